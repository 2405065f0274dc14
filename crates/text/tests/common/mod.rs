//! What the tests share: the case generator of `generate.py`, sinks over `Vec`, check sums.
#![allow(
    clippy::disallowed_types,
    dead_code,
    reason = "tests run on the host's memory, and each uses its part of this"
)]

use pitviper_text::{ByteSink, Chars, Sink};
use std::convert::Infallible;
use std::fmt::Write;

pub const TABLE: &str = include_str!("../data/python314.txt");
pub const GROUP: usize = 500;
pub const GROUPS: usize = 6;

/// Text in the narrowest width, or on request a wider one.
#[derive(Clone, Debug)]
pub enum Text {
    One(Vec<u8>),
    Two(Vec<u16>),
    Four(Vec<u32>),
}

impl Text {
    pub fn new(chars: &[u32], least: usize) -> Text {
        let max = chars.iter().copied().max().unwrap_or(0);
        if max < 0x100 && least <= 1 {
            Text::One(chars.iter().map(|&ch| ch as u8).collect())
        } else if max < 0x10000 && least <= 2 {
            Text::Two(chars.iter().map(|&ch| ch as u16).collect())
        } else {
            Text::Four(chars.to_vec())
        }
    }

    pub fn from(text: &str) -> Text {
        Text::new(&text.chars().map(u32::from).collect::<Vec<_>>(), 1)
    }

    pub fn chars(&self) -> Chars<'_> {
        match self {
            Text::One(units) => Chars::One(units),
            Text::Two(units) => Chars::Two(units),
            Text::Four(units) => Chars::Four(units),
        }
    }
}

#[derive(Default)]
pub struct Out(pub Vec<u32>);

impl Sink for Out {
    type Error = Infallible;

    fn push(&mut self, ch: u32) -> Result<(), Infallible> {
        self.0.push(ch);
        Ok(())
    }

    fn push_run(&mut self, part: Chars<'_>) -> Result<(), Infallible> {
        self.0.extend(part.iter());
        Ok(())
    }

    fn push_ascii(&mut self, text: &[u8]) -> Result<(), Infallible> {
        assert!(text.is_ascii());
        self.0.extend(text.iter().map(|&byte| u32::from(byte)));
        Ok(())
    }
}

#[derive(Default)]
pub struct ByteOut(pub Vec<u8>);

impl ByteSink for ByteOut {
    type Error = Infallible;

    fn push_bytes(&mut self, bytes: &[u8]) -> Result<(), Infallible> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }
}

pub fn out(run: impl FnOnce(&mut Out) -> Result<(), Infallible>) -> Vec<u32> {
    let mut out = Out::default();
    let Ok(()) = run(&mut out);
    out.0
}

pub fn byte_out(run: impl FnOnce(&mut ByteOut) -> Result<(), Infallible>) -> Vec<u8> {
    let mut out = ByteOut::default();
    let Ok(()) = run(&mut out);
    out.0
}

pub fn show(chars: impl IntoIterator<Item = u32>) -> String {
    let mut shown = String::new();
    for ch in chars {
        let comma = if shown.is_empty() { "" } else { "," };
        let _ = write!(shown, "{comma}{ch:x}");
    }
    shown
}

pub fn show_str(text: &str) -> String {
    show(text.chars().map(u32::from))
}

pub fn show_bytes(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut shown, byte| {
        let _ = write!(shown, "{byte:02x}");
        shown
    })
}

pub fn show_index(index: Option<usize>) -> String {
    index.map_or_else(|| "-1".to_owned(), |index| index.to_string())
}

pub fn show_bool(value: bool) -> String {
    u8::from(value).to_string()
}

pub fn list(items: impl IntoIterator<Item = String>) -> String {
    let wrapped: Vec<_> = items.into_iter().map(|item| format!("[{item}]")).collect();
    wrapped.join(";")
}

pub fn crc32(data: &[u8]) -> u32 {
    !data.iter().fold(!0, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| crc >> 1 ^ (0xEDB8_8320 & (crc & 1).wrapping_neg()))
    })
}

pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Random(seed)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    pub fn string(&mut self, longest: usize) -> Vec<u32> {
        let alphabet = self.pick(ALPHABETS);
        let len = self.below(longest + 1);
        (0..len).map(|_| self.pick(alphabet)).collect()
    }

    pub fn pair(&mut self, longest: usize, shortest: usize) -> (Vec<u32>, Vec<u32>) {
        let alphabet = self.pick(ALPHABETS);
        let few = &alphabet[..1 + self.below(alphabet.len().min(3))];
        let len = self.below(longest + 1);
        let text = (0..len).map(|_| self.pick(few)).collect();
        if self.below(4) == 0 {
            return (text, self.string(shortest));
        }
        let len = self.below(shortest + 1);
        (text, (0..len).map(|_| self.pick(few)).collect())
    }

    pub fn octets(&mut self, longest: usize) -> Vec<u8> {
        let alphabet = self.pick(BYTES);
        let len = self.below(longest + 1);
        (0..len).map(|_| self.pick(alphabet)).collect()
    }
}

const ALPHABETS: &[&[u32]] = &[
    &[0x61, 0x62],
    &[0x61, 0x62, 0x20, 0x09, 0x0A, 0x0D],
    &[0x61, 0xE9, 0x85, 0xA0, 0x1C, 0x20, 0xDF, 0xB5, 0x27, 0x22, 0x5C],
    &[0x61, 0x3A3, 0x41, 0x130, 0x2028, 0x3000, 0x27, 0xAD, 0x345, 0x2E, 0x1C5, 0x149, 0xFB01],
    &[0x61, 0x62, 0x1F600, 0x10FFFF, 0x20],
    &[0xD800, 0xDC80, 0xDCFF, 0x61, 0xE9, 0x20AC, 0x10400],
    &[0x100, 0x101],
    &[0x2B, 0x2D, 0x30, 0x31, 0x660, 0xB2, 0x4E00, 0x7F, 0x00],
];

const BYTES: &[&[u8]] = &[
    &[0x61, 0x20, 0x0A, 0x0D, 0x0B, 0x1C, 0x41, 0x30],
    &[0x61, 0xC3, 0xA9, 0xE2, 0x82, 0xAC, 0xED, 0xA0, 0x80],
    &[0xF0, 0x9F, 0x98, 0x80, 0xF4, 0x90, 0x8F, 0xBF, 0xC0, 0xC1, 0xF5, 0xFF, 0xE0],
    &[0x00, 0xD8, 0xDC, 0x61, 0x10, 0x01],
    &[0xFF, 0xFE, 0x00, 0x61, 0xEF, 0xBB, 0xBF],
    &[0x27, 0x22, 0x5C, 0x61, 0x7F, 0x09, 0xE9],
];

/// Runs the cases called `name` and holds their check sums against CPython's.
pub fn agree(name: &str, mut case: impl FnMut(&mut Random) -> String) {
    let mut random = Random::new(crc32(name.as_bytes()).into());
    let dump = std::env::var("PITVIPER_TEXT_DUMP").is_ok_and(|wanted| wanted == name);
    for group in 0..GROUPS {
        let shown: Vec<_> = (0..GROUP).map(|_| case(&mut random)).collect();
        if dump {
            for (index, line) in shown.iter().enumerate() {
                println!("{} {line}", group * GROUP + index);
            }
            continue;
        }
        let total = crc32(shown.join("\n").as_bytes());
        let line = format!("op {name} {group} {total:08x}");
        assert!(TABLE.lines().any(|known| known == line), "differs: {line}");
    }
}
