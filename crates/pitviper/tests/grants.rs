//! What programs may reach: nothing, unless it is granted; and then no more than that.
#![cfg(unix)]
#![expect(clippy::disallowed_types, reason = "a test")]

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use pitviper::{Builder, Error, Interpreter};

/// A folder of a test, with what every test of files wants there; removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("pitviper-grants-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("in/deep")).expect("a folder");
        fs::create_dir_all(path.join("out")).expect("a folder");
        fs::write(path.join("in/text"), "inside").expect("a file");
        fs::write(path.join("in/deep/text"), "deep").expect("a file");
        fs::write(path.join("out/secret"), "secret").expect("a file");
        fs::write(path.join("out/evil.py"), "raise SystemExit('evil')").expect("a file");
        Folder(path)
    }

    fn inside(&self) -> PathBuf {
        self.0.join("in")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Functions that the scripts of this file use.
const HELPERS: &str = "
def refused(call, *args, error=PermissionError, **kwargs):
    try:
        result = call(*args, **kwargs)
    except error as caught:
        return caught
    raise AssertionError(f'{call} {args} gave {result!r}')
";

fn interpreter(builder: Builder) -> Interpreter {
    builder.time_limit(Duration::from_secs(60)).build().expect("memory")
}

#[track_caller]
fn run_in(python: &mut Interpreter, source: &str) {
    match python.exec(&format!("{HELPERS}{source}")) {
        Ok(()) => {}
        Err(error) => panic!("{error}"),
    }
}

#[track_caller]
fn run(builder: Builder, source: &str) {
    run_in(&mut interpreter(builder), source);
}

/// Runs a script that finds the test's folder in `root`.
#[track_caller]
fn run_at(builder: Builder, folder: &Folder, source: &str) {
    let mut python = interpreter(builder);
    python.set("root", folder.0.to_str().expect("a path")).expect("a value");
    run_in(&mut python, source);
}

#[test]
fn nothing_is_granted_by_default() {
    let folder = Folder::new("default");
    run_at(
        Interpreter::builder(),
        &folder,
        "
import os, sys, io, subprocess, threading, socket
error = refused(open, root + '/in/text')
assert error.errno == 13 and error.filename == root + '/in/text', error
for path in ['/etc/passwd', '/proc/self/environ', '/dev/null', '/', '.', 'x', '../x']:
    for call in [open, io.FileIO, os.listdir, os.stat, os.lstat, os.scandir, os.mkdir, os.unlink, os.readlink, os.chdir]:
        refused(call, path)
    refused(os.open, path, os.O_RDONLY)
    refused(os.rename, path, 'y')
    assert not os.path.exists(path) and not os.access(path, os.R_OK)
assert os.getcwd() == '/'
assert dict(os.environ) == {}
os.environ['X'] = 'y'
assert os.environ['X'] == 'y'
assert (os.getpid(), os.getuid(), os.cpu_count()) == (1, 0, 1)
for call in [os.fork, os.abort, os.getpgrp, os.openpty, os.getlogin, os.sync, os.getloadavg]:
    error = refused(call)
    assert error.errno == 1 and 'not granted' in str(error), error
refused(os._exit, 0)
refused(os.kill, 1, 0)
refused(os.system, 'true')
refused(os.execv, '/bin/true', ['true'])
refused(subprocess.run, ['true'])
refused(os.urandom, 8)
refused(os.memfd_create, 'x')
refused(socket.socket)
refused(sys.remote_exec, 1, '/x')
refused(threading.Thread(target=print).start, error=RuntimeError)
",
    );
}

#[test]
fn descriptors_of_the_host_are_out_of_reach() {
    let file = fs::File::open("/etc/hostname").or_else(|_| fs::File::open("/proc/self/status")).expect("a file");
    run(
        Interpreter::builder(),
        "
import os, io, fcntl, resource, signal, select
for number in range(3, 100):
    for call in [os.fdopen, io.FileIO, open, os.fstat, os.dup, os.close, os.isatty, os.fsync]:
        if call is os.isatty:
            assert not call(number)
        else:
            assert refused(call, number, error=OSError).errno == 9, (call, number)
    assert refused(os.read, number, 10, error=OSError).errno == 9
    assert refused(os.write, number, b'x', error=OSError).errno == 9
    assert refused(os.dup2, number, 50, error=OSError).errno == 9
    refused(os.stat, number, error=OSError)
    refused(os.listdir, number, error=OSError)
    refused(os.open, 'x', os.O_RDONLY, dir_fd=number, error=OSError)
for number in range(0, 20):
    refused(fcntl.fcntl, number, fcntl.F_GETFL)
    refused(os.openpty)
refused(resource.setrlimit, resource.RLIMIT_NOFILE, (1, 1))
refused(signal.signal, signal.SIGTERM, print)
refused(signal.alarm, 1)
refused(signal.raise_signal, signal.SIGTERM)
assert os.read(0, 10) == b'' and os.write(1, b'abc') == 3
# Pipes are the program's own, and of its own numbers; so are copies.
reader, writer = os.pipe()
assert (reader, writer) == (3, 4)
os.write(writer, b'through')
assert os.read(reader, 100) == b'through'
copy = os.dup(reader)
os.close(reader)
os.write(writer, b'again')
assert os.read(copy, 100) == b'again'
with open(copy, 'rb', closefd=False) as file:
    os.close(copy)
    refused(file.read, 1, error=OSError)
# There are only so many.
numbers = []
error = refused(lambda: [numbers.extend(os.pipe()) for _ in range(1000)], error=OSError)
assert error.errno == 24 and len(numbers) < 256, error
",
    );
    file.metadata().expect("still open");
}

#[test]
fn a_folder_is_read_and_no_more() {
    let folder = Folder::new("read");
    let outside = folder.0.join("out");
    let inside = folder.inside();
    symlink("../out/secret", inside.join("up")).expect("a link");
    symlink(outside.join("secret"), inside.join("absolute")).expect("a link");
    symlink("/", inside.join("everything")).expect("a link");
    symlink("/proc/self/cwd", inside.join("cwd")).expect("a link");
    symlink("deep/text", inside.join("fine")).expect("a link");
    symlink(inside.join("deep"), inside.join("deeper")).expect("a link");
    symlink("loop", inside.join("loop")).expect("a link");
    run_at(
        Interpreter::builder().allow_read(folder.inside()),
        &folder,
        "
import os, pathlib, shutil, glob
at = root + '/in'
assert open(at + '/text').read() == 'inside'
assert open(at + '/../in/./deep/../text').read() == 'inside'
assert open(at + '/fine').read() == open(at + '/deeper/text').read() == 'deep'
assert sorted(os.listdir(at))[:2] == ['absolute', 'cwd']
assert pathlib.Path(at, 'deep').joinpath('text').read_bytes() == b'deep'
assert [entry.name for entry in os.scandir(at + '/deep') if entry.is_file()] == ['text']
assert os.stat(at + '/text').st_size == 6 and os.path.islink(at + '/up')
assert os.readlink(at + '/up') == '../out/secret'
assert glob.glob(at + '/deep/*') == [at + '/deep/text']
assert [names for _, _, names in os.walk(at + '/deep')] == [['text']]
assert os.access(at + '/text', os.R_OK) and not os.access(at + '/text', os.W_OK)
escapes = ['/../out/secret', '/up', '/absolute', '/everything/etc/passwd', '/cwd/Cargo.toml', '/cwd', '/deep/../../out/secret',
           '/deeper/../../out/secret', '/everything', '/..', '/../..' , '/fine/../../../out/secret', '/everything/proc/self/fd/0']
for escape in escapes:
    for call in [open, os.stat, os.listdir, os.chdir]:
        error = refused(call, at + escape, error=OSError)
        assert error.errno in (13, 20), (escape, error)
assert refused(open, at + '/loop', error=OSError).errno == 40
refused(open, at + '/none', error=FileNotFoundError)
refused(open, at + '/text/x', error=NotADirectoryError)
refused(open, at, error=IsADirectoryError)
# Nothing is written.
for mode in 'w', 'a', 'x', 'r+':
    refused(open, at + '/new' if mode == 'x' else at + '/text', mode)
for flags in os.O_WRONLY, os.O_RDWR, os.O_RDONLY | os.O_TRUNC, os.O_RDONLY | os.O_CREAT:
    refused(os.open, at + '/text', flags)
for flags in os.O_PATH, os.O_TMPFILE | os.O_RDWR:
    refused(os.open, at, flags, error=OSError)
for call in [os.unlink, os.rmdir, os.mkdir, os.utime]:
    refused(call, at + '/text')
refused(os.chmod, at + '/text', 0o777)
refused(os.truncate, at + '/text', 0)
refused(os.rename, at + '/text', at + '/other')
refused(os.link, at + '/text', at + '/other')
refused(os.symlink, 'text', at + '/other')
fd = os.open(at + '/text', os.O_RDONLY)
refused(os.ftruncate, fd, 0, error=OSError)
refused(os.fchmod, fd, 0o777)
refused(os.chmod, fd, 0o777)
refused(os.utime, fd)
os.close(fd)
# Relative paths follow the program's own working folder, which is no other's.
os.chdir(at)
assert os.getcwd() == at and open('text').read() == 'inside'
os.chdir('deep')
assert open('../text').read() == 'inside' and os.path.abspath('x') == at + '/deep/x'
refused(os.chdir, '../..')
# An open folder is as good as its path, and no better.
fd = os.open(at, os.O_RDONLY | os.O_DIRECTORY)
assert 'text' in os.listdir(fd)
assert os.stat('text', dir_fd=fd).st_size == 6
assert os.open('text', os.O_RDONLY, dir_fd=fd) > fd
for escape in '../out/secret', '..', 'up', '/etc/passwd':
    refused(os.open, escape, os.O_RDONLY, dir_fd=fd)
os.chdir(fd)
assert os.getcwd() == at
",
    );
    let here = std::env::current_dir().expect("a folder");
    assert_eq!(here, Path::new(env!("CARGO_MANIFEST_DIR")), "the process's own working folder stayed");
}

#[test]
fn a_folder_is_written_and_no_more() {
    let folder = Folder::new("write");
    run_at(
        Interpreter::builder().allow_read(folder.inside()).allow_write(folder.inside()),
        &folder,
        "
import os, shutil, tempfile, pathlib
at = root + '/in'
os.chdir(at)
with open('new', 'w') as file:
    file.write('some text')
assert open('new').read() == 'some text'
os.makedirs('a/b/c')
pathlib.Path('a/b/file').write_text('x')
os.rename('a', 'd')
os.replace('new', 'd/b/file')
shutil.copy('text', 'copy')
shutil.copytree('d', 'e')
os.link('copy', 'hard')
os.symlink('copy', 'soft')
assert open('soft').read() == open('hard').read() == 'inside'
os.chmod('copy', 0o7600)
assert os.stat('copy').st_mode & 0o7777 == 0o600
os.utime('copy', (1, 2))
assert os.stat('copy').st_mtime == 2
os.truncate('copy', 3)
assert open('copy').read() == 'ins'
with open('copy', 'r+b') as file:
    file.seek(1)
    file.write(b'X')
    file.truncate()
assert open('hard').read() == 'iX'
os.unlink('hard')
os.unlink('soft')
shutil.rmtree('d')
shutil.rmtree('e')
with tempfile.TemporaryDirectory(dir='.') as temporary:
    assert os.listdir(temporary) == []
before = os.umask(0o077)
os.close(os.open('masked', os.O_CREAT | os.O_WRONLY, 0o666))
assert os.stat('masked').st_mode & 0o777 == 0o600 and os.umask(before) == 0o077
# Not beyond.
for call in [os.unlink, os.rmdir, os.mkdir]:
    refused(call, '../out/x')
refused(open, '../out/new', 'w')
refused(os.rename, 'copy', '../out/copy')
refused(os.rename, '../out/secret', 'secret')
refused(os.link, '../out/secret', 'secret')
refused(os.symlink, '../out/secret', 'secret')
refused(os.symlink, '/etc/passwd', 'passwd')
refused(os.mkfifo, 'fifo')
refused(os.mknod, 'node')
refused(os.chown, 'copy', 1, 1)
refused(os.setxattr, 'copy', 'user.x', b'y', error=OSError)
refused(shutil.rmtree, at + '/../out')
refused(os.rmdir, at, error=OSError)
",
    );
    assert_eq!(fs::read_to_string(folder.0.join("out/secret")).expect("it is there"), "secret");
    assert_eq!(fs::metadata(folder.0.join("in/copy")).expect("it is there").permissions().mode() & 0o7777, 0o600);
}

#[test]
fn writing_alone_is_not_reading() {
    let folder = Folder::new("only");
    run_at(
        Interpreter::builder().allow_write(folder.inside()),
        &folder,
        "
import os
os.chdir(root + '/in')
with open('log', 'a') as file:
    file.write('line')
assert os.stat('log').st_size == 4
refused(open, 'log')
refused(open, 'log', 'r+')
refused(os.listdir, '.')
refused(os.link, 'log', 'other')
",
    );
}

#[test]
fn rights_of_nested_folders_add_up() {
    let folder = Folder::new("nested");
    let builder = Interpreter::builder()
        .allow_read(folder.inside())
        .allow_write(folder.inside().join("deep"))
        .allow_read(folder.0.join("out/secret"));
    run_at(
        builder,
        &folder,
        "
import os
with open(root + '/in/deep/text', 'r+') as file:
    assert file.read() == 'deep'
    file.write('er')
open(root + '/in/./x/../deep/../deep/new', 'w').close()
refused(open, root + '/in/text', 'r+')
refused(open, root + '/in/deep/../text', 'w')
# A single file.
assert open(root + '/out/secret').read() == 'secret'
refused(open, root + '/out/secret', 'w')
refused(open, root + '/out/evil.py')
refused(open, root + '/out/secret/../evil.py')
refused(os.listdir, root + '/out')
",
    );
}

#[test]
fn moving_gives_no_rights() {
    let folder = Folder::new("moving");
    let out = folder.0.join("out");
    run_at(
        Interpreter::builder().allow_write(folder.inside()).allow_read(&out).allow_write(&out),
        &folder,
        "
import os
refused(os.rename, root + '/in/text', root + '/out/text')
refused(os.rename, root + '/in/deep', root + '/out/deep')
refused(os.link, root + '/in/text', root + '/out/text')
os.rename(root + '/in/text', root + '/in/other')
os.rename(root + '/out/secret', root + '/in/secret')
",
    );
}

#[test]
fn links_that_change_meanwhile_lead_nowhere() {
    let folder = Folder::new("race");
    let target = folder.inside().join("race");
    let (good, bad) = (folder.inside().join("deep"), folder.0.join("out"));
    fs::write(good.join("secret"), "harmless").expect("a file");
    let stop = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let swapper = std::thread::spawn({
        let (stop, target) = (stop.clone(), target.clone());
        move || {
            let (one, other) = (target.with_extension("1"), target.with_extension("2"));
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                for (name, to) in [(&one, &good), (&other, &bad)] {
                    let _ = symlink(to, name);
                    let _ = fs::rename(name, &target);
                }
            }
        }
    });
    run_at(
        Interpreter::builder().allow_read(folder.inside()),
        &folder,
        "
seen = set()
for _ in range(3000):
    try:
        seen.add(open(root + '/in/race/secret').read())
    except OSError:
        pass
assert seen <= {'harmless'}, seen
",
    );
    stop.store(true, std::sync::atomic::Ordering::Relaxed);
    swapper.join().expect("it ends");
}

