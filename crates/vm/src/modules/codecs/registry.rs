//! The registry: search functions, what they found, and the error handlers that programs registered.
//!
//! The package `encodings` is imported when a name is looked up that is not native, or a function is registered.

use pitviper_object::{Obj, Value};

use crate::core::error::{Exc, PyResult, Raised};
use crate::core::vm::Vm;
use crate::types::bytes;
use crate::types::dict::Dict;
use crate::types::list::List;
use crate::types::str::{Str, StrBuilder};
use crate::types::tuple::Tuple;

/// What an interpreter knows of codecs.
#[derive(Clone)]
pub struct Registry {
    /// Functions to ask, in order.
    search: Obj<List>,
    /// Normalised name to what a function gave.
    found: Obj<Dict>,
    /// Error handlers that programs registered, by name.
    handlers: Obj<Dict>,
}

impl Registry {
    /// Every value it owns.
    pub(crate) fn visit(&self, visit: &mut dyn FnMut(&Value)) {
        visit(self.search.as_value());
        visit(self.found.as_value());
        visit(self.handlers.as_value());
    }
}

/// Which half of a codec.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Text to bytes.
    Encode,
    /// Bytes to text.
    Decode,
}

/// The registry without `encodings` being asked for.
fn bare(vm: &mut Vm) -> PyResult<Registry> {
    if let Some(registry) = &vm.codecs {
        return Ok(registry.clone());
    }
    let registry = Registry { search: vm.new_list()?, found: vm.new_dict()?, handlers: vm.new_dict()? };
    vm.codecs = Some(registry.clone());
    Ok(registry)
}

/// The registry, with the library's codecs in it.
fn filled(vm: &mut Vm) -> PyResult<Registry> {
    let first = vm.codecs.is_none();
    let registry = bare(vm)?;
    if first || registry.search.is_empty() {
        let name = vm.intern("encodings")?;
        if crate::import::existing(vm, &name)?.is_none_or(|module| module.is_none()) {
            crate::import::import_absolute(vm, &name)?;
        }
    }
    Ok(registry)
}

/// Adds a search function.
pub fn register(vm: &mut Vm, function: &Value) -> PyResult<()> {
    if !vm.is_callable(function) {
        return Err(vm.type_error(format_args!("argument must be callable")));
    }
    let registry = filled(vm)?;
    vm.list_push(&registry.search, function.clone())
}

/// Removes a search function.
pub fn unregister(vm: &mut Vm, function: &Value) -> PyResult<()> {
    let Some(registry) = vm.codecs.clone() else { return Ok(()) };
    let place = (0..registry.search.len()).find(|at| registry.search.get(*at).is_some_and(|own| own.is(function)));
    if let Some(place) = place {
        registry.found.clear();
        drop(registry.search.remove(place));
    }
    Ok(())
}

/// A name in lower case, its words joined by single underscores.
fn normalised(vm: &mut Vm, name: &Str) -> PyResult {
    let mut out = StrBuilder::new(vm);
    let mut gap = false;
    for ch in name.chars() {
        let Some(letter) = u8::try_from(ch).ok().filter(|ch| ch.is_ascii_alphanumeric() || *ch == b'.') else {
            gap = true;
            continue;
        };
        if std::mem::take(&mut gap) && !out.is_empty() {
            out.push_char(b'_'.into())?;
        }
        out.push_char(letter.to_ascii_lowercase().into())?;
    }
    let name = out.finish()?;
    vm.intern_value(name)
}

/// The entry of an encoding: a tuple of four.
///
/// # Errors
/// LookupError, or what the search functions raise.
pub fn lookup(vm: &mut Vm, name: &Str) -> PyResult {
    let registry = filled(vm)?;
    let key = normalised(vm, name)?;
    if let Some(entry) = registry.found.get_str(vm, &key) {
        return Ok(entry);
    }
    let mut at = 0;
    while let Some(function) = registry.search.get(at) {
        at += 1;
        let entry = vm.call(&function, std::slice::from_ref(&key))?;
        if entry.is_none() {
            continue;
        }
        if entry.downcast::<Tuple>().is_none_or(|entry| entry.len() != 4) {
            return Err(vm.type_error(format_args!("codec search functions must return 4-tuples")));
        }
        vm.dict_set_str(&registry.found, &key, entry.clone())?;
        return Ok(entry);
    }
    Err(vm.raise(Exc::LookupError, format_args!("unknown encoding: {name}")))
}

fn item(entry: &Value, place: usize) -> Value {
    entry.downcast::<Tuple>().and_then(|entry| entry.items().get(place).cloned()).unwrap_or_else(Value::none)
}

/// Runs one half of a codec and takes its result apart. An exception gets a note that says which codec failed.
fn run(vm: &mut Vm, entry: &Value, way: Way, object: &Value, name: &Str, errors: Option<&Value>) -> PyResult {
    let (function, doing) = match way {
        Way::Encode => (item(entry, 0), "encoding"),
        Way::Decode => (item(entry, 1), "decoding"),
    };
    let result = match errors {
        None => vm.call(&function, std::slice::from_ref(object)),
        Some(errors) => vm.call(&function, &[object.clone(), errors.clone()]),
    };
    let result = match result {
        Ok(result) => result,
        Err(raised) => return Err(noted(vm, raised, doing, name)),
    };
    if result.downcast::<Tuple>().is_none_or(|pair| pair.len() != 2) {
        return Err(match way {
            Way::Encode => vm.type_error(format_args!("encoder must return a tuple (object, integer)")),
            Way::Decode => vm.type_error(format_args!("decoder must return a tuple (object,integer)")),
        });
    }
    Ok(item(&result, 0))
}

