//! What the code generator makes of each construct: disassembly where the form of the code matters.
#![allow(clippy::disallowed_types, reason = "tests and tools allocate as they like")]

mod support;

use pitviper_compiler::code::{Const, LocalKind, flags};
use support::{code_of, function, listing, ops};

#[test]
fn operands_are_variables_in_place_and_results_go_to_their_variable() {
    assert_eq!(
        listing("def f(a, b):\n x = a + b * 2\n return x\n"),
        ["MulK $0 = b, 2", "Add x = a, $0!", "Return x!",]
    );
}

#[test]
fn comparisons_and_conditions_are_jumps() {
    assert_eq!(
        listing("def f(a, b):\n if a < 1 or not b is None and b: return a\n"),
        ["JumpIfLtK a, 1 x=1 -> 6", "JumpIfNone b -> 7", "JumpIfFalse b -> 7", "Return a!", "ReturnNone",]
    );
    assert_eq!(
        listing("def f(a, b):\n while a < b: a += 1\n"),
        ["JumpIfLt a, b -> 6", "AddK a = a, 1 x=1", "JumpIfLt a, b x=1 -> 2", "ReturnNone",]
    );
}

#[test]
fn loops_test_their_iterator_at_the_top() {
    assert_eq!(
        listing("def f(a):\n for x in a: x()\n else: a()\n"),
        [
            "GetIter $0 = a",
            "ForIter x = $0 -> 10",
            "Move $1 = x",
            "Call $1 = $1.., 0",
            "Clear $1 =",
            "JumpBack -> 1",
            "Move $0 = a",
            "Call $0 = $0.., 0",
            "Clear $0 =",
            "ReturnNone",
        ]
    );
}

#[test]
fn only_doubtful_variables_are_checked() {
    assert_eq!(ops("def f(a):\n if a: x = 1\n else: x = 2\n return x\n", "CheckLocal"), 0);
    assert_eq!(ops("def f(a):\n if a: x = 1\n return x\n", "CheckLocal"), 1);
    assert_eq!(ops("def f(a):\n if a: x = 1\n return x + x\n", "CheckLocal"), 1);
    assert_eq!(ops("def f(a):\n while a: a = a - 1\n return a\n", "CheckLocal"), 0);
    assert_eq!(ops("def f(a):\n for x in a: pass\n return x\n", "CheckLocal"), 1);
    assert_eq!(ops("def f(a):\n for i in a:\n  a()\n  del a\n", "CheckLocal"), 1);
    assert_eq!(ops("def f():\n try: x = 1\n except E: return 1\n return x\n", "CheckLocal"), 0);
    assert_eq!(ops("def f():\n try: x = 1\n except E: pass\n return x\n", "CheckLocal"), 1);
}

#[test]
fn swapping_needs_no_tuple() {
    assert_eq!(
        listing("def f(a, b):\n a, b = b, a + b\n"),
        ["Add $0 = a, b", "Move a = b", "Take b = $0!", "ReturnNone",]
    );
    assert_eq!(listing("def f(p):\n a, b = p\n"), ["UnpackSequence p, a.., 2 x=1", "ReturnNone"]);
}

#[test]
fn calls_keep_receivers_apart() {
    assert_eq!(
        listing("def f(a):\n return a.m(1, k=2)\n"),
        ["LoadMethod $0 = a, m", "LoadConst $2 = 1", "LoadConst $3 = 2", "CallKw $0 = $0.., 2 ('k',)", "Return $0!",]
    );
    assert_eq!(
        listing("def f(a, b):\n return a(*b, **b)\n"),
        [
            "Move $0 = a",
            "Move $2 = b",
            "BuildDict $3 = a.., 0",
            "DictMerge $3, b, $0",
            "CallEx $0 = $0..",
            "Return $0!",
        ]
    );
    assert_eq!(
        listing("class C:\n def f(self): return super().m()\n"),
        [
            "LoadGlobal $2 = super",
            "LoadFree $3 = free __class__",
            "Move $4 = self",
            "LoadSuperAttr $0 = $2.., m x=1",
            "Call $0 = $0.., 0",
            "Return $0!",
        ]
    );
}

#[test]
fn a_variable_keeps_its_value_until_the_expression_is_done() {
    // The destination is written once, at the end.
    assert_eq!(
        listing("def f(x):\n x = x and [x]\n return x\n"),
        ["JumpIfFalse x -> 4", "Move $1 = x", "BuildList x = $1.., 1", "Return x!",]
    );
    assert_eq!(
        listing("def f(x):\n return x + (x := 1) + x\n"),
        ["Move $0 = x", "LoadConst x = 1", "Add $0 = $0, x", "Add $0 = $0, x", "Return $0!",]
    );
}

#[test]
fn finally_is_there_for_each_way_out() {
    let text = "def f(a):\n try:\n  if a: return 1\n finally:\n  a()\n";
    assert_eq!(ops(text, "Call "), 3);
    let code = function(text);
    assert_eq!(code.handlers.len(), 2);
    assert!(code.handlers.iter().all(|handler| handler.keep <= handler.register));
}

