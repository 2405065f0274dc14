# What waits for others: children, shells, named pipes, locks of files, signals.
import fcntl, os, signal, tempfile, threading, time

print([os.system(command) for command in ('true', 'exit 3', 'kill -9 $$', 'no-such-command 2>/dev/null', 'exit 256')])
os.environ['TOLD'] = 'to the shell'
print(os.system('test "$TOLD" = "to the shell"'), os.system(b'test -n "$PWD"'), signal.getsignal(signal.SIGINT) is signal.default_int_handler)
for wrong in (1, 'a\0b', None):
    try: os.system(wrong)
    except (TypeError, ValueError) as error: print(type(error).__name__, error)

def child(code=4, read=None):
    pid = os.fork()
    if pid == 0:
        if read is not None: os.read(read, 1)
        os._exit(code)
    return pid

r, w = os.pipe()
pid = child()
print(os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)[2:], os.waitid(os.P_PID, pid, os.WEXITED).si_status)
pid = child(read=r)
print(os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG), os.waitpid(pid, os.WNOHANG))
os.kill(pid, signal.SIGSTOP)
stopped = os.waitpid(pid, os.WUNTRACED)
print(stopped[0] == pid, os.WIFSTOPPED(stopped[1]), os.WSTOPSIG(stopped[1]))
os.kill(pid, signal.SIGCONT)
print(os.WIFCONTINUED(os.waitpid(pid, os.WCONTINUED)[1]))
os.write(w, b'.')
print(os.waitid(os.P_ALL, 0, os.WEXITED).si_pid == pid)
pid = child(5)
print(os.wait() == (pid, 5 << 8))
for wait in (os.wait, lambda: os.waitpid(-1, 0), lambda: os.waitid(os.P_ALL, 0, os.WEXITED)):
    try: wait()
    except ChildProcessError as error: print(error)

with tempfile.TemporaryDirectory() as folder:
    fifo = os.path.join(folder, 'fifo')
    os.mkfifo(fifo)
    def write(text):
        with open(fifo, 'w') as file: file.write(text)
    for text in ('hello', '', 'x' * 100_000):
        thread = threading.Thread(target=write, args=(text,))
        thread.start()
        with open(fifo) as file: print(file.read() == text, os.get_blocking(file.fileno()))
        thread.join()
    fd = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    print(os.get_blocking(fd), os.read(fd, 1))
    try: os.open(fifo, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    except FileExistsError as error: print(error.errno)
    os.close(fd)
    try: os.open(fifo, os.O_WRONLY | os.O_NONBLOCK)
    except OSError as error: print(error.errno)

    name = os.path.join(folder, 'locked')
    for lock, unlock in [(lambda f: fcntl.flock(f, fcntl.LOCK_EX), lambda f: fcntl.flock(f, fcntl.LOCK_UN)),
                         (lambda f: fcntl.lockf(f, fcntl.LOCK_EX), lambda f: fcntl.lockf(f, fcntl.LOCK_UN)),
                         (lambda f: os.lockf(f.fileno(), os.F_LOCK, 1), lambda f: os.lockf(f.fileno(), os.F_ULOCK, 1))]:
        with open(name, 'w') as file:
            lock(file)
            pid = os.fork()
            if pid == 0:
                with open(name, 'w') as other:
                    os.write(w, b'?'); lock(other); os.write(w, b'!')
                os._exit(0)
            print(os.read(r, 1), end=' ')
            time.sleep(0.02)
            os.write(w, b'-'); unlock(file)
            print(os.read(r, 1), os.read(r, 1), os.waitpid(pid, 0)[1])
        with open(name, 'w') as a, open(name, 'w') as b:
            fcntl.flock(a, fcntl.LOCK_EX)
            try: fcntl.flock(b, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error: print(error.errno)

signal.signal(signal.SIGALRM, lambda *_: print('alarm'))
signal.setitimer(signal.ITIMER_REAL, 0.02); signal.pause()
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
print(signal.sigtimedwait([signal.SIGUSR1], 0.02))
os.kill(os.getpid(), signal.SIGUSR1)
print(signal.sigwait([signal.SIGUSR1]) == signal.SIGUSR1)
signal.setitimer(signal.ITIMER_REAL, 0.02)
print(os.system("sleep 0.05"))
