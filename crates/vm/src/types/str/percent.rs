//! The `%` operator of `str`, and what `bytes` share of it: taking arguments, and numbers.

use pitviper_number::Sink;
use pitviper_number::format::{Conversion, Failure};
use pitviper_object::Value;
use pitviper_text::Rules;
use pitviper_text::fields::printf::{Amount, Directive, Piece, PrintfError, Template};

use super::arguments::this;
use super::{Str, StrBuilder};
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::types::float::as_f64;
use crate::types::int;
use crate::types::tuple::Tuple;

/// The right operand, taken piece by piece.
pub struct Arguments {
    /// The tuple of arguments, or the one argument.
    values: Value,
    /// Whether it is the tuple.
    many: bool,
    /// How many were taken.
    taken: usize,
    /// The operand when keys can be looked up in it.
    mapping: Option<Value>,
    rules: Rules,
}

impl Arguments {
    /// Of the right operand.
    #[must_use]
    pub fn new(vm: &Vm, operand: &Value, rules: Rules) -> Arguments {
        let text = match rules {
            Rules::Text => operand.kind() == kinds::STR,
            Rules::Bytes => matches!(operand.kind(), kinds::STR | kinds::BYTES | kinds::BYTEARRAY),
        };
        let mapping = if operand.kind() != kinds::TUPLE && !text && has_get_item(vm, operand) {
            Some(operand.clone())
        } else {
            None
        };
        let many = operand.kind() == kinds::TUPLE;
        Arguments { values: operand.clone(), many, taken: 0, mapping, rules }
    }

    /// The next argument.
    ///
    /// # Errors
    /// TypeError when there is none.
    pub fn next(&mut self, vm: &mut Vm) -> PyResult {
        let index = self.taken;
        self.taken += 1;
        let value = match self.tuple() {
            Some(tuple) => tuple.items().get(index).cloned(),
            None if index == 0 => Some(self.values.clone()),
            None => None,
        };
        value.ok_or_else(|| vm.type_error(format_args!("not enough arguments for format string")))
    }

    fn tuple(&self) -> Option<&Tuple> {
        if self.many { self.values.downcast() } else { None }
    }

    /// Looks a key up; what is found is the one argument from now on.
    ///
    /// # Errors
    /// TypeError when the operand is no mapping, or what looking up raises.
    pub fn look_up(&mut self, vm: &mut Vm, key: &Value) -> PyResult<()> {
        self.check_mapping(vm)?;
        if let Some(mapping) = &self.mapping {
            self.values = vm.get_item(mapping, key)?;
            self.many = false;
            self.taken = 0;
        }
        Ok(())
    }

    /// Fails when keys cannot be looked up.
    ///
    /// # Errors
    /// TypeError.
    pub fn check_mapping(&self, vm: &mut Vm) -> PyResult<()> {
        match self.mapping {
            Some(_) => Ok(()),
            None => Err(vm.type_error(format_args!("format requires a mapping"))),
        }
    }

    /// Fails when arguments are left.
    ///
    /// # Errors
    /// TypeError.
    pub fn finish(&self, vm: &mut Vm) -> PyResult<()> {
        let count = self.tuple().map_or(1, Tuple::len);
        if self.mapping.is_some() || self.taken >= count {
            return Ok(());
        }
        let what = match self.rules {
            Rules::Text => "string",
            Rules::Bytes => "bytes",
        };
        Err(vm.type_error(format_args!("not all arguments converted during {what} formatting")))
    }

    /// Flags, width and precision of a directive; takes the arguments for `*`.
    ///
    /// # Errors
    /// TypeError, OverflowError.
    pub fn conversion(&mut self, vm: &mut Vm, directive: &Directive) -> PyResult<Conversion> {
        let flags = directive.flags;
        let mut conversion = Conversion {
            left: flags.left,
            plus: flags.sign,
            space: flags.blank,
            alternate: flags.alternate,
            zero: flags.zero,
            width: 0,
            precision: None,
        };
        match directive.width {
            Amount::None => {}
            Amount::Fixed(width) => conversion.width = width,
            Amount::Argument => {
                let width = self.star(vm)?;
                let Some(width) = int::to_i64(&width) else {
                    return Err(too_large(vm, "ssize_t"));
                };
                conversion.left |= width < 0;
                conversion.width = width.unsigned_abs() as usize;
            }
        }
        match directive.precision {
            Amount::None => {}
            Amount::Fixed(precision) => conversion.precision = Some(precision),
            Amount::Argument => {
                let precision = self.star(vm)?;
                let Some(Ok(precision)) = int::to_i64(&precision).map(i32::try_from) else {
                    return Err(too_large(vm, "int"));
                };
                conversion.precision = Some(precision.max(0) as usize);
            }
        }
        Ok(conversion)
    }

