# What ends a thread.
import _thread
import io
import sys
import threading


def fail():
    raise ValueError("no good")


def run(function, **keywords):
    thread = threading.Thread(target=function, **keywords)
    thread.start()
    thread.join()


def outer_lines(text):
    lines = text.splitlines()
    return [lines[0], lines[1], lines[-1]]


sys.stderr = io.StringIO()
run(fail, name="failing")
text, sys.stderr = sys.stderr.getvalue(), sys.__stderr__
print(outer_lines(text), text.count("in fail"))
run(sys.exit, args=(3,))
run(_thread.exit)

seen = []
threading.excepthook = lambda args: seen.append((args.exc_type, str(args.exc_value), args.thread.name, len(args)))
run(fail, name="seen")
print(seen)
threading.excepthook = threading.__excepthook__
seen.clear()
try:
    threading.excepthook(1)
except TypeError as error:
    print(error)

sys.unraisablehook = lambda args: seen.append((args.exc_type.__name__, args.err_msg, args.object))
lock = threading.Lock()
lock.acquire()


def fail_and_tell():
    try:
        fail()
    finally:
        lock.release()


_thread.start_new_thread(fail_and_tell, ())
lock.acquire()
while _thread._count():
    pass
print(seen[0][0], seen[0][1].split("<")[0], seen[0][2])