#[cold]
fn noted(vm: &mut Vm, raised: Raised, doing: &str, name: &Str) -> Raised {
    let exception = vm.take_raised(raised);
    let note = vm.new_str_fmt(format_args!("{doing} with '{name}' codec failed"));
    let added = note.and_then(|note| vm.call_method(&exception, &vm.names().add_note, &[note]));
    if let Err(raised) = added {
        drop(vm.take_raised(raised));
    }
    vm.reraise(exception)
}

/// `codecs.encode` and `codecs.decode`.
///
/// # Errors
/// LookupError, or what the codec raises.
pub fn transform(vm: &mut Vm, way: Way, object: &Value, name: &Str, errors: Option<&Value>) -> PyResult {
    let entry = lookup(vm, name)?;
    run(vm, &entry, way, object, name, errors)
}

/// The entry of an encoding of text; others have `_is_text_encoding = False`.
///
/// # Errors
/// LookupError.
pub fn lookup_text(vm: &mut Vm, name: &Str, alternative: Option<&str>) -> PyResult {
    let entry = lookup(vm, name)?;
    if entry.exact::<Tuple>().is_none() {
        let mark = vm.intern("_is_text_encoding")?;
        if let Some(is_text) = vm.get_attr_opt(&entry, &mark)?
            && !vm.truth(&is_text)?
        {
            return Err(match alternative {
                Some(other) => vm.raise(
                    Exc::LookupError,
                    format_args!("'{name}' is not a text encoding; use {other} to handle arbitrary codecs"),
                ),
                None => vm.raise(Exc::LookupError, format_args!("'{name}' is not a text encoding")),
            });
        }
    }
    Ok(entry)
}

fn owned(errors: Option<&Str>) -> Option<Value> {
    errors.map(|errors| Obj::from_ref(errors).into_value())
}

/// `str.encode` by a registered codec.
///
/// # Errors
/// LookupError, TypeError when the result is not `bytes`, or what the codec raises.
pub fn encode_text(vm: &mut Vm, text: &Value, name: &Str, errors: Option<&Str>) -> PyResult {
    let entry = lookup_text(vm, name, Some("codecs.encode()"))?;
    let result = run(vm, &entry, Way::Encode, text, name, owned(errors).as_ref())?;
    if result.downcast::<bytes::Bytes>().is_some() {
        return Ok(result);
    }
    if result.kind() == crate::core::kinds::BYTEARRAY {
        return vm.new_bytes(bytes::borrow(&result).unwrap_or(&[]));
    }
    let kind = vm.type_name(&result);
    Err(vm.type_error(format_args!(
        "'{name}' encoder returned '{kind}' instead of 'bytes'; use codecs.encode() to encode to arbitrary types"
    )))
}

/// `bytes.decode` by a registered codec.
///
/// # Errors
/// LookupError, TypeError when the result is not `str`, or what the codec raises.
pub fn decode_text(vm: &mut Vm, source: &Value, name: &Str, errors: Option<&Str>) -> PyResult {
    let entry = lookup_text(vm, name, Some("codecs.decode()"))?;
    let result = run(vm, &entry, Way::Decode, source, name, owned(errors).as_ref())?;
    if result.downcast::<Str>().is_some() {
        return Ok(result);
    }
    let kind = vm.type_name(&result);
    Err(vm.type_error(format_args!(
        "'{name}' decoder returned '{kind}' instead of 'str'; use codecs.decode() to decode to arbitrary types"
    )))
}

/// Registers an error handler.
pub fn register_handler(vm: &mut Vm, name: &Value, handler: &Value) -> PyResult<()> {
    if !vm.is_callable(handler) {
        return Err(vm.type_error(format_args!("handler must be callable")));
    }
    let registry = bare(vm)?;
    vm.dict_set(&registry.handlers, name.clone(), handler.clone())
}

/// Removes an error handler; whether there was one.
pub fn unregister_handler(vm: &mut Vm, name: &Value) -> PyResult<bool> {
    let Some(registry) = vm.codecs.clone() else { return Ok(false) };
    Ok(vm.dict_remove(&registry.handlers, name)?.is_some())
}

/// The error handler of a name.
///
/// # Errors
/// LookupError.
pub fn handler(vm: &mut Vm, name: &Str) -> PyResult {
    let key = Obj::from_ref(name).into_value();
    let registry = bare(vm)?;
    if let Some(handler) = vm.dict_get(&registry.handlers, &key)? {
        return Ok(handler);
    }
    if let Some(function) = name.as_ascii().and_then(super::handlers::builtin) {
        let module = vm.intern("codecs")?;
        let handler = vm.new_native_function(function, Some(module))?;
        vm.dict_set(&registry.handlers, key, handler.clone())?;
        return Ok(handler);
    }
    Err(vm.raise(Exc::LookupError, format_args!("unknown error handler name '{name}'")))
}