    fn star(&mut self, vm: &mut Vm) -> PyResult {
        let value = self.next(vm)?;
        if int::is_int(&value) { Ok(value) } else { Err(vm.type_error(format_args!("* wants int"))) }
    }
}

fn has_get_item(vm: &Vm, value: &Value) -> bool {
    let class = vm.type_of(value);
    class.native_slots().get_item.is_some() || vm.lookup(class, &vm.names().__getitem__).is_some()
}

#[cold]
fn too_large(vm: &mut Vm, what: &str) -> Raised {
    vm.raise(Exc::OverflowError, format_args!("Python int too large to convert to C {what}"))
}

/// `text % operand`.
///
/// # Errors
/// TypeError, ValueError, OverflowError, and what the operand's methods raise.
pub fn format_text(vm: &mut Vm, text: &Value, operand: &Value) -> PyResult {
    let template = this(text).chars();
    let mut arguments = Arguments::new(vm, operand, Rules::Text);
    let mut out = StrBuilder::new(vm);
    for piece in Template::new(template) {
        let (directive, broken) = match piece {
            Piece::Literal(range) => {
                out.push_chars(template.slice(range))?;
                continue;
            }
            Piece::Directive(directive) => (directive, None),
            Piece::Broken(directive, error) => (directive, Some(error)),
        };
        if let Some(key) = &directive.key {
            arguments.check_mapping(vm)?;
            if broken != Some(PrintfError::IncompleteKey) {
                let key = vm.new_str_chars(template.slice(key.clone()))?;
                arguments.look_up(vm, &key)?;
            }
        }
        let conversion = arguments.conversion(vm, &directive)?;
        if let Some(error) = broken {
            let message = error.message(Rules::Text);
            return Err(vm.value_error(format_args!("{message}")));
        }
        let value = arguments.next(vm)?;
        write_text(vm, &mut out, &directive, conversion, &value)?;
    }
    arguments.finish(vm)?;
    out.finish()
}

fn write_text(
    vm: &mut Vm,
    out: &mut StrBuilder,
    directive: &Directive,
    conversion: Conversion,
    value: &Value,
) -> PyResult<()> {
    match char::from_u32(directive.conversion) {
        Some('s') => {
            let text = vm.str(value)?;
            pad(out, &text, conversion)
        }
        Some('r') => {
            let text = vm.repr(value)?;
            pad(out, &text, conversion)
        }
        Some('a') => {
            let text = vm.ascii(value)?;
            pad(out, &text, conversion)
        }
        Some('c') => {
            let ch = character(vm, value)?;
            let conversion = Conversion { precision: None, ..conversion };
            let padding = conversion.text_padding(1);
            out.push_repeated(u32::from(b' '), padding.before)?;
            out.push_char(ch)?;
            out.push_repeated(u32::from(b' '), padding.after)
        }
        _ => number(vm, out, directive, conversion, value),
    }
}

fn pad(out: &mut StrBuilder, text: &Value, conversion: Conversion) -> PyResult<()> {
    let Some(text) = text.downcast::<Str>() else { return Ok(()) };
    let padding = conversion.text_padding(text.len());
    out.push_repeated(u32::from(b' '), padding.before)?;
    out.push_chars(text.chars().slice(0..padding.take))?;
    out.push_repeated(u32::from(b' '), padding.after)
}

