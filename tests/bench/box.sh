# Sourced by what prints figures: simulated modems and a daemon on them, in a directory of their own that ends with the script.
# shellcheck shell=bash

here=$(cd "$(dirname "$0")/../.." && pwd)
bin=${NIDA_BIN_DIR:-$here/build/release/bin}
work=$(mktemp -d "${TMPDIR:-/tmp}/nida-bench-XXXXXX")
sim_pid= nidad_pid=

stop() { # PID
    [ -z "$1" ] || { kill "$1" 2>/dev/null || true; wait "$1" 2>/dev/null || true; }
}
cleanup() {
    stop "$nidad_pid"
    stop "$sim_pid"
    rm -rf "$work"
}
trap cleanup EXIT

sim() { "$bin/nida-modemsim" "$@"; }
nida() { "$bin/nida" --socket "$work/nida.sock" "$@"; }

start_sim() { # LINES OPTIONS...
    local lines=$1
    shift
    rm -rf "$work/sim"
    mkdir "$work/sim"
    "$bin/nida-modemsim" --modems "$lines" --dir "$work/sim" --quiet "$@" &
    sim_pid=$!
    export NIDA_MODEMSIM_CONTROL=$work/sim/control.sock
    until sim wait --until 'accepted>=0' --timeout 10 >/dev/null 2>&1; do sleep 0.05; done
}
write_config() { # LINES STATUS_REPORTS
    local line
    {
        printf '[store]\npath = "%s/nida.db"\n[api]\nsocket = "%s/nida.sock"\n' "$work" "$work"
        printf '[defaults]\ncountry = "LY"\nreply_limit_per_hour = 100\n[log]\nlevel = "warn"\n'
        for ((line = 0; line < $1; ++line)); do
            printf '[[line]]\nname = "line%d"\nport = "%s/sim/modem%d"\nstatus_reports = %s\n' "$line" "$work" "$line" "$2"
        done
    } >"$work/nida.toml"
}
serve() { # [WRAPPER...]
    "$@" "$bin/nidad" --config "$work/nida.toml" 2>>"$work/nidad.log" &
    nidad_pid=$!
}
all_ready() { # LINES
    [ "$(nida status --json 2>/dev/null | jq '[.lines[] | select(.state == "ready")] | length')" = "$1" ]
}
start_nidad() { # LINES [WRAPPER...]
    local lines=$1
    shift
    rm -f "$work"/nida.db*
    write_config "$lines" "${NIDA_BENCH_REPORTS:-false}"
    serve "$@"
    until all_ready "$lines"; do sleep 0.1; done
}
stop_all() {
    stop "$nidad_pid"
    stop "$sim_pid"
    nidad_pid= sim_pid=
}

cpu_seconds() { # PID
    awk -v hz="$(getconf CLK_TCK)" '{ print ($14 + $15) / hz }' "/proc/$1/stat"
}
