/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/reply_questions.h"
#include "mail/name_card.h"
#include "mail/signature.h"
#include <ctype.h>
#include <string.h>

#define QUESTION_LINES 3
#define CLOSING_LINES  6 /* from the greeting at a letter's end to its last line */
#define NAME_WORDS     5

static bool is_quote(const struct line *l)
{
    return l->role == LINE_QUOTE && !line_blank(l);
}

static bool is_answer(const struct line *l)
{
    return l->role == LINE_WORDS && !line_blank(l);
}

static size_t next_quote(const struct lines *l, size_t i)
{
    while (i < l->count && !is_quote(&l->at[i]))
        i++;
    return i;
}

static size_t skip_blank_up(const struct lines *l, size_t end)
{
    while (end && line_blank(&l->at[end - 1]))
        end--;
    return end;
}

static bool ends_sentence(const struct line *l)
{
    return l->len && strchr(".?!:", l->text[l->len - 1]);
}

/* "The Mentoring Team": some words, and none of them begins small. */
static bool name_like(const struct line *l)
{
    if (ends_sentence(l) || signature_delimiter(l))
        return false;
    size_t words = 0;
    for (size_t i = 0; i < l->len; i++) {
        unsigned char c = (unsigned char)l->text[i];
        if (isdigit(c) || (i + 1 < l->len && strchr("_([", c)))
            return false;
        if (i && l->text[i - 1] != ' ')
            continue;
        if (!isupper(c) && c < 0x80)
            return false;
        words++;
    }
    return words >= 2 && words <= NAME_WORDS;
}

/* The quoted letter ends above end: "Best wishes" or "-- " is near, or its last line, apart from
 * the others, is a name. */
static bool letter_closes(const struct lines *l, size_t end)
{
    const struct line *last = &l->at[end - 1];
    for (size_t i = end, n = 0; n < CLOSING_LINES && i && l->at[i - 1].role == LINE_QUOTE; i--) {
        const struct line *line = &l->at[i - 1];
        if (line_blank(line))
            continue;
        if (signoff_line(line->folded) || strcmp(line->folded, "--") == 0)
            return true;
        if (ends_sentence(line))
            break;
        n++;
    }
    size_t above = skip_blank_up(l, end - 1);
    bool alone = !above || !is_quote(&l->at[above - 1]);
    bool apart = alone || (above < end - 1 && ends_sentence(&l->at[above - 1]));
    return apart && name_like(last);
}

/* The quoted sentence right above i, at the most a few lines of it. An answer in a line that begins
 * with words of ours says itself what it answers. */
static void keep_question(struct lines *l, size_t i)
{
    if (l->at[i].known && l->at[i].fresh_at > 0)
        return;
    size_t end = skip_blank_up(l, i);
    if (letter_closes(l, end))
        return;
    for (size_t n = 0; n < QUESTION_LINES && end && is_quote(&l->at[end - 1]); n++) {
        if (n && ends_sentence(&l->at[end - 1]))
            return;
        l->at[--end].role = LINE_QUESTION;
    }
}

void questions_keep(struct lines *l)
{
    size_t above = l->count; /* the last quoted line seen */
    size_t blocks = 0;
    for (size_t i = 0; i < l->count; i++) {
        if (is_quote(&l->at[i])) {
            above = i;
        } else if (is_answer(&l->at[i]) && above < i) {
            bool between = next_quote(l, i) < l->count;
            if (between || blocks)
                keep_question(l, i);
            blocks += between;
            while (i + 1 < l->count && !is_quote(&l->at[i + 1]))
                i++;
            above = l->count;
        }
    }
}
