//! `match`: patterns as tests that jump away when they fail.
//!
//! A subject that is a temporary belongs to the pattern, which captures or drops it. Names are bound only when
//! the whole pattern has matched; until then their values wait in temporaries. Where a pattern fails, all
//! temporaries that may be in use are emptied.

use super::Gen;
use super::unit::{Label, Val};
use crate::ast::{
    CmpOp, Constant, Expr, ExprId, ExprKind, List, MatchCase, Pattern, PatternId, PatternKind, Range, Symbol,
};
use crate::code::Const;
use crate::fault::{Fault, Res};
use crate::opcode::Op;
use crate::room::Buf;

/// A pattern being compiled.
struct Attempt {
    fail: Label,
    captures: Buf<(Symbol, u16)>,
    held: Buf<u16>,
    may_be_irrefutable: bool,
}

impl Gen<'_, '_, '_> {
    /// A `match` statement.
    pub fn match_stmt(&mut self, subject: ExprId, cases: List<MatchCase>) -> Res {
        let mark = self.unit.next_temp;
        let subject = self.expr_temp(subject)?;
        let end = self.label()?;
        for at in 0..cases.len() {
            let case = self.tree[cases][at];
            let top = self.unit.next_temp;
            let last = at + 1 == cases.len();
            let mut attempt = Attempt {
                fail: self.label()?,
                captures: Buf::default(),
                held: Buf::default(),
                may_be_irrefutable: case.guard.is_some() || last,
            };
            self.pattern(case.pattern, subject.kept(), &mut attempt)?;
            let range = self.tree[case.pattern].range;
            for &(name, register) in attempt.captures.iter() {
                self.store_name(name, Val::temp(register), range)?;
            }
            if let Some(guard) = case.guard {
                self.cond(guard, false, attempt.fail)?;
            }
            self.unit.next_temp = top;
            self.clear(subject.reg)?;
            self.stmts(case.body)?;
            self.goto(end)?;
            self.bind(attempt.fail);
            self.unit.pos = crate::code::Position::default();
            self.give_up(&attempt)?;
        }
        self.unit.pos = crate::code::Position::default();
        self.clear(subject.reg)?;
        self.unit.next_temp = mark;
        self.bind(end);
        Ok(())
    }

    /// Empties what a failed pattern may have left.
    fn give_up(&mut self, attempt: &Attempt) -> Res {
        for &register in attempt.held.iter() {
            self.clear(register)?;
        }
        Ok(())
    }

    /// A temporary that may be in use when the pattern fails.
    fn hold(&mut self, attempt: &mut Attempt, count: usize) -> Res<u16> {
        let first = self.unit.temps(count)?;
        for register in first..first + count as u16 {
            attempt.held.push(self.meter, register)?;
        }
        Ok(first)
    }

    fn pattern(&mut self, id: PatternId, subject: Val, attempt: &mut Attempt) -> Res {
        self.check_stack()?;
        let Pattern { kind, range } = self.tree[id];
        match kind {
            PatternKind::MatchValue(value) => self.match_value(value, subject, range, attempt),
            PatternKind::MatchSingleton(constant) => {
                self.at(range);
                match constant {
                    Constant::None => self.jump(Op::JumpIfNotNone, subject.reg, 0, subject.first(), attempt.fail),
                    _ => {
                        let mark = self.unit.next_temp;
                        let constant = super::constants::literal(self.tree, self.meter, constant)?;
                        let constant = self.const_temp(constant)?;
                        let taken = subject.first() | constant.second();
                        self.jump(Op::JumpIfIs, subject.reg, constant.reg, taken, attempt.fail)?;
                        self.unit.next_temp = mark;
                        Ok(())
                    }
                }
            }
            PatternKind::MatchSequence(patterns) => self.match_sequence(patterns, subject, range, attempt),
            PatternKind::MatchMapping { keys, patterns, rest } => {
                self.match_mapping(keys, patterns, rest, subject, range, attempt)
            }
            PatternKind::MatchClass { .. } => self.match_class(kind, subject, range, attempt),
            PatternKind::MatchStar(name) | PatternKind::MatchAs { pattern: None, name } => {
                if !attempt.may_be_irrefutable {
                    let Some(name) = name else {
                        return self.error(range, &["wildcard makes remaining patterns unreachable"]);
                    };
                    let text = self.tree.str(name);
                    let parts = ["name capture '", text, "' makes remaining patterns unreachable"];
                    return Err(crate::fault::syntax(self.meter, range, &parts));
                }
                self.at(range);
                self.silent(range)?;
                self.capture_name(name, subject, range, attempt)
            }
            PatternKind::MatchAs { pattern: Some(inner), name } => {
                self.pattern(inner, subject.kept(), attempt)?;
                self.at(range);
                self.capture_name(name, subject, range, attempt)
            }
            PatternKind::MatchOr(patterns) => self.match_or(patterns, subject, range, attempt),
        }
    }

    /// Compiles a pattern inside another: it may be irrefutable.
    fn inner(&mut self, id: PatternId, subject: Val, attempt: &mut Attempt) -> Res {
        let before = std::mem::replace(&mut attempt.may_be_irrefutable, true);
        self.pattern(id, subject, attempt)?;
        attempt.may_be_irrefutable = before;
        Ok(())
    }

    fn capture_name(&mut self, name: Option<Symbol>, subject: Val, range: Range, attempt: &mut Attempt) -> Res {
        let Some(name) = name else { return self.discard(subject) };
        if attempt.captures.iter().any(|&(other, _)| other == name) {
            let text = self.tree.str(name);
            let parts = ["multiple assignments to name '", text, "' in pattern"];
            return Err(crate::fault::syntax(self.meter, range, &parts));
        }
        let register = if subject.temp {
            subject.reg
        } else {
            let register = self.hold(attempt, 1)?;
            self.move_to(register, subject)?;
            register
        };
        attempt.captures.push(self.meter, (name, register))?;
        Ok(())
    }

    fn match_value(&mut self, value: ExprId, subject: Val, range: Range, attempt: &mut Attempt) -> Res {
        if self.folded(value)?.is_none() && !matches!(self.tree[value].kind, ExprKind::Attribute { .. }) {
            return self.error(range, &["patterns may only match literals and attribute lookups"]);
        }
        let mark = self.unit.next_temp;
        self.fused(CmpOp::Eq, subject, value, None, range, false, attempt.fail)?;
        self.unit.next_temp = mark;
        Ok(())
    }

    /// Jumps away unless a test on the subject holds.
    fn require(&mut self, op: Op, subject: Val, attempt: &Attempt) -> Res {
        let mark = self.unit.next_temp;
        let result = self.unit.temp()?;
        self.emit(op, result, subject.reg, 0, 0)?;
        self.jump_on(Val::temp(result), false, attempt.fail)?;
        self.unit.next_temp = mark;
        Ok(())
    }

    /// Jumps away unless the subject's length compares so to `count`.
    fn require_length(&mut self, jump: Op, count: usize, subject: Val, attempt: &Attempt) -> Res {
        let mark = self.unit.next_temp;
        let length = self.unit.temp()?;
        self.emit(Op::GetLen, length, subject.reg, 0, 0)?;
        let count = self.constant16(Const::Int(count as i64))?;
        self.jump(jump, length, count, 2, attempt.fail)?;
        self.unit.next_temp = mark;
        Ok(())
    }

    fn is_wildcard(&self, id: PatternId) -> bool {
        matches!(self.tree[id].kind, PatternKind::MatchAs { pattern: None, name: None } | PatternKind::MatchStar(None))
    }

    fn match_sequence(&mut self, patterns: List<PatternId>, subject: Val, range: Range, attempt: &mut Attempt) -> Res {
        let count = patterns.len();
        let mut star = None;
        for at in 0..count {
            if matches!(self.tree[self.tree[patterns][at]].kind, PatternKind::MatchStar(_)) {
                if star.is_some() {
                    return self.error(range, &["multiple starred names in sequence pattern"]);
                }
                star = Some(at);
            }
        }
        self.at(range);
        self.require(Op::MatchSequence, subject, attempt)?;
        match star {
            None => self.require_length(Op::JumpIfEqK, count, subject, attempt)?,
            Some(_) if count > 1 => self.require_length(Op::JumpIfGeK, count - 1, subject, attempt)?,
            Some(_) => {}
        }
        let only_wildcards = self.tree[patterns].iter().all(|&id| self.is_wildcard(id));
        if only_wildcards {
            return self.discard(subject);
        }
        match star {
            Some(at) if self.is_wildcard(self.tree[patterns][at]) => {
                self.match_by_index(patterns, at, subject, range, attempt)
            }
            _ => self.match_unpacked(patterns, star, subject, range, attempt),
        }
    }

    fn match_unpacked(
        &mut self,
        patterns: List<PatternId>,
        star: Option<usize>,
        subject: Val,
        range: Range,
        attempt: &mut Attempt,
    ) -> Res {
        let count = patterns.len();
        let length = u16::try_from(count).map_err(|_| Fault::TooComplex("too many sub-patterns"))?;
        if star.is_some_and(|at| at >= 256) {
            return self.error(range, &["too many expressions in star-unpacking sequence pattern"]);
        }
        let first = self.hold(attempt, count)?;
        self.at(range);
        match star {
            None => self.emit(Op::UnpackSequence, subject.reg, first, length, subject.first())?,
            Some(at) => {
                let after = (count - at - 1) as u32;
                self.emit_wide(Op::UnpackEx, subject.reg, first, at as u16, subject.first(), after)?;
            }
        }
        for (at, register) in (first..first + length).enumerate() {
            let id = self.tree[patterns][at];
            self.inner(id, Val::temp(register), attempt)?;
        }
        Ok(())
    }

    /// `[a, *_, b]`: items by their index.
    fn match_by_index(
        &mut self,
        patterns: List<PatternId>,
        star: usize,
        subject: Val,
        range: Range,
        attempt: &mut Attempt,
    ) -> Res {
        let held = self.keep_subject(subject, attempt)?;
        for at in 0..patterns.len() {
            let id = self.tree[patterns][at];
            if self.is_wildcard(id) {
                continue;
            }
            let item = self.hold(attempt, 1)?;
            self.at(range);
            let index = if at < star { at as i64 } else { at as i64 - patterns.len() as i64 };
            if index >= 0 {
                let index = self.constant16(Const::Int(index))?;
                self.emit(Op::GetItemK, item, held.reg, index, 0)?;
            } else {
                let back = self.constant16(Const::Int(-index))?;
                self.emit(Op::GetLen, item, held.reg, 0, 0)?;
                self.emit(Op::SubK, item, item, back, 0)?;
                self.emit(Op::GetItem, item, held.reg, item, 0)?;
            }
            self.inner(id, Val::temp(item), attempt)?;
        }
        self.discard(held)
    }

    /// A subject that stays until its pattern is done.
    fn keep_subject(&mut self, subject: Val, attempt: &mut Attempt) -> Res<Val> {
        if subject.temp {
            attempt.held.push(self.meter, subject.reg)?;
        }
        Ok(subject)
    }

    fn match_mapping(
        &mut self,
        keys: List<ExprId>,
        patterns: List<PatternId>,
        rest: Option<Symbol>,
        subject: Val,
        range: Range,
        attempt: &mut Attempt,
    ) -> Res {
        let count = keys.len();
        let length = u16::try_from(count).map_err(|_| Fault::TooComplex("too many sub-patterns"))?;
        let subject = self.keep_subject(subject, attempt)?;
        self.at(range);
        self.require(Op::MatchMapping, subject, attempt)?;
        if count == 0 && rest.is_none() {
            return self.discard(subject);
        }
        if count > 0 {
            self.require_length(Op::JumpIfGeK, count, subject, attempt)?;
        }
        let tuple = self.hold(attempt, 1)?;
        self.mapping_keys(keys, range, tuple)?;
        let values = self.hold(attempt, 1)?;
        self.at(range);
        self.emit(Op::MatchKeys, values, subject.reg, tuple, if rest.is_some() { 0 } else { 4 })?;
        self.jump(Op::JumpIfNone, values, 0, 0, attempt.fail)?;
        let first = self.hold(attempt, count)?;
        self.emit(Op::UnpackSequence, values, first, length, 2)?;
        if let Some(name) = rest {
            let copy = self.hold(attempt, 1)?;
            self.emit(Op::DictWithout, copy, subject.reg, tuple, 4)?;
            self.capture_name(Some(name), Val::temp(copy), range, attempt)?;
        }
        self.discard(subject)?;
        for (at, register) in (first..first + length).enumerate() {
            let id = self.tree[patterns][at];
            self.inner(id, Val::temp(register), attempt)?;
        }
        Ok(())
    }

    fn mapping_keys(&mut self, keys: List<ExprId>, range: Range, dst: u16) -> Res {
        let mut seen: Buf<Const> = Buf::default();
        for at in 0..keys.len() {
            let key = self.tree[keys][at];
            let Expr { kind, range: at_key } = self.tree[key];
            match self.folded(key)? {
                Some(constant) => {
                    if seen.iter().any(|other| super::constants::equal(other, &constant)) {
                        let text = super::constants::repr(self.meter, &constant)?;
                        let text = std::str::from_utf8(&text).unwrap_or_default();
                        let parts = ["mapping pattern checks duplicate key (", text, ")"];
                        return Err(crate::fault::syntax(self.meter, range, &parts));
                    }
                    seen.push(self.meter, constant)?;
                }
                None if matches!(kind, ExprKind::Attribute { .. }) => {}
                None => {
                    let text = "mapping pattern keys may only match literals and attribute lookups";
                    return self.error(at_key, &[text]);
                }
            }
        }
        if let Some(constant) = self.folds.tuple_of(self.tree, self.meter, keys)? {
            self.at(range);
            return self.load_const(dst, constant);
        }
        let mark = self.unit.next_temp;
        self.tuple(keys, range, dst)?;
        self.unit.next_temp = mark;
        Ok(())
    }

    fn match_class(&mut self, kind: PatternKind, subject: Val, range: Range, attempt: &mut Attempt) -> Res {
        let PatternKind::MatchClass { cls, patterns, kwd_attrs, kwd_patterns } = kind else { return Ok(()) };
        let total = patterns.len() + kwd_patterns.len();
        let length = u16::try_from(total).map_err(|_| Fault::TooComplex("too many sub-patterns"))?;
        for at in 0..kwd_attrs.len() {
            let name = self.tree[kwd_attrs][at];
            if self.tree[kwd_attrs][..at].contains(&name) {
                let place = self.tree[self.tree[kwd_patterns][at]].range;
                let text = self.tree.str(name);
                let parts = ["attribute name repeated in class pattern: ", text];
                return Err(crate::fault::syntax(self.meter, place, &parts));
            }
        }
        let found = self.hold(attempt, 1)?;
        let mark = self.unit.next_temp;
        let class = self.unit.temps(2)?;
        self.expr_into(cls, class)?;
        let names = self.names_const(&self.tree[kwd_attrs])?;
        self.at(range);
        self.load_const(class + 1, names)?;
        let positional = patterns.len() as u32;
        self.emit_wide(Op::MatchClass, found, subject.reg, class, subject.first(), positional)?;
        self.unit.next_temp = mark;
        self.jump(Op::JumpIfNone, found, 0, 0, attempt.fail)?;
        let first = self.hold(attempt, total)?;
        self.emit(Op::UnpackSequence, found, first, length, 2)?;
        for (at, register) in (first..first + length).enumerate() {
            let id = match at.checked_sub(patterns.len()) {
                None => self.tree[patterns][at],
                Some(at) => self.tree[kwd_patterns][at],
            };
            self.inner(id, Val::temp(register), attempt)?;
        }
        Ok(())
    }

    fn match_or(&mut self, patterns: List<PatternId>, subject: Val, range: Range, attempt: &mut Attempt) -> Res {
        let subject = self.keep_subject(subject, attempt)?;
        let mut names: Buf<Symbol> = Buf::default();
        if let Some(&first) = self.tree[patterns].first() {
            self.names_of(first, &mut names)?;
        }
        let results = self.hold(attempt, names.len())?;
        let end = self.label()?;
        for at in 0..patterns.len() {
            let last = at + 1 == patterns.len();
            let mut own = Attempt {
                fail: self.label()?,
                captures: Buf::default(),
                held: Buf::default(),
                may_be_irrefutable: attempt.may_be_irrefutable && last,
            };
            let mark = self.unit.next_temp;
            let id = self.tree[patterns][at];
            self.pattern(id, subject.kept(), &mut own)?;
            let same = own.captures.len() == names.len() && own.captures.iter().all(|&(name, _)| names.contains(&name));
            if !same {
                return self.error(range, &["alternative patterns bind different names"]);
            }
            for (&name, result) in names.iter().zip(results..) {
                if let Some(&(_, register)) = own.captures.iter().find(|capture| capture.0 == name) {
                    self.move_to(result, Val::temp(register))?;
                }
            }
            self.goto(end)?;
            self.bind(own.fail);
            self.give_up(&own)?;
            self.unit.next_temp = mark;
        }
        self.goto(attempt.fail)?;
        self.bind(end);
        self.discard(subject)?;
        for (&name, result) in names.iter().zip(results..) {
            self.capture_name(Some(name), Val::temp(result), range, attempt)?;
        }
        Ok(())
    }

    /// The names that a pattern binds.
    fn names_of(&mut self, id: PatternId, names: &mut Buf<Symbol>) -> Res {
        let mut add = |meter: &mut crate::room::Meter, name: Option<Symbol>| -> Res {
            if let Some(name) = name
                && !names.contains(&name)
            {
                names.push(meter, name)?;
            }
            Ok(())
        };
        match self.tree[id].kind {
            PatternKind::MatchValue(_) | PatternKind::MatchSingleton(_) => Ok(()),
            PatternKind::MatchStar(name) => add(self.meter, name),
            PatternKind::MatchAs { pattern, name } => {
                add(self.meter, name)?;
                pattern.map_or(Ok(()), |inner| self.names_of(inner, names))
            }
            PatternKind::MatchSequence(list) => self.names_of_all(list, names),
            PatternKind::MatchOr(list) => match self.tree[list].first() {
                Some(&first) => self.names_of(first, names),
                None => Ok(()),
            },
            PatternKind::MatchMapping { patterns, rest, .. } => {
                add(self.meter, rest)?;
                self.names_of_all(patterns, names)
            }
            PatternKind::MatchClass { patterns, kwd_patterns, .. } => {
                self.names_of_all(patterns, names)?;
                self.names_of_all(kwd_patterns, names)
            }
        }
    }

    fn names_of_all(&mut self, list: List<PatternId>, names: &mut Buf<Symbol>) -> Res {
        for at in 0..list.len() {
            let id = self.tree[list][at];
            self.names_of(id, names)?;
        }
        Ok(())
    }
}
