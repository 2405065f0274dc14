//! Reading: one `load`, instruction by instruction.

use pitviper_object::{Obj, Value};

use super::memo::Read;
use super::unpickler::{Unpickler, find_class};
use super::{HIGHEST, error_class, opcode, unpickling_error};
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::vm::Vm;
use crate::types::list::List;
use crate::types::typ::Type;

/// What one `load` needs.
pub struct Loader {
    pub unpickler: Obj<Unpickler>,
    pub memo: Read,
    stack: Obj<List>,
    /// How long the stack was at each mark.
    marks: Obj<List>,
    /// What the last of them says: instructions must not take what is below.
    fence: usize,
}

/// Reads an object.
pub fn load(vm: &mut Vm, unpickler: &Obj<Unpickler>) -> PyResult {
    unpickler.check_free(vm)?;
    unpickler.busy.set(true);
    let loaded = load_busily(vm, unpickler);
    unpickler.busy.set(false);
    loaded
}

fn load_busily(vm: &mut Vm, unpickler: &Obj<Unpickler>) -> PyResult {
    unpickler.protocol.set(0);
    let memo = unpickler.memo(vm)?;
    let (stack, marks) = (vm.new_list()?, vm.new_list()?);
    let mut loader = Loader { unpickler: unpickler.clone(), memo, stack, marks, fence: 0 };
    let mut count = 0usize;
    loop {
        vm.settle();
        count += 1;
        if count.is_multiple_of(8) {
            vm.work(1)?;
        }
        let op = match unpickler.byte(vm) {
            Ok(op) => op,
            Err(raised) => return Err(ended(vm, raised)),
        };
        if op == opcode::STOP {
            let value = loader.pop(vm)?;
            unpickler.pass(vm)?;
            return Ok(value);
        }
        loader.step(vm, op)?;
    }
}

/// The error for an input that ends where an instruction ought to be.
#[cold]
fn ended(vm: &mut Vm, raised: Raised) -> Raised {
    let exception = vm.take_raised(raised);
    match error_class(vm, "UnpicklingError") {
        Ok(class) if vm.type_of(&exception).to_value().is(&class) => {
            vm.raise(Exc::EOFError, format_args!("Ran out of input"))
        }
        Ok(_) => vm.reraise(exception),
        Err(raised) => raised,
    }
}

impl Loader {
    /// Objects on the stack.
    pub fn len(&self) -> usize {
        self.stack.len()
    }

    /// Puts an object on the stack.
    pub fn push(&mut self, vm: &mut Vm, value: Value) -> PyResult<()> {
        vm.list_push(&self.stack, value)
    }

    #[cold]
    pub fn underflow(&self, vm: &mut Vm) -> Raised {
        let what = if self.marks.is_empty() { "unpickling stack underflow" } else { "unexpected MARK found" };
        unpickling_error(vm, format_args!("{what}"))
    }

    /// Checks that there are `count` objects above the last mark.
    pub fn need(&self, vm: &mut Vm, count: usize) -> PyResult<()> {
        if self.len() - self.fence >= count { Ok(()) } else { Err(self.underflow(vm)) }
    }

    /// Takes the top of the stack.
    pub fn pop(&mut self, vm: &mut Vm) -> PyResult {
        self.need(vm, 1)?;
        match self.stack.pop() {
            Some(value) => Ok(value),
            None => Err(self.underflow(vm)),
        }
    }

    /// The top of the stack.
    pub fn top(&self, vm: &mut Vm) -> PyResult {
        self.need(vm, 1)?;
        match self.stack.get(self.len() - 1) {
            Some(value) => Ok(value),
            None => Err(self.underflow(vm)),
        }
    }

    /// The object at a place of the stack.
    pub fn at(&self, index: usize) -> Option<Value> {
        self.stack.get(index)
    }

    /// The objects from a place of the stack on; nothing may change the stack meanwhile.
    fn above(&self, start: usize) -> &[Value] {
        // SAFETY: the list is known to nobody else, and the borrow ends before the loader goes on.
        unsafe { self.stack.items_unchecked() }.get(start..).unwrap_or_default()
    }

