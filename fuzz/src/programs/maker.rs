//! The state of a program in the making: what may be named, how deep it is, how much is left.

use super::super::random::Choices;
use super::prelude::{CODA, PRELUDE};

/// What an expression is to give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    Int,
    Float,
    Str,
    Bytes,
    Bool,
    List,
    Tuple,
    Dict,
    Set,
    Box,
}

/// All of them.
pub const TYPES: [Type; 10] = [
    Type::Int,
    Type::Float,
    Type::Str,
    Type::Bytes,
    Type::Bool,
    Type::List,
    Type::Tuple,
    Type::Dict,
    Type::Set,
    Type::Box,
];

/// A function of the program.
#[derive(Clone)]
pub struct Function {
    pub name: String,
    /// Types of its positional parameters, of which the last may be left out.
    pub parameters: Vec<Type>,
    pub gives: Type,
}

/// A program in the making.
pub struct Maker<'a> {
    pub choices: Choices<'a>,
    pub text: String,
    pub indent: usize,
    /// Loops around the place.
    pub loops: usize,
    /// Functions around the place.
    pub functions_around: usize,
    /// Whether the place is what a comprehension goes over.
    pub in_comprehension: bool,
    /// Statements that may still be made.
    pub statements: usize,
    /// Variables in scope.
    pub variables: Vec<(Type, String)>,
    pub functions: Vec<Function>,
    pub classes: Vec<String>,
    /// Names made so far.
    pub names: usize,
}

impl Maker<'_> {
    /// A line.
    pub fn line(&mut self, line: &str) {
        for _ in 0..self.indent {
            self.text.push_str("    ");
        }
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// A statement of the module; most do not end the program when they fail.
    fn top_level(&mut self) {
        let guarded = !self.choices.chance(12);
        if guarded {
            self.line("try:");
            self.indent += 1;
        }
        self.statement();
        if guarded {
            self.indent -= 1;
            self.line("except Exception as error:");
            self.line("    told('failed', error)");
        }
    }

    /// A name not used yet.
    pub fn fresh(&mut self, prefix: &str) -> String {
        self.names += 1;
        format!("{prefix}{}", self.names)
    }

    /// A variable of a type, if there is one.
    pub fn variable(&mut self, wanted: Type) -> Option<String> {
        let mut found = Vec::new();
        for (kind, name) in &self.variables {
            if *kind == wanted {
                found.push(name.clone());
            }
        }
        let index = self.choices.below(found.len());
        found.into_iter().nth(index)
    }
}

/// The program that `bytes` mean.
pub fn program(bytes: &[u8]) -> String {
    let mut maker = Maker {
        choices: Choices::new(bytes),
        text: PRELUDE.to_owned(),
        indent: 0,
        loops: 0,
        functions_around: 0,
        in_comprehension: false,
        statements: 60,
        variables: Vec::new(),
        functions: Vec::new(),
        classes: Vec::new(),
        names: 0,
    };
    for (kind, names) in [
        (Type::Int, "i0 i1 i2"),
        (Type::Float, "f0 f1"),
        (Type::Str, "s0 s1"),
        (Type::Bytes, "b0"),
        (Type::List, "l0 l1"),
        (Type::Tuple, "t0"),
        (Type::Dict, "d0"),
        (Type::Set, "e0"),
        (Type::Box, "x0"),
    ] {
        maker.variables.extend(names.split(' ').map(|name| (kind, name.to_owned())));
    }
    while !maker.choices.is_empty() && maker.statements > 0 {
        maker.top_level();
    }
    maker.text + CODA
}
