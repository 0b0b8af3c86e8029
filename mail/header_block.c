/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/header_block.h"
#include "mail/attribution.h"
#include "words/fold.h"
#include <string.h>

#define BLOCK_LINES  24
#define LABEL_BYTES  40
#define NOTES_LINES  8   /* from the name to the date */
#define VALUE_BYTES  200 /* of a header among others in a line, as much as is looked at */
#define HIDDEN_BYTES 60
#define FRAMED_BYTES 120
#define ABOVE_BYTES  60 /* of "please reply above this line", with nothing to mark it */

enum { FROM = 1, DATE = 2, TO = 4, SUBJECT = 8, OTHER = 16 };

/* clang-format off */
static const char *const from_labels[] = {
    "from", "von", "de", "da", "van", "fra", "från", "od", "от", "от кого", "від", "від кого",
    "lähettäjä", "feladó", "küldő", "gönderen", "kimden", "desde", "remitente", "remetente",
    "expéditeur", "mittente", "afzender", "absender", "avsändare", "afsender", "avsender",
    "отправитель", "відправник", "από", "αποστολέας", "מאת", "من", "المرسل", "از", "فرستنده",
    "差出人", "送信者", "发件人", "發件人", "寄件者", "寄件人", "보낸 사람", "보낸사람", "보낸이",
    "từ", "người gửi", "dari", "จาก", "expeditor", "de la", "odesílatel", "odosielateľ",
    "nadawca", "saatja", "no", "nuo", "siuntėjas", "sūtītājs", "пошиљалац", "šalje",
    "pošiljatelj", "frá", "mula kay", "发信人", "발신", "발신자", "送件人", "発信者", "nga", "bidaltzailea", "nork", "kimdən", "кімнен", "од", "oddi wrth", "ó", "kutoka", "daripada", "प्रेषक", "থেকে", "ვისგან", "გამომგზავნი", "ումից", "dërguesi", "afsendt af", "abs", "mailed by", "nadawca wiadomości", NULL};
static const char *const date_labels[] = {
    "sent", "date", "sent at", "sent on", "date sent", "gesendet", "gesendet am", "datum",
    "envoyé", "envoyé le", "fecha", "enviado", "enviado el", "enviado em", "enviada em", "data",
    "data de envio", "inviato", "data invio", "verzonden", "verzonden op", "sendt", "dato",
    "skickat", "skickat den", "wysłano", "data wysłania", "odesláno", "odoslané", "дата",
    "отправлено", "дата отправки", "надіслано", "lähetetty", "päivämäärä", "päiväys", "elküldve",
    "küldve", "dátum", "tarih", "gönderildi", "gönderilme tarihi", "gönderim", "ημερομηνία",
    "στάλθηκε", "εστάλη", "נשלח", "תאריך", "התאריך", "التاريخ", "تاريخ", "تاريخ الإرسال", "تاریخ", "ارسال شده", "زمان ارسال",
    "تم الإرسال", "送信日時", "日時", "日付", "发送时间", "發送時間", "日期", "发送日期",
    "寄件日期", "傳送時間", "寄送日期", "보낸 날짜", "날짜", "보낸 시간", "đã gửi", "ngày",
    "ngày gửi", "gửi lúc", "tanggal", "dikirim", "terkirim", "วันที่", "ส่งเมื่อ", "ส่ง", "dată",
    "trimis", "poslano", "saadetud", "kuupäev", "nosūtīts", "datums", "išsiųsta", "изпратено", "изпратено на",
    "датум", "послато", "dagsetning", "dërguar", "bidalia", "poslato", "испратено", "датум испраќања", "dihantar", "tarikh", "göndərildi", "tarix", "жіберілді", "күні", "enviat el", "enviat", "anfonwyd", "seolta", "dáta", "gestuur", "imetumwa", "tarehe", "भेजा गया", "दिनांक", "প্রেরিত", "তারিখ", "გაგზავნილია", "თარიღი", "ուղարկվել է", "发信时间", "수신일", "작성일", "發信日期", "أرسلت", "vrijeme", "čas", "data wysłania wiadomości", NULL};
