# Sourced by the tests here, after lib.sh: Mentor2Mentor in a house of its own, on the test servers.
#
#   house_up             servers, configuration (AUTHSERV: whose Authentication-Results count), clock
#                        (START)
#   at TIME              sets the clock, by the time of New York, and tells a running mentord
#   once                 does all that is due by then, and ends; the log is $T/mentord.log
#   sql QUERY            one value out of the store
#   letter USER SUBJECT [N]   the file of the last letter to USER with SUBJECT in it that is there;
#                        with N: of the Nth
#   answer TEMPLATE USER LETTER TEXT [NAME=VALUE...]   USER answers the letter, through Postfix
# With a daemon running, tests wait for what they want to see, then for settled: nothing is left
# to be done at this time.
CONFIG=$T/mentord.yaml
STORE=$T/state/mentord.db
CLOCK=$T/clock
ZONE=America/New_York
answers=0

house_up() {
    bed_up
    : >"$T/mentord.log"
    (umask 077 && echo secret >"$T/password")
    mkdir "$T/programmes"
    cp -r programmes/letters programmes/mentor2mentor "$T/programmes"
    write_config
    at "${START:-2026-11-30 09:00}"
}

write_config() {
    cat >"$CONFIG" <<END
organisation: Harbour Mentoring
admin: admin@example.org
mailbox: {address: mentors@example.org${AUTHSERV:+, authserv_id: $AUTHSERV}}
zone: $ZONE
state: state
programmes: programmes
incoming:
  server: "imap://localhost:$IMAP_PORT"
  user: mentors@example.org
  password_file: password
  ca: "$CA"
outgoing:
  server: "smtp://localhost:$SUBMISSION_PORT"
  user: mentors@example.org
  password_file: password
  ca: "$CA"
END
}

at() {
    AT=$1 NOW=$(TZ=$ZONE date -d "$1" +%s)
    echo "$1 $ZONE" >"$CLOCK.new"
    mv "$CLOCK.new" "$CLOCK"
    if alive mentord; then kill -USR1 "$(cat "$T/mentord.pid")"; fi
}

once() { "$MENTORD" --config "$CONFIG" --clock "$CLOCK" --once >>"$T/mentord.log" 2>&1; }
serve() {
    local before
    before=$(ready_count)
    spawn mentord "$MENTORD" --config "$CONFIG" --clock "$CLOCK"
    wait_until 20 ready_again "$before"
}
ready_count() { grep -c "mentord: ready" "$T/mentord.log"; }
ready_again() { [ "$(ready_count)" -gt "$1" ]; }
ctl() { "$MENTORCTL" --config "$CONFIG" --now "$AT" "$@"; }
sql() { sqlite3 -cmd '.timeout 10000' "$STORE" "$1"; }
log_has() { grep -q -e "$1" "$T/mentord.log"; }
child() { pgrep -P "$(cat "$T/mentord.pid")" -f "^mentord: $1\$"; }

# ---- mailboxes ---------------------------------------------------------------------------------

letter() {
    local file found=
    for file in $(bed letters "$1"); do
        sed '/^\r*$/q' "$file" | grep -q "^Subject: $(subject_pattern "$2")" && found="$found $file"
    done
    set -- "$1" "$2" "${3:-}" $found
    [ $# -gt 3 ] || return 1
    if [ -z "$3" ]; then echo "${!#}"; else shift $(($3 + 2)); echo "${1:?}"; fi
}

# SUBJECT may be anchored with ^
subject_pattern() { case $1 in ^*) echo "${1#^}" ;; *) echo ".*$1" ;; esac; }

letters() { letters_of "$1" "$2" | wc -l; }
letters_of() {
    local file
    for file in $(bed letters "$1"); do
        sed '/^\r*$/q' "$file" | grep -q "^Subject: $(subject_pattern "$2")" && echo "$file"
    done
    return 0
}
has_letters() { [ "$(letters "$1" "$2")" = "$3" ]; }

# All that there is of a letter's words, whatever their encoding, on one line.
words() { "$ROOT/tests/e2e/answer" <(echo '{{quoted}}') "$1" | sed 's/^> *//' | tr '\n' ' '; }
header() { sed '/^\r*$/q' "$2" | tr -d '\r' | sed -z 's/\n[ \t]\+/ /g' | sed -n "s/^$1: *//Ip"; }

# ---- writing to mentord ------------------------------------------------------------------------

compose() {
    local template=$1 from=$2 letter=$3 text=$4
    shift 4
    answers=$((answers + 1))
    "$ROOT/tests/e2e/answer" "$ROOT/tests/e2e/answers/$template.eml" "$letter" "from=$from" \
        "from_html=${from/</&lt;}" "text=$text" "id=answer-$answers-$$" "date=$(date -R -d "@$NOW")" "$@"
}

# where a letter wants its answer
reply_to() { header Reply-To "$1" | tr -d '<>'; }

answer() {
    local user=$2 letter=$3
    compose "$@" >"$T/answer" && bed send "$(address "$user")" "$(reply_to "$letter")" "$T/answer"
    arrived
}

address() { case $1 in *'<'*) echo "$1" | sed 's/.*<\(.*\)>/\1/' ;; *) echo "$1" ;; esac; }

# Postfix has handed over all that was given to it.
arrived() { wait_until 20 queue_empty; }
queue_empty() { [ -z "$(find "$BED/postfix/spool/"{incoming,active,maildrop} -type f -print -quit)" ]; }

# ---- all is done -------------------------------------------------------------------------------

left() {
    sql "SELECT (SELECT count(*) FROM inbox WHERE id NOT IN (SELECT inbox FROM inbox_done))
         + (SELECT count(*) FROM kase WHERE phase <> 'ended' AND due <= $NOW)
         + (SELECT count(*) FROM letter AS l WHERE held IS NULL AND dropped IS NULL
            AND not_before <= $NOW AND coalesce((SELECT state FROM delivery WHERE letter = l.id
            ORDER BY id DESC LIMIT 1), '') NOT IN ('sent', 'failed', 'uncertain', 'deferred'))
         + (SELECT count(*) FROM letter WHERE closed = 0 AND id IN
            (SELECT letter FROM delivery WHERE state IN ('sent', 'failed', 'uncertain')))"
}
nothing_left() { [ "$(left)" = 0 ]; }
settled() { wait_until 20 nothing_left && arrived; }

# kill -9 for the supervisor; its children end of themselves.
stop_all() {
    stop mentord KILL
    wait_until 20 flock -n "$T/state/mentord.lock" true
}

# What comes next makes no sense: shows what there is to see, and ends the script.
give_up() {
    tail -n 30 "$T/mentord.log"
    ctl status
    exit 1
}
