//! What a host does with an interpreter, from the outside.
#![expect(clippy::disallowed_types, reason = "tests run on the host's memory")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use pitviper::{Class, Context, Error, Handle, Instance, Interpreter, Source};

fn interpreter() -> Interpreter {
    Interpreter::builder().memory_limit(32 << 20).hash_seed(0).build().expect("memory")
}

/// Nothing is left, and the heap is sound.
fn end(python: Interpreter) {
    let ending = python.end(true, |wrong| panic!("{wrong}"));
    assert_eq!((ending.sound, ending.left), (Ok(()), (0, 0)));
}

fn raised(error: Error) -> (String, String) {
    match error {
        Error::Exception(exception) => (exception.type_name, exception.message),
        error => panic!("{error:?}"),
    }
}

#[test]
fn the_namespace_stays() {
    let mut python = interpreter();
    python.exec("x = 20").expect("runs");
    python.exec("def f(y): return x + y").expect("runs");
    assert_eq!(python.eval::<i64>(" f(22)").expect("a value"), 42);
    python.set("x", -22).expect("set");
    assert_eq!(python.call::<i64>("f", (22,)).expect("a value"), 0);
    assert_eq!(python.call::<usize>("len", ("four",)).expect("a builtin"), 4);
    assert_eq!(raised(python.get::<i64>("y").unwrap_err()).0, "NameError");
    end(python);
}

#[test]
fn exceptions_are_told() {
    let mut python = interpreter();
    let source = "def f(n):\n    if n == 0: raise LookupError('nothing', n)\n    f(n - 1)\n\nf(3)\n";
    let error = python.exec(Source::named("deep.py", source)).unwrap_err();
    let Error::Exception(exception) = error else { panic!("{error:?}") };
    assert_eq!(exception.type_name, "LookupError");
    assert_eq!(exception.message, "('nothing', 0)");
    let place = exception.place.as_ref().expect("a place");
    assert_eq!((place.file.as_str(), place.line, place.function.as_str()), ("deep.py", 2, "f"));
    assert!(exception.traceback.contains("File \"deep.py\", line 5, in <module>"), "{}", exception.traceback);
    assert!(exception.traceback.contains("raise LookupError('nothing', n)"), "{}", exception.traceback);
    assert!(exception.traceback.ends_with("LookupError: ('nothing', 0)\n"));

    let error = python.exec("x = 1\ny = (").unwrap_err();
    assert_eq!(error.exception().and_then(|exception| exception.place.as_ref()).map(|place| place.line), Some(2));
    assert_eq!(raised(error).0, "SyntaxError");
    let error =
        python.exec("class Mine(Exception): pass\nclass A:\n    class B(Mine): pass\nraise A.B('it')").unwrap_err();
    assert_eq!(raised(error), ("A.B".into(), "it".into()));
    let error = python.exec("import json; json.loads('{')").unwrap_err();
    assert_eq!(raised(error).0, "json.decoder.JSONDecodeError");
    let error = python.exec("raise SystemExit(3)").unwrap_err();
    assert_eq!(raised(error), ("SystemExit".into(), "3".into()));
    end(python);
}

#[test]
fn messages_are_cut_and_may_fail() {
    let mut python = interpreter();
    let error = python.exec("raise ValueError('é' * 1_000_000)").unwrap_err();
    let message = raised(error).1;
    assert!(message.len() <= 16 << 10 && message.chars().all(|ch| ch == 'é'), "{}", message.len());
    let error =
        python.exec("class E(Exception):\n    def __str__(self): raise TypeError('no')\nraise E()").unwrap_err();
    assert_eq!(raised(error), ("E".into(), String::new()));
    let error = python.exec("raise ValueError('\\ud800 lone')").unwrap_err();
    assert_eq!(raised(error).1, "\u{fffd} lone");
    end(python);
}

#[test]
fn functions_take_what_they_say() {
    let mut python = interpreter();
    python.define("none", || 7).expect("defined");
    python.define("three", |a: i64, b: f64, c: Option<String>| format!("{a} {b} {c:?}")).expect("defined");
    python
        .define("eight", |a: u8, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8, h: u8| a + b + c + d + e + f + g + h)
        .expect("defined");
    assert_eq!(python.eval::<i64>("none()").expect("a value"), 7);
    assert_eq!(python.eval::<String>("three(1, 2)").expect("a value"), "1 2 None");
    assert_eq!(python.eval::<String>("three(1, 2.5, 'x')").expect("a value"), "1 2.5 Some(\"x\")");
    assert_eq!(python.eval::<u8>("eight(1, 2, 3, 4, 5, 6, 7, 8)").expect("a value"), 36);
    for (source, class, message) in [
        ("none(1)", "TypeError", "none() takes 0 positional arguments but 1 was given"),
        ("three(1)", "TypeError", "three() missing required argument 2"),
        ("three(1, 2, '3', 4)", "TypeError", "three() takes 3 positional arguments but 4 were given"),
        ("three('1', 2)", "TypeError", "three() argument 1: int expected, not str"),
        ("three(a=1)", "TypeError", "three() missing required argument 1"),
        ("three(1, 2, x=1)", "TypeError", "three() takes no keyword arguments"),
        ("eight(1, 2, 3, 4, 5, 6, 7, 256)", "OverflowError", "eight() argument 8: int out of range of u8"),
        ("eight(255, 1, 0, 0, 0, 0, 0, 0)", "RuntimeError", "host function panicked: attempt to add with overflow"),
    ] {
        let error = raised(python.eval::<Handle>(source).unwrap_err());
        assert_eq!(error, (class.to_owned(), message.to_owned()), "{source}");
    }
    assert_eq!(
        python.eval::<String>("three.__name__ + three.__qualname__ + three.__module__").expect("a value"),
        "threethree__main__"
    );
    end(python);
}

