//! The programs of `tests/hostile`: each tries to take its host down, and ends in its limit's error or in a Python
//! exception. Each runs in an interpreter of its own in this process, with 32 MB, no grants, on a thread with a small
//! stack; programs that a limit has to end run twice, once against the step budget and once against the clock.
//!
//! The first line of a program says what it tries, the second how it may end. `tests/hostile/README.md` lists them:
//! `HOSTILE_LIST=write cargo test -p pitviper --test hostile`. `HOSTILE=name` runs only the programs with `name` in
//! theirs; `HOSTILE_SLOW=1` says how long each took.
#![expect(clippy::disallowed_types, reason = "tests run on the host's memory")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use pitviper::{Error, Interpreter, Source, testing};

const MEMORY: usize = 32 << 20;
const STACK: usize = 1 << 20;
/// Steps for programs that a limit has to end, and for the others.
const FEW_STEPS: u64 = 200_000;
const MANY_STEPS: u64 = 100_000_000;
/// Time for programs that a limit has to end, and for the others.
const SHORT: Duration = Duration::from_millis(100);
const LONG: Duration = Duration::from_secs(60);
/// By how much a program may overrun its time, on a machine that is busy with others.
const LATE: Duration = Duration::from_secs(2);
/// After so long a program hangs.
const HANGS: Duration = Duration::from_secs(120);
/// Resident memory that the process may have grown by when all interpreters are gone.
const KEPT: usize = 64 << 20;

struct Program {
    name: String,
    tries: String,
    ends: Vec<String>,
    source: String,
}

impl Program {
    fn may_end(&self, end: &str) -> bool {
        self.ends.iter().any(|known| known == end)
    }

    /// Whether what it leaves has finalizers that never end: they run in the next evaluation, and in its limits.
    fn leaves_finalizers(&self) -> bool {
        self.source.contains("__del__") && self.ends.iter().any(|end| end.starts_with("limit"))
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/hostile")
}

fn python_files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

/// All programs, by group and name.
fn programs() -> Vec<Program> {
    let groups = python_files(&folder()).into_iter().filter(|path| path.is_dir());
    let files =
        groups.flat_map(|group| python_files(&group)).filter(|path| path.extension().is_some_and(|e| e == "py"));
    files.map(|path| program(&path)).collect()
}

fn program(path: &Path) -> Program {
    let source = std::fs::read_to_string(path).expect("a program");
    let mut lines = source.lines();
    let mut comment = |prefix: &str| {
        let line = lines.next().and_then(|line| line.strip_prefix(prefix));
        line.unwrap_or_else(|| panic!("{}: a line begins with `{prefix}`", path.display())).to_owned()
    };
    let (tries, ends) = (comment("# "), comment("# ends: "));
    let group = path.parent().and_then(Path::file_name).expect("a group").to_string_lossy();
    let name = format!("{group}/{}", path.file_stem().expect("a name").to_string_lossy());
    Program { name, tries, ends: ends.split(", ").map(str::to_owned).collect(), source }
}

/// The word for an ending that the second line of a program uses.
fn end_of(result: Result<(), Error>) -> String {
    match result {
        Ok(()) => "ok".to_owned(),
        Err(Error::Exception(exception)) => {
            exception.type_name.rsplit('.').next().unwrap_or_default().to_owned() + &told(&exception.traceback)
        }
        Err(Error::MemoryLimit(_)) => "MemoryError".to_owned(),
        Err(Error::StepLimit(_)) => "limit steps".to_owned(),
        Err(Error::TimeLimit(_)) => "limit time".to_owned(),
        Err(other) => format!("{other:?}"),
    }
}

/// The last lines of a traceback, behind a line end.
fn told(traceback: &str) -> String {
    let lines: Vec<&str> = traceback.trim_end().lines().collect();
    let last = &lines[lines.len().saturating_sub(5)..];
    last.iter().map(|line| format!("\n      {}", line.chars().take(160).collect::<String>())).collect()
}

/// Runs a program; what is wrong with how that went.
fn run(program: &Program, steps: Option<u64>, time: Duration) -> Result<(), String> {
    let mut builder = Interpreter::builder().memory_limit(MEMORY).native_stack(STACK).hash_seed(1).time_limit(time);
    if let Some(steps) = steps {
        builder = builder.step_limit(steps);
    }
    let mut python = builder.build().map_err(|_| "there is no room for an interpreter".to_owned())?;
    let begin = Instant::now();
    let end = end_of(python.exec(Source::named(&program.name, &program.source)));
    let took = begin.elapsed();
    if std::env::var_os("HOSTILE_SLOW").is_some() {
        println!("{:6} ms {} {}", took.as_millis(), program.name, end.lines().next().unwrap_or_default());
    }
    if !program.may_end(end.lines().next().unwrap_or_default()) {
        return Err(format!("it ends in {end}\n      not in {}", program.ends.join(", ")));
    }
    if took > time + LATE {
        return Err(format!("it took {} ms, and had {}", took.as_millis(), time.as_millis()));
    }
    sound(&mut python)?;
    python.set_step_limit(Some(if program.leaves_finalizers() { FEW_STEPS } else { MANY_STEPS }));
    python.set_time_limit(Some(LONG));
    match python.eval::<i64>("1 + 1") {
        Ok(2) => {}
        Err(Error::StepLimit(_)) if program.leaves_finalizers() => {}
        other => return Err(format!("the next evaluation gives {other:?}")),
    }
    sound(&mut python)
}

fn sound(python: &mut Interpreter) -> Result<(), String> {
    let mut wrong = String::new();
    testing::verify(python, |text| {
        let _ = write!(wrong, "\n      {text}");
    })
    .map_err(|reason| format!("the heap is not sound: {reason}{wrong}"))
}

/// Runs a program in the ways that its endings ask for.
fn try_out(program: &Program) -> Result<(), String> {
    if program.ends.iter().any(|end| end.starts_with("limit")) {
        run(program, Some(FEW_STEPS), LONG).map_err(|wrong| format!("with few steps {wrong}"))?;
        run(program, None, SHORT).map_err(|wrong| format!("with little time {wrong}"))
    } else {
        run(program, Some(MANY_STEPS), LONG)
    }
}

/// Bytes of this process that are in memory.
fn resident() -> usize {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = text.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok());
    pages.unwrap_or(0) * 4096
}

