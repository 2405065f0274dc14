# Looking at other threads.
import sys
import threading

ready, stop = threading.Event(), threading.Event()


def wait_inside():
    try:
        raise KeyError("handled")
    except KeyError:
        ready.set()
        stop.wait()


def outer():
    wait_inside()


thread = threading.Thread(target=outer)
thread.start()
ready.wait()
while True:
    frame = sys._current_frames()[thread.ident]
    names = []
    while frame:
        names.append(frame.f_code.co_name)
        frame = frame.f_back
    if "acquire" not in names and names.count("wait") == 2:
        break
print(names[names.index("wait_inside"):])
print(sorted(sys._current_frames()) == sorted([thread.ident, threading.get_ident()]))
print({ident == thread.ident: error for ident, error in sys._current_exceptions().items()})
stop.set()
thread.join()
print(len(sys._current_frames()))
