//! `PyCF_OPTIMIZED_AST`: what CPython does to a tree before it makes code of it, and no more than that: `__debug__`,
//! docstrings, simple `'%s' % (a,)`, and signed and complex numbers in patterns.

use pitviper_compiler::ast::{
    Constant, Context, Expr, ExprId, ExprKind, List as Items, Operator, Range, Stmt, StmtId, StmtKind, UnaryOp,
};
use pitviper_object::{Obj, Value};

use super::Build;
use crate::core::error::PyResult;
use crate::core::native::BinOp;
use crate::modules::ast::grammar::Node;
use crate::types::list::List;

/// Most digits of a width or precision that is taken over.
const MOST_DIGITS: usize = 2;

/// One conversion of a format, `%-3.2s`: where it is, and its parts.
struct Conversion<'t> {
    left: bool,
    width: &'t [u8],
    precision: Option<&'t [u8]>,
    code: u8,
    /// Bytes of the whole behind `%`.
    len: usize,
}

impl<'t> Conversion<'t> {
    /// What follows `%`, when it can be written as a replacement field.
    fn read(text: &'t [u8]) -> Option<Self> {
        let digits = |from: usize| {
            let len = text.get(from..)?.iter().take_while(|byte| byte.is_ascii_digit()).count();
            if len > MOST_DIGITS { None } else { text.get(from..from + len) }
        };
        let flags = text.iter().take_while(|byte| matches!(byte, b'-' | b'+' | b' ' | b'#' | b'0')).count();
        let width = digits(flags)?;
        let mut at = flags + width.len();
        let mut precision = None;
        if text.get(at) == Some(&b'.') {
            let found = digits(at + 1)?;
            precision = Some(if found.is_empty() { &b"0"[..] } else { found });
            at += 1 + found.len();
        }
        let code = *text.get(at).filter(|code| matches!(code, b's' | b'r' | b'a'))?;
        let left = text.get(..flags)?.contains(&b'-');
        Some(Conversion { left, width, precision, code, len: at + 1 })
    }
}

