//! The events, by CPython's numbers.

/// Tools with a number; the last two are `sys.setprofile` and `sys.settrace`.
pub const TOOLS: usize = 8;
/// `sys.setprofile`.
pub const PROFILE: usize = 6;
/// `sys.settrace`.
pub const TRACE: usize = 7;

macro_rules! events {
    ($($(#[$doc:meta])* $name:ident $number:literal;)*) => {
        $($(#[$doc])* pub const $name: usize = $number;)*

        /// Their names, by number.
        pub static NAMES: &[&str] = &[$(stringify!($name),)*];
    };
}

events! {
    /// A function begins.
    PY_START 0;
    /// A generator goes on.
    PY_RESUME 1;
    /// A function returns.
    PY_RETURN 2;
    /// A generator yields.
    PY_YIELD 3;
    /// Something is called.
    CALL 4;
    /// A line begins.
    LINE 5;
    /// An instruction.
    INSTRUCTION 6;
    /// A jump without condition.
    JUMP 7;
    /// A branch is not taken.
    BRANCH_LEFT 8;
    /// A branch is taken.
    BRANCH_RIGHT 9;
    /// A loop's generator has ended.
    STOP_ITERATION 10;
    /// An exception is raised.
    RAISE 11;
    /// An exception is handled.
    EXCEPTION_HANDLED 12;
    /// A function ends with an exception.
    PY_UNWIND 13;
    /// An exception is thrown into a generator.
    PY_THROW 14;
    /// An exception is raised again.
    RERAISE 15;
    /// What is no Python function returned.
    C_RETURN 16;
    /// What is no Python function raised.
    C_RAISE 17;
    /// A branch, either way: the older name for two.
    BRANCH 18;
}

/// Number of events.
pub const EVENTS: usize = 19;
/// Number of those that belong to a place in code.
pub const LOCAL_EVENTS: usize = 11;
/// Those, as bits.
pub const LOCAL: u32 = (1 << LOCAL_EVENTS) - 1;
/// Those that come with [`CALL`], as bits.
pub const WITH_CALL: u32 = 1 << C_RETURN | 1 << C_RAISE;
/// What [`BRANCH`] means, as bits.
pub const BRANCHES: u32 = 1 << BRANCH_LEFT | 1 << BRANCH_RIGHT;

/// What `sys.settrace` listens to.
pub const FOR_TRACE: u32 = 1 << PY_START
    | 1 << PY_RESUME
    | 1 << PY_RETURN
    | 1 << PY_YIELD
    | 1 << LINE
    | 1 << STOP_ITERATION
    | 1 << RAISE
    | 1 << PY_UNWIND
    | 1 << PY_THROW;

/// What `sys.setprofile` listens to.
pub const FOR_PROFILE: u32 = 1 << PY_START
    | 1 << PY_RESUME
    | 1 << PY_RETURN
    | 1 << PY_YIELD
    | 1 << CALL
    | 1 << PY_UNWIND
    | 1 << PY_THROW
    | WITH_CALL;
