//! `re.Pattern`.

use std::cell::{Cell, UnsafeCell};

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use super::kind;
use super::match_object::Match;
use super::matcher::Demand;
use super::opcode::flag;
use super::program::Program;
use super::state::Matcher;
use super::subject::Subject;
use super::{collect, first, replace, scanner};
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, CmpOp, GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::iterators::{read_only, receiver};
use crate::types::mapping_proxy;
use crate::types::str::{Str, StrBuilder};
use crate::types::tuple::Tuple;
use crate::types::typing::class_getitem;

/// A compiled pattern.
#[repr(C)]
pub struct Pattern {
    /// Count, shape, flags.
    pub header: Header,
    /// What was compiled, or `None`.
    pub source: Value,
    /// Names of groups and their numbers.
    pub group_index: Obj<Dict>,
    /// Numbers of groups and their names.
    pub index_group: Obj<Tuple>,
    /// Flags of `re`.
    pub flags: u32,
    /// Whether it is for bytes; nothing when it is for both.
    pub bytes: Option<bool>,
    /// A hash of the code list.
    pub fingerprint: u64,
    /// What the matcher runs.
    program: UnsafeCell<Program>,
    /// Whether the program is in its final form.
    refined: Cell<bool>,
}

object!(Pattern, kind::PATTERN, source, group_index, index_group);

/// `KindInfo::finish`.
///
/// # Safety
/// `object` is a dying `Pattern`.
unsafe fn finish(object: *mut Header) {
    // SAFETY: the program is dropped once, and not used again.
    unsafe { std::ptr::drop_in_place(&raw mut (*object.cast::<Pattern>()).program) }
}

impl Pattern {
    /// Makes the object.
    ///
    /// # Errors
    /// `MemoryError`.
    #[expect(clippy::too_many_arguments, reason = "the fields")]
    pub fn create(
        vm: &mut Vm,
        source: Value,
        flags: u32,
        bytes: Option<bool>,
        group_index: Obj<Dict>,
        index_group: Obj<Tuple>,
        fingerprint: u64,
        mut program: Program,
    ) -> PyResult {
        let header = Header::new(u32::from(kind::PATTERN), TRACKED);
        // What takes long is done while it can be interrupted.
        let refined = program.ops.len() > first::UNASKED;
        if refined {
            first::refine(vm, &mut program)?;
        }
        let (program, refined) = (UnsafeCell::new(program), Cell::new(refined));
        let pattern = Pattern { header, source, group_index, index_group, flags, bytes, fingerprint, program, refined };
        Ok(Obj::create(&mut vm.heap, PageKind::Container, pattern)?.into_value())
    }

    /// The program, in its final form or not.
    pub fn program(&self) -> &Program {
        // SAFETY: changed in `ready` only, where no reference is about.
        unsafe { &*self.program.get() }
    }

    /// The program, to be run: most patterns of imported modules never are, so it gets its final form here.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn ready(&self, vm: &mut Vm) -> PyResult<&Program> {
        if !self.refined.get() {
            vm.work(4 * self.program().ops.len() as u32)?;
        }
        // A signal handler may have been here before.
        if !self.refined.get() {
            // SAFETY: nobody has the program yet: it never ran, and a program of this size is refined without a look at
            // what else the interpreter has to do.
            first::refine(vm, unsafe { &mut *self.program.get() })?;
            self.refined.set(true);
        }
        Ok(self.program())
    }
}

/// The pattern of a receiver.
pub fn this(value: &Value) -> &Pattern {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

/// Arguments `string`, `pos` and `endpos` of a method.
pub fn subject_of<'a>(vm: &mut Vm, args: Args<'a>, name: &str) -> PyResult<Subject<'a>> {
    let names = ["string", "pos", "endpos"];
    let [string, pos, endpos] = args.behind_receiver().parse(vm, name, names, 1, 0)?;
    Subject::new(vm, this(&args.values[0]), string, pos, endpos)
}

fn match_start(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let subject = subject_of(vm, args, "match")?;
    match_with(vm, &args.values[0], subject, Demand::default())
}

fn fullmatch(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let subject = subject_of(vm, args, "fullmatch")?;
    match_with(vm, &args.values[0], subject, Demand { whole: true, advance: false })
}

fn match_with(vm: &mut Vm, pattern: &Value, subject: Subject<'_>, demand: Demand) -> PyResult {
    let program = this(pattern).ready(vm)?;
    let mut matcher = Matcher::new();
    match matcher.match_at(vm, program, subject.text(), subject.pos, demand)? {
        Some(found) => Match::create(vm, pattern, &subject, &matcher, found),
        None => Ok(Value::none()),
    }
}

fn search(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let subject = subject_of(vm, args, "search")?;
    let pattern = &args.values[0];
    let program = this(pattern).ready(vm)?;
    let mut matcher = Matcher::new();
    match matcher.search(vm, program, subject.text(), subject.pos, false)? {
        Some(found) => Match::create(vm, pattern, &subject, &matcher, found),
        None => Ok(Value::none()),
    }
}

fn itself(_: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(args.values[0].clone())
}

fn hash(vm: &mut Vm, value: &Value) -> PyResult<i64> {
    let own = this(value);
    let mixed = (own.fingerprint ^ u64::from(own.flags)).rotate_left(7) ^ own.bytes.map_or(2, u64::from);
    Ok(vm.hash(&own.source)? ^ mixed as i64)
}

