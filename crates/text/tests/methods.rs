//! `str` and `bytes` methods against CPython, in every storage width.
#![expect(clippy::disallowed_types, reason = "tests run on the host's memory")]

mod common;

use common::{Random, Text, agree, byte_out, list, out, show, show_bool, show_bytes, show_index};
use pitviper_text::edit::{self, Ends, ExpandTabs, Pad, Replace, Strip};
use pitviper_text::split::{self, RSplit, RSplitSpace, Split, SplitLines, SplitSpace};
use pitviper_text::{Chars, Rules, bytes, case, properties, repr, search, translate};
use std::ops::Range;

/// Each text of a case in its narrowest width and in wider ones; all must answer the same.
fn in_widths(chars: &[u32], answer: impl Fn(Chars<'_>) -> String) -> String {
    let narrow = answer(Text::new(chars, 1).chars());
    for least in [2, 4] {
        assert_eq!(answer(Text::new(chars, least).chars()), narrow, "width {least}");
    }
    narrow
}

fn in_width_pairs(first: &[u32], second: &[u32], answer: impl Fn(Chars<'_>, Chars<'_>) -> String) -> String {
    in_widths(first, |first| in_widths(second, |second| answer(first, second)))
}

fn bound(random: &mut Random) -> isize {
    random.below(20) as isize - 8
}

fn limit(random: &mut Random) -> Option<usize> {
    random.below(5).checked_sub(1)
}

fn ranges(text: Chars<'_>, ranges: impl IntoIterator<Item = Range<usize>>) -> String {
    list(ranges.into_iter().map(|range| show(text.slice(range))))
}

#[test]
fn find() {
    agree("find", |random| {
        let (a, b) = random.pair(30, 4);
        let (start, end) = (bound(random), bound(random));
        in_width_pairs(&a, &b, |a, b| {
            let window = search::window(a.len(), start, end);
            let found = |find: fn(Chars<'_>, Chars<'_>, Range<usize>) -> Option<usize>| {
                show_index(window.clone().and_then(|window| find(a, b, window)))
            };
            let holds = |test: fn(Chars<'_>, Chars<'_>, Range<usize>) -> bool| {
                show_bool(window.clone().is_some_and(|window| test(a, b, window)))
            };
            list([
                found(search::find),
                found(search::rfind),
                window.clone().map_or(0, |window| search::count(a, b, window)).to_string(),
                holds(search::starts_with),
                holds(search::ends_with),
            ])
        })
    });
}

#[test]
fn find_long() {
    agree("find_long", |random| {
        let (a, b) = random.pair(200, 12);
        in_width_pairs(&a, &b, |a, b| {
            list([
                show_index(search::find(a, b, 0..a.len())),
                show_index(search::rfind(a, b, 0..a.len())),
                search::count(a, b, 0..a.len()).to_string(),
            ])
        })
    });
}

#[test]
fn splitting() {
    agree("split", |random| {
        let (a, b) = random.pair(30, 3);
        let limit = limit(random);
        in_width_pairs(&a, &b, |a, b| {
            let (Some(split), Some(rsplit)) = (Split::new(a, b, limit), RSplit::new(a, b, limit)) else {
                return "-".to_owned();
            };
            let nowhere = a.len()..a.len();
            let (first, last) = (search::find(a, b, 0..a.len()), search::rfind(a, b, 0..a.len()));
            let cut = |at| split::cut_at(a, at, b.len());
            let left = first.map_or([0..a.len(), nowhere.clone(), nowhere], cut);
            let right = last.map_or([0..0, 0..0, 0..a.len()], cut);
            list([ranges(a, split), ranges(a, rsplit), ranges(a, left), ranges(a, right)])
        })
    });
}

#[test]
fn splitting_at_space() {
    agree("split_space", |random| {
        let a = random.string(20);
        let limit = limit(random);
        in_widths(&a, |a| {
            list([
                ranges(a, SplitSpace::new(a, Rules::Text, limit)),
                ranges(a, RSplitSpace::new(a, Rules::Text, limit)),
            ])
        })
    });
}

#[test]
fn lines() {
    agree("lines", |random| {
        let a = random.string(20);
        let b = random.octets(20);
        in_widths(&a, |a| {
            let octets = |keep| {
                let lines = SplitLines::new(Chars::One(&b), Rules::Bytes, keep);
                list(lines.map(|range| show_bytes(&b[range])))
            };
            list([
                ranges(a, SplitLines::new(a, Rules::Text, false)),
                ranges(a, SplitLines::new(a, Rules::Text, true)),
                octets(false),
                octets(true),
            ])
        })
    });
}

#[test]
fn replace() {
    agree("replace", |random| {
        let (a, b) = random.pair(30, 3);
        let new = random.string(3);
        let limit = limit(random);
        in_width_pairs(&a, &b, |a, b| {
            in_widths(&new, |new| {
                let plan = Replace::new(a, b, new, limit).unwrap();
                let written = out(|sink| plan.write(sink));
                assert_eq!(written.len(), plan.len());
                show(written)
            })
        })
    });
}

#[test]
fn strip() {
    agree("strip", |random| {
        let (a, b) = random.pair(20, 3);
        in_width_pairs(&a, &b, |a, b| {
            let ends = [Ends::Both, Ends::Left, Ends::Right];
            let space = ends.map(|ends| Strip::space(Rules::Text).strip(a, ends));
            let chars = ends.map(|ends| Strip::chars(b).strip(a, ends));
            let affixes = [edit::remove_prefix(a, b), edit::remove_suffix(a, b)];
            ranges(a, space.into_iter().chain(chars).chain(affixes))
        })
    });
}

#[test]
fn pad() {
    agree("pad", |random| {
        let a = random.string(8);
        let width = random.below(20);
        let fill = u32::from(random.pick(&['*', 'é', '€', '😀']));
        in_widths(&a, |a| {
            let written = |pad: Pad| show(out(|sink| pad.write(a, fill, sink)));
            list([
                written(Pad::ljust(a.len(), width)),
                written(Pad::rjust(a.len(), width)),
                written(Pad::center(a.len(), width)),
                show(out(|sink| edit::zfill(a, width, sink))),
            ])
        })
    });
}

#[test]
fn expandtabs() {
    agree("expandtabs", |random| {
        let a = random.string(20);
        let size = random.below(10);
        in_widths(&a, |a| {
            let plan = ExpandTabs::new(a, size).unwrap();
            let written = out(|sink| plan.write(sink));
            assert_eq!(written.len(), plan.len());
            show(written)
        })
    });
}

#[test]
fn cases() {
    agree("cases", |random| {
        let a = random.string(12);
        in_widths(&a, |a| {
            list([
                show(out(|sink| case::lower(a, sink))),
                show(out(|sink| case::upper(a, sink))),
                show(out(|sink| case::title(a, sink))),
                show(out(|sink| case::capitalize(a, sink))),
                show(out(|sink| case::swapcase(a, sink))),
                show(out(|sink| case::casefold(a, sink))),
            ])
        })
    });
}

#[test]
fn predicates() {
    agree("predicates", |random| {
        let a = random.string(3);
        in_widths(&a, |a| {
            let answers = [
                properties::all_alpha(a),
                properties::all_digit(a),
                properties::all_decimal(a),
                properties::all_numeric(a),
                properties::all_alnum(a),
                properties::all_space(a),
                properties::is_upper_text(a),
                properties::is_lower_text(a),
                properties::is_title_text(a),
                properties::is_identifier(a),
                properties::all_printable(a),
                a.is_ascii(),
            ];
            list(answers.map(show_bool))
        })
    });
}

#[test]
fn representation() {
    agree("representation", |random| {
        let a = random.string(40);
        let b = random.octets(40);
        in_widths(&a, |a| {
            list([
                show(out(|sink| repr::str_repr(a, sink))),
                show(out(|sink| repr::str_ascii(a, sink))),
                show(out(|sink| repr::bytes_repr(&b, sink))),
                show(out(|sink| repr::bytearray_repr(&b, sink))),
            ])
        })
    });
}

#[test]
fn compare() {
    agree("compare", |random| {
        let (a, b) = random.pair(6, 6);
        in_width_pairs(&a, &b, |a, b| list([a < b, a == b, a > b].map(show_bool)))
    });
}

#[test]
fn octet_methods() {
    agree("octet_methods", |random| {
        let a = random.octets(12);
        let limit = limit(random);
        let text = Chars::One(&a);
        let pieces = |ranges: &mut dyn Iterator<Item = Range<usize>>| list(ranges.map(|range| show_bytes(&a[range])));
        let converted = |case| show_bytes(&byte_out(|sink| bytes::convert(&a, case, sink)));
        let mut table: [u8; 256] = std::array::from_fn(|index| index as u8);
        table.reverse();
        let translated =
            |table, delete| show_bytes(&byte_out(|sink| translate::translate_bytes(&a, table, delete, sink)));
        list([
            converted(bytes::Case::Lower),
            converted(bytes::Case::Upper),
            converted(bytes::Case::Title),
            converted(bytes::Case::Capitalize),
            converted(bytes::Case::Swap),
            show_bool(bytes::is_alpha(&a)),
            show_bool(bytes::is_digit(&a)),
            show_bool(bytes::is_alnum(&a)),
            show_bool(bytes::is_space(&a)),
            show_bool(bytes::is_upper(&a)),
            show_bool(bytes::is_lower(&a)),
            show_bool(bytes::is_title(&a)),
            pieces(&mut SplitSpace::new(text, Rules::Bytes, limit)),
            pieces(&mut RSplitSpace::new(text, Rules::Bytes, limit)),
            show_bytes(&a[Strip::space(Rules::Bytes).strip(text, Ends::Both)]),
            translated(None, b"a\x80"),
            translated(Some(&table), b" "),
        ])
    });
}
