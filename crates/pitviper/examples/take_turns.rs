//! A hundred scripts, each in an interpreter of its own, take turns of so many steps until all have ended.
#![expect(clippy::disallowed_types, reason = "the list of the example")]

use std::collections::VecDeque;

use pitviper::{Error, Interpreter, Progress};

const SCRIPTS: u64 = 100;
const TURN: u64 = 2_000;

const SCRIPT: &str = "
def collatz(n):
    steps = 0
    while n != 1:
        n = 3 * n + 1 if n % 2 else n // 2
        steps += 1
    return steps

longest = max(range(1, 60 + seed), key=collatz)
";

fn main() -> Result<(), Error> {
    let mut waiting = VecDeque::new();
    let mut turns = 0;
    for seed in 0..SCRIPTS {
        let mut python = Interpreter::builder().memory_limit(8 << 20).step_limit(TURN).build()?;
        python.set("seed", seed)?;
        let progress = python.begin(SCRIPT)?;
        waiting.push_back((seed, python, progress));
    }
    while let Some((seed, mut python, progress)) = waiting.pop_front() {
        turns += 1;
        match progress {
            Progress::Done(_) => {
                let longest: u64 = python.get("longest")?;
                println!("script {seed}: {longest}, after {} steps", python.steps_taken());
            }
            Progress::Paused => {
                let progress = python.resume(TURN)?;
                waiting.push_back((seed, python, progress));
            }
        }
    }
    println!("{turns} turns");
    Ok(())
}
