//! Which part of a marked expression gets `^` and which `~`: the operator of a binary operation, the brackets of a
//! subscript, the parentheses of a call.

use pitviper_compiler::ast::{Expr, ExprId, ExprKind, Range, Root, StmtKind, Tree};
use pitviper_compiler::error::CompileError;
use pitviper_compiler::parse::parse_module;

use super::buffer::Buffer;
use crate::core::vm::Vm;
use crate::import::compile::HeapBudget;

/// Where the marks change, in lines from 0 and characters: from `left` (inclusive) to `right` (exclusive).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchors {
    /// First marked place.
    pub left: Place,
    /// Place after the last marked one.
    pub right: Place,
}

/// A line from 0 and a character in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Line.
    pub line: usize,
    /// Character.
    pub column: usize,
}

/// Line `index` of a text.
#[must_use]
pub fn line_of(text: &str, index: usize) -> &str {
    text.split('\n').nth(index).unwrap_or_default()
}

/// Characters in the first `bytes` bytes of a line.
#[must_use]
pub fn characters_in(line: &str, bytes: usize) -> usize {
    let bytes = bytes.min(line.len());
    match line.get(..bytes) {
        Some(head) => head.chars().count(),
        // In the middle of a character: it counts.
        None => line.char_indices().take_while(|&(at, _)| at < bytes).count(),
    }
}

/// Parses source and gives the tree to `read`; `None` when it is no valid source.
pub fn with_tree<R>(vm: &mut Vm, source: &str, read: impl FnOnce(&Tree) -> Option<R>) -> Option<R> {
    let mut budget = HeapBudget(&mut vm.heap);
    match parse_module(source, &mut budget) {
        Ok(tree) => {
            let result = read(&tree);
            tree.free(&mut budget);
            result
        }
        Err(CompileError::Syntax(error)) => {
            pitviper_compiler::ast::Budget::release(&mut budget, error.bytes());
            None
        }
        Err(CompileError::OutOfMemory | CompileError::TooComplex) => None,
    }
}

/// The anchors of an expression given as source, which may span lines.
pub fn anchors_of(vm: &mut Vm, segment: &str) -> Option<Anchors> {
    // In parentheses, or line ends inside would end it.
    let mut wrapped = Buffer::new(vm);
    let filled = wrapped.push("(\n").and_then(|()| wrapped.push(segment)).and_then(|()| wrapped.push("\n)"));
    if let Err(raised) = filled {
        drop(vm.take_raised(raised));
        return None;
    }
    with_tree(vm, wrapped.as_str(), |tree| {
        let Root::Module(body) = tree.root else { return None };
        let [only] = tree[body] else { return None };
        let StmtKind::Expr { value } = tree[only].kind else { return None };
        Segment(segment).anchors(tree, value)
    })
}

/// The text that is marked.
struct Segment<'s>(&'s str);

impl Segment<'_> {
    fn anchors(&self, tree: &Tree, expr: ExprId) -> Option<Anchors> {
        let Expr { kind, range } = tree[expr];
        match kind {
            ExprKind::BinOp { left, right, .. } => self.operator(tree[left].range, tree[right].range),
            ExprKind::Subscript { value, .. } => self.brackets(tree[value].range, range, '['),
            ExprKind::Call { func, .. } => self.brackets(tree[func].range, range, '('),
            _ => None,
        }
    }

    /// A position of the tree: one line was put in front.
    fn place(&self, line: u32, bytes: u32) -> Option<Place> {
        let line = (line as usize).checked_sub(2)?;
        Some(Place { line, column: characters_in(line_of(self.0, line), bytes as usize) })
    }

    fn char_at(&self, place: Place) -> Option<char> {
        line_of(self.0, place.line).chars().nth(place.column)
    }

    /// The next place that has a character, from `place` on.
    fn valid(&self, mut place: Place) -> Option<Place> {
        let lines = self.0.split('\n').count();
        while place.line < lines {
            if self.char_at(place).is_some() {
                return Some(place);
            }
            place = Place { line: place.line + 1, column: 0 };
        }
        None
    }

    /// The first character from `place` on that satisfies `stop`; comments and line continuations are passed over.
    fn find(&self, mut place: Place, stop: impl Fn(char) -> bool) -> Option<Place> {
        place = self.valid(place)?;
        loop {
            let ch = self.char_at(place)?;
            place = if ch == '\\' || ch == '#' {
                self.valid(Place { line: place.line + 1, column: 0 })?
            } else if stop(ch) {
                return Some(place);
            } else {
                self.valid(Place { line: place.line, column: place.column + 1 })?
            };
        }
    }

    /// The one or two characters of the operator.
    fn operator(&self, left: Range, right: Range) -> Option<Anchors> {
        let end = self.place(left.end_line, left.end_column)?;
        let start = self.find(end, |ch| !ch.is_whitespace() && ch != ')')?;
        let operand = self.place(right.line, right.column)?;
        let mut after = Place { line: start.line, column: start.column + 1 };
        if (operand.line > start.line || after.column < operand.column)
            && let Some(ch) = self.char_at(after)
            && !ch.is_whitespace()
            && ch != '\\'
            && ch != '#'
        {
            after.column += 1;
        }
        Some(Anchors { left: start, right: after })
    }

    /// From the opening bracket behind `inner` to the end of `outer`.
    fn brackets(&self, inner: Range, outer: Range, open: char) -> Option<Anchors> {
        let end = self.place(inner.end_line, inner.end_column)?;
        let left = self.find(end, |ch| ch == open)?;
        let right = self.place(outer.end_line, outer.end_column)?;
        Some(Anchors { left, right })
    }
}

/// Whether the lines are just `return f(…)` or `x = f(…)`, all of the call marked: marks would tell nothing.
pub fn is_plain_call(vm: &mut Vm, lines: &str, start: usize, end: usize) -> Option<bool> {
    let count = lines.split('\n').count();
    with_tree(vm, lines, |tree| {
        let Root::Module(body) = tree.root else { return None };
        let &first = tree[body].first()?;
        let call = match tree[first].kind {
            StmtKind::Return { value: Some(value) } => match tree[value].kind {
                ExprKind::Call { func, .. } if matches!(tree[func].kind, ExprKind::Name { .. }) => Some(value),
                _ => None,
            },
            StmtKind::Assign { targets, value } => match (&tree[targets], tree[value].kind) {
                ([target], ExprKind::Call { .. }) if matches!(tree[*target].kind, ExprKind::Name { .. }) => Some(value),
                _ => None,
            },
            _ => None,
        };
        let covered = call.is_some_and(|call| {
            let range = tree[call].range;
            range.line == 1
                && range.end_line as usize == count
                && range.column as usize == start
                && range.end_column as usize == end
        });
        Some(covered)
    })
}
