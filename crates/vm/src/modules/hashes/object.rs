//! Hash objects: one struct, one class for each algorithm.

use std::cell::UnsafeCell;

use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use super::blake::{Blake2b, Blake2s};
use super::state::State;
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::bytes::{BytesBuilder, borrow};
use crate::types::iterators::{receiver, typed};
use crate::types::str::Str;
use crate::types::typ::Type;
use crate::types::typ::builtin::{add_getset, add_methods, new_builtin_class};
use crate::types::typ::layout::set_root;

const HASH_KIND: u8 = crate::core::kinds::MODULE_KINDS + 53;

/// A hash object.
#[repr(C)]
pub struct Hash {
    /// Count, shape, flags.
    pub header: Header,
    state: UnsafeCell<State>,
}

object!(Hash, HASH_KIND);

fn this(value: &Value) -> &Hash {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

impl Hash {
    /// Looks at the computation, or changes it. Nothing else runs meanwhile.
    fn with<R>(&self, body: impl FnOnce(&mut State) -> R) -> R {
        // SAFETY: the bodies in this file run no Python and do not come back here.
        body(unsafe { &mut *self.state.get() })
    }
}

/// The module and the name of an algorithm's class.
fn class_name(algorithm: &str) -> (&'static str, &'static str) {
    match algorithm {
        "md5" => ("_md5", "md5"),
        "sha1" => ("_sha1", "sha1"),
        "sha224" => ("_sha2", "SHA224Type"),
        "sha256" => ("_sha2", "SHA256Type"),
        "sha384" => ("_sha2", "SHA384Type"),
        "sha512" => ("_sha2", "SHA512Type"),
        "sha3_224" => ("_sha3", "sha3_224"),
        "sha3_256" => ("_sha3", "sha3_256"),
        "sha3_384" => ("_sha3", "sha3_384"),
        "sha3_512" => ("_sha3", "sha3_512"),
        "shake_128" => ("_sha3", "shake_128"),
        "shake_256" => ("_sha3", "shake_256"),
        "blake2b" => ("_blake2", "blake2b"),
        _ => ("_blake2", "blake2s"),
    }
}

/// The class of an algorithm's objects, made when it is first asked for. `callable`: calling it makes one.
pub(super) fn class(vm: &mut Vm, algorithm: &str, callable: bool) -> PyResult<Obj<Type>> {
    static NEW: Method = Method::keywords("__new__", new);
    let (module, name) = class_name(algorithm);
    let class = vm.module_class(module, name, |vm| {
        let base: Obj<Type> = Obj::from_ref(vm.type_of_kind(kinds::OBJECT));
        let flags = Type::HEAP | Type::IMMUTABLE | Type::NO_DICT;
        let flags = flags | if callable { Type::PYTHON_NEW } else { Type::NO_NEW };
        let class = new_builtin_class(vm, name, module, &base, HASH_KIND, flags, &[])?;
        set_root(vm, &class, 0, 0, true)?;
        add_methods(vm, &class, &METHODS)?;
        add_getset(vm, &class, &GETSET)?;
        if callable {
            let new = vm.new_native_function(&NEW, None)?;
            vm.dict_set_str(&class.dict, &vm.names().__new__, new)?;
        }
        Ok(class.to_value())
    })?;
    typed(vm, class)
}

fn create(vm: &mut Vm, class: &Type, state: State) -> PyResult {
    let hash = Hash { header: Header::new(u32::from(HASH_KIND), 0), state: UnsafeCell::new(state) };
    Ok(vm.new_instance_of(class, PageKind::Container, hash)?.into_value())
}

/// Bytes between two looks at the limits.
const PART: usize = 64 << 10;

/// Adds the bytes of a value.
fn add(vm: &mut Vm, state: &mut State, value: &Value) -> PyResult<()> {
    match borrow(value) {
        Some(data) => {
            for part in data.chunks(PART) {
                vm.work_held(PART / 64)?;
                state.update(part);
            }
            Ok(())
        }
        None if value.downcast::<Str>().is_some() => {
            Err(vm.type_error(format_args!("Strings must be encoded before hashing")))
        }
        None if crate::types::memoryview::has_gaps(value) => {
            let message = format_args!("memoryview: underlying buffer is not C-contiguous");
            Err(vm.raise(Exc::BufferError, message))
        }
        None => Err(vm.type_error(format_args!("object supporting the buffer API required"))),
    }
}

/// Makes an object by algorithm: `name(data=b'', *, usedforsecurity=True, string=None)`.
pub(super) fn make(vm: &mut Vm, algorithm: &str, args: Args<'_>, callable: bool) -> PyResult {
    let class = class(vm, algorithm, callable)?;
    let Some(mut state) = State::named(algorithm) else { return make_blake(vm, algorithm, &class, args) };
    let given = args.positional_count();
    if given > 1 {
        return Err(vm.type_error(format_args!("{algorithm}() takes at most 1 positional argument ({given} given)")));
    }
    let mut data = args.positional().first();
    for (key, value) in args.keywords() {
        let Some(key) = key.downcast::<Str>() else { continue };
        match key.as_ascii() {
            Some("data" | "string") if data.is_none() => data = Some(value),
            Some("usedforsecurity") => drop(vm.truth(value)?),
            _ => return Err(vm.type_error(format_args!("{algorithm}() got an unexpected keyword argument '{key}'"))),
        }
    }
    if let Some(data) = data {
        add(vm, &mut state, data)?;
    }
    create(vm, &class, state)
}

/// A call of a class: `values[0]` says which algorithm.
fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = args.values.first().and_then(Value::downcast::<Type>).map(|class| Obj::from_ref(class.short_name()));
    match name.as_ref().and_then(|name| name.as_ascii()) {
        Some(name) => make(vm, name, args.behind_receiver(), true),
        None => Err(vm.type_error(format_args!("__new__(X): X is not a type object"))),
    }
}

