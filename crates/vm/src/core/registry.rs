//! All builtin types in one list, the tables made of it, and the start of an interpreter.

use std::ptr::NonNull;

use pitviper_object::header::IMMORTAL;
use pitviper_object::{EdgesOf, Header, KindInfo, Obj, OutOfMemory, PageKind, RunOf, Slot, Value};

use crate::core::error::{PyResult, Raised};
use crate::core::kinds;
use crate::core::names::Names;
use crate::core::native::{Slots, TypeSpec};
use crate::core::spare::SpareErrors;
use crate::core::vm::Vm;
use crate::modules;
use crate::types::dict::Dict;
use crate::types::str::Str;
use crate::types::{self, iterators};

/// Builtin types, bases before what derives from them.
static SPECS: &[&TypeSpec] = &[
    &types::object::SPEC,
    &types::typ::spec::SPEC,
    &types::singleton::NONE,
    &types::singleton::ELLIPSIS,
    &types::singleton::NOT_IMPLEMENTED,
    &types::int::SPEC,
    &types::bool::SPEC,
    &types::float::SPEC,
    &types::complex::SPEC,
    &types::str::spec::SPEC,
    &types::bytes::SPEC,
    &types::bytearray::SPEC,
    &types::list::spec::SPEC,
    &types::tuple::spec::SPEC,
    &types::dict::SPEC,
    &types::dict::KEYS,
    &types::dict::VALUES,
    &types::dict::ITEMS,
    &types::dict::KEY_ITERATOR,
    &types::dict::VALUE_ITERATOR,
    &types::dict::ITEM_ITERATOR,
    &types::dict::REVERSE_KEY_ITERATOR,
    &types::dict::REVERSE_VALUE_ITERATOR,
    &types::dict::REVERSE_ITEM_ITERATOR,
    &types::mapping_proxy::SPEC,
    &types::set::SPEC,
    &types::set::FROZENSET,
    &types::set::ITERATOR,
    &types::range::SPEC,
    &types::slice::SPEC,
    &iterators::LIST_ITERATOR,
    &iterators::LIST_REVERSE_ITERATOR,
    &iterators::TUPLE_ITERATOR,
    &iterators::STR_ITERATOR,
    &iterators::STR_ASCII_ITERATOR,
    &iterators::BYTES_ITERATOR,
    &iterators::BYTEARRAY_ITERATOR,
    &iterators::RANGE_ITERATOR,
    &iterators::LONG_RANGE_ITERATOR,
    &iterators::SEQUENCE_ITERATOR,
    &iterators::CALLABLE_ITERATOR,
    &iterators::ENUMERATE,
    &iterators::ZIP,
    &iterators::MAP,
    &iterators::FILTER,
    &iterators::REVERSED,
    &types::function_spec::FUNCTION,
    &types::function_spec::CELL,
    &types::code_spec::SPEC,
    &types::method::SPEC,
    &types::native::BUILTIN_FUNCTION,
    &types::native::METHOD_DESCRIPTOR,
    &types::native::CLASSMETHOD_DESCRIPTOR,
    &types::native::GETSET,
    &types::native::MEMBER,
    &types::native::SLOT_WRAPPER,
    &types::native::METHOD_WRAPPER,
    &types::descriptor::PROPERTY,
    &types::descriptor::CLASSMETHOD,
    &types::descriptor::STATICMETHOD,
    &types::superobj::SPEC,
    &types::module::SPEC,
    &types::module::NAMESPACE,
    &types::frame::SPEC,
    &types::frame::LOCALS_PROXY,
    &types::traceback::SPEC,
    &types::generator::GENERATOR,
    &types::generator::COROUTINE,
    &types::generator::COROUTINE_WRAPPER,
    &types::async_generator::ASYNC_GENERATOR,
    &types::async_generator::SEND,
    &types::async_generator::THROW,
    &types::async_generator::ANEXT_AWAITABLE,
    &types::exception::SPEC,
    &types::typing::GENERIC_ALIAS,
    &types::typing::UNION,
    &types::typing::TYPE_VAR,
    &types::typing::PARAM_SPEC,
    &types::typing::PARAM_SPEC_ARGS,
    &types::typing::PARAM_SPEC_KWARGS,
    &types::typing::NO_DEFAULT,
    &types::typing::TYPE_VAR_TUPLE,
    &types::typing::TYPE_ALIAS,
    &types::memoryview::SPEC,
    &types::memoryview::ITERATOR,
    &types::weakref::SPEC,
    &types::weakref::PROXY,
    &types::weakref::CALLABLE_PROXY,
    &types::template::TEMPLATE,
    &types::template::INTERPOLATION,
    &types::tuple::STRUCT_SEQUENCE,
    &crate::modules::io::TEXT_FILE,
    &crate::modules::io::BINARY_FILE,
    &crate::modules::io::NEWLINE_DECODER,
    &crate::modules::io::FILE_PAIR,
    &crate::core::host::function::SPEC,
    &crate::core::host::object::SPEC,
];

