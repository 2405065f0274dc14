//! The line that says which exception it is, and its notes.

use pitviper_object::{Obj, Value};

use super::hints::push_hints;
use super::print::{Printer, Style};
use super::syntax::print_syntax_error;
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::types::list::List;
use crate::types::str::{Str, StrBuilder};
use crate::types::tuple::Tuple;

/// A string, whatever `read` does.
fn safely(vm: &mut Vm, failed: &str, read: impl FnOnce(&mut Vm) -> PyResult) -> Option<Value> {
    match read(vm) {
        Ok(text) => Some(text),
        Err(raised) => {
            drop(vm.take_raised(raised));
            match vm.new_str(failed) {
                Ok(text) => Some(text),
                Err(raised) => {
                    drop(vm.take_raised(raised));
                    None
                }
            }
        }
    }
}

fn print_str(vm: &mut Vm, text: &Value, printer: &mut Printer<'_>) {
    if let Some(text) = text.downcast::<Str>() {
        printer.chars(vm, text.chars());
    }
}

/// The class as messages name it: with its module, unless that is `__main__` or `builtins`.
pub fn print_class(vm: &mut Vm, exception: &Value, printer: &mut Printer<'_>) {
    printer.start(vm, Style::Class);
    let class = vm.type_of(exception);
    let value = class.to_value();
    let names = vm.names();
    match vm.get_attr(&value, &names.__module__) {
        Ok(module) => match module.downcast::<Str>() {
            Some(module) if module.eq_str("__main__") || module.eq_str("builtins") => {}
            Some(module) => {
                printer.chars(vm, module.chars());
                printer.text(vm, ".");
            }
            None => printer.text(vm, "<unknown>."),
        },
        Err(raised) => drop(vm.take_raised(raised)),
    }
    match class.qualname.get() {
        Some(name) => print_str(vm, &name, printer),
        None => printer.chars(vm, class.name().chars()),
    }
    printer.stop(vm);
}

/// "Class: message", and nothing else.
pub fn print_summary(vm: &mut Vm, exception: &Value, printer: &mut Printer<'_>) {
    let message = safely(vm, "<exception str() failed>", |vm| vm.str(exception));
    print_class(vm, exception, printer);
    printer.text(vm, ": ");
    if let Some(message) = message {
        print_str(vm, &message, printer);
    }
    printer.text(vm, "\n");
}

/// "Class: message" and the notes; for a SyntaxError the place before.
pub fn print_last_line(vm: &mut Vm, exception: &Value, printer: &mut Printer<'_>) {
    if vm.is_instance_of_exc(exception, Exc::SyntaxError) {
        print_syntax_error(vm, exception, printer);
    } else {
        let message = safely(vm, "<exception str() failed>", |vm| vm.str(exception));
        let hints = safely(vm, "", |vm| {
            let mut builder = StrBuilder::new(vm);
            push_hints(vm, exception, &mut builder)?;
            builder.finish()
        });
        print_class(vm, exception, printer);
        let mut first = true;
        for part in [message, hints].into_iter().flatten() {
            if part.downcast::<Str>().is_some_and(|text| !text.is_empty()) {
                if std::mem::take(&mut first) {
                    printer.text(vm, ": ");
                    printer.start(vm, Style::Fact);
                }
                print_str(vm, &part, printer);
            }
        }
        if !first {
            printer.stop(vm);
        }
        printer.text(vm, "\n");
    }
    print_notes(vm, exception, printer);
}

fn print_notes(vm: &mut Vm, exception: &Value, printer: &mut Printer<'_>) {
    let notes = match vm.get_attr_opt(exception, &vm.names().__notes__) {
        Ok(None) => return,
        Ok(Some(notes)) => notes,
        Err(raised) => {
            let error = vm.take_raised(raised);
            printer.text(vm, "Ignored error getting __notes__: ");
            if let Some(text) = safely(vm, "<__notes__ repr() failed>", |vm| vm.repr(&error)) {
                print_str(vm, &text, printer);
            }
            return printer.text(vm, "\n");
        }
    };
    if notes.is_none() {
        return;
    }
    if !matches!(notes.kind(), kinds::LIST | kinds::TUPLE) {
        if let Some(text) = safely(vm, "<__notes__ repr() failed>", |vm| vm.repr(&notes)) {
            print_str(vm, &text, printer);
        }
        return printer.text(vm, "\n");
    }
    let list = Obj::<List>::try_from_value(notes.clone()).ok();
    let item = |index: usize| match &list {
        Some(list) => list.get(index),
        None => notes.downcast::<Tuple>().and_then(|notes| notes.items().get(index).cloned()),
    };
    let mut index = 0;
    while let Some(note) = item(index) {
        index += 1;
        if let Some(text) = safely(vm, "<note str() failed>", |vm| vm.str(&note)) {
            print_str(vm, &text, printer);
        }
        printer.text(vm, "\n");
    }
}
