/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/name_card.h"
#include "words/fold.h"
#include <string.h>

#define CARD_LINES     14 /* more are taken for words */
#define CARD_LINE      100
#define CARD_WORDS     10 /* of one of its lines */
#define NAME_WORDS     4  /* behind the sign-off, in its line */
#define GREETING_WORDS 5
#define NAME_LINE      50
#define PHONE_DIGITS   6
#define LONG_NUMBER    7

/* clang-format off */
static const char *const signoffs[] = {
    "best regards", "kind regards", "kindest regards", "warm regards", "warmest regards",
    "many regards", "with regards", "regards", "rgds", "best wishes", "warm wishes",
    "all the best", "best", "yours sincerely", "sincerely", "yours faithfully",
    "yours truly", "yours", "cheers", "many thanks", "thanks", "thank you", "with thanks",
    "respectfully", "cordially", "warmly", "take care", "br", "kr", "mit freundlichen grüßen",
    "mit freundlichen grüssen", "mit freundlichen gruessen", "mit freundlichem gruß",
    "freundliche grüße", "freundliche grüsse", "viele grüße", "liebe grüße", "liebe grüsse",
    "beste grüße", "beste grüsse", "herzliche grüße", "herzliche grüsse", "schöne grüße",
    "mit besten grüßen", "mit herzlichen grüßen", "gruß", "grüße", "grüsse", "mfg", "lg", "vg",
    "hochachtungsvoll", "cordialement", "bien cordialement", "bien à vous", "bien à toi",
    "salutations", "sincères salutations", "meilleures salutations", "amicalement",
    "respectueusement", "saludos", "un saludo", "un cordial saludo", "atentamente",
    "cordialmente", "un abrazo", "atenciosamente", "cumprimentos", "com os melhores cumprimentos",
    "melhores cumprimentos", "abraços", "abraço", "att", "saudações", "obrigado", "obrigada",
    "cordiali saluti", "distinti saluti", "saluti", "un saluto", "un caro saluto", "grazie",
    "met vriendelijke groet", "met vriendelijke groeten", "vriendelijke groet", "groet",
    "groeten", "hartelijke groet", "mvg", "hoogachtend", "med vänlig hälsning",
    "med vänliga hälsningar", "vänliga hälsningar", "vänlig hälsning", "bästa hälsningar",
    "hälsningar", "mvh", "med venlig hilsen", "venlig hilsen", "med vennlig hilsen",
    "vennlig hilsen", "hilsen", "bedste hilsner", "de bedste hilsner", "vh",
    "ystävällisin terveisin", "parhain terveisin", "terveisin", "kunnioittaen", "yst. terv",
    "pozdrawiam", "serdecznie pozdrawiam", "z poważaniem", "z wyrazami szacunku", "pozdrowienia",
    "s pozdravem", "s pozdravom", "s přátelským pozdravem", "s úctou", "hezký den", "pozdravy",
    "üdvözlettel", "tisztelettel", "üdv", "cu stimă", "cu respect", "salutări", "o zi bună",
    "с уважением", "с наилучшими пожеланиями", "с уважение", "поздрави", "з повагою",
    "з найкращими побажаннями", "с поштовањем", "срдачан поздрав", "srdačan pozdrav",
    "s poštovanjem", "lijep pozdrav", "lep pozdrav", "pozdrav", "με εκτίμηση", "φιλικά",
    "χαιρετισμούς", "saygılarımla", "saygılarımızla", "saygılarla", "iyi çalışmalar", "selamlar",
    "sevgiler", "مع تحياتي", "تحياتي", "مع خالص التحية", "مع أطيب التحيات", "بברכה", "בברכה",
    "בכבוד רב", "با احترام", "よろしくお願いいたします", "よろしくお願いします", "敬具", "此致", "祝好", "敬上", "감사합니다", "드림",
    "trân trọng", "salam", "hormat saya", "ขอแสดงความนับถือ", "pagarbiai", "ar cieņu",
    "lugupidamisega", "tervitades", "salutacions", "atentament", "cordialment",
    "herzlichst", "alles liebe", "alles gute", "bis bald", "bis dann", "tschüss", "see you",
    "talk soon", "bises", "bisous", "à bientôt", "hasta luego", "hasta pronto", "abrazos", "a presto", "ciao",
    "até breve", "até logo", "tot ziens", "tot snel", "vi ses", "ha det bra", "ha det fint", "nähdään",
    "na shledanou", "do widzenia", "viszlát", "до свидания", "до встречи", "до зустрічі", NULL};

