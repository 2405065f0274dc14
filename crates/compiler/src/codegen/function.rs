//! Functions: parameters, defaults, annotations, decorators.

use std::sync::Arc;

use super::Gen;
use super::names::Home;
use super::unit::Val;
use crate::ast::{Arg, ArgumentsId, ExprId, ExprKind, List, Range, StmtId, StmtKind, Symbol};
use crate::code::{Code, Const, flags};
use crate::fault::{Fault, Res};
use crate::opcode::{Instr, Op};
use crate::scope::Node;

impl Gen<'_, '_, '_> {
    /// A function of `code` into `dst`; defaults, keyword defaults and annotate function are in registers that
    /// follow each other.
    pub fn make_function(&mut self, code: Arc<Code>, dst: u16, parts: [Option<u16>; 3]) -> Res {
        let index = self.constant(Const::Code(code))?;
        if index > Instr::MOST_INDEX {
            return Err(Fault::TooComplex("too many constants"));
        }
        let (low, high) = Instr::split_index(index);
        let base = parts.iter().flatten().copied().next().unwrap_or(0);
        let bits = parts.iter().enumerate().fold(0, |bits, (at, part)| bits | u8::from(part.is_some()) << at);
        self.emit(Op::MakeFunction, dst, low, base, bits | high)
    }

    /// Defaults and keyword defaults, each in a new temporary.
    fn defaults(&mut self, args: ArgumentsId, range: Range) -> Res<[Option<u16>; 2]> {
        let arguments = self.tree[args];
        let mut parts = [None; 2];
        if !arguments.defaults.is_empty() {
            let register = self.unit.temp()?;
            match self.folds.tuple_of(self.tree, self.meter, arguments.defaults)? {
                Some(constant) => {
                    self.at(range);
                    self.load_const(register, constant)?;
                }
                None => self.tuple(arguments.defaults, range, register)?,
            }
            self.unit.next_temp = register + 1;
            parts[0] = Some(register);
        }
        let given = self.tree[arguments.kw_defaults].iter().filter(|default| default.is_some()).count();
        if given > 0 {
            let register = self.unit.temp()?;
            self.keyword_defaults(arguments.kwonlyargs, arguments.kw_defaults, range, register)?;
            self.unit.next_temp = register + 1;
            parts[1] = Some(register);
        }
        Ok(parts)
    }

    fn keyword_defaults(
        &mut self,
        names: List<Arg>,
        defaults: List<Option<ExprId>>,
        range: Range,
        register: u16,
    ) -> Res {
        self.at(range);
        self.emit(Op::BuildDict, register, 0, 0, 0)?;
        for at in 0..names.len().min(defaults.len()) {
            let Some(default) = self.tree[defaults][at] else { continue };
            let mark = self.unit.next_temp;
            let name = self.mangled(self.tree[names][at].arg);
            let name = self.name_const(name)?;
            self.at(range);
            let key = self.const_temp(name)?;
            let value = self.expr_temp(default)?;
            self.at(range);
            self.emit(Op::DictSet, register, key.reg, value.reg, 0)?;
            self.unit.next_temp = mark;
        }
        Ok(())
    }

    /// Counts of parameters and the flags of the starred ones.
    fn parameters(&mut self, args: ArgumentsId) -> Res {
        let arguments = self.tree[args];
        let count = |n: usize| u16::try_from(n).map_err(|_| Fault::TooComplex("too many arguments"));
        self.unit.posonly_count = count(arguments.posonlyargs.len())?;
        self.unit.arg_count = count(arguments.posonlyargs.len() + arguments.args.len())?;
        self.unit.kwonly_count = count(arguments.kwonlyargs.len())?;
        if arguments.vararg.is_some() {
            self.unit.flags |= flags::VARARGS;
        }
        if arguments.kwarg.is_some() {
            self.unit.flags |= flags::VARKEYWORDS;
        }
        Ok(())
    }

    /// `lambda`
    pub fn lambda(&mut self, id: ExprId, args: ArgumentsId, body: ExprId, range: Range, dst: u16) -> Res {
        let parts = self.defaults(args, range)?;
        let Some(scope) = self.scopes.of(Node::Expr(id)) else { return Ok(()) };
        let name = self.text(self.scopes.names.lambda)?;
        self.enter_unit(scope, name, range.line)?;
        self.parameters(args)?;
        self.begin_generator()?;
        let value = self.expr(body)?;
        self.at(self.tree[body].range);
        if self.unit.flags & flags::ASYNC_GENERATOR != 0 {
            self.discard(value)?;
            self.emit(Op::ReturnNone, 0, 0, 0, 0)?;
        } else {
            self.emit(Op::Return, value.reg, 0, 0, 0)?;
        }
        self.unit.reachable = false;
        self.end_generator()?;
        let code = self.leave_unit()?;
        self.at(range);
        self.make_function(code, dst, [parts[0], parts[1], None])
    }

    /// `def`, `async def`
    pub fn function_def(&mut self, id: StmtId, kind: StmtKind, range: Range) -> Res {
        let StmtKind::FunctionDef { name, args, decorator_list, type_params, .. } = kind else { return Ok(()) };
        let first_line = self.decorators(decorator_list, range)?;
        let base = if decorator_list.is_empty() { self.unit.temp()? } else { self.unit.next_temp - 1 };
        self.at(range);
        let generic = !type_params.is_empty();
        if generic {
            // The generic's function is called with defaults and keyword defaults as arguments.
            let call = self.unit.temps(2)?;
            let parts = self.defaults(args, range)?;
            self.generic_function(id, kind, range, first_line, call, parts)?;
            let count = parts.iter().flatten().count() as u16;
            self.at(range);
            self.plain_call(call, count, base)?;
            self.unit.next_temp = base + 1;
        } else {
            let parts = self.defaults(args, range)?;
            self.function_object(id, kind, range, first_line, parts, base)?;
            self.unit.next_temp = base + 1;
        }
        let value = self.apply_decorators(decorator_list, base)?;
        self.store_name(name, Val::temp(value), range)
    }

    /// Evaluates decorators, each as a callable with room for the receiver; behind them one temporary for
    /// what is decorated. Gives the first line of the whole definition.
    pub fn decorators(&mut self, list: List<ExprId>, range: Range) -> Res<u32> {
        let mut line = range.line;
        for at in 0..list.len() {
            let id = self.tree[list][at];
            if at == 0 {
                line = self.tree[id].range.line;
            }
            self.expr_temp(id)?;
            self.unit.temp()?;
        }
        if !list.is_empty() {
            self.unit.temp()?;
        }
        Ok(line)
    }

    /// Calls the decorators on what is in `register`; gives the register of the result.
    pub fn apply_decorators(&mut self, list: List<ExprId>, register: u16) -> Res<u16> {
        let mut value = register;
        for at in (0..list.len()).rev() {
            let id = self.tree[list][at];
            self.at(self.tree[id].range);
            // The argument stands right behind callable and receiver.
            let callable = value - 2;
            self.plain_call(callable, 1, callable)?;
            value = callable;
        }
        Ok(value)
    }

    /// The function itself into `dst`, with its annotate function.
    pub fn function_object(
        &mut self,
        id: StmtId,
        kind: StmtKind,
        range: Range,
        first_line: u32,
        parts: [Option<u16>; 2],
        dst: u16,
    ) -> Res {
        let StmtKind::FunctionDef { name, args, body, returns, .. } = kind else { return Ok(()) };
        let annotate = self.annotate_function(args, returns, range)?;
        let Some(scope) = self.scopes.of(Node::Body(id)) else { return Ok(()) };
        let text = self.text(name)?;
        self.enter_unit(scope, text, first_line)?;
        self.parameters(args)?;
        let rest = match self.docstring_of(body)? {
            Some((doc, _)) => {
                if self.options.optimize < 2 {
                    self.constant(doc)?;
                    self.unit.flags |= flags::HAS_DOCSTRING;
                }
                body.skip(1)
            }
            None => body,
        };
        self.begin_generator()?;
        self.stmts(rest)?;
        self.finish_none()?;
        self.end_generator()?;
        let code = self.leave_unit()?;
        self.at(range);
        self.make_function(code, dst, [parts[0], parts[1], annotate])
    }

    /// The function that computes the annotations of parameters and result, in a new temporary.
    fn annotate_function(&mut self, args: ArgumentsId, returns: Option<ExprId>, range: Range) -> Res<Option<u16>> {
        let arguments = self.tree[args];
        let annotated = |list: List<Arg>| self.tree[list].iter().any(|arg| arg.annotation.is_some());
        let any = returns.is_some()
            || [arguments.posonlyargs, arguments.args, arguments.kwonlyargs].into_iter().any(annotated)
            || [arguments.vararg, arguments.kwarg].into_iter().flatten().any(|arg| arg.annotation.is_some());
        let Some(scope) = self.scopes.of(Node::Annotations(args)).filter(|_| any) else { return Ok(None) };
        let register = self.unit.temp()?;
        let name = self.text(self.scopes.names.annotate)?;
        self.enter_unit(scope, name, range.line)?;
        self.begin_annotate(range)?;
        let dict = self.unit.temp()?;
        self.emit(Op::BuildDict, dict, 0, 0, 0)?;
        for list in [arguments.posonlyargs, arguments.args] {
            self.annotations_of(list, dict)?;
        }
        if let Some(arg) = arguments.vararg {
            self.annotation(arg.arg, arg.annotation, true, dict)?;
        }
        self.annotations_of(arguments.kwonlyargs, dict)?;
        if let Some(arg) = arguments.kwarg {
            self.annotation(arg.arg, arg.annotation, false, dict)?;
        }
        let result = self.scopes.names.return_;
        self.annotation(result, returns, false, dict)?;
        self.at(range);
        self.emit(Op::Return, dict, 0, 0, 0)?;
        self.unit.reachable = false;
        let code = self.leave_unit()?;
        self.at(range);
        self.make_function(code, register, [None, None, None])?;
        Ok(Some(register))
    }

    fn annotations_of(&mut self, list: List<Arg>, dict: u16) -> Res {
        for at in 0..list.len() {
            let arg = self.tree[list][at];
            self.annotation(arg.arg, arg.annotation, false, dict)?;
        }
        Ok(())
    }

    /// `dict[name] = annotation`
    pub fn annotation(&mut self, name: Symbol, annotation: Option<ExprId>, starred: bool, dict: u16) -> Res {
        let Some(annotation) = annotation else { return Ok(()) };
        let mark = self.unit.next_temp;
        let name = self.mangled(name);
        let name = self.name_const(name)?;
        let range = self.tree[annotation].range;
        self.at(range);
        let key = self.const_temp(name)?;
        let value = self.unit.temp()?;
        self.annotation_value(annotation, starred, value)?;
        self.at(range);
        self.emit(Op::DictSet, dict, key.reg, value, 0)?;
        self.unit.next_temp = mark;
        Ok(())
    }

    /// The value of an annotation in a temporary: its text under the future import.
    pub fn annotation_value(&mut self, annotation: ExprId, starred: bool, register: u16) -> Res {
        let range = self.tree[annotation].range;
        if self.future_annotations {
            let text = self.unparse(annotation)?;
            let text = super::constants::string(self.meter, &text)?;
            self.at(range);
            return self.load_const(register, text);
        }
        match self.tree[annotation].kind {
            ExprKind::Starred { value, .. } if starred => {
                let value = self.expr_with(value, Some(register), false)?;
                self.at(range);
                let taken = if value.reg == register { 0 } else { value.first() };
                self.emit(Op::UnpackSequence, value.reg, register, 1, taken)
            }
            _ => self.expr_into(annotation, register),
        }
    }

    /// Parameter and first instructions of an annotate or evaluator function: only formats 1 and 2.
    pub fn begin_annotate(&mut self, range: Range) -> Res {
        self.unit.arg_count = 1;
        self.unit.posonly_count = 1;
        self.at(range);
        let format = self.scopes.names.dot_format;
        let (home, _) = self.home_mangled(format);
        let register = match home {
            Home::Register(register) => register,
            _ => 0,
        };
        let past = self.label()?;
        let two = self.constant16(Const::Int(2))?;
        self.jump(Op::JumpIfGtK, register, two, 0, past)?;
        let error = self.unit.temp()?;
        self.emit(Op::LoadNotImplementedError, error, 0, 0, 0)?;
        self.emit(Op::Raise, error, 0, 0, 1 << 4 | 2)?;
        self.unit.reachable = false;
        self.unit.next_temp = error;
        self.bind(past);
        Ok(())
    }
}
