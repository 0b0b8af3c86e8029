/* SPDX-License-Identifier: GPL-2.0-or-later */
/* shelf_check.c - that no letter goes out with a hole: each field of a letter
 * is there at every step, of every rule, that sends it; and that the patterns of phrases are some.
 */
#include "engine/shelf_files.h"

#include "rules/fields.h"
#include "words/pattern.h"

#include <string.h>

struct check {
    struct arena *arena;
    const struct shelf_programme *p;
    struct diags *diags;
};

static bool is_among(const char *const *names, const char *name)
{
    for (; *names; names++)
        if (!strcmp(*names, name))
            return true;
    return false;
}

/* What both have; a list that was not begun yet has everything. */
static const char **common(struct check *c, const char **so_far, const char **more)
{
    size_t n = 0, kept = 0;

    if (!so_far)
        return more;
    while (so_far[n])
        n++;
    const char **both = arena_array(c->arena, n + 1, sizeof *both);
    for (size_t i = 0; i < n; i++)
        if (is_among(more, so_far[i]))
            both[kept++] = so_far[i];
    return both;
}

static bool sends(const struct step *s, const char *letter)
{
    return (s->letter && !strcmp(s->letter, letter)) || (s->with && !strcmp(s->with, letter));
}

/* The fields that a letter has wherever it is sent; NULL where it never is. */
static const char **known_fields(struct check *c, const char *letter)
{
    const struct programme *p = c->p->rules;
    const char **known = fields_of_standard_letter(c->arena, p, letter);

    for (size_t i = 0; i < p->rules_count; i++)
        for (size_t j = 0; j < p->rules[i].steps_count; j++)
            if (sends(&p->rules[i].steps[j], letter))
                known = common(c, known,
                               fields_available(c->arena, p, &p->rules[i], &p->rules[i].steps[j]));
    return known;
}

static void check_letter(struct check *c, const struct shelf_letter *l)
{
    const char **known = known_fields(c, l->name);
    struct pos pos = letter_fields(l->letter) ? letter_fields(l->letter)->pos : (struct pos){0};

    if (known) {
        letter_check_fields(l->letter, known, c->diags);
    } else if (!l->common && pos.file) {
        pos.line = pos.column = 0;
        diag_warning(c->diags, pos, "no step of %s sends this letter", c->p->rules->name);
    }
}

static void check_standard_letters(struct check *c)
{
    for (const char *const *name = standard_letters; *name; name++)
        if (!shelf_has_file(&c->p->source, *name))
            diag_error(c->diags, (struct pos){.file = c->p->folder},
                       "there is no letters/%s.md, neither its own nor one for all programmes",
                       *name);
}

static void check_phrase(const char *phrase, struct pos pos, struct diags *d)
{
    struct err e = {0};

    if (pattern_is(phrase) && pattern_check(phrase, &e) < 0)
        diag_error(d, pos, "%s", e.text);
}

void shelf_check_patterns(const struct shelf_programme *p, struct diags *d)
{
    const struct programme *rules = p->rules;

    for (size_t i = 0; rules->urgent && rules->urgent[i]; i++)
        check_phrase(rules->urgent[i], rules->urgent_at[i], d);
    for (size_t i = 0; i < rules->suggest_count; i++)
        check_phrase(rules->suggest_phrases[2 * i], rules->suggest_at[i], d);
}

void shelf_check_letters(const struct shelf_programme *p, struct diags *d)
{
    struct check c = {d->arena, p, d};

    for (size_t i = 0; i < p->letters_count; i++)
        check_letter(&c, &p->letters[i]);
    check_standard_letters(&c);
}
