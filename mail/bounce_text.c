/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/bounce_text.h"
#include "mail/bounce_families.h"
#include "mail/bounce_sounds.h"
#include "mail/lines.h"
#include "words/fold.h"
#include <ctype.h>
#include <string.h>
#include <strings.h>

#define LINES_READ     300
#define TEXT_BYTES     (64 * 1024)
#define REASON_LINES   14
#define REASON_BYTES   2000
#define RECIPIENTS_MAX 50

/* --- addresses -------------------------------------------------------------------------------- */

static bool local_char(char c)
{
    return isalnum((unsigned char)c) || (c && strchr("._%+-=/&!#$*?^{}~'", c));
}

static bool domain_char(char c)
{
    return isalnum((unsigned char)c) || c == '.' || c == '-' || c == '_';
}

const char *bounce_text_address(struct arena *a, const char *s, size_t len, size_t *at,
                                size_t *start)
{
    for (const char *p; *at < len && (p = memchr(s + *at, '@', len - *at));) {
        const char *from = p, *to = p + 1;
        while (from > s && local_char(from[-1]) && p - from < 80)
            from--;
        if (from > s && from == p && from[-1] == '"') { /* "quoted local part"@example.org */
            from--;
            while (from > s && from[-1] != '"' && p - from < 80)
                from--;
            from -= from > s;
        }
        while (to < s + len && domain_char(*to))
            to++;
        while (to > p + 1 && !isalnum((unsigned char)to[-1]))
            to--;
        while (from < p && strchr("'*=/.", *from))
            from++;
        *at = (size_t)(to - s) + (to == p);
        if (from < p && to > p + 1) {
            *start = (size_t)(from - s);
            return arena_strndup(a, from, (size_t)(to - from));
        }
        *at = (size_t)(p - s) + 1;
    }
    return NULL;
}

static bool is_ours(const char *address, const char *const *ours)
{
    static const char *const daemons[] = {
        "mailer-daemon@", "postmaster@", "mailerdaemon@", "mail-daemon@", "mailer@",
        "abuse@",         NULL};
    for (; *ours; ours++)
        if (strcasecmp(*ours, address) == 0)
            return true;
    for (const char *const *d = daemons; *d; d++)
        if (strncasecmp(address, *d, strlen(*d)) == 0)
            return true;
    return false;
}

static bool has_domain(const char *address)
{
    return strchr(strchr(address, '@'), '.') != NULL;
}

/* --- where the address stands ------------------------------------------------------------------
 */

/* clang-format off */
static const char *const labels[] = {
    "recipient", "recipients", "recipient address", "failed recipient", "failed recipients",
    "final-recipient", "original-recipient", "final recipient", "original recipient", "user",
    "address", "failed addresses", "unknown user", "user not found", "user unknown",
    "email address", "failed recipient address", "invalid recipient", "rcpt to",
    "destination address", "original address", "undeliverable to", "invalid final delivery userid",
    "could not be delivered to", "to", "unknown recipient", "undelivered address",
    "intended recipient", "empfänger", "destinataire", "destinatario", "宛先", "收件人", "収件人",
    "получатель", "destinatário", "destinatari", "ontvanger", "geadresseerde", "mottagare",
    "modtager", "mottaker", "vastaanottaja", "adresat", "odbiorca", "příjemce", "adresát",
    "príjemca", "címzett", "отримувач", "адресат", "получател", "παραλήπτης", "alıcı",
    "destinatarul", "primatelj", "primalac", "prejemnik", "naslovnik", "saaja", "gavėjas",
    "adresāts", "受信者", "送信先", "收件者", "收信人", "수신자", "수신인", "받는 사람", "người nhận", "penerima",
    "المستلم", "נמען", "הנמען", NULL};
static const char *const sentences[] = {
    "message to", "wrote to", "deliver to", "delivered to", "delivery to",
    "deliver your message to", "deliver mail to", "mail to", "sent to", "addressed to", "recipient",
    "failed", "unknown", "does not exist", "rejected", "mailbox", "user", "rcpt to", "account",
    "quota", "error", "couldn't", "reach", "wasn't", "unable", NULL};
