/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/attribution.h"
#include "mail/attribution_scan.h"
#include "words/fold.h"
#include <ctype.h>
#include <string.h>

#define SPAN_LINES  6
#define SPAN_BYTES  600
#define LEAD_WORDS  6  /* at most so many words stand before the date or the address */
#define STORY_WORDS 18 /* and of somebody, are a story */
#define OPENING_GAP 24 /* bytes from "On " to the day: "Wednesday, September 4" */
#define AFTER_NAME  40 /* bytes behind a '>' that closes a bracket and quotes nothing */
#define AFTER_ADDR  100
#define LAST_WORD   5  /* letters of a word that ends a sentence and is no short form */
#define NAMES_MORE  2  /* before an address in brackets: "Message from Anna van der Example" */
#define NAME_WORDS  14 /* and so many in all, where no verb of writing is known */

/* clang-format off */
static const char *const verbs[] = {
    "wrote", "writes", "вы писали", "написал", "написала", "написал(а)", "пишет", "писал", "писал(а)",
    "schrieb", "schreibt", "geschrieben", "a écrit", "écrit", "escribió", "escribio",
    "ha escrito", "escreveu", "escribiu", "va escriure", "ha escrit", "ha scritto", "scrisse",
    "scrive", "schreef", "geschreven", "skrev", "skrifaði", "kirjoitti", "kirjutas", "rakstīja",
    "rašė", "parašė", "napisał", "napisała", "napisał(a)", "wiadomość napisana przez", "pisze", "napsal", "napsala",
    "napsal(a)", "píše", "napísal", "napísala", "napísal(a)", "napisal", "napisala", "napisao",
    "je pisao", "piše", "написао", "написа", "напиша", "пише", "написав", "писав", "напісаў",
    "a scris", "írta", "έγραψε", "έγραψαν", "yazdı", "yazmış", "كتب", "كتبت", "كتابة", "نوشت",
    "כתב", "כתבה", "כתב/ה", "מאת", "लिखा", "เขียน", "viết", "menulis", "sumulat", "geskryf",
    "shkroi", "skribis", "idatzi", "ysgrifennodd", "scríobh", "aliandika", "დაწერა", "գրել", "գրել է", "撰写", "লিখেছেন",
    "எழுதியது", "వ్రాసారు", "लिहिले", "എഴുതി", "ਲਿਖਿਆ", "ಬರೆದಿದ್ದಾರೆ", "જણાવ્યું", "ጻፈ", "бичсэн", "жазды",
    "yazıb", "tulis", "isinulat", "je napisao", "напісала", "ecrit", "skrifar",
    "書きました", "のメール", "書いた", "写道", "寫道", "写到", "來信", "来信", "작성",
    "썼습니다", "씀", NULL};

/* Whoever says "I" or "she" tells a story; a mail program doesn't. */
static const char *const persons[] = {
    "she", "he", "they", "sie", "er", "elle", "hij", "zij", "она", "он", "i", "we",
    "me", "us", "my", "our", "ich", "wir", "mir", "mich", "uns", "j'ai", "je lui", "je vous", "je te",
    "je l'ai", "m'a", "nous", "eu", "yo", "io", "ik", "mij", "ons", "jag", "mig", "jeg", "meg", "ja",
    "mi", "mně", "mne", "mnie", "mene", "meni", "nekem", "minulle", "mulle", "mér", "я", "мне", "мы", "нам", "мені", "bana", "bize", "لي", "لنا", "לי", "לנו", NULL};

/* How an attribution begins; only asked where it starts in the middle of a line. */
static const char *const openings[] = {
    "On ", "Am ", "Le ", "El ", "Il ", "Em ", "Op ", "Den ", "På ", "Dnia ", "W dniu ", "Dne ",
    "Vào ", "Pada ", "În data ", "Στις ", "На ", "At ", NULL};
/* clang-format on */

/* Cuts dashes, stars and bars off both ends; framed: there were dashes at both. */
static void unframe(char *folded, struct attribution_marks *m)
{
    static const char edge[] = "-_=*~#|+ \"";
    size_t lead = strspn(folded, edge), len = strlen(folded);
    size_t end = len;
    while (end > lead && strchr(edge, folded[end - 1]))
        end--;
    m->framed = lead >= 2 && len - end >= 2 && folded[0] == '-';
    memmove(folded, folded + lead, end - lead);
    folded[end - lead] = '\0';
}

