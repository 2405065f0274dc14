//! Python 3.14 for Rust programs that run other people's scripts: in the same process, each interpreter with exact limits
//! of its own.
//!
//! ```
//! use pitviper::Interpreter;
//!
//! let mut python = Interpreter::builder().memory_limit(32 << 20).step_limit(10_000_000).build()?;
//! python.define("total", |n: i64| n * 10)?;
//! let answer: i64 = python.eval("total(4) + 2")?;
//! assert_eq!(answer, 42);
//! # Ok::<(), pitviper::Error>(())
//! ```
//!
//! | to | there is |
//! |---|---|
//! | make an interpreter, and say what it may do | [`Interpreter::builder`], [`Builder`] |
//! | run code, and get its value | [`exec`](Interpreter::exec), [`eval`](Interpreter::eval), [`call`](Interpreter::call), [`get`](Interpreter::get), [`set`](Interpreter::set) |
//! | give it functions, classes and modules | [`define`](Interpreter::define), [`Class`], [`Module`], [`#[module]`](macro@module) |
//! | convert values | [`ToPython`], [`FromPython`], [`Serde`] |
//! | keep a value for later | [`Handle`] |
//! | pause and go on | [`begin`](Interpreter::begin), [`resume`](Interpreter::resume), [`abandon`](Interpreter::abandon) |
//! | stop from another thread | [`Interpreter::canceller`] |
//! | see what memory is used for | [`Interpreter::heap`] |
//! | know what went wrong | [`Error`] |
//!
//! # Limits
//! Nothing that a script does takes the host down; it ends in a value, an exception, or one of four errors, each of
//! which says at which line it struck and what the memory was used for.
//!
//! ```
//! use pitviper::{Error, Interpreter};
//! use std::time::Duration;
//!
//! let mut python = Interpreter::builder()
//!     .memory_limit(16 << 20)
//!     .step_limit(1_000_000)
//!     .time_limit(Duration::from_secs(60))
//!     .build()?;
//!
//! let error = python.exec("while True: pass").unwrap_err();
//! assert!(matches!(error, Error::StepLimit(_)));
//! assert_eq!(error.limit().unwrap().place.as_ref().unwrap().line, 1);
//!
//! let error = python.exec("
//! def fill():
//!     rows = []
//!     while True: rows.append('x' * 1_000_000)
//! fill()
//! ").unwrap_err();
//! let Error::MemoryLimit(limit) = error else { panic!("{error}") };
//! assert_eq!(limit.holders[0].type_name, "str");
//!
//! // The interpreter is as good as before.
//! assert_eq!(python.eval::<i64>("1 + 1")?, 2);
//! # Ok::<(), Error>(())
//! ```
//!
//! Scripts can catch the `MemoryError`, unless [`Builder::memory_limit_is_terminal`]; the other limits nothing in Python
//! can catch or delay. Limits of steps and time are of each evaluation: one call of a method of [`Interpreter`], pauses not
//! counted. Steps are the same on every machine for the same program, input and [`hash seed`](Builder::hash_seed).
//!
//! # What scripts may reach
//! Nothing outside their interpreter: no files, environment, clock, randomness, network, processes or standard streams,
//! but what the methods `allow_…` of [`Builder`] grant.
//!
//! # Host functions
//! Closures with arguments that implement [`FromPython`] and a result that implements [`ToPython`], or a `Result`; [`Rest`]
//! and [`Named`] take any number of arguments. Errors become exceptions: [`Error::raise`] picks the class, [`Error`]s that came out of Python are raised again as they were,
//! others become `RuntimeError`. A panic becomes a `RuntimeError` as well, and poisons nothing (the panic hook is
//! told as always; with `panic = "abort"` the process ends, of course). A closure that takes `&mut Context` first can call Python back.
//! Closures have to be `Send` and `Sync`, and can keep state in atomics or a `Mutex`, or in a [`Class`]; those that change what
//! they own (`FnMut`) go into a [`Mut`].
//!
//! # Threads
//! An [`Interpreter`] can be sent to other threads, and used by one at a time. Interpreters share nothing that they can
//! change; thousands fit into a process. Work that was paused while a host function was running goes on only
//! in the thread that began it: such a function may have on its stack what must not change threads. If the
//! interpreter is dropped in another one, the stack of that work is leaked.
//!
//! # Finalizers
//! `__del__` and `finally` run in evaluations, within their limits. Dropping an interpreter runs no Python.
//!
//! More is in the [guide](guide).
#![forbid(unsafe_code)]

mod arguments;
mod builder;
mod call;
mod calls;
mod cancel;
mod class;
mod context;
mod convert;
mod error;
mod evaluate;
mod exclusive;
mod function;
mod grants;
mod handle;
mod heap;
mod library;
mod module;
mod run;
mod serde;
mod session;
mod start;
#[doc(hidden)]
pub mod testing;

#[doc = include_str!("../../../docs/embedding.md")]
pub mod guide {}

pub use crate::serde::Serde;
pub use arguments::{Argument, Arguments, Named, Rest};
pub use builder::Builder;
pub use cancel::Canceller;
pub use class::{Class, Instance};
pub use context::{Context, Object, Ref, RefMut};
pub use convert::{Bytes, FromPython, ToPython};
pub use error::{Conversion, Error, Exception, Holder, Limit, Place};
pub use evaluate::{Progress, Source};
pub use exclusive::Mut;
pub use function::{Constructor, Function, Method, Returned};
pub use handle::Handle;
pub use heap::HeapReport;
pub use module::Module;
/// Makes a Python module of a Rust module: adds a function `module()` to it that gives a [`Module`].
///
/// Public functions, constants and structs become functions, values and classes; of a struct, the public functions of its
/// `impl` blocks become methods, `new` the constructor. Names and documentation are taken over; arguments may be given by
/// name, [`Rest`] and [`Named`] take any number. `#[python(skip)]` leaves something out, `#[python(name = "…")]` renames it, `#[python(getter)]` makes an
/// attribute of a method.
///
/// ```
/// use pitviper::Interpreter;
///
/// /// Geometry for scripts.
/// #[pitviper::module]
/// mod shapes {
///     pub const SIDES: i64 = 4;
///
///     /// Area of a rectangle.
///     pub fn area(width: f64, height: Option<f64>) -> f64 {
///         width * height.unwrap_or(width)
///     }
///
///     /// A pen that moves.
///     pub struct Pen {
///         x: f64,
///     }
///
///     impl Pen {
///         pub fn new(x: f64) -> Pen {
///             Pen { x }
///         }
///
///         pub fn forward(&mut self, by: f64) -> Result<(), String> {
///             if by < 0.0 {
///                 return Err("forward is not backward".to_owned());
///             }
///             self.x += by;
///             Ok(())
///         }
///
///         #[python(getter)]
///         pub fn x(&self) -> f64 {
///             self.x
///         }
///     }
/// }
///
/// let mut python = Interpreter::builder().build()?;
/// python.define_module(&shapes::module())?;
/// python.exec("
/// from shapes import Pen, area
/// pen = Pen(x=1)
/// pen.forward(area(2, height=3))
/// ")?;
/// assert_eq!(python.eval::<f64>("pen.x")?, 7.0);
/// # Ok::<(), pitviper::Error>(())
/// ```
pub use pitviper_macros::module;
pub use pitviper_observe::Report;
pub use pitviper_vm::OutOfMemory;
pub use pitviper_vm::core::vm::Collections;
pub use pitviper_vm::modules::sys::config::Config;
pub use run::{Ending, Interpreter, Interrupt, Program, Status};
pub use session::{Reading, reading};
