//! An expression as text, as `ast.unparse` writes it: annotations under `from __future__ import annotations`.

use pitviper_number::float;
use pitviper_text::repr;
use pitviper_text::sink::Sink;
use pitviper_text::{Chars, sink};

use super::Gen;
use crate::ast::{
    ArgumentsId, BoolOp, CmpOp, Comprehension, Constant, Conversion, ExprId, ExprKind, Keyword, List, Operator,
    OutOfMemory, Tree, UnaryOp,
};
use crate::fault::Res;
use crate::room::{Buf, Meter};

/// Binding strength; an expression weaker than its place asks for gets parentheses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Tuple,
    Test,
    Or,
    And,
    Not,
    Compare,
    Expr,
    BitOr,
    BitXor,
    BitAnd,
    Shift,
    Arith,
    Term,
    Factor,
    Power,
    Await,
    Atom,
}

impl Level {
    fn next(self) -> Level {
        const ALL: [Level; 17] = [
            Level::Tuple,
            Level::Test,
            Level::Or,
            Level::And,
            Level::Not,
            Level::Compare,
            Level::Expr,
            Level::BitOr,
            Level::BitXor,
            Level::BitAnd,
            Level::Shift,
            Level::Arith,
            Level::Term,
            Level::Factor,
            Level::Power,
            Level::Await,
            Level::Atom,
        ];
        ALL.get(self as usize + 1).copied().unwrap_or(Level::Atom)
    }
}

struct Writer<'t, 'm, 'b> {
    tree: &'t Tree,
    meter: &'m mut Meter<'b>,
    out: Buf<u8>,
}

impl Gen<'_, '_, '_> {
    /// The text of an expression.
    pub fn unparse(&mut self, id: ExprId) -> Res<Buf<u8>> {
        let mut writer = Writer { tree: self.tree, meter: self.meter, out: Buf::default() };
        writer.expr(id, Level::Test)?;
        Ok(writer.out)
    }
}

impl Sink for Writer<'_, '_, '_> {
    type Error = OutOfMemory;

    fn push(&mut self, ch: u32) -> Result<(), OutOfMemory> {
        let mut buffer = [0; 4];
        match char::from_u32(ch) {
            Some(ch) => self.out.extend(self.meter, ch.encode_utf8(&mut buffer).as_bytes()),
            None => {
                let bytes = [0xed, 0x80 | (ch >> 6 & 0x3f) as u8, 0x80 | (ch & 0x3f) as u8];
                self.out.extend(self.meter, &bytes)
            }
        }
    }

    fn push_run(&mut self, part: Chars<'_>) -> Result<(), OutOfMemory> {
        part.iter().try_for_each(|ch| self.push(ch))
    }

    fn push_ascii(&mut self, text: &[u8]) -> Result<(), OutOfMemory> {
        self.out.extend(self.meter, text)
    }
}

fn operator(op: Operator) -> (&'static str, Level) {
    match op {
        Operator::Add => (" + ", Level::Arith),
        Operator::Sub => (" - ", Level::Arith),
        Operator::Mult => (" * ", Level::Term),
        Operator::MatMult => (" @ ", Level::Term),
        Operator::Div => (" / ", Level::Term),
        Operator::Mod => (" % ", Level::Term),
        Operator::LShift => (" << ", Level::Shift),
        Operator::RShift => (" >> ", Level::Shift),
        Operator::BitOr => (" | ", Level::BitOr),
        Operator::BitXor => (" ^ ", Level::BitXor),
        Operator::BitAnd => (" & ", Level::BitAnd),
        Operator::FloorDiv => (" // ", Level::Term),
        Operator::Pow => (" ** ", Level::Power),
    }
}

fn comparison(op: CmpOp) -> &'static str {
    match op {
        CmpOp::Eq => " == ",
        CmpOp::NotEq => " != ",
        CmpOp::Lt => " < ",
        CmpOp::LtE => " <= ",
        CmpOp::Gt => " > ",
        CmpOp::GtE => " >= ",
        CmpOp::Is => " is ",
        CmpOp::IsNot => " is not ",
        CmpOp::In => " in ",
        CmpOp::NotIn => " not in ",
    }
}

