//! Calls: of names, methods, `super`, with keywords and with unpacking.

use super::Gen;
use super::names::Home;
use super::unit::{Unit, Val};
use crate::ast::{Expr, ExprId, ExprKind, Keyword, List, Range};
use crate::code::Const;
use crate::fault::Res;
use crate::opcode::Op;
use crate::room::Buf;
use crate::scope::{Meaning, ScopeId, ScopeKind, known};

/// More arguments than this go through a tuple.
const MOST_ARGUMENTS: usize = 200;

impl Gen<'_, '_, '_> {
    /// `func(args, keywords)` into `dst`.
    pub fn call(&mut self, func: ExprId, args: List<ExprId>, keywords: List<Keyword>, range: Range, dst: u16) -> Res {
        self.warn_caller(func)?;
        let base = self.call_base(dst)?;
        let is_plain = self.is_plain_call(args, keywords);
        let mut pos = Unit::position(range);
        if let ExprKind::Attribute { value, attr, .. } = self.tree[func].kind
            && is_plain
        {
            let name = self.mangled(attr);
            let name = self.name(name)?;
            let of_func = self.tree[func].range;
            if let Some(triple) = self.super_arguments(value)? {
                let two = self.written_super_arguments(value);
                self.unit.pos = self.attribute_position(of_func, func);
                self.emit_name(Op::LoadSuperAttr, base, triple, name, 1 | two)?;
            } else {
                let object = self.expr_with(value, Some(base), false)?;
                self.unit.pos = self.attribute_position(of_func, func);
                self.emit_name(Op::LoadMethod, base, object.reg, name, object.first())?;
            }
            self.unit.next_temp = base + 2;
            pos = self.attribute_position(range, func);
            // The end stays the call's.
            pos.end_line = range.end_line;
            pos.end_column = range.end_column;
        } else {
            self.expr_into(func, base)?;
        }
        self.finish_call(base, args, keywords, range, pos, dst)
    }

    /// Two temporaries in a row for callable and receiver; `dst` itself where that is on top.
    pub fn call_base(&mut self, dst: u16) -> Res<u16> {
        if self.unit.is_temp(dst) && dst + 1 == self.unit.next_temp {
            self.unit.temp()?;
            return Ok(dst);
        }
        self.unit.temps(2)
    }

    /// Whether arguments go into registers.
    fn is_plain_call(&self, args: List<ExprId>, keywords: List<Keyword>) -> bool {
        args.len() + keywords.len() <= MOST_ARGUMENTS
            && self.tree[keywords].iter().all(|keyword| keyword.arg.is_some())
            && !self.tree[args].iter().any(|&arg| matches!(self.tree[arg].kind, ExprKind::Starred { .. }))
    }

    /// Arguments behind the callable at `base`, and the call.
    fn finish_call(
        &mut self,
        base: u16,
        args: List<ExprId>,
        keywords: List<Keyword>,
        range: Range,
        pos: crate::code::Position,
        dst: u16,
    ) -> Res {
        self.check_keywords(keywords)?;
        if !self.is_plain_call(args, keywords) {
            return self.call_unpacking(base, None, args, keywords, range, dst);
        }
        let is_method = self.last_fills(base + 1);
        for at in 0..args.len() {
            let arg = self.tree[args][at];
            self.expr_temp(arg)?;
        }
        self.keyword_values(keywords)?;
        self.unit.pos = pos;
        if !is_method {
            self.clear_soft(base + 1)?;
        }
        self.emit_call(base, args.len(), keywords, dst)
    }

    /// Whether the last instruction wrote a method's receiver to `register`.
    fn last_fills(&self, register: u16) -> bool {
        self.unit.code.last().is_some_and(|ins| match ins.op {
            Op::LoadMethod => ins.a + 1 == register,
            Op::LoadSuperAttr => ins.a + 1 == register && ins.x & 1 != 0,
            _ => false,
        })
    }

    /// Values of named arguments, each in a new temporary.
    fn keyword_values(&mut self, keywords: List<Keyword>) -> Res {
        for at in 0..keywords.len() {
            let keyword = self.tree[keywords][at];
            self.expr_temp(keyword.value)?;
        }
        Ok(())
    }

    /// The call itself, arguments being in place.
    fn emit_call(&mut self, base: u16, positional: usize, keywords: List<Keyword>, dst: u16) -> Res {
        let count = (positional + keywords.len()) as u16;
        if keywords.is_empty() {
            return self.emit(Op::Call, dst, base, count, 0);
        }
        let names = self.keyword_names(keywords)?;
        let names = self.constant(names)?;
        self.emit_wide(Op::CallKw, dst, base, count, 0, names)
    }

    fn keyword_names(&mut self, keywords: List<Keyword>) -> Res<Const> {
        let mut names = Buf::default();
        for at in 0..keywords.len() {
            if let Some(name) = self.tree[keywords][at].arg {
                names.push(self.meter, name)?;
            }
        }
        self.names_const(&names)
    }

    /// Refuses a keyword that is given twice.
    pub fn check_keywords(&mut self, keywords: List<Keyword>) -> Res {
        // Quadratic in what one call writes out; long calls are checked through a table.
        let mut seen = crate::room::Map::default();
        for at in 0..keywords.len() {
            let keyword = self.tree[keywords][at];
            let Some(name) = keyword.arg else { continue };
            if seen.get(name.index() as u64).is_some() {
                let text = self.tree.str(name);
                return Err(crate::fault::syntax(self.meter, keyword.range, &["keyword argument repeated: ", text]));
            }
            seen.insert(self.meter, name.index() as u64, 0)?;
        }
        Ok(())
    }

    /// A call with `*` or `**`, or with very many arguments; `extra` is one more positional argument at the
    /// end, that of a generic class.
    fn call_unpacking(
        &mut self,
        base: u16,
        extra: Option<Home>,
        args: List<ExprId>,
        keywords: List<Keyword>,
        range: Range,
        dst: u16,
    ) -> Res {
        let first = self.unit.temp()?;
        match self.only_starred(args) {
            Some(value) if extra.is_none() => self.expr_into(value, first)?,
            _ if args.is_empty() && extra.is_none() => {
                self.at(range);
                self.load_const(first, Const::Tuple(Box::default()))?;
            }
            _ => {
                self.sequence(args, &[], extra, range, first)?;
                self.at(range);
                self.emit(Op::ListToTuple, first, first, 0, 0)?;
            }
        }
        self.unit.next_temp = first + 1;
        let dict = self.unit.temp()?;
        if keywords.is_empty() {
            self.at(range);
            self.clear_soft(dict)?;
        } else {
            self.keyword_dict(keywords, base, range, dict)?;
        }
        self.at(range);
        self.clear_soft(base + 1)?;
        self.emit(Op::CallEx, dst, base, 0, 0)
    }

    fn only_starred(&self, args: List<ExprId>) -> Option<ExprId> {
        match (args.len(), self.tree[args].first()) {
            (1, Some(&only)) => match self.tree[only].kind {
                ExprKind::Starred { value, .. } => Some(value),
                _ => None,
            },
            _ => None,
        }
    }

    /// The dict of keyword arguments of a call of what is at `callable`.
    fn keyword_dict(&mut self, keywords: List<Keyword>, callable: u16, range: Range, dict: u16) -> Res {
        let mut begun = false;
        let mut at = 0;
        while at < keywords.len() {
            let mark = self.unit.next_temp;
            let keyword = self.tree[keywords][at];
            if keyword.arg.is_none() {
                if !begun {
                    self.at(range);
                    self.emit(Op::BuildDict, dict, 0, 0, 0)?;
                    begun = true;
                }
                let value = self.expr(keyword.value)?;
                self.at(range);
                self.emit(Op::DictMerge, dict, value.reg, callable, value.second())?;
                at += 1;
            } else {
                let end = self.named_run(keywords, at);
                let target = if begun { self.unit.temp()? } else { dict };
                let first = self.unit.next_temp;
                for index in at..end {
                    let Keyword { arg: Some(name), value, .. } = self.tree[keywords][index] else { continue };
                    let name = self.name_const(name)?;
                    self.at(range);
                    self.const_temp(name)?;
                    self.expr_temp(value)?;
                }
                self.at(range);
                self.emit(Op::BuildDict, target, first, (end - at) as u16, 0)?;
                if begun {
                    self.emit(Op::DictMerge, dict, target, callable, 1 << 2)?;
                }
                begun = true;
                at = end;
            }
            self.unit.next_temp = mark;
        }
        Ok(())
    }

    /// Where a run of named arguments ends.
    fn named_run(&self, keywords: List<Keyword>, from: usize) -> usize {
        let rest = self.tree[keywords].iter().skip(from).take(MOST_ARGUMENTS);
        from + rest.take_while(|keyword| keyword.arg.is_some()).count()
    }

    /// The call of `__build_class__` with function and name already behind `base` (two temporaries).
    pub fn call_class(
        &mut self,
        base: u16,
        bases: List<ExprId>,
        keywords: List<Keyword>,
        generic: Option<Home>,
        range: Range,
        dst: u16,
    ) -> Res {
        self.check_keywords(keywords)?;
        if self.is_plain_call(bases, keywords) {
            for at in 0..bases.len() {
                let id = self.tree[bases][at];
                self.expr_temp(id)?;
            }
            if let Some(home) = generic {
                let register = self.unit.temp()?;
                self.load_home(home, register, range)?;
            }
            self.keyword_values(keywords)?;
            self.at(range);
            self.clear_soft(base + 1)?;
            return self.emit_call(base, 2 + bases.len() + usize::from(generic.is_some()), keywords, dst);
        }
        let list = base + 2;
        self.sequence(bases, &[base + 2, base + 3], generic, range, list)?;
        self.at(range);
        self.emit(Op::ListToTuple, list, list, 0, 0)?;
        let dict = base + 3;
        self.unit.next_temp = base + 4;
        if keywords.is_empty() {
            self.clear_soft(dict)?;
        } else {
            self.keyword_dict(keywords, base, range, dict)?;
        }
        self.at(range);
        self.clear_soft(base + 1)?;
        self.emit(Op::CallEx, dst, base, 0, 0)
    }

    /// When `id` is a call of `super` that can be compiled as such: `super`, class and object in a row of new
    /// temporaries.
    pub fn super_arguments(&mut self, id: ExprId) -> Res<Option<u16>> {
        let Expr { kind: ExprKind::Call { func, args, keywords }, range } = self.tree[id] else { return Ok(None) };
        let ExprKind::Name { id: name, .. } = self.tree[func].kind else { return Ok(None) };
        let names = self.scopes.names;
        let function = matches!(self.unit.kind, ScopeKind::Function | ScopeKind::AsyncFunction | ScopeKind::Lambda);
        if name != names.super_ || !keywords.is_empty() || !self.is_builtin_super() {
            return Ok(None);
        }
        let starred = self.tree[args].iter().any(|&arg| matches!(self.tree[arg].kind, ExprKind::Starred { .. }));
        let zero = args.is_empty();
        if !zero && (args.len() != 2 || starred) || zero && (!function || self.unit.arg_count == 0) {
            return Ok(None);
        }
        let class = self.home_mangled(names.class).0;
        let inlined = self.scope != self.unit.scope;
        if zero && (inlined || !matches!(class, Home::Free(_))) {
            return Ok(None);
        }
        let base = self.unit.temps(3)?;
        self.load_name_into(name, base, self.tree[func].range)?;
        if zero {
            let Some(&(first, _)) = self.unit.locals.first() else { return Ok(None) };
            self.load_home(class, base + 1, range)?;
            let (home, _) = self.home_mangled(first);
            self.load_home(home, base + 2, range)?;
        } else {
            for (place, index) in [(base + 1, 0), (base + 2, 1)] {
                let arg = self.tree[args][index];
                self.expr_into(arg, place)?;
            }
        }
        Ok(Some(base))
    }

    /// `x & 2` of `LoadSuperAttr`.
    pub fn written_super_arguments(&self, id: ExprId) -> u8 {
        match self.tree[id].kind {
            ExprKind::Call { args, .. } if !args.is_empty() => 2,
            _ => 0,
        }
    }

    /// Whether `super` is the builtin, as far as can be seen.
    fn is_builtin_super(&self) -> bool {
        let symbol = self.scopes.names.super_;
        let here = self.scopes.entry(self.scope, symbol).map(|entry| entry.meaning);
        let at_top = self.scopes.entry(ScopeId::ROOT, symbol);
        here == Some(Meaning::GlobalImplicit)
            && at_top.is_none_or(|entry| entry.known & (known::BOUND | known::USE) == 0)
    }

    /// Calls what is at `base` with the arguments behind it; result in `dst`.
    pub fn plain_call(&mut self, base: u16, count: u16, dst: u16) -> Res<Val> {
        self.clear_soft(base + 1)?;
        self.emit(Op::Call, dst, base, count, 0)?;
        Ok(Val::temp(dst))
    }
}
