//! Ruff's tree into ours.
//!
//! Invariants: operators and trailers that lean to the left (`a + b + c`, `a.b(c)[d]`) and `elif` chains are
//! walked by loops, so that this recurses no deeper than a parser does (which [`crate::scan::Shape`] bounds);
//! ranges and shapes are those of CPython's tree; [`Tree::depth`] has seen every node.

pub(crate) mod comments;
mod expr;
mod params;
mod pattern;
mod stmt;
mod strings;

use ruff_python_ast as ruff;
use ruff_text_size::{Ranged, TextRange};

use crate::ast::{Budget, Item, List, OutOfMemory, Pool, Range, Root, Symbol, Tree};
use crate::error::{ErrorKind, Fault, Place, message};
use crate::literal::Stop;
use crate::source::Source;

/// Lowers a tree that ruff has made of `source` into `tree`. Returns whether there is something in it that ruff
/// may have accepted by mistake.
pub(crate) fn lower(
    tree: &mut Tree,
    budget: &mut dyn Budget,
    source: &Source<'_>,
    module: &ruff::Mod,
) -> Result<bool, Stop> {
    let mut lower = Lower {
        tree,
        budget,
        source,
        line: 1,
        depth: 0,
        suspicious: false,
        fault: None,
        scratch: Tree::new(),
        spine: Pool::default(),
    };
    let done = lower.root(module);
    let Lower { budget, scratch, mut spine, suspicious, fault, .. } = lower;
    scratch.free(budget);
    spine.free(budget);
    match (done, fault) {
        (Ok(()), _) => Ok(suspicious),
        (Err(Halt::Fault), Some(fault)) => Err(fault.into()),
        (Err(_), _) => Err(Stop::Memory),
    }
}

/// Why lowering gives up: a [`Stop`] that takes no room on the stack.
#[derive(Clone, Copy, Debug)]
enum Halt {
    Memory,
    /// [`Lower::fault`] says why.
    Fault,
}

impl From<OutOfMemory> for Halt {
    fn from(_: OutOfMemory) -> Self {
        Self::Memory
    }
}

/// The state of lowering.
struct Lower<'a, 't> {
    tree: &'a mut Tree,
    budget: &'a mut dyn Budget,
    source: &'a Source<'a>,
    /// The line that was looked up last.
    line: u32,
    depth: u32,
    /// Ruff may have accepted something by mistake.
    suspicious: bool,
    /// What is wrong with a literal.
    fault: Option<Fault>,
    /// Its pools are the stacks on which lists gather.
    scratch: Tree,
    /// The left-leaning nodes above the one being lowered.
    spine: Pool<&'t ruff::Expr>,
}

impl<'t> Lower<'_, 't> {
    fn root(&mut self, module: &'t ruff::Mod) -> Result<(), Halt> {
        self.tree.root = match module {
            ruff::Mod::Module(module) => Root::Module(self.body(&module.body)?),
            ruff::Mod::Expression(expression) => Root::Expression(self.expr(&expression.body)?),
        };
        Ok(())
    }

    fn halt(&mut self, stop: Stop) -> Halt {
        match stop {
            Stop::Memory | Stop::TooComplex => Halt::Memory,
            Stop::Fault(fault) => {
                self.fault = Some(fault);
                Halt::Fault
            }
        }
    }

    /// The range of a node.
    fn range(&mut self, range: TextRange) -> Range {
        self.span(range.start().to_u32(), range.end().to_u32())
    }

    fn span(&mut self, start: u32, end: u32) -> Range {
        let range = self.source.range(start, end, self.line);
        self.line = range.line;
        range
    }

    /// The range of a compound statement. It takes in a semicolon behind its last statement.
    fn compound_range(&mut self, start: u32, end: u32) -> Range {
        let bytes = self.source.text.as_bytes();
        let mut at = end as usize;
        while let Some(b' ' | b'\t' | 0x0C) = bytes.get(at) {
            at += 1;
        }
        let end = if bytes.get(at) == Some(&b';') { at as u32 + 1 } else { end };
        self.span(start, end)
    }

    fn symbol(&mut self, name: &str) -> Result<Symbol, Halt> {
        if let Some(constant) = ["None", "True", "False"].into_iter().find(|constant| *constant == name) {
            // Normalisation has made it one.
            let message = message!("identifier field can't represent '", constant, "' constant");
            self.fault = Some(Fault::new(ErrorKind::Value, message, Place::Nowhere));
            return Err(Halt::Fault);
        }
        Ok(self.tree.intern(self.budget, name)?)
    }

    fn optional_symbol(&mut self, name: Option<&ruff::Identifier>) -> Result<Option<Symbol>, Halt> {
        name.map(|name| self.symbol(name.as_str())).transpose()
    }

    /// Lowers items one by one into a list.
    fn list<T: Item, S>(
        &mut self,
        items: impl IntoIterator<Item = S>,
        mut each: impl FnMut(&mut Self, S) -> Result<T, Halt>,
    ) -> Result<List<T>, Halt> {
        let base = self.open_list::<T>();
        for item in items {
            let item = each(self, item)?;
            self.push(item)?;
        }
        Ok(self.close_list(base)?)
    }

    /// Begins a list: returns what [`Lower::close_list`] wants.
    fn open_list<T: Item>(&self) -> usize {
        T::pool(&self.scratch).len()
    }

    /// Adds an item to the innermost open list.
    fn push<T: Item>(&mut self, item: T) -> Result<(), OutOfMemory> {
        T::pool_mut(&mut self.scratch).push(self.budget, item).map(drop)
    }

    fn close_list<T: Item>(&mut self, base: usize) -> Result<List<T>, OutOfMemory> {
        let items = &T::pool(&self.scratch).as_slice()[base..];
        let list = self.tree.add_list(self.budget, items)?;
        T::pool_mut(&mut self.scratch).truncate(base);
        Ok(list)
    }

    /// Goes one level down, noting the depth.
    fn enter(&mut self) {
        self.depth += 1;
        self.tree.note_depth(self.depth);
    }

    fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Where the next token is, behind white space, line ends and comments from `at` on.
    fn skip_trivia(&self, mut at: usize) -> usize {
        let bytes = self.source.text.as_bytes();
        while let Some(byte) = bytes.get(at) {
            match byte {
                b' ' | b'\t' | 0x0C | b'\n' | b'\r' | b'\\' => at += 1,
                b'#' => {
                    let rest = &bytes[at..];
                    at += rest.iter().position(|b| matches!(b, b'\n' | b'\r')).unwrap_or(rest.len());
                }
                _ => break,
            }
        }
        at
    }
}

fn start(node: &impl Ranged) -> u32 {
    node.start().to_u32()
}

fn end(node: &impl Ranged) -> u32 {
    node.end().to_u32()
}
