/* SPDX-License-Identifier: GPL-2.0-or-later */
/* schema_1.c - the tables, version 1. Never edited once released: what changes
 * is a migration of its own.
 *
 * Who writes. A row is inserted by one process and updated by no other; the
 * comment before each table names that process. "engine" includes mentorctl,
 * which runs the engine's code in a transaction of its own.
 *
 * What may not happen is refused here, whatever the code above does:
 *   - the log and the deliveries only grow (triggers event_*, delivery_*);
 *   - one occurrence starts one case (case_key);
 *   - one step writes one letter to a person (letter.unique_key);
 *   - a letter goes once (delivery_final), and only after a claim
 *     (delivery_order); what is held, dropped or final can't be claimed;
 *   - a message is stored once a mailbox (inbox_bytes) and decided once
 *     (inbox_done.inbox).
 *
 * Words are compared one by one: for IN with more than two SQLite builds a table
 * anew for every row, which cost a third of the sender's time.
 *
 * Instants are seconds since 1970; civil dates are text. The foreign keys to a
 * case are looked at when the transaction ends, as a case is saved after the
 * events that made it; each column that has such a key is indexed, because
 * SQLite then searches it for every new case.
 */
#include "store/schema.h"

/* clang-format off */

/* engine: the programmes' modes, schedules and small things */
#define SETTINGS \
"CREATE TABLE setting ("                                                                        \
"    name  TEXT PRIMARY KEY,"                                                                   \
"    value TEXT NOT NULL"                                                                       \
") STRICT, WITHOUT ROWID;"                                                                      \
"CREATE TABLE secret ("                                                                         \
"    id  INTEGER PRIMARY KEY CHECK (id = 1),"                                                   \
"    key BLOB NOT NULL CHECK (length(key) = 32)"                                                \
") STRICT;"                                                                                     \
"CREATE TRIGGER secret_stays BEFORE UPDATE ON secret BEGIN"                                     \
"    SELECT raise(ABORT, 'the key of the tokens never changes'); END;"                          \
"CREATE TRIGGER secret_is_kept BEFORE DELETE ON secret BEGIN"                                   \
"    SELECT raise(ABORT, 'the key of the tokens never changes'); END;"                          \
"CREATE TABLE mode ("                                                                           \
"    programme TEXT PRIMARY KEY,"                                                               \
"    mode      TEXT NOT NULL CHECK (mode IN ('shadow', 'live', 'paused'))"                      \
") STRICT, WITHOUT ROWID;"                                                                      \
"CREATE TABLE rule_clock ("                                                                     \
"    programme TEXT NOT NULL,"                                                                  \
"    rule      TEXT NOT NULL,"                                                                  \
"    at        INTEGER NOT NULL,"                                                               \
"    PRIMARY KEY (programme, rule)"                                                             \
") STRICT, WITHOUT ROWID;"                                                                      \
"CREATE TABLE occurrence ("                                                                     \
"    programme   TEXT NOT NULL,"                                                                \
"    rule        TEXT NOT NULL,"                                                                \
"    key         TEXT NOT NULL,"                                                                \
"    at          INTEGER NOT NULL,"                                                             \
"    after       INTEGER NOT NULL,"                                                             \
"    after_other INTEGER NOT NULL,"                                                             \
"    state       TEXT NOT NULL CHECK (state IN ('running', 'held', 'done')),"                   \
"    PRIMARY KEY (programme, rule, key)"                                                        \
") STRICT, WITHOUT ROWID;"                                                                      \
"CREATE INDEX occurrence_state ON occurrence (state, at);"

/* engine. Ids stand in the log, so a row is never deleted: forgetting empties
 * it. A rule may mark any word as a status. */
