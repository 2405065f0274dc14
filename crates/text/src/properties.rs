//! Character properties and the `str.is…` predicates, as CPython 3.14 has them: Unicode 16.
//!
//! The general category comes from `unicode-general-category` (Unicode 16). Rust's own tables and
//! `unicode-ident`'s are of a later version, so what they say counts only for characters that
//! Unicode 16 assigned; the tests hold the result against CPython over all code points.

use crate::Rules;
use crate::chars::Chars;
use unicode_general_category::{GeneralCategory as Category, get_general_category};

/// The general category; surrogates and what lies beyond 0x10FFFF have their own answers.
fn category(ch: u32) -> Category {
    match char::from_u32(ch) {
        Some(ch) => get_general_category(ch),
        None if (0xD800..0xE000).contains(&ch) => Category::Surrogate,
        None => Category::Unassigned,
    }
}

/// Whether Unicode 16 assigned `ch` to a character.
pub(crate) fn is_assigned(ch: char) -> bool {
    ch.is_ascii() || get_general_category(ch) != Category::Unassigned
}

/// The two-letter abbreviation of the general category, as `unicodedata.category`.
#[must_use]
pub fn category_name(ch: u32) -> &'static str {
    match category(ch) {
        Category::UppercaseLetter => "Lu",
        Category::LowercaseLetter => "Ll",
        Category::TitlecaseLetter => "Lt",
        Category::ModifierLetter => "Lm",
        Category::OtherLetter => "Lo",
        Category::NonspacingMark => "Mn",
        Category::SpacingMark => "Mc",
        Category::EnclosingMark => "Me",
        Category::DecimalNumber => "Nd",
        Category::LetterNumber => "Nl",
        Category::OtherNumber => "No",
        Category::ConnectorPunctuation => "Pc",
        Category::DashPunctuation => "Pd",
        Category::OpenPunctuation => "Ps",
        Category::ClosePunctuation => "Pe",
        Category::InitialPunctuation => "Pi",
        Category::FinalPunctuation => "Pf",
        Category::OtherPunctuation => "Po",
        Category::MathSymbol => "Sm",
        Category::CurrencySymbol => "Sc",
        Category::ModifierSymbol => "Sk",
        Category::OtherSymbol => "So",
        Category::SpaceSeparator => "Zs",
        Category::LineSeparator => "Zl",
        Category::ParagraphSeparator => "Zp",
        Category::Control => "Cc",
        Category::Format => "Cf",
        Category::Surrogate => "Cs",
        Category::PrivateUse => "Co",
        _ => "Cn",
    }
}

/// `str.isalpha` of one character: a letter of any kind.
#[must_use]
pub fn is_alpha(ch: u32) -> bool {
    if let Ok(byte @ 0..0x80) = u8::try_from(ch) {
        return byte.is_ascii_alphabetic();
    }
    matches!(
        category(ch),
        Category::UppercaseLetter
            | Category::LowercaseLetter
            | Category::TitlecaseLetter
            | Category::ModifierLetter
            | Category::OtherLetter
    )
}

/// `str.isdecimal` of one character.
#[must_use]
pub fn is_decimal(ch: u32) -> bool {
    decimal_value(ch).is_some()
}

/// The value of a decimal digit of any script, as `int()` and `unicodedata.decimal` read it.
#[must_use]
pub fn decimal_value(ch: u32) -> Option<u8> {
    if ch < 0x80 {
        return u8::try_from(ch).ok().filter(u8::is_ascii_digit).map(|byte| byte - b'0');
    }
    if category(ch) != Category::DecimalNumber {
        return None;
    }
    let run = DECIMAL_RUNS.partition_point(|&first| first <= ch).checked_sub(1)?;
    u8::try_from((ch - DECIMAL_RUNS[run]) % 10).ok()
}

