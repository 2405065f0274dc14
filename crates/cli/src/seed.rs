//! The seed of string hashing: `PYTHONHASHSEED`, or chance.

use std::env;
use std::fs::File;
use std::io::Read;

/// A seed.
pub enum Seed {
    /// The same run every time.
    Number(u32),
    /// A key that nobody can guess.
    Random([u8; 16]),
}

/// What the environment asks for.
///
/// # Errors
/// The message for a value that means nothing, in CPython's words.
pub fn seed(ignore_environment: bool) -> Result<Seed, &'static str> {
    let asked = if ignore_environment { None } else { env::var("PYTHONHASHSEED").ok() };
    match asked.as_deref() {
        None | Some("" | "random") => random(),
        Some(text) => text.parse().map(Seed::Number).map_err(|_| {
            "Fatal Python error: config_init_hash_seed: PYTHONHASHSEED must be \"random\" or an integer in range \
             [0; 4294967295]\nPython runtime state: preinitialized\n"
        }),
    }
}

fn random() -> Result<Seed, &'static str> {
    let mut key = [0; 16];
    match File::open("/dev/urandom").and_then(|mut file| file.read_exact(&mut key)) {
        Ok(()) => Ok(Seed::Random(key)),
        Err(_) => Err("pitviper: no randomness to seed string hashing with"),
    }
}
