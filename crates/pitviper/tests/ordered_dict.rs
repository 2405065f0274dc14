//! `OrderedDict` is left whole: an operation that finds no memory leaves it as it was.

use pitviper::testing::{Fault, fail, faults};
use pitviper::{Error, Interpreter};

const PREPARED: &str = "
from collections import OrderedDict
def make(size):
    global od, before
    od = OrderedDict.fromkeys(range(size))
    for n in range(0, size, 3): od.move_to_end(n)
    before = list(od.items())
def whole(after):
    keys = [key for key, _ in before]
    assert list(reversed(od)) == list(od)[::-1] and all(key in od for key in od) and len(list(od)) == len(od)
    return list(od.items()) in (before, after)
def after(op, size):
    make(size); op(); done = list(od.items()); make(size)
    return done
";

/// Operations, of which each is one change.
const OPERATIONS: &[&str] = &[
    "od.move_to_end(1)",
    "od.move_to_end(1, last=False)",
    "od.move_to_end(before[-1][0], last=False)",
    "od.popitem()",
    "od.popitem(last=False)",
    "od.pop(2)",
    "od.__setitem__('new', 1)",
    "od.__setitem__(1, 1)",
    "od.__delitem__(1)",
    "od.setdefault('new', 1)",
    "od.copy()",
    "od | {'new': 1}",
    "repr(od)",
    "od == od.copy()",
    "list(od.items())",
    "od.clear()",
];

#[test]
fn failures_change_nothing() {
    let mut python = Interpreter::builder().memory_limit(32 << 20).hash_seed(0).build().expect("memory");
    python.exec(PREPARED).expect("prepared");
    for operation in OPERATIONS {
        for size in [3, 8, 10, 42, 171] {
            python.exec(&*format!("def op(): {operation}\ndone = after(op, {size})")).expect("prepared");
            let mut n = 0;
            loop {
                python.exec(&*format!("make({size})")).expect("made");
                let before = faults(&python);
                fail(&mut python, Fault::From(n));
                let result = python.exec("op()");
                fail(&mut python, Fault::Off);
                let whole: bool = python.eval("whole(done)").expect("whole");
                assert!(whole, "{operation}, {size} entries, allocation {n}: {result:?}");
                if faults(&python) == before {
                    result.expect("done");
                    break;
                }
                if let Err(error) = &result {
                    assert!(matches!(error, Error::MemoryLimit(_)), "{operation}: {error}");
                }
                n += 1;
            }
        }
    }
    let ending = python.end(true, |wrong| panic!("{wrong}"));
    assert_eq!((ending.sound, ending.left), (Ok(()), (0, 0)));
}
