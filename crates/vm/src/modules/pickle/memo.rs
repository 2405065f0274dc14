//! What picklers and unpicklers remember, and how Python sees it.

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use super::kind;
use super::pickler::Pickler;
use super::unpickler::Unpickler;
use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::iterators::receiver;
use crate::types::list::List;
use crate::types::list::methods::clear_items;
use crate::types::tuple::Tuple;

/// Objects written so far: their numbers by identity, and the objects themselves, which are kept alive by that, in the
/// same order.
#[derive(Clone)]
pub struct Written {
    numbers: Obj<Dict>,
    objects: Obj<List>,
}

fn identity(vm: &mut Vm, object: &Value) -> PyResult {
    let id = vm.id(object);
    vm.new_u64(id)
}

impl Written {
    /// Out of the two parts.
    pub fn of(numbers: Obj<Dict>, objects: Obj<List>) -> Written {
        Written { numbers, objects }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// The number of an object.
    pub fn get(&self, vm: &mut Vm, object: &Value) -> PyResult<Option<usize>> {
        if self.numbers.is_empty() {
            return Ok(None);
        }
        let id = identity(vm, object)?;
        let number = vm.dict_get(&self.numbers, &id)?;
        Ok(number.and_then(|number| usize::try_from(number.as_small()?).ok()))
    }

    /// Gives an object a number.
    pub fn set(&self, vm: &mut Vm, object: &Value, number: usize) -> PyResult<()> {
        let id = identity(vm, object)?;
        let (before, number) = (self.numbers.len(), vm.new_usize(number)?);
        vm.dict_set(&self.numbers, id, number)?;
        if self.numbers.len() > before {
            vm.list_push(&self.objects, object.clone())?;
        }
        Ok(())
    }

    /// Forgets all.
    pub fn clear(&self) {
        self.numbers.clear();
        clear_items(&self.objects);
    }

    /// `{id: (number, object)}`.
    pub fn to_dict(&self, vm: &mut Vm) -> PyResult<Obj<Dict>> {
        let dict = vm.new_dict()?;
        let (mut position, mut index) = (0, 0);
        while let Some((id, number)) = self.numbers.next_entry(&mut position) {
            let Some(object) = self.objects.get(index) else { break };
            vm.work_at(index)?;
            index += 1;
            let pair = vm.new_tuple_from([number, object])?;
            vm.dict_set(&dict, id, pair)?;
        }
        Ok(dict)
    }

    /// Takes over what another one has.
    fn copy_from(&self, vm: &mut Vm, other: &Written) -> PyResult<()> {
        let dict = other.to_dict(vm)?;
        self.read(vm, &dict)
    }

    /// Takes over a dict as [`Written::to_dict`] makes it.
    fn read(&self, vm: &mut Vm, dict: &Dict) -> PyResult<()> {
        let made = Written { numbers: vm.new_dict()?, objects: vm.new_list()? };
        let mut position = 0;
        while let Some((_, pair)) = dict.next_entry(&mut position) {
            vm.work_at(position as usize)?;
            let Some([number, object]) = pair.downcast::<Tuple>().map(Tuple::items) else {
                return Err(vm.type_error(format_args!("'memo' values must be 2-item tuples")));
            };
            let number = usize::try_from(vm.index_isize(number)?).unwrap_or(0);
            made.set(vm, object, number)?;
        }
        self.clear();
        let (mut position, mut index) = (0, 0);
        while let Some((id, number)) = made.numbers.next_entry(&mut position) {
            vm.dict_set(&self.numbers, id, number)?;
            if let Some(object) = made.objects.get(index) {
                vm.list_push(&self.objects, object)?;
            }
            index += 1;
        }
        Ok(())
    }

    /// `pickler.memo = value`.
    pub fn assign(&self, vm: &mut Vm, value: &Value) -> PyResult<()> {
        if let Some(proxy) = value.downcast::<PicklerMemo>() {
            return match proxy.owner.get_obj::<Pickler>() {
                Some(other) => {
                    let other = other.memo(vm)?;
                    self.copy_from(vm, &other)
                }
                None => Ok(()),
            };
        }
        if let Some(dict) = value.downcast::<Dict>() {
            return self.read(vm, dict);
        }
        let kind = vm.type_name(value);
        Err(vm.type_error(format_args!("'memo' attribute must be a PicklerMemoProxy object or dict, not {kind}")))
    }
}

/// Objects read so far, by their numbers: mostly 0, 1, 2 and so on, so that they lie in a list; others are in a dict.
#[derive(Clone)]
pub struct Read {
    list: Obj<List>,
    others: Obj<Dict>,
}

impl Read {
    /// Out of the two parts.
    pub fn of(list: Obj<List>, others: Obj<Dict>) -> Read {
        Read { list, others }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len() + self.others.len()
    }

