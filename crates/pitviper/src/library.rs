//! The embedded library as the import system sees it.

use pitviper_vm::import::Library;

/// CPython's pure-Python modules.
pub(crate) struct Embedded;

impl Library for Embedded {
    fn find(&self, name: &str) -> Option<bool> {
        pitviper_stdlib::find(name).map(|module| module.package)
    }

    fn size(&self, name: &str) -> usize {
        pitviper_stdlib::find(name).map_or(0, |module| module.len)
    }

    fn read(&self, name: &str, out: &mut [u8]) -> bool {
        pitviper_stdlib::find(name).is_some_and(|module| module.read(out))
    }
}
