//! The Mersenne Twister (M. Matsumoto and T. Nishimura, 1998: MT19937).

use std::cell::Cell;

/// Words of state.
pub const SIZE: usize = 624;
const SHIFT: usize = 397;

/// A generator.
pub struct Twister {
    words: [Cell<u32>; SIZE],
    /// The next word to give; all are used up at [`SIZE`].
    index: Cell<usize>,
}

impl Twister {
    /// With an empty state, to be seeded.
    pub fn new() -> Twister {
        Twister { words: [const { Cell::new(0) }; SIZE], index: Cell::new(SIZE) }
    }

    /// Seeds with one word.
    fn seed_word(&self, seed: u32) {
        let mut last = seed;
        self.words[0].set(seed);
        for (index, word) in self.words.iter().enumerate().skip(1) {
            last = (last ^ (last >> 30)).wrapping_mul(1_812_433_253).wrapping_add(index as u32);
            word.set(last);
        }
        self.index.set(SIZE);
    }

    /// Seeds with words, one at least.
    pub fn seed(&self, key: &[u32]) {
        self.seed_word(19_650_218);
        let mix = |at: usize, factor: u32| {
            let before = self.words[(at + SIZE - 1) % SIZE].get();
            self.words[at].get() ^ (before ^ (before >> 30)).wrapping_mul(factor)
        };
        let (mut at, mut place) = (1, 0);
        for _ in 0..SIZE.max(key.len()) {
            let word = key.get(place).copied().unwrap_or(0);
            self.words[at].set(mix(at, 1_664_525).wrapping_add(word).wrapping_add(place as u32));
            at += 1;
            place = if place + 1 >= key.len() { 0 } else { place + 1 };
            if at >= SIZE {
                self.words[0].set(self.words[SIZE - 1].get());
                at = 1;
            }
        }
        for _ in 0..SIZE - 1 {
            self.words[at].set(mix(at, 1_566_083_941).wrapping_sub(at as u32));
            at += 1;
            if at >= SIZE {
                self.words[0].set(self.words[SIZE - 1].get());
                at = 1;
            }
        }
        self.words[0].set(0x8000_0000);
    }

    /// Makes the next words.
    fn refill(&self) {
        for at in 0..SIZE {
            let bits = (self.words[at].get() & 0x8000_0000) | (self.words[(at + 1) % SIZE].get() & 0x7FFF_FFFF);
            let twist = if bits & 1 == 0 { 0 } else { 0x9908_B0DF };
            self.words[at].set(self.words[(at + SHIFT) % SIZE].get() ^ (bits >> 1) ^ twist);
        }
        self.index.set(0);
    }

    /// The next 32 bits.
    pub fn next(&self) -> u32 {
        if self.index.get() >= SIZE {
            self.refill();
        }
        let index = self.index.get();
        self.index.set(index + 1);
        let mut word = self.words[index].get();
        word ^= word >> 11;
        word ^= (word << 7) & 0x9D2C_5680;
        word ^= (word << 15) & 0xEFC6_0000;
        word ^ (word >> 18)
    }

    /// A float in [0, 1) of 53 bits.
    pub fn float(&self) -> f64 {
        let (high, low) = (self.next() >> 5, self.next() >> 6);
        (f64::from(high) * 67_108_864.0 + f64::from(low)) * (1.0 / 9_007_199_254_740_992.0)
    }

    /// Word `index` of the state; behind the words comes the position.
    pub fn state(&self, index: usize) -> u32 {
        self.words.get(index).map_or(self.index.get() as u32, Cell::get)
    }

    /// Sets a word of the state.
    pub fn set_state(&self, index: usize, word: u32) {
        match self.words.get(index) {
            Some(place) => place.set(word),
            None => self.index.set((word as usize).min(SIZE)),
        }
    }
}
