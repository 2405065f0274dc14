//! Serialised code: what is written is read again, and whatever is damaged or forged is refused.
//!
//! `PITVIPER_FUZZ=100000 cargo test -p pitviper-compiler --test serial` tries that many damaged files.
#![allow(clippy::disallowed_types, reason = "tests allocate as they like")]

mod support;

use std::sync::Arc;

use pitviper_compiler::ast::{Budget, OutOfMemory, Unlimited};
use pitviper_compiler::code::{Code, Const};
use pitviper_compiler::serial::{self, Form, Head, Refusal, Trust, Unwritable};
use pitviper_compiler::{dis, verify};
use support::code_of;

const PROGRAM: &str = r#"
"doc"
import a.b as c, sys
from d import *
NUMBERS = (1, -1, 2 ** 100, -2 ** 70, 1.5, 2j, 1e400, True, None, ..., b"\0\xff", "\ud800 \U0001f40d", slice)
class C[T: int = str](Base, metaclass=M):
    "its doc"
    x: int = 1
    def method(self, a, /, b=1, *args, c, d=2, **kwargs):
        nonlocal_ = a
        self.x = self.y = nonlocal_
        def inner():
            nonlocal nonlocal_
            nonlocal_ += 1
            return lambda: (nonlocal_, __class__)
        with a as b, c() as [d, *e]:
            return [x for x in b if x in {1, 2, 3} for y in {k: v for k, v in x} | {z for z in y}]
        try:
            yield from inner()
        except (A, B) as e:
            raise F from e
        finally:
            del nonlocal_
async def coroutine(a):
    async with a as b:
        return [await x async for x in b]
def matching(v):
    match v:
        case [1, *rest] | {"k": rest}: return f"{rest!r:>{v}}", t"{v}"
        case C(x=1) if v[1:2]: return v[1:2:3]
type Alias[*Ts, **P] = dict
try: sys.exit(1, *a, **b)
except* ValueError: pass
for i in range(3): assert i < 10, i
"#;

fn written(code: &Code) -> Vec<u8> {
    let mut bytes = Vec::new();
    serial::write(code, &mut Unlimited, &mut |piece| {
        bytes.extend_from_slice(piece);
        Ok(())
    })
    .expect("it can be written");
    bytes
}

fn read(bytes: &[u8]) -> Result<Arc<Code>, Refusal> {
    serial::read(bytes, Trust::Nobody, None, &mut Unlimited)
}

/// All that code is, as text.
fn shown(code: &Code) -> String {
    let mut text = String::new();
    dis::write(code, false, &mut text).expect("strings take everything");
    let Code { positions, locals, free, captures, names, constants, bytes, .. } = code;
    text += &format!("{positions:?} {locals:?} {free:?} {captures:?} {names:?} {bytes}\n");
    text += &format!("{} {} {} {:#x}", code.name, code.filename, code.first_line, code.flags);
    text += &format!(" {} {} {} ", code.arg_count, code.posonly_count, code.kwonly_count);
    for constant in constants {
        match constant {
            Const::Code(inner) => text += &shown(inner),
            other => text += &format!("{other:?}\n"),
        }
    }
    text
}

#[test]
fn what_is_written_is_read_again() {
    let code = code_of(PROGRAM);
    let bytes = written(&code);
    let again = read(&bytes).expect("it is sound");
    assert_eq!(shown(&again), shown(&code));
    assert_eq!(written(&again), bytes);
    let renamed = serial::read(&bytes, Trust::Own, Some("other.py"), &mut Unlimited).expect("it is sound");
    assert_eq!(&*renamed.filename, "other.py");
}

#[test]
fn every_cut_is_refused() {
    let bytes = written(&code_of(PROGRAM));
    for length in 0..bytes.len() {
        assert!(read(&bytes[..length]).is_err(), "{length} bytes of {}", bytes.len());
    }
    assert!(read(&[&bytes[..], &[0]].concat()).is_err());
}

#[test]
fn every_flipped_bit_is_refused() {
    let mut bytes = written(&code_of("x = [f'{a}' for a in (1, 2)]\n"));
    for bit in 0..bytes.len() * 8 {
        bytes[bit / 8] ^= 1 << (bit % 8);
        assert!(read(&bytes).is_err(), "bit {bit}");
        bytes[bit / 8] ^= 1 << (bit % 8);
    }
    assert!(read(&bytes).is_ok());
}

#[test]
fn other_versions_are_foreign() {
    let mut bytes = written(&code_of("pass"));
    bytes[0] ^= 1;
    assert_eq!(read(&bytes).err(), Some(Refusal::Foreign));
}

#[test]
fn deep_code_is_not_written() {
    let lambdas = |depth: usize| "lambda: ".repeat(depth) + "1\n";
    assert!(read(&written(&code_of(&lambdas(serial::DEEPEST)))).is_ok());
    let deep = code_of(&lambdas(serial::DEEPEST + 1));
    assert_eq!(serial::write(&deep, &mut Unlimited, &mut |_| Ok(())), Err(Unwritable::TooDeep));
}

