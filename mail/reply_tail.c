/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/reply_tail.h"
#include "mail/header_block.h"
#include "mail/name_card.h"
#include "mail/signature.h"
#include "words/fold.h"
#include <string.h>

#define SIGNATURE_LINES   30 /* a longer one is taken for part of the letter */
#define MANY_DELIMITERS   3
#define DRAWN_LINES       6 /* of a signature with nothing more to show for it than a dash */
#define LIST_FOOTER_LINES 10
#define PARAGRAPH_BYTES   6000
#define BANNER_LINES      6

/* Lines [from, to) of the writer's, with nothing else between. */
struct run {
    size_t from, to;
};

static bool is_words(const struct line *l)
{
    return l->role == LINE_WORDS;
}

static bool visible(const struct line *l)
{
    return is_words(l) && !line_blank(l);
}

static void set_role(struct lines *l, size_t from, size_t to, enum line_role role)
{
    for (size_t i = from; i < to; i++)
        if (is_words(&l->at[i]))
            l->at[i].role = role;
}

/* Are there more than that many? */
static bool more_visible(const struct lines *l, size_t from, size_t to, size_t most)
{
    size_t n = 0;
    for (size_t i = from; i < to && n <= most; i++)
        n += visible(&l->at[i]);
    return n > most;
}

/* The folded lines as one string. */
static const char *joined(struct arena *a, const struct lines *l, size_t from, size_t to)
{
    size_t size = 1;
    for (size_t i = from; i < to; i++)
        size += strlen(l->at[i].folded) + 1;
    if (size > PARAGRAPH_BYTES)
        return "";
    char *out = arena_alloc(a, size), *p = out;
    for (size_t i = from; i < to; i++) {
        if (p > out)
            *p++ = ' ';
        p = stpcpy(p, l->at[i].folded);
    }
    return out;
}

/* The mark of a program that counts who reads the mail; an invisible letter. */
static bool tracker(const struct line *l)
{
    return strcmp(l->folded, "ᐧ") == 0;
}

static bool decoration(const struct line *l)
{
    size_t n = strlen(l->folded);
    return rule_line(l) || tracker(l) || (n == 2 && strspn(l->folded, "-_*=~#") == 2);
}

/* "[image: Example Ltd]", "[cid:image001.png@01DA]": where a picture stood, the sender's logo at
 * the end of a letter. */
static bool picture_line(const struct line *l)
{
    static const char *const marks[] = {"[image:", "[cid:", "[inline image", "<image00", NULL};
    for (const char *const *m = marks; *m; m++)
        if (strncmp(l->folded, *m, strlen(*m)) == 0)
            return strpbrk(l->folded, "]>") == l->folded + strlen(l->folded) - 1;
    return false;
}

static bool all_device_footers(const struct lines *l, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (!line_blank(&l->at[i]) && !device_footer(l->at[i].folded) && !decoration(&l->at[i]))
            return false;
    return true;
}

static bool footer_paragraph(struct arena *a, const struct lines *l, size_t from, size_t to)
{
    if (all_device_footers(l, from, to))
        return true;
    const char *text = joined(a, l, from, to);
    return device_footer(text) || disclaimer(text) || (to - from <= 2 && firm_line(text));
}

static size_t paragraph_start(const struct lines *l, struct run r, size_t end)
{
    while (end > r.from && visible(&l->at[end - 1]))
        end--;
    return end;
}

static size_t last_visible_end(const struct lines *l, struct run r, size_t end)
{
    while (end > r.from && !visible(&l->at[end - 1]))
        end--;
    return end;
}

/* "Sent via Example: mail anew", and its site on a line of its own. */
static bool link_below_footer(const struct lines *l, struct run r, size_t i)
{
    const char *s = l->at[i].folded;
    bool link = strncmp(s, "http", 4) == 0 && strstr(s, "://") && !strchr(s, ' ');
    return link && i > r.from && visible(&l->at[i - 1]) && device_footer(l->at[i - 1].folded);
}

/* Footers and rules at the end of the run, from the last paragraph upwards. What speaks of
 * secrecy and errors and is all that was written may be a person's. */