    /// The object of a number.
    pub fn get(&self, vm: &mut Vm, number: usize) -> PyResult<Option<Value>> {
        if let Some(object) = self.list.get(number) {
            return Ok(Some(object));
        }
        if self.others.is_empty() {
            return Ok(None);
        }
        let number = vm.new_usize(number)?;
        vm.dict_get(&self.others, &number)
    }

    /// Gives a number to an object.
    pub fn set(&self, vm: &mut Vm, number: usize, object: Value) -> PyResult<()> {
        if number < self.list.len() {
            drop(self.list.replace(number, object));
            return Ok(());
        }
        if number == self.list.len() {
            if !self.others.is_empty() {
                let key = vm.new_usize(number)?;
                drop(vm.dict_remove(&self.others, &key)?);
            }
            return vm.list_push(&self.list, object);
        }
        let key = vm.new_usize(number)?;
        vm.dict_set(&self.others, key, object)
    }

    /// Forgets all.
    pub fn clear(&self) {
        clear_items(&self.list);
        self.others.clear();
    }

    /// `{number: object}`.
    fn to_dict(&self, vm: &mut Vm) -> PyResult<Obj<Dict>> {
        let dict = vm.new_dict()?;
        let mut index = 0;
        while let Some(object) = self.list.get(index) {
            vm.work_at(index)?;
            let key = vm.new_usize(index)?;
            vm.dict_set(&dict, key, object)?;
            index += 1;
        }
        vm.dict_merge(&dict, &self.others, true)?;
        Ok(dict)
    }

    fn read(&self, vm: &mut Vm, dict: &Dict) -> PyResult<()> {
        let made = Read { list: vm.new_list()?, others: vm.new_dict()? };
        let mut position = 0;
        while let Some((number, object)) = dict.next_entry(&mut position) {
            vm.work_at(position as usize)?;
            if !crate::types::int::is_int(&number) {
                return Err(vm.type_error(format_args!("memo key must be integers")));
            }
            let Ok(number) = usize::try_from(vm.index_isize(&number)?) else {
                return Err(vm.value_error(format_args!("memo key must be positive integers.")));
            };
            made.set(vm, number, object)?;
        }
        self.clear();
        let mut index = 0;
        while let Some(object) = made.list.get(index) {
            vm.list_push(&self.list, object)?;
            index += 1;
        }
        vm.dict_merge(&self.others, &made.others, true)
    }

