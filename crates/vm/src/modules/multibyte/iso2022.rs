//! The encodings of ISO 2022: sets of characters in seven bits, which escape sequences choose. The first bytes of the
//! state are the marks of the sets G0, G1 and G2, the fifth has flags.

use super::codec::{State, Stop, Text, Units};
use super::tables::{Cell, Name};
use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::types::bytes::BytesBuilder;

const ESC: u8 = 0x1B;
const SO: u8 = 0x0E;
const SI: u8 = 0x0F;

/// Set in the marks of sets whose characters have two bytes; the rest is the last byte of the escape sequence.
const DOUBLE: u8 = 0x80;
const ASCII: u8 = b'B';

/// Where the state has its flags.
const FLAGS: usize = 4;
/// G1 is in use.
const SHIFTED: u8 = 1;
/// Inside of an escape sequence that is not of ISO 2022.
const ESCAPED: u8 = 2;

/// The state at the beginning of decoding.
pub const DECODING: State = [ASCII, ASCII, ASCII, 0, 0, 0, 0, 0];
/// The state at the beginning of encoding.
pub const ENCODING: State = [ASCII, ASCII, 0, 0, 0, 0, 0, 0];

/// What EUC has in JIS X 0213, and ISO 2022 has not.
const FULL_WIDTH_TILDE: u32 = 0xFF5E;

/// The longest escape sequence that is looked for.
const LONGEST: usize = 16;

/// A set of characters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Set {
    Latin1,
    Greek,
    JisRoman,
    JisKana,
    /// Of two bytes, by a table of EUC.
    Table(Name),
    /// Only the pairs of the first plane of JIS X 0213, which come before what JIS X 0208 has.
    Pairs(Name),
    First(Name),
    Second(Name),
    Supplement,
}

/// A set that an encoding can designate.
#[derive(PartialEq, Eq)]
struct Designation {
    mark: u8,
    /// 0 to 2: G0 to G2.
    place: usize,
    set: Set,
}

const fn designation(mark: u8, place: usize, set: Set) -> Designation {
    Designation { mark, place, set }
}

const JISX0208: Designation = designation(b'B' | DOUBLE, 0, Set::Table(Name::EucJp));
const JISX0208_OLD: Designation = designation(b'@' | DOUBLE, 0, Set::Table(Name::EucJp));
const JISX0212: Designation = designation(b'D' | DOUBLE, 0, Set::Supplement);
const JIS_ROMAN: Designation = designation(b'J', 0, Set::JisRoman);
const JIS_KANA: Designation = designation(b'I', 0, Set::JisKana);
const GB2312: Designation = designation(b'A' | DOUBLE, 0, Set::Table(Name::Gb2312));
const KSX1001: Designation = designation(b'C' | DOUBLE, 0, Set::Table(Name::EucKr));

/// What tells the encodings apart.
#[derive(PartialEq, Eq)]
pub struct Config {
    /// In the order in which encoding asks them.
    sets: &'static [Designation],
    /// SO and SI switch between G0 and G1.
    shifts: bool,
    /// `ESC &@` before a designation is passed over.
    revisions: bool,
    /// `ESC N` takes one character of G2.
    single_shift: bool,
}

const JAPANESE: Config = Config { sets: &[], shifts: false, revisions: true, single_shift: false };

