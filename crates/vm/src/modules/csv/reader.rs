//! Lines to rows.

use std::cell::Cell;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};
use pitviper_text::Chars;

use super::{Rules, error, kind, quoting};
use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, GetSet, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::iterators::{instance, itself, receiver};
use crate::types::list::List;
use crate::types::str::{Str, StrBuilder};

/// An iterator over rows.
#[repr(C)]
pub struct Reader {
    /// Count, shape, flags.
    pub header: Header,
    lines: ValueCell,
    dialect: ValueCell,
    /// A list whose one item is the most characters of a field.
    limit: ValueCell,
    rules: Rules,
    line_number: Cell<i64>,
    /// Rows given.
    rows: Cell<u64>,
}

object!(Reader, kind::READER, lines, dialect, limit);

fn this(value: &Value) -> &Reader {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [lines, dialect, limit] = args.behind_receiver().parse(vm, "reader", ["iterable", "dialect", "limit"], 3, 3)?;
    let (Some(lines), Some(dialect), Some(limit)) = (lines, dialect, limit) else { return Ok(Value::none()) };
    let made = Reader {
        header: Header::new(u32::from(kind::READER), TRACKED),
        lines: vm.iter(lines)?.into(),
        rules: Rules::of(vm, dialect)?,
        dialect: dialect.clone().into(),
        limit: limit.clone().into(),
        line_number: Cell::new(0),
        rows: Cell::new(0),
    };
    instance(vm, args, PageKind::Container, made)
}

/// Most characters that are looked at before their work is counted.
const PORTION: usize = 4096;

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    StartRecord,
    StartField,
    Escaped,
    InField,
    InQuoted,
    EscapedInQuoted,
    QuoteInQuoted,
    EatNewline,
    AfterEscapedNewline,
}

/// A row being read.
struct Row {
    rules: Rules,
    limit: usize,
    fields: Obj<List>,
    field: StrBuilder,
    unquoted: bool,
    state: State,
}

fn is_newline(ch: Option<u32>) -> bool {
    matches!(ch, None | Some(0x0A | 0x0D))
}

impl Row {
    fn add(&mut self, vm: &mut Vm, ch: u32) -> PyResult<()> {
        if self.field.len() >= self.limit {
            let limit = self.limit;
            return Err(error(vm, format_args!("field larger than field limit ({limit})")));
        }
        self.field.push_char(ch)
    }

    /// Adds what stands for itself from the beginning of `rest` on, a portion at most; how many characters that is.
    fn add_run(&mut self, vm: &mut Vm, rest: Chars<'_>) -> PyResult<usize> {
        let rest = rest.slice(0..rest.len().min(PORTION));
        let rules = self.rules;
        let special = |ch: u32| {
            matches!(ch, 0x0A | 0x0D)
                || Some(ch) == rules.delimiter
                || Some(ch) == rules.quote
                || Some(ch) == rules.escape
        };
        let run = rest.iter().position(special).unwrap_or(rest.len());
        if self.field.len() + run > self.limit {
            let limit = self.limit;
            return Err(error(vm, format_args!("field larger than field limit ({limit})")));
        }
        self.field.push_chars(rest.slice(0..run))?;
        vm.work((run / 16) as u32)?;
        Ok(run)
    }

    fn save(&mut self, vm: &mut Vm) -> PyResult<()> {
        let empty = self.field.is_empty();
        let field = std::mem::replace(&mut self.field, StrBuilder::new(vm));
        let unquoted = std::mem::replace(&mut self.unquoted, true);
        let value = match self.rules.quoting {
            quoting::NOT_NULL | quoting::STRINGS if unquoted && empty => Value::none(),
            quoting::NON_NUMERIC | quoting::STRINGS if unquoted && !empty => {
                let text = field.finish()?;
                let class = vm.type_of_kind(kinds::FLOAT).to_value();
                vm.call(&class, &[text])?
            }
            _ => field.finish()?,
        };
        vm.list_push(&self.fields, value)
    }

    fn end_of_record(&mut self, vm: &mut Vm, ch: Option<u32>) -> PyResult<()> {
        self.save(vm)?;
        self.state = if ch.is_none() { State::StartRecord } else { State::EatNewline };
        Ok(())
    }

    fn next_field(&mut self, vm: &mut Vm) -> PyResult<()> {
        self.save(vm)?;
        self.state = State::StartField;
        Ok(())
    }