impl Writer<'_, '_, '_> {
    fn text(&mut self, text: &str) -> Res {
        Ok(self.out.extend(self.meter, text.as_bytes())?)
    }

    /// The name of a symbol.
    fn name(&mut self, symbol: crate::ast::Symbol) -> Res {
        Ok(self.out.extend(self.meter, self.tree.str(symbol).as_bytes())?)
    }

    fn open(&mut self, needed: bool) -> Res {
        if needed { self.text("(") } else { Ok(()) }
    }

    fn close(&mut self, needed: bool) -> Res {
        if needed { self.text(")") } else { Ok(()) }
    }

    fn separated(&mut self, list: List<ExprId>, level: Level) -> Res {
        for at in 0..list.len() {
            if at > 0 {
                self.text(", ")?;
            }
            self.expr(self.tree[list][at], level)?;
        }
        Ok(())
    }

    fn expr(&mut self, id: ExprId, level: Level) -> Res {
        match self.tree[id].kind {
            ExprKind::BoolOp { op, values } => {
                let (own, word) = match op {
                    BoolOp::And => (Level::And, " and "),
                    BoolOp::Or => (Level::Or, " or "),
                };
                self.open(level > own)?;
                for at in 0..values.len() {
                    if at > 0 {
                        self.text(word)?;
                    }
                    self.expr(self.tree[values][at], own.next())?;
                }
                self.close(level > own)
            }
            ExprKind::NamedExpr { target, value } => {
                self.open(level > Level::Tuple)?;
                self.expr(target, Level::Atom)?;
                self.text(" := ")?;
                self.expr(value, Level::Atom)?;
                self.close(level > Level::Tuple)
            }
            ExprKind::BinOp { left, op, right } => {
                let (word, own) = operator(op);
                let power = op == Operator::Pow;
                self.open(level > own)?;
                self.expr(left, if power { own.next() } else { own })?;
                self.text(word)?;
                self.expr(right, if power { own } else { own.next() })?;
                self.close(level > own)
            }
            ExprKind::UnaryOp { op, operand } => {
                let (word, own) = match op {
                    UnaryOp::Invert => ("~", Level::Factor),
                    UnaryOp::Not => ("not ", Level::Not),
                    UnaryOp::UAdd => ("+", Level::Factor),
                    UnaryOp::USub => ("-", Level::Factor),
                };
                self.open(level > own)?;
                self.text(word)?;
                self.expr(operand, own)?;
                self.close(level > own)
            }
            ExprKind::Lambda { args, body } => {
                self.open(level > Level::Test)?;
                self.text("lambda")?;
                self.parameters(args)?;
                self.text(": ")?;
                self.expr(body, Level::Test)?;
                self.close(level > Level::Test)
            }
            ExprKind::IfExp { test, body, orelse } => {
                self.open(level > Level::Test)?;
                self.expr(body, Level::Or)?;
                self.text(" if ")?;
                self.expr(test, Level::Or)?;
                self.text(" else ")?;
                self.expr(orelse, Level::Test)?;
                self.close(level > Level::Test)
            }
            ExprKind::Dict { keys, values } => {
                self.text("{")?;
                for at in 0..values.len().min(keys.len()) {
                    if at > 0 {
                        self.text(", ")?;
                    }
                    match self.tree[keys][at] {
                        Some(key) => {
                            self.expr(key, Level::Test)?;
                            self.text(": ")?;
                            self.expr(self.tree[values][at], Level::Test)?;
                        }
                        None => {
                            self.text("**")?;
                            self.expr(self.tree[values][at], Level::Expr)?;
                        }
                    }
                }
                self.text("}")
            }
            ExprKind::Set { elts } => {
                self.text("{")?;
                self.separated(elts, Level::Test)?;
                self.text("}")
            }
            ExprKind::ListComp { elt, generators } => self.comprehension("[", elt, None, generators, "]"),
            ExprKind::SetComp { elt, generators } => self.comprehension("{", elt, None, generators, "}"),
            ExprKind::GeneratorExp { elt, generators } => self.comprehension("(", elt, None, generators, ")"),
            ExprKind::DictComp { key, value, generators } => self.comprehension("{", key, Some(value), generators, "}"),
            ExprKind::Await { value } => {
                self.open(level > Level::Await)?;
                self.text("await ")?;
                self.expr(value, Level::Atom)?;
                self.close(level > Level::Await)
            }
            ExprKind::Yield { value } => {
                self.text("(yield")?;
                if let Some(value) = value {
                    self.text(" ")?;
                    self.expr(value, Level::Test)?;
                }
                self.text(")")
            }
            ExprKind::YieldFrom { value } => {
                self.text("(yield from ")?;
                self.expr(value, Level::Test)?;
                self.text(")")
            }
            ExprKind::Compare { left, ops, comparators } => {
                self.open(level > Level::Compare)?;
                self.expr(left, Level::Compare.next())?;
                for at in 0..ops.len().min(comparators.len()) {
                    self.text(comparison(self.tree[ops][at]))?;
                    self.expr(self.tree[comparators][at], Level::Compare.next())?;
                }
                self.close(level > Level::Compare)
            }
            ExprKind::Call { func, args, keywords } => self.call(func, args, keywords),
            ExprKind::FormattedValue { .. } | ExprKind::Interpolation { .. } | ExprKind::JoinedStr { .. } => {
                self.formatted(id, "f")
            }
            ExprKind::TemplateStr { .. } => self.formatted(id, "t"),
            ExprKind::Constant(constant) => self.constant(constant),
            ExprKind::Attribute { value, attr, .. } => {
                self.expr(value, Level::Atom)?;
                let number =
                    matches!(self.tree[value].kind, ExprKind::Constant(Constant::Int(_) | Constant::BigInt(..)));
                self.text(if number { " ." } else { "." })?;
                self.name(attr)
            }
            ExprKind::Subscript { value, slice, .. } => {
                self.expr(value, Level::Atom)?;
                self.text("[")?;
                self.expr(slice, Level::Tuple)?;
                self.text("]")
            }
            ExprKind::Starred { value, .. } => {
                self.text("*")?;
                self.expr(value, Level::Expr)
            }
            ExprKind::Name { id, .. } => self.name(id),
            ExprKind::List { elts, .. } => {
                self.text("[")?;
                self.separated(elts, Level::Test)?;
                self.text("]")
            }
            ExprKind::Tuple { elts, .. } => {
                let needed = elts.is_empty() || level > Level::Tuple;
                self.open(needed)?;
                self.separated(elts, Level::Test)?;
                if elts.len() == 1 {
                    self.text(",")?;
                }
                self.close(needed)
            }
            ExprKind::Slice { lower, upper, step } => {
                if let Some(lower) = lower {
                    self.expr(lower, Level::Test)?;
                }
                self.text(":")?;
                if let Some(upper) = upper {
                    self.expr(upper, Level::Test)?;
                }
                if let Some(step) = step {
                    self.text(":")?;
                    self.expr(step, Level::Test)?;
                }
                Ok(())
            }
        }
    }

    fn call(&mut self, func: ExprId, args: List<ExprId>, keywords: List<Keyword>) -> Res {
        self.expr(func, Level::Atom)?;
        if let ([only], true) = (&self.tree[args], keywords.is_empty())
            && matches!(self.tree[*only].kind, ExprKind::GeneratorExp { .. })
        {
            // The generator's own parentheses are the call's.
            return self.expr(*only, Level::Test);
        }
        self.text("(")?;
        self.separated(args, Level::Test)?;
        for at in 0..keywords.len() {
            if at > 0 || !args.is_empty() {
                self.text(", ")?;
            }
            let keyword = self.tree[keywords][at];
            match keyword.arg {
                Some(name) => {
                    self.name(name)?;
                    self.text("=")?;
                }
                None => self.text("**")?,
            }
            self.expr(keyword.value, Level::Test)?;
        }
        self.text(")")
    }

    fn comprehension(
        &mut self,
        before: &str,
        elt: ExprId,
        value: Option<ExprId>,
        generators: List<Comprehension>,
        after: &str,
    ) -> Res {
        self.text(before)?;
        self.expr(elt, Level::Test)?;
        if let Some(value) = value {
            self.text(": ")?;
            self.expr(value, Level::Test)?;
        }
        for at in 0..generators.len() {
            let clause = self.tree[generators][at];
            self.text(if clause.is_async { " async for " } else { " for " })?;
            self.expr(clause.target, Level::Tuple)?;
            self.text(" in ")?;
            self.expr(clause.iter, Level::Or)?;
            for test in 0..clause.ifs.len() {
                self.text(" if ")?;
                self.expr(self.tree[clause.ifs][test], Level::Or)?;
            }
        }
        self.text(after)
    }

    fn parameters(&mut self, id: ArgumentsId) -> Res {
        let args = self.tree[id];
        let mut first = true;
        let plain = args.posonlyargs.len() + args.args.len();
        for at in 0..plain {
            let arg = if at < args.posonlyargs.len() {
                self.tree[args.posonlyargs][at]
            } else {
                self.tree[args.args][at - args.posonlyargs.len()]
            };
            self.parameter("", arg.arg, &mut first)?;
            if let Some(default) = (at + args.defaults.len()).checked_sub(plain) {
                self.text("=")?;
                self.expr(self.tree[args.defaults][default], Level::Test)?;
            }
            if at + 1 == args.posonlyargs.len() {
                self.text(", /")?;
            }
        }
        match args.vararg {
            Some(arg) => self.parameter("*", arg.arg, &mut first)?,
            None if !args.kwonlyargs.is_empty() => self.text(if first { " *" } else { ", *" })?,
            None => {}
        }
        first &= args.vararg.is_none() && args.kwonlyargs.is_empty();
        for at in 0..args.kwonlyargs.len() {
            let arg = self.tree[args.kwonlyargs][at];
            self.parameter("", arg.arg, &mut first)?;
            if let Some(Some(default)) = self.tree[args.kw_defaults].get(at).copied() {
                self.text("=")?;
                self.expr(default, Level::Test)?;
            }
        }
        match args.kwarg {
            Some(arg) => self.parameter("**", arg.arg, &mut first),
            None => Ok(()),
        }
    }

    fn parameter(&mut self, stars: &str, name: crate::ast::Symbol, first: &mut bool) -> Res {
        self.text(if *first { " " } else { ", " })?;
        *first = false;
        self.text(stars)?;
        self.name(name)
    }

    fn constant(&mut self, constant: Constant) -> Res {
        match constant {
            Constant::None => self.text("None"),
            Constant::True => self.text("True"),
            Constant::False => self.text("False"),
            Constant::Ellipsis => self.text("..."),
            Constant::Int(n) => {
                let mut buffer = [0; 21];
                let digits = pitviper_number::int_text::decimal_signed(n, &mut buffer);
                Ok(self.out.extend(self.meter, digits)?)
            }
            Constant::BigInt(negative, limbs) => {
                self.text(if negative { "-0x" } else { "0x" })?;
                for (at, limb) in self.tree.limbs(limbs).iter().rev().enumerate() {
                    for nibble in (0..16).rev() {
                        let digit = (limb >> (nibble * 4) & 15) as usize;
                        if at > 0 || limb >> (nibble * 4) != 0 {
                            self.out.push(self.meter, b"0123456789abcdef"[digit])?;
                        }
                    }
                }
                Ok(())
            }
            Constant::Float(x) => self.number(x, ""),
            Constant::Complex(0.0, x) => self.number(x, "j"),
            Constant::Complex(real, x) => {
                self.text("(")?;
                self.number(real, "")?;
                self.text("+")?;
                self.number(x, "j")?;
                self.text(")")
            }
            Constant::Str { text, u } => {
                if u {
                    self.text("u")?;
                }
                let tree = self.tree;
                Ok(quote(tree.text(text), self)?)
            }
            Constant::Bytes(text) => {
                let tree = self.tree;
                Ok(repr::bytes_repr(tree.text(text), self)?)
            }
            Constant::Tuple(items) => self.constants("(", items, if items.len() == 1 { ",)" } else { ")" }),
            Constant::FrozenSet(items) => self.constants("frozenset({", items, "})"),
        }
    }

    fn constants(&mut self, open: &str, items: List<ExprId>, close: &str) -> Res {
        self.text(open)?;
        let tree = self.tree;
        for (index, &item) in tree[items].iter().enumerate() {
            if index > 0 {
                self.text(", ")?;
            }
            if let ExprKind::Constant(constant) = tree[item].kind {
                self.constant(constant)?;
            }
        }
        self.text(close)
    }

    fn number(&mut self, x: f64, suffix: &str) -> Res {
        if x.is_infinite() {
            self.text("1e309")?;
        } else {
            let text = float::repr(x);
            let text = text.as_str();
            self.text(if suffix.is_empty() { text } else { text.strip_suffix(".0").unwrap_or(text) })?;
        }
        self.text(suffix)
    }

    /// An f-string or t-string: its body first, then quoted as a whole.
    fn formatted(&mut self, id: ExprId, prefix: &str) -> Res {
        self.text(prefix)?;
        let outside = std::mem::take(&mut self.out);
        self.pieces(id, true)?;
        let body = std::mem::replace(&mut self.out, outside);
        Ok(quote(&body, self)?)
    }

    fn pieces(&mut self, id: ExprId, top: bool) -> Res {
        match self.tree[id].kind {
            ExprKind::JoinedStr { values } | ExprKind::TemplateStr { values } => {
                for at in 0..values.len() {
                    self.pieces(self.tree[values][at], top)?;
                }
                Ok(())
            }
            ExprKind::Constant(Constant::Str { text, .. }) => {
                for &byte in self.tree.text(text) {
                    if top && matches!(byte, b'{' | b'}') {
                        self.out.push(self.meter, byte)?;
                    }
                    self.out.push(self.meter, byte)?;
                }
                Ok(())
            }
            ExprKind::FormattedValue { value, conversion, format_spec }
            | ExprKind::Interpolation { value, conversion, format_spec, .. } => {
                self.text("{")?;
                let start = self.out.len();
                self.expr(value, Level::Or)?;
                if self.out.get(start) == Some(&b'{') {
                    self.out.push(self.meter, 0)?;
                    self.out[start..].rotate_right(1);
                    self.out[start] = b' ';
                }
                self.text(match conversion {
                    Conversion::None => "",
                    Conversion::Str => "!s",
                    Conversion::Repr => "!r",
                    Conversion::Ascii => "!a",
                })?;
                if let Some(spec) = format_spec {
                    self.text(":")?;
                    self.pieces(spec, false)?;
                }
                self.text("}")
            }
            _ => self.expr(id, Level::Test),
        }
    }
}

