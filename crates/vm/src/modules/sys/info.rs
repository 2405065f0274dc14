//! What `sys` says about the interpreter: numbers, names, versions, structure sequences.

use pitviper_object::{Obj, Value};

use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::modules::builtins::put;
use crate::types::dict::Dict;
use crate::types::tuple::struct_sequence::{self, Definition};

/// The Python that is implemented.
const VERSION: (i64, i64, i64) = (3, 14, 0);

/// A value in one of the tables.
pub(super) enum Item {
    Int(i64),
    Float(f64),
    Text(&'static str),
    Bool(bool),
    None,
}

impl Item {
    pub(super) fn value(&self, vm: &mut Vm) -> PyResult {
        match self {
            Item::Int(int) => vm.new_int(*int),
            Item::Float(float) => vm.new_float(*float),
            Item::Text(text) => vm.intern(text),
            Item::None => Ok(Value::none()),
            Item::Bool(truth) => Ok(Value::bool(*truth)),
        }
    }
}

/// A structure sequence with these fields.
pub(super) fn sequence(vm: &mut Vm, name: &str, doc: &str, fields: &[(&str, Item)], visible: usize) -> PyResult {
    let mut names = [""; 24];
    let values = vm.new_list()?;
    for (place, (field, item)) in names.iter_mut().zip(fields) {
        *place = field;
        let value = item.value(vm)?;
        vm.list_push(&values, value)?;
    }
    let definition =
        Definition { name, module: "sys", doc, fields: &names[..fields.len()], in_sequence: visible, callable: false };
    let class = struct_sequence::define(vm, &definition)?;
    // SAFETY: nobody else has the list.
    struct_sequence::create(vm, &class, unsafe { values.items_unchecked() })
}

/// Everything that does not depend on how the interpreter was started.
pub(super) fn fill(vm: &mut Vm, dict: &Obj<Dict>) -> PyResult<()> {
    let (major, minor, micro) = VERSION;
    let hex = major << 24 | minor << 16 | micro << 8 | 0xF0;
    let order = if cfg!(target_endian = "little") { "little" } else { "big" };
    let plain: &[(&str, Item)] = &[
        ("abiflags", Item::Text("")),
        ("_framework", Item::Text("")),
        ("api_version", Item::Int(1013)),
        ("byteorder", Item::Text(order)),
        ("copyright", Item::Text("Pitviper is free software under the MIT and Apache 2.0 licences.")),
        ("float_repr_style", Item::Text("short")),
        ("hexversion", Item::Int(hex)),
        ("maxunicode", Item::Int(0x10_FFFF)),
        ("platform", Item::Text(platform())),
        ("platlibdir", Item::Text("lib")),
    ];
    for (name, item) in plain {
        let value = item.value(vm)?;
        put(vm, dict, name, value)?;
    }
    put(vm, dict, "_home", Value::none())?;
    // The library is in the program itself.
    put(vm, dict, "_stdlib_dir", Value::none())?;
    let (own_name, nothing) = (vm.intern("Pitviper")?, vm.intern("")?);
    let git = vm.new_tuple_from([own_name, nothing.clone(), nothing])?;
    put(vm, dict, "_git", git)?;
    let thread_info = sequence(
        vm,
        "thread_info",
        "sys.thread_info\n\nA named tuple holding information about the thread implementation.",
        &[("name", Item::Text("pthread")), ("lock", Item::Text("semaphore")), ("version", Item::None)],
        3,
    )?;
    put(vm, dict, "thread_info", thread_info)?;
    let maxsize = vm.new_int(i64::MAX)?;
    put(vm, dict, "maxsize", maxsize)?;
    let own = env!("CARGO_PKG_VERSION");
    let version = vm.new_str_fmt(format_args!("{major}.{minor}.{micro} (Pitviper {own}) [Rust]"))?;
    put(vm, dict, "version", version)?;
    let version_info = sequence(
        vm,
        "version_info",
        "sys.version_info\n\nVersion information as a named tuple.",
        &[
            ("major", Item::Int(major)),
            ("minor", Item::Int(minor)),
            ("micro", Item::Int(micro)),
            ("releaselevel", Item::Text("final")),
            ("serial", Item::Int(0)),
        ],
        5,
    )?;
    put(vm, dict, "version_info", version_info.clone())?;
    numbers(vm, dict)?;
    module_names(vm, dict)?;
    let implementation = vm.new_namespace()?;
    for (name, item) in [
        ("name", Item::Text("pitviper")),
        ("cache_tag", Item::Text("pitviper-314")),
        ("hexversion", Item::Int(hex)),
        ("supports_isolated_interpreters", Item::Bool(true)),
    ] {
        let value = item.value(vm)?;
        put(vm, &implementation.dict, name, value)?;
        if name == "cache_tag" {
            put(vm, &implementation.dict, "version", version_info.clone())?;
        }
    }
    put(vm, dict, "implementation", implementation.into_value())
}

fn platform() -> &'static str {
    match std::env::consts::OS {
        "macos" => "darwin",
        "windows" => "win32",
        other => other,
    }
}

