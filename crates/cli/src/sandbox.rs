//! `--sandbox`: what the command line grants.

use std::{env, fs};

use pitviper::Builder;

use crate::locate::Located;
use crate::options::Grants;

/// A builder that grants the standard streams, the program's own file, and what was allowed.
pub fn granted(mut builder: Builder, grants: &Grants, program: &Located) -> Result<Builder, (String, u8)> {
    builder = builder.allow_stdio();
    if let Ok(folder) = env::current_dir() {
        builder = builder.working_folder(folder);
    }
    if let Some(path) = program.path() {
        let contents = fs::read(path).map_err(|error| (format!("pitviper: can't open file '{path}': {error}"), 2))?;
        builder = builder.file(path, contents);
    }
    for path in &grants.read {
        builder = builder.allow_read(path);
    }
    for path in &grants.write {
        builder = builder.allow_write(path);
    }
    if let Some(names) = &grants.env {
        builder = if names.is_empty() { builder.allow_all_env() } else { builder.allow_env(names) };
    }
    if let Some(names) = &grants.import {
        builder = builder.allow_import(names);
    }
    type Grant = fn(Builder) -> Builder;
    let flags: [(bool, Grant); 5] = [
        (grants.clock, Builder::allow_clock),
        (grants.random, Builder::allow_random),
        (grants.process, Builder::allow_process),
        (grants.net, Builder::allow_net),
        (grants.threads, Builder::allow_threads),
    ];
    Ok(flags.into_iter().filter(|(given, _)| *given).fold(builder, |builder, (_, grant)| grant(builder)))
}