static const char *const to_labels[] = {
    "to", "an", "à", "para", "a", "aan", "til", "till", "do", "komu", "кому", "до", "на",
    "vastaanottaja", "címzett", "kime", "alıcı", "kimi", "προς", "אל", "إلى", "به", "宛先",
    "收件人", "收件者", "받는 사람", "받는사람", "tới", "đến", "người nhận", "kepada", "ถึง",
    "către", "pro", "za", "saaja", "kam", "destinataire", "destinatario", "destinatário", "per",
    "empfänger", "ontvanger", "mottagare", "kopā", "за", "prima", "pre", "pour", "sendt til", "për", "nori", "kimə", "кімге", "per a", "chuig", "kwa", "प्रति", "প্রতি", "ვის", "ում", "수신", "수신자", "收信人", "adresát", "adressaat", "saajad", "to whom", "destinataires", "destinatarios", "destinatari", "destinatários", "mottakere", "modtager", "mottakare", "příjemce", "odbiorca", "gavėjas", "címzettek", "получатели", "одержувач", NULL};
static const char *const subject_labels[] = {
    "subject", "betreff", "objet", "sujet", "asunto", "assunto", "oggetto", "onderwerp", "emne",
    "ämne", "temat", "předmět", "predmet", "тема", "aihe", "tárgy", "konu", "θέμα", "נושא",
    "الموضوع", "موضوع", "件名", "主题", "主題", "主旨", "标题", "제목", "chủ đề", "tiêu đề",
    "perihal", "subjek", "subiect", "zadeva", "naslov", "teema", "temats", "tema", "относно",
    "предмет", "เรื่อง", "หัวเรื่อง", "efni", "assumpte", "paksa", "subjekti", "gaia", "mövzu", "тақырып", "pwnc", "ábhar", "mada", "विषय", "বিষয়", "თემა", "թեմա", "tēma", "ogg", "тема письма", "sujet du message", "asiunto", "thema", "rubrik", "ärende", "tittel", "temat wiadomości", NULL};
static const char *const other_labels[] = {
    "cc", "bcc", "cci", "cco", "ccn", "kopie", "copie", "copie à", "copia", "копия", "копія",
    "kopia", "kopi", "kk", "bilgi", "másolat", "抄送", "副本", "참조", "reply-to", "reply to",
    "répondre à", "antwort an", "responder a", "responder para", "rispondi a", "risposta",
    "svar til", "organization", "organisation", "importance", "priority", "wichtigkeit",
    "priorität", "priorité", "importancia", "prioridad", "attachments", "attachment", "anlagen",
    "anhänge", "pièces jointes", "pièce jointe", "allegati", "datos adjuntos", "anexos",
    "bijlagen", "vedhæftede filer", "bifogade filer", "message-id", "mailed-by", "signed-by",
    "resent-from", "newsgroups", "list-id", "return-path", "received", "delivered-to", "in-reply-to",
    "references", "mime-version", "content-type", "user-agent", "x-mailer", NULL};
/* clang-format on */

static int label_class(const char *label)
{
    if (fold_is_any(label, from_labels))
        return FROM;
    if (fold_is_any(label, date_labels))
        return DATE;
    if (fold_is_any(label, to_labels))
        return TO;
    if (fold_is_any(label, subject_labels))
        return SUBJECT;
    return fold_is_any(label, other_labels) ? OTHER : 0;
}

/* "*From:* Anna" or "| Von : Anna": which header, and its value. 0 where it is none. */
static int header_of(const char *folded, const char **value)
{
    char label[LABEL_BYTES];
    folded += strspn(folded, "*_|-#>[ \"");
    size_t n = strcspn(folded, ":");
    if (!folded[n] || n >= sizeof label)
        return 0;
    *value = folded + n + 1;
    *value += strspn(*value, "*_ \t]");
    while (n && strchr("*_ ", folded[n - 1]))
        n--;
    memcpy(label, folded, n);
    label[n] = '\0';
    return label_class(label);
}

