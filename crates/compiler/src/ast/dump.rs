//! Writes a tree as CPython's `ast.dump` writes it.
//!
//! Invariant: nothing but the writer is written to, and recursion goes no deeper than [`Tree::depth`]; run it
//! under [`crate::stack::on_sized_stack`] for trees of unknown origin.

use std::fmt::{Result, Write};

use pitviper_number::float::repr;

use super::names::{comparison_name, expr_name, operator_name, stmt_name};
use super::*;

/// Writes the tree on one line: `ast.dump(tree)`, or with `include_attributes=True` if `attributes`.
///
/// # Errors
/// Those of the writer.
pub fn dump(tree: &Tree, attributes: bool, out: &mut dyn Write) -> Result {
    let mut dump = Dump { tree, attributes, out };
    match tree.root {
        Root::Module(body) => {
            let mut node = dump.open("Module")?;
            node.list(&mut dump, "body", body, |dump, &id| dump.stmt(id))?;
        }
        Root::Interactive(body) => {
            let mut node = dump.open("Interactive")?;
            node.list(&mut dump, "body", body, |dump, &id| dump.stmt(id))?;
        }
        Root::Expression(body) => {
            let mut node = dump.open("Expression")?;
            node.expr(&mut dump, "body", body)?;
        }
    }
    dump.out.write_char(')')
}

struct Dump<'a> {
    tree: &'a Tree,
    attributes: bool,
    out: &'a mut dyn Write,
}

/// A node being written: whether a comma is due.
struct Fields {
    comma: bool,
}

impl Fields {
    fn name(&mut self, dump: &mut Dump<'_>, name: &str) -> Result {
        if self.comma {
            dump.out.write_str(", ")?;
        }
        self.comma = true;
        write!(dump.out, "{name}=")
    }

    fn raw(&mut self, dump: &mut Dump<'_>, name: &str, value: &str) -> Result {
        self.name(dump, name)?;
        dump.out.write_str(value)
    }

    fn number(&mut self, dump: &mut Dump<'_>, name: &str, value: i64) -> Result {
        self.name(dump, name)?;
        write!(dump.out, "{value}")
    }

    fn symbol(&mut self, dump: &mut Dump<'_>, name: &str, value: Symbol) -> Result {
        self.name(dump, name)?;
        dump.quote(dump.tree.str(value).as_bytes(), false)
    }

    fn optional_symbol(&mut self, dump: &mut Dump<'_>, name: &str, value: Option<Symbol>) -> Result {
        value.map_or(Ok(()), |value| self.symbol(dump, name, value))
    }

    fn expr(&mut self, dump: &mut Dump<'_>, name: &str, value: ExprId) -> Result {
        self.name(dump, name)?;
        dump.expr(value)
    }

    fn optional(&mut self, dump: &mut Dump<'_>, name: &str, value: Option<ExprId>) -> Result {
        value.map_or(Ok(()), |value| self.expr(dump, name, value))
    }

