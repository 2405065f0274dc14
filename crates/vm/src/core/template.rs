//! Making interpreters by copying one: a fresh interpreter is the same bytes each time, but for addresses.
//!
//! A template is made of two interpreters that were started alike. Where they differ, they differ in addresses: a
//! word of the first that points into one of its mappings, where the second has the same offset in its own. These words are
//! the template's *pointers*, found exactly and not by guessing. A copy is then a `memcpy` of the parts that are
//! not zero, and an addition for each pointer.
//!
//! Start-up objects that hold no references, strings above all, are not copied: a third interpreter that started alike, and never
//! runs, lends them to all copies. They are immortal, so nobody counts them; their hashes are known and their
//! names interned, so nobody writes to them.
//!
//! What an interpreter owns outside its mappings (its options, its check word, its lock, what its host granted) is
//! made afresh for each copy. Bytes that differ otherwise are padding, and become zero.
//!
//! Rejected: a frozen arena that interpreters share. Classes list their subclasses and cache their methods, namespaces of
//! modules can be written to, and counts of what is immortal must not be looked at by anybody: each write would need
//! a check, or a copy on write of the page, which needs the same addresses in each interpreter.
#![expect(clippy::disallowed_types, reason = "tables of the process, sized by an interpreter's start")]

use std::mem::{MaybeUninit, offset_of};
use std::ops::Range;
use std::ptr::NonNull;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;

use pitviper_heap::{HeapBox, Kind, Kinds, make_resident};
use pitviper_object::object::World;
use pitviper_object::{OutOfMemory, Value};
use pitviper_text::hash::Key;

use crate::core::capabilities::Sandbox;
use crate::core::evaluation::Work;
use crate::core::module::ModuleSpec;
use crate::core::threads::{Gate, Threads};
use crate::core::vm::{Collections, Options, Vm};

const WORD: usize = size_of::<u64>();

/// When padding differs in more words than this, it is no padding.
const MOST_PADDING: usize = 2048;

/// Bytes that are copied or left out together.
const CHUNK: usize = 4096;

/// What every copy is made of.
pub struct Template {
    /// Whose leaves all copies refer to.
    #[expect(dead_code, reason = "kept alive")]
    lender: Option<Lender>,
    hash_key: Key,
    optimize: u8,
    /// Bytes of each place: the interpreter, its world, the heap's mappings.
    places: Vec<usize>,
    parts: Vec<Part>,
    words: Vec<u64>,
    /// For each place, which words of the copy hold an address in it.
    pointers: Vec<Vec<Pointer>>,
}

/// An interpreter that does nothing but keep its objects.
struct Lender(#[expect(dead_code, reason = "kept alive")] Box<Vm>);

// SAFETY: nobody reaches the interpreter any more; of its objects only immortal leaves are read, which nobody writes to.
unsafe impl Send for Lender {}

// SAFETY: as above.
unsafe impl Sync for Lender {}

/// Words that are not all zero.
struct Part {
    place: usize,
    /// In bytes from the place's start.
    offset: usize,
    words: Range<usize>,
}

/// Where a word is: the place and its number there.
#[derive(Clone, Copy)]
struct Pointer {
    place: u32,
    word: u32,
}

/// The places of an interpreter, and the parts of them that hold something.
struct Places<'a> {
    vm: &'a Vm,
    places: Vec<(NonNull<u8>, usize)>,
    parts: Vec<(usize, usize, usize)>,
}

impl Places<'_> {
    fn of(vm: &Vm) -> Places<'_> {
        let world = NonNull::from(vm.world()).cast();
        let mut places = vec![(NonNull::from(vm).cast(), size_of::<Vm>()), (world, size_of::<World>())];
        vm.heap.each_mapping(&mut |start, bytes| places.push((start, bytes)));
        let mut parts = vec![(0, 0, size_of::<Vm>()), (1, 0, size_of::<World>())];
        vm.heap.each_part(&mut |start, bytes| {
            let inside = |&(at, length): &(NonNull<u8>, usize)| {
                (at.as_ptr() as usize..at.as_ptr() as usize + length).contains(&(start.as_ptr() as usize))
            };
            if let Some(place) = places.iter().skip(2).position(inside) {
                parts.push((place + 2, start.as_ptr() as usize - places[place + 2].0.as_ptr() as usize, bytes));
            }
        });
        Places { vm, places, parts }
    }

    fn word(&self, place: usize, offset: usize) -> u64 {
        // SAFETY: offsets are inside the place, whose memory the interpreter owns; padding is read as whatever it is.
        unsafe { self.places[place].0.as_ptr().add(offset).cast::<u64>().read_volatile() }
    }

    /// The place that an address lies in, and how far.
    fn find(&self, address: u64) -> Option<(usize, u64)> {
        self.places
            .iter()
            .position(|&(at, bytes)| {
                let start = at.as_ptr() as u64;
                (start..start + bytes as u64).contains(&address)
            })
            .map(|place| (place, address - self.places[place].0.as_ptr() as u64))
    }
}

