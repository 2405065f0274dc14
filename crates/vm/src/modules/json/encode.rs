//! `make_encoder`: values to JSON text, in one string.

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, PageKind, Traverse, Value, object};

use super::{escape, kind};
use crate::core::cell::ValueCell;
use crate::core::error::{PyResult, Raised};
use crate::core::kinds;
use crate::core::native::{Args, GetSet, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::iterators::{instance, receiver};
use crate::types::list::List;
use crate::types::native::BuiltinFunction;
use crate::types::str::{Str, StrBuilder};
use crate::types::tuple::Tuple;
use crate::types::{float, int};

/// An encoder: how to write.
#[repr(C)]
pub struct Encoder {
    /// Count, shape, flags.
    pub header: Header,
    markers: ValueCell,
    default: ValueCell,
    encoder: ValueCell,
    indent: ValueCell,
    key_separator: ValueCell,
    item_separator: ValueCell,
    sort_keys: bool,
    skip_keys: bool,
    allow_nan: bool,
}

object!(Encoder, kind::ENCODER, markers, default, encoder, indent, key_separator, item_separator);

fn this(value: &Value) -> &Encoder {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

const PARAMETERS: [&str; 9] = [
    "markers",
    "default",
    "encoder",
    "indent",
    "key_separator",
    "item_separator",
    "sort_keys",
    "skipkeys",
    "allow_nan",
];

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let given = args.behind_receiver().parse(vm, "make_encoder", PARAMETERS, 9, 0)?;
    let given = given.map(|value| value.cloned().unwrap_or_else(Value::none));
    let [markers, default, encoder, indent, key_separator, item_separator, sort_keys, skip_keys, allow_nan] = given;
    if !markers.is_none() && markers.downcast::<Dict>().is_none() {
        let kind = vm.argument_kind(&markers);
        return Err(vm.type_error(format_args!("make_encoder() argument 1 must be dict or None, not {kind}")));
    }
    for (place, separator) in [(5, &key_separator), (6, &item_separator)] {
        if separator.downcast::<Str>().is_none() {
            let kind = vm.argument_kind(separator);
            return Err(vm.type_error(format_args!("make_encoder() argument {place} must be str, not {kind}")));
        }
    }
    let made = Encoder {
        header: Header::new(u32::from(kind::ENCODER), TRACKED),
        markers: markers.into(),
        default: default.into(),
        encoder: encoder.into(),
        indent: indent.into(),
        key_separator: key_separator.into(),
        item_separator: item_separator.into(),
        sort_keys: vm.truth(&sort_keys)?,
        skip_keys: vm.truth(&skip_keys)?,
        allow_nan: vm.truth(&allow_nan)?,
    };
    instance(vm, args, PageKind::Container, made)
}

/// What writes strings.
enum Strings {
    /// One of the module's own functions: the result in ASCII or not.
    Native(bool),
    Python(Value),
}

/// A text being written.
struct Writer {
    markers: Option<Value>,
    default: Value,
    strings: Strings,
    indent: Option<Value>,
    key_separator: Value,
    item_separator: Value,
    sort_keys: bool,
    skip_keys: bool,
    allow_nan: bool,
    out: StrBuilder,
}

fn call(vm: &mut Vm, encoder: &Value, args: Args<'_>) -> PyResult {
    let [object, level] = args.parse(vm, "_iterencode", ["obj", "_current_indent_level"], 2, 0)?;
    let (Some(object), Some(level)) = (object, level) else { return Ok(Value::none()) };
    let level = usize::try_from(vm.index_isize(level)?).unwrap_or(0);
    let own = this(encoder);
    let get = |cell: &ValueCell| cell.get().unwrap_or_else(Value::none);
    let strings = get(&own.encoder);
    let strings = match strings.exact::<BuiltinFunction>().map(|function| function.method.name) {
        Some("encode_basestring_ascii") => Strings::Native(true),
        Some("encode_basestring") => Strings::Native(false),
        _ => Strings::Python(strings),
    };
    let mut writer = Writer {
        markers: own.markers.get().filter(|markers| !markers.is_none()),
        default: get(&own.default),
        strings,
        indent: own.indent.get().filter(|indent| indent.downcast::<Str>().is_some()),
        key_separator: get(&own.key_separator),
        item_separator: get(&own.item_separator),
        sort_keys: own.sort_keys,
        skip_keys: own.skip_keys,
        allow_nan: own.allow_nan,
        out: StrBuilder::new(vm),
    };
    writer.value(vm, object, level)?;
    let text = writer.out.finish()?;
    vm.new_tuple_from([text])
}

impl Writer {
    fn push(&mut self, text: &Value) -> PyResult<()> {
        match text.downcast::<Str>() {
            Some(text) => self.out.push_str(text),
            None => Ok(()),
        }
    }

    fn value(&mut self, vm: &mut Vm, object: &Value, level: usize) -> PyResult<()> {
        vm.work_plain(1)?;
        if object.is_none() {
            return self.out.push_text("null");
        }
        match vm.type_of(object).kind {
            kinds::BOOL => self.out.push_text(if object.is_true() { "true" } else { "false" }),
            kinds::STR => self.string(vm, object),
            kinds::INT => {
                let text = int::text::repr(vm, object)?;
                self.push(&text)
            }
            kinds::FLOAT => {
                let text = self.float(vm, object)?;
                self.push(&text)
            }
            kinds::LIST | kinds::TUPLE => self.sequence(vm, object, level),
            kinds::DICT => self.mapping(vm, object, level),
            _ => self.other(vm, object, level),
        }
    }

    fn string(&mut self, vm: &mut Vm, object: &Value) -> PyResult<()> {
        match &self.strings {
            Strings::Native(ascii) => match object.downcast::<Str>() {
                Some(text) => escape::push(&mut self.out, text.chars(), *ascii),
                None => Ok(()),
            },
            Strings::Python(encoder) => {
                let text = vm.call(encoder, std::slice::from_ref(object))?;
                if text.downcast::<Str>().is_none() {
                    let kind = vm.type_name(&text);
                    return Err(vm.type_error(format_args!("encoder() must return a string, not {kind}")));
                }
                self.push(&text)
            }
        }
    }

    /// The text of a float.
    fn float(&mut self, vm: &mut Vm, object: &Value) -> PyResult {
        let number = float::value_of(object).unwrap_or(0.0);
        if number.is_finite() {
            return float::repr(vm, object);
        }
        if !self.allow_nan {
            let shown = float::repr(vm, object)?;
            return Err(match shown.downcast::<Str>() {
                Some(shown) => {
                    vm.value_error(format_args!("Out of range float values are not JSON compliant: {shown}"))
                }
                None => vm.no_memory(),
            });
        }
        let text = match number {
            number if number.is_nan() => "NaN",
            number if number > 0.0 => "Infinity",
            _ => "-Infinity",
        };
        vm.intern(text)
    }

    /// Notes that a container is being written; its key among the markers.
    fn enter(&mut self, vm: &mut Vm, object: &Value) -> PyResult<Option<Value>> {
        let Some(markers) = self.markers.clone() else { return Ok(None) };
        let Some(markers) = markers.downcast::<Dict>() else { return Ok(None) };
        let id = vm.id(object);
        let key = vm.new_usize(id as usize)?;
        if vm.dict_contains(markers, &key)? {
            return Err(vm.value_error(format_args!("Circular reference detected")));
        }
        vm.dict_set(markers, key.clone(), object.clone())?;
        Ok(Some(key))
    }

    fn leave(&mut self, vm: &mut Vm, key: Option<Value>) -> PyResult<()> {
        match (key, self.markers.as_ref().and_then(Value::downcast::<Dict>)) {
            (Some(key), Some(markers)) => vm.dict_remove(markers, &key).map(drop),
            _ => Ok(()),
        }
    }

    fn line(&mut self, level: usize) -> PyResult<()> {
        let Some(indent) = self.indent.clone() else { return Ok(()) };
        self.out.push_char(0x0A)?;
        (0..level).try_for_each(|_| self.push(&indent))
    }

    fn separate(&mut self, level: usize) -> PyResult<()> {
        let separator = self.item_separator.clone();
        self.push(&separator)?;
        self.line(level)
    }

    fn sequence(&mut self, vm: &mut Vm, object: &Value, level: usize) -> PyResult<()> {
        vm.check_native_stack()?;
        let item = |index: usize| match object.downcast::<List>() {
            Some(list) => list.get(index),
            None => object.downcast::<Tuple>().and_then(|tuple| tuple.items().get(index).cloned()),
        };
        let Some(mut value) = item(0) else { return self.out.push_text("[]") };
        let key = self.enter(vm, object)?;
        self.out.push_text("[")?;
        self.line(level + 1)?;
        let mut index = 0;
        loop {
            if let Err(raised) = self.value(vm, &value, level + 1) {
                return Err(item_note(vm, raised, object, Place::Index(index)));
            }
            index += 1;
            match item(index) {
                Some(next) => value = next,
                None => break,
            }
            self.separate(level + 1)?;
        }
        self.leave(vm, key)?;
        self.line(level)?;
        self.out.push_text("]")
    }

    fn mapping(&mut self, vm: &mut Vm, object: &Value, level: usize) -> PyResult<()> {
        vm.check_native_stack()?;
        if vm.len(object)? == 0 {
            return self.out.push_text("{}");
        }
        let marker = self.enter(vm, object)?;
        self.out.push_text("{")?;
        let mut first = true;
        match object.exact::<Dict>().filter(|_| !self.sort_keys) {
            Some(dict) => {
                let mut position = 0;
                while let Some((key, value)) = dict.next_entry(&mut position) {
                    self.member(vm, object, &key, &value, level, &mut first)?;
                }
            }
            None => {
                let items = vm.names().items.clone();
                let items = vm.call_method(object, &items, &[])?;
                let items = vm.list_from(&items)?;
                if self.sort_keys {
                    vm.list_sort(&items, None, false)?;
                }
                let mut index = 0;
                while let Some(pair) = items.get(index) {
                    index += 1;
                    let Some([key, value]) = pair.downcast::<Tuple>().map(Tuple::items) else {
                        return Err(vm.value_error(format_args!("items must return 2-tuples")));
                    };
                    self.member(vm, object, key, value, level, &mut first)?;
                }
            }
        }
        self.leave(vm, marker)?;
        if !first {
            self.line(level)?;
        }
        self.out.push_text("}")
    }

    fn member(
        &mut self,
        vm: &mut Vm,
        object: &Value,
        key: &Value,
        value: &Value,
        level: usize,
        first: &mut bool,
    ) -> PyResult<()> {
        let Some(name) = self.key(vm, key)? else { return Ok(()) };
        if std::mem::take(first) {
            self.line(level + 1)?;
        } else {
            self.separate(level + 1)?;
        }
        self.string(vm, &name)?;
        let separator = self.key_separator.clone();
        self.push(&separator)?;
        match self.value(vm, value, level + 1) {
            Ok(()) => Ok(()),
            Err(raised) => Err(item_note(vm, raised, object, Place::Key(key))),
        }
    }

    /// A key as a string; nothing when it is to be left out.
    fn key(&mut self, vm: &mut Vm, key: &Value) -> PyResult<Option<Value>> {
        if key.is_none() {
            return vm.intern("null").map(Some);
        }
        match vm.type_of(key).kind {
            kinds::STR => Ok(Some(key.clone())),
            kinds::FLOAT => self.float(vm, key).map(Some),
            kinds::BOOL => vm.intern(if key.is_true() { "true" } else { "false" }).map(Some),
            kinds::INT => int::text::repr(vm, key).map(Some),
            _ if self.skip_keys => Ok(None),
            _ => {
                let kind = vm.type_name(key);
                Err(vm.type_error(format_args!("keys must be str, int, float, bool or None, not {kind}")))
            }
        }
    }

    /// What `default` makes of an object that JSON has no form for.
    fn other(&mut self, vm: &mut Vm, object: &Value, level: usize) -> PyResult<()> {
        vm.check_native_stack()?;
        let marker = self.enter(vm, object)?;
        let default = self.default.clone();
        let replacement = vm.call(&default, std::slice::from_ref(object))?;
        if let Err(raised) = self.value(vm, &replacement, level) {
            return Err(item_note(vm, raised, object, Place::Whole));
        }
        self.leave(vm, marker)
    }
}

/// Where in an object an error came from.
enum Place<'a> {
    Index(usize),
    Key(&'a Value),
    Whole,
}

/// Adds a note to the exception that waits: which item could not be written.
#[cold]
fn item_note(vm: &mut Vm, raised: Raised, object: &Value, place: Place<'_>) -> Raised {
    let exception = vm.take_raised(raised);
    let kind = vm.type_name(object);
    let note = match place {
        Place::Index(index) => vm.new_str_fmt(format_args!("when serializing {kind} item {index}")),
        Place::Whole => vm.new_str_fmt(format_args!("when serializing {kind} object")),
        Place::Key(key) => vm.repr(key).and_then(|key| match key.downcast::<Str>() {
            Some(key) => vm.new_str_fmt(format_args!("when serializing {kind} item {key}")),
            None => Ok(key),
        }),
    };
    let name = vm.names().add_note.clone();
    let noted = note.and_then(|note| vm.call_method(&exception, &name, &[note]));
    match noted {
        Ok(_) => vm.reraise(exception),
        Err(raised) => {
            drop(vm.take_raised(raised));
            vm.reraise(exception)
        }
    }
}

macro_rules! member {
    ($name:literal, $field:ident) => {
        GetSet { name: $name, get: |_, value| Ok(this(value).$field.get().unwrap_or_else(Value::none)), set: None }
    };
}

/// The type.
pub static ENCODER: TypeSpec = TypeSpec {
    name: "Encoder",
    module: "_json",
    kind: kind::ENCODER,
    base: kinds::OBJECT,
    doc: "Encoder(markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)",
    flags: TypeSpec::SUBCLASSABLE,
    slots: &Slots { new: Some(new), call: Some(call), ..Slots::EMPTY },
    methods: &[],
    getset: &[
        member!("markers", markers),
        member!("default", default),
        member!("encoder", encoder),
        member!("indent", indent),
        member!("key_separator", key_separator),
        member!("item_separator", item_separator),
        GetSet { name: "sort_keys", get: |_, value| Ok(Value::bool(this(value).sort_keys)), set: None },
        GetSet { name: "skipkeys", get: |_, value| Ok(Value::bool(this(value).skip_keys)), set: None },
    ],
    page: PageKind::Container,
    slot: <Encoder as Traverse>::slot,
    finish: None,
    size: fixed_size::<Encoder>,
};