/* A verb with a colon after it, and then more: the quotation goes on in the same line. */
static bool verb_then_colon(const char *folded)
{
    for (const char *const *v = verbs; *v; v++) {
        const char *p = fold_find(folded, *v);
        if (p && p[strlen(*v) + strspn(p + strlen(*v), " ")] == ':')
            return true;
    }
    return false;
}

/* The verb stands at the end, apart from "(a)", colons and blanks. */
static bool ends_in_verb(const char *folded)
{
    char s[SPAN_BYTES];
    size_t n = strlen(folded);
    while (n && strchr(": ", folded[n - 1]))
        n--;
    memcpy(s, folded, n);
    s[n] = '\0';
    for (const char *const *v = verbs; *v; v++)
        if (fold_ends(s, *v))
            return true;
    return false;
}

/* What unmarked text is below is believed to be a quotation only with a full attribution: people
 * tell of what others wrote, too. */
static bool dated_verb(const struct attribution_marks *m, bool quoted)
{
    if (!m->verb || !m->date)
        return false;
    if (quoted || m->email)
        return true;
    return m->ended && m->year && (m->time || m->verb_last);
}

static void take_marks(char *folded, struct attribution_marks *m)
{
    *m = (struct attribution_marks){0};
    unframe(folded, m);
    size_t len = strlen(folded);
    attribution_scan(folded, m);
    m->verb = fold_any(folded, verbs) != NULL;
    m->colon = m->ended = len && folded[len - 1] == ':';
    m->bracket = m->email && len && strchr(">)]", folded[len - 1]);
    m->person = fold_any(folded, persons) != NULL;
    m->tail = m->verb && !m->colon && verb_then_colon(folded);
    m->verb_last = m->verb && ends_in_verb(folded);
    m->colon = m->colon || m->verb_last;
    m->opens = m->lead <= LEAD_WORDS + (m->wrapped ? NAMES_MORE : 0);
}

/* "Anna <anna@example.org>:" or "... <anna@example.org> on 3 May:", but not "... <anna@example.org>
 * will join:". A word in another script is taken for a verb of writing that we don't know. */
static bool ends_with_sender(const char *folded)
{
    const char *at = strrchr(folded, '@');
    const char *after = at ? strpbrk(at, ">)] ") : NULL;
    if (!after)
        return true;
    bool letters = false;
    for (; *after; after++) {
        if (digit(*after))
            return true;
        letters = letters || isalpha((unsigned char)*after);
    }
    return !letters;
}

static bool ends_in_address(const char *folded)
{
    const char *at = strrchr(folded, '@');
    size_t n = at ? strcspn(at, " :") : 0;
    return at && at[n] && strspn(at + n, " :") == strlen(at + n);
}

/* "... Anna <anna@example.org> wrote", in a language whose word for it we don't know. */
static bool word_after_address(const char *folded)
{
    const char *at = strrchr(folded, '@');
    const char *after = at ? strpbrk(at, ">)]") : NULL;
    return after && after[1] == ' ' && (unsigned char)after[2] >= 0x80 && !strchr(after + 2, ' ');
}

/* The rules. What follows unmarked needs better grounds, since all of it will be left out. */
static bool convinced(const struct attribution_marks *m, const char *folded, bool quoted)
{
    bool ends = m->colon || m->framed;
    if (!m->opens && !(m->verb && m->words <= LEAD_WORDS))
        return false;
    if (m->person && !quoted && (!m->email || m->words > STORY_WORDS))
        return false;
    if (ends && dated_verb(m, quoted))
        return true;
    if (m->verb && ends && (m->email || m->framed))
        return true;
    if (m->framed && m->date && m->time && m->email)
        return true;
    if (quoted && m->verb && m->date && m->time && m->words <= NAME_WORDS)
        return true; /* "Am 5.3.26 um 10:00 schrieb Anna Example", without its colon */
    if (m->tail && m->date && m->email)
        return true;
    if (m->words > NAME_WORDS + (m->date ? 8 : 0))
        return false;
    if (m->date && m->wrapped && m->colon && (quoted || (m->time && ends_with_sender(folded))))
        return true;
    if (m->date && m->bracket && (quoted || (digit(folded[0]) && m->time)))
        return true;
    if (quoted && m->date && m->time && m->wrapped && !m->person && word_after_address(folded))
        return true;
    if (quoted && m->colon && m->wrapped && m->words <= NAME_WORDS)
        return true; /* "Quoting Anna <anna@example.org>:" */
    if (quoted && m->colon && ((m->verb && m->words <= LEAD_WORDS) || (m->date && m->year)))
        return true;
    /* "3 Mar 2026, 17:21 by anna@example.org:" */
    if (m->date && m->time && m->email && m->colon && digit(folded[0]) && ends_in_address(folded))
        return true;
    /* "2026-03-03 17:21 GMT+01:00 Anna Example" and nothing more */
    return m->iso && m->time && digit(folded[0]) && m->words <= 10 &&
           (strstr(folded, " gmt") || strstr(folded, " utc"));
}