#[test]
fn the_hosts_files_are_there_for_programs_only() {
    let folder = Folder::new("tree");
    let builder = Interpreter::builder()
        .file("/data/rules.json", *b"{\"limit\": 3}")
        .file("/data/deep/er/x", *b"one\ntwo\n")
        .module_source("helpers", "import math\ndef twice(x): return 2 * x\n")
        .module_source("package.inner", "value = 5");
    run_at(
        builder,
        &folder,
        "
import json, os, pathlib, helpers, package.inner, inspect, traceback
assert json.load(open('/data/rules.json')) == {'limit': 3}
assert helpers.twice(4) == 8 and package.inner.value == 5
assert helpers.__file__ == '/modules/helpers.py' and 'def twice' in inspect.getsource(helpers)
assert os.listdir('/data') == ['deep', 'rules.json'] and 'data' in os.listdir('/')
assert [(entry.name, entry.is_dir()) for entry in os.scandir('/data')] == [('deep', True), ('rules.json', False)]
assert os.stat('/data/rules.json').st_size == 12 and os.path.isdir('/data/deep/er')
assert pathlib.Path('/data/deep/er/x').read_text().splitlines() == ['one', 'two']
assert list(open('/data/../data//deep/./er/x')) == ['one\\n', 'two\\n']
os.chdir('/data/deep')
assert open('er/x', 'rb').read(3) == b'one'
fd = os.open('/data/deep/er/x', os.O_RDONLY)
assert os.lseek(fd, 4, 0) == 4 and os.read(fd, 10) == b'two\\n' and os.fstat(fd).st_size == 8
copy = os.dup(fd)
assert os.lseek(copy, -4, 1) == 4
with open(fd, 'rb') as file:
    assert file.seek(-2, 2) == 6 and file.read() == b'o\\n'
for path in '/data/rules.json', '/data/deep':
    assert refused(os.rename, path, '/data/x', error=OSError).errno == 30
    assert refused(os.unlink, path, error=OSError).errno == 30
assert refused(open, '/data/rules.json', 'w', error=OSError).errno == 30
refused(open, '/data/none')
refused(open, '/data/deep', error=IsADirectoryError)
refused(os.listdir, '/data/rules.json', error=NotADirectoryError)
refused(open, '/data/../etc/passwd')
walked = [names for _, _, names in os.walk('/data')]
assert walked == [['rules.json'], [], ['x']], walked
",
    );
}

