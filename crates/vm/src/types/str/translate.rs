//! `maketrans` and `translate`.

use pitviper_object::Value;
use pitviper_text::translate::AsciiMemo;

use super::arguments::{text_argument, this};
use super::{Str, StrBuilder};
use crate::core::error::{Exc, PyResult};
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::int;

pub(super) fn make_trans(vm: &mut Vm, args: Args<'_>) -> PyResult {
    match args.values {
        [table] => from_dict(vm, table),
        [from, to, rest @ ..] => from_strings(vm, from, to, rest.first()),
        [] => Ok(Value::none()),
    }
}

/// Keys become code points; values stay as they are.
fn from_dict(vm: &mut Vm, table: &Value) -> PyResult {
    let Some(source) = table.downcast::<Dict>() else {
        return Err(vm.type_error(format_args!("if you give only one argument to maketrans it must be a dict")));
    };
    let result = vm.new_dict()?;
    let mut position = 0;
    while let Some((key, value)) = source.next_entry(&mut position) {
        vm.work_at(position as usize)?;
        let key = if let Some(text) = key.downcast::<Str>() {
            match (text.len(), text.chars().first()) {
                (1, Some(ch)) => Value::small(i64::from(ch)),
                _ => {
                    let message = format_args!("string keys in translatetable must be of length 1");
                    return Err(vm.value_error(message));
                }
            }
        } else if int::is_int(&key) {
            key
        } else {
            return Err(vm.type_error(format_args!("keys in translate table mustbe strings or integers")));
        };
        vm.dict_set(&result, key, value)?;
    }
    Ok(result.into_value())
}

fn from_strings(vm: &mut Vm, from: &Value, to: &Value, deleted: Option<&Value>) -> PyResult {
    let to = text_argument(vm, "maketrans", 2, to)?;
    let deleted = match deleted {
        Some(deleted) => Some(text_argument(vm, "maketrans", 3, deleted)?),
        None => None,
    };
    let Some(from) = from.downcast::<Str>() else {
        let message = format_args!("first maketrans argument must be a string if there is a second argument");
        return Err(vm.type_error(message));
    };
    if from.len() != to.len() {
        let message = format_args!("the first two maketrans arguments must have equal length");
        return Err(vm.value_error(message));
    }
    let result = vm.new_dict()?;
    for (at, (from, to)) in from.chars().iter().zip(to.chars().iter()).enumerate() {
        vm.work_at(at)?;
        vm.dict_set(&result, Value::small(i64::from(from)), Value::small(i64::from(to)))?;
    }
    if let Some(deleted) = deleted {
        for (at, ch) in deleted.chars().iter().enumerate() {
            vm.work_at(at)?;
            vm.dict_set(&result, Value::small(i64::from(ch)), Value::none())?;
        }
    }
    Ok(result.into_value())
}

/// What a table says about a character; `None` when it says nothing.
fn look_up(vm: &mut Vm, table: &Value, ch: u32) -> PyResult<Option<Value>> {
    let key = Value::small(i64::from(ch));
    if let Some(dict) = table.exact::<Dict>() {
        return vm.dict_get(dict, &key);
    }
    match vm.get_item(table, &key) {
        Ok(value) => Ok(Some(value)),
        Err(raised) if vm.raised_is(&raised, Exc::LookupError) => {
            drop(vm.take_raised(raised));
            Ok(None)
        }
        Err(raised) => Err(raised),
    }
}

pub(super) fn translate(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (text, table) = (this(&args.values[0]), &args.values[1]);
    let mut memo = AsciiMemo::default();
    let mut out = StrBuilder::new(vm);
    let mut at = 0;
    loop {
        let next = memo.run(text.chars(), at, &mut out)?;
        vm.work(((next - at) / 16) as u32)?;
        at = next;
        let Some(ch) = text.chars().get(at) else { break };
        vm.work_at(at)?;
        at += 1;
        let Some(mapped) = look_up(vm, table, ch)? else {
            memo.learn_char(ch, ch);
            out.push_char(ch)?;
            continue;
        };
        if mapped.is_none() {
            memo.learn_deleted(ch);
        } else if let Some(part) = mapped.downcast::<Str>() {
            if let (1, Some(to)) = (part.len(), part.chars().first()) {
                memo.learn_char(ch, to);
            }
            out.push_str(part)?;
        } else if int::is_int(&mapped) {
            match int::to_i64(&mapped).and_then(|to| u32::try_from(to).ok()).filter(|to| *to < 0x11_0000) {
                Some(to) => {
                    memo.learn_char(ch, to);
                    out.push_char(to)?;
                }
                None => {
                    let message = format_args!("character mapping must be in range(0x110000)");
                    return Err(vm.value_error(message));
                }
            }
        } else {
            let message = format_args!("character mapping must return integer, None or str");
            return Err(vm.type_error(message));
        }
    }
    out.finish()
}