#[test]
fn errors_of_functions_are_exceptions() {
    let mut python = interpreter();
    python.define("parse", |text: String| text.parse::<i64>()).expect("defined");
    python.define("pick", |class: String| Err::<(), _>(Error::raise(&class, "as asked"))).expect("defined");
    python.define("panic", |text: String| -> i64 { panic!("{text}") }).expect("defined");
    python
        .exec(
            "
def caught(function, *args):
    try:
        function(*args)
    except Exception as error:
        return type(error).__name__, str(error)
",
        )
        .expect("runs");
    let mut caught = |call: &str| python.eval::<(String, String)>(format!("caught({call})").as_str()).expect("caught");
    assert_eq!(caught("parse, 'x'"), ("RuntimeError".into(), "invalid digit found in string".into()));
    assert_eq!(caught("pick, 'KeyError'"), ("KeyError".into(), "'as asked'".into()));
    assert_eq!(caught("pick, 'Nonsense'"), ("RuntimeError".into(), "Nonsense: as asked".into()));
    assert_eq!(caught("panic, 'oh'"), ("RuntimeError".into(), "host function panicked: oh".into()));
    assert_eq!(python.eval::<i64>("parse('12')").expect("all goes on"), 12);
    end(python);
}

#[test]
fn exceptions_pass_through_functions_as_they_are() {
    let mut python = interpreter();
    python
        .define("through", |python: &mut Context, function: Handle| {
            let function = python.value_of(&function)?;
            let result = python.call(&function, ())?;
            python.handle(&result)
        })
        .expect("defined");
    python
        .exec(
            "
class Own(Exception): pass
own = Own('mine')
def fail(): raise own
try:
    through(fail)
except Own as error:
    assert error is own
    names = []
    tb = error.__traceback__
    while tb: names.append(tb.tb_frame.f_code.co_name); tb = tb.tb_next
    assert names == ['<module>', 'fail'], names
else:
    raise AssertionError
assert through(lambda: through(lambda: own)) is own
del own, tb
",
        )
        .expect("runs");
    end(python);
}

#[test]
fn functions_call_back_and_nest() {
    let mut python = interpreter();
    python
        .define("down", |python: &mut Context, n: i64| -> Result<i64, Error> {
            if n == 0 {
                return Ok(0);
            }
            let down = python.global("down")?;
            let rest = python.call(&down, (n - 1,))?;
            Ok(python.extract::<i64>(&rest)? + 1)
        })
        .expect("defined");
    assert_eq!(python.eval::<i64>("down(50)").expect("a value"), 50);
    let error = python.eval::<i64>("down(1_000_000)").unwrap_err();
    assert_eq!(raised(error).0, "RecursionError");
    assert_eq!(python.eval::<i64>("down(50)").expect("a value"), 50);
    end(python);
}

struct Counter {
    total: i64,
    dropped: Arc<AtomicUsize>,
}

impl Drop for Counter {
    fn drop(&mut self) {
        self.dropped.fetch_add(1, Ordering::Relaxed);
    }
}

fn counter(dropped: &Arc<AtomicUsize>) -> Class<Counter> {
    let dropped = dropped.clone();
    Class::<Counter>::new("Counter")
        .doc("Counts.")
        .constructor(move |total: Option<i64>| Counter { total: total.unwrap_or(0), dropped: dropped.clone() })
        .method("add", |counter: &mut Counter, n: i64| {
            counter.total += n;
            counter.total
        })
        .method("each", |counter: &mut Counter, python: &mut Context, function: Handle| {
            let function = python.value_of(&function)?;
            for _ in 0..counter.total {
                python.call(&function, ())?;
            }
            Ok::<_, Error>(())
        })
        .method("__len__", |counter: &Counter| counter.total)
        .method("__add__", |counter: &Counter, n: i64| counter.total + n)
        .function("zero", || 0)
        .getter("total", |counter: &Counter| counter.total)
        .property("value", |counter: &Counter| counter.total, |counter: &mut Counter, n: i64| counter.total = n)
}