/* May line i belong to the same span as the line before it? */
static bool continues(const struct lines *l, size_t first, size_t i)
{
    const struct line *here = &l->at[i], *before = &l->at[i - 1];
    if (line_blank(here))
        return i + 1 < l->count && l->at[i + 1].folded[0] == '<';
    if (here->depth == l->at[first].depth)
        return true;
    if (here->depth != l->at[first].depth + 1)
        return false;
    /* "<name@example.org\n> wrote:": that mark quotes nothing */
    const char *open = memrchr(before->text, '<', before->len);
    const char *close = memrchr(before->text, '>', before->len);
    if (open && (!close || close < open))
        return here->len <= (strchr(before->folded, '@') ? AFTER_ADDR : AFTER_NAME);
    if (here->len > AFTER_NAME)
        return false;
    size_t len = strlen(here->folded);
    return len && here->folded[len - 1] == ':' && fold_any_start(here->folded, verbs);
}

static bool plausible_end(const struct line *l)
{
    size_t len = strlen(l->folded);
    if (!len)
        return false;
    if (strchr(":->)]\"*", l->folded[len - 1]) || digit(l->folded[len - 1]))
        return true;
    return (unsigned char)l->folded[len - 1] >= 0x80 || strstr(l->folded, "wrote") ||
           strchr(l->folded, ':') || fold_any(l->folded, verbs) ||
           (digit(l->folded[0]) && digits_at(l->folded) == 4);
}

static bool span_text(const struct lines *l, size_t first, size_t last, size_t column,
                      char out[SPAN_BYTES])
{
    const struct line *f = &l->at[first];
    size_t n =
        column ? fold_into(out, SPAN_BYTES, f->text + column, f->len - column) : strlen(f->folded);
    if (n + 2 >= SPAN_BYTES)
        return false;
    if (!column)
        memcpy(out, f->folded, n + 1);
    for (size_t i = first + 1; i <= last; i++) {
        size_t len = strlen(l->at[i].folded);
        bool bracket = l->at[i].depth > f->depth;
        if (n + len + 4 >= SPAN_BYTES)
            return false;
        if (bracket || out[n - 1] != '<')
            out[n++] = bracket ? '>' : ' ';
        memcpy(out + n, l->at[i].folded, len + 1);
        n += len;
    }
    return n > 0;
}

/* A line that ends a sentence, and no month or "p.m.", is the writer's. */
static bool ends_a_sentence(const struct line *l)
{
    size_t n = strlen(l->folded), letters = 0;
    if (!n || !strchr(".!?", l->folded[n - 1]))
        return false;
    for (size_t i = n - 1; i-- > 0 && l->folded[i] != ' ';)
        letters += ((unsigned char)l->folded[i] & 0xC0) != 0x80;
    return letters >= LAST_WORD;
}

static bool has_sentence(const struct lines *l, size_t first, size_t last)
{
    for (size_t i = first; i < last; i++)
        if (ends_a_sentence(&l->at[i]))
            return true;
    return false;
}

static bool span_is(const struct lines *l, size_t first, size_t last, size_t column,
                    unsigned *budget, struct attribution *out)
{
    char folded[SPAN_BYTES];
    if (!*budget || !plausible_end(&l->at[last]) || !span_text(l, first, last, column, folded))
        return false;
    (*budget)--;
    struct attribution_marks m;
    take_marks(folded, &m);
    size_t next = lines_skip_blank(l, last + 1);
    bool quoted =
        next < l->count && (l->at[next].depth > l->at[first].depth || l->at[next].text[0] == '|');
    if (!convinced(&m, folded, quoted) || (column && !m.verb))
        return false;
    if (!quoted && !m.email && !column && has_sentence(l, first, last))
        return false;
    *out = (struct attribution){first, last, column, next, quoted, m.verb};
    return true;
}

