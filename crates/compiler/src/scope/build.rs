//! The walk that records which names each scope binds, reads and declares.

use super::{Entry, Link, Meaning, NONE, Names, Node, Scope, ScopeId, ScopeKind, ScopeOptions, Scopes, known, pair};
use crate::ast::{List, Range, Root, Symbol, Tree, TypeParam};
use crate::fault::{Res, syntax};
use crate::room::{Buf, Map, Meter};

/// The walker.
pub(super) struct Builder<'t, 'm, 'b> {
    pub tree: &'t mut Tree,
    pub options: ScopeOptions,
    pub meter: &'m mut Meter<'b>,
    pub scopes: Scopes,
    pub cur: ScopeId,
    pub private: Option<Symbol>,
    pub only_mangle: Option<List<TypeParam>>,
}

impl<'t, 'm, 'b> Builder<'t, 'm, 'b> {
    pub fn new(tree: &'t mut Tree, options: ScopeOptions, names: Names, meter: &'m mut Meter<'b>) -> Self {
        let scopes = Scopes {
            scopes: Buf::default(),
            entries: Buf::default(),
            by_name: Map::default(),
            by_node: Map::default(),
            mangled: Map::default(),
            links: Buf::default(),
            free_by_name: Map::default(),
            names,
        };
        Self { tree, options, meter, scopes, cur: ScopeId::ROOT, private: None, only_mangle: None }
    }

    /// The whole tree.
    pub fn root(&mut self) -> Res {
        let top = self.scopes.names.top;
        self.enter(ScopeKind::Module, top, None)?;
        match self.tree.root {
            Root::Module(body) | Root::Interactive(body) => self.stmts(body),
            Root::Expression(expr) => self.expr(expr),
        }
    }

    /// Opens a scope inside the current one, which is returned.
    pub fn enter(&mut self, kind: ScopeKind, name: Symbol, node: Option<Node>) -> Res<ScopeId> {
        let parent = self.cur;
        let id = ScopeId(self.scopes.scopes.len() as u32);
        let outer = self.scopes.scopes.get(parent.index()).copied();
        self.scopes.scopes.push(
            self.meter,
            Scope {
                kind,
                name,
                parent,
                unit: id,
                inline_depth: 0,
                generator: false,
                coroutine: false,
                needs_class_cell: false,
                needs_classdict: false,
                sees_class: false,
                conditional_annotations: false,
                annotations: None,
                has_annotations: false,
                nested: outer.is_some_and(|o| o.nested || o.kind.is_function_like()),
                private: self.private,
                only_mangle: self.only_mangle,
                what: "",
                dead: outer.is_some_and(|o| o.dead),
                conditional_block: false,
                in_iteration_target: false,
                in_iterable: outer.map_or(0, |o| o.in_iterable),
                first: NONE,
                last: NONE,
                free_first: NONE,
                free_count: 0,
                hidden_first: NONE,
                hidden_count: 0,
            },
        )?;
        if let Some(node) = node {
            self.scopes.by_node.insert(self.meter, node.key(), id.0)?;
        }
        self.cur = id;
        Ok(parent)
    }

    /// The current scope.
    pub fn here(&mut self) -> &mut Scope {
        &mut self.scopes.scopes[self.cur.index()]
    }

    /// Makes the current scope see the names of the class around it.
    pub fn see_class(&mut self, sees: bool, range: Range) -> Res {
        if sees {
            self.here().sees_class = true;
            let classdict = self.scopes.names.classdict;
            self.add(classdict, known::USE, range)?;
        }
        Ok(())
    }

    /// A syntax error.
    pub fn error<T>(&mut self, range: Range, parts: &[&str]) -> Res<T> {
        Err(syntax(self.meter, range, parts))
    }

    /// A syntax error with a name in the middle.
    pub fn name_error<T>(&mut self, range: Range, before: &str, symbol: Symbol, after: &str) -> Res<T> {
        Err(syntax(self.meter, range, &[before, self.tree.str(symbol), after]))
    }

