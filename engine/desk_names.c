/* SPDX-License-Identifier: GPL-2.0-or-later */
/* desk_names.c - who is meant by a name that somebody wrote.
 *
 * A full name counts wherever it is; less of it only where one alone has it:
 * first among those whom the writer is likely to mean, then in the whole
 * programme. A slip of the pen is offered and never taken for the name. */
#include "engine/desk.h"

#include <string.h>

#define MOST_WORDS  8
#define MOST_TOLD   4
#define LEAST_TYPED 3 /* a shorter word is no slip of another */

struct name_words {
    const char *at[MOST_WORDS];
    size_t count;
};

static void split(struct arena *a, const char *name, struct name_words *out)
{
    char *save = NULL;

    out->count = 0;
    for (char *w = strtok_r(arena_strdup(a, name), " \t", &save); w && out->count < MOST_WORDS;
         w = strtok_r(NULL, " \t", &save)) {
        size_t len = strlen(w);
        if (len > 1 && w[len - 1] == '.')
            w[len - 1] = '\0';
        out->at[out->count++] = w;
    }
}

/* "s" for "sato": a letter, whatever its bytes. */
static bool is_initial(const char *written, const char *word)
{
    size_t len = strlen(written);

    return (len == 1 || (len <= 4 && (unsigned char)written[0] >= 0xC0)) &&
           !strncmp(written, word, len);
}

/* Whether the words are some of the name's, in order, one of them whole. */
static bool is_part(const struct name_words *written, const struct name_words *name)
{
    bool whole = false;
    size_t j = 0;

    for (size_t i = 0; i < written->count; i++, j++) {
        while (j < name->count && strcmp(written->at[i], name->at[j]) != 0 &&
               !is_initial(written->at[i], name->at[j]))
            j++;
        if (j == name->count)
            return false;
        whole |= !strcmp(written->at[i], name->at[j]);
    }
    return whole;
}

static bool is_near_word(const char *written, const char *word)
{
    const char *const one[] = {word, NULL};

    return strlen(written) >= LEAST_TYPED && nearest_word(written, one) != NULL;
}

/* Whether each word is one of the name's but for a slip. */
static bool is_near(const struct name_words *written, const struct name_words *name)
{
    for (size_t i = 0; i < written->count; i++) {
        bool found = false;
        for (size_t j = 0; j < name->count && !found; j++)
            found =
                !strcmp(written->at[i], name->at[j]) || is_near_word(written->at[i], name->at[j]);
        if (!found)
            return false;
    }
    return written->count > 0;
}

/* ---- the programme's names ------------------------------------------------------ */

enum likeness { FULL, PART, NEAR };

struct search {
    struct desk *k;
    const char *bare;
    struct name_words words;
    const struct people_list *likely; /* NULL: everybody alike */
    int64_t found[MOST_TOLD];
    const char *names[MOST_TOLD];
    size_t count;
};

static bool is_listed(const struct people_list *l, int64_t id)
{
    for (size_t i = 0; l && i < l->count; i++)
        if (l->ids[i] == id)
            return true;
    return !l;
}

static bool is_like(const struct search *s, size_t i, enum likeness how)
{
    const struct name_words *words = &s->k->name_words[i];

    if (how == FULL)
        return !strcmp(s->bare, s->k->names[i].bare);
    return how == PART ? is_part(&s->words, words) : is_near(&s->words, words);
}

static size_t look_for(struct search *s, enum likeness how, const struct people_list *among)
{
    s->count = 0;
    for (size_t i = 0; i < s->k->names_count; i++) {
        const struct name_row *row = &s->k->names[i];
        if (!is_listed(among, row->id) || !is_like(s, i, how))
            continue;
        if (s->count < MOST_TOLD) {
            s->found[s->count] = row->id;
            s->names[s->count] = row->name;
        }
        s->count++;
    }
    return s->count;
}

