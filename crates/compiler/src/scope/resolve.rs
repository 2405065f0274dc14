//! Decides what every name means, which variables live in cells, and what each unit captures.
#![expect(clippy::disallowed_types, reason = "charged before it grows")]

use super::{Link, Meaning, NONE, ScopeId, ScopeKind, Scopes, known, pair};
use crate::ast::{Range, Symbol, Tree};
use crate::fault::{Fault, Res, syntax};
use crate::room::{Map, Meter};

/// Gives every entry its meaning.
pub(super) fn resolve(scopes: &mut Scopes, tree: &Tree, meter: &mut Meter) -> Res {
    inline(scopes);
    for index in 0..scopes.scopes.len() {
        let scope = ScopeId(index as u32);
        if scopes[scope].dead {
            // Under the future import only the texts of annotations are needed, from a function with this parameter.
            let format = scopes.names.dot_format;
            if let Some(at) = scopes.by_name.get(pair(scope, format)) {
                scopes.entries[at as usize].meaning = Meaning::Local { captured: false };
            }
            continue;
        }
        let mut at = scopes[scope].first;
        while at != NONE {
            name(scopes, tree, meter, scope, at)?;
            at = scopes.entries[at as usize].next;
        }
    }
    for index in 0..scopes.scopes.len() {
        number_free(scopes, tree, meter, ScopeId(index as u32))?;
    }
    hide(scopes, meter)
}

/// Decides which comprehensions are compiled into the code around them.
fn inline(scopes: &mut Scopes) {
    for index in 0..scopes.scopes.len() {
        let scope = scopes.scopes[index];
        let parent = scopes[scope.parent];
        let comprehension = scope.kind.is_comprehension() && scope.kind != ScopeKind::GeneratorExp;
        if comprehension && !parent.sees_class {
            let scope = &mut scopes.scopes[index];
            scope.unit = parent.unit;
            scope.inline_depth = parent.inline_depth.saturating_add(1);
        }
    }
}

/// Decides one entry.
fn name(scopes: &mut Scopes, tree: &Tree, meter: &mut Meter, scope: ScopeId, at: u32) -> Res {
    let entry = scopes.entries[at as usize];
    let symbol = entry.symbol;
    let meaning = if entry.known & known::GLOBAL != 0 {
        if entry.known & known::NONLOCAL != 0 {
            return Err(complain(meter, tree, entry.directive, "name '", symbol, "' is nonlocal and global"));
        }
        Meaning::GlobalExplicit
    } else if entry.known & known::NONLOCAL != 0 {
        if scopes[scope].kind == ScopeKind::Module {
            let text = "nonlocal declaration not allowed at module level";
            return Err(syntax(meter, entry.directive, &[text]));
        }
        match outward(scopes, meter, scope, symbol)? {
            Meaning::Outer { owner } => {
                if scopes.entry(owner, symbol).is_some_and(|found| found.known & known::TYPE_PARAM != 0) {
                    let before = "nonlocal binding not allowed for type parameter '";
                    return Err(complain(meter, tree, entry.directive, before, symbol, "'"));
                }
                Meaning::Outer { owner }
            }
            _ => return Err(complain(meter, tree, entry.directive, "no binding for nonlocal '", symbol, "' found")),
        }
    } else if entry.known & known::BOUND != 0 {
        match entry.meaning {
            Meaning::Local { captured } => Meaning::Local { captured },
            _ => Meaning::Local { captured: false },
        }
    } else {
        match class_around(scopes, scope).map(|class| scopes.entry(class, symbol).map_or(0, |e| e.known)) {
            Some(in_class) if in_class & known::GLOBAL != 0 => Meaning::GlobalExplicit,
            Some(in_class) if in_class & known::BOUND != 0 && in_class & known::NONLOCAL == 0 => {
                Meaning::GlobalImplicit
            }
            _ => outward(scopes, meter, scope, symbol)?,
        }
    };
    scopes.entries[at as usize].meaning = meaning;
    Ok(())
}

fn complain(meter: &mut Meter, tree: &Tree, range: Range, before: &str, symbol: Symbol, after: &str) -> Fault {
    syntax(meter, range, &[before, tree.str(symbol), after])
}

/// The class whose names an annotation scope sees.
fn class_around(scopes: &Scopes, scope: ScopeId) -> Option<ScopeId> {
    let mut at = scope;
    while scopes[at].sees_class {
        at = scopes[at].parent;
        if scopes[at].kind == ScopeKind::Class {
            return Some(at);
        }
    }
    None
}