    /// Takes one character, or the end of the line.
    fn take(&mut self, vm: &mut Vm, ch: Option<u32>) -> PyResult<()> {
        let rules = self.rules;
        let is = |special: Option<u32>| ch.is_some() && ch == special;
        let quotes = rules.quoting != quoting::NONE;
        match self.state {
            State::StartRecord if ch.is_none() => {}
            State::StartRecord if is_newline(ch) => self.state = State::EatNewline,
            State::StartRecord | State::StartField => match ch {
                _ if is_newline(ch) => self.end_of_record(vm, ch)?,
                _ if is(rules.quote) && quotes => {
                    self.unquoted = false;
                    self.state = State::InQuoted;
                }
                _ if is(rules.escape) => self.state = State::Escaped,
                Some(0x20) if rules.skip_blanks => self.state = State::StartField,
                _ if is(rules.delimiter) => self.next_field(vm)?,
                ch => {
                    self.add(vm, ch.unwrap_or(0))?;
                    self.state = State::InField;
                }
            },
            State::Escaped => {
                self.add(vm, ch.unwrap_or(0x0A))?;
                let newline = ch.is_some() && is_newline(ch);
                self.state = if newline { State::AfterEscapedNewline } else { State::InField };
            }
            State::AfterEscapedNewline if ch.is_none() => {}
            State::AfterEscapedNewline | State::InField => match ch {
                _ if is_newline(ch) => self.end_of_record(vm, ch)?,
                _ if is(rules.escape) => self.state = State::Escaped,
                _ if is(rules.delimiter) => self.next_field(vm)?,
                ch => {
                    self.add(vm, ch.unwrap_or(0))?;
                    self.state = State::InField;
                }
            },
            State::InQuoted => match ch {
                None => {}
                _ if is(rules.escape) => self.state = State::EscapedInQuoted,
                _ if is(rules.quote) && quotes => {
                    self.state = if rules.double_quote { State::QuoteInQuoted } else { State::InField };
                }
                Some(ch) => self.add(vm, ch)?,
            },
            State::EscapedInQuoted => {
                self.add(vm, ch.unwrap_or(0x0A))?;
                self.state = State::InQuoted;
            }
            State::QuoteInQuoted => match ch {
                _ if is(rules.quote) && quotes => {
                    self.add(vm, ch.unwrap_or(0))?;
                    self.state = State::InQuoted;
                }
                _ if is(rules.delimiter) => self.next_field(vm)?,
                _ if is_newline(ch) => self.end_of_record(vm, ch)?,
                Some(ch) if !rules.strict => {
                    self.add(vm, ch)?;
                    self.state = State::InField;
                }
                _ => return Err(self.no_delimiter(vm)),
            },
            State::EatNewline => match ch {
                None => self.state = State::StartRecord,
                _ if is_newline(ch) => {}
                _ => {
                    let message = format_args!(
                        "new-line character seen in unquoted field - do you need to open the file with newline=''?"
                    );
                    return Err(error(vm, message));
                }
            },
        }
        Ok(())
    }

    #[cold]
    fn no_delimiter(&self, vm: &mut Vm) -> crate::core::error::Raised {
        let shown = |ch: Option<u32>| ch.and_then(char::from_u32).unwrap_or('?');
        let (delimiter, quote) = (shown(self.rules.delimiter), shown(self.rules.quote));
        error(vm, format_args!("'{delimiter}' expected after '{quote}'"))
    }

    /// Takes a line.
    fn line(&mut self, vm: &mut Vm, text: Chars<'_>) -> PyResult<()> {
        let mut at = 0;
        while let Some(ch) = text.get(at) {
            if matches!(self.state, State::InField | State::InQuoted) {
                let run = self.add_run(vm, text.slice(at..text.len()))?;
                if run > 0 {
                    at += run;
                    continue;
                }
            }
            self.take(vm, Some(ch))?;
            vm.work_at(at)?;
            at += 1;
        }
        self.take(vm, None)
    }
}

fn next(vm: &mut Vm, reader: &Value) -> PyResult<Option<Value>> {
    let own = this(reader);
    let Some(lines) = own.lines.get() else { return Ok(None) };
    let limit = own.limit.get();
    let limit = limit.as_ref().and_then(Value::downcast::<List>).and_then(|list| list.get(0)?.as_small());
    let mut row = Row {
        rules: own.rules,
        limit: limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(0),
        fields: vm.new_list()?,
        field: StrBuilder::new(vm),
        unquoted: true,
        state: State::StartRecord,
    };
    let rows = own.rows.get();
    loop {
        let line = vm.next(&lines)?;
        if own.rows.get() != rows {
            return Err(error(vm, format_args!("iterator has already advanced the reader")));
        }
        let Some(line) = line else {
            if row.field.is_empty() && row.state != State::InQuoted {
                return Ok(None);
            }
            if row.rules.strict {
                return Err(error(vm, format_args!("unexpected end of data")));
            }
            row.save(vm)?;
            break;
        };
        let Some(text) = line.downcast::<Str>() else {
            let kind = vm.type_name(&line);
            return Err(error(
                vm,
                format_args!("iterator should return strings, not {kind} (the file should be opened in text mode)"),
            ));
        };
        own.line_number.set(own.line_number.get() + 1);
        row.line(vm, text.chars())?;
        if row.state == State::StartRecord {
            break;
        }
    }
    own.rows.set(rows + 1);
    Ok(Some(row.fields.into_value()))
}

/// The type.
pub static READER: TypeSpec = TypeSpec {
    name: "reader",
    module: "_csv",
    kind: kind::READER,
    base: kinds::OBJECT,
    doc: "CSV reader\n\nReader objects are responsible for reading and parsing tabular data\nin CSV format.\n",
    flags: 0,
    slots: &Slots { new: Some(new), iter: Some(itself), next: Some(next), ..Slots::EMPTY },
    methods: &[],
    getset: &[
        GetSet {
            name: "dialect",
            get: |_, value| Ok(this(value).dialect.get().unwrap_or_else(Value::none)),
            set: None,
        },
        GetSet { name: "line_num", get: |vm, value| vm.new_int(this(value).line_number.get()), set: None },
    ],
    page: PageKind::Container,
    slot: <Reader as Traverse>::slot,
    finish: None,
    size: fixed_size::<Reader>,
};
