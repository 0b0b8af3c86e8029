/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/away_dates.h"
#include "words/fold.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define BEGINNINGS 4096

/* The beginnings of month names, in languages that have them; the longest names stand whole where
 * a shorter beginning would fit two months. */
/* clang-format off */
static const char *const months[12] = {
    "jan јан ene gen janv январ янв січ sty led oca ιαν ian tam sij leden ledna jaanuar sausi яну "
    "xan urtarril ionawr janvār ינואר يناير ژانویه जनवरी มกรา",
    "feb феб fév fev фев lut lyu úno helm şub φεβ vel лют unor února veebr vasari otsail chwefror "
    "פברואר فبراير فوریه फरवरी กุมภา",
    "mar márc mär mrz märz maart мар бер mart μαρ maalis ožu břez březen března brez mars märts "
    "kov martxo mawrth מרץ מרס مارس मार्च มีนา",
    "apr апр abr avr апр квіт kwi dub nis απρ huhti tra dubna ápr baland ebrill אפריל أبريل ابريل "
    "آوریل अप्रैल เมษา",
    "may мај mai maj mag mei май мая трав kvě květ mayıs μαϊ μάι μαΐ touko svi máj maí geguž maij "
    "maiatz מאי مايو مه मई พฤษภา",
    "jun јун iun juin giu июн черв cze čvn červn haz ιουν ιούν kesä lip lipnj lipanj jún júní juuni "
    "birž jūnij юни xuñ ekain mehefin יוני يونيو ژوئن जून มิถุนา",
    "jul јул iul juil lug июл лип lipc lipiec čvc červenec července tem ιουλ ιούλ heinä srpnj srpanj "
    "júl júlí juuli liep jūlij юли xul uztail gorffennaf יולי يوليو ژوئیه जुलाई กรกฎา",
    "aug aoû aout ago agu авг серп sie srp ağu αυγ αύγ elo kol ágú rugpj abuztu awst אוגוסט أغسطس "
    "اغسطس اوت अगस्त สิงหา",
    "sep set сен верес wrz zář eyl σεπ syys ruj szep rugs сеп irail medi ספטמבר سبتمبر سپتامبر "
    "सितंबर सितम्बर กันยา",
    "oct okt ott out окт жовт paź říj eki οκτ loka lis spal urri hydref אוקטובר أكتوبر اكتوبر "
    "اکتبر अक्टूबर अक्तूबर ตุลา",
    "nov нов nóv noi ноя лист lis kas νοε νοέ marras stu list lapkr ное azaro tachwedd נובמבר نوفمبر "
    "نوامبر नवंबर नवम्बर พฤศจิกา",
    "dec дец dez dic déc dés des дек груд gru pro ara δεκ joulu det gruod abendu rhagfyr דצמבר ديسمبر "
    "دسامبر दिसंबर दिसम्बर ธันวา"};

static const char *const thai_short[12] = {"ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.",
                                           "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."};

static const char *const weekdays[7] = {
    "monday mon montag mo lundi lunes segunda lunedì maandag mandag måndag maanantai maanantaina "
    "poniedziałku poniedziałek pondělí pondelok понедельник понедельника понеделник понеділок "
    "понеділка pazartesi δευτέρα luni hétfő hétfőn ponedjeljak ponedjeljka ponedeljek понедељак "
    "esmaspäev pirmadienis pirmadienį dilluns senin 月曜日 月曜 星期一 周一 週一 월요일 الاثنين الإثنين שני",
    "tuesday tue tues dienstag mardi martes terça martedì dinsdag tirsdag tisdag tiistai tiistaina "
    "wtorku wtorek úterý utorok вторник вторника вівторок вівторка salı τρίτη marți kedd kedden "
    "utorak utorka torek уторак teisipäev antradienis antradienį dimarts selasa 火曜日 火曜 星期二 周二 週二 "
    "화요일 الثلاثاء שלישי",
    "wednesday wed mittwoch mercredi miércoles quarta mercoledì woensdag onsdag keskiviikko "
    "keskiviikkona środy środa środę středa středu streda stredu среда среды среду сряда середа "
    "середу çarşamba τετάρτη miercuri szerda szerdán srijeda srijede sreda sredo kolmapäev "
    "trečiadienis trečiadienį dimecres rabu 水曜日 水曜 星期三 周三 週三 수요일 الأربعاء רביעי",
    "thursday thu thur thurs donnerstag jeudi jueves quinta giovedì donderdag torsdag torstai "
    "torstaina czwartku czwartek čtvrtek štvrtok четверг четверга четвъртък четвер perşembe πέμπτη "
    "joi csütörtök csütörtökön četvrtak četvrtka četrtek четвртак neljapäev ketvirtadienis "
    "ketvirtadienį dijous kamis 木曜日 木曜 星期四 周四 週四 목요일 الخميس חמישי",
    "friday fri freitag vendredi viernes sexta venerdì vrijdag fredag perjantai perjantaina piątku "
    "piątek pátek piatok пятница пятницы пятницу петък п'ятниця п'ятницю cuma παρασκευή vineri "
    "péntek pénteken petak petka petek петак reede penktadienis penktadienį divendres jumat 金曜日 金曜 "
    "星期五 周五 週五 금요일 الجمعة שישי",
    "saturday sat samstag sonnabend samedi sábado sabato zaterdag lørdag lördag lauantai soboty "
    "sobota sobotę суббота субботу събота cumartesi σάββατο sâmbătă szombat subota 土曜日 星期六 周六 週六 "
    "토요일 السبت",
    "sunday sun sonntag dimanche domingo domenica zondag søndag söndag sunnuntai niedzieli "
    "niedziela neděle nedeľa воскресенье неделя неділя pazar κυριακή duminică vasárnap nedjelja "
    "日曜日 星期日 周日 週日 일요일 الأحد ראשון"};

