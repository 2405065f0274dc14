# tempfile and shutil: temporary files and folders, copying, moving, deleting, archives' names, which, disk usage.
import os
import shutil
import tempfile

with tempfile.TemporaryDirectory(prefix='pre-', suffix='-suf') as top:
    print(os.path.basename(top).startswith('pre-'), top.endswith('-suf'), os.path.isdir(top))
    def path(*parts):
        return os.path.join(top, *parts)
    def tree(root='.'):
        found = []
        for folder, folders, files in os.walk(path(root)):
            folders.sort()
            rel = os.path.relpath(folder, path(root))
            found += [os.path.normpath(os.path.join(rel, f)) for f in sorted(files)] + ([rel + '/'] if not files and not folders else [])
        return found
    os.makedirs(path('src', 'a', 'b'))
    os.makedirs(path('src', 'empty'))
    for name in ('x.txt', 'y.py', 'a/z.txt', 'a/b/w.log'):
        with open(path('src', name), 'w') as f:
            f.write(name * 3)
    print(shutil.copy(path('src', 'x.txt'), path('c.txt')) == path('c.txt'), open(path('c.txt')).read(), shutil.copyfile(path('c.txt'), path('d.txt')) == path('d.txt'))
    print(os.path.basename(shutil.copytree(path('src'), path('dst'))), tree('dst'))
    shutil.copytree(path('src'), path('dst2'), ignore=shutil.ignore_patterns('*.py', 'b'))
    print(tree('dst2'))
    shutil.copytree(path('src'), path('dst2'), dirs_exist_ok=True)
    print(tree('dst2'), os.path.basename(shutil.move(path('dst2'), path('moved'))), os.path.exists(path('dst2')))
    os.chmod(path('c.txt'), 0o640)
    shutil.copy2(path('c.txt'), path('e.txt'))
    print(oct(os.stat(path('e.txt')).st_mode & 0o777), os.stat(path('e.txt')).st_mtime == os.stat(path('c.txt')).st_mtime)
    shutil.rmtree(path('moved'))
    shutil.rmtree(path('nothing'), ignore_errors=True)
    print(os.path.exists(path('moved')), sorted(os.listdir(top)))
    for bad in (lambda: shutil.rmtree(path('nothing')), lambda: shutil.copytree(path('src'), path('dst')), lambda: shutil.copyfile(path('c.txt'), path('c.txt')), lambda: shutil.copy(path('no'), path('q')), lambda: shutil.move(path('src'), path('src', 'a'))):
        try:
            bad()
        except (OSError, shutil.Error) as e:
            print(type(e).__name__)
    log = []
    shutil.rmtree(path('gone'), onexc=lambda func, name, exc: log.append((func.__name__, type(exc).__name__)))
    print(log)
    fd, name = tempfile.mkstemp('.tmp', 'abc', top)
    os.write(fd, b'data')
    os.close(fd)
    print(os.path.basename(name)[:3], name[-4:], open(name, 'rb').read(), oct(os.stat(name).st_mode & 0o777))
    folder = tempfile.mkdtemp(dir=top)
    print(os.path.isdir(folder), oct(os.stat(folder).st_mode & 0o777))
    with tempfile.NamedTemporaryFile('w+', dir=top, suffix='.n') as f:
        f.write('text')
        f.flush()
        print(os.path.exists(f.name), open(f.name).read())
        kept = f.name
    print(os.path.exists(kept))
    with tempfile.NamedTemporaryFile(dir=top, delete_on_close=False) as f:
        f.close()
        print(os.path.exists(f.name))
    with tempfile.TemporaryFile(dir=top) as f:
        f.write(b'123')
        f.seek(0)
        print(f.read())
    with tempfile.SpooledTemporaryFile(max_size=5, mode='w+') as f:
        f.write('abc')
        print(f._rolled)
        f.write('defghi')
        f.seek(0)
        print(f._rolled, f.read())
    print(shutil.which('sh') is not None, shutil.which('no-such-program'), shutil.disk_usage(top).total > 0, shutil.disk_usage(top)._fields)
print(os.path.exists(top), tempfile.gettempprefix(), isinstance(tempfile.gettempdir(), str), tempfile.gettempdirb() == os.fsencode(tempfile.gettempdir()))
print(shutil.get_terminal_size((81, 25)).lines > 0)
