//! The pure-Python library: source text, compressed, found by module name.
#![forbid(unsafe_code)]

/// One module.
#[derive(Debug)]
pub struct Module {
    /// Dotted name.
    pub name: &'static str,
    /// Whether it is a package.
    pub package: bool,
    start: usize,
    packed: usize,
    /// Bytes of its source.
    pub len: usize,
}

static BLOB: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/library.bin"));
static INDEX: &[Module] = include!(concat!(env!("OUT_DIR"), "/index.rs"));

/// The module of a dotted name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Module> {
    INDEX.iter().find(|module| module.name == name)
}

/// All modules.
#[must_use]
pub fn all() -> &'static [Module] {
    INDEX
}

impl Module {
    /// Writes the source into `out`, which holds [`Module::len`] bytes; false if that is wrong.
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
    use super::*;

    #[test]
    fn every_module_unpacks() {
        let mut out = [0; 1 << 20];
        for module in all() {
            let Some(out) = out.get_mut(..module.len) else { continue };
            assert!(module.read(out), "{}", module.name);
        }
    }

    #[test]
    fn names_are_dotted() {
        assert!(find("collections").is_some_and(|module| module.package));
        assert!(find("json.decoder").is_some_and(|module| !module.package));
        assert!(find("collections.nothing").is_none());
    }
}
