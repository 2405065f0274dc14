//! The operating system says no. Alone in its process, whose address space it bounds.
#![cfg(target_os = "linux")]
#![allow(clippy::disallowed_types, reason = "the test's own lists live outside the heap under test")]

mod support;
use pitviper_heap::{Config, Cost, HeapBox};
use support::{Model, Rng};

#[test]
fn a_refused_mapping_is_an_error() {
    let mut model = Model::new(HeapBox::new(Config::default()).expect("the OS has a few pages"));
    model.live.reserve(2_000_000);
    let bound = libc::rlimit { rlim_cur: 400 << 20, rlim_max: 400 << 20 };
    // SAFETY: plain call with a valid structure.
    let set = unsafe { libc::setrlimit(libc::RLIMIT_AS, &raw const bound) };
    assert_eq!(set, 0);
    let mut rng = Rng(1);
    let mut refused = 0;
    while refused < 30 {
        let bytes = if rng.below(20) == 0 { rng.size() * 8 } else { 20_000 };
        let kind = rng.kind();
        if model.alloc(kind, bytes).is_err() {
            refused += 1;
            if let Some(last) = model.live.len().checked_sub(1) {
                assert!(model.realloc(last, 1 << 30).is_err());
                model.free(rng.below(last + 1));
            }
        }
        assert!(model.live.len() < 1_000_000);
    }
    model.heap.verify(Cost::Block).expect("valid after refusals");
    model.finish();
    assert!(HeapBox::new(Config::default()).is_ok());
}
