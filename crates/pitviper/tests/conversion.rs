//! Values on their way between Rust and Python.
#![expect(clippy::disallowed_types, reason = "tests run on the host's memory")]

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Debug;

use pitviper::{Bytes, Error, FromPython, Interpreter, Serde, ToPython};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

fn interpreter() -> Interpreter {
    Interpreter::builder().memory_limit(32 << 20).build().expect("memory")
}

/// A value goes in, is equal to an expression there, and comes back.
fn round<T: ToPython + FromPython + Clone + PartialEq + Debug>(python: &mut Interpreter, value: T, source: &str) {
    python.set("value", value.clone()).expect("set");
    let check = format!("value == ({source}) and type(value) is type({source})");
    assert!(python.eval::<bool>(check.as_str()).expect("compared"), "{value:?} is not {source}");
    assert_eq!(python.get::<T>("value").expect("read"), value);
}

fn wrong<T: FromPython + Debug>(python: &mut Interpreter, source: &str) -> String {
    match python.eval::<T>(source) {
        Err(Error::Conversion(error)) => error.to_string(),
        other => panic!("{source}: {other:?}"),
    }
}

#[test]
fn numbers() {
    let python = &mut interpreter();
    round(python, i8::MIN, "-128");
    round(python, u8::MAX, "255");
    round(python, i64::MIN, "-2**63");
    round(python, i64::MAX, "2**63 - 1");
    round(python, u64::MAX, "2**64 - 1");
    round(python, i128::MIN, "-2**127");
    round(python, u128::MAX, "2**128 - 1");
    round(python, 0_usize, "0");
    round(python, 1.5_f64, "1.5");
    round(python, f64::MAX, "1.7976931348623157e308");
    round(python, -0.25_f32, "-0.25");
    round(python, true, "True");
    assert_eq!(python.eval::<f64>("3").expect("a float"), 3.0);
    assert_eq!(python.eval::<i64>("True").expect("an int"), 1);
    assert!(python.eval::<f64>("float('nan')").expect("a float").is_nan());
    assert_eq!(wrong::<u8>(python, "256"), "int out of range of u8");
    assert_eq!(wrong::<u64>(python, "-1"), "int out of range of u64");
    assert_eq!(wrong::<i128>(python, "2**127"), "int out of range of i128");
    assert_eq!(wrong::<u128>(python, "2**1000"), "int out of range of u128");
    assert_eq!(wrong::<i64>(python, "1.0"), "int expected, not float");
    assert_eq!(wrong::<f64>(python, "10**400"), "int too large for a float");
    assert_eq!(wrong::<bool>(python, "1"), "bool expected, not int");
}

#[test]
fn text_and_bytes() {
    let python = &mut interpreter();
    round(python, String::new(), "''");
    round(python, "grün 🐍".to_owned(), "'grün \\U0001F40D'");
    round(python, 'é', "'é'");
    round(python, Bytes(vec![0, 255]), "b'\\0\\xff'");
    assert_eq!(python.eval::<Bytes>("bytearray(b'ab')").expect("bytes"), Bytes(b"ab".to_vec()));
    assert_eq!(python.eval::<Vec<u8>>("b'ab'").expect("numbers"), b"ab");
    assert!(wrong::<String>(python, "'\\ud800'").contains("surrogates"));
    assert_eq!(wrong::<String>(python, "b'a'"), "str expected, not bytes");
    assert_eq!(wrong::<char>(python, "'ab'"), "str of one character expected, not str");
}

