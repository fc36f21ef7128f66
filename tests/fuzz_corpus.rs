//! Replays the corpus of the fuzz targets, and every input that once broke a law.

#![cfg(all(feature = "signatures", feature = "policy", not(target_arch = "wasm32")))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
#![allow(missing_docs, reason = "tests")]

#[path = "../fuzz/src/lib.rs"]
mod fuzz;

use std::fs;
use std::path::{Path, PathBuf};

/// The files of a target under `fuzz/corpus` or `fuzz/regressions`.
fn inputs(kind: &str, target: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(kind).join(target);
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn replay(name: &str) {
    let (_, check) = fuzz::TARGETS.into_iter().find(|(known, _)| *known == name).unwrap();
    let seeds = inputs("corpus", name);
    assert!(seeds.len() >= 10, "{name} has a corpus of {}", seeds.len());
    for path in seeds.iter().chain(&inputs("regressions", name)) {
        println!("{}", path.display());
        check(&fs::read(path).unwrap());
    }
}

macro_rules! replays {
    ($($name:ident)*) => {
        $(#[test]
        fn $name() {
            replay(stringify!($name));
        })*

        #[test]
        fn every_target_is_replayed() {
            assert_eq!(fuzz::TARGETS.map(|(name, _)| name), [$(stringify!($name)),*]);
        }
    };
}

replays! { altered csv key_set policy profile signed template token }
