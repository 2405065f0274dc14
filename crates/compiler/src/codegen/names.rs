//! Reading, assigning and deleting names, wherever their variables live.

use super::Gen;
use super::unit::Val;
use crate::ast::{Range, Symbol};
use crate::code::Const;
use crate::fault::Res;
use crate::opcode::Op;
use crate::scope::{Meaning, ScopeId, ScopeKind, known};

/// Where a variable lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Home {
    /// A register.
    Register(u16),
    /// A cell in a register.
    Cell(u16),
    /// A free variable.
    Free(u16),
    /// A free variable that the class body may hide.
    ClassFree(u16),
    /// A free variable that the class around an annotation scope may hide.
    DictFree(u16),
    /// The module or the builtins.
    Global(Symbol),
    /// The class around an annotation scope, then the module or the builtins.
    DictGlobal(Symbol),
    /// The namespace of a class or module body.
    Name(Symbol),
}

impl Gen<'_, '_, '_> {
    /// The name as it is once private names are mangled.
    pub fn mangled(&self, symbol: Symbol) -> Symbol {
        self.scopes.mangle(self.tree, self.scope, symbol)
    }

    /// Where the variable of a name lives, and whether an expression may change it on the way.
    pub fn home(&self, symbol: Symbol) -> (Home, bool) {
        let symbol = self.mangled(symbol);
        self.home_mangled(symbol)
    }

    /// See [`Gen::home`].
    pub fn home_mangled(&self, symbol: Symbol) -> (Home, bool) {
        let scope = self.scopes[self.scope];
        let inlined = scope.unit != self.scope;
        let entry = self.scopes.entry(self.scope, symbol);
        let meaning = entry.map_or(Meaning::GlobalImplicit, |entry| entry.meaning);
        let home = match meaning {
            Meaning::GlobalExplicit => Home::Global(symbol),
            Meaning::GlobalImplicit | Meaning::Unknown => match self.unit.kind {
                ScopeKind::Module => Home::Name(symbol),
                ScopeKind::Class if !inlined => Home::Name(symbol),
                ScopeKind::Class => Home::Global(symbol),
                _ if scope.sees_class && !inlined => Home::DictGlobal(symbol),
                _ => Home::Global(symbol),
            },
            Meaning::Local { .. } => self.own(self.scope, symbol),
            Meaning::Outer { owner } if self.scopes[owner].unit == self.unit.scope => self.own(owner, symbol),
            Meaning::Outer { .. } => match self.scopes.free_number(self.unit.scope, symbol) {
                Some(number) if self.unit.kind == ScopeKind::Class && !inlined => Home::ClassFree(number),
                Some(number) if scope.sees_class && !inlined => Home::DictFree(number),
                Some(number) => Home::Free(number),
                None => Home::Global(symbol),
            },
        };
        let walrus = match meaning {
            Meaning::Local { .. } => entry.is_some_and(|entry| entry.known & known::WALRUS != 0),
            Meaning::Outer { owner } => {
                self.scopes.entry(owner, symbol).is_some_and(|entry| entry.known & known::WALRUS != 0)
            }
            _ => false,
        };
        (home, walrus)
    }

    /// The home of a variable of a scope that is compiled into this unit.
    fn own(&self, owner: ScopeId, symbol: Symbol) -> Home {
        let kind = self.scopes[owner].kind;
        if !kind.is_function_like() {
            let names = &self.scopes.names;
            let cell = match symbol {
                s if kind == ScopeKind::Class && s == names.class && owner != self.scope => self.unit.class_cell,
                s if s == names.classdict => self.unit.classdict_cell,
                s if s == names.conditional_annotations => self.unit.conditional_cell,
                _ => None,
            };
            return cell.map_or(Home::Name(symbol), Home::Cell);
        }
        let Some(entry) = self.scopes.entry(owner, symbol) else { return Home::Global(symbol) };
        let base = if owner == self.unit.scope { 0 } else { self.unit.hidden_base };
        let register = base.saturating_add(entry.register);
        match entry.meaning {
            Meaning::Local { captured: true } => Home::Cell(register),
            _ => Home::Register(register),
        }
    }

    /// Makes sure that a register's variable is bound.
    pub fn check_bound(&mut self, register: u16) -> Res {
        if !self.unit.bound.has(register) {
            self.emit(Op::CheckLocal, register, 0, 0, 0)?;
            self.unit.bound.insert(register);
        }
        Ok(())
    }

    /// The value of a name: in place when it lives in a register, else in `scratch` or a new temporary.
    /// `early`: other code may run before it is read.
    pub fn load_name(&mut self, symbol: Symbol, scratch: Option<u16>, early: bool, range: Range) -> Res<Val> {
        let (home, walrus) = self.home(symbol);
        if let Home::Register(register) = home
            && !(walrus && early)
        {
            self.at(range);
            self.check_bound(register)?;
            return Ok(Val::local(register));
        }
        let register = match scratch {
            Some(register) => register,
            None => self.unit.temp()?,
        };
        self.load_home(home, register, range)?;
        Ok(Val::temp(register))
    }

    /// The value of a name in a register.
    pub fn load_name_into(&mut self, symbol: Symbol, register: u16, range: Range) -> Res {
        let (home, _) = self.home(symbol);
        self.load_home(home, register, range)
    }

    /// The value of a variable in a register.
    pub fn load_home(&mut self, home: Home, register: u16, range: Range) -> Res {
        self.at(range);
        match home {
            Home::Register(from) => {
                self.check_bound(from)?;
                self.move_to(register, Val::local(from))
            }
            Home::Cell(cell) => self.emit(Op::LoadCell, register, cell, 0, 0),
            Home::Free(number) => self.emit(Op::LoadFree, register, 0, number, 0),
            Home::ClassFree(number) => self.emit(Op::LoadClassFree, register, 0, number, 0),
            Home::DictFree(number) => {
                let dict = self.classdict(register)?;
                self.emit(Op::LoadFromDictOrFree, register, dict.reg, number, dict.first())
            }
            Home::Global(symbol) => {
                let name = self.name(symbol)?;
                self.emit_name(Op::LoadGlobal, register, 0, name, 0)
            }
            Home::DictGlobal(symbol) => {
                let dict = self.classdict(register)?;
                let name = self.name(symbol)?;
                self.emit_name(Op::LoadFromDictOrGlobals, register, dict.reg, name, dict.first())
            }
            Home::Name(symbol) => {
                let name = self.name(symbol)?;
                self.emit_name(Op::LoadName, register, 0, name, 0)
            }
        }
    }

    /// The namespace of the class around an annotation scope; in `register` if that is a temporary.
    fn classdict(&mut self, register: u16) -> Res<Val> {
        let scratch = if self.unit.is_temp(register) { register } else { self.unit.temp()? };
        let classdict = self.scopes.names.classdict;
        let (home, _) = self.home_mangled(classdict);
        let range = self.here_range();
        match home {
            Home::Free(number) | Home::ClassFree(number) | Home::DictFree(number) => {
                self.emit(Op::LoadFree, scratch, 0, number, 0)?;
            }
            other => self.load_home(other, scratch, range)?,
        }
        // Taken even when it is the destination: that is harmless.
        Ok(if scratch == register { Val::local(scratch) } else { Val::temp(scratch) })
    }

    /// The place where instructions come from at the moment.
    pub fn here_range(&self) -> Range {
        let p = self.unit.pos;
        Range { line: p.line, column: p.column, end_line: p.end_line, end_column: p.end_column }
    }

    /// Assigns to a name.
    pub fn store_name(&mut self, symbol: Symbol, value: Val, range: Range) -> Res {
        let (home, _) = self.home(symbol);
        self.store_home(home, value, range)
    }

    /// Assigns to a variable.
    pub fn store_home(&mut self, home: Home, value: Val, range: Range) -> Res {
        self.at(range);
        match home {
            Home::Register(register) => {
                self.move_to(register, value)?;
                self.unit.bound.insert(register);
                Ok(())
            }
            Home::Cell(cell) => self.emit(Op::StoreCell, cell, value.reg, 0, value.second()),
            Home::Free(number) | Home::ClassFree(number) | Home::DictFree(number) => {
                self.emit(Op::StoreFree, value.reg, 0, number, value.first())
            }
            Home::Global(symbol) | Home::DictGlobal(symbol) => {
                let name = self.name(symbol)?;
                self.emit_name(Op::StoreGlobal, value.reg, 0, name, value.first())
            }
            Home::Name(symbol) => {
                let name = self.name(symbol)?;
                self.emit_name(Op::StoreName, value.reg, 0, name, value.first())
            }
        }
    }

    /// Deletes a name.
    pub fn delete_name(&mut self, symbol: Symbol, range: Range) -> Res {
        let (home, _) = self.home(symbol);
        self.delete_home(home, range)
    }

    fn delete_home(&mut self, home: Home, range: Range) -> Res {
        self.at(range);
        match home {
            Home::Register(register) => {
                self.emit(Op::DeleteLocal, register, 0, 0, 0)?;
                self.unit.bound.remove(register);
                Ok(())
            }
            Home::Cell(cell) => self.emit(Op::DeleteCell, cell, 0, 0, 0),
            Home::Free(number) | Home::ClassFree(number) | Home::DictFree(number) => {
                self.emit(Op::DeleteFree, 0, 0, number, 0)
            }
            Home::Global(symbol) | Home::DictGlobal(symbol) => {
                let name = self.name(symbol)?;
                self.emit_name(Op::DeleteGlobal, 0, 0, name, 0)
            }
            Home::Name(symbol) => {
                let name = self.name(symbol)?;
                self.emit_name(Op::DeleteName, 0, 0, name, 0)
            }
        }
    }

    /// What happens to the name of an `except` clause at its end: it is unbound, whether it was bound or not.
    pub fn unbind_handler_name(&mut self, name: Option<Symbol>) -> Res {
        let Some(name) = name else { return Ok(()) };
        let range = self.here_range();
        let (home, _) = self.home(name);
        if let Home::Register(register) = home {
            self.unit.bound.remove(register);
            return self.clear(register);
        }
        let none = self.const_temp(Const::None)?;
        self.store_home(home, none, range)?;
        self.unit.next_temp -= 1;
        self.delete_home(home, range)
    }

    /// A value as a temporary of its own.
    pub fn owned(&mut self, value: Val) -> Res<Val> {
        if value.temp {
            return Ok(value);
        }
        let register = self.unit.temp()?;
        self.move_to(register, value)?;
        Ok(Val::temp(register))
    }
}
