//! The table against a model, with random operations and failing allocations. Strings are tested through Python.
#![allow(clippy::disallowed_types, reason = "the model lives outside the heap under test")]

use pitviper_heap::{Config, HeapBox};
use pitviper_object::{OutOfMemory, Value};

use super::key::{KeyHash, plain_eq};
use super::table::Table;

/// SplitMix64 (Steele, Lea, Flood 2014).
struct Rng(u64);

impl Rng {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % n
    }
}

fn key(rng: &mut Rng, span: u64, floats: bool, others: bool) -> Value {
    match rng.below(20) {
        0 if floats => Value::from_f64(rng.below(span) as f64 + 0.5).unwrap(),
        1 if others && rng.below(10) == 0 => Value::none(),
        2 if others && rng.below(10) == 0 => Value::not_implemented(),
        3 => Value::small(-(rng.below(span) as i64)),
        4 => Value::small((rng.below(span) << 32) as i64),
        _ => Value::small(rng.below(span) as i64),
    }
}

fn hash(key: &Value) -> KeyHash {
    if let Some(int) = key.as_small() {
        KeyHash::of_int(int)
    } else if let Some(float) = key.as_inline_f64() {
        KeyHash::new(pitviper_number::hash::float(float).unwrap_or(0))
    } else {
        KeyHash::new(key.bits() as i64)
    }
}

fn find(table: &Table, key: &Value) -> Option<u32> {
    let hash = hash(key);
    let mut cursor = table.start(hash.fold());
    let mut found = None;
    while let Some(index) = table.step(&mut cursor) {
        if let Some(own) = table.key(index)
            && table.hash(index).matches(hash)
            && (own.is(key) || plain_eq(&own, key) == Some(true))
        {
            found = Some(index);
            break;
        }
    }
    assert_eq!(found.is_some(), table.find_word(hash, key.bits()).is_some());
    found
}

fn contents(table: &Table) -> Vec<(u64, u64)> {
    let mut position = 0;
    let mut all = Vec::new();
    while let Some(index) = table.next(&mut position) {
        // SAFETY: a live entry.
        let value = unsafe { (*table.value_place(index)).clone() };
        all.push((table.key_word(index), value.map_or(0, |v| v.bits())));
    }
    all
}

fn check(table: &Table, model: &[(u64, u64)]) {
    assert_eq!(table.len() as usize, model.len());
    assert_eq!(contents(table), model);
}

fn run(seed: u64, steps: u64, span: u64, floats: bool, others: bool, failing: bool) {
    let mut heap = HeapBox::new(Config::default()).unwrap();
    let mut rng = Rng(seed);
    let table = Table::new();
    let mut model: Vec<(u64, u64)> = Vec::new();
    for step in 0..steps {
        if failing && rng.below(3) == 0 {
            heap.fail_after(Some(rng.below(2)));
        }
        let key = key(&mut rng, span, floats, others);
        let at = model.iter().position(|entry| entry.0 == key.bits());
        let found = find(&table, &key);
        assert_eq!(found.is_some(), at.is_some(), "step {step}");
        match rng.below(100) {
            0..60 => {
                let value = Value::small(step as i64);
                match (found, at) {
                    (Some(index), Some(at)) => {
                        model[at].1 = value.bits();
                        // SAFETY: a live entry.
                        unsafe { *table.value_place(index) = Some(value) };
                    }
                    _ => {
                        let bits = (key.bits(), value.bits());
                        let hash = hash(&key);
                        match table.insert(&mut heap, key, hash, Some(value)) {
                            Ok(_) => model.push(bits),
                            Err(OutOfMemory) => assert!(failing),
                        }
                    }
                }
            }
            60..85 => {
                if let (Some(index), Some(at)) = (found, at) {
                    drop(table.remove(index));
                    model.remove(at);
                }
            }
            85..97 => {
                let last = table.remove_last().map(|(key, _)| key.unwrap().bits());
                assert_eq!(last, model.pop().map(|entry| entry.0));
            }
            97 => {
                let copy = Table::new();
                if copy.copy_from(&mut heap, &table).is_ok() {
                    check(&copy, &model);
                    if rng.below(2) == 0 {
                        table.swap(&copy);
                    }
                }
                copy.clear();
            }
            98 => {
                let more = rng.below(span) as u32;
                let _ = table.reserve(&mut heap, table.len() + more, rng.below(50) == 0);
            }
            _ => {
                if rng.below(10) == 0 {
                    table.clear();
                    model.clear();
                }
            }
        }
        heap.fail_after(None);
        if step % 64 == 0 {
            check(&table, &model);
        }
    }
    check(&table, &model);
    table.clear();
    assert_eq!(heap.stats().live_bytes(), 0);
}

#[test]
fn small_tables() {
    for seed in 0..40 {
        run(seed, 2000, 9, seed % 2 == 0, seed % 3 == 0, seed % 5 == 0);
    }
}

#[test]
fn indexed_tables() {
    for seed in 0..12 {
        run(seed, 6000, 400, seed % 2 == 0, seed % 3 == 0, seed % 5 == 0);
    }
}

#[test]
fn wide_indexes() {
    let mut heap = HeapBox::new(Config::default()).unwrap();
    let table = Table::new();
    for int in 0..200_000 {
        let key = Value::small(int * 7);
        let hash = hash(&key);
        table.insert(&mut heap, key, hash, Some(Value::none())).unwrap();
    }
    for int in 0..200_000 {
        let key = Value::small(int * 7);
        assert_eq!(table.find_word(hash(&key), key.bits()), Some(int as u32));
        assert_eq!(find(&table, &Value::small(int * 7 + 1)), None);
    }
    for int in (0..200_000).rev() {
        let last = table.remove_last().and_then(|(key, _)| key);
        assert_eq!(last.and_then(|key| key.as_small()), Some(int * 7));
    }
    assert!(table.remove_last().is_none());
    table.clear();
}

#[test]
fn sizes() {
    let mut heap = HeapBox::new(Config::default()).unwrap();
    let bytes = |heap: &mut HeapBox, count: i64| {
        let table = Table::new();
        for int in 0..count {
            let key = Value::small(int);
            let hash = hash(&key);
            table.insert(heap, key, hash, Some(Value::none())).unwrap();
        }
        let bytes = table.block().map_or(0, |block| block.1);
        table.clear();
        bytes
    };
    assert_eq!(bytes(&mut heap, 0), 0);
    assert!(bytes(&mut heap, 2) <= 40);
    assert!(bytes(&mut heap, 8) <= 144);
    assert!(bytes(&mut heap, 9) <= 192);
}
