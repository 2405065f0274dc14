//! `str.format`, `format_map` and `str.__format__` (PEP 3101).

use std::ops::Range;

use pitviper_number::format::{Align, Spec};
use pitviper_object::Value;
use pitviper_text::Chars;
use pitviper_text::fields::format::{Field, First, FormatError, Path, Step, Template};
use pitviper_text::properties::decimal_value;

use super::arguments::{this, unchanged};
use super::{Str, StrBuilder};
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::int::format::{format_error, spec_argument};

/// `str.__format__`.
pub(super) fn dunder_format(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let value = &args.values[0];
    let spec = spec_argument(vm, &args)?;
    if spec.is_empty() {
        return if this(value).is_exact() { Ok(value.clone()) } else { vm.str(value) };
    }
    format_text(vm, value, spec)
}

/// A string under a format specification.
///
/// # Errors
/// ValueError.
pub fn format_text(vm: &mut Vm, value: &Value, spec: &Str) -> PyResult {
    let text = this(value);
    let decimal = |ch| decimal_value(ch).map(u32::from);
    let parsed = Spec::parse(spec.chars().iter(), u32::from('s'), Align::Left, decimal)
        .and_then(|parsed| Ok((parsed, parsed.text_padding(text.len())?)));
    let (parsed, padding) = match parsed {
        Ok(parsed) => parsed,
        Err(error) => return Err(format_error(vm, error, spec, value)),
    };
    if padding.before == 0 && padding.after == 0 && padding.take == text.len() {
        return unchanged(vm, value);
    }
    let mut out = StrBuilder::new(vm);
    out.push_repeated(parsed.fill, padding.before)?;
    out.push_chars(text.chars().slice(0..padding.take))?;
    out.push_repeated(parsed.fill, padding.after)?;
    out.finish()
}

/// `str.format`.
pub(super) fn format_method(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mut formatter = Formatter { arguments: Arguments::Call(args.behind_receiver()), numbering: Numbering::Unknown };
    formatter.expand(vm, this(&args.values[0]).chars(), 2)
}

/// `str.format_map`.
pub(super) fn format_map(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mut formatter = Formatter { arguments: Arguments::Mapping(&args.values[1]), numbering: Numbering::Unknown };
    formatter.expand(vm, this(&args.values[0]).chars(), 2)
}

/// Where fields get their values.
enum Arguments<'a> {
    Call(Args<'a>),
    Mapping(&'a Value),
}

/// How fields without name are numbered; a template does it one way.
enum Numbering {
    Unknown,
    Automatic(usize),
    Manual,
}

struct Formatter<'a> {
    arguments: Arguments<'a>,
    numbering: Numbering,
}

