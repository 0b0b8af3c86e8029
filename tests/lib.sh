# Sourced by the test scripts (tests/*/*.test):
#
#   #!/bin/bash
#   . "$(dirname "$0")/../lib.sh"
#   check "prints its version" "$MENTORCTL" --version
#
# ROOT, B       the source, the folder of the built programs; MENTORD, MENTORCTL the programs
# T             a folder of this script's own, gone at its end (KEEP=1 leaves it)
# Whatever is started through spawn or bed_up stops with the script, however that ends.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
ROOT=$PWD
B=${B:-$ROOT/build/${MODE:-san}}
MENTORD=$B/mentord MENTORCTL=$B/mentorctl
T=$(mktemp -d "${TMPDIR:-/tmp}/mentord-test.XXXXXX")
chmod 755 "$T" # the test servers are other users
failures=0 at_end_commands=()

# --- results ------------------------------------------------------------------------------------

ok() { echo "ok $1"; }
skip() { echo "skipped $1${2:+: $2}"; }

# fail NAME [FILE...]: FILEs are shown, their last 60 lines
fail() {
    echo "FAIL $1"
    failures=$((failures + 1))
    shift
    local file
    for file; do
        echo "    -- ${file##*/}"
        tail -n 60 "$file" | sed 's/^/    /'
    done
}

# skip_all WHY: ends the script; nothing in it can be tried here
skip_all() {
    skip "$(basename "$0" .test)" "$1"
    exit 0
}

# check NAME COMMAND...: COMMAND succeeds. Its output is in $T/out, but not before it has ended: it
# may read there what the last one said.
check() {
    local name=$1 status=0
    shift
    "$@" >"$T/out.new" 2>&1 || status=$?
    mv "$T/out.new" "$T/out"
    if [ $status -eq 0 ]; then ok "$name"; else fail "$name" "$T/out"; fi
}

# refute NAME COMMAND...: COMMAND fails, but of its own will, not by a signal or a sanitizer
refute() {
    local name=$1 status=0
    shift
    "$@" >"$T/out.new" 2>&1 || status=$?
    mv "$T/out.new" "$T/out"
    if [ $status -gt 0 ] && [ $status -lt 128 ] && ! grep -q 'Sanitizer\|runtime error:' "$T/out"
    then ok "$name"; else fail "$name (status $status)" "$T/out"; fi
}

# check_equal NAME GOT WANTED
check_equal() {
    if [ "$2" = "$3" ]; then ok "$1"; else
        printf 'wanted: %s\ngot:    %s\n' "$3" "$2" >"$T/difference"
        fail "$1" "$T/difference"
    fi
}

# check_grep NAME PATTERN FILE
check_grep() {
    if grep -q -e "$2" "$3"; then ok "$1"; else fail "$1 (no \"$2\")" "$3"; fi
}

# check_output NAME PATTERN: what the last check or refute ran has said so
check_output() { check_grep "$1" "$2" "$T/out"; }

# --- waiting, never sleeping --------------------------------------------------------------------

# wait_until SECONDS COMMAND...: tries COMMAND until it succeeds; fails when SECONDS are over
wait_until() {
    local end=$((${EPOCHREALTIME/./} + $1 * 1000000))
    shift
    until "$@" >/dev/null 2>&1; do
        [ "${EPOCHREALTIME/./}" -lt $end ] || return 1
        sleep 0.02
    done
}

# check_within SECONDS NAME COMMAND...: COMMAND succeeds within SECONDS
check_within() {
    local seconds=$1 name=$2
    shift 2
    if wait_until "$seconds" "$@"; then ok "$name"; else
        "$@" >"$T/out" 2>&1
        fail "$name (not within $seconds s)" "$T/out"
    fi
}

# --- processes ----------------------------------------------------------------------------------

# at_end COMMAND...: runs when the script ends, the last one first
at_end() { at_end_commands=("$(printf '%q ' "$@")" "${at_end_commands[@]}"); }

# spawn NAME COMMAND...: in the background; output in $T/NAME.log, process id in $T/NAME.pid
spawn() {
    local name=$1
    shift
    "$@" >>"$T/$name.log" 2>&1 </dev/null &
    echo $! >"$T/$name.pid"
    at_end stop "$name" KILL
}

alive() { kill -0 "$(cat "$T/$1.pid" 2>/dev/null)" 2>/dev/null; }

# stop NAME [SIGNAL]: signals what spawn started (TERM), waits for its end and returns its status
stop() {
    local pid
    [ -e "$T/$1.pid" ] || return 0
    pid=$(cat "$T/$1.pid")
    rm -f "$T/$1.pid"
    kill -s "${2:-TERM}" "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
}

# --- the test servers ---------------------------------------------------------------------------

# bed_up: Dovecot and Postfix in $BED; the variables of tests/bed/bed (IMAP_PORT, CA, ...) are set.
# The script is skipped where they cannot run.
bed_up() {
    [ "$(id -u)" = 0 ] || skip_all "the test servers need root"
    BED=$T/bed
    at_end "$ROOT/tests/bed/bed" stop "$BED"
    if ! "$ROOT/tests/bed/bed" start "$BED" "$(port_base)" >"$T/bed.out" 2>&1; then
        fail "test servers start" "$T/bed.out"
        exit 1
    fi
    . "$BED/env"
}

# bed COMMAND [ARGUMENT...]: one of tests/bed/bed, for the bed of this script
bed() {
    local command=$1
    shift
    "$ROOT/tests/bed/bed" "$command" "$BED" "$@"
}

# ten free ports, below those that the system hands out by itself
port_base() {
    local base=$((20000 + $$ % 1200 * 10)) port
    while :; do
        for port in 0 1 2 3 4 5 6 7 8 9; do
            (exec 3<>"/dev/tcp/127.0.0.1/$((base + port))") 2>/dev/null && break
            [ $port != 9 ] || { echo $base && return; }
        done
        base=$((base < 31990 ? base + 10 : 20000))
    done
}

finish() {
    local status=$? command
    trap - EXIT
    for command in "${at_end_commands[@]}"; do eval "$command" || true; done
    [ "${KEEP:-0}" = 1 ] || rm -rf "$T"
    [ $failures = 0 ] || status=1
    exit $status
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
