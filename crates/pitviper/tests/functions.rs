//! Host functions: closures that change what they own, and any number of arguments.
#![expect(clippy::disallowed_types, reason = "tests run on the host's memory")]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use pitviper::{Class, Context, Error, Handle, Interpreter, Module, Mut, Named, Progress, Rest};

fn interpreter() -> Interpreter {
    Interpreter::builder().memory_limit(32 << 20).hash_seed(0).build().expect("memory")
}

fn end(python: Interpreter) {
    let ending = python.end(true, |wrong| panic!("{wrong}"));
    assert_eq!((ending.sound, ending.left), (Ok(()), (0, 0)));
}

/// The class and message of the exception that an expression raises.
fn raised(python: &mut Interpreter, expression: &str) -> (String, String) {
    let error = python.eval::<Handle>(expression).map(|_| ()).expect_err(expression);
    let exception = error.exception().unwrap_or_else(|| panic!("{expression}: {error}"));
    (exception.type_name.clone(), exception.message.clone())
}

fn type_error(message: &str) -> (String, String) {
    ("TypeError".to_owned(), message.to_owned())
}

#[test]
fn closures_change_what_they_own() {
    let mut python = interpreter();
    let mut seen = Vec::new();
    let append = Mut::new(move |text: String| {
        seen.push(text);
        seen.join(",")
    });
    python.define("append", append).expect("defined");
    assert_eq!(python.eval::<String>("append('a') + ';' + append('b')").expect("runs"), "a;a,b");
    assert_eq!(raised(&mut python, "append(1)"), type_error("append() argument 1: str expected, not int"));

    let mut budget = 2;
    let spend = Mut::new(move |python: &mut Context<'_>, function: Handle| {
        budget -= 1;
        assert!(budget >= 0, "overspent");
        let function = python.value_of(&function)?;
        let result = python.call(&function, ())?;
        python.extract::<i64>(&result)
    });
    python.define("spend", spend).expect("defined");
    assert_eq!(python.eval::<i64>("spend(lambda: 7)").expect("runs"), 7);
    assert_eq!(raised(&mut python, "spend(max)"), type_error("max expected at least 1 argument, got 0"));
    assert_eq!(raised(&mut python, "spend(int)").1, "host function panicked: overspent");
    end(python);
}

#[test]
fn running_closures_are_not_run_again() {
    let mut python = interpreter();
    let mut depth = 0;
    let call = Mut::new(move |python: &mut Context<'_>, function: Handle| {
        depth += 1;
        let function = python.value_of(&function)?;
        python.call(&function, ())?;
        depth -= 1;
        Ok::<i64, Error>(depth)
    });
    python.define("call", call).expect("defined");
    let again = raised(&mut python, "call(lambda: call(int))");
    assert_eq!(again, ("RuntimeError".to_owned(), "call() is already running".to_owned()));
    // That call was left by an error, so its depth was never taken back.
    assert_eq!(python.eval::<i64>("call(int)").expect("runs"), 1);

    let mut fails = true;
    let panics = Mut::new(move || {
        assert!(!std::mem::take(&mut fails), "once");
        5
    });
    python.define("panics", panics).expect("defined");
    let panicked = raised(&mut python, "panics()");
    assert_eq!(panicked, ("RuntimeError".to_owned(), "host function panicked: once".to_owned()));
    assert_eq!(python.eval::<i64>("panics()").expect("runs"), 5);
    end(python);
}

#[test]
fn other_threads_wait_for_closures() {
    let mut total = 0;
    let slow = Mut::new(move |n: i64| {
        let before = total;
        std::thread::sleep(Duration::from_millis(1));
        total = before + n;
        total
    });
    let module = Module::new("slow").function("add", slow);
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let module = module.clone();
            std::thread::spawn(move || {
                let mut python = interpreter();
                python.define_module(&module).expect("defined");
                python.exec("import slow\nfor _ in range(5): slow.add(1)").expect("runs");
                end(python);
            })
        })
        .collect();
    for thread in threads {
        thread.join().expect("no panic");
    }
    let mut python = interpreter();
    python.define_module(&module).expect("defined");
    assert_eq!(python.eval::<i64>("__import__('slow').add(0)").expect("runs"), 20);
    end(python);
}

#[test]
fn waiting_for_closures_ends() {
    let (inside, over) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
    let (entered, leave) = (inside.clone(), over.clone());
    let stay = Mut::new(move |wait: bool| {
        entered.store(true, Ordering::SeqCst);
        while wait && !leave.load(Ordering::SeqCst) {
            std::thread::sleep(Duration::from_millis(1));
        }
    });
    let module = Module::new("door").function("stay", stay);
    let other = module.clone();
    let thread = std::thread::spawn(move || {
        let mut python = interpreter();
        python.define_module(&other).expect("defined");
        python.exec("__import__('door').stay(True)").expect("runs");
    });
    while !inside.load(Ordering::SeqCst) {
        std::thread::yield_now();
    }
    let mut python =
        Interpreter::builder().memory_limit(32 << 20).time_limit(Duration::from_millis(20)).build().expect("memory");
    python.define_module(&module).expect("defined");
    let error = python.exec("__import__('door').stay(False)").expect_err("stopped");
    assert!(matches!(error, Error::TimeLimit(_)), "{error}");
    over.store(true, Ordering::SeqCst);
    thread.join().expect("no panic");
    python.exec("__import__('door').stay(False)").expect("runs");
    end(python);
}