/* In a line of a few words these are a word of parting, whatever stands before them. */
static const char *const greetings[] = {"grüße", "grüsse", "gruß", "grüßen", "regards", "wishes", "hilsen", "hilsner",
    "hälsningar", "hälsning", "groet", "groeten", "groetjes", "saludos", "saluti", "salutations", "terveisin", "pozdravem", "pozdravom", "üdvözlettel", NULL};

/* When somebody works: in a card it is no sentence. */
static const char *const hours_words[] = {
    "working days", "working hours", "work days", "office hours", "opening hours", "office days", "arbeitszeiten", "arbeitstage", "bürozeiten",
    "sprechzeiten", "öffnungszeiten", "jours de travail", "horaires", "horario", "horário", "orari", "orario", "werkdagen", "aanwezig", "kontortid",
    "arbetstider", "työaika", "godziny", "hodiny", "nyitvatartás", NULL};

/* Before a number by which somebody is reached. */
static const char *const phone_labels[] = {
    "t", "p", "m", "c", "f", "d", "o", "h", "tel", "tel.", "telephone", "phone", "ph", "mob",
    "mobile", "cell", "direct", "direct line", "office", "fax", "fax.", "telefax", "switchboard",
    "telefon", "mobil", "handy", "büro", "durchwahl", "zentrale", "fon", "tél", "téléphone",
    "port", "portable", "ligne directe", "télécopie", "standard", "tfno", "tlf", "tlf.",
    "teléfono", "telf", "móvil", "movil", "cel", "celular", "telefone", "telemóvel", "tlm",
    "telefono", "cellulare", "telefoon", "mobiel", "gsm", "mobiltelefon", "puh", "puhelin", "kom",
    "komórka", "tel. kom", "telefón", "тел", "телефон", "моб", "мобильный", "факс", "τηλ", "κιν",
    "φαξ", "cep", "faks", "هاتف", "جوال", "فاكس", "טל", "טלפון", "נייד", "פקס", "電話", "携帯", "전화",
    "휴대폰", "팩스", "电话", "手机", "传真", "手機", "傳真", "điện thoại", "đt", "telp", NULL};

static const char *const web_labels[] = {
    "e", "w", "email", "e-mail", "mail", "courriel", "correo", "web", "website", "internet",
    "url", "site", "skype", "linkedin", "homepage", "邮箱", "郵箱", "이메일", NULL};

/* Whoever says this writes a sentence. */
static const char *const speakers[] = {
    "i", "we", "my", "our", "you", "your", "please", "ich", "wir", "mein", "meine",
    "unser", "unsere", "sie", "bitte", "je", "j'ai", "nous", "mon", "ma", "mes", "notre",
    "vous", "yo", "mi", "mis", "nuestro", "nuestra", "eu", "meu", "minha", "io", "mio", "mia",
    "ik", "mijn", "wij", "ons", "min", "mitt", "moje", "mój", "můj", "мой", "моя",
    "мы", "я", "new", "neue", "neuer", "neues", "nouveau", "nouvelle", "nuevo", "nueva", "novo",
    "nova", NULL};

/* Of a firm: where it is registered, who leads it. */
static const char *const firm_words[] = {
    "hrb", "hra", "amtsgericht", "handelsregister", "geschäftsführer", "geschäftsführung",
    "vorstand", "sitz der gesellschaft", "ust-id", "ust-idnr", "steuernummer", "uid",
    "registered office", "registered in", "company number", "company no", "registration number",
    "charity number", "charity no", "vat", "managing director", "siret", "siren", "rcs",
    "capital social", "tva", "cif", "nif", "cnpj", "p.iva", "p. iva", "partita iva", "c.f", "kvk",
    "btw", "cvr", "org.nr", "orgnr", "org. nr", "y-tunnus", "nip", "regon", "krs", "ičo", "dič",
    "cégjegyzékszám", "adószám", "cui", "инн", "кпп", "огрн", "єдрпоу", NULL};

/* What a card says of somebody. */
static const char *const contact_words[] = {
    "details", "address", "number", "phone", "telephone", "mobile", "contact", "contacts",
    "reach", "call me", "adresse", "anschrift", "nummer", "telefonnummer", "handynummer",
    "telefonisch", "kontaktdaten", "kontakt", "erreichen", "erreichbar", "coordonnées", "numéro",
    "téléphone", "joindre", "dirección", "número", "teléfono", "datos", "contacto", "endereço",
    "telefone", "contato", "dados", "indirizzo", "numero", "recapito", "recapiti", "telefono",
    "contatti", "adres", "telefoonnummer", "gegevens", "bereikbaar", "adress", "telefonnumret",
    "uppgifter", "puhelinnumero", "osoite", "yhteystiedot", "adresa", "numer", "telefonu", "dane",
    "číslo", "telefon", "údaje", "cím", "telefonszám", "elérhetőség", "număr", "numărul", "адрес",
    "номер", "телефон", "данные", "адреса", "дані", "διεύθυνση", "τηλέφωνο", "αριθμός", "numara",
    "numaram", "telefonum", "عنوان", "عنواني", "رقم", "رقمي", "כתובת", "טלפון", "מספר", "住所",
    "電話", "番号", "連絡先", "地址", "电话", "號碼", "号码", "联系方式", "주소", "전화", "번호", "연락처", NULL};

