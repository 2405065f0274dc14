//! Arguments of native functions: positional and keyword parsing, with CPython's messages.
//!
//! ```ignore
//! // def zip(*iterables, strict=False), def enumerate(iterable, start=0), str.split(self, /, sep=None, maxsplit=-1)
//! fn enumerate(vm: &mut Vm, args: Args<'_>) -> PyResult {
//!     let [iterable, start] = args.parse(vm, "enumerate", ["iterable", "start"], 1, 0)?;
//!     ...
//! }
//! fn split(vm: &mut Vm, args: Args<'_>) -> PyResult {
//!     let receiver = &args.values[0];
//!     let [sep, maxsplit] = args.behind_receiver().parse(vm, "split", ["sep", "maxsplit"], 0, 0)?;
//!     ...
//! }
//! // keyword-only parameters: sorted(iterable, /, *, key=None, reverse=False)
//! let [iterable, key, reverse] = Params::new("sorted", ["iterable", "key", "reverse"])
//!     .required(1).positional_only(1).keyword_only(2).bind(vm, args)?;
//! ```

use pitviper_object::Value;

use crate::core::error::{PyResult, Raised};
use crate::core::native::{Args, MANY};
use crate::core::vm::Vm;
use crate::types::str::Str;
use crate::types::tuple::Tuple;

impl<'a> Args<'a> {
    /// Only positional arguments.
    #[inline]
    #[must_use]
    pub fn of(values: &'a [Value]) -> Args<'a> {
        Args { values, names: None }
    }

    /// Number of positional arguments (the receiver of a method is one).
    #[inline]
    #[must_use]
    pub fn positional_count(&self) -> usize {
        self.values.len() - self.keyword_count()
    }

    /// Number of keyword arguments.
    #[inline]
    #[must_use]
    pub fn keyword_count(&self) -> usize {
        self.names.map_or(0, Tuple::len)
    }

    /// The positional arguments (with the receiver of a method).
    #[inline]
    #[must_use]
    pub fn positional(&self) -> &'a [Value] {
        &self.values[..self.positional_count()]
    }

    /// Keyword arguments: name and value.
    pub fn keywords(&self) -> impl Iterator<Item = (&'a Value, &'a Value)> + use<'a> {
        let names: &'a [Value] = self.names.map_or(&[], Tuple::items);
        names.iter().zip(&self.values[self.values.len() - names.len()..])
    }

    /// The arguments without `values[0]`, a method's receiver.
    #[inline]
    #[must_use]
    pub fn behind_receiver(&self) -> Args<'a> {
        Args { values: self.values.get(1..).unwrap_or(&[]), names: self.names }
    }

    /// Takes parameters `names`, the first `required` of which must be given, the first `positional_only` by
    /// position. See the module for an example.
    ///
    /// # Errors
    /// TypeError as CPython words it.
    pub fn parse<const N: usize>(
        self,
        vm: &mut Vm,
        function: &str,
        names: [&'static str; N],
        required: usize,
        positional_only: usize,
    ) -> PyResult<[Option<&'a Value>; N]> {
        Params { function, names, required, positional_only, keyword_only: 0 }.bind(vm, self)
    }

    /// Takes `min..=max` positional arguments and no keywords: "f expected at most 2 arguments, got 3".
    ///
    /// # Errors
    /// TypeError.
    pub fn check_count(&self, vm: &mut Vm, function: &str, min: usize, max: usize) -> PyResult<()> {
        self.check_no_keywords(vm, function)?;
        let given = self.values.len();
        if (min..=max).contains(&given) {
            return Ok(());
        }
        let (bound, limit) = if min == max {
            ("", min)
        } else if given < min {
            ("at least ", min)
        } else {
            ("at most ", max)
        };
        let s = if limit == 1 { "" } else { "s" };
        Err(vm.type_error(format_args!("{function} expected {bound}{limit} argument{s}, got {given}")))
    }

    /// Fails when there are keyword arguments: "f() takes no keyword arguments".
    ///
    /// # Errors
    /// TypeError.
    pub fn check_no_keywords(&self, vm: &mut Vm, function: &str) -> PyResult<()> {
        if self.keyword_count() == 0 {
            return Ok(());
        }
        Err(vm.type_error(format_args!("{function}() takes no keyword arguments")))
    }
}

/// The parameters of a native function.
#[derive(Clone, Copy)]
pub struct Params<'n, const N: usize> {
    function: &'n str,
    names: [&'static str; N],
    required: usize,
    positional_only: usize,
    keyword_only: usize,
}