/* clang-format on */

static bool label_line(const char *folded)
{
    char label[40];
    size_t n = strcspn(folded, ":");
    folded += strspn(folded, "*>- \t");
    n = strcspn(folded, ":=");
    if (!folded[n] || n >= sizeof label)
        return false;
    memcpy(label, folded, n);
    while (n && label[n - 1] == ' ')
        n--;
    label[n] = '\0';
    for (const char *const *l = labels; *l; l++)
        if (strcmp(label, *l) == 0)
            return true;
    return false;
}

/* "A message from <me@example.org> to <ana@example.net> was ..." */
static bool letter_to(const char *folded, const char *at)
{
    static const char *const letters[] = {"message", "mail", "e-mail", "letter", NULL};
    while (at > folded && strchr("<\"' ", at[-1]))
        at--;
    return at - folded > 3 && memcmp(at - 3, " to", 3) == 0 &&
           bounce_family_near(folded, at, letters);
}

static enum bounce_place place_of(const struct line *l, size_t start, const char *address)
{
    const char *before = l->text, *after = l->text + start + strlen(address);
    size_t lead = start;
    while (lead && strchr("<([\"' *-+.:>", before[lead - 1]))
        lead--;
    const char *end = l->text + l->len;
    while (after < end && strchr(">)]\"'", *after))
        after++;
    if (strncasecmp(before, "smtp:", 5) == 0 && lead == 4)
        lead = 0;
    if (!lead && (after >= end || strchr(":.,;( -", *after)))
        return PLACE_LINE;
    if (label_line(l->folded))
        return PLACE_LABEL;
    const char *at = strcasestr(l->folded, address);
    if (at && (letter_to(l->folded, at) || bounce_family_near(l->folded, at, sentences) ||
               bounce_sounds_undelivered_near(l->folded, at) || bounce_family_at(l->folded, at)))
        return PLACE_SENTENCE;
    return PLACE_ANYWHERE;
}

/* --- where our message begins -------------------------------------------------------------------
 */

static bool returned_message(const struct line *l)
{
    /* clang-format off */
static const char *const marks[] = {
    "--- below this line is", "this is a copy of", "original message follows", "unsent message",
    "original message", "message follows", "message header follows", "headers of the message",
    "message headers follow", "copy of the message", "begin of the original", "original headers",
    "message contents follow", "included is a copy", "returned message follows",
    "text of your message", "the body of your message", "your message reads",
    "content of the original", "the original message was received at the end", NULL};
    /* clang-format on */
    const char *s = l->folded + strspn(l->folded, "-_=*+#>| ");
    if (!strncmp(l->folded, "received: ", 10) || !strncmp(l->folded, "return-path: ", 13) ||
        !strncmp(l->folded, "dkim-signature: ", 16) || !strncmp(l->folded, "x-mailer: ", 10))
        return true;
    if (s != l->folded && strlen(s) < 80 && strstr(s, "message") && fold_has(s, "follows"))
        return true;
    const char *mark = strlen(s) < 80 ? fold_any_start(s, marks) : NULL;
    return mark && (s != l->folded || strlen(s) <= strlen(mark) + 1);
}

/* --- reading -------------------------------------------------------------------------------------
 */

struct found {
    const char *address;
    size_t line;
    enum bounce_place place;
};

struct bounce_text {
    struct arena *a;
    struct lines lines;
    const struct bounce_around *around; /* the text before our own message */
    size_t end;                         /* its lines */
    struct found at[RECIPIENTS_MAX];
    size_t count;
};

static void add_found(struct bounce_text *s, const char *address, size_t line,
                      enum bounce_place place)
{
    for (size_t i = 0; i < s->count; i++)
        if (strcasecmp(s->at[i].address, address) == 0) {
            if (place > s->at[i].place)
                s->at[i] = (struct found){address, line, place};
            return;
        }
    if (s->count < RECIPIENTS_MAX)
        s->at[s->count++] = (struct found){address, line, place};
}

