//! `_kdf`: keys out of passwords, PBKDF2 (RFC 8018) and scrypt (RFC 7914), which CPython's `hashlib` takes from OpenSSL.

use pitviper_object::Value;

use super::blake::{Blake2b, Blake2s};
use super::state::State;
use crate::core::args::Params;
use crate::core::error::{Exc, PyResult};
use crate::core::module::ModuleSpec;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::bytes::buffer_argument;
use crate::types::int::{Limbs, to_i64};
use crate::types::str::Str;

/// The longest block and the longest result of any algorithm.
const LONGEST_BLOCK: usize = 144;
const LONGEST_DIGEST: usize = 64;

/// HMAC with its key in it.
struct Mac {
    inner: State,
    outer: State,
    size: usize,
}

impl Mac {
    fn new(empty: &State, key: &[u8]) -> Mac {
        let (size, block) = (empty.digest_size(), empty.block_size().min(LONGEST_BLOCK));
        let mut padded = [0; LONGEST_BLOCK];
        if key.len() > block {
            let mut state = empty.clone();
            state.update(key);
            state.digest(&mut padded[..size]);
        } else {
            padded[..key.len()].copy_from_slice(key);
        }
        let keyed = |pad: u8| {
            let mut state = empty.clone();
            state.update(&padded.map(|byte| byte ^ pad)[..block]);
            state
        };
        Mac { inner: keyed(0x36), outer: keyed(0x5C), size }
    }

    /// Writes the code of a text in two parts to the front of `out`.
    fn sign(&self, first: &[u8], second: &[u8], out: &mut [u8; LONGEST_DIGEST]) {
        let mut inner = self.inner.clone();
        inner.update(first);
        inner.update(second);
        inner.digest(&mut out[..self.size]);
        let mut outer = self.outer.clone();
        outer.update(&out[..self.size]);
        outer.digest(&mut out[..self.size]);
    }
}

/// PBKDF2: fills `out`.
fn derive(vm: &mut Vm, mac: &Mac, salt: &[u8], iterations: u64, out: &mut [u8]) -> PyResult<()> {
    // A step for each block of 64 bytes that is hashed, four for each code.
    let work = 4;
    for (index, part) in out.chunks_mut(mac.size.max(1)).enumerate() {
        let number = (index as u32 + 1).to_be_bytes();
        let mut code = [0; LONGEST_DIGEST];
        vm.work_plain(u32::try_from(salt.len() / 64).unwrap_or(u32::MAX).saturating_add(work))?;
        mac.sign(salt, &number, &mut code);
        let mut sum = code;
        for _ in 1..iterations {
            vm.work_plain(work)?;
            let last = code;
            mac.sign(&last[..mac.size], &[], &mut code);
            sum.iter_mut().zip(&code).for_each(|(sum, byte)| *sum ^= byte);
        }
        part.copy_from_slice(&sum[..part.len()]);
    }
    Ok(())
}

/// The parameters of BLAKE2 when it is a plain hash.
fn parameters<const N: usize>(size: u8) -> [u8; N] {
    let mut made = [0; N];
    for (byte, value) in made.iter_mut().zip([size, 0, 1, 1]) {
        *byte = value;
    }
    made
}

/// An algorithm by its name as OpenSSL knows it.
fn algorithm(name: &Str) -> Option<State> {
    let mut lower = [0; 16];
    let name = name.as_ascii()?.as_bytes();
    let lower = lower.get_mut(..name.len())?;
    lower.copy_from_slice(name);
    lower.make_ascii_lowercase();
    let name = std::str::from_utf8(lower).ok()?;
    match name {
        "sha-1" => State::named("sha1"),
        "sha-224" => State::named("sha224"),
        "sha-256" => State::named("sha256"),
        "sha-384" => State::named("sha384"),
        "sha-512" => State::named("sha512"),
        "sha3-224" => State::named("sha3_224"),
        "sha3-256" => State::named("sha3_256"),
        "sha3-384" => State::named("sha3_384"),
        "sha3-512" => State::named("sha3_512"),
        "blake2b" => Some(State::Blake2b(Blake2b::new(&parameters(64), &[], false))),
        "blake2s" => Some(State::Blake2s(Blake2s::new(&parameters(32), &[], false))),
        "shake_128" | "shake_256" => None,
        name => State::named(name),
    }
}

