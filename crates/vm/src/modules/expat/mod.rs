//! `pyexpat`: reading of XML, by a parser of our own that behaves as expat does.
//!
//! A document comes in pieces that may be cut anywhere. It is converted to UTF-8 ([`input`]), divided into tokens
//! ([`scan`], [`scan_prolog`]), whose parts in declarations the [`grammar`] knows, and reported to handlers ([`events`]).
//! Open elements and entities lie on lists in the heap: nothing recurses with the depth of a document.

mod account;
mod attributes;
mod buffer;
mod content;
mod cursor;
mod declaration;
mod declare;
mod document;
mod dtd;
mod element;
mod entities;
mod errors;
mod events;
mod grammar;
mod input;
mod names;
mod namespaces;
mod parser;
mod prolog;
mod scan;
mod scan_prolog;
mod spec;
mod values;

use pitviper_object::{Obj, Value};

use crate::core::error::PyResult;
use crate::core::module::ModuleSpec;
use crate::core::native::{Method, TypeSpec};
use crate::core::vm::Vm;
use crate::modules::builtins::put;
use crate::types::module::Module;

/// Kinds of the types here.
pub(crate) mod kind {
    use crate::core::kinds::MODULE_KINDS as FIRST;

    pub const PARSER: u8 = FIRST + 104;
    pub const DTD: u8 = FIRST + 105;
    pub const ENTITY: u8 = FIRST + 106;
}

/// The types.
pub static SPECS: &[&TypeSpec] = &[&spec::PARSER, &dtd::DTD, &dtd::ENTITY];

/// The version of expat whose behaviour this is.
const VERSION: [i64; 3] = [2, 9, 0];

const FEATURES: &[(&str, i64)] = &[
    ("sizeof(XML_Char)", 1),
    ("sizeof(XML_LChar)", 1),
    ("XML_DTD", 0),
    ("XML_CONTEXT_BYTES", 1024),
    ("XML_NS", 0),
    ("XML_BLAP_MAX_AMP", 100),
    ("XML_BLAP_ACT_THRES", 8_388_608),
    ("XML_GE", 0),
    ("XML_AT_MAX_AMP", 100),
    ("XML_AT_ACT_THRES", 67_108_864),
];

const MODEL: &[(&str, i64)] = &[
    ("XML_CTYPE_EMPTY", 1),
    ("XML_CTYPE_ANY", 2),
    ("XML_CTYPE_MIXED", 3),
    ("XML_CTYPE_NAME", 4),
    ("XML_CTYPE_CHOICE", 5),
    ("XML_CTYPE_SEQ", 6),
    ("XML_CQUANT_NONE", 0),
    ("XML_CQUANT_OPT", 1),
    ("XML_CQUANT_REP", 2),
    ("XML_CQUANT_PLUS", 3),
];

/// A module inside of this one, which `import` finds too.
fn submodule(vm: &mut Vm, module: &Obj<Module>, name: &str, doc: &str) -> PyResult<Obj<Module>> {
    let full = match name {
        "model" => "pyexpat.model",
        _ => "pyexpat.errors",
    };
    let made = vm.new_module(full, Some(doc))?;
    put(vm, &module.dict, name, made.clone().into_value())?;
    if let Some(modules) = vm.modules.clone() {
        put(vm, &modules, full, made.clone().into_value())?;
    }
    Ok(made)
}

fn add_errors(vm: &mut Vm, module: &Obj<Module>) -> PyResult<()> {
    let errors = submodule(vm, module, "errors", "Constants used to describe error conditions.")?;
    let (codes, messages) = (vm.new_dict()?, vm.new_dict()?);
    for (index, (name, message)) in errors::FAULTS.iter().enumerate() {
        let code = Value::small(index as i64 + 1);
        let message = vm.new_str(message)?;
        put(vm, &errors.dict, name, message.clone())?;
        vm.dict_set_str(&codes, &message, code.clone())?;
        vm.dict_set(&messages, code, message)?;
    }
    put(vm, &errors.dict, "codes", codes.into_value())?;
    put(vm, &errors.dict, "messages", messages.into_value())
}

fn init(vm: &mut Vm, module: &Obj<Module>) -> PyResult<()> {
    let class = errors::class(vm)?;
    put(vm, &module.dict, "ExpatError", class.clone())?;
    put(vm, &module.dict, "error", class)?;
    let parser = vm.type_of_kind(kind::PARSER).to_value();
    put(vm, &module.dict, "XMLParserType", parser)?;
    let [major, minor, micro] = VERSION;
    let version = vm.new_str_fmt(format_args!("expat_{major}.{minor}.{micro}"))?;
    put(vm, &module.dict, "EXPAT_VERSION", version)?;
    let version = vm.new_tuple_from(VERSION.map(Value::small))?;
    put(vm, &module.dict, "version_info", version)?;
    let encoding = vm.new_str("UTF-8")?;
    put(vm, &module.dict, "native_encoding", encoding)?;
    let features = vm.new_list()?;
    for (name, value) in FEATURES {
        let name = vm.new_str(name)?;
        let feature = vm.new_tuple_from([name, Value::small(*value)])?;
        vm.list_push(&features, feature)?;
    }
    put(vm, &module.dict, "features", features.into_value())?;
    let names = ["NEVER", "UNLESS_STANDALONE", "ALWAYS"];
    for (value, name) in (0..).zip(names) {
        let name = vm.new_str_fmt(format_args!("XML_PARAM_ENTITY_PARSING_{name}"))?;
        let name = vm.intern_value(name)?;
        vm.dict_set_str(&module.dict, &name, Value::small(value))?;
    }
    add_errors(vm, module)?;
    let model = submodule(vm, module, "model", "Constants used to interpret content model information.")?;
    for (name, value) in MODEL {
        put(vm, &model.dict, name, Value::small(*value))?;
    }
    Ok(())
}

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "pyexpat",
    doc: "Python wrapper for Expat parser.",
    functions: &[
        Method::keywords("ParserCreate", spec::create).doc(
            "ParserCreate($module, /, encoding=None, namespace_separator=None,\n             intern=<unrepresentable>)\n--\n\nReturn a new XML parser object.",
        ),
        Method::new("ErrorString", spec::error_string, 1, 1)
            .doc("ErrorString($module, code, /)\n--\n\nReturns string error for given number."),
    ],
    types: &[],
    init: Some(init),
};
