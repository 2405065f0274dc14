//! Functions: units of code, parameters, defaults, annotations, decorators.

use std::sync::Arc;

use super::Gen;
use super::names::Home;
use super::unit::{Bits, Unit, Val};
use crate::ast::{Arg, ArgumentsId, ExprId, ExprKind, List, Range, StmtId, StmtKind, Symbol};
use crate::code::{Capture, Code, Const, LocalKind, flags};
use crate::fault::{Fault, Res};
use crate::opcode::Op;
use crate::room::{Buf, Map};
use crate::scope::{Meaning, Node, ScopeId, ScopeKind, known};

impl Unit {
    /// A unit without anything in it.
    pub fn new(scope: ScopeId, kind: ScopeKind, name: Arc<str>, qualname: Arc<str>, first_line: u32) -> Unit {
        Unit {
            scope,
            kind,
            name,
            qualname,
            first_line,
            flags: 0,
            arg_count: 0,
            posonly_count: 0,
            kwonly_count: 0,
            code: Buf::default(),
            targets: Buf::default(),
            regions: Buf::default(),
            constants: Buf::default(),
            constant_index: Map::default(),
            names: Buf::default(),
            name_index: Map::default(),
            locals: Buf::default(),
            hidden_base: 0,
            first_temp: 0,
            next_temp: 0,
            registers: 0,
            blocks: Buf::default(),
            bound: Bits::default(),
            deleted: Bits::default(),
            reachable: true,
            pos: Gen::line_only(first_line),
            class_cell: None,
            classdict_cell: None,
            conditional_cell: None,
            static_attributes: Buf::default(),
            annotated: Buf::default(),
            annotated_index: Map::default(),
            generator_region: None,
            outer_scope: ScopeId::ROOT,
        }
    }
}

