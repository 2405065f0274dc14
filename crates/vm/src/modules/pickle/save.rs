//! Writing: one `dump`, and what each type of object is written by.

use pitviper_object::{Obj, Value};

use super::memo::Written;
use super::output::Output;
use super::pickler::{Pickler, persistent_id};
use super::{Named, Noted, Place, kind, opcode, pickling_error};
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::str::Str;
use crate::types::tuple::Tuple;
use crate::types::typ::Type;

/// What one `dump` needs.
pub struct Session {
    pub out: Output,
    pub memo: Written,
    pub protocol: u8,
    pub binary: bool,
    pub fix_imports: bool,
    pub buffer_callback: Option<Value>,
    fast: bool,
    persistent_id: Option<Value>,
    reducer_override: Option<Value>,
    dispatch_table: Option<Value>,
    /// `copyreg.dispatch_table`, once it was needed.
    shared_table: Option<Value>,
    /// Names of modules that functions of theirs gave.
    pub function_modules: Option<Obj<Dict>>,
    /// Containers around what is written, in fast mode.
    depth: usize,
    /// Those beyond the first [`FREELY_NESTED`].
    around: Option<Obj<Dict>>,
}

/// How deep containers may be nested in fast mode before cycles are looked for.
const FREELY_NESTED: usize = 50;

/// Writes an object; what did not go to the pickler's file is left over.
pub fn dump(vm: &mut Vm, pickler: &Obj<Pickler>, object: &Value) -> PyResult<Output> {
    pickler.check_free(vm)?;
    pickler.busy.set(true);
    let written = dump_busily(vm, pickler, object);
    pickler.busy.set(false);
    written
}

fn dump_busily(vm: &mut Vm, pickler: &Obj<Pickler>, object: &Value) -> PyResult<Output> {
    let value = pickler.as_value();
    let protocol = pickler.protocol.get();
    let reducer_override = if vm.type_of(value).has(Type::HEAP) {
        let name = vm.intern("reducer_override")?;
        vm.get_attr_opt(value, &name)?
    } else {
        None
    };
    let mut session = Session {
        out: Output::new(vm, pickler.write.get()),
        memo: pickler.memo(vm)?,
        protocol,
        binary: pickler.binary.get() != 0,
        fix_imports: pickler.fix_imports.get(),
        buffer_callback: pickler.buffer_callback.get(),
        fast: pickler.fast.get() != 0,
        persistent_id: persistent_id(vm, value)?,
        reducer_override,
        dispatch_table: pickler.dispatch_table.get(),
        shared_table: None,
        function_modules: None,
        depth: 0,
        around: None,
    };
    if protocol >= 2 {
        session.out.push(&[opcode::PROTO, protocol])?;
        session.out.framing = protocol >= 4;
    }
    session.save(vm, object)?;
    session.op(opcode::STOP)?;
    session.out.end_frame()?;
    session.out.flush(vm)?;
    Ok(session.out)
}

impl Session {
    /// Writes an instruction.
    pub fn op(&mut self, op: u8) -> PyResult<()> {
        self.out.push(&[op])
    }

    /// Writes an object or a reference to it.
    pub fn save(&mut self, vm: &mut Vm, object: &Value) -> PyResult<()> {
        self.out.between(vm)?;
        if self.persistent_id.is_some() && self.save_persistent(vm, object)? {
            return Ok(());
        }
        self.save_itself(vm, object)
    }

    /// Writes the persistent id of an object if it has one.
    fn save_persistent(&mut self, vm: &mut Vm, object: &Value) -> PyResult<bool> {
        let Some(function) = self.persistent_id.clone() else { return Ok(false) };
        vm.check_native_stack()?;
        let id = vm.call(&function, std::slice::from_ref(object))?;
        if id.is_none() {
            return Ok(false);
        }
        if self.binary {
            self.save_itself(vm, &id)?;
            self.op(opcode::BINPERSID)?;
            return Ok(true);
        }
        let text = vm.str(&id)?;
        let Some(text) = text.downcast::<Str>().and_then(Str::as_ascii) else {
            return Err(pickling_error(vm, format_args!("persistent IDs in protocol 0 must be ASCII strings")));
        };
        self.op(opcode::PERSID)?;
        self.out.push(text.as_bytes())?;
        self.out.push(b"\n")?;
        Ok(true)
    }