/// An integer parameter of BLAKE2, below a bound.
fn number(vm: &mut Vm, name: &str, value: Option<&Value>, default: u64, most: u64) -> PyResult<u64> {
    let Some(value) = value else { return Ok(default) };
    let number = vm.to_index(value)?;
    match crate::types::int::to_i64(&number).map(u64::try_from) {
        Some(Ok(number)) if number <= most => Ok(number),
        _ if most == u64::from(u32::MAX) => Err(vm.raise(Exc::OverflowError, format_args!("{name} is too large"))),
        _ => Err(vm.value_error(format_args!("{name} must be between 0 and {most}"))),
    }
}

/// Bytes of a parameter of BLAKE2.
fn bytes_of<'a>(vm: &mut Vm, name: &str, value: Option<&'a Value>, most: usize) -> PyResult<&'a [u8]> {
    let Some(value) = value else { return Ok(&[]) };
    let bytes = crate::types::bytes::buffer_argument(vm, value)?;
    if bytes.len() > most {
        return Err(vm.value_error(format_args!("maximum {name} length is {most} bytes")));
    }
    Ok(bytes)
}

fn make_blake(vm: &mut Vm, algorithm: &str, class: &Type, args: Args<'_>) -> PyResult {
    const NAMES: [&str; 14] = [
        "data",
        "digest_size",
        "key",
        "salt",
        "person",
        "fanout",
        "depth",
        "leaf_size",
        "node_offset",
        "node_depth",
        "inner_size",
        "last_node",
        "usedforsecurity",
        "string",
    ];
    let long = algorithm == "blake2b";
    let (most, small) = if long { (Blake2b::MOST, 16) } else { (Blake2s::MOST, 8) };
    let bound = crate::core::args::Params::new(algorithm, NAMES).keyword_only(13).bind(vm, args)?;
    let [data, size, key, salt, person, fanout, depth, leaf, offset, node_depth, inner, last, _, string] = bound;
    let size = match size {
        Some(size) => {
            let size = vm.index_isize(size)?;
            match usize::try_from(size) {
                Ok(size) if (1..=most).contains(&size) => size,
                _ => {
                    let name = if long { "Blake2b" } else { "Blake2s" };
                    return Err(vm.value_error(format_args!(
                        "digest_size for {name} must be between 1 and {most} bytes, here it is {size}"
                    )));
                }
            }
        }
        None => most,
    };
    let salt = bytes_of(vm, "salt", salt, small)?;
    let person = bytes_of(vm, "person", person, small)?;
    let fanout = number(vm, "fanout", fanout, 1, 255)?;
    let depth = number(vm, "depth", depth, 1, 255)?;
    let leaf = number(vm, "leaf_size", leaf, 0, u32::MAX.into())?;
    let offset = number(vm, "node_offset", offset, 0, if long { i64::MAX as u64 } else { (1 << 48) - 1 })?;
    let node_depth = number(vm, "node_depth", node_depth, 0, 255)?;
    let inner = number(vm, "inner_size", inner, 0, most as u64)?;
    let last = last.map_or(Ok(false), |last| vm.truth(last))?;
    let key = bytes_of(vm, "key", key, most)?;
    let mut block = [0; 64];
    block[..4].copy_from_slice(&[size as u8, key.len() as u8, fanout as u8, depth as u8]);
    block[4..8].copy_from_slice(&(leaf as u32).to_le_bytes());
    block[8..16].copy_from_slice(&offset.to_le_bytes());
    let mut state = if long {
        block[16] = node_depth as u8;
        block[17] = inner as u8;
        block[32..32 + salt.len()].copy_from_slice(salt);
        block[48..48 + person.len()].copy_from_slice(person);
        State::Blake2b(Blake2b::new(&block, key, last))
    } else {
        let mut short = [0; 32];
        short[..14].copy_from_slice(&block[..14]);
        short[14] = node_depth as u8;
        short[15] = inner as u8;
        short[16..16 + salt.len()].copy_from_slice(salt);
        short[24..24 + person.len()].copy_from_slice(person);
        State::Blake2s(Blake2s::new(&short, key, last))
    };
    if let Some(data) = data.or(string) {
        add(vm, &mut state, data)?;
    }
    create(vm, class, state)
}