/// `repr` of WTF-8 text.
fn quote<S: sink::Sink>(text: &[u8], out: &mut S) -> Result<(), S::Error> {
    let quote = if text.contains(&b'\'') && !text.contains(&b'"') { b'"' } else { b'\'' };
    out.push(quote.into())?;
    let mut rest = text;
    while let Some(&first) = rest.first() {
        let len = match first {
            0..0x80 => 1,
            0x80..0xe0 => 2,
            0xe0..0xf0 => 3,
            _ => 4,
        };
        let (now, then) = rest.split_at(len.min(rest.len()));
        rest = then;
        let mut code = u32::from(first) & if len == 1 { 0x7f } else { 0x7f >> len };
        for &byte in &now[1..] {
            code = code << 6 | u32::from(byte) & 0x3f;
        }
        match char::from_u32(code) {
            Some('\\') => out.push_ascii(b"\\\\")?,
            Some('\n') => out.push_ascii(b"\\n")?,
            Some('\r') => out.push_ascii(b"\\r")?,
            Some('\t') => out.push_ascii(b"\\t")?,
            Some(ch) if ch == char::from(quote) => {
                out.push(u32::from(b'\\'))?;
                out.push(code)?;
            }
            _ if pitviper_text::properties::is_printable(code) => out.push(code)?,
            _ => {
                let (letter, digits) = match code {
                    0..0x100 => (b'x', 2),
                    0x100..0x1_0000 => (b'u', 4),
                    _ => (b'U', 8),
                };
                out.push(u32::from(b'\\'))?;
                out.push(letter.into())?;
                for digit in (0..digits).rev() {
                    out.push(b"0123456789abcdef"[(code >> (digit * 4) & 15) as usize].into())?;
                }
            }
        }
    }
    out.push(quote.into())
}
