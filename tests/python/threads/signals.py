# Signals reach the main thread whatever it waits for, and waits go on afterwards (PEP 475).
import _thread
import os
import signal
import threading
import time

came = []
signal.signal(signal.SIGALRM, lambda number, frame: came.append(threading.current_thread() is threading.main_thread()))


def soon():
    signal.setitimer(signal.ITIMER_REAL, 0.02)


lock = threading.Lock()
lock.acquire()
soon()
print(lock.acquire(timeout=0.08), came)
soon()
time.sleep(0.05)
print(came)
soon()
threading.Timer(0.05, lock.release).start()
print(lock.acquire(), came)
read, write = os.pipe()
soon()
threading.Timer(0.05, os.write, (write, b"x")).start()
print(os.read(read, 1), came)
soon()
busy = threading.Thread(target=lambda: [number for number in range(200_000)])
busy.start()
busy.join()
while len(came) < 5:
    pass
print(came)


def fail(number, frame):
    raise KeyError(signal.Signals(number).name)


signal.signal(signal.SIGALRM, fail)
event = threading.Event()
thread = threading.Thread(target=event.wait)
thread.start()
for wait in lock.acquire, lambda: time.sleep(5), lambda: os.read(read, 1), thread.join, event.wait:
    soon()
    try:
        wait()
    except KeyError as error:
        print(error)
event.set()
thread.join()


def elsewhere():
    try:
        signal.signal(signal.SIGALRM, fail)
    except ValueError as error:
        print(error)
    signal.pthread_kill(threading.main_thread().ident, signal.SIGALRM)


thread = threading.Thread(target=elsewhere)
try:
    thread.start()
    time.sleep(5)
except KeyError as error:
    print(error)
thread.join()
for number in (), (signal.SIGALRM,):
    try:
        _thread.interrupt_main(*number)
        time.sleep(1)
    except (KeyboardInterrupt, KeyError) as error:
        print(type(error).__name__)
try:
    _thread.interrupt_main(1000)
except ValueError as error:
    print(error)
