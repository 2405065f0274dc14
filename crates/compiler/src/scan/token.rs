//! Tokens as CPython's tokenizer has them.

/// What a token is. Keywords have kinds of their own; soft keywords are names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Tok {
    /// End of the source.
    End,
    /// End of a logical line.
    Newline,
    /// A deeper block begins.
    Indent,
    /// A block ends.
    Dedent,
    /// An identifier.
    Name,
    /// A number.
    Number,
    /// A string or bytes literal.
    String,
    /// Prefix and opening quote of an f-string.
    FStringStart,
    /// Literal text in an f-string.
    FStringMiddle,
    /// Closing quote of an f-string.
    FStringEnd,
    /// Prefix and opening quote of a t-string.
    TStringStart,
    /// Literal text in a t-string.
    TStringMiddle,
    /// Closing quote of a t-string.
    TStringEnd,
    /// A character that begins nothing: `$`, `?`, `` ` ``.
    Other,
    /// `(`
    LPar,
    /// `)`
    RPar,
    /// `[`
    LSqb,
    /// `]`
    RSqb,
    /// `{`
    LBrace,
    /// `}`
    RBrace,
    /// `:`
    Colon,
    /// `,`
    Comma,
    /// `;`
    Semi,
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Star,
    /// `/`
    Slash,
    /// `|`
    VBar,
    /// `&`
    Amper,
    /// `<`
    Less,
    /// `>`
    Greater,
    /// `=`
    Equal,
    /// `.`
    Dot,
    /// `%`
    Percent,
    /// `==`
    EqEqual,
    /// `!=`
    NotEqual,
    /// `<=`
    LessEqual,
    /// `>=`
    GreaterEqual,
    /// `~`
    Tilde,
    /// `^`
    Circumflex,
    /// `<<`
    LeftShift,
    /// `>>`
    RightShift,
    /// `**`
    DoubleStar,
    /// `+=`
    PlusEqual,
    /// `-=`
    MinEqual,
    /// `*=`
    StarEqual,
    /// `/=`
    SlashEqual,
    /// `%=`
    PercentEqual,
    /// `&=`
    AmperEqual,
    /// `|=`
    VBarEqual,
    /// `^=`
    CircumflexEqual,
    /// `<<=`
    LeftShiftEqual,
    /// `>>=`
    RightShiftEqual,
    /// `**=`
    DoubleStarEqual,
    /// `//`
    DoubleSlash,
    /// `//=`
    DoubleSlashEqual,
    /// `@`
    At,
    /// `@=`
    AtEqual,
    /// `->`
    RArrow,
    /// `...`
    Ellipsis,
    /// `:=`
    ColonEqual,
    /// `!`
    Exclamation,
    /// `False`
    False,
    /// `None`
    None,
    /// `True`
    True,
    /// `and`
    And,
    /// `as`
    As,
    /// `assert`
    Assert,
    /// `async`
    Async,
    /// `await`
    Await,
    /// `break`
    Break,
    /// `class`
    Class,
    /// `continue`
    Continue,
    /// `def`
    Def,
    /// `del`
    Del,
    /// `elif`
    Elif,
    /// `else`
    Else,
    /// `except`
    Except,
    /// `finally`
    Finally,
    /// `for`
    For,
    /// `from`
    From,
    /// `global`
    Global,
    /// `if`
    If,
    /// `import`
    Import,
    /// `in`
    In,
    /// `is`
    Is,
    /// `lambda`
    Lambda,
    /// `nonlocal`
    Nonlocal,
    /// `not`
    Not,
    /// `or`
    Or,
    /// `pass`
    Pass,
    /// `raise`
    Raise,
    /// `return`
    Return,
    /// `try`
    Try,
    /// `while`
    While,
    /// `with`
    With,
    /// `yield`
    Yield,
}

/// A token: its kind and the bytes of the source it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: Tok,
    /// First byte.
    pub start: u32,
    /// Behind the last byte. The line end that is implied at the end of the source lies behind the source.
    pub end: u32,
}

