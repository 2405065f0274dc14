#!/usr/bin/env bash
# The tests by difference under AddressSanitizer, on nightly Rust: `tests/sanitize.sh [FILTER]`.
#
# `pitviper_asan` tells it which memory of Pitviper's own heap nobody owns (crates/heap/src/asan.rs), so that uses of freed
# Python objects are found. Leaks are not looked for: the heap's own checks do that (`--verify-heap`).
set -euo pipefail
cd "$(dirname "$0")/.."
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-target/sanitize}"
export RUSTFLAGS="-Zsanitizer=address --cfg pitviper_asan"
export CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=1
export CARGO_PROFILE_RELEASE_DEBUG_ASSERTIONS=true
export ASAN_OPTIONS="detect_leaks=0:detect_stack_use_after_return=0:allocator_may_return_null=1"
cargo +nightly test --locked --release --target "$(rustc -vV | sed -n 's/^host: //p')" \
    -p pitviper-cli --test difference -- "$@"
