#!/usr/bin/env bash
# Writes the expected output of the examples and of the tests anew.
#
#   tests/regenerate.sh COMMAND…      for instance: tests/regenerate.sh python3.14
#   ONLY=classes/ tests/regenerate.sh COMMAND…    only files whose path contains ONLY
#
# COMMAND must be CPython 3.14. Every file runs in its own folder as `COMMAND NAME.py`, without
# standard input. NAME.out gets what it prints; NAME.err gets the whole of standard error, with
# the path of the folder taken out (CPython shows the script's absolute path), if it ends with a
# code other than 0, and is removed otherwise; NAME.status gets that code if it is not 1. A file in
# a folder below is material for a test (a package to import), not a test.
set -euo pipefail
[ $# -gt 0 ] || { sed -n '2,11p' "$0" | sed 's/^# \{0,1\}//'; exit 2; }
export PYTHONDONTWRITEBYTECODE=1 PYTHONIOENCODING=utf-8 NO_COLOR=1
unset PYTHONPATH PYTHONHASHSEED
root=$(cd "$(dirname "$0")/.." && pwd)
only=${ONLY:-}
tests=0 failing=0 written_err=$(mktemp)
trap 'rm -f "$written_err"' EXIT

for file in "$root"/examples/*.py; do
  name=$(basename "$file" .py)
  [[ $file == *"$only"* ]] || continue
  # Needs a memory limit, which CPython does not have; its expected output is written by hand.
  [ "$name" != running_out_of_memory ] || continue
  (cd "$root/examples" && "$@" "$name.py" </dev/null >"expected/$name.out") ||
    { echo "example $name fails" >&2; exit 1; }
done

for file in "$root"/tests/python/*/*.py; do
  [[ $file == *"$only"* ]] || continue
  folder=$(dirname "$file") name=$(basename "$file" .py)
  tests=$((tests + 1))
  if (cd "$folder" && "$@" "$name.py" </dev/null >"$name.out" 2>"$written_err"); then
    rm -f "$folder/$name.err" "$folder/$name.status"
    [ ! -s "$written_err" ] || echo "note: $(basename "$folder")/$name writes to standard error" >&2
  else
    status=$?
    failing=$((failing + 1))
    rm -f "$folder/$name.status"
    [ "$status" = 1 ] || echo "$status" >"$folder/$name.status"
    [ -e "$folder/$name.err" ] || echo "note: $(basename "$folder")/$name now ends in an error" >&2
    sed "s#$folder/##g" "$written_err" >"$folder/$name.err"
  fi
done
echo "$tests tests, $failing of them end in an error"
