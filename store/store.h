/* SPDX-License-Identifier: GPL-2.0-or-later */
/* store.h - the one durable thing: SQLite in WAL mode, synchronous FULL.
 *
 * Every table has one writing process:
 *     reader  inbox, mailbox          (what came)
 *     sender  delivery                (what became of letters)
 *     engine  everything else         (mentorctl changes things through the
 *                                      engine's code, in a transaction of its own)
 * A row is inserted by one process and updated by no other: what became of an
 * inbox row is an inbox_done row, what became of a letter a delivery row.
 * Nothing is computed inside a write transaction that could be computed
 * before; every transaction is BEGIN IMMEDIATE.
 *
 * Functions return 0 (or what they say) or -1, then store_error() is a sentence
 * for the log and the caller rolls back: full disk, an I/O error, a breached
 * constraint. Strings that come back live in the arena that was given. What
 * writes more than one row (people, state, letters, the inbox) wants a
 * transaction of the caller's and fails without one.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "rules/decide.h"

struct store;

enum store_access {
    STORE_CREATE, /* make or migrate the file, mode 0600 */
    STORE_WRITE,  /* the file must exist and be of this version */
    STORE_READ,
    STORE_MEMORY, /* a private one; path is ignored. Tests and simulations */
};

#define STORE_UNFIT -2 /* of a newer mentord, or another program's: a person must act */

/* 0; -1 with e; or STORE_UNFIT, with e as well. */
int store_open(struct store **out, const char *path, enum store_access access, struct err *e);
void store_close(struct store *s);
DEFINE_FREEP(struct store, store_close)
const char *store_error(const struct store *s);
/* Whether what failed in the last transaction was the disk or a lock, and not what was to be
 * written: whoever wrote it is not to blame. */
bool store_is_unwell(const struct store *s);

/* A consistent copy in memory, for plan. */
int store_copy_to_memory(struct store *from, struct store **out, struct err *e);

int store_begin(struct store *s); /* BEGIN IMMEDIATE; waits up to 10 s for the other writers */
/* Many readings at one instant, for less than one by one; ends with store_commit. */
int store_begin_reading(struct store *s);
/* Refused where anything failed since the beginning, whoever overlooked it. */
int store_commit(struct store *s);
void store_rollback(struct store *s);

/* ---- settings: small values of the engine --------------------------- */

/* The value, or NULL where it was never set. */
const char *store_setting(struct store *s, struct arena *a, const char *name);
int store_set_setting(struct store *s, const char *name, const char *value);
/* One that is a number; 0 where it was never set. */
int store_number(struct store *s, const char *name, int64_t *out);

/* The key that letter tokens are made with: 32 bytes, made at creation. */
int store_secret(struct store *s, unsigned char key[32]);

/* ---- the rules in force, as they were written ------------------------- */

struct rules_file {
    const char *path; /* below the folder of programmes: "mentor2mentor/rules.yaml" */
    const char *bytes;
    size_t len;
};

struct rules_row {
    const char *programme, *version;
    struct rules_file *files; /* in the order of their paths */
    size_t files_count;
};

/* These rules run now, instead of what ran of this programme before. */
int store_put_in_force(struct store *s, const struct rules_row *row, instant since);
int store_end_force(struct store *s, const char *programme); /* it is there no more */
/* Each programme that runs, with its files, in the order of names; count or -1. */
int store_in_force(struct store *s, struct arena *a, struct rules_row **out);
/* Whether any case of the rule was ever begun. 1, 0, -1. */
int store_rule_has_cases(struct store *s, const char *programme, const char *rule);
/* Cases, clock and occurrences of the rule `was` are of `rule` from now on; that one has no cases.
 */
int store_rename_rule(struct store *s, const char *programme, const char *was, const char *rule);

/* ---- people ---------------------------------------------------------- */