impl<'n, const N: usize> Params<'n, N> {
    /// All optional, by position or keyword.
    #[must_use]
    pub const fn new(function: &'n str, names: [&'static str; N]) -> Params<'n, N> {
        Params { function, names, required: 0, positional_only: 0, keyword_only: 0 }
    }

    /// The first `count` must be given.
    #[must_use]
    pub const fn required(self, count: usize) -> Self {
        Params { required: count, ..self }
    }

    /// The first `count` are given by position.
    #[must_use]
    pub const fn positional_only(self, count: usize) -> Self {
        Params { positional_only: count, ..self }
    }

    /// The last `count` are given by keyword.
    #[must_use]
    pub const fn keyword_only(self, count: usize) -> Self {
        Params { keyword_only: count, ..self }
    }

    /// The value of each parameter that was given.
    ///
    /// # Errors
    /// TypeError as CPython words it.
    pub fn bind<'a>(&self, vm: &mut Vm, args: Args<'a>) -> PyResult<[Option<&'a Value>; N]> {
        let positional = args.positional();
        let mut bound = [None; N];
        if args.names.is_none() && positional.len() >= self.required && positional.len() <= N - self.keyword_only {
            for (place, value) in bound.iter_mut().zip(positional) {
                *place = Some(value);
            }
            return Ok(bound);
        }
        self.check_counts(vm, args)?;
        for (place, value) in bound.iter_mut().zip(positional) {
            *place = Some(value);
        }
        let mut left = args.keyword_count();
        for (index, name) in self.names.iter().enumerate().skip(positional.len().max(self.positional_only)) {
            bound[index] = args.keywords().find(|(key, _)| is_text(key, name)).map(|(_, value)| value);
            if bound[index].is_some() {
                left -= 1;
            } else if index < self.required {
                let (function, position) = (self.function, index + 1);
                return Err(
                    vm.type_error(format_args!("{function}() missing required argument '{name}' (pos {position})"))
                );
            }
        }
        if left > 0 { Err(self.unexpected(vm, args)) } else { Ok(bound) }
    }

    fn check_counts(&self, vm: &mut Vm, args: Args<'_>) -> PyResult<()> {
        let (function, given) = (self.function, args.values.len());
        let positional = args.positional_count();
        let plural = |n: usize| if n == 1 { "" } else { "s" };
        if given > N {
            let what = if positional == 0 { "keyword " } else { "" };
            let s = plural(N);
            return Err(vm.type_error(format_args!("{function}() takes at most {N} {what}argument{s} ({given} given)")));
        }
        let most = N - self.keyword_only;
        if positional > most {
            if most == 0 {
                return Err(vm.type_error(format_args!("{function}() takes no positional arguments")));
            }
            let bound = if self.required >= most { "exactly" } else { "at most" };
            let s = plural(most);
            return Err(vm.type_error(format_args!(
                "{function}() takes {bound} {most} positional argument{s} ({positional} given)"
            )));
        }
        let least = self.required.min(self.positional_only);
        if positional < least {
            let bound = if least < most { "at least" } else { "exactly" };
            let s = plural(least);
            return Err(vm.type_error(format_args!(
                "{function}() takes {bound} {least} positional argument{s} ({positional} given)"
            )));
        }
        Ok(())
    }

    #[cold]
    fn unexpected(&self, vm: &mut Vm, args: Args<'_>) -> Raised {
        let function = self.function;
        for (index, name) in self.names.iter().enumerate().take(args.positional_count()).skip(self.positional_only) {
            if args.keywords().any(|(key, _)| is_text(key, name)) {
                let position = index + 1;
                return vm.type_error(format_args!(
                    "argument for {function}() given by name ('{name}') and position ({position})"
                ));
            }
        }
        for (key, _) in args.keywords() {
            if !self.names[self.positional_only..].iter().any(|name| is_text(key, name))
                && let Some(text) = key.downcast::<Str>()
            {
                let names = self.names[self.positional_only..].iter().copied();
                let nearest = text.as_ascii().and_then(|text| crate::types::exception::suggest::closest(text, names));
                return match nearest {
                    Some(name) => vm.type_error(format_args!(
                        "{function}() got an unexpected keyword argument '{text}'. Did you mean '{name}'?"
                    )),
                    None => vm.type_error(format_args!("{function}() got an unexpected keyword argument '{text}'")),
                };
            }
        }
        vm.type_error(format_args!("{function}() got an unexpected keyword argument"))
    }
}

fn is_text(key: &Value, name: &str) -> bool {
    key.downcast::<Str>().is_some_and(|text| text.eq_str(name))
}

/// Whether `given` arguments satisfy `min..=max`, [`MANY`] meaning any number.
#[inline(always)]
#[must_use]
pub fn count_fits(given: usize, min: u8, max: u8) -> bool {
    given >= min as usize && (given <= max as usize || max == MANY)
}