/// Kinds whose slots are one run of words.
const fn run_of(kind: u8) -> Option<RunOf> {
    match kind {
        kinds::TUPLE => Some(types::tuple::run),
        kinds::LIST => Some(types::list::run),
        kinds::DICT => Some(types::dict::run),
        _ => None,
    }
}

/// Kinds whose references lie at even distances.
const fn edges_of(kind: u8) -> Option<EdgesOf> {
    match kind {
        kinds::TUPLE => Some(types::tuple::edges),
        kinds::LIST => Some(types::list::edges),
        kinds::DICT => Some(types::dict::edges),
        _ => None,
    }
}

/// Kinds that have nothing but memory to give back.
const fn is_quiet(kind: u8) -> bool {
    matches!(
        kind,
        kinds::OBJECT
            | kinds::TUPLE
            | kinds::LIST
            | kinds::DICT
            | kinds::SET
            | kinds::FROZENSET
            | kinds::FUNCTION
            | kinds::CELL
            | kinds::METHOD
            | kinds::FRAME
            | kinds::TRACEBACK
            | kinds::EXCEPTION
            | kinds::INT
            | kinds::FLOAT
            | kinds::BYTES
    )
}

/// Kinds whose objects own something outside the heap: descriptors, code that interpreters share, values of the host.
pub(crate) const fn is_foreign(kind: u8) -> bool {
    use modules::bz2::kind as bz2;
    use modules::zlib::kind as zlib;
    matches!(
        kind,
        kinds::CODE
            | kinds::BINARY_FILE
            | kinds::HOST_FUNCTION
            | kinds::HOST_OBJECT
            | bz2::COMPRESSOR
            | bz2::DECOMPRESSOR
            | zlib::COMPRESS
            | zlib::DECOMPRESS
            | zlib::DECOMPRESSOR
    )
}

/// Types of native modules that are made at the start.
static MODULE_SPECS: &[&[&TypeSpec]] = &[
    crate::import::SPECS,
    modules::ast::SPECS,
    modules::itertools::SPECS,
    modules::collections::SPECS,
    modules::contextvars::SPECS,
    modules::functools::SPECS,
    modules::operator::SPECS,
    modules::posix::SPECS,
    modules::thread::SPECS,
];

/// Native modules whose types are made when they are imported: an interpreter that needs none of them is smaller.
static LATE_SPECS: &[(&[&str], &[&TypeSpec])] = &[
    (&["array"], modules::array::SPECS),
    (&["_bz2"], modules::bz2::SPECS),
    (&["_csvcore"], modules::csv::SPECS),
    (&["_ctypes_memory"], modules::ctypes::SPECS),
    (&["_json"], modules::json::SPECS),
    (&["_lsprof"], modules::lsprof::SPECS),
    (&["_md5", "_sha1", "_sha2", "_sha3", "_blake2"], modules::hashes::SPECS),
    (
        &["_multibytecodec", "_codecs_cn", "_codecs_hk", "_codecs_iso2022", "_codecs_jp", "_codecs_kr", "_codecs_tw"],
        modules::multibyte::SPECS,
    ),
    (&["_pickle"], modules::pickle::SPECS),
    (&["_queue"], modules::queue::SPECS),
    (&["_random"], modules::random::SPECS),
    (&["_sre"], modules::sre::SPECS),
    (&["_struct"], modules::structs::SPECS),
    (&["pyexpat"], modules::expat::SPECS),
    (&["unicodedata"], modules::unicodedata::SPECS),
    (&["zlib"], modules::zlib::SPECS),
];

