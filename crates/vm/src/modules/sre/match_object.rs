//! `re.Match`.
//!
//! ```text
//! header 8 | pattern 8 | string 8 | pos 8 | endpos 8 | groups 4 | last group 4 | start and end of each group …
//! ```

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, Object, OutOfMemory, PageKind, Slot, Traverse, Value};

use super::kind;
use super::pattern::{Pattern, no_group, push_repr};
use super::search::Found;
use super::state::{Matcher, UNSET};
use super::subject::{Subject, slice};
use super::template;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, GetSet, MANY, Method, Slots, TypeSpec};
use crate::core::vm::Vm;
use crate::types::int;
use crate::types::iterators::{read_only, receiver, typed};
use crate::types::slice::has_index;
use crate::types::str::StrBuilder;
use crate::types::tuple::fresh::FreshTuple;
use crate::types::typing::class_getitem;

/// A match. Starts and ends of the whole and of the groups follow, [`UNSET`] for a group that took no part.
#[repr(C)]
pub struct Match {
    /// Count, shape, flags.
    pub header: Header,
    pattern: Obj<Pattern>,
    string: Value,
    pos: usize,
    endpos: usize,
    /// Pairs that follow.
    count: u32,
    last_group: u32,
}

// SAFETY: two slots, each owning its count.
unsafe impl Traverse for Match {
    unsafe fn slot(this: *mut Header, index: u32) -> *mut Slot {
        // SAFETY: the caller says that it is a match.
        unsafe {
            let this = this.cast::<Match>();
            match index {
                0 => (&raw mut (*this).string).cast(),
                1 => (&raw mut (*this).pattern).cast(),
                _ => std::ptr::null_mut(),
            }
        }
    }
}

// SAFETY: repr(C), header first; objects of this kind are made here only.
unsafe impl Object for Match {
    const KIND: u8 = kind::MATCH;
}

/// `KindInfo::size`.
///
/// # Safety
/// `object` is a `Match`.
unsafe fn size(object: *mut Header) -> usize {
    // SAFETY: the caller's promise.
    size_of::<Match>() + unsafe { (*object.cast::<Match>()).count } as usize * 16
}

impl Match {
    /// The match that a matcher just found.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn create(vm: &mut Vm, pattern: &Value, subject: &Subject<'_>, matcher: &Matcher, found: Found) -> PyResult {
        let pattern = typed::<Pattern>(vm, pattern.clone())?;
        let count = pattern.program().groups + 1;
        let bytes = (count as usize).checked_mul(16).ok_or(OutOfMemory)? + size_of::<Match>();
        let block = vm.heap.alloc(PageKind::Container, bytes)?.cast::<Match>();
        vm.heap.container_made();
        // SAFETY: the block is fresh and has room for `count` pairs behind the struct.
        unsafe {
            block.write(Match {
                header: Header::new(u32::from(kind::MATCH), TRACKED),
                pattern,
                string: subject.string.clone(),
                pos: subject.pos,
                endpos: subject.endpos,
                count,
                last_group: matcher.last_group(),
            });
            let pairs = block.add(1).cast::<(usize, usize)>();
            pairs.write((found.start, found.end));
            for group in 1..count as usize {
                pairs.add(group).write(matcher.group(group - 1).unwrap_or((UNSET, UNSET)));
            }
            Ok(Value::from_owned(block.cast()))
        }
    }

    /// Starts and ends.
    fn spans(&self) -> &[(usize, usize)] {
        // SAFETY: `count` pairs follow the struct.
        unsafe { std::slice::from_raw_parts(std::ptr::from_ref(self).add(1).cast(), self.count as usize) }
    }

    /// Where a group is; nothing when it took no part, or does not exist.
    pub fn span(&self, group: usize) -> Option<(usize, usize)> {
        self.spans().get(group).copied().filter(|span| span.0 != UNSET)
    }

    /// What a group matched.
    fn text(&self, vm: &mut Vm, group: usize, default: &Value) -> PyResult {
        match self.span(group) {
            Some((start, end)) => slice(vm, &self.string, start, end),
            None => Ok(default.clone()),
        }
    }

    /// What it was found in.
    pub fn string(&self) -> &Value {
        &self.string
    }

    /// Groups and the whole.
    pub fn count(&self) -> usize {
        self.count as usize
    }

    /// The number of the group that an argument names.
    fn group_number(&self, vm: &mut Vm, group: &Value) -> PyResult<usize> {
        let number = if let Some(small) = group.as_small() {
            small as isize
        } else if has_index(vm, group) {
            vm.index_clamped(group)?
        } else if self.pattern.group_index.is_empty() {
            -1
        } else {
            let number = vm.dict_get(&self.pattern.group_index, group)?;
            number.and_then(|number| int::to_i64(&number)).map_or(-1, |number| number as isize)
        };
        match usize::try_from(number) {
            Ok(number) if number < self.count() => Ok(number),
            _ => Err(no_group(vm)),
        }
    }
}

