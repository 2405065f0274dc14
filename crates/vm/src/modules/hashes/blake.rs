//! BLAKE2b and BLAKE2s (RFC 7693), with all parameters that Python gives them.

/// Which words go where in each round.
const SCHEDULE: [[usize; 16]; 10] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
    [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
    [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
    [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
    [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
    [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
    [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
    [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
    [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];

/// The words that each of a round's eight steps mixes.
const STEPS: [[usize; 4]; 8] = [
    [0, 4, 8, 12],
    [1, 5, 9, 13],
    [2, 6, 10, 14],
    [3, 7, 11, 15],
    [0, 5, 10, 15],
    [1, 6, 11, 12],
    [2, 7, 8, 13],
    [3, 4, 9, 14],
];

macro_rules! blake {
    ($(#[$doc:meta])* $name:ident, $word:ty, $wide:ty, $block:literal, $rounds:literal, $turns:expr, $start:expr) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name {
            state: [$word; 8],
            block: [u8; $block],
            filled: usize,
            bytes: $wide,
            last_node: bool,
            /// Bytes of the result.
            pub digest_size: usize,
        }

        impl $name {
            /// Bytes of a block.
            pub const BLOCK: usize = $block;
            /// Most bytes of a result, and of a key.
            pub const MOST: usize = $block / 2;

            /// With a parameter block, which says among other things how long the result is, and a key.
            pub fn new(parameters: &[u8; $block / 2], key: &[u8], last_node: bool) -> $name {
                let mut state: [$word; 8] = $start;
                for (word, bytes) in state.iter_mut().zip(parameters.chunks_exact(size_of::<$word>())) {
                    *word ^= <$word>::from_le_bytes(bytes.try_into().unwrap_or_default());
                }
                let digest_size = usize::from(parameters[0]);
                let mut made =
                    $name { state, block: [0; $block], filled: 0, bytes: 0, last_node, digest_size };
                if !key.is_empty() {
                    let mut first = [0; $block];
                    first[..key.len()].copy_from_slice(key);
                    made.update(&first);
                }
                made
            }

            /// Adds data.
            pub fn update(&mut self, mut data: &[u8]) {
                while !data.is_empty() {
                    if self.filled == $block {
                        self.bytes += $block;
                        self.compress(false);
                        self.filled = 0;
                    }
                    let count = data.len().min($block - self.filled);
                    self.block[self.filled..self.filled + count].copy_from_slice(&data[..count]);
                    self.filled += count;
                    data = &data[count..];
                }
            }

            /// The result; the first `digest_size` bytes count.
            pub fn finish(mut self) -> [u8; 64] {
                self.bytes += self.filled as $wide;
                self.block[self.filled..].fill(0);
                self.compress(true);
                let mut out = [0; 64];
                for (place, word) in out.chunks_exact_mut(size_of::<$word>()).zip(self.state) {
                    place.copy_from_slice(&word.to_le_bytes());
                }
                out
            }

            fn compress(&mut self, last: bool) {
                let start: [$word; 8] = $start;
                let mut v: [$word; 16] = [0; 16];
                v[..8].copy_from_slice(&self.state);
                v[8..].copy_from_slice(&start);
                v[12] ^= self.bytes as $word;
                v[13] ^= (self.bytes >> <$word>::BITS) as $word;
                if last {
                    v[14] = !v[14];
                    if self.last_node {
                        v[15] = !v[15];
                    }
                }
                let mut message: [$word; 16] = [0; 16];
                for (word, bytes) in message.iter_mut().zip(self.block.chunks_exact(size_of::<$word>())) {
                    *word = <$word>::from_le_bytes(bytes.try_into().unwrap_or_default());
                }
                let turns: [u32; 4] = $turns;
                for round in 0..$rounds {
                    let order = &SCHEDULE[round % 10];
                    for (step, [a, b, c, d]) in STEPS.into_iter().enumerate() {
                        v[a] = v[a].wrapping_add(v[b]).wrapping_add(message[order[2 * step]]);
                        v[d] = (v[d] ^ v[a]).rotate_right(turns[0]);
                        v[c] = v[c].wrapping_add(v[d]);
                        v[b] = (v[b] ^ v[c]).rotate_right(turns[1]);
                        v[a] = v[a].wrapping_add(v[b]).wrapping_add(message[order[2 * step + 1]]);
                        v[d] = (v[d] ^ v[a]).rotate_right(turns[2]);
                        v[c] = v[c].wrapping_add(v[d]);
                        v[b] = (v[b] ^ v[c]).rotate_right(turns[3]);
                    }
                }
                for (index, word) in self.state.iter_mut().enumerate() {
                    *word ^= v[index] ^ v[index + 8];
                }
            }
        }
    };
}

blake!(
    /// BLAKE2b.
    Blake2b, u64, u128, 128, 12, [32, 24, 16, 63],
    [
        0x6A09_E667_F3BC_C908,
        0xBB67_AE85_84CA_A73B,
        0x3C6E_F372_FE94_F82B,
        0xA54F_F53A_5F1D_36F1,
        0x510E_527F_ADE6_82D1,
        0x9B05_688C_2B3E_6C1F,
        0x1F83_D9AB_FB41_BD6B,
        0x5BE0_CD19_137E_2179,
    ]
);

blake!(
    /// BLAKE2s.
    Blake2s, u32, u64, 64, 10, [16, 12, 8, 7],
    [
        0x6A09_E667,
        0xBB67_AE85,
        0x3C6E_F372,
        0xA54F_F53A,
        0x510E_527F,
        0x9B05_688C,
        0x1F83_D9AB,
        0x5BE0_CD19,
    ]
);
