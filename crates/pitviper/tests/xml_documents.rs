//! XML that wants more memory or time than there is: an error that Python can catch, and a heap that stays whole.

use std::time::{Duration, Instant};

use pitviper::{Error, Interpreter};

const PREPARED: &str = "
import pyexpat
def parse(*pieces, separator=None, **handlers):
    parser = pyexpat.ParserCreate(namespace_separator=separator)
    parser.buffer_text = True
    parser.SetBillionLaughsAttackProtectionActivationThreshold(1 << 60)
    for name, handler in handlers.items():
        setattr(parser, name, handler)
    for piece in pieces:
        parser.Parse(piece)
    return parser.Parse('', True)
def nothing(*args): pass
def laughs(levels):
    lines = ['<!ENTITY l0 \"laughter\">']
    lines += [f'<!ENTITY l{n} \"' + f'&l{n - 1};' * 10 + '\">' for n in range(1, levels)]
    return '<!DOCTYPE a [' + ''.join(lines) + ']>'
";

/// What holds more than there is memory for.
const HUNGRY: &[&str] = &[
    "parse(*['<a>'] * 3_000_000)",
    "parse('<a b=\"', *['x' * 100_000] * 1_000)",
    "parse('<!--', *['x' * 100_000] * 1_000)",
    "parse('<a>', *['<![CDATA['], *['x' * 100_000] * 1_000, CharacterDataHandler=[].append)",
    "parse(laughs(12), '<a b=\"&l11;\"/>')",
    "parse(*[f'<a xmlns:p=\"{n}\">' for n in range(300_000)], separator=' ')",
    "parse('<a ', *(f'b{n}=\"\" ' for n in range(2_000_000)), '/>', StartElementHandler=nothing)",
    "parse('<!DOCTYPE a [', *(f'<!ENTITY e{n} \"x\">' for n in range(2_000_000)))",
    "parse('<!DOCTYPE a [', *(f'<!ATTLIST a b{n} CDATA \"x\">' for n in range(2_000_000)))",
    "parse('<!DOCTYPE a [<!ELEMENT a (b', *('|b' for n in range(3_000_000)), ElementDeclHandler=nothing)",
];

/// What takes long.
const LONG: &[&str] = &[
    "parse(laughs(12), '<a>&l11;</a>')",
    "parse(laughs(12), '<a>&l11;</a>', CharacterDataHandler=nothing)",
    "parse('<a b=\"' + 'x' * 8_000_000 + '\"/>')",
    "parse('<!--' + 'x' * 8_000_000 + '-->')",
    "parse('<a>' + '<b/>' * 2_000_000 + '</a>')",
    "parse('<a>' + ']' * 8_000_000)",
    "parse('<a ' + ' ' * 8_000_000 + '/>')",
    "parse(('<?xml version=\"1.0\" encoding=\"latin-1\"?><a>' + '\\xe9' * 6_000_000).encode('latin-1'))",
];

fn interpreter(limit: usize) -> Interpreter {
    let mut python = Interpreter::builder().memory_limit(limit).hash_seed(0).build().expect("memory");
    python.exec(PREPARED).expect("prepared");
    python
}

#[test]
fn documents_that_want_more_memory_than_there_is() {
    for program in HUNGRY {
        let mut python = interpreter(24 << 20);
        let guarded = format!("try:\n    {program}\nexcept MemoryError:\n    print('caught')\nelse:\n    print(1 / 0)");
        python.exec(guarded.as_str()).unwrap_or_else(|error| panic!("{program}: {error}"));
        python.exec("parse('<a><b/></a>')").expect("a small one goes on");
    }
}

#[test]
fn the_work_of_documents_is_counted() {
    for program in LONG {
        let mut python = interpreter(64 << 20);
        python.set_step_limit(Some(100_000));
        let error = python.exec(*program).expect_err(program);
        assert!(matches!(error, Error::StepLimit(_)), "{program}: {error}");
        python.set_step_limit(None);
        python.set_time_limit(Some(Duration::from_millis(1)));
        let begin = Instant::now();
        let error = python.exec(*program).expect_err(program);
        assert!(matches!(error, Error::TimeLimit(_)), "{program}: {error}");
        assert!(begin.elapsed() < Duration::from_millis(500), "{program}: {:?}", begin.elapsed());
    }
}
