//! The prompt, driven through a pseudo-terminal.
#![cfg(unix)]
#![expect(clippy::disallowed_types, reason = "a test")]

use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::path::PathBuf;
use std::process::{Child, Command};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use nix::pty::{OpenptyResult, Winsize, openpty};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// Longer than any answer takes, on a busy machine too.
const PATIENCE: Duration = Duration::from_secs(60);

struct Session {
    child: Child,
    keyboard: File,
    screen: Receiver<Vec<u8>>,
    /// All that came.
    shown: Vec<u8>,
    /// How much of it, without escapes, has been looked at.
    seen: usize,
    history: PathBuf,
}

impl Session {
    fn new(name: &str, arguments: &[&str]) -> Session {
        let size = Winsize { ws_row: 24, ws_col: 100, ws_xpixel: 0, ws_ypixel: 0 };
        let OpenptyResult { master, slave } = openpty(&size, None).expect("a pseudo-terminal");
        let end = || slave.try_clone().expect("another descriptor");
        let history = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("history-{name}-{}", std::process::id()));
        let _ = std::fs::remove_file(&history);
        let child = Command::new(env!("CARGO_BIN_EXE_pitviper"))
            .args(arguments)
            .env_clear()
            .env("TERM", "xterm")
            .env("LANG", "C.UTF-8")
            .env("PITVIPER_HISTORY", &history)
            .env("NO_COLOR", "1")
            .stdin(end())
            .stdout(end())
            .stderr(end())
            .spawn()
            .expect("pitviper starts");
        let (sender, screen) = channel();
        let mut output = File::from(master.try_clone().expect("another descriptor"));
        thread::spawn(move || {
            let mut piece = [0; 4096];
            while let Ok(count) = output.read(&mut piece) {
                if count == 0 || sender.send(piece[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        drop::<OwnedFd>(slave);
        Session { child, keyboard: File::from(master), screen, shown: Vec::new(), seen: 0, history }
    }

    fn types(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).expect("it listens");
    }

    /// Waits until `text` is shown behind what was looked at before.
    fn expect(&mut self, text: &str) {
        let start = Instant::now();
        loop {
            // Pieces may end within an escape, so these are taken out of the whole.
            let plain = without_escapes(&String::from_utf8_lossy(&self.shown));
            let unseen = plain.get(self.seen..).unwrap_or_default();
            if let Some(at) = unseen.find(text) {
                self.seen += at + text.len();
                return;
            }
            match self.screen.recv_timeout(PATIENCE.saturating_sub(start.elapsed())) {
                Ok(piece) => self.shown.extend(piece),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    let _ = self.child.kill();
                    panic!("{text:?} is not shown; shown: {unseen:?}");
                }
            }
        }
    }

    /// Types a line. Keys that are more than text wait for the prompt: before it the terminal itself acts on them.
    fn enter(&mut self, line: &str) {
        self.types(line);
        self.types("\r");
    }

    fn ends_with(mut self, code: i32) {
        let status = self.child.wait().expect("it ends");
        assert_eq!(status.code(), Some(code));
        let _ = std::fs::remove_file(&self.history);
    }
}

/// Text without what moves the cursor.
fn without_escapes(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text.chars();
    while let Some(ch) = rest.next() {
        if ch != '\x1b' {
            plain.push(ch);
        } else if rest.next() == Some('[') {
            rest.by_ref().find(|ch| ch.is_ascii_alphabetic() || *ch == '~');
        }
    }
    plain
}

#[test]
fn statements_are_run_and_values_shown() {
    let mut session = Session::new("values", &["-q"]);
    session.expect(">>> ");
    session.enter("6 * 7");
    session.expect("\n42");
    session.expect(">>> ");
    session.enter("_ + 1");
    session.expect("\n43");
    session.expect(">>> ");
    session.enter("1 / 0");
    session.expect("File \"<python-input-2>\", line 1, in <module>");
    session.expect("ZeroDivisionError: division by zero");
    session.expect(">>> ");
    session.enter("x = $");
    session.expect("SyntaxError: invalid syntax");
    session.expect(">>> ");
    session.enter("exit");
    session.ends_with(0);
}

#[test]
fn blocks_are_indented_and_continued() {
    let mut session = Session::new("blocks", &["-q"]);
    session.expect(">>> ");
    session.enter("def twice(x):");
    session.expect("...     ");
    session.enter("return x * 2");
    session.expect("... ");
    session.enter("");
    session.expect(">>> ");
    session.enter("twice('ab')");
    session.expect("\n'abab'");
    session.enter("import sys; sys.exit(7)");
    session.ends_with(7);
}

#[test]
fn tab_completes_names_and_attributes() {
    let mut session = Session::new("tab", &["-q"]);
    session.expect(">>> ");
    session.enter("class Viper: venomous = 'very'");
    session.expect("... ");
    session.enter("");
    session.expect(">>> ");
    session.types("Viper.ven\t\r");
    session.expect("\n'very'");
    session.expect(">>> ");
    session.types("Vip\t)\r");
    session.expect("\n<__main__.Viper object");
    session.expect(">>> ");
    session.enter("if 1:");
    session.expect("...     ");
    session.types("\x15\tprint('inden' + 'ted')\r");
    session.expect("\n");
    session.expect("... ");
    session.enter("");
    session.expect("indented");
    session.expect(">>> ");
    session.types("\x04");
    session.ends_with(0);
}

#[test]
fn ctrl_c_stops_typing_and_loops() {
    let mut session = Session::new("interrupt", &["-q"]);
    session.expect(">>> ");
    session.types("half a li\x03");
    session.expect("KeyboardInterrupt");
    session.expect(">>> ");
    session.enter("print('go' + 'ing')");
    session.expect("going");
    session.expect(">>> ");
    session.enter("while True: x = print('lo' + 'op') if 'x' not in dir() else x");
    session.expect("... ");
    session.enter("");
    session.expect("loop");
    let process = Pid::from_raw(i32::try_from(session.child.id()).expect("a process id"));
    kill(process, Signal::SIGINT).expect("it can be interrupted");
    session.expect("KeyboardInterrupt");
    session.expect(">>> ");
    session.enter("'still ' + 'here'");
    session.expect("'still here'");
    session.expect(">>> ");
    session.types("\x04");
    session.ends_with(0);
}

#[test]
fn history_is_kept() {
    let mut session = Session::new("history", &["-q"]);
    session.expect(">>> ");
    session.enter("'one' + 'two'");
    session.expect("'onetwo'");
    session.expect(">>> ");
    session.types("\x1b[A\r");
    session.expect("'onetwo'");
    session.expect(">>> ");
    session.types("\x04");
    let status = session.child.wait().expect("it ends");
    assert!(status.success());
    let kept = std::fs::read_to_string(&session.history).expect("a file");
    assert!(kept.contains("'one' + 'two'"), "{kept}");
    let _ = std::fs::remove_file(&session.history);
}

#[test]
fn a_prompt_follows_the_program() {
    let mut session = Session::new("inspect", &["-i", "-c", "import sys\nleft = 'over'\nsys.exit(3)"]);
    session.expect("SystemExit: 3");
    session.expect(">>> ");
    session.enter("left");
    session.expect("'over'");
    session.enter("quit()");
    session.ends_with(0);
}
