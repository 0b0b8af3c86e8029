/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/away.h"
#include "mail/fold.h"
#include <stdlib.h>
#include <string.h>

#define REACH_WORDS 6 /* the date stands so near to the word that leads to it */
#define LOOK_BYTES  4000
#define LOOK_BACK   30
#define RANGE_BYTES 24 /* in which the first day of "20 March to 3 April" stands */

enum lead_kind {
    LEAD_BACK,  /* the day named is the first one back */
    LEAD_UNTIL, /* so it is here, but it gives way to a lead that says more */
    LEAD_LAST,  /* the last one away */
    LEAD_FROM,  /* the first one back, unless an absence begins there */
};

struct lead {
    const char *phrase;
    enum lead_kind kind;
};

static const struct lead leads[] = {{"back in the office on", LEAD_BACK},
                                    {"back in the office", LEAD_BACK},
                                    {"be back on", LEAD_BACK},
                                    {"be back", LEAD_BACK},
                                    {"back on", LEAD_BACK},
                                    {"back at work on", LEAD_BACK},
                                    {"back to work on", LEAD_BACK},
                                    {"back from", LEAD_BACK},
                                    {"returning to the office on", LEAD_BACK},
                                    {"returning on", LEAD_BACK},
                                    {"returning", LEAD_BACK},
                                    {"return to the office on", LEAD_BACK},
                                    {"return to work on", LEAD_BACK},
                                    {"i return on", LEAD_BACK},
                                    {"return on", LEAD_BACK},
                                    {"return date", LEAD_BACK},
                                    {"i return", LEAD_BACK},
                                    {"will return", LEAD_BACK},
                                    {"available again from", LEAD_BACK},
                                    {"available again on", LEAD_BACK},
                                    {"again on", LEAD_BACK},
                                    {"up to and including", LEAD_LAST},
                                    {"until and including", LEAD_LAST},
                                    {"through", LEAD_LAST},
                                    {"until", LEAD_UNTIL},
                                    {"till", LEAD_UNTIL},
                                    {"til", LEAD_UNTIL},
                                    {"away until", LEAD_UNTIL},
                                    {"ab dem", LEAD_FROM},
                                    {"wieder ab", LEAD_BACK},
                                    {"wieder am", LEAD_BACK},
                                    {"erst am", LEAD_BACK},
                                    {"erst wieder am", LEAD_BACK},
                                    {"zurück am", LEAD_BACK},
                                    {"ab", LEAD_FROM},
                                    {"bis einschließlich", LEAD_LAST},
                                    {"bis einschl.", LEAD_LAST},
                                    {"bis inkl.", LEAD_LAST},
                                    {"bis zum", LEAD_LAST},
                                    {"bis", LEAD_LAST},
                                    {"de retour le", LEAD_BACK},
                                    {"de retour au bureau le", LEAD_BACK},
                                    {"retour le", LEAD_BACK},
                                    {"mon retour le", LEAD_BACK},
                                    {"à partir du", LEAD_FROM},
                                    {"jusqu'au", LEAD_LAST},
                                    {"de vuelta el", LEAD_BACK},
                                    {"regreso el", LEAD_BACK},
                                    {"regresaré el", LEAD_BACK},
                                    {"volveré el", LEAD_BACK},
                                    {"a partir del", LEAD_FROM},
                                    {"hasta el", LEAD_LAST},
                                    {"hasta", LEAD_LAST},
                                    {"de volta em", LEAD_BACK},
                                    {"retorno em", LEAD_BACK},
                                    {"retornarei em", LEAD_BACK},
                                    {"a partir de", LEAD_FROM},
                                    {"até ao dia", LEAD_LAST},
                                    {"até o dia", LEAD_LAST},
                                    {"até", LEAD_LAST},
                                    {"rientro il", LEAD_BACK},
                                    {"rientrerò il", LEAD_BACK},
                                    {"di ritorno il", LEAD_BACK},
                                    {"tornerò il", LEAD_BACK},
                                    {"a partire dal", LEAD_FROM},
                                    {"fino al", LEAD_LAST},
                                    {"fino a", LEAD_LAST},
                                    {"terug op", LEAD_BACK},
                                    {"weer aanwezig op", LEAD_BACK},
                                    {"weer bereikbaar vanaf", LEAD_BACK},
                                    {"vanaf", LEAD_FROM},
                                    {"tot en met", LEAD_LAST},
                                    {"t/m", LEAD_LAST},
                                    {"tot", LEAD_UNTIL},
                                    {"tilbage den", LEAD_BACK},
                                    {"tilbake", LEAD_BACK},
                                    {"tillbaka den", LEAD_BACK},
                                    {"tillbaka", LEAD_BACK},
                                    {"åter den", LEAD_BACK},
                                    {"åter", LEAD_BACK},
                                    {"til og med", LEAD_LAST},
                                    {"till och med", LEAD_LAST},
                                    {"t.o.m.", LEAD_LAST},
                                    {"t.o.m", LEAD_LAST},
                                    {"tom.", LEAD_LAST},
                                    {"indtil", LEAD_UNTIL},
                                    {"tavattavissa", LEAD_BACK},
                                    {"takaisin", LEAD_BACK},
                                    {"saakka", LEAD_LAST},
                                    {"wracam", LEAD_BACK},
                                    {"do dnia", LEAD_LAST},
                                    {"do", LEAD_LAST},
                                    {"zpět", LEAD_BACK},
                                    {"vrátím se", LEAD_BACK},
                                    {"od", LEAD_FROM},
                                    {"späť", LEAD_BACK},
                                    {"nazpět", LEAD_BACK},
                                    {"visszatérek", LEAD_BACK},
                                    {"вернусь", LEAD_BACK},
                                    {"буду на месте", LEAD_BACK},
                                    {"выйду", LEAD_BACK},
                                    {"по", LEAD_LAST},
                                    {"до", LEAD_LAST},
                                    {"повернуся", LEAD_BACK},
                                    {"dönüş", LEAD_BACK},
                                    {"döneceğim", LEAD_BACK},
                                    {"επιστρέφω", LEAD_BACK},
                                    {"έως", LEAD_LAST},
                                    {"μέχρι", LEAD_LAST},
                                    {"până pe", LEAD_LAST},
                                    {"până la", LEAD_LAST},
                                    {"revin", LEAD_BACK},
                                    {"din data de", LEAD_FROM},
                                    {"đến ngày", LEAD_LAST},
                                    {"đến hết ngày", LEAD_LAST},
                                    {"sampai", LEAD_LAST},
                                    {"hingga", LEAD_LAST},
                                    {"vuelvo el", LEAD_BACK},
                                    {"kuni", LEAD_LAST},
                                    {"iki", LEAD_LAST},
                                    {"līdz", LEAD_LAST},
                                    {"حتى", LEAD_LAST},
                                    {"עד ה", LEAD_LAST},
                                    {"עד", LEAD_LAST},
                                    {"จนถึงวันที่", LEAD_LAST},
                                    {"จนถึง", LEAD_LAST},
                                    {"ถึงวันที่", LEAD_LAST},
                                    {NULL, LEAD_BACK}};