/// Where runs of decimal digits beyond ASCII begin; each holds one or more times ten, in order.
const DECIMAL_RUNS: [u32; 70] = [
    0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0, 0xF20,
    0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0,
    0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x104A0, 0x10D30, 0x10D40, 0x11066, 0x110F0, 0x11136, 0x111D0,
    0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x116D0, 0x11730, 0x118E0, 0x11950, 0x11BF0, 0x11C50, 0x11D50,
    0x11DA0, 0x11F50, 0x16130, 0x16A60, 0x16AC0, 0x16B50, 0x16D70, 0x1CCF0, 0x1D7CE, 0x1E140, 0x1E2F0, 0x1E4F0,
    0x1E5F1, 0x1E950, 0x1FBF0,
];

/// `str.isdigit` of one character: a decimal digit, or a digit in a special form such as `²`.
#[must_use]
pub fn is_digit(ch: u32) -> bool {
    is_decimal(ch) || digit_form(ch).is_some()
}

/// The value of a digit of any form, as `unicodedata.digit`.
#[must_use]
pub fn digit_value(ch: u32) -> Option<u8> {
    decimal_value(ch).or_else(|| digit_form(ch))
}

/// Digits that are no decimal digits: first and last of each run, and the value of the first.
const DIGIT_FORMS: [(u32, u32, u8); 20] = [
    (0xB2, 0xB3, 2),
    (0xB9, 0xB9, 1),
    (0x1369, 0x1371, 1),
    (0x19DA, 0x19DA, 1),
    (0x2070, 0x2070, 0),
    (0x2074, 0x2079, 4),
    (0x2080, 0x2089, 0),
    (0x2460, 0x2468, 1),
    (0x2474, 0x247C, 1),
    (0x2488, 0x2490, 1),
    (0x24EA, 0x24EA, 0),
    (0x24F5, 0x24FD, 1),
    (0x24FF, 0x24FF, 0),
    (0x2776, 0x277E, 1),
    (0x2780, 0x2788, 1),
    (0x278A, 0x2792, 1),
    (0x10A40, 0x10A43, 1),
    (0x10E60, 0x10E68, 1),
    (0x11052, 0x1105A, 1),
    (0x1F100, 0x1F10A, 0),
];

fn digit_form(ch: u32) -> Option<u8> {
    if ch < 0xB2 {
        return None;
    }
    let run = DIGIT_FORMS.partition_point(|&(_, last, _)| last < ch);
    let &(first, _, value) = DIGIT_FORMS.get(run)?;
    let offset = u8::try_from(ch.checked_sub(first)?).ok()?;
    // U+1F100 and U+1F101 are both zero: with a full stop, with a comma.
    Some(value + offset - u8::from(ch > 0x1F100))
}

/// Letters that mean numbers: ideographs with a numeric value in the Unihan database.
const NUMERIC_LETTERS: [u32; 91] = [
    0x3405, 0x3483, 0x382A, 0x3B4D, 0x4E00, 0x4E03, 0x4E07, 0x4E09, 0x4E24, 0x4E5D, 0x4E8C, 0x4E94, 0x4E96, 0x4EAC,
    0x4EBF, 0x4EC0, 0x4EDF, 0x4EE8, 0x4F0D, 0x4F70, 0x4FE9, 0x5006, 0x5104, 0x5146, 0x5169, 0x516B, 0x516D, 0x5341,
    0x5343, 0x5344, 0x5345, 0x534C, 0x53C1, 0x53C2, 0x53C3, 0x53C4, 0x56DB, 0x58F1, 0x58F9, 0x5E7A, 0x5EFE, 0x5EFF,
    0x5F0C, 0x5F0D, 0x5F0E, 0x5F10, 0x62D0, 0x62FE, 0x634C, 0x67D2, 0x6D1E, 0x6F06, 0x7396, 0x767E, 0x7695, 0x79ED,
    0x8086, 0x842C, 0x8CAE, 0x8CB3, 0x8D30, 0x920E, 0x94A9, 0x9621, 0x9646, 0x964C, 0x9678, 0x96F6, 0xF96B, 0xF973,
    0xF978, 0xF9B2, 0xF9D1, 0xF9D3, 0xF9FD, 0x20001, 0x20064, 0x200E2, 0x20121, 0x2092A, 0x20983, 0x2098C, 0x2099C,
    0x20AEA, 0x20AFD, 0x20B19, 0x22390, 0x22998, 0x23B1B, 0x2626D, 0x2F890,
];

