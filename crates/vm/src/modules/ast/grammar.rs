//! The abstract grammar of Python 3.14 as a table: every class of a node, with the types and names of its fields as
//! its docstring shows them. Classes, constructors, and both directions of translation follow it.

/// Which places (`lineno`, …) nodes know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Places {
    /// None.
    No,
    /// All four, the end may be missing.
    Start,
    /// All four, none may be missing.
    All,
}

/// A class of nodes.
pub struct NodeSpec {
    /// `__name__`.
    pub name: &'static str,
    /// Its base, when that is not `AST` itself.
    pub group: Option<Group>,
    /// Types and names of its fields.
    pub fields: &'static str,
    /// The places of a class without group.
    pub places: Places,
}

/// An abstract class.
pub struct GroupSpec {
    /// `__name__`.
    pub name: &'static str,
    /// What its nodes know.
    pub places: Places,
}

macro_rules! grammar {
    (
        groups { $($group:ident $group_name:literal $group_places:ident { $($node:ident $fields:literal)* })* }
        products { $($product:ident $name:literal $places:ident $product_fields:literal)* }
    ) => {
        /// The abstract classes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        #[allow(missing_docs, reason = "the names are the grammar's")]
        pub enum Group { $($group,)* }

        /// The classes of nodes, those of a group side by side.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        #[allow(missing_docs, reason = "the names are the grammar's")]
        pub enum Node { $($($node,)*)* $($product,)* }

        impl Node {
            /// All of them, by number.
            pub const ALL: &'static [Node] = &[$($(Node::$node,)*)* $(Node::$product,)*];
        }

        static NODES: &[NodeSpec] = &[
            $($(NodeSpec {
                name: stringify!($node),
                group: Some(Group::$group),
                fields: $fields,
                places: Places::No,
            },)*)*
            $(NodeSpec { name: $name, group: None, fields: $product_fields, places: Places::$places },)*
        ];

        /// The abstract classes, by number.
        pub static GROUPS: &[GroupSpec] = &[
            $(GroupSpec { name: $group_name, places: Places::$group_places },)*
        ];
    };
}

