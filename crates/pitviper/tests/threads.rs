//! Threads of interpreters in a host: they are charged, and are no danger when the interpreter ends before them.
#![expect(clippy::disallowed_types, reason = "tests run on the host's memory")]

use std::time::Duration;

use pitviper::{Config, Interpreter, Program, Status};

fn config() -> Config {
    Config { streams: true, ..Config::default() }
}

fn run(python: &mut Interpreter, source: &str) -> Status {
    python.run(&Program::Command(source))
}

#[test]
fn daemons_are_left_behind() {
    for _ in 0..5 {
        let mut python = Interpreter::builder().grant_all().config(config()).build().expect("memory");
        let source = "
import threading, time
def spin():
    held = []
    while True: held = [held[:2], {}]
def wait():
    lock = threading.Lock()
    with lock: lock.acquire()
def nap():
    while True: time.sleep(0.001)
for target in spin, wait, nap, spin:
    threading.Thread(target=target, daemon=True).start()
time.sleep(0.02)
";
        assert_eq!(run(&mut python, source).code, 0);
        let ending = python.end(true, |wrong| panic!("{wrong}"));
        assert_eq!(ending.sound, Ok(()));
    }
    // They would have touched what is gone by now.
    std::thread::sleep(Duration::from_millis(50));
}

#[test]
fn threads_run_while_the_host_runs_programs() {
    let mut python = Interpreter::builder().grant_all().config(config()).build().expect("memory");
    // Each program has a `__main__` of its own.
    let begin = "
import sys, threading
class State:
    count, stop = 0, False
def work(state=State):
    while not state.stop: state.count += 1
State.thread = threading.Thread(target=work)
State.thread.start()
sys.state = State
";
    let look = "
import sys
before = sys.state.count
while sys.state.count < before + 1000: pass
";
    let end = "
import sys, threading
sys.state.stop = True
sys.state.thread.join()
assert threading.active_count() == 1
del sys.state
";
    for source in [begin, look, look, end] {
        assert_eq!(run(&mut python, source).code, 0);
    }
    let ending = python.end(true, |wrong| panic!("{wrong}"));
    assert_eq!((ending.sound, ending.left), (Ok(()), (0, 0)));
}

#[test]
fn stacks_are_charged() {
    let mut python =
        Interpreter::builder().grant_all().memory_limit(64 << 20).config(config()).build().expect("memory");
    let source = "
import threading
stop, threads = threading.Event(), []
try:
    while True:
        thread = threading.Thread(target=stop.wait)
        thread.start()
        threads.append(thread)
except RuntimeError as error:
    assert str(error) == \"can't start new thread\", error
assert 2 <= len(threads) < 8, len(threads)
stop.set()
for thread in threads: thread.join()
more = threading.Thread(target=stop.wait)
more.start()
more.join()
";
    assert_eq!(run(&mut python, source).code, 0);
    let ending = python.end(true, |wrong| panic!("{wrong}"));
    assert_eq!((ending.sound, ending.left), (Ok(()), (0, 0)));
}

#[test]
fn interpreters_have_threads_of_their_own() {
    let hosts: Vec<_> = (0..4)
        .map(|number| {
            std::thread::spawn(move || {
                let mut python = Interpreter::builder().grant_all().config(config()).build().expect("memory");
                let source = format!(
                    "
import queue, threading
source, target = queue.Queue(3), queue.Queue()
def work():
    while (item := source.get()) is not None: target.put([item, {{item: item}}])
threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads: thread.start()
for item in range(300): source.put(item)
for thread in threads: source.put(None)
for thread in threads: thread.join()
assert sum(target.get()[0] for _ in range(300)) == 44850
raise SystemExit({number})
"
                );
                let status = run(&mut python, &source);
                let ending = python.end(true, |wrong| panic!("{wrong}"));
                assert_eq!((ending.sound, ending.left), (Ok(()), (0, 0)));
                status.code
            })
        })
        .collect();
    let codes: Vec<_> = hosts.into_iter().map(|host| host.join().expect("no panic")).collect();
    assert_eq!(codes, [0, 1, 2, 3]);
}
