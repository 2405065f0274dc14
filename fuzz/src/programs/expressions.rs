//! Expressions by type.

use super::maker::{Maker, TYPES, Type};

/// Levels of expressions in expressions.
const DEEPEST: usize = 3;

const INTS: &[&str] = &[
    "0",
    "1",
    "2",
    "-1",
    "7",
    "10",
    "255",
    "256",
    "65536",
    "2**31",
    "2**62",
    "-2**61",
    "(2**64 - 1)",
    "10**20",
    "-10**30",
    "0x7fffffffffffffff",
];
const FLOATS: &[&str] = &[
    "0.0",
    "-0.0",
    "1.5",
    "0.1",
    "1e16",
    "1e-7",
    "123456.789",
    "1e308",
    "5e-324",
    "float('inf')",
    "float('nan')",
    "2.5",
    "-3.25",
    "1e22",
];
const STRS: &[&str] = &[
    "''",
    "'a'",
    "'abc'",
    "'Hello, World'",
    "' \\t x \\n'",
    "'\u{e9}t\u{e9}'",
    "'\\u20ac\\U0001f40d'",
    "'\\x00'",
    "'12'",
    "'-3'",
    "'0x1f'",
    "'1e3'",
    "'a,b,,c'",
    "'\\ud800'",
    "'\u{df}\u{130}'",
    "'{}'",
    "'%d'",
    "('z' * 9)",
];
const BYTES: &[&str] =
    &["b''", "b'a'", "b'abc'", "b'\\x00\\xff'", "b' 12 '", "bytes(3)", "bytearray(b'xyz')", "b'a,b'"];
const SPECS: &[&str] = &[
    "", ">8", "<6", "^9", "*^7", "08", "+", "x", "#x", "b", "o", "c", "d", ",", "_", "e", ".3f", ".2e", "g", "%", ".3",
    "s", "10.2f", "#_x", "=+9", ".0f", "n", " ", "z.1f", "!", "301",
];
const PERCENT: &[&str] = &[
    "%d", "%s", "%r", "%5.2f", "%x", "%#o", "%e", "%c", "%-8s|", "%+d", "%%", "%.3s", "%a", "%i", "%08.3f", "%(a)s",
    "%g",
];

