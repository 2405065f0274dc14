//! `sys._debugmallocstats`: arenas, pages and size classes of the private heap, written to the process's standard error.
//!
//! The figures are exact. The order follows CPython's report, so that what reads that one finds its way: a threshold, a
//! table of classes, arenas, bytes.

use pitviper_heap::{ARENA_BYTES, SMALL_MAX};
use pitviper_object::PageKind;

use crate::core::error::PyResult;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use pitviper_object::Value;

pub(super) static FUNCTIONS: &[Method] = &[Method::new("_debugmallocstats", report, 0, 0).doc(
    "_debugmallocstats($module, /)\n--\n\nPrint the state of the private heap to stderr: arenas, pages, size classes, bytes.",
)];

const KINDS: [(PageKind, &str); 3] =
    [(PageKind::Container, "containers"), (PageKind::Leaf, "leaves"), (PageKind::Raw, "buffers")];

fn report(vm: &mut Vm, _: Args<'_>) -> PyResult {
    vm.settle();
    let stats = vm.heap.stats();
    let line = |vm: &mut Vm, text: std::fmt::Arguments<'_>| -> PyResult<()> {
        let text = vm.new_str_fmt(format_args!("{text}\n"))?;
        super::write_stderr_value(vm, &text);
        Ok(())
    };
    let size = pitviper_heap::CLASSES;
    line(vm, format_args!("Small block threshold = {SMALL_MAX}, in {size} size classes of three kinds of page.\n"))?;
    for (kind, name) in KINDS {
        let classes = vm.heap.class_stats(kind);
        line(
            vm,
            format_args!(
                "{name}\nclass   size   num pages   blocks in use  avail blocks\n-----   ----   ---------   -------------  ------------"
            ),
        )?;
        for (class, row) in classes.iter().enumerate().filter(|(_, row)| row.pages > 0) {
            let (size, pages, live) = (row.size, row.pages, row.live_blocks);
            let free = row.free_bytes / row.size.max(1);
            line(vm, format_args!("{class:>5} {size:>6} {pages:>11} {live:>15} {free:>13}"))?;
        }
        line(vm, format_args!(""))?;
    }
    let total = |get: fn(&pitviper_heap::KindStats) -> u64| stats.kinds.iter().map(get).sum::<u64>();
    let (page_bytes, large_bytes) = (
        stats.kinds.iter().map(|k| k.page_bytes).sum::<usize>(),
        stats.kinds.iter().map(|k| k.large_bytes).sum::<usize>(),
    );
    for (what, number) in [
        ("arenas allocated current", stats.arenas),
        ("bytes per arena", ARENA_BYTES as u64),
        ("pages of small blocks", stats.pages),
        ("bytes in pages", page_bytes as u64),
        ("large blocks", stats.large_blocks),
        ("large blocks with a mapping of their own", stats.huge_blocks),
        ("bytes in large blocks", large_bytes as u64),
        ("blocks in use", stats.live_blocks()),
        ("bytes in blocks in use", stats.live_bytes() as u64),
        ("bytes charged from outside", stats.external as u64),
        ("bytes kept for the next allocation", stats.retained as u64),
        ("bytes held", stats.used as u64),
        ("bytes held highwater mark", stats.peak as u64),
        ("blocks allocated total", total(|kind| kind.allocations)),
        ("blocks freed total", total(|kind| kind.frees)),
    ] {
        line(vm, format_args!("# {what:<41} = {number:>20}"))?;
    }
    if let Some(limit) = stats.limit {
        line(vm, format_args!("# {:<41} = {limit:>20}", "limit of bytes held"))?;
    }
    // Nothing is kept back of types: no free lists.
    line(vm, format_args!("\n0 free PyDictObjects * {} bytes each = 0", size_of::<crate::types::dict::Dict>()))?;
    Ok(Value::none())
}
