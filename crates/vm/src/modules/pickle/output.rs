//! What is written, with its frames: pieces of about 64 kB that a reader takes at once.

use pitviper_object::Value;

use super::opcode;
use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::types::bytes::BytesBuilder;

/// Bytes of a frame's header.
const HEADER: usize = 9;

/// Bytes from which on a frame ends at the next instruction, and from which on data goes without one.
const TARGET: usize = 64 << 10;

/// Bytes below which what would be a frame goes without a header.
const LEAST: usize = 4;

/// Bytes on their way to a file or to a bytes object.
pub struct Output {
    bytes: BytesBuilder,
    /// Where the open frame's header is.
    frame: Option<usize>,
    /// Whether what is written goes into frames.
    pub framing: bool,
    /// The file's `write`.
    write: Option<Value>,
}

impl Output {
    /// An empty one; `write` takes what there is from time to time.
    pub fn new(vm: &mut Vm, write: Option<Value>) -> Output {
        Output { bytes: BytesBuilder::new(vm), frame: None, framing: false, write }
    }

    /// Appends bytes.
    pub fn push(&mut self, data: &[u8]) -> PyResult<()> {
        if self.framing && self.frame.is_none() {
            self.frame = Some(self.bytes.len());
            self.bytes.push(&[0xFE; HEADER])?;
        }
        self.bytes.push(data)
    }

    /// To be called between instructions: ends a frame that is long enough.
    pub fn between(&mut self, vm: &mut Vm) -> PyResult<()> {
        match self.frame {
            Some(start) if self.bytes.len() - start - HEADER >= TARGET => {
                self.end_frame()?;
                self.flush(vm)
            }
            _ => Ok(()),
        }
    }

    /// Ends the open frame.
    pub fn end_frame(&mut self) -> PyResult<()> {
        let Some(start) = self.frame.take() else { return Ok(()) };
        let end = self.bytes.len();
        let len = end - start - HEADER;
        let Some(frame) = self.bytes.data_mut().get_mut(start..) else { return Ok(()) };
        if len < LEAST {
            frame.copy_within(HEADER.., 0);
            self.bytes.truncate(end - HEADER);
            return Ok(());
        }
        if let Some((header, _)) = frame.split_first_chunk_mut::<HEADER>() {
            let mut made = [opcode::FRAME; HEADER];
            made[1..].copy_from_slice(&(len as u64).to_le_bytes());
            *header = made;
        }
        Ok(())
    }

    /// Gives everything to the file, when there is one.
    pub fn flush(&mut self, vm: &mut Vm) -> PyResult<()> {
        let Some(write) = self.write.clone() else { return Ok(()) };
        let bytes = std::mem::replace(&mut self.bytes, BytesBuilder::new(vm)).finish()?;
        vm.call(&write, &[bytes]).map(drop)
    }

    /// Appends a header and data. Much data goes outside of any frame, and to a file by itself, as `payload` when that is
    /// given.
    pub fn push_data(&mut self, vm: &mut Vm, header: &[u8], data: &[u8], payload: Option<&Value>) -> PyResult<()> {
        if data.len() < TARGET {
            self.push(header)?;
            return self.push(data);
        }
        self.end_frame()?;
        self.bytes.push(header)?;
        let Some(write) = self.write.clone() else { return self.bytes.push(data) };
        let payload = match payload {
            Some(payload) => payload.clone(),
            None => vm.new_bytes(data)?,
        };
        self.flush(vm)?;
        vm.call(&write, &[payload]).map(drop)
    }

    /// What has not gone to a file, as a bytes object.
    pub fn finish(self) -> PyResult {
        self.bytes.finish()
    }
}
