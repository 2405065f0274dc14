//! When collections run, and what they came to.

use super::{GENERATIONS, Outcome};

/// What `gc.get_stats` says of a generation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Collections.
    pub collections: u64,
    /// Garbage found.
    pub collected: u64,
    /// Garbage that could not be freed: there is none since PEP 442, but for what `DEBUG_SAVEALL` keeps.
    pub uncollectable: u64,
    /// Containers looked at.
    pub candidates: u64,
    /// Nanoseconds spent.
    pub nanoseconds: u64,
    /// The longest collection.
    pub longest: u64,
}

/// Thresholds and counts. The count of the youngest generation is the heap's.
#[derive(Clone, Copy, Debug)]
pub struct Schedule {
    /// Whether collections start by themselves.
    pub enabled: bool,
    /// After how many new containers, and collections of the younger generation, they do.
    pub thresholds: [i32; GENERATIONS],
    /// Collections of the generation below since the last of this one; the first place is not used.
    pub counts: [i32; GENERATIONS],
    /// Containers that survived the last full collection.
    pub long_lived: u64,
    /// Containers that entered the oldest generation since.
    pub pending: u64,
    /// Whether a collection is under way.
    pub collecting: bool,
    /// By generation.
    pub stats: [Stats; GENERATIONS],
}

impl Default for Schedule {
    fn default() -> Schedule {
        Schedule {
            enabled: true,
            thresholds: [2000, 10, 10],
            counts: [0; GENERATIONS],
            long_lived: 0,
            pending: 0,
            collecting: false,
            stats: [Stats::default(); GENERATIONS],
        }
    }
}

impl Schedule {
    /// The new containers at which a collection is due; `None`: never.
    #[must_use]
    pub fn young_threshold(&self) -> Option<i32> {
        (self.enabled && self.thresholds[0] > 0).then_some(self.thresholds[0])
    }

    /// The oldest generation that is due, when `young` new containers are alive. The oldest one waits until a quarter
    /// as many containers have grown old as survived its last collection, or the work would be quadratic.
    #[must_use]
    pub fn due(&self, young: i32) -> Option<u32> {
        if !self.enabled || self.thresholds[0] <= 0 || young <= self.thresholds[0] {
            return None;
        }
        let oldest = (1..GENERATIONS).rev().find(|&generation| {
            self.counts[generation] > self.thresholds[generation]
                && (generation < GENERATIONS - 1 || self.pending >= self.long_lived / 4)
        });
        Some(oldest.unwrap_or(0) as u32)
    }

    /// A collection begins.
    pub fn begin(&mut self, generation: u32) {
        let generation = generation as usize;
        self.collecting = true;
        if let Some(count) = self.counts.get_mut(generation + 1) {
            *count = count.saturating_add(1);
        }
        for count in self.counts.iter_mut().take(generation + 1) {
            *count = 0;
        }
    }

    /// A collection has ended.
    pub fn end(&mut self, generation: u32, outcome: Outcome, nanoseconds: u64) {
        self.collecting = false;
        match generation as usize {
            0 => {}
            1 => self.pending += outcome.survivors,
            _ => {
                self.pending = 0;
                self.long_lived = outcome.survivors;
            }
        }
        let stats = &mut self.stats[(generation as usize).min(GENERATIONS - 1)];
        stats.collections += 1;
        stats.collected += outcome.collected;
        stats.candidates += outcome.candidates;
        stats.nanoseconds += nanoseconds;
        stats.longest = stats.longest.max(nanoseconds);
    }
}
