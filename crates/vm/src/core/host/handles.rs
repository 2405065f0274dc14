//! Values that the host keeps alive: rows of a list that programs cannot see.
//!
//! A [`Row`] is the host's; it may be dropped on any thread, at any time, also when the interpreter is gone. It tells
//! its number to the [`Returns`] that it shares with the interpreter, which empties the row at its next safe point: the
//! heap is touched by nobody but the interpreter.
#![expect(clippy::disallowed_types, reason = "numbers of what the host itself gave back")]

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use pitviper_object::header::TRACKED;
use pitviper_object::{Obj, Value};

use crate::core::error::PyResult;
use crate::core::vm::{HANDLES, Vm};
use crate::types::list::List;

/// Rows that were given back.
#[derive(Default)]
pub struct Returns {
    rows: Mutex<Vec<u32>>,
    /// The interpreter's check word.
    check: Arc<AtomicU32>,
}

/// The table.
#[derive(Default)]
pub struct Handles {
    rows: Option<Obj<List>>,
    /// The first empty row; an empty row holds the number of the next.
    free: Option<u32>,
    returns: Option<Arc<Returns>>,
}

/// One row. Dropping it lets the value go.
pub struct Row {
    number: u32,
    returns: Arc<Returns>,
}

impl Drop for Row {
    fn drop(&mut self) {
        self.returns.rows.lock().unwrap_or_else(PoisonError::into_inner).push(self.number);
        self.returns.check.fetch_or(HANDLES, Ordering::Release);
    }
}

impl Handles {
    pub(crate) fn visit(&self, visit: &mut dyn FnMut(&Value)) {
        self.rows.iter().for_each(|rows| visit(rows.as_value()));
    }

    /// Empties the table: the interpreter ends.
    pub(crate) fn clear(&mut self) {
        *self = Handles::default();
    }
}

/// What the last empty row holds.
const END: i64 = -1;

impl Vm {
    /// Keeps a value alive until the row is dropped.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn keep(&mut self, value: Value) -> PyResult<Row> {
        self.release_handles();
        let rows = match &self.host.handles.rows {
            Some(rows) => rows.clone(),
            None => {
                let rows = self.new_list()?;
                // Programs do not find it, and the collector takes it for a root.
                if let Some(header) = rows.as_value().header() {
                    header.clear(TRACKED);
                }
                self.host.handles.rows = Some(rows.clone());
                rows
            }
        };
        let returns = match &self.host.handles.returns {
            Some(returns) => returns.clone(),
            None => {
                let returns = Arc::new(Returns { rows: Mutex::default(), check: self.check.clone() });
                self.host.handles.returns = Some(returns.clone());
                returns
            }
        };
        let number = match self.host.handles.free {
            Some(number) => {
                let next = rows.replace(number as usize, value).as_small();
                self.host.handles.free = next.and_then(|next| u32::try_from(next).ok());
                number
            }
            None => {
                let number = u32::try_from(rows.len()).map_err(|_| pitviper_object::OutOfMemory)?;
                rows.push(&mut self.heap, value)?;
                number
            }
        };
        Ok(Row { number, returns })
    }

    /// The value of a row; nothing when it is another interpreter's.
    #[must_use]
    pub fn kept(&self, row: &Row) -> Option<Value> {
        let handles = &self.host.handles;
        match &handles.returns {
            Some(returns) if Arc::ptr_eq(returns, &row.returns) => handles.rows.as_ref()?.get(row.number as usize),
            _ => None,
        }
    }

    /// How many values the host keeps alive.
    #[must_use]
    pub fn kept_count(&self) -> usize {
        let handles = &self.host.handles;
        let Some(rows) = &handles.rows else { return 0 };
        let mut empty = handles.returns.as_ref().map_or(0, |returns| returns.rows.lock().map_or(0, |rows| rows.len()));
        let mut free = handles.free;
        while let Some(number) = free {
            empty += 1;
            free = rows.get(number as usize).and_then(|next| next.as_small()).and_then(|next| u32::try_from(next).ok());
        }
        rows.len().saturating_sub(empty)
    }

    /// Empties the rows that were given back.
    pub fn release_handles(&mut self) {
        let Some(returns) = &self.host.handles.returns else { return };
        let returned = std::mem::take(&mut *returns.rows.lock().unwrap_or_else(PoisonError::into_inner));
        let Some(rows) = self.host.handles.rows.clone() else { return };
        for number in returned {
            let next = self.host.handles.free.map_or(END, i64::from);
            drop(rows.replace(number as usize, Value::small(next)));
            self.host.handles.free = Some(number);
        }
    }
}
