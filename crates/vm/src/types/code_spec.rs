//! The type `code`. `co_code` is Pitviper's own bytecode; positions and names are as in CPython.

mod replace;

use std::hash::Hasher;
use std::sync::Arc;

use pitviper_compiler::code::{Code, LocalKind, Position};
use pitviper_compiler::opcode::Op;
use pitviper_object::{PageKind, Traverse, Value};

use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, CmpOp, GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::bytes::{Bytes, BytesBuilder};
use crate::types::code::{CodeObject, WORD_BYTES, byte_offset};
use crate::types::str::Str;

/// The code behind a value of this kind.
fn view(value: &Value) -> &CodeObject {
    // SAFETY: called with receivers of this type only.
    unsafe { value.cast_unchecked() }
}

/// A tuple of names.
fn names<'a>(vm: &mut Vm, names: impl Iterator<Item = &'a str>) -> PyResult {
    let list = vm.new_list()?;
    for name in names {
        let name = vm.intern(name)?;
        vm.list_push(&list, name)?;
    }
    vm.tuple_from(list.as_value())
}

fn get_varnames(vm: &mut Vm, object: &Value) -> PyResult {
    let code = vm.load_code(view(object))?.clone();
    let parameters = parameter_count(&code);
    names(
        vm,
        code.locals
            .iter()
            .enumerate()
            .filter(|(index, (_, kind))| *kind == LocalKind::Plain || *index < parameters)
            .map(|(_, (name, _))| name),
    )
}

/// All parameters, `*args` and `**kwargs` included.
fn parameter_count(code: &Code) -> usize {
    use pitviper_compiler::code::flags;
    usize::from(code.arg_count)
        + usize::from(code.kwonly_count)
        + usize::from(code.flags & flags::VARARGS != 0)
        + usize::from(code.flags & flags::VARKEYWORDS != 0)
}

fn get_cellvars(vm: &mut Vm, object: &Value) -> PyResult {
    let code = vm.load_code(view(object))?.clone();
    names(vm, code.locals.iter().filter(|(_, kind)| *kind == LocalKind::Cell).map(|(name, _)| name))
}

fn get_freevars(vm: &mut Vm, object: &Value) -> PyResult {
    let code = vm.load_code(view(object))?.clone();
    names(vm, code.free.iter())
}

fn get_names(vm: &mut Vm, object: &Value) -> PyResult {
    let code = vm.load_code(view(object))?.clone();
    names(vm, code.names.iter())
}

fn get_consts(vm: &mut Vm, object: &Value) -> PyResult {
    vm.prepare_code(view(object))?;
    let list = vm.new_list()?;
    if view(object).code.constants.is_empty() {
        vm.list_push(&list, Value::none())?;
    }
    for index in 0..view(object).code.constants.len() {
        vm.list_push(&list, view(object).constant(index as u16).clone())?;
    }
    vm.tuple_from(list.as_value())
}

/// The bytecode, without what caches wrote into this interpreter's copy.
fn get_code(vm: &mut Vm, object: &Value) -> PyResult {
    let code = vm.load_code(view(object))?.clone();
    let words = &code.instructions;
    let bytes = size_of_val(&**words);
    // SAFETY: instructions are plain words of eight bytes without padding.
    let bytes = unsafe { std::slice::from_raw_parts(words.as_ptr().cast::<u8>(), bytes) };
    let mut all = BytesBuilder::new(vm);
    all.push(&[0; WORD_BYTES as usize])?;
    all.push(bytes)?;
    all.finish()
}

/// The line that the word in front of the code belongs to: that of `def`, none in front of a module.
pub(crate) fn line_of_start(code: &Code) -> i64 {
    if &*code.name == "<module>" { 0 } else { code.first_line.into() }
}

/// A line or column as `co_positions` and `co_lines` give it.
fn place(number: u32, position: Position) -> Value {
    if position.line == 0 { Value::none() } else { Value::small(i64::from(number)) }
}

/// `co_positions()`: one tuple for each two bytes, as in CPython, where so many are a code unit.
fn positions(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let code = vm.load_code(view(&args.values[0]))?.clone();
    let list = vm.new_list()?;
    let mut runs = code.positions.iter().peekable();
    let mut at = Position::default();
    let start = [line_of_start(&code), code.first_line.into(), 0, 0].map(Value::small);
    let item = vm.new_tuple_from(start)?;
    for _ in 0..WORD_BYTES / 2 {
        vm.list_push(&list, item.clone())?;
    }
    for word in 0..code.instructions.len() {
        while let Some((_, place)) = runs.next_if(|run| run.0 as usize <= word) {
            at = place;
        }
        let item = vm.new_tuple_from([
            place(at.line, at),
            place(at.end_line, at),
            place(at.column, at),
            place(at.end_column, at),
        ])?;
        for _ in 0..WORD_BYTES / 2 {
            vm.list_push(&list, item.clone())?;
        }
    }
    vm.iter(list.as_value())
}