impl Maker<'_> {
    /// An expression, mostly of a type.
    pub fn expression(&mut self, wanted: Type, depth: usize) -> String {
        let wanted = if self.choices.chance(8) { self.choices.one(&TYPES) } else { wanted };
        if depth >= DEEPEST || self.choices.chance(90) {
            return self.atom(wanted);
        }
        if self.choices.chance(14) {
            return self.special(wanted, depth + 1);
        }
        let deep = depth + 1;
        match wanted {
            Type::Int => self.int(deep),
            Type::Float => self.float(deep),
            Type::Str => self.str(deep),
            Type::Bytes => self.bytes(deep),
            Type::Bool => self.bool(deep),
            Type::List => self.list(deep),
            Type::Tuple => self.tuple(deep),
            Type::Dict => self.dict(deep),
            Type::Set => self.set(deep),
            Type::Box => format!("Box({})", self.any(deep)),
        }
    }

    /// An expression of some type.
    pub fn any(&mut self, depth: usize) -> String {
        let kind = self.choices.one(&TYPES);
        self.expression(kind, depth)
    }

    /// An expression that a comprehension goes over, where `:=` is not allowed.
    fn iterable(&mut self, wanted: Type, deep: usize) -> String {
        let around = std::mem::replace(&mut self.in_comprehension, true);
        let source = self.expression(wanted, deep);
        self.in_comprehension = around;
        source
    }

    fn atom(&mut self, wanted: Type) -> String {
        if self.choices.chance(150)
            && let Some(name) = self.variable(wanted)
        {
            return name;
        }
        match wanted {
            Type::Int => self.choices.one(INTS).to_owned(),
            Type::Float => self.choices.one(FLOATS).to_owned(),
            Type::Str => self.choices.one(STRS).to_owned(),
            Type::Bytes => self.choices.one(BYTES).to_owned(),
            Type::Bool => self.choices.one(&["True", "False", "(not s0)", "(i0 > 2)"]).to_owned(),
            Type::List => self.choices.one(&["[]", "[1, 2, 3]", "list(range(5))", "[4, 2, 9, 2]", "[0]"]).to_owned(),
            Type::Tuple => self.choices.one(&["()", "('x',)", "('b', 'a', 'c')", "tuple('hello')"]).to_owned(),
            Type::Dict => self.choices.one(&["{}", "{'a': 1}", "{'x': 10, 'y': 20}", "dict(k=3)"]).to_owned(),
            Type::Set => self.choices.one(&["set()", "{1}", "{1, 2, 3}", "set(range(0, 20, 4))"]).to_owned(),
            Type::Box => self.choices.one(&["Box(1)", "Box('s')", "Box([3, 2, 1])", "Box(x0)"]).to_owned(),
        }
    }

    /// What gives any type: choices, calls, lambdas, items.
    fn special(&mut self, wanted: Type, deep: usize) -> String {
        match self.choices.below(7) {
            0 => {
                let (one, other) = (self.expression(wanted, deep), self.expression(wanted, deep));
                format!("({one} if {} else {other})", self.expression(Type::Bool, deep))
            }
            1 => {
                let (one, other) = (self.expression(wanted, deep), self.expression(wanted, deep));
                format!("({one} {} {other})", self.choices.one(&["or", "and"]))
            }
            2 => {
                let (one, other) = (self.expression(wanted, deep), self.any(deep));
                format!("(lambda p, q={one}: q)({other})")
            }
            3 => format!(
                "[{}, {}][{}]",
                self.any(deep),
                self.expression(wanted, deep),
                self.choices.one(&["1", "-1", "2"])
            ),
            4 if !self.functions.is_empty() && self.loops < 2 => {
                let index = self.choices.below(self.functions.len());
                let function = self.functions[index].clone();
                self.call(&function, deep)
            }
            5 if !self.in_comprehension => format!("(w := {})", self.expression(wanted, deep)),
            _ => format!("Box({}).value", self.expression(wanted, deep)),
        }
    }

    /// A call of a function of the program.
    pub fn call(&mut self, function: &super::maker::Function, deep: usize) -> String {
        let mut parts = Vec::new();
        for kind in &function.parameters {
            parts.push(self.expression(*kind, deep));
        }
        match self.choices.below(8) {
            0 => drop(parts.pop()),
            1 => parts.push("1".to_owned()),
            2 => parts.push("*t0".to_owned()),
            3 => parts.push("**d0".to_owned()),
            4 => parts.push(format!("k={}", self.any(deep))),
            _ => {}
        }
        format!("{}({})", function.name, parts.join(", "))
    }

    fn int(&mut self, deep: usize) -> String {
        match self.choices.below(17) {
            0..=3 => {
                let operator = self.choices.one(&["+", "-", "*", "//", "%", "&", "|", "^"]);
                format!("({} {operator} {})", self.expression(Type::Int, deep), self.expression(Type::Int, deep))
            }
            4 => format!("({} ** ({} % 5))", self.expression(Type::Int, deep), self.expression(Type::Int, deep)),
            5 => {
                let operator = self.choices.one(&["<<", ">>"]);
                format!("({} {operator} ({} % 70))", self.expression(Type::Int, deep), self.expression(Type::Int, deep))
            }
            6 => format!("({}{})", self.choices.one(&["-", "~", "+"]), self.expression(Type::Int, deep)),
            7 => {
                let kind = self.choices.one(&[Type::Str, Type::List, Type::Tuple, Type::Dict, Type::Set, Type::Box]);
                format!("len({})", self.expression(kind, deep))
            }
            8 => format!("int({})", self.any(deep)),
            9 => {
                let base = self.choices.one(&["0", "2", "10", "16", "36", "37"]);
                format!("int({}, {base})", self.expression(Type::Str, deep))
            }
            10 => format!("{}({})", self.choices.one(&["sum", "max", "min", "len"]), self.expression(Type::List, deep)),
            11 => format!("{}[{}]", self.expression(Type::List, deep), self.expression(Type::Int, deep)),
            12 => {
                let method = self.choices.one(&["find", "count", "rindex", "index", "rfind"]);
                format!("{}.{method}({})", self.expression(Type::Str, deep), self.expression(Type::Str, deep))
            }
            13 => {
                let (base, power) = (self.expression(Type::Int, deep), self.expression(Type::Int, deep));
                format!("pow({base}, {power}, {})", self.expression(Type::Int, deep))
            }
            14 => {
                let method = self.choices.one(&["bit_length()", "bit_count()", "__index__()", "numerator", "__hash__"]);
                if method == "__hash__" {
                    "hash(5)".to_owned()
                } else {
                    format!("({}).{method}", self.expression(Type::Int, deep))
                }
            }
            15 => format!("{}.get({}, 4)", self.expression(Type::Dict, deep), self.expression(Type::Str, deep)),
            _ => format!("round({})", self.expression(Type::Float, deep)),
        }
    }

    fn float(&mut self, deep: usize) -> String {
        match self.choices.below(6) {
            0..=1 => {
                let operator = self.choices.one(&["+", "-", "*", "/", "//", "%"]);
                format!("({} {operator} {})", self.expression(Type::Float, deep), self.expression(Type::Float, deep))
            }
            2 => format!("({} / {})", self.expression(Type::Int, deep), self.expression(Type::Int, deep)),
            3 => format!("float({})", self.any(deep)),
            4 => format!("round({}, {})", self.expression(Type::Float, deep), self.choices.one(&["0", "2", "-1", "5"])),
            _ => format!("abs({})", self.expression(Type::Float, deep)),
        }
    }

    fn str(&mut self, deep: usize) -> String {
        match self.choices.below(15) {
            0 => format!("({} + {})", self.expression(Type::Str, deep), self.expression(Type::Str, deep)),
            1 => format!("({} * ({} % 4))", self.expression(Type::Str, deep), self.expression(Type::Int, deep)),
            2 => format!("{}[{}]", self.expression(Type::Str, deep), self.expression(Type::Int, deep)),
            3 => format!("{}[{}]", self.expression(Type::Str, deep), self.slice(deep)),
            4..=5 => {
                let method = self.choices.one(&[
                    "upper",
                    "lower",
                    "title",
                    "capitalize",
                    "swapcase",
                    "strip",
                    "casefold",
                    "lstrip",
                    "rstrip",
                    "expandtabs",
                    "isidentifier",
                    "__repr__",
                ]);
                format!("str({}.{method}())", self.expression(Type::Str, deep))
            }
            6 => {
                let method = self.choices.one(&["center", "ljust", "rjust", "zfill"]);
                format!("{}.{method}({} % 20)", self.expression(Type::Str, deep), self.expression(Type::Int, deep))
            }
            7 => {
                let (text, old) = (self.expression(Type::Str, deep), self.expression(Type::Str, deep));
                format!("{text}.replace({old}, {})", self.expression(Type::Str, deep))
            }
            8 => format!("{}.join({})", self.expression(Type::Str, deep), self.expression(Type::Tuple, deep)),
            9 => self.formatted(deep),
            10 => format!("repr(plain({}))", self.any(deep)),
            11 => format!("str(plain({}))", self.any(deep)),
            12 => format!("({} % {})", self.percent(), self.any(deep)),
            13 => {
                let function = self.choices.one(&["bin", "hex", "oct", "chr", "ascii"]);
                let number = self.expression(Type::Int, deep);
                if function == "chr" { format!("chr({number} % 70000)") } else { format!("{function}({number})") }
            }
            _ => format!(
                "'{{0:{}}}|{{1}}'.format({}, {})",
                self.choices.one(SPECS),
                self.any(deep),
                self.atom(Type::Str)
            ),
        }
    }

    fn percent(&mut self) -> String {
        format!("'<{}>'", self.choices.one(PERCENT))
    }

    fn formatted(&mut self, deep: usize) -> String {
        let (kind, spec) = (self.choices.one(&[Type::Int, Type::Float, Type::Str]), self.choices.one(SPECS));
        let conversion = self.choices.one(&["", "", "", "!r", "!s", "!a"]);
        let spec = if spec == "!" { "" } else { spec };
        format!("f\"<{{({}){conversion}:{spec}}}>\"", self.expression(kind, deep + 1))
    }

    fn bytes(&mut self, deep: usize) -> String {
        match self.choices.below(7) {
            0 => format!("({} + {})", self.expression(Type::Bytes, deep), self.expression(Type::Bytes, deep)),
            1 => format!("{}[{}]", self.expression(Type::Bytes, deep), self.slice(deep)),
            2 => {
                let codec = self.choices.one(&["utf-8", "ascii", "latin-1", "utf-16", "utf-32-be", "utf-7", "cp1252"]);
                let errors =
                    self.choices.one(&["strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace"]);
                format!("{}.encode('{codec}', '{errors}')", self.expression(Type::Str, deep))
            }
            3 => format!("bytes(n % 256 for n in {})", self.iterable(Type::List, deep)),
            4 => {
                let method =
                    self.choices.one(&["upper()", "strip()", "title()", "hex().encode()", "split()[0]", "swapcase()"]);
                format!("{}.{method}", self.expression(Type::Bytes, deep))
            }
            5 => format!("(b'%s|%d' % ({}, {}))", self.expression(Type::Bytes, deep), self.expression(Type::Int, deep)),
            _ => format!(
                "({} % 2**30).to_bytes(4, '{}')",
                self.expression(Type::Int, deep),
                self.choices.one(&["big", "little"])
            ),
        }
    }

    fn bool(&mut self, deep: usize) -> String {
        let kind = self.choices.one(&TYPES);
        match self.choices.below(7) {
            0..=1 => {
                let operator = self.choices.one(&["<", "<=", "==", "!=", ">", ">=", "=="]);
                format!("({} {operator} {})", self.expression(kind, deep), self.expression(kind, deep))
            }
            2 => format!("(not {})", self.any(deep)),
            3 => {
                let kind = self.choices.one(&[Type::List, Type::Set, Type::List, Type::Dict]);
                let operator = self.choices.one(&["in", "not in"]);
                format!("({} {operator} {})", self.expression(Type::Int, deep), self.expression(kind, deep))
            }
            4 => {
                let class = self.choices.one(&["int", "str", "(list, tuple)", "Box", "float", "int | str"]);
                format!("isinstance({}, {class})", self.any(deep))
            }
            5 => {
                let (a, b, c) = (self.expression(kind, deep), self.expression(kind, deep), self.expression(kind, deep));
                format!("({a} <= {b} < {c})")
            }
            _ => {
                let method =
                    self.choices.one(&["isdigit", "isalpha", "isupper", "isspace", "isnumeric", "isprintable"]);
                format!("{}.{method}()", self.expression(Type::Str, deep))
            }
        }
    }

    fn list(&mut self, deep: usize) -> String {
        match self.choices.below(12) {
            0 => format!("({} + {})", self.expression(Type::List, deep), self.expression(Type::List, deep)),
            1 => format!("({} * ({} % 3))", self.expression(Type::List, deep), self.expression(Type::Int, deep)),
            2 => format!("{}[{}]", self.expression(Type::List, deep), self.slice(deep)),
            3 => {
                let key = self.choices.one(&[
                    "",
                    ", reverse=True",
                    ", key=lambda n: -n",
                    ", key=str",
                    ", key=lambda n: n % 3",
                ]);
                format!("sorted({}{key})", self.expression(Type::List, deep))
            }
            4 => {
                let name = self.choices.one(&["n", "m", "i0"]);
                let source = self.iterable(Type::List, deep);
                let condition =
                    self.choices.one(&["", " if $ % 2", " if $", " for k in l0[:3] if k != $"]).replace('$', name);
                format!("[{name} * 2 + {} for {name} in {source}[:6]{condition}]", self.atom(Type::Int))
            }
            5 => format!("[{}, *{}]", self.expression(Type::Int, deep), self.expression(Type::List, deep)),
            6 => format!(
                "list(map({}, {}))",
                self.choices.one(&["abs", "str", "lambda n: n + 1", "Box", "bool"]),
                self.expression(Type::List, deep)
            ),
            7 => format!(
                "list(filter({}, {}))",
                self.choices.one(&["None", "lambda n: n > 1", "bool"]),
                self.expression(Type::List, deep)
            ),
            8 => {
                let function = self.choices.one(&["reversed", "sorted", "enumerate", "iter", "set", "tuple"]);
                let inner = format!("{function}({})", self.expression(Type::List, deep));
                if function == "set" { format!("sorted({inner}, key=repr)") } else { format!("list({inner})") }
            }
            9 => format!("list(zip({}, {}))", self.expression(Type::List, deep), self.expression(Type::Tuple, deep)),
            10 => format!(
                "list(range({} % 9, {} % 20, 1 + {} % 3))",
                self.expression(Type::Int, deep),
                self.expression(Type::Int, deep),
                self.atom(Type::Int)
            ),
            _ => format!("down({} % 6, lambda n: n * {})", self.expression(Type::Int, deep), self.atom(Type::Int)),
        }
    }

    fn tuple(&mut self, deep: usize) -> String {
        match self.choices.below(7) {
            0 => format!("({} + {})", self.expression(Type::Tuple, deep), self.expression(Type::Tuple, deep)),
            1 => format!("({}, *{})", self.expression(Type::Str, deep), self.expression(Type::Tuple, deep)),
            2 => format!("{}[{}]", self.expression(Type::Tuple, deep), self.slice(deep)),
            3 => {
                let method = self.choices.one(&["split", "rsplit", "partition", "rpartition"]);
                format!("tuple({}.{method}({}))", self.expression(Type::Str, deep), self.expression(Type::Str, deep))
            }
            4 => {
                format!("tuple({}.{}())", self.expression(Type::Str, deep), self.choices.one(&["split", "splitlines"]))
            }
            5 => format!("tuple({}.keys())", self.expression(Type::Dict, deep)),
            _ => format!("tuple(str(n) for n in {})", self.iterable(Type::List, deep)),
        }
    }

    fn dict(&mut self, deep: usize) -> String {
        match self.choices.below(6) {
            0 => format!(
                "{{{}: {}, **{}}}",
                self.expression(Type::Str, deep),
                self.expression(Type::Int, deep),
                self.expression(Type::Dict, deep)
            ),
            1 => format!("({} | {})", self.expression(Type::Dict, deep), self.expression(Type::Dict, deep)),
            2 => format!("{{str(n): n for n in {}[:6]}}", self.iterable(Type::List, deep)),
            3 => format!("dict(zip({}, {}))", self.expression(Type::Tuple, deep), self.expression(Type::List, deep)),
            4 => format!("dict.fromkeys({}, {})", self.expression(Type::Tuple, deep), self.expression(Type::Int, deep)),
            _ => format!("{{k: v + 1 for k, v in {}.items() if k}}", self.iterable(Type::Dict, deep)),
        }
    }

    fn set(&mut self, deep: usize) -> String {
        match self.choices.below(4) {
            0..=1 => {
                let operator = self.choices.one(&["|", "&", "-", "^"]);
                format!("({} {operator} {})", self.expression(Type::Set, deep), self.expression(Type::Set, deep))
            }
            2 => format!("set({})", self.expression(Type::List, deep)),
            _ => format!("{{n // 2 for n in {}}}", self.iterable(Type::List, deep)),
        }
    }

    /// What stands in the brackets of a slice.
    pub fn slice(&mut self, deep: usize) -> String {
        let start = if self.choices.chance(150) { self.expression(Type::Int, deep) } else { String::new() };
        let stop = if self.choices.chance(150) { self.expression(Type::Int, deep) } else { String::new() };
        let step = self.choices.one(&["", "", ":2", ":-1", ":-3", ":0", ":i0"]);
        format!("{start}:{stop}{step}")
    }
}
