#!/bin/bash
# The story that Nida tells of itself, on simulated modems:
#   story.sh demo   play it, check every step in the simulated network's ledger, end; exits 0 only if all of it held
#   story.sh run    with a modem plugged in: the daemon on it; with none: the story, and then the daemon until Ctrl-C
# NIDA_BIN_DIR names the directory with the programs. Texts are in Arabic, French or English, as the locale says.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
bin=${NIDA_BIN_DIR:-$here/../../build/release/bin}
members=24 # beside the three who join
box=       # the story's directory
simulator_pid=
daemon_pid=

load_texts() {
    local locale=${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}
    case $locale in
        ar*) language="ar" ;;
        fr*) language="fr" ;;
        *) language="en" ;;
    esac
    # shellcheck source=texts_en.sh
    . "$here/texts_$language.sh"
}

# say KEY [VALUE]: a text of the catalogue.
say() {
    # shellcheck disable=SC2059 # the formats are our own
    printf "${text[$1]}\n" "${@:2}"
}

chapter() {
    printf '\n\033[1m%s\033[0m\n' "$(say "$@")"
}

nida() { "$bin/nida" --lang "$language" "$@"; }
network() { "$bin/nida-modemsim" "$@" --control "$box/control.sock" >/dev/null; }

# ------------------------------------------------------------------ starting and ending

# until_true SECONDS COMMAND...: looks ten times a second.
until_true() {
    local tries=$(($1 * 10))
    shift
    until "$@" >/dev/null 2>&1; do
        ((tries-- > 0)) || return 1
        sleep 0.1
    done
}

no_start() {
    say no_start >&2
    tail -n 20 "$1" >&2
    exit 1
}

lines_are_ready() {
    nida line --json | jq -e '.rows | length == 2 and all(.state == "ready")'
}

start_box() {
    box=$(mktemp -d /tmp/nida-story-XXXXXX)
    chapter starting
    say temporary "$box"
    "$bin/nida-modemsim" --modems 2 --dir "$box" --latency 300 --jitter 60 --quiet >"$box/simulator.log" 2>&1 &
    simulator_pid=$!
    until_true 10 network ledger || no_start "$box/simulator.log"

    cat >"$box/nida.toml" <<END
[store]
path = "$box/nida.db"
[api]
socket = "$box/nida.sock"
[defaults]
country = "LY"
language = "$language"
[[line]]
name = "north"
port = "$box/modem0"
[[line]]
name = "south"
port = "$box/modem1"
END
    export NIDA_SOCKET=$box/nida.sock
    "$bin/nidad" --config "$box/nida.toml" >"$box/nidad.log" 2>&1 &
    daemon_pid=$!
    until_true 30 lines_are_ready || no_start "$box/nidad.log"
    say ready
}

# Ends what this script started, the daemon first: it waits for a segment that is under way.
end_box() {
    local pid
    for pid in $daemon_pid $simulator_pid; do
        kill "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    daemon_pid='' simulator_pid=''
}

# What went wrong can be looked at afterwards; all else leaves nothing behind.
clean_up() {
    local code=$?
    end_box
    case $code in
        0 | 130) rm -rf "$box" ;;
        *) say not_all "$box" >&2 ;;
    esac
}

# ------------------------------------------------------------------ the story

amal=+218912345671 benoit=+218923456782 carol=+218944567893
campaign_text='Assembly on Saturday at 18:00, Martyrs Square. Bring water.'
alert_text='ALERT: leave the square by the north side now.'
second_text='Thank you all. Next assembly in a week.'
reply_text='نبدأ في السادسة مساء، أمام المكتبة.'

# sms FROM TEXT: somebody texts us.
sms() {
    printf '  %s  >>  %s\n' "$1" "$2"
    network sms --from "$1" --text "$2" --modem "${3:-0}"
}

accepted() { # how many segments the network has taken
    jq -s '[.[] | select(.event == "accepted")] | length' "$box/ledger.jsonl"
}