    /// The name with private names mangled, entered into the table that the code generator asks.
    pub fn mangle(&mut self, symbol: Symbol) -> Res<Symbol> {
        let Some(class) = self.private else { return Ok(symbol) };
        let name = self.tree.str(symbol);
        if !name.starts_with("__") || name.ends_with("__") || name.contains('.') {
            return Ok(symbol);
        }
        let owner = self.tree.str(class).trim_start_matches('_');
        if owner.is_empty() {
            return Ok(symbol);
        }
        if let Some(list) = self.only_mangle
            && !self.tree[list].iter().any(|param| param.name == symbol)
        {
            return Ok(symbol);
        }
        let key = (class.index() as u64) << 32 | symbol.index() as u64;
        if let Some(at) = self.scopes.mangled.get(key) {
            return Ok(self.scopes.links[at as usize].symbol);
        }
        let text = crate::fault::message(self.meter, &["_", owner, name])?;
        let mangled = self.tree.intern(self.meter.budget(), &text)?;
        let link = Link { symbol: mangled, captured: false, number: 0, next: NONE };
        let at = self.scopes.links.push(self.meter, link)?;
        self.scopes.mangled.insert(self.meter, key, at as u32)?;
        Ok(mangled)
    }

    /// What is known of a name (not mangled) in a scope.
    pub fn known(&mut self, scope: ScopeId, symbol: Symbol) -> Res<u16> {
        let symbol = self.mangle(symbol)?;
        Ok(self.scopes.entry(scope, symbol).map_or(0, |entry| entry.known))
    }

    /// Adds to what is known of a name (not mangled) in the current scope.
    pub fn add(&mut self, symbol: Symbol, flags: u16, range: Range) -> Res {
        let cur = self.cur;
        self.add_to(cur, symbol, flags, range)
    }

    /// Adds to what is known of a name (not mangled) in a scope.
    pub fn add_to(&mut self, scope: ScopeId, symbol: Symbol, mut flags: u16, range: Range) -> Res {
        let plain = symbol;
        let symbol = self.mangle(symbol)?;
        let iterating = self.scopes[scope].in_iteration_target;
        let at = match self.scopes.by_name.get(pair(scope, symbol)) {
            Some(at) => at,
            None => self.new_entry(scope, symbol, range)?,
        };
        let old = self.scopes.entries[at as usize].known;
        if flags & old & known::PARAM != 0 {
            return self.name_error(range, "duplicate argument '", plain, "' in function definition");
        }
        if flags & old & known::TYPE_PARAM != 0 {
            return self.name_error(range, "duplicate type parameter '", plain, "'");
        }
        if iterating {
            if old & (known::GLOBAL | known::NONLOCAL) != 0 {
                let before = "comprehension inner loop cannot rebind assignment expression target '";
                return self.name_error(range, before, plain, "'");
            }
            flags |= known::ITERATION;
        }
        let entry = &mut self.scopes.entries[at as usize];
        let declares = known::GLOBAL | known::NONLOCAL;
        if flags & declares != 0 && entry.known & declares == 0 {
            entry.directive = range;
        }
        entry.known |= flags;
        if flags & known::GLOBAL != 0 && scope != ScopeId::ROOT {
            // The module's own code uses the globals for it, too, even where these are not its locals (`exec`).
            return self.add_to(ScopeId::ROOT, plain, known::GLOBAL, range);
        }
        Ok(())
    }

    fn new_entry(&mut self, scope: ScopeId, symbol: Symbol, range: Range) -> Res<u32> {
        let entry = Entry { symbol, known: 0, meaning: Meaning::Unknown, next: NONE, register: 0, directive: range };
        let at = self.scopes.entries.push(self.meter, entry)? as u32;
        self.scopes.by_name.insert(self.meter, pair(scope, symbol), at)?;
        let owner = &mut self.scopes.scopes[scope.index()];
        if owner.first == NONE {
            owner.first = at;
        } else {
            self.scopes.entries[owner.last as usize].next = at;
        }
        owner.last = at;
        Ok(at)
    }

    /// Refuses `__debug__` as a target.
    pub fn assignable(&mut self, symbol: Symbol, range: Range) -> Res {
        if symbol == self.scopes.names.debug {
            return self.error(range, &["cannot assign to __debug__"]);
        }
        Ok(())
    }
}