#[test]
fn imports_stay_inside() {
    let folder = Folder::new("import");
    fs::write(folder.inside().join("good.py"), "value = 3").expect("a file");
    fs::write(folder.inside().join("native.so"), "\u{7f}ELF").expect("a file");
    run_at(
        Interpreter::builder().allow_read(folder.inside()),
        &folder,
        "
import sys, os, importlib.util, runpy, linecache, traceback
sys.dont_write_bytecode = False
sys.path[:0] = [root + '/out', root + '/in']
import good
assert good.value == 3 and not os.path.exists(root + '/in/__pycache__')
refused(__import__, 'evil', error=ModuleNotFoundError)
refused(__import__, 'native', error=ImportError)
spec = importlib.util.spec_from_file_location('evil', root + '/out/evil.py')
refused(spec.loader.exec_module, importlib.util.module_from_spec(spec))
refused(runpy.run_path, root + '/out/evil.py')
# Neither do tracebacks and syntax errors show lines of other files.
code = compile('1 / 0', root + '/out/secret', 'exec')
try:
    exec(code)
except ZeroDivisionError:
    assert 'secret\\n' not in traceback.format_exc().replace('/out/secret', '')
    import _traceback
",
    );
}

#[test]
fn an_allow_list_of_modules() {
    let builder =
        Interpreter::builder().allow_import(["json", "math", "collections", "xml.dom", "importlib"]).module_source(
            "helpers",
            "import json\ntry:\n    import socket\nexcept ImportError as error:\n    found = error.name",
        );
    run(
        builder,
        "
import json, math, collections.abc, xml.dom.minidom, helpers
from collections import OrderedDict, abc
assert json.loads('[1]') == [1] and helpers.found == 'socket'
for name in ['socket', 'os', 'sys', 'posix', 're', 'subprocess', 'ctypes', 'xml.sax', '_io']:
    error = refused(__import__, name, error=ModuleNotFoundError)
    assert error.name == name, error
    refused(exec, 'import ' + name, error=ImportError)
    refused(exec, 'from ' + name + ' import *', error=ImportError)
    refused(exec, 'import ' + name, {'__name__': 'json', '__file__': json.__file__, '__package__': 'json'}, error=ImportError)
    refused(exec, compile('import ' + name, json.__file__, 'exec'), json.__dict__, error=ImportError)
refused(exec, 'from xml import sax', error=ImportError)
import importlib
refused(importlib.import_module, 'socket', error=ImportError)
import importlib.machinery
assert importlib.machinery.BuiltinImporter.find_spec('posix') is None
refused(importlib.machinery.BuiltinImporter.load_module, 'posix', error=ImportError)
",
    );
    run(
        Interpreter::builder().allow_import(Vec::<String>::new()),
        "refused(__import__, 'json', error=ImportError)\nx = 'é'.encode('utf-16')",
    );
}

