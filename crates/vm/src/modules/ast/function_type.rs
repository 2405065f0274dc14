//! `mode='func_type'`: signatures of type comments, `(int, *str, **Any) -> bool`.
//!
//! The compiler's grammar has no such thing. A signature is read as the expression `[int, *str, * Any] , bool`, which
//! has its parts where the signature has them.

use pitviper_compiler::ast::{Expr, ExprId, ExprKind, List as Items, Root, Tree};
use pitviper_compiler::source::Input;

use crate::core::error::{Exc, PyResult, Raised};
use crate::core::vm::Vm;
use crate::import::compile::{Request, check_signature_input, parse_input};
use crate::modules::io::scratch::Scratch;

/// The parts of a signature.
#[derive(Clone, Copy)]
pub(super) struct Signature {
    /// Types of the parameters, some of them starred.
    pub(super) params: Items<ExprId>,
    /// The type of the result.
    pub(super) returns: ExprId,
}

#[cold]
fn invalid(vm: &mut Vm) -> Raised {
    vm.raise(Exc::SyntaxError, format_args!("invalid syntax"))
}

/// Reads a signature. Mistakes are found by the parser that follows CPython's grammar.
///
/// # Errors
/// SyntaxError, `MemoryError`.
pub(super) fn parse(vm: &mut Vm, input: Input<'_>, request: &Request<'_>) -> PyResult<Tree> {
    check_signature_input(vm, input, request)?;
    let source = match input {
        Input::Text(text) => text.as_bytes(),
        Input::Bytes(bytes) => bytes,
    };
    let mut copy = Scratch::new(vm);
    copy.reserve(source.len())?;
    let Some(room) = copy.spare().get_mut(..source.len()) else { return Err(vm.no_memory()) };
    room.copy_from_slice(source);
    if !rewrite(room) {
        return Err(invalid(vm));
    }
    copy.advance(source.len());
    let Ok(text) = std::str::from_utf8(&copy) else { return Err(invalid(vm)) };
    parse_input(vm, Input::Text(text), request, false)
}

/// The signature that a tree is.
pub(super) fn signature(vm: &mut Vm, tree: &Tree) -> PyResult<Signature> {
    match parts(tree) {
        Some(signature) => Ok(signature),
        None => Err(invalid(vm)),
    }
}

fn parts(tree: &Tree) -> Option<Signature> {
    let Root::Expression(root) = tree.root else { return None };
    let ExprKind::Tuple { elts, .. } = tree[root].kind else { return None };
    let [list, returns] = tree[elts] else { return None };
    let ExprKind::List { elts: params, .. } = tree[list].kind else { return None };
    let is_starred = |expr: Expr| matches!(expr.kind, ExprKind::Starred { .. });
    let stars = tree[params].iter().skip_while(|&&param| !is_starred(tree[param]));
    let fits = stars.clone().all(|&param| is_starred(tree[param]))
        && !is_starred(tree[returns])
        && !tree[params].iter().any(|&param| matches!(tree[param].kind, ExprKind::NamedExpr { .. }));
    fits.then_some(Signature { params, returns })
}

/// Writes `(a, *b, **c) -> d` as `[a, *b, * c] , d`; false when it is nothing of the sort.
fn rewrite(text: &mut [u8]) -> bool {
    let (mut depth, mut prev, mut stars, mut at) = (0u32, 0u8, 0u8, 0);
    while at < text.len() {
        let byte = text[at];
        match byte {
            b' ' | b'\t' | b'\n' | b'\r' | 0x0C => {
                at += 1;
                continue;
            }
            b'#' => {
                at += text[at..].iter().position(|byte| *byte == b'\n').unwrap_or(text.len() - at);
                continue;
            }
            b'"' | b'\'' => at = string_end(text, at),
            b'*' if depth == 1 && matches!(prev, b'(' | b',') => {
                let double = text.get(at + 1) == Some(&b'*');
                let level = 1 + u8::from(double);
                if stars >= level {
                    return false;
                }
                stars = level;
                if double {
                    text[at] = b' ';
                    at += 1;
                }
            }
            b'(' if prev == 0 => {
                text[at] = b'[';
                depth = 1;
            }
            _ if prev == 0 => return false,
            b'(' | b'[' | b'{' => depth += 1,
            b')' if depth == 1 => {
                text[at] = b']';
                return prev != b',' && arrow(&mut text[at + 1..]);
            }
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        prev = byte;
        at += 1;
    }
    false
}

/// Where a string that begins at `at` has its last quote.
fn string_end(text: &[u8], at: usize) -> usize {
    let quote = text[at];
    let mut end = at + 1;
    while end < text.len() && text[end] != quote {
        end += 1 + usize::from(text[end] == b'\\');
    }
    end
}

/// Writes `->` as a comma.
fn arrow(text: &mut [u8]) -> bool {
    let Some(at) = text.iter().position(|byte| !byte.is_ascii_whitespace()) else { return false };
    match text.get_mut(at..at + 2) {
        Some([dash @ b'-', greater @ b'>']) => {
            (*dash, *greater) = (b',', b' ');
            true
        }
        _ => false,
    }
}
