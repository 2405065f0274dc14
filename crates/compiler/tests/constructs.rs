//! Every construct of the language becomes CPython 3.14's tree.
//!
//! `data/constructs.tsv` holds what CPython answered: source, `ast.dump(…, include_attributes=True)` (large ints in
//! hexadecimal).
#![expect(clippy::disallowed_types, reason = "tests run on the host's memory")]

mod common;

use common::unescape;
use pitviper_compiler::ast::Unlimited;
use pitviper_compiler::ast::dump::dump;
use pitviper_compiler::parse::{parse_expression, parse_module};

#[test]
fn trees_are_cpythons() {
    let mut wrong = Vec::new();
    for line in include_str!("data/constructs.tsv").lines() {
        let (source, expected) = line.split_once('\t').expect("two cells");
        let mut found = String::new();
        match parse_module(&*unescape(source), &mut Unlimited) {
            Ok(tree) => dump(&tree, true, &mut found).expect("a string takes anything"),
            Err(error) => found = format!("{error:?}"),
        }
        if found != unescape(expected) {
            wrong.push(format!("{source}\n  expected {expected}\n  found    {found}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn warnings_are_noted_in_order() {
    let source = "x = '\\d'\ny = 1if x else f'\\{x}'\nz = b'\\400'\n";
    let tree = parse_module(source, &mut Unlimited).expect("a tree");
    let found: Vec<_> = tree.warnings().iter().map(|w| (w.line, tree.warning_message(w).to_owned())).collect();
    let escape = |text: &str, kind: &str| {
        format!(
            "\"{text}\" is an invalid {kind}escape sequence. Such sequences will not work in the future. Did you mean \
             \"\\{text}\"? A raw string is also an option."
        )
    };
    assert_eq!(
        found,
        [
            (1, escape("\\d", "")),
            (2, "invalid decimal literal".to_owned()),
            (2, escape("\\{", "")),
            (3, escape("\\400", "octal ")),
        ]
    );
}

#[test]
fn expressions_have_trees_of_their_own() {
    let tree = parse_expression("a + 1", &mut Unlimited).expect("a tree");
    let mut found = String::new();
    dump(&tree, false, &mut found).expect("a string takes anything");
    assert_eq!(found, "Expression(body=BinOp(left=Name(id='a', ctx=Load()), op=Add(), right=Constant(value=1)))");
}
