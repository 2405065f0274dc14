# subprocess, signal and select: programs, pipes, exit codes, timeouts, handlers, waiting.
import os
import select
import selectors
import signal
import subprocess
import sys
from subprocess import PIPE, DEVNULL, STDOUT, run, Popen

r = run(['sh', '-c', 'echo out; echo err >&2; exit 3'], capture_output=True, text=True)
print(r.returncode, repr(r.stdout), repr(r.stderr), r.args[0])
print(run(['cat'], input=b'bytes', stdout=PIPE).stdout, run('echo $((1+2)) | tr 3 x', shell=True, capture_output=True).stdout, subprocess.check_output(['printf', '%s', 'a b'], text=True))
print(run(['sh', '-c', 'echo $NEW $HOME'], env={'NEW': 'n', 'HOME': 'h'}, capture_output=True, text=True).stdout, run(['pwd'], cwd='/', capture_output=True, text=True).stdout.strip())
os.environ['ADDED'] = 'later'
print(run(['sh', '-c', 'echo $ADDED'], capture_output=True, text=True).stdout.strip(), run(['sh', '-c', 'echo x >&2'], stderr=STDOUT, stdout=PIPE).stdout)
for bad in (lambda: run(['false'], check=True), lambda: run(['no-such-program-here']), lambda: run(['sleep', '5'], timeout=0.05), lambda: run(['true'], cwd='/no/such'), lambda: run(['/']), lambda: Popen(['true'], stdin='x'), lambda: run(['cat'], input='x', stdin=PIPE)):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e if not isinstance(e, AttributeError) else '')
p = Popen(['cat'], stdin=PIPE, stdout=PIPE, text=True)
print(p.poll(), p.communicate('line\n'), p.returncode, p.wait(), p.pid > 0)
with Popen(['sh', '-c', 'read a; echo got $a'], stdin=PIPE, stdout=PIPE) as p:
    p.stdin.write(b'hello\n')
    p.stdin.flush()
    print(p.stdout.readline())
print(p.returncode)
p = Popen(['sleep', '10'])
p.terminate()
print(p.wait(), signal.Signals(-p.returncode).name)
p = Popen(['sleep', '10'])
p.kill()
print(p.wait(), p.poll())
print(subprocess.getoutput('echo hi; exit 2'), subprocess.getstatusoutput('exit 4'), subprocess.call(['true'], stdout=DEVNULL), subprocess.list2cmdline(['a b', 'c"d']))
print(run(['sh', '-c', 'kill -9 $$']).returncode, run(['sh', '-c', 'exit 7'], start_new_session=True).returncode, run(['true'], preexec_fn=lambda: None).returncode)
print(repr(subprocess.CompletedProcess(['a'], 1)), subprocess.CalledProcessError(2, 'cmd'), subprocess.TimeoutExpired('c', 3), subprocess.CalledProcessError(-9, 'c'))

heard = []
def handler(number, frame):
    heard.append((signal.Signals(number).name, frame is not None))
print(signal.signal(signal.SIGUSR1, handler), signal.getsignal(signal.SIGUSR1) is handler, signal.getsignal(signal.SIGINT) is signal.default_int_handler)
os.kill(os.getpid(), signal.SIGUSR1)
signal.raise_signal(signal.SIGUSR1)
print(heard, signal.signal(signal.SIGUSR1, signal.SIG_IGN) is handler, signal.getsignal(signal.SIGUSR1))
os.kill(os.getpid(), signal.SIGUSR1)
signal.signal(signal.SIGALRM, handler)
print(signal.setitimer(signal.ITIMER_REAL, 0.02), signal.getitimer(signal.ITIMER_VIRTUAL))
while len(heard) < 3:
    pass
print(heard[2], signal.alarm(0), signal.strsignal(signal.SIGTERM), signal.SIGKILL in signal.valid_signals(), signal.SIGINT.value, repr(signal.SIGHUP))
def interrupt(number, frame):
    raise TimeoutError('by signal')
signal.signal(signal.SIGALRM, interrupt)
signal.setitimer(signal.ITIMER_REAL, 0.02)
try:
    while True:
        pass
except TimeoutError as e:
    print(e)
for bad in (lambda: signal.signal(99, handler), lambda: signal.signal(signal.SIGTERM, 3.5), lambda: signal.signal(signal.SIGKILL, handler)):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
old = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR2])
signal.signal(signal.SIGUSR2, handler)
os.kill(os.getpid(), signal.SIGUSR2)
print(sorted(signal.sigpending()), len(heard))
signal.pthread_sigmask(signal.SIG_SETMASK, old)
print(heard[-1])

r, w = os.pipe()
print(select.select([r], [w], [], 0) == ([], [w], []), os.write(w, b'x'), select.select([r], [], [], 1)[0] == [r])
poll = select.poll()
poll.register(r, select.POLLIN)
print(poll.poll(0) == [(r, select.POLLIN)], os.read(r, 1), poll.poll(10))
with select.epoll() as e:
    e.register(w, select.EPOLLOUT)
    print(e.poll(1) == [(w, select.EPOLLOUT)], e.closed)
with selectors.DefaultSelector() as s:
    key = s.register(r, selectors.EVENT_READ, 'data')
    os.write(w, b'y')
    [(k, events)] = s.select(1)
    print(k.data, events == selectors.EVENT_READ, s.get_key(r) == key, len(s.get_map()), s.unregister(r).data)
os.close(r)
os.close(w)
pid = os.fork()
if pid == 0:
    os._exit(5)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
