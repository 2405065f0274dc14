//! `_posixsubprocess`: starts another program.
//!
//! Everything the child needs is made before the fork; the child only calls what may be called there, until it is the
//! other program or says, through a pipe, what went wrong. A `preexec_fn` is the exception, as in CPython.

use std::ffi::c_int;
use std::io;

use pitviper_object::Value;

use crate::core::error::PyResult;
use crate::core::module::ModuleSpec;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::modules::io::errors;
use crate::modules::io::scratch::encode_path;
use crate::types::bytes::{Bytes, BytesBuilder};
use crate::types::str::Str;

/// Strings that end with zeros, and pointers to them.
pub(crate) struct Strings {
    bytes: BytesBuilder,
    /// Places of the strings in `bytes`; then, after [`Strings::link`], pointers and a null.
    places: BytesBuilder,
}

impl Strings {
    /// Of a sequence of paths.
    pub(crate) fn of(vm: &mut Vm, items: &Value) -> PyResult<Strings> {
        let mut strings = Strings { bytes: BytesBuilder::new(vm), places: BytesBuilder::new(vm) };
        let items = vm.list_from(items)?;
        let mut index = 0;
        while let Some(item) = items.get(index) {
            index += 1;
            strings.places.push(&strings.bytes.len().to_ne_bytes())?;
            push_path(vm, &mut strings.bytes, &item)?;
        }
        strings.link()?;
        Ok(strings)
    }

    /// Makes pointers of the places; no string is added afterwards.
    fn link(&mut self) -> PyResult<()> {
        let start = self.bytes.data().as_ptr() as usize;
        for place in self.places.data_mut().chunks_exact_mut(size_of::<usize>()) {
            let offset = place.first_chunk().map_or(0, |bytes| usize::from_ne_bytes(*bytes));
            place.copy_from_slice(&(start + offset).to_ne_bytes());
        }
        self.places.push(&0usize.to_ne_bytes())
    }

    /// The array of pointers, a null at its end.
    pub(crate) fn pointers(&self) -> *const *const libc::c_char {
        self.places.data().as_ptr().cast()
    }
}

fn push_path(vm: &mut Vm, out: &mut BytesBuilder, item: &Value) -> PyResult<()> {
    let path = match crate::modules::posix::fspath(vm, item)? {
        Some(path) => path,
        None => {
            let kind = vm.type_name(item);
            return Err(vm.type_error(format_args!("expected str, bytes or os.PathLike object, not {kind}")));
        }
    };
    let start = out.len();
    match path.downcast::<Str>() {
        Some(text) => out.push(&encode_path(vm, text)?)?,
        None => out.push(path.downcast::<Bytes>().map_or(&[], Bytes::as_slice))?,
    }
    if out.data().get(start..).is_some_and(|path| path.contains(&0)) {
        return Err(vm.value_error(format_args!("embedded null byte")));
    }
    out.push_byte(0)
}

/// What the child does before it becomes the other program.
struct Plan {
    args: Strings,
    programs: Strings,
    env: Option<Strings>,
    folder: Option<Strings>,
    close_fds: bool,
    /// Descriptors to keep, ascending, as native ints.
    keep: BytesBuilder,
    /// Ends of pipes: p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite.
    pipes: [c_int; 6],
    /// Where errors are told.
    report: c_int,
    restore_signals: bool,
    new_session: bool,
    process_group: Option<c_int>,
    group: Option<u32>,
    groups: Option<BytesBuilder>,
    user: Option<u32>,
    umask: Option<u32>,
}

/// What failed in the child.
struct Failure {
    errno: c_int,
    context: &'static [u8],
}

fn last(context: &'static [u8]) -> Failure {
    Failure { errno: io::Error::last_os_error().raw_os_error().unwrap_or(0), context }
}

fn ensure(result: c_int, context: &'static [u8]) -> Result<c_int, Failure> {
    if result == -1 { Err(last(context)) } else { Ok(result) }
}

fn ints(bytes: &BytesBuilder) -> impl Iterator<Item = c_int> {
    bytes.data().chunks_exact(4).map(|bytes| bytes.first_chunk().map_or(0, |bytes| c_int::from_ne_bytes(*bytes)))
}

fn set_inheritable(fd: c_int) -> Result<(), Failure> {
    // SAFETY: numbers.
    unsafe {
        let flags = ensure(libc::fcntl(fd, libc::F_GETFD), b"noexec")?;
        ensure(libc::fcntl(fd, libc::F_SETFD, flags & !libc::FD_CLOEXEC), b"noexec").map(drop)
    }
}

