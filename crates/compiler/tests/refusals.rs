//! What the compiler refuses or warns of, in CPython 3.14's words and at its places.
#![allow(clippy::disallowed_types, reason = "tests and tools allocate as they like")]

mod support;

use support::{compiled, error_of};

#[test]
fn statements_where_they_may_not_be() {
    let cases = [
        ("return 1", "'return' outside function"),
        ("break", "'break' outside loop"),
        ("continue", "'continue' not properly in loop"),
        ("class C:\n return", "'return' outside function"),
        ("yield 1", "'yield' outside function"),
        ("class C:\n yield 1", "'yield' outside function"),
        ("yield from x", "'yield from' outside function"),
        ("await x", "'await' outside function"),
        ("def f():\n await x", "'await' outside async function"),
        ("def f():\n async for x in y: pass", "'async for' outside async function"),
        ("def f():\n async with x: pass", "'async with' outside async function"),
        ("def f():\n [x async for x in y]", "asynchronous comprehension outside of an asynchronous function"),
        ("async def f():\n yield from x", "'yield from' inside async function"),
        ("async def f():\n yield\n return 1", "'return' with value in async generator"),
        ("def f():\n from a import *", "import * only allowed at module level"),
        (
            "x = 1\nfrom __future__ import annotations",
            "from __future__ imports must occur at the beginning of the file",
        ),
        (
            "while 1:\n try: pass\n except* E: break",
            "'break', 'continue' and 'return' cannot appear in an except* block",
        ),
        ("try: pass\nexcept: pass\nexcept E: pass", "default 'except:' must be last"),
        ("[(yield) for x in y]", "'yield' inside list comprehension"),
    ];
    for (source, message) in cases {
        assert_eq!(error_of(source).0, message, "{source}");
    }
}

#[test]
fn names() {
    let cases = [
        ("def f():\n x = 1\n global x", "name 'x' is assigned to before global declaration"),
        ("def f():\n print(x)\n global x", "name 'x' is used prior to global declaration"),
        ("def f(x):\n global x", "name 'x' is parameter and global"),
        ("def f(x):\n nonlocal x", "name 'x' is parameter and nonlocal"),
        ("def f():\n nonlocal x", "no binding for nonlocal 'x' found"),
        ("nonlocal x", "nonlocal declaration not allowed at module level"),
        ("def f():\n global x\n nonlocal x", "name 'x' is nonlocal and global"),
        ("def f():\n x: int\n global x", "annotated name 'x' can't be global"),
        ("def f(a, a): pass", "duplicate argument 'a' in function definition"),
        ("def f[T, T](): pass", "duplicate type parameter 'T'"),
        ("def f[T]():\n nonlocal T", "nonlocal binding not allowed for type parameter 'T'"),
        ("__debug__ = 1", "cannot assign to __debug__"),
        ("[(x := 1) for x in y]", "assignment expression cannot rebind comprehension iteration variable 'x'"),
        ("[x for x in (y := z)]", "assignment expression cannot be used in a comprehension iterable expression"),
        (
            "class C:\n [(x := 1) for y in z]",
            "assignment expression within a comprehension cannot be used in a class body",
        ),
        ("f(a=1, a=2)", "keyword argument repeated: a"),
    ];
    for (source, message) in cases {
        assert_eq!(error_of(source).0, message, "{source}");
    }
}

#[test]
fn targets_and_patterns() {
    let cases = [
        ("*a, *b = c", "multiple starred expressions in assignment"),
        ("*a = b", "starred assignment target must be in a list or tuple"),
        ("a = *b", "can't use starred expression here"),
        ("match a:\n case x: pass\n case y: pass", "name capture 'x' makes remaining patterns unreachable"),
        ("match a:\n case _: pass\n case y: pass", "wildcard makes remaining patterns unreachable"),
        ("match a:\n case [x, x]: pass", "multiple assignments to name 'x' in pattern"),
        ("match a:\n case x | [y]: pass", "name capture 'x' makes remaining patterns unreachable"),
        ("match a:\n case [x] | [y]: pass", "alternative patterns bind different names"),
        ("match a:\n case [*x, *y]: pass", "multiple starred names in sequence pattern"),
        ("match a:\n case {1: x, True: y}: pass", "mapping pattern checks duplicate key (True)"),
        ("match a:\n case C(x=1, x=2): pass", "attribute name repeated in class pattern: x"),
    ];
    for (source, message) in cases {
        assert_eq!(error_of(source).0, message, "{source}");
    }
}

#[test]
fn places() {
    assert_eq!(error_of("x = 1\nif x:\n    return x\n").1, (3, 5, 3, 13));
    assert_eq!(error_of("def f():\n global x\n nonlocal x\n").1, (2, 2, 2, 10));
    assert_eq!(error_of("é = yield 1").1, (1, 6, 1, 13));
}

#[test]
fn nesting_has_its_limit() {
    let mut source = String::new();
    for depth in 0..21 {
        source.push_str(&" ".repeat(depth));
        source.push_str("while 1:\n");
    }
    source.push_str(&" ".repeat(21));
    source.push_str("pass\n");
    assert_eq!(error_of(&source).0, "too many statically nested blocks");
}

#[test]
fn warnings() {
    let cases = [
        ("x is 1", "\"is\" with 'int' literal. Did you mean \"==\"?"),
        ("x is not 'a'", "\"is not\" with 'str' literal. Did you mean \"!=\"?"),
        ("assert (x, 'm')", "assertion is always true, perhaps remove parentheses?"),
        ("(1)(2)", "'int' object is not callable; perhaps you missed a comma?"),
        ("{1}[0]", "'set' object is not subscriptable; perhaps you missed a comma?"),
        ("[1]['a']", "list indices must be integers or slices, not str; perhaps you missed a comma?"),
        ("def f():\n try: pass\n finally: return 1", "'return' in a 'finally' block"),
        ("while x:\n try: pass\n finally: break", "'break' in a 'finally' block"),
        (
            "'\\d'",
            "\"\\d\" is an invalid escape sequence. Such sequences will not work in the future. Did you mean \"\\\\d\"? A raw string is also an option.",
        ),
    ];
    for (source, message) in cases {
        let compiled = compiled(source).unwrap_or_else(|error| panic!("{error:?}: {source}"));
        let messages: Vec<&str> = compiled.warnings.iter().map(|warning| &*warning.message).collect();
        assert_eq!(messages, [message], "{source}");
    }
    for source in ["x is None", "x is ...", "def f():\n try: pass\n finally:\n  for y in x: return"] {
        assert!(compiled(source).is_ok_and(|compiled| compiled.warnings.is_empty()), "{source}");
    }
}