    /// Writes an object whatever its persistent id.
    fn save_itself(&mut self, vm: &mut Vm, object: &Value) -> PyResult<()> {
        vm.work(1)?;
        if object.is_none() {
            return self.op(opcode::NONE);
        }
        let class = vm.type_of(object);
        let kind = if std::ptr::eq(class, vm.type_of_kind(class.kind)) { class.kind } else { kinds::OBJECT };
        match kind {
            kinds::BOOL => return self.save_bool(object),
            kinds::INT => return self.save_int(vm, object),
            kinds::FLOAT => return self.save_float(vm, object),
            _ => {}
        }
        if let Some(number) = self.memo.get(vm, object)? {
            return self.refer(number);
        }
        match kind {
            kinds::BYTES => return self.save_bytes(vm, object),
            kinds::STR => return self.save_str(vm, object),
            _ => {}
        }
        vm.check_native_stack()?;
        match kind {
            kinds::DICT => self.nested(vm, object, Session::save_dict),
            kinds::SET => self.save_set(vm, object),
            kinds::FROZENSET => self.save_frozenset(vm, object),
            kinds::LIST => self.nested(vm, object, Session::save_list),
            kinds::TUPLE => self.save_tuple(vm, object),
            kinds::BYTEARRAY => self.save_bytearray(vm, object),
            kind::PICKLE_BUFFER => self.save_buffer(vm, object),
            kind => self.save_other(vm, object, kind),
        }
    }

    /// Writes what has no instructions of its own.
    fn save_other(&mut self, vm: &mut Vm, object: &Value, kind: u8) -> PyResult<()> {
        if let Some(function) = self.reducer_override.clone() {
            let reduced = vm.call(&function, std::slice::from_ref(object))?;
            if !reduced.is(&Value::not_implemented()) {
                return self.save_reduced(vm, object, &reduced);
            }
        }
        match kind {
            kinds::TYPE => return self.save_type(vm, object),
            kinds::FUNCTION => return self.save_global(vm, object, None),
            _ => {}
        }
        let class = vm.type_of(object).to_value();
        let reduced = match self.reducer(vm, &class)? {
            Some(function) => vm.call(&function, std::slice::from_ref(object))?,
            None => {
                if vm.is_subtype(vm.type_of(object), vm.type_of_kind(kinds::TYPE)) {
                    return self.save_global(vm, object, None);
                }
                self.reduce_by_methods(vm, object)?
            }
        };
        vm.settle();
        self.save_reduced(vm, object, &reduced)
    }

    /// The function registered for objects of a class.
    fn reducer(&mut self, vm: &mut Vm, class: &Value) -> PyResult<Option<Value>> {
        if let Some(table) = self.dispatch_table.clone() {
            if let Some(dict) = table.exact::<Dict>() {
                return vm.dict_get(dict, class);
            }
            return match vm.get_item(&table, class) {
                Ok(function) => Ok(Some(function)),
                Err(raised) if vm.raised_is(&raised, Exc::KeyError) => {
                    drop(vm.take_raised(raised));
                    Ok(None)
                }
                Err(raised) => Err(raised),
            };
        }
        let table = match self.shared_table.clone() {
            Some(table) => table,
            None => {
                let table = super::library(vm, "copyreg", "dispatch_table")?;
                self.shared_table = Some(table.clone());
                table
            }
        };
        match table.downcast::<Dict>() {
            Some(dict) => vm.dict_get(dict, class),
            None => Ok(None),
        }
    }

