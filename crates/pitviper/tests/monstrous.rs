//! Sources and data that are meant to hurt: deep, long, broken. On stacks of every size and with little memory each
//! ends in the right result or in a Python error: never in a crash, and not late.
#![expect(clippy::disallowed_types, reason = "tests run on the host's memory")]

use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use pitviper::{Config, Interpreter, Program};

/// What every program here begins with. `run` compiles and runs source, and says how that ended.
const DRIVER: &str = r#"
import sys

def run(source):
    try:
        code = compile(source, "monster", "exec")
    except BaseException as error:
        return type(error).__name__
    try:
        exec(code, {})
    except BaseException as error:
        return "running: " + type(error).__name__
    return "ok"

def check(result):
    if result not in expected:
        sys.stderr.write(f"{name}: it gives {result}, not {' or '.join(expected)}\n")
        raise SystemExit(3)

"#;

/// Name, a Python expression that gives the source, and how compiling and running it may end.
const SOURCES: &[(&str, &str, &str)] = &[
    ("parentheses", "'(' * N + '1' + ')' * N", "SyntaxError"),
    ("brackets", "'[' * N + ']' * N", "SyntaxError"),
    ("braces", "'{1:' * N + '1' + '}' * N", "SyntaxError"),
    ("open parentheses", "'(' * N", "SyntaxError"),
    ("closing parentheses", "')' * N", "SyntaxError"),
    ("calls nested", "'f(' * N + ')' * N", "SyntaxError"),
    ("subscripts nested", "'a[' * N + '0' + ']' * N", "SyntaxError"),
    ("parentheses allowed", "'(' * 200 + '1' + ')' * 200", "ok"),
    ("lists allowed", "'[' * 200 + ']' * 200", "ok"),
    ("dicts allowed", "'{1:' * 200 + '1' + '}' * 200", "ok"),
    ("sum", "'a = 1\\nb = ' + 'a+' * N + 'a\\nassert b == N1'.replace('N1', str(N + 1))", "ok"),
    ("sum of constants", "'b = ' + '1+' * N + '1\\nassert b == ' + str(N + 1)", "ok"),
    ("product of strings", "'b = ' + '\"ab\"*1*' * 1000 + '1'", "running: TypeError"),
    ("power", "'b = ' + '1**' * N + '1'", "ok MemoryError RecursionError"),
    ("minus", "'b = ' + '-' * N + '1'", "ok MemoryError RecursionError"),
    ("invert", "'a = 1\\nb = ' + '~' * N + 'a'", "ok MemoryError RecursionError"),
    ("not", "'b = ' + 'not ' * N + '1'", "ok MemoryError RecursionError"),
    ("lambda", "'b = ' + 'lambda:' * N + '1'", "ok MemoryError RecursionError SyntaxError"),
    ("lambda defaults", "'b = ' + 'lambda x=' * N + '1' + ':x' * N", "ok MemoryError RecursionError SyntaxError"),
    ("conditional", "'b = ' + '1 if 0 else ' * N + '1'", "ok MemoryError RecursionError"),
    ("attributes", "'a' + '.a' * N", "running: NameError"),
    ("attributes of an object", "'class A: pass\\na = A()\\na.a = a\\na' + '.a' * N", "ok"),
    ("subscripts", "'a = []\\na.append(a)\\na' + '[0]' * N", "ok"),
    // A code has at most 65,535 registers and as many names.
    ("calls", "'def a(): return a\\na' + '()' * N", "ok SyntaxError"),
    ("method calls", "'class A:\\n def a(self): return self\\nA()' + '.a()' * N", "ok SyntaxError"),
    ("and", "'b = ' + '1 and ' * N + '1'", "ok"),
    ("or", "'a = 0\\nb = ' + 'a or ' * N + '1'", "ok"),
    ("comparisons", "'a = 1\\nassert ' + 'a==' * N + 'a'", "ok"),
    ("comparisons of constants", "'b = ' + '1<2>' * N + '1'", "ok"),
    ("is not", "'a = 1\\nb = ' + 'a is not ' * N + 'a'", "ok"),
    ("tuple", "'a = 1\\nb = (' + 'a,' * N + ')\\nassert len(b) == ' + str(N)", "ok"),
    ("list display", "'a = 1\\nb = [' + 'a,' * N + ']\\nassert len(b) == ' + str(N)", "ok"),
    ("list of constants", "'b = [' + '1.5,' * N + ']\\nassert len(b) == ' + str(N)", "ok"),
    ("set display", "'a = 1\\nb = {' + 'a,' * N + '}\\nassert len(b) == 1'", "ok"),
    (
        "dict display",
        "'b = {' + ''.join(f'{i}:{i},' for i in range(N)) + '}\\nassert b[N1] == N1'.replace('N1', str(N - 1))",
        "ok",
    ),
    ("dict of names", "'a = 1\\nb = {' + 'a:a,' * N + '}'", "ok"),
    ("strings side by side", "'b = ' + '\"a\" ' * N + '\\nassert len(b) == ' + str(N)", "ok"),
    ("f-strings side by side", "'a = 1\\nb = ' + 'f\"{a}\" ' * N + '\\nassert len(b) == ' + str(N)", "ok"),
    ("f-strings nested", "'f\"{' * N + '1' + '}\"' * N", "SyntaxError"),
    ("f-strings nested as allowed", "'f\"{' * 149 + '1' + '}\"' * 149", "ok"),
    ("format specs nested", "'f\"{1' + ':{1' * N + '}' * N + '}\"'", "SyntaxError"),
    ("f-string of many fields", "'a = 1\\nb = f\"' + '{a}' * N + '\"\\nassert len(b) == ' + str(N)", "ok"),
    ("statements", "'a = 1\\n' + 'a;' * (N * 5)", "ok"),
    ("lines", "'a = 1\\n' + 'a\\n' * (N * 5)", "ok"),
    ("empty lines", "'\\n' * (N * 10)", "ok"),
    ("semicolons", "';' * N", "SyntaxError"),
    ("comment", "'#' * (N * 10)", "ok"),
    ("blanks", "' ' * (N * 10)", "ok"),
    ("continued lines", "'\\\\\\n' * N", "SyntaxError"),
    ("continued expression", "'a = 1' + '+\\\\\\n1' * N + '\\nassert a == ' + str(N + 1)", "ok"),
    ("assignments", "'a=' * N + '1'", "ok"),
    ("walruses", "'(a:=' * N + '1' + ')' * N", "SyntaxError"),
    ("annotation", "'a: ' + 'b|' * N + 'b'", "ok"),
    ("stars", "'a, *b = ' + '1,' * N + '\\nassert len(b) == ' + str(N - 1)", "ok"),
    ("targets", "'a,' * 300 + ' = range(300)'", "ok"),
    ("many targets", "'a,' * N + ' = range(N1)'.replace('N1', str(N))", "ok SyntaxError"),
    ("targets nested", "'[' * 199 + 'a' + ']' * 199 + ' = ' + '[' * 199 + '5' + ']' * 199 + '\\nassert a == 5'", "ok"),
    ("deletions", "'a = 1\\ndel a' + ',b' * N", "running: NameError"),
    ("elif", "'a = 0\\nif a: pass\\n' + 'elif a: pass\\n' * N", "ok"),
    (
        "else if",
        "''.join(' ' * i + 'if 0:\\n' + ' ' * i + ' pass\\n' + ' ' * i + 'else:\\n' for i in range(99)) + ' ' * 99 + 'pass'",
        "ok",
    ),
    ("indentation", "''.join(' ' * i + 'if 1:\\n' for i in range(99)) + ' ' * 99 + 'a = 1'", "ok"),
    (
        "indentation too deep",
        "''.join(' ' * i + 'if 1:\\n' for i in range(300)) + ' ' * 300 + 'a = 1'",
        "IndentationError",
    ),
    ("loops nested", "''.join(' ' * i + 'for x in [1]:\\n' for i in range(30)) + ' ' * 30 + 'a = 1'", "ok SyntaxError"),
    (
        "try nested",
        "''.join(' ' * i + 'try:\\n' for i in range(30)) + ' ' * 30 + 'a = 1\\n' + ''.join(' ' * i + 'finally: pass\\n' for i in reversed(range(30)))",
        "ok SyntaxError",
    ),
    (
        "with items",
        "'class C:\\n def __enter__(self): pass\\n def __exit__(self, *a): pass\\nc = C()\\nwith ' + ','.join(['c'] * 300) + ': pass'",
        "ok SyntaxError",
    ),
    ("except clauses", "'try: pass\\n' + 'except ValueError: pass\\n' * N", "ok"),
    (
        "decorators",
        "'def d(f): return f\\n' + '@d\\n' * N + 'def f(): pass'",
        "ok MemoryError RecursionError SyntaxError",
    ),
    ("functions nested", "''.join(' ' * i + 'def f():\\n' for i in range(99)) + ' ' * 99 + 'pass'", "ok SyntaxError"),
    ("classes nested", "''.join(' ' * i + 'class C:\\n' for i in range(99)) + ' ' * 99 + 'pass'", "ok SyntaxError"),
    ("functions", "''.join(f'def f{i}(a, b): return a + b\\n' for i in range(N // 5))", "ok"),
    ("classes", "'class C: pass\\n' * (N // 50)", "ok"),
    ("bases", "'class B: pass\\nclass C(' + 'B,' * N + '): pass'", "running: TypeError"),
    ("parameters", "'def f(' + ','.join(f'a{i}' for i in range(N // 10)) + '): pass'", "ok SyntaxError"),
    (
        "defaults",
        "'def f(' + ','.join(f'a{i}={i}' for i in range(5000)) + '): return a4999\\nassert f() == 4999'",
        "ok",
    ),
    (
        "locals",
        "'def f():\\n' + ''.join(f' a{i} = {i}\\n' for i in range(N // 2)) + ' return a7\\nassert f() == 7'",
        "ok SyntaxError MemoryError",
    ),
    ("globals", "''.join(f'a{i} = {i}\\n' for i in range(N))", "ok SyntaxError"),
    ("arguments", "'def f(*a): return len(a)\\nassert f(' + '1,' * N + ') == ' + str(N)", "ok"),
    (
        "keyword arguments",
        "'def f(**a): return len(a)\\nassert f(' + ','.join(f'a{i}=1' for i in range(N // 10)) + ') == ' + str(N // 10)",
        "ok",
    ),
    ("star arguments", "'def f(*a): return len(a)\\nassert f(' + '*[1],' * N + ') == ' + str(N)", "ok"),
    (
        "closures",
        "'def f():\\n' + ''.join(f' a{i} = {i}\\n' for i in range(3000)) + ' def g(): return ' + '+'.join(f'a{i}' for i in range(3000)) + '\\n return g()\\nassert f() == 4498500'",
        "ok",
    ),
    (
        "global declarations",
        "'def f():\\n global ' + ','.join(f'a{i}' for i in range(N)) + '\\n a1 = 5\\nf()\\nassert a1 == 5'",
        "ok",
    ),
    ("imports", "'import ' + 'sys,' * N + 'sys'", "ok"),
    ("import from", "'from sys import ' + 'path,' * N + 'path'", "ok"),
    (
        "import path",
        "'import ' + 'a.' * N + 'a'",
        "running: ModuleNotFoundError running: RecursionError running: ImportError",
    ),
    ("comprehension clauses", "'b = [x' + ' for x in [1]' * 500 + ']'", "ok SyntaxError MemoryError RecursionError"),
    ("comprehension conditions", "'b = [x for x in [1]' + ' if x' * N + ']'", "ok"),
    (
        "comprehensions nested",
        "'b = ' + '[' * 150 + 'x' + ' for x in [1]]' * 150",
        "ok SyntaxError MemoryError RecursionError",
    ),
    (
        "generators nested",
        "'b = ' + '(' * 150 + 'x' + ' for x in [1])' * 150",
        "ok SyntaxError MemoryError RecursionError",
    ),
    ("match cases", "'match 7:\\n' + ''.join(f' case {i}: a = {i}\\n' for i in range(N // 5)) + 'assert a == 7'", "ok"),
    ("match alternatives", "'match 7:\\n case ' + '1|' * N + '7: a = 1\\nassert a == 1'", "ok"),
    ("match sequence", "'match [1]:\\n case [' + 'a,' * N + ']: pass'", "SyntaxError"),
    ("match nested", "'match 1:\\n case ' + '[' * 199 + 'a' + ']' * 199 + ': pass'", "ok"),
    ("match value", "'import sys\\nmatch 1:\\n case sys' + '.a' * N + ': pass'", "running: AttributeError"),
    ("type parameters", "'def f[' + ','.join(f'T{i}' for i in range(1000)) + '](): pass'", "ok SyntaxError"),
    ("type union", "'type A = ' + 'int|' * N + 'int\\nA.__value__'", "ok running: RecursionError MemoryError"),
    ("await", "'async def f(): ' + 'await ' * N + 'x'", "ok SyntaxError MemoryError RecursionError"),
    ("yield", "'def f(): ' + '(yield ' * N + ')' * N", "SyntaxError"),
    ("star star", "'a = {}\\nb = {' + '**a,' * N + '}'", "ok"),
    ("long name", "'a' * (N * 10) + ' = 1'", "ok"),
    ("long string", "'b = \"' + 'a' * (N * 20) + '\"'", "ok"),
    ("long string not closed", "'b = \"' + 'a' * (N * 20)", "SyntaxError"),
    ("triple string not closed", "'b = \"\"\"' + 'a\\n' * (N * 10)", "SyntaxError"),
    ("escapes", "'b = \"' + '\\\\n' * (N * 5) + '\"'", "ok"),
    ("names of characters", "'b = \"' + '\\\\N{DIGIT ONE}' * 1000 + '\"'", "ok SyntaxError"),
    ("long number", "'b = ' + '1' * (N * 10)", "SyntaxError"),
    ("long hexadecimal number", "'b = 0x' + 'f' * (N * 10)", "ok"),
    ("long fraction", "'b = 1.' + '1' * (N * 10)", "ok"),
    ("long exponent", "'b = 1e' + '1' * (N * 10)", "ok"),
    ("number without end", "'b = 1' + '_1' * N + '_'", "SyntaxError"),
    ("huge shift", "'b = 1 << ' + '9' * 18", "running: OverflowError running: MemoryError"),
    ("huge power", "'b = 9 ** 9 ** 9 if 0 else 1'", "ok"),
    ("huge repetition", "'b = \"a\" * 10 ** 12 if 0 else 1'", "ok"),
    ("NUL", "'a = 1\\0b'", "SyntaxError"),
    ("NULs", "'\\0' * N", "SyntaxError"),
    ("lone surrogate", "'a = \"\\udc80\"'", "UnicodeEncodeError"),
    ("escaped surrogate", "'a = \"\\\\ud800\" * 1000'", "ok"),
    ("controls", "'\\1\\2\\3' * N", "SyntaxError"),
    ("wide characters", "'a = \"' + '\\U0001F40D' * N + '\"'", "ok"),
    ("wide names", "'\\u00e9' * N + ' = 1'", "ok"),
    ("not a name", "'\\u20ac' * N", "SyntaxError"),
    ("bytes that are not UTF-8", "b'\\xff' * N", "SyntaxError"),
    ("bytes in a string", "b'a = \"' + b'\\x80' * N + b'\"'", "SyntaxError"),
    ("marks", "b'\\xef\\xbb\\xbf' * 1000", "SyntaxError"),
    ("cookie of an unknown encoding", "b'# coding: ' + b'x' * N + b'\\na = 1'", "SyntaxError"),
    ("cookie", "b'# coding: latin-1\\na = \"' + b'\\xe9' * N + b'\"\\nassert len(a) == ' + str(N).encode()", "ok"),
    ("UTF-16", "'a = 1\\n'.encode('utf-16')", "SyntaxError"),
    ("tabs and blanks", "'if 1:\\n\\ta = 1\\n        b = 2'", "TabError"),
    ("tabs", "'if 1:\\n' + '\\t' * N + 'a = 1'", "ok"),
    ("form feeds", "'\\f' * N + 'a = 1'", "ok"),
    ("carriage returns", "'a = 1\\r' * N", "ok"),
    ("mixed closers", "'([{' * 60 + ')]}' * 60", "SyntaxError"),
    ("keywords", "'if ' * N", "SyntaxError"),
    ("operators", "'+*' * N", "SyntaxError"),
    ("commas", "',' * N", "SyntaxError"),
    ("colons", "':' * N", "SyntaxError"),
    ("ellipses", "'.' * N", "SyntaxError"),
    ("at signs", "'@' * N", "SyntaxError"),
    ("everything at once", "'a b (c [d {e \"f\" f\"{g\" lambda: * ** -> := ' * (N // 50)", "SyntaxError"),
];