/// `co_lines()`: runs of bytes from one line. The line of `def` has the word in front of the code, where calls begin; a
/// statement without instructions has a byte of the next one's word.
fn lines(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let object = view(&args.values[0]);
    let code = vm.load_code(object)?.clone();
    let list = vm.new_list()?;
    let start = line_of_start(&code);
    let end = code.instructions.len() as u32;
    let mut run = (0, Position { line: start as u32, ..Position::default() }, Value::small(start));
    let mut places = code.positions.iter().chain(std::iter::once((end, Position::default()))).peekable();
    let (mut word, mut silent) = (0, 0);
    while let Some((start, position)) = places.next() {
        silent = if start == word { silent } else { 0 };
        word = start;
        let from = byte_offset(start) + silent;
        let is_silent = places.peek().is_some_and(|next| next.0 == start);
        if is_silent && silent < WORD_BYTES - 1 {
            silent += 1;
        }
        if run.1.line != position.line || run.0 == 0 && position.line == 0 || start == end {
            push_line(vm, &list, run.0, from, run.2)?;
            run = (from, position, place(position.line, position));
        }
    }
    vm.iter(list.as_value())
}

fn push_line(vm: &mut Vm, list: &crate::types::list::List, from: i64, to: i64, line: Value) -> PyResult<()> {
    let item = vm.new_tuple_from([Value::small(from), Value::small(to), line])?;
    vm.list_push(list, item)
}

/// `co_branches()`: where each branch is, and where it leads to the left and to the right.
fn branches(vm: &mut Vm, args: Args<'_>) -> PyResult {
    use crate::eval::tracing::branch::sides;

    let code = vm.load_code(view(&args.values[0]))?.clone();
    let list = vm.new_list()?;
    let mut word = 0;
    while let Some(op) = code.instructions.get(word as usize).and_then(|instr| Op::from_u8(instr.op)) {
        if let Some((left, right)) = sides(&code, word, op) {
            let item = vm.new_tuple_from([word, left, right].map(|word| Value::small(byte_offset(word))))?;
            vm.list_push(&list, item)?;
        }
        word += u32::from(op.info().words);
    }
    vm.iter(list.as_value())
}

/// The exception table as text of numbers: opaque, but equal for equal code.
fn get_exception_table(vm: &mut Vm, object: &Value) -> PyResult {
    let code = vm.load_code(view(object))?.clone();
    let mut builder = crate::types::str::StrBuilder::new(vm);
    for handler in &code.handlers {
        builder.write_fmt(format_args!(
            "{},{},{},{},{};",
            handler.start, handler.end, handler.target, handler.keep, handler.register
        ))?;
    }
    let text = builder.finish()?;
    let bytes = text.downcast::<Str>().and_then(Str::as_ascii).unwrap_or("");
    vm.new_bytes(bytes.as_bytes())
}

fn repr(vm: &mut Vm, object: &Value) -> PyResult {
    let code = vm.load_code(view(object))?.clone();
    let id = vm.id(object);
    let (name, file, line) = (&code.name, &code.filename, code.first_line);
    vm.new_str_fmt(format_args!("<code object {name} at {id:#x}, file \"{file}\", line {line}>"))
}

fn same(x: &Arc<Code>, y: &Arc<Code>) -> bool {
    Arc::ptr_eq(x, y)
        || x.name == y.name
            && x.flags == y.flags
            && x.first_line == y.first_line
            && x.arg_count == y.arg_count
            && x.posonly_count == y.posonly_count
            && x.kwonly_count == y.kwonly_count
            && x.names == y.names
            && x.free == y.free
            && x.locals == y.locals
            && x.positions == y.positions
            && x.instructions.len() == y.instructions.len()
}

fn compare(vm: &mut Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let (Some(x), Some(y)) = (a.downcast::<CodeObject>(), b.downcast::<CodeObject>()) else {
        return Ok(Value::not_implemented());
    };
    if !matches!(op, CmpOp::Eq | CmpOp::Ne) {
        return Ok(Value::not_implemented());
    }
    let (x, y) = (vm.load_code(x)?, vm.load_code(y)?);
    let mut equal = same(x, y);
    if equal && !Arc::ptr_eq(x, y) {
        let (own, other) = (get_code(vm, a)?, get_code(vm, b)?);
        let (consts, other_consts) = (get_consts(vm, a)?, get_consts(vm, b)?);
        equal = vm.eq(&own, &other)? && vm.eq(&consts, &other_consts)?;
    }
    Ok(Value::bool(equal == (op == CmpOp::Eq)))
}

