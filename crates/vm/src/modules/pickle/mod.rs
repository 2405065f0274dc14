//! `_pickle`: objects to bytes and back, in the format of `pickle`.
//!
//! A [`pickler::Pickler`] keeps what lives as long as it does, its memo above all; what one `dump` needs is a
//! [`save::Session`] on the native stack. Reading has the same two halves, [`unpickler::Unpickler`] and [`load::Loader`],
//! whose stacks are lists in the heap: only writing recurses, and asks for room on the native stack each time.

pub mod buffer;
mod find;
mod input;
mod load;
mod load_numbers;
mod load_objects;
mod load_parts;
mod memo;
mod opcode;
mod output;
mod pickler;
mod save;
mod save_global;
mod save_parts;
mod save_reduce;
mod save_text;
mod unpickler;

use std::fmt;

use pitviper_object::{Obj, Value};

use crate::core::args::Params;
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::kinds;
use crate::core::module::ModuleSpec;
use crate::core::native::{Args, Method, TypeSpec};
use crate::core::vm::Vm;
use crate::modules::builtins::put;
use crate::types::dict::Dict;
use crate::types::exception::set_context;
use crate::types::str::Str;
use crate::types::tuple::Tuple;

/// Kinds of the types here.
pub(crate) mod kind {
    use crate::core::kinds::MODULE_KINDS as FIRST;

    pub const PICKLER: u8 = FIRST + 61;
    pub const UNPICKLER: u8 = FIRST + 62;
    pub const PICKLER_MEMO: u8 = FIRST + 63;
    pub const UNPICKLER_MEMO: u8 = FIRST + 64;
    pub const PICKLE_BUFFER: u8 = FIRST + 65;
}

/// The types.
pub static SPECS: &[&TypeSpec] =
    &[&pickler::PICKLER, &unpickler::UNPICKLER, &memo::PICKLER_MEMO, &memo::UNPICKLER_MEMO, &buffer::PICKLE_BUFFER];

/// The newest form, and the one that is written when none is asked for.
const HIGHEST: u8 = 5;

/// How many items an instruction adds at most.
const BATCH: usize = 1000;

/// One of the module's exception classes.
fn error_class(vm: &mut Vm, name: &str) -> PyResult {
    vm.module_class("_pickle", name, |vm| {
        let base = match name {
            "PickleError" => vm.exc_type(Exc::Exception).to_value(),
            _ => error_class(vm, "PickleError")?,
        };
        let bases = vm.new_tuple_from([base])?;
        let body = vm.new_dict()?;
        let module = vm.intern("_pickle")?;
        vm.dict_set_str(&body, &vm.names().__module__, module)?;
        let name = vm.intern(name)?;
        let metaclass = vm.type_of_kind(kinds::TYPE).to_value();
        vm.call(&metaclass, &[name, bases, body.into_value()])
    })
}

#[cold]
fn raise(vm: &mut Vm, class: &str, message: fmt::Arguments<'_>) -> Raised {
    let made = error_class(vm, class).and_then(|class| {
        let message = vm.new_str_fmt(message)?;
        vm.call(&class, &[message])
    });
    match made {
        Ok(exception) => vm.raise_value(exception),
        Err(raised) => raised,
    }
}

/// `PicklingError`.
#[cold]
fn pickling_error(vm: &mut Vm, message: fmt::Arguments<'_>) -> Raised {
    raise(vm, "PicklingError", message)
}

/// `PicklingError` that another exception led to.
#[cold]
fn pickling_error_from(vm: &mut Vm, context: Value, message: fmt::Arguments<'_>) -> Raised {
    let raised = pickling_error(vm, message);
    let exception = vm.take_raised(raised);
    set_context(&exception, Some(context));
    vm.reraise(exception)
}

/// `UnpicklingError`.
#[cold]
fn unpickling_error(vm: &mut Vm, message: fmt::Arguments<'_>) -> Raised {
    raise(vm, "UnpicklingError", message)
}

