/* SPDX-License-Identifier: GPL-2.0-or-later */
/* engine_internal.h - the engine's parts, seen from inside.
 *
 *     pass.c      what there is to do at an instant: deliveries, mail, waits, schedules
 *     pass_dates.c  ... of which what follows meetings and dates of one's own
 *     perform.c   one event and everything that follows from it
 *     poison.c    what ends the engine is set aside
 *     resume.c    what stopped for want of an address goes on
 *     withdraw.c  what lies in the outbox and must not go any more
 *     letters.c   an intent becomes a message in the outbox
 *     threads.c   which conversation it belongs to, in mail programs
 *     fill.c      the fields of a letter
 *     reading.c   bytes become facts
 *     twice.c     one message that came on two ways
 *     unread.c    mail that nothing could read, and mail that was sorted
 *     inbound.c   a message becomes events
 *     desk.c      commands and answers of those who look after others
 */
#ifndef ENGINE_ENGINE_INTERNAL_H
#define ENGINE_ENGINE_INTERNAL_H

#include "engine/engine.h"
#include "reports/digest.h"
#include "words/commands.h"

#define ENGINE_ARENA_BYTES (256u * 1024 * 1024)

/* One line of a transcript: what was written, what was understood, what was done. */
struct transcript_line {
    const char *line, *done;
};

/* A part of a letter that is a list: its name in the letter, and how many there are beyond those
 * that are shown. */
struct occasion_list {
    const char *name;
    struct transcript_line *lines;
    size_t count, all;
};

/* What letters that answer a message speak of; set while it is decided. */
struct occasion {
    int64_t inbox;                  /* 0: no message */
    int64_t sender;                 /* of the message */
    const struct mail_facts *facts; /* for attachments that are passed on */
    const char *origin;             /* makes letters outside cases unique: "inbox/12" */
    const struct transcript_line *lines;
    size_t lines_count;
    const struct transcript_line *orders; /* what may be written, and what it does */
    size_t orders_count;
    struct occasion_list lists[6]; /* of a preview: what a spreadsheet would change */
    size_t lists_count;
    const char *file, *number; /* of that spreadsheet, and of this very preview; or NULL */
    bool silent;               /* who is new in it is no newcomer */
    struct digest open;        /* of a transcript: who still needs somebody */
    bool mixed;                /* words to be passed on are not, as not all is clear */
    bool both;                 /* orders and words stood in one letter */
    const char *helper;        /* the person to write to for help, or NULL */
    const int64_t *confirm;    /* of a letter that asks for a "yes": its lines 1 and 2, or NULL */
    const char **suggestions;  /* commands that the message's words suggest */
    size_t suggestions_count;
    bool again;             /* what came back is to be written again, to the same address */
    int64_t team;           /* it is for the thread of this mentor's team; 0 */
    bool urgent;            /* its words are among the programme's urgent phrases */
    const char *subject;    /* of the message, for "Re:" */
    const char *from;       /* the address in its From, whoever wrote it; or NULL */
    const char *message_id; /* of the message, or NULL */
    const struct outbox_row *answered; /* our letter that it answers, id 0: none; or NULL */
};

struct batch;

/* What follows, and where. */
struct queued {
    const struct shelf_programme *programme;
    struct outcome what;
};

struct engine {
    const struct config *config;
    struct store *store;
    struct parser *parser;
    struct shelf *shelf;
    unsigned char key[32]; /* of letter tokens */
    struct arena *arena;   /* of what is performed; emptied by engine_clear */
    struct batch *batch;   /* own; of mail, that is decided */
    struct batch *ahead;   /* own; that is read meanwhile */
    struct arena *mail;    /* of the batch that is decided */
    struct arena *scratch; /* of one letter */
    instant now;
    instant fetched_until; /* all mail is fetched and decided as of then */
    instant read_until;    /* ... and read: nothing that may be anybody's waits for sorting */
    bool wants_mail;
    bool at_limit; /* a letter is held as its address got so many; the admin is not told yet */
    bool careful;  /* one by one, each try counted */

