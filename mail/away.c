/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/away.h"
#include "mail/answer_formulas.h"
#include "mail/away_dates.h"
#include "mail/machine_words.h"
#include "words/fold.h"
#include <stdlib.h>
#include <string.h>

#define REACH_WORDS 6 /* the date stands so near to the word that leads to it */
#define LOOK_BYTES  4000
#define LOOK_BACK   40 /* bytes before a word behind its date in which the date stands */
#define RANGE_BYTES 24 /* in which the first day of "20 March to 3 April" stands */

/* Folded words that lead to a date. words_back (answer_formulas.h) lead to the first day back. */
/* clang-format off */
static const char *const back_words[] = { /* and these, which say so before a date only */
    "back", "return", "return on", "returns", "return date", "resume", "resumes", "again from",
    "again on", "not before", "before", "wieder ab", "wieder am", "erst am", "erst ab",
    "erst wieder am", "erst", "nicht vor", "nicht vor dem", "ab dem", "retour le", "mon retour le",
    "pas avant le", "rientro il", "non prima del", "no antes del", "não antes de", "niet voor",
    "vóór", "åter", "åter den", "tidigst", "tidligst", "aikaisintaan", "najwcześniej",
    "opět od", "opäť od", "nejdříve", "znova od", "снова с", "не раньше", "έναρξη", NULL};
static const char *const until_words[] = { /* the first day back, or the last away: here the first */
    "until", "till", "til", "away until", "tot", "indtil", NULL};
static const char *const last_words[] = { /* the last day away */
    "up to and including", "until and including", "through", "thru", "bis einschließlich",
    "bis einschl.", "bis inkl.", "bis inklusive", "bis und mit", "bis zum", "bis", "jusqu'au",
    "jusqu'en", "jusqu'à", "hasta el", "hasta", "até ao dia", "até o dia", "até", "fino al",
    "fino a", "sino al", "tot en met", "t/m", "til og med", "t.o.m.", "t.o.m", "tom.",
    "till och med", "tom", "fram till", "frem til", "saakka", "do dnia", "do", "aż do", "по",
    "до", "έως", "ως", "μέχρι", "până pe", "până la", "până în", "đến ngày", "đến hết ngày",
    "đến hết", "đến", "sampai", "sampai dengan", "hingga", "kuni", "iki", "līdz", "حتى", "لغاية",
    "إلى", "עד ה", "עד", "تا", "จนถึงวันที่", "จนถึง", "ถึงวันที่", "ถึง", "fins al", "fins a",
    "ata", "tan", "tot", "дo", "tot met", NULL};
static const char *const from_words[] = { /* the first day back, unless an absence begins there */
    "ab", "à partir du", "à compter du", "dès le", "a partir del", "a partir de", "a partire dal",
    "dal", "vanaf", "från och med", "fr.o.m.", "fra og med", "od", "od dnia", "din data de",
    "începând cu", "с", "от", "з", "від", "από", "itibaren", "từ ngày", "mulai", "alates",
    "no", "nuo", "a partir del dia", NULL};
static const char *const begin_words[] = { /* an absence begins */
    "from", "starting", "starting on", "beginning", "as of", "as from", "between", "vom", "ab",
    "ab dem", "von", "de", "du", "à partir du", "dès le", "del", "desde el", "a partir del", "dal",
    "van", "vanaf", "från", "från och med", "fra", "fra og med", "od", "od dnia", "din", "с", "от",
    "з", "від", "από", "từ ngày", "mulai", "alates", "nuo", NULL};
static const char *const again_words[] = { /* no absence does */
    "wieder", "again", "à nouveau", "de nouveau", "nuevamente", "de nuevo", "de novo", "novamente",
    "di nuovo", "nuovamente", "weer", "åter", "igen", "igjen", "taas", "ponownie", "opět", "opäť",
    "ismét", "újra", "din nou", "снова", "вновь", "отново", "знову", "ξανά", "tekrar", "yeniden",
    "ponovno", "поново", "jälle", "atkal", "vėl", "lại", NULL};
