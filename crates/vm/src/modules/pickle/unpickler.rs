//! `Unpickler`.

use std::cell::Cell;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use super::memo::{self, Read};
use super::{find, kind, load, look_up, unpickling_error};
use crate::core::args::Params;
use crate::core::cell::ValueCell;
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::iterators::{instance, receiver, typed};
use crate::types::str::Str;
use crate::types::tuple::Tuple;

/// What objects are read with.
#[repr(C)]
pub struct Unpickler {
    /// Count, shape, flags.
    pub header: Header,
    /// The file's `read`; nothing for bytes, and before `__init__`.
    pub read: ValueCell,
    /// The file's `readline`.
    pub readline: ValueCell,
    /// The file's `peek`, when it has one that works.
    pub peek: ValueCell,
    /// Bytes that were read and not all used.
    pub data: ValueCell,
    objects: ValueCell,
    others: ValueCell,
    persistent_load: ValueCell,
    /// How strings of Python 2 are decoded.
    pub encoding: ValueCell,
    /// What is done about those that cannot be decoded.
    pub errors: ValueCell,
    /// Where buffers come from.
    pub buffers: ValueCell,
    /// How many bytes of the data were used.
    pub position: Cell<usize>,
    /// Up to where the file has moved over them.
    pub passed: Cell<usize>,
    /// Where the frame ends that is being read; what is not beyond the position is over.
    pub frame_end: Cell<usize>,
    /// Whether a `load` is going on.
    pub busy: Cell<bool>,
    /// The form being read.
    pub protocol: Cell<u8>,
    fix_imports: Cell<bool>,
}

object!(
    Unpickler,
    kind::UNPICKLER,
    read,
    readline,
    peek,
    data,
    objects,
    others,
    persistent_load,
    encoding,
    errors,
    buffers
);

fn this(value: &Value) -> &Unpickler {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

/// Optional arguments.
pub struct Options<'a> {
    /// Whose arguments they are.
    pub function: &'static str,
    pub fix_imports: Option<&'a Value>,
    pub encoding: Option<&'a Value>,
    pub errors: Option<&'a Value>,
    pub buffers: Option<&'a Value>,
}

fn blank(vm: &mut Vm) -> PyResult<Unpickler> {
    Ok(Unpickler {
        header: Header::new(u32::from(kind::UNPICKLER), TRACKED),
        read: ValueCell::default(),
        readline: ValueCell::default(),
        peek: ValueCell::default(),
        data: ValueCell::default(),
        objects: vm.new_list()?.into_value().into(),
        others: vm.new_dict()?.into_value().into(),
        persistent_load: ValueCell::default(),
        encoding: ValueCell::default(),
        errors: ValueCell::default(),
        buffers: ValueCell::default(),
        position: Cell::new(0),
        passed: Cell::new(0),
        frame_end: Cell::new(0),
        busy: Cell::new(false),
        protocol: Cell::new(0),
        fix_imports: Cell::new(true),
    })
}

/// An unpickler without input.
pub fn create(vm: &mut Vm) -> PyResult<Obj<Unpickler>> {
    let made = blank(vm)?;
    Ok(Obj::create(&mut vm.heap, PageKind::Container, made)?)
}

/// An argument that is a string, or nothing.
fn text(vm: &mut Vm, (function, name): (&str, &str), value: Option<&Value>) -> PyResult<Option<Value>> {
    match value {
        Some(value) if value.downcast::<Str>().is_none() => {
            let kind = vm.argument_kind(value);
            Err(vm.type_error(format_args!("{function}() argument '{name}' must be str, not {kind}")))
        }
        value => Ok(value.cloned()),
    }
}

impl Unpickler {
    /// What was read so far.
    pub fn memo(&self, vm: &mut Vm) -> PyResult<Read> {
        match (self.objects.get_obj(), self.others.get_obj()) {
            (Some(objects), Some(others)) => Ok(Read::of(objects, others)),
            _ => Err(vm.raise(Exc::SystemError, format_args!("the memo is gone"))),
        }
    }

