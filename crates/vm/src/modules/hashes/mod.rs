//! `_md5`, `_sha1`, `_sha2`, `_sha3`, `_blake2` and `_kdf`: what the library's `hashlib` takes from native code.

mod blake;
mod kdf;
mod object;
mod state;

use pitviper_object::{Obj, Value};

use crate::core::error::PyResult;
use crate::core::module::ModuleSpec;
use crate::core::native::{Method, TypeSpec};
use crate::core::vm::Vm;
use crate::types::module::Module;

pub use kdf::MODULE as KDF;

/// The types.
pub static SPECS: &[&TypeSpec] = &[&object::HASH];

macro_rules! function {
    ($name:literal) => {
        Method::keywords($name, |vm, args| object::make(vm, $name, args, false)).doc(concat!(
            $name,
            "($module, /, data=b'', *, usedforsecurity=True, string=None)\n--\n\nReturn a new hash object."
        ))
    };
}

fn put(vm: &mut Vm, module: &Obj<Module>, name: &str, value: Value) -> PyResult<()> {
    let name = vm.intern(name)?;
    vm.dict_set_str(&module.dict, &name, value)
}

fn add_class(vm: &mut Vm, module: &Obj<Module>, algorithm: &str, name: &str, callable: bool) -> PyResult<()> {
    let class = object::class(vm, algorithm, callable)?.to_value();
    put(vm, module, name, class)
}

/// `_md5`.
pub static MD5: ModuleSpec = ModuleSpec {
    name: "_md5",
    doc: "",
    functions: &[function!("md5")],
    types: &[],
    init: Some(|vm, module| add_class(vm, module, "md5", "MD5Type", false)),
};

/// `_sha1`.
pub static SHA1: ModuleSpec = ModuleSpec {
    name: "_sha1",
    doc: "",
    functions: &[function!("sha1")],
    types: &[],
    init: Some(|vm, module| add_class(vm, module, "sha1", "SHA1Type", false)),
};

/// `_sha2`.
pub static SHA2: ModuleSpec = ModuleSpec {
    name: "_sha2",
    doc: "",
    functions: &[function!("sha224"), function!("sha256"), function!("sha384"), function!("sha512")],
    types: &[],
    init: Some(|vm, module| {
        for (algorithm, name) in
            [("sha224", "SHA224Type"), ("sha256", "SHA256Type"), ("sha384", "SHA384Type"), ("sha512", "SHA512Type")]
        {
            add_class(vm, module, algorithm, name, false)?;
        }
        Ok(())
    }),
};

/// `_sha3`.
pub static SHA3: ModuleSpec = ModuleSpec {
    name: "_sha3",
    doc: "",
    functions: &[],
    types: &[],
    init: Some(|vm, module| {
        for name in ["sha3_224", "sha3_256", "sha3_384", "sha3_512", "shake_128", "shake_256"] {
            add_class(vm, module, name, name, true)?;
        }
        let text = vm.new_str("sha3")?;
        put(vm, module, "implementation", text)
    }),
};

/// `_blake2`.
pub static BLAKE2: ModuleSpec = ModuleSpec {
    name: "_blake2",
    doc: "_blake2b provides BLAKE2b for hashlib\n",
    functions: &[],
    types: &[],
    init: Some(|vm, module| {
        let numbers = ["MAX_DIGEST_SIZE", "MAX_KEY_SIZE", "SALT_SIZE", "PERSON_SIZE"];
        for (algorithm, values) in [("blake2b", [64, 64, 16, 16]), ("blake2s", [32, 32, 8, 8])] {
            let class = object::class(vm, algorithm, true)?;
            for (name, value) in numbers.into_iter().zip(values) {
                let key = vm.intern(name)?;
                vm.dict_set_str(&class.dict, &key, Value::small(value))?;
                let upper = if algorithm == "blake2b" { "BLAKE2B" } else { "BLAKE2S" };
                let key = vm.new_str_fmt(format_args!("{upper}_{name}"))?;
                let key = vm.intern_value(key)?;
                vm.dict_set_str(&module.dict, &key, Value::small(value))?;
            }
            put(vm, module, algorithm, class.to_value())?;
        }
        Ok(())
    }),
};