/* What the block has said so far. */
struct evidence {
    int classes;
    bool sender_email, sender_named, dated, date_certain, date_and_time, to_email, again;
    bool form;  /* what programs don't put there: other labels, numbers for addressees */
    bool drawn; /* below a drawn line */
};

static void weigh(struct evidence *e, int class, const char *value)
{
    e->classes |= class;
    bool email = text_has_email(value) || strstr(value, "mailto");
    if (class == FROM) {
        e->sender_email |= email;
        bool timed = (text_has_time(value) || text_has_date(value)) && !email;
        e->sender_named |= *value && !timed && strspn(value, "0123456789 .:/-") != strlen(value);
    }
    if (class == TO) {
        e->to_email |= email;
        e->form |= !email && strpbrk(value, "0123456789");
    }
    if (class == DATE) {
        e->dated |= text_has_date(value) || text_has_time(value);
        e->date_and_time |= text_has_date(value) && text_has_time(value);
        e->date_certain |= text_has_date(value) && (text_has_time(value) || strchr(value, ','));
    }
    if (class == SUBJECT)
        e->again |= value[strspn(value, "abcdefghijklmnopqrstuvwxyz")] == ':'; /* "Re: ..." */
}

/* A sender and a date without address and subject may be a journey: "From: Oslo, To: Bergen, Date:
 * 4 November". */
static bool said_by_program(const struct evidence *e)
{
    if (e->drawn)
        return e->date_certain || (e->dated && (e->classes & TO));
    return e->date_and_time && !e->form;
}

static bool enough(const struct evidence *e)
{
    int c = e->classes;
    if (c & FROM) {
        if (!e->sender_named && !e->sender_email)
            return false;
        if (c & SUBJECT)
            return e->sender_email || e->dated || e->to_email || e->again;
        if (c & DATE)
            return e->sender_email || said_by_program(e);
        return (c & TO) && e->sender_email && e->to_email;
    }
    if ((c & DATE) && (c & TO))
        return e->date_certain && (e->to_email || (c & SUBJECT));
    return false;
}

/* A subject or a list of addressees may run over some lines; a header must follow them. */
static bool continued(const struct lines *l, size_t i)
{
    const char *value;
    for (size_t n = 0; n < 4 && i + n < l->count; n++)
        if (header_of(l->at[i + n].folded, &value))
            return true;
    return false;
}

/* "From:" and below it "Anna": the value of a header that has none in its own line. */
static const char *value_below(const struct lines *l, size_t i)
{
    const char *ignored;
    return i + 1 < l->count && !header_of(l->at[i + 1].folded, &ignored) ? l->at[i + 1].folded : "";
}

/* "Time: 9:12": a label that no mail program writes. */
static bool other_label(const struct line *l)
{
    size_t n = strcspn(l->folded, ":");
    return n && n < LABEL_BYTES && l->folded[n] && l->folded[n + 1] == ' ';
}

static bool below_rule(const struct lines *l, size_t i)
{
    while (i && line_blank(&l->at[i - 1]))
        i--;
    return i && (rule_line(&l->at[i - 1]) || framed_line(&l->at[i - 1]));
}

static bool block_of_lines(const struct lines *l, size_t first, struct header_block *out)
{
    const char *value;
    struct evidence e = {0};
    if (!header_of(l->at[first].folded, &value))
        return false;
    size_t last = first;
    for (size_t i = first; i < l->count && i < first + BLOCK_LINES; i++) {
        int class = header_of(l->at[i].folded, &value);
        if (class && l->at[i].depth == l->at[first].depth) {
            weigh(&e, class, *value ? value : value_below(l, i));
            last = i + !*value;
        } else if (!continued(l, i)) {
            break;
        } else if (e.classes) {
            e.dated |= text_has_date(l->at[i].folded) && text_has_time(l->at[i].folded);
            e.form |= other_label(&l->at[i]);
        }
    }
    e.form |= last + 1 < l->count && other_label(&l->at[last + 1]);
    e.drawn = below_rule(l, first);
    *out = (struct header_block){first, last, 0};
    size_t next = lines_skip_blank(l, last + 1);
    bool quoted = next < l->count && l->at[next].depth > l->at[first].depth;
    return enough(&e) || (quoted && e.sender_email);
}

