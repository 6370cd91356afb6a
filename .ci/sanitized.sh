#!/bin/sh
# The tests of the compiled parts in a copy of the tree, where they are built to stop at the first read or write
# outside their memory. Needs gcc; takes some minutes. Called by `make check-compiled`.
set -eu
python=$(command -v python)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$folder"
cd "$folder"
for source in $(find cases people tracker -name '*.c'); do
    target=$(python -c "import pathlib, sys; from tracker.lib import compiled; print(compiled.library_path(pathlib.Path(sys.argv[1])))" "$source")
    gcc -O1 -g -std=c99 -fsanitize=address,undefined -fno-sanitize-recover=undefined -shared -fPIC -o "$target" "$source"
    echo "built $target"
done
# Python itself keeps some memory until its end: leaks are not looked for.
ASAN_OPTIONS=detect_leaks=0 PYTHONMALLOC=malloc \
    LD_PRELOAD="$(gcc -print-file-name=libasan.so) $(gcc -print-file-name=libubsan.so)" \
    "$python" -m pytest -q -p no:cacheprovider \
    tests/lib/test_beginnings.py tests/cases/feeds/test_compiled_reading.py \
    tests/cases/articles/copies/test_holders.py tests/cases/articles/copies/test_reading.py \
    tests/people/names/test_gathering.py tests/people/names/test_hearing.py tests/people/names/test_scanning.py tests/people/names/test_georgian_and_armenian.py
