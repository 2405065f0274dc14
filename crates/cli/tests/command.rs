//! The command: options, the environment, compiled files, standard streams, ways to end. What CPython 3.14 does.
#![cfg(unix)]
#![expect(clippy::disallowed_types, reason = "a test")]

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn pitviper() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pitviper"));
    command.env_clear().env("LANG", "C.UTF-8").stdin(Stdio::null());
    command
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What a command prints; it must end well.
fn printed(command: &mut Command) -> String {
    let output = command.output().expect("pitviper starts");
    assert!(output.status.success(), "{}: {}", output.status, text(&output.stderr));
    text(&output.stdout)
}

fn shows(arguments: &[&str], wanted: &str) {
    assert_eq!(printed(pitviper().args(arguments)), wanted, "{arguments:?}");
}

fn fails(arguments: &[&str], code: i32, wanted: &str) {
    let output = pitviper().args(arguments).output().expect("pitviper starts");
    assert_eq!(output.status.code(), Some(code), "{arguments:?}");
    let errors = text(&output.stderr);
    assert!(errors.contains(wanted), "{arguments:?}: {errors}");
}

fn with_input(arguments: &[&str], input: &str) -> Output {
    let mut child = pitviper()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("pitviper starts");
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("it reads");
    child.wait_with_output().expect("it ends")
}

/// A new folder for one test.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("command-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

#[test]
fn flags_are_seen() {
    let ask = |flag: &str| format!("import sys; print(sys.flags.{flag})");
    for (option, flag, value) in [
        ("-d", "debug", "1"),
        ("-O", "optimize", "1"),
        ("-OO", "optimize", "2"),
        ("-B", "dont_write_bytecode", "1"),
        ("-s", "no_user_site", "1"),
        ("-S", "no_site", "1"),
        ("-E", "ignore_environment", "1"),
        ("-vv", "verbose", "2"),
        ("-bb", "bytes_warning", "2"),
        ("-q", "quiet", "1"),
        ("-I", "isolated", "1"),
        ("-I", "no_user_site", "1"),
        ("-P", "safe_path", "True"),
        ("-Xdev", "dev_mode", "True"),
        ("-Xutf8", "utf8_mode", "1"),
        ("-Xutf8=0", "utf8_mode", "0"),
        ("-Xwarn_default_encoding", "warn_default_encoding", "1"),
        ("-Xint_max_str_digits=700", "int_max_str_digits", "700"),
    ] {
        shows(&[option, "-c", &ask(flag)], &format!("{value}\n"));
    }
}

#[test]
fn the_environment_is_heard() {
    for (name, value, code, wanted) in [
        ("PYTHONOPTIMIZE", "2", "sys.flags.optimize", "2"),
        ("PYTHONOPTIMIZE", "yes", "sys.flags.optimize", "1"),
        ("PYTHONDONTWRITEBYTECODE", "1", "sys.dont_write_bytecode", "True"),
        ("PYTHONSAFEPATH", "1", "sys.flags.safe_path", "True"),
        ("PYTHONDEVMODE", "1", "sys.warnoptions", "['default']"),
        ("PYTHONWARNINGS", "ignore,error", "sys.warnoptions", "['ignore', 'error']"),
        ("PYTHONPYCACHEPREFIX", "/nowhere", "sys.pycache_prefix", "/nowhere"),
        ("PYTHONUTF8", "1", "sys.flags.utf8_mode", "1"),
        ("PYTHONINTMAXSTRDIGITS", "0", "sys.flags.int_max_str_digits", "0"),
        ("PYTHONIOENCODING", "latin-1:replace", "sys.stdout.errors", "replace"),
        ("PYTHONIOENCODING", ":backslashreplace", "sys.stdout.encoding, sys.stdout.errors", "utf-8 backslashreplace"),
    ] {
        let program = format!("import sys; print({code})");
        let heard = printed(pitviper().env(name, value).args(["-c", &program]));
        assert_eq!(heard, format!("{wanted}\n"), "{name}={value}");
        if name != "PYTHONIOENCODING" {
            let ignored = printed(pitviper().env(name, value).args(["-E", "-c", &program]));
            assert_ne!(ignored, heard, "-E {name}={value}");
        }
    }
}

#[test]
fn options_are_kept_for_programs() {
    let program = "import sys; print(sys.argv, sys.orig_argv[1:], sys.warnoptions, sys._xoptions)";
    shows(
        &["-W", "error", "-Wignore::UserWarning", "-Xa=b", "-X", "c", "-b", "-c", program, "-W", "x"],
        &format!(
            "['-c', '-W', 'x'] ['-W', 'error', '-Wignore::UserWarning', '-Xa=b', '-X', 'c', '-b', '-c', '{program}', '-W', 'x'] \
             ['error', 'ignore::UserWarning', 'default::BytesWarning'] {{'a': 'b', 'c': True}}\n"
        ),
    );
}

