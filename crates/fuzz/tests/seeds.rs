//! What the fuzzer begins with is sound: every seed passes its own target, as an ordinary test that
//! needs no fuzzer.

use std::collections::BTreeSet;

use fuzz::{ALL, MAZE, dictionary, of_name};

#[test]
fn every_seed_passes_its_target() {
    for target in ALL {
        let seeds = (target.seeds)();
        assert!(!seeds.is_empty(), "{} has no seed", target.name);
        for seed in seeds {
            (target.one)(&seed);
        }
        assert!(dictionary(&(target.words)()).is_ascii(), "{}", target.name);
    }
}

#[test]
fn a_target_is_found_by_its_name() {
    let names: BTreeSet<_> = ALL.iter().map(|target| target.name).collect();
    assert_eq!(names.len(), ALL.len());
    for name in names {
        assert_eq!(of_name(name).map(|target| target.name), Some(name));
    }
    assert!(of_name("nothing").is_none());
}

#[test]
#[should_panic(expected = "the maze was walked to its end")]
fn the_maze_has_an_end() {
    let maze = of_name(MAZE).unwrap();
    (maze.one)(&[0x4a, 0xe5, 0x07, 0x9a]);
}