#[test]
fn paused_closures_are_running() {
    let mut calls = 0;
    let call = Mut::new(move |python: &mut Context<'_>, function: Handle| {
        calls += 1;
        let function = python.value_of(&function)?;
        python.call(&function, ())?;
        Ok::<i64, Error>(calls)
    });
    let module = Module::new("shared").function("call", call);
    let (mut first, mut second) = (interpreter(), interpreter());
    first.define_module(&module).expect("defined");
    second.define_module(&module).expect("defined");
    first.exec("import shared\ndef spin():\n  while True: pass").expect("defined");
    first.set_step_limit(Some(10_000));
    assert!(matches!(first.begin("shared.call(spin)"), Ok(Progress::Paused)));
    let running = raised(&mut second, "__import__('shared').call(int)");
    assert_eq!(running, ("RuntimeError".to_owned(), "call() is already running".to_owned()));
    first.abandon().expect("abandoned");
    assert_eq!(second.eval::<i64>("__import__('shared').call(int)").expect("runs"), 2);
    end(first);
    end(second);
}

#[test]
fn closures_take_any_number_of_arguments() {
    let mut python = interpreter();
    python.define("sum_of", |Rest(numbers): Rest<i64>| numbers.iter().sum::<i64>()).expect("defined");
    python
        .define("behind", |first: String, Rest(others): Rest<String>| format!("{first}:{}", others.join("")))
        .expect("defined");
    python
        .define("options", |Rest(flags): Rest<String>, Named(values): Named<i64>| {
            let values = values.iter().map(|(name, value)| format!("{name}={value}"));
            flags.into_iter().chain(values).collect::<Vec<_>>().join(" ")
        })
        .expect("defined");
    python
        .define("call", |python: &mut Context<'_>, function: Handle, Rest(values): Rest<Handle>| {
            let function = python.value_of(&function)?;
            let result = python.call(&function, Rest(values))?;
            python.handle(&result)
        })
        .expect("defined");
    python
        .exec(
            "
assert sum_of() == 0 and sum_of(1) == 1 and sum_of(*range(1000)) == 499500
assert behind('a') == 'a:' and behind('a', *'bc') == 'a:bc'
assert options() == '' and options('v', 'x', n=1, m=2) == 'v x n=1 m=2'
assert call(max, 1, 5, 3) == 5 and call(dict) == {}
",
        )
        .expect("runs");
    assert_eq!(raised(&mut python, "sum_of(1, 'x')"), type_error("sum_of() argument 2: int expected, not str"));
    assert_eq!(raised(&mut python, "sum_of(n=1)"), type_error("sum_of() takes no keyword arguments"));
    assert_eq!(raised(&mut python, "behind()"), type_error("behind() missing required argument 1"));
    assert_eq!(raised(&mut python, "options(n='x')"), type_error("options() argument 'n': int expected, not str"));
    end(python);
}

#[test]
fn what_many_arguments_hold_is_bounded() {
    let mut python = Interpreter::builder().memory_limit(32 << 20).conversion_limit(1 << 20).build().expect("memory");
    python.define("join", |Rest(parts): Rest<String>| parts.len()).expect("defined");
    python.define("names", |Named(parts): Named<String>| parts.len()).expect("defined");
    let large = type_error("join() argument 11: the value is larger than the host takes").0;
    assert_eq!(raised(&mut python, "join(*['x' * 100_000] * 100)").0, large);
    assert_eq!(raised(&mut python, "names(**{'n' * 100_000 + str(n): '' for n in range(20)})").0, large);
    assert_eq!(python.eval::<usize>("join(*['x' * 1000] * 100)").expect("runs"), 100);
    end(python);
}

#[test]
fn python_is_called_by_name() {
    let mut python = interpreter();
    python.exec("def show(*args, **named): return f'{args} {named}'\nclass C:\n  show = show").expect("defined");
    let named = || Named(vec![("b".to_owned(), 1), ("a".to_owned(), 2)]);
    for (result, expected) in [
        (python.call::<String>("show", ("x", named())), "('x',) {'b': 1, 'a': 2}"),
        (python.call("show", named()), "() {'b': 1, 'a': 2}"),
        (python.call("show", (Rest(vec![1, 2]), named())), "(1, 2) {'b': 1, 'a': 2}"),
        (python.call("show", (1, Named::<i64>(Vec::new()))), "(1,) {}"),
    ] {
        assert_eq!(result.expect("called"), expected);
    }
    let text = python.with(|python| {
        let class = python.global("C")?;
        let object = python.call(&class, ())?;
        let text = python.call_method(&object, "show", (None::<i64>, named()))?;
        let text: String = python.extract(&text)?;
        assert!(python.call(&class, named()).is_err());
        Ok(text)
    });
    assert!(text.expect("called").ends_with("None) {'b': 1, 'a': 2}"));
    end(python);
}

