# os and its relatives: environment, paths, folders, processes' facts, descriptors, walking, fspath, errors.
import errno
import os
import os.path as p
import stat
import tempfile

os.environ['HOME'] = '/home/someone'

print(os.name, os.sep, os.curdir, os.pardir, os.linesep, os.devnull, os.extsep, os.pathsep, os.defpath)
print(p.join('a', '/b', 'c'), p.join('a', ''), p.split('/a/b/'), p.splitext('a.tar.gz'), p.basename('/x/y'), p.dirname('/x/y'), p.normpath('a/./b/../c//'), p.isabs('/a'), p.commonpath(['/a/b/c', '/a/b/d']), p.commonprefix(['abc', 'abd']), p.relpath('/a/b', '/a/c'), p.splitroot('//a/b'), p.splitdrive('c:/x'), p.expandvars('$HOME') == os.environ['HOME'], p.expanduser('~') == os.environ['HOME'], p.splitext('.bashrc'), p.normcase('A'))
for bad in (lambda: p.join('a', 1), lambda: p.join('a', b'b'), lambda: p.commonpath([]), lambda: p.commonpath(['/a', 'b']), lambda: os.fspath(3), lambda: p.relpath(''), lambda: os.environ.__setitem__('a', 1), lambda: os.environ['NO_SUCH_VARIABLE']):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
os.environ['NEW_ONE'] = 'v'
print(os.getenv('NEW_ONE'), os.environ.get('NEW_ONE'), os.environb[b'NEW_ONE'], 'NEW_ONE' in os.environ, os.environ.pop('NEW_ONE'), os.getenv('NEW_ONE', 'd'), type(os.environ).__name__, os.environ.setdefault('Q', 'z'))
del os.environ['Q']
with tempfile.TemporaryDirectory() as top:
    here = os.getcwd()
    os.chdir(top)
    os.makedirs('a/b/c')
    os.mkdir('d', 0o700)
    open('a/f.txt', 'w').close()
    os.symlink('a', 'ln')
    os.link('a/f.txt', 'hard')
    print(sorted(os.listdir()), sorted(os.listdir(b'a')), [(e.name, e.is_dir(), e.is_symlink(), e.is_file(follow_symlinks=False)) for e in sorted(os.scandir('.'), key=lambda e: e.name)])
    print([(d, sorted(ds), sorted(fs)) for d, ds, fs in os.walk('.')][0], [d for d, *_ in os.walk('a', topdown=False)], os.readlink('ln'), p.realpath('ln') == p.realpath('a'), p.islink('ln'), p.lexists('nope'), p.exists('ln/b'), p.samefile('hard', 'a/f.txt'))
    st = os.stat('d')
    print(stat.S_ISDIR(st.st_mode), oct(st.st_mode & 0o777), st.st_nlink >= 1, st[6] == st.st_size, os.stat('hard').st_nlink, stat.filemode(os.lstat('ln').st_mode)[0], os.access('hard', os.R_OK), os.path.getsize('hard'))
    os.utime('hard', (1, 2))
    print(os.stat('hard').st_mtime, os.stat('hard').st_mtime_ns, p.getmtime('hard'))
    os.utime('hard', ns=(5, 7))
    print(os.stat('hard').st_mtime_ns)
    os.rename('hard', 'moved')
    os.replace('moved', 'a/f.txt')
    os.chmod('a/f.txt', 0o600)
    print(oct(os.stat('a/f.txt').st_mode & 0o777), os.removedirs('a/b/c'), os.path.exists('a/b'))
    fd = os.open('raw', os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o644)
    print(os.write(fd, b'hello'), os.lseek(fd, 1, os.SEEK_SET), os.read(fd, 3), os.ftruncate(fd, 2), os.fstat(fd).st_size, os.isatty(fd), os.get_inheritable(fd), os.fsync(fd), os.pread(fd, 1, 0) if hasattr(os, 'pread') else b'h')
    dup = os.dup(fd)
    os.close(fd)
    with os.fdopen(dup, 'r+b') as f:
        f.seek(0)
        print(f.read())
    for bad in (lambda: os.mkdir('d'), lambda: os.rmdir('a'), lambda: os.remove('zz'), lambda: os.listdir('raw'), lambda: os.open('raw', os.O_CREAT | os.O_EXCL), lambda: os.close(fd), lambda: os.rename('zz', 'y'), lambda: os.stat('a\0b'), lambda: os.chdir('raw'), lambda: os.readlink('raw')):
        try:
            bad()
        except (OSError, ValueError) as e:
            print(type(e).__name__, e)
    os.unlink('ln')
    os.chdir(here)
print(os.cpu_count() >= 1, os.getpid() > 0, os.getppid() > 0, os.uname().sysname, len(os.urandom(8)), os.strerror(2), errno.errorcode[2], os.umask(0o022) >= 0, os.fsencode('é'), os.fsdecode(b'\xff') == '\udcff', os.get_exec_path({'PATH': '/a:/b'}), os.times().user >= 0, os.supports_follow_symlinks is not None, isinstance(os.DirEntry, type), os.get_terminal_size.__name__)
class F:
    def __fspath__(self): return '/x'
print(os.fspath(F()), isinstance(F(), os.PathLike), p.join(F(), 'y'), os.statvfs('/').f_bsize > 0, os.WEXITSTATUS(os.system('exit 3')) if hasattr(os, 'system') else 3)