impl Plan {
    /// The child's way up to `preexec_fn`.
    fn prepare(&self) -> Result<(), Failure> {
        for fd in ints(&self.keep).filter(|fd| *fd != self.report) {
            set_inheritable(fd)?;
        }
        let [p2cread, p2cwrite, c2pread, mut c2pwrite, errread, mut errwrite] = self.pipes;
        // SAFETY: numbers; pointers to strings that end with zeros.
        unsafe {
            for fd in [p2cwrite, c2pread, errread].into_iter().filter(|fd| *fd != -1) {
                ensure(libc::close(fd), b"noexec")?;
            }
            if c2pwrite == 0 {
                c2pwrite = ensure(libc::dup(c2pwrite), b"noexec")?;
            }
            while errwrite == 0 || errwrite == 1 {
                errwrite = ensure(libc::dup(errwrite), b"noexec")?;
            }
            for (from, to) in [(p2cread, 0), (c2pwrite, 1), (errwrite, 2)] {
                if from == to {
                    set_inheritable(to)?;
                } else if from != -1 {
                    ensure(libc::dup2(from, to), b"noexec")?;
                }
            }
            if let Some(folder) = &self.folder {
                ensure(libc::chdir(*folder.pointers()), b"noexec:chdir")?;
            }
            if let Some(mask) = self.umask {
                libc::umask(mask);
            }
            if self.restore_signals {
                libc::signal(libc::SIGPIPE, libc::SIG_DFL);
                libc::signal(libc::SIGXFSZ, libc::SIG_DFL);
            }
            if self.new_session {
                ensure(libc::setsid(), b"noexec")?;
            }
            if let Some(group) = self.process_group {
                ensure(libc::setpgid(0, group), b"noexec")?;
            }
            if let Some(groups) = &self.groups {
                let data = groups.data();
                ensure(libc::setgroups(data.len() / 4, data.as_ptr().cast()), b"noexec")?;
            }
            if let Some(group) = self.group {
                ensure(libc::setregid(group, group), b"noexec")?;
            }
            if let Some(user) = self.user {
                ensure(libc::setreuid(user, user), b"noexec")?;
            }
        }
        Ok(())
    }

    fn close_others(&self) {
        let mut from = 3;
        let close = |from: c_int, to: c_int| {
            if from <= to {
                // SAFETY: numbers.
                unsafe { libc::syscall(libc::SYS_close_range, from as libc::c_uint, to as libc::c_uint, 0) };
            }
        };
        for fd in ints(&self.keep).filter(|fd| *fd >= 3) {
            close(from, fd - 1);
            from = fd + 1;
        }
        close(from, c_int::MAX);
    }

    /// Becomes the first of the programs that can be run.
    fn run(&self) -> Failure {
        if self.close_fds {
            self.close_others();
        }
        let mut failure = Failure { errno: 0, context: b"" };
        // SAFETY: arrays of pointers to strings that end with zeros, a null behind the last.
        unsafe {
            let mut program = self.programs.pointers();
            while !(*program).is_null() {
                match &self.env {
                    Some(env) => libc::execve(*program, self.args.pointers(), env.pointers()),
                    None => libc::execv(*program, self.args.pointers()),
                };
                let now = last(b"");
                if failure.errno == 0 || !matches!(now.errno, libc::ENOENT | libc::ENOTDIR) {
                    failure = now;
                }
                program = program.add(1);
            }
        }
        failure
    }

    /// Tells the parent what failed, and ends.
    fn fail(&self, failure: &Failure) -> ! {
        const HEX: &[u8; 16] = b"0123456789ABCDEF";
        let mut digits = [0; 8];
        let (mut at, mut rest) = (8, failure.errno as u32);
        while rest > 0 || at == 8 {
            at -= 1;
            digits[at] = HEX[(rest & 15) as usize];
            rest >>= 4;
        }
        self.tell(&[b"OSError:", digits.get(at..).unwrap_or(&[]), b":", failure.context])
    }

    fn tell(&self, parts: &[&[u8]]) -> ! {
        for part in parts {
            // SAFETY: the slice's memory.
            unsafe { libc::write(self.report, part.as_ptr().cast(), part.len()) };
        }
        // SAFETY: ends the child at once.
        unsafe { libc::_exit(255) }
    }
}

fn number(vm: &mut Vm, value: &Value) -> PyResult<c_int> {
    let number = vm.index_isize(value)?;
    c_int::try_from(number).map_err(|_| vm.value_error(format_args!("number out of range")))
}

/// The system's descriptor for a number of the program's; -1 stays.
fn descriptor(vm: &mut Vm, value: &Value) -> PyResult<c_int> {
    let number = number(vm, value)?;
    if number < 0 {
        return Ok(number);
    }
    let fd = vm.sandbox.system_number(number);
    vm.system_result(fd)
}

/// The system's descriptors for numbers of the program's, ascending.
fn descriptors(vm: &mut Vm, items: &Value) -> PyResult<BytesBuilder> {
    if vm.sandbox.everything {
        return int_array(vm, items);
    }
    let list = vm.new_list()?;
    let items = vm.list_from(items)?;
    let mut index = 0;
    while let Some(item) = items.get(index) {
        index += 1;
        let fd = descriptor(vm, &item)?;
        vm.list_push(&list, Value::small(i64::from(fd)))?;
    }
    let sort = vm.intern("sort")?;
    vm.call_method(list.as_value(), &sort, &[])?;
    int_array(vm, list.as_value())
}

