//! A compressing stream. The compressor's tables lie outside the heap and are charged to it.
#![expect(clippy::disallowed_types, reason = "a box of fixed size, charged before it is made")]

use miniz_oxide::deflate::core::{
    CompressorOxide, TDEFLFlush, TDEFLStatus, compress, create_comp_flags_from_zip_params,
};

use super::Framing;
use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::modules::binascii::crc;
use crate::types::bytes::BytesBuilder;

/// To the end of the stream.
pub const FINISH: TDEFLFlush = TDEFLFlush::Finish;

/// Bytes that a compressor's tables take, and then some.
pub const CHARGED: usize = 400 << 10;

/// Bytes of input between two looks at the limits.
const PIECE: usize = 64 << 10;

/// The header of a gzip file without name and time, written on a Unix system.
const GZIP: [u8; 10] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3];

/// A stream. [`Deflater::end`] gives its charge back.
pub struct Deflater {
    state: Box<CompressorOxide>,
    framing: Framing,
    started: bool,
    crc: u32,
    len: u32,
}

impl Deflater {
    /// A new stream.
    pub fn new(vm: &mut Vm, framing: Framing, level: i32, strategy: i32) -> PyResult<Deflater> {
        vm.heap.charge(CHARGED)?;
        let wrapped = if framing == Framing::Zlib { 15 } else { -15 };
        let flags = create_comp_flags_from_zip_params(level, wrapped, strategy);
        Ok(Deflater { state: Box::new(CompressorOxide::new(flags)), framing, started: false, crc: 0, len: 0 })
    }

    /// Ends the stream and gives back what was charged for it.
    pub fn end(self, vm: &mut Vm) {
        drop(self);
        vm.heap.uncharge(CHARGED);
    }

    /// Compresses data.
    pub fn feed(&mut self, data: &[u8], flush: TDEFLFlush, out: &mut BytesBuilder) -> PyResult<()> {
        if self.framing == Framing::Gzip {
            if !std::mem::replace(&mut self.started, true) {
                out.push(&GZIP)?;
            }
            self.crc = crc::crc32(self.crc, data);
            self.len = self.len.wrapping_add(data.len() as u32);
        }
        let mut rest = data;
        let mut buffer = [0; 8192];
        loop {
            let (piece, how) = match rest.get(..PIECE) {
                Some(piece) if rest.len() > PIECE => (piece, TDEFLFlush::None),
                _ => (rest, flush),
            };
            let last = piece.len() == rest.len();
            let (status, used, written) = compress(&mut self.state, piece, &mut buffer, how);
            out.push(buffer.get(..written).unwrap_or(&[]))?;
            out.work(used / 8)?;
            rest = rest.get(used..).unwrap_or(&[]);
            if status != TDEFLStatus::Okay {
                break;
            }
            if last && flush != TDEFLFlush::Finish && rest.is_empty() && written < buffer.len() {
                break;
            }
        }
        if flush == TDEFLFlush::Finish && self.framing == Framing::Gzip {
            out.push(&self.crc.to_le_bytes())?;
            out.push(&self.len.to_le_bytes())?;
        }
        Ok(())
    }
}
