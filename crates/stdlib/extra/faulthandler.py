"""Tracebacks on request. Pitviper has no faults to handle: its errors are Python exceptions."""

import sys as _sys

_state = {'enabled': False}


def enable(file=None, all_threads=True, c_stack=True):
    """Remember that tracebacks of faults are wanted."""
    _state['enabled'] = True


def disable():
    """Forget it; whether it was wanted."""
    was = _state['enabled']
    _state['enabled'] = False
    return was


def is_enabled():
    """Whether tracebacks of faults are wanted."""
    return _state['enabled']


def _write(file, text):
    if file is None:
        file = _sys.stderr
        if file is None:
            raise RuntimeError('sys.stderr is None')
    if isinstance(file, int):
        import os
        os.write(file, text.encode('ascii', 'backslashreplace'))
    else:
        import os
        file.flush()
        os.write(file.fileno(), text.encode('ascii', 'backslashreplace'))


def dump_traceback(file=None, all_threads=True):
    """Write where the program is now, the innermost call first."""
    lines = ['Current thread 0x%016x (most recent call first):\n' % 1 if all_threads
             else 'Stack (most recent call first):\n']
    frame = _sys._getframe(1)
    while frame is not None:
        code = frame.f_code
        lines.append(f'  File "{code.co_filename}", line {frame.f_lineno} in {code.co_name}\n')
        frame = frame.f_back
    _write(file, ''.join(lines))


def dump_c_stack(file=None):
    """There is no C stack to show."""
    _write(file, 'Current thread\'s C stack trace (most recent call first):\n  <cannot get C stack on this system>\n')


def dump_traceback_later(timeout, repeat=False, file=None, exit=False):
    """Not there: it needs a thread of its own."""
    raise NotImplementedError('Pitviper has no watchdog thread that could dump tracebacks later')


def cancel_dump_traceback_later():
    """Nothing is waiting."""


def register(signum, file=None, all_threads=True, chain=False):
    """Write a traceback whenever a signal comes."""
    import signal
    signal.signal(signum, lambda number, frame: dump_traceback(file, all_threads))


def unregister(signum, /):
    """Undo register(); whether there was something to undo."""
    import signal
    was = signal.getsignal(signum)
    signal.signal(signum, signal.SIG_DFL)
    return callable(was)