/// The character that `%c` means.
fn character(vm: &mut Vm, value: &Value) -> PyResult<u32> {
    if let Some(text) = value.downcast::<Str>() {
        return match (text.len(), text.chars().first()) {
            (1, Some(ch)) => Ok(ch),
            (len, _) => Err(
                vm.type_error(format_args!("%c requires an int or a unicode character, not a string of length {len}"))
            ),
        };
    }
    if !crate::types::slice::has_index(vm, value) {
        let kind = vm.type_name(value);
        return Err(vm.type_error(format_args!("%c requires an int or a unicode character, not {kind}")));
    }
    let index = vm.to_index(value)?;
    match int::to_i64(&index).and_then(|ch| u32::try_from(ch).ok()).filter(|ch| *ch < 0x11_0000) {
        Some(ch) => Ok(ch),
        None => Err(vm.raise(Exc::OverflowError, format_args!("%c arg not in range(0x110000)"))),
    }
}

/// Writes a number; a conversion that is none of numbers' is an error.
///
/// # Errors
/// TypeError for what is no number, ValueError for an unknown conversion.
pub fn number<S: Sink<Error = Raised>>(
    vm: &mut Vm,
    out: &mut S,
    directive: &Directive,
    conversion: Conversion,
    value: &Value,
) -> PyResult<()> {
    match u8::try_from(directive.conversion) {
        Ok(code @ (b'd' | b'i' | b'u' | b'o' | b'x' | b'X')) => integer(vm, out, code, conversion, value),
        Ok(code @ (b'e' | b'E' | b'f' | b'F' | b'g' | b'G')) => {
            let float = as_f64(vm, value)?;
            let result = conversion.format_float(out, code, float);
            check(vm, result)
        }
        _ => Err(unknown_conversion(vm, directive)),
    }
}

#[cold]
fn unknown_conversion(vm: &mut Vm, directive: &Directive) -> Raised {
    let mut message = StrBuilder::new(vm);
    let text = Conversion::write_unsupported(&mut message, directive.conversion, directive.index)
        .and_then(|()| message.finish());
    match text {
        Ok(text) => vm.raise_with(Exc::ValueError, text),
        Err(raised) => raised,
    }
}

fn check(vm: &mut Vm, result: Result<(), Failure<Raised>>) -> PyResult<()> {
    match result {
        Ok(()) => Ok(()),
        Err(Failure::Sink(raised)) => Err(raised),
        Err(Failure::Format(error)) => {
            let spec = vm.new_str("")?;
            Err(match spec.downcast::<Str>() {
                Some(text) => int::format::format_error(vm, error, text, &spec),
                None => vm.no_memory(),
            })
        }
    }
}

fn integer<S: Sink<Error = Raised>>(
    vm: &mut Vm,
    out: &mut S,
    code: u8,
    conversion: Conversion,
    value: &Value,
) -> PyResult<()> {
    if let Some(small) = value.as_small() {
        let result = conversion.format_small_int(out, code, small);
        return check(vm, result);
    }
    let int = as_int(vm, code, value)?;
    let Some(view) = int::view(&int) else { return Err(not_a_number(vm, code, value)) };
    let base = Conversion::int_base(code).unwrap_or(pitviper_number::int_text::Base::Decimal);
    let mut result = Ok(());
    int::text::with_digits(vm, &view, base, |_, digits| {
        result = conversion.format_digits(out, code, view.int().negative, digits);
        Ok(())
    })?;
    check(vm, result)
}

/// The int of what `%d` or `%x` is given.
fn as_int(vm: &mut Vm, code: u8, value: &Value) -> PyResult {
    if int::is_int(value) {
        return Ok(value.clone());
    }
    let made = if matches!(code, b'o' | b'x' | b'X') {
        if !crate::types::slice::has_index(vm, value) {
            return Err(not_a_number(vm, code, value));
        }
        vm.to_index(value).map(Some)
    } else {
        int::convert::from_number(vm, value)
    };
    match made {
        Ok(Some(int)) => Ok(int),
        Ok(None) => Err(not_a_number(vm, code, value)),
        Err(raised) if vm.raised_is(&raised, Exc::TypeError) => {
            drop(vm.take_raised(raised));
            Err(not_a_number(vm, code, value))
        }
        Err(raised) => Err(raised),
    }
}

#[cold]
fn not_a_number(vm: &mut Vm, code: u8, value: &Value) -> Raised {
    let wanted = if matches!(code, b'o' | b'x' | b'X') { "an integer" } else { "a real number" };
    let (code, kind) = (char::from(code), vm.type_name(value));
    vm.type_error(format_args!("%{code} format: {wanted} is required, not {kind}"))
}
