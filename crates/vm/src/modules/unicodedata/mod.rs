//! `unicodedata`: the Unicode Character Database, version 16.0, and 3.2 as the object `ucd_3_2_0`.

mod normal;

use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};
use pitviper_text::names;
use pitviper_text::ucd::{self, Version};

use crate::core::error::{Exc, PyResult, Raised};
use crate::core::kinds;
use crate::core::module::ModuleSpec;
use crate::core::native::{Args, GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::modules::builtins::put;
use crate::types::bytes::required;
use crate::types::str::{Str, StrBuilder, bad_argument};

/// Kind of the type here.
const UCD: u8 = kinds::MODULE_KINDS + 95;

/// The types.
pub static SPECS: &[&TypeSpec] = &[&SPEC];

/// A database of another version.
#[repr(C)]
pub struct Database {
    /// Count, shape, flags.
    pub header: Header,
}

object!(Database, UCD);

const fn version(old: bool) -> Version {
    if old { Version::Old } else { Version::Present }
}

/// Arguments without the receiver that methods of a database have.
fn own(args: Args<'_>, old: bool) -> &[Value] {
    if old { args.values.get(1..).unwrap_or(&[]) } else { args.values }
}

/// The argument that is one character; `argument` is how messages name it.
fn character(vm: &mut Vm, function: &str, argument: &str, value: Option<&Value>) -> PyResult<u32> {
    let Some(text) = value.and_then(Value::downcast::<Str>) else {
        let none = Value::none();
        return Err(bad_argument(vm, function, argument, "a unicode character", value.unwrap_or(&none)));
    };
    match (text.len(), text.chars().first()) {
        (1, Some(ch)) => Ok(ch),
        (len, _) => Err(vm.type_error(format_args!(
            "{function}(): {argument} must be a unicode character, not a string of length {len}"
        ))),
    }
}

fn category<const OLD: bool>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let ch = character(vm, "category", "argument", own(args, OLD).first())?;
    let text = ucd::properties(ch, version(OLD)).category;
    vm.intern(text)
}

fn bidirectional<const OLD: bool>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let ch = character(vm, "bidirectional", "argument", own(args, OLD).first())?;
    let text = ucd::properties(ch, version(OLD)).bidirectional;
    vm.intern(text)
}

fn combining<const OLD: bool>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let ch = character(vm, "combining", "argument", own(args, OLD).first())?;
    Ok(Value::small(ucd::properties(ch, version(OLD)).combining.into()))
}

fn mirrored<const OLD: bool>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let ch = character(vm, "mirrored", "argument", own(args, OLD).first())?;
    Ok(Value::small(ucd::properties(ch, version(OLD)).mirrored.into()))
}

fn east_asian_width<const OLD: bool>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let ch = character(vm, "east_asian_width", "argument", own(args, OLD).first())?;
    let text = ucd::properties(ch, version(OLD)).width;
    vm.intern(text)
}

fn decomposition<const OLD: bool>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let ch = character(vm, "decomposition", "argument", own(args, OLD).first())?;
    let mut out = StrBuilder::new(vm);
    if let Some(found) = ucd::decomposition(ch).filter(|_| !OLD || ucd::was_assigned(ch)) {
        out.push_text(found.tag)?;
        for part in found.parts() {
            if !out.is_empty() {
                out.push_text(" ")?;
            }
            out.write_fmt(format_args!("{part:04X}"))?;
        }
    }
    out.finish()
}

/// The default of a function, or ValueError.
fn or_default(vm: &mut Vm, default: Option<&Value>, message: &str) -> PyResult {
    match default {
        Some(default) => Ok(default.clone()),
        None => Err(vm.value_error(format_args!("{message}"))),
    }
}

fn decimal<const OLD: bool>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let values = own(args, OLD);
    let ch = character(vm, "decimal", "argument 1", values.first())?;
    match ucd::decimal(ch, version(OLD)) {
        Some(digit) => Ok(Value::small(digit.into())),
        None => or_default(vm, values.get(1), "not a decimal"),
    }
}

fn digit<const OLD: bool>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let values = own(args, OLD);
    let ch = character(vm, "digit", "argument 1", values.first())?;
    // 3.2 is asked for digits as the present version.
    match pitviper_text::properties::digit_value(ch) {
        Some(digit) => Ok(Value::small(digit.into())),
        None => or_default(vm, values.get(1), "not a digit"),
    }
}

fn numeric<const OLD: bool>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let values = own(args, OLD);
    let ch = character(vm, "numeric", "argument 1", values.first())?;
    match ucd::numeric(ch, version(OLD)) {
        Some(number) => vm.new_float(number),
        None => or_default(vm, values.get(1), "not a numeric character"),
    }
}

fn name<const OLD: bool>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let values = own(args, OLD);
    let ch = character(vm, "name", "argument 1", values.first())?;
    let mut buffer = [0; names::LONGEST];
    let known = !OLD || ucd::was_assigned(ch);
    let found = names::name(ch, &mut buffer).filter(|_| known).and_then(|name| std::str::from_utf8(name).ok());
    match found {
        Some(name) => vm.new_str(name),
        None => or_default(vm, values.get(1), "no such name"),
    }
}

#[cold]
fn undefined(vm: &mut Vm, name: &[u8]) -> Raised {
    let name = name.split(|byte| *byte == 0).next().unwrap_or_default();
    let shown = name.utf8_chunks().next().map_or("", |chunk| chunk.valid());
    vm.raise(Exc::KeyError, format_args!("undefined character name '{shown}'"))
}

