//! One program in one interpreter, again and again, each time with another allocation that fails.
//!
//! Tells the parent on standard output: `at PHASE N` before each attempt, so that it knows what an abort belongs to;
//! `found KIND PHASE N` for what is wrong; `sum NAME NUMBER` at the end.

use std::any::Any;
use std::backtrace::Backtrace;
use std::collections::HashSet;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use pitviper::testing::{self, Fault};
use pitviper::{Builder, Interpreter, Program};

use crate::plan::{Effort, ONE_BY_ONE, Phase};
use crate::stacks;

/// A program whose two runs take longer gets fewer failures, unless all are asked for.
const SLOW: Duration = Duration::from_millis(500);

/// They show what may be lost without an error: entries of a traceback, how an unraisable exception is told of.
const LOSSY: [&str; 2] = ["examples/leak_traceback", "examples/cycles_with_del"];

/// Ends the phase of stacks in programs that always find a new one.
const MOST_STACKS: u64 = 3000;

/// What the hook has seen: allocations, and native call stacks.
static SEEN: AtomicU64 = AtomicU64::new(0);
static STRUCK: AtomicBool = AtomicBool::new(false);
static STACKS: Mutex<Option<HashSet<u64>>> = Mutex::new(None);
/// The allocation whose native stack is shown when it fails.
static SHOWN: AtomicU64 = AtomicU64::new(0);

fn count() -> bool {
    SEEN.fetch_add(1, Relaxed);
    false
}

/// Collects the stacks of the first allocations, which fail one by one.
fn collect_stacks() -> bool {
    if SEEN.fetch_add(1, Relaxed) < ONE_BY_ONE {
        is_new_stack();
    }
    false
}

fn is_new_stack() -> bool {
    let mut stacks = STACKS.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    stacks.get_or_insert_default().insert(stacks::number())
}

/// Picks the first allocation behind the first 10,000 with a new stack.
fn pick_stack() -> bool {
    if SEEN.fetch_add(1, Relaxed) < ONE_BY_ONE || STRUCK.load(Relaxed) || !is_new_stack() {
        return false;
    }
    STRUCK.store(true, Relaxed);
    true
}

/// Picks allocation `SHOWN` and shows where that is.
fn pick_and_show() -> bool {
    let hit = SEEN.fetch_add(1, Relaxed) == SHOWN.load(Relaxed);
    if hit {
        eprintln!("fails:\n{}", Backtrace::force_capture());
    }
    hit
}

/// A program's failures.
pub struct Child<'a> {
    name: &'a str,
    source: &'a str,
    effort: Effort,
    python: Option<Interpreter>,
    counts: [u64; 4],
    show: bool,
}

/// Indices of `Child::counts`, and what they are called.
const FAILED: usize = 0;
const NOTICED: usize = 1;
const BY_STACK: usize = 2;
const ALLOCATIONS: usize = 3;
const NAMES: [&str; 4] = ["failed", "noticed", "stacks", "allocations"];

