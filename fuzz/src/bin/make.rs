//! Makes programs and seeds.
//!
//! ```text
//! make programs FOLDER FIRST COUNT    programs of the seeds FIRST.., as FOLDER/SEED.py
//! make calls FOLDER FIRST COUNT       calls of builtins with made-up arguments, likewise
//! make show INPUT                     the program that an input of the target `programs` means
//! make seeds FOLDER FILE...           FOLDER/{source,bytecode}/…: Python files as inputs of these targets
//! ```

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use pitviper_fuzz::random::Random;
use pitviper_fuzz::{bytecode, calls, programs};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        [kind @ ("programs" | "calls"), folder, first, count] => {
            let first: u64 = first.parse()?;
            for seed in first..first + count.parse::<u64>()? {
                let mut random = Random(seed);
                let length = 20 + random.below(500);
                let bytes = random.bytes(length);
                let program = if *kind == "calls" { calls::program(&bytes) } else { programs::program(&bytes) };
                fs::write(Path::new(folder).join(format!("{seed}.py")), program)?;
            }
        }
        ["show", input] => print!("{}", programs::program(fs::read(input)?.get(3..).unwrap_or_default())),
        ["seeds", folder, files @ ..] => {
            let folder = Path::new(folder);
            fs::create_dir_all(folder.join("source"))?;
            fs::create_dir_all(folder.join("bytecode"))?;
            for (index, file) in files.iter().enumerate() {
                let Ok(source) = fs::read_to_string(file) else { continue };
                let (text, how) = (source.as_bytes(), [0, 1, 2, 3, 0x40, 0x80, 0xc0][index % 7]);
                fs::write(folder.join("source").join(index.to_string()), [&[how], text].concat())?;
                if let Some(seed) = bytecode::seed(&source).filter(|seed| seed.len() < 20_000) {
                    fs::write(folder.join("bytecode").join(index.to_string()), seed)?;
                }
            }
        }
        _ => return Err("make programs|calls FOLDER FIRST COUNT | make show INPUT | make seeds FOLDER FILE...".into()),
    }
    Ok(())
}
