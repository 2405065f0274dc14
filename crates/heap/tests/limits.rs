//! The limit, the reserve, charges, and requests no memory could serve.
#![allow(clippy::disallowed_types, reason = "the test's own lists live outside the heap under test")]

mod support;
use pitviper_heap::{Config, Cost, Heap, HeapBox, Kind, OutOfMemory};
use std::ptr::NonNull;
use support::{Model, empty_use};

const LIMIT: usize = 3 << 20;
const RESERVE: usize = 256 << 10;

fn bounded(limit: usize) -> HeapBox {
    HeapBox::new(Config { limit: Some(limit), reserve: RESERVE }).expect("the OS has a few pages")
}

/// Allocates raw blocks until the heap says no.
fn fill(heap: &mut HeapBox, bytes: usize) -> Vec<NonNull<u8>> {
    std::iter::from_fn(|| heap.alloc(Kind::Raw, bytes).ok()).collect()
}

fn free_all(blocks: Vec<NonNull<u8>>) {
    for block in blocks {
        // SAFETY: each block came from `fill` and is freed once.
        unsafe { Heap::free(block) };
    }
}

#[test]
fn the_limit_is_exact_and_nearly_reached() {
    for bytes in [16, 40, 200, 1500, 5000, 10_000, 100_000] {
        let mut heap = bounded(LIMIT);
        let blocks = fill(&mut heap, bytes);
        assert!(heap.used() <= LIMIT);
        let unit = bytes.next_multiple_of(4096).max(8 * 4096) + 8192;
        assert!(heap.used() + unit > LIMIT, "{bytes}: refused at {} of {LIMIT}", heap.used());
        assert!(heap.stats().peak <= LIMIT);
        heap.verify(Cost::Block).expect("valid at the limit");
        let count = blocks.len();
        free_all(blocks);
        // What was freed can be had again, also in another size.
        let again = fill(&mut heap, bytes);
        assert_eq!(again.len(), count);
        free_all(again);
        let other = fill(&mut heap, 3000);
        assert!(other.len() * 3072 > LIMIT * 9 / 10);
        free_all(other);
        heap.trim();
        assert_eq!(heap.used(), empty_use());
    }
}

#[test]
fn impossible_requests_are_errors() {
    for limit in [None, Some(LIMIT)] {
        let mut model = Model::new(HeapBox::new(Config { limit, ..Config::default() }).expect("a few pages"));
        let sizes = [usize::MAX, usize::MAX - 7, usize::MAX - 4096, isize::MAX as usize, 1 << 62, 1 << 48];
        for kind in Kind::ALL {
            for bytes in sizes {
                assert!(model.alloc(kind, bytes).is_err());
            }
        }
        for start in [10, 9000, 300_000] {
            model.alloc(Kind::Raw, start).expect("fits");
            let last = model.live.len() - 1;
            for bytes in sizes {
                assert_eq!(model.realloc(last, bytes), Err(OutOfMemory));
            }
        }
        assert_eq!(model.heap.charge(usize::MAX), Err(OutOfMemory));
        model.check();
        model.finish();
    }
    let tiny = HeapBox::new(Config { limit: Some(100), ..Config::default() });
    assert!(tiny.is_err());
}

#[test]
fn huge_blocks_meet_the_limit() {
    let mut heap = bounded(LIMIT);
    let block = heap.alloc(Kind::Raw, 2 << 20).expect("fits");
    assert!(heap.alloc(Kind::Raw, 1 << 20).is_err());
    // SAFETY: the block is live, and on failure it stays so.
    unsafe {
        assert!(heap.realloc(block, Kind::Raw, 2 << 20, 4 << 20).is_err());
        let block = heap.realloc(block, Kind::Raw, 2 << 20, LIMIT - (1 << 18)).expect("fits");
        assert!(heap.used() <= LIMIT);
        Heap::free(block);
    }
    assert_eq!(heap.used(), empty_use());
}

#[test]
fn what_is_idle_is_known_whatever_goes_back() {
    let mut heap = HeapBox::new(Config::default()).expect("the OS has a few pages");
    for megabytes in [2, 64, 3, 200, 2, 200] {
        let huge = heap.alloc(Kind::Raw, megabytes << 20).expect("the OS has that");
        let runs: Vec<_> = (0..300).map(|_| heap.alloc(Kind::Raw, 40_000).expect("the OS has that")).collect();
        // SAFETY: the block is live.
        unsafe { Heap::free(huge) };
        free_all(runs);
        heap.verify(Cost::Block).expect("valid");
    }
    assert!(heap.trim() > 0);
    assert_eq!(heap.used(), empty_use());
}

