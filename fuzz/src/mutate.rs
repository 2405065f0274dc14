//! Changes to source text that know what tokens and lines are.

use super::random::Random;

/// What is put in.
const TOKENS: &[&str] = &[
    "a",
    "b",
    "x",
    "self",
    "_",
    "__x",
    "0",
    "1",
    "0x1f",
    "1_000",
    "1e5",
    "1j",
    "'s'",
    "b'b'",
    "f'{x!r:>{w}}'",
    "t'{x}'",
    "rb'\\d'",
    "\"\"\"d\n\"\"\"",
    "'\\N{DIGIT ONE}'",
    "'\\x1'",
    "None",
    "True",
    "...",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    ";",
    ".",
    "->",
    ":=",
    "=",
    "==",
    "!=",
    "<",
    "<=",
    "<>",
    "+",
    "-",
    "*",
    "**",
    "/",
    "//",
    "%",
    "@",
    "&",
    "|",
    "^",
    "~",
    "<<",
    ">>",
    "+=",
    "**=",
    "//=",
    ">>=",
    "@=",
    "\\\n",
    "\n",
    "\n    ",
    "\n\t",
    "#",
    "# type: ignore\n",
    " if ",
    " else ",
    "elif ",
    "while ",
    " for ",
    " in ",
    "not ",
    " is ",
    " and ",
    " or ",
    "lambda ",
    "lambda *, a=1, **k: ",
    "def f(a, /, b=1, *c, d, **e):\n    ",
    "async def g():\n    ",
    "class C[T, *U, **V](B, metaclass=M):\n    ",
    "return ",
    "yield ",
    "yield from ",
    "await ",
    "async for ",
    "async with ",
    "with a as b, c as d:\n    ",
    "try:\n    ",
    "except A as e:\n    ",
    "except* A:\n    ",
    "finally:\n    ",
    "else:\n    ",
    "raise A from b",
    "del ",
    "global x",
    "nonlocal x",
    "import a.b as c",
    "from . import *",
    "from __future__ import annotations\n",
    "assert ",
    "pass",
    "break",
    "continue",
    "match x:\n    ",
    "case [1, *_, {'a': b, **c}, D(e, f=g)] | None as h if i:\n    ",
    "type X[T: int = str] = T\n",
    "*a, b = ",
    "x: int = 1",
    "[y for y in x if y]",
    "{k: v for k, v in x}",
    "(z async for z in y)",
    "{*a, *b}",
    "{**a}",
    "f(*a, **b)",
    "x[1:2, ...]",
    "@d\n",
    "__debug__",
    "__class__",
    "super()",
    "# coding: latin-1\n",
    "\u{feff}",
    "\u{e9}",
    "\u{20ac}",
    "\0",
    "\x0c",
];

/// Changes the first `size` bytes of `data`, of which `max_size` may be used; the new size. The first byte, which says how
/// the text is compiled, is left alone most of the time.
pub fn source(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let mut random = Random(u64::from(seed));
    let mut text = data[..size].to_vec();
    if text.is_empty() {
        text.push(0);
    }
    for _ in 0..=random.below(3) {
        step(&mut text, &mut random);
    }
    text.truncate(max_size.min(data.len()));
    data[..text.len()].copy_from_slice(&text);
    text.len()
}

fn step(text: &mut Vec<u8>, random: &mut Random) {
    match random.below(9) {
        0 => text[0] = random.next() as u8,
        1..=3 => {
            let (start, end) = token(text, random);
            let new = TOKENS[random.below(TOKENS.len())];
            let end = if random.below(2) == 0 { start } else { end };
            text.splice(start..end, new.bytes());
        }
        4 => {
            let (start, end) = token(text, random);
            text.drain(start..end);
        }
        5 => {
            let (start, end) = token(text, random);
            let copy = text[start..end].to_vec();
            let (at, _) = token(text, random);
            text.splice(at..at, copy);
        }
        6 => {
            let (start, end) = line(text, random);
            let copy = text[start..end].to_vec();
            let (at, _) = line(text, random);
            text.splice(at..at, copy);
        }
        7 => {
            let (start, end) = line(text, random);
            text.drain(start..end);
        }
        _ => {
            let (start, _) = line(text, random);
            if random.below(2) == 0 {
                let count = random.below(9);
                text.splice(start..start, std::iter::repeat_n(b' ', count));
            } else {
                let blank = text[start..].iter().take_while(|&&byte| byte == b' ').count();
                text.drain(start..start + blank.min(random.below(9)));
            }
        }
    }
}

/// Where a run of bytes of one class is, behind the first byte.
fn token(text: &[u8], random: &mut Random) -> (usize, usize) {
    if text.len() < 2 {
        return (text.len(), text.len());
    }
    let at = 1 + random.below(text.len() - 1);
    let class = |byte: u8| match byte {
        b' ' => 0,
        b'\n' => 1,
        _ if byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80 => 2,
        _ => 3,
    };
    let same = |index: &usize| class(text[*index]) == class(text[at]);
    let start = (1..=at).rev().take_while(same).last().unwrap_or(at);
    let end = (at..text.len()).take_while(same).last().unwrap_or(at) + 1;
    (start, end)
}

/// Where a line is, its end included, behind the first byte.
fn line(text: &[u8], random: &mut Random) -> (usize, usize) {
    if text.len() < 2 {
        return (text.len(), text.len());
    }
    let at = 1 + random.below(text.len() - 1);
    let start = text[1..at].iter().rposition(|&byte| byte == b'\n').map_or(1, |newline| newline + 2);
    let end = text[at..].iter().position(|&byte| byte == b'\n').map_or(text.len(), |newline| at + newline + 1);
    (start.min(end), end)
}