/// A number that is a C long.
fn c_long(vm: &mut Vm, value: &Value) -> PyResult<i64> {
    let int = vm.to_index(value)?;
    match to_i64(&int) {
        Some(int) => Ok(int),
        None => Err(vm.raise(Exc::OverflowError, format_args!("Python int too large to convert to C long"))),
    }
}

/// The longest key.
const LONGEST_KEY: i64 = i32::MAX as i64;

fn pbkdf2_hmac(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let names = ["hash_name", "password", "salt", "iterations", "dklen"];
    let [name, password, salt, iterations, length] = args.parse(vm, "pbkdf2_hmac", names, 4, 0)?;
    let (Some(name), Some(password), Some(salt), Some(iterations)) = (name, password, salt, iterations) else {
        return Ok(Value::none());
    };
    let Some(text) = name.downcast::<Str>() else {
        let kind = vm.argument_kind(name);
        return Err(vm.type_error(format_args!("pbkdf2_hmac() argument 'hash_name' must be str, not {kind}")));
    };
    let (password, salt) = (buffer_argument(vm, password)?, buffer_argument(vm, salt)?);
    let iterations = c_long(vm, iterations)?;
    let Some(empty) = algorithm(text) else {
        return Err(vm.value_error(format_args!("unsupported hash type {text}")));
    };
    if iterations < 1 {
        return Err(vm.value_error(format_args!("iteration value must be greater than 0.")));
    }
    if iterations > i64::from(i32::MAX) {
        return Err(vm.raise(Exc::OverflowError, format_args!("iteration value is too great.")));
    }
    let length = match length.filter(|length| !length.is_none()) {
        Some(length) => c_long(vm, length)?,
        None => empty.digest_size() as i64,
    };
    if length < 1 {
        return Err(vm.value_error(format_args!("key length must be greater than 0.")));
    }
    if length > LONGEST_KEY {
        return Err(vm.raise(Exc::OverflowError, format_args!("key length is too great.")));
    }
    let length = length as usize;
    let mut room = Limbs::new(vm, length.div_ceil(8))?;
    let key = &mut room.bytes_mut()[..length];
    derive(vm, &Mac::new(&empty, password), salt, iterations as u64, key)?;
    vm.new_bytes(key)
}

/// The core of Salsa20 with 8 rounds.
fn salsa(block: &mut [u32; 16]) {
    let mut x = *block;
    let mut quarter = |a: usize, b: usize, c: usize, d: usize| {
        x[b] ^= x[a].wrapping_add(x[d]).rotate_left(7);
        x[c] ^= x[b].wrapping_add(x[a]).rotate_left(9);
        x[d] ^= x[c].wrapping_add(x[b]).rotate_left(13);
        x[a] ^= x[d].wrapping_add(x[c]).rotate_left(18);
    };
    for _ in 0..4 {
        quarter(0, 4, 8, 12);
        quarter(5, 9, 13, 1);
        quarter(10, 14, 2, 6);
        quarter(15, 3, 7, 11);
        quarter(0, 1, 2, 3);
        quarter(5, 6, 7, 4);
        quarter(10, 11, 8, 9);
        quarter(15, 12, 13, 14);
    }
    block.iter_mut().zip(x).for_each(|(word, new)| *word = word.wrapping_add(new));
}

/// The words of 64 bytes.
fn words(bytes: &[u8]) -> [u32; 16] {
    let mut made = [0; 16];
    for (word, bytes) in made.iter_mut().zip(bytes.as_chunks::<4>().0) {
        *word = u32::from_le_bytes(*bytes);
    }
    made
}

/// Mixes the blocks of `from` into `to`.
fn mix(from: &[u8], to: &mut [u8]) {
    let (blocks, half) = (from.len() / 64, from.len() / 2);
    let mut last = words(&from[from.len() - 64..]);
    for index in 0..blocks {
        let block = words(&from[index * 64..][..64]);
        last.iter_mut().zip(block).for_each(|(word, other)| *word ^= other);
        salsa(&mut last);
        let place = index / 2 * 64 + if index % 2 == 0 { 0 } else { half };
        for (bytes, word) in to[place..][..64].as_chunks_mut::<4>().0.iter_mut().zip(last) {
            *bytes = word.to_le_bytes();
        }
    }
}