#[test]
fn the_reserve_opens_and_closes() {
    let mut heap = bounded(LIMIT);
    let blocks = fill(&mut heap, 64);
    assert!(!heap.reserve_is_open());
    heap.open_reserve();
    assert!(heap.reserve_is_open());
    let extra = fill(&mut heap, 64);
    assert!(extra.len() * 64 > RESERVE / 2, "the reserve must be usable");
    assert!(heap.used() > LIMIT && heap.used() <= LIMIT + RESERVE);
    heap.settle();
    assert!(heap.reserve_is_open(), "use is above the limit");
    heap.verify(Cost::Block).expect("valid in the reserve");
    free_all(extra);
    free_all(blocks);
    assert!(!heap.reserve_is_open(), "closed by the frees");
    assert!(heap.used() <= LIMIT);
    // A request too large for the whole limit leaves use low: the reserve closes when asked to settle.
    assert!(heap.alloc(Kind::Raw, 2 * LIMIT).is_err());
    heap.open_reserve();
    heap.settle();
    assert!(!heap.reserve_is_open());
}

#[test]
fn closing_the_reserve_brings_use_under_the_limit() {
    let mut heap = bounded(LIMIT);
    heap.open_reserve();
    let blocks = fill(&mut heap, 48);
    assert!(heap.used() > LIMIT);
    let mut left = blocks;
    while heap.reserve_is_open() {
        // SAFETY: each block is freed once.
        unsafe { Heap::free(left.pop().expect("the reserve closes before the heap is empty")) };
    }
    assert!(heap.used() <= LIMIT);
    heap.verify(Cost::Block).expect("valid after closing");
    free_all(left);
}

#[test]
fn without_a_limit_there_is_no_reserve() {
    let mut heap = HeapBox::new(Config::default()).expect("a few pages");
    heap.open_reserve();
    assert!(!heap.reserve_is_open());
}

#[test]
fn charges_count_and_give_way() {
    let mut heap = bounded(LIMIT);
    let before = heap.used();
    heap.charge(1 << 20).expect("fits");
    assert_eq!(heap.used(), before + (1 << 20));
    assert!(heap.charge(LIMIT).is_err());
    let blocks = fill(&mut heap, 1000);
    assert!(blocks.len() < 2200);
    free_all(blocks);
    // Idle pages give way to a charge.
    heap.charge(LIMIT - (1 << 20) - before).expect("fits once idle pages are returned");
    assert_eq!(heap.used(), LIMIT);
    assert!(heap.alloc(Kind::Leaf, 16).is_err());
    heap.uncharge(LIMIT - before);
    assert_eq!(heap.used(), before);
    assert_eq!(heap.stats().external, 0);
}

#[test]
fn lowering_the_limit_refuses_until_enough_is_freed() {
    let mut heap = bounded(LIMIT);
    let blocks = fill(&mut heap, 500);
    heap.set_limit(Some(1 << 20));
    assert!(heap.alloc(Kind::Raw, 10_000).is_err());
    free_all(blocks);
    assert!(heap.alloc(Kind::Raw, 10_000).is_ok());
    assert!(heap.used() <= 1 << 20);
    heap.set_limit(None);
    assert_eq!(heap.limit(), None);
    assert!(heap.alloc(Kind::Raw, 8 << 20).is_ok());
    heap.verify(Cost::Block).expect("valid");
}

#[test]
fn heaps_come_and_go_with_their_blocks() {
    for _ in 0..500 {
        let mut heap = bounded(LIMIT);
        for bytes in [24, 4000, 50_000, 600_000] {
            heap.alloc(Kind::Raw, bytes).expect("fits");
        }
    }
}

#[test]
fn a_heap_may_move_to_another_thread() {
    let mut heap = bounded(LIMIT);
    let address = heap.alloc(Kind::Raw, 100).expect("fits").addr();
    let heap = std::thread::spawn(move || {
        let mut heap = heap;
        heap.alloc(Kind::Raw, 100).expect("fits");
        heap
    })
    .join()
    .expect("the thread ends well");
    assert_eq!(heap.stats().kind(Kind::Raw).live_blocks, 2);
    assert!(address.get() > 0);
}