    /// Drops what is above a place of the stack.
    pub fn cut(&mut self, start: usize) {
        while self.stack.len() > start {
            drop(self.stack.pop());
        }
    }

    /// Takes what is above a place of the stack as a tuple.
    pub fn take_tuple(&mut self, vm: &mut Vm, start: usize) -> PyResult {
        vm.worked(self.above(start).len() / 16);
        let tuple = vm.new_tuple(self.above(start))?;
        self.cut(start);
        Ok(tuple)
    }

    /// Takes what is above a place of the stack as a list.
    pub fn take_list(&mut self, vm: &mut Vm, start: usize) -> PyResult<Obj<List>> {
        vm.worked(self.above(start).len() / 16);
        let list = vm.new_list_of(self.above(start))?;
        self.cut(start);
        Ok(list)
    }

    /// Takes the last mark; how long the stack was there.
    pub fn mark(&mut self, vm: &mut Vm) -> PyResult<usize> {
        let Some(mark) = self.marks.pop() else {
            return Err(unpickling_error(vm, format_args!("could not find MARK")));
        };
        self.fence = self.marks.get(self.marks.len().wrapping_sub(1)).map_or(0, |mark| place(&mark));
        Ok(place(&mark))
    }

    /// Sets a mark.
    fn set_mark(&mut self, vm: &mut Vm) -> PyResult<()> {
        self.fence = self.len();
        vm.list_push(&self.marks, Value::small(self.fence as i64))
    }