/* What import and forget touch; the rest of a person is in struct person. */
struct person_row {
    int64_t id;
    const char *name;
    const char *zone;     /* IANA name or NULL */
    const char *language; /* "en" or NULL */
    const char *status;
    struct date away_until;
    const char **addresses; /* normal forms, the preferred first */
    size_t addresses_count;
};

/* Inserts (id 0: *id is set) or updates name, zone, language and addresses. An
 * address that another person has is an error. */
int store_put_person(struct store *s, struct person_row *p);
int store_get_person(struct store *s, struct arena *a, int64_t id, struct person_row *out);
int64_t store_person_by_address(struct store *s, const char *address); /* 0: nobody; -1 */
int64_t store_person_by_name(struct store *s,
                             const char *name); /* case folded; 0: nobody or several */
/* Everybody of a programme, for finding who is meant by a first name or a slip of the pen. */
struct name_row {
    int64_t id;
    const char *name, *bare; /* bare: see store_bare_name */
};
int store_names(struct store *s, struct arena *a, const char *programme, struct name_row **out);
/* A name as it is compared where no accents are at hand: case folded, without marks. */
const char *store_bare_name(struct arena *a, const char *name);
/* People of a programme who hold role (NULL: any), ids after `after`, in order; at most max. */
int store_people(struct store *s, const char *programme, const char *role, int64_t after,
                 int64_t *ids, size_t max);
/* Only those whose status is active (absence is for decide to weigh), and, with matched, who have a
 * match. */
int store_active_people(struct store *s, const char *programme, const char *role, bool matched,
                        int64_t after, int64_t *ids, size_t max);
/* Links of a kind, from-ids after `after`: pairs in ids[2i], ids[2i + 1]. Count of pairs. */
int store_links(struct store *s, const char *programme, const char *kind, int64_t after_from,
                int64_t after_to, int64_t *ids, size_t max_pairs);
/* Programmes in which this person holds a role; names, NULL-ended. */
const char **store_programmes_of(struct store *s, struct arena *a, int64_t person);

/* ---- text: what people wrote, erasable ------------------------------- */

int64_t store_put_text(struct store *s, int64_t person, const char *text,
                       instant at);                                   /* id or -1 */
const char *store_text(struct store *s, struct arena *a, int64_t id); /* NULL: erased or none */

/* ---- state and events ------------------------------------------------ */

/* The slice round person and other (0: the programme alone): these people,
 * everybody linked with them either way, and whom those in turn link to (a
 * mentee's mentor's coordinator, but not all the others of that coordinator);
 * the holders of the programme's roles with their loads (mentors, mentees and
 * such who are not linked are left out: whole come the roles held by at most 50 people,
 * and those of which a step wants everybody); the cases about person and other that are open or
 * began in the 62 days before the last event. mail_read_until is left to the caller. */
int store_load_state(struct store *s, struct arena *a, const struct programme *p, int64_t person,
                     int64_t other, struct state *out);
/* Whether more people than that hold the role. 1, 0, -1. */
int store_role_exceeds(struct store *s, const char *programme, const char *role, int limit);
/* A slice that was loaded when store_slices said `since` is still what loading
 * it now would give: the transaction is the same, and nothing was written in
 * it that slices are made of, but by saving this very slice. */
uint64_t store_slices(const struct store *s);
bool store_slices_hold(const struct store *s, uint64_t since);
int store_save_state(struct store *s, struct state *st); /* what is dirty */

int store_append_event(struct store *s, struct event *e); /* sets e->id */
int64_t store_new_case_id(struct store *s);
/* A case by id without its slice: rule, subject, step. 0 found, 1 none, -1. */
int store_get_case(struct store *s, struct arena *a, int64_t id, struct kase *out,
                   const char **programme);
/* Whether this case was ever begun (its key is unique). 1, 0, -1. */
int store_case_exists(struct store *s, const char *programme, const char *rule,
                      const char *occurrence, int64_t person, int64_t other);

/* Cases of a programme with due <= now, beyond (after_due, after_id), in order. The cost follows
 * what is due. */
