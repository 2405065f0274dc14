//! Normalisation forms (Unicode Standard Annex 15): decomposing into a sink, then ordering and composing in place.

use crate::chars::Chars;
use crate::ucd::{Version, combining, compose, decomposition, was_assigned};

/// A normalisation form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    /// Whether characters that only look alike are replaced (NFKC, NFKD).
    pub compatible: bool,
    /// Whether the result is composed (NFC, NFKC).
    pub composed: bool,
}

impl Form {
    /// The form of a name.
    #[must_use]
    pub fn named(name: &[u8]) -> Option<Form> {
        let (compatible, composed) = match name {
            b"NFC" => (false, true),
            b"NFD" => (false, false),
            b"NFKC" => (true, true),
            b"NFKD" => (true, false),
            _ => return None,
        };
        Some(Form { compatible, composed })
    }

    /// The first character that could change: text whose characters are all below it is in this form.
    #[must_use]
    pub const fn first(self) -> u32 {
        match self {
            Form { compatible: false, composed: true } => 0x300,
            Form { compatible: false, composed: false } => 0xC0,
            _ => 0xA0,
        }
    }
}

/// What 3.2 decomposed wrongly, which later versions corrected.
const CORRECTED: [(u32, u32); 5] =
    [(0x2F868, 0x2136A), (0x2F874, 0x5F33), (0x2F91F, 0x43AB), (0x2F95F, 0x7AAE), (0x2F9BF, 0x4D57)];

/// Deepest nesting of decompositions, and then some.
const DEPTH: usize = 24;

/// Decomposes text fully; what comes out is not in order yet.
///
/// # Errors
/// The sink's own.
pub fn decompose<E>(
    text: Chars<'_>,
    form: Form,
    version: Version,
    mut push: impl FnMut(u32) -> Result<(), E>,
) -> Result<(), E> {
    for ch in text {
        if ch < 0xA0 {
            push(ch)?;
            continue;
        }
        // Parts that are still to be looked at, the next one on top.
        let mut waiting = [0; DEPTH];
        waiting[0] = ch;
        let mut count = 1;
        while count > 0 {
            count -= 1;
            let ch = waiting[count];
            if version == Version::Old {
                if !was_assigned(ch) {
                    push(ch)?;
                    continue;
                }
                if let Some((_, to)) = CORRECTED.iter().find(|(from, _)| *from == ch) {
                    push(*to)?;
                    continue;
                }
            }
            match decomposition(ch).filter(|found| form.compatible || found.tag.is_empty()) {
                None => push(ch)?,
                Some(found) => {
                    let len = found.parts().count();
                    for (at, part) in found.parts().enumerate() {
                        if let Some(place) = waiting.get_mut(count + len - 1 - at) {
                            *place = part;
                        }
                    }
                    count = (count + len).min(DEPTH);
                }
            }
        }
    }
    Ok(())
}

/// Characters between two looks.
const STRETCH: usize = 1 << 12;

/// Puts combining characters in a row into the order of their classes, those of one class as they were. Looks whether to
/// go on every now and then, and is told how many characters were dealt with since.
///
/// # Errors
/// That of `look`.
pub fn order<E>(points: &mut [u32], mut look: impl FnMut(usize) -> Result<(), E>) -> Result<(), E> {
    let (mut at, mut seen) = (0, 0);
    while at < points.len() {
        let mut end = at;
        while end < points.len() && combining(points[end]) != 0 {
            end += 1;
            if (end - at).is_multiple_of(STRETCH) {
                look(STRETCH)?;
            }
        }
        sort(&mut points[at..end], &mut look)?;
        at = end + 1;
        seen += 1;
        if seen == STRETCH {
            seen = 0;
            look(STRETCH)?;
        }
    }
    Ok(())
}

/// Sorts stably in place, without memory: halves are merged by rotation.
fn sort<E>(run: &mut [u32], look: &mut impl FnMut(usize) -> Result<(), E>) -> Result<(), E> {
    if run.len() <= 8 {
        for end in 1..run.len() {
            let mut at = end;
            while at > 0 && combining(run[at - 1]) > combining(run[at]) {
                run.swap(at - 1, at);
                at -= 1;
            }
        }
        return Ok(());
    }
    let middle = run.len() / 2;
    let (left, right) = run.split_at_mut(middle);
    sort(left, look)?;
    sort(right, look)?;
    merge(run, middle, look)
}

/// Merges `run[..middle]` and `run[middle..]`, each in order.
fn merge<E>(run: &mut [u32], middle: usize, look: &mut impl FnMut(usize) -> Result<(), E>) -> Result<(), E> {
    if middle == 0 || middle == run.len() || combining(run[middle - 1]) <= combining(run[middle]) {
        return Ok(());
    }
    if run.len() >= STRETCH {
        look(run.len() / 4)?;
    }
    // Split the longer half in its middle and the other where that class belongs, swap the inner parts, merge both.
    let (left, right) = if middle >= run.len() - middle {
        let left = middle / 2;
        let class = combining(run[left]);
        (left, middle + run[middle..].partition_point(|ch| combining(*ch) < class))
    } else {
        let right = middle + (run.len() - middle - 1) / 2;
        let class = combining(run[right]);
        (run[..middle].partition_point(|ch| combining(*ch) <= class), right + 1)
    };
    run[left..right].rotate_left(middle - left);
    let joint = left + right - middle;
    let (first, second) = run.split_at_mut(joint);
    merge(first, left, look)?;
    merge(second, right - joint, look)
}

/// Composes decomposed text that is in order; returns how many characters are left, at the front. Looks as [`order`] does.
///
/// # Errors
/// That of `look`.
pub fn recompose<E>(points: &mut [u32], mut look: impl FnMut(usize) -> Result<(), E>) -> Result<usize, E> {
    let mut written = 0;
    let mut starter: Option<usize> = None;
    let mut last_class = 0;
    for at in 0..points.len() {
        if at % STRETCH == STRETCH - 1 {
            look(STRETCH)?;
        }
        let ch = points[at];
        let class = combining(ch);
        if let Some(place) = starter {
            // Blocked when something of the same or a higher class stands between.
            let adjacent = place + 1 == written;
            let open = adjacent || (last_class < class && last_class != 0);
            if open && let Some(composed) = compose(points[place], ch) {
                points[place] = composed;
                continue;
            }
        }
        if class == 0 {
            starter = Some(written);
        }
        last_class = class;
        points[written] = ch;
        written += 1;
    }
    Ok(written)
}
