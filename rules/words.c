/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/words.h"

#include <string.h>

/* "non_responsive" as people write it. */
static const char *plain(struct arena *a, const char *word)
{
    char *out = arena_strdup(a, word);

    for (char *c = out; *c; c++)
        if (*c == '_')
            *c = '-';
    return out;
}

const char *days_word(int days)
{
    return days == 1 ? "day" : "days";
}

const char *id_words(struct arena *a, const char *id)
{
    char *out = arena_printf(a, "\"%s\"", id);

    for (char *c = out; *c; c++)
        if (*c == '-' || *c == '_')
            *c = ' ';
    return out;
}

const char *step_words(struct arena *a, const struct step *step)
{
    switch (step->verb) {
    case VERB_ASSIGN:
        return arena_printf(a, "find a%s %s", strchr("aeiou", *step->role) ? "n" : "", step->role);
    case VERB_REASSIGN:
        return arena_printf(a, "hand over to %s", step->role);
    case VERB_MARK:
        return arena_printf(a, "mark as %s", plain(a, step->name));
    case VERB_START:
        return arena_printf(a, "begin %s", id_words(a, step->name));
    case VERB_ENROL:
        return arena_printf(a, "enrol as %s", step->role);
    case VERB_REMOVE:
        return arena_printf(a, "end the role of %s", step->role);
    case VERB_MATCH:
        return "match them";
    case VERB_UNMATCH:
        return "end their match";
    case VERB_PLAN:
        return arena_printf(a, "plan %s", id_words(a, step->name));
    case VERB_WAIT:
        return "wait";
    case VERB_NOTE:
        return "note it on the form";
    case VERB_END:
        return "end";
    default:
        if (step->title)
            return arena_printf(a, "the letter \"%s\"", step->title);
        return arena_printf(a, "the letter %s",
                            id_words(a, step->letter ? step->letter : step->id));
    }
}

const struct step *step_after_silence(const struct state *s, const struct kase *k,
                                      const struct rule *r, const struct step *step, instant now)
{
    size_t target = step->verb == VERB_ASK ? step->expired : step->next;

    for (size_t left = r->steps_count; target != STEP_END && left > 0; left--) {
        const struct step *next = &r->steps[target];
        if (conds_hold(s, k, next->conds, next->conds_count, now, NULL))
            return next;
        target = next->next;
    }
    return NULL;
}
