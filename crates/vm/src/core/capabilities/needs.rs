//! What each native function needs. One that is not listed needs everything, so that forgetting one refuses it.

use super::Grant;

/// Modules whose functions touch nothing outside the heap, or ask for what they need themselves.
const FREE: &[&str] = &[
    "_ast",
    "_bisect",
    "_blake2",
    "_bz2",
    "_codecs",
    "_codecs_cn",
    "_codecs_hk",
    "_codecs_iso2022",
    "_codecs_jp",
    "_codecs_kr",
    "_codecs_tw",
    "_collections",
    "_contextvars",
    "_csvcore",
    "_functools",
    "_heapq",
    "_imp",
    "_io",
    "_json",
    "_kdf",
    "_md5",
    "_multibytecodec",
    "_opcode",
    "_operator",
    "_pickle",
    "_queue",
    "_random",
    "_select",
    "_sha1",
    "_sha2",
    "_sha3",
    "_sre",
    "_string",
    "_struct",
    "_traceback",
    "_types",
    "_typing",
    "_weakref",
    "array",
    "atexit",
    "binascii",
    "builtins",
    "cmath",
    "errno",
    "gc",
    "io",
    "itertools",
    "marshal",
    "math",
    "pyexpat",
    "sys",
    "unicodedata",
    "zlib",
];

/// What a function of a native module needs.
#[must_use]
pub fn of(module: &str, function: &str) -> Grant {
    listed(module, function).unwrap_or(Grant::Everything)
}

/// What was written down about a function.
fn listed(module: &str, function: &str) -> Option<Grant> {
    if FREE.contains(&module) {
        return Some(Grant::Free);
    }
    match module {
        "posix" => posix(function),
        "_posixsubprocess" => Some(Grant::Process),
        "_sockets" => Some(Grant::Network),
        "_signal" => signal(function),
        "_thread" => thread(function),
        "time" => time(function),
        "fcntl" | "resource" => Some(Grant::Everything),
        _ => None,
    }
}

fn posix(function: &str) -> Option<Grant> {
    let need = match function {
        // They ask where their paths lead and what their descriptors are.
        "access" | "chdir" | "chmod" | "close" | "dup" | "dup2" | "fstat" | "fsync" | "ftruncate" | "getcwd"
        | "getcwdb" | "isatty" | "link" | "listdir" | "lseek" | "lstat" | "mkdir" | "open" | "pipe" | "read"
        | "readlink" | "remove" | "rename" | "replace" | "rmdir" | "scandir" | "stat" | "symlink" | "truncate"
        | "unlink" | "utime" | "write" | "get_blocking" | "set_blocking" | "get_inheritable" | "set_inheritable"
        | "fdatasync" | "pread" | "pwrite" => Grant::Free,
        // They tell of the interpreter what could tell of the process.
        "getpid" | "getppid" | "getuid" | "geteuid" | "getgid" | "getegid" | "cpu_count" | "umask" | "uname"
        | "times" | "getxattr" | "listxattr" | "setxattr" | "removexattr" | "urandom" | "getrandom" => Grant::Free,
        // They compute.
        "device_encoding"
        | "fspath"
        | "strerror"
        | "waitstatus_to_exitcode"
        | "get_terminal_size"
        | "putenv"
        | "unsetenv"
        | "_create_environ"
        | "WCOREDUMP"
        | "WEXITSTATUS"
        | "WIFCONTINUED"
        | "WIFEXITED"
        | "WIFSIGNALED"
        | "WIFSTOPPED"
        | "WSTOPSIG"
        | "WTERMSIG"
        | "major"
        | "minor"
        | "makedev"
        | "register_at_fork"
        | "sched_yield" => Grant::Free,
        "_exit" | "abort" | "execv" | "execve" | "fork" | "forkpty" | "getpgid" | "getpgrp" | "getsid" | "kill"
        | "killpg" | "pidfd_open" | "pipe2" | "setpgid" | "setsid" | "system" | "wait" | "waitid" | "waitpid" => {
            Grant::Process
        }
        "chown"
        | "chroot"
        | "closerange"
        | "confstr"
        | "copy_file_range"
        | "ctermid"
        | "eventfd"
        | "eventfd_read"
        | "eventfd_write"
        | "fchdir"
        | "fchmod"
        | "fchown"
        | "fpathconf"
        | "fstatvfs"
        | "getgrouplist"
        | "getgroups"
        | "getloadavg"
        | "getlogin"
        | "getpriority"
        | "getresgid"
        | "getresuid"
        | "grantpt"
        | "initgroups"
        | "lchown"
        | "lockf"
        | "login_tty"
        | "memfd_create"
        | "mkfifo"
        | "mknod"
        | "nice"
        | "openpty"
        | "pathconf"
        | "posix_fadvise"
        | "posix_fallocate"
        | "posix_openpt"
        | "preadv"
        | "ptsname"
        | "pwritev"
        | "readinto"
        | "readv"
        | "sched_get_priority_max"
        | "sched_get_priority_min"
        | "sched_getaffinity"
        | "sched_getparam"
        | "sched_getscheduler"
        | "sched_rr_get_interval"
        | "sched_setaffinity"
        | "sched_setparam"
        | "sched_setscheduler"
        | "sendfile"
        | "setegid"
        | "seteuid"
        | "setgid"
        | "setgroups"
        | "setpgrp"
        | "setpriority"
        | "setregid"
        | "setresgid"
        | "setresuid"
        | "setreuid"
        | "setuid"
        | "splice"
        | "statvfs"
        | "sync"
        | "sysconf"
        | "tcgetpgrp"
        | "tcsetpgrp"
        | "ttyname"
        | "unlockpt"
        | "writev" => Grant::Everything,
        _ => return None,
    };
    Some(need)
}

