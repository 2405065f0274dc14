//! Compiles the pure-Python library of the `rustpython-pylib` crate (CPython 3.14's) and packs source and code into one
//! blob and an index.
#![allow(clippy::disallowed_types, reason = "runs when Pitviper is built")]

#[path = "edits.rs"]
mod edits;

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs, thread};

use pitviper_compiler::ast::Unlimited;
use pitviper_compiler::source::Input;
use pitviper_compiler::{Options, compile, serial};

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
    "lib2to3",
    "__pycache__",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=edits.rs");
    println!("cargo::rerun-if-changed=extra");
    // Our own modules, then CPython's.
    let roots = [PathBuf::from("extra"), PathBuf::from(rustpython_pylib::LIB_PATH)];
    // By name; ours win.
    let mut modules = BTreeMap::new();
    for root in &roots {
        let mut files = Vec::new();
        collect(root, &mut files)?;
        for file in files {
            let (name, package) = module_name(file.strip_prefix(root)?);
            modules.entry(name).or_insert((package, file));
        }
    }
    let modules: Vec<(String, bool, PathBuf)> =
        modules.into_iter().map(|(name, (package, file))| (name, package, file)).collect();
    let (mut blob, mut index) = (Vec::new(), String::new());
    for ((name, package, _), packed) in modules.iter().zip(pack_all(&modules)?) {
        write!(index, "Module {{ name: {name:?}, package: {package}, source: ")?;
        part(&packed.source, &mut blob, &mut index)?;
        write!(index, ", code: ")?;
        match &packed.code {
            Some(code) => {
                write!(index, "Some(")?;
                part(code, &mut blob, &mut index)?;
                write!(index, ")")?;
            }
            None => write!(index, "None")?,
        }
        writeln!(index, " }},")?;
    }
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("library.bin"), blob)?;
    fs::write(out.join("index.rs"), format!("&[\n{index}]"))?;
    Ok(())
}

/// Something compressed, and its length before.
struct Packed {
    bytes: Vec<u8>,
    len: usize,
}

/// A module's source and its code, which those do not have that cannot be compiled.
struct PackedModule {
    source: Packed,
    code: Option<Packed>,
}

/// Appends to the blob and says where.
fn part(packed: &Packed, blob: &mut Vec<u8>, index: &mut String) -> std::fmt::Result {
    write!(index, "Part {{ start: {}, packed: {}, len: {} }}", blob.len(), packed.bytes.len(), packed.len)?;
    blob.extend_from_slice(&packed.bytes);
    Ok(())
}

/// Packs all modules, on as many threads as there are processors.
fn pack_all(modules: &[(String, bool, PathBuf)]) -> Result<Vec<PackedModule>, Box<dyn Error>> {
    let next = AtomicUsize::new(0);
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let work = || {
        let mut done = Vec::new();
        while let Some((name, _, file)) = modules.get(next.fetch_add(1, Ordering::Relaxed)) {
            done.push((name.clone(), read(name, file).map(|source| pack_module(&source))));
        }
        done
    };
    let done: Vec<_> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_default()).collect()
    });
    let mut packed = BTreeMap::new();
    for (name, module) in done {
        packed.insert(name, module?);
    }
    modules.iter().map(|(name, ..)| packed.remove(name).ok_or_else(|| format!("{name} is missing").into())).collect()
}

fn read(name: &str, file: &Path) -> Result<Vec<u8>, String> {
    let source = fs::read(file).map_err(|error| error.to_string())?;
    // Ours need no edits.
    if file.starts_with("extra") { Ok(source) } else { edits::applied(name, source) }
}

fn pack_module(source: &[u8]) -> PackedModule {
    // Code is stored as it is: unpacking it would be a fifth of what importing costs, and only what is imported is paged in.
    let stored = |bytes: Vec<u8>| Packed { len: bytes.len(), bytes };
    PackedModule { source: pack(source), code: compiled(source).map(stored) }
}

fn pack(bytes: &[u8]) -> Packed {
    Packed { bytes: miniz_oxide::deflate::compress_to_vec(bytes, 9), len: bytes.len() }
}

/// The serialised code of a source; its file name is given when it is read.
fn compiled(source: &[u8]) -> Option<Vec<u8>> {
    let code = compile(Input::Bytes(source), "", Options::default(), &mut Unlimited).ok()?.code;
    let mut bytes = Vec::new();
    let written = serial::write(&code, &mut Unlimited, &mut |piece| {
        bytes.extend_from_slice(piece);
        Ok(())
    });
    written.ok().map(|()| bytes)
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