static const char *const last_behind[] = { /* the last day away, and then the word */
    "saakka", "asti", "kadar", "-ig", "まで", "까지", "为止", "為止", "तक", "arte", NULL};
static const char *const back_behind[] = { /* the first day back, and then the word */
    "döneceğim", "dönüyorum", "ofisteyim", "dönmüş olacağım", "ofiste olacağım", "itibaren", "jövök",
    "térek vissza", "vissza", "dolgozom", "出社", "出勤", "復帰", "戻り", "以降", "より", "から",
    "복귀", "돌아", "출근", "부터", "वापस", "itzuliko", "برمی", "返回", "回来", "回來", "上班", NULL};
/* clang-format on */

struct away {
    struct arena *arena;
    struct date_reader dates;
    const char *text; /* folded, the beginning */
    const char **why;
};

/* At most n bytes, whole characters. */
static const char *excerpt(struct arena *a, const char *s, size_t n)
{
    n = strnlen(s, n);
    while (n && ((unsigned char)s[n] & 0xC0) == 0x80)
        n--;
    return arena_strndup(a, s, n);
}

/* Behind the word that ends here a new sentence begins: but "3. January", "on 12 Dec. 2026". */
static bool sentence_ends(const char *word, const char *end)
{
    if (end == word || !strchr(".!?;", end[-1]))
        return strstr(word, "。") == word;
    return end[-1] != '.' || (end - word > 4 && !(end[-2] >= '0' && end[-2] <= '9'));
}

/* The date within the next words, or less than a date where there is none. */
static struct date date_after(const struct away *w, const char *s)
{
    struct date vague = {0};
    for (int words = 0; words < REACH_WORDS && *s; words++) {
        s += strspn(s, " ,:(");
        if (strchr(".!?;", *s) ||
            (words && fold_starts(s, "until"))) /* "through Spain until 3 May" */
            break;
        struct date d = date_may_begin(w->text, s) ? date_here(&w->dates, s) : (struct date){0};
        if (d.year)
            return d;
        if (!vague.year)
            vague = date_vague(&w->dates, w->text, s);
        const char *word = s;
        s += strcspn(s, " ");
        if (sentence_ends(word, s))
            break;
    }
    return vague;
}

struct led {
    const char *phrase, *where;
    struct date day;
};

/* What the words of a table lead to: of several the longest that has a date, so that "till och
 * med" comes before "till", and of one the first place. */
static void led_to(const struct away *w, const char *const *phrases, struct led *best)
{
    for (; *phrases; phrases++) {
        size_t n = strlen(*phrases);
        if (best->phrase && n <= strlen(best->phrase))
            continue;
        for (const char *p = w->text; (p = fold_find(p, *phrases)); p++) {
            struct date d = date_after(w, p + n);
            if (!d.year)
                continue;
            *best = (struct led){*phrases, p, d};
            break;
        }
    }
}

static struct date take(const struct away *w, const struct led *l, int days)
{
    if (!l->day.year)
        return l->day;
    *w->why = excerpt(w->arena, l->where, strlen(l->phrase) + 40);
    return date_add(l->day, days);
}

static struct date day_back(const struct away *w)
{
    struct led best = {0};
    led_to(w, words_back, &best);
    led_to(w, back_words, &best);
    return take(w, &best, 0);
}

static struct date last_day(const struct away *w)
{
    struct led until = {0}, last = {0};
    led_to(w, until_words, &until);
    led_to(w, last_words, &last);
    bool longer = last.phrase && (!until.phrase || strlen(last.phrase) > strlen(until.phrase));
    return longer ? take(w, &last, 1) : take(w, &until, 0);
}

