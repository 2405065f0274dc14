//! `#[pitviper::module]`: a Rust module as a Python module.
//!
//! [`read`] finds what the Rust module says, [`write`] makes the function that builds the Python module of it.
#![forbid(unsafe_code)]
#![expect(clippy::disallowed_types, reason = "runs inside the compiler")]

mod read;
mod write;

use proc_macro::TokenStream;
use syn::{ItemMod, parse_macro_input};

/// See `pitviper::module`.
#[proc_macro_attribute]
pub fn module(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let mut item = parse_macro_input!(item as ItemMod);
    let result = read::check_arguments(&arguments.into()).and_then(|()| read::read(&mut item));
    match result {
        Ok(described) => write::write(&item, &described).into(),
        Err(error) => {
            let error = error.to_compile_error();
            quote::quote! { #error #item }.into()
        }
    }
}
