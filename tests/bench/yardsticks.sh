# Sourced by tests/bench/bench: what the usual tools reach, and how it is measured.

PATH=$PATH:/usr/sbin

stop_here() {
    echo "bench: $*" >&2
    exit 1
}

# per_second COUNT COMMAND...: how many a second, COMMAND doing all COUNT of them
per_second() {
    local count=$1 start=$EPOCHREALTIME
    shift
    "$@" >"$T/out" 2>&1 || stop_here "$* failed: $(cat "$T/out")"
    echo $((count * 1000000 / (${EPOCHREALTIME/./} - ${start/./})))
}

# middle FILE: the median of its lines
middle() { sort -n "$1" | awk '{ line[NR] = $1 } END { print line[int((NR + 1) / 2)] }'; }

# smtp-source over 16 connections that stay open, to smtp-sink
sending() {
    per_second "$LETTERS" smtp-source -s 16 -d -m "$LETTERS" -l "$LETTER_BYTES" \
        -f mentors@example.org -t ana@example.org "127.0.0.1:$SINK_PORT"
}

empty_mailbox() {
    rm -rf "$MAIL/mentors"
    install -d -o mail -g mail "$MAIL/mentors" "$MAIL/mentors/Maildir"{,/tmp,/new,/cur}
}

# fill_mailbox FOLDER: with the files there, unseen
fill_mailbox() {
    empty_mailbox
    cp -r "$1/." "$MAIL/mentors/Maildir/new"
    chown -R mail:mail "$MAIL/mentors"
    sync -f "$MAIL"
}

# mbsync with FSync, from Dovecot into a Maildir, over TLS
reading() {
    local copy=$T/copy
    rm -rf "$copy"
    mkdir "$copy"
    cat >"$copy/mbsyncrc" <<END
FSync yes
IMAPStore server
Host localhost
Port $IMAPS_PORT
User mentors
Pass secret
SSLType IMAPS
CertificateFile $CA

MaildirStore here
Inbox $copy/inbox

Channel bench
Far :server:
Near :here:
Sync Pull New
SyncState $copy/state-
Create Near
END
    per_second "$MESSAGES" mbsync -q -c "$copy/mbsyncrc" bench
    [ "$(find "$copy/inbox/new" "$copy/inbox/cur" -type f | wc -l)" = "$MESSAGES" ] ||
        stop_here "mbsync did not fetch all"
}
