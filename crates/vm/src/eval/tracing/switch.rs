//! Turning tools on and off.

use pitviper_heap::Kinds;
use pitviper_object::{Header, Obj, Value};

use super::events::{EVENTS, LOCAL, TOOLS};
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::eval::generator::{Generator, State};
use crate::types::code::CodeObject;

impl Vm {
    /// What a tool wants to hear of, of all code, as bits.
    ///
    /// # Errors
    /// `MemoryError`.
    pub(crate) fn set_global_events(&mut self, tool: usize, events: u32) -> PyResult<()> {
        let before = std::mem::replace(&mut self.tracing.global[tool], events);
        if before == events {
            return Ok(());
        }
        for event in 0..EVENTS {
            let mut tools = 0;
            for tool in 0..TOOLS {
                tools |= u8::from(self.tracing.global[tool] & 1 << event != 0) << tool;
            }
            self.tracing.by_event[event] = tools;
        }
        self.tools_changed(events & LOCAL & !before != 0)
    }

    /// What tools want has changed; with `more` they want more than before.
    ///
    /// # Errors
    /// `MemoryError`.
    pub(crate) fn tools_changed(&mut self, more: bool) -> PyResult<()> {
        self.tracing.version = self.tracing.version.wrapping_add(1).max(1);
        if more { self.aim_all() } else { Ok(()) }
    }

    /// Has all code look what tools want when it runs next: functions when they are called, frames and generators that
    /// have begun at once.
    fn aim_all(&mut self) -> PyResult<()> {
        self.settle();
        let mut begun = 0;
        self.heap.visit_blocks(Kinds::OBJECTS, &mut |block| {
            let header = block.address.cast::<Header>();
            // SAFETY: the visitor gives live objects; the shape says which struct.
            unsafe {
                match header.as_ref().shape() {
                    shape if shape == u32::from(kinds::CODE) => {
                        header.cast::<CodeObject>().as_ref().enter_in_front(true);
                    }
                    shape if is_generator(shape) => {
                        let generator = header.cast::<Generator>().as_ref();
                        match generator.state.get() {
                            State::Created => {
                                generator.code().enter_in_front(true);
                                generator.pc.set(generator.code().entry.get());
                            }
                            State::Suspended => begun += 1,
                            State::Running | State::Finished => {}
                        }
                    }
                    _ => {}
                }
            }
        });
        let codes = self.new_list()?;
        codes.reserve_exact(&mut self.heap, begun)?;
        self.heap.visit_blocks(Kinds::OBJECTS, &mut |block| {
            let header = block.address.cast::<Header>();
            // SAFETY: as above; there is room, so nothing is allocated.
            unsafe {
                if !is_generator(header.as_ref().shape()) {
                    return;
                }
                let generator = header.cast::<Generator>().as_ref();
                if generator.state.get() == State::Suspended && codes.len() < begun {
                    let (items, _) = codes.raw();
                    items.cast::<Value>().add(codes.len()).write(Obj::from_ref(generator.code()).into_value());
                    codes.set_len_unchecked(codes.len() + 1);
                }
            }
        });
        for index in 0..codes.len() {
            if let Some(code) = codes.get(index)
                && let Some(code) = code.downcast::<CodeObject>()
            {
                self.refresh(code)?;
            }
        }
        let mut frame = self.stack.frame;
        // SAFETY: frames on the stack are complete.
        unsafe {
            while !frame.is_null() {
                self.refresh((*frame).code())?;
                frame = (*frame).previous;
            }
        }
        Ok(())
    }
}

impl Vm {
    /// Generators of `code` that have not begun are to begin where its calls do.
    pub(super) fn aim_generators_of(&mut self, code: &CodeObject) {
        self.settle();
        self.heap.visit_blocks(Kinds::OBJECTS, &mut |block| {
            let header = block.address.cast::<Header>();
            // SAFETY: the visitor gives live objects; the shape says which struct.
            unsafe {
                if is_generator(header.as_ref().shape()) {
                    let generator = header.cast::<Generator>().as_ref();
                    if generator.state.get() == State::Created && std::ptr::eq(generator.code(), code) {
                        generator.pc.set(code.entry.get());
                    }
                }
            }
        });
    }

    /// A tool wants nothing of single code objects any more.
    pub(super) fn forget_local_events(&mut self, tool: usize) {
        self.settle();
        self.heap.visit_blocks(Kinds::OBJECTS, &mut |block| {
            let header = block.address.cast::<Header>();
            // SAFETY: as above.
            unsafe {
                if header.as_ref().shape() == u32::from(kinds::CODE)
                    && let Some(monitor) = header.cast::<CodeObject>().as_ref().monitor()
                {
                    monitor.local[tool] = 0;
                    monitor.make_stale();
                }
            }
        });
    }
}

fn is_generator(shape: u32) -> bool {
    [kinds::GENERATOR, kinds::COROUTINE, kinds::ASYNC_GENERATOR].iter().any(|kind| shape == u32::from(*kind))
}
