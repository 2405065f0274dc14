//! Code that is read when it is needed: most functions of an imported module are never called.
//!
//! The bytes are the executable's own, or a copy of a `.pyc` file's that stays on the heap as long as any code object
//! comes from it. The checksum of a file is compared when it is opened, each body is verified when it is read: what then
//! turns out to be damaged was made so on purpose, and raises ImportError.

use std::cell::Cell;
use std::ptr::NonNull;
use std::sync::Arc;

use pitviper_compiler::code::{Capture, Code};
use pitviper_compiler::serial::{self, Form, Head, Refusal, Trust};
use pitviper_object::{Heap, Obj, PageKind};

use super::CodeObject;
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::vm::Vm;
use crate::import::compile::HeapBudget;

/// Where serialised code is.
#[derive(Clone, Copy)]
enum Bytes {
    /// In the executable.
    Static(&'static [u8]),
    /// In a raw block of the heap, the file's own.
    Block(NonNull<u8>, usize),
}

/// Serialised code that code objects share. A raw block of the heap.
struct File {
    /// Code objects that have it.
    count: Cell<usize>,
    bytes: Bytes,
    filename: Arc<str>,
}

/// One of those who share a [`File`].
struct FileRef(NonNull<File>);

impl FileRef {
    fn create(heap: &mut Heap, bytes: Bytes, filename: &str) -> Result<Self, pitviper_heap::OutOfMemory> {
        heap.charge(filename.len())?;
        let block = match heap.alloc(PageKind::Raw, size_of::<File>()) {
            Ok(block) => block.cast::<File>(),
            Err(error) => {
                heap.uncharge(filename.len());
                return Err(error);
            }
        };
        // SAFETY: the block is fresh and big enough.
        unsafe { block.write(File { count: Cell::new(1), bytes, filename: Arc::from(filename) }) };
        Ok(Self(block))
    }

    fn file(&self) -> &File {
        // SAFETY: the block lives as long as somebody shares it.
        unsafe { self.0.as_ref() }
    }

    fn form(&self) -> Result<Form<'_>, Refusal> {
        match self.file().bytes {
            Bytes::Static(bytes) => Form::reopen(bytes, Trust::Own),
            // SAFETY: the block is the file's, of that length, and nobody writes to it.
            Bytes::Block(block, length) => unsafe {
                Form::reopen(std::slice::from_raw_parts(block.as_ptr(), length), Trust::Nobody)
            },
        }
    }
}

impl Clone for FileRef {
    fn clone(&self) -> Self {
        let count = &self.file().count;
        count.set(count.get() + 1);
        Self(self.0)
    }
}

impl Drop for FileRef {
    fn drop(&mut self) {
        let count = &self.file().count;
        count.set(count.get() - 1);
        if count.get() > 0 {
            return;
        }
        // SAFETY: nobody else shares the block, which is one of a heap, as is that of the bytes.
        unsafe {
            let file = self.0.read();
            Heap::of(self.0.cast()).as_mut().uncharge(file.filename.len());
            if let Bytes::Block(block, _) = file.bytes {
                Heap::free(block);
            }
            Heap::free(self.0.cast());
        }
    }
}

/// Where code is read from.
pub(crate) struct Origin {
    file: FileRef,
    /// Place of its head.
    at: u32,
}

impl Origin {
    /// Whether that is the executable, which nothing that a program makes can be read from.
    pub(super) fn is_executable(&self) -> bool {
        // SAFETY: the file lives as long as who shares it.
        matches!(unsafe { &self.file.0.as_ref().bytes }, Bytes::Static(_))
    }

    pub(super) fn captures(&self) -> impl Iterator<Item = Capture> {
        let form = self.file.form().ok();
        let head = form.and_then(|form| Some((form, Head::read(form, self.at).ok()?)));
        head.into_iter().flat_map(|(form, head)| head.captures(form))
    }
}

impl Vm {
    /// A code object of serialised code that is part of the executable; nothing when it is none of this version's.
    ///
    /// # Errors
    /// `MemoryError`.
    pub(crate) fn open_embedded_code(
        &mut self,
        bytes: &'static [u8],
        filename: &str,
    ) -> PyResult<Option<Obj<CodeObject>>> {
        let Ok(form) = Form::open(bytes, Trust::Own) else { return Ok(None) };
        self.open_code(form, filename, |_| Ok(Bytes::Static(bytes)))
    }

