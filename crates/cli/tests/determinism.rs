//! The same program with the same hash seed prints the same, addresses and the order of sets included.
#![expect(clippy::disallowed_types, reason = "a test")]

use std::process::Command;

const PROGRAM: &str = r#"
import collections, re, sys

class Egg:
    pass

def spam(): yield

egg = Egg()
print(id(egg), id(object()), egg, spam, spam(), Egg.__init__, sys.getrecursionlimit)
print({"a", "b", "c", "spam", "egg", b"d", 1.5, 2, None}, {Egg(), Egg(), Egg()})
print(hash("spam"), hash(b"egg"), hash((1, "two", 3.0)), hash(egg), hash(spam), hash(frozenset("abc")))
print(list(vars(collections)), sorted(map(id, [Egg(), Egg()])), re.compile("a+").match("aa"))
"#;

fn run(seed: &str) -> Vec<u8> {
    let output = Command::new(env!("CARGO_BIN_EXE_pitviper"))
        .args(["-c", PROGRAM])
        .env("PYTHONHASHSEED", seed)
        .output()
        .expect("pitviper starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[test]
fn the_same_seed_gives_the_same_output() {
    for seed in ["0", "1729"] {
        let first = run(seed);
        for _ in 1..10 {
            let next = run(seed);
            assert_eq!(String::from_utf8_lossy(&first), String::from_utf8_lossy(&next), "seed {seed}");
        }
    }
}

#[test]
fn another_seed_gives_other_hashes() {
    assert_ne!(run("1"), run("2"));
}
