/* SPDX-License-Identifier: GPL-2.0-or-later */
/* queries.c - all SQL that is run more than once. The columns of cases, events
 * and letters are named once, in the order in which the readers want them. */
#include "store/queries.h"

/* clang-format off */

#define PERSON_OF_STATE \
    "SELECT p.id, p.status, p.away_until, p.zone, p.language, (SELECT min(at) FROM " \
    "inbox_done WHERE person = p.id AND outcome = 'unsorted' AND sorted = 0), r.role, " \
    "l.count, (SELECT at FROM written WHERE person = p.id) FROM person AS p LEFT JOIN role AS r ON r.person = p.id AND r.programme = ?1 " \
    "LEFT JOIN load AS l ON l.person = p.id AND l.programme = ?1"

#define CASE_COLUMNS \
    "id, rule, occurrence, person, other, step, phase, started, deadline, due, awaiting, " \
    "announced, reminded, put_off, programme"

#define EVENT_FIELDS \
    "at, kind, programme, version, rule, occurrence, case_id, step, person, other, by_id, " \
    "letter, inbox, text, until, name, value, reason"

#define EVENT_FILTER \
    "AND (?3 IS NULL OR programme = ?3) AND (?4 IS NULL OR rule = ?4) AND (?5 = 0 OR at " \
    ">= ?5) AND (?6 = 0 OR at < ?6) AND (?7 = 0 OR case_id = ?7) AND (?8 = 0 OR person = " \
    "?8 OR other = ?8)"

#define LETTER_FIELDS \
    "programme, case_id, step, kind, letter, recipient, as_id, about, about_other, " \
    "unique_key, token, message_id, envelope_from, envelope_to, created, not_before, " \
    "at_any_hour, subject, held, not_after"

#define OPEN_LETTERS \
    "FROM letter AS l LEFT JOIN delivery AS d ON d.id = (SELECT max(id) FROM delivery " \
    "WHERE letter = l.id) LEFT JOIN mode AS m ON m.programme = l.programme WHERE l.closed " \
    "= 0 AND l.held IS NULL AND m.mode IS NOT 'paused'"

/* Before its recipient's hours close. */
#define IN_TIME(now) "(l.not_after IS NULL OR l.not_after > " now ")"

#define DELIVERY_COLUMNS \
    "id, letter, state, at, retry_at, step, code, detail"

#define UNDONE \
    "NOT EXISTS (SELECT 1 FROM inbox_done AS d WHERE d.inbox = i.id)"

#define INBOX_FLOOR \
    "(SELECT below FROM inbox_floor)"

#define INBOX_COLUMNS \
    "i.id, i.mailbox, i.uidvalidity, i.uid, i.hash, i.fetched, i.oversize"

