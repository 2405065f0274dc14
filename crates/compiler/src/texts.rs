//! Names and variables of code: their texts behind each other, and where each one ends.
#![expect(clippy::disallowed_types, reason = "charged to the budget before it grows")]

use std::fmt;

use crate::ast::OutOfMemory;
use crate::code::LocalKind;
use crate::room::Meter;

/// Names, numbered.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Names {
    texts: Box<str>,
    ends: Box<[u32]>,
}

impl Names {
    /// The names that `each` gives its argument, in that order: it is called twice. What they take is charged to the
    /// meter.
    ///
    /// # Errors
    /// What `each` says, or [`OutOfMemory`].
    pub(crate) fn pack<'a, E: From<OutOfMemory>>(
        meter: &mut Meter,
        mut each: impl FnMut(&mut dyn FnMut(&'a str)) -> Result<(), E>,
    ) -> Result<Self, E> {
        let (mut count, mut bytes) = (0_usize, 0_usize);
        each(&mut |name| {
            count += 1;
            bytes = bytes.saturating_add(name.len());
        })?;
        if count == 0 {
            return Ok(Self::default());
        }
        if u32::try_from(bytes).is_err() {
            return Err(OutOfMemory.into());
        }
        meter.charge(bytes + count * size_of::<u32>())?;
        let (mut texts, mut ends) = (String::new(), Vec::new());
        texts.try_reserve_exact(bytes).map_err(|_| OutOfMemory)?;
        ends.try_reserve_exact(count).map_err(|_| OutOfMemory)?;
        each(&mut |name| {
            texts.push_str(name);
            ends.push(texts.len() as u32);
        })?;
        Ok(Self { texts: texts.into_boxed_str(), ends: ends.into_boxed_slice() })
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Name number `index`.
    #[inline]
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)? as usize;
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        self.texts.get(start..end)
    }

    /// All names.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &str> + ExactSizeIterator {
        (0..self.len()).map(|index| self.get(index).unwrap_or_default())
    }

    /// Bytes that they take.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.texts.len() + size_of_val(&*self.ends)
    }
}

impl fmt::Debug for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// Names and kinds of registers that are variables.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Locals {
    /// Their names.
    pub names: Names,
    kinds: Box<[LocalKind]>,
}

impl Locals {
    /// As many kinds as there are names.
    pub(crate) fn new(names: Names, kinds: Box<[LocalKind]>) -> Self {
        debug_assert_eq!(names.len(), kinds.len());
        Self { names, kinds }
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.kinds.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// Name and kind of number `index`.
    #[inline]
    #[must_use]
    pub fn get(&self, index: usize) -> Option<(&str, LocalKind)> {
        Some((self.names.get(index)?, *self.kinds.get(index)?))
    }

    /// The name of number `index`; empty when there is none.
    #[inline]
    #[must_use]
    pub fn name(&self, index: usize) -> &str {
        self.names.get(index).unwrap_or_default()
    }

    /// All of them.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, LocalKind)> + ExactSizeIterator {
        self.kinds.iter().enumerate().map(|(index, &kind)| (self.name(index), kind))
    }

    /// Bytes that they take.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.names.bytes() + self.kinds.len()
    }
}

impl fmt::Debug for Locals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