#[test]
fn objects_keep_their_state() {
    let dropped = Arc::new(AtomicUsize::new(0));
    let mut python = interpreter();
    python.define_class(&counter(&dropped)).expect("defined");
    python
        .exec(
            "
c = Counter(5)
assert c.add(2) == 7 and c.total == 7 and len(c) == 7 and c + 1 == 8 and Counter.zero() == 0 == c.zero()
c.value = 9
assert c.value == c.total == 9 and Counter().total == 0
assert Counter.__doc__ == 'Counts.' and Counter.__name__ == 'Counter' and Counter.__module__ == '__main__'
assert Counter.add.__qualname__ == 'Counter.add', Counter.add.__qualname__
class More(Counter):
    def add(self, n): return super().add(n * 2)
more = More(1)
more.extra = [more]
assert more.add(3) == 7 and isinstance(more, Counter)
for wrong in (lambda: Counter.add(5, 1), lambda: setattr(c, 'total', 1), lambda: Counter('x'), lambda: Counter(1, 2),
              lambda: Counter.__mro__[1](), lambda: object.__new__(Counter), lambda: Counter.__new__(int)):
    try:
        wrong()
    except (TypeError, AttributeError):
        pass
    else:
        raise AssertionError
",
        )
        .expect("runs");
    // The two temporary ones.
    let before = dropped.load(Ordering::Relaxed);
    python.exec("del c; del more; import gc; gc.collect()").expect("runs");
    assert_eq!(dropped.load(Ordering::Relaxed), before + 2);
    python.set("mine", Instance(Counter { total: 3, dropped: dropped.clone() })).expect("set");
    assert_eq!(python.eval::<i64>("mine.add(1)").expect("a value"), 4);
    let error = interpreter().set("x", Instance(Counter { total: 3, dropped: dropped.clone() })).unwrap_err();
    assert!(matches!(error, Error::Conversion(_)), "{error:?}");
    end(python);
}

#[test]
fn borrows_are_checked() {
    let dropped = Arc::default();
    let mut python = interpreter();
    python.define_class(&counter(&dropped)).expect("defined");
    let error = python.exec("c = Counter(2)\nc.each(lambda: c.add(1))").unwrap_err();
    assert_eq!(raised(error), ("RuntimeError".into(), "Counter object is in use".into()));
    let error = python.exec("c.each(lambda: c.total)").unwrap_err();
    assert_eq!(raised(error).0, "RuntimeError");
    python
        .exec("assert c.add(1) == 3\nseen = []\nc.each(lambda: seen.append(1))\nassert len(seen) == 3")
        .expect("free again");
    // It dies while its method runs.
    python.exec("def forget():\n    global c\n    c = None\nc.each(forget)").expect("runs");
    end(python);
}

#[test]
fn a_context_reaches_everything() {
    let mut python = interpreter();
    let text = python
        .with(|python| {
            python.exec("class P: pass")?;
            let class = python.global("P")?;
            let point = python.call(&class, ())?;
            python.set_attr(&point, "x", 4)?;
            let table = python.eval("{}")?;
            let handle = python.handle(&point)?;
            python.set_item(&table, "point", handle)?;
            let back = python.get_item(&table, "point")?;
            assert!(back.is(&point) && !back.is_none());
            let x = python.get_attr(&back, "x")?;
            assert_eq!(python.type_name(&x), "int");
            let text = python.call_method(&x, "__repr__", ())?;
            assert_eq!(python.repr(&text)?, "'4'");
            let missing = python.get_attr(&back, "y");
            assert!(matches!(missing, Err(Error::Exception(_))));
            python.str(&text)
        })
        .expect("runs");
    assert_eq!(text, "4");
    end(python);
}

#[test]
fn closures_keep_what_they_share() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let mut python = interpreter();
    let own = told.clone();
    python.define("tell", move |text: String| own.lock().expect("no panic").push(text)).expect("defined");
    assert_eq!(Arc::strong_count(&told), 2);
    python.exec("tell('a'); tell('b'); del tell").expect("runs");
    assert_eq!(*told.lock().expect("no panic"), ["a", "b"]);
    assert_eq!(Arc::strong_count(&told), 1, "the closure is dropped with its function");
    end(python);
}

#[test]
fn dropping_may_panic_and_use_handles() {
    struct Spiteful(Option<Handle>);
    impl Drop for Spiteful {
        fn drop(&mut self) {
            drop(self.0.take());
            panic!("on purpose");
        }
    }
    let mut python = interpreter();
    python.define_class(&Class::<Spiteful>::new("Spiteful")).expect("defined");
    let kept = python.eval("[1, 2]").expect("a handle");
    python.set("spiteful", Instance(Spiteful(Some(kept)))).expect("set");
    python.exec("del spiteful").expect("runs");
    assert_eq!(python.eval::<i64>("1").expect("all goes on"), 1);
    python.set("spiteful", Instance(Spiteful(None))).expect("set");
    end(python);
}

#[test]
fn interpreters_move_between_threads() {
    let mut python = interpreter();
    python.exec("x = [1]").expect("runs");
    for _ in 0..3 {
        python = std::thread::spawn(move || {
            python.exec("x.append(len(x) + 1)").expect("runs");
            python
        })
        .join()
        .expect("no panic");
    }
    assert_eq!(python.get::<Vec<i64>>("x").expect("a list"), [1, 2, 3, 4]);
    end(python);
}
