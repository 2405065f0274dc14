//! String hashing as CPython does it: SipHash-1-3 (Aumasson and Bernstein) over the stored bytes.
//!
//! Equal strings must be stored in the same width to hash equally: the narrowest.

use crate::chars::Chars;

/// The two words of the key, k0 and k1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Key {
    k0: u64,
    k1: u64,
}

impl Key {
    /// From 16 bytes, each word least significant byte first.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Key {
        let both = u128::from_le_bytes(bytes);
        Key { k0: both as u64, k1: (both >> 64) as u64 }
    }

    /// The key that CPython derives from the integer in `PYTHONHASHSEED`; 0 means no randomness.
    #[must_use]
    pub const fn from_seed(seed: u32) -> Key {
        if seed == 0 {
            return Key { k0: 0, k1: 0 };
        }
        let mut bytes = [0; 16];
        let mut state = seed;
        let mut index = 0;
        while index < bytes.len() {
            state = state.wrapping_mul(214_013).wrapping_add(2_531_011);
            bytes[index] = (state >> 16) as u8;
            index += 1;
        }
        Key::from_bytes(bytes)
    }
}

struct State {
    v0: u64,
    v1: u64,
    v2: u64,
    v3: u64,
}

impl State {
    const fn new(key: Key) -> Self {
        State {
            v0: key.k0 ^ 0x736F_6D65_7073_6575,
            v1: key.k1 ^ 0x646F_7261_6E64_6F6D,
            v2: key.k0 ^ 0x6C79_6765_6E65_7261,
            v3: key.k1 ^ 0x7465_6462_7974_6573,
        }
    }

    #[inline]
    fn round(&mut self) {
        self.v0 = self.v0.wrapping_add(self.v1);
        self.v2 = self.v2.wrapping_add(self.v3);
        self.v1 = self.v1.rotate_left(13) ^ self.v0;
        self.v3 = self.v3.rotate_left(16) ^ self.v2;
        self.v0 = self.v0.rotate_left(32);
        self.v2 = self.v2.wrapping_add(self.v1);
        self.v0 = self.v0.wrapping_add(self.v3);
        self.v1 = self.v1.rotate_left(17) ^ self.v2;
        self.v3 = self.v3.rotate_left(21) ^ self.v0;
        self.v2 = self.v2.rotate_left(32);
    }

    #[inline]
    fn absorb(&mut self, word: u64) {
        self.v3 ^= word;
        self.round();
        self.v0 ^= word;
    }

    fn finish(mut self, tail: u64, len: usize) -> u64 {
        self.absorb(tail | (len as u64) << 56);
        self.v2 ^= 0xFF;
        self.digest()
    }

    #[inline]
    fn digest(&mut self) -> u64 {
        self.round();
        self.round();
        self.round();
        self.v0 ^ self.v1 ^ self.v2 ^ self.v3
    }
}

/// Takes all whole words in; what is left over, as a word.
#[inline]
fn absorb_bytes(state: &mut State, bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        state.absorb(u64::from_le_bytes(*word));
    }
    rest.iter().rev().fold(0, |tail, &byte| tail << 8 | u64::from(byte))
}

/// SipHash-1-3 of `bytes`.
#[must_use]
pub fn siphash13(key: Key, bytes: &[u8]) -> u64 {
    let mut state = State::new(key);
    let tail = absorb_bytes(&mut state, bytes);
    state.finish(tail, bytes.len())
}

/// SipHash-1-3 of `bytes` with a result of 128 bits: a checksum. The second half of the key is zero.
#[must_use]
pub fn siphash13_128(key: u64, bytes: &[u8]) -> u128 {
    let mut state = State::new(Key { k0: key, k1: 0 });
    state.v1 ^= 0xEE;
    let tail = absorb_bytes(&mut state, bytes);
    state.absorb(tail | (bytes.len() as u64) << 56);
    state.v2 ^= 0xEE;
    let low = state.digest();
    state.v1 ^= 0xDD;
    let high = state.digest();
    u128::from(low) | u128::from(high) << 64
}

/// The hash of text that comes in portions, all of them but the last of a multiple of eight characters and of one width.
pub struct Hashing {
    state: State,
    tail: u64,
    bytes: usize,
}

impl Hashing {
    /// Of no text yet.
    #[must_use]
    pub const fn new(key: Key) -> Hashing {
        Hashing { state: State::new(key), tail: 0, bytes: 0 }
    }

    /// Takes the next portion.
    #[inline]
    pub fn take(&mut self, part: Chars<'_>) {
        let state = &mut self.state;
        self.tail = match part {
            Chars::One(units) => absorb_bytes(state, units),
            Chars::Two(units) => {
                let (words, rest) = units.as_chunks::<4>();
                for word in words {
                    state.absorb(word.iter().rev().fold(0, |word, &unit| word << 16 | u64::from(unit)));
                }
                rest.iter().rev().fold(0, |tail, &unit| tail << 16 | u64::from(unit))
            }
            Chars::Four(units) => {
                let (words, rest) = units.as_chunks::<2>();
                for &[low, high] in words {
                    state.absorb(u64::from(high) << 32 | u64::from(low));
                }
                rest.first().map_or(0, |&unit| unit.into())
            }
        };
        self.bytes = self.bytes.wrapping_add(part.len().wrapping_mul(part.stored_width().bytes()));
    }

    /// What [`hash_str`] gives for the whole text.
    #[must_use]
    #[inline]
    pub fn finish(self) -> i64 {
        if self.bytes == 0 { 0 } else { visible(self.state.finish(self.tail, self.bytes)) }
    }
}

/// `hash(text)`: 0 for the empty string, and never -1, which CPython keeps for errors.
#[must_use]
pub fn hash_str(key: Key, text: Chars<'_>) -> i64 {
    let mut hashing = Hashing::new(key);
    hashing.take(text);
    hashing.finish()
}

/// `hash(data)` of `bytes`; equals that of the `str` stored in the same bytes.
#[must_use]
pub fn hash_bytes(key: Key, data: &[u8]) -> i64 {
    hash_str(key, Chars::One(data))
}

const fn visible(hash: u64) -> i64 {
    match hash.cast_signed() {
        -1 => -2,
        hash => hash,
    }
}

#[cfg(test)]
mod tests {
    use super::siphash13_128;

    #[test]
    fn every_bit_counts() {
        let mut bytes = *b"sixteen and some";
        let whole = siphash13_128(7, &bytes);
        for bit in 0..bytes.len() * 8 {
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert_ne!(siphash13_128(7, &bytes), whole);
            bytes[bit / 8] ^= 1 << (bit % 8);
        }
        assert_ne!(siphash13_128(7, &bytes[..15]), whole);
        assert_ne!(siphash13_128(8, &bytes), whole);
        assert_eq!(siphash13_128(7, &bytes), whole);
    }
}
