//! Where nodes are: `lineno` and the others.

use pitviper_compiler::ast::Range;
use pitviper_object::Value;

use super::{Read, Source};
use crate::core::error::PyResult;
use crate::modules::ast::grammar::{Group, Places};
use crate::types::str::Str;

impl Read<'_> {
    /// Complains of a missing place before anything else.
    pub(super) fn check_first_place(&mut self, value: &Value, group: Group) -> PyResult<()> {
        let spec = group.spec();
        let Some(name) = self.classes.places().first().cloned().filter(|_| spec.places != Places::No) else {
            return Ok(());
        };
        match (self.vm.get_attr_opt(value, &name)?, name.downcast::<Str>()) {
            (None, Some(name)) => {
                let message = format_args!("required field \"{name}\" missing from {}", spec.name);
                Err(self.vm.type_error(message))
            }
            _ => Ok(()),
        }
    }

    /// Where a node is.
    pub(super) fn range(&mut self, source: Source<'_>) -> PyResult<Range> {
        let mut places = [0; 4];
        for index in 0..places.len() {
            let Some(name) = self.classes.places().get(index).cloned() else { continue };
            let may_miss = index >= 2 && source.node.places() == Places::Start;
            places[index] = match self.vm.get_attr_opt(source.object, &name)? {
                Some(value) if !(may_miss && value.is_none()) => self.number(&value)?,
                _ if may_miss => places[index - 2],
                _ => {
                    let family = source.node.family();
                    let Some(name) = name.downcast::<Str>() else { continue };
                    let message = format_args!("required field \"{name}\" missing from {family}");
                    return Err(self.vm.type_error(message));
                }
            };
        }
        self.check_places(places)
    }

    fn check_places(&mut self, places: [i32; 4]) -> PyResult<Range> {
        let [line, column, end_line, end_column] = places;
        if line > end_line {
            return Err(self.value_error(format_args!("AST node line range ({line}, {end_line}) is not valid")));
        }
        if line < 0 && end_line != line || column < 0 && column != end_column {
            let message = format_args!(
                "AST node column range ({column}, {end_column}) for line range ({line}, {end_line}) is not valid"
            );
            return Err(self.value_error(message));
        }
        if line == end_line && column > end_column {
            let message = format_args!("line {line}, column {column}-{end_column} is not a valid range");
            return Err(self.value_error(message));
        }
        let [line, column, end_line, end_column] = places.map(|place| u32::try_from(place).unwrap_or(0));
        Ok(Range { line, column, end_line, end_column })
    }
}
