//! `types.SimpleNamespace`: an object with nothing but attributes.

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value};

use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, CmpOp, GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::str::{Str, StrBuilder};
use crate::types::typ::Type;

/// A `types.SimpleNamespace`.
#[repr(C)]
pub struct Namespace {
    /// Count, shape, flags.
    pub header: Header,
    /// Attributes.
    pub dict: Obj<Dict>,
}

pitviper_object::object!(Namespace, kinds::NAMESPACE, dict);

impl Vm {
    /// An empty `types.SimpleNamespace`.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn new_namespace(&mut self) -> PyResult<Obj<Namespace>> {
        let header = Header::new(u32::from(kinds::NAMESPACE), TRACKED);
        let dict = self.new_dict()?;
        Ok(Obj::create(&mut self.heap, PageKind::Container, Namespace { header, dict })?)
    }
}

fn view(value: &Value) -> &Namespace {
    // SAFETY: called with receivers of this type only.
    unsafe { value.cast_unchecked() }
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(class) = args.values[0].downcast::<Type>() else { return Err(vm.no_memory()) };
    let dict = vm.new_dict()?;
    let made = Namespace { header: Header::new(u32::from(kinds::NAMESPACE), TRACKED), dict };
    Ok(vm.new_instance_of(class, PageKind::Container, made)?.into_value())
}

fn init(vm: &mut Vm, args: Args<'_>) -> PyResult<()> {
    let dict = view(&args.values[0]).dict.clone();
    let positional = &args.positional()[1..];
    if positional.len() > 1 {
        let (name, given) = (vm.type_name(&args.values[0]), positional.len());
        return Err(vm.type_error(format_args!("{name} expected at most 1 argument, got {given}")));
    }
    if let [source] = positional {
        let pairs = vm.new_dict()?;
        vm.dict_update(&pairs, source)?;
        let mut position = 0;
        while let Some((key, value)) = pairs.next_entry(&mut position) {
            if key.downcast::<Str>().is_none() {
                return Err(vm.type_error(format_args!("keywords must be strings")));
            }
            vm.dict_set(&dict, key, value)?;
        }
    }
    for (name, value) in args.keywords() {
        vm.dict_set(&dict, name.clone(), value.clone())?;
    }
    Ok(())
}

fn repr(vm: &mut Vm, object: &Value) -> PyResult {
    let exact = object.exact::<Namespace>().is_some();
    let entered = vm.repr_enter(object)?;
    let mut builder = StrBuilder::new(vm);
    if exact {
        builder.push_text("namespace")?;
    } else {
        builder.push_str(vm.type_name(object))?;
    }
    if !entered {
        builder.push_text("(...)")?;
        return builder.finish();
    }
    let text = items(vm, object, builder);
    vm.repr_leave(object);
    text
}

fn items(vm: &mut Vm, object: &Value, mut builder: StrBuilder) -> PyResult {
    builder.push_text("(")?;
    let dict = view(object).dict.clone();
    let keys = vm.list_from(dict.as_value())?;
    let mut first = true;
    let mut index = 0;
    while let Some(key) = keys.get(index) {
        index += 1;
        let (Some(name), Some(value)) = (key.downcast::<Str>(), dict.get_str(vm, &key)) else { continue };
        if name.is_empty() {
            continue;
        }
        if !first {
            builder.push_text(", ")?;
        }
        first = false;
        builder.push_str(name)?;
        builder.push_text("=")?;
        let text = vm.repr(&value)?;
        if let Some(text) = text.downcast::<Str>() {
            builder.push_str(text)?;
        }
    }
    builder.push_text(")")?;
    builder.finish()
}

fn compare(vm: &mut Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let (Some(x), Some(y)) = (a.downcast::<Namespace>(), b.downcast::<Namespace>()) else {
        return Ok(Value::not_implemented());
    };
    let (x, y) = (x.dict.clone().into_value(), y.dict.clone().into_value());
    vm.compare(&x, &y, op)
}

/// `copy.replace(namespace, **changes)`.
fn replace(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if args.positional_count() > 1 {
        return Err(vm.type_error(format_args!("__replace__() takes no positional arguments")));
    }
    let class = vm.type_of(&args.values[0]).to_value();
    let made = vm.call(&class, &[])?;
    let dict = match made.downcast::<Namespace>() {
        Some(made) => made.dict.clone(),
        None => {
            let kind = vm.type_name(&made);
            return Err(
                vm.type_error(format_args!("expect types.SimpleNamespace type, but {kind}() returned '{kind}' object"))
            );
        }
    };
    let own = view(&args.values[0]).dict.clone();
    vm.dict_merge(&dict, &own, true)?;
    for (name, value) in args.keywords() {
        vm.dict_set(&dict, name.clone(), value.clone())?;
    }
    Ok(made)
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = vm.type_of(&args.values[0]).to_value();
    let dict = view(&args.values[0]).dict.clone().into_value();
    let empty = vm.new_tuple(&[])?;
    vm.new_tuple_from([class, empty, dict])
}

static SLOTS: Slots = Slots {
    new: Some(new),
    init: Some(init),
    repr: Some(repr),
    compare: Some(compare),
    unhashable: true,
    ..Slots::EMPTY
};

/// The type.
pub static NAMESPACE: TypeSpec = TypeSpec {
    name: "SimpleNamespace",
    module: "types",
    kind: kinds::NAMESPACE,
    base: kinds::OBJECT,
    doc: "SimpleNamespace(mapping_or_iterable=(), /, **kwargs)\n--\n\nA simple attribute-based namespace.",
    flags: TypeSpec::SUBCLASSABLE,
    slots: &SLOTS,
    methods: &[
        Method::new("__reduce__", reduce, 0, 0).doc("Return state information for pickling"),
        Method::keywords("__replace__", replace)
            .doc("A copy of the namespace with new values for the attributes named."),
    ],
    getset: &[GetSet { name: "__dict__", get: |_, n| Ok(view(n).dict.clone().into_value()), set: None }],
    page: PageKind::Container,
    slot: <Namespace as Traverse>::slot,
    finish: None,
    size: fixed_size::<Namespace>,
};
