//! What a program can begin with at each fork: characters that rule a way out before it is tried, repeats that need
//! never give anything back, and how to search.

use super::classes::add_class;
use super::opcode::at;
use super::program::{Class, NONE, One, Op, Plan, Program, Wide};
use crate::core::error::PyResult;
use crate::core::vm::Vm;

/// Instructions looked at for one question; beyond that anything may follow.
const STEPS: usize = 64;

/// Instructions between two looks at what else the interpreter has to do.
pub const UNASKED: usize = 1000;

/// Fills in the classes of forks and chooses the plan. Programs up to [`UNASKED`] are done without a look elsewhere.
///
/// # Errors
/// `MemoryError`, and what interrupts.
pub fn refine(vm: &mut Vm, program: &mut Program) -> PyResult<()> {
    for pc in 0..program.ops.len() as u32 {
        if pc as usize % UNASKED == UNASKED - 1 && program.ops.len() > UNASKED {
            vm.work(4 * UNASKED as u32)?;
        }
        match program.ops.as_slice()[pc as usize] {
            Op::Split { first, second, .. } => {
                let first_set = set_at(vm, program, first)?;
                let second_set = set_at(vm, program, second)?;
                program.ops.as_mut_slice()[pc as usize] = Op::Split { first, second, first_set, second_set };
            }
            op @ (Op::Repeat(number) | Op::LazyRepeat(number)) => {
                let tail = first(program, pc + 1);
                let repeat = program.repeats.as_slice()[number as usize];
                let decided =
                    tail.is_some_and(|tail| of_one(program, repeat.one).is_some_and(|own| own.disjoint(&tail)));
                if decided && matches!(op, Op::Repeat(_)) {
                    program.ops.as_mut_slice()[pc as usize] = Op::PossessiveRepeat(number);
                } else if let Some(tail) = tail {
                    let tail = add_class(vm, program, tail)?;
                    program.repeats.as_mut_slice()[number as usize].tail = tail;
                }
            }
            Op::Loop(number) | Op::LazyLoop(number) | Op::PossessiveLoop(number) => {
                let entry = program.loops.as_slice()[number as usize];
                let body_set = set_at(vm, program, entry.body)?;
                let exit_set = set_at(vm, program, entry.exit)?;
                let entry = &mut program.loops.as_mut_slice()[number as usize];
                (entry.body_set, entry.exit_set) = (body_set, exit_set);
            }
            _ => {}
        }
    }
    program.plan = plan(vm, program)?;
    Ok(())
}

/// The number of the class of characters that can be next at `pc`, or `NONE`.
fn set_at(vm: &mut Vm, program: &mut Program, pc: u32) -> PyResult<u32> {
    match first(program, pc) {
        Some(class) => Ok(add_class(vm, program, class)?),
        None => Ok(NONE),
    }
}

/// The class of what matches one character; nothing for any character.
fn of_one(program: &Program, one: One) -> Option<Class> {
    let mut class = Class::EMPTY;
    match one {
        One::Any => return None,
        One::Char(ch) => add(&mut class, ch),
        One::NotChar(ch) => {
            class = Class { low: [u64::MAX; 4], wide: Wide::All };
            if let Ok(low) = u8::try_from(ch) {
                class.low[usize::from(low >> 6)] &= !(1 << (low & 63));
            }
        }
        One::Class(number) => class = program.classes.as_slice()[number as usize],
    }
    Some(class)
}

/// Adds a character; for one above 255 all of those.
fn add(class: &mut Class, ch: u32) {
    match u8::try_from(ch) {
        Ok(low) => class.add_low(low),
        Err(_) => class.wide = Wide::All,
    }
}

/// The characters one of which must be next for what is at `pc` to match; `None` when it may match without one,
/// or by any.
fn first(program: &Program, pc: u32) -> Option<Class> {
    reach(program, pc, false, false)
}

/// The characters that can be next on the ways from `pc`, or next but one. `across` ends of atomic groups the ways go
/// on only where it does not matter which of them is taken.
fn reach(program: &Program, pc: u32, second: bool, across: bool) -> Option<Class> {
    let mut walk = Walk { program, found: Class::EMPTY, ways: [(0, false); STEPS], waiting: 0 };
    walk.follow(pc, second)?;
    for _ in 0..STEPS {
        let Some(waiting) = walk.waiting.checked_sub(1) else {
            let found = walk.found;
            let full = found.low == [u64::MAX; 4] && found.wide != Wide::None;
            return if full { None } else { Some(found) };
        };
        walk.waiting = waiting;
        let (pc, second) = walk.ways[waiting];
        walk.step(pc, second, across)?;
    }
    None
}

/// Ways through a program, as far as the next character or the one behind it.
struct Walk<'a> {
    program: &'a Program,
    found: Class,
    /// Instructions to look at, and whether a character is to be skipped first.
    ways: [(u32, bool); STEPS],
    waiting: usize,
}