/// A number unless it is `None`.
fn optional(vm: &mut Vm, value: &Value) -> PyResult<Option<u32>> {
    if value.is_none() { Ok(None) } else { Ok(Some(vm.index_isize(value)? as u32)) }
}

fn int_array(vm: &mut Vm, items: &Value) -> PyResult<BytesBuilder> {
    let mut out = BytesBuilder::new(vm);
    let items = vm.list_from(items)?;
    let mut index = 0;
    while let Some(item) = items.get(index) {
        index += 1;
        out.push(&number(vm, &item)?.to_ne_bytes())?;
    }
    Ok(out)
}

/// What `os.environ` holds: changes of it are not changes of the process's environment.
pub(crate) fn environment(vm: &mut Vm) -> PyResult<Option<Strings>> {
    let os = vm.intern("os")?;
    let mut object = crate::import::import_absolute(vm, &os)?;
    for name in ["environ", "_data"] {
        let name = vm.intern(name)?;
        match vm.get_attr_opt(&object, &name)? {
            Some(value) => object = value,
            None => return Ok(None),
        }
    }
    let Some(variables) = object.downcast::<crate::types::dict::Dict>() else { return Ok(None) };
    let list = vm.new_list()?;
    let mut position = 0;
    while let Some((name, value)) = variables.next_entry(&mut position) {
        let (Some(name), Some(value)) = (name.downcast::<Bytes>(), value.downcast::<Bytes>()) else { continue };
        let mut entry = BytesBuilder::new(vm);
        entry.push(name.as_slice())?;
        entry.push_byte(b'=')?;
        entry.push(value.as_slice())?;
        let entry = entry.finish()?;
        vm.list_push(&list, entry)?;
    }
    Strings::of(vm, list.as_value()).map(Some)
}

fn plan(vm: &mut Vm, args: &[Value; 22]) -> PyResult<Plan> {
    let mut pipes = [0; 6];
    for (pipe, value) in pipes.iter_mut().zip(&args[6..12]) {
        *pipe = descriptor(vm, value)?;
    }
    let group = number(vm, &args[16])?;
    let umask = number(vm, &args[20])?;
    Ok(Plan {
        args: Strings::of(vm, &args[0])?,
        programs: Strings::of(vm, &args[1])?,
        close_fds: vm.truth(&args[2])?,
        keep: descriptors(vm, &args[3])?,
        folder: match args[4].is_none() {
            true => None,
            false => {
                let list = vm.new_list_of(&args[4..5])?.into_value();
                Some(Strings::of(vm, &list)?)
            }
        },
        env: match args[5].is_none() {
            true => environment(vm)?,
            false => Some(Strings::of(vm, &args[5])?),
        },
        pipes,
        report: descriptor(vm, &args[13])?,
        restore_signals: vm.truth(&args[14])?,
        new_session: vm.truth(&args[15])?,
        process_group: (group >= 0).then_some(group),
        group: optional(vm, &args[17])?,
        groups: if args[18].is_none() { None } else { Some(int_array(vm, &args[18])?) },
        user: optional(vm, &args[19])?,
        umask: (umask >= 0).then_some(umask as u32),
    })
}

fn fork_exec(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mut values = [const { Value::small(0) }; 22];
    for (place, value) in values.iter_mut().zip(args.values) {
        *place = value.clone();
    }
    let plan = plan(vm, &values)?;
    let before = &values[21];
    // SAFETY: this thread has the interpreter's lock; the child has this thread only, and runs what may run there.
    let process = unsafe { libc::fork() };
    match process {
        -1 => {
            let error = io::Error::last_os_error();
            Err(errors::os_error(vm, &error, None))
        }
        0 => {
            if let Err(failure) = plan.prepare() {
                plan.fail(&failure);
            }
            if !before.is_none() {
                vm.after_fork_in_child();
            }
            if !before.is_none() && vm.call(before, &[]).is_err() {
                plan.tell(&[b"SubprocessError:0:Exception occurred in preexec_fn."]);
            }
            let failure = plan.run();
            plan.fail(&failure)
        }
        _ => Ok(Value::small(i64::from(process))),
    }
}

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "_posixsubprocess",
    doc: "A POSIX helper for the subprocess module.",
    functions: &[Method::new("fork_exec", fork_exec, 22, 22)
        .doc("fork_exec($module, args, executable_list, close_fds, pass_fds, cwd,\n          env, p2cread, p2cwrite, c2pread, c2pwrite, errread,\n          errwrite, errpipe_read, errpipe_write, restore_signals,\n          call_setsid, pgid_to_set, gid, extra_groups, uid,\n          child_umask, preexec_fn, /)\n--\n\nSpawn a fresh new child process.")],
    types: &[],
    init: None,
};