fn hash(vm: &mut Vm, object: &Value) -> PyResult<i64> {
    let code = vm.load_code(view(object))?.clone();
    let name = vm.intern(&code.name)?;
    let mut hasher = SmallHasher(vm.hash(&name)?.cast_unsigned());
    for number in [code.first_line, code.flags, u32::from(code.arg_count), code.instructions.len() as u32] {
        hasher.write_u32(number);
    }
    Ok(hasher.finish().cast_signed())
}

/// FNV-1a over a few numbers.
struct SmallHasher(u64);

impl Hasher for SmallHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

static SLOTS: Slots =
    Slots { new: Some(new), repr: Some(repr), compare: Some(compare), hash: Some(hash), ..Slots::EMPTY };

macro_rules! number {
    ($name:literal, $read:expr) => {
        GetSet {
            name: $name,
            get: |vm, object| {
                let read: fn(&Code) -> i64 = $read;
                Ok(Value::small(read(vm.load_code(view(object))?)))
            },
            set: None,
        }
    };
}

/// `co_lnotab`: empty, since there is no such table.
fn get_old_line_table(vm: &mut Vm, _: &Value) -> PyResult {
    let message = format_args!("co_lnotab is deprecated, use co_lines instead.");
    vm.warn(Exc::DeprecationWarning, 1, message)?;
    vm.new_bytes(b"")
}

/// `code(argcount, …, linetable, exceptiontable, freevars=(), cellvars=())`, for programs that take code apart and put it
/// together again, as picklers of functions do: the line table is all of the code, what else is given only repeats parts of it.
fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    const LINE_TABLE: usize = 14;
    args.behind_receiver().check_count(vm, "code", 16, 18)?;
    let Some(table) = args.values.get(1 + LINE_TABLE) else { return Ok(Value::none()) };
    if table.exact::<Bytes>().is_none() {
        let kind = vm.argument_kind(table);
        return Err(vm.type_error(format_args!("code() argument 15 must be bytes, not {kind}")));
    }
    crate::modules::marshal::code_of_bytes(vm, table)
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    name: "code",
    module: "builtins",
    kind: kinds::CODE,
    base: kinds::OBJECT,
    doc: "Compiled code of a module, class or function.",
    flags: 0,
    slots: &SLOTS,
    methods: &[
        Method::new("co_positions", positions, 0, 0),
        Method::new("co_branches", branches, 0, 0)
            .doc("co_branches($self, /)\n--\n\nWhere branches are, and where they lead."),
        Method::new("co_lines", lines, 0, 0),
        Method::keywords("replace", replace::replace)
            .doc("Return a copy of the code object with new values for the specified fields."),
        Method::keywords("__replace__", replace::replace).doc("The same as replace()."),
    ],
    getset: &[
        number!("co_argcount", |c| i64::from(c.arg_count)),
        number!("co_posonlyargcount", |c| i64::from(c.posonly_count)),
        number!("co_kwonlyargcount", |c| i64::from(c.kwonly_count)),
        number!("co_nlocals", |c| c.locals.iter().filter(|(_, kind)| *kind == LocalKind::Plain).count() as i64),
        number!("co_stacksize", |c| i64::from(c.registers) - c.locals.len() as i64),
        number!("co_flags", |c| i64::from(c.flags)),
        number!("co_firstlineno", |c| i64::from(c.first_line)),
        GetSet { name: "co_code", get: get_code, set: None },
        GetSet { name: "_co_code_adaptive", get: get_code, set: None },
        GetSet { name: "co_consts", get: get_consts, set: None },
        GetSet { name: "co_names", get: get_names, set: None },
        GetSet { name: "co_varnames", get: get_varnames, set: None },
        GetSet { name: "co_cellvars", get: get_cellvars, set: None },
        GetSet { name: "co_freevars", get: get_freevars, set: None },
        GetSet { name: "co_exceptiontable", get: get_exception_table, set: None },
        GetSet { name: "co_lnotab", get: get_old_line_table, set: None },
        GetSet { name: "co_linetable", get: crate::modules::marshal::code_bytes, set: None },
        GetSet {
            name: "co_filename",
            get: |vm, object| {
                let code = vm.load_code(view(object))?.clone();
                vm.intern(&code.filename)
            },
            set: None,
        },
        GetSet {
            name: "co_name",
            get: |vm, object| {
                let code = vm.load_code(view(object))?.clone();
                vm.intern(&code.name)
            },
            set: None,
        },
        GetSet {
            name: "co_qualname",
            get: |vm, object| {
                let code = vm.load_code(view(object))?.clone();
                vm.intern(&code.qualname)
            },
            set: None,
        },
    ],
    page: PageKind::Container,
    slot: <CodeObject as Traverse>::slot,
    finish: Some(crate::types::code::finish),
    size: fixed_size::<CodeObject>,
};