#[test]
fn generators_guard_their_body() {
    assert_eq!(
        listing("def g():\n x = yield 1\n"),
        ["LoadConst $0 = 1", "Yield x = $0!, x", "ReturnNone", "CallIntrinsic $0 = $0.. x=10", "Reraise $0!",]
    );
    let code = function("def g():\n yield\n");
    assert_ne!(code.flags & flags::GENERATOR, 0);
    let code = function("async def g():\n yield\n");
    assert_ne!(code.flags & flags::ASYNC_GENERATOR, 0);
    let code = function("async def g():\n await x\n");
    assert_ne!(code.flags & flags::COROUTINE, 0);
}

#[test]
fn comprehensions_are_inlined() {
    assert_eq!(
        listing("def f(a):\n return [x for x in a if x]\n"),
        [
            "GetIter $1 = a",
            "BuildList $0 = a.., 0",
            "ForIter x = $1 -> 10",
            "JumpIfFalse x -> 2",
            "Move $2 = x",
            "ListAppend $0, $2!",
            "JumpBack -> 2",
            "Clear x =",
            "Return $0!",
        ]
    );
    let code = function("def f(a):\n return [x for x in a]\n");
    assert_eq!(code.locals.get(1).map(|local| local.1), Some(LocalKind::Hidden));
}

#[test]
fn constants_are_folded_as_far_as_in_cpython() {
    let constants = |source: &str| {
        let code = code_of(source);
        code.constants.iter().filter(|c| !matches!(c, Const::None)).map(|c| format!("{c:?}")).collect::<Vec<_>>()
    };
    assert_eq!(constants("x = 2 ** 10 - 1\n"), ["Int(1023)"]);
    assert_eq!(constants("x = 1 << 100\n"), ["BigInt(false, [0, 68719476736])"]);
    assert_eq!(constants("x = -7 // 2, -7 % 3\n"), ["Tuple([Int(-4), Int(2)])"]);
    assert_eq!(constants("x = 1 - 2j\n"), ["Complex(1.0, -2.0)"]);
    assert_eq!(constants("x = (1, 2)[1]\n"), ["Int(2)"]);
    assert_eq!(constants("x = not 0\n"), ["Bool(true)"]);
    assert_eq!(constants("x = a in {1, 2}\n"), ["FrozenSet([Int(1), Int(2)])"]);
    assert_eq!(constants("for x in [1, 2]: pass\n"), ["Tuple([Int(1), Int(2)])"]);
    assert_eq!(constants("x = 1 / 0\n"), ["Int(1)", "Int(0)"]);
    assert_eq!(constants("x = 'ab' * 3 + 'c'\n"), ["Str([97, 98, 97, 98, 97, 98, 99])"]);
    assert_eq!(
        constants("x = 0.0; y = -0.0; z = 0; w = False\n"),
        ["Float(0.0)", "Float(-0.0)", "Int(0)", "Bool(false)"]
    );
}

#[test]
fn functions_know_their_parameters() {
    let code = function("def f(a, /, b, *c, d, **e):\n 'doc'\n g = 1\n return lambda: (b, g)\n");
    assert_eq!((code.arg_count, code.posonly_count, code.kwonly_count), (2, 1, 1));
    let names: Vec<&str> = code.locals.names.iter().collect();
    assert_eq!(names, ["a", "b", "d", "c", "e", "g"]);
    assert_eq!(code.locals.get(1).map(|local| local.1), Some(LocalKind::Cell));
    assert!(matches!(code.docstring(), Some(Const::Str(text)) if &**text == b"doc"));
    let Some(Const::Code(inner)) = code.constants.last() else { panic!("no lambda") };
    assert_eq!(&*inner.qualname, "f.<locals>.<lambda>");
    assert_eq!(inner.free.iter().collect::<Vec<_>>(), ["b", "g"]);
}

#[test]
fn classes_hand_out_their_cells() {
    let text = "class C:\n def f(self):\n  self.y = self.x = __class__\n";
    let code = code_of(text);
    let Some(Const::Code(class)) = code.constants.first() else { panic!("no class") };
    let texts = |constant: &Const| match constant {
        Const::Tuple(items) => items.iter().map(|item| format!("{item:?}")).collect(),
        _ => Vec::new(),
    };
    let wanted = ["x", "y"].map(|name| format!("{:?}", Const::Str(name.as_bytes().into())));
    assert!(class.constants.iter().any(|constant| texts(constant) == wanted));
    assert_eq!(class.locals.name(0), "__class__");
    assert!(class.names.iter().any(|name| name == "__classcell__"));
}

#[test]
fn annotations_are_functions() {
    let code = function("def f(a: int, *b: str) -> x: pass\n");
    assert!(code.constants.iter().all(|constant| !matches!(constant, Const::Code(_))));
    let module = code_of("def f(a: int, *b: str) -> x: pass\n");
    let Some(Const::Code(annotate)) = module.constants.first() else { panic!("no annotate function") };
    assert_eq!(&*annotate.name, "__annotate__");
    assert_eq!(annotate.locals.name(0), "format");
    let module = code_of("from __future__ import annotations\nx: 'a' | b[1:2] = 1\n");
    let text = |c: &Const| matches!(c, Const::Str(text) if &**text == b"'a' | b[1:2]");
    assert!(module.constants.iter().any(text));
}
