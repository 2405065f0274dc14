//! The encodings: their names, where they are found, and what their running means.

use pitviper_text::Chars;

use super::tables::{Name, Table};
use super::{grid, hz, iso2022};
use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::types::bytes::BytesBuilder;
use crate::types::str::StrBuilder;

/// What a codec remembers between calls; `getstate` shows it.
pub type State = [u8; 8];

/// Why a run stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// At the end of the input.
    Done,
    /// At so many bytes or characters that mean nothing.
    Illegal(usize),
    /// At the beginning of something whose rest is missing.
    Incomplete,
}

/// How an encoding works.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One, two or three bytes by a table.
    Grid(Name),
    /// The same and sequences of four bytes.
    Gb18030,
    /// By a table, and Hangul syllables of eight bytes.
    EucKr,
    /// `~{`, `~}`.
    Hz,
    /// Escape sequences.
    Iso2022(&'static iso2022::Config),
}

/// An encoding.
#[derive(PartialEq, Eq)]
pub struct Codec {
    /// Its name, which exceptions tell.
    pub name: &'static str,
    /// The module that has it.
    pub module: &'static str,
    kind: Kind,
}

const fn codec(module: &'static str, name: &'static str, kind: Kind) -> Codec {
    Codec { name, module, kind }
}

/// All of them.
static CODECS: [Codec; 24] = [
    codec("_codecs_cn", "gb2312", Kind::Grid(Name::Gb2312)),
    codec("_codecs_cn", "gbk", Kind::Grid(Name::Gbk)),
    codec("_codecs_cn", "gb18030", Kind::Gb18030),
    codec("_codecs_cn", "hz", Kind::Hz),
    codec("_codecs_hk", "big5hkscs", Kind::Grid(Name::Big5Hkscs)),
    codec("_codecs_iso2022", "iso2022_kr", Kind::Iso2022(&iso2022::KR)),
    codec("_codecs_iso2022", "iso2022_jp", Kind::Iso2022(&iso2022::JP)),
    codec("_codecs_iso2022", "iso2022_jp_1", Kind::Iso2022(&iso2022::JP_1)),
    codec("_codecs_iso2022", "iso2022_jp_2", Kind::Iso2022(&iso2022::JP_2)),
    codec("_codecs_iso2022", "iso2022_jp_2004", Kind::Iso2022(&iso2022::JP_2004)),
    codec("_codecs_iso2022", "iso2022_jp_3", Kind::Iso2022(&iso2022::JP_3)),
    codec("_codecs_iso2022", "iso2022_jp_ext", Kind::Iso2022(&iso2022::JP_EXT)),
    codec("_codecs_jp", "shift_jis", Kind::Grid(Name::ShiftJis)),
    codec("_codecs_jp", "cp932", Kind::Grid(Name::Cp932)),
    codec("_codecs_jp", "euc_jp", Kind::Grid(Name::EucJp)),
    codec("_codecs_jp", "shift_jis_2004", Kind::Grid(Name::ShiftJis2004)),
    codec("_codecs_jp", "euc_jis_2004", Kind::Grid(Name::EucJis2004)),
    codec("_codecs_jp", "euc_jisx0213", Kind::Grid(Name::EucJisX0213)),
    codec("_codecs_jp", "shift_jisx0213", Kind::Grid(Name::ShiftJisX0213)),
    codec("_codecs_kr", "euc_kr", Kind::EucKr),
    codec("_codecs_kr", "cp949", Kind::Grid(Name::Cp949)),
    codec("_codecs_kr", "johab", Kind::Grid(Name::Johab)),
    codec("_codecs_tw", "big5", Kind::Grid(Name::Big5)),
    codec("_codecs_tw", "cp950", Kind::Grid(Name::Cp950)),
];

