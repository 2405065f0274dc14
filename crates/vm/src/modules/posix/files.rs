//! Open files by descriptor.

use std::io::{self, SeekFrom};

use pitviper_object::Value;

use super::children::patiently;
use super::path::{Target, check, descriptor, file_number, flag, path, small, start_folder, system_number, target};
use super::system;
use crate::core::args::Params;
use crate::core::capabilities::{Entry, Opened};
use crate::core::error::PyResult;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::modules::io::{fifo, wait_for_system};
use crate::types::bytes::{Bytes, BytesBuilder, buffer_argument};
use crate::types::int;

pub(super) fn open(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let names = ["path", "flags", "mode", "dir_fd"];
    let [given, flags, mode, from] = Params::new("open", names).required(2).keyword_only(1).bind(vm, args)?;
    let folder = start_folder(vm, from)?;
    let path = path(vm, "open", "path", given.unwrap_or(&Value::none()))?;
    let flags = flags.map_or(Ok(0), |flags| small(vm, flags))?;
    let mode = mode.map_or(Ok(0o777), |mode| small(vm, mode))?;
    vm.audit("open", &[path.given.clone(), Value::none(), Value::small(i64::from(flags | libc::O_CLOEXEC))])?;
    let fd = match vm.sandbox.everything {
        true => match fifo::open(vm, folder, path.as_c(), flags)? {
            Some(opened) => opened,
            None => vm.unlocked(|| system::open(folder, path.as_c(), flags, mode as u32)),
        },
        false => vm.sandbox.open_file(folder, path.bytes(), flags, mode as u32, true),
    };
    let fd = path.check(vm, fd)?;
    Ok(Value::small(i64::from(fd)))
}

pub(super) fn close(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [fd] = args.parse(vm, "close", ["fd"], 1, 0)?;
    let number = small(vm, fd.unwrap_or(&Value::none()))?;
    let closed = match vm.sandbox.everything {
        true => system::close(number),
        false => vm.sandbox.forget(number),
    };
    check(vm, closed)?;
    Ok(Value::none())
}

pub(super) fn close_range(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (from, to) = (small(vm, &args.values[0])?, small(vm, &args.values[1])?);
    for fd in from.max(0)..to.min(65_536) {
        // Descriptors that are not open are no error.
        let _ = system::close(fd);
    }
    Ok(Value::none())
}

pub(super) fn read(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let number = small(vm, &args.values[0])?;
    let count = vm.index_isize(&args.values[1])?;
    let Ok(count) = usize::try_from(count) else {
        return check(vm, Err(std::io::Error::from_raw_os_error(libc::EINVAL)));
    };
    let mut out = BytesBuilder::new(vm);
    let count = count.min(1 << 30);
    out.push_repeated(0, count)?;
    let got = match vm.opened(number)? {
        Opened::System(fd, _keep) => {
            wait_for_system(vm, fd, libc::POLLIN)?;
            let place = out.data_mut().as_mut_ptr();
            // SAFETY: the buffer has `count` bytes and is the builder's own.
            patiently(vm, || unsafe { system::read(fd, place, count) })?
        }
        Opened::Own(entry) => check(vm, entry.read(out.data_mut()))?,
    };
    vm.new_bytes(out.data().get(..got).unwrap_or(&[]))
}

pub(super) fn write(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let number = small(vm, &args.values[0])?;
    let data = buffer_argument(vm, &args.values[1])?;
    let mut copy = BytesBuilder::new(vm);
    let data = if vm.threads.are_several() && args.values[1].downcast::<Bytes>().is_none() {
        // Another thread could resize it meanwhile.
        copy.push(data)?;
        copy.data()
    } else {
        data
    };
    let written = match vm.opened(number)? {
        Opened::System(fd, _keep) => {
            // As much as there is room for, so that the limits reach who waits for more.
            let most = crate::modules::io::wait_writable(vm, number, data.len())?;
            patiently(vm, || system::write(fd, data.get(..most).unwrap_or(data)))?
        }
        Opened::Own(entry) => check(vm, entry.write(data))?,
    };
    vm.new_usize(written)
}

/// A position or length.
pub(super) fn offset(vm: &mut Vm, value: &Value) -> PyResult<i64> {
    let index = vm.to_index(value)?;
    match int::to_i64(&index) {
        Some(offset) => Ok(offset),
        None => {
            let message = format_args!("Python int too large to convert to C long");
            Err(vm.raise(crate::core::error::Exc::OverflowError, message))
        }
    }
}