# wait_for COUNT: until the network has taken so many segments.
wait_for() { network wait --until "accepted>=$1" --timeout 30; }

# show_texts_from COUNT: what the network took after the first COUNT segments.
show_texts_from() {
    jq -rs --argjson from "$1" '[.[] | select(.event == "accepted")][$from:][] | "  \(.to)  <<  \(.text)"' "$box/ledger.jsonl"
}

people_join() {
    chapter joining
    sms $carol 'Join please'
    sms $benoit 'Bonjour, je veux rejoindre' 1
    sms $amal 'انضم'
    wait_for 3
    say answered
    show_texts_from 0
}

question_and_answer() {
    chapter question
    sms $amal 'متى يبدأ الاجتماع؟'
    until_true 10 inbox_has_question || true
    nida inbox --since 3
    say reply
    nida send --to $amal --text "$reply_text" --priority reply --wait >/dev/null
    show_texts_from 3
}

inbox_has_question() { nida inbox --json --since 3 | jq -se 'length >= 1'; }

write_list() {
    local n
    echo 'number,name,language,groups'
    for ((n = 1; n <= members; n++)); do
        printf '+21892%07d,Member %d,,members%s\n' $((5550000 + n)) $n "$( ((n % 8 == 0)) && echo ';stewards')"
    done
}

# In the background, while the campaign shows its progress: the alert, and how much had gone when it was accepted.
alert_in_the_middle() {
    wait_for "$1"
    nida broadcast --group stewards --text "$alert_text" --priority alert --yes --detach >/dev/null 2>&1
    accepted >"$box/accepted-at-alert"
}

campaign_and_alert() {
    local alert before
    chapter import
    write_list >"$box/members.csv"
    nida people import "$box/members.csv"
    nida groups

    chapter campaign
    before=$(accepted)
    say alert_queued
    alert_in_the_middle $((before + 6)) &
    alert=$!
    nida broadcast --group members --text "$campaign_text" --yes
    wait "$alert"
}

somebody_leaves() {
    local before
    chapter leaving
    before=$(accepted)
    sms $benoit 'Stop'
    wait_for $((before + 1))
    show_texts_from "$before"
    say second
    nida broadcast --all --text "$second_text" --yes
    nida people show $benoit
}

show_tables() {
    chapter tables
    nida campaigns
    echo
    nida people --group stewards
    echo
    nida status
}

play() {
    people_join
    question_and_answer
    campaign_and_alert
    somebody_leaves
    show_tables
}

# ------------------------------------------------------------------ the checks

all_held=yes

# check KEY [VALUE] FILTER: holds when the filter is true of the array of all that the network took.
check() {
    local filter=${*: -1} said=("${@:1:$#-1}") verdict=ok
    if ! jq -se --arg amal $amal --arg benoit $benoit --arg carol $carol --arg campaign "$campaign_text" \
        --arg alert "$alert_text" --arg second "$second_text" --arg reply "$reply_text" \
        --argjson members "$((members + 3))" --argjson stewards $((members / 8)) \
        --argjson at_alert "$(cat "$box/accepted-at-alert")" \
        "[.[] | select(.event == \"accepted\")] | $filter" "$box/ledger.jsonl" >/dev/null; then
        verdict=bad
        all_held=no
    fi
    printf '  %s %s\n' "${text[$verdict]}" "$(say "${said[@]}")"
}