struct due_case {
    int64_t id, person, other;
    instant due;
};
int store_due_cases(struct store *s, const char *programme, instant now, instant after_due,
                    int64_t after_id, struct due_case *out, size_t max);
/* The earliest due of an open case, or INSTANT_NEVER. */
int store_next_due(struct store *s, const char *programme, instant *out);
int store_open_cases(struct store *s, struct arena *a, const char *programme, int64_t after,
                     struct kase *out, size_t max);

/* Of these, those that stand still until mail is sorted (case_stands_still). */
int store_still_cases(struct store *s, struct arena *a, const char *programme, int64_t after,
                      struct kase *out, size_t max);
/* Cases of all programmes that stopped, and are about this person or had a letter to them; ids
 * after `after`. */
int store_stopped_cases(struct store *s, int64_t person, int64_t after, int64_t *ids, size_t max);

/* Cases of a rule that began after `since`, about a person (0: any), with their answers. */
int store_cases_of_rule(struct store *s, struct arena *a, const char *programme, const char *rule,
                        int64_t person, instant since, struct kase *out, size_t max);
/* When the last case of a rule about this person (0: the programme) began before that; 0: never. */
int store_last_of_rule(struct store *s, const char *programme, const char *rule, int64_t person,
                       instant before, instant *out);

/* ---- dates ------------------------------------------------------------- */

struct meeting_row {
    int64_t person, other; /* whose; 0: the programme's */
    instant at;
};
/* The dates of a planned meeting, beyond `after` and not after `until`, in order of date and
 * subject. */
int store_meetings(struct store *s, const char *programme, const char *meeting,
                   const struct meeting_row *after, instant until, struct meeting_row *out,
                   size_t max);
/* Which of a meeting's times was chosen; NULL: none. */
const char *store_meeting_choice(struct store *s, struct arena *a, const char *programme,
                                 const char *meeting);
/* Links of a kind that began beyond `after` and before `until`: from, to and since. */
int store_links_since(struct store *s, const char *programme, const char *kind,
                      const struct meeting_row *after, instant until, struct meeting_row *out,
                      size_t max);
int store_first_link(struct store *s, const char *programme, const char *kind, instant *out);
/* The same of those who have a role: since when. */
int store_roles_since(struct store *s, const char *programme, const char *role,
                      const struct meeting_row *after, instant until, struct meeting_row *out,
                      size_t max);
int store_first_role(struct store *s, const char *programme, const char *role, instant *out);
/* Whether an occurrence of a rule was dealt with or is. 1, 0, -1. */
int store_has_occurrence(struct store *s, const char *programme, const char *rule, const char *key);

/* Walks the log in order from event id `from` on; the callback returns non-zero to stop. Filters
 * that are NULL or 0 don't filter. person matches person or other. */
struct event_filter {
    int64_t from, person, case_id;
    const char *programme, *rule;
    instant since, until;
    const int *kinds; /* of enum event_kind, ended by -1 */
};
int store_walk_events(struct store *s, struct arena *a, const struct event_filter *f,
                      int (*each)(void *ctx, const struct event *e), void *ctx);

/* ---- schedules and modes --------------------------------------------- */

/* The instant of the last occurrence of a rule's schedule that was dealt with; 0: never. */
int store_rule_clock(struct store *s, const char *programme, const char *rule, instant *out);
int store_set_rule_clock(struct store *s, const char *programme, const char *rule, instant at);
/* An occurrence being dealt with, in batches: how far it came. */
struct occurrence_row {
    const char *programme, *rule, *key;
    instant at;
    int64_t after, after_other; /* subjects up to here are done */
    const char *state;          /* "running", "held", "done" */
};
int store_put_occurrence(struct store *s, const struct occurrence_row *o); /* insert or update */
/* Those that run leave out programmes that are paused. */
int store_occurrences(struct store *s, struct arena *a, const char *state,
                      struct occurrence_row *out, size_t max);
