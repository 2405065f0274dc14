//! Compiled code and `marshal` data. The first byte says what the rest is: a form of code ([`pitviper_compiler::serial`])
//! whose checksum is made right, or a value for `marshal.loads`.
//!
//! What the reader accepts is run, with little memory, a step budget and no grants.

use pitviper_compiler::ast::Unlimited;
use pitviper_compiler::serial::{self, Trust};
use pitviper_compiler::source::Input;
use pitviper_compiler::{Options, compile, dis};
use pitviper_vm::core::vm::Vm;
use pitviper_vm::import::cache;
use pitviper_vm::{PyResult, Value};

use super::host::{Host, import};

/// Bytes that a program gets.
const LIMIT: usize = 24 << 20;

/// Runs it.
pub fn run(data: &[u8]) {
    let Some((&how, bytes)) = data.split_first() else { return };
    if how % 4 == 3 {
        return load(bytes, how);
    }
    let mut bytes = bytes.to_vec();
    // Another version's code is no finding: the identity is put right as the checksum is.
    if let Some(head) = bytes.get_mut(..8) {
        head.copy_from_slice(&serial::format_id().to_le_bytes());
    }
    serial::seal(&mut bytes);
    if let Ok(code) = serial::read(&bytes, Trust::Nobody, None, &mut Unlimited) {
        let mut shown = String::new();
        dis::write(&code, true, &mut shown).expect("a string takes all");
    }
    let mut file = serial::magic().to_vec();
    file.extend([0; 12]);
    file.push(b'c');
    file.extend(u32::try_from(bytes.len()).unwrap_or(0).to_le_bytes());
    file.extend(&bytes);
    let mut host = Host::new(LIMIT);
    host.perform(move |vm| {
        let name = vm.new_str("fuzz.pyc")?;
        let Some(code) = cache::program(vm, &file, &name)? else { return Ok(()) };
        let module = pitviper_vm::import::main::main_module(vm)?;
        vm.run_code(code.as_value(), &module.dict, None).map(drop)
    });
    host.end();
}

/// A value of `marshal`, which is shown, written again, and run when it is code.
fn load(bytes: &[u8], how: u8) {
    let mut host = Host::new(LIMIT);
    let bytes = bytes.to_vec();
    host.perform(move |vm| {
        let (loads, dumps) = (import(vm, "marshal", "loads")?, import(vm, "marshal", "dumps")?);
        let bytes = vm.new_bytes(&bytes)?;
        let value = vm.call(&loads, &[bytes])?;
        vm.repr(&value)?;
        let _ = again(vm, &dumps, &value, how);
        Ok(())
    });
    host.end();
}

fn again(vm: &mut Vm, dumps: &Value, value: &Value, how: u8) -> PyResult<()> {
    let version = Value::small(i64::from(how >> 2) % 7);
    match vm.call(dumps, &[value.clone(), version]) {
        Ok(_) => Ok(()),
        Err(raised) => {
            drop(vm.take_raised(raised));
            Ok(())
        }
    }
}

/// A seed: source compiled as this target takes it.
pub fn seed(source: &str) -> Option<Vec<u8>> {
    let code = compile(Input::Text(source), "fuzz.py", Options::default(), &mut Unlimited).ok()?.code;
    let mut bytes = vec![0];
    let mut keep = |piece: &[u8]| {
        bytes.extend_from_slice(piece);
        Ok(())
    };
    serial::write(&code, &mut Unlimited, &mut keep).ok()?;
    Some(bytes)
}
