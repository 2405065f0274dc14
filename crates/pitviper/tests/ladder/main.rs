//! The out-of-memory ladder: programs run again and again while allocation 1, 2, 3, … fails, until they succeed. Nothing
//! may panic or abort, the heap must be sound afterwards, and the next program in the same interpreter must work.
//!
//! `cargo test --test ladder` runs a sample; `docs/limits.md` says how to run all of it. Each program has a process of its
//! own, so that an abort is a line in the table. `ladder NAME PHASE N` runs one attempt and shows what failed.
#![expect(clippy::disallowed_types, reason = "tests run on the host's memory")]

mod child;
mod plan;
mod programs;
mod stacks;
mod table;

use std::io::{BufRead, BufReader};
use std::process::{Command, ExitCode, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use child::Child;
use plan::{Effort, Phase};
use programs::Ladder;
use table::Row;

/// Where the last panic was.
pub static PLACE: Mutex<String> = Mutex::new(String::new());

/// An attempt that takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(300);

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let ladders = programs::all();
    match words[..] {
        ["child", name, phase, start] => run_child(&ladders, name, phase, start, false),
        [name, phase, n] => run_child(&ladders, name, phase, n, true),
        _ => return climb_all(&ladders, words.first().copied().unwrap_or("")),
    }
    ExitCode::SUCCESS
}

fn run_child(ladders: &[Ladder], name: &str, phase: &str, start: &str, only: bool) {
    std::panic::set_hook(Box::new(move |panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        if only {
            eprintln!("{panic}\n{}", std::backtrace::Backtrace::force_capture());
        }
        if let Ok(mut last) = PLACE.lock() {
            *last = place;
        }
    }));
    let ladder = ladders.iter().find(|ladder| ladder.name == name).expect("a program");
    let phase = Phase::parse(phase).expect("a phase");
    let start = start.parse().expect("a number");
    Child::new(name, &ladder.source, Effort::asked(), only).run(phase, start, only);
}

fn climb_all(ladders: &[Ladder], filter: &str) -> ExitCode {
    let chosen: Vec<&Ladder> = ladders.iter().filter(|ladder| ladder.name.contains(filter)).collect();
    let next = AtomicUsize::new(0);
    let rows = Mutex::new(Vec::new());
    let workers = std::thread::available_parallelism().map_or(2, usize::from).min(4);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some(ladder) = chosen.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let row = climb(ladder);
                    if Effort::asked().is_full() {
                        eprintln!("{row}");
                    }
                    rows.lock().expect("no panic").push(row);
                }
            });
        }
    });
    let rows = rows.into_inner().expect("no panic");
    print!("{}", table::table(rows.clone()));
    if rows.iter().all(Row::is_good) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// One program, in as many processes as it takes.
fn climb(ladder: &Ladder) -> Row {
    let mut row = Row::new(&ladder.name);
    let mut at = Some((ladder.first, 0));
    while let Some((phase, start)) = at {
        at = descend(ladder, phase, start, &mut row).map(|(phase, n)| (phase, n + 1));
        if row.aborts > 20 || row.aborts > 2 && !Effort::asked().is_full() {
            break;
        }
    }
    row
}

/// Runs a child until it ends; where it was when it ended too early.
fn descend(ladder: &Ladder, phase: Phase, start: u64, row: &mut Row) -> Option<(Phase, u64)> {
    let mut child = Command::new(std::env::current_exe().expect("this program"))
        .args(["child", &ladder.name, &phase.to_string(), &start.to_string()])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a process");
    let output = BufReader::new(child.stdout.take().expect("a pipe"));
    let (sender, lines) = channel();
    let reader =
        std::thread::spawn(move || output.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
    let mut at = (phase, start);
    let mut hangs = false;
    loop {
        match lines.recv_timeout(PATIENCE) {
            Ok(line) => row.hear(&line, &mut at),
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {
                hangs = true;
                child.kill().expect("it runs");
            }
        }
    }
    drop(reader.join());
    let status = child.wait().expect("it ended");
    if status.success() {
        return None;
    }
    row.aborts += 1;
    let how = if hangs { "hangs".to_owned() } else { status.to_string() };
    eprintln!("{}: {how} at {} {}", ladder.name, at.0, at.1);
    Some(at)
}
