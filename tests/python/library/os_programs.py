# Other programs: exec and spawn on fork, waiting with waitid, environments, a terminal for a child.
import os

def fails(f):
    try:
        print('no error', f())
    except Exception as e:
        print(type(e).__name__, e)

print(os.spawnv(os.P_WAIT, '/bin/sh', ['sh', '-c', 'exit 3']), os.spawnlp(os.P_WAIT, 'sh', 'sh', '-c', 'exit 4'), os.spawnl(os.P_WAIT, '/nonexistent', 'x'))
print(os.spawnle(os.P_WAIT, '/bin/sh', 'sh', '-c', 'test "$A" = b', {'A': 'b'}), os.spawnvpe(os.P_WAIT, 'sh', ['sh', '-c', 'exit $A'], {'A': '7', 'PATH': '/bin'}))
os.environ['FOR_CHILD'] = '9'
print(os.spawnv(os.P_WAIT, '/bin/sh', ['sh', '-c', 'exit $FOR_CHILD']))
child = os.spawnv(os.P_NOWAIT, '/bin/sh', ['sh', '-c', 'kill -9 $$'])
done = os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
print(done.si_pid == child, done.si_status, done.si_code == os.CLD_KILLED, done.si_signo, type(done).__name__, len(done))
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
fails(lambda: os.waitid(os.P_PID, child, os.WEXITED))
r, w = os.pipe()
child = os.fork()
if child == 0:
    os.dup2(w, 1)
    try:
        os.execve('/bin/echo', ['echo', 'from', 'child'], {})
    finally:
        os._exit(1)
os.close(w)
print(os.read(r, 100), os.waitpid(child, 0)[1])
os.close(r)
for bad in (lambda: os.execv('/bin/sh', []), lambda: os.execv('/bin/sh', 'sh'), lambda: os.execv('/bin/sh', ['']), lambda: os.execv('/nope', ['a']), lambda: os.execve('/nope', ['a'], {}), lambda: os.execve('/nope', ['a'], 3), lambda: os.execve('/nope', ['a'], {'a=b': ''}), lambda: os.execve('/nope', (), {}), lambda: os.execvp('no-such-program', ['a']), lambda: os.spawnv(os.P_WAIT, '/bin/sh', ()), lambda: os.execl('/nope', 'a\0b')):
    fails(bad)
try:
    child, master = os.forkpty()
    if child == 0:
        os._exit(5 if os.isatty(0) else 6)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
except OSError:
    print(5)
pid = os.pidfd_open(os.getpid())
print(pid > 2, os.get_inheritable(pid))