/* 0 found, 1 none, -1. */
int store_occurrence(struct store *s, struct arena *a, const char *programme, const char *rule,
                     const char *key, struct occurrence_row *out);
const char *store_mode(struct store *s, struct arena *a,
                       const char *programme); /* "shadow" at first */
int store_set_mode(struct store *s, const char *programme, const char *mode);

/* ---- outbox (engine) and delivery (sender) ---------------------------- */

struct outbox_row {
    int64_t id;
    const char *programme;
    int64_t case_id; /* 0: none */
    const char *step;
    const char *kind;   /* of enum letter_kind, as a word: "attempt" */
    const char *letter; /* template */
    int64_t recipient, as, about, about_other;
    const char *unique_key; /* case, step, kind and recipient; or inbox, kind and recipient */
    const char *token;
    const char *message_id;
    const char *envelope_from, *envelope_to;
    instant created, not_before;
    instant not_after; /* when its recipient's hours close; it waits for the next. 0: never */
    bool at_any_hour;  /* urgent and answers to mail: no mode but "paused" stops them */
    const char *subject;
    const char *text; /* the text part, to find in the quotation of an answer */
    const char *raw;  /* the message, CRLF */
    size_t raw_len;
    const char *held; /* NULL, "shadow", or why; held letters are not sent */
    bool routine; /* to store_put_letter: the recipient's next routine letter is for another day */
};

/* The id; 0 where a letter of that unique_key lies there already; -1. */
int64_t store_put_letter(struct store *s, const struct outbox_row *l);
/* 0 found, 1 none, -1. raw only where with_raw. */
int store_get_letter(struct store *s, struct arena *a, int64_t id, bool with_raw,
                     struct outbox_row *out);
int store_letter_by_token(struct store *s, struct arena *a, const char *token,
                          struct outbox_row *out);
int store_letter_by_message_id(struct store *s, struct arena *a, const char *message_id,
                               struct outbox_row *out);
/* The programme of the last letter to somebody; NULL: none. */
const char *store_wrote_last(struct store *s, struct arena *a, int64_t person);
/* Letters that wait, held ones included; for status and plan. */
int store_waiting_letters(struct store *s, struct arena *a, const char *programme, int64_t after,
                          struct outbox_row *out, size_t max);
/* Those of a case, or those to a person, that are not known to be final, ids after `after`. */
int store_open_letters_of_case(struct store *s, struct arena *a, int64_t case_id, int64_t after,
                               struct outbox_row *out, size_t max);
int store_open_letters_to(struct store *s, struct arena *a, int64_t person, int64_t after,
                          struct outbox_row *out, size_t max);
/* Not before then, and not after then (0: never); a letter that waits longer already, or is
 * final, stays as it is. */
int store_put_off_letter(struct store *s, int64_t id, instant not_before, instant not_after);
/* Letters of a programme, not held, whose not_after has come while they waited, ids after `after`.
 */
int store_missed_letters(struct store *s, struct arena *a, const char *programme, instant now,
                         int64_t after, struct outbox_row *out, size_t max);
/* The next not_after beyond now of a letter that waits, or INSTANT_NEVER. */
int store_next_closing(struct store *s, instant now, instant *out);
/* Lets those go to a person (0: the admin) that were held for that reason. Count or -1. */
int store_release_letters_to(struct store *s, int64_t recipient, const char *held);
/* Holds those that no connection has taken yet; count or -1. */
int store_hold_letters(struct store *s, const char *programme, const char *held);
int store_release_letters(struct store *s, const char *programme,
                          const char *held); /* count or -1 */
/* 0; 1 where it is too late: in flight, final or dropped already; -1. */
int store_drop_letter(struct store *s, int64_t id, const char *why, instant at);
/* Letters to one address (any of a person's) since an instant, sent or queued: the flood limit. */
int store_count_letters_to(struct store *s, const char *envelope_to, instant since);