fn compare(vm: &mut Vm, value: &Value, other: &Value, op: CmpOp) -> PyResult {
    let (Some(other_pattern), CmpOp::Eq | CmpOp::Ne) = (other.downcast::<Pattern>(), op) else {
        return Ok(Value::not_implemented());
    };
    let own = this(value);
    let same = value.is(other)
        || own.flags == other_pattern.flags
            && own.bytes == other_pattern.bytes
            && own.fingerprint == other_pattern.fingerprint
            && vm.eq(&own.source, &other_pattern.source)?;
    Ok(Value::bool(same == (op == CmpOp::Eq)))
}

/// Appends at most `limit` characters of a value's repr.
pub fn push_repr(vm: &mut Vm, text: &mut StrBuilder, value: &Value, limit: usize) -> PyResult<()> {
    let part = vm.repr(value)?;
    match part.downcast::<Str>() {
        Some(part) => text.push_chars(part.chars().slice(0..limit)),
        None => Ok(()),
    }
}

fn repr(vm: &mut Vm, value: &Value) -> PyResult {
    let own = this(value);
    let mut text = StrBuilder::new(vm);
    text.push_text("re.compile(")?;
    push_repr(vm, &mut text, &own.source, 200)?;
    let kinds = flag::LOCALE | flag::UNICODE | flag::ASCII;
    let usual = own.bytes == Some(false) && own.flags & kinds == flag::UNICODE;
    let mut left = if usual { own.flags & !flag::UNICODE } else { own.flags };
    let mut before = ", ";
    for (bit, name) in flag::NAMES {
        if left & bit != 0 {
            left &= !bit;
            text.push_text(before)?;
            text.push_text(name)?;
            before = "|";
        }
    }
    if left != 0 {
        text.write_fmt(format_args!("{before}{left:#x}"))?;
    }
    text.push_text(")")?;
    text.finish()
}

fn groups(vm: &mut Vm, value: &Value) -> PyResult {
    vm.new_int(i64::from(this(value).program().groups))
}

/// The type.
pub static PATTERN: TypeSpec = TypeSpec {
    name: "Pattern",
    module: "re",
    kind: kind::PATTERN,
    base: kinds::OBJECT,
    doc: "Compiled regular expression object.",
    flags: TypeSpec::NO_NEW | TypeSpec::WEAK,
    slots: &Slots { repr: Some(repr), hash: Some(hash), compare: Some(compare), ..Slots::EMPTY },
    methods: &[
        Method::keywords("match", match_start).doc(
            "match($self, /, string, pos=0, endpos=sys.maxsize)\n--\n\nA match that begins where the string does, or None.",
        ),
        Method::keywords("fullmatch", fullmatch).doc(
            "fullmatch($self, /, string, pos=0, endpos=sys.maxsize)\n--\n\nA match of the whole string, or None.",
        ),
        Method::keywords("search", search).doc(
            "search($self, /, string, pos=0, endpos=sys.maxsize)\n--\n\nThe first match in the string, or None.",
        ),
        Method::keywords("sub", replace::sub)
            .doc("sub($self, /, repl, string, count=0)\n--\n\nThe string with matches replaced."),
        Method::keywords("subn", replace::subn)
            .doc("subn($self, /, repl, string, count=0)\n--\n\nThe string with matches replaced, and their number."),
        Method::keywords("findall", collect::findall).doc(
            "findall($self, /, string, pos=0, endpos=sys.maxsize)\n--\n\nA list of what matches, or of what the groups match.",
        ),
        Method::keywords("split", collect::split)
            .doc("split($self, /, string, maxsplit=0)\n--\n\nA list of the parts between matches."),
        Method::keywords("finditer", collect::finditer).doc(
            "finditer($self, /, string, pos=0, endpos=sys.maxsize)\n--\n\nAn iterator over all matches.",
        ),
        Method::keywords("scanner", scanner::make)
            .doc("scanner($self, /, string, pos=0, endpos=sys.maxsize)\n--\n\n"),
        Method::new("__copy__", itself, 0, 0).doc("__copy__($self, /)\n--\n\n"),
        Method::new("__deepcopy__", itself, 1, 1).doc("__deepcopy__($self, memo, /)\n--\n\n"),
        Method::new("__class_getitem__", class_getitem, 1, 1).class().doc("See PEP 585"),
    ],
    getset: &[
        GetSet { name: "pattern", get: |_, value| Ok(this(value).source.clone()), set: Some(read_only) },
        GetSet { name: "flags", get: |vm, value| vm.new_int(i64::from(this(value).flags)), set: Some(read_only) },
        GetSet { name: "groups", get: groups, set: Some(read_only) },
        GetSet {
            name: "groupindex",
            get: |vm, value| mapping_proxy::create(vm, this(value).group_index.clone().into_value()),
            set: None,
        },
    ],
    page: PageKind::Container,
    slot: <Pattern as Traverse>::slot,
    finish: Some(finish),
    size: fixed_size::<Pattern>,
};

/// "no such group".
#[cold]
pub fn no_group(vm: &mut Vm) -> crate::core::error::Raised {
    vm.raise(Exc::IndexError, format_args!("no such group"))
}