#[test]
fn work_of_functions_is_counted() {
    let mut python = interpreter();
    python
        .define("spin", |python: &mut Context<'_>| {
            loop {
                python.work(64)?;
            }
            #[expect(unreachable_code, reason = "the type of the closure")]
            Ok::<(), Error>(())
        })
        .expect("defined");
    python.set_step_limit(Some(10_000));
    assert!(matches!(python.exec("spin()"), Err(Error::StepLimit(_))));
    python.set_step_limit(None);
    python.set_time_limit(Some(Duration::from_millis(5)));
    assert!(matches!(python.exec("try:\n  spin()\nexcept BaseException: pass"), Err(Error::TimeLimit(_))));
    end(python);
}

#[test]
fn panics_while_waiting_are_exceptions() {
    let mut python = Interpreter::builder().allow_threads().hash_seed(0).build().expect("memory");
    python.define("wait", |python: &mut Context<'_>| python.wait::<()>(|| panic!("impatient"))).expect("defined");
    python
        .exec(
            "
import threading
event = threading.Event()
thread = threading.Thread(target=event.wait)
thread.start()
try: wait()
except RuntimeError as error: message = str(error)
event.set()
thread.join()
",
        )
        .expect("runs");
    assert_eq!(python.get::<String>("message").expect("set"), "host function panicked: impatient");
    end(python);
}

/// Words.
#[pitviper::module]
mod words {
    use pitviper::{Named, Rest};

    pub fn join(Rest(parts): Rest<String>, separator: Option<String>) -> String {
        parts.join(separator.as_deref().unwrap_or(" "))
    }

    pub fn tag(name: String, Rest(inner): Rest<String>, Named(attributes): Named<String>) -> String {
        let attributes = attributes.iter().map(|(key, value)| format!(" {key}={value}"));
        format!("<{name}{}>{}", attributes.collect::<String>(), inner.concat())
    }

    pub struct Bag(Vec<i64>);

    impl Bag {
        pub fn new(Rest(items): Rest<i64>) -> Bag {
            Bag(items)
        }

        pub fn add(&mut self, Rest(items): Rest<i64>, times: i64) -> i64 {
            self.0.extend(items.iter().map(|item| item * times));
            self.0.iter().sum()
        }
    }
}

#[test]
fn attributes_know_any_number_of_arguments() {
    let mut python = interpreter();
    python.define_module(&words::module()).expect("defined");
    python
        .exec(
            "
from words import *
assert join() == '' and join('a', 'b') == 'a b' and join('a', 'b', separator='-') == 'a-b'
assert tag('a') == '<a>' and tag('a', 'x', 'y', href='/', parts='2') == '<a href=/ parts=2>xy'
assert tag('a', **{'*inner': 'x', 'inner': 'y'}) == '<a *inner=x inner=y>' and tag(name='b', id='1') == '<b id=1>'
bag = Bag(1, 2)
assert bag.add(3, 4, times=2) == 17
",
        )
        .expect("runs");
    for (expression, message) in [
        ("join('a', parts='b')", "join() got an unexpected keyword argument 'parts'"),
        ("tag('a', name='b')", "tag() got multiple values for argument 'name'"),
        ("tag(id='1')", "tag() missing required argument 'name' (pos 1)"),
        ("bag.add(1)", "add() missing required keyword-only argument 'times'"),
        ("bag.add('x', times=1)", "add() argument 1: int expected, not str"),
        ("Bag(1, 'x')", "Bag() argument 2: int expected, not str"),
    ] {
        assert_eq!(raised(&mut python, expression), type_error(message), "{expression}");
    }
    end(python);
}

#[test]
fn methods_take_any_number_of_arguments() {
    struct Log(Vec<String>);
    let class = Class::<Log>::new("Log")
        .constructor(|Rest(lines): Rest<String>| Log(lines))
        .method("write", |log: &mut Log, Rest(lines): Rest<String>, Named(marks): Named<bool>| {
            log.0.extend(lines);
            log.0.extend(marks.into_iter().filter(|mark| mark.1).map(|mark| mark.0));
        })
        .getter("text", |log: &Log| log.0.join("|"));
    let mut python = interpreter();
    python.define_class(&class).expect("defined");
    python.exec("log = Log('a', 'b')\nlog.write()\nlog.write('c', urgent=True, old=False)").expect("runs");
    assert_eq!(python.eval::<String>("log.text").expect("text"), "a|b|c|urgent");
    end(python);
}