static void mark_footers(struct arena *a, struct lines *l, struct run r, size_t *first)
{
    for (size_t end = last_visible_end(l, r, r.to); end > r.from;) {
        size_t start = end - 1;
        while (*first < start && !visible(&l->at[*first]))
            ++*first;
        bool logo = picture_line(&l->at[start]) && *first < start;
        if (link_below_footer(l, r, start)) {
            start--;
        } else if (!logo && !decoration(&l->at[start]) && !device_footer(l->at[start].folded)) {
            start = paragraph_start(l, r, end);
            bool alone = *first >= start;
            if (alone ? !all_device_footers(l, start, end) : !footer_paragraph(a, l, start, end))
                break;
        }
        set_role(l, start, end, LINE_FOOTER);
        end = last_visible_end(l, r, start);
    }
}

/* Some write into what their program calls the signature. */
static bool words_elsewhere(const struct lines *l)
{
    for (size_t i = 0; i < l->count; i++)
        if (visible(&l->at[i]) && !(l->at[i].hints & HINT_SIGNATURE))
            return true;
    return false;
}

/* Where somebody wrote on below the signature: "P.S. Could you ...". */
static size_t postscript_at(const struct lines *l, size_t i, size_t to)
{
    for (; i < to; i++)
        if (visible(&l->at[i]) && i && line_blank(&l->at[i - 1]) &&
            postscript_line(l->at[i].folded))
            return i;
    return to;
}

/* A dash alone. */
static bool lone_dash(const struct line *l)
{
    return strcmp(l->folded, "-") == 0 && l->len > 1;
}

/* "Best regards" stands in one of the two lines above. */
static bool signed_above(const struct lines *l, struct run r, size_t i)
{
    size_t above = i > r.from + 2 ? i - 2 : r.from;
    for (; above < i; above++)
        if (visible(&l->at[above]) && signoff_line(l->at[above].folded))
            return true;
    return false;
}

/* A dash or a drawn line where others have "-- ": a card or the writer's name is right below. */
static bool drawn_delimiter(const struct lines *l, struct run r, size_t i)
{
    bool dash = lone_dash(&l->at[i]);
    if (!(dash || rule_line(&l->at[i])) || i + 1 >= r.to || !visible(&l->at[i + 1]))
        return false;
    bool apart = i > r.from &&
                 (line_blank(&l->at[i - 1]) || l->at[i].hints & HINT_RULE || signed_above(l, r, i));
    if (!apart)
        return false;
    if (dash || writers_name(l, i + 1))
        return card_shaped(l, i + 1, r.to, DRAWN_LINES);
    return card_lines(l, i + 1, r.to);
}

static size_t count_delimiters(const struct lines *l, struct run r)
{
    size_t n = 0;
    for (size_t i = r.from; i < r.to; i++)
        n += visible(&l->at[i]) && signature_delimiter(&l->at[i]);
    return n;
}

/* "-- " and not too much below. Where it stands between all paragraphs, it divides them. */
static bool delimiter(const struct lines *l, struct run r, size_t i, size_t delimiters)
{
    return signature_delimiter(&l->at[i]) && !more_visible(l, i, r.to, SIGNATURE_LINES) &&
           (delimiters < MANY_DELIMITERS || card_shaped(l, i, r.to, SIGNATURE_LINES));
}

static void mark_signature(struct lines *l, struct run r, bool hints)
{
    size_t postscript = postscript_at(l, r.from, r.to), delimiters = count_delimiters(l, r);
    for (size_t i = r.from; i < r.to; i++) {
        if (hints && l->at[i].hints & HINT_SIGNATURE)
            set_role(l, i, i + 1, LINE_SIGNATURE);
        struct run below = {r.from, i < postscript ? postscript : r.to};
        if (visible(&l->at[i]) && (delimiter(l, r, i, delimiters) || drawn_delimiter(l, below, i)))
            set_role(l, i, below.to, LINE_SIGNATURE);
    }
}

static void mark_card(struct lines *l, struct run r)
{
    size_t end = postscript_at(l, r.from, r.to);
    size_t card = card_below_signoff(l, r.from, end);
    if (card < end && !speaks_of_contacts(l, r.from, card))
        set_role(l, card, end, LINE_SIGNATURE);
}

/* "The list" and dashes below it, as many as it has letters: a heading. */
static bool underlines(const struct lines *l, struct run r, size_t i)
{
    const struct line *line = &l->at[i], *above = i > r.from ? line - 1 : NULL;
    return above && visible(above) && !rule_line(above) && line->text[0] != '_' &&
           !(line->hints & HINT_RULE) && line->len <= above->len + 2 && above->len <= line->len + 2;
}

