//! The one list of opcodes: it makes the enum, the operand descriptions that the disassembly and the
//! verifier read, and the numbers that the VM's dispatch matches on.
//!
//! An instruction is one 64-bit word (`op:8 x:8 a:16 b:16 c:16`), followed by `words - 1` words that hold
//! a 32-bit operand (`Wide`) in the low half of the first and, beyond, room for inline caches. Every
//! register is always either null or an owned value. "Taken" registers are moved out of: null afterwards. A destination's old value is dropped after
//! the new one is stored. Operands are never null, unless said otherwise: the code generator proves locals
//! bound or emits `CheckLocal`.
//!
//! Wherever an instruction has `Reg` operands, bits 1 to 3 of `x` say which of them are taken: bit 1 the
//! first `Reg` operand in the order a, b, c, bit 2 the second, bit 3 the third. A register so taken is null
//! afterwards, unless it is also written as a destination. On an error it does not matter whether taken
//! registers were emptied: the handler empties them. Bits 0 and 4 to 7 of `x` belong to the opcode.
//! (Instructions without `Reg` operands use all of `x` as they like.)
//!
//! The number of a name (`Operand::Name`), and that of `MakeFunction`'s code, goes on in bits 4 to 7 of `x`
//! ([`Instr::index`]): ordinary modules have fewer than 65,536 of them, generated ones may have more.
//!
//! Registers that hold variables of kind `Cell` hold the cell object itself after `MakeCell`; `Move`,
//! `StoreName` and `Return` of such a register move or store the cell (that is how a class body hands out
//! `__classcell__`).
//!
//! Rejected: stack bytecode (a fifth of CPython's dynamic instructions only moves operands), 32-bit words
//! (256 registers force wide forms on ordinary modules).

/// What an operand field means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operand {
    /// Not used.
    None,
    /// A register that is written.
    Dst,
    /// A register that is read in place.
    Reg,
    /// A register that is moved out of.
    Take,
    /// First of a run of registers; the run's length is another operand (see the opcode).
    Base,
    /// Index into the code's constants.
    Const,
    /// Index into the code's names, its low half.
    Name,
    /// Index of a free variable of the running function.
    Free,
    /// A plain number.
    Imm,
}

/// The description of one opcode.
#[derive(Clone, Copy, Debug)]
pub struct OpInfo {
    /// As the disassembly shows it.
    pub name: &'static str,
    /// Words the instruction takes, its caches included.
    pub words: u8,
    /// Meaning of the four fields.
    pub a: Operand,
    /// See `a`.
    pub b: Operand,
    /// See `a`.
    pub c: Operand,
    /// See `a`; eight bits.
    pub x: Operand,
    /// Whether the low half of the second word is a signed jump, counted in words from the end of this
    /// instruction.
    pub jumps: bool,
}

