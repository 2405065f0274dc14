//! Limits reach what waits, with everything granted as well.
#![cfg(target_os = "linux")]

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use pitviper::{Error, Interpreter};

/// When everything is to end.
const LIMIT: Duration = Duration::from_millis(40);

/// How late that may come: some 5 ms, and what a busy machine adds.
const LATE: Duration = Duration::from_millis(400);

const PREPARED: &str = "
import fcntl, os, select, signal, struct, subprocess, tempfile
from signal import SIGUSR1
folder = tempfile.TemporaryDirectory()
fifo = os.path.join(folder.name, 'fifo')
os.mkfifo(fifo)
r, w = os.pipe()
locked = open(os.path.join(folder.name, 'locked'), 'w+')
other = open(locked.name, 'w+')
pids = []
def child():
    # A process that waits for its input to end.
    process = subprocess.Popen(['cat'], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    pids.append(process)
    return process.pid
";

/// What waits for ever.
const WAITS: &[(&str, &str)] = &[
    ("os.system", "os.system('read x < ' + fifo)"),
    ("os.waitpid", "os.waitpid(child(), 0)"),
    ("os.waitpid, any", "child(); os.wait()"),
    ("os.waitpid, stopped", "os.waitpid(child(), os.WUNTRACED)"),
    ("os.waitid", "os.waitid(os.P_PID, child(), os.WEXITED)"),
    ("os.waitid, any", "child(); os.waitid(os.P_ALL, 0, os.WEXITED | os.WSTOPPED)"),
    ("Popen.wait", "child(); pids[-1].wait()"),
    ("opening to read", "open(fifo)"),
    ("opening to write", "open(fifo, 'wb')"),
    ("os.open to read", "os.open(fifo, os.O_RDONLY)"),
    ("os.open to write", "os.open(fifo, os.O_WRONLY)"),
    ("os.read", "os.read(r, 1)"),
    ("os.readv", "os.readv(r, [bytearray(1)])"),
    ("file.read", "open(r, 'rb', closefd=False).read()"),
    ("os.write", "while True: os.write(w, b'x' * 100_000)"),
    ("os.writev", "while True: os.writev(w, [b'x' * 100_000])"),
    ("file.write", "open(w, 'wb', 0, closefd=False).write(b'x' * 1_000_000)"),
    (
        "os.sendfile",
        "os.ftruncate(other.fileno(), 1_000_000)\nwhile True: os.sendfile(w, other.fileno(), 0, 1_000_000)",
    ),
    ("os.splice", "os.splice(r, os.pipe()[1], 1)"),
    ("eventfd", "os.eventfd_read(os.eventfd(0))"),
    ("select", "select.select([r], [], [])"),
    ("flock", "fcntl.flock(locked, fcntl.LOCK_EX); fcntl.flock(other, fcntl.LOCK_EX)"),
    ("a lock of another process", LOCKED),
    ("signal.pause", "signal.pause()"),
    ("sigwait", "signal.pthread_sigmask(signal.SIG_BLOCK, [SIGUSR1]); signal.sigwait([SIGUSR1])"),
    ("sigtimedwait", "signal.pthread_sigmask(signal.SIG_BLOCK, [SIGUSR1]); signal.sigtimedwait([SIGUSR1], 1000)"),
];

/// Waits for a lock that a child has.
const LOCKED: &str = "
process = os.fork()
if process == 0:
    fcntl.lockf(locked, fcntl.LOCK_EX)
    os.write(w, b'.')
    os.read(os.pipe()[0], 1)
os.read(r, 1)
fcntl.fcntl(other, fcntl.F_SETLKW, struct.pack('hhlllxxxx', fcntl.F_WRLCK, 0, 0, 0, 0))
";

fn interpreter() -> Interpreter {
    let mut python = Interpreter::builder().memory_limit(64 << 20).grant_all().build().expect("memory");
    python.exec(PREPARED).expect("prepared");
    python
}

/// Ends what was left running. (Locks that were held when all was stopped still are.)
const CLEAR: &str = "
pids = [process.pid for process in pids] + ([process] if 'process' in globals() else [])
for pid in pids:
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
";

/// Tests that wait for any child wait for each other.
static CHILDREN: Mutex<()> = Mutex::new(());

#[test]
fn the_time_ends_waits() {
    let _alone = CHILDREN.lock().unwrap_or_else(PoisonError::into_inner);
    for (name, program) in WAITS {
        let mut python = interpreter();
        python.set_time_limit(Some(LIMIT));
        let begin = Instant::now();
        let error = python.exec(*program).expect_err(name);
        let took = begin.elapsed();
        assert!(matches!(error, Error::TimeLimit(_)), "{name}: {error}");
        assert!(took < LIMIT + LATE, "{name}: {took:?}");
        python.set_time_limit(None);
        python.exec(CLEAR).expect("cleared");
    }
}

#[test]
fn other_threads_end_waits() {
    let _alone = CHILDREN.lock().unwrap_or_else(PoisonError::into_inner);
    for (name, program) in WAITS {
        let mut python = interpreter();
        let canceller = python.canceller();
        let thread = std::thread::spawn(move || {
            std::thread::sleep(LIMIT);
            canceller.cancel();
            Instant::now()
        });
        let error = python.exec(*program).expect_err(name);
        let ended = Instant::now();
        assert!(matches!(error, Error::Cancelled(_)), "{name}: {error}");
        let took = ended - thread.join().expect("no panic");
        println!("{name}: {took:?}");
        assert!(took < LATE, "{name}: {took:?}");
        python.exec(CLEAR).expect("cleared");
    }
}

#[test]
fn granted_processes_are_waited_for() {
    let _alone = CHILDREN.lock().unwrap_or_else(PoisonError::into_inner);
    let mut python = Interpreter::builder().memory_limit(64 << 20).allow_process().build().expect("memory");
    python
        .exec(
            "
import os
def child():
    pid = os.fork()
    if pid == 0: os._exit(3)
    return pid
watched = os.pidfd_open(child())
assert os.waitid(os.P_PIDFD, watched, os.WEXITED).si_status == 3
os.close(watched)
assert os.waitpid(child(), 0)[1] == 3 << 8 and os.system('exit 4') == 4 << 8
",
        )
        .expect("runs");
    python.set_time_limit(Some(LIMIT));
    let error = python.exec("os.system('sleep 10')").expect_err("stopped");
    assert!(matches!(error, Error::TimeLimit(_)), "{error}");
}

#[test]
fn pipes_are_opened_from_both_ends() {
    let _alone = CHILDREN.lock().unwrap_or_else(PoisonError::into_inner);
    let mut python = interpreter();
    python
        .exec(
            "
import threading
def write(*parts):
    with open(fifo, 'wb', 0) as file:
        for part in parts: file.write(part)
for parts in [(b'a', b'b'), (), (b'x' * 100_000,)]:
    thread = threading.Thread(target=write, args=parts)
    thread.start()
    with open(fifo, 'rb') as file:
        assert file.read() == b''.join(parts), parts
        assert os.get_blocking(file.fileno())
    thread.join()
process = subprocess.Popen(['cat', fifo], stdout=subprocess.PIPE)
with open(fifo, 'w') as file:
    assert os.get_blocking(file.fileno())
    file.write('hello')
assert process.communicate()[0] == b'hello'
process = subprocess.Popen(['sh', '-c', 'echo from the shell > ' + fifo])
with open(fifo) as file:
    assert file.read() == 'from the shell\\n'
process.wait()
",
        )
        .expect("runs");
}
