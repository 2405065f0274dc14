//! The compiler's `SyntaxWarning`s, in CPython's words.
#![expect(clippy::disallowed_types, reason = "charged to the budget before it grows")]

use super::blocks::BlockKind;
use super::{Gen, Warning};
use crate::ast::{CmpOp, Constant, ExprId, ExprKind, List, OutOfMemory, Range, Tree};
use crate::fault::{Res, message};
use crate::room::{Buf, Meter};

/// Adds the warnings of the parser.
pub fn read_warnings(tree: &Tree, meter: &mut Meter, warnings: &mut Buf<Warning>) -> Result<(), OutOfMemory> {
    for warning in tree.warnings() {
        let message = message(meter, &[tree.warning_message(warning)])?;
        let warning = Warning { line: warning.line, column: warning.column, end: None, message };
        warnings.push(meter, warning)?;
    }
    Ok(())
}

impl Gen<'_, '_, '_> {
    /// Adds a warning, unless this code is compiled for the second time.
    fn warn(&mut self, range: Range, parts: &[&str]) -> Res {
        if self.in_iteration == 0 {
            let message = message(self.meter, parts)?;
            let end = Some((range.end_line, range.end_column));
            let warning = Warning { line: range.line, column: range.column, end, message };
            self.warnings.push(self.meter, warning)?;
        }
        Ok(())
    }

    /// All warnings, those of the parser included, in source order.
    pub fn all_warnings(&mut self) -> Res<Box<[Warning]>> {
        read_warnings(self.tree, self.meter, &mut self.warnings)?;
        let mut warnings = std::mem::take(&mut self.warnings).into_box(self.meter)?;
        warnings.sort_by_key(|warning| (warning.line, warning.column));
        Ok(warnings)
    }

    /// The type of a literal or display, as far as it is plain.
    fn type_name(&self, id: ExprId) -> Option<&'static str> {
        Some(match self.tree[id].kind {
            ExprKind::Tuple { .. } => "tuple",
            ExprKind::List { .. } | ExprKind::ListComp { .. } => "list",
            ExprKind::Dict { .. } | ExprKind::DictComp { .. } => "dict",
            ExprKind::Set { .. } | ExprKind::SetComp { .. } => "set",
            ExprKind::GeneratorExp { .. } => "generator",
            ExprKind::Lambda { .. } => "function",
            ExprKind::TemplateStr { .. } => "string.templatelib.Template",
            ExprKind::Interpolation { .. } => "string.templatelib.Interpolation",
            ExprKind::JoinedStr { .. } | ExprKind::FormattedValue { .. } => "str",
            ExprKind::Constant(constant) => match constant {
                Constant::None => "NoneType",
                Constant::True | Constant::False => "bool",
                Constant::Ellipsis => "ellipsis",
                Constant::Int(_) | Constant::BigInt(..) => "int",
                Constant::Float(_) => "float",
                Constant::Complex(..) => "complex",
                Constant::Str { .. } => "str",
                Constant::Bytes(_) => "bytes",
                Constant::Tuple(_) => "tuple",
                Constant::FrozenSet(_) => "frozenset",
            },
            _ => return None,
        })
    }

    /// Whether `is` with this literal is a mistake.
    fn is_odd_identity(&self, id: ExprId) -> bool {
        match self.tree[id].kind {
            ExprKind::Constant(constant) => {
                !matches!(constant, Constant::None | Constant::True | Constant::False | Constant::Ellipsis)
            }
            ExprKind::Tuple { elts, .. } => {
                self.tree[elts].iter().all(|item| matches!(self.tree[*item].kind, ExprKind::Constant(_)))
            }
            _ => false,
        }
    }

    /// `x is 1`
    pub fn warn_comparisons(&mut self, left: ExprId, ops: List<CmpOp>, comparators: List<ExprId>, range: Range) -> Res {
        let mut left = left;
        for at in 0..ops.len().min(comparators.len()) {
            let (op, right) = (self.tree[ops][at], self.tree[comparators][at]);
            let odd = if self.is_odd_identity(left) { left } else { right };
            if matches!(op, CmpOp::Is | CmpOp::IsNot) && self.is_odd_identity(odd) {
                let kind = self.type_name(odd).unwrap_or("object");
                let parts = if op == CmpOp::Is {
                    ["\"is\" with '", kind, "' literal. Did you mean \"==\"?"]
                } else {
                    ["\"is not\" with '", kind, "' literal. Did you mean \"!=\"?"]
                };
                return self.warn(range, &parts);
            }
            left = right;
        }
        Ok(())
    }

    /// `(1)(2)`
    pub fn warn_caller(&mut self, func: ExprId) -> Res {
        if matches!(self.tree[func].kind, ExprKind::Lambda { .. }) {
            return Ok(());
        }
        let Some(kind) = self.type_name(func) else { return Ok(()) };
        let range = self.tree[func].range;
        self.warn(range, &["'", kind, "' object is not callable; perhaps you missed a comma?"])
    }

    /// `1[2]`, `'a'['b']`
    pub fn warn_subscript(&mut self, value: ExprId, slice: ExprId) -> Res {
        let Some(kind) = self.type_name(value) else { return Ok(()) };
        let range = self.tree[value].range;
        let sequence = matches!(kind, "str" | "bytes" | "tuple" | "list");
        if !sequence && kind != "dict" {
            return self.warn(range, &["'", kind, "' object is not subscriptable; perhaps you missed a comma?"]);
        }
        if !sequence {
            return Ok(());
        }
        match self.type_name(slice) {
            None | Some("int" | "bool") => Ok(()),
            Some(index) => {
                let middle = " indices must be integers or slices, not ";
                self.warn(range, &[kind, middle, index, "; perhaps you missed a comma?"])
            }
        }
    }

    /// `assert (x, 'message')`
    pub fn warn_assert(&mut self, test: ExprId) -> Res {
        if let ExprKind::Tuple { elts, .. } = self.tree[test].kind
            && !elts.is_empty()
        {
            let range = self.here_range();
            return self.warn(range, &["assertion is always true, perhaps remove parentheses?"]);
        }
        Ok(())
    }

    /// `return`, `break`, `continue` that leave a `finally` block (PEP 765).
    pub fn warn_leaving_finally(&mut self, range: Range, what: &str) -> Res {
        for block in self.unit.blocks.iter().rev() {
            match block.kind {
                BlockKind::FinallyBody => {
                    return self.warn(range, &["'", what, "' in a 'finally' block"]);
                }
                // CPython does not see a `return` either that is in a loop there.
                BlockKind::While { .. } | BlockKind::For { .. } => return Ok(()),
                _ => {}
            }
        }
        Ok(())
    }
}
