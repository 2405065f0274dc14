//! Which builtin class's rules an exception class follows.

use crate::core::error::Exc;
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::types::typ::Type;

/// The builtin classes with behaviour of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the classes'")]
pub enum Family {
    Plain,
    Key,
    Attribute,
    Import,
    Name,
    Os,
    Stop,
    Syntax,
    Decode,
    Encode,
    Translate,
    Exit,
    Group,
}

const WITH_FIELDS: [(Exc, Family); 11] = [
    (Exc::StopIteration, Family::Stop),
    (Exc::AttributeError, Family::Attribute),
    (Exc::NameError, Family::Name),
    (Exc::OSError, Family::Os),
    (Exc::ImportError, Family::Import),
    (Exc::SystemExit, Family::Exit),
    (Exc::BaseExceptionGroup, Family::Group),
    (Exc::UnicodeDecodeError, Family::Decode),
    (Exc::UnicodeEncodeError, Family::Encode),
    (Exc::UnicodeTranslateError, Family::Translate),
    (Exc::SyntaxError, Family::Syntax),
];

/// The family of an exception class.
#[must_use]
pub fn of(vm: &Vm, class: &Type) -> Family {
    if class.kind != kinds::EXCEPTION {
        return Family::Plain;
    }
    if class.root.get() != 0 && vm.shapes().get(class.root.get()).fixed > 0 {
        for (exc, family) in WITH_FIELDS {
            if derives_from(vm, class, exc) {
                return family;
            }
        }
    }
    if derives_from(vm, class, Exc::KeyError) { Family::Key } else { Family::Plain }
}

/// Also while the classes are still being made.
fn derives_from(vm: &Vm, class: &Type, exc: Exc) -> bool {
    vm.exceptions[exc as usize].as_ref().is_some_and(|other| vm.is_subtype(class, other))
}
