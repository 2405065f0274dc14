//! Tests by difference: each Python file runs under `pitviper`, and what it prints must be what CPython 3.14 printed
//! for it (committed beside it; `tests/regenerate.sh` makes it).
//!
//! `tests/python/AREA/NAME.py` has `NAME.out`, and `NAME.err` when it ends in an error, with `NAME.status` beside it
//! when its exit status is then another than 1. `examples/NAME.py` has `examples/expected/NAME.out`. Every run ends with the heap verified: structure, counts equal to references, nothing
//! left alive.
#![expect(clippy::disallowed_types, reason = "tests run on the host's memory")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use libtest_mimic::{Arguments, Failed, Trial};

/// Files that show what this version does not do yet, one `area/name` per line below a line `# why`: they must fail, so
/// that the list stays true.
const KNOWN: &str = include_str!("known_differences.txt");

/// What does not run once more while cycles are collected at every chance, as all others do: what a program prints does
/// not change by that.
const NOT_ALWAYS: &[(&str, &str)] = &[
    ("collector/counts_and_tracking", "asks when collections run"),
    ("collector/module_gc", "asks when collections run"),
    ("limits/deep", "a million containers within each other, collected again and again: minutes"),
];

/// Areas that run once more while cycles are collected at every allocation as if memory was out. The others take too long so.
const AT_ALLOCATIONS: &[&str] = &["classes", "exceptions"];

struct Case {
    name: String,
    /// `PITVIPER_COLLECT`.
    collect: &'static str,
    file: PathBuf,
    out: PathBuf,
    err: PathBuf,
    options: &'static [&'static str],
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the workspace");
    let mut cases = examples(&root);
    for area in sorted(&root.join("tests/python")) {
        if !area.is_dir() {
            continue;
        }
        for file in sorted(&area).into_iter().filter(|file| is_python(file)) {
            let area = area.file_name().unwrap_or_default().to_string_lossy();
            let stem = file.file_stem().unwrap_or_default().to_string_lossy();
            let place = format!("{area}/{stem}");
            let always = NOT_ALWAYS.iter().all(|(name, _)| *name != place).then_some("always");
            let allocation = AT_ALLOCATIONS.contains(&&*area).then_some("allocation");
            for collect in std::iter::once("usual").chain(always).chain(allocation) {
                let mode = if collect == "usual" { String::new() } else { format!("{collect}: ") };
                cases.push(Case {
                    name: format!("{mode}{place}"),
                    collect,
                    out: file.with_extension("out"),
                    err: file.with_extension("err"),
                    file: file.clone(),
                    options: &[],
                });
            }
        }
    }
    for name in known_differences() {
        assert!(cases.iter().any(|case| case.name == name), "known_differences.txt: there is no test {name}");
    }
    let trials = cases.into_iter().map(|case| {
        let name = case.name.clone();
        Trial::test(name, move || expect(&case))
    });
    libtest_mimic::run(&arguments, trials.collect()).exit_code()
}

fn examples(root: &Path) -> Vec<Case> {
    let folder = root.join("examples");
    let files = sorted(&folder).into_iter().filter(|file| is_python(file));
    files
        .map(|file| {
            let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let limited = stem == "running_out_of_memory";
            Case {
                out: folder.join("expected").join(&stem).with_extension("out"),
                err: folder.join("expected").join(&stem).with_extension("err"),
                name: format!("examples/{stem}"),
                collect: "usual",
                file,
                options: if limited { &["--memory-limit", "32M"] } else { &[] },
            }
        })
        .collect()
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

fn is_python(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "py")
}

fn known_differences() -> impl Iterator<Item = &'static str> {
    KNOWN.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Runs a case; a known difference must still be one.
fn expect(case: &Case) -> Result<(), Failed> {
    let place = case.name.rsplit(": ").next();
    let known = known_differences().any(|name| Some(name) == place);
    match (run(case), known) {
        (Err(_), true) => Ok(()),
        (Ok(()), true) => Err("agrees with CPython now: take it off known_differences.txt".into()),
        (result, false) => result,
    }
}

fn run(case: &Case) -> Result<(), Failed> {
    let folder = case.file.parent().ok_or("no folder")?;
    let output = Command::new(env!("CARGO_BIN_EXE_pitviper"))
        .arg("--verify-heap")
        .args(case.options)
        .arg(case.file.file_name().ok_or("no name")?)
        .current_dir(folder)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("LANG", "C.UTF-8")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("PITVIPER_COLLECT", case.collect)
        .envs(std::env::var_os("ASAN_OPTIONS").map(|options| ("ASAN_OPTIONS", options)))
        .stdin(Stdio::null())
        .output()
        .map_err(|error| error.to_string())?;
    let shown = format!("{}/", folder.display());
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    let stderr = String::from_utf8_lossy(&output.stderr).replace(&shown, "");
    let wanted_out = fs::read_to_string(&case.out).map_err(|error| format!("{}: {error}", case.out.display()))?;
    let wanted_err = fs::read_to_string(&case.err).ok();
    let wanted_code = match fs::read_to_string(case.err.with_extension("status")) {
        Ok(text) => text.trim().parse().map_err(|error| format!("{text:?} is no exit status: {error}"))?,
        Err(_) => i32::from(wanted_err.is_some()),
    };
    let mut problems = String::new();
    if stdout != wanted_out {
        problems += &difference("standard output", &wanted_out, &stdout);
    }
    if let Some(wanted_err) = &wanted_err
        && stderr != *wanted_err
    {
        problems += &difference("standard error", wanted_err, &stderr);
    }
    // As a shell has it: an interrupt that nobody caught ends the process by its signal.
    let signal = std::os::unix::process::ExitStatusExt::signal(&output.status).map(|signal| 128 + signal);
    if output.status.code().or(signal) != Some(wanted_code) {
        problems += &format!("exit: wanted {wanted_code}, got {}\n", output.status);
        if wanted_err.is_none() {
            problems += &format!("standard error:\n{stderr}\n");
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.into()) }
}

/// The first lines that differ.
fn difference(what: &str, wanted: &str, got: &str) -> String {
    let (mut left, mut right) = (wanted.lines(), got.lines());
    let mut line = 1;
    loop {
        match (left.next(), right.next()) {
            (Some(a), Some(b)) if a == b => line += 1,
            (None, None) => return format!("{what}: line ends differ\n"),
            (a, b) => {
                let show = |line: Option<&str>| line.map_or("(end)".to_owned(), str::to_owned);
                return format!("{what}, line {line}:\n  wanted {}\n  got    {}\n", show(a), show(b));
            }
        }
    }
}