/// The keyword that `text` is, or `Name`.
pub(crate) fn keyword(text: &[u8]) -> Tok {
    match text {
        b"False" => Tok::False,
        b"None" => Tok::None,
        b"True" => Tok::True,
        b"and" => Tok::And,
        b"as" => Tok::As,
        b"assert" => Tok::Assert,
        b"async" => Tok::Async,
        b"await" => Tok::Await,
        b"break" => Tok::Break,
        b"class" => Tok::Class,
        b"continue" => Tok::Continue,
        b"def" => Tok::Def,
        b"del" => Tok::Del,
        b"elif" => Tok::Elif,
        b"else" => Tok::Else,
        b"except" => Tok::Except,
        b"finally" => Tok::Finally,
        b"for" => Tok::For,
        b"from" => Tok::From,
        b"global" => Tok::Global,
        b"if" => Tok::If,
        b"import" => Tok::Import,
        b"in" => Tok::In,
        b"is" => Tok::Is,
        b"lambda" => Tok::Lambda,
        b"nonlocal" => Tok::Nonlocal,
        b"not" => Tok::Not,
        b"or" => Tok::Or,
        b"pass" => Tok::Pass,
        b"raise" => Tok::Raise,
        b"return" => Tok::Return,
        b"try" => Tok::Try,
        b"while" => Tok::While,
        b"with" => Tok::With,
        b"yield" => Tok::Yield,
        _ => Tok::Name,
    }
}

/// The longest operator that `text` begins with, brackets included, and its length.
pub(crate) fn operator(text: &[u8]) -> Option<(Tok, usize)> {
    let three = match text.get(..3) {
        Some(b"...") => Some(Tok::Ellipsis),
        Some(b"**=") => Some(Tok::DoubleStarEqual),
        Some(b"//=") => Some(Tok::DoubleSlashEqual),
        Some(b"<<=") => Some(Tok::LeftShiftEqual),
        Some(b">>=") => Some(Tok::RightShiftEqual),
        _ => None,
    };
    if let Some(kind) = three {
        return Some((kind, 3));
    }
    let two = match text.get(..2) {
        Some(b"==") => Some(Tok::EqEqual),
        Some(b"!=") => Some(Tok::NotEqual),
        Some(b"<=") => Some(Tok::LessEqual),
        Some(b">=") => Some(Tok::GreaterEqual),
        Some(b"<<") => Some(Tok::LeftShift),
        Some(b">>") => Some(Tok::RightShift),
        Some(b"**") => Some(Tok::DoubleStar),
        Some(b"//") => Some(Tok::DoubleSlash),
        Some(b"+=") => Some(Tok::PlusEqual),
        Some(b"-=") => Some(Tok::MinEqual),
        Some(b"*=") => Some(Tok::StarEqual),
        Some(b"/=") => Some(Tok::SlashEqual),
        Some(b"%=") => Some(Tok::PercentEqual),
        Some(b"&=") => Some(Tok::AmperEqual),
        Some(b"|=") => Some(Tok::VBarEqual),
        Some(b"^=") => Some(Tok::CircumflexEqual),
        Some(b"@=") => Some(Tok::AtEqual),
        Some(b"->") => Some(Tok::RArrow),
        Some(b":=") => Some(Tok::ColonEqual),
        _ => None,
    };
    if let Some(kind) = two {
        return Some((kind, 2));
    }
    let one = match text.first()? {
        b'(' => Tok::LPar,
        b')' => Tok::RPar,
        b'[' => Tok::LSqb,
        b']' => Tok::RSqb,
        b'{' => Tok::LBrace,
        b'}' => Tok::RBrace,
        b':' => Tok::Colon,
        b',' => Tok::Comma,
        b';' => Tok::Semi,
        b'+' => Tok::Plus,
        b'-' => Tok::Minus,
        b'*' => Tok::Star,
        b'/' => Tok::Slash,
        b'|' => Tok::VBar,
        b'&' => Tok::Amper,
        b'<' => Tok::Less,
        b'>' => Tok::Greater,
        b'=' => Tok::Equal,
        b'.' => Tok::Dot,
        b'%' => Tok::Percent,
        b'~' => Tok::Tilde,
        b'^' => Tok::Circumflex,
        b'@' => Tok::At,
        b'!' => Tok::Exclamation,
        b'$' | b'?' | b'`' => Tok::Other,
        _ => return None,
    };
    Some((one, 1))
}
