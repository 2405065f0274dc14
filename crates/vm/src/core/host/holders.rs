//! Who holds an interpreter's memory: its live objects by type, with the buffers that they own.
//!
//! The table is of a fixed size, so that looking takes none of the memory that is scarce.
#![expect(clippy::disallowed_types, reason = "tables of fixed size")]

use std::ptr::NonNull;

use pitviper_heap::Kinds;
use pitviper_object::Header;

use crate::core::census::{Label, label};
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::types::bytearray::ByteArray;
use crate::types::dict::Dict;
use crate::types::list::List;

/// Types told at most.
pub const TOLD: usize = 8;

/// Pages looked at when it has to be soon.
const PAGES_SOON: usize = 256;

/// Types followed at most; others are left out.
const FOLLOWED: usize = 1024;

/// Live objects of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Its name.
    pub type_name: String,
    /// Live objects.
    pub objects: u64,
    /// Their bytes, with those of their buffers.
    pub bytes: u64,
}

/// The types that hold the most, the biggest first.
pub type Holders = Vec<Holder>;

#[derive(Clone, Copy)]
struct Row {
    label: Option<Label>,
    objects: u64,
    bytes: u64,
}

impl Vm {
    /// The types whose live objects hold the most memory.
    #[must_use]
    pub fn holders(&self) -> Holders {
        self.holders_in(usize::MAX)
    }

    /// The same by some of the heap's pages, so that it takes at most some milliseconds: of a large heap the numbers are
    /// estimates.
    #[must_use]
    pub fn holders_soon(&self) -> Holders {
        self.holders_in(PAGES_SOON)
    }

    fn holders_in(&self, most_pages: usize) -> Holders {
        let mut rows = vec![Row { label: None, objects: 0, bytes: 0 }; FOLLOWED];
        let world = self.world();
        let every = self.heap.pages(Kinds::OBJECTS).count().div_ceil(most_pages).max(1);
        for page in self.heap.pages(Kinds::OBJECTS).step_by(every) {
            page.visit(&mut |block| {
                let object = block.address.cast::<Header>();
                // SAFETY: the visitor gives live objects of this heap.
                let (label, buffers) = unsafe { (label(world, object.as_ptr()), buffers(object)) };
                if let Some(row) = row_of(&mut rows, label) {
                    row.label = Some(label);
                    row.objects += every as u64;
                    row.bytes += ((block.size + buffers) * every) as u64;
                }
            });
        }
        rows.sort_unstable_by_key(|row| std::cmp::Reverse(row.bytes));
        let told = rows.iter().take(TOLD).filter(|row| row.bytes > 0);
        told.filter_map(|row| {
            let mut type_name = String::new();
            row.label?.write_name(&mut |name| type_name.push_str(super::place::cut(name)));
            Some(Holder { type_name, objects: row.objects, bytes: row.bytes })
        })
        .collect()
    }
}

/// The row of a type, or a free one.
fn row_of(rows: &mut [Row], label: Label) -> Option<&mut Row> {
    let key = label.key();
    let start = (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 54) as usize;
    let place = (0..FOLLOWED)
        .map(|step| (start + step) % FOLLOWED)
        .find(|&place| rows.get(place).is_some_and(|row| row.label.is_none_or(|label| label.key() == key)))?;
    rows.get_mut(place)
}

/// Bytes of the buffers that an object owns.
///
/// # Safety
/// It is a live object.
unsafe fn buffers(object: NonNull<Header>) -> usize {
    // SAFETY: the kind says which struct it is.
    unsafe {
        match pitviper_object::object::kind_of(object.as_ptr()) {
            kinds::LIST => object.cast::<List>().as_ref().capacity() * 8,
            kinds::DICT => object.cast::<Dict>().as_ref().block().map_or(0, |block| block.1),
            kinds::SET | kinds::FROZENSET => set_bytes(object),
            kinds::BYTEARRAY => object.cast::<ByteArray>().as_ref().room(),
            kinds::CODE => object.cast::<crate::types::code::CodeObject>().as_ref().buffer_bytes(),
            _ => 0,
        }
    }
}

/// Bytes of a set's table.
///
/// # Safety
/// It is a live set or frozenset.
unsafe fn set_bytes(object: NonNull<Header>) -> usize {
    // SAFETY: alive; the value gives back no count.
    let value = std::mem::ManuallyDrop::new(unsafe { pitviper_object::Value::from_owned(object) });
    let block = crate::types::set::any_set(&value).and_then(|table| table.block());
    // SAFETY: a table's block is alive.
    block.map_or(0, |(block, _)| unsafe { pitviper_heap::Heap::usable_size(block) })
}
