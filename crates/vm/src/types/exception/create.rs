//! The builtin exception classes, made when an interpreter starts.

use pitviper_object::{Obj, Value};

use super::docs::doc;
use super::{attributes, base, groups, os_error, syntax, unicode};
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{GetSet, Method};
use crate::core::vm::Vm;
use crate::types::typ::builtin::{add_getset, add_methods, new_builtin_class};
use crate::types::typ::{Type, create, layout};

/// Makes the classes of [`Exc::ALL`].
///
/// # Errors
/// `MemoryError`.
pub fn create_classes(vm: &mut Vm) -> PyResult<()> {
    let Some(base) = vm.types[kinds::EXCEPTION as usize].clone() else { return Err(vm.no_memory()) };
    base.set_flags(Type::EXCEPTION | Type::SUBCLASSABLE);
    if base.root.get() == 0 {
        layout::set_root(vm, &base, 0, 1, false)?;
    }
    vm.exceptions[Exc::BaseException as usize] = Some(base.clone());
    add_methods(vm, &base, base::OVERRIDES)?;
    for &(exc, name, parent, fixed) in Exc::ALL {
        if exc == Exc::BaseException {
            continue;
        }
        let Some(parent) = vm.exceptions[parent as usize].clone() else { return Err(vm.no_memory()) };
        let flags = Type::EXCEPTION | Type::SUBCLASSABLE | Type::IMMUTABLE;
        let class = new_builtin_class(vm, name, "builtins", &parent, kinds::EXCEPTION, flags, fixed)?;
        let (methods, getset) = own_parts(exc);
        add_methods(vm, &class, methods)?;
        add_getset(vm, &class, getset)?;
        let doc = vm.new_str(doc(exc))?;
        vm.dict_set_str(&class.dict, &vm.names().__doc__, doc)?;
        vm.exceptions[exc as usize] = Some(class);
    }
    derive_from_exception(vm)
}

/// What each class adds.
fn own_parts(exc: Exc) -> (&'static [Method], &'static [GetSet]) {
    match exc {
        Exc::AttributeError => (attributes::ATTRIBUTE_METHODS, &[]),
        Exc::NameError => (attributes::NAME_METHODS, &[]),
        Exc::ImportError => (attributes::IMPORT_METHODS, &[]),
        Exc::StopIteration => (attributes::STOP_METHODS, &[]),
        Exc::SystemExit => (attributes::EXIT_METHODS, &[]),
        Exc::KeyError => (attributes::KEY_METHODS, &[]),
        Exc::OSError => (os_error::METHODS, os_error::GETSET),
        Exc::SyntaxError => (syntax::METHODS, &[]),
        Exc::UnicodeDecodeError => (unicode::DECODE_METHODS, unicode::GETSET),
        Exc::UnicodeEncodeError => (unicode::ENCODE_METHODS, unicode::GETSET),
        Exc::UnicodeTranslateError => (unicode::TRANSLATE_METHODS, unicode::GETSET),
        Exc::BaseExceptionGroup => (groups::METHODS, groups::GETSET),
        _ => (&[], &[]),
    }
}

/// `ExceptionGroup` derives from `Exception` too.
fn derive_from_exception(vm: &mut Vm) -> PyResult<()> {
    let group = Obj::from_ref(vm.exc_type(Exc::ExceptionGroup));
    let line: [&Type; 4] = [
        vm.exc_type(Exc::ExceptionGroup),
        vm.exc_type(Exc::BaseExceptionGroup),
        vm.exc_type(Exc::Exception),
        vm.exc_type(Exc::BaseException),
    ];
    let object = vm.type_of_kind(kinds::OBJECT).to_value();
    let [own, first, second, root] = line.map(Type::to_value);
    let bases: [Value; 2] = [first.clone(), second.clone()];
    group.bases.set(Some(vm.new_tuple_from(bases)?));
    create::add_subclass(vm, vm.exc_type(Exc::Exception), &group)?;
    group.mro.set(Some(vm.new_tuple_from([own, first, second, root, object])?));
    vm.step_epoch();
    Ok(())
}

/// `__init__` of a class as a method of its own, so that `Class.__init__(e, …)` follows that class's rules whatever
/// `e` is.
macro_rules! init_method {
    ($family:ident) => {
        $crate::core::native::Method::keywords("__init__", |vm, args| {
            $crate::types::exception::base::init(
                vm,
                $crate::types::exception::family::Family::$family,
                &args.values[0],
                args.behind_receiver(),
            )?;
            Ok(pitviper_object::Value::none())
        })
    };
}

/// The same for `__str__`.
macro_rules! str_method {
    ($family:ident) => {
        $crate::core::native::Method::new(
            "__str__",
            |vm, args| {
                $crate::types::exception::base::text(
                    vm,
                    $crate::types::exception::family::Family::$family,
                    &args.values[0],
                )
            },
            0,
            0,
        )
    };
}

pub(super) use init_method;
pub(super) use str_method;
