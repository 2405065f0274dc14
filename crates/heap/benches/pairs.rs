//! Nanoseconds per allocation and free, for several sizes and patterns, against the system's allocator and
//! mimalloc; and a loop of pairs for callgrind.
//!
//! `cargo bench -p pitviper-heap` prints the table. `pairs pair 32 1000000` runs so many pairs of 32 bytes
//! and nothing else, `pairs loop 32 1000000` the loop without them, so that
//! `valgrind --tool=callgrind` on both gives instructions per pair by difference.
#![allow(clippy::disallowed_types, reason = "the bench's own lists live outside the heap under test")]

use pitviper_heap::{Config, Heap, HeapBox, Kind};
use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::ptr::NonNull;
use std::time::Instant;

/// What is compared: allocation of a size known at compile time, header store included.
trait Allocator {
    fn alloc<const N: usize>(&mut self) -> NonNull<u8>;
    fn free<const N: usize>(&mut self, block: NonNull<u8>);
}

struct Ours(HeapBox);
struct Std<A>(A);

impl Allocator for Ours {
    #[inline(always)]
    fn alloc<const N: usize>(&mut self) -> NonNull<u8> {
        let block = self.0.alloc(Kind::Container, N).expect("no limit");
        // SAFETY: the block has at least eight bytes.
        unsafe { block.cast::<u64>().write(1) };
        block
    }
    #[inline(always)]
    fn free<const N: usize>(&mut self, block: NonNull<u8>) {
        // SAFETY: every pattern frees each block once.
        unsafe { Heap::free(block) };
    }
}

impl<A: GlobalAlloc> Allocator for Std<A> {
    #[inline(always)]
    fn alloc<const N: usize>(&mut self) -> NonNull<u8> {
        // SAFETY: the layout is not empty, and the block has at least eight bytes.
        unsafe {
            let block = NonNull::new(self.0.alloc(Layout::from_size_align_unchecked(N, 8))).expect("memory");
            block.cast::<u64>().write(1);
            block
        }
    }
    #[inline(always)]
    fn free<const N: usize>(&mut self, block: NonNull<u8>) {
        // SAFETY: every pattern frees each block once, with the layout it was made with.
        unsafe { self.0.dealloc(block.as_ptr(), Layout::from_size_align_unchecked(N, 8)) };
    }
}

/// Best of five runs, in nanoseconds per pair.
fn time(pairs: usize, mut run: impl FnMut()) -> f64 {
    (0..5)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed().as_nanos() as f64 / pairs as f64
        })
        .fold(f64::INFINITY, f64::min)
}

const PAIRS: usize = 2_000_000;

fn pair<const N: usize>(heap: &mut impl Allocator) -> f64 {
    time(PAIRS, || {
        for _ in 0..PAIRS {
            let block = black_box(heap.alloc::<N>());
            heap.free::<N>(block);
        }
    })
}

/// Batches freed newest first or oldest first.
fn batch<const N: usize>(heap: &mut impl Allocator, size: usize, newest_first: bool) -> f64 {
    let mut blocks = Vec::with_capacity(size);
    time(PAIRS, || {
        for _ in 0..PAIRS / size {
            blocks.extend((0..size).map(|_| heap.alloc::<N>()));
            if newest_first {
                while let Some(block) = blocks.pop() {
                    heap.free::<N>(block);
                }
            } else {
                blocks.drain(..).for_each(|block| heap.free::<N>(block));
            }
        }
    })
}

/// A window of live blocks, of which a random one is replaced at each step.
fn random<const N: usize>(heap: &mut impl Allocator, window: usize) -> f64 {
    let mut blocks: Vec<_> = (0..window).map(|_| heap.alloc::<N>()).collect();
    let mut state = 1u64;
    let ns = time(PAIRS, || {
        for _ in 0..PAIRS {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let place = ((state >> 33) as usize * window) >> 31;
            let old = std::mem::replace(&mut blocks[place], heap.alloc::<N>());
            heap.free::<N>(old);
        }
    });
    blocks.drain(..).for_each(|block| heap.free::<N>(block));
    ns
}

fn row<const N: usize>(name: &str, heap: &mut impl Allocator) {
    println!(
        "{N:>5} {name:<9} {:>7.2} {:>9.2} {:>9.2} {:>11.2} {:>12.2} {:>11.2} {:>13.2}",
        pair::<N>(heap),
        batch::<N>(heap, 1000, true),
        batch::<N>(heap, 1000, false),
        batch::<N>(heap, 200_000, true),
        batch::<N>(heap, 200_000, false),
        random::<N>(heap, 1000),
        random::<N>(heap, 200_000),
    );
}

fn rows<const N: usize>() {
    row::<N>("pitviper", &mut Ours(heap()));
    row::<N>("mimalloc", &mut Std(mimalloc::MiMalloc));
    row::<N>("system", &mut Std(System));
}

fn heap() -> HeapBox {
    HeapBox::new(Config::default()).expect("memory")
}

#[inline(never)]
fn callgrind<const N: usize>(heap: &mut Heap, pairs: usize, with: bool) {
    for _ in 0..pairs {
        if with {
            let block = heap.alloc(Kind::Container, N).expect("no limit");
            // SAFETY: the block has a first word, and is freed once.
            unsafe {
                block.cast::<u64>().write(1);
                Heap::free(black_box(block));
            }
        } else {
            black_box(NonNull::<u8>::dangling());
        }
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    if let [what, size, pairs] = arguments.as_slice() {
        let pairs = pairs.parse().expect("a number of pairs");
        let mut heap = heap();
        if what == "pages" {
            batch::<2048>(&mut Ours(heap), 1000, true);
            return;
        }
        match size.as_str() {
            "8" => callgrind::<8>(&mut heap, pairs, what == "pair"),
            "32" => callgrind::<32>(&mut heap, pairs, what == "pair"),
            _ => callgrind::<512>(&mut heap, pairs, what == "pair"),
        }
        return;
    }
    println!("ns per alloc + header + free; LIFO and FIFO in batches, random replacement in a window");
    println!("bytes allocator    pair  LIFO 1000 FIFO 1000  LIFO 200000  FIFO 200000 random 1000 random 200000");
    rows::<16>();
    rows::<32>();
    rows::<64>();
    rows::<256>();
    rows::<2048>();
}
