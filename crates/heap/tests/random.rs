//! Random sequences of everything a heap can be asked for, against a model, from below the limit and at it.
#![allow(clippy::disallowed_types, reason = "the model lives outside the heap under test")]

mod support;
use pitviper_heap::{Config, HeapBox, Kind, OutOfMemory};
use support::{Model, Rng};

fn heap(limit: Option<usize>) -> HeapBox {
    HeapBox::new(Config { limit, ..Config::default() }).expect("the OS has a few pages")
}

/// One random step. Refusals are allowed where there is a limit.
fn step(model: &mut Model, rng: &mut Rng, growing: bool) -> Result<(), OutOfMemory> {
    let n = model.live.len();
    match rng.below(100) {
        0..50 if growing || n == 0 => {
            let (kind, bytes) = (rng.kind(), rng.size());
            model.alloc(kind, bytes)
        }
        0..85 if n > 0 => {
            model.free(rng.below(n));
            Ok(())
        }
        85..99 if n > 0 => {
            let index = rng.below(n);
            let bytes = match rng.below(3) {
                0 => model.live[index].bytes.saturating_mul(2),
                1 => model.live[index].bytes / 2,
                _ => rng.size(),
            };
            model.realloc(index, bytes)
        }
        99 => {
            model.heap.trim();
            Ok(())
        }
        _ => {
            let kind = rng.kind();
            model.alloc(kind, rng.below(64))
        }
    }
}

fn run(seed: u64, limit: Option<usize>, steps: usize) {
    let mut rng = Rng(seed);
    let mut model = Model::new(heap(limit));
    let mut refused = 0;
    let mut growing = true;
    for n in 0..steps {
        if n % 400 == 0 {
            growing = rng.below(3) > 0;
        }
        if step(&mut model, &mut rng, growing).is_err() {
            assert!(limit.is_some(), "refused without a limit");
            refused += 1;
        }
        if let Some(limit) = limit {
            assert!(model.heap.used() <= limit);
        }
        if n % 500 == 0 {
            model.check();
        }
    }
    if limit.is_some_and(|limit| limit < 1 << 20) {
        assert!(refused > 0, "the limit was never met");
    }
    model.check();
    model.finish();
}

/// Seeds of the unbounded runs; `HEAP_SEEDS` asks for more.
fn seeds() -> u64 {
    std::env::var("HEAP_SEEDS").ok().and_then(|n| n.parse().ok()).unwrap_or(4)
}

#[test]
fn without_a_limit() {
    for seed in 0..seeds() {
        run(seed, None, 6000);
    }
}

#[test]
fn at_small_limits() {
    for seed in 0..seeds() {
        run(seed + 1000, Some((64 << 10) + (seed as usize * 77_777) % (3 << 20)), 6000);
    }
    for (seed, limit) in [(10, 64 << 10), (11, 300 << 10), (12, 900 << 10), (13, 1 << 20), (14, 2 << 20)] {
        run(seed, Some(limit), 6000);
    }
}

#[test]
fn at_larger_limits() {
    for (seed, limit) in [(20, 8 << 20), (21, 24 << 20)] {
        run(seed, Some(limit), 6000);
    }
}

#[test]
fn small_blocks_only_many_pages() {
    let mut rng = Rng(77);
    let mut model = Model::new(heap(Some(4 << 20)));
    for round in 0..6 {
        while model.live.len() < 25_000 {
            let kind = rng.kind();
            if model.alloc(kind, 1 + rng.below(200)).is_err() {
                break;
            }
        }
        model.check();
        for _ in 0..model.live.len() * (round + 2) / 8 {
            model.free(rng.below(model.live.len()));
        }
        model.check();
    }
    model.finish();
}

#[test]
fn every_size_and_its_neighbours() {
    for kind in Kind::ALL {
        let mut model = Model::new(heap(None));
        for class in 0..pitviper_heap::CLASSES {
            for bytes in pitviper_heap::class_size(class) - 1..=pitviper_heap::class_size(class) + 1 {
                model.alloc(kind, bytes).expect("no limit");
            }
        }
        for bytes in [0, 8192, 8193, 12288, 12289, 262_143, 262_144, 262_145, 1 << 20, (1 << 20) + 1] {
            model.alloc(kind, bytes).expect("no limit");
        }
        model.check();
        model.finish();
    }
}

#[test]
fn large_blocks_grow_in_place_and_by_remapping() {
    let mut model = Model::new(heap(None));
    model.alloc(Kind::Raw, 10_000).expect("no limit");
    let start = model.live[0].block;
    model.realloc(0, 200_000).expect("no limit");
    assert_eq!(model.live[0].block, start, "the granules behind the only block are free");
    model.realloc(0, 9_000).expect("no limit");
    assert_eq!(model.live[0].block, start, "shrinking stays in place");
    let mut bytes = 300_000;
    model.realloc(0, bytes).expect("no limit");
    let allocations = model.allocations;
    while bytes < 40 << 20 {
        bytes *= 2;
        model.realloc(0, bytes).expect("no limit");
    }
    if cfg!(target_os = "linux") {
        assert_eq!(model.allocations, allocations, "growing a mapping is no new allocation");
    }
    model.check();
    model.realloc(0, 100).expect("shrinking");
    model.check();
    assert!(model.heap.used() < 2 << 20);
    model.finish();
}

#[test]
fn survivors_do_not_pin_a_peak() {
    let mut rng = Rng(5);
    let mut model = Model::new(heap(None));
    for _ in 0..100_000 {
        model.alloc(Kind::Container, 48).expect("no limit");
    }
    let peak = model.heap.stats().pages;
    for _ in 0..80_000 {
        model.free(rng.below(model.live.len()));
    }
    // Steady churn at a fifth of the peak: emptier pages are refilled last and drain.
    for _ in 0..300_000 {
        model.free(rng.below(model.live.len()));
        model.alloc(Kind::Container, 48).expect("no limit");
    }
    model.check();
    let pages = model.heap.stats().pages;
    assert!(pages * 2 < peak, "{pages} pages of {peak} are still held for a fifth of the blocks");
    model.finish();
}
