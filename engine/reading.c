/* SPDX-License-Identifier: GPL-2.0-or-later */
/* reading.c - bytes become facts, by the parser; our own letter that they answer is
 * found by token or Message-ID.
 *
 * A batch is claimed first: each message's try is counted before it is touched.
 * One that was tried before is read alone, after a claim that was committed, and
 * set aside after the third time; so a message that kills the engine while it is
 * read ahead, uncounted, is counted once those before it are decided.
 *
 * The parser is asked ahead (parser.h). While one batch is decided the next is
 * read: between two decisions its answers are taken and it is asked more, so
 * that it works meanwhile and nobody waits for it. */
#include "engine/engine_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_TRIES 3

/* ---- what it answers ------------------------------------------------------------- */

static int find_letter(struct engine *e, struct batch *b, struct message *m)
{
    int rc = 1;

    m->letter.id = 0;
    for (size_t i = 0; i < m->head.tokens_count && rc == 1; i++)
        rc = store_letter_by_token(e->store, b->arena, m->head.tokens[i], &m->letter);
    for (size_t i = 0; i < m->head.refs_count && rc == 1; i++)
        rc = store_letter_by_message_id(e->store, b->arena, m->head.refs[i], &m->letter);
    if (rc == 1)
        m->letter.id = 0;
    return rc < 0 ? -1 : 0;
}

/* A bounce may name our letter in nothing but the Message-ID of what it returns. */
static int find_returned(struct engine *e, struct batch *b, struct message *m)
{
    int rc = 1;

    if (m->letter.id)
        return 0;
    if (m->facts.class == MAIL_BOUNCE && m->facts.in_answer_to[0])
        rc = store_letter_by_message_id(e->store, b->arena, m->facts.in_answer_to, &m->letter);
    if (rc == 1)
        m->letter.id = 0;
    return rc < 0 ? -1 : 0;
}

/* ---- asking ----------------------------------------------------------------------- */

/* What need not be asked at all, or is only looked at for whom it may be from. */
static int take_up(struct engine *e, struct batch *b, struct message *m)
{
    int rc = store_inbox_raw(e->store, b->arena, m->row.id, &m->row);

    if (rc < 0)
        return -1;
    m->stage = MESSAGE_FETCHED;
    if (m->tries > MOST_TRIES)
        m->aside = "it could not be read three times over";
    else if (rc == 1 || !m->row.raw)
        m->aside = "its bytes are gone";
    if (m->aside)
        m->stage = MESSAGE_READ;
    else if (m->row.oversize)
        m->aside = "it is larger than 25 MiB";
    return 0;
}

static enum parser_result ask(struct engine *e, struct message *m, struct err *why)
{
    struct mail_hints hints = {.self = e->config->self,
                               .original = m->letter.id ? m->letter.text : NULL};

    if (m->stage == MESSAGE_FETCHED)
        return parser_ask_head(e->parser, m->row.raw, m->row.raw_len, &hints.self, why);
    if (m->stage == MESSAGE_KNOWN)
        return parser_ask_facts(e->parser, m->row.raw, m->row.raw_len, &hints, why);
    hints.original = NULL;
    return parser_ask_facts(e->parser, m->before.raw, m->before.raw_len, &hints, why);
}

/* That there is no parser at all is no message's fault: then nothing is read,
 * and nothing is lost. */
static int no_parser(struct engine *e, const struct err *why)
{
    snprintf(e->error, sizeof e->error, "%s", why->text);
    return -1;
}

/* What can't be read is set aside; but of a message before, the answer says so. */
static void give_up(struct batch *b, struct message *m, const char *why)
{
    if (m->stage == MESSAGE_KEEPS || m->stage == MESSAGE_KEPT_ASKED)
        m->kept = (struct mail_facts){0};
    else if (!m->aside)
        m->aside = arena_strdup(b->arena, why);
    m->stage = MESSAGE_READ;
}

/* As much as may be asked ahead, the first messages first. */
static int ask_ahead(struct engine *e, struct batch *b)
{
    for (int i = b->first_unread; i < b->count; i++) {
        struct message *m = &b->messages[i];
        struct err why = {{0}};

        if (m->stage == MESSAGE_CLAIMED && take_up(e, b, m) < 0)
            return -1;
        if (m->stage != MESSAGE_FETCHED && m->stage != MESSAGE_KNOWN && m->stage != MESSAGE_KEEPS)
            continue;
        switch (ask(e, m, &why)) {
        case PARSER_OK:
            b->asked[(b->asked_first + b->asked_count++) % MESSAGES_AT_ONCE] = i;
            m->stage++;
            break;
        case PARSER_FAILED:
        case PARSER_KILLED: /* which taking tells */
            give_up(b, m, why.text);
            break;
        case PARSER_LATER:
            return 0;
        case PARSER_MISSING:
            return no_parser(e, &why);
        }
    }
    return 0;
}

/* ---- taking ----------------------------------------------------------------------- */

/* What was asked after a message that could not be read is to be asked again. */
static void ask_again(struct batch *b)
{
    for (; b->asked_count; b->asked_count--) {
        struct message *m = &b->messages[b->asked[b->asked_first]];

        m->stage--;
        b->asked_first = (b->asked_first + 1) % MESSAGES_AT_ONCE;
    }
}