/// Name, a program that ends by `check`, and what it may give.
const PROGRAMS: &[(&str, &str, &str)] = &[
    ("recursion", "def f(): return f()", "RecursionError"),
    ("recursion through sorted", "def f(x=0): return sorted([1, 2], key=f)", "RecursionError"),
    (
        "recursion through repr",
        "class C:\n    def __repr__(self): return repr(self)\ndef f(): repr(C())",
        "RecursionError",
    ),
    (
        "recursion through getattr",
        "class C:\n    def __getattr__(self, n): return getattr(self, n)\ndef f(): C().x",
        "RecursionError",
    ),
    (
        "recursion through eq",
        "class C:\n    def __eq__(self, o): return self == o\ndef f(): C() == C()",
        "RecursionError",
    ),
    ("recursion through call", "class C: pass\nC.__call__ = C()\ndef f(): C()()", "RecursionError"),
    (
        "recursion through format",
        "class C:\n    def __format__(self, s): return f'{self}'\ndef f(): f'{C()}'",
        "RecursionError",
    ),
    (
        "recursion through iterators",
        "def f():\n    a = iter([])\n    for i in range(N): a = map(int, a)\n    list(a)",
        "ok RecursionError",
    ),
    ("recursion through generators", "def g(n):\n    if n: yield from g(n - 1)\ndef f(): list(g(N))", "RecursionError"),
    ("deep list", "def f():\n    a = []\n    for i in range(N): a = [a]\n    repr(a)", "ok RecursionError"),
    ("deep tuple hash", "def f():\n    a = ()\n    for i in range(N): a = (a,)\n    hash(a)", "ok RecursionError"),
    (
        "deep list comparison",
        "def f():\n    a, b = [], []\n    for i in range(N): a, b = [a], [b]\n    a == b",
        "ok RecursionError",
    ),
    ("deep dict", "def f():\n    a = {}\n    for i in range(N): a = {0: a}\n    str(a)", "ok RecursionError"),
    ("deep list freed", "def f():\n    a = []\n    for i in range(N * 5): a = [a]\n    del a", "ok"),
    (
        "deep object freed",
        "class C: pass\ndef f():\n    a = None\n    for i in range(N):\n        b = C(); b.a = a; a = b\n    del a, b",
        "ok",
    ),
    (
        "deep closure freed",
        "def f():\n    a = None\n    for i in range(N): a = (lambda a: lambda: a)(a)\n    del a",
        "ok",
    ),
    (
        "deep exceptions",
        "def f():\n    e = None\n    for i in range(N):\n        n = ValueError(); n.__cause__ = e; e = n\n    del e, n",
        "ok",
    ),
    (
        "deep generators freed",
        "def g(a):\n    yield a\ndef f():\n    a = None\n    for i in range(N // 5): a = g(a); next(a)\n    del a",
        "ok",
    ),
    (
        "deep partial",
        "def f():\n    from functools import partial\n    a = int\n    for i in range(N):\n        a = partial(a); a.x = 1\n    a()",
        "ok RecursionError",
    ),
    (
        "deep classes",
        "def f():\n    c = object\n    for i in range(2000): c = type('C', (c,), {})\n    c()",
        "ok RecursionError",
    ),
    (
        "deep isinstance",
        "def f():\n    t = int\n    for i in range(N): t = (t, str)\n    isinstance(b'', t)",
        "ok RecursionError",
    ),
    (
        "deep chain",
        "def f():\n    from itertools import chain\n    a = iter([1])\n    for i in range(N): a = chain(a)\n    list(a)",
        "ok RecursionError",
    ),
    ("deep union", "def f():\n    a = int\n    for i in range(300): a = a | type(str(i), (), {})\n    repr(a)", "ok"),
    (
        "deep namespaces",
        "def f():\n    from types import SimpleNamespace as S\n    a = S()\n    for i in range(N): a = S(a=a)\n    repr(a)",
        "ok RecursionError",
    ),
    ("huge list", "def f(): [0] * 10 ** 14", "MemoryError"),
    ("huge bytes", "def f(): bytes(10 ** 15)", "MemoryError OverflowError"),
    ("huge string", "def f(): 'a' * 10 ** 15", "MemoryError"),
    ("huge format", "def f(): format(1, '1000000000000')", "MemoryError ValueError"),
    ("huge percent", "def f(): '%1000000000000d' % 1", "MemoryError ValueError"),
    ("huge centre", "def f(): 'a'.center(10 ** 14)", "MemoryError"),
    ("huge zfill", "def f(): 'a'.zfill(10 ** 14)", "MemoryError"),
    ("huge tabs", "def f(): ('\\t' * 100).expandtabs(10 ** 13)", "MemoryError OverflowError"),
    ("huge shift", "def f(): 1 << 10 ** 14", "MemoryError OverflowError"),
    ("huge digits", "def f(): int('1' * 10 ** 6)", "ValueError"),
    ("huge range list", "def f(): list(range(10 ** 14))", "MemoryError"),
    ("huge join", "def f(): ('a' * 10 ** 6).join(['b'] * 10 ** 6)", "MemoryError"),
    ("huge replace", "def f(): ('a' * 10 ** 6).replace('a', 'b' * 10 ** 6)", "MemoryError OverflowError"),
    ("growing string", "def f():\n    a = 'a'\n    while True: a += a", "MemoryError"),
    (
        "huge product",
        "def f():\n    from itertools import product\n    product(range(10), repeat=10 ** 12)",
        "MemoryError OverflowError",
    ),
    (
        "huge combinations",
        "def f():\n    from itertools import combinations\n    list(combinations(range(5), 10 ** 12))",
        "ok MemoryError OverflowError",
    ),
    ("huge tee", "def f():\n    from itertools import tee\n    tee([], 10 ** 12)", "MemoryError OverflowError"),
    ("growing deque", "def f():\n    from collections import deque\n    deque([1]) * 10 ** 14", "MemoryError"),
    ("huge to_bytes", "def f(): (1).to_bytes(10 ** 14, 'big')", "MemoryError OverflowError"),
    ("huge math.factorial", "def f():\n    import math\n    math.factorial(10 ** 20)", "OverflowError"),
    ("huge comb", "def f():\n    import math\n    math.perm(10 ** 30, 10 ** 30)", "OverflowError MemoryError"),
];

