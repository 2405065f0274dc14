//! Limits: each holds, names its line and the biggest holders, cannot be caught but for the memory's, and leaves an
//! interpreter behind that is as good as before.
#![expect(clippy::disallowed_types, reason = "tests run on the host's memory")]

use std::sync::mpsc;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use pitviper::testing::{self, Fault};
use pitviper::{Builder, Context, Error, Handle, Interpreter, Limit, Progress};

const MB: usize = 1 << 20;

fn builder() -> Builder {
    Interpreter::builder().hash_seed(0)
}

/// Nothing is left, and the heap is sound.
fn end(python: Interpreter) {
    let ending = python.end(true, |wrong| panic!("{wrong}"));
    assert_eq!((ending.sound, ending.left), (Ok(()), (0, 0)));
}

fn limit(error: &Error) -> &Limit {
    error.limit().unwrap_or_else(|| panic!("{error:?}"))
}

fn line(error: &Error) -> (u32, &str) {
    let place = limit(error).place.as_ref().expect("a place");
    (place.line, &place.function)
}

const HOSTILE: &str = "
log = []
def f():
    kept = [str(n) for n in range(5000)]
    try:
        while True:
            try:
                while True:
                    pass
            except BaseException:
                log.append('caught')
    finally:
        log.append('finally')
f()
";

#[test]
fn steps_cannot_be_caught() {
    let mut python = builder().step_limit(200_000).build().expect("memory");
    let error = python.exec(HOSTILE).unwrap_err();
    assert!(matches!(error, Error::StepLimit(_)), "{error:?}");
    let (line, function) = line(&error);
    assert!((8..=9).contains(&line) && function == "f", "{error}");
    let strings = limit(&error).holders.iter().find(|holder| holder.type_name == "str").expect("strings");
    assert!(strings.objects >= 5000, "{error}");
    assert!(error.to_string().starts_with("step limit reached at <string>, line "), "{error}");
    assert_eq!(python.eval::<Vec<String>>("log").expect("all goes on"), Vec::<String>::new());
    end(python);
}

#[test]
fn time_cannot_be_caught() {
    let mut python = builder().time_limit(Duration::from_millis(50)).build().expect("memory");
    let begun = Instant::now();
    let error = python.exec(HOSTILE).unwrap_err();
    assert!(matches!(error, Error::TimeLimit(_)), "{error:?}");
    assert!(begun.elapsed() < Duration::from_secs(5));
    assert_eq!(line(&error).1, "f");
    python.set_time_limit(None);
    assert_eq!(python.eval::<Vec<String>>("log").expect("all goes on"), Vec::<String>::new());
    end(python);
}

#[test]
fn cancelling_cannot_be_caught() {
    let mut python = builder().build().expect("memory");
    for source in [HOSTILE, "while True: pass"] {
        let canceller = python.canceller();
        let thread = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(30));
            canceller.cancel();
        });
        let error = python.exec(source).unwrap_err();
        assert!(matches!(error, Error::Cancelled(_)), "{error:?}");
        thread.join().expect("no panic");
    }
    // What comes late does not concern the next.
    python.canceller().cancel();
    assert_eq!(python.eval::<Vec<String>>("log").expect("all goes on"), Vec::<String>::new());
    end(python);
}

#[test]
fn native_work_is_stopped() {
    let mut python = builder().memory_limit(64 * MB).time_limit(Duration::from_millis(100)).build().expect("memory");
    for source in [
        "10 ** 10 ** 8",
        "sum(range(10 ** 12))",
        "sorted([[0] * 1_000 + [-n] for n in range(1_000)] * 1_000)",
        "__import__('re').match('(a+)+b', 'a' * 40)",
        "10 ** 12 in iter(int, 1)",
        "'-'.join(str(n) for n in iter(int, 1))",
    ] {
        let begun = Instant::now();
        let error = python.eval::<Handle>(source).unwrap_err();
        assert!(matches!(error, Error::TimeLimit(_) | Error::MemoryLimit(_)), "{source}: {error:?}");
        assert!(begun.elapsed() < Duration::from_secs(10), "{source}: {:?}", begun.elapsed());
    }
    end(python);
}