static const char *const postscripts[] = {
    "p.s", "ps:", "ps.", "p.p.s", "pps", "p.d", "pd:", "n.b", "nb:", "пс:", "п.с", "з.ы",
    "зы:", "ps,", "ps ", "追伸", "추신", "附言", "υ.γ", "נ.ב", "ملاحظة", NULL};
/* clang-format on */

static size_t count_digits(const char *s, size_t len)
{
    size_t n = 0;
    for (size_t i = 0; i < len; i++)
        n += s[i] >= '0' && s[i] <= '9';
    return n;
}

bool signoff_line(const char *folded)
{
    const char *phrase = fold_any_start(folded, signoffs);
    const char *name = phrase ? folded + strlen(phrase) : "";
    if (strcmp(name, ":") == 0)
        return true;
    name += strspn(name, " ,.!-");
    if (!phrase && fold_any(folded, greetings) && !strpbrk(folded, "?:;0123456789"))
        return fold_count_words(folded) <= GREETING_WORDS;
    return phrase && fold_count_words(name) <= NAME_WORDS && !strpbrk(name, "?:;.!0123456789");
}

bool firm_line(const char *folded)
{
    static const char *const kinds[] = {
        "gmbh",  "ag",  "kg",  "ug",  "e.v.",      "e. v.", "ltd",  "limited", "plc",
        "llp",   "inc", "llc", "s.a", "sa",        "sas",   "sarl", "s.l",     "s.r.l",
        "s.p.a", "srl", "spa", "b.v", "n.v",       "bv",    "nv",   "ab",      "a/s",
        "aps",   "as",  "oy",  "oyj", "sp. z o.o", "s.r.o", "a.s",  "kft",     "d.o.o",
        "ооо",   "оао", "зао", "тов", "oü",        "uab",   "sia",  "a.ş",     NULL};
    return strlen(folded) <= 3 * CARD_LINE && fold_any(folded, kinds) &&
           fold_any(folded, firm_words) && !fold_any(folded, speakers);
}

bool postscript_line(const char *folded)
{
    for (const char *const *p = postscripts; *p; p++)
        if (strncmp(folded, *p, strlen(*p)) == 0)
            return true;
    return false;
}

/* "tel", "fax" before a number, "web" before a site: the bytes of the label, 0 where none is. */
static size_t label_at(const char *s, const char *const *labels)
{
    size_t best = 0;
    for (; *labels; labels++) {
        size_t n = strlen(*labels);
        if (n > best && fold_starts(s, *labels) && s[n] && strchr(" .:/+(-", s[n]))
            best = n;
    }
    return best;
}

static bool is_phone(const char *s)
{
    size_t n = strspn(s, "+0123456789 ()./-");
    return count_digits(s, n) >= PHONE_DIGITS;
}

static bool is_site(const char *s)
{
    size_t n = strcspn(s, " |,;");
    return strncmp(s, "www.", 4) == 0 || strncmp(s, "http", 4) == 0 ||
           (memchr(s, '@', n) && memchr(s, '.', n));
}

static bool separated(const char *s)
{
    return strchr("|,;", *s) || strncmp(s, "·", 2) == 0 || strncmp(s, "•", 3) == 0;
}

/* "Tel. +44 1632 960003", "www.example.com". */
static bool labelled_contact(const char *s)
{
    s += strspn(s, " *_|[(<");
    size_t label = label_at(s, phone_labels);
    if (label)
        return is_phone(s + label + strspn(s + label, " .:/"));
    label = label_at(s, web_labels);
    s += label;
    s += label ? strspn(s, " .:") : 0;
    const char *after = s + strcspn(s, " |,;");
    after += strspn(after, " ");
    return is_site(s) && (label || !*after || separated(after));
}

/* Nothing but a telephone number. */
static bool bare_number(const char *s)
{
    return is_phone(s) && strspn(s, "+0123456789 ()./-") == strlen(s);
}

/* Ways to reach somebody, and nothing but that: at the line's beginning or behind a separator. */
static bool contact_line(const char *folded)
{
    if (strlen(folded) > 2 * CARD_LINE)
        return false;
    if (labelled_contact(folded) || bare_number(folded))
        return true;
    for (const char *p = folded; *p; p++)
        if (separated(p) && labelled_contact(p + ((unsigned char)*p < 0x80 ? 1
                                                  : *p == '\xC2'           ? 2
                                                                           : 3)))
            return true;
    return false;
}