const char *const query_text[QUERY_COUNT] = {
    /* ---- store.c and schema.c -------------------------------------------------- */
    [Q_BEGIN] =
        "BEGIN IMMEDIATE",
    [Q_BEGIN_READING] =
        "BEGIN",
    [Q_COMMIT] =
        "COMMIT",
    [Q_ROLLBACK] =
        "ROLLBACK",
    [Q_ADD_EVENT_KIND] =
        "INSERT INTO event_kind VALUES (?1) ON CONFLICT DO NOTHING",
    [Q_ADD_SECRET] =
        "INSERT INTO secret VALUES (1, ?1) ON CONFLICT DO NOTHING",

    /* ---- settings.c ------------------------------------------------------------ */
    [Q_SETTING] =
        "SELECT value FROM setting WHERE name = ?1",
    [Q_NUMBER] =
        "SELECT CAST(value AS INTEGER) FROM setting WHERE name = ?1",
    [Q_SET_SETTING] =
        "INSERT INTO setting VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = "
        "excluded.value",
    [Q_DELETE_SETTING] =
        "DELETE FROM setting WHERE name = ?1",
    [Q_SECRET] =
        "SELECT key FROM secret",
    [Q_RULE_CLOCK] =
        "SELECT at FROM rule_clock WHERE programme = ?1 AND rule = ?2",
    [Q_SET_RULE_CLOCK] =
        "INSERT INTO rule_clock VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET at = "
        "excluded.at",
    [Q_PUT_OCCURRENCE] =
        "INSERT INTO occurrence VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO UPDATE "
        "SET at = excluded.at, after = excluded.after, after_other = excluded.after_other, "
        "state = excluded.state",
    [Q_OCCURRENCES] =
        "SELECT programme, rule, key, at, after, after_other, state FROM occurrence AS o WHERE "
        "state = ?1 AND (?1 <> 'running' OR NOT EXISTS (SELECT 1 FROM mode AS m WHERE m.programme "
        "= o.programme AND m.mode = 'paused')) ORDER BY at, programme, rule, key LIMIT ?2",
    [Q_OCCURRENCE] =
        "SELECT programme, rule, key, at, after, after_other, state FROM occurrence WHERE "
        "programme = ?1 AND rule = ?2 AND key = ?3",
    [Q_MODE] =
        "SELECT mode FROM mode WHERE programme = ?1",
    [Q_SET_MODE] =
        "INSERT INTO mode VALUES (?1, ?2) ON CONFLICT DO UPDATE SET mode = excluded.mode",

    /* ---- in_force.c ------------------------------------------------------------ */
    [Q_PUT_RULES_TEXT] =
        "INSERT INTO rules_text VALUES (?1, ?2) ON CONFLICT DO NOTHING",
    [Q_PUT_RULES_FILE] =
        "INSERT INTO rules_file VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
    [Q_PUT_IN_FORCE] =
        "INSERT INTO rules_in_force VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET version = "
        "?2, since = ?3 WHERE version <> ?2",
    [Q_END_FORCE] =
        "DELETE FROM rules_in_force WHERE programme = ?1",
    [Q_IN_FORCE] =
        "SELECT programme, version FROM rules_in_force ORDER BY programme",
    [Q_RULES_FILES] =
        "SELECT f.path, t.text FROM rules_file AS f JOIN rules_text AS t USING (hash) WHERE "
        "f.programme = ?1 AND f.version = ?2 ORDER BY f.path",
    [Q_RULE_HAS_CASES] =
        "SELECT 1 FROM kase WHERE programme = ?1 AND rule = ?2 LIMIT 1",
    [Q_RENAME_CASES] =
        "UPDATE kase SET rule = ?3 WHERE programme = ?1 AND rule = ?2",
    [Q_RENAME_CLOCK] =
        "UPDATE OR IGNORE rule_clock SET rule = ?3 WHERE programme = ?1 AND rule = ?2",
    [Q_RENAME_OCCURRENCES] =
        "UPDATE OR IGNORE occurrence SET rule = ?3 WHERE programme = ?1 AND rule = ?2",

    /* ---- people.c -------------------------------------------------------------- */
    [Q_INSERT_PERSON] =
        "INSERT INTO person (name, folded, zone, language, status, away_until) VALUES (?1, "
        "?2, ?3, ?4, ?5, ?6)",
    [Q_UPDATE_PERSON] =
        "UPDATE person SET name = ?2, folded = ?3, zone = ?4, language = ?5 WHERE id = ?1",
    [Q_PERSON] =
        "SELECT name, zone, language, status, away_until FROM person WHERE id = ?1",
    [Q_ADDRESSES] =
        "SELECT address FROM address WHERE person = ?1 ORDER BY place",
    [Q_INSERT_ADDRESS] =
        "INSERT INTO address (address, person, place) VALUES (?1, ?2, ?3)",
    [Q_DELETE_ADDRESSES] =
        "DELETE FROM address WHERE person = ?1",
    [Q_PERSON_BY_ADDRESS] =
        "SELECT person FROM address WHERE address = ?1",
    [Q_PEOPLE_BY_NAME] =
        "SELECT id FROM person WHERE folded = ?1 LIMIT 2",
    [Q_NAMES] =
        "SELECT id, name FROM person WHERE name <> '' AND id IN (SELECT person FROM role "
        "WHERE programme = ?1) ORDER BY id",
    [Q_PEOPLE] =
        "SELECT DISTINCT person FROM role WHERE programme = ?1 AND person > ?2 ORDER BY "
        "person LIMIT ?3",
    [Q_PEOPLE_OF_ROLE] =
        "SELECT person FROM role WHERE programme = ?1 AND role = ?4 AND person > ?2 ORDER "
        "BY person LIMIT ?3",
    [Q_ACTIVE_PEOPLE] =
        "SELECT r.person FROM role AS r JOIN person AS p ON p.id = r.person WHERE "
        "r.programme = ?1 AND r.role = ?4 AND r.person > ?2 AND p.status = 'active' AND "
        "(?5 = 0 OR EXISTS (SELECT 1 FROM link WHERE from_id = r.person AND programme = ?1 "
        "AND kind = 'match') OR EXISTS (SELECT 1 FROM link WHERE to_id = r.person AND "
        "programme = ?1 AND kind = 'match')) ORDER BY r.person LIMIT ?3",
    [Q_LINKS] =
        "SELECT from_id, to_id FROM link WHERE programme = ?1 AND kind = ?2 AND (from_id, "
        "to_id) > (?3, ?4) ORDER BY from_id, to_id LIMIT ?5",
    [Q_PROGRAMMES_OF] =
        "SELECT DISTINCT programme FROM role WHERE person = ?1 ORDER BY programme",
    [Q_PUT_TEXT] =
        "INSERT INTO text (person, text, at) VALUES (?1, ?2, ?3)",
    [Q_TEXT] =
        "SELECT text FROM text WHERE id = ?1",

    /* ---- state.c --------------------------------------------------------------- */
    [Q_STATE_PERSON] =
        PERSON_OF_STATE " WHERE p.id = ?2",
    [Q_STATE_LINKS_FROM] =
        "SELECT kind, from_id, to_id, revert_to, since FROM link INDEXED BY link_from WHERE "
        "from_id = ?1 AND programme = ?2 ORDER BY since, kind, to_id",
    [Q_STATE_LINKS_TO] =
        "SELECT kind, from_id, to_id, revert_to, since FROM link INDEXED BY link_to WHERE "
        "to_id = ?1 AND programme = ?2 ORDER BY since, kind, from_id",
    [Q_STATE_LARGE_ROLE] =
        "SELECT 1 FROM role WHERE programme = ?1 AND role = ?2 LIMIT 1 OFFSET ?3",
    [Q_STATE_HOLDERS] =
        PERSON_OF_STATE " WHERE p.id IN (SELECT person FROM role WHERE programme = ?1 AND "
        "role = ?2) ORDER BY p.id",
    [Q_NOTE_WRITTEN] =
        "INSERT INTO written VALUES (?1, ?2) ON CONFLICT DO UPDATE SET at = max(at, ?2)",
    [Q_SAVE_PERSON] =
        "UPDATE person SET status = ?2, away_until = ?3 WHERE id = ?1",
    [Q_GIVE_ROLE] =
        "INSERT INTO role (programme, role, person, since) VALUES (?1, ?2, ?3, ?4) ON CONFLICT "
        "DO NOTHING",
    [Q_TAKE_ROLE] =
        "DELETE FROM role WHERE programme = ?1 AND role = ?2 AND person = ?3",
    [Q_SAVE_LINK] =
        "INSERT INTO link (programme, kind, from_id, to_id, revert_to, since) VALUES (?1, "
        "?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET revert_to = excluded.revert_to, "
        "since = excluded.since",
    [Q_DELETE_LINK] =
        "DELETE FROM link WHERE programme = ?1 AND kind = ?2 AND from_id = ?3 AND to_id = "
        "?4",

    /* ---- cases.c --------------------------------------------------------------- */
    [Q_LAST_INSTANT] =
        "SELECT at FROM event WHERE id = (SELECT max(id) FROM event)",
    [Q_STATE_CASES] =
        "SELECT " CASE_COLUMNS " FROM kase WHERE person IS ?2 AND programme = ?1 AND "
        "(phase <> 'ended' OR started >= ?3) ORDER BY started, id",
    [Q_STATE_CASES_OTHER] =
        "SELECT " CASE_COLUMNS " FROM kase WHERE other = ?2 AND programme = ?1 AND (phase "
        "<> 'ended' OR started >= ?3) ORDER BY started, id",
    [Q_CASE] =
        "SELECT " CASE_COLUMNS " FROM kase WHERE id = ?1",
    [Q_CASE_VARS] =
        "SELECT name, value, text, person FROM case_var WHERE case_id = ?1 ORDER BY place",
    [Q_LAST_CASE] =
        "SELECT max(id) FROM kase",
    [Q_SAVE_CASE] =
        "INSERT INTO kase (id, programme, rule, occurrence, person, other, step, phase, "
        "started, deadline, due, awaiting, announced, reminded, put_off) VALUES (?1, ?2, "
        "?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) ON CONFLICT (id) DO "
        "UPDATE SET step = ?7, phase = ?8, deadline = ?10, due = ?11, awaiting = ?12, "
        "announced = ?13, reminded = ?14, put_off = ?15 WHERE programme = ?2 AND rule = ?3 "
        "AND occurrence = ?4 AND person IS ?5 AND other IS ?6",
    [Q_SAVE_CASE_VAR] =
        "INSERT INTO case_var (case_id, place, name, value, text, person) VALUES (?1, ?2, "
        "?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET name = ?3, value = ?4, text = ?5, "
        "person = ?6",
    [Q_CASE_EXISTS] =
        "SELECT 1 FROM kase WHERE programme = ?1 AND rule = ?2 AND occurrence = ?3 AND "
        "ifnull(person, 0) = ?4 AND ifnull(other, 0) = ?5",
    [Q_DUE_CASES] =
        "SELECT id, person, other, due FROM kase WHERE programme = ?1 AND due IS NOT NULL "
        "AND due <= ?2 AND (due, id) > (?3, ?4) ORDER BY due, id LIMIT ?5",
    [Q_NEXT_DUE] = "SELECT min(due) FROM kase WHERE programme = ?1 AND due IS NOT NULL",
    [Q_OPEN_CASES] =
        "SELECT " CASE_COLUMNS " FROM kase WHERE programme = ?1 AND phase <> 'ended' AND "
        "id > ?2 ORDER BY id LIMIT ?3",

    [Q_STILL_CASES] =
        "SELECT " CASE_COLUMNS " FROM kase WHERE programme = ?1 AND phase <> 'ended' AND phase = "
        "'waiting' AND due IS NULL AND step IS NOT NULL AND id > ?2 ORDER BY id LIMIT ?3",
    [Q_STOPPED_CASES] =
        "SELECT id FROM kase WHERE id IN (SELECT case_id FROM letter WHERE recipient = ?1 AND "
        "case_id IS NOT NULL UNION SELECT id FROM kase WHERE person = ?1 UNION SELECT id FROM kase "
        "WHERE other = ?1) AND phase = 'stopped' AND id > ?2 ORDER BY id LIMIT ?3",
    [Q_CASES_OF_RULE] =
        "SELECT " CASE_COLUMNS " FROM kase WHERE programme = ?1 AND rule = ?2 AND started > "
        "?3 AND (?4 = 0 OR person = ?4) ORDER BY started, id LIMIT ?5",
    [Q_LAST_OF_RULE] =
        "SELECT max(started) FROM kase WHERE programme = ?1 AND rule = ?2 AND started < ?3 "
        "AND person IS ?4",

    /* ---- meetings.c ------------------------------------------------------------ */
    [Q_STATE_MEETINGS] =
        "SELECT name, person, other, at, choice FROM meeting WHERE programme = ?1 AND person "
        "= ?2 AND (at = 0 OR at > ?3) ORDER BY at",
    [Q_STATE_MEETINGS_OTHER] =
        "SELECT name, person, other, at, choice FROM meeting WHERE programme = ?1 AND other "
        "= ?2 AND other <> 0 AND at > ?3 AND person <> ?4 ORDER BY at",
    [Q_SAVE_MEETING] =
        "INSERT INTO meeting VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET "
        "choice = excluded.choice",
    [Q_DELETE_MEETING] =
        "DELETE FROM meeting WHERE programme = ?1 AND name = ?2 AND person = ?3 AND other = "
        "?4 AND at = ?5 AND choice IS ?6",
    [Q_MEETINGS] =
        "SELECT person, other, at FROM meeting WHERE programme = ?1 AND name = ?2 AND at > 0 "
        "AND at >= ?3 AND (at, person, other) > (?3, ?4, ?5) AND at <= ?6 ORDER BY at, "
        "person, other LIMIT ?7",
    [Q_MEETING_CHOICE] =
        "SELECT choice FROM meeting WHERE programme = ?1 AND name = ?2 AND person = 0 AND "
        "other = 0 AND at = 0",
    [Q_LINKS_SINCE] =
        "SELECT from_id, to_id, since FROM link WHERE programme = ?1 AND kind = ?2 AND since "
        ">= ?3 AND (since, from_id, to_id) > (?3, ?4, ?5) AND since < ?6 ORDER BY since, "
        "from_id, to_id LIMIT ?7",
    [Q_FIRST_LINK] =
        "SELECT since FROM link WHERE programme = ?1 AND kind = ?2 ORDER BY since LIMIT 1",
    [Q_ROLES_SINCE] =
        "SELECT person, 0, since FROM role WHERE programme = ?1 AND role = ?2 AND since > 0 AND "
        "since >= ?3 AND (since, person, 0) > (?3, ?4, ?5) AND since < ?6 ORDER BY since, person "
        "LIMIT ?7",
    [Q_FIRST_ROLE] =
        "SELECT since FROM role WHERE programme = ?1 AND role = ?2 AND since > 0 ORDER BY since "
        "LIMIT 1",
    [Q_HAS_OCCURRENCE] =
        "SELECT 1 FROM occurrence WHERE programme = ?1 AND rule = ?2 AND key = ?3",

    /* ---- events.c -------------------------------------------------------------- */
    [Q_APPEND_EVENT] =
        "INSERT INTO event (" EVENT_FIELDS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, "
        "?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
    [Q_EVENTS] =
        "SELECT id, " EVENT_FIELDS " FROM event WHERE id >= ?1 " EVENT_FILTER " ORDER BY "
        "id LIMIT ?2",
    [Q_EVENTS_OF_CASE] =
        "SELECT id, " EVENT_FIELDS " FROM event WHERE case_id = ?7 AND id >= ?1 "
        EVENT_FILTER " ORDER BY id LIMIT ?2",
    [Q_EVENTS_OF_PERSON] =
        "SELECT id, " EVENT_FIELDS " FROM event WHERE person = ?8 AND id >= ?1 "
        EVENT_FILTER " UNION ALL SELECT id, " EVENT_FIELDS " FROM event WHERE other = ?8 "
        "AND person IS NOT ?8 AND id >= ?1 " EVENT_FILTER " ORDER BY id LIMIT ?2",

    /* ---- outbox.c -------------------------------------------------------------- */
    [Q_PUT_LETTER] =
        "INSERT INTO letter (" LETTER_FIELDS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, "
        "?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20) ON CONFLICT (unique_key) DO "
        "NOTHING",
    [Q_PUT_LETTER_BODY] =
        "INSERT INTO letter_body VALUES (?1, ?2, ?3)",
    [Q_PUT_LETTER_LINE] =
        "INSERT INTO letter_line VALUES (?1, ?2, ?3)",
    [Q_LETTER_LINE] =
        "SELECT person FROM letter_line WHERE letter = ?1 AND number = ?2",
    [Q_PUT_LETTER_THREAD] =
        "INSERT INTO letter_thread VALUES (?1, ?2, ?3)",
    [Q_LETTER_THREAD] =
        "SELECT here, there FROM letter_thread WHERE letter = ?1",
    [Q_LETTER] =
        "SELECT id, " LETTER_FIELDS " FROM letter WHERE id = ?1",
    [Q_LETTER_BY_TOKEN] =
        "SELECT id, " LETTER_FIELDS " FROM letter WHERE token = ?1",
    [Q_LETTER_BY_MESSAGE_ID] =
        "SELECT id, " LETTER_FIELDS " FROM letter WHERE message_id = ?1",
    [Q_WROTE_LAST] =
        "SELECT programme FROM letter WHERE recipient = ?1 AND programme IS NOT NULL AND dropped IS "
        "NULL ORDER BY id DESC LIMIT 1",
    [Q_LETTER_TEXT] =
        "SELECT text FROM letter_body WHERE letter = ?1",
    [Q_LETTER_RAW] =
        "SELECT raw FROM letter_body WHERE letter = ?1",
    [Q_WAITING_LETTERS] =
        "SELECT id, " LETTER_FIELDS " FROM letter WHERE closed = 0 AND (?1 IS NULL OR programme = "
        "?1) AND id > ?2 AND ifnull((SELECT state FROM delivery WHERE letter = letter.id ORDER "
        "BY id DESC LIMIT 1), 'deferred') IN ('deferred', 'in_flight') ORDER BY id LIMIT ?3",
    [Q_OPEN_LETTERS_OF_CASE] =
        "SELECT id, " LETTER_FIELDS " FROM letter WHERE case_id = ?1 AND closed = 0 AND id "
        "> ?2 ORDER BY id LIMIT ?3",
    [Q_OPEN_LETTERS_TO] =
        "SELECT id, " LETTER_FIELDS " FROM letter WHERE recipient = ?1 AND closed = 0 AND "
        "id > ?2 ORDER BY id LIMIT ?3",
    [Q_HOLD_LETTERS] =
        "UPDATE letter SET held = ?2 WHERE closed = 0 AND held IS NULL AND programme IS ?1 "
        "AND ifnull((SELECT state FROM delivery WHERE letter = letter.id ORDER BY id DESC "
        "LIMIT 1), 'deferred') = 'deferred'",
    [Q_PUT_OFF_LETTER] =
        "UPDATE letter SET not_before = ?2, not_after = ?3 WHERE id = ?1 AND closed = 0 AND "
        "(not_before < ?2 OR not_after < ?3)",
    [Q_MISSED_LETTERS] =
        "SELECT id, " LETTER_FIELDS " FROM letter WHERE closed = 0 AND held IS NULL AND "
        "not_after <= ?1 AND programme = ?2 AND id > ?3 ORDER BY id LIMIT ?4",
    [Q_NEXT_CLOSING] =
        "SELECT min(not_after) FROM letter WHERE closed = 0 AND held IS NULL AND not_after > ?1",
    [Q_UNCERTAIN_LETTERS] =
        "SELECT id, " LETTER_FIELDS " FROM letter WHERE closed = 1 AND settled IS NULL AND id IN "
        "(SELECT letter FROM delivery WHERE state = 'uncertain' AND letter > ?1) AND 'uncertain' = "
        "(SELECT state FROM delivery WHERE letter = letter.id ORDER BY id DESC LIMIT 1) ORDER BY "
        "id LIMIT ?2",
    [Q_LETTER_ARRIVED] =
        "UPDATE letter SET settled = ?2 WHERE id = ?1 AND settled IS NULL",
    [Q_REOPEN_LETTER] =
        "UPDATE letter SET closed = 0, not_before = ?2, not_after = CASE at_any_hour WHEN 0 THEN "
        "?2 END WHERE id = ?1",
    [Q_RELEASE_LETTERS_TO] =
        "UPDATE letter SET held = NULL WHERE closed = 0 AND held = ?2 AND recipient IS ?1",
    [Q_RELEASE_LETTERS] =
        "UPDATE letter SET held = NULL WHERE closed = 0 AND held = ?2 AND programme IS ?1",
    [Q_DROP_LETTER] =
        "UPDATE letter SET dropped = ?2, dropped_at = ?3, closed = 1 WHERE id = ?1 AND "
        "closed = 0 AND ifnull((SELECT state FROM delivery WHERE letter = ?1 ORDER BY id "
        "DESC LIMIT 1), 'deferred') = 'deferred'",
    [Q_COUNT_LETTERS_TO] =
        "SELECT count(*) FROM letter WHERE envelope_to IN (SELECT ?1 UNION SELECT address "
        "FROM address WHERE person = (SELECT person FROM address WHERE address = ?1)) AND "
        "created >= ?2 AND dropped IS NULL",

    /* ---- delivery.c ------------------------------------------------------------ */
    [Q_DUE_LETTERS] =
        "SELECT l.id, l.envelope_from, l.envelope_to, l.message_id, l.not_before, (SELECT "
        "count(*) FROM delivery WHERE letter = l.id AND state = 'deferred'), (SELECT "
        "min(at) FROM delivery WHERE letter = l.id AND state = 'deferred') " OPEN_LETTERS
        " AND l.not_before <= ?1 AND (l.not_before, l.id) > (?2, ?3) AND " IN_TIME("?1") " AND "
        "(d.id IS NULL OR "
        "(d.state = 'deferred' AND (d.retry_at <= ?1 OR d.retry_at > ?1 + 86400))) ORDER BY l.not_before, l.id LIMIT ?4",
    [Q_NEXT_NOT_BEFORE] =
        "SELECT min(not_before) FROM letter WHERE closed = 0 AND held IS NULL AND "
        "not_before > ?1",
    [Q_NEXT_RETRY] =
        "SELECT min(d.retry_at) " OPEN_LETTERS " AND l.not_before <= ?1 AND d.state = "
        "'deferred' AND d.retry_at > ?1",
    [Q_CLAIM_LETTER] =
        "INSERT INTO delivery (letter, state, at, detail) SELECT l.id, 'in_flight', ?2, ?3 FROM "
        "letter "
        "AS l LEFT JOIN mode AS m ON m.programme = l.programme WHERE l.id = ?1 AND "
        "l.closed = 0 AND l.held IS NULL AND l.not_before <= ?2 AND " IN_TIME("?2") " AND "
        "m.mode IS NOT 'paused' AND ifnull((SELECT state FROM delivery WHERE letter = ?1 ORDER BY id DESC LIMIT 1), 'deferred') = "
        "'deferred'",
    [Q_PUT_DELIVERY] =
        "INSERT INTO delivery (letter, state, at, retry_at, step, code, detail) VALUES "
        "(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [Q_IN_FLIGHT] =
        "SELECT l.id FROM letter AS l WHERE l.closed = 0 AND l.held IS NULL AND "
        "'in_flight' = (SELECT state FROM delivery WHERE letter = l.id ORDER BY id DESC "
        "LIMIT 1) ORDER BY l.id LIMIT ?1",
    [Q_DELIVERIES] =
        "SELECT " DELIVERY_COLUMNS " FROM delivery WHERE id > ?1 AND state <> 'in_flight' "
        "ORDER BY id LIMIT ?2",
    [Q_LAST_DELIVERY] =
        "SELECT " DELIVERY_COLUMNS " FROM delivery WHERE letter = ?1 ORDER BY id DESC "
        "LIMIT 1",
    [Q_PUT_SENDER] =
        "INSERT INTO sender VALUES (1, ?1, ?2) ON CONFLICT DO UPDATE SET trouble = ?1, "
        "trouble_since = ?2",
    [Q_SENDER] =
        "SELECT trouble, trouble_since FROM sender",

    /* ---- inbox.c --------------------------------------------------------------- */
    [Q_INBOX_BY_HASH] =
        "SELECT id FROM inbox WHERE hash = ?1 AND mailbox = ?2",
    [Q_PUT_INBOX] =
        "INSERT INTO inbox (mailbox, uidvalidity, uid, hash, fetched, oversize, complete) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ifnull((SELECT complete FROM mailbox WHERE "
        "mailbox = ?1), 0))",
    [Q_PUT_INBOX_RAW] =
        "INSERT INTO inbox_raw VALUES (?1, ?2)",
    [Q_PUT_INBOX_UID] =
        "INSERT INTO inbox_uid VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET inbox = ?4",
    [Q_HAS_UID] =
        "SELECT 1 FROM inbox_uid WHERE mailbox = ?1 AND uidvalidity = ?2 AND uid = ?3",
    [Q_NEXT_INBOX] =
        "SELECT " INBOX_COLUMNS " FROM inbox AS i WHERE i.id > max(?1, " INBOX_FLOOR ") "
        "AND " UNDONE " ORDER BY i.id LIMIT 1",
    [Q_INBOX] =
        "SELECT " INBOX_COLUMNS " FROM inbox AS i WHERE i.id = ?1",
    [Q_INBOX_RAW] =
        "SELECT raw FROM inbox_raw WHERE inbox = ?1",
    [Q_COUNT_UNDONE] =
        "SELECT count(*) FROM inbox AS i WHERE i.id > " INBOX_FLOOR " AND " UNDONE,
    [Q_TRY_INBOX] =
        "INSERT INTO inbox_try VALUES (?1, 1) ON CONFLICT DO UPDATE SET tries = tries + 1 "
        "RETURNING tries",
    [Q_UNTRY_INBOX] =
        "UPDATE inbox_try SET tries = tries - 1 WHERE inbox = ?1 AND tries > 0",
    [Q_INBOX_DONE] =
        "INSERT INTO inbox_done (inbox, outcome, person, letter, at, why) VALUES (?1, ?2, "
        "?3, ?4, ?5, ?6)",
    [Q_UNSORTED_SINCE] =
        "SELECT min(at) FROM inbox_done WHERE person = ?1 AND outcome = 'unsorted' AND "
        "sorted = 0",
    [Q_SORTED] =
        "UPDATE inbox_done SET sorted = 1 WHERE inbox = ?1",
    [Q_PUT_UNREAD] =
        "INSERT INTO inbox_unread VALUES (?1)",
    [Q_UNREAD_SORTED] =
        "DELETE FROM inbox_unread WHERE inbox = ?1",
    [Q_HAS_SAID] =
        "SELECT inbox FROM inbox_said WHERE hash = ?1",
    [Q_PUT_SAID] =
        "INSERT INTO inbox_said VALUES (?1, ?2)",
    [Q_UNREAD_SINCE] =
        "SELECT min(i.complete) FROM inbox_unread CROSS JOIN inbox AS i ON i.id = "
        "inbox_unread.inbox",
    [Q_UNREAD] =
        "SELECT inbox FROM inbox_unread ORDER BY inbox LIMIT ?1",
    [Q_TO_SORT] =
        "SELECT ifnull(person, 0) FROM inbox_done WHERE inbox = ?1 AND sorted = 0 AND outcome "
        "IN ('aside', 'unsorted')",
    [Q_COUNT_MAIL] =
        "SELECT count(*) FROM inbox_done WHERE outcome IN ('aside', 'unsorted') AND sorted = 0 "
        "AND outcome = ?1",

    /* ---- mailbox.c ------------------------------------------------------------- */
    [Q_PUT_MAILBOX] =
        "INSERT INTO mailbox VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET "
        "uidvalidity = ?2, last_uid = ?3, complete = ?4, trouble = ?5, trouble_since = ?6",
    [Q_MAILBOXES] =
        "SELECT mailbox, uidvalidity, last_uid, complete, trouble, trouble_since FROM "
        "mailbox ORDER BY mailbox LIMIT ?1",
    [Q_MAILBOX_COMPLETE] =
        "SELECT complete FROM mailbox WHERE mailbox = ?1",
    [Q_UNDONE_COMPLETE] =
        "SELECT min(i.complete) FROM inbox AS i WHERE i.id > " INBOX_FLOOR " AND i.mailbox "
        "= ?1 AND " UNDONE,

    /* ---- keeping.c ------------------------------------------------------------- */
    [Q_FORGET_PERSON] =
        "UPDATE person SET name = '', folded = '', zone = NULL, language = NULL, status = "
        "'left', away_until = NULL WHERE id = ?1",
    [Q_FORGET_TEXTS] =
        "UPDATE text SET text = NULL WHERE person = ?1",
    [Q_FORGET_ANSWERS] =
        "UPDATE case_var SET value = NULL WHERE case_id IN (SELECT id FROM kase WHERE "
        "person = ?1 OR other = ?1) AND value IS NOT NULL",
    [Q_FORGET_BODIES] =
        "DELETE FROM letter_body WHERE letter IN (SELECT id FROM letter WHERE recipient = "
        "?1 UNION SELECT id FROM letter WHERE about = ?1 UNION SELECT id FROM letter WHERE "
        "about_other = ?1)",
    [Q_FORGET_SUBJECTS] =
        "UPDATE letter SET subject = NULL WHERE recipient = ?1 OR about = ?1 OR about_other = ?1",
    [Q_FORGET_THREADS] =
        "DELETE FROM letter_thread WHERE letter IN (SELECT id FROM letter WHERE recipient = ?1 "
        "UNION SELECT id FROM letter WHERE about = ?1 UNION SELECT id FROM letter WHERE about_other "
        "= ?1)",
    [Q_FORGET_ENVELOPES] =
        "UPDATE letter SET envelope_to = '' WHERE recipient = ?1",
    [Q_FORGET_MAIL] =
        "DELETE FROM inbox_raw WHERE inbox IN (SELECT inbox FROM inbox_done WHERE person = "
        "?1)",
    [Q_PRUNE_BODIES] =
        "DELETE FROM letter_body WHERE letter IN (SELECT b.letter FROM letter_body AS b "
        "JOIN letter AS l ON l.id = b.letter WHERE l.closed = 1 AND l.created < ?1)",
    [Q_PRUNE_MAIL] =
        "DELETE FROM inbox_raw WHERE inbox IN (SELECT r.inbox FROM inbox_raw AS r JOIN "
        "inbox AS i ON i.id = r.inbox JOIN inbox_done AS d ON d.inbox = r.inbox WHERE "
        "i.fetched < ?1)",
};
