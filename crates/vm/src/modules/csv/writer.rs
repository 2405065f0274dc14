//! Rows to lines.

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, PageKind, Traverse, Value, object};
use pitviper_text::Chars;

use super::{Rules, error, kind, quoting};
use crate::core::cell::ValueCell;
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::iterators::{instance, receiver};
use crate::types::str::{Str, StrBuilder};

/// Writes rows with a function.
#[repr(C)]
pub struct Writer {
    /// Count, shape, flags.
    pub header: Header,
    write: ValueCell,
    dialect: ValueCell,
    line_end: ValueCell,
    rules: Rules,
}

object!(Writer, kind::WRITER, write, dialect, line_end);

fn this(value: &Value) -> &Writer {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [write, dialect] = args.behind_receiver().parse(vm, "writer", ["write", "dialect"], 2, 2)?;
    let (Some(write), Some(dialect)) = (write, dialect) else { return Ok(Value::none()) };
    let line_end = vm.intern("lineterminator")?;
    let made = Writer {
        header: Header::new(u32::from(kind::WRITER), TRACKED),
        write: write.clone().into(),
        rules: Rules::of(vm, dialect)?,
        line_end: vm.get_attr(dialect, &line_end)?.into(),
        dialect: dialect.clone().into(),
    };
    instance(vm, args, PageKind::Container, made)
}

/// Comparisons of characters before their work is counted.
const COMPARED: usize = 1 << 15;

/// A line being made.
struct Line<'a> {
    rules: Rules,
    line_end: &'a Str,
    out: StrBuilder,
    fields: usize,
}

impl Line<'_> {
    /// Whether there is a character in a field that passes `test`, which may look at all of the line's end.
    fn any(&self, vm: &mut Vm, field: Chars<'_>, test: impl Fn(u32) -> bool) -> PyResult<bool> {
        let mut at = 0;
        while at < field.len() {
            let portion = field.slice(at..field.len().min(at + self.portion()));
            if portion.iter().any(&test) {
                return Ok(true);
            }
            self.count(vm, portion.len())?;
            at += portion.len();
        }
        Ok(false)
    }

    /// How many characters are looked at before their work is counted.
    fn portion(&self) -> usize {
        (COMPARED / (16 + self.line_end.chars().len())).max(1)
    }

    /// Counts the work of comparing so many characters with all that is special.
    fn count(&self, vm: &mut Vm, characters: usize) -> PyResult<()> {
        let work = characters.saturating_mul(16 + self.line_end.chars().len()) / 256;
        vm.work(u32::try_from(work).unwrap_or(u32::MAX))
    }

    fn is_special(&self, ch: u32) -> bool {
        let rules = &self.rules;
        matches!(ch, 0x0A | 0x0D)
            || Some(ch) == rules.delimiter
            || Some(ch) == rules.quote
            || Some(ch) == rules.escape
            || self.line_end.chars().iter().any(|end| end == ch)
    }

    /// Appends a field, in quotes if `quoted` or if it needs them.
    fn append(&mut self, vm: &mut Vm, field: Option<&Str>, quoted: bool) -> PyResult<()> {
        let rules = self.rules;
        if self.fields > 0
            && let Some(delimiter) = rules.delimiter
        {
            self.out.push_char(delimiter)?;
        }
        self.fields += 1;
        let mut quoted = quoted;
        let empty = field.is_none_or(Str::is_empty);
        if empty && rules.delimiter == Some(0x20) && rules.skip_blanks {
            if rules.quoting == quoting::NONE
                || field.is_none() && matches!(rules.quoting, quoting::STRINGS | quoting::NOT_NULL)
            {
                let message =
                    format_args!("empty field must be quoted if delimiter is a space and skipinitialspace is true");
                return Err(error(vm, message));
            }
            quoted = true;
        }
        let Some(field) = field else { return self.wrap_empty(quoted) };
        let chars = field.chars();
        let plain = !self.any(vm, chars, |ch| self.is_special(ch))?;
        quoted =
            quoted || !plain && rules.quoting != quoting::NONE && self.any(vm, chars, |ch| self.asks_for_quotes(ch))?;
        let quote = if quoted { rules.quote } else { None };
        if let Some(quote) = quote {
            self.out.push_char(quote)?;
        }
        if plain {
            self.out.push_str(field)?;
        } else {
            let portion = self.portion();
            for (at, ch) in chars.iter().enumerate() {
                self.push(vm, ch)?;
                if at % portion == portion - 1 {
                    self.count(vm, portion)?;
                }
            }
        }
        match quote {
            Some(quote) => self.out.push_char(quote),
            None => Ok(()),
        }
    }

    fn wrap_empty(&mut self, quoted: bool) -> PyResult<()> {
        match self.rules.quote.filter(|_| quoted) {
            Some(quote) => self.out.push_repeated(quote, 2),
            None => Ok(()),
        }
    }

    /// Whether a character makes its field a quoted one: a special one that is not escaped instead.
    fn asks_for_quotes(&self, ch: u32) -> bool {
        self.is_special(ch) && !self.is_escaped(ch)
    }

    fn is_escaped(&self, ch: u32) -> bool {
        let rules = &self.rules;
        rules.quoting == quoting::NONE
            || Some(ch) == rules.quote && !rules.double_quote
            || Some(ch) == rules.escape && Some(ch) != rules.quote
    }

    fn push(&mut self, vm: &mut Vm, ch: u32) -> PyResult<()> {
        if self.is_special(ch) {
            if self.is_escaped(ch) {
                match self.rules.escape {
                    Some(escape) => self.out.push_char(escape)?,
                    None => return Err(error(vm, format_args!("need to escape, but no escapechar set"))),
                }
            } else if Some(ch) == self.rules.quote {
                self.out.push_char(ch)?;
            }
        }
        self.out.push_char(ch)
    }
}

