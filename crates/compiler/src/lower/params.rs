//! Parameters and type parameters.

use ruff_python_ast as ruff;

use super::{Halt, Lower};
use crate::ast::*;

impl<'t> Lower<'_, 't> {
    /// Parameters; defaults are moved into lists of their own.
    pub(super) fn parameters(&mut self, parameters: Option<&'t ruff::Parameters>) -> Result<ArgumentsId, Halt> {
        let arguments = match parameters {
            None => Arguments {
                posonlyargs: List::EMPTY,
                args: List::EMPTY,
                vararg: None,
                kwonlyargs: List::EMPTY,
                kw_defaults: List::EMPTY,
                kwarg: None,
                defaults: List::EMPTY,
            },
            Some(given) => {
                let positional = given.posonlyargs.iter().chain(&given.args);
                let defaults = positional.filter_map(|parameter| parameter.default.as_deref());
                Arguments {
                    posonlyargs: self.arg_list(&given.posonlyargs)?,
                    args: self.arg_list(&given.args)?,
                    vararg: given.vararg.as_deref().map(|arg| self.arg(arg)).transpose()?,
                    kwonlyargs: self.arg_list(&given.kwonlyargs)?,
                    kw_defaults: self
                        .list(&given.kwonlyargs, |lower, parameter| lower.optional(parameter.default.as_deref()))?,
                    kwarg: given.kwarg.as_deref().map(|arg| self.arg(arg)).transpose()?,
                    defaults: self.list(defaults, Self::expr)?,
                }
            }
        };
        Ok(self.tree.add_arguments(self.budget, arguments)?)
    }

    fn arg_list(&mut self, parameters: &'t [ruff::ParameterWithDefault]) -> Result<List<Arg>, Halt> {
        self.list(parameters, |lower, parameter| lower.arg(&parameter.parameter))
    }

    fn arg(&mut self, parameter: &'t ruff::Parameter) -> Result<Arg, Halt> {
        let arg = self.symbol(parameter.name.as_str())?;
        let annotation = self.optional(parameter.annotation.as_deref())?;
        let start = parameter.name.range.start().to_u32();
        let end = parameter.range.end().to_u32();
        Ok(Arg { arg, annotation, range: self.span(start, end) })
    }

    pub(super) fn type_params(&mut self, params: Option<&'t ruff::TypeParams>) -> Result<List<TypeParam>, Halt> {
        let params = params.map_or(&[][..], |params| &params.type_params);
        self.list(params, |lower, param| {
            let (name, bound, default, range) = match param {
                ruff::TypeParam::TypeVar(p) => (&p.name, p.bound.as_deref(), p.default.as_deref(), p.range),
                ruff::TypeParam::TypeVarTuple(p) => (&p.name, None, p.default.as_deref(), p.range),
                ruff::TypeParam::ParamSpec(p) => (&p.name, None, p.default.as_deref(), p.range),
            };
            let name = lower.symbol(name.as_str())?;
            let kind = match param {
                ruff::TypeParam::TypeVar(_) => TypeParamKind::TypeVar { bound: lower.optional(bound)? },
                ruff::TypeParam::TypeVarTuple(_) => TypeParamKind::TypeVarTuple,
                ruff::TypeParam::ParamSpec(_) => TypeParamKind::ParamSpec,
            };
            let default = lower.optional(default)?;
            Ok(TypeParam { kind, name, default, range: lower.range(range) })
        })
    }
}
