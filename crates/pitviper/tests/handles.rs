//! Handles: dropped in any order, on any thread, with or without their interpreter.
#![expect(clippy::disallowed_types, reason = "tests run on the host's memory")]

use pitviper::{Error, Handle, Interpreter};

fn interpreter() -> Interpreter {
    Interpreter::builder().memory_limit(32 << 20).hash_seed(0).build().expect("memory")
}

fn end(python: Interpreter) {
    let ending = python.end(true, |wrong| panic!("{wrong}"));
    assert_eq!((ending.sound, ending.left), (Ok(()), (0, 0)));
}

#[test]
fn they_keep_alive_and_let_go() {
    let mut python = interpreter();
    python.exec("import weakref\nclass C: pass\nlog = []").expect("runs");
    let handle: Handle = python.eval("C()").expect("a handle");
    python.exec("def watch(c): log.append(weakref.ref(c))").expect("defined");
    python.call::<()>("watch", (&handle,)).expect("watched");
    assert!(python.eval::<bool>("log[0]() is not None").expect("a value"));
    let second = handle.clone();
    drop(handle);
    assert!(python.eval::<bool>("log[0]() is not None").expect("a value"));
    drop(second);
    assert!(python.eval::<bool>("log[0]() is None").expect("a value"));
    end(python);
}

#[test]
fn any_order_and_any_number() {
    let mut python = interpreter();
    let mut handles: Vec<Handle> =
        (0..1000).map(|n| python.eval(format!("[{n}]").as_str()).expect("a handle")).collect();
    assert_eq!(python.heap().handles, 1000);
    let mut state = 12345_u64;
    while handles.len() > 500 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        drop(handles.swap_remove((state >> 33) as usize % handles.len()));
    }
    let more: Vec<Handle> = (0..200).map(|n| python.eval(format!("[{n}]").as_str()).expect("a handle")).collect();
    assert_eq!(python.heap().handles, 700);
    for (n, handle) in more.iter().enumerate() {
        assert_eq!(python.extract::<Vec<usize>>(handle).expect("its value"), [n]);
    }
    std::thread::spawn(move || drop(handles)).join().expect("no panic");
    drop(more);
    assert_eq!(python.heap().handles, 0);
    end(python);
}

#[test]
fn they_outlive_their_interpreter() {
    let mut python = interpreter();
    let handle: Handle = python.eval("{}").expect("a handle");
    let second = handle.clone();
    end(python);
    let mut other = interpreter();
    let error = other.extract::<()>(&handle).unwrap_err();
    assert!(matches!(error, Error::OtherInterpreter), "{error:?}");
    std::thread::spawn(move || drop(second)).join().expect("no panic");
    drop(handle);
    end(other);
}

#[test]
fn they_belong_to_one_interpreter() {
    let (mut one, mut two) = (interpreter(), interpreter());
    let of_one: Handle = one.eval("[1]").expect("a handle");
    let of_two: Handle = two.eval("[2]").expect("a handle");
    assert!(matches!(two.set("x", &of_one), Err(Error::OtherInterpreter)));
    assert!(matches!(two.call::<()>("print", (&of_one,)), Err(Error::OtherInterpreter)));
    assert!(matches!(one.call_object::<()>(&of_two, ()), Err(Error::OtherInterpreter)));
    assert!(two.set("x", of_two).is_ok() && one.set("x", &of_one).is_ok());
    assert_eq!(two.get::<Vec<i64>>("x").expect("a list"), [2]);
    end(one);
    end(two);
}

#[test]
fn finalizers_of_what_they_let_go_run_in_the_next_evaluation() {
    let mut python = interpreter();
    python.exec("log = []\nclass C:\n    def __del__(self): log.append('gone')").expect("runs");
    let handle: Handle = python.eval("C()").expect("a handle");
    drop(handle);
    python.exec("for _ in range(1000): pass").expect("runs");
    assert_eq!(python.eval::<Vec<String>>("log").expect("a list"), ["gone"]);
    end(python);
}

#[test]
fn programs_cannot_find_the_table() {
    let mut python = interpreter();
    let _handle: Handle = python.eval("['needle']").expect("a handle");
    let found = python.eval::<usize>("len([o for o in __import__('gc').get_objects() if type(o) is list and any(type(i) is list and i == ['needle'] for i in o)])");
    assert_eq!(found.expect("a number"), 0);
    let holders = python.eval::<usize>("len([o for o in __import__('gc').get_referrers(next(o for o in __import__('gc').get_objects() if o == ['needle'])) if type(o) is list])");
    assert_eq!(holders.expect("a number"), 0);
}