    /// Carries out an instruction.
    fn step(&mut self, vm: &mut Vm, op: u8) -> PyResult<()> {
        let input = self.unpickler.clone();
        match op {
            opcode::NONE => self.push(vm, Value::none()),
            opcode::NEWTRUE => self.push(vm, Value::bool(true)),
            opcode::NEWFALSE => self.push(vm, Value::bool(false)),
            opcode::BININT1 => {
                let byte = input.byte(vm)?;
                self.push(vm, Value::small(byte.into()))
            }
            opcode::BININT2 => {
                let int = u16::from_le_bytes(input.array(vm)?);
                self.push(vm, Value::small(int.into()))
            }
            opcode::BININT => {
                let int = i32::from_le_bytes(input.array(vm)?);
                self.push(vm, Value::small(int.into()))
            }
            opcode::INT | opcode::LONG | opcode::LONG1 | opcode::LONG4 | opcode::FLOAT | opcode::BINFLOAT => {
                let number = self.number(vm, op)?;
                self.push(vm, number)
            }
            opcode::SHORT_BINBYTES | opcode::BINBYTES | opcode::BINBYTES8 => {
                let data = self.data(vm, op)?;
                let bytes = data.to_value(vm)?;
                self.push(vm, bytes)
            }
            opcode::SHORT_BINUNICODE | opcode::BINUNICODE | opcode::BINUNICODE8 | opcode::UNICODE => {
                let text = self.text(vm, op)?;
                self.push(vm, text)
            }
            opcode::STRING | opcode::BINSTRING | opcode::SHORT_BINSTRING => {
                let text = self.old_string(vm, op)?;
                self.push(vm, text)
            }
            opcode::BYTEARRAY8 => {
                let data = self.data(vm, op)?;
                let array = crate::types::bytearray::create(vm, data.bytes())?;
                self.push(vm, array)
            }
            opcode::NEXT_BUFFER | opcode::READONLY_BUFFER => self.buffer(vm, op),
            opcode::EMPTY_TUPLE => {
                let tuple = vm.new_tuple(&[])?;
                self.push(vm, tuple)
            }
            opcode::TUPLE1 | opcode::TUPLE2 | opcode::TUPLE3 => {
                let count = usize::from(op - opcode::TUPLE1) + 1;
                self.need(vm, count)?;
                let tuple = self.take_tuple(vm, self.len() - count)?;
                self.push(vm, tuple)
            }
            opcode::EMPTY_LIST => {
                let list = vm.new_list()?.into_value();
                self.push(vm, list)
            }
            opcode::EMPTY_DICT => {
                let dict = vm.new_dict()?.into_value();
                self.push(vm, dict)
            }
            opcode::EMPTY_SET => {
                let set = vm.new_set()?.into_value();
                self.push(vm, set)
            }
            opcode::TUPLE | opcode::LIST | opcode::DICT | opcode::FROZENSET => self.marked(vm, op),
            opcode::APPEND => {
                self.need(vm, 2)?;
                self.append_from(vm, self.len() - 1)
            }
            opcode::APPENDS => {
                let start = self.mark(vm)?;
                self.append_from(vm, start)
            }
            opcode::SETITEM => {
                self.need(vm, 2)?;
                self.set_from(vm, self.len() - 2)
            }
            opcode::SETITEMS => {
                let start = self.mark(vm)?;
                self.set_from(vm, start)
            }
            opcode::ADDITEMS => self.add_items(vm),
            opcode::MARK => self.set_mark(vm),
            opcode::POP => self.drop_top(vm),
            opcode::POP_MARK => {
                let start = self.mark(vm)?;
                self.cut(start);
                Ok(())
            }
            opcode::DUP => {
                let top = self.top(vm)?;
                self.push(vm, top)
            }
            opcode::GET | opcode::BINGET | opcode::LONG_BINGET => {
                let number = self.memo_number(vm, op)?;
                self.recall(vm, number)
            }
            opcode::PUT | opcode::BINPUT | opcode::LONG_BINPUT | opcode::MEMOIZE => self.remember(vm, op),
            opcode::GLOBAL | opcode::STACK_GLOBAL | opcode::EXT1 | opcode::EXT2 | opcode::EXT4 => {
                let found = self.global(vm, op)?;
                self.push(vm, found)
            }
            opcode::REDUCE | opcode::NEWOBJ | opcode::NEWOBJ_EX | opcode::INST | opcode::OBJ => {
                let made = self.object(vm, op)?;
                self.push(vm, made)
            }
            opcode::PERSID | opcode::BINPERSID => {
                let found = self.persistent(vm, op)?;
                self.push(vm, found)
            }
            opcode::BUILD => self.build(vm),
            opcode::PROTO => match input.byte(vm)? {
                protocol @ 0..=HIGHEST => {
                    input.protocol.set(protocol);
                    Ok(())
                }
                protocol => Err(vm.value_error(format_args!("unsupported pickle protocol: {protocol}"))),
            },
            opcode::FRAME => {
                let len = u64::from_le_bytes(input.array(vm)?);
                let Some(len) = usize::try_from(len).ok().filter(|len| *len <= isize::MAX as usize) else {
                    let most = isize::MAX;
                    let message = format_args!("FRAME length exceeds system's maximum of {most} bytes");
                    return Err(vm.raise(Exc::OverflowError, message));
                };
                input.begin_frame(vm, len)
            }
            _ => Err(bad_key(vm, op)),
        }
    }

    fn drop_top(&mut self, vm: &mut Vm) -> PyResult<()> {
        if !self.marks.is_empty() && self.fence == self.len() {
            return self.mark(vm).map(drop);
        }
        self.pop(vm).map(drop)
    }

    /// What `name` means in `module`, as the unpickler has it.
    pub fn find_class(&mut self, vm: &mut Vm, module: &Value, name: &Value) -> PyResult {
        let unpickler = self.unpickler.as_value();
        if !vm.type_of(unpickler).has(Type::HEAP) {
            return find_class(vm, &self.unpickler, module, name);
        }
        let method = vm.intern("find_class")?;
        let unpickler = unpickler.clone();
        vm.call_method(&unpickler, &method, &[module.clone(), name.clone()])
    }
}

/// The place that a mark holds.
fn place(mark: &Value) -> usize {
    mark.as_small().map_or(0, |mark| mark as usize)
}

#[cold]
fn bad_key(vm: &mut Vm, op: u8) -> Raised {
    match op {
        b'\'' | b'\\' => unpickling_error(vm, format_args!("invalid load key, '\\x{op:02x}'.")),
        b' '..=b'~' => unpickling_error(vm, format_args!("invalid load key, '{}'.", char::from(op))),
        _ => unpickling_error(vm, format_args!("invalid load key, '\\x{op:02x}'.")),
    }
}