/// Bytes of a [`Vm`] that are made afresh for each copy.
fn own_fields() -> [Range<usize>; 6] {
    const fn field<T>(offset: usize) -> Range<usize> {
        offset..offset + size_of::<T>()
    }
    let gate = offset_of!(Vm, threads) + Threads::GATE;
    [
        field::<Options>(offset_of!(Vm, options)),
        field::<Sandbox>(offset_of!(Vm, sandbox)),
        field::<Arc<AtomicU32>>(offset_of!(Vm, check)),
        field::<Work>(offset_of!(Vm, work)),
        field::<crate::core::host::Host>(offset_of!(Vm, host)),
        field::<usize>(gate),
    ]
}

/// The bytes that two words have in common, zero for the others.
fn common_bytes(one: u64, other: u64) -> u64 {
    let (one, other) = (one.to_le_bytes(), other.to_le_bytes());
    u64::from_le_bytes(std::array::from_fn(|index| if one[index] == other[index] { one[index] } else { 0 }))
}

impl Template {
    /// Makes one for interpreters with such options; nothing when they cannot be copied.
    #[must_use]
    pub fn make(options: &Options, native_modules: &'static [&'static ModuleSpec]) -> Option<Template> {
        if !Template::serves(options) {
            return None;
        }
        let options = Options { memory_limit: None, ..options.clone() };
        let mut lender = Vm::new(options.clone(), native_modules).ok()?;
        lender.rest();
        lender.hash_leaves()?;
        let mut two = [(); 2].map(|()| Vm::new(options.clone(), native_modules));
        for vm in &mut two {
            let vm = vm.as_mut().ok()?;
            vm.rest();
            vm.heap.lend(Kind::Leaf);
        }
        let [Ok(first), Ok(second)] = &two else { return None };
        let lent = Places::of(&lender).places;
        let template = Template::compare(&Places::of(first), &Places::of(second), &lent, &options)?;
        Some(Template { lender: Some(Lender(lender)), ..template })
    }

    fn serves(options: &Options) -> bool {
        options.collections == Collections::Usual && options.fail_after.is_none()
    }

    /// Whether it makes interpreters with such options.
    #[must_use]
    pub fn fits(&self, options: &Options) -> bool {
        Template::serves(options) && self.hash_key == options.hash_key && self.optimize == options.optimize
    }

    fn compare(
        first: &Places<'_>,
        second: &Places<'_>,
        lent: &[(NonNull<u8>, usize)],
        options: &Options,
    ) -> Option<Template> {
        if first.parts != second.parts || first.places.len() != second.places.len() {
            return None;
        }
        let own = own_fields();
        let mut template = Template {
            lender: None,
            hash_key: options.hash_key,
            optimize: options.optimize,
            places: first.places.iter().map(|&(_, bytes)| bytes).collect(),
            parts: Vec::new(),
            words: Vec::new(),
            pointers: first.places.iter().map(|_| Vec::new()).collect(),
        };
        let mut padding = 0;
        for &(place, start, bytes) in &first.parts {
            for chunk in (start..start + bytes).step_by(CHUNK) {
                let end = (chunk + CHUNK).min(start + bytes);
                let begin = template.words.len();
                for offset in (chunk..end).step_by(WORD) {
                    let (mine, other) = (first.word(place, offset), second.word(place, offset));
                    template.words.push(mine);
                    if mine == other || place == 0 && own.iter().any(|field| field.contains(&offset)) {
                        continue;
                    }
                    let word = match first.find(mine) {
                        Some((target, distance)) if second.find(other) != Some((target, distance)) => {
                            padding += 1;
                            common_bytes(mine, other)
                        }
                        Some((target, distance)) if first.vm.heap.is_lent(mine as usize) => {
                            lent.get(target)?.0.as_ptr() as u64 + distance
                        }
                        Some((target, distance)) => {
                            let pointer = Pointer { place: place as u32, word: (offset / WORD) as u32 };
                            template.pointers[target].push(pointer);
                            distance
                        }
                        // Padding, or the rest of an enum: nobody reads it.
                        None => {
                            padding += 1;
                            common_bytes(mine, other)
                        }
                    };
                    if let Some(last) = template.words.last_mut() {
                        *last = word;
                    }
                }
                template.keep(place, chunk, begin);
            }
        }
        (padding <= MOST_PADDING).then_some(template)
    }

    /// Keeps the words from `begin` on as a part, unless all are zero.
    fn keep(&mut self, place: usize, offset: usize, begin: usize) {
        let words = begin..self.words.len();
        let relocated = |pointer: &Pointer| pointer.place as usize == place && (pointer.word as usize) * WORD >= offset;
        let any = self.words[words.clone()].iter().any(|&word| word != 0)
            || self.pointers.iter().any(|pointers| pointers.last().is_some_and(relocated));
        if !any {
            self.words.truncate(begin);
            return;
        }
        match self.parts.last_mut() {
            Some(last) if last.place == place && last.offset + last.words.len() * WORD == offset => {
                last.words.end = words.end;
            }
            _ => self.parts.push(Part { place, offset, words }),
        }
    }

    /// Makes an interpreter.
    ///
    /// # Errors
    /// When the memory limit is too small, or the operating system has no more.
    pub fn stamp(&self, mut options: Options) -> Result<Box<Vm>, OutOfMemory> {
        let mut vm: Box<MaybeUninit<Vm>> = Box::new_uninit();
        let mut world: Box<MaybeUninit<World>> = Box::new_uninit();
        let mut starts = vec![NonNull::from(&mut *vm).cast::<u8>(), NonNull::from(&mut *world).cast::<u8>()];
        for &bytes in &self.places[2..] {
            match HeapBox::map_blank(bytes) {
                Some(start) => starts.push(start),
                None => {
                    for (&start, &bytes) in starts[2..].iter().zip(&self.places[2..]) {
                        // SAFETY: mapped just now.
                        unsafe { HeapBox::unmap_blank(start, bytes) };
                    }
                    return Err(OutOfMemory);
                }
            }
        }
        // SAFETY: parts and pointers are inside the places, which are as long as those of the original; afterwards every word is
        // that of an interpreter at these places, but for the fields written one by one below.
        unsafe {
            for part in &self.parts {
                let words = &self.words[part.words.clone()];
                let to = starts[part.place].add(part.offset);
                if part.place >= 2 {
                    make_resident(to, (words.len() * WORD).next_multiple_of(CHUNK));
                }
                to.cast::<u64>().copy_from_nonoverlapping(NonNull::from(words).cast(), words.len());
            }
            for (target, pointers) in self.pointers.iter().enumerate() {
                let base = starts[target].as_ptr() as u64;
                for pointer in pointers {
                    let word = starts[pointer.place as usize].cast::<u64>().add(pointer.word as usize);
                    *word.as_ptr() = (*word.as_ptr()).wrapping_add(base);
                }
            }
            let limit = options.memory_limit;
            let place = vm.as_mut_ptr();
            let check: Arc<AtomicU32> = Arc::default();
            (&raw mut (*place).sandbox).write(Sandbox::new(std::mem::take(&mut options.capabilities)));
            (&raw mut (*place).options).write(options);
            (&raw mut (*place).work).write(Work::default());
            (&raw mut (*place).host).write(crate::core::host::Host::default());
            (&raw mut (*place).threads)
                .cast::<u8>()
                .add(Threads::GATE)
                .cast::<Arc<Gate>>()
                .write(Threads::gate(check.clone()));
            (&raw mut (*place).check).write(check);
            let _ = Box::leak(world);
            let mut vm = vm.assume_init();
            vm.heap.set_limit(limit);
            if limit.is_some_and(|limit| vm.heap.used() > limit) {
                return Err(OutOfMemory);
            }
            vm.enter_host_stack();
            Ok(vm)
        }
    }
}