/* The beginnings of month names, in languages that have them; the longest names stand whole where
 * a shorter beginning would fit two months. */
static const char *const months[12] = {
    "jan ene gen janv январ янв січ sty led oca ιαν ian tam sij leden ledna jaanuar sausi яну "
    "janvār ינואר يناير มกรา",
    "feb fév fev фев lut lyu úno helm şub φεβ vel лют unor února veebr vasari febr פברואר فبراير "
    "กุมภา",
    "mar márc mär mrz märz maart мар бер mart μαρ maalis ožu břez březen března brez mars märts "
    "kov מרץ "
    "مارس มีนา",
    "apr abr avr апр квіт kwi dub nis απρ huhti tra dubna ápr baland אפריל أبريل ابريل เมษา",
    "may mai maj mag mei май мая трав kvě květ mayıs μαϊ μάι μαΐ touko svi máj geguž maij מאי مايو "
    "พฤษภา",
    "jun iun juin giu июн черв cze čvn červn haz ιουν ιούν kesä lip jún juuni birž jūnij юни יוני "
    "يونيو มิถุนา",
    "jul iul juil lug июл лип lip čvc červenec července tem ιουλ ιούλ heinä srp júl juuli liep "
    "jūlij юли יולי يوليو กรกฎา",
    "aug aoû aout ago авг серп sie srp ağu αυγ αύγ elo kol rugpj אוגוסט أغسطس اغسطس สิงหา",
    "sep set сен верес wrz zář eyl σεπ syys ruj szep rugs сеп ספטמבר سبتمبر กันยา",
    "oct okt ott out окт жовт paź říj eki οκτ loka lis spal אוקטובר أكتوبر اكتوبر ตุลา",
    "nov noi ноя лист lis kas νοε νοέ marras stu list lapkr ное נובמבר نوفمبر พฤศจิกา",
    "dec dez dic déc dés des дек груд gru pro ara δεκ joulu det gruod דצמבר ديسمبر ธันวา"};