/// ISO-2022-KR.
pub static KR: Config = Config {
    sets: &[designation(b'C' | DOUBLE, 1, Set::Table(Name::EucKr))],
    shifts: true,
    revisions: false,
    single_shift: false,
};
/// ISO-2022-JP.
pub static JP: Config = Config { sets: &[JISX0208, JIS_ROMAN, JISX0208_OLD], ..JAPANESE };
/// ISO-2022-JP-1.
pub static JP_1: Config = Config { sets: &[JISX0208, JISX0212, JIS_ROMAN, JISX0208_OLD], ..JAPANESE };
/// ISO-2022-JP-2.
pub static JP_2: Config = Config {
    sets: &[
        JISX0208,
        JISX0212,
        KSX1001,
        GB2312,
        JIS_ROMAN,
        JISX0208_OLD,
        designation(b'A', 2, Set::Latin1),
        designation(b'F', 2, Set::Greek),
    ],
    single_shift: true,
    ..JAPANESE
};
/// ISO-2022-JP-2004.
pub static JP_2004: Config = Config {
    sets: &[
        designation(b'Q' | DOUBLE, 0, Set::Pairs(Name::EucJis2004)),
        JISX0208,
        designation(b'Q' | DOUBLE, 0, Set::First(Name::EucJis2004)),
        designation(b'P' | DOUBLE, 0, Set::Second(Name::EucJis2004)),
    ],
    ..JAPANESE
};
/// ISO-2022-JP-3.
pub static JP_3: Config = Config {
    sets: &[
        designation(b'O' | DOUBLE, 0, Set::Pairs(Name::EucJisX0213)),
        JISX0208,
        designation(b'O' | DOUBLE, 0, Set::First(Name::EucJisX0213)),
        designation(b'P' | DOUBLE, 0, Set::Second(Name::EucJisX0213)),
    ],
    ..JAPANESE
};
/// ISO-2022-JP-EXT.
pub static JP_EXT: Config = Config { sets: &[JISX0208, JISX0212, JIS_ROMAN, JIS_KANA, JISX0208_OLD], ..JAPANESE };

/// Whether a row of the second plane of JIS X 0213 is its own; EUC has JIS X 0212 in the others.
fn is_second_plane(row: u8) -> bool {
    matches!(row - 0x20, 1 | 3..=5 | 8 | 12..=15 | 78..=94)
}

/// Leads back to ASCII.
pub fn finish_encoding(state: &mut State, out: &mut BytesBuilder) -> PyResult<()> {
    shift_in(state, out)?;
    if state[0] != ASCII {
        out.push(&[ESC, b'(', ASCII])?;
        state[0] = ASCII;
    }
    Ok(())
}

fn shift_in(state: &mut State, out: &mut BytesBuilder) -> PyResult<()> {
    if state[FLAGS] & SHIFTED != 0 {
        out.push_byte(SI)?;
        state[FLAGS] &= !SHIFTED;
    }
    Ok(())
}

/// A decoder's state is as at the beginning, but for G2 and what was escaped.
pub fn reset_decoding(state: &mut State) {
    state[0] = ASCII;
    state[FLAGS] &= !SHIFTED;
}

/// The escape sequence at the beginning of `data`: how long it is.
fn escape(config: &Config, state: &mut State, data: &[u8]) -> Result<usize, Stop> {
    let mut len = 0;
    let mut at = 1;
    while at < LONGEST {
        match data.get(at) {
            None => return Err(Stop::Incomplete),
            Some(b'A'..=b'Z' | b'@') => {
                len = at + 1;
                break;
            }
            Some(b'&') if config.revisions && data.get(at + 1) == Some(&b'@') => at += 2,
            Some(_) => {}
        }
        at += 1;
    }
    let (mark, place) = match (len, data) {
        (0, _) => return Err(Stop::Illegal(1)),
        (3, [_, b'$', mark, ..]) => (mark | DOUBLE, 0),
        (3, [_, b'(', mark, ..]) => (*mark, 0),
        (3, [_, b')', mark, ..]) => (*mark, 1),
        (3, [_, b'.', mark, ..]) if config.single_shift => (*mark, 2),
        (4, [_, b'$', b'(', mark, ..]) => (mark | DOUBLE, 0),
        (4, [_, b'$', b')', mark, ..]) => (mark | DOUBLE, 1),
        (6, [_, _, _, ESC, b'$', b'B', ..]) if config.revisions => (b'B' | DOUBLE, 0),
        _ => return Err(Stop::Illegal(len)),
    };
    if mark != ASCII && !config.sets.iter().any(|set| set.mark == mark) {
        return Err(Stop::Illegal(len));
    }
    state[place] = mark;
    Ok(len)
}

/// ISO 8859-7 of 1987.
fn greek(byte: u8) -> Option<u32> {
    Some(match byte {
        0xA1 => 0x2018,
        0xA2 => 0x2019,
        0xAF => 0x2015,
        0xA4 | 0xA5 | 0xAA | 0xAE | 0xD2 | 0xFF => return None,
        0..=0xB3 | 0xB7 | 0xBB | 0xBD => byte.into(),
        0xB4..=0xFE => u32::from(byte) + 0x2D0,
    })
}