fn lookup<const OLD: bool>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(value) = own(args, OLD).first() else { return Ok(Value::none()) };
    let encoded = match value.downcast::<Str>() {
        Some(_) => crate::types::str::codec::encode(vm, value, None, None)?,
        None => value.clone(),
    };
    let Some(name) = crate::types::bytes::borrow(&encoded) else { return Err(required(vm, value)) };
    if name.len() > 256 {
        return Err(vm.raise(Exc::KeyError, format_args!("name too long")));
    }
    if let Some(ch) = names::lookup(name) {
        if OLD && names::is_alias(name, ch) {
            return Err(undefined(vm, name));
        }
        return vm.new_char(ch);
    }
    let sequence = std::str::from_utf8(name).ok().filter(|_| !OLD).and_then(names::sequence);
    let Some(sequence) = sequence else { return Err(undefined(vm, name)) };
    let mut out = StrBuilder::new(vm);
    for ch in sequence {
        out.push_char(ch)?;
    }
    out.finish()
}

/// The functions, as those of the module and as methods of a database.
const fn functions<const OLD: bool>() -> [Method; 13] {
    [
        Method::new("decimal", decimal::<OLD>, 1, 2).doc("Converts a Unicode character into its equivalent decimal value.\n\nReturns the decimal value assigned to the character chr as integer.\nIf no such value is defined, default is returned, or, if not given,\nValueError is raised."),
        Method::new("digit", digit::<OLD>, 1, 2).doc("Converts a Unicode character into its equivalent digit value."),
        Method::new("numeric", numeric::<OLD>, 1, 2).doc("Converts a Unicode character into its equivalent numeric value."),
        Method::new("category", category::<OLD>, 1, 1).doc("category($self, chr, /)\n--\n\nReturns the general category assigned to the character chr as string."),
        Method::new("bidirectional", bidirectional::<OLD>, 1, 1).doc("bidirectional($self, chr, /)\n--\n\nReturns the bidirectional class assigned to the character chr as string.\n\nIf no such value is defined, an empty string is returned."),
        Method::new("combining", combining::<OLD>, 1, 1).doc("combining($self, chr, /)\n--\n\nReturns the canonical combining class assigned to the character chr as integer.\n\nReturns 0 if no combining class is defined."),
        Method::new("mirrored", mirrored::<OLD>, 1, 1).doc("mirrored($self, chr, /)\n--\n\nReturns the mirrored property assigned to the character chr as integer.\n\nReturns 1 if the character has been identified as a \"mirrored\"\ncharacter in bidirectional text, 0 otherwise."),
        Method::new("east_asian_width", east_asian_width::<OLD>, 1, 1).doc("east_asian_width($self, chr, /)\n--\n\nReturns the east asian width assigned to the character chr as string."),
        Method::new("decomposition", decomposition::<OLD>, 1, 1).doc("decomposition($self, chr, /)\n--\n\nReturns the character decomposition mapping assigned to the character chr as string.\n\nAn empty string is returned in case no such mapping is defined."),
        Method::new("name", name::<OLD>, 1, 2).doc("Returns the name assigned to the character chr as a string.\n\nIf no name is defined, default is returned, or, if not given,\nValueError is raised."),
        Method::new("lookup", lookup::<OLD>, 1, 1).doc("lookup($self, name, /)\n--\n\nLook up character by name.\n\nIf a character with the given name is found, return the\ncorresponding character.  If not found, KeyError is raised."),
        Method::new("normalize", normal::normalize::<OLD>, 2, 2).doc("normalize($self, form, unistr, /)\n--\n\nReturn the normal form 'form' for the Unicode string unistr.\n\nValid values for form are 'NFC', 'NFKC', 'NFD', and 'NFKD'."),
        Method::new("is_normalized", normal::is_normalized::<OLD>, 2, 2).doc("is_normalized($self, form, unistr, /)\n--\n\nReturn whether the Unicode string unistr is in the normal form 'form'.\n\nValid values for form are 'NFC', 'NFKC', 'NFD', and 'NFKD'."),
    ]
}

static FUNCTIONS: [Method; 13] = functions::<false>();
static METHODS: [Method; 13] = functions::<true>();

/// The type of `ucd_3_2_0`.
static SPEC: TypeSpec = TypeSpec {
    name: "UCD",
    module: "unicodedata",
    kind: UCD,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW,
    slots: &Slots::EMPTY,
    methods: &METHODS,
    getset: &[GetSet { name: "unidata_version", get: |vm, _| vm.new_str("3.2.0"), set: None }],
    page: PageKind::Leaf,
    slot: <Database as Traverse>::slot,
    finish: None,
    size: fixed_size::<Database>,
};

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "unicodedata",
    doc: "This module provides access to the Unicode Character Database which\ndefines character properties for all Unicode characters. The data in\nthis database is based on the UnicodeData.txt file version\n16.0.0 which is publicly available from the Unicode Consortium\nat https://www.unicode.org/Public/16.0.0/ucd/UnicodeData.txt.",
    functions: &FUNCTIONS,
    types: &[&SPEC],
    init: Some(|vm, module| {
        let text = vm.new_str("16.0.0")?;
        put(vm, &module.dict, "unidata_version", text)?;
        let old = Database { header: Header::new(u32::from(UCD), pitviper_object::header::PLAIN) };
        let old = Obj::create(&mut vm.heap, PageKind::Leaf, old)?;
        put(vm, &module.dict, "ucd_3_2_0", old.into_value())
    }),
};