/// List `index` of those for modules.
const fn specs_of_modules(index: usize) -> &'static [&'static TypeSpec] {
    if index < MODULE_SPECS.len() { MODULE_SPECS[index] } else { LATE_SPECS[index - MODULE_SPECS.len()].1 }
}

/// The types to be made for a native module.
pub fn late_types(module: &str) -> &'static [&'static TypeSpec] {
    LATE_SPECS.iter().find(|(names, _)| names.contains(&module)).map_or(&[], |(_, specs)| specs)
}

/// Those made at the start.
fn early_specs() -> impl Iterator<Item = &'static &'static TypeSpec> {
    SPECS.iter().chain(MODULE_SPECS.iter().copied().flatten())
}

/// All descriptions.
fn all_specs() -> impl Iterator<Item = &'static &'static TypeSpec> {
    let late = LATE_SPECS.iter().flat_map(|(_, specs)| *specs);
    early_specs().chain(late)
}

/// [`KindInfo::span`] of kinds whose objects live shortly.
const fn span_of(kind: u8) -> (u8, u8) {
    use pitviper_object::Traverse;

    use crate::types::{iterators, method, native, range, slice, traceback};
    match kind {
        kinds::METHOD => method::Method::SPAN,
        kinds::BUILTIN_FUNCTION => native::BuiltinFunction::SPAN,
        kinds::SLICE => slice::Slice::SPAN,
        kinds::RANGE => range::Range::SPAN,
        kinds::LIST_ITERATOR => iterators::ListIterator::SPAN,
        kinds::SEQUENCE_ITERATOR => iterators::SequenceIterator::SPAN,
        kinds::TRACEBACK => traceback::Traceback::SPAN,
        _ => (0, 0),
    }
}

const fn kind_of(spec: &TypeSpec) -> KindInfo {
    KindInfo {
        slot: spec.slot,
        finish: spec.finish,
        page: spec.page,
        size: spec.size,
        run: run_of(spec.kind),
        span: span_of(spec.kind),
        edges: edges_of(spec.kind),
        quiet: is_quiet(spec.kind),
    }
}

unsafe fn no_slot(_: *mut Header, _: u32) -> *mut Slot {
    std::ptr::null_mut()
}

const UNUSED: KindInfo = KindInfo {
    slot: no_slot,
    finish: None,
    page: PageKind::Leaf,
    size: crate::core::native::fixed_size::<Header>,
    run: None,
    span: (0, 0),
    edges: None,
    quiet: false,
};

/// What the lower layers know of each kind.
pub static KINDS: [KindInfo; 256] = {
    let mut table = [UNUSED; 256];
    let mut index = 0;
    while index < SPECS.len() {
        table[SPECS[index].kind as usize] = kind_of(SPECS[index]);
        index += 1;
    }
    let mut list = 0;
    while list < MODULE_SPECS.len() + LATE_SPECS.len() {
        let specs = specs_of_modules(list);
        index = 0;
        while index < specs.len() {
            table[specs[index].kind as usize] = kind_of(specs[index]);
            index += 1;
        }
        list += 1;
    }
    table
};

/// Special methods of each kind.
pub static SLOTS: [&Slots; 256] = {
    let mut table = [&Slots::EMPTY; 256];
    let mut index = 0;
    while index < SPECS.len() {
        table[SPECS[index].kind as usize] = SPECS[index].slots;
        index += 1;
    }
    let mut list = 0;
    while list < MODULE_SPECS.len() + LATE_SPECS.len() {
        let specs = specs_of_modules(list);
        index = 0;
        while index < specs.len() {
            table[specs[index].kind as usize] = specs[index].slots;
            index += 1;
        }
        list += 1;
    }
    table
};