#define PEOPLE \
"CREATE TABLE person ("                                                                         \
"    id         INTEGER PRIMARY KEY,"                                                           \
"    name       TEXT NOT NULL,"                                                                 \
"    folded     TEXT NOT NULL,"   /* the name without regard to case */                         \
"    zone       TEXT,"                                                                          \
"    language   TEXT,"                                                                          \
"    status     TEXT NOT NULL CHECK (status <> ''),"                                            \
"    away_until TEXT CHECK (away_until GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]')"      \
") STRICT;"                                                                                     \
"CREATE INDEX person_folded ON person (folded);"                                                \
"CREATE TRIGGER person_stays BEFORE DELETE ON person BEGIN"                                     \
"    SELECT raise(ABORT, 'a person is forgotten, never deleted'); END;"                         \
"CREATE TABLE address ("                                                                        \
"    address TEXT PRIMARY KEY CHECK (address <> ''),"                                           \
"    person  INTEGER NOT NULL REFERENCES person (id),"                                          \
"    place   INTEGER NOT NULL,"   /* 0: the preferred one */                                    \
"    UNIQUE (person, place)"                                                                    \
") STRICT, WITHOUT ROWID;"                                                                      \
"CREATE TABLE role ("                                                                           \
"    programme TEXT NOT NULL,"                                                                  \
"    role      TEXT NOT NULL,"                                                                  \
"    person    INTEGER NOT NULL REFERENCES person (id),"                                        \
"    PRIMARY KEY (programme, role, person)"                                                     \
") STRICT, WITHOUT ROWID;"                                                                      \
"CREATE INDEX role_person ON role (person, programme);"                                         \
"CREATE TABLE link ("                                                                           \
"    programme TEXT NOT NULL,"                                                                  \
"    kind      TEXT NOT NULL,"                                                                  \
"    from_id   INTEGER NOT NULL REFERENCES person (id),"                                        \
"    to_id     INTEGER NOT NULL REFERENCES person (id),"                                        \
"    revert_to INTEGER REFERENCES person (id),"                                                 \
"    since     INTEGER NOT NULL,"                                                               \
"    PRIMARY KEY (programme, kind, from_id, to_id)"                                             \
") STRICT, WITHOUT ROWID;"                                                                      \
"CREATE INDEX link_from ON link (from_id, programme);"                                          \
"CREATE INDEX link_to ON link (to_id, programme);"                                              \
/* How many people somebody is responsible for, kept so that "fewest first" */                  \
/* counts nobody's links. */                                                                    \
"CREATE TABLE load ("                                                                           \
"    programme TEXT NOT NULL,"                                                                  \
"    person    INTEGER NOT NULL REFERENCES person (id),"                                        \
"    count     INTEGER NOT NULL CHECK (count >= 0),"                                            \
"    PRIMARY KEY (programme, person)"                                                           \
") STRICT, WITHOUT ROWID;"                                                                      \
"CREATE TRIGGER link_load_more AFTER INSERT ON link WHEN NEW.kind = 'responsible' BEGIN"        \
"    INSERT INTO load VALUES (NEW.programme, NEW.to_id, 1)"                                     \
"        ON CONFLICT DO UPDATE SET count = count + 1; END;"                                     \
"CREATE TRIGGER link_load_less AFTER DELETE ON link WHEN OLD.kind = 'responsible' BEGIN"        \
"    UPDATE load SET count = count - 1"                                                         \
"        WHERE programme = OLD.programme AND person = OLD.to_id; END;"                          \
"CREATE TRIGGER link_ends_stay BEFORE UPDATE OF programme, kind, from_id, to_id ON link BEGIN"  \
"    SELECT raise(ABORT, 'a link is taken and given, never bent'); END;"                        \
/* what people wrote; erased by setting text to NULL */                                         \
"CREATE TABLE text ("                                                                           \
"    id     INTEGER PRIMARY KEY,"                                                               \
"    person INTEGER REFERENCES person (id),"                                                    \
"    text   TEXT,"                                                                              \
"    at     INTEGER NOT NULL"                                                                   \
") STRICT;"                                                                                     \
"CREATE INDEX text_person ON text (person) WHERE person IS NOT NULL;"                           \
"CREATE TRIGGER text_stays BEFORE DELETE ON text BEGIN"                                         \
"    SELECT raise(ABORT, 'a text is erased, never deleted'); END;"