/* "<ana@example.net>, <bo@example.net>": what stands between two of a list. */
static bool in_a_list(const char *between, size_t len)
{
    return strspn(between, "<>,; ") >= len &&
           (memchr(between, ',', len) || memchr(between, ';', len));
}

static void search_line(struct bounce_text *s, size_t i, const char *const *ours)
{
    const struct line *l = &s->lines.at[i];
    enum bounce_place place = PLACE_NONE;
    size_t at = 0, start = 0, before = 0; /* where the address before ended */
    const char *address;
    while ((address = bounce_text_address(s->a, l->text, l->len, &at, &start))) {
        if (!before || !in_a_list(l->text + before, start - before))
            place = place_of(l, start, address);
        before = at;
        if (!is_ours(address, ours))
            add_found(s, address, i, place);
    }
}

/* "ana@ims-daemon": a channel inside the server, where an address of the world is named too. */
static void drop_channels(struct bounce_text *s)
{
    bool world = false;
    for (size_t i = 0; i < s->count; i++)
        world = world || (s->at[i].place >= PLACE_LABEL && has_domain(s->at[i].address));
    size_t kept = 0;
    for (size_t i = 0; i < s->count; i++)
        if (!world || has_domain(s->at[i].address))
            s->at[kept++] = s->at[i];
    s->count = kept;
}

static bool names_one(const struct bounce_text *s, size_t line, enum bounce_place place)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->at[i].line == line && s->at[i].place == place)
            return true;
    return false;
}

/* "No such user:" above the address that it is said of. */
static bool heads_one(const struct bounce_text *s, size_t line, enum bounce_place place)
{
    const struct line *l = &s->lines.at[line];
    if (!l->len || l->text[l->len - 1] != ':')
        return false;
    do
        line++;
    while (line < s->end && line_blank(&s->lines.at[line]));
    return line < s->end && names_one(s, line, place);
}

/* Another recipient's words begin here: its address stands as this one's does, or is to follow, or
 * a field of a report has it. */
static bool names_another(const struct bounce_text *s, size_t line, const struct found *than)
{
    if (line != than->line && (names_one(s, line, than->place) || heads_one(s, line, than->place)))
        return true;
    const struct line *l = &s->lines.at[line];
    return strstr(l->folded, "-recipient:") && !strcasestr(l->folded, than->address);
}

static size_t count_of(const struct bounce_text *s, enum bounce_place place)
{
    size_t n = 0;
    for (size_t i = 0; i < s->count; i++)
        n += s->at[i].place == place;
    return n;
}

/* The words around the address: its line and those below, up to the next address. */
static const char *reason_near(struct bounce_text *s, const struct found *f)
{
    struct buf b = BUF_INIT(REASON_BYTES);
    size_t n = 0;
    bool several = count_of(s, f->place) > 1;
    for (size_t i = f->line; i < s->end && n < REASON_LINES; i++) {
        if (names_another(s, i, f))
            break;
        if (line_blank(&s->lines.at[i]) && n > 1 && several && bounce_tells(s->a, buf_str(&b)))
            break;
        if (line_blank(&s->lines.at[i]))
            continue;
        if (b.len)
            buf_addc(&b, ' ');
        buf_add(&b, s->lines.at[i].text, s->lines.at[i].len);
        n++;
    }
    const char *words = arena_strndup(s->a, buf_str(&b), b.len);
    buf_release(&b);
    return words;
}

static const char *words_of(struct bounce_text *s, size_t from, size_t to)
{
    struct buf b = BUF_INIT(16 * 1024);
    for (size_t i = from; i < to; i++) {
        buf_add(&b, s->lines.at[i].text, s->lines.at[i].len);
        buf_addc(&b, ' ');
    }
    const char *words = arena_strndup(s->a, buf_str(&b), b.len);
    buf_release(&b);
    return words;
}

