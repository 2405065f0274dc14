//! Which modules programs may import.
//!
//! Asked about are import statements outside the library, `__import__`, and what `importlib` finds and loads; import
//! statements of the library are not. Rejected: to ask whether the importing *module* is the library's, for which the library
//! itself could be used: `pickle`, `unittest.mock` and others import what they are told.
#![expect(clippy::disallowed_types, reason = "named by the host")]

use std::sync::Arc;

/// The modules that programs may name.
#[derive(Clone, Debug, Default)]
pub struct Imports(Option<Arc<Vec<String>>>, Arc<Vec<String>>);

/// Whether `inner` is a module inside the package `outer`, or the same.
fn is_inside(inner: &str, outer: &str) -> bool {
    inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

impl Imports {
    /// Allows nothing but what is allowed by name. Before, all are allowed.
    pub fn restrict(&mut self) {
        self.0.get_or_insert_default();
    }

    /// Allows a module, what is inside it, and the packages around it.
    pub fn allow(&mut self, name: String) {
        Arc::make_mut(self.0.get_or_insert_default()).push(name);
    }

    /// Allows a module that the host gives, without restricting the others.
    pub fn add_own(&mut self, name: String) {
        Arc::make_mut(&mut self.1).push(name);
    }

    /// Whether all are allowed.
    #[inline]
    #[must_use]
    pub fn are_free(&self) -> bool {
        self.0.is_none()
    }

    /// Whether a module may be imported. Codecs may always.
    #[must_use]
    pub fn allow_module(&self, module: &str) -> bool {
        let Some(names) = &self.0 else { return true };
        let mut named = names.iter().chain(&*self.1);
        is_inside(module, "encodings") || named.any(|name| is_inside(module, name) || is_inside(name, module))
    }
}

#[cfg(test)]
mod tests {
    use super::Imports;

    #[test]
    fn names_allow_what_is_inside_and_around() {
        let mut imports = Imports::default();
        imports.add_own("helpers".to_owned());
        assert!(imports.allow_module("socket"));
        imports.allow("json".to_owned());
        imports.allow("xml.dom".to_owned());
        for allowed in ["json", "json.decoder", "xml", "xml.dom", "xml.dom.minidom", "encodings.utf_8", "helpers"] {
            assert!(imports.allow_module(allowed), "{allowed}");
        }
        for refused in ["socket", "jsonx", "xml.sax", "js", ""] {
            assert!(!imports.allow_module(refused), "{refused}");
        }
    }
}
