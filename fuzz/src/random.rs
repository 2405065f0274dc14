//! Small sources of choices: a generator of numbers, and the bytes of an input.

/// A generator of numbers (splitmix64).
pub struct Random(pub u64);

impl Random {
    /// The next one.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `limit`, or 0.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    /// So many bytes.
    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.next() as u8).collect()
    }
}

/// The bytes of an input as choices; zeros when they are used up.
pub struct Choices<'a> {
    bytes: &'a [u8],
    taken: usize,
}

impl<'a> Choices<'a> {
    /// All of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Choices<'a> {
        Choices { bytes, taken: 0 }
    }

    /// The next byte.
    pub fn byte(&mut self) -> u8 {
        let byte = self.bytes.get(self.taken).copied().unwrap_or(0);
        self.taken += 1;
        byte
    }

    /// A number below `limit`, at most 256, or 0.
    pub fn below(&mut self, limit: usize) -> usize {
        usize::from(self.byte()) % limit.max(1)
    }

    /// One of `all`, which has at most 256.
    pub fn one<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    /// True about `of_256` times in 256; false when the bytes are used up.
    pub fn chance(&mut self, of_256: u8) -> bool {
        !self.is_empty() && self.byte() < of_256
    }

    /// Whether the bytes are used up.
    pub fn is_empty(&self) -> bool {
        self.taken >= self.bytes.len()
    }

    /// Bytes up to one that is 0xff, or `most`.
    pub fn run(&mut self, most: usize) -> &'a [u8] {
        let rest = self.bytes.get(self.taken..).unwrap_or_default();
        let rest = &rest[..rest.len().min(most)];
        let end = rest.iter().position(|&byte| byte == 0xff).unwrap_or(rest.len());
        self.taken += end + 1;
        &rest[..end]
    }
}