    /// A list; empty ones are left out.
    fn list<T: Item>(
        &mut self,
        dump: &mut Dump<'_>,
        name: &str,
        items: List<T>,
        each: impl Fn(&mut Dump<'_>, &T) -> Result,
    ) -> Result {
        if items.is_empty() {
            return Ok(());
        }
        self.name(dump, name)?;
        dump.out.write_char('[')?;
        let tree = dump.tree;
        for (index, item) in tree[items].iter().enumerate() {
            if index > 0 {
                dump.out.write_str(", ")?;
            }
            each(dump, item)?;
        }
        dump.out.write_char(']')
    }

    fn exprs(&mut self, dump: &mut Dump<'_>, name: &str, items: List<ExprId>) -> Result {
        self.list(dump, name, items, |dump, &id| dump.expr(id))
    }

    fn stmts(&mut self, dump: &mut Dump<'_>, name: &str, items: List<StmtId>) -> Result {
        self.list(dump, name, items, |dump, &id| dump.stmt(id))
    }

    fn optionals(&mut self, dump: &mut Dump<'_>, name: &str, items: List<Option<ExprId>>) -> Result {
        self.list(dump, name, items, |dump, id| match id {
            None => dump.out.write_str("None"),
            Some(id) => dump.expr(*id),
        })
    }

    fn symbols(&mut self, dump: &mut Dump<'_>, name: &str, items: List<Symbol>) -> Result {
        self.list(dump, name, items, |dump, &symbol| dump.quote(dump.tree.str(symbol).as_bytes(), false))
    }

    fn close(&mut self, dump: &mut Dump<'_>, range: Option<Range>) -> Result {
        if let Some(range) = range.filter(|_| dump.attributes) {
            self.number(dump, "lineno", range.line.into())?;
            self.number(dump, "col_offset", range.column.into())?;
            self.number(dump, "end_lineno", range.end_line.into())?;
            self.number(dump, "end_col_offset", range.end_column.into())?;
        }
        dump.out.write_char(')')
    }
}

impl Dump<'_> {
    fn open(&mut self, name: &str) -> std::result::Result<Fields, std::fmt::Error> {
        write!(self.out, "{name}(")?;
        Ok(Fields { comma: false })
    }

    /// `repr` of a string or bytes.
    fn quote(&mut self, bytes: &[u8], is_bytes: bool) -> Result {
        let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { '"' } else { '\'' };
        self.out.write_char(quote)?;
        let mut at = 0;
        while at < bytes.len() {
            let (code, len) = if is_bytes { (bytes[at].into(), 1) } else { decode(&bytes[at..]) };
            at += len;
            let printable =
                if is_bytes { (0x20..0x7F).contains(&code) } else { pitviper_text::properties::is_printable(code) };
            match char::from_u32(code) {
                Some('\\') => self.out.write_str("\\\\")?,
                Some('\n') => self.out.write_str("\\n")?,
                Some('\r') => self.out.write_str("\\r")?,
                Some('\t') => self.out.write_str("\\t")?,
                Some(ch) if ch == quote => write!(self.out, "\\{ch}")?,
                Some(ch) if printable => self.out.write_char(ch)?,
                _ if code < 0x100 => write!(self.out, "\\x{code:02x}")?,
                _ if code < 0x1_0000 => write!(self.out, "\\u{code:04x}")?,
                _ => write!(self.out, "\\U{code:08x}")?,
            }
        }
        self.out.write_char(quote)
    }

    fn constant(&mut self, constant: Constant) -> Result {
        match constant {
            Constant::None => self.out.write_str("None"),
            Constant::True => self.out.write_str("True"),
            Constant::False => self.out.write_str("False"),
            Constant::Ellipsis => self.out.write_str("Ellipsis"),
            Constant::Int(value) => write!(self.out, "{value}"),
            Constant::BigInt(_, limbs) => {
                // Not decimal: that takes memory. A reader of the dump converts.
                self.out.write_str("0x")?;
                for (index, limb) in self.tree.limbs(limbs).iter().rev().enumerate() {
                    if index == 0 { write!(self.out, "{limb:x}")? } else { write!(self.out, "{limb:016x}")? }
                }
                Ok(())
            }
            Constant::Float(value) => self.out.write_str(repr(value).as_str()),
            Constant::Complex(_, value) => {
                let text = repr(value);
                write!(self.out, "{}j", text.as_str().strip_suffix(".0").unwrap_or(text.as_str()))
            }
            Constant::Str { text, .. } => self.quote(self.tree.text(text), false),
            Constant::Bytes(text) => {
                self.out.write_char('b')?;
                self.quote(self.tree.text(text), true)
            }
            Constant::Tuple(items) | Constant::FrozenSet(items) => write!(self.out, "<{} constants>", items.len()),
        }
    }