static bool has_letters(const char *s, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (isalnum((unsigned char)s[i]) || (unsigned char)s[i] >= 0x80)
            return true;
    return false;
}

/* Where in the line an attribution begins after words of the answer; 0: nowhere. */
static size_t opening_inside(const struct line *l)
{
    size_t best = 0;
    for (const char *const *o = openings; *o; o++) {
        const char *p = memmem(l->text, l->len, *o, strlen(*o));
        size_t at = p ? (size_t)(p - l->text) : 0;
        if (at <= best || p[-1] != ' ' || !has_letters(l->text, at))
            continue;
        const char *after = p + strlen(*o), *end = l->text + l->len;
        for (size_t n = 0; after < end && n < OPENING_GAP; after++, n++)
            if (digit(*after)) {
                best = at;
                break;
            }
    }
    return best;
}

/* "On" or "Am" alone, or "On Tue,", the rest wrapped. */
static bool bare_opening(const struct line *l)
{
    for (const char *const *o = openings; *o; o++) {
        size_t n = strlen(*o);
        if (n == l->len + 1 && strncmp(*o, l->text, l->len) == 0)
            return true;
        bool weekday = l->len > n && l->len < OPENING_GAP && l->text[l->len - 1] == ',';
        if (weekday && strncmp(*o, l->text, n) == 0 && !memchr(l->text + n, ' ', l->len - n))
            return true;
    }
    return false;
}

static bool starts_plausibly(const struct lines *l, size_t i)
{
    const struct line *line = &l->at[i];
    if (i + 1 < l->count && l->at[i + 1].folded[0] == '<' && line->len < 80)
        return true; /* "Message from Anna Example", the address wrapped */
    if (bare_opening(line) || strpbrk(line->folded, "0123456789@<"))
        return true;
    return fold_any(line->folded, verbs) != NULL;
}

static bool span_from(const struct lines *l, size_t first, size_t column, unsigned *budget,
                      struct attribution *out)
{
    for (size_t last = first; last < l->count && last < first + SPAN_LINES; last++) {
        if (last > first && !continues(l, first, last))
            return false;
        if (!span_is(l, first, last, column, budget, out))
            continue;
        /* "<name@example.org>\n> wrote:" is whole only with its verb */
        struct attribution longer;
        if (last + 1 < l->count && l->at[last + 1].depth > l->at[first].depth &&
            continues(l, first, last + 1) && span_is(l, first, last + 1, column, budget, &longer))
            *out = longer;
        return true;
    }
    return false;
}

/* "Den tirs. 4. nov. 2025 kl.", "4 Nov 2025 at 9:12 p.m.", "Anna <anna@example.org> op Di.": the
 * full stop of a short form. */
static bool breaks_off(const struct line *l)
{
    size_t len = strlen(l->folded);
    bool date = text_has_date(l->folded);
    if (date && text_has_time(l->folded))
        return true;
    if (len < 2 || ends_a_sentence(l) || digit(l->folded[len - 2]))
        return false;
    return date || text_has_email(l->folded);
}

/* The same end may be reached from a later line: then the lines before it are the writer's. So
 * where it begins as attributions do, or the line above ends a sentence. */
static bool starts_anew(const struct lines *l, size_t i)
{
    const struct line *line = &l->at[i], *above = &l->at[i - 1];
    if (line_blank(line) || line_blank(above) || !starts_plausibly(l, i))
        return false;
    if (strchr(".!?", above->folded[strlen(above->folded) - 1]) && !breaks_off(above))
        return true;
    for (const char *const *o = openings; *o; o++)
        if (line->len > strlen(*o) && strncmp(line->text, *o, strlen(*o)) == 0)
            return text_has_date(line->folded) || text_has_time(line->folded);
    return false;
}

bool attribution_at(const struct lines *l, size_t first, unsigned *budget, struct attribution *out)
{
    const struct line *line = &l->at[first];
    if (line_blank(line) || line->len > SPAN_BYTES || !*budget || !starts_plausibly(l, first))
        return false;
    struct attribution later;
    if (span_from(l, first, 0, budget, out)) {
        for (size_t i = out->last; i > first; i--)
            if (starts_anew(l, i) && span_is(l, i, out->last, 0, budget, &later))
                return false;
        size_t inside = opening_inside(line);
        if (inside && span_is(l, first, out->last, inside, budget, &later))
            *out = later;
        return true;
    }
    size_t inside = opening_inside(line);
    return inside && span_from(l, first, inside, budget, out);
}