macro_rules! opcodes {
    ($($(#[$doc:meta])* $name:ident $words:literal ($a:ident $b:ident $c:ident $x:ident) $($jump:ident)?;)*) => {
        /// An opcode.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Op { $($(#[$doc])* $name,)* }

        /// One entry per opcode, in the enum's order.
        pub static INFO: &[OpInfo] = &[$(OpInfo {
            name: stringify!($name), words: $words,
            a: Operand::$a, b: Operand::$b, c: Operand::$c, x: Operand::$x,
            jumps: opcodes!(@jump $($jump)?),
        },)*];

        impl Op {
            /// All opcodes in order.
            pub const ALL: &'static [Op] = &[$(Op::$name,)*];
        }
    };
    (@jump jump) => { true };
    (@jump) => { false };
}

opcodes! {
    /// Does nothing.
    Nop 1 (None None None None);
    /// `a = b`; never with a temporary as `b` that dies (that is `Take`).
    Move 1 (Dst Reg None Imm);
    /// `a = b`, and `b` becomes null. `b` may be null.
    Take 1 (Dst Take None None);
    /// `a = constant c`.
    LoadConst 1 (Dst None Const None);
    /// Makes `a` null, dropping its value. `a` may be null.
    Clear 1 (Dst None None None);
    /// `del a`: UnboundLocalError when null.
    DeleteLocal 1 (Dst None None None);
    /// UnboundLocalError when `a` is null.
    CheckLocal 1 (Reg None None Imm);
    /// `a = globals or builtins [name c]`, else NameError.
    LoadGlobal 3 (Dst None Name None);
    /// `globals[name c] = a`.
    StoreGlobal 3 (Reg None Name Imm);
    /// `del globals[name c]`.
    DeleteGlobal 1 (None None Name None);
    /// `a = locals, globals or builtins [name c]` (module and class bodies, exec).
    LoadName 3 (Dst None Name None);
    /// `locals[name c] = a`.
    StoreName 3 (Reg None Name Imm);
    /// `del locals[name c]`.
    DeleteName 1 (None None Name None);
    /// Register `a` becomes a new cell holding its value (which may be null).
    MakeCell 1 (Dst None None None);
    /// `a = contents of the cell in register b`, else UnboundLocalError.
    LoadCell 1 (Dst Reg None Imm);
    /// `contents of the cell in register a = b`.
    StoreCell 1 (Reg Reg None Imm);
    /// Empties the cell in register `a`; UnboundLocalError when empty.
    DeleteCell 1 (Reg None None Imm);
    /// `a = free variable c`, else NameError.
    LoadFree 1 (Dst None Free None);
    /// `free variable c = a`.
    StoreFree 1 (Reg None Free Imm);
    /// Empties free variable `c`; NameError when empty.
    DeleteFree 1 (None None Free None);
    /// `a = locals[the name of free variable c]`, else the free variable (class bodies).
    LoadClassFree 1 (Dst None Free None);
    /// `a = mapping b [name c]`, else globals, else builtins (annotation scopes in classes).
    LoadFromDictOrGlobals 1 (Dst Reg Name Imm);
    /// `a = mapping b [the name of free variable c]`, else the free variable.
    LoadFromDictOrFree 1 (Dst Reg Free Imm);
    /// `a = the frame's locals mapping`.
    LoadLocals 1 (Dst None None None);
    /// `a = __build_class__`.
    LoadBuildClass 1 (Dst None None None);

    /// `a = b.name`.
    LoadAttr 4 (Dst Reg Name Imm);
    /// `a.name = b`.
    StoreAttr 4 (Reg Reg Name Imm);
    /// `del a.name`.
    DeleteAttr 1 (Reg None Name Imm);
    /// Looks up `b.name` for a call: `a` = the callable, `a+1` = the receiver when the callable takes it
    /// as first argument, else null.
    LoadMethod 4 (Dst Reg Name Imm);
    /// `super(cls, self).name`: `b` = base of (global `super`, cls, self), all taken; writes `a` and, with
    /// `x & 1`, the receiver or null in `a+1`. `x & 2`: two arguments were written out in the source.
    LoadSuperAttr 4 (Dst Base Name Imm);
    /// `a` = the special method number `c` of `b`'s type (see `Special`), `a+1` = receiver or null;
    /// TypeError in CPython's words for `with`.
    LoadSpecial 1 (Dst Reg Imm Imm);

    /// `a = b[c]`.
    GetItem 2 (Dst Reg Reg Imm);
    /// `a = b[constant c]`.
    GetItemK 2 (Dst Reg Const Imm);
    /// `a[b] = c`.
    SetItem 2 (Reg Reg Reg Imm);
    /// `del a[b]`.
    DeleteItem 1 (Reg Reg None Imm);
    /// `a = b[c:c+1]`: registers c (start) and c+1 (stop) are taken, `None` where left out.
    GetSlice 1 (Dst Reg Base Imm);
    /// `a[c:c+1] = b`: registers c and c+1 are taken.
    SetSlice 1 (Reg Reg Base Imm);

    /// `a = -b`.
    Neg 1 (Dst Reg None Imm);
    /// `a = +b`.
    Pos 1 (Dst Reg None Imm);
    /// `a = ~b`.
    Invert 1 (Dst Reg None Imm);
    /// `a = not b`.
    Not 1 (Dst Reg None Imm);

    /// `a = b + c`; in all binary instructions `x & 1` means the in-place form.
    Add 2 (Dst Reg Reg Imm);
    /// `a = b - c`.
    Sub 2 (Dst Reg Reg Imm);
    /// `a = b * c`.
    Mul 2 (Dst Reg Reg Imm);
    /// `a = b / c`.
    TrueDiv 2 (Dst Reg Reg Imm);
    /// `a = b // c`.
    FloorDiv 2 (Dst Reg Reg Imm);
    /// `a = b % c`.
    Mod 2 (Dst Reg Reg Imm);
    /// `a = b ** c`.
    Pow 2 (Dst Reg Reg Imm);
    /// `a = b @ c`.
    MatMul 2 (Dst Reg Reg Imm);
    /// `a = b << c`.
    LShift 2 (Dst Reg Reg Imm);
    /// `a = b >> c`.
    RShift 2 (Dst Reg Reg Imm);
    /// `a = b & c`.
    And 2 (Dst Reg Reg Imm);
    /// `a = b | c`.
    Or 2 (Dst Reg Reg Imm);
    /// `a = b ^ c`.
    Xor 2 (Dst Reg Reg Imm);
    /// `a = b + constant c`; and so on for the constant forms.
    AddK 2 (Dst Reg Const Imm);
    /// See `AddK`.
    SubK 2 (Dst Reg Const Imm);
    /// See `AddK`.
    MulK 2 (Dst Reg Const Imm);
    /// See `AddK`.
    TrueDivK 2 (Dst Reg Const Imm);
    /// See `AddK`.
    FloorDivK 2 (Dst Reg Const Imm);
    /// See `AddK`.
    ModK 2 (Dst Reg Const Imm);
    /// See `AddK`.
    PowK 2 (Dst Reg Const Imm);
    /// See `AddK`.
    LShiftK 2 (Dst Reg Const Imm);
    /// See `AddK`.
    RShiftK 2 (Dst Reg Const Imm);
    /// See `AddK`.
    AndK 2 (Dst Reg Const Imm);
    /// See `AddK`.
    OrK 2 (Dst Reg Const Imm);
    /// See `AddK`.
    XorK 2 (Dst Reg Const Imm);

    /// `a = b < c`.
    Lt 2 (Dst Reg Reg Imm);
    /// `a = b <= c`.
    Le 2 (Dst Reg Reg Imm);
    /// `a = b == c`.
    Eq 2 (Dst Reg Reg Imm);
    /// `a = b != c`.
    Ne 2 (Dst Reg Reg Imm);
    /// `a = b > c`.
    Gt 2 (Dst Reg Reg Imm);
    /// `a = b >= c`.
    Ge 2 (Dst Reg Reg Imm);
    /// `a = b is c` (`x & 1`: `is not`).
    Is 1 (Dst Reg Reg Imm);
    /// `a = b in c` (`x & 1`: `not in`).
    In 1 (Dst Reg Reg Imm);

    /// Goes on elsewhere, forward.
    Jump 2 (None None None None) jump;
    /// Goes back; polls.
    JumpBack 2 (None None None None) jump;
    /// Jumps when `a` is true.
    JumpIfTrue 2 (Reg None None Imm) jump;
    /// Jumps when `a` is false.
    JumpIfFalse 2 (Reg None None Imm) jump;
    /// Jumps when `a` is `None`.
    JumpIfNone 2 (Reg None None Imm) jump;
    /// Jumps when `a` is not `None`.
    JumpIfNotNone 2 (Reg None None Imm) jump;
    /// Jumps when `a is b` equals `x & 1`.
    JumpIfIs 2 (Reg Reg None Imm) jump;
    /// Jumps when the truth of `a < b` equals `x & 1`; and so on. Backward jumps poll.
    JumpIfLt 2 (Reg Reg None Imm) jump;
    /// See `JumpIfLt`.
    JumpIfLe 2 (Reg Reg None Imm) jump;
    /// See `JumpIfLt`.
    JumpIfEq 2 (Reg Reg None Imm) jump;
    /// See `JumpIfLt`.
    JumpIfNe 2 (Reg Reg None Imm) jump;
    /// See `JumpIfLt`.
    JumpIfGt 2 (Reg Reg None Imm) jump;
    /// See `JumpIfLt`.
    JumpIfGe 2 (Reg Reg None Imm) jump;
    /// Jumps when the truth of `a < constant b` equals `x & 1`; and so on.
    JumpIfLtK 2 (Reg Const None Imm) jump;
    /// See `JumpIfLtK`.
    JumpIfLeK 2 (Reg Const None Imm) jump;
    /// See `JumpIfLtK`.
    JumpIfEqK 2 (Reg Const None Imm) jump;
    /// See `JumpIfLtK`.
    JumpIfNeK 2 (Reg Const None Imm) jump;
    /// See `JumpIfLtK`.
    JumpIfGtK 2 (Reg Const None Imm) jump;
    /// See `JumpIfLtK`.
    JumpIfGeK 2 (Reg Const None Imm) jump;

    /// `a = iter(b)`.
    GetIter 1 (Dst Reg None Imm);
    /// `a = next(b)`; when exhausted drops `b` (null) and jumps.
    ForIter 2 (Dst Reg None Imm) jump;
    /// `a = iter(b)` for `yield from`: coroutines pass only in coroutines.
    GetYieldFromIter 1 (Dst Reg None Imm);
    /// Hands `b` (taken) to the caller of the generator; on resumption `a` = what was sent. `x & 1`:
    /// delegating, the sub-iterator is in register `c` (never taken); otherwise `c` means nothing.
    Yield 1 (Dst Take Reg Imm);
    /// Sends `c` (taken) to the iterator `b`: `a` = what it yields; when it returns, `a` = its result and jumps.
    Send 2 (Dst Reg Take Imm) jump;
    /// `a` = the awaitable of `b`. `x >> 4`: 0 plain, 1 in `__aenter__`, 2 in `__aexit__` (for the message).
    GetAwaitable 1 (Dst Reg None Imm);
    /// `a = aiter(b)`.
    GetAIter 1 (Dst Reg None Imm);
    /// `a` = awaitable of `b.__anext__()`.
    GetANext 1 (Dst Reg None Imm);
    /// Raised exception in `a`: StopAsyncIteration ends the loop (drops iterator `b` and `a`, jumps);
    /// anything else is raised again.
    EndAsyncFor 2 (Dst Reg None Imm) jump;
    /// A StopIteration in `a` from a throw into the sub-iterator: `b` = its value and jumps; else raises again.
    CleanupThrow 2 (Take Dst None None) jump;

    /// `a = call`: registers from `b`: callable, receiver or null, then `c` positional arguments; all taken.
    Call 3 (Dst Base Imm None);
    /// As `Call`; of the `c` arguments the last ones are named by the tuple constant in the second word's
    /// low half.
    CallKw 3 (Dst Base Imm None);
    /// `a = b(*args, **dict)`: registers from `b`: callable, receiver or null, any iterable (usually a tuple;
    /// TypeError in CPython's words when it is none), dict or null; all taken.
    CallEx 3 (Dst Base None None);
    /// Returns `a`, taken.
    Return 1 (Take None None None);
    /// Returns `None`. `x`: 1 at the end of a body, 0 for a statement.
    ReturnNone 1 (None None None None);
    /// `a` = function of code constant `b`; from register `c` (all taken), in this order those present: defaults
    /// tuple (`x & 1`), keyword defaults dict (`x & 2`), annotate function (`x & 4`). Cells as the code's `captures` say.
    MakeFunction 1 (Dst Const Base Imm);

    /// `a = (b, b+1, …)`, `c` of them, taken.
    BuildTuple 1 (Dst Base Imm None);
    /// `a = [b, b+1, …]`, taken.
    BuildList 1 (Dst Base Imm None);
    /// `a = {b, b+1, …}`, taken.
    BuildSet 1 (Dst Base Imm None);
    /// `a = {b: b+1, …}`, `c` pairs, taken.
    BuildDict 1 (Dst Base Imm None);
    /// `a = slice(b, b+1[, b+2])`, `x` of them, taken.
    BuildSlice 1 (Dst Base None Imm);
    /// `a = ''.join(b, …)`, `c` strings, taken.
    BuildString 1 (Dst Base Imm None);
    /// `a.append(b)`; `b` taken.
    ListAppend 1 (Reg Take None Imm);
    /// `a.extend(b)`, with the message of `*` unpacking in displays.
    ListExtend 1 (Reg Reg None Imm);
    /// `a.add(b)`; `b` taken.
    SetAdd 1 (Reg Take None Imm);
    /// `a.update(b)`.
    SetUpdate 1 (Reg Reg None Imm);
    /// `a[b] = c` on an exact dict; `b` and `c` taken.
    DictSet 1 (Reg Take Take Imm);
    /// `a.update(b)`: TypeError "'X' object is not a mapping".
    DictUpdate 1 (Reg Reg None Imm);
    /// `a.update(b)` for `**` in a call of `c`: duplicate and non-string keys are errors naming it.
    DictMerge 1 (Reg Reg Reg Imm);
    /// `a = tuple(list b)`; `b` taken.
    ListToTuple 1 (Dst Take None None);
    /// `a = format(b converted, spec c)`; `x >> 4`: 0 none, 1 str, 2 repr, 3 ascii; `x & 1`: there is a spec in `c`
    /// (otherwise `c` means nothing).
    FormatValue 1 (Dst Reg Reg Imm);
    /// `a` = Interpolation from registers `b`: value, expression text, then spec when `x & 4`; conversion `x & 3`; all taken.
    BuildInterpolation 1 (Dst Base None Imm);
    /// `a` = Template of the tuple `b` of strings and tuple `c` of interpolations, both taken.
    BuildTemplate 1 (Dst Take Take None);

    /// Registers from `b` = the `c` items of `a`. `x & 1`: those registers are variables; none is written
    /// before all items are there (otherwise they are null temporaries).
    UnpackSequence 2 (Reg Base Imm Imm);
    /// Registers from `b` = the first `c` items of `a`, a list of the middle ones, the last ones, as many as the
    /// low half of the second word says.
    UnpackEx 2 (Reg Base Imm Imm);

    /// The exception in `a` becomes the handled one; the former (or null) goes to `b`.
    EnterHandler 1 (Reg Dst None Imm);
    /// The handled exception becomes what `a` holds (taken, may be null).
    LeaveHandler 1 (Take None None None);
    /// `a` = whether exception `b` matches `c` (a class or tuple; else TypeError).
    MatchException 1 (Dst Reg Reg Imm);
    /// `except*`: splits `b` (an exception or None) by `c`: `a` = the matching part or None, `a+1` = the rest or None.
    MatchExceptionGroup 1 (Dst Reg Reg Imm);
    /// `a` = the exception to raise after `except*` clauses: `b` the original, `c` the list of those raised; or None.
    PrepareReraiseStar 1 (Dst Reg Reg Imm);
    /// Registers from `a`: type, value, traceback of exception `b`.
    ExceptionTriple 1 (Base Reg None Imm);
    /// Raises: `x >> 4` = 0 the handled one, 1 `a`, 2 `a from b`.
    Raise 1 (Reg Reg None Imm);
    /// Raises the exception `a` (taken) again, its traceback kept.
    Reraise 1 (Take None None None);
    /// `a = AssertionError`.
    LoadAssertionError 1 (Dst None None None);

    /// `a = import name c`: registers `b` level, `b+1` fromlist; both taken.
    ImportName 1 (Dst Base Name None);
    /// `a = b.name` for `from b import name`.
    ImportFrom 1 (Dst Reg Name Imm);
    /// `from a import *` into the locals.
    ImportStar 1 (Reg None None Imm);

    /// `a` = whether `b` is a sequence to patterns.
    MatchSequence 1 (Dst Reg None Imm);
    /// `a` = whether `b` is a mapping to patterns.
    MatchMapping 1 (Dst Reg None Imm);
    /// `a` = tuple of `b`'s values for the keys in tuple `c`, or None.
    MatchKeys 1 (Dst Reg Reg Imm);
    /// `a` = tuple of attributes of subject `b`, or None: registers `c` class, `c+1` tuple of keyword
    /// names, both taken; the low half of the second word: number of positional patterns.
    MatchClass 2 (Dst Reg Base Imm);
    /// `a = len(b)`.
    GetLen 1 (Dst Reg None Imm);
    /// `a` = a dict of mapping `b` without the keys in tuple `c`.
    DictWithout 1 (Dst Reg Reg Imm);

    /// `a` = what intrinsic number `x` makes of registers from `b` (see `Intrinsic`), all taken.
    CallIntrinsic 1 (Dst Base None Imm);
    /// Makes sure that `__annotations__` exists in the locals.
    SetupAnnotations 1 (None None None None);
    /// `a = NotImplementedError`.
    LoadNotImplementedError 1 (Dst None None None);
    /// `a` = the constant whose index is the low half of the second word (indices beyond 16 bits).
    LoadConstWide 2 (Dst None None None);

    /// From here on: specialised forms, only in an interpreter's own copy; each has the words of the form it
    /// stands for. `LoadGlobal` or `LoadName` found in the module.
    LoadGlobalModule 3 (Dst None Name None);
    /// `LoadGlobal` or `LoadName` found in the builtins.
    LoadGlobalBuiltin 3 (Dst None Name None);
    /// `LoadAttr` of an inline slot.
    LoadAttrSlot 4 (Dst Reg Name Imm);
    /// The same, taking `b`.
    LoadAttrSlotTake 4 (Dst Reg Name Imm);
    /// `LoadAttr` of a plain class attribute that the instance does not hide.
    LoadAttrClass 4 (Dst Reg Name Imm);
    /// `LoadAttr` of a function or method descriptor of the class, which is bound.
    LoadAttrBound 4 (Dst Reg Name Imm);
    /// `LoadAttr` of a property or a computed attribute of the class.
    LoadAttrProperty 4 (Dst Reg Name Imm);
    /// `LoadAttr` on a module.
    LoadAttrModule 4 (Dst Reg Name Imm);
    /// `LoadAttr` on one class.
    LoadAttrType 4 (Dst Reg Name Imm);
    /// `LoadMethod` of a function or method descriptor of the class.
    LoadMethodClass 4 (Dst Reg Name Imm);
    /// `LoadMethod` on a module.
    LoadMethodModule 4 (Dst Reg Name Imm);
    /// `LoadMethod` on one class.
    LoadMethodType 4 (Dst Reg Name Imm);
    /// `StoreAttr` to an inline slot that exists.
    StoreAttrSlot 4 (Reg Reg Name Imm);
    /// `StoreAttr` that adds an inline slot.
    StoreAttrAdd 4 (Reg Reg Name Imm);
    /// `ForIter` over a range.
    ForIterRange 2 (Dst Reg None Imm) jump;
    /// `ForIter` over a list.
    ForIterList 2 (Dst Reg None Imm) jump;
    /// `ForIter` over a generator.
    ForIterGenerator 2 (Dst Reg None Imm) jump;
    /// `Add` of inline floats.
    AddFloat 2 (Dst Reg Reg Imm);
    /// `AddK` of inline floats.
    AddFloatK 2 (Dst Reg Const Imm);
    /// `Sub` of inline floats.
    SubFloat 2 (Dst Reg Reg Imm);
    /// `SubK` of inline floats.
    SubFloatK 2 (Dst Reg Const Imm);
    /// `Mul` of inline floats.
    MulFloat 2 (Dst Reg Reg Imm);
    /// `MulK` of inline floats.
    MulFloatK 2 (Dst Reg Const Imm);
    /// Stands for an instruction that tools want to hear of, which is kept beside the code; its words are that one's.
    Instrumented 1 (None None None None);
}

/// Special methods of `LoadSpecial`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Special {
    /// `__enter__`.
    Enter,
    /// `__exit__`.
    Exit,
    /// `__aenter__`.
    AEnter,
    /// `__aexit__`.
    AExit,
}

/// Rare operations behind one opcode; the comment gives the registers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Intrinsic {
    /// value: what `single` mode does with an expression (sys.displayhook).
    Print,
    /// name.
    TypeVar,
    /// name, evaluator function of the bound.
    TypeVarWithBound,
    /// name, evaluator function of the constraints.
    TypeVarWithConstraints,
    /// name.
    ParamSpec,
    /// name.
    TypeVarTuple,
    /// type parameter, evaluator function of the default: gives the parameter.
    SetTypeParamDefault,
    /// name, tuple of type parameters or None, evaluator function: gives the alias.
    TypeAlias,
    /// function, tuple of type parameters: gives the function.
    SetFunctionTypeParams,
    /// tuple of type parameters: gives `Generic[…]`.
    SubscriptGeneric,
    /// exception: a StopIteration leaving a generator (or StopAsyncIteration an async one) becomes RuntimeError.
    StopIterationError,
    /// value: wraps what an async generator yields.
    AsyncGenWrap,
}

