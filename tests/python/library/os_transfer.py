# Reading and writing at places, gathered and scattered; copies between files; files in memory; locks and advice.
import errno
import os
import tempfile

def fails(f):
    try:
        print('no error', f())
    except Exception as e:
        print(type(e).__name__, e)

with tempfile.TemporaryDirectory() as top:
    name = os.path.join(top, 'f')
    fd = os.open(name, os.O_RDWR | os.O_CREAT)
    print(os.pwrite(fd, b'hello world', 0), os.pread(fd, 5, 6), os.pread(fd, 0, 0), os.pread(fd, 99, 11), os.lseek(fd, 0, os.SEEK_CUR))
    print(os.pwritev(fd, [b'AB', bytearray(b'CD')], 1), os.pread(fd, 20, 0))
    one, two = bytearray(3), bytearray(4)
    print(os.preadv(fd, [one, memoryview(two)], 2), one, two)
    print(os.readv(fd, (one, two)), one, two, os.writev(fd, [b'x', b'yz']), os.pread(fd, 20, 0))
    os.lseek(fd, 0, 0)
    print(os.readinto(fd, one), one, os.preadv(fd, [one], 0, 0))
    os.posix_fallocate(fd, 0, 64)
    print(os.fstat(fd).st_size, os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_SEQUENTIAL), os.fdatasync(fd))
    with open(name) as f:
        print(os.fdatasync(f), os.fsync(f))
    print(os.lockf(fd, os.F_LOCK, 4), os.lockf(fd, os.F_TEST, 4), os.lockf(fd, os.F_ULOCK, 0))
    os.lseek(fd, 0, 0)
    mem = os.memfd_create('mine')
    print(os.sendfile(mem, fd, 0, 5), os.sendfile(mem, fd, None, 3), os.pread(mem, 20, 0), os.lseek(fd, 0, 1), os.get_inheritable(mem))
    other = os.open(os.path.join(top, 'g'), os.O_RDWR | os.O_CREAT)
    print(os.copy_file_range(fd, other, 4, offset_src=1, offset_dst=20), os.pread(other, 4, 20))
    os.close(other)
    r, w = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
    fails(lambda: os.read(r, 1))
    print(os.splice(fd, w, 5, offset_src=0), os.read(r, 9), os.get_blocking(r), os.get_inheritable(w))
    e = os.eventfd(3, os.EFD_CLOEXEC | os.EFD_NONBLOCK)
    os.eventfd_write(e, 4)
    print(os.eventfd_read(e))
    fails(lambda: os.eventfd_read(e))
    for bad in (lambda: os.pread(fd, -1, 0), lambda: os.pread(fd, 1, -1), lambda: os.pread('a', 1, 0), lambda: os.readv(fd, 3), lambda: os.readv(fd, [b'x']), lambda: os.writev(fd, 5), lambda: os.readinto(fd, b'abc'), lambda: os.pwrite(fd, 'text', 0), lambda: os.fdatasync('x'), lambda: os.fsync(-1), lambda: os.fsync(2**40), lambda: os.copy_file_range(fd, fd, -1), lambda: os.posix_fallocate(fd, 0, 0), lambda: os.preadv(fd, [one]), lambda: os.pwrite(999, b'', 0), lambda: os.getrandom(-1)):
        fails(bad)
    for fd in (fd, mem, r, w, e):
        os.close(fd)
print(len(os.getrandom(16)), len(os.getrandom(3, os.GRND_NONBLOCK)), os.sync())