    fn stmt(&mut self, id: StmtId) -> Result {
        let Stmt { kind, range } = self.tree[id];
        let mut node = self.open(stmt_name(&kind))?;
        match kind {
            StmtKind::FunctionDef { name, args, body, decorator_list, returns, type_params, .. } => {
                node.symbol(self, "name", name)?;
                node.name(self, "args")?;
                self.arguments(args)?;
                node.stmts(self, "body", body)?;
                node.exprs(self, "decorator_list", decorator_list)?;
                node.optional(self, "returns", returns)?;
                node.list(self, "type_params", type_params, |dump, param| dump.type_param(param))?;
            }
            StmtKind::ClassDef { name, bases, keywords, body, decorator_list, type_params } => {
                node.symbol(self, "name", name)?;
                node.exprs(self, "bases", bases)?;
                node.list(self, "keywords", keywords, |dump, keyword| dump.keyword(keyword))?;
                node.stmts(self, "body", body)?;
                node.exprs(self, "decorator_list", decorator_list)?;
                node.list(self, "type_params", type_params, |dump, param| dump.type_param(param))?;
            }
            StmtKind::Return { value } => node.optional(self, "value", value)?,
            StmtKind::Delete { targets } => node.exprs(self, "targets", targets)?,
            StmtKind::Assign { targets, value } => {
                node.exprs(self, "targets", targets)?;
                node.expr(self, "value", value)?;
            }
            StmtKind::TypeAlias { name, type_params, value } => {
                node.expr(self, "name", name)?;
                node.list(self, "type_params", type_params, |dump, param| dump.type_param(param))?;
                node.expr(self, "value", value)?;
            }
            StmtKind::AugAssign { target, op, value } => {
                node.expr(self, "target", target)?;
                node.raw(self, "op", operator_name(op))?;
                node.expr(self, "value", value)?;
            }
            StmtKind::AnnAssign { target, annotation, value, simple } => {
                node.expr(self, "target", target)?;
                node.expr(self, "annotation", annotation)?;
                node.optional(self, "value", value)?;
                node.number(self, "simple", simple.into())?;
            }
            StmtKind::For { target, iter, body, orelse, .. } => {
                node.expr(self, "target", target)?;
                node.expr(self, "iter", iter)?;
                node.stmts(self, "body", body)?;
                node.stmts(self, "orelse", orelse)?;
            }
            StmtKind::While { test, body, orelse } | StmtKind::If { test, body, orelse } => {
                node.expr(self, "test", test)?;
                node.stmts(self, "body", body)?;
                node.stmts(self, "orelse", orelse)?;
            }
            StmtKind::With { items, body, .. } => {
                node.list(self, "items", items, |dump, item| {
                    let mut node = dump.open("withitem")?;
                    node.expr(dump, "context_expr", item.context_expr)?;
                    node.optional(dump, "optional_vars", item.optional_vars)?;
                    node.close(dump, None)
                })?;
                node.stmts(self, "body", body)?;
            }
            StmtKind::Match { subject, cases } => {
                node.expr(self, "subject", subject)?;
                node.list(self, "cases", cases, |dump, case| {
                    let mut node = dump.open("match_case")?;
                    node.name(dump, "pattern")?;
                    dump.pattern(case.pattern)?;
                    node.optional(dump, "guard", case.guard)?;
                    node.stmts(dump, "body", case.body)?;
                    node.close(dump, None)
                })?;
            }
            StmtKind::Raise { exc, cause } => {
                node.optional(self, "exc", exc)?;
                node.optional(self, "cause", cause)?;
            }
            StmtKind::Try { body, handlers, orelse, finalbody, .. } => {
                node.stmts(self, "body", body)?;
                node.list(self, "handlers", handlers, |dump, handler| {
                    let mut node = dump.open("ExceptHandler")?;
                    node.optional(dump, "type", handler.typ)?;
                    node.optional_symbol(dump, "name", handler.name)?;
                    node.stmts(dump, "body", handler.body)?;
                    node.close(dump, Some(handler.range))
                })?;
                node.stmts(self, "orelse", orelse)?;
                node.stmts(self, "finalbody", finalbody)?;
            }
            StmtKind::Assert { test, msg } => {
                node.expr(self, "test", test)?;
                node.optional(self, "msg", msg)?;
            }
            StmtKind::Import { names } => self.aliases(&mut node, names)?,
            StmtKind::ImportFrom { module, names, level } => {
                node.optional_symbol(self, "module", module)?;
                self.aliases(&mut node, names)?;
                node.number(self, "level", level.into())?;
            }
            StmtKind::Global { names } | StmtKind::Nonlocal { names } => node.symbols(self, "names", names)?,
            StmtKind::Expr { value } => node.expr(self, "value", value)?,
            StmtKind::Pass | StmtKind::Break | StmtKind::Continue => {}
        }
        node.close(self, Some(range))
    }

