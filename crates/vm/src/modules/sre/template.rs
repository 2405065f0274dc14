//! Replacement templates: literal text and groups in turn, as `re._parser.parse_template` gives them.

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use super::kind;
use super::match_object::Match;
use super::output::Output;
use super::pattern::no_group;
use super::subject::chars;
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::kinds;
use crate::core::native::{Args, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::bytes::{self, Bytes};
use crate::types::int;
use crate::types::iterators::{size_argument, typed};
use crate::types::list::List;
use crate::types::str::Str;
use crate::types::tuple::Tuple;

/// A template.
#[repr(C)]
pub struct Template {
    /// Count, shape, flags.
    pub header: Header,
    /// Literal, group, literal, …, literal.
    parts: Obj<Tuple>,
}

object!(Template, kind::TEMPLATE, parts);

impl Template {
    /// The first literal.
    fn literal(&self) -> &Value {
        &self.parts.items()[0]
    }

    /// The text, when there are no groups.
    pub fn constant(&self) -> Option<Value> {
        if self.parts.len() == 1 { Some(self.literal().clone()) } else { None }
    }

    /// Appends literals and the parts of `string` that `span` says, one group's after the other.
    ///
    /// # Errors
    /// `IndexError` for a group that does not exist; `TypeError` when bytes and strings meet.
    pub fn expand(
        &self,
        vm: &mut Vm,
        output: &mut Output,
        string: &Value,
        groups: usize,
        span: impl Fn(usize) -> Option<(usize, usize)>,
    ) -> PyResult<()> {
        let (text, bytes) = chars(string).unwrap_or((pitviper_text::Chars::One(&[]), true));
        if chars(self.literal()).is_none_or(|(_, own)| own != bytes) {
            return Err(mixed(vm, self.literal(), string));
        }
        for (index, part) in self.parts.items().iter().enumerate() {
            if index % 2 == 0 {
                output.push(part)?;
                continue;
            }
            let group = int::to_i64(part).and_then(|group| usize::try_from(group).ok());
            match group.filter(|group| *group < groups) {
                Some(group) => {
                    if let Some((start, end)) = span(group) {
                        output.push_chars(text.slice(start..end))?;
                    }
                }
                None => return Err(no_group(vm)),
            }
        }
        Ok(())
    }
}

/// The error of joining a group with literals of the other sort.
#[cold]
fn mixed(vm: &mut Vm, literal: &Value, string: &Value) -> Raised {
    let name = vm.type_name(string);
    match literal.downcast::<Str>() {
        Some(_) => vm.type_error(format_args!("sequence item 1: expected str instance, {name} found")),
        None => vm.type_error(format_args!("sequence item 1: expected a bytes-like object, {name} found")),
    }
}

/// `_sre.template(pattern, template)`.
pub fn make(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(list) = args.values[1].downcast::<List>() else {
        let name = vm.argument_kind(&args.values[1]);
        return Err(vm.type_error(format_args!("template() argument 2 must be list, not {name}")));
    };
    let parts = vm.tuple_from(&Obj::from_ref(list).into_value())?;
    let parts = typed::<Tuple>(vm, parts)?;
    let mut good = parts.len() % 2 == 1;
    for (index, part) in parts.items().iter().enumerate() {
        if index % 2 == 0 {
            good &= part.downcast::<Str>().is_some() || part.downcast::<Bytes>().is_some();
        } else if int::is_int(part) {
            good &= size_argument(vm, part)? >= 0;
        } else {
            return Err(vm.type_error(format_args!("an integer is required")));
        }
    }
    if !good {
        return Err(vm.type_error(format_args!("invalid template")));
    }
    let header = Header::new(u32::from(kind::TEMPLATE), TRACKED);
    Ok(Obj::create(&mut vm.heap, PageKind::Container, Template { header, parts })?.into_value())
}

/// The template that `re` makes of a replacement; a basic string of one that cannot be hashed.
///
/// # Errors
/// `re.PatternError`, and what importing `re` raises.
pub fn compile(vm: &mut Vm, pattern: &Value, replacement: &Value) -> PyResult<Obj<Template>> {
    let re = crate::import::import_absolute(vm, &vm.names().re)?;
    let function = vm.get_attr(&re, &vm.names()._compile_template)?;
    let made = match vm.call(&function, &[pattern.clone(), replacement.clone()]) {
        Err(raised) if vm.raised_is(&raised, Exc::TypeError) => {
            let plain = match (replacement.downcast::<Str>(), bytes::borrow(replacement)) {
                (Some(text), _) if !text.is_exact() => vm.new_str_chars(text.chars())?,
                (None, Some(data)) if replacement.exact::<Bytes>().is_none() => vm.new_bytes(data)?,
                _ => return Err(raised),
            };
            drop(vm.take_raised(raised));
            vm.call(&function, &[pattern.clone(), plain])
        }
        made => made,
    }?;
    Obj::try_from_value(made).map_err(|made| {
        let found = vm.type_name(&made);
        let message = format_args!("the result of compiling a replacement string is {found}, not _sre.SRE_Template");
        vm.raise(Exc::RuntimeError, message)
    })
}

/// A template filled in with a match's groups.
///
/// # Errors
/// As [`Template::expand`].
pub fn expand_match(vm: &mut Vm, template: &Obj<Template>, found: &Match) -> PyResult {
    if let Some(constant) = template.constant() {
        return Ok(constant);
    }
    let bytes = chars(found.string()).is_some_and(|(_, bytes)| bytes);
    let mut output = Output::new(vm, bytes);
    template.expand(vm, &mut output, found.string(), found.count(), |group| found.span(group))?;
    output.finish()
}

/// The type.
pub static TEMPLATE: TypeSpec = TypeSpec {
    name: "SRE_Template",
    module: "_sre",
    kind: kind::TEMPLATE,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW,
    slots: &Slots::EMPTY,
    methods: &[],
    getset: &[],
    page: PageKind::Container,
    slot: <Template as Traverse>::slot,
    finish: None,
    size: fixed_size::<Template>,
};
