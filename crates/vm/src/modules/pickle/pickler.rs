//! `Pickler`.

use std::cell::Cell;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use super::memo::{self, Written};
use super::{HIGHEST, kind, pickling_error, save};
use crate::core::cell::ValueCell;
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::kinds;
use crate::core::native::{Args, GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::iterators::{instance, receiver, typed};
use crate::types::native::BuiltinFunction;
use crate::types::typ::Type;

/// What objects are written with.
#[repr(C)]
pub struct Pickler {
    /// Count, shape, flags.
    pub header: Header,
    /// The file's `write`; nothing before `__init__`.
    pub write: ValueCell,
    numbers: ValueCell,
    objects: ValueCell,
    /// What was assigned to `persistent_id`.
    persistent_id: ValueCell,
    /// The table of reducers of its own.
    pub dispatch_table: ValueCell,
    /// What is asked about each buffer.
    pub buffer_callback: ValueCell,
    /// The form written.
    pub protocol: Cell<u8>,
    /// Whether that is a binary one.
    pub binary: Cell<i64>,
    /// Whether nothing is to be remembered.
    pub fast: Cell<i64>,
    /// Whether a `dump` is going on.
    pub busy: Cell<bool>,
    /// Whether modules get the names that they had in Python 2.
    pub fix_imports: Cell<bool>,
}

object!(Pickler, kind::PICKLER, write, numbers, objects, persistent_id, dispatch_table, buffer_callback);

fn this(value: &Value) -> &Pickler {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

/// Optional arguments.
pub struct Options<'a> {
    pub protocol: Option<&'a Value>,
    pub fix_imports: Option<&'a Value>,
    pub callback: Option<&'a Value>,
}

fn blank(vm: &mut Vm) -> PyResult<Pickler> {
    Ok(Pickler {
        header: Header::new(u32::from(kind::PICKLER), TRACKED),
        write: ValueCell::default(),
        numbers: vm.new_dict()?.into_value().into(),
        objects: vm.new_list()?.into_value().into(),
        persistent_id: ValueCell::default(),
        dispatch_table: ValueCell::default(),
        buffer_callback: ValueCell::default(),
        protocol: Cell::new(HIGHEST),
        binary: Cell::new(1),
        fast: Cell::new(0),
        busy: Cell::new(false),
        fix_imports: Cell::new(false),
    })
}

/// A pickler without a file.
pub fn create(vm: &mut Vm) -> PyResult<Obj<Pickler>> {
    let made = blank(vm)?;
    Ok(Obj::create(&mut vm.heap, PageKind::Container, made)?)
}

#[cold]
fn lost(vm: &mut Vm) -> Raised {
    vm.raise(Exc::SystemError, format_args!("the memo is gone"))
}

impl Pickler {
    /// What was written so far.
    pub fn memo(&self, vm: &mut Vm) -> PyResult<Written> {
        match (self.numbers.get_obj(), self.objects.get_obj()) {
            (Some(numbers), Some(objects)) => Ok(Written::of(numbers, objects)),
            _ => Err(lost(vm)),
        }
    }

    /// Refuses to be used by a program that one of its own dumps runs.
    pub fn check_free(&self, vm: &mut Vm) -> PyResult<()> {
        if self.busy.get() {
            return Err(vm.raise(Exc::RuntimeError, format_args!("Pickler object is already used")));
        }
        Ok(())
    }

    /// Takes the optional arguments.
    pub fn set_up(&self, vm: &mut Vm, options: Options<'_>) -> PyResult<()> {
        let protocol = match options.protocol.filter(|protocol| !protocol.is_none()) {
            Some(protocol) => vm.index_isize(protocol)?,
            None => isize::from(HIGHEST),
        };
        let protocol = if protocol < 0 { isize::from(HIGHEST) } else { protocol };
        let Ok(protocol @ 0..=HIGHEST) = u8::try_from(protocol) else {
            return Err(vm.value_error(format_args!("pickle protocol must be <= {HIGHEST}")));
        };
        let callback = options.callback.filter(|callback| !callback.is_none());
        if callback.is_some() && protocol < 5 {
            return Err(vm.value_error(format_args!("buffer_callback needs protocol >= 5")));
        }
        let fix = options.fix_imports.map_or(Ok(true), |fix| vm.truth(fix))?;
        self.protocol.set(protocol);
        self.binary.set((protocol > 0).into());
        self.fix_imports.set(fix && protocol < 3);
        self.fast.set(0);
        self.buffer_callback.set(callback.cloned());
        Ok(())
    }

    /// Takes the file.
    pub fn set_file(&self, vm: &mut Vm, file: &Value) -> PyResult<()> {
        match vm.get_attr_opt(file, &vm.names().write.clone())? {
            Some(write) => {
                self.write.set(Some(write));
                Ok(())
            }
            None => Err(vm.type_error(format_args!("file must have a 'write' attribute"))),
        }
    }
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let made = blank(vm)?;
    instance(vm, args, PageKind::Container, made)
}

fn init(vm: &mut Vm, args: Args<'_>) -> PyResult<()> {
    let names = ["file", "protocol", "fix_imports", "buffer_callback"];
    let [file, protocol, fix_imports, callback] = args.behind_receiver().parse(vm, "Pickler", names, 1, 0)?;
    let Some(file) = file else { return Ok(()) };
    let value = &args.values[0];
    let own = this(value);
    own.check_free(vm)?;
    own.write.set(None);
    own.set_up(vm, Options { protocol, fix_imports, callback })?;
    own.set_file(vm, file)?;
    own.memo(vm)?.clear();
    own.dispatch_table.set(None);
    let name = vm.intern("dispatch_table")?;
    let table = vm.get_attr_opt(value, &name)?;
    own.dispatch_table.set(table);
    Ok(())
}

fn dump(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [object] = args.behind_receiver().parse(vm, "dump", ["obj"], 1, 0)?;
    let Some(object) = object else { return Ok(Value::none()) };
    let value = &args.values[0];
    if this(value).write.is_none() {
        let kind = vm.type_name(value);
        let message = format_args!("Pickler.__init__() was not called by {kind}.__init__()");
        return Err(pickling_error(vm, message));
    }
    let pickler: Obj<Pickler> = typed(vm, value.clone())?;
    save::dump(vm, &pickler, object)?;
    Ok(Value::none())
}

fn clear_memo(vm: &mut Vm, args: Args<'_>) -> PyResult {
    this(&args.values[0]).memo(vm)?.clear();
    Ok(Value::none())
}

/// `persistent_id` when nobody says otherwise.
static PERSISTENT_ID: Method = Method::new("persistent_id", |_, _| Ok(Value::none()), 1, 1)
    .doc("persistent_id($self, obj, /)\n--\n\nThe persistent id of an object; None to write the object itself.");

fn get_persistent_id(vm: &mut Vm, value: &Value) -> PyResult {
    match this(value).persistent_id.get() {
        Some(function) => Ok(function),
        None => vm.new_bound_native(&PERSISTENT_ID, value.clone()),
    }
}

/// The function to ask for persistent ids, when there is one that says something.
pub fn persistent_id(vm: &mut Vm, pickler: &Value) -> PyResult<Option<Value>> {
    let own = this(pickler);
    if own.persistent_id.is_none() && !vm.type_of(pickler).has(Type::HEAP) {
        return Ok(None);
    }
    let name = vm.intern("persistent_id")?;
    let Some(function) = vm.get_attr_opt(pickler, &name)? else { return Ok(None) };
    let idle = function.exact::<BuiltinFunction>().is_some_and(|function| {
        function.method.name == PERSISTENT_ID.name && function.receiver.as_ref().is_some_and(|own| own.is(pickler))
    });
    Ok(if idle { None } else { Some(function) })
}

fn set_dispatch_table(vm: &mut Vm, value: &Value, new: Option<Value>) -> PyResult<()> {
    if new.is_none() && this(value).dispatch_table.is_none() {
        return Err(vm.raise(Exc::AttributeError, format_args!("dispatch_table")));
    }
    this(value).dispatch_table.set(new);
    Ok(())
}

fn get_dispatch_table(vm: &mut Vm, value: &Value) -> PyResult {
    match this(value).dispatch_table.get() {
        Some(table) => Ok(table),
        None => {
            let name = vm.intern("dispatch_table")?;
            Err(vm.no_attribute(value, &name))
        }
    }
}

fn set_memo(vm: &mut Vm, value: &Value, new: Option<Value>) -> PyResult<()> {
    match new {
        Some(new) => this(value).memo(vm)?.assign(vm, &new),
        None => Err(vm.type_error(format_args!("attribute deletion is not supported"))),
    }
}

fn set_int(vm: &mut Vm, cell: &Cell<i64>, new: Option<Value>) -> PyResult<()> {
    match new {
        Some(new) => {
            cell.set(vm.index_isize(&new)? as i64);
            Ok(())
        }
        None => Err(vm.type_error(format_args!("can't delete numeric/char attribute"))),
    }
}

/// The type.
pub static PICKLER: TypeSpec = TypeSpec {
    name: "Pickler",
    module: "_pickle",
    kind: kind::PICKLER,
    base: kinds::OBJECT,
    doc: "Pickler(file, protocol=None, fix_imports=True, buffer_callback=None)\n--\n\nThis takes a binary file for writing a pickle data stream.",
    flags: TypeSpec::SUBCLASSABLE,
    slots: &Slots { new: Some(new), init: Some(init), ..Slots::EMPTY },
    methods: &[
        Method::keywords("dump", dump)
            .doc("dump($self, obj, /)\n--\n\nWrite a pickled representation of the given object to the open file."),
        Method::new("clear_memo", clear_memo, 0, 0).doc(
            "clear_memo($self, /)\n--\n\nClears the pickler's \"memo\".\n\nThe memo is the data structure that remembers which objects the\npickler has already seen.",
        ),
    ],
    getset: &[
        GetSet {
            name: "persistent_id",
            get: get_persistent_id,
            set: Some(|_, value, new| {
                this(value).persistent_id.set(new);
                Ok(())
            }),
        },
        GetSet { name: "dispatch_table", get: get_dispatch_table, set: Some(set_dispatch_table) },
        GetSet { name: "memo", get: memo::of_pickler, set: Some(set_memo) },
        GetSet {
            name: "bin",
            get: |vm, value| vm.new_int(this(value).binary.get()),
            set: Some(|vm, value, new| set_int(vm, &this(value).binary, new)),
        },
        GetSet {
            name: "fast",
            get: |vm, value| vm.new_int(this(value).fast.get()),
            set: Some(|vm, value, new| set_int(vm, &this(value).fast, new)),
        },
    ],
    page: PageKind::Container,
    slot: <Pickler as Traverse>::slot,
    finish: None,
    size: fixed_size::<Pickler>,
};
