//! SipHash-1-3 with 128 bits (Aumasson and Bernstein): the checksum of serialised code.

/// The hash of `bytes` under a key of which the second half is zero.
pub fn hash(key: u64, bytes: &[u8]) -> u128 {
    let mut state = State {
        v0: key ^ 0x736F_6D65_7073_6575,
        v1: 0x646F_7261_6E64_6F6D ^ 0xEE,
        v2: key ^ 0x6C79_6765_6E65_7261,
        v3: 0x7465_6462_7974_6573,
    };
    let (words, tail) = bytes.as_chunks::<8>();
    for &word in words {
        state.absorb(u64::from_le_bytes(word));
    }
    let mut last = [0; 8];
    last[..tail.len()].copy_from_slice(tail);
    last[7] = bytes.len() as u8;
    state.absorb(u64::from_le_bytes(last));
    state.v2 ^= 0xEE;
    let low = state.finish();
    state.v1 ^= 0xDD;
    let high = state.finish();
    u128::from(low) | u128::from(high) << 64
}

struct State {
    v0: u64,
    v1: u64,
    v2: u64,
    v3: u64,
}

impl State {
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

    fn absorb(&mut self, word: u64) {
        self.v3 ^= word;
        self.round();
        self.v0 ^= word;
    }

    fn finish(&mut self) -> u64 {
        for _ in 0..3 {
            self.round();
        }
        self.v0 ^ self.v1 ^ self.v2 ^ self.v3
    }
}

#[cfg(test)]
mod tests {
    use super::hash;

    #[test]
    fn every_bit_counts() {
        let mut bytes = *b"sixteen and some";
        let whole = hash(7, &bytes);
        for bit in 0..bytes.len() * 8 {
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert_ne!(hash(7, &bytes), whole);
            bytes[bit / 8] ^= 1 << (bit % 8);
        }
        assert_ne!(hash(7, &bytes[..15]), whole);
        assert_ne!(hash(8, &bytes), whole);
        assert_eq!(hash(7, &bytes), whole);
    }
}
