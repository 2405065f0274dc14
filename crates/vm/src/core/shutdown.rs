//! The end of an interpreter: modules go, finalizers run, everything mortal is freed; and the checks of the heap.

use std::ptr::NonNull;

use pitviper_heap::{Cost, Kinds};
use pitviper_object::header::FINALIZE;
use pitviper_object::verify::Mismatch;
use pitviper_object::{Header, Obj, Value, sweep, verify};

use crate::core::spare::SpareErrors;
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::list::List;
use crate::types::str::Str;
use crate::types::typ::Type;

impl Vm {
    /// Ends Python in CPython's order: the modules are let go of, then the finalizers of what cycles still hold
    /// run. What `sys` holds is left for [`Vm::end_sys`].
    pub fn end_python(&mut self) {
        self.raised = None;
        self.handled = None;
        self.run_exit_calls();
        self.wait_for_threads();
        self.stop_threads();
        self.generator_result = None;
        self.repr_active = None;
        self.settle();
        self.finish_deaths();
        if let Some(modules) = self.modules.clone() {
            let mut position = 0;
            while let Some((name, module)) = modules.next_entry(&mut position) {
                drop(module);
                if self.dict_set(&modules, name, Value::none()).is_err() {
                    self.raised = None;
                }
                self.settle();
            }
        }
        self.collect(2);
    }

    /// Lets go of what `sys` holds, in order, names with one underscore first; then the finalizers of what is still alive
    /// run. The standard streams are gone before what a program put into `sys`: nobody hears what these finalizers
    /// say. Afterwards no Python code may run.
    pub fn end_sys(&mut self) {
        let Some(sys) = self.sys.clone() else { return };
        for private in [true, false] {
            let mut position = 0;
            while let Some((name, value)) = sys.next_entry(&mut position) {
                drop(value);
                let chosen = name.downcast::<Str>().and_then(Str::as_ascii).is_some_and(|name| {
                    let single = name.starts_with('_') && !name.starts_with("__");
                    single == private && name != "__builtins__"
                });
                if chosen && self.dict_set(&sys, name, Value::none()).is_err() {
                    self.raised = None;
                }
                self.settle();
            }
        }
        self.run_leftover_finalizers();
    }

    /// Finalizers of what nothing reaches but cycles, oldest first as far as addresses tell.
    fn run_leftover_finalizers(&mut self) {
        if self.threads.lost {
            // What those threads hold is never finalized.
            self.collect(2);
            return;
        }
        let Ok(pending) = self.new_list() else {
            self.raised = None;
            return;
        };
        let count = self.count_finalizable();
        if pending.reserve_exact(&mut self.heap, count).is_err() {
            return;
        }
        let heap = NonNull::from(&mut *self.heap);
        // SAFETY: the list has room for all, so pushing allocates nothing while the heap is walked.
        unsafe {
            (*heap.as_ptr()).visit_blocks(Kinds::OBJECTS, &mut |block| {
                let header = block.address.cast::<Header>();
                if is_finalizable(header.as_ref()) {
                    let pushed = pending.push(&mut *heap.as_ptr(), Value::from_borrowed(header));
                    debug_assert!(pushed.is_ok(), "there is room");
                }
            });
        }
        self.finalize_each(&pending);
    }

    fn count_finalizable(&self) -> usize {
        let mut count = 0;
        self.heap.visit_blocks(Kinds::OBJECTS, &mut |block| {
            // SAFETY: the visitor gives live objects.
            count += usize::from(is_finalizable(unsafe { block.address.cast::<Header>().as_ref() }));
        });
        count
    }

    fn finalize_each(&mut self, pending: &Obj<List>) {
        let mut index = 0;
        while let Some(object) = pending.get(index) {
            if object.header().is_some_and(|header| header.has(FINALIZE)) {
                crate::core::finalize::finalize(self, &object);
            }
            drop(object);
            self.settle();
            index += 1;
        }
    }

    /// Frees every mortal object; call [`Vm::end_python`] first. What [`Vm::leftovers`] counts afterwards was leaked
    /// by this program's counts.
    pub fn free_everything(&mut self) {
        self.raised = None;
        self.handled = None;
        self.spare_errors = SpareErrors::default();
        self.host.clear();
        self.stop_exception = None;
        self.forget_leftovers();
        self.generic = None;
        self.struct_time = None;
        self.module_classes = None;
        self.codecs = None;
        self.context = None;
        self.asyncgen_hooks = None;
        self.audit_hooks = None;
        self.tracing.clear();
        self.exit_calls = None;
        self.signal_handlers = None;
        self.collector.callbacks = None;
        self.collector.garbage = None;
        self.sources = None;
        self.threads.imports = None;
        let files = crate::modules::io::immortal_classes(self);
        self.settle();
        self.finish_deaths();
        self.weak_references.forget_all();
        let heap = NonNull::from(&mut *self.heap);
        // SAFETY: Python has ended, and the values that the interpreter itself owns are gone or immortal.
        unsafe { sweep::sweep(heap) };
        self.release_builtin_shapes(&files);
    }

