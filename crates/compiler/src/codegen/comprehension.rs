//! Comprehensions, inlined (PEP 709) or as functions, and generator expressions.

use super::Gen;
use super::unit::Val;
use crate::ast::{Comprehension, Expr, ExprId, ExprKind, List, Range};
use crate::fault::Res;
use crate::opcode::Op;
use crate::room::Buf;
use crate::scope::{Meaning, Node, ScopeId, ScopeKind};

/// What the innermost loop does with each item.
#[derive(Clone, Copy, Debug)]
enum Collect {
    List(ExprId),
    Set(ExprId),
    Dict(ExprId, ExprId),
    Yield(ExprId),
}

impl Gen<'_, '_, '_> {
    /// A comprehension into `dst`.
    pub fn comprehension(&mut self, id: ExprId, generators: List<Comprehension>, range: Range, dst: u16) -> Res {
        let Some(scope) = self.scopes.of(Node::Expr(id)) else { return Ok(()) };
        let collect = match self.tree[id].kind {
            ExprKind::ListComp { elt, .. } => Collect::List(elt),
            ExprKind::SetComp { elt, .. } => Collect::Set(elt),
            ExprKind::DictComp { key, value, .. } => Collect::Dict(key, value),
            ExprKind::GeneratorExp { elt, .. } => Collect::Yield(elt),
            _ => return Ok(()),
        };
        let is_async = self.scopes[scope].coroutine;
        if is_async && !matches!(collect, Collect::Yield(_)) && !self.may_suspend() {
            return self.error(range, &["asynchronous comprehension outside of an asynchronous function"]);
        }
        let Some(&outermost) = self.tree[generators].first() else { return Ok(()) };
        if self.scopes[scope].unit == self.unit.scope {
            return self.inlined(scope, collect, generators, outermost, range, dst);
        }
        let base = self.call_base(dst)?;
        let name = self.text(self.scopes[scope].name)?;
        self.enter_unit(scope, name, range.line)?;
        self.unit.arg_count = 1;
        self.comprehension_body(collect, generators, range)?;
        let code = self.leave_unit()?;
        self.at(range);
        self.make_function(code, base, [None, None, None])?;
        let iterator = self.unit.temp()?;
        self.iterator(outermost, iterator)?;
        self.at(range);
        let suspends = is_async && !matches!(collect, Collect::Yield(_));
        if !suspends {
            self.plain_call(base, 1, dst)?;
            return Ok(());
        }
        self.plain_call(base, 1, base)?;
        self.emit(Op::GetAwaitable, base, base, 0, 0)?;
        self.await_loop(base, dst)
    }

    /// Whether `await` and its like are allowed here.
    pub fn may_suspend(&self) -> bool {
        match self.unit.kind {
            ScopeKind::AsyncFunction => true,
            ScopeKind::Module => self.options.top_level_await,
            kind => kind.is_comprehension(),
        }
    }

    /// The iterator of a clause in `register`.
    fn iterator(&mut self, clause: Comprehension, register: u16) -> Res {
        let value = match clause.is_async {
            true => self.expr_with(clause.iter, Some(register), false)?,
            false => self.iterable(clause.iter, Some(register))?,
        };
        self.at(self.tree[clause.iter].range);
        let op = if clause.is_async { Op::GetAIter } else { Op::GetIter };
        self.unary(op, register, value, 0)
    }

    /// The body of a comprehension that is a function.
    fn comprehension_body(&mut self, collect: Collect, generators: List<Comprehension>, range: Range) -> Res {
        self.begin_generator()?;
        self.at(range);
        let list = self.unit.temp()?;
        self.begin_collection(collect, list)?;
        self.loops(collect, generators, 0, 0, list, range)?;
        self.at(range);
        match collect {
            Collect::Yield(_) => self.emit(Op::ReturnNone, 0, 0, 0, 0)?,
            _ => self.emit(Op::Return, list, 0, 0, 0)?,
        }
        self.unit.reachable = false;
        self.end_generator()
    }

    fn begin_collection(&mut self, collect: Collect, register: u16) -> Res {
        match collect {
            Collect::List(_) => self.emit(Op::BuildList, register, 0, 0, 0),
            Collect::Set(_) => self.emit(Op::BuildSet, register, 0, 0, 0),
            Collect::Dict(..) => self.emit(Op::BuildDict, register, 0, 0, 0),
            Collect::Yield(_) => Ok(()),
        }
    }

    fn inlined(
        &mut self,
        scope: ScopeId,
        collect: Collect,
        generators: List<Comprehension>,
        outermost: Comprehension,
        range: Range,
        dst: u16,
    ) -> Res {
        let list = self.scratch(dst)?;
        let iterator = self.unit.temp()?;
        self.iterator(outermost, iterator)?;
        let outer = std::mem::replace(&mut self.scope, scope);
        let variables = self.hidden_variables(scope)?;
        self.at(range);
        for &(register, captured) in variables.iter() {
            self.unit.bound.remove(register);
            if captured {
                self.clear(register)?;
                self.emit(Op::MakeCell, register, 0, 0, 0)?;
            }
        }
        self.begin_collection(collect, list)?;
        // Where the exception may be caught in this code, the variables must not outlive the comprehension.
        let guarded = self.unit.blocks.iter().any(|block| block.region.is_some()) && !variables.is_empty();
        if guarded {
            let handler = self.label()?;
            let state = self.push_region_plain(handler, list, list)?;
            self.loops(collect, generators, 0, iterator, list, range)?;
            let raises = self.pop_block()?;
            let end = self.label()?;
            self.forget(&variables, range)?;
            self.goto(end)?;
            self.unit.bind_handler(self.meter, handler, state, raises);
            self.forget(&variables, range)?;
            self.emit(Op::Reraise, list, 0, 0, 0)?;
            self.unit.reachable = false;
            self.bind(end);
        } else {
            self.loops(collect, generators, 0, iterator, list, range)?;
            self.forget(&variables, range)?;
        }
        self.scope = outer;
        self.move_to(dst, Val::temp(list))
    }

    fn hidden_variables(&mut self, scope: ScopeId) -> Res<Buf<(u16, bool)>> {
        let mut variables = Buf::default();
        let dot_zero = self.scopes.names.dot_zero;
        for entry in self.scopes.entries(scope) {
            if let Meaning::Local { captured } = entry.meaning
                && entry.symbol != dot_zero
            {
                variables.push(self.meter, (self.unit.hidden_base + entry.register, captured))?;
            }
        }
        Ok(variables)
    }

    fn forget(&mut self, variables: &[(u16, bool)], range: Range) -> Res {
        self.at(range);
        for &(register, _) in variables {
            self.clear(register)?;
            self.unit.bound.remove(register);
        }
        Ok(())
    }

    /// The clauses from number `index` on; the first one's iterator is in `iterator`.
    fn loops(
        &mut self,
        collect: Collect,
        generators: List<Comprehension>,
        index: usize,
        iterator: u16,
        list: u16,
        range: Range,
    ) -> Res {
        self.check_stack()?;
        let Some(&clause) = self.tree[generators].get(index) else { return self.item(collect, list) };
        let mark = self.unit.next_temp;
        if index > 0
            && let Some(only) = self.only_item(clause)
        {
            self.assign_one(clause.target, only)?;
            let past = self.label()?;
            self.conditions(clause.ifs, past)?;
            self.loops(collect, generators, index + 1, 0, list, range)?;
            self.bind(past);
            self.unit.next_temp = mark;
            return Ok(());
        }
        let iterator = if index == 0 {
            iterator
        } else {
            let register = self.unit.temp()?;
            self.iterator(clause, register)?;
            register
        };
        let (again, exit) = (self.label()?, self.label()?);
        self.unit.bind_loop(again);
        let at = self.tree[clause.iter].range;
        if clause.is_async {
            self.async_step(iterator, clause.target, exit, range)?;
        } else {
            self.step(iterator, clause.target, exit, at)?;
        }
        self.conditions(clause.ifs, again)?;
        self.loops(collect, generators, index + 1, 0, list, range)?;
        self.at(range);
        self.goto(again)?;
        self.bind(exit);
        self.unit.next_temp = mark;
        Ok(())
    }

    fn conditions(&mut self, ifs: List<ExprId>, otherwise: super::unit::Label) -> Res {
        for at in 0..ifs.len() {
            let test = self.tree[ifs][at];
            self.cond(test, false, otherwise)?;
        }
        Ok(())
    }

    /// `for x in [item]`: no loop.
    fn only_item(&self, clause: Comprehension) -> Option<ExprId> {
        let Expr { kind: ExprKind::List { elts, .. } | ExprKind::Tuple { elts, .. }, .. } = self.tree[clause.iter]
        else {
            return None;
        };
        match self.tree[elts] {
            [only] if !clause.is_async && !matches!(self.tree[only].kind, ExprKind::Starred { .. }) => Some(only),
            _ => None,
        }
    }

    fn item(&mut self, collect: Collect, list: u16) -> Res {
        let mark = self.unit.next_temp;
        match collect {
            Collect::List(elt) => {
                let value = self.expr_temp(elt)?;
                self.at(self.tree[elt].range);
                self.emit(Op::ListAppend, list, value.reg, 0, 0)?;
            }
            Collect::Set(elt) => {
                let value = self.expr_temp(elt)?;
                self.at(self.tree[elt].range);
                self.emit(Op::SetAdd, list, value.reg, 0, 0)?;
            }
            Collect::Dict(key, value) => {
                let at = self.tree[key].range;
                let key = self.expr_temp(key)?;
                let end = self.tree[value].range;
                let value = self.expr_temp(value)?;
                self.at(Range { end_line: end.end_line, end_column: end.end_column, ..at });
                self.emit(Op::DictSet, list, key.reg, value.reg, 0)?;
            }
            Collect::Yield(elt) => {
                let value = self.expr_temp(elt)?;
                self.at(self.tree[elt].range);
                self.yield_value(value.reg, value.reg)?;
                self.clear(value.reg)?;
            }
        }
        self.unit.next_temp = mark;
        Ok(())
    }
}