impl Op {
    /// The opcode's description.
    #[must_use]
    pub fn info(self) -> &'static OpInfo {
        &INFO[self as usize]
    }

    /// The opcode of a number.
    #[must_use]
    pub fn from_u8(number: u8) -> Option<Op> {
        Op::ALL.get(number as usize).copied()
    }
}

/// One word of bytecode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C, align(8))]
pub struct Instr {
    /// The opcode's number; a VM's own copy of the stream may hold specialised numbers beyond `Op`.
    pub op: u8,
    /// Eight-bit operand: taken flags and the opcode's own bits.
    pub x: u8,
    /// Operand.
    pub a: u16,
    /// Operand.
    pub b: u16,
    /// Operand.
    pub c: u16,
}

impl Instr {
    /// An instruction.
    #[must_use]
    pub fn new(op: Op, a: u16, b: u16, c: u16, x: u8) -> Instr {
        Instr { op: op as u8, x, a, b, c }
    }

    /// A second word whose low half holds `wide`.
    #[must_use]
    pub fn wide(wide: i32) -> Instr {
        let [p, q, r, s] = wide.to_le_bytes();
        Instr { op: p, x: q, a: u16::from_le_bytes([r, s]), b: 0, c: 0 }
    }

    /// The low half of a second word.
    #[must_use]
    pub fn as_wide(self) -> i32 {
        let [r, s] = self.a.to_le_bytes();
        i32::from_le_bytes([self.op, self.x, r, s])
    }

    /// The greatest number of a name, or of a function's code.
    pub const MOST_INDEX: u32 = 0xF_FFFF;

    /// The number of a name or of a function's code whose low half is `low`.
    #[inline(always)]
    #[must_use]
    pub fn index(self, low: u16) -> usize {
        usize::from(low) | usize::from(self.x >> 4) << 16
    }

    /// The halves of such a number: for the operand, and for `x`.
    #[must_use]
    pub fn split_index(index: u32) -> (u16, u8) {
        (index as u16, (index >> 16 << 4) as u8)
    }
}

const _: () = assert!(size_of::<Instr>() == 8);