    /// Refuses to be used by a program that one of its own loads runs.
    pub fn check_free(&self, vm: &mut Vm) -> PyResult<()> {
        if self.busy.get() {
            return Err(vm.raise(Exc::RuntimeError, format_args!("Unpickler object is already used")));
        }
        Ok(())
    }

    /// Takes the optional arguments.
    pub fn set_up(&self, vm: &mut Vm, options: Options<'_>) -> PyResult<()> {
        let encoding = text(vm, (options.function, "encoding"), options.encoding)?;
        let errors = text(vm, (options.function, "errors"), options.errors)?;
        self.encoding.set(encoding);
        self.errors.set(errors);
        let buffers = match options.buffers.filter(|buffers| !buffers.is_none()) {
            Some(buffers) if buffers.exact::<Tuple>().is_none_or(|buffers| !buffers.is_empty()) => {
                Some(vm.iter(buffers)?)
            }
            _ => None,
        };
        self.buffers.set(buffers);
        let fix = options.fix_imports.map_or(Ok(true), |fix| vm.truth(fix))?;
        self.fix_imports.set(fix);
        self.protocol.set(0);
        Ok(())
    }

    /// Takes the file.
    pub fn set_file(&self, vm: &mut Vm, file: &Value) -> PyResult<()> {
        let peek = vm.intern("peek")?;
        let peek = vm.get_attr_opt(file, &peek)?;
        let read = vm.get_attr_opt(file, &vm.names().read.clone())?;
        let readline = vm.get_attr_opt(file, &vm.names().readline.clone())?;
        if read.is_none() || readline.is_none() {
            return Err(vm.type_error(format_args!("file must have 'read' and 'readline' attributes")));
        }
        self.peek.set(peek);
        self.read.set(read);
        self.readline.set(readline);
        Ok(())
    }
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let made = blank(vm)?;
    instance(vm, args, PageKind::Container, made)
}

fn init(vm: &mut Vm, args: Args<'_>) -> PyResult<()> {
    let parameters = Params::new("Unpickler", ["file", "fix_imports", "encoding", "errors", "buffers"]);
    let [file, fix_imports, encoding, errors, buffers] =
        parameters.required(1).keyword_only(4).bind(vm, args.behind_receiver())?;
    let Some(file) = file else { return Ok(()) };
    let own = this(&args.values[0]);
    own.check_free(vm)?;
    own.read.set(None);
    own.data.set(None);
    own.position.set(0);
    own.passed.set(0);
    own.frame_end.set(0);
    own.memo(vm)?.clear();
    own.set_file(vm, file)?;
    own.set_up(vm, Options { function: "Unpickler", fix_imports, encoding, errors, buffers })
}

fn load(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let value = &args.values[0];
    if this(value).read.is_none() {
        let kind = vm.type_name(value);
        let message = format_args!("Unpickler.__init__() was not called by {kind}.__init__()");
        return Err(unpickling_error(vm, message));
    }
    let unpickler: Obj<Unpickler> = typed(vm, value.clone())?;
    load::load(vm, &unpickler)
}

/// `persistent_load` when nobody says otherwise.
static PERSISTENT_LOAD: Method = Method::new(
    "persistent_load",
    |vm, _| {
        let message =
            "A load persistent id instruction was encountered, but no persistent_load function was specified.";
        Err(unpickling_error(vm, format_args!("{message}")))
    },
    1,
    1,
)
.doc("persistent_load($self, pid, /)\n--\n\nThe object of a persistent id.");

fn get_persistent_load(vm: &mut Vm, value: &Value) -> PyResult {
    match this(value).persistent_load.get() {
        Some(function) => Ok(function),
        None => vm.new_bound_native(&PERSISTENT_LOAD, value.clone()),
    }
}

