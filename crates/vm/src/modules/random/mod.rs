//! `_random`: the generator behind the library's `random`.

mod twister;

use pitviper_number::bytes::{Endian, from_bytes, from_bytes_len, to_bytes};
use pitviper_number::limbs;
use pitviper_object::{Header, PageKind, Traverse, Value, object};

use crate::core::capabilities::Grant;
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::module::ModuleSpec;
use crate::core::native::{Args, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::bytes::BytesBuilder;
use crate::types::int::{self, Room};
use crate::types::iterators::{instance, receiver};
use crate::types::tuple::Tuple;
use twister::{SIZE, Twister};

const RANDOM_KIND: u8 = crate::core::kinds::MODULE_KINDS + 50;

/// A generator.
#[repr(C)]
pub struct Random {
    /// Count, shape, flags.
    pub header: Header,
    twister: Twister,
}

object!(Random, RANDOM_KIND);

/// The types.
pub static SPECS: &[&TypeSpec] = &[&RANDOM];

fn this(value: &Value) -> &Random {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let random = Random { header: Header::new(u32::from(RANDOM_KIND), 0), twister: Twister::new() };
    instance(vm, args, PageKind::Container, random)
}

fn init(vm: &mut Vm, args: Args<'_>) -> PyResult<()> {
    args.check_no_keywords(vm, "Random")?;
    args.behind_receiver().check_count(vm, "Random", 0, 1)?;
    seed_with(vm, &args.values[0], args.values.get(1))
}

/// Words for the generator out of little-endian bytes.
fn seed_bytes(random: &Random, bytes: &[u8]) {
    const MOST: usize = 64;
    let word = |part: &[u8]| part.iter().rev().fold(0u32, |word, byte| word << 8 | u32::from(*byte));
    let mut words = [0; MOST];
    let count = bytes.len().div_ceil(4).clamp(1, MOST);
    for (place, part) in words.iter_mut().zip(bytes.chunks(4)) {
        *place = word(part);
    }
    random.twister.seed(&words[..count]);
}

fn seed_with(vm: &mut Vm, value: &Value, seed: Option<&Value>) -> PyResult<()> {
    let Some(seed) = seed.filter(|seed| !seed.is_none()) else {
        let mut bytes = [0; 256];
        let filled = match vm.sandbox.grants(Grant::Random) {
            true => crate::modules::posix::fill_random(&mut bytes),
            false => {
                vm.sandbox.fill_repeatable(&vm.hash_key, &mut bytes);
                Ok(())
            }
        };
        return match filled {
            Ok(()) => {
                seed_bytes(this(value), &bytes);
                Ok(())
            }
            Err(error) => Err(crate::modules::io::errors::os_error(vm, &error, None)),
        };
    };
    let number = if int::is_exact(seed) {
        vm.abs(seed)?
    } else if int::is_int(seed) {
        let name = &vm.names().__abs__;
        vm.call_method(seed, name, &[])?
    } else {
        let hash = vm.hash(seed)?;
        vm.new_u64(hash as u64)?
    };
    let Some(view) = int::view(&number) else { return Err(vm.no_memory()) };
    let length = (limbs::bit_length(view.int().magnitude) as usize).div_ceil(32).max(1) * 4;
    if length <= 256 {
        let mut bytes = [0; 256];
        let _ = to_bytes(view.int(), &mut bytes[..length], Endian::Little, false);
        seed_bytes(this(value), &bytes[..length]);
        return Ok(());
    }
    seed_long(vm, value, &number, length)
}

/// Seeds with an int of more than 2048 bits.
fn seed_long(vm: &mut Vm, value: &Value, number: &Value, length: usize) -> PyResult<()> {
    let mut words = int::Limbs::new(vm, length.div_ceil(8))?;
    let Some(view) = int::view(number) else { return Ok(()) };
    let bytes = words.bytes_mut();
    let _ = to_bytes(view.int(), &mut bytes[..length], Endian::Little, false);
    // SAFETY: eight bytes are two words, and the memory is aligned for both.
    let words = unsafe { std::slice::from_raw_parts(words.as_ptr().cast::<u32>(), length / 4) };
    this(value).twister.seed(words);
    Ok(())
}

fn seed(vm: &mut Vm, args: Args<'_>) -> PyResult {
    seed_with(vm, &args.values[0], args.values.get(1))?;
    Ok(Value::none())
}

fn random(vm: &mut Vm, args: Args<'_>) -> PyResult {
    vm.new_float(this(&args.values[0]).twister.float())
}

fn get_rand_bits(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let random = this(&args.values[0]);
    let index = vm.to_index(&args.values[1])?;
    let bits = match int::to_i64(&index) {
        Some(bits) if bits < 0 => {
            return Err(vm.value_error(format_args!("Cannot convert negative int")));
        }
        Some(bits) => bits as usize,
        None => {
            let message = format_args!("Python int too large to convert to C int");
            return Err(vm.raise(Exc::OverflowError, message));
        }
    };
    if bits <= 32 {
        let number = if bits == 0 { 0 } else { random.twister.next() >> (32 - bits) };
        return vm.new_u64(number.into());
    }
    let words = bits.div_ceil(32);
    let mut bytes = BytesBuilder::new(vm);
    bytes.reserve(words.checked_mul(4).ok_or(pitviper_object::OutOfMemory)?)?;
    let mut left = bits;
    for index in 0..words {
        vm.work_at(index)?;
        let word = random.twister.next();
        let word = if left < 32 { word >> (32 - left) } else { word };
        bytes.push(&word.to_le_bytes())?;
        left = left.saturating_sub(32);
    }
    let mut room = Room::new(vm, from_bytes_len(bytes.len()))?;
    let written = from_bytes(room.limbs(), bytes.data(), Endian::Little, false);
    room.finish(vm, written)
}

fn get_state(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let random = this(&args.values[0]);
    let words = vm.new_list()?;
    words.reserve_exact(&mut vm.heap, SIZE + 1)?;
    for index in 0..=SIZE {
        vm.list_push(&words, Value::small(i64::from(random.twister.state(index))))?;
    }
    crate::types::tuple::fresh::from_list(vm, &words)
}

fn set_state(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(state) = args.values[1].downcast::<Tuple>() else {
        return Err(vm.type_error(format_args!("state vector must be a tuple")));
    };
    if state.len() != SIZE + 1 {
        return Err(vm.value_error(format_args!("state vector is the wrong size")));
    }
    let mut words = [0u32; SIZE + 1];
    for (place, word) in words.iter_mut().zip(state.items()) {
        let word = vm.to_index(word)?;
        match int::to_i64(&word) {
            Some(word) if word >= 0 => *place = word as u32,
            _ => {
                let message = format_args!("can't convert negative value to unsigned int");
                return Err(vm.raise(Exc::OverflowError, message));
            }
        }
    }
    if words[SIZE] as usize > SIZE {
        return Err(vm.value_error(format_args!("invalid state")));
    }
    for (index, word) in words.into_iter().enumerate() {
        this(&args.values[0]).twister.set_state(index, word);
    }
    Ok(Value::none())
}

/// The type.
pub static RANDOM: TypeSpec = TypeSpec {
    name: "Random",
    module: "_random",
    kind: RANDOM_KIND,
    base: kinds::OBJECT,
    doc: "Random() -> create a random number generator with its own internal state.",
    flags: TypeSpec::SUBCLASSABLE,
    slots: &Slots { new: Some(new), init: Some(init), ..Slots::EMPTY },
    methods: &[
        Method::new("random", random, 0, 0).doc("random($self, /)\n--\n\nrandom() -> x in the interval [0, 1)."),
        Method::new("seed", seed, 0, 1)
            .doc("seed($self, n=None, /)\n--\n\nInitialise the generator: by the system's randomness, or by a number or a hash."),
        Method::new("getstate", get_state, 0, 0)
            .doc("getstate($self, /)\n--\n\ngetstate() -> tuple containing the current state."),
        Method::new("setstate", set_state, 1, 1)
            .doc("setstate($self, state, /)\n--\n\nsetstate(state) -> None.  Restores generator state."),
        Method::new("getrandbits", get_rand_bits, 1, 1)
            .doc("getrandbits($self, k, /)\n--\n\ngetrandbits(k) -> x.  Generates an int with k random bits."),
    ],
    getset: &[],
    page: PageKind::Container,
    slot: <Random as Traverse>::slot,
    finish: None,
    size: fixed_size::<Random>,
};

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "_random",
    doc: "Module implements the Mersenne Twister random number generator.",
    functions: &[],
    types: SPECS,
    init: None,
};
