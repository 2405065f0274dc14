//! How interpreters start: the second of a process, and those after it, as copies of a template.

use std::hash::{BuildHasher, RandomState};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use pitviper_vm::core::template::Template;
use pitviper_vm::core::vm::{Options, Vm};
use pitviper_vm::{HashKey, OutOfMemory};

/// The key of string hashing of interpreters that were given none, which nobody can guess. One for the process, since
/// copies of a template share its key.
static KEY: OnceLock<[u8; 16]> = OnceLock::new();

/// What interpreters with that key are copies of; nothing inside when two starts differed.
static TEMPLATE: OnceLock<Option<Template>> = OnceLock::new();

/// Whether an interpreter was started before: a program with one does not pay for a template.
static STARTED: AtomicBool = AtomicBool::new(false);

/// The key for interpreters that were given none.
pub(crate) fn shared_key() -> HashKey {
    let key = KEY.get_or_init(|| {
        let halves = [RandomState::new().hash_one(1_u8), RandomState::new().hash_one(2_u8)].map(u64::to_le_bytes);
        std::array::from_fn(|index| halves[index / 8][index % 8])
    });
    HashKey::from_bytes(*key)
}

/// A new interpreter; `shared` says that its key is [`shared_key`].
///
/// # Errors
/// When the memory limit is too small.
#[expect(clippy::disallowed_types, reason = "an interpreter lives in a box")]
pub(crate) fn interpreter(options: Options, shared: bool) -> Result<Box<Vm>, OutOfMemory> {
    if shared && STARTED.swap(true, Ordering::Relaxed) {
        let template = TEMPLATE.get_or_init(|| Template::make(&options, &[]));
        if let Some(template) = template.as_ref().filter(|template| template.fits(&options)) {
            return template.stamp(options);
        }
    }
    Vm::new(options, &[])
}
