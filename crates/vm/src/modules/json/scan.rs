//! JSON text to values.

use pitviper_object::{Obj, Value};
use pitviper_text::Chars;

use super::{decode_error, strings};
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::str::Str;

/// What the program wants done with parts of the result.
pub(super) struct Hooks {
    pub strict: bool,
    pub object: Option<Value>,
    pub pairs: Option<Value>,
    /// Unless it is `float`.
    pub float: Option<Value>,
    /// Unless it is `int`.
    pub int: Option<Value>,
    pub constant: Value,
}

/// A document being read.
pub(super) struct Scan<'a> {
    pub document: &'a Value,
    pub text: Chars<'a>,
    pub hooks: &'a Hooks,
    /// Keys seen, so that equal ones are one object.
    pub keys: Obj<Dict>,
}

/// A value and the place behind it.
type Read = (Value, usize);

impl Scan<'_> {
    fn is(&self, at: usize, ch: u8) -> bool {
        self.text.get(at) == Some(u32::from(ch))
    }

    fn behind_blanks(&self, mut at: usize) -> usize {
        while matches!(self.text.get(at), Some(0x20 | 0x09 | 0x0A | 0x0D)) {
            at += 1;
        }
        at
    }

    fn error(&self, vm: &mut Vm, message: &str, at: usize) -> Raised {
        decode_error(vm, message, self.document, at as isize)
    }

    /// The value that begins at `at`.
    pub(super) fn value(&self, vm: &mut Vm, at: usize) -> PyResult<Read> {
        vm.work_plain(1)?;
        let first = self.text.get(at).and_then(|ch| u8::try_from(ch).ok());
        match first {
            Some(b'"') => strings::scan(vm, self.document, self.text, at + 1, self.hooks.strict),
            Some(b'{') => {
                vm.check_native_stack()?;
                self.object(vm, at + 1)
            }
            Some(b'[') => {
                vm.check_native_stack()?;
                self.array(vm, at + 1)
            }
            Some(b'n') if self.has(at, b"null") => Ok((Value::none(), at + 4)),
            Some(b't') if self.has(at, b"true") => Ok((Value::bool(true), at + 4)),
            Some(b'f') if self.has(at, b"false") => Ok((Value::bool(false), at + 5)),
            Some(b'N') if self.has(at, b"NaN") => self.constant(vm, "NaN", at),
            Some(b'I') if self.has(at, b"Infinity") => self.constant(vm, "Infinity", at),
            Some(b'-') if self.has(at, b"-Infinity") => self.constant(vm, "-Infinity", at),
            Some(b'-' | b'0'..=b'9') => self.number(vm, at),
            _ => Err(stop(vm, at)),
        }
    }

    fn has(&self, at: usize, word: &[u8]) -> bool {
        self.text.slice(at..at + word.len()) == Chars::One(word)
    }

    fn constant(&self, vm: &mut Vm, name: &str, at: usize) -> PyResult<Read> {
        let text = vm.intern(name)?;
        Ok((vm.call(&self.hooks.constant, &[text])?, at + name.len()))
    }

    fn is_digit(&self, at: usize) -> bool {
        matches!(self.text.get(at), Some(0x30..=0x39))
    }

    fn behind_digits(&self, mut at: usize) -> usize {
        while self.is_digit(at) {
            at += 1;
        }
        at
    }

    fn number(&self, vm: &mut Vm, start: usize) -> PyResult<Read> {
        let first = if self.is(start, b'-') { start + 1 } else { start };
        if !self.is_digit(first) {
            return Err(stop(vm, start));
        }
        let mut end = if self.is(first, b'0') { first + 1 } else { self.behind_digits(first) };
        let whole = end;
        if self.is(end, b'.') && self.is_digit(end + 1) {
            end = self.behind_digits(end + 1);
        }
        if matches!(self.text.get(end), Some(0x45 | 0x65)) {
            let sign = usize::from(matches!(self.text.get(end + 1), Some(0x2B | 0x2D)));
            let digits = end + 1 + sign;
            if self.is_digit(digits) {
                end = self.behind_digits(digits);
            }
        }
        let value = self.number_of(vm, start..end, end == whole)?;
        Ok((value, end))
    }

    fn number_of(&self, vm: &mut Vm, range: std::ops::Range<usize>, whole: bool) -> PyResult {
        let hook = if whole { &self.hooks.int } else { &self.hooks.float };
        if whole
            && hook.is_none()
            && range.len() <= 18
            && let Some(int) = small_int(self.text.slice(range.clone()))
        {
            return vm.new_int(int);
        }
        let text = vm.new_str_chars(self.text.slice(range))?;
        if let Some(hook) = hook {
            return vm.call(hook, &[text]);
        }
        let ascii = text.downcast::<Str>().and_then(Str::as_ascii).unwrap_or_default().as_bytes();
        if whole {
            return crate::types::int::parse::parse_ascii(vm, ascii, 10, &text);
        }
        vm.new_float(pitviper_number::float::parse(ascii).unwrap_or(f64::NAN))
    }

    fn array(&self, vm: &mut Vm, at: usize) -> PyResult<Read> {
        let list = vm.new_list()?;
        let mut at = self.behind_blanks(at);
        if self.is(at, b']') {
            return Ok((list.into_value(), at + 1));
        }
        loop {
            let (value, end) = self.value(vm, at)?;
            vm.list_push(&list, value)?;
            at = self.behind_blanks(end);
            if self.is(at, b']') {
                return Ok((list.into_value(), at + 1));
            }
            at = self.behind_comma(vm, at, b']', "Illegal trailing comma before end of array")?;
        }
    }

    /// The place of what follows the comma at `at`.
    fn behind_comma(&self, vm: &mut Vm, at: usize, close: u8, trailing: &str) -> PyResult<usize> {
        if !self.is(at, b',') {
            return Err(self.error(vm, "Expecting ',' delimiter", at));
        }
        let next = self.behind_blanks(at + 1);
        if self.is(next, close) { Err(self.error(vm, trailing, at)) } else { Ok(next) }
    }

    fn object(&self, vm: &mut Vm, at: usize) -> PyResult<Read> {
        let mut members = Members::new(vm, self.hooks.pairs.is_some())?;
        let mut at = self.behind_blanks(at);
        if self.is(at, b'}') {
            return Ok((self.finish_object(vm, members)?, at + 1));
        }
        loop {
            if !self.is(at, b'"') {
                return Err(self.error(vm, "Expecting property name enclosed in double quotes", at));
            }
            let (key, end) = strings::scan(vm, self.document, self.text, at + 1, self.hooks.strict)?;
            let key = vm.dict_set_default(&self.keys, &key, &key)?;
            at = self.behind_blanks(end);
            if !self.is(at, b':') {
                return Err(self.error(vm, "Expecting ':' delimiter", at));
            }
            let (value, end) = self.value(vm, self.behind_blanks(at + 1))?;
            members.add(vm, key, value)?;
            at = self.behind_blanks(end);
            if self.is(at, b'}') {
                return Ok((self.finish_object(vm, members)?, at + 1));
            }
            at = self.behind_comma(vm, at, b'}', "Illegal trailing comma before end of object")?;
        }
    }

    fn finish_object(&self, vm: &mut Vm, members: Members) -> PyResult {
        let value = match members {
            Members::Dict(dict) => dict.into_value(),
            Members::Pairs(list) => list.into_value(),
        };
        match self.hooks.pairs.as_ref().or(self.hooks.object.as_ref()) {
            Some(hook) => vm.call(hook, &[value]),
            None => Ok(value),
        }
    }
}

