#!/bin/sh
# Everything `make check` looks at. Called with .venv/bin first in PATH, from the project's folder.
# Each check writes into a file of its own; what failed is shown at the end, and its names again last.

set -u
cd "$(dirname "$0")/.." || exit 1
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
# Settings want a place for generated keys: never the developer's.
TRACKER_VAR="$results/var"
TRACKER_ENV_FILE=""
export TRACKER_VAR TRACKER_ENV_FILE
unset DATABASE_URL BROKER_URL DJANGO_SETTINGS_MODULE
mkdir -p "$TRACKER_VAR"

check() { # NAME COMMAND...: runs the command, keeps its output, notes whether it failed
    name=$1
    shift
    began=$(date +%s)
    if "$@" >"$results/$name.out" 2>&1; then
        echo "ok      $name ($(($(date +%s) - began)) s)"
    else
        echo "FAILED  $name ($(($(date +%s) - began)) s)"
        touch "$results/$name.failed"
    fi
}

migrations() {
    # The database is not asked: the models are compared with the migrations alone.
    python -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
}

openapi() {
    python manage.py spectacular --validate --fail-on-warn --file "$results/openapi.yaml" || return 1
    if ! diff -u docs/openapi.yaml "$results/openapi.yaml"; then
        echo "docs/openapi.yaml is not what the code serves. Write it anew with"
        echo "    .venv/bin/python manage.py spectacular --validate --file docs/openapi.yaml"
        return 1
    fi
}

translations() {
    if ! command -v xgettext >/dev/null; then
        echo "gettext is missing: install it (on Debian: apt-get install gettext)."
        return 1
    fi
    # Collected in a copy, so that checking changes nothing.
    copy="$results/copy"
    mkdir -p "$copy"
    cp -R manage.py tracker people cases templates locale "$copy/"
    (cd "$copy" && python manage.py makemessages --locale ru --no-wrap --verbosity 0) || return 1
    po=locale/ru/LC_MESSAGES/django.po
    for kind in untranslated only-fuzzy; do
        msgattrib "--$kind" --no-obsolete --no-wrap "$copy/$po" >"$results/$kind.po" || return 1
        if [ -s "$results/$kind.po" ]; then
            echo "Texts without a Russian translation ($kind); collect them with 'make messages':"
            grep -E '^(#:|msgid)' "$results/$kind.po" | grep -v '^msgid ""$'
            return 1
        fi
    done
    msgfmt --check -o "$results/fresh.mo" "$po" || return 1
    msgunfmt --sort-output "$results/fresh.mo" >"$results/fresh.txt" || return 1
    msgunfmt --sort-output "${po%.po}.mo" >"$results/committed.txt" || return 1
    if ! diff "$results/committed.txt" "$results/fresh.txt" >/dev/null; then
        echo "${po%.po}.mo is older than its .po: run 'make messages' and commit both."
        return 1
    fi
}

audit() {
    # Known holes in what we pin. The service may be out of reach; that is no fault of the code.
    timeout 120 python -m pip_audit --require-hashes --disable-pip --progress-spinner off \
        --requirement requirements.txt --format json --output "$results/audit.json" && return 0
    if [ -s "$results/audit.json" ]; then
        python -m json.tool "$results/audit.json"
        return 1
    fi
    echo "skipped: the service with the known holes could not be reached"
    touch "$results/audit.unreachable"
}

check types mypy &
check format ruff format --check .
check lint ruff check .
check imports lint-imports
check migrations migrations
check openapi openapi
check translations translations
check audit audit
wait

if [ -e "$results/audit.unreachable" ]; then
    echo "note    audit: not done, the service with the known holes could not be reached"
fi
failed=$(cd "$results" && ls -- *.failed 2>/dev/null | sed 's/\.failed$//' | tr '\n' ' ')
for name in $failed; do
    printf '\n----- %s -----\n' "$name"
    cat "$results/$name.out"
done
if [ -n "$failed" ]; then
    printf '\nFailed: %s\n' "$failed"
    exit 1
fi
echo "All checks passed."
