//! Classes, and the annotations of modules and classes (PEP 649).

use super::Gen;
use super::names::Home;
use super::unit::Val;
use crate::ast::{ExprId, ExprKind, List, Range, Root, StmtId, StmtKind, Symbol};
use crate::code::Const;
use crate::fault::Res;
use crate::opcode::Op;
use crate::scope::{Node, ScopeKind};

impl Gen<'_, '_, '_> {
    /// `class`
    pub fn class_def(&mut self, id: StmtId, kind: StmtKind, range: Range) -> Res {
        let StmtKind::ClassDef { name, decorator_list, type_params, .. } = kind else { return Ok(()) };
        let first_line = self.decorators(decorator_list, range)?;
        let base = if decorator_list.is_empty() { self.unit.temp()? } else { self.unit.next_temp - 1 };
        self.at(range);
        if type_params.is_empty() {
            self.class_object(id, kind, range, first_line, None, base)?;
        } else {
            let call = self.unit.temps(2)?;
            self.generic_class(id, kind, range, first_line, call)?;
            self.at(range);
            self.plain_call(call, 0, base)?;
        }
        self.unit.next_temp = base + 1;
        let value = self.apply_decorators(decorator_list, base)?;
        self.store_name(name, Val::temp(value), range)
    }

    /// The class itself into `dst`.
    pub fn class_object(
        &mut self,
        id: StmtId,
        kind: StmtKind,
        range: Range,
        first_line: u32,
        generic: Option<Home>,
        dst: u16,
    ) -> Res {
        let StmtKind::ClassDef { name, bases, keywords, body, .. } = kind else { return Ok(()) };
        let call = self.unit.temps(4)?;
        self.at(range);
        self.emit(Op::LoadBuildClass, call, 0, 0, 0)?;
        let code = {
            let Some(scope) = self.scopes.of(Node::Body(id)) else { return Ok(()) };
            let text = self.text(name)?;
            self.enter_unit(scope, text, first_line)?;
            self.class_body(body, first_line, generic.is_some())?;
            self.leave_unit()?
        };
        self.at(range);
        self.make_function(code, call + 2, [None, None, None])?;
        let text = self.name_const(name)?;
        self.load_const(call + 3, text)?;
        self.call_class(call, bases, keywords, generic, range, dst)
    }

    fn store_special(&mut self, register: u16, name: Symbol) -> Res {
        let name = self.name(name)?;
        self.emit_name(Op::StoreName, register, 0, name, 2)
    }

    fn class_body(&mut self, body: List<StmtId>, first_line: u32, generic: bool) -> Res {
        let names = self.scopes.names;
        self.unit.pos = Gen::line_only(first_line);
        self.collect_annotations(body)?;
        let register = self.unit.temp()?;
        let module = self.name(names.name)?;
        self.emit_name(Op::LoadName, register, 0, module, 0)?;
        self.store_special(register, names.module)?;
        let qualname = self.unit.qualname.clone();
        let qualname = self.str_const(&qualname)?;
        self.load_const(register, qualname)?;
        self.store_special(register, names.qualname)?;
        self.load_const(register, Const::Int(first_line.into()))?;
        self.store_special(register, names.firstlineno)?;
        if generic {
            let (home, _) = self.home_mangled(names.dot_type_params);
            let range = self.here_range();
            self.load_home(home, register, range)?;
            self.store_special(register, names.type_params)?;
        }
        if let Some(cell) = self.unit.classdict_cell {
            self.emit(Op::LoadLocals, register, 0, 0, 0)?;
            self.emit(Op::StoreCell, cell, register, 0, 4)?;
        }
        self.unit.next_temp = register;
        self.begin_annotations(ScopeKind::Class)?;
        let rest = self.docstring(body)?;
        self.stmts(rest)?;
        self.unit.pos = Gen::line_only(first_line);
        self.class_annotations()?;
        self.end_class_body()
    }

    fn end_class_body(&mut self) -> Res {
        self.unit.pos = crate::code::Position::default();
        let names = self.scopes.names;
        let register = self.unit.temp()?;
        let mut attributes = std::mem::take(&mut self.unit.static_attributes);
        attributes.sort_unstable_by_key(|&name| self.tree.str(name));
        let constant = self.names_const(&attributes)?;
        self.unit.static_attributes = attributes;
        self.load_const(register, constant)?;
        self.store_special(register, names.static_attributes)?;
        if let Some(cell) = self.unit.classdict_cell {
            self.emit(Op::Move, register, cell, 0, 0)?;
            self.store_special(register, names.classdictcell)?;
        }
        if let Some(cell) = self.unit.class_cell {
            self.emit(Op::Move, register, cell, 0, 0)?;
            self.store_special(register, names.classcell)?;
            self.emit(Op::Return, cell, 0, 0, 0)?;
        } else if self.unit.reachable {
            self.emit(Op::ReturnNone, 0, 0, 0, 0)?;
        }
        self.unit.reachable = false;
        Ok(())
    }

    /// Finds the annotated names of a module or class body and whether each is conditional.
    pub fn collect_annotations(&mut self, body: List<StmtId>) -> Res {
        if self.future_annotations {
            return Ok(());
        }
        let module = self.unit.kind == ScopeKind::Module;
        self.collect_from(body, module)
    }

    fn collect_from(&mut self, body: List<StmtId>, conditional: bool) -> Res {
        for at in 0..body.len() {
            let id = self.tree[body][at];
            let mut kind = self.tree[id].kind;
            match kind {
                StmtKind::AnnAssign { simple: true, target, .. } => {
                    if matches!(self.tree[target].kind, ExprKind::Name { .. }) {
                        let index = self.unit.annotated.push(self.meter, (id, conditional))?;
                        self.unit.annotated_index.insert(self.meter, id.index() as u64, index as u32)?;
                    }
                }
                StmtKind::For { body, orelse, .. } | StmtKind::While { body, orelse, .. } => {
                    self.collect_from(body, true)?;
                    self.collect_from(orelse, true)?;
                }
                StmtKind::With { body, .. } => self.collect_from(body, true)?,
                StmtKind::Match { cases, .. } => {
                    for at in 0..cases.len() {
                        let body = self.tree[cases][at].body;
                        self.collect_from(body, true)?;
                    }
                }
                StmtKind::Try { body, handlers, orelse, finalbody, .. } => {
                    self.collect_from(body, true)?;
                    for at in 0..handlers.len() {
                        let body = self.tree[handlers][at].body;
                        self.collect_from(body, true)?;
                    }
                    self.collect_from(orelse, true)?;
                    self.collect_from(finalbody, true)?;
                }
                _ => {}
            }
            while let StmtKind::If { body, orelse, .. } = kind {
                self.collect_from(body, true)?;
                let only = if orelse.len() == 1 { Some(self.tree[orelse][0]) } else { None };
                match only.map(|id| self.tree[id].kind) {
                    Some(link @ StmtKind::If { .. }) => kind = link,
                    _ => {
                        self.collect_from(orelse, true)?;
                        break;
                    }
                }
            }
        }
        Ok(())
    }

    /// What stands before the statements of an annotated body: the mapping (future import), or the set of the
    /// annotations that were reached.
    pub fn begin_annotations(&mut self, kind: ScopeKind) -> Res {
        let scope = self.scopes[self.unit.scope];
        if self.future_annotations {
            if scope.has_annotations {
                self.emit(Op::SetupAnnotations, 0, 0, 0, 0)?;
            }
            return Ok(());
        }
        if kind == ScopeKind::Class
            && let Some(cell) = self.unit.conditional_cell
        {
            let register = self.unit.temp()?;
            self.emit(Op::BuildSet, register, 0, 0, 0)?;
            self.emit(Op::StoreCell, cell, register, 0, 4)?;
            self.unit.next_temp = register;
        }
        Ok(())
    }

    /// `__annotate__` of a module, made before its statements run.
    pub fn module_annotations(&mut self) -> Res {
        if self.unit.annotated.is_empty() {
            return Ok(());
        }
        let pos = self.unit.pos;
        self.unit.pos = Gen::line_only(1);
        let names = self.scopes.names;
        let register = self.unit.temp()?;
        self.annotate_of_unit(names.annotate, register)?;
        self.emit(Op::BuildSet, register, 0, 0, 0)?;
        self.store_special(register, names.conditional_annotations)?;
        self.unit.next_temp = register;
        self.unit.pos = pos;
        Ok(())
    }

    /// `__annotate_func__` of a class, made behind its statements.
    fn class_annotations(&mut self) -> Res {
        if self.unit.annotated.is_empty() {
            return Ok(());
        }
        let register = self.unit.temp()?;
        self.annotate_of_unit(self.scopes.names.annotate_func, register)?;
        self.unit.next_temp = register;
        Ok(())
    }

    /// Makes the annotate function of the current module or class and stores it under `stored`.
    fn annotate_of_unit(&mut self, stored: Symbol, register: u16) -> Res {
        let Some(scope) = self.scopes[self.unit.scope].annotations else { return Ok(()) };
        let annotated = std::mem::take(&mut self.unit.annotated);
        let name = self.text(self.scopes.names.annotate)?;
        let first = annotated.first().map_or(1, |entry| self.tree[entry.0].range.line);
        let line = match self.tree.root {
            _ if self.unit.kind == ScopeKind::Class => self.unit.first_line,
            Root::Module(body) | Root::Interactive(body) => {
                self.tree[body].first().map_or(first, |&id| self.tree[id].range.line)
            }
            Root::Expression(_) => first,
        };
        let range = Range { line, end_line: line, column: 0, end_column: 0 };
        self.enter_unit(scope, name, line)?;
        self.begin_annotate(range)?;
        let dict = self.unit.temp()?;
        self.emit(Op::BuildDict, dict, 0, 0, 0)?;
        let mut conditional_number = 0i64;
        for &(id, conditional) in annotated.iter() {
            let StmtKind::AnnAssign { target, annotation, .. } = self.tree[id].kind else { continue };
            let ExprKind::Name { id: name, .. } = self.tree[target].kind else { continue };
            let past = self.label()?;
            if conditional {
                self.check_reached(conditional_number, past)?;
                conditional_number += 1;
            }
            self.annotation(name, Some(annotation), false, dict)?;
            self.bind(past);
        }
        self.at(range);
        self.emit(Op::Return, dict, 0, 0, 0)?;
        self.unit.reachable = false;
        let code = self.leave_unit()?;
        self.unit.annotated = annotated;
        self.make_function(code, register, [None, None, None])?;
        self.store_special(register, stored)
    }

    /// Goes to `past` unless annotation number `number` was reached.
    fn check_reached(&mut self, number: i64, past: super::unit::Label) -> Res {
        let mark = self.unit.next_temp;
        let number = self.const_temp(Const::Int(number))?;
        let set = self.unit.temp()?;
        let (home, _) = self.home_mangled(self.scopes.names.conditional_annotations);
        let home = match home {
            Home::DictFree(free) => Home::Free(free),
            Home::DictGlobal(name) => Home::Global(name),
            home => home,
        };
        let range = self.here_range();
        self.load_home(home, set, range)?;
        self.operands(Op::In, number.reg, number, Val::temp(set), 0)?;
        self.jump_on(number, false, past)?;
        self.unit.next_temp = mark;
        Ok(())
    }

    /// The number of a conditional annotation among those of its unit.
    fn conditional_number(&self, id: StmtId) -> Option<i64> {
        let index = self.unit.annotated_index.get(id.index() as u64)? as usize;
        let (_, conditional) = *self.unit.annotated.get(index)?;
        conditional.then(|| self.unit.annotated[..index].iter().filter(|entry| entry.1).count() as i64)
    }

    /// `target: annotation = value`
    pub fn annotated(&mut self, id: StmtId, kind: StmtKind, range: Range) -> Res {
        let StmtKind::AnnAssign { target, annotation, value, simple } = kind else { return Ok(()) };
        if let Some(value) = value {
            self.assign_one(target, value)?;
        }
        let function = self.unit.kind.is_function_like();
        match self.tree[target].kind {
            ExprKind::Name { id: name, .. } => {
                if simple && !function {
                    self.at(range);
                    if self.future_annotations {
                        self.store_annotation(name, annotation, range)?;
                    } else if let Some(number) = self.conditional_number(id) {
                        self.note_reached(number)?;
                    }
                }
                Ok(())
            }
            ExprKind::Attribute { value: object, .. } if value.is_none() => self.effect(object),
            ExprKind::Subscript { value: object, slice, .. } if value.is_none() => {
                self.effect(object)?;
                self.effect(slice)
            }
            _ => Ok(()),
        }
    }

    /// `__annotations__[name] = 'text'`
    fn store_annotation(&mut self, name: Symbol, annotation: ExprId, range: Range) -> Res {
        let mark = self.unit.next_temp;
        let value = self.unit.temp()?;
        self.annotation_value(annotation, false, value)?;
        self.at(range);
        let mapping = self.unit.temp()?;
        let annotations = self.name(self.scopes.names.annotations)?;
        self.emit_name(Op::LoadName, mapping, 0, annotations, 0)?;
        let name = self.mangled(name);
        let name = self.name_const(name)?;
        let key = self.const_temp(name)?;
        self.emit(Op::SetItem, mapping, key.reg, value, 2 | 4 | 8)?;
        self.unit.next_temp = mark;
        Ok(())
    }

    /// `__conditional_annotations__.add(number)`
    fn note_reached(&mut self, number: i64) -> Res {
        let mark = self.unit.next_temp;
        let set = self.unit.temp()?;
        match self.unit.conditional_cell {
            Some(cell) => self.emit(Op::LoadCell, set, cell, 0, 0)?,
            None => {
                let name = self.name(self.scopes.names.conditional_annotations)?;
                self.emit_name(Op::LoadName, set, 0, name, 0)?;
            }
        }
        let number = self.const_temp(Const::Int(number))?;
        self.emit(Op::SetAdd, set, number.reg, 0, 0)?;
        self.clear(set)?;
        self.unit.next_temp = mark;
        Ok(())
    }
}