#[test]
fn memory_can_be_caught() {
    let mut python = builder().memory_limit(16 * MB).build().expect("memory");
    python
        .exec(
            "
log = []
try:
    try:
        rows = []
        while True: rows.append('x' * 10_000)
    finally:
        log.append('finally')
except MemoryError:
    log.append(len(rows))
    del rows
",
        )
        .expect("caught");
    let log: (String, usize) = python.get("log").expect("a log");
    assert!(log.0 == "finally" && log.1 > 500, "{log:?}");
    let error =
        python.exec("def f():\n    rows = {}\n    while True:\n        rows[len(rows)] = [0] * 100\nf()").unwrap_err();
    assert!(matches!(error, Error::MemoryLimit(_)), "{error:?}");
    let (line, function) = line(&error);
    assert!((3..=4).contains(&line) && function == "f", "{error}");
    assert_eq!(limit(&error).holders[0].type_name, "list");
    let error = python.eval::<Handle>("[0] * 10 ** 12").unwrap_err();
    assert!(matches!(error, Error::MemoryLimit(_)), "{error:?}");
    let error = python.set("big", vec![0_u8; 16 * MB]).unwrap_err();
    assert!(matches!(error, Error::MemoryLimit(_)), "{error:?}");
    assert_eq!(python.eval::<usize>("len(log)").expect("all goes on"), 2);
    end(python);
}

#[test]
fn memory_can_be_terminal() {
    let mut python = builder().memory_limit(16 * MB).memory_limit_is_terminal(true).build().expect("memory");
    let error = python
        .exec("log = []\ndef f():\n    try:\n        rows = []\n        while True: rows.append('x' * 10_000)\n    except BaseException: log.append(1)\n    finally: log.append(2)\nf()")
        .unwrap_err();
    assert!(matches!(error, Error::MemoryLimit(_)), "{error:?}");
    assert_eq!(line(&error), (5, "f"));
    assert_eq!(limit(&error).holders[0].type_name, "str");
    assert_eq!(python.eval::<usize>("len(log)").expect("all goes on"), 0);
    end(python);
}

/// Fills the memory until nothing more is given; gives used and allowed bytes just before.
/// What the heap takes from the limit for an object of 9,000 bytes: three granules.
const LARGE: usize = 3 * 4096;

/// Fills the memory; what was in use when nothing more was to be had, and the limit.
fn fill(python: &mut Interpreter) -> (usize, usize) {
    python.define("used", |python: &mut Context| python.heap().used).expect("defined");
    let limit = python.heap().limit.expect("a limit");
    python.set("limit", limit).expect("set");
    python
        .exec(
            "
rows = [None] * 50_000
n = 0
try:
    while limit - used() > 400_000:
        rows[n] = bytes(100_000)
        n += 1
    while True:
        last = used()
        rows[n] = bytes(9000)
        n += 1
except MemoryError:
    rows = None
",
        )
        .expect("caught");
    (python.get("last").expect("a number"), limit)
}

#[test]
fn each_limit_is_its_own() {
    let (ready, go) = mpsc::channel();
    let one = std::thread::spawn(move || {
        let mut python = builder().memory_limit(12 * MB).build().expect("memory");
        go.recv().expect("the other is there");
        for _ in 0..3 {
            let (used, limit) = fill(&mut python);
            assert!(used <= limit && limit - used < LARGE, "{used} of {limit}");
        }
        python
    });
    let other = std::thread::spawn(move || {
        let mut python = builder().memory_limit(40 * MB).build().expect("memory");
        ready.send(()).expect("the other is there");
        python.exec("rows = [bytes(1000) for _ in range(20_000)]").expect("there is room");
        for n in 0..200 {
            assert_eq!(
                python.eval::<usize>("len([bytes(1000) for _ in range(1000)])").expect("undisturbed"),
                1000,
                "{n}"
            );
        }
        let (used, limit) = fill(&mut python);
        assert!(used <= limit && limit - used < LARGE, "{used} of {limit}");
        python
    });
    end(one.join().expect("no panic"));
    end(other.join().expect("no panic"));
}

const SORT: &str = "
def key(n):
    for i in range(5): pass
    return -n
class E:
    def __init__(self, n): self.n = n
    def __hash__(self): return self.n % 7
    def __eq__(self, other):
        for i in range(3): pass
        return self.n == other.n
table = {}
for n in range(60): table[E(n)] = n
result = sorted(range(300), key=key)[:3] + [len(table)]
";

fn run_in_turns(steps: u64) -> (Vec<i64>, u64, u32) {
    let mut python = builder().step_limit(steps).build().expect("memory");
    let before = python.steps_taken();
    let mut progress = python.begin(SORT).expect("begun");
    let mut pauses = 0;
    while let Progress::Paused = progress {
        pauses += 1;
        assert!(python.is_paused());
        progress = python.resume(steps).expect("goes on");
    }
    let taken = python.steps_taken() - before;
    python.set_step_limit(None);
    let result = python.get("result").expect("a list");
    end(python);
    (result, taken, pauses)
}

