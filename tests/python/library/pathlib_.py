# pathlib: pure paths and files in a temporary folder.
import os
import tempfile
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

p = PurePosixPath('/usr/lib/python3.14/os.tar.gz')
print(p, repr(p), p.name, p.stem, p.suffix, p.suffixes, p.parent, p.parts, p.root, p.anchor)
print(list(p.parents)[:2], p.with_name('x.py'), p.with_suffix('.zip'), p.with_stem('new'), p.relative_to('/usr'))
print(PurePosixPath('a') / 'b' / '../c', PurePosixPath('a', '/b'), '/x' / PurePosixPath('y'), PurePosixPath('a//b/./c/'))
print(p.is_absolute(), p.match('*.gz'), p.match('/usr/*'), p.full_match('/usr/**/*.gz'), p.is_relative_to('/usr'))
print(PurePosixPath('a') < PurePosixPath('b'), PurePosixPath('a') == PurePosixPath('a/'), hash(PurePosixPath('q')) == hash(PurePosixPath('q')))
w = PureWindowsPath('c:\\Users\\me/file.txt')
print(w, w.drive, w.root, w.parts, w.as_posix(), repr(w), w == PureWindowsPath('C:/users/ME/FILE.TXT'))
print(p.joinpath('a', 'b'), os.fspath(p), bytes(PurePosixPath('é')), PurePosixPath('/a/b').relative_to('/a/c', walk_up=True))
print(PurePosixPath('/tmp/x').as_uri(), PurePosixPath(), PurePosixPath('..').name)
for bad in (lambda: p.relative_to('/opt'), lambda: p.with_name('a/b'), lambda: PurePosixPath('/').with_name('x'), lambda: p.with_suffix('gz'), lambda: PurePath(1)):
    try:
        bad()
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)

with tempfile.TemporaryDirectory() as name:
    root = Path(name)
    f = root / 'a.txt'
    print(f.exists(), f.write_text('hello\nworld\n'), f.read_text(), f.stat().st_size, f.is_file(), f.is_dir())
    (root / 'sub' / 'deep').mkdir(parents=True)
    (root / 'sub' / 'b.py').write_bytes(b'x = 1')
    (root / 'sub' / 'deep' / 'c.py').touch()
    print(sorted(x.name for x in root.iterdir()))
    print(sorted(str(x.relative_to(root)) for x in root.rglob('*.py')))
    print(sorted(str(x.relative_to(root)) for x in root.glob('**/*')), sorted(x.name for x in root.glob('*.txt')))
    for folder, folders, files in root.walk():
        print(folder.relative_to(root), sorted(folders), sorted(files))
    g = f.rename(root / 'z.txt')
    print(g.name, f.exists(), (root / 'sub' / 'b.py').read_bytes())
    with g.open('a') as file:
        file.write('more')
    print(g.read_text().splitlines())
    link = root / 'link'
    link.symlink_to(g)
    print(link.is_symlink(), link.readlink() == g, link.resolve() == g.resolve(), link.samefile(g))
    for bad in (lambda: (root / 'sub').mkdir(), lambda: (root / 'no').read_text(), lambda: (root / 'sub').rmdir(), lambda: (root / 'no').unlink()):
        try:
            bad()
        except OSError as e:
            print(type(e).__name__, e.errno)
    (root / 'no').unlink(missing_ok=True)
    (root / 'sub').mkdir(exist_ok=True)
    link.unlink()
    g.unlink()
    h = root / 'copy'
    (root / 'sub' / 'b.py').copy(h)
    print(h.read_text(), sorted(x.name for x in root.iterdir()))
    print(Path(name).absolute() == Path(name), Path('a').absolute() == Path.cwd() / 'a')
print(Path('~').expanduser() == Path.home(), Path('.').resolve() == Path.cwd())