/* "-------- Original message --------From: ..." */
static bool after_rule(const char *folded, size_t at)
{
    return at >= 3 && strncmp(folded + at - 3, "---", 3) == 0 && folded[at] != '-';
}

/* Start of "label:" that ends at the colon, the words before it looked at one by one. */
static int label_before(const char *folded, size_t colon, size_t *start)
{
    char label[LABEL_BYTES];
    size_t end = colon;
    while (end && strchr("*_ ", folded[end - 1]))
        end--;
    size_t at = end;
    for (int words = 0; words < 3 && at; words++) {
        while (at && folded[at - 1] != ' ' && folded[at - 1] != '*' && !after_rule(folded, at))
            at--;
        if (end - at < sizeof label) {
            memcpy(label, folded + at, end - at);
            label[end - at] = '\0';
            int class = label_class(label);
            *start = at;
            if (class)
                return class;
        }
        if (at)
            at--;
    }
    return 0;
}

/* What stands between a label and the next one, or the beginning of it. */
static void weigh_part(struct evidence *e, int class, const char *value, const char *end)
{
    char part[VALUE_BYTES];
    if (!class)
        return;
    size_t n = end > value ? (size_t)(end - value) : 0;
    if (n >= sizeof part)
        n = sizeof part - 1;
    memcpy(part, value, n);
    part[n] = '\0';
    weigh(e, class, part);
}

/* "Thanks! From: Anna Sent: Monday To: Bob Subject: Hello", flattened by some converter. */
static bool block_in_line(const struct line *l, size_t *folded_start)
{
    struct evidence e = {0};
    const char *value = NULL; /* of the last label */
    int count = 0, last = 0;
    for (const char *p = l->folded; (p = strchr(p, ':')) && count < 40; p++, count++) {
        size_t start = 0;
        int class = label_before(l->folded, (size_t)(p - l->folded), &start);
        if (!class)
            continue;
        if (!e.classes) {
            if (class != FROM && class != DATE)
                continue;
            *folded_start = start;
        }
        weigh_part(&e, last, value, l->folded + start);
        e.classes |= last = class;
        value = p + 1 + strspn(p + 1, " *");
    }
    weigh_part(&e, last, value, l->folded + strlen(l->folded));
    int kinds =
        !!(e.classes & FROM) + !!(e.classes & DATE) + !!(e.classes & TO) + !!(e.classes & SUBJECT);
    return kinds >= 3 && (e.classes & FROM) && (e.classes & SUBJECT) && enough(&e);
}

bool header_block_at(const struct lines *l, size_t first, struct header_block *out)
{
    const struct line *line = &l->at[first];
    if (!strchr(line->folded, ':'))
        return false;
    if (block_of_lines(l, first, out))
        return true;
    size_t start = 0;
    if (line->len > 2000 || !block_in_line(line, &start))
        return false;
    /* Folding keeps the order of things: the label's first letters find the place again. */
    size_t column = start < line->len ? start : 0;
    while (column && line->text[column - 1] != ' ')
        column--;
    if (strncmp(line->text, "---", 3) == 0)
        column = 0; /* the rule above the headers is none of the writer's words */
    *out = (struct header_block){first, first, column};
    return true;
}

/* The label that a line has before a tab, alone, or at its right end behind a wide gap, as Lotus
 * Notes sets them; the head of the line ends at *head. 0 where none does. */
