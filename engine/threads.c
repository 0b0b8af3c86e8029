/* SPDX-License-Identifier: GPL-2.0-or-later */
/* threads.c - conversations through us, as mail programs show them.
 *
 * A mentor writes A1, which is passed on as F1; the coordinator answers it with
 * C1, which is passed on as R1; and so on. The mentor's mail program knows A1
 * and R1, the coordinator's F1 and C1. So each letter that passes words on has
 * two threads: the one that it follows where it is read, and the one on the
 * other side that the next answer has to follow.
 *
 *     letter   follows (here)   the other side (there)
 *     F1       -                A1
 *     R1       A1               F1 C1
 *     F2       F1 C1            A1 R1 A2
 *
 * Without such an answer a letter follows the first one of its case to the same
 * person: a second attempt stands below the first, a reminder below its question.
 *
 * Ids come from strangers: an odd one is left out, and a thread keeps its
 * first id and the last few. */
#include "engine/engine_internal.h"

#include <string.h>

#define MOST_IDS 12
#define MOST_LEN 200 /* of an id */

static bool is_good_id(const char *id)
{
    size_t len = strlen(id);

    for (const char *c = id; *c; c++)
        if ((unsigned char)*c <= ' ' || (unsigned char)*c >= 0x7F || strchr("<>,", *c))
            return false;
    return len > 0 && len <= MOST_LEN && strchr(id, '@');
}

size_t thread_ids(struct arena *a, const char *thread, const char ***out)
{
    char *save = NULL;
    size_t n = 0;

    *out = arena_array(a, strlen(thread) / 2 + 1, sizeof **out);
    for (char *id = strtok_r(arena_strdup(a, thread), " ", &save); id;
         id = strtok_r(NULL, " ", &save))
        (*out)[n++] = id;
    return n;
}

/* The thread with one more id. */
static const char *with(struct arena *a, const char *thread, const char *id)
{
    const char **ids, *out;
    size_t n = thread_ids(a, thread, &ids);

    if (!id || !is_good_id(id))
        return thread;
    if (n < MOST_IDS)
        return n ? arena_printf(a, "%s %s", thread, id) : id;
    out = ids[0];
    for (size_t i = n - MOST_IDS + 2; i < n; i++)
        out = arena_printf(a, "%s %s", out, ids[i]);
    return arena_printf(a, "%s %s", out, id);
}

/* Words go from the one to the other: the recipient's side is the other side
 * of the letter that was answered. After a hand-over there is no such side. */
static void pass_on(struct engine *e, const struct letter_intent *l,
                    const struct outbox_row *answered, const struct letter_thread *before,
                    struct letter_thread *out)
{
    bool theirs = answered && (answered->as == l->to || answered->about == l->to);
    const char *own = answered ? with(e->scratch, before->here, answered->message_id) : "";

    out->here = theirs ? before->there : "";
    out->there = with(e->scratch, own, e->occasion.message_id);
}

/* ---- the letters of a case ------------------------------------------------------ */

struct first_letter {
    int64_t to, about, id;
};

static int find_first(void *ctx, const struct event *ev)
{
    struct first_letter *f = ctx;

    if (ev->person != f->to)
        return 0;
    f->id = ev->letter;
    return 1;
}

static int name_first(struct engine *e, int64_t id, struct letter_thread *out)
{
    struct outbox_row row;
    int rc = id ? store_get_letter(e->store, e->scratch, id, false, &row) : 1;

    if (rc == 0)
        out->here = with(e->scratch, "", row.message_id);
    return rc < 0 ? -1 : 0;
}

static int follow_case(struct engine *e, const struct letter_intent *l, struct letter_thread *out)
{
    static const int kinds[] = {EVENT_LETTER_QUEUED, -1};
    const struct event_filter filter = {.case_id = l->case_id, .kinds = kinds};
    struct first_letter first = {.to = l->to};

    if (!l->case_id || !l->to)
        return 0;
    if (store_walk_events(e->store, e->scratch, &filter, find_first, &first) < 0)
        return -1;
    return name_first(e, first.id, out);
}

/* ---- the thread of a team --------------------------------------------------------- */

static int find_first_of_team(void *ctx, const struct event *ev)
{
    struct first_letter *f = ctx;

    if (ev->person != f->to || ev->other != f->about || !desk_is_team_letter(ev->name))
        return 0;
    f->id = ev->letter;
    return 1;
}

/* Everybody's own first letter of it is what all others follow. */
static int follow_team(struct engine *e, const struct letter_intent *l, struct letter_thread *out)
{
    static const int kinds[] = {EVENT_LETTER_QUEUED, -1};
    const struct event_filter filter = {.person = l->to, .kinds = kinds};
    struct first_letter first = {.to = l->to, .about = l->about};

    if (store_walk_events(e->store, e->scratch, &filter, find_first_of_team, &first) < 0)
        return -1;
    return name_first(e, first.id, out);
}

int engine_thread(struct engine *e, const struct letter_intent *l, struct letter_thread *out)
{
    const struct outbox_row *answered =
        e->occasion.answered && e->occasion.answered->id ? e->occasion.answered : NULL;
    struct letter_thread before = {"", ""};

    *out = before;
    if (desk_is_team_letter(l->letter))
        return follow_team(e, l, out);
    if (l->kind < LETTER_FORWARD)
        return follow_case(e, l, out);
    if (!e->occasion.message_id)
        return 0;
    if (answered && store_letter_thread(e->store, e->scratch, answered->id, &before) < 0)
        return -1;
    if (l->kind == LETTER_FORWARD || l->kind == LETTER_RELAY || l->kind == LETTER_URGENT) {
        pass_on(e, l, answered, &before, out);
    } else if (l->kind == LETTER_TRANSCRIPT) {
        out->here = answered ? with(e->scratch, before.here, answered->message_id) : "";
        out->here = with(e->scratch, out->here, e->occasion.message_id);
    }
    return 0;
}