/* "11月20日まで", "12.11. saakka", "12 Kasım'a kadar": the last date before such a word. */
static struct date dated_before(const struct away *w, const char *const *words)
{
    for (; *words; words++) {
        const char *word = strstr(w->text, *words);
        const char *from = !word || word - w->text < LOOK_BACK ? w->text : word - LOOK_BACK;
        for (const char *p = word; p && p-- > from;) {
            bool begins = date_may_begin(w->text, p);
            struct date d = begins ? date_here(&w->dates, p) : (struct date){0};
            if (!d.year)
                d = date_far_east_weekday(&w->dates, p);
            if (!d.year || memchr(p, '!', (size_t)(word - p)))
                continue;
            *w->why = excerpt(w->arena, p, (size_t)(word - p) + strlen(*words));
            return d;
        }
    }
    return (struct date){0};
}

/* Does a day, "20.", "20 March", end right before at? */
static bool day_before(const char *text, const char *at)
{
    const char *from = at - text > RANGE_BYTES ? at - RANGE_BYTES : text;
    for (const char *p = from; p < at; p++)
        if (*p >= '0' && *p <= '9' && !memchr(p, ':', (size_t)(at - p)) &&
            !memchr(p, '!', (size_t)(at - p)))
            return true;
    return false;
}

/* "20 March to 3 April", "du 20 au 27 mars": the last day away is the second. */
static struct date ranged(const struct away *w)
{
    static const char *const words[] = {" - ",  "-",     " to ",  " au ",  " al ",     " a ",
                                        " ao ", " e ",   " do ",  " по ",  " til ",    "~",
                                        " az ", " and ", " und ", " até ", " through", NULL};
    for (const char *const *word = words; *word; word++)
        for (const char *p = w->text; (p = strstr(p, *word)); p++) {
            const char *behind = p + strlen(*word);
            if (!strncmp(behind, "the ", 4))
                behind += 4;
            if (date_is_weekday(behind))
                behind += strcspn(behind, " ") + strspn(behind + strcspn(behind, " "), " ");
            struct date d = date_here(&w->dates, behind);
            if (!d.year || !day_before(w->text, p))
                continue;
            *w->why = excerpt(w->arena, p > w->text + RANGE_BYTES ? p - RANGE_BYTES : w->text, 60);
            return date_add(d, 1);
        }
    return (struct date){0};
}

/* The last of all the dates there are. */
static struct date latest(const struct away *w)
{
    struct date last = {0};
    for (const char *p = w->text; *p; p++) {
        bool begins = date_may_begin(w->text, p);
        struct date d = begins ? date_here(&w->dates, p) : (struct date){0};
        if (begins && !d.year)
            d = date_month(&w->dates, p);
        if (!d.year || (last.year && date_compare(d, last) <= 0))
            continue;
        last = d;
        *w->why = excerpt(w->arena, p, 40);
    }
    return last;
}

static struct date stated(const struct away *w)
{
    const char *other = NULL;
    struct led from = {0};
    struct date d = day_back(w);
    if (!d.year)
        d = dated_before(w, back_behind);
    if (d.year)
        return d;
    d = last_day(w);
    if (!d.year && (d = dated_before(w, last_behind)).year)
        d = date_add(d, 1);
    if (!d.year)
        d = ranged(w);
    led_to(w, from_words, &from);
    struct away quiet = *w;
    quiet.why = &other;
    struct date begun = take(&quiet, &from, 0);
    if (begun.year && (!d.year || date_compare(begun, d) > 0)) {
        d = begun;
        *w->why = other;
    }
    return d;
}

/* "1 to 14 December": the month of the first day is that of the second, or the one before. */
static struct date first_of_two(const struct date_reader *r, const char *s, struct date second)
{
    char *end;
    long day = strtol(s, &end, 10);
    if (end == s || day < 1 || day > 31 || end - s > 2)
        return second;
    bool on_its_own =
        *end == ' ' || *end == '-' || (*end == '.' && (end[1] == ' ' || end[1] == '-'));
    struct date first = {second.year, second.month, (int)day};
    if (!on_its_own || date_written(r, s).year)
        return second;
    if (day > second.day)
        first = date_add_months((struct date){second.year, second.month, 1}, -1),
        first.day = (int)day;
    return date_valid(first) ? first : second;
}

