//! The pure-Python library: source text and compiled code, packed, found by module name.
#![deny(unsafe_op_in_unsafe_fn)]

/// One module.
#[derive(Debug)]
pub struct Module {
    /// Dotted name.
    pub name: &'static str,
    /// Whether it is a package.
    pub package: bool,
    /// Its source text.
    pub source: Part,
    /// Its code, serialised ([`pitviper_compiler::serial`]), where it could be compiled.
    pub code: Option<Part>,
}

/// Something packed.
#[derive(Debug)]
pub struct Part {
    start: usize,
    /// Bytes in the blob; as many as `len` when it is stored as it is.
    packed: usize,
    /// Bytes when unpacked.
    pub len: usize,
}

static BLOB: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/library.bin"));
static INDEX: &[Module] = include!(concat!(env!("OUT_DIR"), "/index.rs"));

/// The module of a dotted name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Module> {
    let place = INDEX.binary_search_by(|module| module.name.cmp(name)).ok()?;
    INDEX.get(place)
}

/// All modules, by name.
#[must_use]
pub fn all() -> &'static [Module] {
    INDEX
}

/// Lets the pages that reading brought in leave resident memory: each time it is 64 kB around what was read. They come
/// back when they are read again.
pub fn forget_pages() {
    // SAFETY: the blob is a constant of the executable or library that holds it.
    unsafe { pitviper_heap::forget_file_pages(BLOB) };
}

impl Part {
    /// Its bytes in the executable, when it is stored as it is.
    #[must_use]
    pub fn stored(&self) -> Option<&'static [u8]> {
        BLOB.get(self.start..self.start + self.len).filter(|_| self.packed == self.len)
    }

    /// Unpacks into `out`, which holds [`Part::len`] bytes; false if that is wrong.
    #[must_use]
    pub fn read(&self, out: &mut [u8]) -> bool {
        let Some(packed) = BLOB.get(self.start..self.start + self.packed) else { return false };
        let mut state = miniz_oxide::inflate::core::DecompressorOxide::new();
        let flags = miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
        let (status, _, written) = miniz_oxide::inflate::core::decompress(&mut state, packed, out, 0, flags);
        status == miniz_oxide::inflate::TINFLStatus::Done && written == self.len
    }
}

#[cfg(test)]
mod tests {
    use pitviper_compiler::serial;

    use super::*;

    #[test]
    fn every_module_unpacks() {
        for module in all() {
            assert!(module.source.read(&mut vec![0; module.source.len]), "{}", module.name);
        }
    }

    #[test]
    fn all_code_is_sound() {
        for module in all() {
            let Some(code) = &module.code else { continue };
            let bytes = code.stored().expect("code is stored as it is");
            let read = serial::read(bytes, serial::Trust::Nobody, Some("x"), &mut pitviper_compiler::ast::Unlimited);
            assert!(read.is_ok(), "{}: {:?}", module.name, read.err());
        }
    }

    #[test]
    fn names_are_dotted() {
        assert!(find("collections").is_some_and(|module| module.package));
        assert!(find("json.decoder").is_some_and(|module| !module.package));
        assert!(find("collections.nothing").is_none());
    }
}