/// Looks a name up in the scopes around `scope`; marks it captured and free where it is.
fn outward(scopes: &mut Scopes, meter: &mut Meter, scope: ScopeId, symbol: Symbol) -> Res<Meaning> {
    let mut at = scope;
    let owner = loop {
        if at == ScopeId::ROOT {
            return Ok(Meaning::GlobalImplicit);
        }
        at = scopes[at].parent;
        match scopes[at].kind {
            ScopeKind::Module => return Ok(Meaning::GlobalImplicit),
            ScopeKind::Class => {
                let names = scopes.names;
                let place = &mut scopes.scopes[at.index()];
                if symbol == names.class {
                    place.needs_class_cell = true;
                    break at;
                } else if symbol == names.classdict {
                    place.needs_classdict = true;
                    break at;
                } else if symbol == names.conditional_annotations && place.conditional_annotations {
                    break at;
                }
            }
            _ => {
                let bits = scopes.entry(at, symbol).map_or(0, |entry| entry.known);
                if bits & known::GLOBAL != 0 {
                    return Ok(Meaning::GlobalImplicit);
                }
                if bits & known::BOUND != 0 && bits & known::NONLOCAL == 0 {
                    break at;
                }
            }
        }
    };
    let unit = scopes[owner].unit;
    if scopes[scope].unit != unit {
        if let Some(entry) = scopes.by_name.get(pair(owner, symbol)) {
            scopes.entries[entry as usize].meaning = Meaning::Local { captured: true };
        }
        let mut at = scope;
        while at != owner {
            let between = scopes[at].unit;
            if between != unit && scopes.free_by_name.get(pair(between, symbol)).is_none() {
                let first = scopes[between].free_first;
                let link = Link { symbol, captured: true, number: 0, next: first };
                let link = scopes.links.push(meter, link)? as u32;
                scopes.free_by_name.insert(meter, pair(between, symbol), link)?;
                let place = &mut scopes.scopes[between.index()];
                place.free_first = link;
                place.free_count = place.free_count.checked_add(1).ok_or(Fault::TooComplex("too many variables"))?;
            }
            at = scopes[at].parent;
        }
    }
    Ok(Meaning::Outer { owner })
}

/// Numbers the free variables of a unit in the order of their names.
fn number_free(scopes: &mut Scopes, tree: &Tree, meter: &mut Meter, unit: ScopeId) -> Res {
    let count = scopes[unit].free_count as usize;
    if count == 0 {
        return Ok(());
    }
    let mut order: Vec<u32> = Vec::new();
    meter.charge(count * size_of::<u32>())?;
    order.try_reserve_exact(count).map_err(|_| Fault::Memory)?;
    let mut at = scopes[unit].free_first;
    while at != NONE {
        order.push(at);
        at = scopes.links[at as usize].next;
    }
    order.sort_unstable_by_key(|&at| tree.str(scopes.links[at as usize].symbol));
    for (number, &at) in order.iter().enumerate() {
        scopes.links[at as usize].number = number as u16;
    }
    meter.release(count * size_of::<u32>());
    Ok(())
}

/// Gives the variables of inlined comprehensions their places among the registers of their unit. Two
/// comprehensions share a place when they cannot run inside one another: same unit, depth, name, and kind.
fn hide(scopes: &mut Scopes, meter: &mut Meter) -> Res {
    let mut shared = Map::default();
    for index in 0..scopes.scopes.len() {
        let scope = scopes.scopes[index];
        if scope.dead || scope.unit.index() == index {
            continue;
        }
        let mut at = scope.first;
        while at != NONE {
            let entry = scopes.entries[at as usize];
            at = entry.next;
            let Meaning::Local { captured } = entry.meaning else { continue };
            if entry.symbol == scopes.names.dot_zero {
                continue;
            }
            let slot = hidden_slot(scopes, meter, &mut shared, scope, entry.symbol, captured)?;
            scopes.set_register(ScopeId(index as u32), entry.symbol, slot);
        }
    }
    Ok(())
}

fn hidden_slot(
    scopes: &mut Scopes,
    meter: &mut Meter,
    shared: &mut Map,
    scope: super::Scope,
    symbol: Symbol,
    captured: bool,
) -> Res<u16> {
    let symbol_key = pair(scope.unit, symbol);
    let mut at = shared.get(symbol_key).unwrap_or(NONE);
    while let Some(link) = scopes.links.get(at as usize) {
        let (depth, slot) = (link.number, at);
        let hidden = scopes.links[slot as usize + 1];
        if depth == scope.inline_depth && hidden.captured == captured {
            return Ok(hidden.number);
        }
        at = link.next;
    }
    let place = &mut scopes.scopes[scope.unit.index()];
    let number = place.hidden_count;
    place.hidden_count = number.checked_add(1).ok_or(Fault::TooComplex("too many variables"))?;
    let first = place.hidden_first;
    let older = shared.get(symbol_key).unwrap_or(NONE);
    let key = Link { symbol, captured, number: scope.inline_depth, next: older };
    let key = scopes.links.push(meter, key)? as u32;
    let hidden = scopes.links.push(meter, Link { symbol, captured, number, next: first })? as u32;
    scopes.scopes[scope.unit.index()].hidden_first = hidden;
    shared.insert(meter, symbol_key, key)?;
    Ok(number)
}