    /// `unpickler.memo = value`.
    pub fn assign(&self, vm: &mut Vm, value: &Value) -> PyResult<()> {
        if let Some(proxy) = value.downcast::<UnpicklerMemo>() {
            return match proxy.owner.get_obj::<Unpickler>() {
                Some(other) => {
                    let other = other.memo(vm)?.to_dict(vm)?;
                    self.read(vm, &other)
                }
                None => Ok(()),
            };
        }
        if let Some(dict) = value.downcast::<Dict>() {
            return self.read(vm, dict);
        }
        let kind = vm.type_name(value);
        Err(vm.type_error(format_args!("'memo' attribute must be an UnpicklerMemoProxy object or dict, not {kind}")))
    }
}

/// `Pickler.memo`.
#[repr(C)]
pub struct PicklerMemo {
    /// Count, shape, flags.
    pub header: Header,
    owner: ValueCell,
}

object!(PicklerMemo, kind::PICKLER_MEMO, owner);

/// `Unpickler.memo`.
#[repr(C)]
pub struct UnpicklerMemo {
    /// Count, shape, flags.
    pub header: Header,
    owner: ValueCell,
}

object!(UnpicklerMemo, kind::UNPICKLER_MEMO, owner);

/// The proxy of a pickler's memo.
pub fn of_pickler(vm: &mut Vm, owner: &Value) -> PyResult {
    let header = Header::new(u32::from(kind::PICKLER_MEMO), TRACKED);
    let made = PicklerMemo { header, owner: owner.clone().into() };
    Ok(Obj::create(&mut vm.heap, PageKind::Container, made)?.into_value())
}

/// The proxy of an unpickler's memo.
pub fn of_unpickler(vm: &mut Vm, owner: &Value) -> PyResult {
    let header = Header::new(u32::from(kind::UNPICKLER_MEMO), TRACKED);
    let made = UnpicklerMemo { header, owner: owner.clone().into() };
    Ok(Obj::create(&mut vm.heap, PageKind::Container, made)?.into_value())
}

fn written(vm: &mut Vm, value: &Value) -> PyResult<Option<Written>> {
    // SAFETY: a receiver.
    let proxy: &PicklerMemo = unsafe { receiver(value) };
    match proxy.owner.get_obj::<Pickler>() {
        Some(owner) => owner.memo(vm).map(Some),
        None => Ok(None),
    }
}

fn read(vm: &mut Vm, value: &Value) -> PyResult<Option<Read>> {
    // SAFETY: a receiver.
    let proxy: &UnpicklerMemo = unsafe { receiver(value) };
    match proxy.owner.get_obj::<Unpickler>() {
        Some(owner) => owner.memo(vm).map(Some),
        None => Ok(None),
    }
}

fn clear_written(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if let Some(memo) = written(vm, &args.values[0])? {
        memo.clear();
    }
    Ok(Value::none())
}

fn copy_written(vm: &mut Vm, args: Args<'_>) -> PyResult {
    match written(vm, &args.values[0])? {
        Some(memo) => Ok(memo.to_dict(vm)?.into_value()),
        None => Ok(vm.new_dict()?.into_value()),
    }
}

fn clear_read(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if let Some(memo) = read(vm, &args.values[0])? {
        memo.clear();
    }
    Ok(Value::none())
}

fn copy_read(vm: &mut Vm, args: Args<'_>) -> PyResult {
    match read(vm, &args.values[0])? {
        Some(memo) => Ok(memo.to_dict(vm)?.into_value()),
        None => Ok(vm.new_dict()?.into_value()),
    }
}

/// `(dict, (copy,))`.
fn reduced(vm: &mut Vm, copy: Value) -> PyResult {
    let class = vm.type_of_kind(kinds::DICT).to_value();
    let args = vm.new_tuple_from([copy])?;
    vm.new_tuple_from([class, args])
}

fn reduce_written(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let copy = copy_written(vm, args)?;
    reduced(vm, copy)
}

fn reduce_read(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let copy = copy_read(vm, args)?;
    reduced(vm, copy)
}

const CLEAR: &str = "clear($self, /)\n--\n\nRemove all items from memo.";
const COPY: &str = "copy($self, /)\n--\n\nCopy the memo to a new object.";
const REDUCE: &str = "__reduce__($self, /)\n--\n\nImplement pickle support.";

/// The type of picklers' memos.
pub static PICKLER_MEMO: TypeSpec = TypeSpec {
    name: "PicklerMemoProxy",
    module: "_pickle",
    kind: kind::PICKLER_MEMO,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW,
    slots: &Slots { unhashable: true, ..Slots::EMPTY },
    methods: &[
        Method::new("clear", clear_written, 0, 0).doc(CLEAR),
        Method::new("copy", copy_written, 0, 0).doc(COPY),
        Method::new("__reduce__", reduce_written, 0, 0).doc(REDUCE),
    ],
    getset: &[],
    page: PageKind::Container,
    slot: <PicklerMemo as Traverse>::slot,
    finish: None,
    size: fixed_size::<PicklerMemo>,
};

/// The type of unpicklers' memos.
pub static UNPICKLER_MEMO: TypeSpec = TypeSpec {
    name: "UnpicklerMemoProxy",
    module: "_pickle",
    kind: kind::UNPICKLER_MEMO,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW,
    slots: &Slots { unhashable: true, ..Slots::EMPTY },
    methods: &[
        Method::new("clear", clear_read, 0, 0).doc(CLEAR),
        Method::new("copy", copy_read, 0, 0).doc(COPY),
        Method::new("__reduce__", reduce_read, 0, 0).doc(REDUCE),
    ],
    getset: &[],
    page: PageKind::Container,
    slot: <UnpicklerMemo as Traverse>::slot,
    finish: None,
    size: fixed_size::<UnpicklerMemo>,
};