#[test]
fn collections() {
    let python = &mut interpreter();
    round(python, (), "None");
    round(python, None::<i64>, "None");
    round(python, Some(3), "3");
    round(python, vec![1, 2, 3], "[1, 2, 3]");
    round(python, vec![vec!["a".to_owned()], vec![]], "[['a'], []]");
    round(python, [1.5, 2.5], "[1.5, 2.5]");
    round(python, (1, "x".to_owned(), Some(true)), "(1, 'x', True)");
    round(python, (1, 2, 3, 4, 5, 6, 7, 8), "(1, 2, 3, 4, 5, 6, 7, 8)");
    round(python, HashMap::from([(1, "a".to_owned()), (2, "b".to_owned())]), "{1: 'a', 2: 'b'}");
    round(python, BTreeMap::from([("k".to_owned(), vec![1])]), "{'k': [1]}");
    round(python, HashSet::from([1, 2]), "{1, 2}");
    round(python, BTreeSet::from(["b".to_owned()]), "{'b'}");
    assert_eq!(python.eval::<Vec<i64>>("(1, 2)").expect("a list"), [1, 2]);
    assert_eq!(python.eval::<BTreeSet<i64>>("frozenset([2, 1])").expect("a set"), BTreeSet::from([1, 2]));
    assert_eq!(wrong::<Vec<i64>>(python, "{1}"), "list expected, not set");
    assert_eq!(wrong::<Vec<i64>>(python, "[1, 'x']"), "int expected, not str");
    assert_eq!(wrong::<[i64; 2]>(python, "[1]"), "2 items expected, not 1");
    assert_eq!(wrong::<(i64, i64)>(python, "(1, 2, 3)"), "2 items expected, not 3");
    assert_eq!(wrong::<HashMap<i64, i64>>(python, "[1]"), "dict expected, not list");
}

#[test]
fn what_the_host_gets_is_bounded() {
    let mut python = Interpreter::builder().memory_limit(64 << 20).conversion_limit(1 << 20).build().expect("memory");
    let python = &mut python;
    let error = "the value is larger than the host takes";
    assert_eq!(wrong::<String>(python, "'x' * 2_000_000"), error);
    assert_eq!(wrong::<Vec<String>>(python, "['x' * 100_000] * 100"), error);
    assert_eq!(wrong::<Vec<()>>(python, "[None] * 1_500_000"), error);
    python.exec("bomb = []\nfor _ in range(60): bomb = [bomb, bomb]").expect("runs");
    assert_eq!(wrong::<Serde<Tree>>(python, "bomb"), error);
    assert_eq!(python.eval::<String>("'x' * 1_000_000").expect("fits").len(), 1_000_000);
    // One of a function's arguments.
    python.define("take", |_: Vec<String>| ()).expect("defined");
    let error = python.exec("take(['x' * 100_000] * 100)").unwrap_err();
    assert_eq!(error.exception().expect("an exception").type_name, "TypeError");
}

#[derive(Debug)]
struct Tree;

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Tree, D::Error> {
        Vec::<Tree>::deserialize(deserializer).map(|_| Tree)
    }
}

struct Nest;

impl FromPython for Nest {
    fn from_python<'py>(value: &pitviper::Object<'py>, python: &mut pitviper::Context<'py>) -> Result<Nest, Error> {
        python.extract::<Vec<Nest>>(value).map(|_| Nest)
    }
}

impl Debug for Nest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Nest")
    }
}