    /// A code object of serialised code from a file, of which a copy is kept; nothing when it is damaged or none of this
    /// version's.
    ///
    /// # Errors
    /// `MemoryError`.
    pub(crate) fn open_code_of_file(&mut self, bytes: &[u8], filename: &str) -> PyResult<Option<Obj<CodeObject>>> {
        let Ok(form) = Form::open(bytes, Trust::Nobody) else { return Ok(None) };
        let opened = self.open_code(form, filename, |heap| {
            let block = heap.alloc(PageKind::Raw, bytes.len())?;
            // SAFETY: the block is fresh and has room for the bytes.
            unsafe { block.as_ptr().copy_from_nonoverlapping(bytes.as_ptr(), bytes.len()) };
            Ok(Bytes::Block(block, bytes.len()))
        })?;
        let Some(code) = opened else { return Ok(None) };
        match self.try_load(&code) {
            Ok(_) => Ok(Some(code)),
            Err(Refusal::OutOfMemory) => Err(self.no_memory()),
            Err(Refusal::Foreign | Refusal::Damaged(_)) => Ok(None),
        }
    }

    fn open_code(
        &mut self,
        form: Form<'_>,
        filename: &str,
        keep: impl FnOnce(&mut Heap) -> Result<Bytes, pitviper_heap::OutOfMemory>,
    ) -> PyResult<Option<Obj<CodeObject>>> {
        let Ok((_, at)) = form.root() else { return Ok(None) };
        let Ok(head) = Head::read(form, at) else { return Ok(None) };
        let bytes = keep(&mut self.heap)?;
        let file = match FileRef::create(&mut self.heap, bytes, filename) {
            Ok(file) => file,
            Err(error) => {
                if let Bytes::Block(block, _) = bytes {
                    // SAFETY: nobody else has the block.
                    unsafe { Heap::free(block) };
                }
                return Err(error.into());
            }
        };
        self.packed_code(Origin { file, at }, head).map(Some)
    }

    /// A code object of code nested in that of `holder`.
    pub(super) fn nested_packed(&mut self, at: u32, holder: &CodeObject) -> PyResult<Obj<CodeObject>> {
        let Some(origin) = &holder.origin else { return Err(self.damaged(holder, "it comes from nowhere")) };
        let head = origin.file.form().and_then(|form| Head::read(form, at));
        match head {
            Ok(head) => self.packed_code(Origin { file: origin.file.clone(), at }, head),
            Err(refusal) => Err(self.refused(holder, refusal)),
        }
    }

    /// The shared part of a code object, which is read first if need be.
    ///
    /// # Errors
    /// `MemoryError`, ImportError when it is damaged.
    #[inline]
    pub fn load_code<'c>(&mut self, object: &'c CodeObject) -> PyResult<&'c Arc<Code>> {
        match object.code.loaded() {
            Some(code) => Ok(code),
            None => self.try_load(object).map_err(|refusal| self.refused(object, refusal)),
        }
    }

    #[cold]
    #[inline(never)]
    fn try_load<'c>(&mut self, object: &'c CodeObject) -> Result<&'c Arc<Code>, Refusal> {
        let Some(origin) = &object.origin else { return Err(Refusal::Damaged("it comes from nowhere")) };
        let (form, filename) = (origin.file.form()?, &origin.file.file().filename);
        let code = serial::read_body(form, origin.at, filename, &mut HeapBudget(&mut self.heap))?;
        self.heap.charge(code.bytes).map_err(|_| Refusal::OutOfMemory)?;
        object.charged.set(object.charged.get() + code.bytes);
        Ok(object.code.loaded_as(Arc::new(code)))
    }

    /// Calls `with` with the shared part of a code object in which nothing is packed any more.
    ///
    /// # Errors
    /// `MemoryError`, ImportError when it is damaged, or what `with` raises.
    pub(crate) fn with_whole_code<T>(
        &mut self,
        object: &CodeObject,
        with: impl FnOnce(&mut Vm, &Code) -> PyResult<T>,
    ) -> PyResult<T> {
        let Some(origin) = &object.origin else {
            let code = self.load_code(object)?.clone();
            return with(self, &code);
        };
        let filename = &origin.file.file().filename;
        let form = origin.file.form().map_err(|refusal| self.refused(object, refusal))?;
        let code = serial::whole(form, origin.at, filename, &mut HeapBudget(&mut self.heap));
        let code = code.map_err(|refusal| self.refused(object, refusal))?;
        self.heap.charge(code.bytes)?;
        let done = with(self, &code);
        self.heap.uncharge(code.bytes);
        done
    }

    fn refused(&mut self, object: &CodeObject, refusal: Refusal) -> Raised {
        match refusal {
            Refusal::OutOfMemory => self.no_memory(),
            Refusal::Foreign => self.damaged(object, "it is of another version"),
            Refusal::Damaged(what) => self.damaged(object, what),
        }
    }

    #[cold]
    fn damaged(&mut self, object: &CodeObject, what: &str) -> Raised {
        match &object.origin {
            Some(origin) => {
                let filename = origin.file.file().filename.clone();
                self.raise(Exc::ImportError, format_args!("compiled code of {filename} is damaged: {what}"))
            }
            None => self.raise(Exc::ImportError, format_args!("compiled code is damaged: {what}")),
        }
    }
}