/// A name for messages: with its module unless that is `builtins` or `__main__`.
struct Named(Value);

impl Named {
    /// The type of an object.
    fn of(vm: &mut Vm, object: &Value) -> PyResult<Named> {
        let class = vm.type_of(object);
        Ok(Named(vm.full_type_name(class)?))
    }

    /// The repr of an object.
    fn repr(vm: &mut Vm, object: &Value) -> PyResult<Named> {
        Ok(Named(vm.repr(object)?))
    }
}

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.downcast::<Str>() {
            Some(text) => fmt::Display::fmt(text, f),
            None => Ok(()),
        }
    }
}

/// What of an object an error came from.
#[derive(Clone, Copy)]
enum Place<'a> {
    Index(usize),
    Key(&'a Value),
    Part(&'static str),
}

/// Notes on the exception that waits what was being written: "when serializing list item 0".
#[cold]
fn note(vm: &mut Vm, raised: Raised, object: &Value, place: Place<'_>) -> Raised {
    if vm.is_stopping() {
        return raised;
    }
    let exception = vm.take_raised(raised);
    match add_note(vm, &exception, object, place) {
        Ok(_) => vm.reraise(exception),
        Err(raised) => {
            drop(vm.take_raised(raised));
            vm.reraise(exception)
        }
    }
}

fn add_note(vm: &mut Vm, exception: &Value, object: &Value, place: Place<'_>) -> PyResult {
    let kind = Named::of(vm, object)?;
    let text = match place {
        Place::Index(index) => vm.new_str_fmt(format_args!("when serializing {kind} item {index}"))?,
        Place::Part(part) => vm.new_str_fmt(format_args!("when serializing {kind} {part}"))?,
        Place::Key(key) => {
            let key = Named::repr(vm, key)?;
            vm.new_str_fmt(format_args!("when serializing {kind} item {key}"))?
        }
    };
    vm.call_method(exception, &vm.names().add_note.clone(), &[text])
}

/// Gives an error on with a note.
trait Noted<T> {
    fn noted(self, vm: &mut Vm, object: &Value, place: Place<'_>) -> PyResult<T>;
}

impl<T> Noted<T> for PyResult<T> {
    fn noted(self, vm: &mut Vm, object: &Value, place: Place<'_>) -> PyResult<T> {
        self.map_err(|raised| note(vm, raised, object, place))
    }
}

/// Something of a module of the library that the format refers to.
fn library(vm: &mut Vm, module: &str, name: &str) -> PyResult {
    let module = vm.intern(module)?;
    let module = crate::import::import_absolute(vm, &module)?;
    let name = vm.intern(name)?;
    vm.get_attr(&module, &name)
}

/// `table.get(key)` of a dict of the library's.
fn look_up(vm: &mut Vm, module: &str, name: &str, key: &Value) -> PyResult<Option<Value>> {
    let table = library(vm, module, name)?;
    match table.downcast::<Dict>() {
        Some(dict) => vm.dict_get(dict, key),
        None => Ok(None),
    }
}

/// Calls with `first`, the arguments `args` and the keyword arguments `keywords`.
fn call_with(vm: &mut Vm, callable: &Value, first: &[Value], args: &[Value], keywords: Option<&Dict>) -> PyResult {
    let (values, names) = (vm.new_list_of(first)?, vm.new_list()?);
    for value in args {
        vm.list_push(&values, value.clone())?;
    }
    if let Some(keywords) = keywords {
        let mut position = 0;
        while let Some((name, value)) = keywords.next_entry(&mut position) {
            if name.downcast::<Str>().is_none() {
                return Err(vm.type_error(format_args!("keywords must be strings")));
            }
            vm.list_push(&names, name)?;
            vm.list_push(&values, value)?;
        }
    }
    // SAFETY: nobody else has the lists.
    let (values, names) = unsafe { (values.items_unchecked(), vm.new_tuple_obj(names.items_unchecked())?) };
    let names: Option<&Tuple> = if names.is_empty() { None } else { Some(&names) };
    vm.call_args(callable, Args { values, names })
}

fn dump(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let parameters = Params::new("dump", ["obj", "file", "protocol", "fix_imports", "buffer_callback"]);
    let [object, file, protocol, fix_imports, callback] = parameters.required(2).keyword_only(2).bind(vm, args)?;
    let (Some(object), Some(file)) = (object, file) else { return Ok(Value::none()) };
    let pickler = pickler::create(vm)?;
    pickler.set_up(vm, pickler::Options { protocol, fix_imports, callback })?;
    pickler.set_file(vm, file)?;
    save::dump(vm, &pickler, object)?;
    Ok(Value::none())
}

fn dumps(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let parameters = Params::new("dumps", ["obj", "protocol", "fix_imports", "buffer_callback"]);
    let [object, protocol, fix_imports, callback] = parameters.required(1).keyword_only(2).bind(vm, args)?;
    let Some(object) = object else { return Ok(Value::none()) };
    let pickler = pickler::create(vm)?;
    pickler.set_up(vm, pickler::Options { protocol, fix_imports, callback })?;
    save::dump(vm, &pickler, object)?.finish()
}

fn load_file(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let parameters = Params::new("load", ["file", "fix_imports", "encoding", "errors", "buffers"]);
    let [file, fix_imports, encoding, errors, buffers] = parameters.required(1).keyword_only(4).bind(vm, args)?;
    let Some(file) = file else { return Ok(Value::none()) };
    let unpickler = unpickler::create(vm)?;
    unpickler.set_file(vm, file)?;
    unpickler.set_up(vm, unpickler::Options { function: "load", fix_imports, encoding, errors, buffers })?;
    load::load(vm, &unpickler)
}

fn loads(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let parameters = Params::new("loads", ["", "fix_imports", "encoding", "errors", "buffers"]);
    let [data, fix_imports, encoding, errors, buffers] =
        parameters.required(1).positional_only(1).keyword_only(4).bind(vm, args)?;
    let Some(data) = data else { return Ok(Value::none()) };
    let unpickler: Obj<unpickler::Unpickler> = unpickler::create(vm)?;
    unpickler.set_bytes(vm, data)?;
    unpickler.set_up(vm, unpickler::Options { function: "loads", fix_imports, encoding, errors, buffers })?;
    load::load(vm, &unpickler)
}

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "_pickle",
    doc: "Optimized C implementation for the Python pickle module.",
    functions: &[
        Method::keywords("dump", dump).doc("dump($module, /, obj, file, protocol=None, *, fix_imports=True,\n     buffer_callback=None)\n--\n\nWrite a pickled representation of obj to the open file object file."),
        Method::keywords("dumps", dumps).doc("dumps($module, /, obj, protocol=None, *, fix_imports=True,\n      buffer_callback=None)\n--\n\nReturn the pickled representation of the object as a bytes object."),
        Method::keywords("load", load_file).doc("load($module, /, file, *, fix_imports=True, encoding='ASCII',\n     errors='strict', buffers=())\n--\n\nRead and return an object from the pickle data stored in a file."),
        Method::keywords("loads", loads).doc("loads($module, data, /, *, fix_imports=True, encoding='ASCII',\n      errors='strict', buffers=())\n--\n\nRead and return an object from the given pickle data."),
    ],
    types: &[],
    init: Some(|vm, module| {
        for (name, kind) in
            [("Pickler", kind::PICKLER), ("Unpickler", kind::UNPICKLER), ("PickleBuffer", kind::PICKLE_BUFFER)]
        {
            let class = vm.type_of_kind(kind).to_value();
            put(vm, &module.dict, name, class)?;
        }
        for name in ["PickleError", "PicklingError", "UnpicklingError"] {
            let class = error_class(vm, name)?;
            put(vm, &module.dict, name, class)?;
        }
        Ok(())
    }),
};
