//! The programs: those of this folder, and every example.

use std::fs;
use std::path::Path;

use crate::plan::Phase;

/// A program, and with which phase it begins.
pub struct Ladder {
    pub name: String,
    pub source: String,
    pub first: Phase,
}

/// All of them.
pub fn all() -> Vec<Ladder> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Vec::new();
    for (folder, prefix) in [("tests/ladder/programs", ""), ("../../examples", "examples/")] {
        for entry in fs::read_dir(here.join(folder)).expect("the folder") {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|extension| extension == "py") {
                let name = format!("{prefix}{}", path.file_stem().expect("a name").display());
                let first = match &*name {
                    "start" => Phase::Start,
                    "end" => Phase::End,
                    _ => Phase::One,
                };
                all.push(Ladder { name, source: fs::read_to_string(path).expect("source"), first });
            }
        }
    }
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}
