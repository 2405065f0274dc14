#!/usr/bin/env bash
# Builds the fuzz targets and runs them in turn: `fuzz/run.sh [SECONDS-PER-TARGET [TARGET…]]`, 1440 seconds each by default
# (two hours for all five). Needs nightly Rust, not cargo-fuzz. Corpora, logs and what failed are in fuzz/{corpus,logs,artifacts};
# ends with executions and processor time of each target, and fails when one of them found something.
#
# NIGHTLY may say how nightly's cargo is called (`rustup run nightly cargo`).
set -uo pipefail
cd "$(dirname "$0")"
seconds=${1:-1440}
shift || true
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(source bytecode programs regex calls)
host=$(rustc -vV | sed -n 's/^host: //p')
out=${CARGO_TARGET_DIR:-target}/$host/release
coverage="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-trace-compares"
coverage+=" -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table"
RUSTFLAGS="$coverage -Cllvm-args=-simplifycfg-branch-fold-threshold=0 -Zsanitizer=address --cfg fuzzing --cfg pitviper_asan" \
    ${NIGHTLY:-cargo +nightly} build --release --target "$host" --bin make "${targets[@]/#/--bin=}" || exit 2

export ASAN_OPTIONS=detect_leaks=0:detect_stack_use_after_return=0:allocator_may_return_null=1
mkdir -p corpus logs artifacts
if [ ! -e corpus/bytecode ]; then
    find ../tests/python ../examples -name '*.py' -size -6k -print0 | sort -z | xargs -0 "$out/make" seeds corpus
fi
declare -A length=([source]=4096 [bytecode]=4000 [programs]=600 [regex]=300 [calls]=300)
found=0
for target in "${targets[@]}"; do
    mkdir -p "corpus/$target"
    export PITVIPER_FUZZ_SESSION=$PWD/artifacts/$target.session
    TIMEFORMAT="$target: %R s, of which processor %U + %S s"
    time "$out/$target" -artifact_prefix="artifacts/$target-" -rss_limit_mb=3000 -timeout=150 -print_final_stats=1 \
        -max_total_time="$seconds" -max_len="${length[$target]}" "corpus/$target" >"logs/$target.log" 2>&1 || found=1
    sed -n 's/^stat::number_of_executed_units: */  executions: /p; s/^SUMMARY: /  found: /p' "logs/$target.log"
done
exit $found