/* What it answers, and whom it may be from, is known even where the rest can't be read. */
static int take_head(struct engine *e, struct batch *b, struct message *m)
{
    if (m->head.refused) {
        give_up(b, m, m->head.refused);
        return 0;
    }
    m->stage = m->aside ? MESSAGE_READ : MESSAGE_KNOWN;
    return find_letter(e, b, m);
}

/* Whoever is to read the words learns that there are more of them. */
static void tell_if_cut(struct batch *b, struct mail_facts *f)
{
    if (f->text_truncated)
        f->text = arena_printf(b->arena,
                               "%s\n\n[The letter goes on. It is too long to be passed on whole; "
                               "all of it lies in the mailbox.]\n",
                               f->text);
}

/* Of an answer to a preview, the message that brought the spreadsheet is read as well. */
static int take_facts(struct engine *e, struct batch *b, struct message *m)
{
    const char *key = m->letter.unique_key;
    int64_t before;
    int rc;

    m->stage = MESSAGE_READ;
    tell_if_cut(b, &m->facts);
    if (!m->letter.id)
        return find_returned(e, b, m);
    if (!desk_roster_is_preview(&m->letter) || strncmp(key, "inbox/", 6))
        return 0;
    before = atoll(key + 6);
    rc = store_inbox_raw(e->store, b->arena, before, &m->before);
    if (rc == 0 && m->before.raw)
        m->stage = MESSAGE_KEEPS;
    return rc < 0 ? -1 : 0;
}

static enum parser_result take_answer(struct engine *e, struct batch *b, struct message *m,
                                      struct err *why)
{
    if (m->stage == MESSAGE_HEAD_ASKED)
        return parser_take_head(e->parser, b->arena, &m->head, why);
    return parser_take_facts(e->parser, b->arena,
                             m->stage == MESSAGE_FACTS_ASKED ? &m->facts : &m->kept, why);
}

/* The answer that comes next, which is waited for. */
static int take(struct engine *e, struct batch *b)
{
    struct message *m = &b->messages[b->asked[b->asked_first]];
    struct err why = {{0}};
    enum parser_result r = take_answer(e, b, m, &why);

    b->asked_first = (b->asked_first + 1) % MESSAGES_AT_ONCE;
    b->asked_count--;
    if (r != PARSER_OK) {
        if (r == PARSER_KILLED && ++m->kills < MOST_TRIES)
            m->stage--;
        else
            give_up(b, m, why.text);
        ask_again(b);
        return 0;
    }
    if (m->stage == MESSAGE_HEAD_ASKED)
        return take_head(e, b, m);
    if (m->stage == MESSAGE_FACTS_ASKED)
        return take_facts(e, b, m);
    m->stage = MESSAGE_READ;
    return 0;
}

int engine_read_some(struct engine *e, struct batch *b)
{
    do {
        while (b->first_unread < b->count && b->messages[b->first_unread].stage == MESSAGE_READ)
            b->first_unread++;
        if (ask_ahead(e, b) < 0)
            return -1;
        if (!parser_has_answered(e->parser))
            return 0;
    } while (take(e, b) == 0);
    return -1;
}

int engine_read_rest(struct engine *e, struct batch *b)
{
    while (engine_read_some(e, b) == 0)
        if (!b->asked_count)
            return 0;
        else if (take(e, b) < 0)
            return -1;
    return -1;
}

/* ---- claiming --------------------------------------------------------------------- */

/* That no parser can be started must not count as a try: three starts without
 * one would set all mail aside. 1 ready, 0 no mail, -1. */
static int ready_to_read(struct engine *e, struct batch *b)
{
    struct inbox_row row;
    struct err why = {{0}};
    int rc = store_next_inbox(e->store, b->arena, b->after, &row);

    if (rc)
        return rc < 0 ? -1 : 0;
    return parser_start(e->parser, &why) < 0 ? no_parser(e, &why) : 1;
}

/* The next one, if there is one and it may be read with those before: 1; 0; -1. */
static int claim_next(struct engine *e, struct batch *b, int64_t after)
{
    struct message *m = &b->messages[b->count];
    int rc;

    *m = (struct message){.stage = MESSAGE_CLAIMED};
    rc = store_next_inbox(e->store, b->arena, after, &m->row);
    if (rc)
        return rc < 0 ? -1 : 0;
    m->tries = store_try_inbox(e->store, m->row.id);
    if (m->tries < 0)
        return -1;
    b->count++;
    b->alone = m->tries > 1;
    return !b->alone && b->count < MESSAGES_AT_ONCE;
}

static void empty(struct batch *b, const struct batch *before)
{
    arena_reset(b->arena);
    b->count = b->first_unread = b->asked_first = b->asked_count = 0;
    b->alone = false;
    b->after = before ? before->messages[before->count - 1].row.id : 0;
}

static int claim(struct engine *e, void *ctx)
{
    struct batch *b = ctx;
    int64_t after = b->after;
    int rc;

    while ((rc = claim_next(e, b, after)) > 0)
        after = b->messages[b->count - 1].row.id;
    return rc;
}

int engine_claim_batch(struct engine *e, const struct batch *before, struct batch *b)
{
    int ready;

    empty(b, before);
    ready = ready_to_read(e, b);
    return ready > 0 ? engine_transaction(e, claim, b) : ready;
}

int engine_claim_more(struct engine *e, const struct batch *before, struct batch *b)
{
    empty(b, before);
    return claim(e, b);
}
