//! The embedded library as the import system sees it.

use pitviper_vm::import::Library;

/// CPython's pure-Python modules.
pub(crate) struct Embedded;

impl Library for Embedded {
    fn find(&self, name: &str) -> Option<bool> {
        pitviper_stdlib::find(name).map(|module| module.package)
    }

    fn size(&self, name: &str) -> usize {
        pitviper_stdlib::find(name).map_or(0, |module| module.source.len)
    }

    fn read(&self, name: &str, out: &mut [u8]) -> bool {
        pitviper_stdlib::find(name).is_some_and(|module| module.source.read(out))
    }

    fn code(&self, name: &str) -> Option<&'static [u8]> {
        pitviper_stdlib::find(name)?.code.as_ref()?.stored()
    }

    fn forget_pages(&self) {
        pitviper_stdlib::forget_pages();
    }

    fn name(&self, index: usize) -> Option<&'static str> {
        pitviper_stdlib::all().get(index).map(|module| module.name)
    }
}
