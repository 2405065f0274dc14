//! `findall`, `split` and `finditer`.

use pitviper_object::Value;
use pitviper_text::Chars;

use super::pattern::{subject_of, this};
use super::program::Program;
use super::scanner;
use super::search::Found;
use super::state::Matcher;
use super::subject::Subject;
use crate::core::error::PyResult;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::iterators::{callable, size_argument};
use crate::types::tuple::fresh::FreshTuple;

/// Matches one after the other.
pub struct Matches<'a> {
    program: &'a Program,
    /// What they are found in.
    pub subject: Subject<'a>,
    /// Its text; nothing when it must be asked for again, because Python that runs between matches can change it.
    text: Option<Chars<'a>>,
    /// How they are found.
    pub matcher: Matcher,
    /// Where the next may begin.
    from: usize,
    /// Whether it must not be empty there.
    advance: bool,
}

impl<'a> Matches<'a> {
    /// From the beginning on.
    #[inline(always)]
    pub fn new(program: &'a Program, subject: Subject<'a>) -> Matches<'a> {
        let text = subject.is_fixed().then(|| subject.text());
        Matches { program, subject, text, matcher: Matcher::new(), from: subject.pos, advance: false }
    }

    /// The text up to its end.
    #[inline(always)]
    pub fn text(&self) -> Chars<'a> {
        self.text.unwrap_or_else(|| self.subject.text())
    }

    /// The next one.
    ///
    /// # Errors
    /// `MemoryError`, and what interrupts.
    #[inline]
    pub fn next(&mut self, vm: &mut Vm) -> PyResult<Option<Found>> {
        let text = self.text();
        if self.from > text.len() {
            return Ok(None);
        }
        let found = self.matcher.search(vm, self.program, text, self.from, self.advance)?;
        if let Some(found) = found {
            self.advance = found.start == found.end;
            self.from = found.end;
        }
        Ok(found)
    }

    /// What a group of the match matched.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn group(&self, vm: &mut Vm, group: usize) -> PyResult<Option<Value>> {
        match self.matcher.group(group) {
            Some((start, end)) => self.subject.slice(vm, start, end).map(Some),
            None => Ok(None),
        }
    }
}

/// `Pattern.findall`.
pub fn findall(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let subject = subject_of(vm, args, "findall")?;
    let program = this(&args.values[0]).ready(vm)?;
    let mut matches = Matches::new(program, subject);
    let empty = subject.slice(vm, 0, 0)?;
    let list = vm.new_list()?;
    while let Some(found) = matches.next(vm)? {
        let item = match program.groups {
            0 => subject.slice(vm, found.start, found.end)?,
            1 => matches.group(vm, 0)?.unwrap_or_else(|| empty.clone()),
            count => {
                let tuple = FreshTuple::filled(vm, count as usize)?;
                for group in 0..count as usize {
                    let text = matches.group(vm, group)?;
                    tuple.set(group, text.unwrap_or_else(|| empty.clone()));
                }
                tuple.share().into_value()
            }
        };
        vm.list_push(&list, item)?;
    }
    Ok(list.into_value())
}

/// `Pattern.split`.
pub fn split(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [string, most] = args.behind_receiver().parse(vm, "split", ["string", "maxsplit"], 1, 0)?;
    let most = most.map_or(Ok(0), |most| size_argument(vm, most))?;
    let own = this(&args.values[0]);
    let subject = Subject::new(vm, own, string, None, None)?;
    let program = own.ready(vm)?;
    let mut matches = Matches::new(program, subject);
    let list = vm.new_list()?;
    let (mut count, mut last) = (0, 0);
    while most == 0 || count < most {
        let Some(found) = matches.next(vm)? else { break };
        let part = subject.slice(vm, last, found.start)?;
        vm.list_push(&list, part)?;
        for group in 0..program.groups as usize {
            let text = matches.group(vm, group)?;
            vm.list_push(&list, text.unwrap_or_else(Value::none))?;
        }
        last = found.end;
        count += 1;
    }
    let rest = subject.slice(vm, last, subject.endpos)?;
    vm.list_push(&list, rest)?;
    Ok(list.into_value())
}

/// `Pattern.finditer`.
pub fn finditer(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let scanner = scanner::create(vm, args, "finditer")?;
    let search = vm.get_attr(&scanner, &vm.names().search)?;
    callable::iter(vm, &search, &Value::none())
}