    /// Gives back what objects own outside the heap, which is about to go as a whole. No object may be used afterwards.
    fn finish_foreign(&mut self) {
        if self.threads.lost {
            // Those threads may be about to use it.
            return;
        }
        self.heap.visit_blocks(Kinds::OBJECTS, &mut |block| {
            let object = block.address.as_ptr().cast::<Header>();
            // SAFETY: the visitor gives live objects, which die with the heap; nothing looks at them any more.
            unsafe {
                if (*object).is_immortal() {
                    return;
                }
                let kind = pitviper_object::object::kind_of(object);
                if crate::core::registry::is_foreign(kind)
                    && let Some(finish) = crate::core::registry::KINDS[kind as usize].finish
                {
                    finish(object);
                }
            }
        });
    }

    /// Builtin classes are immortal, the attribute names in their instances' shapes are not.
    fn release_builtin_shapes(&mut self, files: &[Option<Obj<Type>>]) {
        let shapes = self.shapes();
        for class in self.exceptions.iter().chain(self.types.iter()).chain(files).flatten() {
            let root = class.root.replace(0);
            if root != 0 {
                shapes.release(root);
            }
        }
        self.settle();
    }

    /// Objects alive that are not immortal, and their bytes; none are counted when threads were lost, which own some for
    /// ever.
    #[must_use]
    pub fn leftovers(&self) -> (u64, u64) {
        let (mut objects, mut bytes) = (0, 0);
        if self.threads.lost {
            return (0, 0);
        }
        self.heap.visit_blocks(Kinds::OBJECTS, &mut |block| {
            // SAFETY: the visitor gives live objects.
            if !unsafe { block.address.cast::<Header>().as_ref() }.is_immortal() {
                objects += 1;
                bytes += block.size as u64;
            }
        });
        (objects, bytes)
    }

    /// Checks the heap's structure, and that counts equal references, or are no less while there are other threads. At rest
    /// only: not inside native code.
    ///
    /// # Errors
    /// What is wrong, in words; `describe` hears of each object with a wrong count.
    pub fn verify_heap(&mut self, mut describe: impl FnMut(&str, Mismatch)) -> Result<(), &'static str> {
        self.settle();
        self.finish_deaths();
        if let Err(violation) = self.heap.verify(Cost::Block) {
            return Err(violation.what);
        }
        let world = self.world();
        let this: &Vm = self;
        // Other threads are inside native code, which owns values as well.
        let others = this.threads.are_several() || this.threads.lost;
        let mut sound = true;
        let _ = verify::verify_counts(&this.heap, &mut |visit| this.visit_roots(visit), |object, mismatch| {
            if others && mismatch.count >= mismatch.references {
                return;
            }
            sound = false;
            // SAFETY: the object is alive.
            let number = unsafe { (*object).shape() };
            if number < pitviper_object::header::BUILTIN_SHAPES {
                let class = this.types[number as usize].as_ref();
                describe(class.and_then(|class| class.spec).map_or("?", |spec| spec.name), mismatch);
            } else {
                // SAFETY: an instance's class is alive.
                let class = unsafe { &*world.shapes.get(number).class.get().cast::<crate::types::typ::Type>() };
                describe(class.name().as_ascii().unwrap_or("?"), mismatch);
            }
        });
        if sound { Ok(()) } else { Err("counts differ from references") }
    }

    /// Calls `visit` with every value that the interpreter itself owns.
    pub fn visit_roots(&self, visit: &mut dyn FnMut(&Value)) {
        let own = [
            &self.raised,
            &self.handled,
            &self.stop_exception,
            &self.generator_result,
            &self.repr_active,
            &self.generic,
        ];
        own.into_iter().flatten().for_each(&mut *visit);
        self.spare_errors.visit(visit);
        let dicts: [&Option<Obj<Dict>>; 4] = [&self.modules, &self.builtins, &self.sys, &self.io];
        self.sources.iter().for_each(|sources| visit(sources.as_value()));
        dicts.into_iter().flatten().for_each(|dict| visit(dict.as_value()));
        self.struct_time.iter().for_each(|class| visit(class.as_value()));
        self.module_classes.iter().for_each(|classes| visit(classes.as_value()));
        self.context.iter().for_each(&mut *visit);
        self.asyncgen_hooks.iter().for_each(&mut *visit);
        self.audit_hooks.iter().for_each(|hooks| visit(hooks.as_value()));
        self.tracing.visit(&mut *visit);
        self.exit_calls.iter().for_each(|calls| visit(calls.as_value()));
        self.signal_handlers.iter().for_each(|handlers| visit(handlers.as_value()));
        self.codecs.iter().for_each(|codecs| codecs.visit(visit));
        self.collector.callbacks.iter().for_each(|callbacks| visit(callbacks.as_value()));
        self.collector.garbage.iter().for_each(|garbage| visit(garbage.as_value()));
        self.work.visit(visit);
        self.host.visit(visit);
        self.stack.visit(visit);
        self.threads.visit(visit);
    }
}

fn is_finalizable(header: &Header) -> bool {
    header.has(FINALIZE) && !header.is_immortal()
}

impl Drop for Vm {
    fn drop(&mut self) {
        // What is asked lies in fields that go before the last of the blocks.
        self.heap.set_hurried(None);
        if self.work.is_broken() {
            // Objects may be half made: their memory goes, what they own outside of it stays.
            self.stop_threads();
            crate::modules::signal::hear_no_more(self);
            return;
        }
        self.abandon_work();
        self.stop_threads();
        self.finish_foreign();
        self.free_work_stack();
        self.forget_parser(true);
        crate::modules::signal::hear_no_more(self);
    }
}
