//! Size classes: how a request in bytes becomes a block size, and a bin.
//!
//! Steps of 8 bytes to 128, then about eight classes per doubling to 8 KiB. Above 512 bytes the sizes are
//! those that divide a run of 3 to 8 granules almost without rest, which is why they look odd: 3272 is a
//! fifth of 16 KiB, 6824 a third of 20 KiB.
//!
//! Invariant: `class_size(class_of(n)) >= n`, it is the smallest such class, and every size is a multiple of 8.

use crate::Kind;
use crate::layout::GRANULE;

/// Largest request, in bytes, that a size class serves; beyond come large blocks.
pub const SMALL_MAX: usize = 8192;

/// Number of size classes.
pub const CLASSES: usize = 61;

/// Bins of one kind: classes rounded up to a power of two, so that a bin number is a shift and an or.
pub(crate) const BINS_PER_KIND: usize = 64;

/// Bins in all.
pub(crate) const BINS: usize = 3 * BINS_PER_KIND;

/// Block size in bytes and granules of an ordinary page, by class.
const TABLE: [(u16, u8); CLASSES] = [
    (8, 4),
    (16, 4),
    (24, 4),
    (32, 4),
    (40, 4),
    (48, 4),
    (56, 4),
    (64, 4),
    (72, 4),
    (80, 4),
    (88, 4),
    (96, 4),
    (104, 4),
    (112, 4),
    (120, 4),
    (128, 4),
    (144, 4),
    (160, 4),
    (176, 4),
    (192, 4),
    (208, 4),
    (224, 4),
    (240, 4),
    (256, 4),
    (288, 4),
    (320, 4),
    (352, 4),
    (384, 4),
    (416, 4),
    (448, 4),
    (480, 4),
    (512, 4),
    (584, 4),
    (648, 4),
    (712, 4),
    (776, 4),
    (816, 4),
    (904, 4),
    (960, 4),
    (1024, 4),
    (1168, 4),
    (1256, 4),
    (1360, 4),
    (1488, 4),
    (1632, 4),
    (1816, 4),
    (2048, 4),
    (2336, 4),
    (2560, 5),
    (2728, 4),
    (3072, 3),
    (3272, 4),
    (3584, 7),
    (4096, 4),
    (4680, 8),
    (5120, 5),
    (5456, 4),
    (6144, 3),
    (6824, 5),
    (7168, 7),
    (8192, 4),
];

/// Class by size in words of eight bytes, rounded up.
static CLASS_OF: [u8; SMALL_MAX / 8 + 1] = {
    let mut of = [0; SMALL_MAX / 8 + 1];
    let mut class = 0;
    let mut words = 0;
    while words < of.len() {
        if words * 8 > TABLE[class].0 as usize {
            class += 1;
        }
        of[words] = class as u8;
        words += 1;
    }
    of
};

const _: () = {
    let mut class = 0;
    while class < CLASSES {
        let (size, granules) = TABLE[class];
        let rest = granules as usize * GRANULE % size as usize;
        assert!(size % 8 == 0);
        assert!(rest * 32 < granules as usize * GRANULE, "a page wastes more than 1/32");
        assert!(class == 0 || TABLE[class - 1].0 < size);
        class += 1;
    }
    assert!(TABLE[CLASSES - 1].0 as usize == SMALL_MAX);
};

/// Block size in bytes of a class.
///
/// # Panics
/// When `class >= CLASSES`.
pub const fn class_size(class: usize) -> usize {
    TABLE[class].0 as usize
}

/// Granules of an ordinary page of a class.
pub(crate) const fn class_granules(class: usize) -> usize {
    TABLE[class].1 as usize
}

/// The bin that serves `bytes <= SMALL_MAX`; always below [`BINS`]. Folds to a constant for constant arguments.
#[inline(always)]
pub(crate) fn bin_of(kind: Kind, bytes: usize) -> usize {
    let words = (bytes + 7) >> 3;
    let words = if kind as usize == Kind::Raw as usize { words } else { words.max(2) };
    debug_assert!(words <= SMALL_MAX / 8);
    // SAFETY: `bytes <= SMALL_MAX`, so `words` is at most the table's last index.
    let class = unsafe { *CLASS_OF.get_unchecked(words) } as usize;
    (kind as usize * BINS_PER_KIND) | class
}

/// The only bin whose blocks are too small to keep the link at offset 8.
pub(crate) const TINY_BIN: usize = Kind::Raw as usize * BINS_PER_KIND;

/// Where a free block of a bin keeps the link to the next one.
#[inline(always)]
pub(crate) fn link_offset(bin: usize) -> usize {
    if bin == TINY_BIN { 0 } else { 8 }
}

pub(crate) fn bin_kind(bin: usize) -> Kind {
    Kind::from_index(bin / BINS_PER_KIND)
}

pub(crate) fn bin_class(bin: usize) -> usize {
    bin % BINS_PER_KIND
}
