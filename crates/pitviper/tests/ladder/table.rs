//! What came of it.

use std::fmt::{self, Write};

use crate::plan::Phase;

/// Findings of one kind and program that are shown.
const SHOWN: u64 = 8;

/// One program.
#[derive(Clone, Debug, Default)]
pub struct Row {
    name: String,
    allocations: u64,
    failed: u64,
    noticed: u64,
    stacks: u64,
    panics: u64,
    /// Processes that ended too early, or hung.
    pub aborts: u64,
    unsound: u64,
    wrong: u64,
    growth: u64,
}

impl Row {
    /// Nothing yet.
    pub fn new(name: &str) -> Row {
        Row { name: name.to_owned(), ..Row::default() }
    }

    /// A line from the child.
    pub fn hear(&mut self, line: &str, at: &mut (Phase, u64)) {
        let words: Vec<&str> = line.splitn(5, ' ').collect();
        match words[..] {
            ["at", phase, n] => {
                if let (Some(phase), Ok(n)) = (Phase::parse(phase), n.parse()) {
                    *at = (phase, n);
                }
            }
            ["found", kind, phase, n, text] => {
                let count = match kind {
                    "panic" => &mut self.panics,
                    "unsound" => &mut self.unsound,
                    "growth" => &mut self.growth,
                    _ => &mut self.wrong,
                };
                *count += 1;
                if *count <= SHOWN {
                    eprintln!("{}: {kind} at {phase} {n}: {text}", self.name);
                }
            }
            ["sum", name, number] => {
                let number: u64 = number.parse().unwrap_or(0);
                match name {
                    "failed" => self.failed += number,
                    "noticed" => self.noticed += number,
                    "stacks" => self.stacks += number,
                    _ => self.allocations = self.allocations.max(number),
                }
            }
            _ => eprintln!("{}: {line}", self.name),
        }
    }

    /// Whether nothing was wrong. Growth may have reasons of the program's own.
    pub fn is_good(&self) -> bool {
        self.panics + self.aborts + self.unsound + self.wrong == 0
    }

    fn add(&mut self, other: &Row) {
        self.allocations += other.allocations;
        self.failed += other.failed;
        self.noticed += other.noticed;
        self.stacks += other.stacks;
        self.panics += other.panics;
        self.aborts += other.aborts;
        self.unsound += other.unsound;
        self.wrong += other.wrong;
        self.growth += other.growth;
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Row { name, allocations, failed, noticed, stacks, panics, aborts, unsound, wrong, growth } = self;
        write!(
            f,
            "| {name} | {allocations} | {failed} | {stacks} | {noticed} | {panics} | {aborts} | {unsound} | {wrong} | {growth} |"
        )
    }
}

/// All of it, and the sums.
pub fn table(mut rows: Vec<Row>) -> String {
    rows.sort_by(|a, b| a.name.cmp(&b.name));
    let mut sum = Row::new(&format!("**{} programs**", rows.len()));
    let mut text = String::from(
        "| program | allocations | failed | by stack | MemoryError seen | panics | aborts | unsound | wrong | growth |\n\
         |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n",
    );
    for row in &rows {
        sum.add(row);
        let _ = writeln!(text, "{row}");
    }
    let _ = writeln!(text, "{sum}");
    text
}