impl<'a> Child<'a> {
    /// For the program `name`; `show` shows the native stacks of what fails.
    pub fn new(name: &'a str, source: &'a str, effort: Effort, show: bool) -> Child<'a> {
        Child { name, source, effort, python: None, counts: [0; 4], show }
    }

    /// Everything from `start` in `first` on.
    pub fn run(mut self, first: Phase, start: u64, only: bool) {
        match self.name {
            "start" => self.starts(start, only),
            "end" => self.ends(start, only),
            _ => self.program(first, start, only),
        }
        for (name, number) in NAMES.into_iter().zip(self.counts) {
            println!("sum {name} {number}");
        }
    }

    fn program(&mut self, first: Phase, start: u64, only: bool) {
        if only {
            self.attempt(first, start);
            return;
        }
        self.interpreter();
        let begin = Instant::now();
        let total = self.allocations();
        self.counts[ALLOCATIONS] = total;
        let slow = begin.elapsed() > SLOW && !self.effort.is_full();
        if slow {
            self.effort = Effort { one: self.effort.one.div_ceil(6), other: self.effort.other.div_ceil(6) };
        }
        let begun = Phase::OF_PROGRAMS.into_iter().skip_while(|&phase| phase != first);
        for (index, phase) in begun.enumerate() {
            let start = if index == 0 { start } else { 0 };
            match phase {
                Phase::Stack => self.stacks(total),
                Phase::Limit => self.limits(start),
                _ => self.climb(phase, start, total),
            }
        }
        if !slow {
            self.growth();
        }
    }

    /// One allocation after the other, until the program is done before its turn comes.
    fn climb(&mut self, phase: Phase, start: u64, total: u64) {
        let stride = self.effort.stride(phase, total);
        let mut n = offset(self.name, stride);
        while n < start {
            n += stride;
        }
        while n < ONE_BY_ONE.max(stride * self.effort.one) && self.attempt(phase, n) {
            n += stride;
        }
    }

    fn stacks(&mut self, total: u64) {
        if !stacks::can_walk() || !self.effort.is_full() || total <= ONE_BY_ONE {
            return;
        }
        for _ in 0..2 {
            self.count_with(collect_stacks);
        }
        for n in 0..MOST_STACKS {
            if !self.attempt(Phase::Stack, n) {
                break;
            }
            self.counts[BY_STACK] += 1;
        }
    }

    fn limits(&mut self, start: u64) {
        let source = self.source;
        let python = self.interpreter();
        command(python, "import sys; sys.ladder.before()");
        let least = testing::memory_used(python);
        command(python, source);
        let most = testing::memory_used(python).max(least);
        command(python, "import sys; sys.ladder.texts()");
        // What it holds at its end is less than its peak.
        let pages = (most - least) / 4096 + 64;
        let stride = self.effort.stride(Phase::Limit, pages as u64);
        let mut n = start;
        while n < 20_000 && self.attempt(Phase::Limit, n) {
            n += if n > 4 * pages as u64 { n / 8 } else { stride };
        }
    }

    /// Whether something failed, or may yet: false when the program was done before.
    fn attempt(&mut self, phase: Phase, n: u64) -> bool {
        say(format_args!("at {phase} {n}"));
        let (show, source, limit) = (self.show, self.source, limit_of(self.name));
        let python = self.interpreter();
        command(python, "import sys; sys.ladder.before()");
        let before = testing::faults(python);
        arm(python, phase, n, show);
        let ran = catch_unwind(AssertUnwindSafe(|| python.run(&Program::Command(source)).code));
        let struck = match phase {
            Phase::Limit => ran.as_ref().is_ok_and(|&code| code != 0),
            _ => testing::faults(python) > before,
        };
        let code = match ran {
            Ok(code) => code,
            Err(panic) => return self.found("panic", phase, n, &text_of(&*panic)),
        };
        testing::fail(python, Fault::Off);
        testing::set_memory_limit(python, Some(limit));
        self.counts[FAILED] += u64::from(struck);
        self.check(phase, n, code).unwrap_or(struck)
    }

    /// What the attempt left behind; something when that was wrong.
    fn check(&mut self, phase: Phase, n: u64, code: u8) -> Option<bool> {
        let lossy = phase == Phase::From || LOSSY.contains(&self.name);
        let python = self.interpreter();
        let mut wrong = String::new();
        let sound = catch_unwind(AssertUnwindSafe(|| {
            testing::verify(python, |line| {
                wrong.push_str(line);
                wrong.push('\n');
            })
        }));
        match sound {
            Ok(Ok(())) => {}
            Ok(Err(what)) => return Some(self.found("unsound", phase, n, &format!("{what}\n{wrong}"))),
            Err(panic) => return Some(self.found("panic", phase, n, &format!("verify: {}", text_of(&*panic)))),
        }
        let strict = if lossy { "False" } else { "True" };
        let source = format!("import sys; raise SystemExit(sys.ladder.after({code}, {strict}) + 50)");
        match catch_unwind(AssertUnwindSafe(|| command(python, &source))) {
            Ok(50) => None,
            Ok(51) => {
                self.counts[NOTICED] += 1;
                None
            }
            Ok(60) => {
                report("wrong", phase, n, "another result");
                None
            }
            Ok(code) => Some(self.found("wrong", phase, n, &format!("the next program ends with {code}"))),
            Err(panic) => Some(self.found("panic", phase, n, &format!("next program: {}", text_of(&*panic)))),
        }
    }

    /// Something is so wrong that the interpreter is of no use any more. True: the climb goes on.
    fn found(&mut self, kind: &str, phase: Phase, n: u64, text: &str) -> bool {
        report(kind, phase, n, text);
        // Not dropped: it may be in any state.
        std::mem::forget(self.python.take());
        true
    }

    /// Whether buffers stay behind from attempt to attempt: no count covers them.
    fn growth(&mut self) {
        if self.python.is_none() {
            return;
        }
        self.python = None;
        let source = self.source;
        let mut alive = [0; 2];
        for (index, alive) in alive.iter_mut().enumerate() {
            let stride = (self.counts[ALLOCATIONS] / 20).max(1);
            // The first round fills caches and imports what shows exceptions.
            for (round, n) in (0..4).flat_map(|round| (0..20).map(move |n| (round, n))) {
                let python = self.interpreter();
                command(python, "import sys; sys.ladder.before()");
                if round == 0 || index == 1 {
                    testing::fail(python, Fault::One(n * stride + n % 7));
                }
                command(python, source);
                testing::fail(python, Fault::Off);
                command(python, "import sys; sys.ladder.texts()");
            }
            let python = self.interpreter();
            for _ in 0..2 {
                command(python, "import sys; sys.ladder.before()");
                command(python, source);
                command(python, "import sys; sys.ladder.texts()");
            }
            command(python, "import sys; sys.ladder.before()");
            *alive = testing::buffers(python);
        }
        // One for each attempt behind the first round would be a leak; a few come and go with the caches.
        if alive[1] > alive[0] + 60 {
            report("growth", Phase::One, 0, &format!("{} buffers, then {}", alive[0], alive[1]));
        }
    }

    fn allocations(&mut self) -> u64 {
        self.count_with(count);
        self.count_with(count)
    }

    fn count_with(&mut self, hook: fn() -> bool) -> u64 {
        let source = self.source;
        let python = self.interpreter();
        command(python, "import sys; sys.ladder.before()");
        SEEN.store(0, Relaxed);
        testing::fail(python, Fault::Picked(hook));
        command(python, source);
        testing::fail(python, Fault::Off);
        command(python, "import sys; sys.ladder.texts()");
        SEEN.load(Relaxed)
    }

    /// The interpreter, ready: the program ran in it, so that its result is known.
    fn interpreter(&mut self) -> &mut Interpreter {
        let (name, source) = (self.name, self.source);
        self.python.get_or_insert_with(|| {
            let mut python = settings().memory_limit(limit_of(name)).build().expect("memory");
            assert_eq!(command(&mut python, &driver()), 0, "the driver works");
            if source.starts_with("# ladder: fresh") {
                command(&mut python, "import sys; sys.ladder.fresh = True");
            }
            if name.starts_with("examples/") {
                command(&mut python, "import sys; sys.ladder.counts = True");
            }
            for _ in 0..3 {
                command(&mut python, "import sys; sys.ladder.before()");
                let code = command(&mut python, source);
                command(&mut python, &format!("import sys; sys.ladder.learn({code})"));
            }
            python
        })
    }

    /// Fails one allocation after the other while an interpreter is made.
    fn starts(&mut self, start: u64, only: bool) {
        let total = 40_000;
        let stride = self.effort.stride(Phase::Start, total);
        let mut n = start;
        loop {
            say(format_args!("at start {n}"));
            let made = catch_unwind(AssertUnwindSafe(|| testing::build(settings(), n)));
            let armed = match made {
                Err(panic) => {
                    report("panic", Phase::Start, n, &text_of(&*panic));
                    true
                }
                Ok(Err(_)) => true,
                Ok(Ok(mut python)) => {
                    let struck = testing::faults(&python) > 0;
                    testing::fail(&mut python, Fault::Off);
                    self.finish(python, Phase::Start, n);
                    struck
                }
            };
            self.counts[FAILED] += u64::from(armed);
            if !armed || only {
                break;
            }
            n += stride;
        }
        self.counts[ALLOCATIONS] = n;
    }

    /// Fails one allocation after the other while an interpreter ends.
    fn ends(&mut self, start: u64, only: bool) {
        let mut n = start;
        let stride = if self.effort.is_full() { 1 } else { 7 };
        loop {
            say(format_args!("at end {n}"));
            let mut python = settings().build().expect("memory");
            assert_eq!(command(&mut python, &driver()), 0, "the driver works");
            command(&mut python, "import sys; sys.ladder.before()");
            assert_eq!(command(&mut python, self.source), 0, "the program works");
            SEEN.store(0, Relaxed);
            SHOWN.store(n, Relaxed);
            STRUCK.store(false, Relaxed);
            testing::fail(&mut python, Fault::Picked(if self.show { pick_and_show } else { pick_one }));
            self.finish(python, Phase::End, n);
            if !STRUCK.load(Relaxed) || only {
                break;
            }
            self.counts[FAILED] += 1;
            n += stride;
        }
        self.counts[ALLOCATIONS] = n;
    }

    /// Ends an interpreter, which must leave nothing behind.
    fn finish(&mut self, python: Interpreter, phase: Phase, n: u64) {
        let mut wrong = String::new();
        let ended = catch_unwind(AssertUnwindSafe(|| python.end(true, |line| wrong.push_str(line))));
        match ended {
            Err(panic) => report("panic", phase, n, &text_of(&*panic)),
            Ok(ending) => {
                if let Err(what) = ending.sound {
                    report("unsound", phase, n, &format!("{what} {wrong}"));
                } else if ending.left != (0, 0) {
                    report("unsound", phase, n, &format!("left behind: {:?}", ending.left));
                }
            }
        }
    }
}

