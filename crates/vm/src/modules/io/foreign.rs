//! Files of bytes that a program wrote in Python, as buffered and text files use them.

use pitviper_object::{Obj, Value};

use super::BinaryFile;
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::types::memoryview;
use crate::types::typ::Type;

/// A file of ours whose methods no Python class can have overridden: it is used without calling them.
pub(super) fn plain(vm: &Vm, file: &Value) -> Option<Obj<BinaryFile>> {
    file.downcast::<BinaryFile>().filter(|_| !vm.type_of(file).has(Type::HEAP)).map(Obj::from_ref)
}

/// Calls a method of the file.
pub(super) fn call(vm: &mut Vm, file: &Value, method: &str, args: &[Value]) -> PyResult {
    let method = vm.intern(method)?;
    vm.call_method(file, &method, args)
}

/// Whether `file.readable()` and the like.
pub(super) fn is_able(vm: &mut Vm, file: &Value, ability: &str) -> PyResult<bool> {
    let name = vm.intern(ability)?;
    match vm.get_attr_opt(file, &name)? {
        Some(method) => {
            let able = vm.call(&method, &[])?;
            vm.truth(&able)
        }
        None => Ok(false),
    }
}

/// Up to `count` bytes as a bytes object: what one `read1` or `read` gives.
pub(super) fn read(vm: &mut Vm, file: &Value, count: usize) -> PyResult {
    let name = vm.intern("read1")?;
    let method = match vm.get_attr_opt(file, &name)? {
        Some(method) => method,
        None => vm.get_attr(file, &vm.names().read)?,
    };
    let count = vm.new_usize(count)?;
    let bytes = vm.call(&method, &[count])?;
    if bytes.is_none() {
        return vm.new_bytes(&[]);
    }
    if crate::types::bytes::borrow(&bytes).is_some() {
        return Ok(bytes);
    }
    let kind = vm.type_name(&bytes);
    Err(vm.type_error(format_args!("underlying read() should have returned a bytes-like object, not '{kind}'")))
}

/// What one read gave.
pub(super) struct Piece {
    value: Value,
    /// How many bytes of it.
    pub(super) len: usize,
}

impl Piece {
    /// The bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        crate::types::bytes::borrow(&self.value).and_then(|bytes| bytes.get(..self.len)).unwrap_or_default()
    }
}

/// Up to `count` bytes: what one `readinto` gives; nothing when it would have to wait.
pub(super) fn read_into(vm: &mut Vm, file: &Value, count: usize) -> PyResult<Option<Piece>> {
    let wanted = vm.new_usize(count)?;
    if plain(vm, file).is_some() {
        // The same without a bytearray.
        let value = vm.call_method(file, &vm.names().read.clone(), &[wanted])?;
        let len = crate::types::bytes::borrow(&value).map_or(0, <[u8]>::len);
        return Ok(if value.is_none() { None } else { Some(Piece { value, len }) });
    }
    let class = vm.type_of_kind(kinds::BYTEARRAY).to_value();
    let value = vm.call(&class, &[wanted])?;
    let view = memoryview::of(vm, &value)?;
    let got = call(vm, file, "readinto", &[view])?;
    if got.is_none() {
        return Ok(None);
    }
    if !crate::types::slice::has_index(vm, &got) {
        return Err(vm.raise(Exc::OSError, format_args!("raw readinto() failed")));
    }
    let got = vm.index_isize(&got)?;
    match usize::try_from(got) {
        Ok(len) if len <= count => Ok(Some(Piece { value, len })),
        _ => {
            let message =
                format_args!("raw readinto() returned invalid length {got} (should have been between 0 and {count})");
            Err(vm.raise(Exc::OSError, message))
        }
    }
}

/// Writes all of a bytes object, in as many calls as the file asks for. A buffered file, which lies below a text file,
/// takes all at once, and what it answers says nothing.
pub(super) fn write(vm: &mut Vm, file: &Value, bytes: &Value, is_buffered: bool) -> PyResult<()> {
    if is_buffered {
        vm.call_method(file, &vm.names().write, std::slice::from_ref(bytes))?;
        return Ok(());
    }
    let mut rest = bytes.clone();
    loop {
        let len = vm.len(&rest)?;
        if len == 0 {
            return Ok(());
        }
        let count = vm.call_method(file, &vm.names().write, std::slice::from_ref(&rest))?;
        let count = if count.is_none() { 0 } else { usize::try_from(vm.index_isize(&count)?).unwrap_or(usize::MAX) };
        if count == 0 || count > len {
            let message =
                format_args!("raw write() returned invalid length {count} (should have been between 0 and {len})");
            return Err(vm.raise(Exc::OSError, message));
        }
        let left = crate::types::bytes::borrow(&rest).and_then(|bytes| bytes.get(count..)).unwrap_or_default();
        rest = vm.new_bytes(left)?;
    }
}

/// A position that the file gives.
pub(super) fn position(vm: &mut Vm, value: &Value) -> PyResult<u64> {
    let at = vm.index_isize(value)?;
    match u64::try_from(at) {
        Ok(at) => Ok(at),
        Err(_) => Err(vm.raise(Exc::OSError, format_args!("Raw stream returned invalid position {at}"))),
    }
}