/// Mixes a part with `count` versions of itself, which takes much memory.
fn mix_with_memory(vm: &mut Vm, part: &mut [u8], count: usize, memory: &mut [u8], spare: &mut [u8]) -> PyResult<()> {
    let len = part.len();
    let work = u32::try_from(len / 64).unwrap_or(u32::MAX);
    for index in 0..count {
        vm.work_plain(work)?;
        memory[index * len..][..len].copy_from_slice(part);
        mix(part, spare);
        part.copy_from_slice(spare);
    }
    for _ in 0..count {
        vm.work_plain(work)?;
        let word = part[len - 64..].first_chunk().copied().unwrap_or_default();
        let chosen = u64::from_le_bytes(word) as usize & (count - 1);
        part.iter_mut().zip(&memory[chosen * len..][..len]).for_each(|(byte, other)| *byte ^= other);
        mix(part, spare);
        part.copy_from_slice(spare);
    }
    Ok(())
}

/// Memory that scrypt may use when nothing else is said.
const MEMORY: u64 = 32 << 20;

fn scrypt(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let parameters = Params::new("scrypt", ["password", "salt", "n", "r", "p", "maxmem", "dklen"]);
    let given = parameters.required(5).keyword_only(6).bind(vm, args)?;
    let [Some(password), Some(salt), Some(n), Some(r), Some(p), memory, length] = given else {
        return Ok(Value::none());
    };
    let (password, salt) = (buffer_argument(vm, password)?, buffer_argument(vm, salt)?);
    let mut costs = [0u64; 3];
    for (cost, value) in costs.iter_mut().zip([n, r, p]) {
        let Ok(int) = u64::try_from(c_long(vm, value)?) else {
            return Err(vm.value_error(format_args!("Cannot convert negative int")));
        };
        *cost = int;
    }
    let [n, r, p] = costs;
    if n < 2 || !n.is_power_of_two() {
        return Err(vm.value_error(format_args!("n must be a power of 2.")));
    }
    let memory = memory.map_or(Ok(0), |memory| c_long(vm, memory))?;
    let Some(memory) = u64::try_from(memory).ok().filter(|memory| *memory <= LONGEST_KEY as u64) else {
        return Err(vm.value_error(format_args!("maxmem must be positive and smaller than {LONGEST_KEY}")));
    };
    let length = length.map_or(Ok(64), |length| c_long(vm, length))?;
    if !(1..=LONGEST_KEY).contains(&length) {
        return Err(vm.value_error(format_args!("dklen must be greater than 0 and smaller than {LONGEST_KEY}")));
    }
    if r == 0 || p == 0 || r < 4 && n >= 1 << (16 * r) {
        return Err(vm.value_error(format_args!("Invalid parameter combination for n, r, p, maxmem.")));
    }
    let limit = if memory == 0 { MEMORY } else { memory };
    let part = r.checked_mul(128);
    let all = part.and_then(|part| {
        let total = p.checked_mul(part)?.checked_add(part.checked_mul(n.checked_add(2)?)?)?;
        (total <= limit).then_some(part)
    });
    let Some(part) = all else {
        return Err(vm.value_error(format_args!("[digital envelope routines] memory limit exceeded")));
    };
    let (part, n, p) = (part as usize, n as usize, p as usize);
    let Some(sha256) = State::named("sha256") else { return Ok(Value::none()) };
    let mac = Mac::new(&sha256, password);
    let mut blocks = Limbs::new(vm, part * p / 8)?;
    let blocks = blocks.bytes_mut();
    derive(vm, &mac, salt, 1, blocks)?;
    let (mut versions, mut spare) = (Limbs::new(vm, part * n / 8)?, Limbs::new(vm, part / 8)?);
    for block in blocks.chunks_mut(part) {
        mix_with_memory(vm, block, n, versions.bytes_mut(), spare.bytes_mut())?;
    }
    let length = length as usize;
    let mut room = Limbs::new(vm, length.div_ceil(8))?;
    let key = &mut room.bytes_mut()[..length];
    derive(vm, &mac, blocks, 1, key)?;
    vm.new_bytes(key)
}

/// `_kdf`.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "_kdf",
    doc: "Keys out of passwords.",
    functions: &[
        Method::keywords("pbkdf2_hmac", pbkdf2_hmac).doc("pbkdf2_hmac($module, /, hash_name, password, salt, iterations,\n            dklen=None)\n--\n\nPassword based key derivation function 2 (PKCS #5 v2.0) with HMAC as pseudorandom function."),
        Method::keywords("scrypt", scrypt).doc("scrypt($module, /, password, *, salt, n, r, p, maxmem=0, dklen=64)\n--\n\nscrypt password-based key derivation function."),
    ],
    types: &[],
    init: None,
};