    fn aliases(&mut self, node: &mut Fields, names: List<Alias>) -> Result {
        node.list(self, "names", names, |dump, alias| {
            let mut node = dump.open("alias")?;
            node.symbol(dump, "name", alias.name)?;
            node.optional_symbol(dump, "asname", alias.asname)?;
            node.close(dump, Some(alias.range))
        })
    }

    fn keyword(&mut self, keyword: &Keyword) -> Result {
        let mut node = self.open("keyword")?;
        node.optional_symbol(self, "arg", keyword.arg)?;
        node.expr(self, "value", keyword.value)?;
        node.close(self, Some(keyword.range))
    }

    fn arguments(&mut self, id: ArgumentsId) -> Result {
        let args = self.tree[id];
        let mut node = self.open("arguments")?;
        node.list(self, "posonlyargs", args.posonlyargs, |dump, arg| dump.arg(arg))?;
        node.list(self, "args", args.args, |dump, arg| dump.arg(arg))?;
        if let Some(arg) = &args.vararg {
            node.name(self, "vararg")?;
            self.arg(arg)?;
        }
        node.list(self, "kwonlyargs", args.kwonlyargs, |dump, arg| dump.arg(arg))?;
        node.optionals(self, "kw_defaults", args.kw_defaults)?;
        if let Some(arg) = &args.kwarg {
            node.name(self, "kwarg")?;
            self.arg(arg)?;
        }
        node.exprs(self, "defaults", args.defaults)?;
        node.close(self, None)
    }

    fn arg(&mut self, arg: &Arg) -> Result {
        let mut node = self.open("arg")?;
        node.symbol(self, "arg", arg.arg)?;
        node.optional(self, "annotation", arg.annotation)?;
        node.close(self, Some(arg.range))
    }

    fn type_param(&mut self, param: &TypeParam) -> Result {
        let (name, bound) = match param.kind {
            TypeParamKind::TypeVar { bound } => ("TypeVar", bound),
            TypeParamKind::TypeVarTuple => ("TypeVarTuple", None),
            TypeParamKind::ParamSpec => ("ParamSpec", None),
        };
        let mut node = self.open(name)?;
        node.symbol(self, "name", param.name)?;
        node.optional(self, "bound", bound)?;
        node.optional(self, "default_value", param.default)?;
        node.close(self, Some(param.range))
    }