static int bare_label(const struct line *l, size_t *head)
{
    char label[LABEL_BYTES];
    const char *tab = memchr(l->text, '\t', l->len), *gap = memmem(l->text, l->len, "    ", 4);
    const char *s = l->text, *end = tab ? tab : s + l->len;
    *head = 0;
    if (!tab && gap) {
        *head = (size_t)(gap - s);
        s = gap + strspn(gap, " ");
    }
    if (s >= end || (size_t)(end - s) >= sizeof label ||
        !fold_into(label, sizeof label, s, (size_t)(end - s)))
        return 0;
    size_t n = strlen(label);
    if (n && label[n - 1] == ':')
        label[n - 1] = '\0';
    return label_class(label);
}

static bool only_a_date(const struct line *l)
{
    char folded[LABEL_BYTES];
    const char *gap = memmem(l->text, l->len, "    ", 4);
    size_t n = gap ? (size_t)(gap - l->text) : l->len, head;
    if (memchr(l->text, '\t', l->len) && bare_label(l, &head))
        return false; /* "Date:" and a tab: a header like others */
    return n < sizeof folded && fold_into(folded, sizeof folded, l->text, n) &&
           text_has_date(folded) && text_has_time(folded) && (!gap || bare_label(l, &head));
}

/* The date stands below the name; between them an address at the most, and addressees. */
static size_t notes_date(const struct lines *l, size_t name)
{
    size_t head;
    for (size_t i = name + 1; i < l->count && i < name + NOTES_LINES; i++) {
        const struct line *line = &l->at[i];
        if (only_a_date(line))
            return i;
        if (!line_blank(line) && !strchr(line->folded, '@') && !bare_label(line, &head))
            break;
    }
    return l->count;
}

size_t notes_headers(const struct lines *l, size_t first)
{
    size_t end = first, head, below = lines_skip_blank(l, first + 1);
    struct header_block block;
    if (l->at[first].len > 80)
        return first;
    size_t date = notes_date(l, first);
    if (date < l->count && header_block_at(l, below, &block))
        return first;
    int classes = 0;
    for (size_t i = first + 1; date < l->count && i < l->count && i < date + BLOCK_LINES; i++) {
        int class = line_blank(&l->at[i]) ? 0 : bare_label(&l->at[i], &head);
        classes |= class;
        if (class == SUBJECT && i > date) {
            bool same = memchr(l->at[i].text, '\t', l->at[i].len);
            end = same ? i + 1 : lines_skip_blank(l, i + 1) + 1;
            break;
        }
    }
    return (classes & TO) && (classes & SUBJECT) ? end : first;
}

bool framed_line(const struct line *l)
{
    static const char edge[] = "-_=*~";
    size_t n = strlen(l->folded), lead = strspn(l->folded, edge), tail = 0;
    while (tail < n && strchr(edge, l->folded[n - 1 - tail]))
        tail++;
    return lead >= 3 && tail >= 3 && n > lead + tail && n < FRAMED_BYTES;
}

/* The size of a mark that lines are drawn with at s; 0 for any other character. */
static size_t drawn_at(const char *s)
{
    if (strchr("-_=*~#+.", *s))
        return 1;
    unsigned c; /* box drawing */
    size_t n = fold_char(s, strnlen(s, 4), &c);
    return c >= 0x2500 && c <= 0x257F ? n : 0;
}

bool rule_line(const struct line *l)
{
    size_t marks = 0;
    for (const char *s = l->folded; *s;) {
        size_t n = *s == ' ' ? 1 : drawn_at(s);
        if (!n)
            return false;
        marks += *s != ' ';
        s += n;
    }
    return marks >= 3 || (l->hints & HINT_RULE);
}

