//! The fault hook as a ladder, the watch, and the visitors for the layer above.
#![allow(clippy::disallowed_types, reason = "the test's own lists live outside the heap under test")]

mod support;
use pitviper_heap::{Config, Cost, Heap, HeapBox, Kind, Kinds, OutOfMemory, Watch};
use std::collections::{BTreeMap, BTreeSet};
use std::ptr::NonNull;
use support::{Model, Rng, empty_use};

fn heap() -> HeapBox {
    HeapBox::new(Config::default()).expect("the OS has a few pages")
}

/// A task with every sort of allocation.
fn task(model: &mut Model) -> Result<(), OutOfMemory> {
    for n in 0..40 {
        model.alloc(Kind::ALL[n % 3], 8 + n * 24)?;
    }
    model.alloc(Kind::Raw, 20_000)?;
    model.alloc(Kind::Container, 400_000)?;
    for n in 0..10 {
        model.realloc(n, 2000)?;
    }
    let last = model.live.len() - 1;
    model.realloc(last, 900_000)?;
    model.realloc(last - 1, 100_000)?;
    model.heap.charge(1000)?;
    model.heap.uncharge(1000);
    model.realloc(last, 50)
}

#[test]
fn ladder_one_failure() {
    let mut reached = 0;
    for n in 0.. {
        let mut model = Model::new(heap());
        model.heap.fail_after(Some(n));
        let result = task(&mut model);
        let struck = !model.heap.fault_is_armed();
        assert_eq!(struck, model.heap.faults() == 1);
        model.heap.fail_after(None);
        model.check();
        // After one failure the same heap goes on.
        model.alloc(Kind::Leaf, 100).expect("the hook is off");
        model.finish();
        if result.is_ok() {
            // The last step shrinks, and so absorbs a failure rather than passing it on.
            assert!(n > 50);
            reached = n;
        }
        if !struck {
            break;
        }
    }
    assert!(reached > 50);
}

#[test]
fn ladder_from_then_on() {
    for n in 0..70 {
        let mut model = Model::new(heap());
        model.heap.fail_from(Some(n));
        let failed = task(&mut model).is_err();
        for _ in 0..3 {
            assert!(!failed || model.alloc(Kind::Raw, 8).is_err());
        }
        model.check();
        model.heap.fail_from(None);
        model.finish();
    }
}

#[derive(Default)]
struct Log {
    live: BTreeMap<usize, (Kind, usize)>,
    allocated: u64,
    freed: u64,
}

fn log(context: *mut ()) -> &'static mut Log {
    // SAFETY: the test passes a leaked log that nothing else uses while the heap calls.
    unsafe { &mut *context.cast::<Log>() }
}

#[test]
fn a_watch_hears_every_allocation_and_free() {
    let mut rng = Rng(3);
    let mut model = Model::new(heap());
    for _ in 0..2000 {
        let (kind, bytes) = (rng.kind(), rng.size());
        model.alloc(kind, bytes).expect("no limit");
    }
    let mut state = Box::new(Log::default());
    model.heap.visit_blocks(Kinds::ALL, &mut |block| {
        state.live.insert(block.address.addr().get(), (block.kind, block.size));
    });
    let context: *mut Log = &raw mut *state;
    model.heap.watch(Some(Watch {
        context: context.cast(),
        allocated: |context, block, kind, bytes| {
            let log = log(context);
            log.allocated += 1;
            assert!(log.live.insert(block.addr().get(), (kind, bytes)).is_none());
        },
        freed: |context, block, kind, bytes| {
            let log = log(context);
            log.freed += 1;
            assert_eq!(log.live.remove(&block.addr().get()), Some((kind, bytes)));
        },
    }));
    model.check();
    for n in 0..6000 {
        let live = model.live.len();
        match rng.below(3) {
            0 => {
                let (kind, bytes) = (rng.kind(), rng.size());
                model.alloc(kind, bytes).expect("no limit");
            }
            1 if live > 0 => model.free(rng.below(live)),
            2 if live > 0 => model.realloc(rng.below(live), rng.size()).expect("no limit"),
            _ => {}
        }
        if n % 1000 == 0 {
            model.check();
        }
    }
    model.heap.watch(None);
    model.check();
    assert_eq!(log(context.cast()).live.len(), model.live.len());
    assert!(log(context.cast()).allocated > 3000 && log(context.cast()).freed > 1000);
    let heard = log(context.cast()).allocated;
    model.alloc(Kind::Raw, 10).expect("no limit");
    assert_eq!(log(context.cast()).allocated, heard, "the watch is off");
    model.finish();
}

/// Allocates an object and gives it a header.
fn object(heap: &mut HeapBox, kind: Kind, bytes: usize) -> NonNull<u8> {
    let block = heap.alloc(kind, bytes).expect("no limit");
    // SAFETY: objects have a first word.
    unsafe { block.cast::<u64>().write(1) };
    block
}

