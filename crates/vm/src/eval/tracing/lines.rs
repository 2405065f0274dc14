//! Where lines begin.

use pitviper_compiler::code::Code;
use pitviper_compiler::opcode::{Instr, Op};

use super::sites::Monitor;

/// Where a jump of the instruction at `word` ends.
pub(super) fn target(code: &Code, word: u32, op: Op) -> Option<u32> {
    if !op.info().jumps {
        return None;
    }
    let distance = code.instructions.get(word as usize + 1).map(|wide: &Instr| wide.as_wide())?;
    let end = i64::from(word) + i64::from(op.info().words) + i64::from(distance);
    u32::try_from(end).ok()
}

/// Marks each instruction whose line is another than that of one from which control comes: the one before it, a jump,
/// whatever raises; and where jumps go back to.
pub(super) fn mark(code: &Code, monitor: &mut Monitor) {
    let mut word = 0;
    let mut current = 0;
    let mut places = code.positions.iter().peekable();
    while let Some(op) = code.instructions.get(word as usize).and_then(|instr| Op::from_u8(instr.op)) {
        while let Some((start, place)) = places.next_if(|run| run.0 <= word) {
            // A statement without instructions: the next one begins a line.
            if places.peek().is_some_and(|next| next.0 == start) {
                monitor.mark_silent(word);
                current = place.line;
            }
        }
        let line = code.position(word).line;
        let stated = is_stated(code, word, op);
        if stated && line != current && line != 0 {
            monitor.mark_line(word);
        }
        if let Some(target) = target(code, word, op) {
            let there = code.position(target).line;
            let to = code.instructions.get(target as usize).and_then(|instr| Op::from_u8(instr.op));
            let stated = to.is_some_and(|to| is_stated(code, target, to));
            if stated && there != 0 && (there != line || target <= word) {
                monitor.mark_line(target);
            }
        }
        if stated {
            current = line;
        }
        word += u32::from(op.info().words);
    }
    for handler in &code.handlers {
        if code.position(handler.target).line != 0 {
            monitor.mark_line(handler.target);
        }
    }
}

/// Whether an instruction belongs to a statement at its place, and does not only tidy up or lead on.
fn is_stated(code: &Code, word: u32, op: Op) -> bool {
    let x = code.instructions.get(word as usize).map_or(0, |instr| instr.x);
    match op {
        Op::ReturnNone => x == 0,
        Op::Jump | Op::JumpBack | Op::Clear | Op::LeaveHandler | Op::MakeCell => false,
        _ => true,
    }
}

/// Lines without instructions of their own that come before the instruction at `word`.
pub(super) fn silent(code: &Code, word: u32) -> impl Iterator<Item = u32> + '_ {
    let mut places = code.positions.starting_at(word).take_while(move |run| run.0 == word).peekable();
    std::iter::from_fn(move || {
        let (_, position) = places.next()?;
        places.peek().map(|_| position.line)
    })
}