impl Vm {
    /// Forgets what is only there to be quick, and where it was made.
    fn rest(&mut self) {
        self.settle();
        self.method_cache.clear();
        self.shape_cache.clear();
        self.heap.trim();
        self.native_limit = 0;
    }

    /// Computes the hashes that leaves keep, so that nobody has to write them.
    fn hash_leaves(&mut self) -> Option<()> {
        let mut leaves = Vec::new();
        self.heap.visit_blocks(Kinds::from(Kind::Leaf), &mut |block| leaves.push(block.address));
        for leaf in leaves {
            // SAFETY: a live object.
            let leaf = unsafe { Value::from_borrowed(leaf.cast()) };
            self.hash(&leaf).ok()?;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::Template;
    use crate::core::vm::{Options, Vm};
    use crate::import::main;

    fn run(vm: &mut Vm, source: &str) {
        let result = main::run_source(vm, source.as_bytes(), "<string>");
        assert!(result.is_ok());
    }

    #[test]
    fn copies_are_interpreters() {
        let options = Options { memory_limit: Some(16 << 20), ..Options::default() };
        let template = Template::make(&options, &[]).expect("starts are alike");
        assert!(template.fits(&options));
        let mut copies: Vec<_> = (0..3).map(|_| template.stamp(options.clone()).expect("room")).collect();
        for vm in &mut copies {
            assert!(crate::modules::sys::config::configure(vm, &Default::default()).is_ok());
            run(vm, "class A:\n    def f(self): return sorted({3, 1, 2})\nassert A().f() == [1, 2, 3]\nx = A()\n");
            assert_eq!(vm.verify_heap(|kind, mismatch| panic!("{kind}: {mismatch}")), Ok(()));
        }
        for mut vm in copies {
            run(&mut vm, "import gc, sys\ngc.collect()\nassert 'A' not in dir(sys)\n");
            vm.free_everything();
            assert_eq!(vm.leftovers(), (0, 0));
        }
    }

    #[test]
    fn copies_keep_their_limit() {
        let template = Template::make(&Options::default(), &[]).expect("starts are alike");
        assert!(template.stamp(Options { memory_limit: Some(64 << 10), ..Options::default() }).is_err());
        let mut vm = template.stamp(Options { memory_limit: Some(4 << 20), ..Options::default() }).expect("room");
        run(&mut vm, "try:\n    [0] * 10**7\nexcept MemoryError: pass\nelse: assert False\n");
    }
}
