//! What other embedded languages were seen to do at their limits, done here in one interpreter, one after the other: each is
//! caught, `finally` runs, the heap verifies, the next evaluation works, and resident memory stays by the limit.
//!
//! `cargo run --release --example at_the_limit`
#![expect(clippy::disallowed_types, reason = "the example's own data")]

use std::time::{Duration, Instant};

use pitviper::{Error, Interpreter};

const MIB: usize = 1 << 20;

/// Bytes resident beyond the limit that are accepted.
const ALLOWANCE: usize = 4 * MIB;

/// What a program is, the limit in MiB, and its text, in which `hoard` is filled until memory is out.
const MEMORY: &[(&str, usize, &str)] = &[
    ("[0] * 100_000_000", 10, "[0] * 100_000_000"),
    ("[0] * 10**13", 50, "[0] * (10**13)"),
    ("x.append([i])", 50, "while True: hoard.append([len(hoard)])"),
    ("x[i] = str(i)", 50, "d = {}; hoard.append(d)\n    while True: d[len(d)] = str(len(d))"),
    ("dict of str", 50, "d = {}; hoard.append(d)\n    while True: d[str(len(d))] = None"),
    ("instances", 50, "class C: pass\n    while True:\n        c = C(); c.x = len(hoard); hoard.append(c)"),
    ("100 KB strings", 50, "while True: hoard.append('x' * (100_000 + len(hoard)))"),
    ("string doubling", 50, "s = 'x'\n    while True: s += s"),
    ("nested tables", 10, "t = {}\n    while True: t = {'a': t, 'b': [t]}"),
    ("linked list", 50, "class N:\n        def __init__(self, n): self.n = n\n    n = None\n    while True: n = N(n)"),
    ("big int", 50, "n = 3\n    while True: n *= n"),
    ("bytearray", 50, "b = bytearray()\n    while True: b += b'x' * 1000"),
    ("set of tuples", 50, "s = set()\n    while True: s.add((len(s), 'x'))"),
    ("generators", 50, "def g(): yield\n    while True: x = g(); next(x); hoard.append(x)"),
];

const FRAME: &str = "
log = []
hoard = []
def attempt():
    PROGRAM
try:
    try:
        attempt()
    finally:
        log.append('finally')
except MemoryError as error:
    log.append('caught')
    line = error.__traceback__.tb_lineno
    del error
hoard.clear()
";

fn field(name: &str) -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kilobytes| kilobytes.parse::<usize>().ok()).unwrap_or(0) << 10
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let before = field("VmRSS");
    let mut python = Interpreter::builder().memory_limit(10 * MIB).allow_clock().build()?;
    python.exec("import gc")?;
    for (name, limit, program) in MEMORY {
        python.set_memory_limit(Some(limit * MIB));
        // Has the kernel forget the peak.
        std::fs::write("/proc/self/clear_refs", "5")?;
        python.exec(FRAME.replace("PROGRAM", program).as_str())?;
        let peak = field("VmHWM").saturating_sub(before);
        assert_eq!(python.get::<Vec<String>>("log")?, ["finally", "caught"], "{name}");
        assert_eq!(python.eval::<i64>("len(hoard) + 1 + 1")?, 2, "{name}");
        python.verify_heap()?;
        assert!(peak <= limit * MIB + ALLOWANCE, "{name}: {} KB resident", peak >> 10);
        println!(
            "{name:20} limit {limit:3} MiB, resident at most {:6.2} MiB: finally ran, caught, verified, went on",
            peak as f64 / MIB as f64
        );
    }
    python.set_memory_limit(Some(50 * MIB));
    python.exec("for i in range(500_000):\n    a = []; b = [a]; a.append(b)\ndel a, b")?;
    println!("1,000,000 objects in cycles under 50 MiB: no error");

    let stops: &[(&str, u64, &str)] = &[
        ("3**5_000_000", 100, "3**5_000_000\nwhile True: 3**5_000_000"),
        ("str of it", 100, "import sys\nsys.set_int_max_str_digits(0)\nwhile True: str(3**5_000_000)"),
        ("loop", 200, "while True: pass"),
        ("loop in try", 200, "while True:\n  try:\n    while True: pass\n  except BaseException: pass"),
        ("backtracking", 200, "import re\nre.match('(a*)*b', 'a' * 5_000_000)"),
    ];
    for (name, milliseconds, program) in stops {
        let limit = Duration::from_millis(*milliseconds);
        python.set_time_limit(Some(limit));
        let begin = Instant::now();
        let ended = python.exec(*program);
        let time = begin.elapsed();
        python.set_time_limit(None);
        assert!(matches!(ended, Err(Error::TimeLimit(_))), "{name}: {ended:?}");
        assert_eq!(python.eval::<i64>("1 + 1")?, 2);
        python.verify_heap()?;
        println!("{name:20} time limit {milliseconds} ms: stopped after {:.1} ms", time.as_secs_f64() * 1e3);
    }
    Ok(())
}
