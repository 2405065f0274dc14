//! Type parameters, `type` statements (PEP 695, 696).
#![expect(clippy::disallowed_types, reason = "charged to the budget before it grows")]

use super::Gen;
use super::unit::Val;
use crate::ast::{ExprId, ExprKind, List, Range, StmtId, StmtKind, Symbol, TypeParam, TypeParamKind};
use crate::code::Const;
use crate::fault::Res;
use crate::opcode::{Intrinsic, Op};
use crate::scope::Node;

impl Gen<'_, '_, '_> {
    /// Begins the unit of a statement's type parameters; its arguments are defaults and keyword defaults.
    fn enter_type_params(&mut self, id: StmtId, name: Symbol, line: u32, arguments: u16) -> Res<bool> {
        let Some(scope) = self.scopes.of(Node::TypeParams(id)) else { return Ok(false) };
        let text = self.joined(&["<generic parameters of ", self.tree.str(name), ">"])?;
        self.enter_unit(scope, text, line)?;
        self.unit.arg_count = arguments;
        Ok(true)
    }

    fn intrinsic(&mut self, which: Intrinsic, dst: u16, base: u16) -> Res {
        self.emit(Op::CallIntrinsic, dst, base, 0, which as u8)
    }

    /// A generic function's outer function into `dst`.
    pub fn generic_function(
        &mut self,
        id: StmtId,
        kind: StmtKind,
        range: Range,
        first_line: u32,
        dst: u16,
        parts: [Option<u16>; 2],
    ) -> Res {
        let StmtKind::FunctionDef { name, type_params, .. } = kind else { return Ok(()) };
        let count = parts.iter().flatten().count() as u16;
        if !self.enter_type_params(id, name, first_line, count)? {
            return Ok(());
        }
        let function = self.unit.temps(2)?;
        self.type_params(id, type_params, range, function + 1)?;
        let mut given = [None; 2];
        let own = self.scopes.names;
        for (at, symbol) in [own.dot_defaults, own.dot_kwdefaults].into_iter().enumerate() {
            if parts[at].is_some() {
                let register = self.unit.temp()?;
                let (home, _) = self.home_mangled(symbol);
                self.load_home(home, register, range)?;
                given[at] = Some(register);
            }
        }
        self.function_object(id, kind, range, first_line, given, function)?;
        self.at(range);
        self.intrinsic(Intrinsic::SetFunctionTypeParams, function, function)?;
        self.emit(Op::Return, function, 0, 0, 0)?;
        self.unit.reachable = false;
        let code = self.leave_unit()?;
        self.at(range);
        self.make_function(code, dst, [None, None, None])
    }

    /// A generic class's outer function into `dst`.
    pub fn generic_class(&mut self, id: StmtId, kind: StmtKind, range: Range, first_line: u32, dst: u16) -> Res {
        let StmtKind::ClassDef { name, type_params, .. } = kind else { return Ok(()) };
        if !self.enter_type_params(id, name, first_line, 0)? {
            return Ok(());
        }
        let own = self.scopes.names;
        let params = self.unit.temp()?;
        self.type_params(id, type_params, range, params)?;
        let (home, _) = self.home_mangled(own.dot_type_params);
        self.store_home(home, Val::temp(params), range)?;
        let (generic, _) = self.home_mangled(own.dot_generic_base);
        let (home, _) = self.home_mangled(own.dot_type_params);
        self.load_home(home, params, range)?;
        self.intrinsic(Intrinsic::SubscriptGeneric, params, params)?;
        self.store_home(generic, Val::temp(params), range)?;
        self.unit.next_temp = params;
        let class = self.unit.temp()?;
        self.class_object(id, kind, range, first_line, Some(generic), class)?;
        self.at(range);
        self.emit(Op::Return, class, 0, 0, 0)?;
        self.unit.reachable = false;
        let code = self.leave_unit()?;
        self.at(range);
        self.make_function(code, dst, [None, None, None])
    }

    /// The tuple of the type parameters into temporary `dst`; each is bound to its name.
    fn type_params(&mut self, id: StmtId, list: List<TypeParam>, range: Range, dst: u16) -> Res {
        let first = self.unit.next_temp;
        let mut seen_default = false;
        for at in 0..list.len() {
            let param = self.tree[list][at];
            let register = self.unit.temps(2)?;
            let name = self.name_const(param.name)?;
            self.at(param.range);
            self.load_const(register, name)?;
            let which = match param.kind {
                TypeParamKind::TypeVar { bound: Some(bound) } => {
                    self.evaluator(Node::Bound(id, at), param.name, bound, register + 1)?;
                    match self.tree[bound].kind {
                        ExprKind::Tuple { .. } => Intrinsic::TypeVarWithConstraints,
                        _ => Intrinsic::TypeVarWithBound,
                    }
                }
                TypeParamKind::TypeVar { bound: None } => Intrinsic::TypeVar,
                TypeParamKind::TypeVarTuple => Intrinsic::TypeVarTuple,
                TypeParamKind::ParamSpec => Intrinsic::ParamSpec,
            };
            self.at(param.range);
            self.intrinsic(which, register, register)?;
            match param.default {
                Some(default) => {
                    seen_default = true;
                    self.evaluator(Node::Default(id, at), param.name, default, register + 1)?;
                    self.at(param.range);
                    self.intrinsic(Intrinsic::SetTypeParamDefault, register, register)?;
                }
                None if seen_default => {
                    let text = self.tree.str(param.name);
                    let parts = ["non-default type parameter '", text, "' follows default type parameter"];
                    return Err(crate::fault::syntax(self.meter, param.range, &parts));
                }
                None => {}
            }
            self.store_name(param.name, Val::local(register), param.range)?;
            self.unit.next_temp = register + 1;
        }
        self.at(range);
        self.emit(Op::BuildTuple, dst, first, list.len() as u16, 0)?;
        self.unit.next_temp = first;
        Ok(())
    }

    /// A function that computes a bound, constraints, a default or an alias's value, in temporary `dst`.
    fn evaluator(&mut self, node: Node, name: Symbol, value: ExprId, dst: u16) -> Res {
        let Some(scope) = self.scopes.of(node) else { return Ok(()) };
        let mark = self.unit.next_temp;
        let range = self.tree[value].range;
        let text = self.text(name)?;
        self.enter_unit(scope, text, range.line)?;
        self.begin_annotate(range)?;
        let result = self.unit.temp()?;
        match self.tree[value].kind {
            // A default of a TypeVarTuple may be unpacked: `*Ts = *tuple[int, str]`.
            ExprKind::Starred { value: inner, .. } => {
                let inner = self.expr_with(inner, Some(result), false)?;
                self.at(range);
                let taken = if inner.reg == result { 0 } else { inner.first() };
                self.emit(Op::UnpackSequence, inner.reg, result, 1, taken)?;
            }
            _ => self.expr_into(value, result)?,
        }
        self.at(range);
        self.emit(Op::Return, result, 0, 0, 0)?;
        self.unit.reachable = false;
        let code = self.leave_unit()?;
        self.at(range);
        let defaults = self.unit.temp()?;
        self.load_const(defaults, Const::Tuple(Box::from([Const::Int(1)])))?;
        self.make_function(code, dst, [Some(defaults), None, None])?;
        self.unit.next_temp = mark;
        Ok(())
    }

    /// `type name[…] = value`
    pub fn type_alias(&mut self, id: StmtId, kind: StmtKind, range: Range) -> Res {
        let StmtKind::TypeAlias { name, type_params, value } = kind else { return Ok(()) };
        let ExprKind::Name { id: symbol, .. } = self.tree[name].kind else { return Ok(()) };
        let base = self.unit.temp()?;
        if type_params.is_empty() {
            self.alias_object(id, symbol, value, range, None, base)?;
        } else {
            let call = self.unit.temps(2)?;
            if self.enter_type_params(id, symbol, range.line, 0)? {
                let alias = self.unit.temp()?;
                self.alias_object(id, symbol, value, range, Some(type_params), alias)?;
                self.at(range);
                self.emit(Op::Return, alias, 0, 0, 0)?;
                self.unit.reachable = false;
                let code = self.leave_unit()?;
                self.at(range);
                self.make_function(code, call, [None, None, None])?;
            }
            self.plain_call(call, 0, base)?;
        }
        self.unit.next_temp = base + 1;
        self.store_name(symbol, Val::temp(base), range)
    }

    fn alias_object(
        &mut self,
        id: StmtId,
        name: Symbol,
        value: ExprId,
        range: Range,
        type_params: Option<List<TypeParam>>,
        dst: u16,
    ) -> Res {
        let parts = self.unit.temps(3)?;
        let text = self.name_const(name)?;
        self.at(range);
        self.load_const(parts, text)?;
        match type_params {
            Some(list) => self.type_params(id, list, range, parts + 1)?,
            None => self.load_const(parts + 1, Const::None)?,
        }
        self.evaluator(Node::TypeAlias(id), name, value, parts + 2)?;
        self.at(range);
        self.intrinsic(Intrinsic::TypeAlias, dst, parts)
    }
}
