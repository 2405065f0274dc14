//! A pattern in the form that the matcher runs: instructions that name each other by number, and their tables.
//! `translate` makes it out of a code list and vouches for all numbers in it.

use std::cell::Cell;
use std::ptr::NonNull;

use pitviper_object::{Heap, PageKind};

use super::buffer::Buffer;
use super::chars::{Fold, in_set};

/// No class, no slot.
pub const NONE: u32 = u32::MAX;

/// An instruction. Where none is named, the next one follows.
#[derive(Clone, Copy, Debug)]
pub enum Op {
    /// Never matches.
    Fail,
    /// The whole pattern has matched.
    Accept,
    /// This character.
    Char(u32),
    /// Any character but this.
    NotChar(u32),
    /// Any character.
    Any,
    /// A character of a class.
    Class(u32),
    /// Characters that are in the words.
    Text { start: u32, len: u32 },
    /// A place, see `opcode::at`.
    At(u32),
    /// A group begins: the position goes into a slot.
    Open(u32),
    /// A group ends.
    Close(u32),
    /// Goes on elsewhere.
    Jump(u32),
    /// Tries `first`, then `second`; the classes say which characters each can begin with.
    Split { first: u32, second: u32, first_set: u32, second_set: u32 },
    /// A repeat of one character, as often as possible first.
    Repeat(u32),
    /// The same, as seldom as possible first.
    LazyRepeat(u32),
    /// The same, as often as possible only.
    PossessiveRepeat(u32),
    /// Begins a loop, at its end.
    LoopStart(u32),
    /// The end of a loop's body, which is tried again first.
    Loop(u32),
    /// The same, what follows is tried first.
    LazyLoop(u32),
    /// Behind a lazy loop's end: its body begins once more.
    LazyTurn(u32),
    /// The same as `Loop`, nothing is taken back.
    PossessiveLoop(u32),
    /// Remembers in a slot what could be tried so far.
    Atomic(u32),
    /// Forgets what could be tried since then.
    Commit(u32),
    /// Remembers that, and in the next slot the position, which moves `back`.
    Look { slot: u32, back: u32 },
    /// Forgets what could be tried since then, and moves back to the position.
    LookEnd(u32),
    /// What follows must not match; `exit` is next when it does not.
    LookNot { slot: u32, back: u32, exit: u32 },
    /// What must not match did.
    LookNotEnd(u32),
    /// What a group matched.
    GroupRef { group: u32, fold: Fold },
    /// Goes elsewhere unless a group matched.
    IfGroup { group: u32, otherwise: u32 },
}

/// What matches one character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum One {
    /// This character.
    Char(u32),
    /// Any but this.
    NotChar(u32),
    /// Any.
    Any,
    /// One of a class.
    Class(u32),
}

/// Which characters above 255 are in a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wide {
    /// None of them.
    None,
    /// All of them.
    All,
    /// Those that, folded, are in the set at `start` in the words. What was found out is kept in a memo, unless that is
    /// `NONE`.
    Set { start: u32, fold: Fold, memo: u32 },
}

/// A set of characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Class {
    /// Latin-1.
    pub low: [u64; 4],
    /// The others.
    pub wide: Wide,
}

impl Class {
    /// Nothing.
    pub const EMPTY: Class = Class { low: [0; 4], wide: Wide::None };

    /// Whether a Latin-1 character is in it.
    #[inline(always)]
    pub fn has_low(&self, ch: u8) -> bool {
        self.low[usize::from(ch >> 6)] >> (ch & 63) & 1 != 0
    }

    /// Adds a Latin-1 character.
    pub fn add_low(&mut self, ch: u8) {
        self.low[usize::from(ch >> 6)] |= 1 << (ch & 63);
    }

    /// Whether a character is in it.
    #[inline(always)]
    pub fn has(&self, program: &Program, ch: u32) -> bool {
        match u8::try_from(ch) {
            Ok(low) => self.has_low(low),
            Err(_) => self.has_wide(program, ch),
        }
    }

    #[inline(never)]
    fn has_wide(&self, program: &Program, ch: u32) -> bool {
        match self.wide {
            Wide::None => false,
            Wide::All => true,
            Wide::Set { start, fold, memo } => {
                let place = program.memo_place(memo, ch);
                if let Some(place) = place
                    && place.get() >> 1 == ch
                {
                    return place.get() & 1 != 0;
                }
                let set = program.words.as_slice().get(start as usize..).unwrap_or(&[]);
                let has = in_set(set, fold.apply(ch));
                if let Some(place) = place {
                    place.set(ch << 1 | u32::from(has));
                }
                has
            }
        }
    }

    /// Whether no character is in both, for certain.
    pub fn disjoint(&self, other: &Class) -> bool {
        let low = self.low.iter().zip(other.low).all(|(a, b)| a & b == 0);
        low && (self.wide == Wide::None || other.wide == Wide::None)
    }

    /// Adds what is in another, or more.
    pub fn unite(&mut self, other: &Class) {
        self.low.iter_mut().zip(other.low).for_each(|(a, b)| *a |= b);
        if other.wide != Wide::None {
            self.wide = Wide::All;
        }
    }

