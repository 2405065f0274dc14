//! `--sandbox` and `--allow-…`.
#![cfg(unix)]
#![expect(clippy::disallowed_types, reason = "a test")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn sandbox(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pitviper"));
    command.env_clear().env("LANG", "C.UTF-8").env("SHOWN", "yes").stdin(Stdio::null());
    command.arg("--sandbox").args(arguments).output().expect("pitviper starts")
}

#[track_caller]
fn prints(arguments: &[&str], wanted: &str) {
    let output = sandbox(arguments);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(String::from_utf8_lossy(&output.stdout), wanted, "{arguments:?}: {errors}");
    assert!(output.status.success(), "{arguments:?}: {errors}");
}

#[track_caller]
fn fails(arguments: &[&str], wanted: &str) {
    let output = sandbox(arguments);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && errors.contains(wanted), "{arguments:?}: {errors}");
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("sandbox-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

#[test]
fn nothing_but_its_own_file() {
    let folder = folder("own");
    let file = folder.join("program.py");
    fs::write(folder.join("other.txt"), "other").expect("a file");
    fs::write(
        &file,
        "import os, sys\nprint(open(__file__).readline().strip())\nprint(dict(os.environ), os.getpid())\n\
         try:\n    open(os.path.dirname(__file__) + '/other.txt')\nexcept PermissionError as error:\n    print(error.errno)\n\
         1 / 0\n",
    )
    .expect("a file");
    let output = sandbox(&[file.to_str().expect("a path")]);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "import os, sys\n{} 1\n13\n");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.contains("    1 / 0") && errors.ends_with("ZeroDivisionError: division by zero\n"), "{errors}");
    let read = format!("--allow-read={}", folder.display());
    let command = format!("print(open('{}/other.txt').read())", folder.display());
    prints(&[&read, "-c", &command], "other\n");
    let write = format!("--allow-write={}", folder.display());
    let command = format!("open('{}/new.txt', 'w').write('new')", folder.display());
    prints(&[&write, "-c", &command], "");
    assert_eq!(fs::read_to_string(folder.join("new.txt")).expect("it is there"), "new");
    fails(&[&read, "-c", &command], "PermissionError: [Errno 13] Permission denied");
    let _ = fs::remove_dir_all(&folder);
}

#[test]
fn grants() {
    prints(&["--allow-env", "-c", "import os; print(os.environ['SHOWN'])"], "yes\n");
    prints(&["--allow-env=SHOWN", "-c", "import os; print(dict(os.environ))"], "{'SHOWN': 'yes'}\n");
    prints(&["-c", "import time; print(time.gmtime().tm_year)"], "1970\n");
    prints(&["--allow-clock", "-c", "import time; print(time.time() > 1.7e9)"], "True\n");
    prints(&["--allow-random", "-c", "import os; print(len(os.urandom(3)))"], "3\n");
    fails(&["-c", "import os; os.urandom(3)"], "PermissionError: [Errno 1] urandom: randomness is not granted");
    prints(&["--allow-threads", "-c", "import threading as t; x = t.Thread(target=print); x.start(); x.join()"], "\n");
    fails(&["-c", "import subprocess; subprocess.run(['true'])"], "processes are not granted");
    prints(
        &["--allow-process", "-c", "import subprocess as s; print(s.run(['echo'], capture_output=True).stdout)"],
        "b'\\n'\n",
    );
    fails(&["-c", "import socket; socket.socket()"], "the network is not granted");
    prints(&["--allow-net", "-c", "import socket; socket.socket().close()"], "");
    prints(
        &["--allow-import=json,math", "-c", "import json, math; print(json.dumps([math.pi]))"],
        "[3.141592653589793]\n",
    );
    fails(
        &["--allow-import=json", "-c", "import os"],
        "ModuleNotFoundError: No module named 'os': importing it is not granted",
    );
    fails(&["-c", "import os; os.kill(os.getpid(), 9)"], "PermissionError: [Errno 1] kill: processes are not granted");
}

#[test]
fn ends_of_programs_in_a_sandbox() {
    let output = sandbox(&["--verify-heap", "-c", "import sys, os, io; f = open(0, closefd=False); sys.exit(3)"]);
    assert_eq!(output.status.code(), Some(3), "{}", String::from_utf8_lossy(&output.stderr));
    fails(&["--allow-nothing", "-c", ""], "Unknown option: --allow-nothing");
}
