//! How late a time limit comes: programs that never end, or not soon, each under 50 ms.
//!
//! `cargo run --release --example stopping`
use std::time::{Duration, Instant};

use pitviper::{Error, Interpreter};

const LIMIT: Duration = Duration::from_millis(50);

const PROGRAMS: &[(&str, &str, &str)] = &[
    ("loop", "", "while True: pass"),
    ("except BaseException", "", "while True:\n  try:\n    while True: pass\n  except BaseException: pass"),
    ("10**10**8", "", "10**10**8"),
    ("int to decimal", "import sys\nsys.set_int_max_str_digits(0)\nn = 1 << 20_000_000", "str(n)"),
    ("decimal to int", "import sys\nsys.set_int_max_str_digits(0)\ns = '7' * 5_000_000", "int(s)"),
    ("sum of a range", "", "sum(range(10**12))"),
    ("any of an iterator", "import itertools", "any(itertools.repeat(0))"),
    ("sorted, plain", "import random\nl = [random.random() for _ in range(1_000_000)]", "while True: sorted(l)"),
    ("sorted, with key", "l = list(range(300_000))", "while True: sorted(l, key=lambda n: -n)"),
    (
        "__eq__ in a dict",
        "class K:\n  def __hash__(self): return 1\n  def __eq__(self, o): return False",
        "d = {}\nwhile True: d[K()] = 1",
    ),
    ("str.replace", "s = 'ab' * 5_000_000", "while True: s.replace('a', 'bcd')"),
    ("str.count", "s = 'ab' * 10_000_000", "while True: s.count('ba')"),
    ("str.join", "l = ['abc'] * 1_000_000", "while True: ''.join(l)"),
    ("list comparison", "l = [0.5] * 5_000_000; m = list(l)", "while True: l == m"),
    ("list repeat", "", "while True: [None] * 10_000_000"),
    ("set of ints", "r = range(3_000_000)", "set(r)\nwhile True: pass"),
    ("regex", "import re", "re.match('(a*)*b', 'a' * 10_000_000)"),
    ("json", "import json\nd = [{'a': [1, 2, 3]}] * 300_000", "while True: json.dumps(d)"),
    ("sleep", "import time", "time.sleep(100)"),
    ("hash", "import hashlib\nb = bytes(100_000_000)", "while True: hashlib.sha256(b).digest()"),
    ("zlib", "import zlib\nb = bytes(range(256)) * 200_000", "while True: zlib.compress(b, 9)"),
    ("compile", "s = 'x = [1, 2, (3, 4)]\\n' * 100_000", "compile(s, '<s>', 'exec')\nwhile True: pass"),
    ("finally", "", "try:\n  while True: pass\nfinally:\n  while True: pass"),
    ("finalizers", "class D:\n  def __del__(self):\n    D()", "D()\nwhile True: pass"),
];

fn main() -> Result<(), Error> {
    let mut worst = Duration::ZERO;
    for (name, before, program) in PROGRAMS {
        let mut late = Duration::ZERO;
        for _ in 0..3 {
            let mut python = Interpreter::builder().memory_limit(1 << 30).allow_clock().build()?;
            python.exec(*before)?;
            python.set_time_limit(Some(LIMIT));
            let begin = Instant::now();
            let ended = python.exec(*program);
            late = late.max(begin.elapsed().saturating_sub(LIMIT));
            assert!(matches!(ended, Err(Error::TimeLimit(_))), "{name}: {ended:?}");
            python.set_time_limit(None);
            assert_eq!(python.eval::<i64>("1 + 1")?, 2);
        }
        println!("{name:22} {:6.2} ms late", late.as_secs_f64() * 1e3);
        worst = worst.max(late);
    }
    println!("{:22} {:6.2} ms", "the latest", worst.as_secs_f64() * 1e3);
    Ok(())
}
