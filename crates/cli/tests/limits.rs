//! The memory limit: at it `MemoryError` is raised, can be caught, and the program goes on; resident memory stays near it.
#![expect(clippy::disallowed_types, reason = "a test")]

use std::io::Write;
use std::process::{Command, Stdio};

/// `--memory-limit` of these tests, and what a process may have resident beyond it.
const LIMIT_MIB: u64 = 32;
const ALLOWANCE_MIB: u64 = 8;

const HOARD: &str = r#"
class Link:
    def __init__(self, number, following):
        self.number = number
        self.following = following

def lists():
    held = []
    while True:
        held = [held]

def strings():
    held = []
    while True:
        held.append("egg%d" % len(held) * 10)

def entries():
    held = {}
    while True:
        held[len(held)] = None

def doubling():
    text = "hiss"
    while True:
        text = text + text

def instances():
    link = None
    number = 0
    while True:
        number += 1
        link = Link(number, link)

def at_once():
    return [0] * 10**12

def big_number():
    return 1 << 10**12

def bytes_of_it():
    held = bytearray()
    while True:
        held += bytes(10000)

def generators():
    def count(n):
        yield n
    held = []
    while True:
        held.append(count(1))

def squares():
    x = 3
    while True:
        x = x * x

def shifts():
    x = 1
    while True:
        x = x << 1000000

def powers():
    x = 7
    while True:
        x = x ** 3

def code():
    held = []
    while True:
        held.append(compile("a = %d\n" % len(held) * 10, "made", "exec"))

try:
    try:
        ATTEMPT()
    finally:
        print("finally")
except MemoryError:
    print("caught")
print(sum(list(range(100_000))))
for line in open("/proc/self/status"):
    if line.startswith("VmHWM"):
        print(line.split()[1])
"#;