/* "Mill Road 4", "Head of Logistics", "Baker & Sons Ltd." */
static bool short_line(const struct line *l)
{
    size_t n = strlen(l->folded);
    if (n > CARD_LINE || fold_count_words(l->folded) > CARD_WORDS || strpbrk(l->folded, "?!"))
        return false;
    return fold_any(l->folded, hours_words) || !fold_any(l->folded, speakers);
}

bool card_shaped(const struct lines *l, size_t from, size_t to, size_t most)
{
    size_t seen = 0;
    for (size_t i = from; i < to; i++) {
        const struct line *line = &l->at[i];
        if (line_blank(line) || line->role != LINE_WORDS)
            continue;
        if (++seen > most || (!short_line(line) && !contact_line(line->folded)))
            return false;
    }
    return seen > 0;
}

/* A number as long as a telephone's, whatever stands round it. */
static bool long_number(const char *s)
{
    for (; *s; s++) {
        size_t n = strspn(s, "+0123456789 ()./-");
        if (count_digits(s, n) >= LONG_NUMBER)
            return true;
        s += n ? n - 1 : 0;
    }
    return false;
}

/* What is against its being a card: words before a colon, a number that is none of a card's. */
static bool odd_line(const char *folded)
{
    const char *colon = strchr(folded, ':');
    bool link = colon && is_site(colon + strspn(colon, ": "));
    return (colon && !link && !fold_any(folded, hours_words)) || long_number(folded);
}

static size_t count_contacts(const struct lines *l, size_t from, size_t to, size_t *odd)
{
    size_t contacts = 0, last_label = 0;
    *odd = 0;
    for (size_t i = from; i < to; i++) {
        const char *s = l->at[i].folded;
        if (line_blank(&l->at[i]) || l->at[i].role != LINE_WORDS)
            continue;
        bool contact = contact_line(s);
        contacts += contact || fold_any(s, firm_words) != NULL;
        *odd += !contact && odd_line(s) && !fold_any(s, firm_words);
        /* the same label twice: a list of people */
        size_t label = contact ? label_at(s, phone_labels) : 0;
        if (label && last_label && strncmp(s, l->at[last_label - 1].folded, label) == 0)
            (*odd) += CARD_LINES;
        last_label = label ? i + 1 : last_label;
    }
    return contacts;
}

bool card_lines(const struct lines *l, size_t from, size_t to)
{
    size_t odd;
    return card_shaped(l, from, to, CARD_LINES) && count_contacts(l, from, to, &odd) > odd;
}

bool writers_name(const struct lines *l, size_t i)
{
    return l->writer && *l->writer && strcmp(l->at[i].folded, l->writer) == 0;
}

static bool shown(const struct lines *l, size_t i)
{
    return l->at[i].role == LINE_WORDS && !line_blank(&l->at[i]);
}

static size_t next_shown(const struct lines *l, size_t i, size_t to)
{
    while (i < to && !shown(l, i))
        i++;
    return i;
}

/* What is typed below "Best regards," is a name; what follows it belongs to the card. */
static size_t behind_name(const struct lines *l, size_t signoff, size_t to)
{
    size_t name = next_shown(l, signoff + 1, to);
    if (name < to && l->at[name].len <= NAME_LINE && !contact_line(l->at[name].folded))
        name++;
    return next_shown(l, name, to);
}

/* The writer's name on a line of its own with a card right below, and no word of parting. */
static bool card_below_name(const struct lines *l, size_t i, size_t to)
{
    size_t odd;
    return i && line_blank(&l->at[i - 1]) && writers_name(l, i) && i + 1 < to && shown(l, i + 1) &&
           card_lines(l, i + 1, to) && count_contacts(l, i + 1, to, &odd) > 1;
}

size_t card_below_signoff(const struct lines *l, size_t from, size_t to)
{
    size_t seen = 0, found = to;
    for (size_t i = to; i-- > from && seen < CARD_LINES + 2;) {
        if (!shown(l, i))
            continue;
        seen++;
        size_t card = signoff_line(l->at[i].folded) ? behind_name(l, i, to) : to;
        if (card < to && next_shown(l, card + 1, to) < to && card_lines(l, card, to))
            return card;
        if (card_below_name(l, i, to))
            found = i + 1; /* unless the word of parting stands above */
    }
    return found;
}

bool speaks_of_contacts(const struct lines *l, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (shown(l, i) && !contact_line(l->at[i].folded) &&
            fold_any(l->at[i].folded, contact_words))
            return true;
    return false;
}