# shellcheck disable=SC2016 # what begins with $ is jq's
check_all() {
    chapter checks
    check check_joined \
        '[.[0:3][] | [.to, .dcs, .concat]] | sort == ([[$amal, 8, null], [$benoit, 0, null], [$carol, 0, null]] | sort)'
    check check_reply 'map(select(.text == $reply)) | map(.to) == [$amal]'
    check check_campaign "$((members + 3))" \
        'map(select(.text == $campaign) | .to) | length == $members and (unique | length) == $members'
    # What was under way when the alert was accepted, one segment a line, goes before it; nothing else does.
    check check_alert \
        'map(.text) | (indices($alert) | length == $stewards and .[-1] < $at_alert + 2 + $stewards) and
            rindex($alert) < rindex($campaign)'
    check check_goodbye \
        'map(select(.to == $benoit) | .text) | length == 3 and .[1] == $campaign and (index($second) | not)'
    check check_second \
        'map(select(.text == $second) | .to) | length == $members - 1 and (unique | length) == $members - 1 and index($benoit) == null'
    check check_twice 'map([.to, .text]) | length == (unique | length)'
    [ $all_held = no ] || say all_held
}

# ------------------------------------------------------------------ the two ways to start

demo() {
    trap clean_up EXIT
    trap 'exit 130' INT TERM
    start_box
    play
    check_all
    [ $all_held = yes ]
}

try() { printf '  # %s\n  %s\n' "$(say "$1")" "$2"; }

story_and_serve() {
    trap clean_up EXIT
    trap 'exit 130' INT TERM
    start_box
    play
    check_all
    chapter serving
    printf '  export NIDA_SOCKET=%q\n' "$NIDA_SOCKET"
    try hint_status "$bin/nida status"
    try hint_sms "$bin/nida-modemsim sms --control $box/control.sock --from +218912345600 --text '${text[meeting_question]}'"
    try hint_inbox "$bin/nida inbox --follow"
    try hint_send "$bin/nida send --to +218912345600 --text 'Salam' --wait"
    try hint_ask "$bin/nida ussd north '*100#'"
    trap 'echo; say ended; exit 0' INT TERM
    wait "$daemon_pid"
    no_start "$box/nidad.log" # it ended by itself
}

serve_modems() {
    local data=${XDG_DATA_HOME:-$HOME/.local/share}/nida country=${NIDA_COUNTRY:-} port
    for port in "$@"; do
        say modems "$port"
        if ! [ -r "$port" ] || ! [ -w "$port" ]; then
            say not_readable "$port" >&2
            exit 77
        fi
    done
    mkdir -p "$data"
    chmod 700 "$data"
    if ! [ -e "$data/nida.toml" ]; then
        if [ -z "$country" ]; then
            [ -t 0 ] || { say country_missing >&2; exit 64; }
            read -rp "${text[country]}" country
        fi
        cat >"$data/nida.toml.new" <<END
# Lines: every modem that is found. See config/nida.toml in the source for all that can be set.
[store]
path = "$data/nida.db"
[api]
socket = "$data/nida.sock"
[defaults]
country = "${country^^}"
language = "$language"
END
        "$bin/nidad" --config "$data/nida.toml.new" --check >/dev/null
        mv "$data/nida.toml.new" "$data/nida.toml"
    fi
    say config "$data/nida.toml"
    chapter serving
    printf '  export NIDA_SOCKET=%q\n' "$data/nida.sock"
    try hint_status "$bin/nida status"
    try hint_inbox "$bin/nida inbox --follow"
    try hint_send "$bin/nida send --to NUMBER --text 'Salam' --wait"
    exec "$bin/nidad" --config "$data/nida.toml"
}

run() {
    local ports=() port
    for port in /dev/ttyUSB* /dev/ttyACM*; do
        if [ -c "$port" ]; then
            ports+=("$port")
        fi
    done
    if [ ${#ports[@]} -gt 0 ]; then
        serve_modems "${ports[@]}"
    else
        story_and_serve
    fi
}

load_texts
if ! [ -x "$bin/nidad" ] || ! [ -x "$bin/nida" ] || ! [ -x "$bin/nida-modemsim" ]; then
    say missing "$bin" >&2
    exit 69
fi
bin=$(cd "$bin" && pwd)
case ${1:-} in
    demo) demo ;;
    run) run ;;
    *)
        sed -n '2,5s/^# //p' "$0" >&2
        exit 64
        ;;
esac