/// Members of an object.
enum Members {
    Dict(Obj<Dict>),
    Pairs(Obj<crate::types::list::List>),
}

impl Members {
    fn new(vm: &mut Vm, pairs: bool) -> PyResult<Members> {
        Ok(if pairs { Members::Pairs(vm.new_list()?) } else { Members::Dict(vm.new_dict()?) })
    }

    fn add(&mut self, vm: &mut Vm, key: Value, value: Value) -> PyResult<()> {
        match self {
            Members::Dict(dict) => vm.dict_set(dict, key, value),
            Members::Pairs(list) => {
                let pair = vm.new_tuple_from([key, value])?;
                vm.list_push(list, pair)
            }
        }
    }
}

/// `StopIteration(at)`: no value begins there.
#[cold]
pub(super) fn stop(vm: &mut Vm, at: usize) -> Raised {
    match vm.new_usize(at) {
        Ok(at) => vm.raise_with(Exc::StopIteration, at),
        Err(raised) => raised,
    }
}

/// An int of at most 18 characters.
fn small_int(text: Chars<'_>) -> Option<i64> {
    let mut int = 0;
    let mut negative = false;
    for ch in text.iter() {
        match ch {
            0x2D => negative = true,
            _ => int = int * 10 + i64::from(ch.checked_sub(0x30)?),
        }
    }
    Some(if negative { -int } else { int })
}