static const char *const weekdays[7] = {
    "monday mon montag mo lundi lunes segunda lunedì maandag mandag måndag maanantai poniedziałku "
    "poniedziałek pondělí понедельник понедельника pazartesi δευτέρα luni hétfő",
    "tuesday tue tues dienstag mardi martes terça martedì dinsdag tirsdag tisdag tiistai wtorku "
    "wtorek úterý вторник вторника salı τρίτη marți kedd",
    "wednesday wed mittwoch mercredi miércoles quarta mercoledì woensdag onsdag keskiviikko środy "
    "środa středa среда среды среду çarşamba τετάρτη miercuri szerda",
    "thursday thu thur thurs donnerstag jeudi jueves quinta giovedì donderdag torsdag torstai "
    "czwartku czwartek čtvrtek четверг четверга perşembe πέμπτη joi csütörtök",
    "friday fri freitag vendredi viernes sexta venerdì vrijdag fredag perjantai piątku piątek "
    "pátek пятница пятницы пятницу cuma παρασκευή vineri péntek",
    "saturday sat samstag sonnabend samedi sábado sabato zaterdag lørdag lördag lauantai soboty "
    "sobota суббота субботу cumartesi σάββατο sâmbătă szombat",
    "sunday sun sonntag dimanche domingo domenica zondag søndag söndag sunnuntai niedzieli "
    "niedziela neděle воскресенье pazar κυριακή duminică vasárnap"};

static bool letter_at(const char *s)
{
    unsigned c;
    fold_char(s, strnlen(s, 4), &c);
    return *s && fold_letter(c) && !(c >= '0' && c <= '9');
}

static size_t word_size(const char *s)
{
    size_t n = 0;
    unsigned c;
    while (letter_at(s + n))
        n += fold_char(s + n, strnlen(s + n, 4), &c);
    return n;
}

/* Is the word one of the list (whole), or does it begin with one of it? */
static bool listed(const char *list, const char *word, size_t len, bool whole)
{
    while (*list) {
        size_t n = strcspn(list, " ");
        if ((whole ? n == len : n <= len) && n && strncmp(list, word, n) == 0)
            return true;
        list += n + (list[n] == ' ');
    }
    return false;
}

static int month_of(const char *word, size_t len)
{
    int best = 0;
    size_t best_len = 0;
    for (int m = 0; m < 12; m++)
        for (const char *p = months[m]; *p;) {
            size_t n = strcspn(p, " ");
            if (n <= len && n > best_len && strncmp(p, word, n) == 0 && len <= 2 * n + 10) {
                best = m + 1;
                best_len = n;
            }
            p += n + (p[n] == ' ');
        }
    return best;
}

static struct date with_year(int year, int month, int day, struct date sent)
{
    struct date d = {year && year < 100 ? year + 2000 : year, month, day};
    if (!year) {
        d.year = sent.year;
        if (date_valid(d) && date_days(d) < date_days(sent) - 60)
            d.year++;
    }
    return date_valid(d) ? d : (struct date){0};
}

static bool plausible(struct date d, struct date sent)
{
    return d.year && date_days(d) >= date_days(sent) - 1 && date_days(d) <= date_days(sent) + 500;
}

/* 5/7 is the day that comes first from when it was sent. */
static struct date sooner(struct date x, struct date y, struct date sent)
{
    if (!plausible(x, sent))
        return plausible(y, sent) ? y : (struct date){0};
    return plausible(y, sent) && date_compare(y, x) < 0 ? y : x;
}

