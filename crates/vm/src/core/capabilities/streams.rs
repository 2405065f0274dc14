//! Standard streams that are the host's: where output goes, where input comes from.

use std::fmt;
use std::io::{self, Read, Write};
use std::sync::{Arc, Mutex, PoisonError};

/// Where a host takes output.
#[derive(Clone)]
pub struct Sink(Arc<Mutex<dyn Write + Send>>);

/// Where a host gives input.
#[derive(Clone)]
pub struct Source(Arc<Mutex<dyn Read + Send>>);

impl Sink {
    /// Of anything that can be written to.
    pub fn new(sink: impl Write + Send + 'static) -> Sink {
        Sink(Arc::new(Mutex::new(sink)))
    }

    /// Writes all of it.
    ///
    /// # Errors
    /// The host's.
    pub fn write(&self, bytes: &[u8]) -> io::Result<()> {
        let mut sink = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sink.write_all(bytes)?;
        sink.flush()
    }
}

impl Source {
    /// Of anything that can be read.
    pub fn new(source: impl Read + Send + 'static) -> Source {
        Source(Arc::new(Mutex::new(source)))
    }

    /// Reads once.
    ///
    /// # Errors
    /// The host's.
    pub fn read(&self, out: &mut [u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).read(out)
    }
}

impl fmt::Debug for Sink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sink")
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Source")
    }
}

/// One of the three standard streams.
#[derive(Clone, Debug, Default)]
pub enum Stream {
    /// Input is at its end, output is dropped.
    #[default]
    Nothing,
    /// The process's.
    Process,
    /// Output to the host.
    Sink(Sink),
    /// Input from the host.
    Source(Source),
}