fn update(vm: &mut Vm, args: Args<'_>) -> PyResult {
    this(&args.values[0]).with(|state| add(vm, state, &args.values[1]))?;
    Ok(Value::none())
}

/// The result, of the length that an argument says where the algorithm leaves it open.
fn result(vm: &mut Vm, args: Args<'_>, function: &str) -> PyResult<BytesBuilder> {
    let hash = this(&args.values[0]);
    let mut size = hash.with(|state| state.digest_size());
    if size == 0 {
        let [length] = args.behind_receiver().parse(vm, function, ["length"], 1, 0)?;
        let length = vm.to_index(length.unwrap_or(&Value::none()))?;
        size = match crate::types::int::to_i64(&length).map(usize::try_from) {
            Some(Ok(size)) if size < 1 << 29 => size,
            Some(Err(_)) => return Err(vm.value_error(format_args!("Cannot convert negative int"))),
            _ => return Err(vm.value_error(format_args!("length is too large"))),
        };
    } else {
        args.behind_receiver().check_count(vm, function, 0, 0)?;
    }
    let mut out = BytesBuilder::new(vm);
    out.push_repeated(0, size)?;
    hash.with(|state| state.digest(out.data_mut()));
    Ok(out)
}

fn digest(vm: &mut Vm, args: Args<'_>) -> PyResult {
    result(vm, args, "digest")?.finish()
}

fn hex_digest(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let bytes = result(vm, args, "hexdigest")?.finish()?;
    crate::types::bytes::hex(vm, Args::of(&[bytes]))
}

fn copy(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let state = this(&args.values[0]).with(|state| state.clone());
    let class = Obj::from_ref(vm.type_of(&args.values[0]));
    create(vm, &class, state)
}

static METHODS: [Method; 4] = [
    Method::new("update", update, 1, 1)
        .doc("update($self, obj, /)\n--\n\nUpdate this hash object's state with the provided string."),
    Method::keywords("digest", digest).doc("digest($self, /)\n--\n\nReturn the digest value as a bytes object."),
    Method::keywords("hexdigest", hex_digest)
        .doc("hexdigest($self, /)\n--\n\nReturn the digest value as a string of hexadecimal digits."),
    Method::new("copy", copy, 0, 0).doc("copy($self, /)\n--\n\nReturn a copy of the hash object."),
];

static GETSET: [GetSet; 3] = [
    GetSet { name: "name", get: |vm, value| vm.new_str(this(value).with(|state| state.name())), set: None },
    GetSet {
        name: "digest_size",
        get: |vm, value| vm.new_usize(this(value).with(|state| state.digest_size())),
        set: None,
    },
    GetSet {
        name: "block_size",
        get: |vm, value| vm.new_usize(this(value).with(|state| state.block_size())),
        set: None,
    },
];

/// The kind of all hash objects; their classes are made when they are wanted.
pub static HASH: TypeSpec = TypeSpec {
    name: "_Hash",
    module: "_sha2",
    kind: HASH_KIND,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW,
    slots: &Slots::EMPTY,
    methods: &[],
    getset: &[],
    page: PageKind::Container,
    slot: <Hash as Traverse>::slot,
    finish: None,
    size: fixed_size::<Hash>,
};
