//! What the heap's tests share: a seeded generator, and a model that knows what every block must hold.
#![allow(dead_code, reason = "each test binary uses its own part")]
#![allow(clippy::disallowed_types, reason = "the model lives outside the heap under test")]

use pitviper_heap::{Block, Cost, Heap, HeapBox, Kind, Kinds, OutOfMemory};
use std::collections::BTreeMap;
use std::ptr::NonNull;

/// SplitMix64 (Steele, Lea, Flood 2014).
pub struct Rng(pub u64);

impl Rng {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    pub fn kind(&mut self) -> Kind {
        Kind::ALL[self.below(3)]
    }

    /// Mostly small sizes, with tails up to several mebibytes.
    pub fn size(&mut self) -> usize {
        match self.below(100) {
            0..60 => self.below(129),
            60..80 => self.below(1025),
            80..92 => self.below(9000),
            92..97 => self.below(100_000),
            97..99 => self.below(300_000),
            _ => self.below(3 << 20),
        }
    }
}

#[derive(Clone, Copy, Debug)]
pub struct Entry {
    pub block: NonNull<u8>,
    pub kind: Kind,
    pub bytes: usize,
    pub seed: u64,
}

/// A heap and the truth about it.
pub struct Model {
    pub heap: HeapBox,
    pub live: Vec<Entry>,
    pub allocations: [u64; 3],
    pub frees: [u64; 3],
    seeds: u64,
}

impl Model {
    pub fn new(heap: HeapBox) -> Model {
        Model { heap, live: Vec::new(), allocations: [0; 3], frees: [0; 3], seeds: 0 }
    }

    pub fn alloc(&mut self, kind: Kind, bytes: usize) -> Result<(), OutOfMemory> {
        let block = self.heap.alloc(kind, bytes)?;
        assert_eq!(block.addr().get() % 8, 0);
        self.seeds += 1;
        let entry = Entry { block, kind, bytes, seed: self.seeds };
        if kind != Kind::Raw {
            // SAFETY: blocks of objects have a first word.
            let header = unsafe { block.cast::<u64>().read() };
            assert_eq!(header, 0, "a new object's header must be 0");
        }
        // SAFETY: the block is ours and has `bytes` bytes.
        unsafe {
            assert!(Heap::usable_size(block) >= bytes);
            fill(&entry);
        }
        self.allocations[kind as usize] += 1;
        self.live.push(entry);
        Ok(())
    }

    pub fn free(&mut self, index: usize) {
        let entry = self.live.swap_remove(index);
        // SAFETY: the model holds only live blocks, each once.
        unsafe {
            check(&entry);
            Heap::free(entry.block);
        }
        self.frees[entry.kind as usize] += 1;
    }

    pub fn realloc(&mut self, index: usize, bytes: usize) -> Result<(), OutOfMemory> {
        let old = self.live[index];
        // SAFETY: the model holds only live blocks.
        let block = match unsafe { self.heap.realloc(old.block, old.kind, old.bytes, bytes) } {
            Ok(block) => block,
            Err(error) => {
                assert!(bytes > old.bytes, "shrinking must not fail");
                // SAFETY: on failure the old block is untouched.
                unsafe { check(&old) };
                return Err(error);
            }
        };
        if block != old.block && !self.is_huge_move(&old, block) {
            self.allocations[old.kind as usize] += 1;
            self.frees[old.kind as usize] += 1;
        }
        let entry = Entry { block, bytes, ..old };
        // SAFETY: the block is ours and has `bytes` bytes, the first of which were kept.
        unsafe {
            assert!(Heap::usable_size(block) >= bytes);
            check(&Entry { bytes: old.bytes.min(bytes), ..entry });
            fill(&entry);
        }
        self.live[index] = entry;
        Ok(())
    }

    /// A huge block that moves by remapping keeps its arena number and is no new allocation.
    fn is_huge_move(&self, old: &Entry, block: NonNull<u8>) -> bool {
        let totals = self.heap.stats().kinds[old.kind as usize];
        let moved = totals.allocations == self.allocations[old.kind as usize];
        assert!(!moved || block.addr().get().is_multiple_of(4096));
        moved
    }