/// Whether a value counts as a number for `QUOTE_NONNUMERIC`.
fn is_number(vm: &Vm, value: &Value) -> bool {
    let names = vm.names();
    let class = vm.type_of(value);
    [&names.__index__, &names.__int__, &names.__float__].into_iter().any(|name| vm.lookup(class, name).is_some())
        || class.kind == kinds::COMPLEX
}

fn write_row(vm: &mut Vm, writer: &Value, row: &Value) -> PyResult {
    let own = this(writer);
    let fields = match vm.iter(row) {
        Ok(fields) => fields,
        Err(raised) if vm.raised_is(&raised, Exc::TypeError) => {
            drop(vm.take_raised(raised));
            let kind = vm.type_name(row);
            return Err(error(vm, format_args!("iterable expected, not {kind}")));
        }
        Err(raised) => return Err(raised),
    };
    let line_end = own.line_end.get().unwrap_or_else(Value::none);
    let Some(end) = line_end.downcast::<Str>() else { return Ok(Value::none()) };
    let rules = own.rules;
    let mut line = Line { rules, line_end: end, out: StrBuilder::new(vm), fields: 0 };
    let mut null = false;
    while let Some(field) = vm.next(&fields)? {
        let quoted = match rules.quoting {
            quoting::NON_NUMERIC => !is_number(vm, &field),
            quoting::ALL => true,
            quoting::STRINGS => field.downcast::<Str>().is_some(),
            quoting::NOT_NULL => !field.is_none(),
            _ => false,
        };
        null = field.is_none();
        if null {
            line.append(vm, None, quoted)?;
            continue;
        }
        let text = vm.str(&field)?;
        line.append(vm, text.downcast::<Str>(), quoted)?;
    }
    if line.fields > 0 && line.out.is_empty() {
        if rules.quoting == quoting::NONE || null && matches!(rules.quoting, quoting::STRINGS | quoting::NOT_NULL) {
            return Err(error(vm, format_args!("single empty field record must be quoted")));
        }
        line.fields -= 1;
        line.append(vm, None, true)?;
    }
    line.out.push_str(end)?;
    let text = line.out.finish()?;
    let write = own.write.get().unwrap_or_else(Value::none);
    vm.call(&write, &[text])
}

fn row(vm: &mut Vm, args: Args<'_>) -> PyResult {
    write_row(vm, &args.values[0], &args.values[1])
}

fn rows(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let rows = vm.iter(&args.values[1])?;
    while let Some(row) = vm.next(&rows)? {
        write_row(vm, &args.values[0], &row)?;
    }
    Ok(Value::none())
}

/// The type.
pub static WRITER: TypeSpec = TypeSpec {
    name: "writer",
    module: "_csv",
    kind: kind::WRITER,
    base: kinds::OBJECT,
    doc: "CSV writer\n\nWriter objects are responsible for generating tabular data\nin CSV format from sequence input.\n",
    flags: 0,
    slots: &Slots { new: Some(new), ..Slots::EMPTY },
    methods: &[
        Method::new("writerow", row, 1, 1)
            .doc("writerow($self, row, /)\n--\n\nConstruct and write a CSV record from an iterable of fields."),
        Method::new("writerows", rows, 1, 1)
            .doc("writerows($self, rows, /)\n--\n\nConstruct and write a series of iterables to a csv file."),
    ],
    getset: &[GetSet {
        name: "dialect",
        get: |_, value| Ok(this(value).dialect.get().unwrap_or_else(Value::none)),
        set: None,
    }],
    page: PageKind::Container,
    slot: <Writer as Traverse>::slot,
    finish: None,
    size: fixed_size::<Writer>,
};