pub(super) fn lseek(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let number = small(vm, &args.values[0])?;
    let place = offset(vm, &args.values[1])?;
    let whence = small(vm, &args.values[2])?;
    let place = match vm.opened(number)? {
        Opened::System(fd, _keep) => system::seek(fd, place, whence),
        Opened::Own(entry) => seek(&entry, place, whence),
    };
    let place = check(vm, place)?;
    vm.new_int(place)
}

/// `lseek` of what is not the system's.
fn seek(entry: &Entry, place: i64, whence: i32) -> io::Result<i64> {
    let invalid = || io::Error::from_raw_os_error(libc::EINVAL);
    let to = match whence {
        libc::SEEK_SET => SeekFrom::Start(u64::try_from(place).map_err(|_| invalid())?),
        libc::SEEK_CUR => SeekFrom::Current(place),
        libc::SEEK_END => SeekFrom::End(place),
        _ => return Err(invalid()),
    };
    entry.seek(to).map(|place| i64::try_from(place).unwrap_or(i64::MAX))
}

pub(super) fn dup(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let number = small(vm, &args.values[0])?;
    let fd = match vm.sandbox.everything {
        true => system::dup(number),
        false => vm.sandbox.duplicate(number),
    };
    let fd = check(vm, fd)?;
    Ok(Value::small(i64::from(fd)))
}

pub(super) fn dup2(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [from, to, inheritable] = args.parse(vm, "dup2", ["fd", "fd2", "inheritable"], 2, 0)?;
    let from = small(vm, from.unwrap_or(&Value::none()))?;
    let to = small(vm, to.unwrap_or(&Value::none()))?;
    let inheritable = flag(vm, inheritable, true)?;
    let fd = match vm.sandbox.everything {
        true => system::dup2(from, to, inheritable),
        false => vm.sandbox.duplicate_to(from, to),
    };
    let fd = check(vm, fd)?;
    Ok(Value::small(i64::from(fd)))
}

pub(super) fn pipe(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let ends = check(vm, system::pipe())?;
    let adopted = ends.map(|end| vm.sandbox.adopt(end));
    let [from, to] = adopted;
    let ends = [check(vm, from)?, check(vm, to)?];
    vm.new_tuple_from(ends.map(|end| Value::small(i64::from(end))))
}

pub(super) fn isatty(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let number = small(vm, &args.values[0])?;
    Ok(Value::bool(crate::modules::io::is_terminal(&vm.sandbox, number)))
}

pub(super) fn fsync(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [fd] = args.parse(vm, "fsync", ["fd"], 1, 0)?;
    let fd = file_number(vm, fd.unwrap_or(&Value::none()))?;
    check(vm, system::sync(fd))?;
    Ok(Value::none())
}

pub(super) fn ftruncate(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = descriptor(vm, &args.values[0])?;
    let len = offset(vm, &args.values[1])?;
    check(vm, system::truncate_file(fd, len))?;
    Ok(Value::none())
}

pub(super) fn truncate(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [given, len] = args.parse(vm, "truncate", ["path", "length"], 2, 0)?;
    let target = target(vm, "truncate", given.unwrap_or(&Value::none()))?;
    let len = offset(vm, len.unwrap_or(&Value::none()))?;
    match target {
        Target::Path(path) => {
            let done = match vm.sandbox.everything {
                true => system::truncate(path.as_c(), len),
                false => truncate_granted(vm, path.bytes(), len),
            };
            path.check(vm, done)?;
        }
        Target::File(number) => {
            let fd = system_number(vm, number)?;
            check(vm, system::truncate_file(fd, len))?;
        }
    }
    Ok(Value::none())
}

fn truncate_granted(vm: &Vm, path: &[u8], len: i64) -> io::Result<()> {
    let number = vm.sandbox.open_file(libc::AT_FDCWD, path, libc::O_WRONLY, 0, false)?;
    let done = vm.sandbox.system_number(number).and_then(|fd| system::truncate_file(fd, len));
    vm.sandbox.forget(number)?;
    done
}

pub(super) fn get_inheritable(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = descriptor(vm, &args.values[0])?;
    Ok(Value::bool(check(vm, system::is_inheritable(fd))?))
}

pub(super) fn set_inheritable(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = descriptor(vm, &args.values[0])?;
    let inheritable = vm.truth(&args.values[1])?;
    check(vm, system::set_inheritable(fd, inheritable))?;
    Ok(Value::none())
}

pub(super) fn get_blocking(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = descriptor(vm, &args.values[0])?;
    Ok(Value::bool(check(vm, system::is_blocking(fd))?))
}

pub(super) fn set_blocking(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = descriptor(vm, &args.values[0])?;
    let blocking = vm.truth(&args.values[1])?;
    check(vm, system::set_blocking(fd, blocking))?;
    Ok(Value::none())
}