#[test]
fn wrong_options_are_explained() {
    fails(&["-z"], 2, "Unknown option: -z\nusage: ");
    fails(&["--zebra"], 2, "Unknown option: --zebra\nusage: ");
    fails(&["-c"], 2, "Argument expected for the -c option\nusage: ");
    fails(&["-X"], 2, "Argument expected for the -X option\nusage: ");
    fails(&["--check-hash-based-pycs", "so"], 2, "must be one of 'default', 'always', or 'never'\nusage: ");
    fails(&["/no/file.py"], 2, "can't open file '/no/file.py': [Errno 2] No such file or directory");
    fails(&["-m", "no_such_module"], 1, "No module named no_such_module");
    fails(&["-Xint_max_str_digits=5", "-c", ""], 1, "-X int_max_str_digits: invalid limit");
    fails(&["-Xutf8=3", "-c", ""], 1, "invalid -X utf8 option value");
}

#[test]
fn versions_and_help() {
    assert!(printed(pitviper().arg("-V")).starts_with("Python 3.14."));
    assert!(printed(pitviper().arg("-VV")).contains("[Rust]"));
    assert!(
        printed(pitviper().arg("-h")).starts_with("usage: pitviper [option] ... [-c cmd | -m mod | file | -] [arg]")
    );
}

#[test]
fn folders_with_main_are_programs() {
    let folder = folder("main");
    fs::write(folder.join("__main__.py"), "import sys, beside\nprint(__name__, sys.path[0] == sys.argv[0])\n")
        .expect("a file");
    fs::write(folder.join("beside.py"), "print('beside')\n").expect("a file");
    let path = folder.display().to_string();
    shows(&["-B", &path], "beside\n__main__ True\n");
    fs::remove_file(folder.join("__main__.py")).expect("it was there");
    fails(&[&path], 1, &format!("can't find '__main__' module in '{path}'"));
    let _ = fs::remove_dir_all(folder);
}

#[test]
fn the_first_line_can_be_skipped() {
    let folder = folder("skip");
    let file = folder.join("batch.py");
    fs::write(&file, "@no python here !!\nimport sys\nprint(sys._getframe().f_lineno)\n").expect("a file");
    let path = file.display().to_string();
    shows(&["-x", &path], "3\n");
    fails(&[&path], 1, "SyntaxError");
    let _ = fs::remove_dir_all(folder);
}

#[test]
fn compiled_files_are_written_and_run() {
    let folder = folder("pyc");
    fs::write(folder.join("shed.py"), "def skin(): return 'shed'\nprint(skin(), __name__)\n").expect("a file");
    let import = ["-c", "import shed"];
    let run = |command: &mut Command| printed(command.current_dir(&folder));
    assert_eq!(run(pitviper().arg("-B").args(import)), "shed shed\n");
    let cache = folder.join("__pycache__");
    assert!(!cache.exists());
    assert_eq!(run(pitviper().env("PYTHONPYCACHEPREFIX", folder.join("other")).args(import)), "shed shed\n");
    assert!(!cache.exists() && folder.join("other").exists());
    assert_eq!(run(pitviper().args(import)), "shed shed\n");
    assert_eq!(run(pitviper().arg("-O").args(import)), "shed shed\n");
    let mut names: Vec<String> = fs::read_dir(&cache)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(names, ["shed.pitviper-314.opt-1.pyc", "shed.pitviper-314.pyc"]);
    fs::copy(cache.join("shed.pitviper-314.pyc"), folder.join("alone.pyc")).expect("a copy");
    assert_eq!(run(pitviper().arg("alone.pyc")), "shed __main__\n");
    assert_eq!(run(pitviper().args(["-m", "alone"])), "shed __main__\n");
    let _ = fs::remove_dir_all(folder);
}

/// Each damaged compiled file leads to the same result as none.
#[test]
fn damaged_compiled_files_are_not_believed() {
    let folder = folder("damage");
    fs::write(folder.join("egg.py"), "print(sum(n * 2 for n in [1, 2, 3]))\n").expect("a file");
    let run = || printed(pitviper().args(["-c", "import egg"]).current_dir(&folder));
    assert_eq!(run(), "12\n");
    let file = folder.join("__pycache__/egg.pitviper-314.pyc");
    let good = fs::read(&file).expect("a file");
    let count = std::env::var("PITVIPER_FUZZ").ok().and_then(|count| count.parse().ok()).unwrap_or(24_usize);
    for number in 0..count {
        let mut bad = good.clone();
        let at = number * 7919 % bad.len();
        if number % 4 == 0 {
            bad.truncate(at);
        } else {
            bad[at] ^= 1 << (number % 8);
        }
        fs::write(&file, &bad).expect("a file");
        assert_eq!(run(), "12\n", "damage {number} at {at} of {}", good.len());
    }
    let _ = fs::remove_dir_all(folder);
}