#[test]
fn pauses_change_nothing() {
    let (whole, taken, pauses) = run_in_turns(100_000_000);
    assert_eq!((whole.as_slice(), pauses), ([299, 298, 297, 60].as_slice(), 0));
    for steps in [1, 7, 1000] {
        let (result, again, pauses) = run_in_turns(steps);
        assert_eq!(result, whole);
        assert_eq!(again, taken, "steps are the same however they are given");
        assert!(u64::from(pauses) >= taken / (steps + 64) && pauses > 0, "{pauses}");
    }
}

#[test]
fn paused_work_can_be_dropped() {
    let mut python = builder().step_limit(10_000).build().expect("memory");
    python.exec("log = []\nclass A:\n    def __del__(self): log.append('del')").expect("runs");
    let source = "def f():\n    a = A()\n    try:\n        while True: pass\n    finally: log.append('finally')\nf()";
    assert!(matches!(python.begin(source), Ok(Progress::Paused)));
    assert!(matches!(python.eval::<i64>("1"), Err(Error::Busy)));
    assert!(matches!(python.begin("1"), Err(Error::Busy)));
    assert!(matches!(python.set("x", 1), Err(Error::Busy)));
    assert_eq!(python.place().map(|place| place.function).as_deref(), Some("f"));
    assert!(python.heap().used > 0);
    python.abandon().expect("paused");
    assert!(matches!(python.abandon(), Err(Error::NotPaused)));
    assert!(matches!(python.resume(1), Err(Error::NotPaused)));
    assert_eq!(python.eval::<Vec<String>>("log").expect("a list"), ["del"]);
    // Dropped with its interpreter.
    assert!(matches!(python.begin(source), Ok(Progress::Paused)));
    drop(python);
}

#[test]
fn what_was_begun_ends_as_it_does() {
    let mut python = builder().step_limit(100).build().expect("memory");
    let Ok(Progress::Done(value)) = python.begin("6 * 7") else { panic!("done") };
    assert_eq!(python.extract::<i64>(&value).expect("a value"), 42);
    let Ok(Progress::Done(value)) = python.begin("x = 6 * 7") else { panic!("done") };
    python.extract::<()>(&value).expect("None");
    let error = python.begin("1 / 0").unwrap_err();
    assert_eq!(error.exception().expect("an exception").type_name, "ZeroDivisionError");
    let mut progress = python.begin("for i in range(300): pass\n1 / 0");
    while let Ok(Progress::Paused) = progress {
        progress = python.resume(100);
    }
    let error = progress.unwrap_err();
    let place = error.exception().expect("an exception").place.as_ref().expect("a place");
    assert_eq!(place.line, 2);
    let canceller = python.canceller();
    assert!(matches!(python.begin("while True: pass"), Ok(Progress::Paused)));
    canceller.cancel();
    assert!(matches!(python.resume(1_000_000), Err(Error::Cancelled(_))));
    end(python);
}

#[test]
fn time_is_not_counted_while_paused() {
    let mut python = builder().step_limit(1000).time_limit(Duration::from_secs(20)).build().expect("memory");
    let mut progress = python.begin("for i in range(3000): pass").expect("begun");
    python.set_time_limit(Some(Duration::from_millis(1)));
    std::thread::sleep(Duration::from_millis(50));
    let mut pauses = 0;
    while let Progress::Paused = progress {
        pauses += 1;
        progress = python.resume(1000).expect("goes on");
    }
    assert!(pauses >= 2);
    end(python);
}

#[test]
fn paused_work_moves_between_threads() {
    let mut python = builder().step_limit(500).build().expect("memory");
    let mut progress = python.begin(SORT).expect("begun");
    while let Progress::Paused = progress {
        (python, progress) = std::thread::spawn(move || {
            let progress = python.resume(2000).expect("goes on");
            (python, progress)
        })
        .join()
        .expect("no panic");
    }
    python.set_step_limit(None);
    assert_eq!(python.eval::<usize>("len(result)").expect("a number"), 4);
    end(python);
}

fn paused_in_the_host() -> Interpreter {
    let mut python = builder().step_limit(1000).build().expect("memory");
    python
        .define("back", |python: &mut Context, function: Handle| {
            // Must not change threads.
            let own = std::rc::Rc::new(0);
            let function = python.value_of(&function)?;
            let result = python.call(&function, ());
            drop(own);
            result.and_then(|result| python.handle(&result))
        })
        .expect("defined");
    let source = "def f():\n    for i in range(3000): pass\n    return 5\nback(f)";
    assert!(matches!(python.begin(source), Ok(Progress::Paused)));
    python
}

