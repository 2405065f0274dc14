//! Where units begin and end: registers for variables, cells, flags, qualified names, captures.

use std::sync::Arc;

use super::Gen;
use super::unit::{Bits, Unit};
use crate::ast::Symbol;
use crate::code::{Capture, Code, LocalKind, flags};
use crate::fault::{Fault, Res};
use crate::opcode::Op;
use crate::room::{Buf, Map};
use crate::scope::{Meaning, ScopeId, ScopeKind, known};

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
}
