//! Inputs that would hang a quadratic search, and sinks that refuse at every point in turn.
#![expect(clippy::disallowed_types, reason = "tests run on the host's memory")]

mod common;

use common::Text;
use pitviper_text::codecs::{self, Encoding, Handler, Tail};
use pitviper_text::edit::{ExpandTabs, Pad, Replace, TooLong};
use pitviper_text::split::{RSplit, Split};
use pitviper_text::{ByteSink, Chars, Sink, Width, case, escapes, repr, search};

const LONG: usize = 400_000;

/// Texts and patterns whose naive comparison takes some 10^10 steps.
fn hard(least: usize) -> [(Text, Text); 4] {
    let letter = if least == 1 { 0x61 } else { 0x3B1 };
    let run = |len| vec![letter; len];
    let with = |mut chars: Vec<u32>, at: usize, ch: u32| {
        chars.insert(at, ch);
        chars
    };
    let fibonacci = |steps: usize| {
        let (mut last, mut next) = (vec![letter], vec![letter, letter + 1]);
        for _ in 0..steps {
            let longer = [next.as_slice(), last.as_slice()].concat();
            last = std::mem::replace(&mut next, longer);
        }
        next
    };
    [
        (run(LONG), with(run(LONG / 2), LONG / 2, letter + 1)),
        (run(LONG), with(run(LONG / 2), 0, letter + 1)),
        (run(LONG), with(run(LONG / 2), LONG / 4, letter + 1)),
        (fibonacci(25), with(fibonacci(22), 20_000, letter + 2)),
    ]
    .map(|(text, pattern)| (Text::new(&text, least), Text::new(&pattern, least)))
}

#[test]
fn search_is_linear() {
    for (text, pattern) in [1, 2, 4].into_iter().flat_map(hard) {
        let (text, pattern) = (text.chars(), pattern.chars());
        assert_eq!(search::find(text, pattern, 0..text.len()), None);
        assert_eq!(search::rfind(text, pattern, 0..text.len()), None);
        assert_eq!(search::count(text, pattern, 0..text.len()), 0);
    }
}

#[test]
fn many_matches_are_linear() {
    for least in [1, 2, 4] {
        let text = Text::new(&vec![0x61; LONG], least);
        let pattern = Text::new(&[0x61, 0x61], least);
        let (text, pattern) = (text.chars(), pattern.chars());
        assert_eq!(search::count(text, pattern, 0..text.len()), LONG / 2);
        assert_eq!(Split::new(text, pattern, None).unwrap().count(), LONG / 2 + 1);
        assert_eq!(RSplit::new(text, pattern, None).unwrap().count(), LONG / 2 + 1);
    }
}

#[test]
fn sigmas_are_linear() {
    let text = Text::new(&[0x27, 0x3A3].repeat(LONG), 1);
    assert_eq!(common::out(|sink| case::lower(text.chars(), sink)).len(), 2 * LONG);
}

/// Says no at its n-th call.
struct Refusing(usize);

impl Refusing {
    fn call(&mut self) -> Result<(), &'static str> {
        self.0 = self.0.checked_sub(1).ok_or("full")?;
        Ok(())
    }
}

impl Sink for Refusing {
    type Error = &'static str;

    fn push(&mut self, _: u32) -> Result<(), &'static str> {
        self.call()
    }

    fn push_run(&mut self, _: Chars<'_>) -> Result<(), &'static str> {
        self.call()
    }

    fn push_ascii(&mut self, _: &[u8]) -> Result<(), &'static str> {
        self.call()
    }
}

impl ByteSink for Refusing {
    type Error = &'static str;

    fn push_bytes(&mut self, _: &[u8]) -> Result<(), &'static str> {
        self.call()
    }
}

/// Runs with a sink that refuses ever later, until it no longer does.
fn ladder(name: &str, run: impl Fn(&mut Refusing) -> bool) {
    let steps = (0..10_000).position(|calls| run(&mut Refusing(calls)));
    assert!(steps.is_some_and(|steps| steps > 0), "{name}: {steps:?}");
}

#[test]
fn refusal_is_passed_on() {
    let text = Text::from(&"aßΣ'\n\u{1F600} \t\\ plain ascii that is long enough ".repeat(40));
    let text = text.chars();
    let encoding = |name| Encoding::named(Text::from(name).chars()).unwrap();
    ladder("lower", |sink| case::lower(text, sink).is_ok());
    ladder("upper", |sink| case::upper(text, sink).is_ok());
    ladder("title", |sink| case::title(text, sink).is_ok());
    ladder("casefold", |sink| case::casefold(text, sink).is_ok());
    ladder("repr", |sink| repr::str_repr(text, sink).is_ok());
    ladder("pad", |sink| Pad::center(0, 1000).write(text, 0x20, sink).is_ok());
    let plan = Replace::new(text, text.slice(0..1), text.slice(1..3), None).unwrap();
    ladder("replace", |sink| plan.write(sink).is_ok());
    let plan = ExpandTabs::new(text, 8).unwrap();
    ladder("expandtabs", |sink| plan.write(sink).is_ok());
    ladder("literal", |sink| escapes::decode_str("a\\n\\N{BULLET}b\\d", sink).is_ok());
    for name in ["utf-8", "ascii", "utf-16", "utf-32"] {
        let handler = Handler::BackslashReplace;
        ladder(name, |sink| codecs::encode(encoding(name), text, handler, sink).is_ok());
        let bytes = b"abc\xFF\xC3\xA9".repeat(100);
        ladder(name, |sink| codecs::decode(encoding(name), &bytes, handler, Tail::Final, sink).is_ok());
    }
}

#[test]
fn sizes_do_not_wrap() {
    let tabs = Text::from("\t\t");
    assert_eq!(ExpandTabs::new(tabs.chars(), usize::MAX).err(), Some(TooLong));
    assert_eq!(ExpandTabs::new(tabs.chars(), isize::MAX.unsigned_abs()).err(), Some(TooLong));
    let pad = Pad::center(1, usize::MAX);
    assert_eq!(pad.left + pad.right, usize::MAX - 1);
    assert_eq!(search::window(3, isize::MIN, isize::MAX), Some(0..3));
    assert_eq!(search::window(3, 4, isize::MAX), None);
}

#[test]
fn text_wider_than_it_needs() {
    let wide = Text::new(&[0x61, 0x62], 4);
    assert_eq!(wide.chars().width(), Width::One);
    assert_eq!(wide.chars(), Chars::One(b"ab"));
    assert_eq!(search::find(Chars::One(b"xxab"), wide.chars(), 0..4), Some(2));
    assert_eq!(search::rfind(Chars::One(b"abxab"), wide.chars(), 0..5), Some(3));
    assert_eq!(wide.chars().slice(5..9).len(), 0);
}