/* What is said above the list that the address stands in: its heading; above the first, all. */
static const char *reason_above(struct bounce_text *s, const struct found *f)
{
    size_t to = f->line, from;
    while (to && (line_blank(&s->lines.at[to - 1]) || names_one(s, to - 1, f->place)))
        to--;
    bool headed = to && heads_one(s, to - 1, f->place);
    for (from = to; from && !names_one(s, from - 1, f->place); from--)
        if (headed && line_blank(&s->lines.at[from - 1]))
            return words_of(s, from, to);
    return from && !headed ? "" : words_of(s, from, to);
}

/* What is said below the list, which ends with the last of the lines that follow one another. */
static const char *reason_below(struct bounce_text *s, const struct found *f)
{
    struct found last = *f;
    while (last.line + 1 < s->end && names_one(s, last.line + 1, f->place))
        last.line++;
    return reason_near(s, &last);
}

static enum bounce_place best_place(const struct bounce_text *s)
{
    enum bounce_place best = PLACE_NONE;
    for (size_t i = 0; i < s->count; i++)
        best = s->at[i].place > best ? s->at[i].place : best;
    return best;
}

/* Where the words near the address say nothing, those of its list; of an address alone, the whole
 * text. */
static const char *reason_of(struct bounce_text *s, const struct found *f)
{
    const char *near = reason_near(s, f);
    if (bounce_tells(s->a, near))
        return near;
    if (count_of(s, f->place) == 1)
        return words_of(s, 0, s->end);
    const char *above = reason_above(s, f);
    return bounce_tells(s->a, above) ? above : reason_below(s, f);
}

enum bounce_place bounce_text_place(const struct bounce_text *s)
{
    return best_place(s);
}

struct bounce_text *bounce_text_search(struct arena *a, const char *text, const char *const *ours)
{
    struct bounce_text *s = arena_new_of(a, struct bounce_text);
    s->a = a;
    lines_split(a, text, strnlen(text, TEXT_BYTES), &s->lines);
    while (s->end < s->lines.count && s->end < LINES_READ &&
           !returned_message(&s->lines.at[s->end]))
        s->end++;
    size_t told = s->end < s->lines.count ? (size_t)(s->lines.at[s->end].raw - text) : strlen(text);
    s->around = bounce_around(a, arena_strndup(a, text, told));
    for (size_t i = 0; i < s->end; i++)
        search_line(s, i, ours);
    drop_channels(s);
    return s;
}

void bounce_text_read(struct bounce_text *s, bool delayed, struct text_bounce *out)
{
    enum bounce_place best = best_place(s);
    for (size_t i = 0; i < s->count; i++) {
        if (s->at[i].place != best)
            continue;
        struct mail_recipient *r =
            arena_grow(s->a, &out->recipients, out->count++, &out->cap, sizeof *out->recipients);
        r->recipient = s->at[i].address;
        struct delivery d = {.action = delayed ? "delayed" : "",
                             .diagnostic = reason_of(s, &s->at[i]),
                             .around = bounce_text_around(s, r->recipient)};
        bounce_judge(s->a, &d, r);
    }
}

static const struct found *found_named(const struct bounce_text *s, const char *address)
{
    for (size_t i = 0; i < s->count; i++)
        if (strcasecmp(s->at[i].address, address) == 0)
            return &s->at[i];
    return NULL;
}

const char *bounce_text_reason(struct bounce_text *s, const char *address)
{
    const struct found *f = found_named(s, address);
    return f ? reason_of(s, f) : words_of(s, 0, s->end);
}

const struct bounce_around *bounce_text_around(struct bounce_text *s, const char *address)
{
    const struct found *f = found_named(s, address);
    return f && count_of(s, f->place) > 1 ? bounce_around_near(s->a, s->around, reason_near(s, f))
                                          : s->around;
}