/* The date right behind articles and a day of the week. */
static struct date date_next(const struct away *w, const char *s)
{
    static const char *const articles[] = {"the", "dem", "den", "le",   "el",  "il",
                                           "dia", "día", "am",  "dnia", "dne", NULL};
    struct date vague = {0};
    size_t digits = strspn(s, "0123456789");
    if (digits && digits <= 2 && !date_written(&w->dates, s).year) { /* "1 to 14 December" */
        s += digits + strspn(s + digits, ".- ");
        s += *s >= '0' && *s <= '9' ? 0 : strcspn(s, " ");
        s += *s == ' ';
    }
    for (int words = 0; words < 3 && *s; words++) {
        struct date d = date_written(&w->dates, s);
        if (d.year)
            return d;
        struct date day = date_vague(&w->dates, w->text, s);
        if (!day.year && !fold_any_start(s, articles))
            break;
        vague = vague.year ? vague : day;
        s += strcspn(s, " ");
        s += *s == ' ';
    }
    return vague;
}

/* Another date than day within [from, to) of the text. */
static bool other_date(const struct away *w, const char *from, const char *to, struct date day)
{
    for (const char *p = from; p < to; p++) {
        bool begins = date_may_begin(w->text, p);
        struct date d = begins ? date_here(&w->dates, p) : (struct date){0};
        if (d.year && date_compare(d, day) != 0)
            return true;
    }
    return false;
}

/* Is one of the words said of the day that begins at? In "from Monday, back on the 10th" another
 * date stands behind them, or before them. */
static bool said_of(const struct away *w, const char *at, const char *const *words, struct date day)
{
    for (; *words; words++) {
        const char *word = fold_find(w->text, *words);
        if (!word)
            continue;
        struct date own = word > at ? date_after(w, word + strlen(*words)) : (struct date){0};
        bool others = word > at &&
                      ((own.year && date_compare(own, day) != 0) || other_date(w, at, word, day));
        if (!others)
            return true;
    }
    return false;
}

/* At most n bytes before at, where a character begins. */
static const char *before_by(const struct away *w, const char *at, long n)
{
    const char *from = at - w->text > n ? at - n : w->text;
    while (((unsigned char)*from & 0xC0) == 0x80)
        from++;
    return from;
}

/* Behind the last of the words that text has, or its beginning. */
static const char *behind_last(const char *text, const char *const *words)
{
    const char *behind = text;
    for (; *words; words++)
        for (const char *p = behind; (p = fold_find(p, *words)); behind = p)
            p += strlen(*words);
    return behind;
}

/* Does it answer from that day on? "I'll read it from Monday", "from Monday I'll read it". */
static bool answers_from(const struct away *w, const char *at)
{
    const char *from = before_by(w, at, 2 * LOOK_BACK);
    const char *behind = excerpt(w->arena, at, 2 * LOOK_BACK);
    const char *before = excerpt(w->arena, from, (size_t)(at - from));
    before = behind_last(behind_last(before, words_away), words_absent);
    return fold_any(before, words_later) ||
           (fold_any(behind, words_later) && !fold_any(behind, words_away) &&
            !fold_any(behind, words_absent));
}

/* "From 16.11. I can be reached again": what begins there is no absence. */
static bool back_near(const struct away *w, const char *at, struct date day)
{
    const char *from = before_by(w, at, LOOK_BACK);
    struct away near = *w;
    near.text = excerpt(w->arena, from, 3 * LOOK_BACK);
    const char *there = near.text + (at - from);
    return answers_from(w, at) || said_of(&near, there, words_back, day) ||
           said_of(&near, there, again_words, day);
}

/* "I'm away next week", but not "until next week" nor "back next week". */
static bool all_next_week(const struct away *w)
{
    const char *const *const leads[] = {until_words, last_words, back_words,
                                        from_words,  words_back, again_words};
    for (const char *p = w->text; *p; p += strcspn(p, " "), p += *p == ' ') {
        if (!date_is_next_week(p))
            continue;
        size_t reach = p - w->text > LOOK_BACK / 2 ? LOOK_BACK / 2 : (size_t)(p - w->text);
        while (((unsigned char)p[-(long)reach] & 0xC0) == 0x80)
            reach--;
        const char *before = excerpt(w->arena, p - reach, reach);
        bool led = false;
        for (size_t i = 0; i < sizeof leads / sizeof *leads; i++)
            led |= fold_any(before, leads[i]) != NULL;
        return !led;
    }
    return false;
}