    fn pattern(&mut self, id: PatternId) -> Result {
        let Pattern { kind, range } = self.tree[id];
        let patterns = |dump: &mut Self, id: &PatternId| dump.pattern(*id);
        let mut node;
        match kind {
            PatternKind::MatchValue(value) => {
                node = self.open("MatchValue")?;
                node.expr(self, "value", value)?;
            }
            PatternKind::MatchSingleton(value) => {
                node = self.open("MatchSingleton")?;
                node.name(self, "value")?;
                self.constant(value)?;
            }
            PatternKind::MatchSequence(items) => {
                node = self.open("MatchSequence")?;
                node.list(self, "patterns", items, |dump, id| dump.pattern(*id))?;
            }
            PatternKind::MatchMapping { keys, patterns: items, rest } => {
                node = self.open("MatchMapping")?;
                node.exprs(self, "keys", keys)?;
                node.list(self, "patterns", items, |dump, id| dump.pattern(*id))?;
                node.optional_symbol(self, "rest", rest)?;
            }
            PatternKind::MatchClass { cls, patterns: items, kwd_attrs, kwd_patterns } => {
                node = self.open("MatchClass")?;
                node.expr(self, "cls", cls)?;
                node.list(self, "patterns", items, |dump, id| dump.pattern(*id))?;
                node.symbols(self, "kwd_attrs", kwd_attrs)?;
                node.list(self, "kwd_patterns", kwd_patterns, |dump, id| dump.pattern(*id))?;
            }
            PatternKind::MatchStar(name) => {
                node = self.open("MatchStar")?;
                node.optional_symbol(self, "name", name)?;
            }
            PatternKind::MatchAs { pattern, name } => {
                node = self.open("MatchAs")?;
                if let Some(pattern) = pattern {
                    node.name(self, "pattern")?;
                    patterns(self, &pattern)?;
                }
                node.optional_symbol(self, "name", name)?;
            }
            PatternKind::MatchOr(items) => {
                node = self.open("MatchOr")?;
                node.list(self, "patterns", items, |dump, id| dump.pattern(*id))?;
            }
        }
        node.close(self, Some(range))
    }

    fn comprehension(&mut self, clause: &Comprehension) -> Result {
        let mut node = self.open("comprehension")?;
        node.expr(self, "target", clause.target)?;
        node.expr(self, "iter", clause.iter)?;
        node.exprs(self, "ifs", clause.ifs)?;
        node.number(self, "is_async", clause.is_async.into())?;
        node.close(self, None)
    }

    fn ctx(&mut self, node: &mut Fields, ctx: Context) -> Result {
        let name = match ctx {
            Context::Load => "Load()",
            Context::Store => "Store()",
            Context::Del => "Del()",
        };
        node.raw(self, "ctx", name)
    }

    fn generators(&mut self, node: &mut Fields, generators: List<Comprehension>) -> Result {
        node.list(self, "generators", generators, |dump, clause| dump.comprehension(clause))
    }

    fn interpolation(
        &mut self,
        node: &mut Fields,
        value: ExprId,
        code: Option<Text>,
        conversion: Conversion,
        format_spec: Option<ExprId>,
    ) -> Result {
        node.expr(self, "value", value)?;
        if let Some(code) = code {
            node.name(self, "str")?;
            self.quote(self.tree.text(code), false)?;
        }
        node.number(self, "conversion", conversion.code().into())?;
        node.optional(self, "format_spec", format_spec)
    }