/* engine */
#define CASES \
"CREATE TABLE kase ("                                                                           \
"    id         INTEGER PRIMARY KEY,"                                                           \
"    programme  TEXT NOT NULL,"                                                                 \
"    rule       TEXT NOT NULL,"                                                                 \
"    occurrence TEXT NOT NULL,"                                                                 \
"    person     INTEGER REFERENCES person (id),"                                                \
"    other      INTEGER REFERENCES person (id),"                                                \
"    step       TEXT,"                                                                          \
"    phase      TEXT NOT NULL CHECK (phase = 'acting' OR phase = 'sending' OR"                  \
"                   phase = 'waiting' OR phase = 'held' OR phase = 'stopped' OR"                \
"                   phase = 'ended'),"                                                          \
"    started    INTEGER NOT NULL,"                                                              \
"    deadline   INTEGER,"                                                                       \
"    due        INTEGER,"                                                                       \
"    awaiting   INTEGER NOT NULL CHECK (awaiting >= 0),"                                        \
"    announced  TEXT,"                                                                          \
"    reminded   INTEGER NOT NULL CHECK (reminded IN (0, 1)),"                                   \
"    put_off    INTEGER NOT NULL CHECK (put_off IN (0, 1)),"                                    \
"    CHECK (phase <> 'ended' OR due IS NULL)"                                                   \
") STRICT;"                                                                                     \
"CREATE UNIQUE INDEX case_key ON kase"                                                          \
"    (programme, rule, occurrence, ifnull(person, 0), ifnull(other, 0));"                       \
"CREATE INDEX case_due ON kase (programme, due) WHERE due IS NOT NULL;"                         \
"CREATE INDEX case_open ON kase (programme) WHERE phase <> 'ended';"                            \
"CREATE INDEX case_person ON kase (person, programme, started);"                                \
"CREATE INDEX case_other ON kase (other, programme, started) WHERE other IS NOT NULL;"          \
"CREATE TRIGGER case_stays BEFORE DELETE ON kase BEGIN"                                         \
"    SELECT raise(ABORT, 'a case ends, it is never deleted'); END;"                             \
"CREATE TRIGGER case_key_stays"                                                                 \
"    BEFORE UPDATE OF id, programme, rule, occurrence, person, other ON kase BEGIN"             \
"    SELECT raise(ABORT, 'a case keeps its key'); END;"                                         \
"CREATE TABLE case_var ("                                                                       \
"    case_id INTEGER NOT NULL REFERENCES kase (id),"                                            \
"    place   INTEGER NOT NULL,"                                                                 \
"    name    TEXT NOT NULL,"                                                                    \
"    value   TEXT,"                                                                             \
"    text    INTEGER REFERENCES text (id),"                                                     \
"    person  INTEGER REFERENCES person (id),"                                                   \
"    PRIMARY KEY (case_id, place)"                                                              \
") STRICT, WITHOUT ROWID;"

/* engine: letters to be sent. The message itself stands apart, so that it can
 * be erased and the pages that are searched stay small. `closed` is set when
 * the engine has read the final result, and keeps letter_open small. */