#[test]
fn cycles_and_depths_are_errors() {
    let python = &mut interpreter();
    let error = "the value is nested too deeply, or contains itself";
    python.exec("loop = []\nloop.append(loop)\ndeep = []\nfor _ in range(100_000): deep = [deep]").expect("runs");
    for name in ["loop", "deep"] {
        assert_eq!(wrong::<Nest>(python, name), error);
        assert_eq!(wrong::<Serde<Tree>>(python, name), error);
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct All {
    int: i64,
    big: u128,
    float: f64,
    truth: bool,
    ch: char,
    text: String,
    none: Option<i64>,
    some: Option<i64>,
    unit: (),
    pair: (i8, String),
    list: Vec<u16>,
    map: BTreeMap<i32, Vec<String>>,
    wrapped: Wrapped,
    shapes: Vec<Shape>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Wrapped(f32);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Shape {
    Dot,
    Circle(f64),
    Line(f64, f64),
    Box { width: f64 },
}

fn back<T: DeserializeOwned + Serialize + Clone + PartialEq + Debug>(python: &mut Interpreter, value: T, source: &str) {
    python.set("value", Serde(value.clone())).expect("set");
    let check = format!("value == ({source})");
    let shown = python.eval::<String>("repr(value)").expect("text");
    assert!(python.eval::<bool>(check.as_str()).expect("compared"), "{shown} is not {source}");
    let Serde(read): Serde<T> = python.get("value").expect("read");
    assert_eq!(read, value);
}

#[test]
fn serde_goes_there_and_back() {
    let python = &mut interpreter();
    let all = All {
        int: -5,
        big: u128::MAX,
        float: 0.5,
        truth: true,
        ch: 'ß',
        text: "text".into(),
        none: None,
        some: Some(1),
        unit: (),
        pair: (1, "two".into()),
        list: vec![1, 2],
        map: BTreeMap::from([(7, vec!["seven".into()])]),
        wrapped: Wrapped(2.5),
        shapes: vec![Shape::Dot, Shape::Circle(1.0), Shape::Line(1.0, 2.0), Shape::Box { width: 3.0 }],
    };
    let source = "{'int': -5, 'big': 2**128 - 1, 'float': 0.5, 'truth': True, 'ch': 'ß', 'text': 'text', 'none': None, \
                  'some': 1, 'unit': None, 'pair': (1, 'two'), 'list': [1, 2], 'map': {7: ['seven']}, 'wrapped': 2.5, \
                  'shapes': ['Dot', {'Circle': 1.0}, {'Line': (1.0, 2.0)}, {'Box': {'width': 3.0}}]}";
    back(python, all, source);
    back(python, vec![Some(Shape::Dot), None], "['Dot', None]");
}

#[test]
fn serde_reads_objects() {
    let python = &mut interpreter();
    #[derive(Debug, PartialEq, Deserialize)]
    struct Point {
        x: f64,
        #[serde(default)]
        y: f64,
    }
    python
        .exec("from dataclasses import dataclass\n@dataclass\nclass P:\n    x: float\n    y: float = 2\nclass Q: x = 5")
        .expect("runs");
    assert_eq!(python.eval::<Serde<Point>>("P(1)").expect("a point").0, Point { x: 1.0, y: 2.0 });
    assert_eq!(python.eval::<Serde<Point>>("Q()").expect("a point").0, Point { x: 5.0, y: 0.0 });
    assert_eq!(python.eval::<Serde<Point>>("{'x': 1, 'z': 3}").expect("a point").0, Point { x: 1.0, y: 0.0 });
    assert!(wrong::<Serde<Point>>(python, "{'y': 1}").contains("missing field `x`"));
    assert!(wrong::<Serde<Point>>(python, "3").contains("dict expected, not int"));
    assert!(wrong::<Serde<Shape>>(python, "'Star'").contains("unknown variant `Star`"));
    assert!(wrong::<Serde<Shape>>(python, "{'Circle': 1, 'Dot': 2}").contains("str or dict of one entry"));
}

#[test]
fn serde_reads_what_describes_itself() {
    let python = &mut interpreter();
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(untagged)]
    enum Any {
        Truth(bool),
        Int(i64),
        Float(f64),
        Text(String),
        List(Vec<Any>),
        Map(BTreeMap<String, Any>),
        Nothing(()),
    }
    let Serde(any): Serde<Any> = python.eval("[True, 1, 2.5, 'x', {'k': (None,)}]").expect("anything");
    let map = BTreeMap::from([("k".to_owned(), Any::List(vec![Any::Nothing(())]))]);
    let expected = vec![Any::Truth(true), Any::Int(1), Any::Float(2.5), Any::Text("x".into()), Any::Map(map)];
    assert_eq!(any, Any::List(expected));
}