    const struct shelf_programme *programme; /* of the cascade that is performed */
    struct state slice;                      /* programme NULL: none was loaded */
    uint64_t slice_read;                     /* store_slices() then */
    bool has_slice;       /* it is at hand, and may have changes that are not saved */
    struct queued *queue; /* what follows and is not performed yet */
    size_t queue_head, queue_count, queue_cap;
    int begun;           /* cases of what was performed last */
    const char *skipped; /* why none began, in e->arena; or NULL */
    struct occasion occasion;
    struct digest digest; /* of the letter that is being written: its numbered lines */
    char error[512];      /* of the last -1 that was not the store's */
};

/* ---- perform.c ---------------------------------------------------------- */

/* The state round these two, loaded unless it is at hand. NULL: the store failed. */
struct state *engine_slice(struct engine *e, int64_t person, int64_t other);
int engine_drop_slice(struct engine *e); /* saves it */
/* The same to look at, between events. */
const struct state *engine_look(struct engine *e, int64_t person, int64_t other);
/* Nothing is at hand any more, and e->arena is empty: one thing is done, the next begins. */
void engine_clear(struct engine *e);
/* engine_perform of something that belongs to what was performed or looked at
 * before: clears nothing, so the slice need not be read again. */
int engine_go_on(struct engine *e, const struct event *ev);
/* Stores an event that changes no state and causes nothing. */
int engine_log(struct engine *e, struct event *ev);

/* Performs this too, in its own programme, after what follows already. */
int engine_follow(struct engine *e, const struct event *ev);

/* ---- withdraw.c ----------------------------------------------------------- */

/* Takes back, or puts off, what lies in the outbox and is overtaken by this event. */
int engine_withdraw(struct engine *e, const struct state *s, const struct event *ev);
/* What waited while nothing could be sent goes at the next hours of whom it is for. 1, 0, -1. */
int engine_put_off_missed(struct engine *e, const struct shelf_programme *p);

/* ---- resume.c ------------------------------------------------------------- */

/* Fills in what an event about a case takes from it; the strings stay the case's. */
void engine_about_case(struct event *ev, const struct kase *k);
/* Within the caller's transaction. by: who gave the address; 0: an import. */
int engine_resume(struct engine *e, int64_t person, int64_t by, const char *reason);

/* ---- letters.c ------------------------------------------------------------ */

/* Writes the letter and logs LETTER_QUEUED. 0 also where this letter lies in the
 * outbox already, or can't be written: then the logs say why, and a case that would
 * wait for its answer stops; -1 is the store's. */
int engine_write_letter(struct engine *e, const struct letter_intent *l);
int engine_write_apart(struct engine *e, const struct letter_intent *l); /* between events */
int engine_write_to_all(struct engine *e, const struct letter_intent *l);
/* The admin hears once a day that letters are held as their address got so many. 1, 0, -1. */
int engine_pass_limit(struct engine *e);
/* Who hears of urgent words as well as whoever is responsible; in e->mail. Count or -1. */
int engine_deputies(struct engine *e, int64_t **out);

/* ---- threads.c ---------------------------------------------------------------- */

/* Which threads the letter stands in; in e->scratch. */
int engine_thread(struct engine *e, const struct letter_intent *l, struct letter_thread *out);
/* The Message-IDs of one, each a string; count. */
size_t thread_ids(struct arena *a, const char *thread, const char ***out);

/* ---- fill.c ----------------------------------------------------------------- */

struct writing {
    const struct letter_intent *intent;
    const struct letter *letter;
    struct person_row to, as, about;
    struct state *state;  /* round the subject */
    const struct kase *k; /* its case, or one made up of the subject */
    const char *reply_to;
    const struct report_picture *picture; /* where the letter shows it, else NULL */
    instant when;
};

int engine_fill(struct engine *e, const struct writing *w, struct fields *f);