#define LETTERS \
"CREATE TABLE letter ("                                                                         \
"    id            INTEGER PRIMARY KEY,"                                                        \
"    programme     TEXT,"                                                                       \
"    case_id       INTEGER REFERENCES kase (id) DEFERRABLE INITIALLY DEFERRED,"                 \
"    step          TEXT,"                                                                       \
"    kind          TEXT NOT NULL CHECK (kind = 'send' OR kind = 'attempt' OR kind = 'ask' OR"   \
"                      kind = 'remind' OR kind = 'hold' OR kind = 'tell' OR kind = 'report' OR" \
"                      kind = 'forward' OR kind = 'relay' OR kind = 'urgent' OR"                \
"                      kind = 'transcript' OR kind = 'notice'),"                                \
"    letter        TEXT,"                                                                       \
"    recipient     INTEGER REFERENCES person (id),"                                             \
"    as_id         INTEGER REFERENCES person (id),"                                             \
"    about         INTEGER REFERENCES person (id),"                                             \
"    about_other   INTEGER REFERENCES person (id),"                                             \
"    unique_key    TEXT NOT NULL UNIQUE,"                                                       \
"    token         TEXT UNIQUE,"                                                                \
"    message_id    TEXT NOT NULL UNIQUE CHECK (message_id <> ''),"                              \
"    envelope_from TEXT NOT NULL,"                                                              \
"    envelope_to   TEXT NOT NULL,"                                                              \
"    created       INTEGER NOT NULL,"                                                           \
"    not_before    INTEGER NOT NULL,"                                                           \
"    at_any_hour   INTEGER NOT NULL CHECK (at_any_hour IN (0, 1)),"                             \
"    subject       TEXT,"                                                                       \
"    held          TEXT CHECK (held <> ''),"                                                    \
"    closed        INTEGER NOT NULL DEFAULT 0 CHECK (closed IN (0, 1)),"                        \
"    dropped       TEXT,"                                                                       \
"    dropped_at    INTEGER,"                                                                    \
"    CHECK ((dropped IS NULL) = (dropped_at IS NULL)),"                                         \
"    CHECK (dropped IS NULL OR closed)"                                                         \
") STRICT;"                                                                                     \
"CREATE INDEX letter_open ON letter (held, not_before) WHERE closed = 0;"                       \
"CREATE INDEX letter_case ON letter (case_id) WHERE case_id IS NOT NULL;"                       \
"CREATE INDEX letter_to ON letter (envelope_to, created);"                                      \
"CREATE INDEX letter_recipient ON letter (recipient) WHERE recipient IS NOT NULL;"              \
"CREATE INDEX letter_about ON letter (about) WHERE about IS NOT NULL;"                          \
"CREATE TRIGGER letter_stays BEFORE DELETE ON letter BEGIN"                                     \
"    SELECT raise(ABORT, 'a letter is never deleted'); END;"                                    \
"CREATE TRIGGER letter_key_stays BEFORE UPDATE OF id, case_id, step, kind, recipient,"          \
"    unique_key, token, message_id ON letter BEGIN"                                             \
"    SELECT raise(ABORT, 'a letter is never written over'); END;"                               \
"CREATE TRIGGER letter_drop BEFORE UPDATE OF dropped ON letter"                                 \
"    WHEN NEW.dropped IS NOT NULL AND (SELECT state FROM delivery WHERE letter = NEW.id"        \
"         ORDER BY id DESC LIMIT 1) <> 'deferred' BEGIN"                                        \
"    SELECT raise(ABORT, 'the letter may have been sent already'); END;"                        \
"CREATE TABLE letter_body ("                                                                    \
"    letter INTEGER PRIMARY KEY REFERENCES letter (id),"                                        \
"    text   TEXT,"                                                                              \
"    raw    BLOB NOT NULL"                                                                      \
") STRICT;"                                                                                     \
"CREATE TRIGGER letter_body_stays BEFORE UPDATE ON letter_body BEGIN"                           \
"    SELECT raise(ABORT, 'a letter is never written over'); END;"

/* sender: what became of letters. A letter without a row is queued; the last
 * row is its state. */
#define DELIVERIES \
"CREATE TABLE delivery ("                                                                       \
"    id       INTEGER PRIMARY KEY,"                                                             \
"    letter   INTEGER NOT NULL REFERENCES letter (id),"                                         \
"    state    TEXT NOT NULL CHECK (state = 'in_flight' OR state = 'sent' OR"                    \
"                 state = 'deferred' OR state = 'failed' OR state = 'uncertain'),"              \
"    at       INTEGER NOT NULL,"                                                                \
"    retry_at INTEGER,"                                                                         \
"    step     TEXT CHECK (step = 'sender' OR step = 'recipient' OR step = 'content'),"          \
"    code     INTEGER,"                                                                         \
"    detail   TEXT,"                                                                            \
"    CHECK ((state = 'deferred') = (retry_at IS NOT NULL))"                                     \
") STRICT;"                                                                                     \
"CREATE INDEX delivery_letter ON delivery (letter);"                                            \
"CREATE UNIQUE INDEX delivery_final ON delivery (letter)"                                       \
"    WHERE state = 'sent' OR state = 'failed' OR state = 'uncertain';"                          \
"CREATE TRIGGER delivery_order BEFORE INSERT ON delivery WHEN NOT CASE"                         \
"    ifnull((SELECT state FROM delivery WHERE letter = NEW.letter ORDER BY id DESC LIMIT 1),"   \
"        'deferred')"                                                                           \
"    WHEN 'deferred' THEN NEW.state IN ('deferred', 'failed') OR (NEW.state = 'in_flight'"      \
"        AND EXISTS (SELECT 1 FROM letter WHERE id = NEW.letter AND closed = 0"                 \
"            AND held IS NULL))"                                                                \
"    WHEN 'in_flight' THEN NEW.state <> 'in_flight'"                                            \
"    ELSE 0 END BEGIN"                                                                          \
"    SELECT raise(ABORT, 'the letter is final, in flight, held, or was never claimed'); END;"   \
"CREATE TRIGGER delivery_stays BEFORE UPDATE ON delivery BEGIN"                                 \
"    SELECT raise(ABORT, 'what became of a letter is only added to'); END;"                     \
"CREATE TRIGGER delivery_is_kept BEFORE DELETE ON delivery BEGIN"                               \
"    SELECT raise(ABORT, 'what became of a letter is only added to'); END;"                     \
"CREATE TABLE sender ("                                                                         \
"    id            INTEGER PRIMARY KEY CHECK (id = 1),"                                         \
"    trouble       TEXT,"                                                                       \
"    trouble_since INTEGER,"                                                                    \
"    CHECK ((trouble IS NULL) = (trouble_since IS NULL))"                                       \
") STRICT;"