impl Codec {
    /// The codec of a name in a module.
    pub fn find(module: &str, name: &str) -> Option<&'static Codec> {
        CODECS.iter().find(|codec| codec.module == module && codec.name == name)
    }

    /// The state at the beginning of decoding.
    pub fn decoding(&self) -> State {
        match self.kind {
            Kind::Iso2022(_) => iso2022::DECODING,
            _ => State::default(),
        }
    }

    /// The state at the beginning of encoding.
    pub fn encoding(&self) -> State {
        match self.kind {
            Kind::Iso2022(_) => iso2022::ENCODING,
            _ => State::default(),
        }
    }

    /// The state of a decoder that is reset.
    pub fn reset_decoding(&self, state: &mut State) {
        match self.kind {
            Kind::Iso2022(_) => iso2022::reset_decoding(state),
            Kind::Hz => *state = State::default(),
            _ => {}
        }
    }

    /// Ends encoding: what leads back to the state at the beginning.
    pub fn finish_encoding(&self, state: &mut State, out: &mut BytesBuilder) -> PyResult<()> {
        match self.kind {
            Kind::Iso2022(_) => iso2022::finish_encoding(state, out),
            Kind::Hz => hz::finish_encoding(state, out),
            _ => Ok(()),
        }
    }

    /// Decodes from byte `from` on; where and why it stopped.
    pub fn decode(
        &self,
        vm: &mut Vm,
        state: &mut State,
        data: &[u8],
        from: usize,
        out: &mut StrBuilder,
    ) -> PyResult<(usize, Stop)> {
        let mut units = Units::new(out);
        let run = match self.kind {
            Kind::Grid(name) => {
                let more = match name {
                    Name::EucJisX0213 => grid::not_yet_in_euc,
                    Name::ShiftJisX0213 => grid::not_yet_in_shift_jis,
                    _ => grid::no_more,
                };
                grid::decode(vm, name.table(), data, from, &mut units, more)
            }
            Kind::Gb18030 => grid::decode(vm, Name::Gb18030.table(), data, from, &mut units, grid::four_bytes),
            Kind::EucKr => grid::decode(vm, Name::EucKr.table(), data, from, &mut units, grid::eight_bytes),
            Kind::Hz => hz::decode(vm, state, data, from, &mut units),
            Kind::Iso2022(config) => iso2022::decode(vm, config, state, data, from, &mut units),
        }?;
        units.finish()?;
        Ok(run)
    }

    /// Encodes from character `from` on; where and why it stopped. `last` when nothing follows.
    pub fn encode(
        &self,
        vm: &mut Vm,
        state: &mut State,
        (text, from, last): (Chars<'_>, usize, bool),
        out: &mut BytesBuilder,
    ) -> PyResult<(usize, Stop)> {
        let text = Text { text, from, last };
        match self.kind {
            Kind::Grid(name) => grid::encode(vm, name.table(), text, out, |_, _| Ok(false)),
            Kind::Gb18030 => grid::encode(vm, Name::Gb18030.table(), text, out, grid::push_four),
            Kind::EucKr => grid::encode(vm, Name::EucKr.table(), text, out, grid::push_eight),
            Kind::Hz => hz::encode(vm, state, text, out),
            Kind::Iso2022(config) => iso2022::encode(vm, config, state, text, out),
        }
    }
}

/// What is to be encoded.
#[derive(Clone, Copy)]
pub struct Text<'a> {
    /// All of it.
    pub text: Chars<'a>,
    /// Where to begin.
    pub from: usize,
    /// Whether nothing follows.
    pub last: bool,
}

impl Text<'_> {
    /// The code of the character at a place, and how many characters it is for: two for some pairs. `None` when there is
    /// none; [`Stop::Incomplete`] when the next character decides and has not come.
    #[inline]
    pub fn code(&self, table: &Table, at: usize, ch: u32) -> Result<Option<(u16, usize)>, Stop> {
        let codes = table.codes();
        if codes.begins_pair(ch) {
            match self.text.get(at + 1) {
                None if !self.last => return Err(Stop::Incomplete),
                Some(second) => {
                    if let Some(code) = codes.pair(ch, second) {
                        return Ok(Some((code, 2)));
                    }
                }
                None => {}
            }
        }
        Ok(codes.get(ch).map(|code| (code, 1)))
    }
}

const ROOM: usize = 128;

/// Text under construction, some characters at a time.
pub struct Units<'a> {
    out: &'a mut StrBuilder,
    waiting: [u16; ROOM],
    count: usize,
}

impl Units<'_> {
    fn new(out: &mut StrBuilder) -> Units<'_> {
        Units { out, waiting: [0; ROOM], count: 0 }
    }

    fn flush(&mut self) -> PyResult<()> {
        let count = std::mem::take(&mut self.count);
        self.out.push_chars(Chars::Two(&self.waiting[..count]))
    }

    fn finish(mut self) -> PyResult<()> {
        self.flush()
    }

    /// Appends a character.
    #[inline]
    pub fn push(&mut self, ch: u32) -> PyResult<()> {
        if self.count == ROOM {
            self.flush()?;
        }
        let Ok(unit) = u16::try_from(ch) else {
            self.flush()?;
            return self.out.push_char(ch);
        };
        self.waiting[self.count] = unit;
        self.count += 1;
        Ok(())
    }

    /// Appends text that is ASCII.
    pub fn push_ascii(&mut self, text: &[u8]) -> PyResult<()> {
        self.flush()?;
        self.out.push_chars(Chars::One(text))
    }
}