    fn expr(&mut self, id: ExprId) -> Result {
        let Expr { kind, range } = self.tree[id];
        let mut node = self.open(expr_name(&kind))?;
        match kind {
            ExprKind::BoolOp { op, values } => {
                node.raw(self, "op", if op == BoolOp::And { "And()" } else { "Or()" })?;
                node.exprs(self, "values", values)?;
            }
            ExprKind::NamedExpr { target, value } => {
                node.expr(self, "target", target)?;
                node.expr(self, "value", value)?;
            }
            ExprKind::BinOp { left, op, right } => {
                node.expr(self, "left", left)?;
                node.raw(self, "op", operator_name(op))?;
                node.expr(self, "right", right)?;
            }
            ExprKind::UnaryOp { op, operand } => {
                let name = match op {
                    UnaryOp::Invert => "Invert()",
                    UnaryOp::Not => "Not()",
                    UnaryOp::UAdd => "UAdd()",
                    UnaryOp::USub => "USub()",
                };
                node.raw(self, "op", name)?;
                node.expr(self, "operand", operand)?;
            }
            ExprKind::Lambda { args, body } => {
                node.name(self, "args")?;
                self.arguments(args)?;
                node.expr(self, "body", body)?;
            }
            ExprKind::IfExp { test, body, orelse } => {
                node.expr(self, "test", test)?;
                node.expr(self, "body", body)?;
                node.expr(self, "orelse", orelse)?;
            }
            ExprKind::Dict { keys, values } => {
                node.optionals(self, "keys", keys)?;
                node.exprs(self, "values", values)?;
            }
            ExprKind::Set { elts } => node.exprs(self, "elts", elts)?,
            ExprKind::ListComp { elt, generators }
            | ExprKind::SetComp { elt, generators }
            | ExprKind::GeneratorExp { elt, generators } => {
                node.expr(self, "elt", elt)?;
                self.generators(&mut node, generators)?;
            }
            ExprKind::DictComp { key, value, generators } => {
                node.expr(self, "key", key)?;
                node.expr(self, "value", value)?;
                self.generators(&mut node, generators)?;
            }
            ExprKind::Await { value } | ExprKind::YieldFrom { value } => node.expr(self, "value", value)?,
            ExprKind::Yield { value } => node.optional(self, "value", value)?,
            ExprKind::Compare { left, ops, comparators } => {
                node.expr(self, "left", left)?;
                node.list(self, "ops", ops, |dump, op| dump.out.write_str(comparison_name(*op)))?;
                node.exprs(self, "comparators", comparators)?;
            }
            ExprKind::Call { func, args, keywords } => {
                node.expr(self, "func", func)?;
                node.exprs(self, "args", args)?;
                node.list(self, "keywords", keywords, |dump, keyword| dump.keyword(keyword))?;
            }
            ExprKind::FormattedValue { value, conversion, format_spec } => {
                self.interpolation(&mut node, value, None, conversion, format_spec)?;
            }
            ExprKind::Interpolation { value, str, conversion, format_spec } => {
                self.interpolation(&mut node, value, Some(str), conversion, format_spec)?;
            }
            ExprKind::JoinedStr { values } | ExprKind::TemplateStr { values } => node.exprs(self, "values", values)?,
            ExprKind::Constant(constant) => {
                node.name(self, "value")?;
                self.constant(constant)?;
                if let Constant::Str { u: true, .. } = constant {
                    node.raw(self, "kind", "'u'")?;
                }
            }
            ExprKind::Attribute { value, attr, ctx } => {
                node.expr(self, "value", value)?;
                node.symbol(self, "attr", attr)?;
                self.ctx(&mut node, ctx)?;
            }
            ExprKind::Subscript { value, slice, ctx } => {
                node.expr(self, "value", value)?;
                node.expr(self, "slice", slice)?;
                self.ctx(&mut node, ctx)?;
            }
            ExprKind::Starred { value, ctx } => {
                node.expr(self, "value", value)?;
                self.ctx(&mut node, ctx)?;
            }
            ExprKind::Name { id, ctx } => {
                node.symbol(self, "id", id)?;
                self.ctx(&mut node, ctx)?;
            }
            ExprKind::List { elts, ctx } | ExprKind::Tuple { elts, ctx } => {
                node.exprs(self, "elts", elts)?;
                self.ctx(&mut node, ctx)?;
            }
            ExprKind::Slice { lower, upper, step } => {
                node.optional(self, "lower", lower)?;
                node.optional(self, "upper", upper)?;
                node.optional(self, "step", step)?;
            }
        }
        node.close(self, Some(range))
    }
}

/// The first code point of WTF-8 text, and its length in bytes.
fn decode(bytes: &[u8]) -> (u32, usize) {
    let byte = |at: usize| bytes.get(at).map_or(0, |&b| u32::from(b) & 0x3F);
    match bytes.first().copied().unwrap_or(0) {
        first @ ..0xC0 => (first.into(), 1),
        first @ ..0xE0 => ((u32::from(first) & 0x1F) << 6 | byte(1), 2),
        first @ ..0xF0 => ((u32::from(first) & 0x0F) << 12 | byte(1) << 6 | byte(2), 3),
        first => ((u32::from(first) & 0x07) << 18 | byte(1) << 12 | byte(2) << 6 | byte(3), 4),
    }
}
