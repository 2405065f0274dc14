//! `_multibytecodec` and the codecs of East Asia, `_codecs_cn` and the others, which `encodings` rests on.
//!
//! A codec is a small machine over tables ([`codec`], [`tables`]); error handlers are those of [`super::codecs`].

mod codec;
mod coder;
mod coding;
mod grid;
mod hz;
mod incremental;
mod iso2022;
mod object;
mod stream;
mod tables;

use crate::core::error::PyResult;
use crate::core::module::ModuleSpec;
use crate::core::native::{Args, Method, TypeSpec};
use crate::core::vm::Vm;

/// Kinds of the types here.
pub(crate) mod kind {
    use crate::core::kinds::MODULE_KINDS as FIRST;

    pub const CODEC: u8 = FIRST + 121;
    pub const ENCODER: u8 = FIRST + 122;
    pub const DECODER: u8 = FIRST + 123;
    pub const READER: u8 = FIRST + 124;
    pub const WRITER: u8 = FIRST + 125;
}

/// The types.
pub static SPECS: &[&TypeSpec] =
    &[&object::CODEC, &incremental::ENCODER, &incremental::DECODER, &stream::READER, &stream::WRITER];

/// `__create_codec`, which takes what only CPython's own modules have.
fn create_codec(vm: &mut Vm, _: Args<'_>) -> PyResult {
    Err(vm.value_error(format_args!("argument type invalid")))
}

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "_multibytecodec",
    doc: "",
    functions: &[Method::new("__create_codec", create_codec, 1, 1).doc("__create_codec($module, arg, /)\n--\n\n")],
    types: &[&incremental::ENCODER, &incremental::DECODER, &stream::READER, &stream::WRITER],
    init: None,
};

macro_rules! family {
    ($(#[$doc:meta] $spec:ident $name:literal)*) => {
        $(
            #[$doc]
            pub static $spec: ModuleSpec = ModuleSpec {
                name: $name,
                doc: "",
                functions: &[Method::new("getcodec", |vm, args| object::get_codec(vm, $name, &args.values[0]), 1, 1)
                    .doc("getcodec($module, encoding, /)\n--\n\n")],
                types: &[],
                init: None,
            };
        )*
    };
}

family! {
    /// Codecs of China.
    CN "_codecs_cn"
    /// Codecs of Hong Kong.
    HK "_codecs_hk"
    /// Codecs of ISO 2022.
    ISO2022 "_codecs_iso2022"
    /// Codecs of Japan.
    JP "_codecs_jp"
    /// Codecs of Korea.
    KR "_codecs_kr"
    /// Codecs of Taiwan.
    TW "_codecs_tw"
}