impl Formatter<'_> {
    /// The template with its fields filled in; fields may nest `depth` deep.
    fn expand(&mut self, vm: &mut Vm, template: Chars<'_>, depth: u8) -> PyResult {
        if depth == 0 {
            return Err(vm.value_error(format_args!("Max string recursion exceeded")));
        }
        let mut out = StrBuilder::new(vm);
        for part in Template::new(template) {
            let part = match part {
                Ok(part) => part,
                Err(error) => return Err(template_error(vm, error)),
            };
            out.push_chars(template.slice(part.literal))?;
            if let Some(field) = part.field {
                self.field(vm, template, field, depth, &mut out)?;
            }
        }
        out.finish()
    }

    fn field(
        &mut self,
        vm: &mut Vm,
        template: Chars<'_>,
        field: Field,
        depth: u8,
        out: &mut StrBuilder,
    ) -> PyResult<()> {
        let mut value = self.value(vm, template, field.name)?;
        if let Some(conversion) = field.conversion {
            value = convert(vm, &value, conversion)?;
        }
        if field.spec.is_empty() {
            if let Some(text) = value.exact::<Str>() {
                return out.push_str(text);
            }
            if value.is_small_int() {
                let text = crate::types::int::text::repr(vm, &value)?;
                return text.downcast::<Str>().map_or(Ok(()), |text| out.push_str(text));
            }
        }
        let spec = if field.nested {
            self.expand(vm, template.slice(field.spec), depth - 1)?
        } else {
            vm.new_str_chars(template.slice(field.spec))?
        };
        let text = match (value.exact::<Str>(), spec.downcast::<Str>()) {
            (Some(_), Some(spec)) => format_text(vm, &value, spec)?,
            _ => vm.format(&value, &spec)?,
        };
        match text.downcast::<Str>() {
            Some(text) => out.push_str(text),
            None => Ok(()),
        }
    }

    /// The object that a field name leads to.
    fn value(&mut self, vm: &mut Vm, template: Chars<'_>, name: Range<usize>) -> PyResult {
        let (first, path) = match Path::new(template, name.clone()) {
            Ok(parts) => parts,
            Err(error) => return Err(template_error(vm, error)),
        };
        let mut value = self.argument(vm, template, first)?;
        for step in path {
            value = match step {
                Ok(Step::Attribute(name)) => {
                    let name = vm.new_str_chars(template.slice(name))?;
                    vm.get_attr(&value, &name)?
                }
                Ok(Step::Index(index)) => {
                    let index = vm.new_usize(index)?;
                    vm.get_item(&value, &index)?
                }
                Ok(Step::Key(key)) => {
                    let key = vm.new_str_chars(template.slice(key))?;
                    vm.get_item(&value, &key)?
                }
                Err(error) => return Err(template_error(vm, error)),
            };
        }
        Ok(value)
    }

    fn argument(&mut self, vm: &mut Vm, template: Chars<'_>, first: First) -> PyResult {
        let index = match first {
            First::Name(name) => {
                let name = template.slice(name);
                return self.named(vm, name);
            }
            First::Auto => match self.numbering {
                Numbering::Unknown => {
                    self.numbering = Numbering::Automatic(1);
                    0
                }
                Numbering::Automatic(next) => {
                    self.numbering = Numbering::Automatic(next + 1);
                    next
                }
                Numbering::Manual => {
                    return Err(vm.value_error(format_args!(
                        "cannot switch from manual field specification to automatic field numbering"
                    )));
                }
            },
            First::Index(index) => {
                if let Numbering::Automatic(_) = self.numbering {
                    return Err(vm.value_error(format_args!(
                        "cannot switch from automatic field numbering to manual field specification"
                    )));
                }
                self.numbering = Numbering::Manual;
                index
            }
        };
        match &self.arguments {
            Arguments::Call(args) => match args.positional().get(index) {
                Some(value) => Ok(value.clone()),
                None => Err(vm.raise(
                    Exc::IndexError,
                    format_args!("Replacement index {index} out of range for positional args tuple"),
                )),
            },
            Arguments::Mapping(_) => Err(vm.value_error(format_args!("Format string contains positional fields"))),
        }
    }

    fn named(&self, vm: &mut Vm, name: Chars<'_>) -> PyResult {
        match &self.arguments {
            Arguments::Call(args) => {
                let found =
                    args.keywords().find(|(key, _)| key.downcast::<Str>().is_some_and(|key| key.chars() == name));
                match found {
                    Some((_, value)) => Ok(value.clone()),
                    None => {
                        let name = vm.new_str_chars(name)?;
                        Err(vm.raise_with(Exc::KeyError, name))
                    }
                }
            }
            Arguments::Mapping(mapping) => {
                let name = vm.new_str_chars(name)?;
                vm.get_item(mapping, &name)
            }
        }
    }
}

/// `!r`, `!s`, `!a`.
fn convert(vm: &mut Vm, value: &Value, conversion: u32) -> PyResult {
    match char::from_u32(conversion) {
        Some('r') => vm.repr(value),
        Some('s') => vm.str(value),
        Some('a') => vm.ascii(value),
        Some(shown @ '!'..='~') => Err(vm.value_error(format_args!("Unknown conversion specifier {shown}"))),
        _ => Err(vm.value_error(format_args!("Unknown conversion specifier \\x{conversion:x}"))),
    }
}

#[cold]
fn template_error(vm: &mut Vm, error: FormatError) -> Raised {
    let message = error.message();
    vm.value_error(format_args!("{message}"))
}
