//! What an interpreter may reach outside its heap: nothing, but what these methods of [`Builder`] grant.
#![expect(clippy::disallowed_types, reason = "given by the host")]

use std::io::{Read, Write};
use std::path::Path;
use std::sync::Arc;

use pitviper_vm::core::capabilities::{Environment, Folder, MODULES, Sink, Source, Stream};

use crate::builder::Builder;

impl Builder {
    /// Grants everything that the process may do, its standard streams among it, as the `pitviper` command does. What else is
    /// granted or forbidden does not matter then, but [`Builder::allow_import`].
    #[must_use]
    pub fn grant_all(mut self) -> Builder {
        self.options.capabilities.everything = true;
        self.config.streams = true;
        self
    }

    /// Lets programs read a folder and all that is inside it, or a file. They call it as it is called here, or by its real
    /// path. It is opened now: if it is not there, programs are told so.
    #[must_use]
    pub fn allow_read(self, path: impl AsRef<Path>) -> Builder {
        self.allow_folder(path.as_ref(), true, false)
    }

    /// Lets programs write to a folder and all that is inside it, or to a file: make, change, rename and remove. They may not
    /// read it unless that is allowed too.
    #[must_use]
    pub fn allow_write(self, path: impl AsRef<Path>) -> Builder {
        self.allow_folder(path.as_ref(), false, true)
    }

    fn allow_folder(mut self, path: &Path, read: bool, write: bool) -> Builder {
        self.options.capabilities.folders.push(Folder::new(path, read, write));
        self
    }

    /// A file that only programs of this interpreter see, at an absolute path; they can read it and list its folder.
    #[must_use]
    pub fn file(mut self, path: &str, contents: impl Into<Arc<[u8]>>) -> Builder {
        Arc::make_mut(&mut self.options.capabilities.files).add(path.as_bytes(), contents.into());
        self
    }

    /// A module that programs can import, by its source; its name may be dotted. It need not be allowed by
    /// [`Builder::allow_import`].
    #[must_use]
    pub fn module_source(self, name: &str, source: &str) -> Builder {
        let path = format!("{MODULES}/{}.py", name.replace('.', "/"));
        let builder = self.file(&path, source.as_bytes());
        builder.own_module(name)
    }

    fn own_module(mut self, name: &str) -> Builder {
        self.options.capabilities.imports.add_own(name.to_owned());
        self
    }

    /// The folder that relative paths start from, `/` by default. Programs can leave it, and enter those that they may read.
    #[must_use]
    pub fn working_folder(mut self, path: impl AsRef<Path>) -> Builder {
        let path = path.as_ref().as_os_str().as_encoded_bytes();
        self.options.capabilities.working_folder = path.to_vec();
        self
    }

    /// Lets programs import these modules only, what is inside them, and what the host gives. Without this all that can be
    /// found may be imported. What the library's modules import themselves is not asked about.
    #[must_use]
    pub fn allow_import<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Builder {
        self.options.capabilities.imports.restrict();
        for name in names {
            self.options.capabilities.imports.allow(name.into());
        }
        self
    }

    /// Shows programs these variables of the process's environment.
    #[must_use]
    pub fn allow_env<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Builder {
        let environment = &mut self.options.capabilities.environment;
        if *environment == Environment::Nothing {
            *environment = Environment::Named(Vec::new());
        }
        if let Environment::Named(shown) = environment {
            shown.extend(names.into_iter().map(Into::into));
        }
        self
    }

    /// Shows programs the process's whole environment.
    #[must_use]
    pub fn allow_all_env(mut self) -> Builder {
        self.options.capabilities.environment = Environment::All;
        self
    }

    /// Lets programs see the time and the time zone, and wait. Otherwise they have a clock that starts at the epoch and follows
    /// the steps they take; sleeping only sets it forward.
    #[must_use]
    pub fn allow_clock(mut self) -> Builder {
        self.options.capabilities.clock = true;
        self
    }

    /// Lets programs have bytes that nobody can foresee. Otherwise `os.urandom` and `secrets` fail, and `random` follows from
    /// the key of string hashing.
    #[must_use]
    pub fn allow_random(mut self) -> Builder {
        self.options.capabilities.random = true;
        self
    }

    /// Lets programs start and signal processes, which can do all that this one may; and end this one.
    #[must_use]
    pub fn allow_process(mut self) -> Builder {
        self.options.capabilities.process = true;
        self
    }

    /// Lets programs use sockets.
    #[must_use]
    pub fn allow_net(mut self) -> Builder {
        self.options.capabilities.network = true;
        self
    }

    /// Lets programs start threads.
    #[must_use]
    pub fn allow_threads(mut self) -> Builder {
        self.options.capabilities.threads = true;
        self
    }

    /// Gives programs the process's standard streams, those that were not set otherwise.
    #[must_use]
    pub fn allow_stdio(mut self) -> Builder {
        for stream in &mut self.options.capabilities.streams {
            if matches!(stream, Stream::Nothing) {
                *stream = Stream::Process;
            }
        }
        self
    }

    /// Where `sys.stdout` goes. Otherwise what is written to it is dropped. An error is the program's `OSError`.
    #[must_use]
    pub fn stdout(self, sink: impl Write + Send + 'static) -> Builder {
        self.stream(1, Stream::Sink(Sink::new(sink)))
    }

    /// Where `sys.stderr` goes, and tracebacks with it. Otherwise what is written to it is dropped.
    #[must_use]
    pub fn stderr(self, sink: impl Write + Send + 'static) -> Builder {
        self.stream(2, Stream::Sink(Sink::new(sink)))
    }

    /// Where `sys.stdin` comes from. Otherwise it is at its end.
    #[must_use]
    pub fn stdin(self, source: impl Read + Send + 'static) -> Builder {
        self.stream(0, Stream::Source(Source::new(source)))
    }

    fn stream(mut self, number: usize, stream: Stream) -> Builder {
        if let Some(place) = self.options.capabilities.streams.get_mut(number) {
            *place = stream;
        }
        self
    }
}