#[test]
fn new_containers_lie_in_touched_pages() {
    let mut rng = Rng(9);
    let mut heap = heap();
    let mut old: Vec<NonNull<u8>> =
        (0..30_000).map(|_| object(&mut heap, Kind::Container, 16 + rng.below(80))).collect();
    for round in 0..20 {
        heap.clear_touched();
        heap.verify(Cost::Page).expect("valid");
        let mut young = BTreeSet::new();
        for _ in 0..500 {
            let index = rng.below(old.len());
            // SAFETY: each block is freed once.
            unsafe { Heap::free(old.swap_remove(index)) };
            let bytes = if rng.below(50) == 0 { rng.size() } else { 16 + rng.below(80) };
            let block = object(&mut heap, Kind::Container, bytes);
            young.insert(block);
            object(&mut heap, Kind::Leaf, 32);
            old.push(block);
        }
        young.retain(|block| old.contains(block));
        let mut seen = BTreeSet::new();
        let mut pages = 0;
        for page in heap.touched_pages() {
            pages += 1;
            assert_eq!(page.kind, Kind::Container);
            page.visit(&mut |block| assert!(seen.insert(block.address)));
        }
        assert!(young.is_subset(&seen), "round {round}: a young container lies in an untouched page");
        assert!(pages < 400, "round {round}: {pages} pages are touched");
        heap.verify(Cost::Block).expect("valid");
    }
    for block in old {
        // SAFETY: each block is freed once.
        unsafe { Heap::free(block) };
    }
}

#[test]
fn resolve_accepts_blocks_and_nothing_else() {
    let mut heap = heap();
    let mut blocks = BTreeSet::new();
    let mut starts = BTreeMap::new();
    for (kind, bytes) in
        [(Kind::Container, 40), (Kind::Raw, 8), (Kind::Raw, 24), (Kind::Leaf, 9000), (Kind::Raw, 400_000)]
    {
        for _ in 0..50 {
            let block = object(&mut heap, kind, bytes);
            // SAFETY: the block is live.
            let packed = unsafe { Heap::compress(block) };
            assert!(blocks.insert(packed), "two blocks share a number");
            starts.insert(packed, block);
        }
    }
    // SAFETY: each block is freed once.
    let gone: Vec<u32> = blocks.iter().copied().step_by(3).collect();
    for packed in &gone {
        // SAFETY: each block is freed once.
        unsafe { Heap::free(starts[packed]) };
        blocks.remove(packed);
    }
    for &packed in &blocks {
        assert_eq!(heap.resolve(packed).map(|b| b.address), Some(starts[&packed]));
    }
    for packed in gone {
        assert_eq!(heap.resolve(packed), None);
    }
    let mut hits = 0;
    for packed in 0..400_000 {
        hits += usize::from(heap.resolve(packed).is_some());
    }
    assert_eq!(hits, blocks.range(..400_000).count());
    assert_eq!(heap.resolve(u32::MAX), None);
    assert_eq!(heap.resolve(0), None);
}

#[test]
fn a_page_note_lasts_as_long_as_the_page() {
    let mut heap = heap();
    let (a, b) = (object(&mut heap, Kind::Container, 64), object(&mut heap, Kind::Container, 64));
    // SAFETY: both blocks are live and in one page.
    unsafe {
        *Heap::page_note(a) = 7;
        Heap::free(a);
        assert_eq!(*Heap::page_note(b), 7);
        assert!(heap.pages(Kind::Container).all(|page| *page.note == 7));
        Heap::free(b);
    }
    heap.trim();
    let c = object(&mut heap, Kind::Container, 64);
    // SAFETY: the block is live.
    assert_eq!(unsafe { *Heap::page_note(c) }, 0);
    assert!(heap.used() > empty_use());
}

#[test]
fn verify_finds_what_is_broken() {
    let damage = |rule: u8, bytes: usize, at: usize, value: u64, freed: bool| {
        let mut heap = heap();
        let keep = object(&mut heap, Kind::Container, bytes);
        let block = object(&mut heap, Kind::Container, bytes);
        // SAFETY: the block is used after it was freed, on purpose: its page stays, as `keep` lives in it.
        unsafe {
            if freed {
                Heap::free(block);
            }
            block.add(at).cast::<u64>().write(value);
        }
        assert_eq!(heap.verify(Cost::Block).expect_err("damage goes unseen").rule, rule);
        assert!(heap.verify(Cost::Page).is_ok());
        // SAFETY: `keep` is live.
        unsafe { assert_eq!(Heap::usable_size(keep), bytes) };
    };
    damage(12, 48, 0, 1, true);
    damage(12, 48, 0, 0, false);
    damage(11, 48, 8, 8, true);
    damage(11, 48, 8, 0, true);
    if cfg!(debug_assertions) {
        damage(13, 48, 40, 0, true);
    }
}