/// `__name__` of the builtin type of a kind.
#[must_use]
pub fn kind_name(kind: u8) -> &'static str {
    all_specs().find(|spec| spec.kind == kind).map_or("?", |spec| spec.name)
}

/// Values that are shared because CPython shares them.
pub struct Shared {
    chars: [Option<Value>; 256],
    bytes: [Option<Value>; 257],
    empty_str: Option<Value>,
    empty_tuple: Option<Value>,
}

impl Default for Shared {
    fn default() -> Shared {
        Shared { chars: [const { None }; 256], bytes: [const { None }; 257], empty_str: None, empty_tuple: None }
    }
}

/// The empty string.
pub fn empty_str(vm: &Vm) -> Value {
    vm.shared.empty_str.clone().unwrap_or_else(Value::none)
}

/// The empty tuple.
pub fn empty_tuple(vm: &Vm) -> Value {
    vm.shared.empty_tuple.clone().unwrap_or_else(Value::none)
}

/// The string of one Latin-1 character: made once, immortal.
///
/// # Errors
/// `MemoryError`.
pub fn latin1_char(vm: &mut Vm, ch: u8) -> PyResult {
    if let Some(string) = &vm.shared.chars[ch as usize] {
        return Ok(string.clone());
    }
    let string = Str::create(&mut vm.heap, pitviper_text::Chars::One(&[ch]))?;
    let string = vm.intern_value(string)?;
    make_immortal(&string);
    vm.shared.chars[ch as usize] = Some(string.clone());
    Ok(string)
}

/// The bytes object of one byte, or of none: made once, immortal.
///
/// # Errors
/// `MemoryError`.
pub fn short_bytes(vm: &mut Vm, byte: Option<u8>) -> PyResult {
    let place = byte.map_or(256, usize::from);
    if let Some(bytes) = &vm.shared.bytes[place] {
        return Ok(bytes.clone());
    }
    let bytes = types::bytes::Bytes::create(&mut vm.heap, byte.as_slice())?;
    make_immortal(&bytes);
    vm.shared.bytes[place] = Some(bytes.clone());
    Ok(bytes)
}

/// The object is never freed from now on.
pub fn make_immortal(value: &Value) {
    if let Some(header) = value.header()
        && !header.is_immortal()
    {
        header.set_count(IMMORTAL);
    }
}

/// An interned string is dying.
///
/// # Safety
/// `string` lives in a heap whose interpreter is alive.
pub unsafe fn forget_interned(string: NonNull<Str>) {
    // SAFETY: the world's host is the interpreter; its table is not borrowed while objects are destroyed.
    unsafe {
        let vm = pitviper_object::object::world_of(string.as_ptr().cast()).host.get().cast::<Vm>();
        (*vm).interned.remove(string);
    }
}

/// The dictionary of attributes that an object of a builtin kind has by now.
pub(crate) fn builtin_dict(object: &Value) -> Option<Obj<Dict>> {
    match object.kind() {
        kinds::FUNCTION => {
            // SAFETY: the kind says so.
            unsafe { object.cast_unchecked::<types::function::Function>() }.extra()?.dict.get_obj()
        }
        // SAFETY: the kind says so.
        kinds::MODULE => Some(unsafe { object.cast_unchecked::<types::module::Module>() }.dict.clone()),
        // SAFETY: the kind says so.
        kinds::NAMESPACE => Some(unsafe { object.cast_unchecked::<types::module::Namespace>() }.dict.clone()),
        kinds::TYPE_VAR | kinds::PARAM_SPEC | kinds::TYPE_VAR_TUPLE => {
            types::typing::param::this(object).dict.get_obj()
        }
        // SAFETY: the kind says so.
        crate::import::kind::SPEC => Some(unsafe { object.cast_unchecked::<crate::import::spec::Spec>() }.dict.clone()),
        _ => None,
    }
}