static const char *const tomorrow[] = {
    "tomorrow", "morgen", "demain", "mañana", "amanhã", "domani", "imorgon", "i morgon", "i morgen",
    "huomenna", "jutro", "jutra", "zítra", "zajtra", "holnap", "mâine", "завтра", "утре", "αύριο",
    "yarın", "غدا", "מחר", "فردا", "明日", "明天", "내일", "ngày mai", "besok",
    "พรุ่งนี้", "sutra", "jutri", "сутра", "homme", "rīt", "rytoj", "demà", NULL};

static const char *const next_week[] = {
    "next week", "nächste woche", "nächster woche", "kommende woche", "kommender woche",
    "la semaine prochaine", "la próxima semana", "próxima semana", "semana que vem",
    "la prossima settimana", "prossima settimana", "volgende week", "nästa vecka", "neste uke",
    "næste uge", "ensi viikolla", "przyszłym tygodniu", "przyszły tydzień", "příští týden",
    "budúci týždeň", "jövő héten", "săptămâna viitoare", "на следующей неделе",
    "следующей недели", "следващата седмица", "наступного тижня", "την επόμενη εβδομάδα",
    "gelecek hafta", "haftaya", "الأسبوع القادم", "בשבוע הבא", "来週", "下周", "下週", "다음 주",
    "다음주", "tuần sau", "minggu depan", "สัปดาห์หน้า", NULL};

/* Whole names: "in May" is one, "in marketing" none. */
static const char *const whole_months[] = {
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december", "januar", "februar", "märz", "mai", "juni", "juli",
    "oktober", "dezember", "janvier", "février", "mars", "avril", "juin", "juillet", "août",
    "septembre", "octobre", "novembre", "décembre", "enero", "febrero", "marzo", "abril", "mayo",
    "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre", "gennaio",
    "febbraio", "aprile", "maggio", "giugno", "luglio", "settembre", "ottobre", "dicembre",
    "janeiro", "fevereiro", "março", "maio", "junho", "julho", "setembro", "outubro", "novembro",
    "dezembro", "januari", "februari", "maart", "mei", "augustus", "augusti", "maj", "desember",
    "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września",
    "października", "listopada", "grudnia", "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря", NULL};

/* Before a month that stands alone ("in May", where "may" is none), and before a mere day. */
static const char *const before_months[] = {
    "in", "im", "en", "em", "a", "à", "i", "w", "v", "ve", "в", "във", "у", "în", "τον", "until",
    "till", "bis", "bis in", "hasta", "até", "fino a", "tot", "till i", "of", "early", "anfang",
    "mid", "mitte", "début", "début de", "from", "ab", "kuni", "do", "до", NULL};
static const char *const before_ends[] = {
    "end of", "the end of", "ende", "fin", "la fin", "fin de", "finales de", "final de", "finais de",
    "fine", "fine di", "eind", "einde", "slutet av", "slutten av", "slutningen af", "końca", "konce",
    "konca", "конца", "края на", "кінця", "τέλη", NULL};