impl Walk<'_> {
    /// One more way; `None` when there are too many.
    fn follow(&mut self, pc: u32, second: bool) -> Option<()> {
        *self.ways.get_mut(self.waiting)? = (pc, second);
        self.waiting += 1;
        Some(())
    }

    /// A character of a class is next, then what is at `pc`.
    fn pass(&mut self, class: Option<Class>, pc: u32, second: bool) -> Option<()> {
        if second {
            return self.follow(pc, false);
        }
        self.found.unite(&class?);
        Some(())
    }

    /// Looks at one instruction; `None` when anything may follow.
    fn step(&mut self, pc: u32, second: bool, across: bool) -> Option<()> {
        let program = self.program;
        let entry = |number: u32| program.loops.as_slice().get(number as usize).copied();
        match *program.ops.as_slice().get(pc as usize)? {
            Op::Fail => Some(()),
            Op::Accept | Op::GroupRef { .. } | Op::LookEnd(_) | Op::LookNotEnd(_) => None,
            // What follows must have no say in which way these choose.
            Op::Commit(_) | Op::PossessiveLoop(_) if !across => None,
            Op::Any => self.pass(None, pc + 1, second),
            Op::Char(ch) => self.pass(of_one(program, One::Char(ch)), pc + 1, second),
            Op::NotChar(ch) => self.pass(of_one(program, One::NotChar(ch)), pc + 1, second),
            Op::Class(number) => self.pass(of_one(program, One::Class(number)), pc + 1, second),
            Op::Text { start, .. } => {
                let ch = *program.words.as_slice().get(start as usize + usize::from(second))?;
                self.pass(of_one(program, One::Char(ch)), pc, false)
            }
            Op::At(_) | Op::Open(_) | Op::Close(_) | Op::Atomic(_) | Op::Commit(_) => self.follow(pc + 1, second),
            Op::Jump(to) => self.follow(to, second),
            Op::Split { first: one, second: other, .. } => {
                self.follow(one, second)?;
                self.follow(other, second)
            }
            Op::Repeat(number) | Op::LazyRepeat(number) | Op::PossessiveRepeat(number) => {
                let repeat = *program.repeats.as_slice().get(number as usize)?;
                if repeat.max > 0 {
                    if second && repeat.max > 1 {
                        self.pass(of_one(program, repeat.one), pc, false)?;
                    }
                    if !second || repeat.min < 2 {
                        self.pass(of_one(program, repeat.one), pc + 1, second)?;
                    }
                }
                if repeat.min == 0 { self.follow(pc + 1, second) } else { Some(()) }
            }
            Op::LoopStart(number) => {
                self.follow(entry(number)?.body, second)?;
                if entry(number)?.min == 0 { self.follow(entry(number)?.exit, second) } else { Some(()) }
            }
            Op::Loop(number) | Op::LazyLoop(number) | Op::PossessiveLoop(number) => {
                self.follow(entry(number)?.body, second)?;
                self.follow(entry(number)?.exit, second)
            }
            Op::LazyTurn(number) => self.follow(entry(number)?.body, second),
            Op::Look { slot, .. } => {
                let rest = program.ops.as_slice().get(pc as usize..)?;
                let end = rest.iter().position(|op| matches!(op, Op::LookEnd(own) if *own == slot))?;
                self.follow(pc + end as u32 + 1, second)
            }
            Op::LookNot { exit, .. } => self.follow(exit, second),
            Op::IfGroup { otherwise, .. } => {
                self.follow(pc + 1, second)?;
                self.follow(otherwise, second)
            }
        }
    }
}

/// How to search for the program.
fn plan(vm: &mut Vm, program: &mut Program) -> PyResult<Plan> {
    let ops = program.ops.as_slice();
    let start = ops.iter().position(|op| !matches!(op, Op::Open(_) | Op::Close(_) | Op::Atomic(_)));
    match start.map(|start| ops[start]) {
        Some(Op::At(at::BEGINNING | at::BEGINNING_STRING)) => return Ok(Plan::Beginning),
        Some(Op::Text { start, len }) => return Ok(Plan::Text { start, len }),
        _ => {}
    }
    let Some(class) = reach(program, 0, false, true) else { return Ok(Plan::Anywhere) };
    let second = match reach(program, 0, true, true) {
        Some(second) => add_class(vm, program, second)?,
        None => NONE,
    };
    let few = class.count_low() <= 3 && class.wide == Wide::None;
    let mut bytes = [class.lows().next().unwrap_or(0); 3];
    if few {
        bytes.iter_mut().zip(class.lows()).for_each(|(byte, low)| *byte = low);
    }
    let class = add_class(vm, program, class)?;
    Ok(Plan::Class { class, second, few: few.then_some(bytes) })
}