impl Build<'_> {
    /// The optimised object of an expression, if there is one.
    pub(super) fn optimized(&mut self, expr: Expr) -> PyResult<Option<Value>> {
        let Some(level) = self.optimize else { return Ok(None) };
        let tree = self.tree;
        match expr.kind {
            ExprKind::Name { id, ctx: Context::Load } if tree.str(id) == "__debug__" => {
                self.placed(Node::Constant, &[Value::bool(level == 0), Value::none()], expr.range).map(Some)
            }
            ExprKind::BinOp { left, op: Operator::Mod, right } => match (tree[left].kind, tree[right].kind) {
                (ExprKind::Constant(Constant::Str { text, .. }), ExprKind::Tuple { elts, ctx: Context::Load })
                    if !tree[elts].iter().any(|&elt| matches!(tree[elt].kind, ExprKind::Starred { .. })) =>
                {
                    self.format(tree.text(text), elts, expr.range)
                }
                _ => Ok(None),
            },
            _ => Ok(None),
        }
    }

    /// `text % (elts)` as an f-string; none when it cannot be one.
    fn format(&mut self, text: &[u8], elts: Items<ExprId>, range: Range) -> PyResult<Option<Value>> {
        let pieces = self.vm.new_list()?;
        let literal = self.vm.new_list()?;
        let (mut at, mut used) = (0, 0);
        while at < text.len() {
            let plain = text[at..].iter().position(|byte| *byte == b'%').unwrap_or(text.len() - at);
            self.add_literal(&literal, &text[at..at + plain])?;
            at += plain;
            let Some(rest) = text.get(at + 1..) else { break };
            if rest.first() == Some(&b'%') {
                self.add_literal(&literal, b"%")?;
                at += 2;
                continue;
            }
            let (Some(conversion), Some(&elt)) = (Conversion::read(rest), self.tree[elts].get(used)) else {
                return Ok(None);
            };
            at += 1 + conversion.len;
            used += 1;
            self.close_literal(&literal, &pieces)?;
            let field = self.conversion(&conversion, elt)?;
            self.vm.list_push(&pieces, field)?;
        }
        if text.last() == Some(&b'%') && at < text.len() || used != elts.len() {
            return Ok(None);
        }
        self.close_literal(&literal, &pieces)?;
        self.placed(Node::JoinedStr, &[pieces.into_value()], range).map(Some)
    }

    fn add_literal(&mut self, literal: &List, text: &[u8]) -> PyResult<()> {
        if text.is_empty() {
            return Ok(());
        }
        let text = crate::types::str::from_wtf8(self.vm, text)?;
        self.vm.list_push(literal, text)
    }

    /// Moves the literal text gathered so far into a constant.
    fn close_literal(&mut self, literal: &Obj<List>, pieces: &List) -> PyResult<()> {
        if literal.is_empty() {
            return Ok(());
        }
        let (empty, join) = (self.vm.new_str("")?, self.vm.intern("join")?);
        let text = self.vm.call_method(&empty, &join, &[literal.as_value().clone()])?;
        while literal.pop().is_some() {}
        let constant = self.nowhere(text)?;
        self.vm.list_push(pieces, constant)
    }

    /// A constant that the source does not have.
    fn nowhere(&mut self, value: Value) -> PyResult {
        let object = self.node(Node::Constant, &[value, Value::none()])?;
        for name in self.classes.places() {
            self.vm.set_instance_attr(&object, name, Value::small(-1))?;
        }
        Ok(object)
    }

    fn conversion(&mut self, conversion: &Conversion<'_>, elt: ExprId) -> PyResult {
        let range = self.tree[elt].range;
        let mut spec = Value::none();
        if !conversion.width.is_empty() || conversion.precision.is_some() {
            let text = |bytes| std::str::from_utf8(bytes).unwrap_or_default();
            let align = if conversion.left || conversion.width.is_empty() { "" } else { ">" };
            let (dot, precision) = conversion.precision.map_or(("", ""), |digits| (".", text(digits)));
            let width = text(conversion.width);
            let text = self.vm.new_str_fmt(format_args!("{align}{width}{dot}{precision}"))?;
            spec = self.nowhere(text)?;
        }
        let code = Value::small(i64::from(conversion.code));
        self.placed(Node::FormattedValue, &[self.expr(elt), code, spec], range)
    }

    /// An expression that a pattern compares with: a number with a sign or an imaginary part becomes one constant.
    pub(super) fn literal(&mut self, id: ExprId) -> PyResult {
        let Expr { kind, range } = self.tree[id];
        if self.optimize.is_none() || !matches!(kind, ExprKind::UnaryOp { .. } | ExprKind::BinOp { .. }) {
            return Ok(self.expr(id));
        }
        match self.number(id)? {
            Some(number) => self.placed(Node::Constant, &[number, Value::none()], range),
            None => Ok(self.expr(id)),
        }
    }

    fn number(&mut self, id: ExprId) -> PyResult<Option<Value>> {
        match self.tree[id].kind {
            ExprKind::Constant(constant) => self.constant(constant).map(Some),
            ExprKind::UnaryOp { op: UnaryOp::USub, operand } => match self.tree[operand].kind {
                ExprKind::Constant(constant) => {
                    let value = self.constant(constant)?;
                    self.vm.neg(&value).map(Some)
                }
                _ => Ok(None),
            },
            ExprKind::BinOp { left, op: op @ (Operator::Add | Operator::Sub), right } => {
                let (ExprKind::Constant(_) | ExprKind::UnaryOp { .. }, ExprKind::Constant(right)) =
                    (self.tree[left].kind, self.tree[right].kind)
                else {
                    return Ok(None);
                };
                let Some(left) = self.number(left)? else { return Ok(None) };
                let right = self.constant(right)?;
                let op = if op == Operator::Add { BinOp::Add } else { BinOp::Sub };
                self.vm.binary(op, &left, &right).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// The statements of a module, class or function: level 2 leaves docstrings out, and no other string becomes one.
    pub(super) fn block(&mut self, body: Items<StmtId>) -> PyResult {
        let Some(level) = self.optimize else { return self.stmts(body) };
        let mut rest = body;
        let mut first = None;
        if level >= 2
            && let Some(Stmt { range, .. }) = self.docstring(body)
        {
            rest = body.skip(1);
            if rest.is_empty() {
                let (line, column) = (range.line, range.column);
                let range = Range { line, column, end_line: line, end_column: column + 4 };
                first = Some(self.placed(Node::Pass, &[], range)?);
            } else if let Some(Stmt { kind: StmtKind::Expr { value }, range }) = self.docstring(rest) {
                let values = self.vm.new_list_of(&[self.expr(value)])?.into_value();
                let value = self.placed(Node::JoinedStr, &[values], range)?;
                first = Some(self.placed(Node::Expr, &[value], range)?);
                rest = rest.skip(1);
            }
        }
        let statements = self.stmts(rest)?;
        if let (Some(first), Some(list)) = (first, statements.exact::<List>()) {
            list.insert(&mut self.vm.heap, 0, first)?;
        }
        Ok(statements)
    }

    /// The first statement of a block, if it is a string.
    fn docstring(&self, body: Items<StmtId>) -> Option<Stmt> {
        let stmt = self.tree[*self.tree[body].first()?];
        match stmt.kind {
            StmtKind::Expr { value } if matches!(self.tree[value].kind, ExprKind::Constant(Constant::Str { .. })) => {
                Some(stmt)
            }
            _ => None,
        }
    }
}