impl Gen<'_, '_, '_> {
    /// Begins the code of a scope.
    pub fn enter_unit(&mut self, scope: ScopeId, name: Arc<str>, first_line: u32) -> Res {
        let qualname = self.qualname(scope, &name)?;
        let kind = self.scopes[scope].kind;
        let mut unit = Unit::new(scope, kind, name, qualname, first_line);
        unit.outer_scope = self.scope;
        let outer = std::mem::replace(&mut self.unit, unit);
        self.outer.push(self.meter, outer)?;
        self.scope = scope;
        self.lay_out()
    }

    /// Begins the module's code.
    pub fn begin_module(&mut self) -> Res {
        self.unit.pos = Gen::line_only(0);
        if self.scopes[ScopeId::ROOT].coroutine {
            self.unit.flags |= flags::COROUTINE;
        }
        self.lay_out()
    }

    /// Gives variables their registers and makes cells.
    fn lay_out(&mut self) -> Res {
        let scope = self.unit.scope;
        self.unit.flags |= self.scope_flags(scope);
        let info = self.scopes[scope];
        let names = self.scopes.names;
        if info.kind.is_function_like() {
            self.lay_out_locals(scope)?;
        } else if info.kind == ScopeKind::Class {
            for (needed, symbol) in [
                (info.needs_class_cell, names.class),
                (info.needs_classdict, names.classdict),
                (info.conditional_annotations, names.conditional_annotations),
            ] {
                if needed {
                    let register = self.unit.locals.push(self.meter, (symbol, LocalKind::Cell))? as u16;
                    match symbol {
                        s if s == names.class => self.unit.class_cell = Some(register),
                        s if s == names.classdict => self.unit.classdict_cell = Some(register),
                        _ => self.unit.conditional_cell = Some(register),
                    }
                }
            }
        }
        let base = self.unit.locals.len();
        self.unit.hidden_base = u16::try_from(base).map_err(|_| Fault::TooComplex("too many variables"))?;
        self.lay_out_hidden(scope, base)?;
        let count = self.unit.locals.len();
        let first_temp = u16::try_from(count).ok().filter(|&n| n < u16::MAX);
        let first_temp = first_temp.ok_or(Fault::TooComplex("too many variables"))?;
        self.unit.first_temp = first_temp;
        self.unit.next_temp = first_temp;
        self.unit.registers = first_temp;
        self.find_deleted(scope, count)?;
        for register in 0..self.unit.hidden_base {
            if self.unit.locals[register as usize].1 == LocalKind::Cell {
                self.emit(Op::MakeCell, register, 0, 0, 0)?;
            }
        }
        Ok(())
    }

    fn lay_out_locals(&mut self, scope: ScopeId) -> Res {
        let names = self.scopes.names;
        let mut order: Buf<(Symbol, LocalKind, u16)> = Buf::default();
        for parameters in [true, false] {
            for entry in self.scopes.entries(scope) {
                let is_parameter = entry.known & known::PARAM != 0;
                if let Meaning::Local { captured } = entry.meaning
                    && is_parameter == parameters
                {
                    let kind = if captured { LocalKind::Cell } else { LocalKind::Plain };
                    order.push(self.meter, (entry.symbol, kind, entry.known))?;
                }
            }
        }
        for &(symbol, kind, _) in order.iter() {
            let shown = if symbol == names.dot_format && self.unit.kind == ScopeKind::Annotations {
                names.format
            } else {
                symbol
            };
            let register = self.unit.locals.push(self.meter, (shown, kind))?;
            let register = u16::try_from(register).map_err(|_| Fault::TooComplex("too many variables"))?;
            self.scopes.set_register(scope, symbol, register);
        }
        let parameters = order.iter().filter(|local| local.2 & known::PARAM != 0).count();
        self.unit.bound = Bits::new(self.meter, self.unit.locals.len())?;
        for register in 0..parameters {
            self.unit.bound.insert(register as u16);
        }
        order.free(self.meter);
        Ok(())
    }

    fn lay_out_hidden(&mut self, scope: ScopeId, base: usize) -> Res {
        let hidden = usize::from(self.scopes.hidden_count(scope));
        let nothing = self.scopes.names.dot_zero;
        for _ in 0..hidden {
            self.unit.locals.push(self.meter, (nothing, LocalKind::Hidden))?;
        }
        for (symbol, number, _) in self.scopes.hidden(scope) {
            if let Some(local) = self.unit.locals.get_mut(base + usize::from(number)) {
                local.0 = symbol;
            }
        }
        Ok(())
    }

    /// Finds the variables that anything in the unit may unbind.
    fn find_deleted(&mut self, scope: ScopeId, count: usize) -> Res {
        let mut bound = Bits::new(self.meter, count)?;
        for register in 0..count as u16 {
            if self.unit.bound.has(register) {
                bound.insert(register);
            }
        }
        self.unit.bound = bound;
        self.unit.deleted = Bits::new(self.meter, count)?;
        for entry in self.scopes.entries(scope) {
            if entry.known & known::DELETED != 0 && matches!(entry.meaning, Meaning::Local { .. }) {
                self.unit.deleted.insert(entry.register);
            }
        }
        Ok(())
    }

    fn scope_flags(&self, scope: ScopeId) -> u32 {
        let info = self.scopes[scope];
        let mut bits = if self.future_annotations { flags::FUTURE_ANNOTATIONS } else { 0 };
        if !info.kind.is_function_like() {
            return bits;
        }
        bits |= flags::OPTIMIZED | flags::NEWLOCALS;
        if info.nested {
            bits |= flags::NESTED;
        }
        bits |= match (info.generator, info.coroutine) {
            (true, true) => flags::ASYNC_GENERATOR,
            (true, false) => flags::GENERATOR,
            (false, true) => flags::COROUTINE,
            (false, false) => 0,
        };
        let method = self.scopes[info.parent].kind == ScopeKind::Class;
        if method && !info.kind.is_annotation_like() {
            bits |= flags::METHOD;
        }
        bits
    }

    /// The qualified name of a scope about to be entered.
    fn qualname(&mut self, scope: ScopeId, name: &Arc<str>) -> Res<Arc<str>> {
        let mut parent = &self.unit;
        let mut above = self.outer.iter().rev();
        if parent.kind.is_annotation_like() {
            match above.next() {
                Some(next) => parent = next,
                None => return Ok(name.clone()),
            }
        }
        if parent.scope == ScopeId::ROOT {
            return Ok(name.clone());
        }
        let info = self.scopes[scope];
        if matches!(info.kind, ScopeKind::Function | ScopeKind::AsyncFunction | ScopeKind::Class) {
            let mangled = self.scopes.mangle(self.tree, parent.scope, info.name);
            let global = self.scopes.entry(parent.scope, mangled);
            if global.is_some_and(|entry| entry.meaning == Meaning::GlobalExplicit) {
                return Ok(name.clone());
            }
        }
        let function = matches!(parent.kind, ScopeKind::Function | ScopeKind::AsyncFunction | ScopeKind::Lambda);
        let base = parent.qualname.clone();
        self.joined(&[&base, if function { ".<locals>." } else { "." }, name])
    }

    /// Ends the current unit: its code; the unit around is current again.
    pub fn leave_unit(&mut self) -> Res<Arc<Code>> {
        let outer_scope = self.unit.outer_scope;
        let scope = self.unit.scope;
        let code = self.finish_unit_with(outer_scope, scope)?;
        self.scope = outer_scope;
        Ok(code)
    }

    /// Where the unit around (`outer`) finds what `scope`'s unit captures, seen from scope `from`.
    pub fn captures(&mut self, outer: ScopeId, from: ScopeId, scope: ScopeId) -> Res<(Buf<Symbol>, Buf<Capture>)> {
        let count = usize::from(self.scopes.free_count(scope));
        let mut symbols = Buf::default();
        let mut captures = Buf::default();
        if count == 0 {
            return Ok((symbols, captures));
        }
        symbols.resize(self.meter, count, self.scopes.names.class)?;
        captures.resize(self.meter, count, Capture::Free(0))?;
        for (symbol, number) in self.scopes.free(scope) {
            if let Some(place) = symbols.get_mut(usize::from(number)) {
                *place = symbol;
                captures[usize::from(number)] = self.capture(outer, from, symbol);
            }
        }
        Ok((symbols, captures))
    }

    fn capture(&self, outer: ScopeId, from: ScopeId, symbol: Symbol) -> Capture {
        let names = &self.scopes.names;
        let unit = self.outer.last().unwrap_or(&self.unit);
        let mut at = from;
        while self.scopes[at].unit == outer {
            let info = self.scopes[at];
            if info.kind.is_function_like() {
                if let Some(entry) = self.scopes.entry(at, symbol)
                    && let Meaning::Local { .. } = entry.meaning
                {
                    let base = if at == outer { 0 } else { unit.hidden_base };
                    return Capture::Register(base + entry.register);
                }
            } else if info.kind == ScopeKind::Class {
                let cell = match symbol {
                    s if s == names.class => unit.class_cell,
                    s if s == names.classdict => unit.classdict_cell,
                    s if s == names.conditional_annotations => unit.conditional_cell,
                    _ => None,
                };
                if let Some(register) = cell {
                    return Capture::Register(register);
                }
            }
            if at == ScopeId::ROOT {
                break;
            }
            at = info.parent;
        }
        Capture::Free(self.scopes.free_number(outer, symbol).unwrap_or(0))
    }

    /// A function of `code` into `dst`; defaults, keyword defaults and annotate function are in registers that
    /// follow each other.
    pub fn make_function(&mut self, code: Arc<Code>, dst: u16, parts: [Option<u16>; 3]) -> Res {
        let index = self.constant16(Const::Code(code))?;
        let base = parts.iter().flatten().copied().next().unwrap_or(0);
        let bits = parts.iter().enumerate().fold(0, |bits, (at, part)| bits | u8::from(part.is_some()) << at);
        self.emit(Op::MakeFunction, dst, index, base, bits)
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
