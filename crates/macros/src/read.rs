//! What the items of a Rust module are in Python.

use proc_macro2::TokenStream;
use syn::{
    Attribute, Error, Expr, ExprLit, FnArg, Ident, ImplItem, Item, ItemFn, ItemImpl, ItemMod, Lit, Meta, Pat, Result,
    ReturnType, Signature, Type, Visibility,
};

/// A module.
pub(crate) struct Described {
    /// Its name in Python.
    pub name: String,
    pub doc: Option<String>,
    pub functions: Vec<Function>,
    pub constants: Vec<Ident>,
    pub classes: Vec<Class>,
}

/// A function or method.
pub(crate) struct Function {
    /// Its name in Rust.
    pub ident: Ident,
    /// Its name in Python.
    pub name: String,
    pub doc: Option<String>,
    /// Names of what Python gives it, those that take any number of values with stars.
    pub parameters: Vec<String>,
}

/// A struct with methods.
pub(crate) struct Class {
    pub ident: Ident,
    pub name: String,
    pub doc: Option<String>,
    pub constructor: Option<Function>,
    pub methods: Vec<Function>,
    pub getters: Vec<Function>,
    pub functions: Vec<Function>,
}

/// What `#[python(…)]` says.
#[derive(Default)]
struct Options {
    name: Option<String>,
    skip: bool,
    getter: bool,
}

/// The macro itself takes no arguments.
pub(crate) fn check_arguments(arguments: &TokenStream) -> Result<()> {
    if arguments.is_empty() { Ok(()) } else { Err(Error::new_spanned(arguments, "`module` takes no arguments")) }
}

/// Reads the module, and takes the attributes out of it that only this macro knows.
pub(crate) fn read(module: &mut ItemMod) -> Result<Described> {
    let options = options(&mut module.attrs)?;
    let name = options.name.unwrap_or_else(|| plain(&module.ident));
    let doc = doc(&module.attrs);
    let Some((_, items)) = &mut module.content else {
        return Err(Error::new_spanned(module, "a module with its items in braces is needed"));
    };
    let mut described = Described { name, doc, functions: Vec::new(), constants: Vec::new(), classes: Vec::new() };
    for item in items.iter_mut() {
        match item {
            Item::Fn(function) if is_public(&function.vis) => described.functions.extend(free_function(function)?),
            Item::Const(constant) if is_public(&constant.vis) => {
                let skip = self::options(&mut constant.attrs)?.skip;
                described.constants.extend((!skip).then(|| constant.ident.clone()));
            }
            Item::Struct(class) if is_public(&class.vis) => {
                let options = self::options(&mut class.attrs)?;
                if !options.skip {
                    described.classes.push(Class {
                        name: options.name.unwrap_or_else(|| plain(&class.ident)),
                        doc: self::doc(&class.attrs),
                        ident: class.ident.clone(),
                        constructor: None,
                        methods: Vec::new(),
                        getters: Vec::new(),
                        functions: Vec::new(),
                    });
                }
            }
            _ => {}
        }
    }
    for item in items.iter_mut() {
        if let Item::Impl(block) = item {
            read_impl(block, &mut described.classes)?;
        }
    }
    Ok(described)
}

fn free_function(function: &mut ItemFn) -> Result<Option<Function>> {
    let options = options(&mut function.attrs)?;
    if options.skip {
        return Ok(None);
    }
    described(&function.sig, options, doc(&function.attrs)).map(Some)
}

/// Adds the methods of a block to the class that it is of.
fn read_impl(block: &mut ItemImpl, classes: &mut [Class]) -> Result<()> {
    let Type::Path(path) = &*block.self_ty else { return Ok(()) };
    let Some(ident) = path.path.get_ident() else { return Ok(()) };
    let Some(class) = classes.iter_mut().find(|class| class.ident == *ident) else { return Ok(()) };
    if block.trait_.is_some() {
        return Ok(());
    }
    let class_ident = ident.clone();
    for item in &mut block.items {
        let ImplItem::Fn(method) = item else { continue };
        if !is_public(&method.vis) {
            continue;
        }
        let options = options(&mut method.attrs)?;
        if options.skip {
            continue;
        }
        let (getter, doc) = (options.getter, doc(&method.attrs));
        let function = described(&method.sig, options, doc)?;
        match method.sig.inputs.first() {
            Some(FnArg::Receiver(receiver)) if receiver.reference.is_none() => {
                return Err(Error::new_spanned(receiver, "methods take `&self` or `&mut self`"));
            }
            Some(FnArg::Receiver(_)) if getter => class.getters.push(function),
            Some(FnArg::Receiver(_)) => class.methods.push(function),
            _ if method.sig.ident == "new" && returns(&method.sig.output, &class_ident) => {
                class.constructor = Some(function);
            }
            _ => class.functions.push(function),
        }
    }
    Ok(())
}