fn pick_one() -> bool {
    let hit = SEEN.fetch_add(1, Relaxed) == SHOWN.load(Relaxed);
    if hit {
        STRUCK.store(true, Relaxed);
    }
    hit
}

fn arm(python: &mut Interpreter, phase: Phase, n: u64, show: bool) {
    SEEN.store(0, Relaxed);
    STRUCK.store(false, Relaxed);
    SHOWN.store(n, Relaxed);
    match phase {
        Phase::From => testing::fail(python, Fault::From(n)),
        Phase::Stack => testing::fail(python, Fault::Picked(pick_stack)),
        Phase::Limit => {
            let used = testing::memory_used(python);
            testing::set_memory_limit(python, Some(used + 4096 * n as usize));
        }
        _ if show => testing::fail(python, Fault::Picked(pick_and_show)),
        _ => testing::fail(python, Fault::One(n)),
    }
}

fn driver() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/ladder/driver.py");
    std::fs::read_to_string(path).expect("the driver")
}

/// The memory limit, in bytes, when it is not what fails.
fn limit_of(name: &str) -> usize {
    // It fills what there is: so much that its last part works.
    if name == "examples/running_out_of_memory" { 10 << 20 } else { 512 << 20 }
}

fn settings() -> Builder {
    Interpreter::builder().hash_seed(0).grant_all()
}

fn command(python: &mut Interpreter, source: &str) -> u8 {
    python.run(&Program::Command(source)).code
}

/// Where a sparse climb begins, another one for each program.
fn offset(name: &str, stride: u64) -> u64 {
    name.bytes().fold(0_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into())) % stride
}

fn report(kind: &str, phase: Phase, n: u64, text: &str) {
    say(format_args!("found {kind} {phase} {n} {}", text.trim_end().replace('\n', " | ")));
}

fn say(line: std::fmt::Arguments<'_>) {
    let mut out = std::io::stdout().lock();
    let written = writeln!(out, "{line}").and_then(|()| out.flush());
    assert!(written.is_ok(), "the parent listens");
}

fn text_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let place = crate::PLACE.lock().map(|place| place.clone()).unwrap_or_default();
    format!("{} at {place}", text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("?"))
}
