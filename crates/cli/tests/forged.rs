//! Compiled files made on purpose to do harm: what passes the reader runs without crashing, and leaves a sound heap.
//!
//! `PITVIPER_FUZZ=5000 cargo test -p pitviper-cli --test forged` runs that many.
#![cfg(unix)]
#![expect(clippy::disallowed_types, reason = "a test")]

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use pitviper_compiler::ast::Unlimited;
use pitviper_compiler::serial::{Form, Trust};
use pitviper_compiler::source::Input;
use pitviper_compiler::{Options, compile, serial};

const PROGRAM: &str = r#"
def outer(a, b=2, *c, d=4, **e):
    total = [x * b for x in range(a) if x]
    def inner(n):
        nonlocal a
        a += n
        return {k: v for k, v in zip("abc", total)}, f"{n!r:>{b}}"
    try:
        first, *rest = inner(d)
        return first["a"] / 0
    except (ZeroDivisionError, KeyError) as error:
        return [error, *rest, *c], {**e, "d": d}
    finally:
        del total
def numbers(n):
    while n > 0:
        sent = yield n
        n -= 1 if sent is None else sent
class Snake:
    length = 3
    def __init__(self, x): self.x = x
    def __enter__(self): return self
    def __exit__(self, *args): return True
    def grow(self): return super().__repr__()[:5] + str(self.x)
with Snake(1) as s:
    print(outer(5, 3, 1, k=2), list(numbers(4)), s.grow(), s.length)
match [1, (2, 3)]:
    case [int(one), (two, *more)]: print(one, two, more)
"#;

/// A small generator of numbers (xorshift64).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

#[test]
fn forged_code_does_no_harm() {
    let code =
        compile(Input::Text(PROGRAM), "forged.py", Options::default(), &mut Unlimited).expect("it is Python").code;
    let mut good = Vec::new();
    serial::write(&code, &mut Unlimited, &mut |piece| {
        good.extend_from_slice(piece);
        Ok(())
    })
    .expect("it can be written");
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("forged-{}.pyc", std::process::id()));
    let mut random = Random(number("PITVIPER_FUZZ_SEED", 0xC0FFEE) | 1);
    let (mut wanted, mut tries) = (number("PITVIPER_FUZZ", 30), 0);
    while wanted > 0 {
        tries += 1;
        let mut bytes = good.clone();
        for _ in 0..=random.below(3) {
            let at = 24 + random.below(bytes.len() - 24);
            bytes[at] = match random.below(3) {
                0 => bytes[at] ^ (1 << random.below(8)),
                1 => bytes[at].wrapping_add(1),
                _ => random.below(256) as u8,
            };
        }
        serial::seal(&mut bytes);
        if !runs(&bytes) {
            continue;
        }
        wanted -= 1;
        write(&file, &bytes);
        let status = run(&file);
        let fine = status.is_none_or(|status| status.signal().is_none() && !matches!(status.code(), Some(70 | 101)));
        if !fine {
            let kept = file.with_extension("kept.pyc");
            fs::copy(&file, &kept).expect("a copy");
            panic!("try {tries}: {}, see {}", status.unwrap_or_default(), kept.display());
        }
    }
    let _ = fs::remove_file(file);
}

/// A function whose code is damaged is refused when it is called; the module around it, and other functions, run.
#[test]
fn damaged_functions_are_import_errors() {
    const PROGRAM: &str = "def good(): return 1\ndef bad(): return 2\nprint('module', good())\ntry: bad()\n\
                           except ImportError as error: print(error)\n";
    let code = compile(Input::Text(PROGRAM), "made.py", Options::default(), &mut Unlimited).expect("it is Python").code;
    let mut bytes = Vec::new();
    let mut keep = |piece: &[u8]| {
        bytes.extend_from_slice(piece);
        Ok(())
    };
    serial::write(&code, &mut Unlimited, &mut keep).expect("it can be written");
    // The last function's places come last: a table with more runs than there are.
    let length = bytes.len();
    bytes[length - 4] ^= 0x70;
    serial::seal(&mut bytes);
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("damaged-{}.pyc", std::process::id()));
    write(&file, &bytes);
    let done = Command::new(env!("CARGO_BIN_EXE_pitviper")).arg("--verify-heap").arg(&file).output();
    let done = done.expect("pitviper starts");
    let shown = String::from_utf8_lossy(&done.stdout).into_owned();
    let wanted = format!("module 1\ncompiled code of {} is damaged: it breaks the rules of bytecode\n", file.display());
    assert_eq!(shown, wanted, "{}", String::from_utf8_lossy(&done.stderr));
    let _ = fs::remove_file(file);
}

/// Whether the module's own code is sound: functions are looked at when they are called.
fn runs(bytes: &[u8]) -> bool {
    let Ok(form) = Form::open(bytes, Trust::Nobody) else { return false };
    let Ok((filename, root)) = form.root() else { return false };
    serial::read_body(form, root, &Arc::from(filename), &mut Unlimited).is_ok()
}

/// A `.pyc` file of serialised code.
fn write(file: &Path, code: &[u8]) {
    let mut bytes = serial::magic().to_vec();
    bytes.extend([0; 12]);
    bytes.push(b'c');
    bytes.extend(u32::try_from(code.len()).expect("it is short").to_le_bytes());
    bytes.extend(code);
    fs::write(file, bytes).expect("a file");
}

/// Runs it; nothing when it did not end within some seconds.
fn run(file: &Path) -> Option<ExitStatus> {
    let mut child: Child = Command::new(env!("CARGO_BIN_EXE_pitviper"))
        .args(["--verify-heap", "--memory-limit", "64M"])
        .arg(file)
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("pitviper starts");
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(3) {
        if let Some(status) = child.try_wait().expect("it is ours") {
            return Some(status);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let _ = child.kill();
    let _ = child.wait();
    None
}
