//! "Did you mean: 'x'?": names near the one that was not found.

use pitviper_object::{Obj, Value};

use super::Traceback;
use super::buffer::Buffer;
use crate::core::error::{Exc, PyResult};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::exception::suggest::Search;
use crate::types::exception::{fields, traceback_of};
use crate::types::frame::{FrameObject, locals};
use crate::types::list::List;
use crate::types::str::{Str, StrBuilder};

/// Appends what a NameError, AttributeError or ImportError suggests.
///
/// # Errors
/// `MemoryError`.
pub fn push_hints(vm: &mut Vm, exception: &Value, out: &mut StrBuilder) -> PyResult<()> {
    let (is_import, is_attribute) =
        (vm.is_instance_of_exc(exception, Exc::ImportError), vm.is_instance_of_exc(exception, Exc::AttributeError));
    let is_name = vm.is_instance_of_exc(exception, Exc::NameError);
    if !is_import && !is_attribute && !is_name {
        return Ok(());
    }
    let field = if is_import { fields::IMPORT_NAME_FROM } else { fields::NAME };
    let Some(wrong) = fields::get(vm, exception, field) else { return Ok(()) };
    let Some(text) = wrong.downcast::<Str>() else { return Ok(()) };
    let found = if is_import {
        near_import(vm, exception, text)
    } else if is_attribute {
        near_attribute(vm, exception, text)
    } else {
        near_name(vm, exception, &wrong)
    };
    let suggestion = match found {
        Ok(suggestion) => suggestion,
        Err(raised) => {
            drop(vm.take_raised(raised));
            None
        }
    };
    if let Some(suggestion) = suggestion.as_ref().and_then(Value::downcast::<Str>) {
        out.push_text(". Did you mean: '")?;
        out.push_str(suggestion)?;
        out.push_text("'?")?;
    }
    if is_name && is_library_module(vm, &wrong)? {
        out.push_text(if suggestion.is_some() { " Or did" } else { ". Did" })?;
        out.push_text(" you forget to import '")?;
        out.push_str(text)?;
        out.push_text("'?")?;
    }
    Ok(())
}

fn is_library_module(vm: &mut Vm, name: &Value) -> PyResult<bool> {
    let key = vm.intern("stdlib_module_names")?;
    match vm.sys.as_ref().and_then(|sys| sys.get_str(vm, &key)) {
        Some(names) => vm.contains(&names, name),
        None => Ok(false),
    }
}

/// Names under consideration.
struct Candidates<'n> {
    search: Search<'n>,
    best: Option<Value>,
    text: Buffer,
}

