//! `sys.remote_exec`: a file that another process runs when its interpreter comes to a safe point.
//!
//! ```text
//! magic 8 | address of the check word 8 | enabled 4 | pending 4 | path 4096
//! ```
//! The command's interpreter has a mailbox at an address that is known relative to the program's file. The caller finds
//! the file among the other process's mappings, writes the path into its mailbox, and sets a byte of its check word; that
//! takes the right to trace it. Only the same program can be reached so: the magic number tells.

use std::sync::atomic::{AtomicU8, AtomicU32, AtomicU64, AtomicUsize, Ordering};

use pitviper_object::Value;

use super::settings::c_int;
use crate::core::args::Params;
use crate::core::capabilities::Grant;
use crate::core::error::{Exc, PyResult};
use crate::core::finalize::unraisable;
use crate::core::native::{Args, Method};
use crate::core::vm::{REMOTE, Vm};
use crate::modules::io::errors;
use crate::types::bytes::Bytes;

pub(super) static FUNCTIONS: &[Method] = &[
    Method::new("is_remote_debug_enabled", |_, _| Ok(Value::bool(is_enabled())), 0, 0)
        .doc("is_remote_debug_enabled($module, /)\n--\n\nReturn True if remote debugging is enabled, False otherwise."),
    Method::keywords("remote_exec", remote_exec)
        .doc("remote_exec($module, /, pid, script)\n--\n\nHave another process of this program run a file."),
];

const PATH_BYTES: usize = 4096;
const MAGIC: u64 = 0x5049_5456_4950_0001 ^ 0x9e37_79b9_7f4a_7c15;

#[repr(C)]
struct Mailbox {
    magic: AtomicU64,
    /// Where the check word is; 0 without an interpreter.
    check: AtomicUsize,
    enabled: AtomicU32,
    pending: AtomicU32,
    /// Ends with a null.
    path: [AtomicU8; PATH_BYTES],
}

static MAILBOX: Mailbox = Mailbox {
    magic: AtomicU64::new(MAGIC),
    check: AtomicUsize::new(0),
    enabled: AtomicU32::new(0),
    pending: AtomicU32::new(0),
    path: [const { AtomicU8::new(0) }; PATH_BYTES],
};

fn is_enabled() -> bool {
    cfg!(target_os = "linux") && MAILBOX.enabled.load(Ordering::Relaxed) != 0
}

/// Lets other processes reach this interpreter, the command's own.
pub(super) fn enable(vm: &Vm) {
    MAILBOX.check.store(std::sync::Arc::as_ptr(&vm.check) as usize, Ordering::Relaxed);
    MAILBOX.enabled.store(1, Ordering::Release);
}

/// Runs what another process put into the mailbox. What it raises is shown, not raised.
///
/// # Errors
/// None of the script's; `MemoryError`.
pub(crate) fn run_pending(vm: &mut Vm) -> PyResult<()> {
    if MAILBOX.pending.swap(0, Ordering::Acquire) == 0 {
        return Ok(());
    }
    let mut path = [0; PATH_BYTES];
    for (to, from) in path.iter_mut().zip(&MAILBOX.path) {
        *to = from.load(Ordering::Relaxed);
    }
    let length = path.iter().position(|byte| *byte == 0).unwrap_or(0);
    let path = vm.new_bytes(&path[..length])?;
    let path = in_module(vm, "os", "fsdecode", &[path])?;
    run(vm, &path);
    Ok(())
}

/// Runs a file in a namespace of its own.
fn run(vm: &mut Vm, path: &Value) {
    if let Err(raised) = try_run(vm, path) {
        unraisable(vm, raised, "Error executing debugger script", Some(path));
    }
}

fn try_run(vm: &mut Vm, path: &Value) -> PyResult<()> {
    vm.audit("cpython.remote_debugger_script", std::slice::from_ref(path))?;
    let file = in_module(vm, "io", "open_code", std::slice::from_ref(path))?;
    let read = vm.intern("read")?;
    let source = vm.call_method(&file, &read, &[])?;
    let close = vm.intern("close")?;
    vm.call_method(&file, &close, &[])?;
    let how = vm.intern("exec")?;
    let code = in_module(vm, "builtins", "compile", &[source, path.clone(), how])?;
    let namespace = vm.new_dict()?.into_value();
    in_module(vm, "builtins", "exec", &[code, namespace])?;
    Ok(())
}

fn in_module(vm: &mut Vm, module: &str, name: &str, args: &[Value]) -> PyResult {
    let (module, name) = (vm.intern(module)?, vm.intern(name)?);
    let module = crate::import::import_absolute(vm, &module)?;
    let function = vm.get_attr(&module, &name)?;
    vm.call(&function, args)
}