/// Refuses more than `left` bytes; counts what is out.
struct Limited {
    out: usize,
    left: usize,
}

impl Budget for Limited {
    fn charge(&mut self, bytes: usize) -> Result<(), OutOfMemory> {
        self.left = self.left.checked_sub(bytes).ok_or(OutOfMemory)?;
        self.out += bytes;
        Ok(())
    }
    fn release(&mut self, bytes: usize) {
        self.left += bytes;
        self.out -= bytes;
    }
}

#[test]
fn memory_is_asked_for_and_comes_back() {
    let bytes = written(&code_of(PROGRAM));
    let mut fitting = 0;
    for left in (0..1_000_000).step_by(997) {
        let mut budget = Limited { out: 0, left };
        match serial::read(&bytes, Trust::Nobody, None, &mut budget) {
            Ok(code) => {
                assert!(left >= code.bytes, "{} bytes of code within {left}", code.bytes);
                fitting += 1;
            }
            Err(refusal) => assert_eq!(refusal, Refusal::OutOfMemory),
        }
        assert_eq!(budget.out, 0);
    }
    assert!(fitting > 0);
}

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

/// Damage whose checksum is right: what then is read passes the verifier, or is refused; nothing panics.
#[test]
fn forged_files_are_refused_or_sound() {
    let count = std::env::var("PITVIPER_FUZZ").ok().and_then(|count| count.parse().ok()).unwrap_or(1500);
    let seed = std::env::var("PITVIPER_FUZZ_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(0x5EED_u64);
    let mut random = Random(seed | 1);
    let programs = [PROGRAM, "def f(a, *b):\n  c = a\n  return [lambda: c for x in b]\n", "x = 1\nprint(x)\n"];
    let files = programs.map(|program| written(&code_of(program)));
    let (mut refused, mut sound) = (0, 0);
    for _ in 0..count {
        let mut bytes = files[random.below(files.len())].clone();
        for _ in 0..=random.below(3) {
            damage(&mut bytes, &mut random);
        }
        serial::seal(&mut bytes);
        bodies_one_by_one(&bytes);
        match read(&bytes) {
            Ok(code) => {
                verify::verify(&code).expect("what is read is sound");
                sound += 1;
            }
            Err(_) => refused += 1,
        }
    }
    println!("{refused} refused, {sound} sound");
    assert!(refused > sound);
}

/// Reads each body by itself, as programs do that call one function after the other; counts those that are sound.
fn bodies_one_by_one(bytes: &[u8]) -> usize {
    let Ok(form) = Form::open(bytes, Trust::Nobody) else { return 0 };
    let Ok((filename, root)) = form.root() else { return 0 };
    let (filename, mut heads, mut sound) = (Arc::from(filename), vec![root], 0);
    while let Some(at) = heads.pop()
        && sound < 1000
    {
        let Ok(head) = Head::read(form, at) else { continue };
        assert_eq!(head.captures(form).count(), usize::from(head.free));
        let Ok(code) = serial::read_body(form, at, &filename, &mut Unlimited) else { continue };
        verify::verify_wholly(&code, form).expect("what is read is sound");
        let packed = |constant: &Const| if let Const::Packed(at) = constant { Some(*at) } else { None };
        heads.extend(code.constants.iter().filter_map(packed));
        sound += 1;
    }
    sound
}

/// The code objects of a tree.
fn count(code: &Code) -> usize {
    let inner = |constant: &Const| if let Const::Code(inner) = constant { count(inner) } else { 0 };
    1 + code.constants.iter().map(inner).sum::<usize>()
}

#[test]
fn bodies_are_read_by_themselves() {
    let code = code_of(PROGRAM);
    let bytes = written(&code);
    assert_eq!(bodies_one_by_one(&bytes), count(&code));
    let form = Form::open(&bytes, Trust::Nobody).expect("it is sound");
    let (filename, root) = form.root().expect("it is sound");
    let filename = Arc::from(filename);
    let outer = serial::read_body(form, root, &filename, &mut Unlimited).expect("it is sound");
    let at =
        outer.constants.iter().find_map(|constant| if let Const::Packed(at) = constant { Some(*at) } else { None });
    let class = serial::whole(form, at.expect("a class"), &filename, &mut Unlimited).expect("it is sound");
    let same = code.constants.iter().find_map(|c| if let Const::Code(inner) = c { Some(inner) } else { None });
    assert_eq!(written(&class), written(same.expect("a class")));
    assert_eq!(serial::write(&outer, &mut Unlimited, &mut |_| Ok(())), Err(Unwritable::Packed));
}

fn damage(bytes: &mut Vec<u8>, random: &mut Random) {
    let at = 24 + random.below(bytes.len() - 24);
    match random.below(5) {
        0 => bytes[at] ^= 1 << random.below(8),
        1 => bytes[at] = random.below(256) as u8,
        2 => bytes.truncate(at.max(25)),
        3 => bytes.insert(at, random.below(256) as u8),
        _ => drop(bytes.remove(at)),
    }
    if bytes.len() < 26 {
        bytes.resize(26, 0);
    }
}
