//! Decompression: in one go, and what `Decompress` and `_ZlibDecompressor` have in common.

use pitviper_object::Value;

use super::stream::{PIECE, Stream, code};
use super::{c_int, failed};
use crate::core::error::{PyResult, Raised};
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::bytes::{BytesBuilder, buffer_argument};

/// How decompressing ended.
pub enum End {
    /// With an answer of the library's, after so much of the data.
    Answer { code: i32, used: usize },
    /// The dictionary is not the one that was asked for, or comes at the wrong time.
    Dictionary(i32),
}

/// Bytes that are made at first.
const FIRST_ROOM: usize = 16 << 10;

/// Decompresses until the data or the stream ends or something is wrong, or until there are `limit` bytes in `out`.
pub fn feed(
    vm: &mut Vm,
    stream: &mut Stream,
    data: &[u8],
    limit: Option<usize>,
    dictionary: Option<&[u8]>,
    out: &mut BytesBuilder,
) -> PyResult<End> {
    let mut used = 0;
    let mut most = FIRST_ROOM;
    loop {
        let room = limit.map_or(most, |limit| limit.saturating_sub(out.len()).min(most));
        most = PIECE;
        let rest = data.get(used..).unwrap_or(&[]);
        let step = stream.inflate_step(vm, rest, out, room)?;
        out.work(step.made / 32 + step.used / 64)?;
        used += step.used;
        let end = End::Answer { code: step.code, used };
        match (step.code, dictionary) {
            (code::NEED_DICTIONARY, Some(dictionary)) => match stream.set_dictionary(dictionary) {
                code::OK => continue,
                wrong => return Ok(End::Dictionary(wrong)),
            },
            (code::OK | code::BUFFER_ERROR, _) => {}
            _ => return Ok(end),
        }
        // What lies in the stream's own memory comes out while there is room.
        let full = step.made == room;
        if full && limit.is_some_and(|limit| out.len() >= limit) || !full && used == data.len() {
            return Ok(end);
        }
    }
}

/// The error for an [`End`] that is one.
#[cold]
pub fn wrong(vm: &mut Vm, stream: &Stream, code: i32) -> Raised {
    failed(vm, stream.message(), code, "while decompressing data")
}

/// The error for a dictionary.
#[cold]
pub fn wrong_dictionary(vm: &mut Vm, stream: &Stream, code: i32) -> Raised {
    failed(vm, stream.message(), code, "while setting zdict")
}

/// `decompress(data, /, wbits=15, bufsize=16384)`.
pub(super) fn decompress_all(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [data, wbits, size] = args.parse(vm, "decompress", ["", "wbits", "bufsize"], 1, 1)?;
    let Some(data) = data else { return Ok(Value::none()) };
    let wbits = c_int(vm, wbits, 15)?;
    if let Some(size) = size
        && vm.index_isize(size)? < 0
    {
        return Err(vm.value_error(format_args!("bufsize must be non-negative")));
    }
    let data = buffer_argument(vm, data)?;
    let mut stream = match Stream::inflate(vm, wbits)? {
        Ok(stream) => stream,
        Err(answer) => return Err(failed(vm, None, answer, "while preparing to decompress data")),
    };
    let mut out = BytesBuilder::new(vm);
    match feed(vm, &mut stream, data, None, None, &mut out)? {
        End::Answer { code: code::STREAM_END, .. } => out.finish(),
        // There is no more data, which only then is a mistake.
        End::Answer { code: code::OK, .. } => Err(wrong(vm, &stream, code::BUFFER_ERROR)),
        End::Answer { code, .. } | End::Dictionary(code) => Err(wrong(vm, &stream, code)),
    }
}