fn remote_exec(vm: &mut Vm, args: Args<'_>) -> PyResult {
    vm.require(Grant::Everything, "remote_exec")?;
    let [pid, script] = Params::new("remote_exec", ["pid", "script"]).required(2).bind(vm, args)?;
    let (Some(pid), Some(script)) = (pid, script) else { return Ok(Value::none()) };
    let number = c_int(vm, pid)?;
    if crate::modules::posix::path::fspath(vm, script)?.is_none() {
        let kind = vm.type_name(script);
        return Err(vm.type_error(format_args!("expected str, bytes or os.PathLike object, not {kind}")));
    }
    vm.audit("sys.remote_exec", &[pid.clone(), script.clone()])?;
    let path = in_module(vm, "os", "fsencode", std::slice::from_ref(script))?;
    let shown = in_module(vm, "os", "fsdecode", std::slice::from_ref(script))?;
    // It must be there and readable, or nothing is said of it here.
    in_module(vm, "os", "stat", std::slice::from_ref(script))?;
    if !is_enabled() {
        return Err(vm.raise(Exc::RuntimeError, format_args!("Remote debugging is not enabled")));
    }
    let absolute = in_module(vm, "os.path", "abspath", std::slice::from_ref(&path))?;
    let Some(bytes) = absolute.downcast::<Bytes>().map(Bytes::as_slice).filter(|path| path.len() < PATH_BYTES) else {
        return Err(vm.value_error(format_args!("path of the script is too long")));
    };
    if u32::try_from(number) == Ok(std::process::id()) {
        run(vm, &shown);
        return Ok(Value::none());
    }
    match send(number, bytes) {
        Ok(true) => Ok(Value::none()),
        Ok(false) => {
            let message = format_args!("Remote debugging is not enabled in the remote process");
            Err(vm.raise(Exc::RuntimeError, message))
        }
        Err(error) => Err(errors::os_error(vm, &error, None)),
    }
}

/// Where the file of a process's program begins in its memory.
#[cfg(target_os = "linux")]
fn program_base(process: &str) -> std::io::Result<usize> {
    use std::io::{BufRead, BufReader, Error, ErrorKind};
    use std::os::unix::ffi::OsStrExt;

    let program = std::fs::read_link(format!("/proc/{process}/exe"))?;
    let maps = BufReader::new(std::fs::File::open(format!("/proc/{process}/maps"))?);
    for line in maps.split(b'\n') {
        let line = line?;
        if line.ends_with(program.as_os_str().as_bytes())
            && let Some(start) = line.split(|byte| *byte == b'-').next()
            && let Some(start) = std::str::from_utf8(start).ok().and_then(|text| usize::from_str_radix(text, 16).ok())
        {
            return Ok(start);
        }
    }
    Err(Error::new(ErrorKind::NotFound, "the program of the process was not found in its memory"))
}

/// Puts a path into another process's mailbox. False: that is closed.
#[cfg(target_os = "linux")]
fn send(pid: i32, path: &[u8]) -> std::io::Result<bool> {
    use std::io::{Error, ErrorKind};
    use std::mem::offset_of;

    let own = (&raw const MAILBOX).addr() - program_base("self")?;
    let there = program_base(&pid.to_string())? + own;
    let mut head = [0; offset_of!(Mailbox, path)];
    copy(pid, there, &mut head, false)?;
    let word = |at: usize| u64::from_ne_bytes([0, 1, 2, 3, 4, 5, 6, 7].map(|byte| head[at + byte]));
    if word(0) != MAGIC {
        return Err(Error::new(ErrorKind::InvalidInput, "the process runs another program"));
    }
    let enabled = offset_of!(Mailbox, enabled);
    let check = word(offset_of!(Mailbox, check)) as usize;
    if head[enabled..enabled + 4] == [0; 4] || check == 0 {
        return Ok(false);
    }
    let mut text = [0; PATH_BYTES];
    for (to, from) in text.iter_mut().zip(path) {
        *to = *from;
    }
    copy(pid, there + offset_of!(Mailbox, path), &mut text[..=path.len()], true)?;
    copy(pid, there + offset_of!(Mailbox, pending), &mut 1u32.to_ne_bytes(), true)?;
    // The bit has a byte of its own, so that no other is disturbed.
    let byte = (REMOTE.trailing_zeros() / 8) as usize;
    let byte = if cfg!(target_endian = "little") { byte } else { 3 - byte };
    copy(pid, check + byte, &mut [(REMOTE >> (REMOTE.trailing_zeros() / 8 * 8)) as u8], true)?;
    Ok(true)
}

/// Copies from or to another process's memory.
#[cfg(target_os = "linux")]
fn copy(pid: i32, address: usize, buffer: &mut [u8], to_there: bool) -> std::io::Result<()> {
    let here = libc::iovec { iov_base: buffer.as_mut_ptr().cast(), iov_len: buffer.len() };
    let there = libc::iovec { iov_base: address as *mut libc::c_void, iov_len: buffer.len() };
    // SAFETY: the buffer is ours and as long as said; the system checks addresses of the other process.
    let copied = unsafe {
        if to_there {
            libc::process_vm_writev(pid, &raw const here, 1, &raw const there, 1, 0)
        } else {
            libc::process_vm_readv(pid, &raw const here, 1, &raw const there, 1, 0)
        }
    };
    match usize::try_from(copied) {
        Ok(count) if count == buffer.len() => Ok(()),
        Ok(_) => Err(std::io::Error::from(std::io::ErrorKind::UnexpectedEof)),
        Err(_) => Err(std::io::Error::last_os_error()),
    }
}

#[cfg(not(target_os = "linux"))]
fn send(_: i32, _: &[u8]) -> std::io::Result<bool> {
    Ok(false)
}
