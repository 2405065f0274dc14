use pitviper_compiler::ast::Unlimited;
use pitviper_compiler::code::*;
use pitviper_compiler::opcode::Op;
use pitviper_compiler::source::Input;
use pitviper_compiler::{Options, compile};
use std::collections::BTreeSet;
fn cat(op: Op) -> Option<&'static str> {
    let n = op as u8;
    Some(match op {
        Op::Call | Op::CallKw => "CALL", Op::CallEx => "CALLEX", Op::LoadAttr | Op::LoadMethod => "ATTR", Op::LoadSuperAttr => "SATTR",
        Op::StoreAttr => "SETATTR", Op::DeleteAttr => "DELATTR", Op::In => "IN", Op::LoadGlobal | Op::LoadName => "GLOBAL",
        Op::ForIter => "FOR", Op::GetIter => "ITER", Op::Raise => "RAISE", Op::ImportName => "IMPORT", Op::ImportFrom => "IMPFROM",
        Op::SetItem => "SETITEM", Op::DeleteItem => "DELITEM", Op::GetSlice => "SLICE", Op::UnpackSequence => "UNPACK", Op::Yield => "YIELD",
        Op::MatchException => "EXC", Op::LoadSpecial => "SPECIAL", Op::Neg => "NEG", Op::FormatValue => "FMT", Op::SetSlice => "SETSLICE", Op::DeleteName => "DELNAME",
        Op::GetItem | Op::GetItemK => "ITEM",
        _ if n >= Op::Lt as u8 && n <= Op::Ge as u8 || n >= Op::JumpIfLt as u8 && n <= Op::JumpIfGeK as u8 => "CMP",
        _ if n >= Op::Add as u8 && n <= Op::XorK as u8 => "BIN",
        _ => return None,
    })
}
fn walk(c: &Code, out: &mut BTreeSet<String>) {
    let mut pc = 0;
    while pc < c.instructions.len() {
        let op = Op::from_u8(c.instructions[pc].op).unwrap();
        let p = c.position(pc as u32);
        if let Some(k) = cat(op) && p.line > 0 && p.end_column > 0 {
            out.insert(format!("{}|{}|{}|{} {} {} {}", c.qualname, c.first_line, k, p.line, p.end_line, p.column, p.end_column));
        }
        pc += op.info().words as usize;
    }
    for k in &c.constants { if let Const::Code(i) = k { walk(i, out) } }
}
fn main() {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path).unwrap();
        let mut out = BTreeSet::new();
        if let Ok(c) = compile(Input::Bytes(&bytes), &path, Options::default(), &mut Unlimited) { walk(&c.code, &mut out) }
        println!("FILE {path}");
        for l in out { println!("{l}") }
    }
}