/* Below a line of underscores or dashes: what a list adds. */
static void mark_list_footer(struct arena *a, struct lines *l, struct run r)
{
    for (size_t i = r.to; i-- > r.from;) {
        if (!visible(&l->at[i]) || !rule_line(&l->at[i]) || underlines(l, r, i))
            continue;
        if (!more_visible(l, i, r.to, LIST_FOOTER_LINES) && list_footer(joined(a, l, i + 1, r.to)))
            set_role(l, i, r.to, LINE_FOOTER);
        return;
    }
}

/* A phone's footer with more below it: the program put the old mail there, unmarked. */
static void cut_below_footer(struct lines *l, struct run r)
{
    for (size_t i = r.from + 1; i + 1 < r.to; i++)
        if (visible(&l->at[i]) && device_footer(l->at[i].folded) && line_blank(&l->at[i - 1]) &&
            line_blank(&l->at[i + 1]) && more_visible(l, r.from, i, 0)) {
            set_role(l, i, i + 1, LINE_FOOTER);
            set_role(l, i + 1, r.to, LINE_HISTORY);
            return;
        }
}

static bool last_run(const struct lines *l, struct run r)
{
    for (size_t i = r.to; i < l->count; i++)
        if (l->at[i].role == LINE_QUOTE || l->at[i].role == LINE_WORDS)
            return false;
    return true;
}

/* The fewest lines from i on that make a banner together; 0 where none do. */
static size_t banner_lines(struct arena *a, const struct lines *l, size_t i)
{
    for (size_t n = 1; n <= BANNER_LINES && i + n <= l->count && visible(&l->at[i + n - 1]); n++)
        if (sender_banner(joined(a, l, i, i + n)))
            return n;
    return 0;
}

/* The line below a banner's in the same paragraph: a rule, or the sentence goes on. */
static bool banner_goes_on(const struct lines *l, size_t i)
{
    const struct line *line = &l->at[i], *above = &l->at[i - 1];
    if (rule_line(line))
        return true;
    bool open = above->len >= 40 && !strchr(".!?*]):", above->text[above->len - 1]);
    bool sentence = open && !(line->text[0] >= 'A' && line->text[0] <= 'Z');
    return sentence || (line->len < 200 && banner_care(line->folded));
}

static bool any_visible(const struct lines *l)
{
    for (size_t i = 0; i < l->count; i++)
        if (visible(&l->at[i]))
            return true;
    return false;
}

/* Where the banner would be all that was written, it is none. Looked at once a banner, not once a
 * line: there may be very many. */
static void keep_lonely_banner(struct lines *l)
{
    for (size_t i = 0; i < l->count;) {
        while (i < l->count && l->at[i].role != LINE_BANNER)
            i++;
        if (i == l->count || any_visible(l))
            return;
        for (; i < l->count && l->at[i].role == LINE_BANNER; i++)
            l->at[i].role = LINE_WORDS;
    }
}

/* What a mail server put on top; the paragraph's further lines of care go with it. */
static void mark_banner(struct arena *a, struct lines *l)
{
    size_t i = lines_skip_blank(l, 0);
    for (int paragraphs = 0; paragraphs < 3 && i < l->count; paragraphs++) {
        while (i < l->count && visible(&l->at[i]) && rule_line(&l->at[i]))
            i = lines_skip_blank(l, i + 1);
        size_t n = i < l->count ? banner_lines(a, l, i) : 0;
        if (!n)
            return;
        set_role(l, 0, i + n, LINE_BANNER);
        i += n;
        while (i < l->count && visible(&l->at[i]) && banner_goes_on(l, i))
            l->at[i++].role = LINE_BANNER;
        i = lines_skip_blank(l, i);
    }
}

bool tail_is_banner(struct arena *a, struct lines *l)
{
    mark_banner(a, l);
    return l->count && !any_visible(l);
}

void tail_mark(struct arena *a, struct lines *l, bool original)
{
    bool hints = words_elsewhere(l);
    size_t first = 0; /* visible line; others only become fewer */
    mark_banner(a, l);
    keep_lonely_banner(l);
    for (size_t i = 0; i < l->count; i++) {
        struct run r = {i, i};
        while (r.to < l->count && is_words(&l->at[r.to]))
            r.to++;
        if (r.to == r.from)
            continue;
        i = r.to - 1;
        mark_signature(l, r, hints);
        mark_list_footer(a, l, r);
        if (!original && last_run(l, r))
            cut_below_footer(l, r);
        mark_footers(a, l, r, &first);
        mark_card(l, r);
    }
}