/* "@7 wrote" as "Ana Ruiz wrote"; in a. */
const char *engine_with_names(struct engine *e, struct arena *a, const char *reason);
/* fill_context.c: who wrote, in one line: {{context}}. */
int engine_fill_context(struct engine *e, const struct writing *w, struct fields *f);
/* fill_meeting.c: meetings, polls, what was gathered. */
int engine_fill_meeting(struct engine *e, const struct writing *w, struct fields *f);

/* ---- reading.c ------------------------------------------------------------------- */

enum message_stage {
    MESSAGE_CLAIMED,
    MESSAGE_FETCHED, /* its bytes are at hand */
    MESSAGE_HEAD_ASKED,
    MESSAGE_KNOWN, /* its head, and the letter it answers */
    MESSAGE_FACTS_ASKED,
    MESSAGE_KEEPS, /* its facts; it is about a message before */
    MESSAGE_KEPT_ASKED,
    MESSAGE_READ, /* or to be set aside */
};

struct message {
    enum message_stage stage;
    int tries; /* this one included */
    int kills; /* of the parser, while it read this one */
    struct inbox_row row;
    struct mail_head head;
    struct mail_facts facts;
    struct inbox_row
        before;             /* which brought the spreadsheet of the preview that is answered here */
    struct mail_facts kept; /* of that one */
    struct outbox_row letter; /* our letter that it answers; id 0: none */
    int64_t sender;           /* by address, when it is decided; 0: nobody known */
    const char *aside;        /* why it can't be read, or NULL */
    const char *said;         /* a hash of what it says; NULL: it has no Message-ID */
    struct command *commands; /* in its text; found when first asked for */
    size_t commands_count;
};

#define MESSAGES_AT_ONCE 64

struct batch {
    struct arena *arena; /* own */
    struct message messages[MESSAGES_AT_ONCE];
    int count;
    int64_t after; /* it begins behind this row */
    bool alone;    /* it has one that was tried before: nothing is read meanwhile */
    int first_unread;
    int asked[MESSAGES_AT_ONCE]; /* a ring: which message the parser will answer next */
    int asked_first, asked_count;
};

/* Claims at most MESSAGES_AT_ONCE that stand behind those `before` (NULL: the
 * first), maybe none: in a transaction of its own, or within the present one. */
int engine_claim_batch(struct engine *e, const struct batch *before, struct batch *b);
int engine_claim_more(struct engine *e, const struct batch *before, struct batch *b);
/* Reads on as far as that means no waiting. */
int engine_read_some(struct engine *e, struct batch *b);
int engine_read_rest(struct engine *e, struct batch *b);

/* ---- inbound.c, desk.c -------------------------------------------------------- */

/* Decides one, within a transaction: events, letters, and the row marked done. */
int engine_decide_message(struct engine *e, struct message *m);
/* The orders in its text; count. */
size_t message_commands(struct engine *e, struct message *m, struct command **out);

/* Who wrote: the day there, and the language on file. person 0: nobody known. */
struct writer engine_writer(struct engine *e, int64_t person);
/* The answer of somebody who looks after others, to a letter about one of them. */
int desk_answer(struct engine *e, struct message *m);
/* Of somebody who has no part in the programme any more: nothing is done, and they are told. */
int desk_refuse(struct engine *e, struct message *m);
/* The answer to an ask: fields, named answers, tables. 1: it was one. What is
 * missing is asked again; what is complete is confirmed, but not to members:
 * they get no letter too many. */
int desk_ask(struct engine *e, struct message *m, bool member);
/* An answer to what is not asked any more: whoever wrote is told, and whoever decides gets the
 * words. 1: it was one; 0; -1 (desk_late.c). */
