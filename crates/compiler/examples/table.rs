use pitviper_compiler::ast::Unlimited;
use pitviper_compiler::code::*;
use pitviper_compiler::error::CompileError;
use pitviper_compiler::source::Input;
use pitviper_compiler::{Options, compile};
fn walk(c: &Code, out: &mut Vec<String>) {
    let n = (c.arg_count + c.kwonly_count) as usize + usize::from(c.flags & 4 != 0) + usize::from(c.flags & 8 != 0);
    let func = c.flags & 1 != 0;
    let params: Vec<_> = c.locals.iter().take(n).map(|l| l.0.to_string()).collect();
    let mut rest: Vec<_> = c.locals.iter().skip(n).filter(|l| l.1 == LocalKind::Plain || (l.1 == LocalKind::Hidden)).map(|l| l.0.to_string()).collect();
    if !func { rest.clear() }
    rest.retain(|r| !params.contains(r) && !c.locals.iter().any(|l| l.1 == LocalKind::Cell && *l.0 == **r));
    rest.sort(); rest.dedup(); rest.retain(|r| !params.contains(r));
    let mut cells: Vec<_> = c.locals.iter().filter(|l| l.1 == LocalKind::Cell).map(|l| l.0.to_string()).collect();
    cells.sort();
    let free: Vec<_> = c.free.iter().map(|f| f.to_string()).collect();
    out.push(format!("{}|{}|{}|{:x}|{} {} {}|{}|{}|{}|{}", c.name, c.qualname, c.first_line, c.flags, c.arg_count, c.posonly_count, c.kwonly_count, params.join(","), rest.join(","), cells.join(","), free.join(",")));
    for k in &c.constants { if let Const::Code(i) = k { walk(i, out) } }
}
fn main() {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path).unwrap();
        let mut out = vec![];
        match compile(Input::Bytes(&bytes), &path, Options::default(), &mut Unlimited) {
            Ok(c) => walk(&c.code, &mut out),
            Err(CompileError::Syntax(e)) => {
                let l = e.location;
                out.push(match l { Some(l) => format!("SyntaxError|{}|{}|{}|{}|{}", e.message(), l.line, l.offset, l.end_line, l.end_offset), None => format!("SyntaxError|{}|None|None|None|None", e.message()) })
            }
            Err(e) => out.push(format!("{e:?}")),
        }
        println!("FILE {path}");
        out.sort();
        for l in out { println!("{l}") }
    }
}