/* "The 9th", "9.", "9-го" at s, of no month: the next such day. */
static struct date day_at(const struct away *w, const char *s, bool article)
{
    size_t n = strspn(s, "0123456789");
    int day = n && n <= 2 ? atoi(s) : 0;
    bool range = s[n] && (s[n + 1] == '-' || (s[n + 1] >= '0' && s[n + 1] <= '9'));
    bool ordinal = !range && (article || !strchr(" :/", s[n]));
    if (day < 1 || day > 31 || !ordinal || date_written(&w->dates, s).year)
        return (struct date){0};
    struct date sent = w->dates.sent, d = {sent.year, sent.month, 1};
    d = date_add_months(d, day < sent.day);
    d.day = day;
    return date_valid(d) ? d : (struct date){0};
}

/* "The 9th I'm on holiday", "no, 9. jestem na urlopie": a day that somebody asked about. */
static bool on_a_day_to_come(const struct away *w)
{
    static const char *const articles[] = {"on the", "the", "am", "den", "le", "il",
                                           "el",     "dia", "op", "de",  NULL};
    for (const char *p = w->text; p; p = strpbrk(p, ".,!;"), p = p ? p + 1 : NULL) {
        if (p - w->text > 1 && p[-2] >= '0' && p[-2] <= '9')
            continue; /* "30. 11." */
        const char *s = p + strspn(p, " "), *article = fold_any_start(s, articles);
        s += article ? strlen(article) : 0;
        s += *s == ' ';
        struct date day = day_at(w, s, article);
        if (!day.year || date_compare(day, w->dates.sent) <= 0)
            continue;
        s += strcspn(s, " ");
        const char *rest = excerpt(w->arena, s, strcspn(s, ".,!;"));
        if (!fold_any(rest, last_words) && !fold_any(rest, until_words) &&
            (fold_any(rest, words_away) || fold_any(rest, words_absent)))
            return true;
    }
    return false;
}

/* "De 20 a 30 de julho": where no range follows, "de" only says of which month a day is. */
static bool may_lead(const char *word, const char *behind)
{
    static const char *const to[] = {"a", "al", "ao", "até", "y", "e", NULL};
    size_t day = strspn(behind, "0123456789");
    return strcmp(word, "de") != 0 ||
           (day && behind[day] == ' ' && fold_any_start(behind + day + 1, to));
}

bool away_begins_later(struct arena *a, const char *folded, struct date sent)
{
    const char *why = NULL;
    struct away w = {.arena = a, .text = excerpt(a, folded, LOOK_BYTES), .why = &why};
    date_reader_init(&w.dates, w.text, sent);
    if (on_a_day_to_come(&w))
        return true;
    bool later = all_next_week(&w);
    for (const char *const *word = begin_words; *word; word++)
        for (const char *p = w.text; (p = fold_find(p, *word)); p++) {
            const char *behind = p + strlen(*word) + strspn(p + strlen(*word), " ");
            if (!may_lead(*word, behind))
                continue;
            struct date day = date_next(&w, behind);
            day = day.year ? first_of_two(&w.dates, behind, day) : day;
            if (!day.year || back_near(&w, p, day))
                continue;
            if (date_days(day) <= date_days(sent))
                return false;
            later = true;
        }
    return later;
}

struct date away_until(struct arena *a, const char *folded, bool absent, struct date sent,
                       const char **why)
{
    struct away w = {.arena = a, .text = excerpt(a, folded, LOOK_BYTES), .why = why};
    if (!date_valid(sent))
        return (struct date){0};
    date_reader_init(&w.dates, w.text, sent);
    struct date d = stated(&w);
    return d.year || !absent ? d : latest(&w);
}