int desk_late(struct engine *e, struct message *m, bool member);
/* Whether the letter shows what a spreadsheet would change. */
bool desk_roster_is_preview(const struct outbox_row *l);
/* The answer to an invitation or a poll. 1: it was one, and nothing besides; 0; -1. */
int desk_choice(struct engine *e, struct message *m, bool member);
/* The words that a member may say of a programme's own ("mentee-silent"). */
int desk_member_words(struct engine *e, struct message *m);
int desk_member_help(struct engine *e, struct message *m);
/* Whether the letter of that name is of a team's thread (desk_team.c). */
bool desk_is_team_letter(const char *letter);
/* What a member writes to the thread, or to join, leave or have one. 1: it is heard; 0; -1. */
int desk_team_member(struct engine *e, struct message *m);
/* Hears a person: as engine_perform of HEARD. */
int desk_hear(struct engine *e, struct message *m, int64_t person, const char *value,
              instant until);

/* ---- twice.c ----------------------------------------------------------------- */

/* What it says, by whom, as a hash; NULL where it has no Message-ID. */
const char *message_said(struct engine *e, const struct message *m);

/* ---- unread.c ------------------------------------------------------------------- */

/* Finds m->sender by a bare look at the headers of what nothing could read; *anybody: it may be
 * from whomever. */
int engine_suspect(struct engine *e, struct message *m, bool *anybody);
/* Performs SORTED, and what stood still over unsorted mail is due again. */
int engine_mail_sorted(struct engine *e, const struct event *sorted);

/* ---- pass.c --------------------------------------------------------------------- */

/* An occurrence of a rule comes round, in a transaction of its own. */
int engine_fire(struct engine *e, const struct shelf_programme *p, const struct rule *r, instant at,
                const char *key);
/* How far a rule's schedule was dealt with; 0: nowhere yet, or the clock was far ahead once. */
int engine_rule_clock(struct engine *e, const struct shelf_programme *p, const struct rule *r,
                      instant *out);
/* Holds an occurrence for the admin where the n cases that it would begin are too many, or it is
 * late and the rule says ask. 1: it is held; 0; -1. */
int engine_hold(struct engine *e, const struct rule *r, instant at, const char *key, int n);
/* Why what should have come at that instant is too late; NULL: it is not. */
const char *engine_late_reason(struct engine *e, const struct rule *r, instant at);

int engine_tell_admin(struct engine *e, const char *letter, const char *origin, const char *reason);
/* What became of a letter, by the number of the result. */
int engine_note_result(struct engine *e, int64_t id);

/* ---- poison.c ------------------------------------------------------------------- */

/* Does one thing in a transaction, counted durably before it is touched; or, where it was tried too
 * often, puts it away. item: "case 12", "result 7", "occurrence ..." */
int engine_do_carefully(struct engine *e, const char *item, int (*f)(struct engine *, void *),
                        int (*away)(struct engine *, void *), void *ctx);
int engine_put_away(struct engine *e, const char *item);
int engine_put_off_case(struct engine *e, int64_t id, bool away);
int engine_retry_stuck(struct engine *e);

/* ---- pass_dates.c --------------------------------------------------------------- */

/* What comes round of a rule whose triggers follow meetings or dates of somebody's own. */
int engine_pass_dates(struct engine *e, const struct shelf_programme *p, const struct rule *r);
instant engine_next_date(struct engine *e, const struct shelf_programme *p, const struct rule *r,
                         const struct trigger *t);

/* ---- pass_own.c ----------------------------------------------------------------- */

/* The trigger of a rule that counts from a date of somebody's own; NULL. */
const struct trigger *rule_own_date(const struct rule *r);
int engine_pass_own(struct engine *e, const struct shelf_programme *p, const struct rule *r);
/* Begins the cases of a day that was held. */
int engine_begin_own_day(struct engine *e, const struct rule *r, const char *key);
instant engine_next_own(struct engine *e, const struct shelf_programme *p, const struct trigger *t);

/* Runs f within a transaction. */
int engine_transaction(struct engine *e, int (*f)(struct engine *, void *), void *ctx);
/* The same after something failed, which is what is told of. */
void engine_in_passing(struct engine *e, int (*f)(struct engine *, void *), void *ctx);

#endif