    /// Number of Latin-1 characters in it.
    pub fn count_low(&self) -> u32 {
        self.low.iter().map(|word| word.count_ones()).sum()
    }

    /// The Latin-1 characters in it.
    pub fn lows(&self) -> impl Iterator<Item = u8> + '_ {
        (0..=255).filter(|ch| self.has_low(*ch))
    }
}

/// A repeat of one character.
#[derive(Clone, Copy, Debug)]
pub struct Repeat {
    /// The character.
    pub one: One,
    /// Least times.
    pub min: u32,
    /// Most times; `MAXREPEAT` for any number.
    pub max: u32,
    /// Characters that what follows can begin with; `NONE` when it can begin with any, or match nothing.
    pub tail: u32,
}

/// A repeat of anything.
#[derive(Clone, Copy, Debug)]
pub struct Loop {
    /// First instruction of what is repeated.
    pub body: u32,
    /// What follows.
    pub exit: u32,
    /// The instruction that ends the body.
    pub until: u32,
    /// Least times.
    pub min: u32,
    /// Most times; `MAXREPEAT` for any number.
    pub max: u32,
    /// Slot of the number of times, the current one included.
    pub count: u32,
    /// Slot of where the current time began: one that matched nothing is the last. `NONE` when that cannot be.
    pub last: u32,
    /// Slot of what could be tried before, in possessive loops; else `NONE`.
    pub height: u32,
    /// Characters that the body can begin with, or `NONE`.
    pub body_set: u32,
    /// Characters that what follows can begin with, or `NONE`.
    pub exit_set: u32,
}

/// How to find places where a match can begin.
#[derive(Clone, Copy, Debug)]
pub enum Plan {
    /// Anywhere.
    Anywhere,
    /// At the beginning of the text only.
    Beginning,
    /// Where this text is, in the words.
    Text { start: u32, len: u32 },
    /// Where a character of a class is, and behind it one of another, unless that is `NONE`. With `few` the first class
    /// consists of these bytes, some of them twice.
    Class { class: u32, second: u32, few: Option<[u8; 3]> },
}

/// Most memos of a program.
const MEMOS: u32 = 16;
/// Characters that a memo holds at a time.
const MEMO: usize = 128;

/// A pattern.
pub struct Program {
    /// Instructions; the last is `Accept`.
    pub ops: Buffer<Op>,
    /// Sets of characters.
    pub classes: Buffer<Class>,
    /// Texts, and sets for characters above 255.
    pub words: Buffer<u32>,
    /// Repeats of one character.
    pub repeats: Buffer<Repeat>,
    /// Other repeats.
    pub loops: Buffer<Loop>,
    /// Groups.
    pub groups: u32,
    /// Slots: two for each group, then those of loops and of what looks around.
    pub slots: u32,
    /// Fewest characters of a match.
    pub width: u32,
    /// How to search.
    pub plan: Plan,
    /// Memos that classes have.
    pub memos: u32,
    /// The memos, once text with characters above 255 was matched: characters, and whether they are in the class.
    memo: Cell<Option<NonNull<Cell<u32>>>>,
}

impl Program {
    /// Without instructions.
    pub const fn new(groups: u32) -> Program {
        Program {
            ops: Buffer::new(),
            classes: Buffer::new(),
            words: Buffer::new(),
            repeats: Buffer::new(),
            loops: Buffer::new(),
            groups,
            slots: groups * 2,
            width: 0,
            plan: Plan::Anywhere,
            memos: 0,
            memo: Cell::new(None),
        }
    }

    /// The number of a new memo.
    pub fn add_memo(&mut self) -> u32 {
        if self.memos == MEMOS {
            return NONE;
        }
        self.memos += 1;
        self.memos - 1
    }

    /// Makes the memos, if there is memory for them.
    #[inline]
    pub fn make_memos(&self, heap: &mut Heap) {
        if self.memos > 0 && self.memo.get().is_none() {
            self.allocate_memos(heap);
        }
    }

    #[cold]
    fn allocate_memos(&self, heap: &mut Heap) {
        let len = self.memos as usize * MEMO;
        if let Ok(block) = heap.alloc(PageKind::Raw, len * size_of::<Cell<u32>>()) {
            // SAFETY: the block has room for `len` words; zero is a word.
            unsafe { block.cast::<u32>().as_ptr().write_bytes(0, len) };
            self.memo.set(Some(block.cast()));
        }
    }

    /// Where a memo says whether a character is in its class.
    #[inline(always)]
    fn memo_place(&self, memo: u32, ch: u32) -> Option<&Cell<u32>> {
        let block = self.memo.get()?;
        if memo >= self.memos {
            return None;
        }
        // SAFETY: the block has `MEMO` places for each memo, and lives as long as the program.
        Some(unsafe { block.add(memo as usize * MEMO + ch as usize % MEMO).as_ref() })
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if let Some(block) = self.memo.take() {
            // SAFETY: the block is the program's own.
            unsafe { Heap::free(block.cast()) }
        }
    }
}
