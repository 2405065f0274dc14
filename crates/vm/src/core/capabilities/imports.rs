//! Which modules programs may import.
#![expect(clippy::disallowed_types, reason = "named by the host")]

use std::sync::Arc;

/// The modules that import statements and functions of programs may name. What modules of the embedded library import
/// by their own statements is not asked about.
#[derive(Clone, Debug, Default)]
pub enum Imports {
    /// Every one that can be found.
    #[default]
    All,
    /// These, what is inside them, and the packages around them.
    Named(Arc<Vec<String>>),
}

/// Whether `inner` is a module inside the package `outer`, or the same.
fn is_inside(inner: &str, outer: &str) -> bool {
    inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

impl Imports {
    /// Allows one more; before the first, all were allowed.
    pub fn allow(&mut self, name: String) {
        match self {
            Imports::All => *self = Imports::Named(Arc::new(vec![name])),
            Imports::Named(names) => Arc::make_mut(names).push(name),
        }
    }

    /// Whether a module may be imported.
    #[must_use]
    pub fn allow_module(&self, module: &str) -> bool {
        match self {
            Imports::All => true,
            Imports::Named(names) => {
                is_inside(module, "encodings")
                    || names.iter().any(|name| is_inside(module, name) || is_inside(name, module))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Imports;

    #[test]
    fn names_allow_what_is_inside_and_around() {
        let mut imports = Imports::default();
        assert!(imports.allow_module("socket"));
        imports.allow("json".to_owned());
        imports.allow("xml.dom".to_owned());
        for allowed in ["json", "json.decoder", "xml", "xml.dom", "xml.dom.minidom", "encodings.utf_8"] {
            assert!(imports.allow_module(allowed), "{allowed}");
        }
        for refused in ["socket", "jsonx", "xml.sax", "js", ""] {
            assert!(!imports.allow_module(refused), "{refused}");
        }
    }
}
