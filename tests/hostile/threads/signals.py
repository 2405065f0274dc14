# Signals and alarms set by the program.
# ends: ok, PermissionError, ImportError, AttributeError, RuntimeError
import signal
for use in (lambda: signal.signal(signal.SIGINT, lambda *a: None), lambda: signal.alarm(0), lambda: signal.setitimer(signal.ITIMER_REAL, 0), lambda: signal.signal(9, signal.SIG_IGN), lambda: signal.signal(9999, signal.SIG_IGN), lambda: signal.set_wakeup_fd(-5), lambda: signal.signal(signal.SIGINT, 5), lambda: signal.signal(signal.SIGINT, signal.default_int_handler)):
    try:
        use()
    except (OSError, ValueError, TypeError, OverflowError):
        pass