/// How often things are repeated.
const SIZE: u32 = if cfg!(debug_assertions) { 20_000 } else { 100_000 };

/// Stack of the thread, and what of it the interpreter may use.
const STACKS: [(usize, usize); 3] = [(64 << 20, 63 << 20), (2 << 20, 3 << 19), (256 << 10, 96 << 10)];

/// As the whole table says it for the case without limits: more may go wrong with little.
fn run(name: &str, body: &str, expected: &str, stack: (usize, usize), limit: Option<usize>) -> Result<(), String> {
    let names: Vec<String> =
        expected.replace("running: ", "running:").split(' ').map(|e| e.replace(':', ": ")).collect();
    let mut names: Vec<String> = names.into_iter().map(|name| format!("{name:?}")).collect();
    if limit.is_some() {
        names.extend(["'MemoryError'".into(), "'running: MemoryError'".into()]);
    }
    if stack.0 < 1 << 21 || cfg!(debug_assertions) && stack.0 < 1 << 22 {
        names.extend(["'RecursionError'".into(), "'running: RecursionError'".into(), "'MemoryError'".into()]);
    }
    let program = format!("{DRIVER}N = {SIZE}\nname = {name:?}\nexpected = [{}]\n{body}", names.join(", "));
    let begun = Instant::now();
    let thread = std::thread::Builder::new().stack_size(stack.0).spawn(move || {
        let config = Config { streams: true, ..Config::default() };
        let mut builder = Interpreter::builder().grant_all().native_stack(stack.1).config(config);
        if let Some(limit) = limit {
            builder = builder.memory_limit(limit);
        }
        let mut python = builder.build().map_err(|_| "no interpreter".to_owned())?;
        let status = python.run(&Program::Command(&program));
        let mut wrong = String::new();
        let ending = python.end(true, |mismatch| wrong.push_str(mismatch));
        match (status.code, ending.sound) {
            (0, Ok(())) if wrong.is_empty() => Ok(()),
            (code, sound) => Err(format!("ended with {code}, heap {sound:?} {wrong}")),
        }
    });
    let thread = thread.map_err(|error| error.to_string())?;
    let patience = Duration::from_secs(if cfg!(debug_assertions) { 90 } else { 20 });
    while !thread.is_finished() {
        if begun.elapsed() > patience {
            eprintln!("{name}: it takes longer than {patience:?}");
            std::process::exit(1);
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    thread.join().map_err(|_| "it panicked".to_owned())?
}

/// One case on every stack, with and without a limit; tells all that went wrong.
fn run_case(name: &str, body: &str, expected: &str) -> Vec<String> {
    let mut failures = Vec::new();
    for stack in STACKS {
        for limit in [None, Some(32 << 20)] {
            // What has no end but the memory's is for a limit.
            if limit.is_none() && name.contains(": growing") {
                continue;
            }
            println!("{name}: {} KiB of stack, limit {limit:?}", stack.0 >> 10);
            if let Err(error) = run(name, body, expected, stack, limit) {
                failures.push(format!("{name} ({} KiB of stack, limit {limit:?}): {error}", stack.0 >> 10));
            }
        }
    }
    failures
}

/// The whole program of each case.
fn cases() -> impl Iterator<Item = (String, String, &'static str)> {
    let sources = SOURCES.iter().map(|&(name, source, expected)| {
        let body =
            format!("try:\n    source = {source}\nexcept (MemoryError, RecursionError):\n    raise SystemExit(0)\ncheck(run(source))\n");
        (format!("source: {name}"), body, expected)
    });
    let programs = PROGRAMS.iter().map(|&(name, source, expected)| {
        let body = format!(
            "{source}\ntry:\n    f()\n    result = 'ok'\nexcept BaseException as error:\n    \
             result = type(error).__name__\ncheck(result)\n"
        );
        (format!("program: {name}"), body, expected)
    });
    sources.chain(programs)
}

/// The case that [`CASE`] names: run in a process of its own, so that a crash is told by its name.
#[test]
#[ignore = "run by the test below, once for each case"]
fn one() {
    let wanted = std::env::var(CASE).unwrap_or_default();
    let failures: Vec<String> = cases()
        .filter(|(name, ..)| *name == wanted)
        .flat_map(|(name, body, expected)| run_case(&name, &body, expected))
        .collect();
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

/// The case to run in the child; in the parent: a part of the names to run.
const CASE: &str = "MONSTROUS";

#[test]
fn all() {
    let only = std::env::var(CASE).unwrap_or_default();
    let names: Vec<String> = cases().map(|(name, ..)| name).filter(|name| name.contains(&only)).collect();
    let program = std::env::current_exe().expect("the test's own path");
    let next = AtomicUsize::new(0);
    let failures = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(name) = names.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let child = Command::new(&program)
                        .args(["--exact", "one", "--ignored", "--nocapture"])
                        .env(CASE, name)
                        .stdin(Stdio::null())
                        .output()
                        .expect("a child");
                    if !child.status.success() {
                        let told = String::from_utf8_lossy(&child.stdout);
                        let errors = String::from_utf8_lossy(&child.stderr);
                        let last = told.lines().rev().find(|line| line.contains("KiB")).unwrap_or_default().to_owned();
                        let wrong: Vec<&str> = errors.lines().filter(|line| line.starts_with(name.as_str())).collect();
                        let wrong = wrong.join("\n");
                        let failure = format!("{} {last}\n{wrong}", child.status);
                        eprintln!("{failure}");
                        failures.lock().expect("no panic").push(failure);
                    }
                }
            });
        }
    });
    let failures = failures.into_inner().expect("no panic");
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}
