//! Parameters and type parameters.

use pitviper_compiler::ast::{Arg, Arguments, ArgumentsId, Context, List as Items, Owner, TypeParam, TypeParamKind};
use pitviper_object::Value;

use super::{Read, Source};
use crate::core::error::PyResult;
use crate::modules::ast::grammar::{Group, Node};
use crate::types::list::List;

impl Read<'_> {
    pub(super) fn arguments(&mut self, source: Source<'_>, index: usize) -> PyResult<ArgumentsId> {
        let object = &self.given(source, index)?;
        let source = Source { object, node: Node::Arguments };
        let arguments = Arguments {
            posonlyargs: self.args(source, 0)?,
            args: self.args(source, 1)?,
            vararg: self.optional_arg(source, 2)?,
            kwonlyargs: self.args(source, 3)?,
            kw_defaults: self.optionals(source, 4)?,
            kwarg: self.optional_arg(source, 5)?,
            defaults: self.exprs(source, 6, Context::Load)?,
        };
        if arguments.defaults.len() > arguments.posonlyargs.len() + arguments.args.len() {
            return Err(self.value_error(format_args!("more positional defaults than args on arguments")));
        }
        if arguments.kw_defaults.len() != arguments.kwonlyargs.len() {
            let message = format_args!("length of kwonlyargs is not the same as kw_defaults on arguments");
            return Err(self.value_error(message));
        }
        let id = self.add(|tree, budget| tree.add_arguments(budget, arguments))?;
        self.comments(source, id)?;
        Ok(id)
    }

    /// Type comments of parameters.
    fn comments(&mut self, source: Source<'_>, id: ArgumentsId) -> PyResult<()> {
        let mut number = 0;
        for index in [0, 1, 2, 3, 5] {
            let Some(value) = self.field(source, index)? else { continue };
            let list = value.downcast::<List>();
            let count = list.map_or(1, List::len);
            for at in 0..count {
                let object = match list {
                    Some(list) => list.get(at).unwrap_or_else(Value::none),
                    None => value.clone(),
                };
                let comment = self.check_string(Source { object: &object, node: Node::Arg }, 2)?;
                self.type_comment(Owner::Arg(id, number), comment)?;
                number += 1;
            }
        }
        Ok(())
    }

    fn args(&mut self, source: Source<'_>, index: usize) -> PyResult<Items<Arg>> {
        self.list(source, index, Self::arg)
    }

    fn optional_arg(&mut self, source: Source<'_>, index: usize) -> PyResult<Option<Arg>> {
        match self.field(source, index)? {
            Some(value) => self.arg(&value).map(Some),
            None => Ok(None),
        }
    }

    fn arg(&mut self, object: &Value) -> PyResult<Arg> {
        let source = Source { object, node: Node::Arg };
        let arg = self.symbol(source, 0)?;
        let annotation = self.optional(source, 1)?;
        Ok(Arg { arg, annotation, range: self.range(source)? })
    }

    pub(super) fn type_params(&mut self, source: Source<'_>, index: usize) -> PyResult<Items<TypeParam>> {
        self.list(source, index, |read, object| {
            let node = read.member(object, Group::TypeParam)?;
            let source = Source { object, node };
            let range = read.range(source)?;
            let name = read.bound(source, 0)?;
            let (kind, default) = match node {
                Node::TypeVar => (TypeParamKind::TypeVar { bound: read.optional(source, 1)? }, 2),
                Node::ParamSpec => (TypeParamKind::ParamSpec, 1),
                _ => (TypeParamKind::TypeVarTuple, 1),
            };
            Ok(TypeParam { kind, name, default: read.optional(source, default)?, range })
        })
    }
}