    /// Compares the heap with the model, block by block.
    pub fn check(&self) {
        if let Err(violation) = self.heap.verify(Cost::Block) {
            panic!("{violation}");
        }
        let stats = self.heap.stats();
        let mut expected: BTreeMap<usize, Block> = BTreeMap::new();
        let mut bytes = [0usize; 3];
        let mut blocks = [0u64; 3];
        for entry in &self.live {
            // SAFETY: the model holds only live blocks.
            let size = unsafe {
                check(entry);
                assert_eq!(Heap::kind_of(entry.block), entry.kind);
                assert_eq!(Heap::of(entry.block).as_ptr().cast_const(), &raw const *self.heap);
                let packed = Heap::compress(entry.block);
                assert!(packed != 0);
                assert_eq!(self.heap.expand(packed), entry.block);
                Heap::usable_size(entry.block)
            };
            bytes[entry.kind as usize] += size;
            blocks[entry.kind as usize] += 1;
            let block = Block { address: entry.block, size, kind: entry.kind };
            assert!(expected.insert(entry.block.addr().get(), block).is_none());
        }
        let mut end = 0;
        for block in expected.values() {
            assert!(block.address.addr().get() >= end, "blocks overlap");
            end = block.address.addr().get() + block.size;
        }
        for kind in Kind::ALL {
            let k = stats.kind(kind);
            assert_eq!(k.live_blocks, blocks[kind as usize]);
            assert_eq!(k.live_bytes, bytes[kind as usize]);
            assert_eq!(k.allocations, self.allocations[kind as usize]);
            assert_eq!(k.frees, self.frees[kind as usize]);
            let classes = self.heap.class_stats(kind);
            assert_eq!(classes.iter().map(|c| c.page_bytes).sum::<usize>(), k.page_bytes);
            let small: u64 = classes.iter().map(|c| c.live_blocks).sum();
            assert_eq!(small + k.large_blocks, k.live_blocks);
        }
        let mut seen = 0;
        self.heap.visit_blocks(Kinds::ALL, &mut |block| {
            assert_eq!(expected.get(&block.address.addr().get()), Some(&block));
            seen += 1;
        });
        assert_eq!(seen, expected.len());
        assert_eq!(stats.used, self.heap.used());
        assert!(stats.peak >= stats.used && stats.used == stats.charged + stats.retained);
    }

    /// Frees everything and checks that nothing is left.
    pub fn finish(mut self) {
        while !self.live.is_empty() {
            self.free(self.live.len() - 1);
        }
        self.check();
        self.heap.trim();
        self.check();
        let stats = self.heap.stats();
        assert_eq!((stats.arenas, stats.pages, stats.large_blocks, stats.retained), (0, 0, 0, 0));
        assert_eq!(stats.used, empty_use());
    }
}

/// What an empty heap is charged.
pub fn empty_use() -> usize {
    HeapBox::new(pitviper_heap::Config::default()).expect("the OS has a few pages").used()
}

/// The offsets that carry the pattern: all of the first 4 KiB, then the start of each further 4 KiB.
/// Those of a shorter block are the first of those of a longer one.
fn offsets(bytes: usize) -> impl Iterator<Item = usize> {
    let starts = (4096..bytes).step_by(4096);
    (8..bytes.min(4096)).chain(starts.flat_map(move |start| start..bytes.min(start + 4)))
}

fn pattern(seed: u64, at: usize) -> u8 {
    (seed.wrapping_mul(0x9E37_79B9) >> 3) as u8 ^ at as u8 ^ (at >> 8) as u8
}

/// # Safety
/// The entry's block is live and has `bytes` bytes.
unsafe fn fill(entry: &Entry) {
    // SAFETY: the caller's block.
    unsafe {
        if entry.kind != Kind::Raw {
            entry.block.cast::<u64>().write(entry.seed);
        }
        for at in offsets(entry.bytes) {
            entry.block.add(at).write(pattern(entry.seed, at));
        }
    }
}

/// # Safety
/// The entry's block is live and was filled for its `bytes` bytes.
unsafe fn check(entry: &Entry) {
    // SAFETY: the caller's block.
    unsafe {
        if entry.kind != Kind::Raw {
            assert_eq!(entry.block.cast::<u64>().read(), entry.seed, "a header changed");
        }
        for at in offsets(entry.bytes) {
            assert_eq!(entry.block.add(at).read(), pattern(entry.seed, at), "contents changed at {at}");
        }
    }
}