/* Whom a numbered line of a letter is about: 0 where it has no such line. */
int store_put_letter_line(struct store *s, int64_t letter, int number, int64_t person);
int64_t store_letter_line(struct store *s, int64_t letter, int number);

/* The threads of a letter that passes words on: Message-IDs with blanks between, oldest first,
 * "" where none. here: what it follows where it is read; there: of whom it passes on. */
struct letter_thread {
    const char *here, *there;
};
int store_put_letter_thread(struct store *s, int64_t letter, const struct letter_thread *t);
int store_letter_thread(struct store *s, struct arena *a, int64_t letter,
                        struct letter_thread *out); /* both "" where it has none */

/* The states of a letter: no row is "queued". The sender appends, never changes. */
#define DELIVERY_IN_FLIGHT "in_flight" /* DATA may have been sent: durable before it is */
#define DELIVERY_SENT      "sent"
#define DELIVERY_DEFERRED  "deferred" /* try again at retry_at */
#define DELIVERY_FAILED    "failed"   /* for good */
#define DELIVERY_UNCERTAIN "uncertain"

struct delivery_row {
    int64_t id; /* of the row: the engine's cursor */
    int64_t letter;
    const char *state;
    instant at, retry_at;
    const char *step;   /* what was refused: "sender", "recipient" (only this speaks of the
                           address), "content"; NULL: nothing */
    int code;           /* SMTP reply, 0: none */
    const char *detail; /* of a claim: the transport */
};

/* Letters that may go out now: not held, not final, programme not paused, not_before and retry_at
 * reached, not_after not, not in flight. In the order of (not_before, id), beyond `after` (NULL:
 * from the start). Where fewer than max came, *next is the earliest instant at which another
 * becomes due. */
struct due_letter {
    int64_t id;
    const char *envelope_from, *envelope_to;
    const char *message_id;
    instant not_before;
    int tries;         /* that were deferred */
    instant first_try; /* of those; 0: none */
};
int store_due_letters(struct store *s, struct arena *a, instant now, const struct due_letter *after,
                      struct due_letter *out, size_t max, instant *next);
/* The message itself, CRLF. 0, 1 where it was erased, -1. */
int store_letter_raw(struct store *s, struct arena *a, int64_t id, const char **raw, size_t *len);
/* Marks a letter in flight by the transport `via`. 1: claimed; 0: not to be sent after all (held,
 * dropped, paused, final, put off, too late in the day, or claimed already); -1. */
int store_claim_letter(struct store *s, int64_t id, instant at, const char *via);
/* Appends within the caller's transaction. What would make a letter go twice fails: anything after
 * a final state, a second claim, "sent" without a claim. */
int store_put_delivery(struct store *s, const struct delivery_row *d);
/* Letters in flight without a result: what a crash left. Called before the first claim. */
int store_in_flight(struct store *s, int64_t *letters, size_t max);
/* For the engine: results after the cursor, in order (in_flight left out). */
int store_deliveries(struct store *s, struct arena *a, int64_t after, struct delivery_row *out,
                     size_t max);
/* Letters of which nobody knows whether they arrived, and nobody has said so; ids after `after`. */
int store_uncertain_letters(struct store *s, struct arena *a, int64_t after, struct outbox_row *out,
                            size_t max);
/* Of such a letter, in a transaction: a person says that it arrived; or wants it sent again, not
 * before `at` and not before the engine has looked at its recipient's hours. */
int store_letter_arrived(struct store *s, int64_t id, instant at);
int store_send_again(struct store *s, int64_t id, instant at);
/* The last delivery row of a letter; 1 where there is none. */
int store_last_delivery(struct store *s, struct arena *a, int64_t letter, struct delivery_row *out);

/* Why nothing can be sent now: the sender's word to status. */
struct sender_row {
    const char *trouble; /* NULL: none */
    instant trouble_since;
};
int store_put_sender(struct store *s, const struct sender_row *row);
int store_get_sender(struct store *s, struct arena *a, struct sender_row *out);