static const char *const before_days[] = {
    "the", "le", "el", "il", "den", "dem", "am", "zum", "au", "al", "dia", "día", "op", "de", NULL};
/* clang-format on */

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

/* How the names of a table begin: most words of a text go by that alone. */
struct beginnings {
    bool known;
    uint64_t bits[BEGINNINGS / 64];
};

static unsigned beginning_of(const char *s)
{
    return ((unsigned char)s[0] * 961u + (unsigned char)s[1] * 31u + (unsigned char)s[2]) %
           BEGINNINGS;
}

static void learn_beginnings(struct beginnings *b, const char *const *lists, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (const char *p = lists[i]; *p;
             p += p[strcspn(p, " ")] ? strcspn(p, " ") + 1 : strlen(p))
            b->bits[beginning_of(p) / 64] |= (uint64_t)1 << beginning_of(p) % 64;
    b->known = true;
}

/* False: no name of the lists begins as the word does. Of names with less than three bytes the
 * blank behind counts, too. */
static bool may_be_listed(struct beginnings *b, const char *const *lists, size_t count,
                          const char *word, size_t len)
{
    if (!b->known)
        learn_beginnings(b, lists, count);
    return len < 3 || (b->bits[beginning_of(word) / 64] >> beginning_of(word) % 64 & 1);
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
    static struct beginnings begin;
    int best = 0;
    size_t best_len = 0;
    if (!may_be_listed(&begin, months, 12, word, len))
        return 0;
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

/* Thai years are counted from the Buddha's death. */
static struct date with_year(int year, int month, int day, struct date sent)
{
    year = year && year < 100 ? year + 2000 : year > 2500 && year < 2600 ? year - 543 : year;
    struct date d = {year, month, day};
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

/* 5/7 is what the language says, else the day that comes first from when it was sent. */
static struct date ordered(const struct date_reader *r, struct date day_first,
                           struct date month_first)
{
    bool one = plausible(day_first, r->sent), other = plausible(month_first, r->sent);
    if (one != other)
        return one ? day_first : month_first;
    if (!one)
        return day_first.year ? day_first : month_first;
    if (r->day_first || r->month_first)
        return r->day_first ? day_first : month_first;
    return date_compare(month_first, day_first) < 0 ? month_first : day_first;
}

static struct date numeric(const struct date_reader *r, const char *s)
{
    int v[3] = {0}, n = 0, first_len = 0;
    char separator = 0;
    while (n < 3 && *s >= '0' && *s <= '9') {
        size_t len = strspn(s, "0123456789");
        if (len > 4)
            return (struct date){0};
        v[n] = atoi(s);
        first_len = n ? first_len : (int)len;
        n++;
        s += len;
        if (!*s || !strchr("./-", *s) || (separator && *s != separator))
            break;
        separator = *s++;
        s += *s == ' ' && separator == '.' && s[1] >= '0' && s[1] <= '9';
    }
    if (n < 2 || !separator || (n == 3 && separator == s[-1] && *s >= '0' && *s <= '9'))
        return (struct date){0}; /* 12.11.09.33 is a telephone */
    if (first_len == 4)
        return with_year(v[0], v[1], v[2], r->sent);
    struct date dotted = with_year(v[2], v[1], v[0], r->sent);
    if (separator == '.')
        return dotted.year || n < 3 ? dotted : with_year(v[2], v[0], v[1], r->sent);
    if (n < 3 && separator != '/')
        return (struct date){0};
    return ordered(r, with_year(v[2], v[1], v[0], r->sent), with_year(v[2], v[0], v[1], r->sent));
}

/* "2026年1月12日", "1월 12일". */
static struct date far_east(const char *s, struct date sent)
{
    int year = 0, month = 0, day = 0;
    for (int i = 0; i < 3 && *s >= '0' && *s <= '9'; i++) {
        char *end;
        int v = (int)strtol(s, &end, 10);
        end += *end == ' ' && (unsigned char)end[1] >= 0xE0;
        if (!strncmp(end, "年", 3) || !strncmp(end, "년", 3))
            year = v;
        else if (!strncmp(end, "月", 3) || !strncmp(end, "월", 3))
            month = v;
        else if (!strncmp(end, "日", 3) || !strncmp(end, "일", 3) || !strncmp(end, "号", 3))
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

/* "de", "of", "tháng": what stands between day, month and year. */
static const char *skip_joint(const char *s)
{
    static const char *const joints[] = {"of ",    "de ",    "del ",   "di ",  "d'",
                                         "tháng ", "bulan ", "tahun ", "năm ", NULL};
    s += strspn(s, " ,.-");
    for (const char *const *j = joints; *j; j++)
        if (!strncmp(s, *j, strlen(*j)))
            return s + strlen(*j);
    return s;
}

static int year_after(const char *s)
{
    int year;
    s = skip_joint(s);
    return small_number(s, 2600, &year) == 4 && year > 2000 ? year : 0;
}

/* 0 is Monday; -1: no day of the week. */
static int weekday_at(const char *s)
{
    static struct beginnings begin;
    size_t n = word_size(s);
    if (!n || !may_be_listed(&begin, weekdays, 7, s, n))
        return -1;
    for (int day = 0; day < 7; day++)
        if (listed(weekdays[day], s, n, true))
            return day;
    return -1;
}

bool date_is_weekday(const char *s)
{
    return weekday_at(s) >= 0;
}

static int thai_month(const char *s, size_t *len)
{
    for (int m = 0; m < 12; m++)
        if (strncmp(s, thai_short[m], strlen(thai_short[m])) == 0) {
            *len = strlen(thai_short[m]);
            return m + 1;
        }
    return 0;
}

/* Hebrew writes "in" at the month's name: "בנובמבר". */
static int month_at(const char *s, size_t *len)
{
    size_t n = word_size(s), in = !strncmp(s, "ב", 2) || !strncmp(s, "ל", 2) ? 2 : 0;
    int month = (unsigned char)*s == 0xE0 ? thai_month(s, len) : 0;
    if (month)
        return month;
    month = n ? month_of(s, n) : 0;
    if (!month && in && n > in)
        month = month_of(s + in, n - in);
    *len = n;
    return month && !date_is_weekday(s) ? month : 0; /* "mardi 17" is not in March */
}

/* "20 tháng 11" */
static int month_number(const char *s, size_t *len)
{
    int month = 0;
    const char *named = strncmp(s, "tháng ", 7) ? NULL : s + 7;
    size_t n = named ? small_number(named, 12, &month) : 0;
    *len = n ? n + 7 : 0;
    return n ? month : 0;
}

/* "3 January", "3rd of January 2027", "3. Januar", "3-Jan-2027". */
static struct date day_month(const char *s, struct date sent)
{
    int day;
    size_t n = small_number(s, 31, &day);
    if (!n)
        return (struct date){0};
    s += n;
    n = word_size(s); /* 3rd, 1er */
    if (n && n <= 3 && !month_of(s, n))
        s += n;
    if (!strncmp(s, "°", 2) || !strncmp(s, "º", 2))
        s += 2;
    s += strspn(s, ". -");
    int month = month_number(s, &n);
    if (!month) {
        s = skip_joint(s);
        month = month_at(s, &n);
    }
    return month ? with_year(year_after(s + n), month, day, sent) : (struct date){0};
}

/* "January 3, 2027", "lapkričio 23 d.", "november 23-án", "azaroaren 20ra". */
static struct date month_day(const char *s, struct date sent)
{
    int day;
    size_t n, month = (size_t)month_at(s, &n);
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
    return with_year(year_after(s + (n <= 2 ? n : 0)), (int)month, day, sent);
}

struct date date_written(const struct date_reader *r, const char *s)
{
    bool digit = *s >= '0' && *s <= '9';
    struct date d = digit ? far_east(s, r->sent) : (struct date){0};
    if (!d.year && digit)
        d = numeric(r, s);
    if (!d.year)
        d = digit ? day_month(s, r->sent) : month_day(s, r->sent);
    return d;
}

struct date date_here(const struct date_reader *r, const char *s)
{
    struct date d = date_written(r, s);
    return plausible(d, r->sent) ? d : (struct date){0};
}

bool date_may_begin(const char *before, const char *s)
{
    char last = ' ';
    if (s > before)
        last = s[-1];
    if (*s >= '0' && *s <= '9')
        return !strchr("0123456789./:", last) || (last == '.' && s - before > 1 && s[-2] > '9');
    return strchr(" (-\"", last) != NULL;
}

bool date_is_next_week(const char *s)
{
    return fold_any_start(s, next_week) != NULL;
}

bool date_is_word(const char *folded)
{
    for (const char *const *month = whole_months; *month; month++)
        if (strcmp(*month, folded) == 0)
            return true; /* no beginnings: Maria is no month */
    return date_is_weekday(folded);
}

struct date date_month(const struct date_reader *r, const char *s)
{
    size_t n;
    int month = month_at(s, &n), year = month ? year_after(s + n) : 0;
    struct date d = {year, month, 1};
    return year && plausible(d, r->sent) ? d : (struct date){0};
}

/* --- less than a date ------------------------------------------------------------------------- */

static struct date weekday_after(int day, struct date sent)
{
    int ahead = (day + 1 - (int)date_weekday(sent) + 7) % 7;
    return date_add(sent, ahead ? ahead : 7);
}

static struct date next_weekday(const char *s, struct date sent)
{
    int day = weekday_at(s);
    return day >= 0 ? weekday_after(day, sent) : (struct date){0};
}

struct date date_far_east_weekday(const struct date_reader *r, const char *s)
{
    size_t n = (unsigned char)*s >= 0xE3 ? word_size(s) : 0;
    for (int day = 0; n && day < 7; day++)
        if (listed(weekdays[day], s, n, false))
            return weekday_after(day, r->sent);
    return (struct date){0};
}

static bool stands_before(const char *start, const char *s, const char *const *words)
{
    char text[24];
    size_t n = (size_t)(s - start);
    n = n < sizeof text - 1 ? n : sizeof text - 1;
    memcpy(text, s - n, n);
    while (n && text[n - 1] == ' ')
        n--;
    text[n] = '\0';
    for (; *words; words++)
        if (fold_ends(text, *words))
            return true;
    return false;
}

/* "in May 2027", "until March": its first day; "until the end of May": its last. */
static struct date month_alone(const struct date_reader *r, const char *before, const char *s)
{
    size_t n;
    int month = month_at(s, &n), year = month ? year_after(s + n) : 0, day;
    if (month && small_number(skip_joint(s + n), 31, &day))
        return (struct date){0}; /* "from November 6", which is over */
    bool named = fold_any_start(s, whole_months) &&
                 (stands_before(before, s, before_months) || stands_before(before, s, before_ends));
    if (!month || (!year && !named))
        return (struct date){0};
    struct date d = {year ? year : r->sent.year, month, 1};
    if (stands_before(before, s, before_ends))
        d.day = days_in_month(d.year, d.month);
    if (!year && date_compare(d, r->sent) < 0)
        d.year++;
    return plausible(d, r->sent) ? d : (struct date){0};
}

/* "the 17th", "le 17.", "am 17.": and neither "the 2 of us" nor "the 17 days". */
static struct date day_alone(const struct date_reader *r, const char *before, const char *s)
{
    int day;
    size_t n = small_number(s, 31, &day), end = n ? word_size(s + n) : 0;
    bool ordinal = end == 2 && (!strncmp(s + n, "st", 2) || !strncmp(s + n, "nd", 2) ||
                                !strncmp(s + n, "rd", 2) || !strncmp(s + n, "th", 2));
    bool over = n && (!s[n] || strchr(".,;!)", s[n]) || !strncmp(s + n, " incl", 5)) &&
                stands_before(before, s, before_days);
    if (!n || (!ordinal && !over))
        return (struct date){0};
    for (int i = 0; i < 3; i++) {
        struct date month = date_add_months((struct date){r->sent.year, r->sent.month, 1}, i);
        struct date d = {month.year, month.month, day};
        if (date_valid(d) && date_compare(d, r->sent) >= 0)
            return d;
    }
    return (struct date){0};
}

struct date date_vague(const struct date_reader *r, const char *before, const char *s)
{
    struct date d = day_alone(r, before, s);
    if (!d.year)
        d = month_alone(r, before, s);
    if (!d.year)
        d = next_weekday(s, r->sent);
    if (!d.year && fold_any_start(s, tomorrow))
        d = date_add(r->sent, 1);
    if (!d.year && fold_any_start(s, next_week))
        d = date_add(r->sent, 8 - (int)date_weekday(r->sent));
    return d;
}

void date_reader_init(struct date_reader *r, const char *text, struct date sent)
{
    static const char *const english[] = {"the", "will", "i am", "i'm", "and", "of", NULL};
    bool far_east = false;
    for (const char *p = text; *p; p++)
        far_east |= (unsigned char)*p >= 0xE3 && (unsigned char)*p <= 0xED;
    *r = (struct date_reader){.sent = sent, .month_first = far_east};
    r->day_first = !far_east && !fold_any(text, english);
}
