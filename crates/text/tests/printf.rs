//! `%` templates: what is read, and what came before a mistake.
#![expect(clippy::disallowed_types, reason = "tests run on the host's memory")]

mod common;

use common::Text;
use pitviper_text::Rules;
use pitviper_text::fields::printf::{Amount, Directive, Flags, Piece, PrintfError, Template};

fn pieces(template: &str) -> Vec<Piece> {
    let text = Text::from(template);
    Template::new(text.chars()).collect()
}

fn plain(conversion: char, index: usize) -> Directive {
    Directive { conversion: conversion.into(), index, ..Directive::default() }
}

#[test]
fn directives() {
    assert_eq!(pieces(""), []);
    assert_eq!(pieces("ab"), [Piece::Literal(0..2)]);
    assert_eq!(
        pieces("a%s€%%%d"),
        [
            Piece::Literal(0..1),
            Piece::Directive(plain('s', 2)),
            Piece::Literal(3..4),
            Piece::Literal(4..5),
            Piece::Directive(plain('d', 7)),
        ]
    );
    assert_eq!(
        pieces("%(a(b)c)-+ #010.3lf"),
        [Piece::Directive(Directive {
            key: Some(2..7),
            flags: Flags { left: true, sign: true, blank: true, alternate: true, zero: true },
            width: Amount::Fixed(10),
            precision: Amount::Fixed(3),
            conversion: 'f'.into(),
            index: 18,
        })]
    );
    assert_eq!(
        pieces("%*.*x%.f%5%"),
        [
            Piece::Directive(Directive { width: Amount::Argument, precision: Amount::Argument, ..plain('x', 4) }),
            Piece::Directive(Directive { precision: Amount::Fixed(0), ..plain('f', 7) }),
            Piece::Directive(Directive { width: Amount::Fixed(5), ..plain('%', 10) }),
        ]
    );
    assert_eq!(pieces("%lld")[0], Piece::Directive(plain('l', 2)));
}

#[test]
fn broken_directives() {
    let broken = |template: &str| match pieces(template).pop() {
        Some(Piece::Broken(directive, error)) => (directive, error),
        other => panic!("{template}: {other:?}"),
    };
    for template in ["%", "%-", "%.", "%l", "%5", "a%"] {
        assert_eq!(broken(template).1, PrintfError::IncompleteFormat, "{template}");
    }
    let (directive, error) = broken("%(a");
    assert_eq!((directive.key, error), (Some(2..3), PrintfError::IncompleteKey));
    let (directive, error) = broken("%(a)*");
    assert_eq!(error.message(Rules::Text), "incomplete format");
    assert_eq!((directive.key, directive.width), (Some(2..3), Amount::Argument));
    let big = "9".repeat(20);
    assert_eq!(broken(&format!("%{big}d")).1, PrintfError::WidthTooBig);
    let (directive, error) = broken(&format!("%*.{big}d"));
    assert_eq!(directive.width, Amount::Argument);
    assert_eq!(error.message(Rules::Text), "precision too big");
    assert_eq!(error.message(Rules::Bytes), "prec too big");
    assert_eq!(broken("%.2147483648d").1, PrintfError::PrecisionTooBig);
    assert_eq!(
        pieces("%.2147483647d").pop(),
        Some(Piece::Directive(Directive { precision: Amount::Fixed(0x7FFF_FFFF), ..plain('d', 12) }))
    );
}
