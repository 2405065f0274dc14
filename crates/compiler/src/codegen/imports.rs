//! `import` and `from … import`.

use super::Gen;
use super::unit::Val;
use crate::ast::{Alias, List, Range, Symbol};
use crate::code::Const;
use crate::fault::Res;
use crate::opcode::Op;
use crate::room::Buf;

impl Gen<'_, '_, '_> {
    /// The import itself, into a new temporary.
    fn import_name(&mut self, level: i64, names: Const, module: Symbol) -> Res<u16> {
        let base = self.unit.temps(2)?;
        self.load_const(base, Const::Int(level))?;
        self.load_const(base + 1, names)?;
        let name = self.name(module)?;
        self.emit_name(Op::ImportName, base, base, name, 0)?;
        self.unit.next_temp = base + 1;
        Ok(base)
    }

    /// The symbol of a piece of a dotted name.
    fn piece(&self, text: &str) -> Option<Symbol> {
        self.tree.find_symbol(text)
    }

    /// `import a.b as c, d`
    pub fn import(&mut self, names: List<Alias>, range: Range) -> Res {
        for at in 0..names.len() {
            let alias = self.tree[names][at];
            let mark = self.unit.next_temp;
            self.at(range);
            let module = self.import_name(0, Const::None, alias.name)?;
            let text = self.tree.str(alias.name);
            match alias.asname {
                Some(bound) => {
                    for piece in text.split('.').skip(1) {
                        let Some(piece) = self.piece(piece) else { continue };
                        let name = self.name(piece)?;
                        self.emit_name(Op::ImportFrom, module, module, name, 0)?;
                    }
                    self.store_name(bound, Val::temp(module), range)?;
                }
                None => {
                    let head = text.split('.').next().unwrap_or(text);
                    let bound = self.piece(head).unwrap_or(alias.name);
                    self.store_name(bound, Val::temp(module), range)?;
                }
            }
            self.unit.next_temp = mark;
        }
        Ok(())
    }

    /// `from module import names`
    pub fn import_from(&mut self, module: Option<Symbol>, names: List<Alias>, level: u32, range: Range) -> Res {
        let own = self.scopes.names;
        if module == Some(own.future) && level == 0 && range.line > self.tree.future_line {
            return self.error(range, &["from __future__ imports must occur at the beginning of the file"]);
        }
        let mut list = Buf::default();
        for at in 0..names.len() {
            list.push(self.meter, self.tree[names][at].name)?;
        }
        let fromlist = self.names_const(&list)?;
        let mark = self.unit.next_temp;
        self.at(range);
        let module = self.import_name(level.into(), fromlist, module.unwrap_or(own.empty))?;
        for at in 0..names.len() {
            let alias = self.tree[names][at];
            if alias.name == own.star {
                self.at(range);
                self.emit(Op::ImportStar, module, 0, 0, 2)?;
                self.unit.next_temp = mark;
                return Ok(());
            }
            let item = self.unit.temp()?;
            let name = self.name(alias.name)?;
            self.at(range);
            self.emit_name(Op::ImportFrom, item, module, name, 0)?;
            self.store_name(alias.asname.unwrap_or(alias.name), Val::temp(item), range)?;
            self.unit.next_temp = module + 1;
        }
        self.at(range);
        self.clear(module)?;
        self.unit.next_temp = mark;
        Ok(())
    }
}
