//! A test of the fuzzer. Four steps lie behind each other, and each opens for one byte in 256: bytes
//! thrown blindly come to the end once in 2³² tries, which takes a day; a fuzzer that sees each step as
//! new code takes a second or two. One that was built without counters stays at the door.

use super::Target;

pub const TARGET: Target = Target {
    name: "maze",
    one,
    seeds: || vec![b"----".to_vec()],
    // None of the four: a dictionary has a word at least.
    words: || vec![b"--".to_vec()],
};

/// What is said at the end; whoever runs the fuzzer looks for it.
const END: &str = "the maze was walked to its end";

fn one(bytes: &[u8]) {
    let [a, b, c, d, ..] = *bytes else {
        return;
    };
    let walked = a == 0x4a && step(1) && b == 0xe5 && step(2) && c == 0x07 && step(3) && d == 0x9a;
    assert!(!walked, "{END}");
}

/// Keeps the comparisons apart, so that the optimiser does not make one of all four.
#[inline(never)]
fn step(number: u8) -> bool {
    std::hint::black_box(number) > 0
}
