//! `sub` and `subn`.

use pitviper_object::{Obj, Value};
use pitviper_text::Chars;
use pitviper_text::search::position;

use super::collect::Matches;
use super::match_object::Match;
use super::output::Output;
use super::pattern::this;
use super::search::Found;
use super::subject::{Subject, chars};
use super::template::{self, Template};
use crate::core::error::{PyResult, Raised};
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::iterators::size_argument;

/// What matches are replaced with.
enum Replacement<'a> {
    /// Always this.
    Constant(Value),
    /// A template.
    Template(Obj<Template>),
    /// What a call with the match returns.
    Call(&'a Value),
}

impl<'a> Replacement<'a> {
    /// Out of an argument.
    fn new(vm: &mut Vm, pattern: &Value, value: &'a Value) -> PyResult<Replacement<'a>> {
        if vm.is_callable(value) {
            return Ok(Replacement::Call(value));
        }
        if chars(value).is_some_and(|(chars, _)| position(chars, u32::from(b'\\')).is_none()) {
            return Ok(Replacement::Constant(value.clone()));
        }
        let made = template::compile(vm, pattern, value)?;
        Ok(match made.constant() {
            Some(constant) => Replacement::Constant(constant),
            None => Replacement::Template(made),
        })
    }
}

/// `Pattern.sub`.
pub fn sub(vm: &mut Vm, args: Args<'_>) -> PyResult {
    replace(vm, args, "sub").map(|(result, _)| result)
}

/// `Pattern.subn`.
pub fn subn(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (result, count) = replace(vm, args, "subn")?;
    let count = vm.new_usize(count)?;
    vm.new_tuple_from([result, count])
}

/// A replacement that cannot be joined with the text: which item of the result it is, and of what type.
struct Misfit {
    item: usize,
    value: Value,
}

/// What `''.join` says of it.
#[cold]
fn misfit_error(vm: &mut Vm, misfit: &Misfit, bytes: bool) -> Raised {
    let (item, name) = (misfit.item, vm.type_name(&misfit.value));
    match bytes {
        true => vm.type_error(format_args!("sequence item {item}: expected a bytes-like object, {name} found")),
        false => vm.type_error(format_args!("sequence item {item}: expected str instance, {name} found")),
    }
}

/// The result under construction.
struct Parts {
    output: Output,
    /// Pieces so far.
    items: usize,
    misfit: Option<Misfit>,
}

impl Parts {
    /// The text between two matches.
    fn push_text(&mut self, text: Chars<'_>) -> PyResult<()> {
        if !text.is_empty() {
            self.items += 1;
            self.output.push_chars(text)?;
        }
        Ok(())
    }

    /// What a match is replaced with; `None` for nothing.
    fn push_value(&mut self, value: &Value) -> PyResult<()> {
        if value.is_none() {
            return Ok(());
        }
        if !self.output.push(value)? && self.misfit.is_none() {
            self.misfit = Some(Misfit { item: self.items, value: value.clone() });
        }
        self.items += 1;
        Ok(())
    }
}

fn replace(vm: &mut Vm, args: Args<'_>, name: &str) -> PyResult<(Value, usize)> {
    let [replacement, string, most] = args.behind_receiver().parse(vm, name, ["repl", "string", "count"], 2, 0)?;
    let most = most.map_or(Ok(0), |most| size_argument(vm, most))?;
    let none = Value::none();
    let pattern = &args.values[0];
    let replacement = Replacement::new(vm, pattern, replacement.unwrap_or(&none))?;
    let subject = Subject::new(vm, this(pattern), string, None, None)?;
    let calls = matches!(replacement, Replacement::Call(_));
    let hold = if calls { subject.hold(vm)? } else { None };
    let mut matches = Matches::new(this(pattern).ready(vm)?, subject);
    let mut parts = Parts { output: Output::new(vm, subject.bytes), items: 0, misfit: None };
    let (mut count, mut last) = (0, 0);
    while most == 0 || (count as isize) < most {
        let Some(found) = matches.next(vm)? else { break };
        parts.push_text(matches.text().slice(last..found.start))?;
        replace_one(vm, pattern, &replacement, &matches, found, &mut parts)?;
        last = found.end;
        count += 1;
    }
    drop(hold);
    if let Some(misfit) = &parts.misfit {
        return Err(misfit_error(vm, misfit, subject.bytes));
    }
    if count == 0 {
        let whole = subject.slice(vm, 0, subject.endpos)?;
        return Ok((whole, 0));
    }
    parts.push_text(matches.text().slice(last..subject.endpos))?;
    let result = parts.output.finish()?;
    Ok((result, count))
}

/// Appends what one match is replaced with.
fn replace_one(
    vm: &mut Vm,
    pattern: &Value,
    replacement: &Replacement<'_>,
    matches: &Matches<'_>,
    found: Found,
    parts: &mut Parts,
) -> PyResult<()> {
    let subject = &matches.subject;
    match replacement {
        Replacement::Constant(value) => parts.push_value(value),
        Replacement::Template(template) => {
            let groups = this(pattern).program().groups as usize + 1;
            let span = |group: usize| match group.checked_sub(1) {
                None => Some((found.start, found.end)),
                Some(group) => matches.matcher.group(group),
            };
            template.expand(vm, &mut parts.output, subject.string, groups, span)?;
            parts.items += 1;
            Ok(())
        }
        Replacement::Call(function) => {
            let found = Match::create(vm, pattern, subject, &matches.matcher, found)?;
            let value = vm.call(function, &[found])?;
            parts.push_value(&value)
        }
    }
}
