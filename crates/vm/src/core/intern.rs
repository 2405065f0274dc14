//! The table of interned strings: open addressing over string pointers, not counted.
//!
//! An interned string is not `PLAIN`, so its death passes through `str`'s `finish`, which takes it out of here.

use std::ptr::NonNull;

use pitviper_object::header::{DYING, INTERNED, PLAIN};
use pitviper_object::{Heap, Obj, OutOfMemory, PageKind, Value};

use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::types::str::Str;

const TOMBSTONE: usize = 1;

/// See the module.
pub struct InternTable {
    places: NonNull<usize>,
    mask: u32,
    /// Live and dead entries.
    used: u32,
    live: u32,
}

impl InternTable {
    pub(crate) fn new(heap: &mut Heap) -> Result<InternTable, OutOfMemory> {
        let places = Self::places(heap, 1024)?;
        Ok(InternTable { places, mask: 1023, used: 0, live: 0 })
    }

    fn places(heap: &mut Heap, count: usize) -> Result<NonNull<usize>, OutOfMemory> {
        let block = heap.alloc(PageKind::Raw, count * size_of::<usize>())?.cast::<usize>();
        // SAFETY: the block has room for `count` words.
        unsafe { block.write_bytes(0, count) };
        Ok(block)
    }

    fn place(&self, index: u32) -> *mut usize {
        // SAFETY: the index is masked.
        unsafe { self.places.as_ptr().add((index & self.mask) as usize) }
    }

    /// An interned string that `same` accepts, if there is one. Dying ones, which wait to be destroyed, are passed over.
    fn find(&self, hash: u32, same: impl Fn(&Str) -> bool) -> Option<NonNull<Str>> {
        let mut index = hash;
        loop {
            // SAFETY: entries that are neither empty nor tombstones are live interned strings.
            unsafe {
                match *self.place(index) {
                    0 => return None,
                    TOMBSTONE => {}
                    address => {
                        let string = NonNull::new_unchecked(address as *mut Str);
                        let dying = string.as_ref().header.has(DYING);
                        if !dying && string.as_ref().hash32_cached() == hash && same(string.as_ref()) {
                            return Some(string);
                        }
                    }
                }
            }
            index = index.wrapping_add(1);
        }
    }

    fn insert(&mut self, hash: u32, string: NonNull<Str>) {
        let mut index = hash;
        // SAFETY: places within the mask; the table always has empty ones.
        unsafe {
            while *self.place(index) > TOMBSTONE {
                index = index.wrapping_add(1);
            }
            if *self.place(index) == 0 {
                self.used += 1;
            }
            *self.place(index) = string.as_ptr() as usize;
        }
        self.live += 1;
    }

    fn grow(&mut self, heap: &mut Heap) -> Result<(), OutOfMemory> {
        if (self.used + 1) * 3 <= self.mask * 2 {
            return Ok(());
        }
        let count = ((self.live + 1) * 3).next_power_of_two().max(1024);
        let old = InternTable { places: self.places, ..*self };
        self.places = Self::places(heap, count as usize)?;
        self.mask = count - 1;
        self.used = 0;
        self.live = 0;
        for index in 0..=old.mask {
            // SAFETY: as in `find`; the old block is given back after the last read.
            unsafe {
                let address = *old.place(index);
                if address > TOMBSTONE {
                    let string = NonNull::new_unchecked(address as *mut Str);
                    self.insert(string.as_ref().hash32_cached(), string);
                }
            }
        }
        // SAFETY: allocated by `places`, not used any more.
        unsafe { Heap::free(old.places.cast()) };
        Ok(())
    }

    /// How many strings are interned; of these the immortal ones alone if wanted.
    pub(crate) fn count(&self, immortal: bool) -> usize {
        if !immortal {
            return self.live as usize;
        }
        let places = (0..=self.mask).map(|index| self.place(index));
        // SAFETY: as in `find`.
        places.filter(|&place| unsafe { *place > TOMBSTONE && (*(*place as *const Str)).header.is_immortal() }).count()
    }

    /// Takes a dying string out.
    pub(crate) fn remove(&mut self, string: NonNull<Str>) {
        // SAFETY: the string is still readable.
        let mut index = unsafe { string.as_ref().hash32_cached() };
        // SAFETY: places within the mask; an interned string is in the table.
        unsafe {
            while *self.place(index) != string.as_ptr() as usize {
                if *self.place(index) == 0 {
                    return;
                }
                index = index.wrapping_add(1);
            }
            *self.place(index) = TOMBSTONE;
        }
        self.live -= 1;
    }
}

impl Vm {
    /// The interned string of `text` (valid UTF-8 without surrogates).
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn intern(&mut self, text: &str) -> PyResult {
        let value = self.new_str(text)?;
        self.intern_value(value)
    }

    /// The interned string equal to `string`, which becomes it when it is the first. Other values than exact
    /// strings are given back as they are.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn intern_value(&mut self, string: Value) -> PyResult {
        let Some(text) = string.exact::<Str>() else { return Ok(string) };
        if text.header.has(INTERNED) {
            return Ok(string);
        }
        let hash = self.hash_text32(text)?;
        if let Some(found) = self.interned.find(hash, |other| other.same_text(text)) {
            // SAFETY: the table holds live strings only.
            return Ok(Obj::from_ref(unsafe { found.as_ref() }).into_value());
        }
        if text.header.is_immortal() {
            // It may be other interpreters' as well, see `template`.
            let copy = Str::create(&mut self.heap, text.chars())?;
            return self.intern_value(copy);
        }
        self.interned.grow(&mut self.heap)?;
        text.header.set(INTERNED);
        text.header.clear(PLAIN);
        self.interned.insert(hash, NonNull::from(text));
        Ok(string)
    }
}