static struct date numeric(const char *s, struct date sent)
{
    int v[3] = {0}, n = 0, first_len = 0;
    char separator = 0;
    while (n < 3 && *s >= '0' && *s <= '9') {
        char *end;
        v[n] = (int)strtol(s, &end, 10);
        first_len = n ? first_len : (int)(end - s);
        n++;
        s = end;
        if (!*s || !strchr("./-", *s) || (separator && *s != separator))
            break;
        separator = *s++;
        s += *s == ' ' && separator == '.';
    }
    if (n < 2 || !separator)
        return (struct date){0};
    if (first_len == 4)
        return with_year(v[0], v[1], v[2], sent);
    if (separator == '.')
        return with_year(v[2], v[1], v[0], sent);
    if (n < 3 && separator != '/')
        return (struct date){0};
    return sooner(with_year(v[2], v[1], v[0], sent), with_year(v[2], v[0], v[1], sent), sent);
}

/* "2026年1月12日", "1월 12일". */
static struct date far_east(const char *s, struct date sent)
{
    int year = 0, month = 0, day = 0;
    for (int i = 0; i < 3 && *s >= '0' && *s <= '9'; i++) {
        char *end;
        int v = (int)strtol(s, &end, 10);
        if (!strncmp(end, "年", 3) || !strncmp(end, "년", 3))
            year = v;
        else if (!strncmp(end, "月", 3) || !strncmp(end, "월", 3))
            month = v;
        else if (!strncmp(end, "日", 3) || !strncmp(end, "일", 3))
            day = v;
        else
            break;
        s = end + 3;
        s += *s == ' ';
    }
    return month && day ? with_year(year, month, day, sent) : (struct date){0};
}

static size_t small_number(const char *s, int max, int *out)
{
    size_t n = strspn(s, "0123456789");
    *out = n && n <= 4 ? atoi(s) : 0;
    return *out >= 1 && *out <= max ? n : 0;
}

static int year_after(const char *s)
{
    int year;
    s += strspn(s, " ,.");
    if (!strncmp(s, "de ", 3) || !strncmp(s, "of ", 3))
        s += 3;
    return small_number(s, 2200, &year) == 4 && year > 2000 ? year : 0;
}

/* "3 January", "3rd of January 2027", "3. Januar", "January 3, 2027". */
static struct date worded(const char *s, struct date sent)
{
    int day, month;
    size_t n = small_number(s, 31, &day);
    if (n) {
        s += n;
        n = word_size(s); /* 3rd, 1er */
        if (n && n <= 3 && !month_of(s, n))
            s += n;
        s += strspn(s, ". ");
        if (!strncmp(s, "of ", 3) || !strncmp(s, "de ", 3))
            s += 3;
        n = word_size(s);
        month = n ? month_of(s, n) : 0;
        return month ? with_year(year_after(s + n), month, day, sent) : (struct date){0};
    }
    n = word_size(s);
    month = n ? month_of(s, n) : 0;
    if (!month)
        return (struct date){0};
    s += n + strspn(s + n, ". ");
    if (!strncmp(s, "the ", 4))
        s += 4;
    n = small_number(s, 31, &day);
    if (!n)
        return (struct date){0};
    s += n;
    n = word_size(s);
    return with_year(year_after(s + (n <= 2 ? n : 0)), month, day, sent);
}

static struct date date_here(const char *s, struct date sent)
{
    struct date d = far_east(s, sent);
    if (!d.year && *s >= '0' && *s <= '9')
        d = numeric(s, sent);
    if (!d.year)
        d = worded(s, sent);
    return plausible(d, sent) ? d : (struct date){0};
}

static struct date next_weekday(const char *s, struct date sent)
{
    size_t n = word_size(s);
    for (int day = 0; n && day < 7; day++)
        if (listed(weekdays[day], s, n, true)) {
            int ahead = (day + 1 - (int)date_weekday(sent) + 7) % 7;
            return date_add(sent, ahead ? ahead : 7);
        }
    return (struct date){0};
}

/* The date within the next words, or the week day where there is none. */
static struct date date_after(const char *s, struct date sent)
{
    struct date weekday = {0};
    for (int words = 0; words < REACH_WORDS && *s; words++) {
        s += strspn(s, " ,:(");
        if (strchr(".!?;", *s))
            break;
        struct date d = date_here(s, sent);
        if (d.year)
            return d;
        if (!weekday.year)
            weekday = next_weekday(s, sent);
        s += strcspn(s, " ");
    }
    return weekday;
}

