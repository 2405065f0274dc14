//! `partial`: a callable and some of its arguments. Positional ones may be left open by `Placeholder`.

use std::cell::Cell;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use super::{kind, placeholder};
use crate::core::cell::ValueCell;
use crate::core::error::{PyResult, Raised};
use crate::core::kinds;
use crate::core::native::{Args, GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::iterators::{instance, read_only, receiver};
use crate::types::list::List;
use crate::types::str::{Str, StrBuilder};
use crate::types::tuple::Tuple;
use crate::types::tuple::fresh::from_list;
use crate::types::typing::class_getitem;

/// Arguments that a call keeps on the native stack.
const INLINE: usize = 8;

/// A partial call.
#[repr(C)]
pub struct Partial {
    /// Count, shape, flags.
    pub header: Header,
    function: ValueCell,
    args: ValueCell,
    keywords: ValueCell,
    /// Placeholders among the arguments.
    open: Cell<usize>,
}

object!(Partial, kind::PARTIAL, function, args, keywords);

fn this(value: &Value) -> &Partial {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

#[cold]
fn damaged(vm: &mut Vm) -> Raised {
    vm.type_error(format_args!("invalid partial state"))
}

/// Function, arguments and keyword arguments.
struct Parts {
    function: Value,
    args: Obj<Tuple>,
    keywords: Obj<Dict>,
}

impl Partial {
    fn parts(&self, vm: &mut Vm) -> PyResult<Parts> {
        match (self.function.get(), self.args.get_obj(), self.keywords.get_obj()) {
            (Some(function), Some(args), Some(keywords)) => Ok(Parts { function, args, keywords }),
            _ => Err(damaged(vm)),
        }
    }
}

fn count_open(items: &[Value]) -> usize {
    items.iter().filter(|item| placeholder::is(item)).count()
}

/// `first` with its open places taken by values of `more`, what is left of which follows.
fn fill(vm: &mut Vm, first: &[Value], more: &[Value]) -> PyResult<Obj<List>> {
    let all = vm.new_list()?;
    all.reserve_exact(&mut vm.heap, first.len() + more.len())?;
    let mut more = more.iter();
    for item in first {
        let item = if placeholder::is(item) { more.next().unwrap_or(item) } else { item };
        vm.list_push(&all, item.clone())?;
    }
    for item in more {
        vm.list_push(&all, item.clone())?;
    }
    Ok(all)
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let given = args.behind_receiver();
    let Some((function, rest)) = given.positional().split_first() else {
        return Err(vm.type_error(format_args!("type 'partial' takes at least one argument")));
    };
    if !vm.is_callable(function) {
        return Err(vm.type_error(format_args!("the first argument must be callable")));
    }
    if rest.last().is_some_and(placeholder::is) {
        return Err(vm.type_error(format_args!("trailing Placeholders are not allowed")));
    }
    if given.keywords().any(|(_, value)| placeholder::is(value)) {
        return Err(vm.type_error(format_args!("Placeholder cannot be passed as a keyword argument")));
    }
    let inner = match function.downcast::<Partial>() {
        Some(inner) => Some(inner.parts(vm)?),
        None => None,
    };
    let (function, all, keywords) = match inner {
        Some(inner) => {
            let all = fill(vm, inner.args.items(), rest)?;
            (inner.function, from_list(vm, &all)?, vm.dict_copy(&inner.keywords)?)
        }
        None => (function.clone(), vm.new_tuple(rest)?, vm.new_dict()?),
    };
    for (key, value) in given.keywords() {
        vm.dict_set(&keywords, key.clone(), value.clone())?;
    }
    let open = all.downcast::<Tuple>().map_or(0, |all| count_open(all.items()));
    let payload = Partial {
        header: Header::new(u32::from(kind::PARTIAL), TRACKED),
        function: function.into(),
        args: all.into(),
        keywords: keywords.into_value().into(),
        open: Cell::new(open),
    };
    instance(vm, args, PageKind::Container, payload)
}

fn call(vm: &mut Vm, value: &Value, args: Args<'_>) -> PyResult {
    let partial = this(value);
    let parts = partial.parts(vm)?;
    let (given, open) = (args.positional(), partial.open.get());
    if given.len() < open {
        let count = given.len();
        return Err(vm.type_error(format_args!(
            "missing positional arguments in 'partial' call; expected at least {open}, got {count}"
        )));
    }
    vm.check_native_stack()?;
    let own = parts.args.items();
    if parts.keywords.is_empty() && open == 0 {
        let count = own.len() + args.values.len();
        if own.is_empty() {
            return vm.call_args(&parts.function, args);
        }
        if count <= INLINE {
            let mut all: [Value; INLINE] = [const { Value::small(0) }; INLINE];
            all[..own.len()].clone_from_slice(own);
            all[own.len()..count].clone_from_slice(args.values);
            return vm.call_args(&parts.function, Args { values: &all[..count], names: args.names });
        }
    }
    let all = fill(vm, own, given)?;
    let mut names = None;
    if !parts.keywords.is_empty() || args.keyword_count() > 0 {
        let keywords = if parts.keywords.is_empty() { vm.new_dict()? } else { vm.dict_copy(&parts.keywords)? };
        for (key, value) in args.keywords() {
            vm.dict_set(&keywords, key.clone(), value.clone())?;
        }
        let keys = vm.new_list()?;
        let mut position = 0;
        while let Some((key, value)) = keywords.next_entry(&mut position) {
            vm.list_push(&keys, key)?;
            vm.list_push(&all, value)?;
        }
        names = Some(from_list(vm, &keys)?);
    }
    let names = names.as_ref().and_then(Value::downcast::<Tuple>);
    // SAFETY: nobody else has the list.
    vm.call_args(&parts.function, Args { values: unsafe { all.items_unchecked() }, names })
}

fn get(vm: &mut Vm, value: &Value, object: Option<&Value>, _: &Value) -> PyResult {
    match object {
        Some(object) => vm.new_method(value.clone(), object.clone()),
        None => Ok(value.clone()),
    }
}

fn push_repr(vm: &mut Vm, text: &mut StrBuilder, value: &Value) -> PyResult<()> {
    let part = vm.repr(value)?;
    match part.downcast::<Str>() {
        Some(part) => text.push_str(part),
        None => Ok(()),
    }
}

fn repr(vm: &mut Vm, value: &Value) -> PyResult {
    if !vm.repr_enter(value)? {
        return vm.new_str("...");
    }
    let text = repr_parts(vm, value);
    vm.repr_leave(value);
    text
}

fn repr_parts(vm: &mut Vm, value: &Value) -> PyResult {
    let parts = this(value).parts(vm)?;
    let class = vm.type_of(value);
    let name = crate::types::typ::module_of(vm, class)?;
    let mut text = StrBuilder::new(vm);
    if let Some(module) = name.downcast::<Str>().filter(|name| !name.eq_str("builtins") && !name.eq_str("__main__")) {
        text.push_str(module)?;
        text.push_text(".")?;
    }
    let qualname = vm.type_of(value).qualname.get();
    if let Some(name) = qualname.as_ref().and_then(Value::downcast::<Str>) {
        text.push_str(name)?;
    }
    text.push_text("(")?;
    push_repr(vm, &mut text, &parts.function)?;
    for item in parts.args.items() {
        text.push_text(", ")?;
        push_repr(vm, &mut text, item)?;
    }
    let mut position = 0;
    while let Some((key, value)) = parts.keywords.next_entry(&mut position) {
        text.push_text(", ")?;
        let key = vm.str(&key)?;
        if let Some(key) = key.downcast::<Str>() {
            text.push_str(key)?;
        }
        text.push_text("=")?;
        push_repr(vm, &mut text, &value)?;
    }
    text.push_text(")")?;
    text.finish()
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let value = &args.values[0];
    let parts = this(value).parts(vm)?;
    let class = vm.type_of(value).to_value();
    let arguments = vm.new_tuple_from([parts.function.clone()])?;
    let dict = match vm.existing_dict(value) {
        Some(dict) => dict.into_value(),
        None => vm.materialize_dict(value)?.into_value(),
    };
    let dict = if dict.downcast::<Dict>().is_some_and(Dict::is_empty) { Value::none() } else { dict };
    let state = vm.new_tuple_from([parts.function, parts.args.into_value(), parts.keywords.into_value(), dict])?;
    vm.new_tuple_from([class, arguments, state])
}

fn set_state(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let value = &args.values[0];
    let Some([function, arguments, keywords, dict]) = args.values[1].downcast::<Tuple>().map(Tuple::items) else {
        return Err(damaged(vm));
    };
    let valid = vm.is_callable(function)
        && arguments.downcast::<Tuple>().is_some()
        && (keywords.is_none() || keywords.downcast::<Dict>().is_some());
    if !valid {
        return Err(damaged(vm));
    }
    let arguments = vm.tuple_from(arguments)?;
    let items = arguments.downcast::<Tuple>().map_or(&[][..], Tuple::items);
    if items.last().is_some_and(placeholder::is) {
        return Err(vm.type_error(format_args!("trailing Placeholders are not allowed")));
    }
    let open = count_open(items);
    let keywords = match keywords.downcast::<Dict>() {
        Some(dict) if keywords.exact::<Dict>().is_some() => Obj::from_ref(dict),
        Some(dict) => vm.dict_copy(dict)?,
        None => vm.new_dict()?,
    };
    if !dict.is_none() {
        crate::types::object::set_dict(vm, value, Some(dict.clone()))?;
    }
    let partial = this(value);
    partial.function.set(Some(function.clone()));
    partial.args.set(Some(arguments));
    partial.keywords.set(Some(keywords.into_value()));
    partial.open.set(open);
    Ok(Value::none())
}

fn member(cell: &ValueCell) -> PyResult {
    Ok(cell.get().unwrap_or_else(Value::none))
}

/// The type.
pub static PARTIAL: TypeSpec = TypeSpec {
    name: "partial",
    module: "functools",
    kind: kind::PARTIAL,
    base: kinds::OBJECT,
    doc: "Create a new function with partial application of the given arguments and keywords.",
    flags: TypeSpec::SUBCLASSABLE | TypeSpec::INSTANCE_DICT | TypeSpec::WEAK,
    slots: &Slots { new: Some(new), call: Some(call), repr: Some(repr), descr_get: Some(get), ..Slots::EMPTY },
    methods: &[
        Method::new("__reduce__", reduce, 0, 0).doc("What pickling needs."),
        Method::new("__setstate__", set_state, 1, 1).doc("Takes over what pickling kept."),
        Method::new("__class_getitem__", class_getitem, 1, 1).class().doc("See PEP 585"),
    ],
    getset: &[
        GetSet { name: "func", get: |_, value| member(&this(value).function), set: Some(read_only) },
        GetSet { name: "args", get: |_, value| member(&this(value).args), set: Some(read_only) },
        GetSet { name: "keywords", get: |_, value| member(&this(value).keywords), set: Some(read_only) },
    ],
    page: PageKind::Container,
    slot: <Partial as Traverse>::slot,
    finish: None,
    size: fixed_size::<Partial>,
};
