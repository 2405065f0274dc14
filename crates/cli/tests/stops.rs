//! Limits of steps and time: the program ends at once, whatever it catches, and no Python runs afterwards.
#![expect(clippy::disallowed_types, reason = "a test")]

use std::process::{Command, Output};
use std::time::Instant;

/// Status of a program that reached a limit.
const STOPPED: i32 = 124;

fn run(arguments: &[&str], program: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_pitviper")).args(arguments).args(["-c", program]).output().expect("it starts")
}

fn stopped(arguments: &[&str], program: &str, reason: &str) {
    let output = run(arguments, program);
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(STOPPED), "{told}");
    assert!(told.starts_with(&format!("pitviper: {reason} limit reached at ")), "{told}");
    assert!(output.stdout.is_empty(), "Python ran: {:?}", output.stdout);
}

const ENDLESS: &[&str] = &[
    "while True:\n    try:\n        while True: pass\n    except BaseException: print('caught')\n    finally: print('finally')",
    "class A:\n    def __del__(self):\n        while True: pass\na = A()\ndel a",
    "import atexit\natexit.register(lambda: print('atexit'))\nsorted(range(100), key=lambda n: [0 for _ in iter(int, 1)])",
    "class K:\n    def __hash__(self): return 1\n    def __eq__(self, other):\n        while True: pass\n{K(): 1, K(): 2}",
    "sum(iter(int, 1))",
    "import itertools\nset(itertools.count())",
    "def g():\n    try:\n        while True: yield\n    finally: print('closed')\nx = g()\nfor _ in x: pass",
];

#[test]
fn steps_end_what_has_no_end() {
    for program in ENDLESS {
        stopped(&["--step-limit", "200000"], program, "step");
    }
}

#[test]
fn time_ends_what_has_no_end() {
    for program in ENDLESS.iter().filter(|program| !program.contains("itertools")) {
        stopped(&["--time-limit=0.1"], program, "time");
    }
}

#[test]
fn time_reaches_into_native_code() {
    for program in [
        "10**10**8",
        "len(str(3**10_000_000))",
        "import re\nre.match('(a*)*b', 'a' * 5_000_000)",
        "import time\ntime.sleep(1000)",
    ] {
        let begin = Instant::now();
        stopped(&["--time-limit=0.2", "-X", "int_max_str_digits=0"], program, "time");
        assert!(begin.elapsed().as_secs() < 20, "{program}");
    }
}

#[test]
fn within_the_limits_nothing_is_noticed() {
    let output = run(&["--step-limit=1000000", "--time-limit=600", "--verify-heap"], "print(sum(range(1000)))");
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(0), b"499500\n".as_slice()));
}

#[test]
fn steps_are_counted_alike_in_each_run() {
    // The greatest budget that is not enough is the same, however fast the machine is.
    let enough =
        |steps: u32| run(&["--step-limit", &steps.to_string()], "d = {n: str(n) for n in range(300)}").status.success();
    let (mut low, mut high) = (0, 1 << 20);
    while low + 1 < high {
        let middle = (low + high) / 2;
        if enough(middle) { high = middle } else { low = middle }
    }
    for _ in 0..3 {
        assert!(enough(high) && !enough(low), "{low}");
    }
}
