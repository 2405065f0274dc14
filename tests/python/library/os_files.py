"""os: files, folders, paths, environment, results."""
import errno
import os
import os.path
import stat


def attempt(function):
    try:
        print(repr(function()))
    except Exception as error:
        print(type(error).__name__, error)


base = "/tmp/pitviper_os_test_%d" % os.getpid()
os.mkdir(base)
os.chdir(base)
print(os.path.samefile(os.getcwd(), base), os.listdir(), os.sep, os.name, os.linesep == "\n", os.curdir)
fd = os.open("a.txt", os.O_RDWR | os.O_CREAT, 0o644)
print(os.write(fd, b"hello"), os.lseek(fd, 1, os.SEEK_SET), os.read(fd, 3), os.fstat(fd).st_size, os.isatty(fd))
os.ftruncate(fd, 2)
copy = os.dup(fd)
os.close(fd)
print(os.fstat(copy).st_size, os.get_inheritable(copy))
os.close(copy)
attempt(lambda: os.close(copy) if copy > 2 else None)
s = os.stat("a.txt")
print(stat.S_ISREG(s.st_mode), oct(stat.S_IMODE(s.st_mode)), s.st_size, len(s), s[6], abs(s.st_mtime - s.st_mtime_ns / 1e9) < 1e-3)
print(type(s), isinstance(s, tuple), s.st_uid == os.getuid())
os.chmod("a.txt", 0o600)
print(oct(stat.S_IMODE(os.stat("a.txt").st_mode)), os.access("a.txt", os.R_OK), os.access("none", os.F_OK))
os.utime("a.txt", (1, 2))
print(os.stat("a.txt").st_atime, os.stat("a.txt").st_mtime_ns)
os.utime("a.txt", ns=(5, 6))
print(os.stat("a.txt").st_atime_ns)
os.symlink("a.txt", "link")
print(os.readlink("link"), os.path.islink("link"), os.lstat("link").st_size, stat.S_ISLNK(os.lstat("link").st_mode))
os.rename("a.txt", "b.txt")
os.makedirs("x/y/z")
open("x/y/f", "w").close()
print(sorted(os.listdir()), sorted(os.listdir(b"x")), os.path.exists("link"), os.path.lexists("link"))
print([(r, sorted(d), sorted(f)) for r, d, f in os.walk("x")])
with os.scandir() as entries:
    for e in sorted(entries, key=lambda e: e.name):
        print(e.name, e.path, e.is_dir(), e.is_file(), e.is_symlink(), e, os.fspath(e) == e.path)
for action in [
    lambda: os.stat("none"),
    lambda: os.rmdir("x"),
    lambda: os.rename("none", "other"),
    lambda: os.mkdir("x"),
    lambda: os.listdir("none"),
    lambda: os.open("none", os.O_RDONLY),
    lambda: os.stat(1.5),
    lambda: os.remove("x"),
    lambda: os.stat("a\0b"),
    lambda: os.chdir("b.txt"),
    lambda: os.mkdir(None),
    lambda: os.fspath(1),
    lambda: os.close("a"),
]:
    attempt(action)
try:
    os.stat("none")
except OSError as error:
    print(error.errno == errno.ENOENT, error.filename, error.strerror, errno.errorcode[error.errno])
os.removedirs("x/y/z") if False else None
os.remove("x/y/f")
os.rmdir("x/y/z")
os.rmdir("x/y")
os.rmdir("x")
os.unlink("link")
os.replace("b.txt", "c.txt")
os.truncate("c.txt", 10)
print(os.path.getsize("c.txt"), os.path.isfile("c.txt"), os.path.isdir("."), os.path.abspath("q") == base + "/q" or os.path.basename(os.path.abspath("q")))
os.remove("c.txt")
os.chdir("/")
os.rmdir(base)

r, w = os.pipe()
os.write(w, b"through")
print(os.read(r, 100), os.get_blocking(r))
os.close(r)
os.close(w)
print(os.path.join("a", "b"), os.path.split("/a/b"), os.path.splitext("x.tar.gz"), os.path.normpath("a/../b/./c"), os.path.commonpath(["/a/b", "/a/c"]))
os.environ["PITVIPER_TEST"] = "1"
print(os.environ["PITVIPER_TEST"], os.getenv("PITVIPER_TEST"), os.environb[b"PITVIPER_TEST"], "none" in os.environ)
del os.environ["PITVIPER_TEST"]
attempt(lambda: os.environ["PITVIPER_TEST"])
attempt(lambda: os.environ.__setitem__("a", 1))
print(os.fsencode("é"), ascii(os.fsdecode(b"\xff")), len(os.urandom(8)), os.strerror(2), os.getpid() > 0, os.cpu_count() > 0)
print(os.terminal_size((80, 24)), os.uname()._fields if hasattr(os.uname(), "_fields") else len(os.uname()), len(os.times()))