/// `ESC N` and a character of G2, of which there are three bytes.
fn single_shift(state: &State, byte: u8) -> Option<u32> {
    match state[2] {
        b'A' => (byte < 0x80).then(|| u32::from(byte) + 0x80),
        b'F' => greek(byte ^ 0x80),
        ASCII => (byte < 0x80).then(|| byte.into()),
        _ => None,
    }
}

impl Set {
    /// Bytes of a character.
    fn width(self) -> usize {
        match self {
            Set::Latin1 | Set::Greek | Set::JisRoman | Set::JisKana => 1,
            _ => 2,
        }
    }

    /// The character of bytes, as many as the set's width.
    fn decode(self, data: &[u8]) -> Cell {
        match (self, data) {
            (Set::JisRoman, [b'\\', ..]) => Cell::One(0xA5),
            (Set::JisRoman, [b'~', ..]) => Cell::One(0x203E),
            (Set::JisRoman, [byte @ 0..0x80, ..]) => Cell::One((*byte).into()),
            (Set::JisKana, [byte @ 0x21..=0x5F, ..]) => Cell::One(0xFF40 + u32::from(*byte)),
            // What EUC has as a full-width tilde.
            (Set::Pairs(_) | Set::First(_), [0x22, 0x32, ..]) => Cell::One(b'~'.into()),
            // The filler, which begins a syllable in EUC.
            (Set::Table(Name::EucKr), [0x24, 0x54, ..]) => Cell::One(0x3164),
            (Set::Table(name) | Set::Pairs(name) | Set::First(name), [lead @ 0x21..=0x7E, trail @ 0x21..=0x7E, ..]) => {
                name.table().double(lead | DOUBLE, trail | DOUBLE)
            }
            // Of the edition of 2004 always, as CPython has it.
            (Set::Second(_), [lead @ 0x21..=0x7E, trail @ 0x21..=0x7E, ..]) if is_second_plane(*lead) => {
                Name::JisX0213Second.table().double(lead | DOUBLE, trail | DOUBLE)
            }
            (Set::Supplement, [lead @ 0x21..=0x7E, trail @ 0x21..=0x7E, ..]) => {
                Name::JisX0212.table().double(lead | DOUBLE, trail | DOUBLE)
            }
            _ => Cell::None,
        }
    }

    /// The code of the character at a place, and for how many characters it is.
    fn encode(self, text: Text<'_>, at: usize, ch: u32) -> Result<Option<(u16, usize)>, Stop> {
        let first = |code: &u16| *code >= 0xA100 && code & 0x80 != 0;
        let second = |code: &u16| *code >= 0xA100 && code & 0x80 == 0;
        let single = |code: u32| Ok(Some((code as u16, 1)));
        Ok(match self {
            Set::Latin1 | Set::Greek => None,
            Set::JisRoman => match ch {
                0xA5 => return single(0x5C),
                0x203E => return single(0x7E),
                _ => None,
            },
            Set::JisKana => match ch {
                0xFF61..=0xFF9F => return single(ch - 0xFF40),
                _ => None,
            },
            Set::Table(name) => name.table().codes().get(ch).filter(first).map(|code| (code, 1)),
            Set::Supplement => Name::EucJp.table().codes().get(ch).filter(second).map(|code| (code, 1)),
            Set::Pairs(name) => text.code(name.table(), at, ch)?.filter(|(_, used)| *used == 2),
            Set::First(_) if ch == FULL_WIDTH_TILDE => None,
            Set::First(name) => text.code(name.table(), at, ch)?.filter(|(code, _)| first(code)),
            Set::Second(name) => {
                let own = |code: &u16| second(code) && is_second_plane((code >> 8) as u8 & 0x7F);
                name.table().codes().get(ch).filter(own).map(|code| (code, 1))
            }
        })
    }
}

