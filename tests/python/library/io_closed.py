# io: what files say once they are closed, detached, or opened for something else.
import io
import os

name = '/tmp/pitviper-io-closed-%d' % os.getpid()
open(name, 'wb').close()

def attempt(label, call):
    try:
        print(label, repr(call()).replace(name, 'F').split(' at 0x')[0])
    except Exception as e:
        print(label, type(e).__name__, e)

makers = dict(FileIO=lambda: io.FileIO(name), FileIOw=lambda: io.FileIO(name, 'w'), Reader=lambda: open(name, 'rb'),
    Writer=lambda: open(name, 'wb'), Random=lambda: open(name, 'r+b'), BytesIO=lambda: io.BytesIO(b'abc'),
    StringIO=lambda: io.StringIO('abc'), Text=lambda: open(name), Textw=lambda: open(name, 'w'),
    Pair=lambda: io.BufferedRWPair(io.FileIO(name), io.FileIO(name, 'w')))
calls = dict(read=(), readline=(), readlines=(), write=(b'x',), writelines=([],), seek=(0,), tell=(), truncate=(),
    flush=(), fileno=(), isatty=(), readable=(), writable=(), seekable=(), readinto=(bytearray(2),),
    readinto1=(bytearray(2),), peek=(), read1=(), getvalue=(), getbuffer=(), __next__=(), __iter__=(), __enter__=(),
    readall=(), reconfigure=(), detach=(), close=())
attributes = ('name', 'mode', 'closed', 'raw', 'buffer', 'newlines', 'encoding', 'line_buffering', 'closefd')

def everything(state, label, file):
    for call, args in calls.items():
        if call == 'write' and isinstance(file, io.TextIOBase):
            args = ('x',)
        if hasattr(type(file), call):
            attempt('%s %s.%s' % (state, label, call), lambda: getattr(file, call)(*args))
    for attribute in attributes:
        if hasattr(type(file), attribute):
            attempt('%s %s.%s' % (state, label, attribute), lambda: getattr(file, attribute))

for label, make in makers.items():
    with make() as file:
        for call, args in calls.items():
            if call == 'write' and isinstance(file, io.TextIOBase):
                args = ('x',)
            if call not in ('fileno', 'close', 'detach') and hasattr(type(file), call):
                attempt('open %s.%s' % (label, call), lambda: getattr(file, call)(*args))
    everything('closed', label, file)
for label in ('Reader', 'Writer', 'Random', 'Text', 'Textw'):
    file = makers[label]()
    file.detach().close()
    everything('detached', label, file)
    print(repr(file).replace(name, 'F'))
os.unlink(name)
