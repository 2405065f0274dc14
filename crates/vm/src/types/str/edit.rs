//! `replace`, `strip`, padding, tabs, prefixes and suffixes.

use pitviper_object::Value;
use pitviper_text::edit::{self as kernel, Ends, ExpandTabs, Pad, Replace};
use pitviper_text::{Chars, Rules, Sink};

use super::arguments::{bad_argument, fill_character, limit, max_of, text_argument, this, unchanged};
use super::search::count_in;
use super::{FreshStr, Str, StrBuilder, substring};
use crate::core::args::Params;
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::native::Args;
use crate::core::vm::Vm;

pub(super) fn replace(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [old, new, count] = Params::new("replace", ["old", "new", "count"])
        .required(2)
        .positional_only(2)
        .bind(vm, args.behind_receiver())?;
    let (Some(old), Some(new)) = (old, new) else { return unchanged(vm, &args.values[0]) };
    let old = text_argument(vm, "replace", 1, old)?;
    let new = text_argument(vm, "replace", 2, new)?;
    let count = limit(vm, count)?;
    let text = this(&args.values[0]);
    let count = count_in(vm, text.chars(), old.chars(), 0..text.len(), count)?;
    let Ok(plan) = Replace::of(text.chars(), old.chars(), new.chars(), count) else {
        return Err(vm.raise(Exc::OverflowError, format_args!("replace string is too long")));
    };
    if plan.matches() == 0 {
        return unchanged(vm, &args.values[0]);
    }
    if plan.len() > 1 && (text.is_ascii() && new.is_ascii()) {
        let mut fresh = FreshStr::new(vm, plan.len(), 0x7F)?;
        plan.write(&mut Looking { vm, out: &mut fresh, pushed: 0 })?;
        return Ok(fresh.finish());
    }
    let mut out = StrBuilder::new(vm);
    plan.write(&mut out)?;
    out.finish()
}

/// A fresh string, and looks at the limits meanwhile.
struct Looking<'a> {
    vm: &'a mut Vm,
    out: &'a mut FreshStr,
    /// Characters since the last look, and some for each push.
    pushed: usize,
}

impl Looking<'_> {
    fn look(&mut self, count: usize) -> PyResult<()> {
        const STRETCH: usize = 1 << 16;
        self.pushed += count + 8;
        if self.pushed < STRETCH {
            return Ok(());
        }
        self.pushed = 0;
        self.vm.work_plain(STRETCH as u32 / 64)
    }
}

impl Sink for Looking<'_> {
    type Error = Raised;

    fn push(&mut self, ch: u32) -> PyResult<()> {
        self.out.push_fill(ch, 1);
        self.look(1)
    }

    fn push_run(&mut self, part: Chars<'_>) -> PyResult<()> {
        self.out.push(part);
        self.look(part.len())
    }

    fn push_ascii(&mut self, text: &[u8]) -> PyResult<()> {
        self.push_run(Chars::One(text))
    }
}

fn strip_ends(vm: &mut Vm, args: Args<'_>, function: &str, ends: Ends) -> PyResult {
    let text = this(&args.values[0]);
    let kept = match args.values.get(1).filter(|set| !set.is_none()) {
        None => kernel::strip_space(text.chars(), ends, Rules::Text),
        Some(set) => {
            let Some(set) = set.downcast::<Str>() else {
                return Err(vm.type_error(format_args!("{function} arg must be None or str")));
            };
            kernel::strip_chars(text.chars(), ends, set.chars())
        }
    };
    substring(vm, text, kept.start, kept.end)
}

pub(super) fn strip(vm: &mut Vm, args: Args<'_>) -> PyResult {
    strip_ends(vm, args, "strip", Ends::Both)
}

pub(super) fn lstrip(vm: &mut Vm, args: Args<'_>) -> PyResult {
    strip_ends(vm, args, "lstrip", Ends::Left)
}

