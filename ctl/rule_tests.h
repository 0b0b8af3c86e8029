/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rule_tests.h - tests of a programme's rules, told as timelines (tests.yaml).
 *
 *     people:                      # who is there when a test starts
 *       - {name: Ana, role: mentor, responsible: Carol, match: Bea}
 *       - {name: Bea, role: mentee}
 *     tests:
 *       - name: two unanswered attempts hand the mentor over
 *         start: 2026-12-15 09:00  # on the programme's clock
 *         people: [...]            # besides, or instead of those of the same name
 *         timeline:
 *           - at: 2026-12-15 10:00 # or after: 3 days (since the entry before)
 *             expect: [{mail: check-in, to: Ana, as: Carol}]
 *           - after: 1 day
 *             receive: {from: Ana, answers: check-in, text: "All is well."}
 *             expect: [{mail: forwarded-answer, to: Carol}, {case: check-in, for: Ana, is: ended}]
 *
 * An entry first lets time come up to its instant, then does what it says, in
 * the order below, and then compares. `expect` is the whole truth of the span
 * since the entry before: a letter that is not named fails the test; without
 * `expect` no letter may have gone.
 *
 *   down: true               nothing ran since the entry before: time jumps
 *   reload: true             the rules are read again
 *   people: [...]            people join now, and are not enrolled silently
 *   mark: {person: Ana, status: left}
 *   mode: paused             paused, live or shadow
 *   receive: {...} or a list of such, messages that come now:
 *     from: Ana              a person, or an address of nobody known
 *     answers: check-in      the last letter of that name that this person got; none: no letter
 *     class: human           or auto_reply, bounce, refusal
 *     away_until: 2027-01-04 of auto_reply: the day that it names
 *     text: ...              what is written
 *     cc: Bea                a person or an address that stands in Cc, or a list of them
 *     attachment: {name: results.csv, text: "..."}
 *
 * What can be expected, of people of the test, "admin" or those who write in it:
 *   {mail: LETTER, to: NAME or [NAMES], as: NAME}  a letter; `as` is compared where it is said,
 *                                                  "admin" is the admin
 *      says: TEXT or [TEXTS]                         what its text says, blanks and line ends alike
 *      says_not: TEXT or [TEXTS]                     what its text does not say
 *      raw: TEXT or [TEXTS]                          what the message itself has: "Cc: <a@b.c>"
 *   {responsible: NAME, for: NAME}
 *   {status: STATUS, of: NAME}
 *   {case: RULE, for: NAME, is: running | waiting | stopped | ended | none}
 *   {role: ROLE, of: NAME, is: yes | no}
 *   {meeting: NAME, for: NAME, at: "2027-01-18 14:30" | never}
 *   {logged: attempted | made, with: NAME, times: N}     so many contacts since the test began
 */
#ifndef CTL_RULE_TESTS_H
#define CTL_RULE_TESTS_H

#include "engine/simulate.h"
#include "yaml/yaml.h"

struct test_person {
    const char *name, *zone, *language, *address;
    const char **roles;      /* NULL-ended */
    const char *responsible; /* name, or NULL */
    const char **matches;    /* names, NULL-ended */
    const char **superiors;  /* whom they answer to; names, NULL-ended */
    struct pos pos;
};

enum incoming_class { INCOMING_HUMAN, INCOMING_AUTO_REPLY, INCOMING_BOUNCE, INCOMING_REFUSAL };

struct test_message {
    const char *from, *answers, *text;
    enum incoming_class class;
    struct date away_until;
    const char *attachment_name, *attachment_text;
    const char **cc; /* NULL-ended */
    struct pos pos;
};

enum expect_kind {
    EXPECT_MAIL,
    EXPECT_RESPONSIBLE,
    EXPECT_STATUS,
    EXPECT_CASE,
    EXPECT_ROLE,
    EXPECT_MEETING,
    EXPECT_LOGGED
};

struct expectation {
    enum expect_kind kind;
    const char *what;         /* letter, responsible person, status, rule, or attempted/made */
    const char **people;      /* to, for, of, with; NULL-ended */
    const char *as;           /* of mail */
    const char **says, **raw; /* of mail: each must stand in its text, or the message; NULL-ended */
    const char **says_not;    /* and none of these in its text */
    const char *is;           /* of case and role */
    const char *at;           /* of meeting */
    int64_t times;            /* of logged */
    struct pos pos;
};

struct test_entry {
    struct pos pos;
    instant at; /* worked out from at and after */
    bool down, reload;
    struct test_person *people;
    size_t people_count;
    const char *mark_person, *mark_status;
    const char *mode;
    struct test_message *messages;
    size_t messages_count;
    struct expectation *expect;
    size_t expect_count;
};

struct rule_test {
    const char *name;
    struct pos pos;
    instant start;
    struct test_person *people;
    size_t people_count;
    struct test_entry *entries;
    size_t entries_count;
};

struct rule_tests {
    struct rule_test *tests;
    size_t count;
};

/* NULL with diagnostics. Times are of the programme's zone. */
struct rule_tests *rule_tests_parse(struct arena *a, const char *file, const char *bytes,
                                    size_t len, const struct programme *p, struct diags *d);

/* The key tables, for the editor's schema. */
extern const struct ykey rule_tests_keys[], rule_person_keys[], rule_test_keys[], rule_entry_keys[],
    rule_mark_keys[], rule_message_keys[], rule_attachment_keys[], rule_expect_keys[];

struct rule_coverage;

/* What is wanted of a run besides its result; each may be NULL. */
struct rule_tests_also {
    struct rule_coverage *cover; /* what it reached is added */
    const char *letters;         /* a folder: the letters go there, the last of each name, as
                                    PROGRAMME.LETTER.eml */
};

/* Runs one on a fresh simulation. 0 passed; 1 failed, and the timeline with what
 * was expected and what came is in out; -1 with e. */
int rule_test_run(struct arena *a, const struct rule_test *t, const struct config *config,
                  const char *programme, const struct rule_tests_also *also, struct buf *out,
                  struct err *e);

/* ---- incoming mail as mail programs would write it ---------------------------- */

struct incoming {
    const char *from_name, *from_address;
    const char *mailbox;             /* the programme's address: To, without a letter */
    const struct outbox_row *letter; /* what is answered, or NULL */
    enum incoming_class class;
    struct date away_until;
    const char *text;
    const char *attachment_name, *attachment_text;
    const char *cc; /* addresses with commas between, or NULL */
    instant date;
    unsigned number; /* makes its Message-ID */
};

/* -1 with e. */
int incoming_compose(const struct incoming *in, struct buf *out, struct err *e);

#endif