/* Among those who are likely, else among all. */
static size_t look_twice(struct search *s, enum likeness how)
{
    if (s->likely && look_for(s, how, s->likely))
        return s->count;
    return look_for(s, how, NULL);
}

/* "Mia Sato, Mia Lopez or Mia Ames" */
static const char *listed(const struct search *s, const char *last_joint)
{
    struct arena *a = s->k->e->mail;
    size_t n = s->count < MOST_TOLD ? s->count : MOST_TOLD;
    const char *out = s->names[0];

    for (size_t i = 1; i < n; i++)
        out = arena_printf(a, "%s%s%s", out, i + 1 < n ? ", " : last_joint, s->names[i]);
    return s->count > MOST_TOLD ? arena_printf(a, "%s and others", out) : out;
}

static void conclude(struct search *s, const char *written, struct name_found *out)
{
    struct arena *a = s->k->e->mail;

    if (look_twice(s, FULL) || look_twice(s, PART)) {
        out->match = s->count == 1 ? NAME_ONE : NAME_SEVERAL;
        out->person = s->count == 1 ? s->found[0] : 0;
        out->say =
            arena_printf(a, "\"%s\" may be %s: write the full name", written, listed(s, " or "));
    } else if (look_twice(s, NEAR)) {
        out->match = NAME_NEAR;
        out->say = arena_printf(a, "nobody is called \"%s\": did you mean %s?", written,
                                listed(s, " or "));
    } else {
        out->match = NAME_NOBODY;
        out->say = arena_printf(a, "nobody is called \"%s\"", written);
    }
}

static int load_names(struct desk *k)
{
    struct arena *a = k->e->mail;
    int n = store_names(k->e->store, a, k->e->programme->rules->name, &k->names);

    if (n < 0)
        return -1;
    k->names_count = (size_t)n;
    k->name_words = arena_array(a, k->names_count + 1, sizeof *k->name_words);
    for (size_t i = 0; i < k->names_count; i++)
        split(a, k->names[i].bare, &k->name_words[i]);
    return 0;
}

int desk_find_name(struct desk *k, const char *written, const struct people_list *likely,
                   struct name_found *out)
{
    struct arena *a = k->e->mail;
    struct search s = {.k = k, .likely = likely, .bare = store_bare_name(a, written)};

    *out = (struct name_found){0};
    if (!k->name_words && load_names(k) < 0)
        return -1;
    split(a, s.bare, &s.words);
    conclude(&s, written, out);
    return 0;
}

/* ---- whom the writer is likely to mean ------------------------------------------- */

void people_list_add(struct arena *a, struct people_list *l, int64_t id)
{
    *(int64_t *)arena_grow(a, &l->ids, l->count++, &l->cap, sizeof *l->ids) = id;
}

/* Whom the sender looks after, those lent to somebody else included. */
const struct people_list *desk_own_people(struct desk *k)
{
    struct people_list *l = &k->own;
    const struct state *s;

    if (k->own_known)
        return l;
    if (!(s = engine_look(k->e, k->m->sender, 0)))
        return NULL;
    k->own_known = true;
    for (size_t i = 0; i < s->people_count; i++)
        if (desk_looks_after(s, k->m->sender, s->people[i].id))
            people_list_add(k->e->mail, l, s->people[i].id);
    return l;
}

void desk_note_person(struct desk *k, int64_t person)
{
    if (person > 0)
        people_list_add(k->e->mail, &k->spoken_of, person);
}

bool desk_spoke_of(const struct desk *k, int64_t person)
{
    return k->spoken_of.count && is_listed(&k->spoken_of, person);
}

/* Who could take somebody over, as the state round that person knows them. */
const struct people_list *desk_takers(struct desk *k, const struct state *s)
{
    struct people_list *l = arena_new_of(k->e->mail, struct people_list);

    for (size_t i = 0; i < s->roles_count; i++)
        if (!s->roles[i].gone && desk_can_take_over(s, s->roles[i].person))
            people_list_add(k->e->mail, l, s->roles[i].person);
    return l;
}