/// `str.isnumeric` of one character.
#[must_use]
pub fn is_numeric(ch: u32) -> bool {
    if ch < 0x80 {
        return is_decimal(ch);
    }
    match category(ch) {
        Category::DecimalNumber | Category::LetterNumber | Category::OtherNumber => true,
        Category::OtherLetter => NUMERIC_LETTERS.binary_search(&ch).is_ok(),
        _ => false,
    }
}

/// `str.isalnum` of one character.
#[must_use]
pub fn is_alnum(ch: u32) -> bool {
    is_alpha(ch) || is_numeric(ch)
}

/// White space: what `str.isspace` and `str.split` take for it, or `bytes`' six ASCII ones.
#[must_use]
#[inline]
pub const fn is_space(ch: u32, rules: Rules) -> bool {
    match rules {
        Rules::Bytes => matches!(ch, 0x09..=0x0D | 0x20),
        Rules::Text => match ch {
            0..0x80 => matches!(ch, 0x09..=0x0D | 0x1C..=0x20),
            0x80..0x1680 => matches!(ch, 0x85 | 0xA0),
            _ => matches!(ch, 0x1680 | 0x2000..=0x200A | 0x2028 | 0x2029 | 0x202F | 0x205F | 0x3000),
        },
    }
}

/// Has the derived property Lowercase: of category Ll, or what Rust's tables add to that.
#[must_use]
pub fn is_lower(ch: u32) -> bool {
    match char::from_u32(ch) {
        Some(ch) if ch.is_ascii() => ch.is_ascii_lowercase(),
        Some(ch) => match get_general_category(ch) {
            Category::LowercaseLetter => true,
            Category::Unassigned => false,
            _ => ch.is_lowercase(),
        },
        None => false,
    }
}

/// Has the derived property Uppercase: of category Lu, or what Rust's tables add to that.
#[must_use]
pub fn is_upper(ch: u32) -> bool {
    match char::from_u32(ch) {
        Some(ch) if ch.is_ascii() => ch.is_ascii_uppercase(),
        Some(ch) => match get_general_category(ch) {
            Category::UppercaseLetter => true,
            Category::Unassigned => false,
            _ => ch.is_uppercase(),
        },
        None => false,
    }
}

/// Is of category Lt, such as `ǅ`.
#[must_use]
pub fn is_title(ch: u32) -> bool {
    ch >= 0x1C5 && category(ch) == Category::TitlecaseLetter
}

/// Has the derived property Cased.
#[must_use]
pub fn is_cased(ch: u32) -> bool {
    is_lower(ch) || is_upper(ch) || is_title(ch)
}

/// Has the derived property Case_Ignorable (The Unicode Standard, section 3.13, D136).
#[must_use]
pub fn is_case_ignorable(ch: u32) -> bool {
    if ch < 0x80 {
        return matches!(ch, 0x27 | 0x2E | 0x3A | 0x5E | 0x60);
    }
    match category(ch) {
        Category::NonspacingMark
        | Category::EnclosingMark
        | Category::Format
        | Category::ModifierLetter
        | Category::ModifierSymbol => true,
        _ => matches!(
            ch,
            0xB7 | 0x387
                | 0x55F
                | 0x5F4
                | 0x2018
                | 0x2019
                | 0x2024
                | 0x2027
                | 0xFE13
                | 0xFE52
                | 0xFE55
                | 0xFF07
                | 0xFF0E
                | 0xFF1A
        ),
    }
}

