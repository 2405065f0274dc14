//! Codecs, literals, templates and hashes against CPython.
#![expect(clippy::disallowed_types, reason = "tests run on the host's memory")]

mod common;

use common::{ByteOut, Out, Random, TABLE, Text, agree, crc32, list, show, show_bytes, show_str};
use pitviper_text::codecs::{self, Encoding, Failure, Fault, Handler, Tail, decode_run, encode_run, utf8};
use pitviper_text::escapes::{self, EscapeError, Escapes, InvalidKind};
use pitviper_text::fields::format::{First, Path, Step, Template};
use pitviper_text::hash::{Key, hash_str};
use pitviper_text::{Chars, Width};
use std::convert::Infallible;
use std::ops::Range;

const ENCODINGS: [&str; 10] =
    ["utf-8", "utf-8-sig", "latin-1", "ascii", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"];
const HANDLERS: [Handler; 7] = [
    Handler::Strict,
    Handler::Ignore,
    Handler::Replace,
    Handler::BackslashReplace,
    Handler::SurrogateEscape,
    Handler::SurrogatePass,
    Handler::XmlCharRefReplace,
];

fn encoding(random: &mut Random) -> Encoding {
    let name = Text::from(random.pick(&ENCODINGS));
    Encoding::named(name.chars()).unwrap()
}

fn failed(failure: Failure<Infallible>, name: &str) -> String {
    match failure {
        Failure::Fault(Fault { start, end, reason }) => {
            list([show_str("!"), show_str(name), start.to_string(), end.to_string(), show_str(reason)])
        }
        Failure::Unsupported(_) => list([show_str("?")]),
    }
}

#[test]
fn decode() {
    agree("decode", |random| {
        let bytes = random.octets(12);
        let encoding = encoding(random);
        let handler = random.pick(&HANDLERS);
        let (codec, skipped) = encoding.detect(&bytes);
        if codec == codecs::Codec::Utf8 && skipped != 0 {
            return "-".to_owned();
        }
        let mut out = Out::default();
        match codecs::decode(encoding, &bytes, handler, Tail::Final, &mut out) {
            Ok(used) => {
                assert_eq!(used, bytes.len());
                show(out.0)
            }
            Err(failure) => failed(failure, encoding.detect(&bytes).0.name()),
        }
    });
}

#[test]
fn encode() {
    agree("encode", |random| {
        let chars = random.string(12);
        let encoding = encoding(random);
        let handler = random.pick(&HANDLERS);
        let answers = [1, 2, 4].map(|least| {
            let mut out = ByteOut::default();
            let text = Text::new(&chars, least);
            match codecs::encode(encoding, text.chars(), handler, &mut out) {
                Ok(()) => show_bytes(&out.0),
                Err(failure) => failed(failure, encoding.name()),
            }
        });
        assert!(answers[0] == answers[1] && answers[1] == answers[2]);
        answers[0].clone()
    });
}

/// Measuring and filling agree with decoding, encoding undoes it, and cutting the input anywhere
/// changes nothing.
#[test]
fn utf8_passes_agree() {
    let mut random = Random::new(3);
    for _ in 0..20_000 {
        let bytes = random.octets(12);
        let mut out = Out::default();
        let Ok(run) = decode_run(codecs::Codec::Utf8, &bytes, 0, Tail::Final, &mut out);
        let measured = utf8::measure(&bytes);
        assert_eq!(measured.err(), run.fault);
        let Ok(measured) = measured else { continue };
        assert_eq!((measured.len, measured.ascii), (out.0.len(), bytes.is_ascii()));
        let text = Text::new(&out.0, 1);
        assert_eq!(measured.width, text.chars().stored_width());
        let mut filled = [0; 16];
        let mut narrow = [0; 16];
        let len = utf8::fill_four(&bytes, &mut filled);
        assert_eq!(filled[..len], out.0[..]);
        if measured.width == Width::One {
            let len = utf8::fill_one(&bytes, &mut narrow);
            assert_eq!(Chars::One(&narrow[..len]), text.chars());
        }
        let mut back = ByteOut::default();
        let Ok(_) = encode_run(codecs::Codec::Utf8, text.chars(), 0, &mut back);
        assert_eq!(back.0, bytes);
        assert_eq!(utf8::encoded_len(text.chars()), Ok(bytes.len()));
    }
}

#[test]
fn input_in_pieces() {
    let mut random = Random::new(5);
    for _ in 0..20_000 {
        let bytes = random.octets(12);
        let codec = encoding(&mut random).codec;
        let cut = random.below(bytes.len() + 1);
        let mut whole = Out::default();
        let Ok(expected) = decode_run(codec, &bytes, 0, Tail::Final, &mut whole);
        let mut pieces = Out::default();
        let Ok(mut run) = decode_run(codec, &bytes[..cut], 0, Tail::More, &mut pieces);
        if run.fault.is_none() {
            let Ok(rest) = decode_run(codec, &bytes, run.next, Tail::Final, &mut pieces);
            run = rest;
        }
        assert_eq!(run, expected);
        assert_eq!(pieces.0, whole.0);
    }
}

#[test]
fn any_input_is_safe() {
    let none = codecs::Codec::Utf8;
    let Ok(run) = decode_run(none, b"a", 99, Tail::Final, &mut Out::default());
    assert_eq!((run.next, run.fault), (1, None));
    assert_eq!(utf8::fill_four(&[0xF0, 0x80, 0xFF, 0xC3], &mut [0; 2]), 1);
    let outside = Chars::Four(&[u32::MAX]);
    for handler in HANDLERS {
        for name in ENCODINGS {
            let encoding = Encoding::named(Text::from(name).chars()).unwrap();
            let _ = codecs::encode(encoding, outside, handler, &mut ByteOut::default());
        }
    }
}

const SCRAPS: &[&str] = &[
    "\\n",
    "\\x4",
    "\\x41",
    "\\u00e9",
    "\\u12",
    "\\U0001F600",
    "\\U00110000",
    "\\U001",
    "\\7",
    "\\400",
    "\\777",
    "\\N{BULLET}",
    "\\N{bullet}",
    "\\N{nope}",
    "\\N",
    "\\N{",
    "\\N{}",
    "\\d",
    "\\\\",
    "\\'",
    "\\\n",
    "a",
    "é",
    "\\é",
    "😀",
    "\\\r\n",
    "\r",
    "\r\n",
    "\\a\\b\\f\\r\\t\\v",
    "\\08",
    "\\N{é}",
    "z",
    "f",
    "\\N{line feed}",
    "\\xg1",
];

fn literal<E>(value: String, found: Result<Escapes, EscapeError<E>>) -> String {
    let error = match found {
        Ok(Escapes { invalid }) => {
            let warning = invalid.map(|invalid| match invalid.kind {
                InvalidKind::Char(ch) => warning(&char::from(ch).to_string(), "escape sequence"),
                InvalidKind::Octal(value) => warning(&format!("{value:o}"), "octal escape sequence"),
            });
            return list([value, list(warning)]);
        }
        Err(EscapeError::Text(fault)) => format!(
            "(unicode error) 'unicodeescape' codec can't decode bytes in position {}-{}: {}",
            fault.start,
            fault.end - 1,
            fault.reason
        ),
        Err(EscapeError::Hex { position }) => {
            format!("(value error) invalid \\x escape at position {position}")
        }
        Err(EscapeError::Trailing | EscapeError::Sink(_)) => unreachable!(),
    };
    list([show_str(&error)])
}

fn warning(escape: &str, kind: &str) -> String {
    show_str(&format!(
        "\"\\{escape}\" is an invalid {kind}. Such sequences will not work in the future. \
         Did you mean \"\\\\{escape}\"? A raw string is also an option."
    ))
}

#[test]
fn text_literals() {
    agree("text_literal", |random| {
        let body: String = (0..random.below(6)).map(|_| random.pick(SCRAPS)).collect();
        let mut out = Out::default();
        let found = escapes::decode_str(&body, &mut out);
        literal(show(out.0), found)
    });
}

#[test]
fn bytes_literals() {
    agree("bytes_literal", |random| {
        let scraps: Vec<_> = (0..random.below(6)).map(|_| random.pick(SCRAPS)).collect();
        let body: String = scraps.into_iter().filter(|scrap| scrap.is_ascii()).collect();
        let mut out = ByteOut::default();
        let found = escapes::decode_bytes(body.as_bytes(), &mut out);
        literal(show_bytes(&out.0), found)
    });
}

#[test]
fn literal_ends() {
    let mut out = Out::default();
    assert!(escapes::decode_str("a\\", &mut out).is_ok());
    assert_eq!(out.0, [0x61, 0x5C]);
    let trailing = escapes::decode_bytes(b"a\\", &mut ByteOut::default());
    assert_eq!(trailing, Err(EscapeError::Trailing));
    let mut out = Out::default();
    let Ok(()) = escapes::decode_raw("a\r\n\\n\r", &mut out);
    assert_eq!(show(out.0), show_str("a\n\\n\n"));
}

fn format_text(random: &mut Random, longest: usize) -> Vec<u32> {
    let letters: Vec<u32> = "{}[]!:.a0\u{660}1é{}".chars().map(u32::from).collect();
    (0..random.below(longest)).map(|_| random.pick(&letters)).collect()
}

#[test]
fn format_templates() {
    agree("template", |random| {
        let text = Text::new(&format_text(random, 12), 1);
        let text = text.chars();
        let shown = |range: Range<usize>| show(text.slice(range));
        list(Template::new(text).map(|part| match part {
            Err(error) => list([show_str(error.message())]),
            Ok(part) => match part.field {
                None => list([shown(part.literal), "-".into(), "-".into(), "-".into()]),
                Some(field) => list([
                    shown(part.literal),
                    shown(field.name),
                    shown(field.spec),
                    field.conversion.map_or_else(|| "-".into(), |ch| show([ch])),
                ]),
            },
        }))
    });
}

#[test]
fn format_paths() {
    agree("path", |random| {
        let mut chars = format_text(random, 8);
        if random.below(20) == 0 {
            chars.extend("[99999999999999999999]".chars().map(u32::from));
        }
        let text = Text::new(&chars, 1);
        let text = text.chars();
        let (first, path) = match Path::new(text, 0..text.len()) {
            Ok(both) => both,
            Err(error) => return list([list([show_str(error.message())])]),
        };
        let first = match first {
            First::Auto => String::new(),
            First::Index(index) => index.to_string(),
            First::Name(range) => show(text.slice(range)),
        };
        let steps = path.map(|step| match step {
            Err(error) => list([show_str(error.message())]),
            Ok(Step::Attribute(name)) => list(["1".into(), show(text.slice(name))]),
            Ok(Step::Index(index)) => list(["0".into(), index.to_string()]),
            Ok(Step::Key(key)) => list(["0".into(), show(text.slice(key))]),
        });
        list(std::iter::once(first).chain(steps))
    });
}

#[test]
fn hashes() {
    for seed in [0, 1, 42, u32::MAX] {
        let key = Key::from_seed(seed);
        let mut random = Random::new(7);
        let hashes = (0..400).map(|_| {
            let text = Text::new(&random.string(40), 1);
            hash_str(key, text.chars()).to_string()
        });
        let line = format!("hash {seed} {:08x}", crc32(list(hashes).as_bytes()));
        assert!(TABLE.lines().any(|known| known == line), "differs: {line}");
    }
}