/* ---- inbox (reader) and what became of it (engine) --------------------- */

struct inbox_row {
    int64_t id;
    const char *mailbox; /* "inbox" of the configuration, and its folder: "main/INBOX" */
    uint64_t uidvalidity;
    const char *uid;  /* in digits: of IMAP, or what stands for a Maildir name */
    const char *hash; /* of the bytes: the same message fetched again is the same row */
    instant fetched;
    const char *raw;
    size_t raw_len;
    bool oversize; /* raw is its headers only */
};

/* The id, or 0 where this message (mailbox and hash, Message-ID included in the bytes) was
 * stored before; then only its new uid is noted. -1. */
int64_t store_put_inbox(struct store *s, const struct inbox_row *m);
/* Whether a message of that number was stored. 1, 0, -1. */
int store_has_uid(struct store *s, const char *mailbox, uint64_t uidvalidity, const char *uid);
/* The first undone row after `after`, without raw. 0 found, 1 none, -1. */
int store_next_inbox(struct store *s, struct arena *a, int64_t after, struct inbox_row *out);
int store_inbox_raw(struct store *s, struct arena *a, int64_t id, struct inbox_row *out);
int store_count_undone(struct store *s); /* messages that are not decided yet */

/* Counts a try, durable before the message is touched; the new count. */
int store_try_inbox(struct store *s, int64_t id);
int store_untry_inbox(struct store *s, int64_t id); /* that one was no try */
/* outcome: "decided", "aside" (can't be read), "duplicate", "unsorted" (waits for a person) */
int store_inbox_done(struct store *s, int64_t id, const char *outcome, int64_t person,
                     int64_t letter, instant at, const char *why);
/* What a decided message said, as a hash; and the message that said so before: 0: none, -1. */
int store_put_said(struct store *s, const char *hash, int64_t inbox);
int64_t store_said_before(struct store *s, const char *hash);
/* Since when mail that seems to be from this person waits for sorting; 0: none. */
int store_unsorted_since(struct store *s, int64_t person, instant *out);
int store_sorted(struct store *s, int64_t inbox); /* a person sorted it */
/* Whether it waits for that or is set aside, and whom it may be from (0: nobody known). 1, 0, -1.
 */
int store_to_sort(struct store *s, int64_t inbox, int64_t *person);
/* A message that was set aside and may be from anybody: until it is sorted, nobody counts as silent
 * after store_unread_since (INSTANT_NEVER: there is none). store_unread: which; count. */
int store_put_unread(struct store *s, int64_t inbox);
int store_unread_since(struct store *s, instant *out);
int store_unread(struct store *s, int64_t *ids, size_t max);
/* Messages with that outcome, "unsorted" or "aside", that nobody has sorted yet. */
int store_count_mail(struct store *s, const char *outcome);

/* One row a mailbox folder; complete: all that had arrived by then was fetched. */
struct mailbox_row {
    const char *mailbox;
    uint64_t uidvalidity;
    uint64_t last_uid;
    instant complete;
    const char *trouble; /* why it can't be read now, or NULL */
    instant trouble_since;
};
int store_put_mailbox(struct store *s, const struct mailbox_row *m);
int store_mailboxes(struct store *s, struct arena *a, struct mailbox_row *out, size_t max);
/* As of when all the named mailboxes (NULL-ended) were fetched and everything in them is done;
 * 0 where one never was. */
int store_read_until(struct store *s, const char *const *mailboxes, instant *out);

/* ---- keeping ------------------------------------------------------------ */

/* Erases the text, addresses and name of a person; the log stays. */
int store_forget_person(struct store *s, int64_t person);
/* After the commit of what erases: what was erased is gone from the files too. Waits up to 10 s for
 * those who read. 0; 1 where somebody reads all the while: it is gone when the log beside the
 * store is next begun anew; -1. */
int store_wipe(struct store *s);
/* Erases raw messages and letters older than that. */
int store_prune(struct store *s, instant before);

#endif