/// Whether objects of a builtin kind can have attributes of their own.
pub(crate) fn may_have_dict(kind: u8) -> bool {
    matches!(
        kind,
        kinds::FUNCTION
            | kinds::MODULE
            | kinds::NAMESPACE
            | kinds::TYPE_VAR
            | kinds::PARAM_SPEC
            | kinds::TYPE_VAR_TUPLE
            | crate::import::kind::SPEC
    )
}

/// The same, made when it is missing and the kind has one.
pub(crate) fn builtin_dict_or_make(vm: &mut Vm, object: &Value) -> PyResult<Option<Obj<Dict>>> {
    if let Some(dict) = builtin_dict(object) {
        return Ok(Some(dict));
    }
    let function = object.exact::<types::function::Function>();
    if function.is_none() && !types::typing::param::is_param(object) {
        return Ok(None);
    }
    let dict = vm.new_dict()?;
    let place = match function {
        Some(function) => &function.extra_or_make(vm)?.dict,
        None => &types::typing::param::this(object).dict,
    };
    place.set(Some(dict.clone().into_value()));
    Ok(Some(dict))
}

/// Makes names, types, `builtins` and `sys`.
pub(crate) fn start(vm: &mut Vm) -> PyResult<()> {
    let empty = Str::create(&mut vm.heap, pitviper_text::Chars::One(&[]))?;
    let empty = vm.intern_value(empty)?;
    make_immortal(&empty);
    vm.shared.empty_str = Some(empty);
    let tuple = types::tuple::Tuple::create(&mut vm.heap, &[])?;
    make_immortal(&tuple);
    vm.shared.empty_tuple = Some(tuple);
    let names = Names::new(vm)?;
    names.visit(&mut |name| make_immortal(name));
    vm.set_names(names);
    for spec in early_specs() {
        types::typ::builtin::create(vm, spec)?;
    }
    for spec in early_specs() {
        types::typ::builtin::fill(vm, spec)?;
    }
    types::exception::create_classes(vm)?;
    vm.stop_exception = Some(types::exception::new_with_args(vm, crate::core::error::Exc::BaseException, &[])?);
    SpareErrors::start(vm)?;
    crate::modules::sys::create(vm)?;
    crate::modules::builtins::create(vm)?;
    // Shared by all who make them: they stay the ones that are interned.
    let chars: [Option<Value>; 257] =
        std::array::from_fn(|index| vm.shared.chars.get(index).unwrap_or(&vm.shared.empty_str).clone());
    for text in chars.into_iter().flatten() {
        vm.intern_value(text)?;
    }
    vm.settle();
    freeze(vm);
    vm.make_spare_errors();
    Ok(())
}

/// Everything made so far is part of the interpreter: immortal, never counted again.
fn freeze(vm: &mut Vm) {
    // What is dead already must not be taken for alive: its count is a link.
    vm.settle();
    vm.heap.visit_blocks(pitviper_heap::Kinds::OBJECTS, &mut |block| {
        // SAFETY: blocks of object pages are free exactly when their first word is 0; the visitor gives live ones.
        unsafe { (*block.address.cast::<Header>().as_ptr()).set_count(IMMORTAL) };
    });
}

impl Vm {
    /// The `MemoryError` to raise.
    #[cold]
    pub(crate) fn memory_error(&mut self) -> Value {
        self.heap.open_reserve();
        if self.due_stop().is_some()
            && let Some(stop) = self.raised.take()
        {
            return stop;
        }
        if self.options.terminal_memory && self.work.is_running() {
            let raised = self.stop(crate::core::evaluation::Stop::Memory);
            return self.take_raised(raised);
        }
        match types::exception::new_with_args(self, crate::core::error::Exc::MemoryError, &[]) {
            Ok(error) => error,
            Err(Raised { .. }) => {
                self.raised = None;
                self.spare_errors.take()
            }
        }
    }

    /// Fails as if the heap had said no.
    #[cold]
    pub fn no_memory(&mut self) -> Raised {
        Raised::from(OutOfMemory)
    }
}
