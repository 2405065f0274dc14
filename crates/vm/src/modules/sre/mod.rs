//! `_sre`: the matcher behind `re`, whose parser and compiler are the library's own.
//!
//! `compile` checks the code list that `re._compiler` made and translates it once into a [`program`], which names
//! characters by class and knows at each fork what can come next. The [`matcher`] runs that over strings in their three
//! widths and over bytes, in place. Its stacks are heap blocks, so a pattern that tries without end meets the memory
//! limit or an interrupt, and nothing here recurses over what a program controls.

mod buffer;
mod chars;
mod classes;
mod collect;
mod first;
mod loops;
mod match_object;
mod matcher;
mod opcode;
mod output;
mod pattern;
mod place;
mod program;
mod repeats;
mod replace;
mod scanner;
mod search;
mod state;
mod subject;
mod template;
mod translate;
mod unit;

use pitviper_object::{Obj, Value};

use crate::core::error::{Exc, PyResult, Raised};
use crate::core::module::ModuleSpec;
use crate::core::native::{Args, Method, TypeSpec};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::int;
use crate::types::iterators::size_argument;
use crate::types::list::List;
use crate::types::tuple::Tuple;
use buffer::Buffer;
use pattern::Pattern;
use translate::{Fault, translate};

/// Kinds of this module's types.
mod kind {
    use crate::core::kinds::MODULE_KINDS as FIRST;

    pub const PATTERN: u8 = FIRST + 100;
    pub const MATCH: u8 = FIRST + 101;
    pub const SCANNER: u8 = FIRST + 102;
    pub const TEMPLATE: u8 = FIRST + 103;
}

/// The types.
pub static SPECS: &[&TypeSpec] = &[&pattern::PATTERN, &match_object::MATCH, &scanner::SCANNER, &template::TEMPLATE];

/// "compile() argument 'code' must be list, not int".
fn expected<T>(vm: &mut Vm, name: &str, kind: &str, value: &Value) -> PyResult<T> {
    let found = vm.argument_kind(value);
    Err(vm.type_error(format_args!("compile() argument '{name}' must be {kind}, not {found}")))
}

#[cold]
fn too_large(vm: &mut Vm) -> Raised {
    vm.raise(Exc::OverflowError, format_args!("regular expression code size limit exceeded"))
}

/// The words of a code list.
fn code_words(vm: &mut Vm, list: &List) -> PyResult<Buffer<u32>> {
    let mut words = Buffer::new();
    words.reserve(&mut vm.heap, list.len())?;
    let mut index = 0;
    while let Some(item) = list.get(index) {
        index += 1;
        if let Some(Ok(word)) = item.as_small().map(u32::try_from) {
            words.push(&mut vm.heap, word)?;
            continue;
        }
        let word = match int::to_i64(&item) {
            Some(word) => word,
            None if int::is_int(&item) && !int::is_negative(&item) => {
                if item.downcast::<int::Int>().is_some_and(|int| int.limbs().len() == 1) {
                    return Err(too_large(vm));
                }
                let message = format_args!("Python int too large to convert to C unsigned long");
                return Err(vm.raise(Exc::OverflowError, message));
            }
            None if int::is_int(&item) => -1,
            None => return Err(vm.type_error(format_args!("an integer is required"))),
        };
        if word < 0 {
            return Err(vm.raise(Exc::OverflowError, format_args!("can't convert negative value to unsigned int")));
        }
        let Ok(word) = u32::try_from(word) else {
            return Err(too_large(vm));
        };
        words.push(&mut vm.heap, word)?;
    }
    Ok(words)
}

/// FNV-1a over the words.
fn fingerprint(words: &[u32]) -> u64 {
    words.iter().fold(0xCBF2_9CE4_8422_2325, |hash, word| (hash ^ u64::from(*word)).wrapping_mul(0x0100_0000_01B3))
}