fn set_memo(vm: &mut Vm, value: &Value, new: Option<Value>) -> PyResult<()> {
    match new {
        Some(new) => this(value).memo(vm)?.assign(vm, &new),
        None => Err(vm.type_error(format_args!("attribute deletion is not supported"))),
    }
}

fn find_class_method(vm: &mut Vm, args: Args<'_>) -> PyResult {
    find_class(vm, this(&args.values[0]), &args.values[1], &args.values[2])
}

/// What Python 3 calls what Python 2 called so.
fn modern(vm: &mut Vm, module: &Value, name: &Value) -> PyResult<(Value, Value)> {
    let key = vm.new_tuple_from([module.clone(), name.clone()])?;
    if let Some(new) = look_up(vm, "_compat_pickle", "NAME_MAPPING", &key)? {
        return match new.downcast::<Tuple>().map(Tuple::items) {
            Some([module, name]) => Ok((module.clone(), name.clone())),
            _ => {
                let message = format_args!("_compat_pickle.NAME_MAPPING values should be 2-tuples");
                Err(vm.raise(Exc::RuntimeError, message))
            }
        };
    }
    let module = match look_up(vm, "_compat_pickle", "IMPORT_MAPPING", module)? {
        Some(new) => new,
        None => module.clone(),
    };
    Ok((module, name.clone()))
}

/// What `name` means in the module `module`.
pub fn find_class(vm: &mut Vm, unpickler: &Unpickler, module: &Value, name: &Value) -> PyResult {
    vm.audit("pickle.find_class", &[module.clone(), name.clone()])?;
    let protocol = unpickler.protocol.get();
    let (module, name) = if protocol < 3 && unpickler.fix_imports.get() {
        modern(vm, module, name)?
    } else {
        (module.clone(), name.clone())
    };
    let found = find::module(vm, &module)?;
    let Some(text) = name.downcast::<Str>().filter(|name| protocol >= 4 && find::is_dotted(name)) else {
        return vm.get_attr(&found, &name);
    };
    match find::attribute(vm, &found, text) {
        Err(raised) if vm.raised_is(&raised, Exc::AttributeError) => {
            let cause = vm.take_raised(raised);
            let (name, module) = (super::Named::repr(vm, &name)?, super::Named::repr(vm, &module)?);
            let raised = vm.raise(Exc::AttributeError, format_args!("Can't resolve path {name} on module {module}"));
            let exception = vm.take_raised(raised);
            crate::types::exception::set_context(&exception, Some(cause));
            Err(vm.reraise(exception))
        }
        found => found,
    }
}

/// The type.
pub static UNPICKLER: TypeSpec = TypeSpec {
    name: "Unpickler",
    module: "_pickle",
    kind: kind::UNPICKLER,
    base: kinds::OBJECT,
    doc: "Unpickler(file, *, fix_imports=True, encoding='ASCII', errors='strict',\n          buffers=())\n--\n\nThis takes a binary file for reading a pickle data stream.",
    flags: TypeSpec::SUBCLASSABLE,
    slots: &Slots { new: Some(new), init: Some(init), ..Slots::EMPTY },
    methods: &[
        Method::new("load", load, 0, 0).doc("load($self, /)\n--\n\nLoad a pickle."),
        Method::new("find_class", find_class_method, 2, 2)
            .doc("find_class($self, module_name, global_name, /)\n--\n\nReturn an object from a specified module."),
    ],
    getset: &[
        GetSet {
            name: "persistent_load",
            get: get_persistent_load,
            set: Some(|_, value, new| {
                this(value).persistent_load.set(new);
                Ok(())
            }),
        },
        GetSet { name: "memo", get: memo::of_unpickler, set: Some(set_memo) },
    ],
    page: PageKind::Container,
    slot: <Unpickler as Traverse>::slot,
    finish: None,
    size: fixed_size::<Unpickler>,
};
