//! Statements.

use super::maker::{Function, Maker, TYPES, Type};

/// Levels of blocks in blocks.
const DEEPEST: usize = 5;
/// Loops in loops.
const MOST_LOOPS: usize = 2;

const ERRORS: &[&str] = &[
    "ValueError",
    "TypeError",
    "(ZeroDivisionError, OverflowError)",
    "KeyError",
    "IndexError",
    "AttributeError",
    "LookupError",
    "ArithmeticError",
    "Exception",
    "UnicodeError",
    "(StopIteration, RuntimeError)",
    "NameError",
];

impl Maker<'_> {
    /// A statement, or several.
    pub fn statement(&mut self) {
        self.statements = self.statements.saturating_sub(1);
        if self.indent >= DEEPEST || self.statements == 0 {
            return self.assignment();
        }
        match self.choices.below(26) {
            0..=3 => self.assignment(),
            4..=5 => self.augmented(),
            6..=8 => self.shown(),
            9 => self.conditional(),
            10 if self.loops < MOST_LOOPS => self.for_loop(),
            11 if self.loops < MOST_LOOPS => self.while_loop(),
            12..=13 => self.guarded(),
            14 => self.change(),
            15 => self.deletion(),
            16 => self.with(),
            17 | 18 if self.functions_around < 2 && self.loops == 0 => self.function(),
            19 if self.functions_around == 0 && self.loops == 0 => self.class(),
            20 if self.functions_around < 2 && self.loops == 0 => self.generator(),
            21 => self.matching(),
            22 => self.unpacking(),
            23 => self.raising(),
            24 => self.attributes(),
            25 => self.driven(),
            _ => self.shown(),
        }
    }

    /// A block of at least one statement; what it adds to the scope stays (it may be unbound).
    fn block(&mut self) {
        self.indent += 1;
        let more = self.choices.below(3);
        for _ in 0..=more {
            self.statement();
        }
        self.indent -= 1;
    }

    fn assignment(&mut self) {
        let kind = self.choices.one(&TYPES);
        let name = match self.variable(kind) {
            Some(name) if self.choices.chance(170) => name,
            _ => self.fresh("v"),
        };
        let value = self.expression(kind, 0);
        if self.functions_around == 0 && self.choices.chance(20) {
            self.line(&format!("{name}: int = clip({value})"));
        } else {
            self.line(&format!("{name} = clip({value})"));
        }
        self.variables.push((kind, name));
    }

    fn augmented(&mut self) {
        let (kind, operators): (_, &[&str]) = self.choices.one(&[
            (Type::Int, &["+=", "-=", "*=", "//=", "%=", "&=", "|=", "^=", ">>="][..]),
            (Type::Str, &["+="][..]),
            (Type::List, &["+="][..]),
            (Type::Set, &["|=", "&=", "-=", "^="][..]),
            (Type::Dict, &["|="][..]),
            (Type::Float, &["+=", "*=", "/="][..]),
            (Type::Box, &["+="][..]),
        ]);
        let Some(name) = self.variable(kind) else { return self.shown() };
        let operator = self.choices.one(operators);
        let value = self.expression(kind, 1);
        let target = match self.choices.below(6) {
            0 if kind == Type::Int => "l0[0]".to_owned(),
            1 if kind == Type::Int => "d0['a']".to_owned(),
            2 if kind == Type::List => "x0.value".to_owned(),
            3 if kind == Type::List => "l0[1:2]".to_owned(),
            _ => name,
        };
        self.line(&format!("{target} {operator} {value}"));
        self.line(&format!("{target} = clip({target})"));
    }

    fn shown(&mut self) {
        let label = self.fresh("p");
        let (one, other) = (self.any(0), self.any(1));
        self.line(&format!("show('{label}', {one}, {other})"));
    }

    fn conditional(&mut self) {
        let condition = self.expression(Type::Bool, 0);
        self.line(&format!("if {condition}:"));
        self.block();
        if self.choices.chance(80) {
            let condition = self.expression(Type::Bool, 1);
            self.line(&format!("elif {condition}:"));
            self.block();
        }
        if self.choices.chance(128) {
            self.line("else:");
            self.block();
        }
    }

    fn for_loop(&mut self) {
        let name = self.fresh("n");
        let (kind, source) = match self.choices.below(7) {
            0 => (Type::Int, format!("range({} % 5)", self.expression(Type::Int, 1))),
            1 => (Type::Str, format!("{}[:5]", self.expression(Type::Str, 1))),
            2 => (Type::Str, format!("list({})[:4]", self.expression(Type::Dict, 1))),
            3 => (Type::Int, format!("sorted({}, key=repr)[:4]", self.expression(Type::Set, 1))),
            4 => (Type::Tuple, format!("list({}.items())[:4]", self.expression(Type::Dict, 1))),
            5 => (Type::Int, format!("count({} % 5)", self.expression(Type::Int, 1))),
            _ => (Type::Int, format!("{}[:5]", self.expression(Type::List, 1))),
        };
        self.line(&format!("for {name} in {source}:"));
        self.variables.push((kind, name));
        self.loops += 1;
        self.block();
        self.leave();
        self.loops -= 1;
        if self.choices.chance(60) {
            self.line("else:");
            self.block();
        }
    }

    fn while_loop(&mut self) {
        let name = self.fresh("c");
        self.line(&format!("{name} = 0"));
        let condition = self.expression(Type::Bool, 2);
        self.line(&format!("while ({name} := {name} + 1) < 5 and {condition}:"));
        self.loops += 1;
        self.block();
        self.leave();
        self.loops -= 1;
        if self.choices.chance(60) {
            self.line("else:");
            self.block();
        }
    }

    /// Perhaps `break` or `continue`, at the end of a loop's body.
    fn leave(&mut self) {
        if self.choices.chance(80) {
            let condition = self.expression(Type::Bool, 2);
            let leaving = self.choices.one(&["break", "continue"]);
            self.line(&format!("    if {condition}: {leaving}"));
            self.line("    show('stays')");
        }
    }

    fn guarded(&mut self) {
        self.line("try:");
        self.block();
        let several = self.choices.chance(40);
        let mut caught = false;
        while !caught || self.choices.chance(80) {
            caught = true;
            let errors = self.choices.one(ERRORS);
            let star = if several { "*" } else { "" };
            self.line(&format!("except{star} {errors} as error:"));
            if several {
                self.line("    print([type(e).__name__ for e in error.exceptions], len(error.exceptions))");
            } else {
                self.line("    told('caught', error)");
            }
            if self.choices.chance(80) {
                self.block();
            }
            if !several && self.choices.chance(20) {
                self.line("    raise");
            }
        }
        if self.choices.chance(60) {
            self.line("else:");
            self.block();
        }
        if self.choices.chance(90) {
            self.line("finally:");
            self.block();
            if self.loops > 0 && self.choices.chance(30) {
                self.line("    break");
            } else if self.functions_around > 0 && self.choices.chance(30) {
                self.line("    return i0");
            }
        }
    }

    /// A method that changes a container.
    fn change(&mut self) {
        let kind = self.choices.one(&[Type::List, Type::Dict, Type::Set, Type::List, Type::Dict]);
        let Some(name) = self.variable(kind) else { return self.shown() };
        let (number, text) = (self.expression(Type::Int, 1), self.expression(Type::Str, 1));
        let line = match kind {
            Type::List => match self.choices.below(10) {
                0 => format!("{name}.append({number})"),
                1 => format!("{name}.insert({}, {number})", self.expression(Type::Int, 3)),
                2 => format!("show('popped', {name}.pop())"),
                3 => format!("show('popped', {name}.pop({number}))"),
                4 => format!(
                    "{name}.sort({})",
                    self.choices.one(&["", "key=str", "reverse=True", "key=lambda n: n % 4", "key=len"])
                ),
                5 => format!("{name}.reverse()"),
                6 => format!("{name}.remove({number})"),
                7 => format!("{name}[{}] = {}", self.slice(2), self.expression(Type::List, 1)),
                8 => format!("{name}[{number}] = {}", self.any(1)),
                _ => format!("{name}.extend({})", self.any(1)),
            },
            Type::Dict => match self.choices.below(6) {
                0 => format!("{name}[{text}] = {number}"),
                1 => format!("show('popped', {name}.pop({text}))"),
                2 => format!("show('default', {name}.setdefault({text}, {number}))"),
                3 => format!("{name}.update({})", self.any(1)),
                4 => format!("show('popped', {name}.popitem())"),
                _ => format!("{name}[{}] = {number}", self.any(1)),
            },
            _ => match self.choices.below(4) {
                0 => format!("{name}.add({number})"),
                1 => format!("{name}.discard({number})"),
                2 => format!("{name}.remove({number})"),
                _ => format!("{name}.update({})", self.expression(Type::List, 1)),
            },
        };
        self.line(&line);
        if kind == Type::List {
            self.line(&format!("del {name}[24:]"));
        }
    }

    fn deletion(&mut self) {
        let line = match self.choices.below(5) {
            0 => format!("del l0[{}]", self.expression(Type::Int, 1)),
            1 => format!("del l1[{}]", self.slice(1)),
            2 => format!("del d0[{}]", self.expression(Type::Str, 1)),
            3 => "del x0.value".to_owned(),
            _ => {
                // In a function the name would be local to it all over.
                let last = self.variables.len().saturating_sub(1);
                match self.variables.get(last) {
                    Some((_, name)) if self.functions_around == 0 && last > 16 => format!("del {name}"),
                    _ => "del l0[-1:]".to_owned(),
                }
            }
        };
        self.line(&line);
    }

    fn with(&mut self) {
        let errors =
            self.choices.one(&["ValueError", "TypeError, KeyError", "Exception", "LookupError", "ArithmeticError"]);
        let second = if self.choices.chance(60) { ", Quiet() as w2" } else { "" };
        self.line(&format!("with Quiet({errors}) as w1{second}:"));
        self.block();
        if self.loops > 0 && self.choices.chance(40) {
            let leaving = self.choices.one(&["break", "continue"]);
            self.line(&format!("    {leaving}"));
        }
    }

    fn raising(&mut self) {
        let what = self.choices.one(&[
            "ValueError(s0)",
            "KeyError(i0)",
            "IndexError",
            "TypeError('made', 2)",
            "StopIteration(3)",
            "Exception()",
            "ExceptionGroup('several', [ValueError(1), TypeError(2)])",
            "ArithmeticError('x') from KeyError('y')",
            "None",
            "ValueError from None",
            "UnicodeDecodeError('utf-8', b0, 1, 2, 'made')",
            "5",
        ]);
        let condition = self.expression(Type::Bool, 1);
        self.line(&format!("if {condition}: raise {what}"));
    }

    fn function(&mut self) {
        let name = self.fresh("fn");
        let count = self.choices.below(4);
        let mut parameters = Vec::new();
        for _ in 0..count {
            parameters.push(self.choices.one(&TYPES));
        }
        let gives = self.choices.one(&TYPES);
        if self.choices.chance(40) {
            self.line("@traced");
        }
        let names: Vec<String> = (0..count).map(|_| self.fresh("a")).collect();
        let mut declared = names.clone();
        if count > 0 && self.choices.chance(120) {
            let default = self.expression(parameters[count - 1], 2);
            declared[count - 1] = format!("{}={default}", names[count - 1]);
        }
        match self.choices.below(6) {
            0 => declared.push("*rest".to_owned()),
            1 => declared.push("**named".to_owned()),
            2 => declared.push("*, k=1".to_owned()),
            3 if count > 1 => declared.insert(1, "/".to_owned()),
            _ => {}
        }
        self.line(&format!("def {name}({}):", declared.join(", ")));
        let scope = self.enter(&names, &parameters);
        self.block();
        if self.choices.chance(60) {
            self.closure();
        }
        let result = self.expression(gives, 0);
        self.line(&format!("    return clip({result})"));
        self.exit(scope);
        let function = Function { name, parameters, gives };
        self.functions.push(function.clone());
        let call = self.call(&function, 1);
        let label = function.gives as u8;
        self.line("try:");
        self.line(&format!("    show('call{label}', {call})"));
        self.line("except Exception as error:");
        self.line("    told('call', error)");
    }

    /// A function in the function, that changes a variable around it.
    fn closure(&mut self) {
        let (cell, inner) = (self.fresh("o"), self.fresh("g"));
        let (start, step) = (self.expression(Type::Int, 2), self.expression(Type::Int, 2));
        self.line(&format!("    {cell} = {start}"));
        self.line(&format!("    def {inner}(by=2):"));
        self.line(&format!("        nonlocal {cell}"));
        self.line(&format!("        {cell} += by"));
        self.line(&format!("        return {cell}"));
        self.line(&format!("    show('inner', {inner}(), {inner}({step}), {cell})"));
        self.line(&format!("    {inner} = {cell} = None"));
    }

    /// Begins a function's scope; what [`Maker::exit`] needs.
    fn enter(&mut self, names: &[String], kinds: &[Type]) -> (usize, usize) {
        let around = (self.variables.len(), self.loops);
        self.loops = 0;
        self.functions_around += 1;
        for (name, kind) in names.iter().zip(kinds) {
            self.variables.push((*kind, name.clone()));
        }
        if self.functions_around == 1 && !self.choices.chance(40) {
            self.line("    global i0, i1, i2, f0, f1, s0, s1, b0, l0, l1, t0, d0, e0, x0");
        }
        around
    }

    fn exit(&mut self, (variables, loops): (usize, usize)) {
        self.variables.truncate(variables);
        self.loops = loops;
        self.functions_around -= 1;
    }

    fn generator(&mut self) {
        let name = self.fresh("y");
        self.line(&format!("def {name}(a):"));
        let scope = self.enter(&["a".to_owned()], &[Type::Int]);
        self.line("    try:");
        self.indent += 1;
        self.block();
        let (first, second) = (self.any(1), self.any(1));
        self.line(&format!("    r = yield {first}"));
        self.line("    show('sent', r)");
        if self.choices.chance(120) {
            self.line("    q = yield from count(a % 4)");
            self.line("    show('from', q)");
        }
        self.line(&format!("    yield {second}"));
        self.indent -= 1;
        let errors = self.choices.one(&["ValueError", "GeneratorExit", "KeyError"]);
        self.line(&format!("    except {errors} as error:"));
        self.line("        told('inside', error)");
        let after = self.choices.one(&["pass", "yield 'after'", "return 5", "raise"]);
        self.line(&format!("        {after}"));
        self.line("    finally:");
        self.line("        show('ends')");
        self.exit(scope);
        let argument = self.expression(Type::Int, 1);
        self.line(&format!("g = {name}({argument})"));
        self.drive("g");
        self.line("g = None");
    }

    fn driven(&mut self) {
        let step = self.choices.one(&["", ", 2", ", 1 if i0 == 0 else 3"]);
        let most = self.expression(Type::Int, 2);
        self.line(&format!("g = count({most} % 9{step})"));
        self.drive("g");
        self.line("g = None");
    }

    /// Steps of a generator, each of which may raise.
    fn drive(&mut self, name: &str) {
        let steps = 1 + self.choices.below(5);
        for _ in 0..steps {
            let step = match self.choices.below(7) {
                0 => format!("{name}.send({})", self.any(2)),
                1 => format!("{name}.throw(ValueError({}))", self.any(2)),
                2 => format!("{name}.close()"),
                3 => format!("{name}.throw(KeyError)"),
                4 => format!("list({name})[:9]"),
                _ => format!("next({name})"),
            };
            self.line("try:");
            self.line(&format!("    show('step', {step})"));
            self.line("except (Exception, GeneratorExit) as error:");
            self.line("    told('step', error)");
        }
    }

    fn class(&mut self) {
        let name = self.fresh("K");
        let base = match self.choices.below(6) {
            0 => "(Box)".to_owned(),
            1 => "(list)".to_owned(),
            2 => "(dict)".to_owned(),
            3 => "(Exception)".to_owned(),
            4 if !self.classes.is_empty() => {
                let index = self.choices.below(self.classes.len());
                format!("({})", self.classes[index])
            }
            _ => String::new(),
        };
        self.line(&format!("class {name}{base}:"));
        let attribute = self.any(1);
        self.line(&format!("    kind = {attribute}"));
        if self.choices.chance(30) {
            self.line("    __slots__ = ('p', 'q')");
        }
        let around = self.loops;
        self.indent += 1;
        let methods = 1 + self.choices.below(4);
        for _ in 0..methods {
            let (head, kind) = self.choices.one(&[
                ("def __len__(self):", Type::Int),
                ("def __bool__(self):", Type::Bool),
                ("def __contains__(self, a):", Type::Bool),
                ("def __eq__(self, a):", Type::Bool),
                ("def __lt__(self, a):", Type::Bool),
                ("def __add__(self, a):", Type::Int),
                ("def __radd__(self, a):", Type::Str),
                ("def __getitem__(self, a):\n    if a == 9: raise IndexError", Type::Int),
                ("def __call__(self, a=1, *rest):", Type::List),
                ("def __iter__(self):\n    yield from (1, 2)\ndef m3(self):", Type::Str),
                ("def __getattr__(self, a):", Type::Str),
                ("def __setattr__(self, a, b):", Type::Str),
                ("def __index__(self):", Type::Int),
                ("def __format__(self, a):", Type::Str),
                ("def __hash__(self):", Type::Int),
                ("def m1(self, a=2):", Type::Int),
                ("@property\ndef m2(self):", Type::Int),
                ("@classmethod\ndef m4(self, a=3):", Type::Tuple),
                ("@staticmethod\ndef m5(a=3, self=None):", Type::Tuple),
                ("def __exit__(self, *a):\n    return True\ndef __enter__(self):", Type::Str),
                ("def __init_subclass__(self, **a):", Type::Str),
                ("def __get__(self, a, b=None):", Type::Str),
                ("def __delitem__(self, a):", Type::Str),
            ]);
            for line in head.lines() {
                self.line(line);
            }
            let scope = self.enter(&[], &[]);
            if self.choices.chance(100) {
                self.block();
            }
            let result = self.expression(kind, 1);
            self.line(&format!("    return {result}"));
            self.exit(scope);
        }
        self.line("def __repr__(self):");
        self.line(&format!("    return '<{name}>'"));
        self.indent -= 1;
        self.loops = around;
        self.classes.push(name.clone());
        self.uses(&name);
    }

    /// Uses of an instance of a class, each of which may raise.
    fn uses(&mut self, class: &str) {
        let arguments = self.choices.one(&["", "", "[1, 2]", "{'a': 1}", "3"]);
        self.line("try:");
        self.line(&format!("    k = {class}({arguments})"));
        self.line("except Exception as error:");
        self.line("    told('made', error)");
        self.line("    k = 0");
        let count = 2 + self.choices.below(5);
        for _ in 0..count {
            let what = match self.choices.below(22) {
                0 => "len(k)".to_owned(),
                1 => "bool(k)".to_owned(),
                2 => "1 in k".to_owned(),
                3 => format!("k == {}", self.any(2)),
                4 => format!("k < {}", self.any(2)),
                5 => format!("k + {}", self.any(2)),
                6 => format!("{} + k", self.any(2)),
                7 => format!("k[{}]", self.any(2)),
                8 => "k(*t0)".to_owned(),
                9 => "list(k)[:5]".to_owned(),
                10 => format!(
                    "k.{}",
                    self.choices.one(&["m1()", "m2", "m3()", "m4()", "m5()", "nothing", "kind", "p", "args"])
                ),
                11 => format!("setattr(k, '{}', {})", self.choices.one(&["p", "kind", "m2", "z"]), self.any(2)),
                12 => format!("f'{{k:{}}}'", self.choices.one(&["", "5", "x"])),
                13 => "{k: 1}[k]".to_owned(),
                14 => "[1, 2, 3][k]".to_owned(),
                15 => format!("sorted([k, {}, k], key=str)", self.any(2)),
                16 => "isinstance(k, (list, Box)), type(k).__mro__[1].__name__".to_owned(),
                17 => "vars(k)".to_owned(),
                18 => "hasattr(k, 'm1'), hasattr(k, 'zz')".to_owned(),
                19 => "max(k, k)".to_owned(),
                20 => "k * 2".to_owned(),
                _ => "k.__class__.__qualname__, k.__class__.kind".to_owned(),
            };
            self.line("try:");
            self.line(&format!("    show('use', {what})"));
            self.line("except Exception as error:");
            self.line("    told('use', error)");
        }
    }

    fn matching(&mut self) {
        let subject = self.any(0);
        self.line(&format!("match {subject}:"));
        self.indent += 1;
        let count = 1 + self.choices.below(4);
        for _ in 0..count {
            let name = self.fresh("m");
            let pattern = self.choices.one(&[
                "[NAME, *_]",
                "[1, 2, *NAME]",
                "{'a': NAME, **_r}",
                "{}",
                "int(NAME)",
                "str() as NAME",
                "Box(value=NAME)",
                "(1 | 2 | 'a') as NAME",
                "[NAME, (_, _)]",
                "-1",
                "None | True",
                "float(real=NAME)",
                "[]",
                "b'abc'",
                "'abc'",
                "[*_, NAME]",
                "{'x': int(NAME), 'y': _}",
                "Box([NAME])",
                "1.5",
                "2 + 3j",
            ]);
            let pattern = pattern.replace("NAME", &name).replace("**_r", "**r");
            let guard =
                if self.choices.chance(60) { format!(" if {}", self.expression(Type::Bool, 2)) } else { String::new() };
            self.line(&format!("case {pattern}{guard}:"));
            if pattern.contains(&name) {
                self.line(&format!("    show('matched', {name})"));
            }
            self.block();
        }
        if self.choices.chance(128) {
            self.line("case _:");
            self.block();
        }
        self.indent -= 1;
    }

    fn unpacking(&mut self) {
        let (one, two) = (self.fresh("u"), self.fresh("u"));
        let kind = self.choices.one(&[Type::List, Type::Tuple, Type::Str, Type::Dict]);
        let value = self.expression(kind, 0);
        let targets = self.choices.one(&[
            "ONE, TWO",
            "ONE, *TWO",
            "*ONE, TWO",
            "(ONE, TWO), *_",
            "[ONE, _, *TWO]",
            "ONE, l0[:1]",
            "x0.value, ONE",
        ]);
        let targets = targets.replace("ONE", &one).replace("TWO", &two);
        self.line(&format!("{targets} = {value}"));
        self.line(&format!("show('unpacked', {one})"));
        self.line("l0, x0 = clip(l0), Box([1])");
    }

    fn attributes(&mut self) {
        let line = match self.choices.below(6) {
            0 => format!("x0.value = {}", self.any(1)),
            1 => format!("x0.other = {}", self.any(1)),
            2 => format!(
                "show('attribute', getattr(x0, '{}', 'none'))",
                self.choices.one(&["value", "other", "missing"])
            ),
            3 => "show('attribute', x0.other)".to_owned(),
            4 => "show('attributes', vars(x0))".to_owned(),
            _ => format!("show('attribute', hasattr({}, 'append'))", self.any(1)),
        };
        self.line(&line);
        self.line("x0 = Box(clip(getattr(x0, 'value', 0)))");
    }
}