/* reader: what came */
#define INBOX \
"CREATE TABLE inbox ("                                                                          \
"    id       INTEGER PRIMARY KEY,"                                                             \
"    mailbox  TEXT NOT NULL,"                                                                   \
"    uidvalidity INTEGER NOT NULL,"  /* this and uid: when it was first seen */                 \
"    uid      TEXT NOT NULL,"                                                                   \
"    hash     TEXT NOT NULL CHECK (hash <> ''),"                                                \
"    fetched  INTEGER NOT NULL,"                                                                \
"    oversize INTEGER NOT NULL CHECK (oversize IN (0, 1)),"                                     \
"    complete INTEGER NOT NULL"   /* of the mailbox, before this message was known */           \
") STRICT;"                                                                                     \
"CREATE UNIQUE INDEX inbox_bytes ON inbox (hash, mailbox);"                                     \
"CREATE TRIGGER inbox_stays BEFORE UPDATE ON inbox BEGIN"                                       \
"    SELECT raise(ABORT, 'what came is never changed'); END;"                                   \
"CREATE TRIGGER inbox_is_kept BEFORE DELETE ON inbox BEGIN"                                     \
"    SELECT raise(ABORT, 'what came is never deleted'); END;"                                   \
"CREATE TABLE inbox_raw ("                                                                      \
"    inbox INTEGER PRIMARY KEY REFERENCES inbox (id),"                                          \
"    raw   BLOB NOT NULL"                                                                       \
") STRICT;"                                                                                     \
"CREATE TRIGGER inbox_raw_stays BEFORE UPDATE ON inbox_raw BEGIN"                               \
"    SELECT raise(ABORT, 'what came is never changed'); END;"                                   \
"CREATE TABLE inbox_uid ("                                                                      \
"    mailbox     TEXT NOT NULL,"                                                                \
"    uidvalidity INTEGER NOT NULL,"                                                             \
"    uid         TEXT NOT NULL,"                                                                \
"    inbox       INTEGER NOT NULL REFERENCES inbox (id),"                                       \
"    PRIMARY KEY (mailbox, uidvalidity, uid)"                                                   \
") STRICT, WITHOUT ROWID;"                                                                      \
"CREATE TABLE mailbox ("                                                                        \
"    mailbox       TEXT PRIMARY KEY,"                                                           \
"    uidvalidity   INTEGER NOT NULL,"                                                           \
"    last_uid      INTEGER NOT NULL,"                                                           \
"    complete      INTEGER NOT NULL,"                                                           \
"    trouble       TEXT,"                                                                       \
"    trouble_since INTEGER,"                                                                    \
"    CHECK ((trouble IS NULL) = (trouble_since IS NULL))"                                       \
") STRICT, WITHOUT ROWID;"

/* engine: what became of what came. Every message up to inbox_floor.below is
 * done, so that the search for the next one begins there. */