fn pitviper(program: &str) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_pitviper"))
        .args(["--verify-heap", "--memory-limit", &format!("{LIMIT_MIB}M"), "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("pitviper starts");
    child.stdin.take().expect("a pipe").write_all(program.as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{}", output.status);
    String::from_utf8(output.stdout).expect("text")
}

fn hoard(attempt: &str) {
    let printed = pitviper(&HOARD.replace("ATTEMPT", attempt));
    let lines: Vec<&str> = printed.lines().collect();
    assert_eq!(lines[..3], ["finally", "caught", "4999950000"], "{attempt}: {printed}");
    let resident: u64 = lines[3].parse().expect("kilobytes");
    // A build without optimisation has a larger binary; what matters is what the heap adds.
    let allowance = if cfg!(debug_assertions) { ALLOWANCE_MIB + 16 } else { ALLOWANCE_MIB };
    assert!(resident <= (LIMIT_MIB + allowance) << 10, "{attempt}: {resident} kB resident");
}

macro_rules! hoards {
    ($($name:ident)*) => {
        $(#[test]
        fn $name() {
            hoard(stringify!($name));
        })*
    };
}

hoards! {
    lists strings entries doubling instances at_once big_number squares shifts powers bytes_of_it generators code
}

/// Expressions that remember a place to go back to for every character of 5 MB, and results of that size.
const BACKTRACKING: &str = r#"
import re
text = "ab" * 2_500_000

def attempt(what, act):
    try:
        print(what, act())
    except MemoryError:
        print(what, "MemoryError")

patterns = ['(?:a|b)*c', '(a|b)*c', '(?:ab?)*?c', '((a)(b))*c', '(?:.)*c', '(?:(?=(a))a|b)*x', '(?:ab|ba|aab)*x']
for pattern in patterns:
    attempt(pattern, lambda: re.match(pattern, text))
attempt("findall", lambda: len(re.findall("(a)(b)", text)))
attempt("sub", lambda: len(re.sub("a", "a" * 26, text)))
attempt("split", lambda: len(re.split("a", text)))
del text
print(re.findall(r"(\w)=(\d+)", "a=1, b=22"))
"#;

#[test]
fn backtracking_over_long_text_ends_in_a_result_or_a_memory_error() {
    let printed = pitviper(BACKTRACKING);
    let lines: Vec<&str> = printed.lines().collect();
    let [attempts @ .., last] = &lines[..] else { panic!("nothing printed") };
    assert_eq!(*last, "[('a', '1'), ('b', '22')]", "{printed}");
    assert_eq!(attempts.len(), 10, "{printed}");
    for attempt in attempts {
        let (what, result) = attempt.rsplit_once(' ').expect("a result");
        let expected = match what {
            "findall" => "2500000",
            "sub" => "67500000",
            "split" => "2500001",
            _ => "None",
        };
        assert!(result == expected || result == "MemoryError", "{attempt}");
    }
}

const GARBAGE: &str = r#"
import gc

gc.disable()


class Node:
    pass


def litter(count):
    for i in range(count):
        items = [i]
        items.append(items)
        node = Node()
        node.own = node
        node.table = {"node": node}


# Some hundred megabytes of cycles, one after the other, and native code that needs memory among them.
for turn in range(20):
    litter(10_000)
    texts = [str(i) for i in range(20_000)]
    parts = ",".join(texts).split(",")
    parts.sort(key=lambda text: text[::-1])
    print(len(tuple(dict.fromkeys(parts))), end=" ")
print(gc.isenabled())
"#;

/// The collector runs before an allocation fails, though the program turned it off.
#[test]
fn garbage_is_collected_before_memory_is_out() {
    let printed = pitviper(GARBAGE);
    assert_eq!(printed, format!("{}False\n", "20000 ".repeat(20)));
}

const GARBAGE_WITH_PYTHON: &str = r#"
import gc

gc.disable()


class Noisy:
    finalized = 0

    def __init__(self):
        self.me = self
        self.data = bytearray(1000)

    def __del__(self):
        Noisy.finalized += 1


# No safe point comes before this memory is needed again: the error does.
class Large:
    def __init__(self):
        self.me = self
        self.data = bytearray(20 << 20)

    def __del__(self):
        print("finalized")


Large()
try:
    bytearray(20 << 20)
except MemoryError:
    print(len(bytearray(20 << 20)))

for i in range(60_000):
    Noisy()
for i in range(30_000):
    type(f"C{i}", (), {"data": bytearray(1000)})
print(Noisy.finalized > 30_000, len(object.__subclasses__()) < 30_000, gc.isenabled())
"#;

/// Finalizers cannot run in the middle of native code that needs memory: the collector runs before memory is out, and
/// behind a `MemoryError`.
#[test]
fn garbage_with_finalizers_is_collected_when_memory_is_short() {
    let printed = pitviper(GARBAGE_WITH_PYTHON);
    assert_eq!(printed, "finalized\n20971520\nTrue True False\n");
}

#[test]
fn a_limit_too_small_to_start_with_is_an_error() {
    let output = Command::new(env!("CARGO_BIN_EXE_pitviper"))
        .args(["--memory-limit", "100K", "-c", "pass"])
        .output()
        .expect("pitviper starts");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("too small"));
}

#[test]
fn every_small_limit_ends_in_an_answer_or_a_memory_error() {
    for kib in (400..2400).step_by(200) {
        let output = Command::new(env!("CARGO_BIN_EXE_pitviper"))
            .args(["--memory-limit", &format!("{kib}K"), "-c", "print(sorted(str(i) for i in range(2000))[-1])"])
            .output()
            .expect("pitviper starts");
        let error = String::from_utf8_lossy(&output.stderr);
        let fine = output.status.success() && output.stdout == b"999\n";
        let refused = output.status.code() == Some(1) && (error.contains("MemoryError") || error.contains("too small"));
        assert!(fine || refused, "{kib} KiB: {}, {error}", output.status);
    }
}