/// `_sre.compile(pattern, flags, code, groups, groupindex, indexgroup)`.
fn compile(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let names = ["pattern", "flags", "code", "groups", "groupindex", "indexgroup"];
    let none = Value::none();
    let [source, flags, code, groups, group_index, index_group] =
        args.parse(vm, "compile", names, 6, 0)?.map(|argument| argument.unwrap_or(&none));
    let flags = int_argument(vm, flags)? as u32;
    let groups = size_argument(vm, groups)?;
    let Some(code) = code.downcast::<List>() else { return expected(vm, "code", "list", code) };
    let Ok(group_index) = Obj::<Dict>::try_from_value(group_index.clone()) else {
        return expected(vm, "groupindex", "dict", group_index);
    };
    let Ok(index_group) = Obj::<Tuple>::try_from_value(index_group.clone()) else {
        return expected(vm, "indexgroup", "tuple", index_group);
    };
    let bytes = match subject::chars(source) {
        Some((_, bytes)) => Some(bytes),
        None if source.is_none() => None,
        None => {
            let found = vm.type_name(source);
            return Err(vm.type_error(format_args!("expected string or bytes-like object, got '{found}'")));
        }
    };
    let words = code_words(vm, code)?;
    let groups = u32::try_from(groups).ok().filter(|groups| *groups <= opcode::MAXGROUPS);
    let program = match groups {
        Some(groups) => translate(vm, words.as_slice(), groups),
        None => Err(Fault::Invalid),
    };
    let program = match program {
        Ok(program) => program,
        Err(Fault::Raised(raised)) => return Err(raised),
        Err(Fault::Invalid) => return Err(vm.raise(Exc::RuntimeError, format_args!("invalid SRE code"))),
    };
    let fingerprint = fingerprint(words.as_slice());
    Pattern::create(vm, source.clone(), flags, bytes, group_index, index_group, fingerprint, program)
}

/// A C int.
fn int_argument(vm: &mut Vm, value: &Value) -> PyResult<i32> {
    match i32::try_from(vm.index_clamped(value)?) {
        Ok(int) => Ok(int),
        Err(_) => Err(vm.raise(Exc::OverflowError, format_args!("Python int too large to convert to C int"))),
    }
}

/// A character given by number.
fn character(vm: &mut Vm, args: Args<'_>) -> PyResult<u32> {
    Ok(int_argument(vm, &args.values[0])? as u32)
}

fn ascii_is_cased(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(Value::bool(chars::ascii_is_cased(character(vm, args)?)))
}

fn unicode_is_cased(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(Value::bool(chars::unicode_is_cased(character(vm, args)?)))
}

fn ascii_to_lower(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let ch = character(vm, args)?;
    vm.new_int(i64::from(chars::ascii_lower(ch) as i32))
}

fn unicode_to_lower(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let ch = character(vm, args)?;
    vm.new_int(i64::from(chars::Fold::Unicode.apply(ch) as i32))
}

/// Bytes of a word of code lists.
const CODE_SIZE: i64 = 4;

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "_sre",
    doc: "",
    functions: &[
        Method::keywords("compile", compile)
            .doc("compile($module, /, pattern, flags, code, groups, groupindex, indexgroup)\n--\n\n"),
        Method::new("getcodesize", |vm, _| vm.new_int(CODE_SIZE), 0, 0).doc("getcodesize($module, /)\n--\n\n"),
        Method::new("ascii_iscased", ascii_is_cased, 1, 1).doc("ascii_iscased($module, character, /)\n--\n\n"),
        Method::new("unicode_iscased", unicode_is_cased, 1, 1).doc("unicode_iscased($module, character, /)\n--\n\n"),
        Method::new("ascii_tolower", ascii_to_lower, 1, 1).doc("ascii_tolower($module, character, /)\n--\n\n"),
        Method::new("unicode_tolower", unicode_to_lower, 1, 1).doc("unicode_tolower($module, character, /)\n--\n\n"),
        Method::new("template", template::make, 2, 2).doc("template($module, pattern, template, /)\n--\n\n"),
    ],
    types: &[],
    init: Some(|vm, module| {
        let constants = [
            ("MAGIC", opcode::MAGIC),
            ("CODESIZE", CODE_SIZE),
            ("MAXREPEAT", i64::from(opcode::MAXREPEAT)),
            ("MAXGROUPS", i64::from(opcode::MAXGROUPS)),
        ];
        for (name, value) in constants {
            let (name, value) = (vm.intern(name)?, vm.new_int(value)?);
            vm.dict_set_str(&module.dict, &name, value)?;
        }
        Ok(())
    }),
};
