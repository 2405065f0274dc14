# Paths that start from an open folder: dir_fd, fwalk, and what is removed that way.
import os
import shutil
import tempfile

def fails(f):
    try:
        print('no error', f())
    except Exception as e:
        print(type(e).__name__, e)

with tempfile.TemporaryDirectory() as top:
    folder = os.open(top, os.O_RDONLY | os.O_DIRECTORY)
    os.mkdir('a', dir_fd=folder)
    os.mkdir('a/b', 0o700, dir_fd=folder)
    fd = os.open('a/f', os.O_CREAT | os.O_WRONLY, dir_fd=folder)
    os.write(fd, b'12345')
    os.close(fd)
    os.symlink('f', os.path.join(top, 'a', 'ln'))
    print(os.readlink('a/ln', dir_fd=folder), os.stat('a/ln', dir_fd=folder).st_size, os.lstat('a/ln', dir_fd=folder).st_size, os.stat('a/ln', dir_fd=folder, follow_symlinks=False).st_size)
    print([(p, sorted(d), sorted(f), os.stat(f[0], dir_fd=x).st_size if f else None) for p, d, f, x in os.fwalk('.', dir_fd=folder)])
    print([(p[len(top):], d) for p, d, f, x in os.fwalk(top, topdown=False)])
    for bad in (lambda: os.stat('nope', dir_fd=folder), lambda: os.open('nope', 0, dir_fd=folder), lambda: os.rmdir('a', dir_fd=folder), lambda: os.unlink('a/b', dir_fd=folder), lambda: os.mkdir('a', dir_fd=folder), lambda: os.stat('a', dir_fd='x'), lambda: os.stat(folder, dir_fd=folder), lambda: os.stat(folder, follow_symlinks=False), lambda: os.stat('a', dir_fd=999), lambda: os.stat('a', dir_fd=2**40), lambda: os.readlink('a', dir_fd=folder)):
        fails(bad)
    os.unlink('a/ln', dir_fd=folder)
    os.remove('a/f', dir_fd=folder)
    os.rmdir('a/b', dir_fd=folder)
    print(os.listdir('a'.join((top + '/', ''))))
    os.makedirs(top + '/x/y/z')
    open(top + '/x/y/file', 'w').close()
    os.symlink('/', top + '/x/root')
    shutil.rmtree(top + '/x')
    shutil.rmtree('a', dir_fd=folder)
    print(os.listdir(top), shutil.rmtree.avoids_symlink_attacks, {os.open, os.stat, os.mkdir, os.unlink, os.rmdir, os.readlink} <= os.supports_dir_fd, os.scandir in os.supports_fd)
    os.close(folder)
