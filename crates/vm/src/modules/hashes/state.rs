//! The algorithms under one roof.

use md5::Md5;
use sha1::Sha1;
use sha2::digest::{Digest, ExtendableOutput, Update, XofReader};
use sha2::{Sha224, Sha256, Sha384, Sha512};
use sha3::{Sha3_224, Sha3_256, Sha3_384, Sha3_512, Shake128, Shake256};

use super::blake::{Blake2b, Blake2s};

macro_rules! states {
    ($($variant:ident($type:ty), $name:literal, $size:literal, $block:literal;)*) => {
        /// A computation.
        #[derive(Clone)]
        #[allow(missing_docs, reason = "the names are the algorithms'")]
        pub enum State {
            $($variant($type),)*
            Shake128(Shake128),
            Shake256(Shake256),
            Blake2b(Blake2b),
            Blake2s(Blake2s),
        }

        impl State {
            /// A new computation of an algorithm by name, but BLAKE2, which has parameters.
            pub fn named(name: &str) -> Option<State> {
                Some(match name {
                    $($name => State::$variant(<$type as Digest>::new()),)*
                    "shake_128" => State::Shake128(Shake128::default()),
                    "shake_256" => State::Shake256(Shake256::default()),
                    _ => return None,
                })
            }

            /// The algorithm's name.
            pub fn name(&self) -> &'static str {
                match self {
                    $(State::$variant(_) => $name,)*
                    State::Shake128(_) => "shake_128",
                    State::Shake256(_) => "shake_256",
                    State::Blake2b(_) => "blake2b",
                    State::Blake2s(_) => "blake2s",
                }
            }

            /// Bytes of the result; 0 when the caller says.
            pub fn digest_size(&self) -> usize {
                match self {
                    $(State::$variant(_) => $size,)*
                    State::Shake128(_) | State::Shake256(_) => 0,
                    State::Blake2b(state) => state.digest_size,
                    State::Blake2s(state) => state.digest_size,
                }
            }

            /// Bytes of a block.
            pub fn block_size(&self) -> usize {
                match self {
                    $(State::$variant(_) => $block,)*
                    State::Shake128(_) => 168,
                    State::Shake256(_) => 136,
                    State::Blake2b(_) => Blake2b::BLOCK,
                    State::Blake2s(_) => Blake2s::BLOCK,
                }
            }

            /// Adds data.
            pub fn update(&mut self, data: &[u8]) {
                match self {
                    $(State::$variant(state) => Digest::update(state, data),)*
                    State::Shake128(state) => state.update(data),
                    State::Shake256(state) => state.update(data),
                    State::Blake2b(state) => state.update(data),
                    State::Blake2s(state) => state.update(data),
                }
            }

            /// Writes the result of what was added so far.
            pub fn digest(&self, out: &mut [u8]) {
                let mut fixed = [0; 64];
                match self.clone() {
                    $(State::$variant(state) => {
                        let result = state.finalize();
                        fixed[..result.len()].copy_from_slice(&result);
                    })*
                    State::Shake128(state) => return state.finalize_xof().read(out),
                    State::Shake256(state) => return state.finalize_xof().read(out),
                    State::Blake2b(state) => fixed = state.finish(),
                    State::Blake2s(state) => fixed = state.finish(),
                }
                let count = out.len().min(fixed.len());
                out[..count].copy_from_slice(&fixed[..count]);
            }
        }
    };
}

states! {
    Md5(Md5), "md5", 16, 64;
    Sha1(Sha1), "sha1", 20, 64;
    Sha224(Sha224), "sha224", 28, 64;
    Sha256(Sha256), "sha256", 32, 64;
    Sha384(Sha384), "sha384", 48, 128;
    Sha512(Sha512), "sha512", 64, 128;
    Sha3_224(Sha3_224), "sha3_224", 28, 144;
    Sha3_256(Sha3_256), "sha3_256", 32, 136;
    Sha3_384(Sha3_384), "sha3_384", 48, 104;
    Sha3_512(Sha3_512), "sha3_512", 64, 72;
}