fn numbers(vm: &mut Vm, dict: &Obj<Dict>) -> PyResult<()> {
    let float_info = sequence(
        vm,
        "float_info",
        "Precision and range of floats.",
        &[
            ("max", Item::Float(f64::MAX)),
            ("max_exp", Item::Int(i64::from(f64::MAX_EXP))),
            ("max_10_exp", Item::Int(i64::from(f64::MAX_10_EXP))),
            ("min", Item::Float(f64::MIN_POSITIVE)),
            ("min_exp", Item::Int(i64::from(f64::MIN_EXP))),
            ("min_10_exp", Item::Int(i64::from(f64::MIN_10_EXP))),
            ("dig", Item::Int(i64::from(f64::DIGITS))),
            ("mant_dig", Item::Int(i64::from(f64::MANTISSA_DIGITS))),
            ("epsilon", Item::Float(f64::EPSILON)),
            ("radix", Item::Int(i64::from(f64::RADIX))),
            ("rounds", Item::Int(1)),
        ],
        11,
    )?;
    put(vm, dict, "float_info", float_info)?;
    let int_info = sequence(
        vm,
        "int_info",
        "How ints are kept. As CPython says it, for programs that ask; here a digit is a word of 64 bits.",
        &[
            ("bits_per_digit", Item::Int(30)),
            ("sizeof_digit", Item::Int(4)),
            ("default_max_str_digits", Item::Int(4300)),
            ("str_digits_check_threshold", Item::Int(640)),
        ],
        4,
    )?;
    put(vm, dict, "int_info", int_info)?;
    let hash_info = sequence(
        vm,
        "hash_info",
        "How numbers and strings are hashed.",
        &[
            ("width", Item::Int(64)),
            ("modulus", Item::Int((1 << 61) - 1)),
            ("inf", Item::Int(314_159)),
            ("nan", Item::Int(0)),
            ("imag", Item::Int(1_000_003)),
            ("algorithm", Item::Text("siphash13")),
            ("hash_bits", Item::Int(64)),
            ("seed_bits", Item::Int(128)),
            ("cutoff", Item::Int(0)),
        ],
        9,
    )?;
    put(vm, dict, "hash_info", hash_info)
}

fn module_names(vm: &mut Vm, dict: &Obj<Dict>) -> PyResult<()> {
    let names = vm.new_list()?;
    for name in super::names::STANDARD.split_ascii_whitespace() {
        let name = vm.intern(name)?;
        vm.list_push(&names, name)?;
    }
    // SAFETY: nobody else has the list, and strings hash without Python.
    let names = vm.new_frozenset_of(unsafe { names.items_unchecked() })?;
    put(vm, dict, "stdlib_module_names", names)?;
    let native = vm.new_list()?;
    for name in ["builtins", "sys"].into_iter().chain(crate::modules::ALL.iter().map(|module| module.name)) {
        let name = vm.intern(name)?;
        vm.list_push(&native, name)?;
    }
    vm.list_sort(&native, None, false)?;
    // SAFETY: as above.
    let native = vm.new_tuple(unsafe { native.items_unchecked() })?;
    put(vm, dict, "builtin_module_names", native)
}
