/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "words/commands.h"
#include "words/fold.h"
#include "words/pattern.h"
#include <string.h>

#define ROOM (64u * 1024 * 1024)

const char *phrase_find(const char *text, const char *const *phrases)
{
    _cleanup_(arena_freep) struct arena *a = arena_new(ROOM);
    const char *folded = fold_text(a, text, strlen(text));
    for (; *phrases; phrases++) {
        if (pattern_is(*phrases)) {
            if (pattern_matches(*phrases, text))
                return *phrases;
            continue;
        }
        const char *phrase = fold_text(a, *phrases, strlen(*phrases));
        if (*phrase && fold_has(folded, phrase))
            return *phrases;
    }
    return NULL;
}