/* clang-format off */
static const char *const message_words[] = {
    "original message", "oprindelig besked", "original besked", "original email",
    "original e-mail", "original mail", "mail original", "originalnachricht",
    "ursprüngliche nachricht", "ursprüngliche e-mail", "ursprüngliche mail", "original nachricht",
    "original-nachricht", "message d'origine", "message original", "message initial",
    "mensaje original", "mensagem original", "missatge original", "messaggio originale",
    "oorspronkelijk bericht", "oorspronkelijk e-mailbericht", "original meddelelse",
    "oprindelig meddelelse", "opprinnelig melding", "original melding", "ursprungligt meddelande",
    "originalmeddelande", "alkuperäinen viesti", "oryginalna wiadomość", "wiadomość oryginalna",
    "wiadomość pierwotna", "původní zpráva", "původní e-mail", "pôvodná správa",
    "исходное сообщение", "оригинальное сообщение", "исходное письмо", "вихідне повідомлення",
    "оригінальне повідомлення", "eredeti üzenet", "orijinal ileti", "özgün ileti",
    "orijinal mesaj", "αρχικό μήνυμα", "הודעה מקורית", "الرسالة الأصلية", "رسالة أصلية",
    "پیام اصلی", "元のメッセージ", "原始邮件", "原始郵件", "原郵件", "원본 메시지", "원본 이메일", "원본 메일", "thư gốc",
    "tin nhắn gốc", "pesan asli", "mesaj original", "mesajul original", "izvorna poruka",
    "originalna poruka", "izvirno sporočilo", "оригинално съобщение", "оригинално писмо",
    "изворна порука", "algne kiri", "oriģinālais ziņojums", "originalus laiškas",
    "ข้อความต้นฉบับ", "mensaje anterior", "previous message", "messaggio precedente",
    "replied message", "reply message", "回复的原邮件", NULL};

static const char *const forward_words[] = {
    "videresendt mail", "forwarded message", "weitergeleitete nachricht", "message transféré",
    "message réexpédié", "mensaje reenviado", "mensagem encaminhada", "messaggio inoltrato",
    "doorgestuurd bericht", "videresendt meddelelse", "videresendt melding",
    "vidarebefordrat meddelande", "vidarebefordrat brev", "videresendt besked",
    "välitetty viesti", "wiadomość przekazana", "přeposlaná zpráva", "пересылаемое сообщение",
    "пересланное сообщение", "переслане повідомлення", "továbbított üzenet", "iletilen mesaj",
    "yönlendirilmiş ileti", "προωθημένο μήνυμα", "הודעה שהועברה", "رسالة معاد توجيهها", "転送メッセージ",
    "转发邮件", "转发的邮件", "轉寄郵件", "전달된 메시지", "forwarded by", "rozpoczęcie przekazywanej wiadomości",
    "preposlaná správa", "preusmereno sporočilo", "proslijeđena poruka", "prosleđena poruka",
    "препратено съобщение", "препратено писмо", "mesaj redirecționat", "mesaj redirectionat",
    "missatge reenviat", "persiųsta žinutė", "pārsūtītā ziņa", "edastatud kiri",
    "tin nhắn được chuyển tiếp", "thư đã chuyển tiếp", "pesan terusan", "mesej dimajukan",
    "پیام بازارسال شده", "ข้อความที่ส่งต่อ", NULL};

/* What ticket systems put between the answer and the rest: "reply above this line", where all three
 * words stand behind dashes. Of the first the stem. */
static const char *const reply_stems[] = {
    "reply", "repli", "respon", "answer", "write", "type", "antwort", "schreib", "répon", "écri",
    "respuesta", "escrib", "contest", "escrev", "rispo", "scriv", "antwoord",
    "reageer", "schrijf", "svar", "skriv", "vasta", "kirjoit", "odpow", "napis", "odpov", "napiš",
    "odgovor", "válasz", "răspun", "raspun", "scrie", "ответ", "отвеч", "пиш", "відпов", "отгов",
    "одговор", "απάντ", "απαντ", "γράψ", "yanıt", "cevap", "yaz", "رد", "اكتب", "پاسخ",
    "השב", "הגב", "כתוב", "返信", "返事", "回复", "回覆", "答复", "답장", "회신", "trả lời", "balas", "ตอบ",
    "atsak", "atbild", NULL};