fn this(value: &Value) -> &Match {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

fn group(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let own = this(&args.values[0]);
    let none = Value::none();
    match &args.values[1..] {
        [] => own.text(vm, 0, &none),
        [only] => {
            let number = own.group_number(vm, only)?;
            own.text(vm, number, &none)
        }
        groups => {
            let tuple = FreshTuple::filled(vm, groups.len())?;
            for (index, group) in groups.iter().enumerate() {
                let number = own.group_number(vm, group)?;
                let text = own.text(vm, number, &none)?;
                tuple.set(index, text);
            }
            Ok(tuple.share().into_value())
        }
    }
}

fn get_item(vm: &mut Vm, value: &Value, key: &Value) -> PyResult {
    let number = this(value).group_number(vm, key)?;
    this(value).text(vm, number, &Value::none())
}

fn groups(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [default] = args.behind_receiver().parse(vm, "groups", ["default"], 0, 0)?;
    let own = this(&args.values[0]);
    let none = Value::none();
    let tuple = FreshTuple::filled(vm, own.count() - 1)?;
    for group in 1..own.count() {
        let text = own.text(vm, group, default.unwrap_or(&none))?;
        tuple.set(group - 1, text);
    }
    match tuple.is_empty() {
        true => vm.new_tuple(&[]),
        false => Ok(tuple.share().into_value()),
    }
}

fn groupdict(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [default] = args.behind_receiver().parse(vm, "groupdict", ["default"], 0, 0)?;
    let own = this(&args.values[0]);
    let none = Value::none();
    let result = vm.new_dict()?;
    let names = own.pattern.group_index.clone();
    let mut position = 0;
    while let Some((name, _)) = names.next_entry(&mut position) {
        let number = own.group_number(vm, &name)?;
        let text = own.text(vm, number, default.unwrap_or(&none))?;
        vm.dict_set(&result, name, text)?;
    }
    Ok(result.into_value())
}

/// The span that an optional argument of a method names; -1 for a group that took no part.
fn span_argument(vm: &mut Vm, args: Args<'_>) -> PyResult<(i64, i64)> {
    let own = this(&args.values[0]);
    let number = args.values.get(1).map_or(Ok(0), |group| own.group_number(vm, group))?;
    Ok(own.span(number).map_or((-1, -1), |(start, end)| (start as i64, end as i64)))
}

fn start(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (start, _) = span_argument(vm, args)?;
    vm.new_int(start)
}

fn end(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (_, end) = span_argument(vm, args)?;
    vm.new_int(end)
}

fn pair(vm: &mut Vm, (start, end): (i64, i64)) -> PyResult {
    let pair = [vm.new_int(start)?, vm.new_int(end)?];
    vm.new_tuple_from(pair)
}

fn span(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let span = span_argument(vm, args)?;
    pair(vm, span)
}

fn regs(vm: &mut Vm, value: &Value) -> PyResult {
    let own = this(value);
    let tuple = FreshTuple::filled(vm, own.count())?;
    for group in 0..own.count() {
        let span = own.span(group).map_or((-1, -1), |(start, end)| (start as i64, end as i64));
        let span = pair(vm, span)?;
        tuple.set(group, span);
    }
    Ok(tuple.share().into_value())
}

fn last_index(vm: &mut Vm, value: &Value) -> PyResult {
    match this(value).last_group {
        0 => Ok(Value::none()),
        group => vm.new_int(i64::from(group)),
    }
}

fn last_group(_: &mut Vm, value: &Value) -> PyResult {
    let own = this(value);
    let name = match own.last_group {
        0 => None,
        group => own.pattern.index_group.items().get(group as usize).cloned(),
    };
    Ok(name.unwrap_or_else(Value::none))
}

fn expand(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [wanted] = args.behind_receiver().parse(vm, "expand", ["template"], 1, 0)?;
    let own = this(&args.values[0]);
    let none = Value::none();
    let made = template::compile(vm, &own.pattern.clone().into_value(), wanted.unwrap_or(&none))?;
    template::expand_match(vm, &made, own)
}

fn itself(_: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(args.values[0].clone())
}

fn repr(vm: &mut Vm, value: &Value) -> PyResult {
    let own = this(value);
    let (start, end) = own.span(0).unwrap_or_default();
    let mut text = StrBuilder::new(vm);
    text.write_fmt(format_args!("<re.Match object; span=({start}, {end}), match="))?;
    let whole = own.text(vm, 0, &Value::none())?;
    push_repr(vm, &mut text, &whole, 50)?;
    text.push_text(">")?;
    text.finish()
}

/// The type.
pub static MATCH: TypeSpec = TypeSpec {
    name: "Match",
    module: "re",
    kind: kind::MATCH,
    base: kinds::OBJECT,
    doc: "The result of re.match() and re.search().\nMatch objects always have a boolean value of True.",
    flags: TypeSpec::NO_NEW,
    slots: &Slots { repr: Some(repr), get_item: Some(get_item), ..Slots::EMPTY },
    methods: &[
        Method::new("group", group, 0, MANY)
            .doc("group([group1, ...]) -> str or tuple.\nWhat groups matched; 0 stands for the whole match."),
        Method::new("start", start, 0, 1).doc("start($self, group=0, /)\n--\n\nWhere what the group matched begins."),
        Method::new("end", end, 0, 1).doc("end($self, group=0, /)\n--\n\nWhere what the group matched ends."),
        Method::new("span", span, 0, 1)
            .doc("span($self, group=0, /)\n--\n\nWhere what the group matched begins and ends."),
        Method::keywords("groups", groups)
            .doc("groups($self, /, default=None)\n--\n\nA tuple of what all groups matched."),
        Method::keywords("groupdict", groupdict)
            .doc("groupdict($self, /, default=None)\n--\n\nA dictionary of what all named groups matched."),
        Method::keywords("expand", expand)
            .doc("expand($self, /, template)\n--\n\nThe template filled in, as sub() does it."),
        Method::new("__copy__", itself, 0, 0).doc("__copy__($self, /)\n--\n\n"),
        Method::new("__deepcopy__", itself, 1, 1).doc("__deepcopy__($self, memo, /)\n--\n\n"),
        Method::new("__class_getitem__", class_getitem, 1, 1).class().doc("See PEP 585"),
    ],
    getset: &[
        GetSet { name: "string", get: |_, value| Ok(this(value).string.clone()), set: Some(read_only) },
        GetSet { name: "re", get: |_, value| Ok(this(value).pattern.clone().into_value()), set: Some(read_only) },
        GetSet { name: "pos", get: |vm, value| vm.new_usize(this(value).pos), set: Some(read_only) },
        GetSet { name: "endpos", get: |vm, value| vm.new_usize(this(value).endpos), set: Some(read_only) },
        GetSet { name: "lastindex", get: last_index, set: None },
        GetSet { name: "lastgroup", get: last_group, set: None },
        GetSet { name: "regs", get: regs, set: None },
    ],
    page: PageKind::Container,
    slot: <Match as Traverse>::slot,
    finish: None,
    size,
};
