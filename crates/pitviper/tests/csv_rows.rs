//! Rows of CSV without an end, or nearly: their work is counted and their memory is bounded.

use std::time::{Duration, Instant};

use pitviper::{Error, Interpreter};

const PREPARED: &str = "
import csv, itertools
csv.field_size_limit(1 << 40)
class Sink:
    def write(self, text): pass
sink = Sink()
long = 'x' * 4_000_000
special = ',\"' * 1_000_000
escaped = csv.writer(sink, quoting=csv.QUOTE_NONE, escapechar='\\\\')
ending = csv.writer(sink, lineterminator='y' * 100_000)
def read(*lines): return next(csv.reader(lines))
";

/// What looks at some million characters.
const LONG: &[&str] = &[
    "read(long)",
    "read('\"' + long + '\"')",
    "read(special)",
    "read('\"' * 2_000_000)",
    "read(',' * 2_000_000)",
    "csv.writer(sink).writerow([long])",
    "csv.writer(sink).writerow([special])",
    "escaped.writerow([special])",
    "ending.writerow(['x' * 20_000])",
];

/// What has no end.
const ENDLESS: &[&str] = &[
    "next(csv.reader(itertools.chain(['\"'], itertools.repeat('x' * 1000))))",
    "next(csv.reader(itertools.repeat('x,' * 500 + '\\\\'), escapechar='\\\\'))",
    "csv.writer(sink).writerow(itertools.repeat('x' * 1000))",
    "csv.writer(sink).writerow(itertools.repeat(None))",
];

fn interpreter() -> Interpreter {
    let mut python = Interpreter::builder().memory_limit(28 << 20).hash_seed(0).build().expect("memory");
    python.exec(PREPARED).expect("prepared");
    python
}

#[test]
fn the_work_of_rows_is_counted() {
    let mut python = interpreter();
    for program in LONG {
        python.set_step_limit(Some(50_000));
        let error = python.exec(*program).expect_err(program);
        assert!(matches!(error, Error::StepLimit(_)), "{program}: {error}");
        python.set_step_limit(None);
        python.set_time_limit(Some(Duration::from_millis(1)));
        let begin = Instant::now();
        let error = python.exec(*program).expect_err(program);
        assert!(matches!(error, Error::TimeLimit(_)), "{program}: {error}");
        assert!(begin.elapsed() < Duration::from_millis(500), "{program}: {:?}", begin.elapsed());
        python.set_time_limit(None);
    }
}

#[test]
fn endless_rows_end_for_want_of_memory() {
    let mut python = interpreter();
    for program in ENDLESS {
        let error = python.exec(*program).expect_err(program);
        assert!(matches!(error, Error::MemoryLimit(_)), "{program}: {error}");
    }
    let ending = python.end(true, |wrong| panic!("{wrong}"));
    assert_eq!((ending.sound, ending.left), (Ok(()), (0, 0)));
}