#[test]
fn folders_that_cannot_be_written_are_fine() {
    let folder = folder("closed");
    fs::write(folder.join("nest.py"), "print('nest')\n").expect("a file");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).expect("it is ours");
    let output = pitviper().args(["-c", "import nest"]).current_dir(&folder).output().expect("pitviper starts");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).expect("it is ours");
    assert_eq!((text(&output.stdout).as_str(), text(&output.stderr).as_str()), ("nest\n", ""));
    let _ = fs::remove_dir_all(folder);
}

#[test]
fn interrupts_end_by_the_signal() {
    let program = "import os, signal\nos.kill(os.getpid(), 2)\nwhile True: pass";
    let output = pitviper().args(["-c", program]).output().expect("pitviper starts");
    assert_eq!(output.status.signal(), Some(2), "{}", output.status);
    assert!(text(&output.stderr).ends_with("KeyboardInterrupt\n"));
}

#[test]
fn output_that_nobody_reads_is_status_120() {
    let mut child = pitviper()
        .args(["-c", "import sys\nsys.stdin.read()\nprint('lost')"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("pitviper starts");
    drop(child.stdout.take());
    drop(child.stdin.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(120));
    let errors = text(&output.stderr);
    assert_eq!(errors, "Exception ignored on flushing sys.stdout:\nBrokenPipeError: [Errno 32] Broken pipe\n");
}

#[test]
fn locales_say_what_happens_to_wrong_bytes() {
    let program = "import sys; print(sys.stdout.errors, sys.flags.utf8_mode, sys.stdout.encoding)";
    let run = |locale: &str| printed(pitviper().env("LANG", locale).args(["-c", program]));
    assert_eq!(run("C"), "surrogateescape 1 utf-8\n");
    assert_eq!(run("C.UTF-8"), "surrogateescape 0 utf-8\n");
    assert_eq!(run("en_GB.UTF-8"), "strict 0 utf-8\n");
}

#[test]
fn piped_sessions() {
    let output = with_input(&["-i", "-q"], "1 + 1\nif True:\n  print('yes')\n\n1 / 0\nimport sys; sys.exit(9)\n");
    assert_eq!(text(&output.stdout), "2\nyes\n");
    assert_eq!(output.status.code(), Some(9));
    let errors = text(&output.stderr);
    assert!(errors.contains("  File \"<stdin>\", line 1, in <module>\n    1 / 0\n    ~~^~~\n"), "{errors}");
    let output = with_input(&[], "print('not a session')\nprint('at all')");
    assert_eq!((text(&output.stdout).as_str(), text(&output.stderr).as_str()), ("not a session\nat all\n", ""));
}

#[test]
fn tracebacks_are_coloured_on_request() {
    let run = |name: &str, value: &str| {
        let output = pitviper().env(name, value).args(["-c", "1 / 0"]).output().expect("pitviper starts");
        text(&output.stderr)
    };
    let coloured = run("FORCE_COLOR", "1");
    assert!(coloured.contains("\x1b[1;35mZeroDivisionError\x1b[0m: \x1b[35mdivision by zero\x1b[0m\n"), "{coloured}");
    assert_eq!(run("PYTHON_COLORS", "1"), coloured);
    assert!(!run("NO_COLOR", "1").contains('\x1b'));
    assert!(!run("LANG", "C").contains('\x1b'));
}

#[test]
fn imports_are_timed() {
    let output = pitviper().args(["-Ximporttime", "-c", "import bisect"]).output().expect("pitviper starts");
    let errors = text(&output.stderr);
    let lines: Vec<&str> = errors.lines().collect();
    assert_eq!(lines[0], "import time: self [us] | cumulative | imported package");
    assert!(lines[1].ends_with(" |   _bisect") && lines[2].ends_with(" | bisect"), "{errors}");
}

#[test]
fn warnings_go_through_the_filters_of_the_command_line() {
    let shout = "bool is deprecated";
    shows(&["-W", "ignore", "-c", "print(~True)"], "-2\n");
    fails(&["-W", "error", "-c", "~True"], 1, shout);
    fails(&["-W", "error::DeprecationWarning", "-c", "~True"], 1, shout);
    fails(&["-W", "error", "-c", "1 is 1"], 1, "SyntaxError: \"is\" with 'int' literal");
    let output = pitviper().args(["-c", "~True"]).env("PYTHONWARNINGS", "error").output().expect("pitviper starts");
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains(shout));
    let loud = pitviper().args(["-c", "open('/dev/null'); ~True"]).output().expect("pitviper starts");
    let errors = text(&loud.stderr);
    assert!(errors.contains(shout) && !errors.contains("unclosed"), "{errors}");
    let quiet = pitviper().args(["-W", "ignore", "-c", "open('/dev/null'); ~True"]).output().expect("pitviper starts");
    assert_eq!(text(&quiet.stderr), "");
}