    fn reduce_by_methods(&mut self, vm: &mut Vm, object: &Value) -> PyResult {
        if let Some(method) = vm.get_attr_opt(object, &vm.names().__reduce_ex__.clone())? {
            return vm.call(&method, &[Value::small(self.protocol.into())]);
        }
        match vm.get_attr_opt(object, &vm.names().__reduce__.clone())? {
            Some(method) => vm.call(&method, &[]),
            None => {
                let kind = Named::of(vm, object)?;
                Err(pickling_error(vm, format_args!("Can't pickle {kind} object")))
            }
        }
    }

    /// Writes what `__reduce__` gave.
    fn save_reduced(&mut self, vm: &mut Vm, object: &Value, reduced: &Value) -> PyResult<()> {
        if reduced.downcast::<Str>().is_some() {
            return self.save_global(vm, object, Some(reduced));
        }
        let saved = match reduced.downcast::<Tuple>() {
            Some(parts) => self.save_reduce(vm, parts.items(), object),
            None => {
                let kind = Named::of(vm, reduced)?;
                Err(pickling_error(vm, format_args!("__reduce__ must return a string or tuple, not {kind}")))
            }
        };
        saved.noted(vm, object, Place::Part("object"))
    }

    /// Writes a reference to an object.
    pub fn refer(&mut self, number: usize) -> PyResult<()> {
        if !self.binary {
            return self.decimal(opcode::GET, number);
        }
        match u8::try_from(number) {
            Ok(number) => self.out.push(&[opcode::BINGET, number]),
            Err(_) => self.long_number(opcode::LONG_BINGET, number),
        }
    }

    fn long_number(&mut self, op: u8, number: usize) -> PyResult<()> {
        let [a, b, c, d] = (number as u32).to_le_bytes();
        self.out.push(&[op, a, b, c, d])
    }

    fn decimal(&mut self, op: u8, number: usize) -> PyResult<()> {
        self.op(op)?;
        self.digits(number)?;
        self.out.push(b"\n")
    }

    /// Writes a number in decimal.
    fn digits(&mut self, number: usize) -> PyResult<()> {
        let mut room = [0; 20];
        let (mut at, mut left) = (room.len(), number);
        loop {
            at -= 1;
            room[at] = b'0' + (left % 10) as u8;
            left /= 10;
            if left == 0 {
                return self.out.push(&room[at..]);
            }
        }
    }

    /// Remembers the object that was written last.
    pub fn memoize(&mut self, vm: &mut Vm, object: &Value) -> PyResult<()> {
        if self.fast {
            return Ok(());
        }
        let number = self.memo.len();
        self.memo.set(vm, object, number)?;
        if self.protocol >= 4 {
            return self.op(opcode::MEMOIZE);
        }
        if !self.binary {
            return self.decimal(opcode::PUT, number);
        }
        match u8::try_from(number) {
            Ok(number) => self.out.push(&[opcode::BINPUT, number]),
            Err(_) => self.long_number(opcode::LONG_BINPUT, number),
        }
    }

    /// Writes a container that in fast mode must not be within itself.
    pub fn nested(
        &mut self,
        vm: &mut Vm,
        object: &Value,
        save: impl FnOnce(&mut Session, &mut Vm, &Value) -> PyResult<()>,
    ) -> PyResult<()> {
        if !self.fast {
            return save(self, vm, object);
        }
        self.depth += 1;
        if self.depth < FREELY_NESTED {
            save(self, vm, object)?;
            self.depth -= 1;
            return Ok(());
        }
        let around = match &self.around {
            Some(around) => around.clone(),
            None => {
                let made = vm.new_dict()?;
                self.around = Some(made.clone());
                made
            }
        };
        let id = vm.id(object);
        let key = vm.new_u64(id)?;
        if vm.dict_contains(&around, &key)? {
            let kind = Named::of(vm, object)?;
            let message =
                format_args!("fast mode: can't pickle cyclic objects including object type {kind} at {id:#x}");
            return Err(vm.value_error(message));
        }
        vm.dict_set(&around, key.clone(), Value::none())?;
        save(self, vm, object)?;
        vm.dict_remove(&around, &key)?;
        self.depth -= 1;
        Ok(())
    }
}