impl<'n> Candidates<'n> {
    fn new(vm: &mut Vm, wrong: &'n Buffer) -> Candidates<'n> {
        Candidates { search: Search::new(wrong.as_str()), best: None, text: Buffer::new(vm) }
    }

    fn offer(&mut self, name: &Value) -> PyResult<()> {
        let Some(text) = name.downcast::<Str>() else { return Ok(()) };
        let nearer = match text.as_ascii() {
            Some(text) => self.search.offer(text),
            None => {
                self.text.clear();
                self.text.push_chars(text.chars())?;
                self.search.offer(self.text.as_str())
            }
        };
        if nearer {
            self.best = Some(name.clone());
        }
        Ok(())
    }

    fn finish(self) -> Option<Value> {
        if self.search.overflowed() { None } else { self.best }
    }
}

fn is_private(name: &Str) -> bool {
    name.chars().get(0) == Some(u32::from(b'_'))
}

/// `dir(object)`, as the object itself tells it: the strings, sorted.
fn dir_of(vm: &mut Vm, object: &Value) -> PyResult<Obj<List>> {
    let dir = vm.intern("__dir__")?;
    let names = match vm.call_method(object, &dir, &[]) {
        Err(raised) if vm.raised_is(&raised, Exc::TypeError) => {
            drop(vm.take_raised(raised));
            let method = vm.lookup_special(object, &dir).unwrap_or_else(Value::none);
            vm.call_bound(&method, object, &[])?
        }
        result => result?,
    };
    let strings = vm.new_list()?;
    let all = vm.list_from(&names)?;
    let mut index = 0;
    while let Some(name) = all.get(index) {
        index += 1;
        if name.downcast::<Str>().is_some() {
            vm.list_push(&strings, name)?;
        }
    }
    let sort = vm.intern("sort")?;
    vm.call_method(strings.as_value(), &sort, &[])?;
    Ok(strings)
}

/// The nearest of `names`, private ones only when `private`.
fn nearest(vm: &mut Vm, wrong: &Str, names: &List, private: bool) -> PyResult<Option<Value>> {
    let mut text = Buffer::new(vm);
    text.push_chars(wrong.chars())?;
    let mut candidates = Candidates::new(vm, &text);
    let mut index = 0;
    while let Some(name) = names.get(index) {
        index += 1;
        if private || !name.downcast::<Str>().is_some_and(is_private) {
            candidates.offer(&name)?;
        }
    }
    Ok(candidates.finish())
}

/// The frame in which the exception was raised.
fn innermost_frame(exception: &Value) -> Option<Obj<FrameObject>> {
    let mut entry = Obj::<Traceback>::try_from_value(traceback_of(exception)?).ok()?;
    while let Some(next) = entry.next.get_obj::<Traceback>() {
        entry = next;
    }
    entry.frame()
}

/// A name in a frame's `f_locals`.
fn local(vm: &mut Vm, frame: &FrameObject, name: &str) -> PyResult<Option<Value>> {
    let name = vm.intern(name)?;
    if frame.code().has(pitviper_compiler::code::flags::OPTIMIZED) {
        return Ok(name.downcast::<Str>().and_then(|name| locals::get(frame, name)));
    }
    match locals::namespace(frame).and_then(|space| Obj::<Dict>::try_from_value(space).ok()) {
        Some(space) => vm.dict_get(&space, &name),
        None => Ok(None),
    }
}

fn near_attribute(vm: &mut Vm, exception: &Value, wrong: &Str) -> PyResult<Option<Value>> {
    let object = fields::get(vm, exception, fields::OBJ).unwrap_or_else(Value::none);
    let names = dir_of(vm, &object)?;
    let mut private = is_private(wrong);
    if !private && let Some(frame) = innermost_frame(exception) {
        // Inside the object's own methods its private attributes are suggested too.
        private = local(vm, &frame, "self")?.is_some_and(|own| own.is(&object));
    }
    nearest(vm, wrong, &names, private)
}

fn near_import(vm: &mut Vm, exception: &Value, wrong: &Str) -> PyResult<Option<Value>> {
    let Some(module) = fields::get(vm, exception, fields::IMPORT_NAME) else { return Ok(None) };
    let builtins = vm.builtins.clone();
    let Some(import) = builtins.and_then(|builtins| builtins.get_str(vm, &vm.names().__import__)) else {
        return Ok(None);
    };
    let module = vm.call(&import, &[module])?;
    let names = dir_of(vm, &module)?;
    nearest(vm, wrong, &names, is_private(wrong))
}

fn near_name(vm: &mut Vm, exception: &Value, wrong: &Value) -> PyResult<Option<Value>> {
    let Some(frame) = innermost_frame(exception) else { return Ok(None) };
    let Some(wrong_text) = wrong.downcast::<Str>() else { return Ok(None) };
    if let Some(own) = local(vm, &frame, "self")? {
        let has = match vm.get_attr_opt(&own, wrong) {
            Ok(found) => found.is_some(),
            Err(raised) => {
                drop(vm.take_raised(raised));
                false
            }
        };
        if has {
            return vm.new_str_fmt(format_args!("self.{wrong_text}")).map(Some);
        }
    }
    let mut text = Buffer::new(vm);
    text.push_chars(wrong_text.chars())?;
    let mut candidates = Candidates::new(vm, &text);
    if frame.code().has(pitviper_compiler::code::flags::OPTIMIZED) {
        locals::for_each(vm, &frame, |_, name, _| candidates.offer(&name))?;
    } else if let Some(space) = locals::namespace(&frame) {
        offer_keys(&space, &mut candidates)?;
    }
    if let Some(globals) = frame.globals() {
        offer_keys(globals.as_value(), &mut candidates)?;
    }
    if let Some(builtins) = vm.builtins.clone() {
        offer_keys(builtins.as_value(), &mut candidates)?;
    }
    Ok(candidates.finish())
}

fn offer_keys(space: &Value, candidates: &mut Candidates<'_>) -> PyResult<()> {
    let Some(dict) = space.downcast::<Dict>() else { return Ok(()) };
    let mut position = 0;
    while let Some((name, _)) = dict.next_entry(&mut position) {
        candidates.offer(&name)?;
    }
    Ok(())
}
