//! The function that makes the Python module.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ItemMod;

use crate::read::{Class, Described, Function};

/// The module with `pub fn module() -> pitviper::Module` at its end.
pub(crate) fn write(module: &ItemMod, described: &Described) -> TokenStream {
    let ItemMod { attrs, vis, unsafety, mod_token, ident, content, .. } = module;
    let items = content.iter().flat_map(|(_, items)| items);
    let name = &described.name;
    let doc = described.doc.iter().map(|doc| quote! { .doc(#doc) });
    let constants = described.constants.iter().map(|constant| {
        let name = constant.to_string();
        quote! { .value(#name, #constant) }
    });
    let functions = described.functions.iter().map(|function| {
        let ident = &function.ident;
        let (name, parameters, doc) = parts(function);
        quote! { .function_with(#name, #parameters, #doc, #ident) }
    });
    let classes = described.classes.iter().map(class);
    quote! {
        #(#attrs)*
        #vis #unsafety #mod_token #ident {
            #(#items)*

            /// This module for Python.
            #[must_use]
            pub fn module() -> ::pitviper::Module {
                ::pitviper::Module::new(#name) #(#doc)* #(#constants)* #(#functions)* #(#classes)*
            }
        }
    }
}

fn class(class: &Class) -> TokenStream {
    let Class { ident, name, .. } = class;
    let doc = class.doc.iter().map(|doc| quote! { .doc(#doc) });
    let constructor = class.constructor.iter().map(|function| {
        let method = &function.ident;
        let (_, parameters, _) = parts(function);
        quote! { .constructor_with(#parameters, #ident::#method) }
    });
    let methods = class.methods.iter().map(|function| {
        let method = &function.ident;
        let (name, parameters, doc) = parts(function);
        quote! { .method_with(#name, #parameters, #doc, #ident::#method) }
    });
    let getters = class.getters.iter().map(|function| {
        let (name, method) = (&function.name, &function.ident);
        quote! { .getter(#name, #ident::#method) }
    });
    let functions = class.functions.iter().map(|function| {
        let method = &function.ident;
        let (name, parameters, doc) = parts(function);
        quote! { .function_with(#name, #parameters, #doc, #ident::#method) }
    });
    quote! {
        .class(
            ::pitviper::Class::<#ident>::new(#name) #(#doc)* #(#constructor)* #(#methods)* #(#getters)* #(#functions)*
        )
    }
}

/// Name, parameters and docstring of a function, as arguments.
fn parts(function: &Function) -> (TokenStream, TokenStream, TokenStream) {
    let Function { name, parameters, doc, .. } = function;
    let doc = match doc {
        Some(doc) => quote! { Some(#doc) },
        None => quote! { None },
    };
    (quote! { #name }, quote! { &[#(#parameters),*] }, doc)
}