static const char *const above_words[] = {
    "above", "oberhalb", "über", "au-dessus", "ci-dessus", "encima", "arriba", "acima", "sopra",
    "boven", "ovanför", "ovenfor", "over", "ovenover", "yläpuolelle",
    "yläpuolella", "powyżej", "nad", "výše", "fölé", "fölött", "deasupra", "над", "выше", "вище",
    "πάνω", "üstüne", "üzerine", "yukarısına", "לפני", "מעל", "فوق", "بالای", "iznad", "virš",
    "virs", "kohale", "damunt", "phía trên", "di atas", "เหนือ", "上に", "上方", "より上", "之上", "以上",
    "위에", NULL};
static const char *const line_words[] = {
    "line", "lines", "linie", "zeile", "ligne", "línea", "linea", "linha", "riga", "lijn",
    "regel", "rad", "raden", "linje", "linjen", "rivin", "viivan", "linii", "linią", "liniją",
    "řádek", "řádkem", "čárou", "riadok", "riadkom", "vonal", "sor", "линии", "линией", "линия",
    "строки", "строкой", "черты", "рядком", "лінією", "γραμμή", "satırın", "çizginin", "השורה",
    "הקו", "السطر", "الخط", "خط", "linije", "crte", "eilutės", "līnijas", "joont", "línia",
    "dòng", "garis", "baris", "บรรทัด", "線", "行", "线", "줄", "선", NULL};

static const char *const begin_words[] = {
    "begin forwarded message", "forwarded message", "anfang der weitergeleiteten",
    "début du message", "inicio del mensaje", "início da mensagem", "inizio messaggio",
    "inizio del messaggio", "begin doorgestuurd bericht", "start på videresendt",
    "vidarebefordrat brev", "välitetty viesti alkaa", "początek przekazywanej",
    "начало переадресованного", "далее переадресованное", "转发的信息",
    "以下是转发的邮件", "転送されたメッセージ", "전달된 메시지", NULL};
/* clang-format on */

static bool says_above(const char *folded)
{
    bool reply = false;
    for (const char *const *stem = reply_stems; *stem && !reply; stem++)
        reply = strstr(folded, *stem) != NULL;
    return reply && fold_any(folded, above_words) && fold_any(folded, line_words);
}

bool above_line(const struct line *l)
{
    return strlen(l->folded) < ABOVE_BYTES && says_above(l->folded);
}

/* "- Show quoted text -", "[Quoted text hidden]": what a reader of mail shows in place of it. */
static bool stands_for_quote(const char *s, size_t n)
{
    static const char *const words[] = {"quoted text",
                                        "quoted message",
                                        "zitierter text",
                                        "zitierten text",
                                        "texte des messages précédents",
                                        "texte cité",
                                        "texto citado",
                                        "testo citato",
                                        "tekst uit oorspronkelijke bericht",
                                        "citerad text",
                                        "citeret tekst",
                                        "sitert tekst",
                                        "cytowany tekst",
                                        "цитируемый текст",
                                        NULL};
    bool framed = (s[0] == '-' && s[n - 1] == '-') || (s[0] == '[' && s[n - 1] == ']');
    return framed && n < HIDDEN_BYTES && fold_any(s, words);
}

bool separator_line(const struct line *l)
{
    const char *s = l->folded;
    size_t n = strlen(s);
    if (n < 5 || n > 160)
        return false;
    static const char edge[] = "-_=*~#+>< ";
    size_t lead = strspn(s, edge), end = n;
    while (end > lead && strchr(edge, s[end - 1]))
        end--;
    bool framed = lead >= 2 && s[0] != ' ' && (n - end >= 2 || lead >= 5);
    if ((lead >= 2 && says_above(s)) || stands_for_quote(s, n))
        return true;
    if (framed && lead >= 6 && end - lead == 8 && strncmp(s + lead, "original", 8) == 0)
        return true;
    if (framed && n < 100 && (fold_any(s, message_words) || fold_any(s, forward_words)))
        return true;
    const char *begin = fold_any_start(s, begin_words);
    return begin && s[n - 1] == ':' && n < strlen(begin) + 30;
}

bool forward_line(const struct line *l)
{
    return separator_line(l) &&
           (fold_any(l->folded, forward_words) || fold_any_start(l->folded, begin_words));
}