#[test]
fn work_with_host_functions_on_its_stack_stays_in_its_thread() {
    let mut python = paused_in_the_host();
    assert!(matches!(python.resume(1000), Ok(Progress::Paused)));
    let mut python = std::thread::spawn(move || {
        assert!(matches!(python.resume(1000), Err(Error::OtherThread)));
        assert!(matches!(python.abandon(), Err(Error::OtherThread)));
        python
    })
    .join()
    .expect("no panic");
    let mut progress = python.resume(1000);
    while let Ok(Progress::Paused) = progress {
        progress = python.resume(1000);
    }
    assert!(matches!(progress, Ok(Progress::Done(_))), "{progress:?}");
    end(python);
    let mut python = paused_in_the_host();
    python.abandon().expect("paused here");
    end(python);
    let python = paused_in_the_host();
    std::thread::spawn(move || drop(python)).join().expect("no panic");
}

#[test]
fn host_functions_are_part_of_the_budget() {
    let mut python = builder().step_limit(10_000).build().expect("memory");
    let seen = Arc::new(Mutex::new(Vec::new()));
    let told = seen.clone();
    python
        .define("stubborn", move |python: &mut Context, function: Handle| {
            let function = python.value_of(&function)?;
            for _ in 0..3 {
                let result = python.call(&function, ());
                told.lock().expect("no panic").push(matches!(result, Err(Error::StepLimit(_))));
            }
            Ok::<_, Error>(7)
        })
        .expect("defined");
    let error = python
        .exec("def f():\n    while True: pass\ntry:\n    x = stubborn(f)\nexcept BaseException: x = 8")
        .unwrap_err();
    assert!(matches!(error, Error::StepLimit(_)), "{error:?}");
    assert_eq!(*seen.lock().expect("no panic"), [true, true, true]);
    assert!(python.get::<i64>("x").is_err());
    end(python);
}

#[test]
fn every_evaluation_has_its_own_budget() {
    let mut python = builder().step_limit(50_000).build().expect("memory");
    for _ in 0..5 {
        python.exec("for i in range(30_000): pass").expect("within the budget");
    }
    assert!(matches!(python.exec("for i in range(60_000): pass"), Err(Error::StepLimit(_))));
    python.set_step_limit(Some(100_000));
    python.exec("for i in range(60_000): pass").expect("within the budget");
    end(python);
}

#[test]
fn full_memory_leaves_room_for_the_next() {
    // Native stacks are charged, and those of builds that are not optimised are larger.
    let least = if cfg!(debug_assertions) { 4 } else { 2 };
    for megabytes in least..9 {
        let mut python = builder().memory_limit(megabytes * MB).build().expect("memory");
        let error = python.exec("rows = []\nwhile True: rows.append(bytes(100))").unwrap_err();
        assert!(matches!(error, Error::MemoryLimit(_)), "{error:?}");
        assert!(python.eval::<usize>("len(rows)").expect("room") > 1000);
        let error = python.exec("def f():\n    while True: rows.append(bytes(100))\nf()").unwrap_err();
        assert!(matches!(error, Error::MemoryLimit(_)), "{error:?}");
        python.exec("rows.pop()").expect("room");
        python.exec("rows.clear()").expect("room");
        assert_eq!(python.eval::<usize>("sum(len(bytes(1000)) for _ in range(100))").expect("room"), 100_000);
        end(python);
    }
}

/// Where not even a `MemoryError` can be made, one made ahead is raised: what its traceback holds goes with it.
#[test]
fn errors_that_need_no_memory_keep_nothing_alive() {
    const FUNCTIONS: &str = "
def fail():
    block = blocks.pop()
    held = []
    while True:
        held.append([])


def fail_often():
    global caught
    while blocks:
        try:
            fail()
        except MemoryError:
            caught += 1
";
    let mut python = builder().memory_limit(64 << 20).build().expect("memory");
    python.exec(FUNCTIONS).expect("fine");
    let before = testing::memory_used(&mut python);
    for _ in 0..3 {
        python.exec("caught = 0\nblocks = [bytearray(1 << 20) for n in range(12)]").expect("fine");
        testing::fail(&mut python, Fault::From(5000));
        let _ = python.exec("fail_often()");
        testing::fail(&mut python, Fault::Off);
        assert_eq!(python.eval::<i64>("caught").expect("fine"), 12);
        let kept = testing::memory_used(&mut python).saturating_sub(before);
        assert!(kept < 512 << 10, "{kept} bytes");
    }
    end(python);
}