/* At most n bytes, whole characters. */
static const char *excerpt(struct arena *a, const char *s, size_t n)
{
    n = strnlen(s, n);
    while (n && ((unsigned char)s[n] & 0xC0) == 0x80)
        n--;
    return arena_strndup(a, s, n);
}

/* "11月20日まで": the word that leads to the date stands behind it. */
static struct date far_east_until(struct arena *a, const char *text, struct date sent,
                                  const char **why)
{
    struct date last = {0};
    for (const char *p = text; *p; p++) {
        if (*p < '0' || *p > '9' || (p > text && p[-1] >= '0' && p[-1] <= '9'))
            continue;
        struct date d = far_east(p, sent);
        if (!plausible(d, sent) || (last.year && date_compare(d, last) < 0))
            continue;
        const char *part = excerpt(a, p, 40);
        bool inclusive = strstr(part, "まで") || strstr(part, "까지");
        last = inclusive ? date_add(d, 1) : d;
        *why = part;
    }
    return last;
}

/* "12.11. saakka", "12 Kasım'a kadar", "november 12-ig": the last day away, and then the word. */
static struct date until_behind(struct arena *a, const char *text, struct date sent,
                                const char **why)
{
    static const char *const words[] = {"saakka", "asti", "kadar", "-ig", NULL};
    for (const char *const *w = words; *w; w++) {
        const char *word = fold_find(text, *w);
        const char *p = !word || word - text < LOOK_BACK ? text : word - LOOK_BACK;
        for (bool start = true; word && p < word; p++) {
            struct date d = start ? date_here(p, sent) : (struct date){0};
            if (d.year) {
                *why = excerpt(a, p, (size_t)(word - p) + strlen(*w));
                return date_add(d, 1);
            }
            start = *p == ' ';
        }
    }
    return (struct date){0};
}

/* What the leads of some kinds say: of several in a place the longest, "till och med" before
 * "till"; else the first that has a date. */
static struct date led_to(struct arena *a, const char *text, unsigned kinds, struct date sent,
                          const char **why)
{
    const struct lead *best = NULL;
    const char *where = NULL;
    struct date day = {0};
    for (const struct lead *l = leads; l->phrase; l++) {
        size_t n = strlen(l->phrase);
        if (!(kinds & 1u << l->kind) || (best && n <= strlen(best->phrase)))
            continue;
        for (const char *p = text; (p = fold_find(p, l->phrase)); p++) {
            struct date d = date_after(p + n, sent);
            if (!d.year)
                continue;
            best = l;
            where = p;
            day = d;
            break;
        }
    }
    if (!best)
        return day;
    *why = excerpt(a, where, strlen(best->phrase) + 40);
    return best->kind == LEAD_LAST ? date_add(day, 1) : day;
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
static struct date ranged(struct arena *a, const char *text, struct date sent, const char **why)
{
    static const char *const words[] = {" - ",  "-",   " to ", " au ", " al ",  " a ",
                                        " ao ", " e ", " do ", " по ", " til ", NULL};
    for (const char *const *w = words; *w; w++)
        for (const char *p = text; (p = strstr(p, *w)); p++) {
            const char *behind = p + strlen(*w);
            if (!strncmp(behind, "the ", 4))
                behind += 4;
            struct date d = date_here(behind, sent);
            if (!d.year || !day_before(text, p))
                continue;
            *why = excerpt(a, p > text + RANGE_BYTES ? p - RANGE_BYTES : text, 60);
            return date_add(d, 1);
        }
    return (struct date){0};
}

struct date away_until(struct arena *a, const char *folded, struct date sent, const char **why)
{
    const char *text = excerpt(a, folded, LOOK_BYTES), *other = NULL;
    if (!date_valid(sent))
        return (struct date){0};
    struct date d = led_to(a, text, 1u << LEAD_BACK, sent, why);
    if (d.year)
        return d;
    d = led_to(a, text, 1u << LEAD_UNTIL | 1u << LEAD_LAST, sent, why);
    if (!d.year)
        d = until_behind(a, text, sent, why);
    if (!d.year)
        d = ranged(a, text, sent, why);
    struct date from = led_to(a, text, 1u << LEAD_FROM, sent, &other);
    if (from.year && (!d.year || date_compare(from, d) > 0)) {
        d = from;
        *why = other;
    }
    return d.year ? d : far_east_until(a, text, sent, why);
}
