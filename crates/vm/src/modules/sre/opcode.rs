//! The words of code lists that `re._compiler` makes (its `_constants.py`, MAGIC 20230612).
#![allow(missing_docs, dead_code, reason = "the names are `re._constants`' own, and the list is whole")]

/// Version of the code lists.
pub const MAGIC: i64 = 20_230_612;
/// No upper bound of a repeat.
pub const MAXREPEAT: u32 = u32::MAX;
/// Most groups.
pub const MAXGROUPS: u32 = i32::MAX as u32 / 2;

/// Gives names numbers from 0 on.
macro_rules! numbered {
    ($($name:ident)*) => { numbered!(@ 0, $($name)*); };
    (@ $number:expr, $name:ident $($rest:ident)*) => {
        pub const $name: u32 = $number;
        numbered!(@ $number + 1, $($rest)*);
    };
    (@ $number:expr,) => {};
}

numbered! {
    FAILURE SUCCESS ANY ANY_ALL ASSERT ASSERT_NOT AT BRANCH CATEGORY CHARSET BIGCHARSET GROUPREF GROUPREF_EXISTS IN
    INFO JUMP LITERAL MARK MAX_UNTIL MIN_UNTIL NOT_LITERAL NEGATE RANGE REPEAT REPEAT_ONE SUBPATTERN MIN_REPEAT_ONE
    ATOMIC_GROUP POSSESSIVE_REPEAT POSSESSIVE_REPEAT_ONE GROUPREF_IGNORE IN_IGNORE LITERAL_IGNORE NOT_LITERAL_IGNORE
    GROUPREF_LOC_IGNORE IN_LOC_IGNORE LITERAL_LOC_IGNORE NOT_LITERAL_LOC_IGNORE GROUPREF_UNI_IGNORE IN_UNI_IGNORE
    LITERAL_UNI_IGNORE NOT_LITERAL_UNI_IGNORE RANGE_UNI_IGNORE
}

/// Places: operands of `AT`.
pub mod at {
    numbered! {
        BEGINNING BEGINNING_LINE BEGINNING_STRING BOUNDARY NON_BOUNDARY END END_LINE END_STRING LOC_BOUNDARY
        LOC_NON_BOUNDARY UNI_BOUNDARY UNI_NON_BOUNDARY
    }
}

/// Categories: operands of `CATEGORY`.
pub mod category {
    numbered! {
        DIGIT NOT_DIGIT SPACE NOT_SPACE WORD NOT_WORD LINEBREAK NOT_LINEBREAK LOC_WORD LOC_NOT_WORD UNI_DIGIT
        UNI_NOT_DIGIT UNI_SPACE UNI_NOT_SPACE UNI_WORD UNI_NOT_WORD UNI_LINEBREAK UNI_NOT_LINEBREAK
    }
    /// How many there are.
    pub const COUNT: u32 = UNI_NOT_LINEBREAK + 1;
}

/// Flags of patterns.
pub mod flag {
    pub const LOCALE: u32 = 4;
    pub const UNICODE: u32 = 32;
    pub const ASCII: u32 = 256;
    /// All flags in the order of their names in a repr.
    pub const NAMES: [(u32, &str); 8] = [
        (2, "re.IGNORECASE"),
        (LOCALE, "re.LOCALE"),
        (8, "re.MULTILINE"),
        (16, "re.DOTALL"),
        (UNICODE, "re.UNICODE"),
        (64, "re.VERBOSE"),
        (128, "re.DEBUG"),
        (ASCII, "re.ASCII"),
    ];
}
