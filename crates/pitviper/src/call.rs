//! Calls of host functions: whose argument is which.
#![expect(clippy::disallowed_types, reason = "names and messages of the host")]

use pitviper_vm::Value;
use pitviper_vm::core::native::Args;
use pitviper_vm::types::str::Str;

use crate::context::{Context, Object};
use crate::convert::FromPython;
use crate::error::{Conversion, Error};

/// What Python calls a function, and the names of its arguments where they may be given by name. A name with a star takes
/// the rest of the positional arguments, one with two the rest of the named.
#[derive(Clone, Debug, Default)]
pub(crate) struct Signature {
    pub(crate) name: String,
    pub(crate) parameters: &'static [&'static str],
    pub(crate) doc: Option<String>,
}

/// A call of a host function: its arguments, taken one after the other.
pub struct Call<'a> {
    signature: &'a Signature,
    args: Args<'a>,
    /// Whether the first value is the object whose method is called.
    method: bool,
    /// The next parameter, the object not counted.
    parameter: usize,
    /// The next positional argument, the object counted.
    next: usize,
    /// Positional arguments that somebody takes are over.
    all: bool,
    /// Keyword arguments taken.
    named: usize,
}

impl<'a> Call<'a> {
    pub(crate) fn new(signature: &'a Signature, args: Args<'a>, method: bool) -> Call<'a> {
        Call { signature, args, method, parameter: 0, next: 0, all: false, named: 0 }
    }

    /// What Python calls the function.
    pub(crate) fn name(&self) -> &'a str {
        &self.signature.name
    }

    /// The object whose method is called.
    pub(crate) fn receiver<'py>(&mut self) -> Result<Object<'py>, Error> {
        let name = self.name();
        let receiver = self.args.positional().first().cloned();
        self.next = 1;
        receiver.map(Object::new).ok_or_else(|| Error::conversion(format!("{name}() needs an object")))
    }

    /// The value of the next parameter.
    fn take(&mut self) -> Result<Option<Value>, Error> {
        let parameter = self.signature.parameters.get(self.parameter);
        self.parameter += 1;
        let given = self.args.positional().get(self.next).filter(|_| !self.all);
        if !self.all {
            self.next += 1;
        }
        let named = parameter.and_then(|parameter| {
            let mut keywords = self.args.keywords();
            keywords.find(|(name, _)| name.downcast::<Str>().is_some_and(|name| name.eq_str(parameter)))
        });
        match (given, named) {
            (Some(value), None) => Ok(Some(value.clone())),
            (None, Some((_, value))) => {
                self.named += 1;
                Ok(Some(value.clone()))
            }
            (None, None) => Ok(None),
            (Some(_), Some(_)) => {
                let (name, parameter) = (self.name(), parameter.copied().unwrap_or_default());
                Err(Error::conversion(format!("{name}() got multiple values for argument '{parameter}'")))
            }
        }
    }

    /// The next argument.
    pub(crate) fn argument<T: FromPython>(&mut self, python: &mut Context<'_>) -> Result<T, Error> {
        match self.take()? {
            Some(value) => {
                python.extract(&Object::new(value)).map_err(|error| self.at(&self.parameter.to_string(), error))
            }
            None => T::missing().ok_or_else(|| self.missing()),
        }
    }

    /// The positional arguments that are left.
    pub(crate) fn rest<T: FromPython>(&mut self, python: &mut Context<'_>) -> Result<Vec<T>, Error> {
        let values = self.args.positional();
        let values = values.get(self.next..).unwrap_or_default();
        let first = self.next + usize::from(!self.method);
        self.parameter += 1;
        self.next = self.args.positional_count();
        self.all = true;
        python.together(|python| {
            python.reserve(values.len().saturating_mul(size_of::<T>().max(1)))?;
            let mut rest = Vec::with_capacity(values.len());
            for (index, value) in values.iter().enumerate() {
                let item = python.extract(&Object::new(value.clone()));
                rest.push(item.map_err(|error| self.at(&(first + index).to_string(), error))?);
            }
            Ok(rest)
        })
    }

    /// The keyword arguments that no parameter has the name of.
    pub(crate) fn others<T: FromPython>(&mut self, python: &mut Context<'_>) -> Result<Vec<(String, T)>, Error> {
        self.parameter += 1;
        let count = self.args.keyword_count().saturating_sub(self.named);
        python.together(|python| {
            python.reserve(count.saturating_mul(size_of::<(String, T)>()))?;
            let mut others = Vec::with_capacity(count);
            for (name, value) in self.args.keywords() {
                if self.knows(name) {
                    continue;
                }
                let name: String = python.extract(&Object::new(name.clone()))?;
                let value = python.extract(&Object::new(value.clone()));
                let value = value.map_err(|error| self.at(&format!("'{name}'"), error))?;
                others.push((name, value));
                self.named += 1;
            }
            Ok(others)
        })
    }

    /// Whether a parameter has this name.
    fn knows(&self, name: &Value) -> bool {
        let mut parameters = self.signature.parameters.iter().filter(|parameter| !parameter.starts_with('*'));
        name.downcast::<Str>().is_some_and(|name| parameters.any(|parameter| name.eq_str(parameter)))
    }

    /// An error that says which argument it is about.
    fn at(&self, argument: &str, error: Error) -> Error {
        match error {
            Error::Conversion(Conversion { class, message }) => {
                let message = format!("{}() argument {argument}: {message}", self.name());
                Error::Conversion(Conversion { class, message: message.into() })
            }
            error => error,
        }
    }

    /// The argument that was to be taken last is not there.
    #[cold]
    fn missing(&self) -> Error {
        let (name, position) = (self.name(), self.parameter);
        Error::conversion(match self.signature.parameters.get(position - 1) {
            Some(parameter) if self.all => format!("{name}() missing required keyword-only argument '{parameter}'"),
            Some(parameter) => format!("{name}() missing required argument '{parameter}' (pos {position})"),
            None => format!("{name}() missing required argument {position}"),
        })
    }

    /// Fails when there are arguments that nobody took.
    pub(crate) fn end(&self) -> Result<(), Error> {
        let name = self.name();
        let own = usize::from(self.method);
        let given = self.args.positional_count();
        if given > self.next {
            let (takes, given) = (self.next - own, given - own);
            let verb = if given == 1 { "was" } else { "were" };
            let plural = if takes == 1 { "" } else { "s" };
            return Err(Error::conversion(format!(
                "{name}() takes {takes} positional argument{plural} but {given} {verb} given"
            )));
        }
        if self.args.keyword_count() > self.named {
            let unknown = self.args.keywords().map(|(keyword, _)| keyword).find(|keyword| !self.knows(keyword));
            return Err(Error::conversion(match unknown.and_then(Value::downcast::<Str>) {
                Some(keyword) if !self.signature.parameters.is_empty() => {
                    format!("{name}() got an unexpected keyword argument '{keyword}'")
                }
                _ => format!("{name}() takes no keyword arguments"),
            }));
        }
        Ok(())
    }
}
