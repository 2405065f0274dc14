//! Packs the pure-Python library of the `rustpython-pylib` crate (CPython 3.14's) into one blob and an index.
#![allow(clippy::disallowed_types, reason = "runs when Pitviper is built")]

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Folders that are programs or demonstrations, not modules that programs import.
const LEFT_OUT: &[&str] = &[
    "idlelib",
    "tkinter",
    "turtledemo",
    "ensurepip",
    "pydoc_data",
    "test",
    "tests",
    "venv",
    "__phello__",
    "_pyrepl",
    "lib2to3",
    "__pycache__",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=extra");
    // Our own modules, then CPython's.
    let roots = [PathBuf::from("extra"), PathBuf::from(rustpython_pylib::LIB_PATH)];
    let mut files = Vec::new();
    for root in &roots {
        collect(root, &mut files)?;
    }
    files.sort();
    let (mut blob, mut index) = (Vec::new(), String::new());
    for file in files {
        let Some(relative) = roots.iter().find_map(|root| file.strip_prefix(root).ok()) else { continue };
        let (name, package) = module_name(relative);
        let text = fs::read(&file)?;
        let packed = miniz_oxide::deflate::compress_to_vec(&text, 9);
        writeln!(
            index,
            "Module {{ name: {name:?}, package: {package}, start: {}, packed: {}, len: {} }},",
            blob.len(),
            packed.len(),
            text.len()
        )?;
        blob.extend_from_slice(&packed);
    }
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("library.bin"), blob)?;
    fs::write(out.join("index.rs"), format!("&[\n{index}]"))?;
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            if !LEFT_OUT.contains(&name.as_str()) {
                collect(&path, files)?;
            }
        } else if name.ends_with(".py") {
            files.push(path);
        }
    }
    Ok(())
}

fn module_name(relative: &Path) -> (String, bool) {
    let parts: Vec<String> =
        relative.with_extension("").iter().map(|part| part.to_string_lossy().into_owned()).collect();
    match parts.split_last() {
        Some((last, rest)) if last == "__init__" => (rest.join("."), true),
        _ => (parts.join("."), false),
    }
}