/// Whether a function returns the class, or something with it inside (a `Result`).
fn returns(output: &ReturnType, class: &Ident) -> bool {
    let ReturnType::Type(_, output) = output else { return false };
    let Type::Path(path) = &**output else { return false };
    let Some(last) = path.path.segments.last() else { return false };
    let text = quote::quote!(#last).to_string();
    last.ident == "Self" || last.ident == *class || last.ident == "Result" && mentions(&text, class)
}

fn mentions(text: &str, class: &Ident) -> bool {
    let name = class.to_string();
    text.split(|ch: char| !ch.is_alphanumeric() && ch != '_').any(|word| word == "Self" || word == name)
}

fn described(signature: &Signature, options: Options, doc: Option<String>) -> Result<Function> {
    if let Some(keyword) = &signature.asyncness {
        return Err(Error::new_spanned(keyword, "functions for Python cannot be `async`"));
    }
    if !signature.generics.params.is_empty() {
        return Err(Error::new_spanned(&signature.generics, "functions for Python cannot be generic"));
    }
    let mut parameters = Vec::new();
    for input in &signature.inputs {
        let FnArg::Typed(input) = input else { continue };
        if is_context(&input.ty) {
            continue;
        }
        let name = match &*input.pat {
            Pat::Ident(name) => plain(&name.ident),
            // `Serde(order): Serde<Order>`
            Pat::TupleStruct(pattern) => match pattern.elems.first() {
                Some(Pat::Ident(name)) if pattern.elems.len() == 1 => plain(&name.ident),
                _ => return Err(Error::new_spanned(pattern, "an argument needs a name")),
            },
            other => return Err(Error::new_spanned(other, "an argument needs a name")),
        };
        parameters.push(format!("{}{name}", stars(&input.ty)));
    }
    let name = options.name.unwrap_or_else(|| plain(&signature.ident));
    Ok(Function { ident: signature.ident.clone(), name, doc, parameters })
}

/// What stands in front of the name of an argument that takes any number of values.
fn stars(ty: &Type) -> &'static str {
    let Type::Path(path) = ty else { return "" };
    match path.path.segments.last() {
        Some(last) if last.ident == "Rest" => "*",
        Some(last) if last.ident == "Named" => "**",
        _ => "",
    }
}

/// Whether a type is `&mut Context`.
fn is_context(ty: &Type) -> bool {
    let Type::Reference(reference) = ty else { return false };
    let Type::Path(path) = &*reference.elem else { return false };
    reference.mutability.is_some() && path.path.segments.last().is_some_and(|last| last.ident == "Context")
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// A name without `r#`.
fn plain(ident: &Ident) -> String {
    let name = ident.to_string();
    name.strip_prefix("r#").unwrap_or(&name).to_owned()
}

/// Takes `#[python(…)]` out of the attributes.
fn options(attributes: &mut Vec<Attribute>) -> Result<Options> {
    let mut options = Options::default();
    let mut failure = None;
    attributes.retain(|attribute| {
        if !attribute.path().is_ident("python") {
            return true;
        }
        let parsed = attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("skip") {
                options.skip = true;
            } else if meta.path.is_ident("getter") {
                options.getter = true;
            } else if meta.path.is_ident("name") {
                options.name = Some(meta.value()?.parse::<syn::LitStr>()?.value());
            } else {
                return Err(meta.error("`name = \"…\"`, `getter` or `skip` expected"));
            }
            Ok(())
        });
        if let Err(error) = parsed {
            failure = Some(error);
        }
        false
    });
    failure.map_or(Ok(options), Err)
}

/// The documentation that attributes hold, without the blank that comments begin with.
fn doc(attributes: &[Attribute]) -> Option<String> {
    let lines: Vec<String> = attributes
        .iter()
        .filter_map(|attribute| match &attribute.meta {
            Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
                Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
                _ => None,
            },
            _ => None,
        })
        .map(|line| line.strip_prefix(' ').unwrap_or(&line).trim_end().to_owned())
        .collect();
    if lines.is_empty() { None } else { Some(lines.join("\n")) }
}