fn signal(function: &str) -> Option<Grant> {
    let need = match function {
        "default_int_handler" | "getsignal" | "strsignal" | "valid_signals" => Grant::Free,
        "alarm" | "getitimer" | "pause" | "pthread_kill" | "pthread_sigmask" | "raise_signal" | "set_wakeup_fd"
        | "setitimer" | "siginterrupt" | "signal" | "sigpending" | "sigtimedwait" | "sigwait" | "sigwaitinfo" => {
            Grant::Everything
        }
        _ => return None,
    };
    Some(need)
}

fn thread(function: &str) -> Option<Grant> {
    let need = match function {
        "start_joinable_thread" | "start_new" | "start_new_thread" => Grant::Threads,
        "set_name" => Grant::Everything,
        "_count"
        | "_excepthook"
        | "_get_main_thread_ident"
        | "_get_name"
        | "_is_main_interpreter"
        | "_make_thread_handle"
        | "_shutdown"
        | "allocate"
        | "allocate_lock"
        | "daemon_threads_allowed"
        | "exit"
        | "exit_thread"
        | "get_ident"
        | "get_native_id"
        | "interrupt_main"
        | "stack_size" => Grant::Free,
        _ => return None,
    };
    Some(need)
}

fn time(function: &str) -> Option<Grant> {
    let need = match function {
        "clock_settime" | "clock_settime_ns" | "tzset" => Grant::Everything,
        // They ask for the virtual clock, and take UTC for the local time where the clock was not granted.
        "asctime" | "clock_getres" | "clock_gettime" | "clock_gettime_ns" | "ctime" | "get_clock_info" | "gmtime"
        | "localtime" | "mktime" | "monotonic" | "monotonic_ns" | "perf_counter" | "perf_counter_ns"
        | "process_time" | "process_time_ns" | "sleep" | "strftime" | "strptime" | "thread_time" | "thread_time_ns"
        | "time" | "time_ns" => Grant::Free,
        _ => return None,
    };
    Some(need)
}

#[cfg(test)]
mod tests {
    use super::listed;

    #[test]
    fn every_native_function_is_listed() {
        for module in crate::modules::ALL {
            let more = if module.name == "posix" { crate::modules::posix::TABLES } else { &[] };
            for function in more.iter().copied().flatten().chain(module.functions) {
                let (module, function) = (module.name, function.name);
                assert!(listed(module, function).is_some(), "{module}.{function} is in no list of what it needs");
            }
        }
    }
}
