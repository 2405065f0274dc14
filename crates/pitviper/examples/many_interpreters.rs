//! What an interpreter costs: time to start and stop one, and memory of many at once.
//!
//! `cargo run --release --example many_interpreters [COUNT]`
#![expect(clippy::disallowed_types, reason = "the example's own data")]

use std::time::Instant;

use pitviper::Interpreter;

/// Resident bytes of this process.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    status.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok()).unwrap_or(0) * 4096
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let count: usize = std::env::args().nth(1).map_or(Ok(1000), |text| text.parse())?;
    let begin = Instant::now();
    let _first = Interpreter::builder().memory_limit(16 << 20).build()?;
    println!("the first: {:.0} us, {} KB resident", begin.elapsed().as_secs_f64() * 1e6, resident() >> 10);
    drop(Interpreter::builder().memory_limit(16 << 20).build()?);
    let begin = Instant::now();
    let rounds = 200;
    for _ in 0..rounds {
        drop(Interpreter::builder().memory_limit(16 << 20).build()?);
    }
    println!("start and stop: {:.0} us", begin.elapsed().as_secs_f64() * 1e6 / f64::from(rounds));
    let before = resident();
    let begin = Instant::now();
    let mut all = Vec::new();
    for _ in 0..count {
        all.push(Interpreter::builder().memory_limit(16 << 20).build()?);
    }
    let time = begin.elapsed().as_secs_f64() * 1e6 / count as f64;
    let bytes = (resident() - before) / count;
    println!("{count} at once: {time:.0} us and {} KB resident each, {} MB in all", bytes >> 10, resident() >> 20);
    Ok(())
}
