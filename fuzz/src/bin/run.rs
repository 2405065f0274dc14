//! Runs a file as `pitviper --verify-heap [--memory-limit BYTES] FILE` does, built as the fuzz targets are: for the tests by
//! difference under AddressSanitizer where building the command once more would take too long.

use std::{env, process, thread};

use pitviper_fuzz::host;
use pitviper_vm::core::capabilities::Capabilities;
use pitviper_vm::core::vm::{Options, Vm};
use pitviper_vm::import::main as programs;
use pitviper_vm::modules::sys::config::{Config, configure};
use pitviper_vm::modules::sys::run;

/// Bytes of the stack that programs run on.
const STACK: usize = 64 << 20;

fn main() {
    let thread = thread::Builder::new().stack_size(STACK).spawn(play).expect("a thread");
    process::exit(thread.join().map_or(101, i32::from));
}

fn play() -> u8 {
    let arguments: Vec<String> = env::args().filter(|argument| argument != "--verify-heap").collect();
    let limit = arguments.iter().position(|argument| argument == "--memory-limit").map(|_| 32 << 20);
    let file = arguments.last().expect("a file").clone();
    let options = Options {
        memory_limit: limit,
        native_stack: STACK - (1 << 20),
        capabilities: Capabilities { everything: true, ..Capabilities::default() },
        ..Options::default()
    };
    let mut vm = Vm::new(options, &[]).expect("enough to start with");
    vm.library = Some(&host::Embedded);
    let config = Config { argv: vec![file.clone()], path: vec![".".to_owned()], streams: true, ..Config::default() };
    assert!(configure(&mut vm, &config).is_ok(), "enough to start with");
    vm.enter_host_stack();
    let result = vm.new_str(&file).and_then(|file| programs::run_file(&mut vm, &file, false));
    let (status, _) = run::status_of(&mut vm, result);
    let status = run::flush(&mut vm, status);
    vm.join_threads();
    let sound = vm.verify_heap(|kind, mismatch| eprintln!("{kind}: {mismatch}"));
    vm.end_python();
    let status = run::flush(&mut vm, status);
    vm.free_everything();
    let left = vm.leftovers();
    if sound.is_err() || left != (0, 0) {
        eprintln!("pitviper: {sound:?}, {left:?} left");
        return 70;
    }
    status
}