pub(super) fn rstrip(vm: &mut Vm, args: Args<'_>) -> PyResult {
    strip_ends(vm, args, "rstrip", Ends::Right)
}

/// The one argument of `removeprefix` and `removesuffix`.
fn affix<'a>(vm: &mut Vm, args: Args<'a>, function: &str) -> PyResult<&'a Str> {
    match args.values[1].downcast::<Str>() {
        Some(text) => Ok(text),
        None => Err(bad_argument(vm, function, "argument", "str", &args.values[1])),
    }
}

pub(super) fn remove_prefix(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (text, prefix) = (this(&args.values[0]), affix(vm, args, "removeprefix")?);
    let kept = kernel::remove_prefix(text.chars(), prefix.chars());
    substring(vm, text, kept.start, kept.end)
}

pub(super) fn remove_suffix(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (text, suffix) = (this(&args.values[0]), affix(vm, args, "removesuffix")?);
    let kept = kernel::remove_suffix(text.chars(), suffix.chars());
    substring(vm, text, kept.start, kept.end)
}

fn padded(vm: &mut Vm, args: Args<'_>, plan: fn(usize, usize) -> Pad) -> PyResult {
    let width = vm.index_isize(&args.values[1])?.max(0) as usize;
    let fill = fill_character(vm, args.values.get(2))?;
    let text = this(&args.values[0]);
    let pad = plan(text.len(), width);
    if pad.is_none() {
        return unchanged(vm, &args.values[0]);
    }
    if width < 2 {
        return vm.new_char(fill);
    }
    let mut fresh = FreshStr::new(vm, width, fill | max_of(text))?;
    pad.write(text.chars(), fill, &mut fresh)?;
    Ok(fresh.finish())
}

pub(super) fn ljust(vm: &mut Vm, args: Args<'_>) -> PyResult {
    padded(vm, args, Pad::ljust)
}

pub(super) fn rjust(vm: &mut Vm, args: Args<'_>) -> PyResult {
    padded(vm, args, Pad::rjust)
}

pub(super) fn center(vm: &mut Vm, args: Args<'_>) -> PyResult {
    padded(vm, args, Pad::center)
}

pub(super) fn zfill(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let width = vm.index_isize(&args.values[1])?.max(0) as usize;
    let text = this(&args.values[0]);
    if width <= text.len() {
        return unchanged(vm, &args.values[0]);
    }
    if width < 2 {
        return vm.new_str_chars(Chars::One(b"0"));
    }
    let mut fresh = FreshStr::new(vm, width, u32::from(b'0') | max_of(text))?;
    kernel::zfill(text.chars(), width, &mut fresh)?;
    Ok(fresh.finish())
}

pub(super) fn expand_tabs(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [size] = args.behind_receiver().parse(vm, "expandtabs", ["tabsize"], 0, 0)?;
    let size = tab_size(vm, size)?;
    let text = this(&args.values[0]);
    let Ok(plan) = ExpandTabs::new(text.chars(), size) else {
        return Err(vm.raise(Exc::OverflowError, format_args!("new string is too long")));
    };
    let mut out = StrBuilder::new(vm);
    plan.write(&mut out)?;
    out.finish()
}

/// The argument of `expandtabs`, a C int.
///
/// # Errors
/// TypeError, OverflowError.
pub(crate) fn tab_size(vm: &mut Vm, value: Option<&Value>) -> PyResult<usize> {
    let Some(value) = value else { return Ok(8) };
    let index = vm.to_index(value)?;
    match crate::types::int::to_i64(&index).map(i32::try_from) {
        Some(Ok(size)) => Ok(size.max(0) as usize),
        Some(Err(_)) => Err(vm.raise(Exc::OverflowError, format_args!("Python int too large to convert to C int"))),
        None => Err(vm.raise(Exc::OverflowError, format_args!("Python int too large to convert to C int"))),
    }
}