/// `str.isprintable` of one character: `repr` shows it as it is.
#[must_use]
pub fn is_printable(ch: u32) -> bool {
    if ch < 0x7F {
        return ch >= 0x20;
    }
    !matches!(
        category(ch),
        Category::Control
            | Category::Format
            | Category::Surrogate
            | Category::PrivateUse
            | Category::Unassigned
            | Category::LineSeparator
            | Category::ParagraphSeparator
            | Category::SpaceSeparator
    )
}

/// Can begin an identifier: XID_Start, or an underscore.
#[must_use]
pub fn is_identifier_start(ch: u32) -> bool {
    ch == 0x5F || char::from_u32(ch).is_some_and(|ch| unicode_ident::is_xid_start(ch) && is_assigned(ch))
}

/// Can go on an identifier: XID_Continue.
#[must_use]
pub fn is_identifier_continue(ch: u32) -> bool {
    char::from_u32(ch).is_some_and(|ch| unicode_ident::is_xid_continue(ch) && is_assigned(ch))
}

/// `text.isalpha()`.
#[must_use]
pub fn all_alpha(text: Chars<'_>) -> bool {
    all(text, is_alpha)
}

/// `text.isdecimal()`.
#[must_use]
pub fn all_decimal(text: Chars<'_>) -> bool {
    all(text, is_decimal)
}

/// `text.isdigit()`.
#[must_use]
pub fn all_digit(text: Chars<'_>) -> bool {
    all(text, is_digit)
}

/// `text.isnumeric()`.
#[must_use]
pub fn all_numeric(text: Chars<'_>) -> bool {
    all(text, is_numeric)
}

/// `text.isalnum()`.
#[must_use]
pub fn all_alnum(text: Chars<'_>) -> bool {
    all(text, is_alnum)
}

/// `text.isspace()`.
#[must_use]
pub fn all_space(text: Chars<'_>) -> bool {
    all(text, |ch| is_space(ch, Rules::Text))
}

fn all(text: Chars<'_>, has: impl Fn(u32) -> bool) -> bool {
    !text.is_empty() && text.iter().all(has)
}

/// `text.isprintable()`; the empty string is.
#[must_use]
pub fn all_printable(text: Chars<'_>) -> bool {
    text.iter().all(is_printable)
}

/// `text.isidentifier()`; keywords are.
#[must_use]
pub fn is_identifier(text: Chars<'_>) -> bool {
    text.first().is_some_and(is_identifier_start) && text.slice(1..text.len()).iter().all(is_identifier_continue)
}

/// `text.islower()`: something is lower case, nothing is upper or title case.
#[must_use]
pub fn is_lower_text(text: Chars<'_>) -> bool {
    let mut cased = false;
    for ch in text {
        if is_lower(ch) {
            cased = true;
        } else if is_upper(ch) || is_title(ch) {
            return false;
        }
    }
    cased
}

/// `text.isupper()`: something is upper case, nothing is lower or title case.
#[must_use]
pub fn is_upper_text(text: Chars<'_>) -> bool {
    let mut cased = false;
    for ch in text {
        if is_upper(ch) {
            cased = true;
        } else if is_lower(ch) || is_title(ch) {
            return false;
        }
    }
    cased
}

/// `text.istitle()`: upper and title case only at the start of words, lower case only inside.
#[must_use]
pub fn is_title_text(text: Chars<'_>) -> bool {
    let mut titles = Titles::default();
    titles.take(text) && titles.cased()
}

/// `istitle()` of text that comes in portions.
#[derive(Clone, Copy, Debug, Default)]
pub struct Titles {
    inside: bool,
    cased: bool,
}

impl Titles {
    /// Takes the next portion; whether nothing in it is wrong.
    pub fn take(&mut self, part: Chars<'_>) -> bool {
        for ch in part {
            let opens = is_upper(ch) || is_title(ch);
            let follows = !opens && is_lower(ch);
            if (opens && self.inside) || (follows && !self.inside) {
                return false;
            }
            self.inside = opens || follows;
            self.cased |= self.inside;
        }
        true
    }

    /// Whether something was cased.
    #[must_use]
    pub const fn cased(&self) -> bool {
        self.cased
    }
}