/// Decodes.
pub fn decode(
    vm: &mut Vm,
    config: &Config,
    state: &mut State,
    data: &[u8],
    from: usize,
    out: &mut Units<'_>,
) -> PyResult<(usize, Stop)> {
    let mut at = from;
    for done in 0usize.. {
        vm.work_at(done)?;
        let rest = data.get(at..).unwrap_or(&[]);
        let Some(&byte) = rest.first() else { break };
        if state[FLAGS] & ESCAPED != 0 {
            if matches!(byte, b'A'..=b'Z' | b'@') {
                state[FLAGS] &= !ESCAPED;
            }
            out.push(byte.into())?;
            at += 1;
            continue;
        }
        at += match (byte, rest) {
            (ESC, [_]) => return Ok((at, Stop::Incomplete)),
            (ESC, [_, b'(' | b')' | b'$' | b'.' | b'&', ..]) => match escape(config, state, rest) {
                Ok(len) => len,
                Err(stop) => return Ok((at, stop)),
            },
            (ESC, [_, b'N', after @ ..]) if config.single_shift => match after.first() {
                None => return Ok((at, Stop::Incomplete)),
                Some(byte) => match single_shift(state, *byte) {
                    None => return Ok((at, Stop::Illegal(3))),
                    Some(ch) => {
                        out.push(ch)?;
                        3
                    }
                },
            },
            (ESC, _) => {
                out.push(ESC.into())?;
                state[FLAGS] |= ESCAPED;
                1
            }
            (SI, _) if config.shifts => {
                state[FLAGS] &= !SHIFTED;
                1
            }
            (SO, _) if config.shifts => {
                state[FLAGS] |= SHIFTED;
                1
            }
            (b'\n', _) => {
                state[FLAGS] &= !SHIFTED;
                out.push(byte.into())?;
                1
            }
            (0x80.., _) => return Ok((at, Stop::Illegal(1))),
            _ => {
                let mark = state[usize::from(state[FLAGS] & SHIFTED != 0)];
                match config.sets.iter().find(|set| set.mark == mark) {
                    _ if mark == ASCII || byte < 0x20 => {
                        out.push(byte.into())?;
                        1
                    }
                    None => return Ok((at, Stop::Illegal(1))),
                    Some(own) if rest.len() < own.set.width() => return Ok((at, Stop::Incomplete)),
                    Some(own) => {
                        match own.set.decode(rest) {
                            Cell::One(ch) => out.push(ch)?,
                            Cell::Two(first, second) => {
                                out.push(first)?;
                                out.push(second)?;
                            }
                            _ => return Ok((at, Stop::Illegal(own.set.width()))),
                        }
                        own.set.width()
                    }
                }
            }
        };
    }
    Ok((at, Stop::Done))
}

/// Chooses a set.
fn designate(state: &mut State, chosen: &Designation, out: &mut BytesBuilder) -> PyResult<()> {
    if chosen.place == 0 {
        shift_in(state, out)?;
    }
    if state[chosen.place] != chosen.mark {
        let letter = chosen.mark & !DOUBLE;
        let open = if chosen.place == 0 { b'(' } else { b')' };
        match chosen.set.width() {
            1 => out.push(&[ESC, open, letter])?,
            _ if chosen.mark == JISX0208.mark => out.push(&[ESC, b'$', letter])?,
            _ => out.push(&[ESC, b'$', open, letter])?,
        }
        state[chosen.place] = chosen.mark;
    }
    if chosen.place == 1 && state[FLAGS] & SHIFTED == 0 {
        out.push_byte(SO)?;
        state[FLAGS] |= SHIFTED;
    }
    Ok(())
}

/// Encodes.
pub fn encode(
    vm: &mut Vm,
    config: &Config,
    state: &mut State,
    text: Text<'_>,
    out: &mut BytesBuilder,
) -> PyResult<(usize, Stop)> {
    let mut at = text.from;
    for done in 0usize.. {
        vm.work_at(done)?;
        let Some(ch) = text.text.get(at) else { break };
        if ch < 0x80 {
            if state[0] != ASCII {
                out.push(&[ESC, b'(', ASCII])?;
                state[0] = ASCII;
            }
            shift_in(state, out)?;
            out.push_byte(ch as u8)?;
            at += 1;
            continue;
        }
        let mut found = None;
        for own in config.sets {
            match own.set.encode(text, at, ch) {
                Err(stop) => return Ok((at, stop)),
                Ok(None) => {}
                Ok(Some(code)) => {
                    found = Some((own, code));
                    break;
                }
            }
        }
        let Some((own, (code, used))) = found else { return Ok((at, Stop::Illegal(1))) };
        designate(state, own, out)?;
        match own.set.width() {
            1 => out.push_byte(code as u8)?,
            _ => out.push(&(code & 0x7F7F).to_be_bytes())?,
        }
        at += used;
    }
    Ok((at, Stop::Done))
}