#[test]
fn the_environment_by_name() {
    let shown = std::env::var("PATH").expect("a PATH");
    let mut python = interpreter(Interpreter::builder().allow_env(["PATH"]));
    python.set("shown", shown.as_str()).expect("a value");
    run_in(&mut python, "import os\nassert dict(os.environ) == {'PATH': shown}\nassert os.getenv('HOME') is None");
    let mut python = interpreter(Interpreter::builder().allow_all_env());
    python.set("count", i64::try_from(std::env::vars_os().count()).expect("few")).expect("a value");
    run_in(&mut python, "import os\nassert len(os.environ) == count");
}

#[test]
fn without_the_clock_time_follows_steps() {
    let source = "
import time, datetime, random, logging, uuid
start = time.time()
assert 0 <= start < 5 and datetime.datetime.now().year == 1970, start
assert time.localtime(0)[:6] == (1970, 1, 1, 0, 0, 0) and time.tzname == ('UTC', 'UTC') and time.timezone == 0
assert time.mktime(time.localtime(1000)) == 1000 and time.strftime('%s', time.localtime(1000)) == '1000'
before = time.monotonic()
for _ in range(1000):
    pass
assert time.monotonic() > before
time.sleep(1e6)
assert time.time() > start + 1e6 and time.perf_counter() > 1e6
deadline = time.monotonic() + 0.01
while time.monotonic() < deadline:
    pass
refused(time.clock_settime, time.CLOCK_REALTIME, 0)
result = repr((time.time(), time.process_time_ns(), random.random(), random.Random().random()))
";
    let begin = Instant::now();
    let [one, two] = [(), ()].map(|()| {
        let mut python = interpreter(Interpreter::builder().hash_seed(7));
        run_in(&mut python, source);
        python.get::<String>("result").expect("a value")
    });
    assert_eq!(one, two, "the same program sees the same time");
    assert!(begin.elapsed() < Duration::from_secs(50));
    run(
        Interpreter::builder().allow_clock(),
        "import time\nassert time.time() > 1.7e9\nbefore = time.monotonic()\ntime.sleep(0.02)\nassert time.monotonic() - before >= 0.02",
    );
}

