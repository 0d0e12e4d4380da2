#!/bin/sh
# Cargo runs this in place of rustc for the crates of this workspace alone (RUSTC_WORKSPACE_WRAPPER),
# so dependencies are those that every other release build shares.
#
# The passes and their options are those of libFuzzer's own guide (SanitizerCoverage); they are part of
# the stable compiler's LLVM. Lightly optimised: that builds in a third of the time, and with the
# overflow checks and assertions that a release has not.
exec "$@" \
    -Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares \
    -Copt-level=1 -Cdebug-assertions=on -Coverflow-checks=on
