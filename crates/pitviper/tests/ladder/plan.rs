//! Which allocations of a program are to fail.

use std::fmt;

/// Allocations of each program that fail one by one in full mode.
pub const ONE_BY_ONE: u64 = 10_000;

/// Ways in which memory runs out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// One allocation fails.
    One,
    /// The first allocation with a new native call stack fails, behind those that failed one by one.
    Stack,
    /// An allocation and all behind it fail.
    From,
    /// The memory limit is reached.
    Limit,
    /// One allocation fails while the interpreter is made.
    Start,
    /// One allocation fails while it ends.
    End,
}

impl Phase {
    /// What a program goes through, in this order.
    pub const OF_PROGRAMS: [Phase; 4] = [Phase::One, Phase::Stack, Phase::From, Phase::Limit];
    /// All of them.
    pub const ALL: [Phase; 6] = [Phase::One, Phase::Stack, Phase::From, Phase::Limit, Phase::Start, Phase::End];

    /// By name.
    pub fn parse(name: &str) -> Option<Phase> {
        Phase::ALL.into_iter().find(|phase| phase.to_string() == name)
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Phase::One => "one",
            Phase::Stack => "stack",
            Phase::From => "from",
            Phase::Limit => "limit",
            Phase::Start => "start",
            Phase::End => "end",
        })
    }
}

/// How thorough a run is.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// Most failures of each program in the phase [`Phase::One`], spread over its allocations.
    pub one: u64,
    /// Most failures in each of the other phases.
    pub other: u64,
}

impl Effort {
    /// What the environment asks for: `LADDER=full`, a number, or nothing for a sample.
    pub fn asked() -> Effort {
        match std::env::var("LADDER").as_deref() {
            Ok("full") => Effort { one: ONE_BY_ONE, other: ONE_BY_ONE / 10 },
            Ok(number) => number.parse().map_or(Effort::SAMPLE, |one| Effort { one, other: one / 4 }),
            Err(_) => Effort::SAMPLE,
        }
    }

    const SAMPLE: Effort = Effort { one: 24, other: 6 };

    /// Whether all is asked for.
    pub fn is_full(self) -> bool {
        self.one == ONE_BY_ONE
    }

    /// Steps from one failure to the next where a phase has `count` allocations.
    pub fn stride(self, phase: Phase, count: u64) -> u64 {
        match phase {
            // All of the first, whatever comes behind.
            Phase::One | Phase::Start if self.is_full() => 1,
            Phase::One => count.div_ceil(self.one).max(1),
            Phase::Start => count.div_ceil(self.one * 4).max(1),
            _ => count.div_ceil(self.other).max(1),
        }
    }
}
