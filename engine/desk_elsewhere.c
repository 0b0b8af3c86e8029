/* SPDX-License-Identifier: GPL-2.0-or-later */
/* desk_elsewhere.c - contacts that passed us by: a coordinator writes to one of
 * her people herself with us in Cc, or forwards what one of them wrote to her.
 *
 * From alone proves nothing, so neither ends a ladder: a letter to somebody is
 * an attempt on the form, and of a forwarded one it is asked on what day they
 * were reached; the answer to that is an order like any other. */
#include "engine/desk_order.h"

#include "mail/address.h"

#include <string.h>

#define MOST_NAMED 8

struct elsewhere {
    struct desk *k;
    const struct people_list *own;
    int64_t seen[MOST_NAMED];
    size_t count;
    int64_t about; /* the one person; 0: none or several */
};

/* The sender's own person of that address who was not seen yet, else 0; -1. */
static int64_t own_person(struct elsewhere *w, const char *written)
{
    const char *address = address_normal(w->k->e->mail, written);
    int64_t person = address ? store_person_by_address(w->k->e->store, address) : 0;
    bool own = false;

    for (size_t i = 0; i < w->own->count; i++)
        own |= w->own->ids[i] == person;
    for (size_t i = 0; i < w->count; i++)
        own &= w->seen[i] != person;
    if (person <= 0 || !own || w->count == MOST_NAMED)
        return person < 0 ? -1 : 0;
    w->seen[w->count++] = person;
    w->about = w->count == 1 ? person : 0;
    return person;
}

static int log_attempt(struct elsewhere *w, int64_t person)
{
    struct desk *k = w->k;
    struct event ev = {.kind = EVENT_CONTACT_ATTEMPTED,
                       .programme = k->e->programme->rules->name,
                       .person = person,
                       .by = k->m->sender,
                       .inbox = k->m->row.id,
                       .reason = "a letter of her own, with us in Cc"};

    desk_line(k, desk_name_of(k, person),
              "your letter is on the contact form, as an attempt of today");
    return engine_go_on(k->e, &ev);
}

static int look_at_recipients(struct elsewhere *w)
{
    const struct mail_head *h = &w->k->m->head;

    for (size_t i = 0; i < h->to_count; i++) {
        int64_t person = own_person(w, h->to[i].email);
        if (person < 0 || (person && log_attempt(w, person) < 0))
            return -1;
    }
    return 0;
}

/* Addresses in what is forwarded: the headers of the old message, or its words. */
static int look_at_text(struct elsewhere *w, const char *text)
{
    static const char between[] = " \t\n<>()[],;:\"'|*";
    struct desk *k = w->k;
    char *save = NULL;

    for (char *word = strtok_r(arena_strdup(k->e->mail, text ? text : ""), between, &save); word;
         word = strtok_r(NULL, between, &save)) {
        int64_t person = strchr(word, '@') ? own_person(w, word) : 0;
        if (person < 0)
            return -1;
        if (person)
            desk_line(k, desk_name_of(k, person),
                      "you have forwarded something of theirs. When were they reached? Answer "
                      "this letter with \"reached\" and the day, and it is on the contact form");
    }
    return 0;
}

int desk_elsewhere(struct desk *k)
{
    struct elsewhere w = {.k = k, .own = desk_own_people(k)};

    if (!w.own)
        return -1;
    if (k->m->letter.id || !w.own->count)
        return 0;
    if (look_at_recipients(&w) < 0)
        return -1;
    if (!w.count &&
        (look_at_text(&w, k->m->facts.rest) < 0 || look_at_text(&w, k->m->facts.text) < 0))
        return -1;
    if (!w.count)
        return 0;
    k->m->letter.about = w.about;
    return desk_send_transcript(k, "contact-noted") < 0 ? -1 : 1;
}