#[test]
fn hostile_programs_end_as_they_should() {
    let wanted = std::env::var("HOSTILE").unwrap_or_default();
    let programs: Vec<Program> = programs().into_iter().filter(|program| program.name.contains(&wanted)).collect();
    assert!(!wanted.is_empty() || programs.len() >= 200, "200 hostile programs");
    drop(Interpreter::builder().build().expect("an interpreter"));
    let before = resident();
    let queue = Mutex::new(programs.iter());
    let running = Mutex::new(Vec::<&str>::new());
    let (tell, hear) = channel::<(&Program, Result<(), String>)>();
    let workers = std::thread::available_parallelism().map_or(2, usize::from).min(8);
    let wrong = std::thread::scope(|scope| {
        for _ in 0..workers {
            let tell = tell.clone();
            let (queue, running) = (&queue, &running);
            scope.spawn(move || {
                while let Some(program) = { queue.lock().expect("the queue").next() } {
                    running.lock().expect("names").push(&program.name);
                    let thread = std::thread::Builder::new().stack_size(STACK);
                    let ended = std::thread::scope(|scope| {
                        let thread = thread.spawn_scoped(scope, || try_out(program)).expect("a thread");
                        thread.join().unwrap_or_else(|_| Err("it panics".to_owned()))
                    });
                    running.lock().expect("names").retain(|name| *name != program.name);
                    tell.send((program, ended)).expect("somebody hears");
                }
            });
        }
        drop(tell);
        let mut wrong = String::new();
        loop {
            match hear.recv_timeout(HANGS) {
                Ok((_, Ok(()))) => {}
                Ok((program, Err(text))) => {
                    println!("{}: {text}", program.name);
                    let _ = writeln!(wrong, "  {}: {text}", program.name);
                }
                Err(RecvTimeoutError::Disconnected) => return wrong,
                Err(RecvTimeoutError::Timeout) => {
                    // The threads cannot be ended.
                    println!("{wrong}\nthese hang: {:?}", running.lock().expect("names"));
                    std::process::exit(1);
                }
            }
        }
    });
    assert!(wrong.is_empty(), "\n{wrong}");
    let kept = resident().saturating_sub(before);
    assert!(kept < KEPT, "{kept} bytes are kept when all interpreters are gone");
}

/// What the list in the folder should be.
fn list(programs: &[Program]) -> String {
    let mut text = format!(
        "# Hostile programs\n\n{} programs that try to take their host down. `crates/pitviper/tests/hostile.rs` runs \
         them, and writes this list:\n`HOSTILE_LIST=write cargo test -p pitviper --test hostile`.\n",
        programs.len()
    );
    let mut group = "";
    for program in programs {
        let (own, name) = program.name.split_once('/').unwrap_or(("", &program.name));
        if own != group {
            group = own;
            let _ = write!(text, "\n## {group}\n\n| program | tries | ends in |\n|---|---|---|\n");
        }
        let tries = program.tries.trim_end_matches('.').replace('|', "\\|");
        let _ = writeln!(text, "| `{name}` | {tries} | {} |", program.ends.join(", "));
    }
    text
}

#[test]
fn the_list_is_up_to_date() {
    let path = folder().join("README.md");
    let wanted = list(&programs());
    if std::env::var_os("HOSTILE_LIST").is_some() {
        std::fs::write(&path, &wanted).expect("the list can be written");
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == wanted, "{} is out of date: see the comment of this test", path.display());
}