#define INBOX_DONE \
"CREATE TABLE inbox_try ("                                                                      \
"    inbox INTEGER PRIMARY KEY REFERENCES inbox (id),"                                          \
"    tries INTEGER NOT NULL"                                                                    \
") STRICT;"                                                                                     \
"CREATE TABLE inbox_done ("                                                                     \
"    inbox   INTEGER PRIMARY KEY REFERENCES inbox (id),"                                        \
"    outcome TEXT NOT NULL CHECK (outcome = 'decided' OR outcome = 'aside' OR"                  \
"                outcome = 'duplicate' OR outcome = 'unsorted'),"                               \
"    person  INTEGER REFERENCES person (id),"                                                   \
"    letter  INTEGER REFERENCES letter (id),"                                                   \
"    at      INTEGER NOT NULL,"                                                                 \
"    why     TEXT,"                                                                             \
"    sorted  INTEGER NOT NULL DEFAULT 0 CHECK (sorted IN (0, 1))"                               \
") STRICT;"                                                                                     \
"CREATE INDEX inbox_unsorted ON inbox_done (person, at)"                                        \
"    WHERE outcome = 'unsorted' AND sorted = 0;"                                                \
"CREATE INDEX inbox_unsettled ON inbox_done (outcome)"                                          \
"    WHERE outcome IN ('aside', 'unsorted') AND sorted = 0;"                                    \
"CREATE INDEX inbox_done_person ON inbox_done (person) WHERE person IS NOT NULL;"               \
"CREATE TRIGGER inbox_done_stays BEFORE UPDATE OF inbox, outcome ON inbox_done BEGIN"           \
"    SELECT raise(ABORT, 'a message is decided once'); END;"                                    \
"CREATE TRIGGER inbox_done_is_kept BEFORE DELETE ON inbox_done BEGIN"                           \
"    SELECT raise(ABORT, 'a message is decided once'); END;"                                    \
"CREATE TABLE inbox_floor ("                                                                    \
"    id    INTEGER PRIMARY KEY CHECK (id = 1),"                                                 \
"    below INTEGER NOT NULL"                                                                    \
") STRICT;"                                                                                     \
"INSERT INTO inbox_floor VALUES (1, 0);"                                                        \
"CREATE TRIGGER inbox_floor_rises AFTER INSERT ON inbox_done BEGIN"                             \
"    UPDATE inbox_floor SET below = NEW.inbox WHERE below < NEW.inbox AND NOT EXISTS ("         \
"        SELECT 1 FROM inbox AS i WHERE i.id > below AND i.id < NEW.inbox"                      \
"            AND NOT EXISTS (SELECT 1 FROM inbox_done AS d WHERE d.inbox = i.id)); END;"

/* engine: the log. Kinds are added when a store is opened (schema.c). */
#define EVENTS \
"CREATE TABLE event_kind (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;"                        \
"CREATE TABLE event ("                                                                          \
"    id         INTEGER PRIMARY KEY,"                                                           \
"    at         INTEGER NOT NULL,"                                                              \
"    kind       TEXT NOT NULL REFERENCES event_kind (name),"                                    \
"    programme  TEXT,"                                                                          \
"    version    TEXT,"                                                                          \
"    rule       TEXT,"                                                                          \
"    occurrence TEXT,"                                                                          \
"    case_id    INTEGER REFERENCES kase (id) DEFERRABLE INITIALLY DEFERRED,"                    \
"    step       TEXT,"                                                                          \
"    person     INTEGER REFERENCES person (id),"                                                \
"    other      INTEGER REFERENCES person (id),"                                                \
"    by_id      INTEGER REFERENCES person (id),"                                                \
"    letter     INTEGER REFERENCES letter (id),"                                                \
"    inbox      INTEGER REFERENCES inbox (id),"                                                 \
"    text       INTEGER REFERENCES text (id),"                                                  \
"    until      INTEGER,"                                                                       \
"    name       TEXT,"                                                                          \
"    value      TEXT,"                                                                          \
"    reason     TEXT"                                                                           \
") STRICT;"                                                                                     \
"CREATE INDEX event_person ON event (person) WHERE person IS NOT NULL;"                         \
"CREATE INDEX event_other ON event (other) WHERE other IS NOT NULL;"                            \
"CREATE INDEX event_case ON event (case_id) WHERE case_id IS NOT NULL;"                         \
"CREATE TRIGGER event_stays BEFORE UPDATE ON event BEGIN"                                       \
"    SELECT raise(ABORT, 'the log is only added to'); END;"                                     \
"CREATE TRIGGER event_is_kept BEFORE DELETE ON event BEGIN"                                     \
"    SELECT raise(ABORT, 'the log is only added to'); END;"                                     \
"CREATE TRIGGER event_closes_letter AFTER INSERT ON event"                                      \
"    WHEN NEW.letter IS NOT NULL AND (NEW.kind = 'letter-sent' OR"                              \
"        NEW.kind = 'letter-failed' OR NEW.kind = 'letter-uncertain') BEGIN"                    \
"    UPDATE letter SET closed = 1 WHERE id = NEW.letter; END;"

const char schema_1[] = SETTINGS PEOPLE CASES LETTERS DELIVERIES INBOX INBOX_DONE EVENTS;