grammar! {
    groups {
        Mod "mod" No {
            Module "stmt* body, type_ignore* type_ignores"
            Interactive "stmt* body"
            Expression "expr body"
            FunctionType "expr* argtypes, expr returns"
        }
        Stmt "stmt" Start {
            FunctionDef "identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment, type_param* type_params"
            AsyncFunctionDef "identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment, type_param* type_params"
            ClassDef "identifier name, expr* bases, keyword* keywords, stmt* body, expr* decorator_list, type_param* type_params"
            Return "expr? value"
            Delete "expr* targets"
            Assign "expr* targets, expr value, string? type_comment"
            TypeAlias "expr name, type_param* type_params, expr value"
            AugAssign "expr target, operator op, expr value"
            AnnAssign "expr target, expr annotation, expr? value, int simple"
            For "expr target, expr iter, stmt* body, stmt* orelse, string? type_comment"
            AsyncFor "expr target, expr iter, stmt* body, stmt* orelse, string? type_comment"
            While "expr test, stmt* body, stmt* orelse"
            If "expr test, stmt* body, stmt* orelse"
            With "withitem* items, stmt* body, string? type_comment"
            AsyncWith "withitem* items, stmt* body, string? type_comment"
            Match "expr subject, match_case* cases"
            Raise "expr? exc, expr? cause"
            Try "stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody"
            TryStar "stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody"
            Assert "expr test, expr? msg"
            Import "alias* names"
            ImportFrom "identifier? module, alias* names, int? level"
            Global "identifier* names"
            Nonlocal "identifier* names"
            Expr "expr value"
            Pass ""
            Break ""
            Continue ""
        }
        Expr "expr" Start {
            BoolOp "boolop op, expr* values"
            NamedExpr "expr target, expr value"
            BinOp "expr left, operator op, expr right"
            UnaryOp "unaryop op, expr operand"
            Lambda "arguments args, expr body"
            IfExp "expr test, expr body, expr orelse"
            Dict "expr?* keys, expr* values"
            Set "expr* elts"
            ListComp "expr elt, comprehension* generators"
            SetComp "expr elt, comprehension* generators"
            DictComp "expr key, expr value, comprehension* generators"
            GeneratorExp "expr elt, comprehension* generators"
            Await "expr value"
            Yield "expr? value"
            YieldFrom "expr value"
            Compare "expr left, cmpop* ops, expr* comparators"
            Call "expr func, expr* args, keyword* keywords"
            FormattedValue "expr value, int conversion, expr? format_spec"
            Interpolation "expr value, constant str, int conversion, expr? format_spec"
            JoinedStr "expr* values"
            TemplateStr "expr* values"
            Constant "constant value, string? kind"
            Attribute "expr value, identifier attr, expr_context ctx"
            Subscript "expr value, expr slice, expr_context ctx"
            Starred "expr value, expr_context ctx"
            Name "identifier id, expr_context ctx"
            List "expr* elts, expr_context ctx"
            Tuple "expr* elts, expr_context ctx"
            Slice "expr? lower, expr? upper, expr? step"
        }
        ExprContext "expr_context" No {
            Load ""
            Store ""
            Del ""
        }
        BoolOperator "boolop" No {
            And ""
            Or ""
        }
        Operator "operator" No {
            Add ""
            Sub ""
            Mult ""
            MatMult ""
            Div ""
            Mod ""
            Pow ""
            LShift ""
            RShift ""
            BitOr ""
            BitXor ""
            BitAnd ""
            FloorDiv ""
        }
        UnaryOperator "unaryop" No {
            Invert ""
            Not ""
            UAdd ""
            USub ""
        }
        Comparison "cmpop" No {
            Eq ""
            NotEq ""
            Lt ""
            LtE ""
            Gt ""
            GtE ""
            Is ""
            IsNot ""
            In ""
            NotIn ""
        }
        Handler "excepthandler" Start {
            ExceptHandler "expr? type, identifier? name, stmt* body"
        }
        Pattern "pattern" All {
            MatchValue "expr value"
            MatchSingleton "constant value"
            MatchSequence "pattern* patterns"
            MatchMapping "expr* keys, pattern* patterns, identifier? rest"
            MatchClass "expr cls, pattern* patterns, identifier* kwd_attrs, pattern* kwd_patterns"
            MatchStar "identifier? name"
            MatchAs "pattern? pattern, identifier? name"
            MatchOr "pattern* patterns"
        }
        Ignore "type_ignore" No {
            TypeIgnore "int lineno, string tag"
        }
        TypeParam "type_param" All {
            TypeVar "identifier name, expr? bound, expr? default_value"
            ParamSpec "identifier name, expr? default_value"
            TypeVarTuple "identifier name, expr? default_value"
        }
    }
    products {
        Comprehension "comprehension" No "expr target, expr iter, expr* ifs, int is_async"
        Arguments "arguments" No "arg* posonlyargs, arg* args, arg? vararg, arg* kwonlyargs, expr?* kw_defaults, arg? kwarg, expr* defaults"
        Arg "arg" Start "identifier arg, expr? annotation, string? type_comment"
        Keyword "keyword" Start "identifier? arg, expr value"
        Alias "alias" Start "identifier name, identifier? asname"
        WithItem "withitem" No "expr context_expr, expr? optional_vars"
        MatchCase "match_case" No "pattern pattern, expr? guard, stmt* body"
    }
}

/// A field of a class, as its docstring has it.
#[derive(Clone, Copy)]
pub struct Field {
    /// The type.
    pub kind: &'static str,
    /// Its name.
    pub name: &'static str,
    /// May be missing.
    pub optional: bool,
    /// A list.
    pub list: bool,
}

impl Node {
    /// What the table says.
    #[must_use]
    pub fn spec(self) -> &'static NodeSpec {
        &NODES[self as usize]
    }

    /// `__name__`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.spec().name
    }

    /// Its places.
    #[must_use]
    pub fn places(self) -> Places {
        match self.spec().group {
            Some(group) => group.spec().places,
            None => self.spec().places,
        }
    }

    /// The name under which messages know where a place is missing: the abstract class's.
    #[must_use]
    pub fn family(self) -> &'static str {
        self.spec().group.map_or(self.name(), |group| group.spec().name)
    }

    /// Nodes without fields and places: there is one of each.
    #[must_use]
    pub fn is_single(self) -> bool {
        self.spec().fields.is_empty() && self.places() == Places::No
    }

    /// Its fields in order.
    pub fn fields(self) -> impl Iterator<Item = Field> {
        self.spec().fields.split(", ").filter_map(|field| {
            let (kind, name) = field.split_once(' ')?;
            let list = kind.ends_with('*');
            let optional = !list && kind.ends_with('?');
            Some(Field { kind: kind.trim_end_matches(['*', '?']), name, optional, list })
        })
    }
}

impl Group {
    /// All of them, by number.
    pub fn count() -> usize {
        GROUPS.len()
    }

    /// What the table says.
    #[must_use]
    pub fn spec(self) -> &'static GroupSpec {
        &GROUPS[self as usize]
    }
}