#[test]
fn randomness() {
    run(
        Interpreter::builder(),
        "
import random, secrets, os, uuid, tempfile
assert random.random() != random.random() and random.Random().random() != random.Random().random()
for call in [secrets.token_hex, random.SystemRandom().random, uuid.uuid4]:
    refused(call)
refused(os.getrandom, 3)
",
    );
    run(
        Interpreter::builder().allow_random(),
        "import os, secrets\nassert len(os.urandom(9)) == 9 and secrets.token_hex() != secrets.token_hex()",
    );
}

/// What a sink was given.
#[derive(Clone, Default)]
struct Collected(Arc<Mutex<Vec<u8>>>);

impl Write for Collected {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("not poisoned").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A sink that is full.
struct Full;

impl Write for Full {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::Error::from_raw_os_error(28))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn streams_of_the_host() {
    let (out, err) = (Collected::default(), Collected::default());
    let builder = Interpreter::builder().stdout(out.clone()).stderr(err.clone()).stdin(&b"first\nsecond\n"[..]);
    run(
        builder,
        "
import sys, os
print('hello', input())
print('wörld', sys.stdin.read(), end='', flush=True)
sys.stdout.buffer.write(b'raw')
sys.stdout.flush()
os.write(1, b'!')
print('oh', file=sys.stderr)
assert not sys.stdout.isatty() and sys.stdout.fileno() == 1
sys.stdout.close()
refused(print, 'x', error=ValueError)
",
    );
    assert_eq!(String::from_utf8_lossy(&out.0.lock().expect("not poisoned")), "hello first\nwörld second\nraw!");
    assert_eq!(&*err.0.lock().expect("not poisoned"), b"oh\n");
    run(
        Interpreter::builder().stdout(Full),
        "assert refused(lambda: print('x' * 100000, flush=True), error=OSError).errno == 28",
    );
    run(
        Interpreter::builder(),
        "
import sys
print('dropped', file=sys.stdout)
print('dropped', file=sys.stderr)
assert sys.stdin.read() == ''
refused(input, error=EOFError)
",
    );
}

#[test]
fn waiting_for_nobody_is_an_error() {
    run(
        Interpreter::builder(),
        "
import threading, queue, time
lock = threading.Lock()
lock.acquire()
for wait in [lock.acquire, threading.Semaphore(0).acquire, threading.Event().wait, queue.SimpleQueue().get, queue.Queue().get]:
    error = refused(wait, error=RuntimeError)
    assert 'deadlock' in str(error), error
assert lock.acquire(timeout=1000) is False
assert threading.Event().wait(1000) is False
refused(queue.Queue().get, timeout=1000, error=queue.Empty)
assert time.time() > 3000
",
    );
    run(
        Interpreter::builder().allow_threads(),
        "
import threading
seen = []
thread = threading.Thread(target=seen.append, args=(1,))
thread.start()
thread.join()
assert seen == [1]
",
    );
}

#[test]
fn limits_reach_those_who_wait() {
    let waits = [
        "import os\nr, w = os.pipe()\nos.read(r, 1)",
        "import os\nr, w = os.pipe()\nopen(r).read()",
        "import os\nr, w = os.pipe()\nwhile True: os.write(w, b'x' * 100000)",
        "import os, select\nr, w = os.pipe()\nselect.select([r], [], [])",
        "import time\ntime.sleep(1e9)",
        "import subprocess\nsubprocess.run(['sleep', '3'])",
        "import os, subprocess\nsubprocess.Popen(['sleep', '3'])\nos.wait()",
        "import socket\ns = socket.socket()\ns.bind(('127.0.0.1', 0))\ns.listen()\ns.accept()",
        "import threading, time\nl = threading.Lock()\nl.acquire()\nt = threading.Thread(target=time.sleep, args=(1e9,), daemon=True)\nt.start()\nl.acquire()",
    ];
    for source in waits {
        let builder = Interpreter::builder().allow_clock().allow_net().allow_process().allow_threads();
        let mut python = builder.build().expect("memory");
        python.exec("import os, select, socket, subprocess, threading, time").expect("they can be imported");
        python.set_time_limit(Some(Duration::from_millis(100)));
        let begin = Instant::now();
        let ended = python.exec(source);
        assert!(matches!(ended, Err(Error::TimeLimit(_))), "{source}: {ended:?}");
        assert!(begin.elapsed() < Duration::from_secs(5), "{source}");
    }
}

#[test]
fn the_network() {
    run(
        Interpreter::builder().allow_net(),
        "
import socket
server = socket.socket()
server.bind(('127.0.0.1', 0))
server.listen()
client = socket.socket()
client.connect(server.getsockname())
other, address = server.accept()
client.sendall(b'ping')
assert other.recv(10) == b'ping' and address == client.getsockname()
for each in client, other, server:
    each.close()
refused(open, '/etc/passwd')
",
    );
}

#[test]
fn processes() {
    let mut python = interpreter(Interpreter::builder().allow_process());
    python.set("pid", i64::from(std::process::id())).expect("a value");
    run_in(
        &mut python,
        "
import os, subprocess
assert os.getpid() == pid
assert subprocess.run(['echo', 'hi'], capture_output=True).stdout == b'hi\\n'
assert subprocess.run('exit 3', shell=True).returncode == 3
refused(open, '/etc/passwd')
refused(os.setuid, 0)
",
    );
}

#[test]
fn everything() {
    let folder = Folder::new("all");
    run_at(
        Interpreter::builder().grant_all(),
        &folder,
        "
import os, time, threading
assert open(root + '/out/secret').read() == 'secret' and os.getpid() > 1 and time.time() > 1e9
assert os.getcwd() != '/' and os.urandom(3)
",
    );
}
