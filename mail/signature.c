/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/signature.h"
#include "words/fold.h"
#include <string.h>

#define APP_WORDS 10 /* of a line that offers an app; a sentence about one has more */

bool signature_delimiter(const struct line *l)
{
    return l->depth == 0 && (strcmp(l->folded, "--") == 0 || strcmp(l->folded, "-- --") == 0);
}

/* Where the sentence says first that something was sent, and then from what. */
/* clang-format off */
static const char *const sent_first[] = {
    "sent from", "sent via", "sent by", "sent with", "sent using", "sent on", "sent through",
    "from my", "posted from", "written on my", "typed on my", "gesendet von", "gesendet mit", "versendet mit", "versendet von",
    "secured with", "provenance", "ارسال از", "來自我的", "來自", "寄件自",
    "gesendet über", "gesendet aus", "von meinem", "von meiner", "von unterwegs",
    "diese nachricht wurde von", "envoyé de", "envoyé depuis", "envoyé à partir", "envoyé avec",
    "envoyé via", "envoyé par", "enviado desde", "enviado do", "enviado de", "enviado da",
    "enviado a partir", "enviado con", "enviado com", "enviado via", "enviado por", "enviat des",
    "enviat de", "inviato da", "inviato dal", "inviato con", "verzonden vanaf", "verzonden met",
    "verzonden via", "verstuurd vanaf", "verstuurd met", "verstuurd via", "verzonden vanuit",
    "sendt fra", "sendt med", "sendt via", "skickat från", "skickat med", "skickat via",
    "skickades från", "lähetetty", "sent frá", "wysłane z", "wysłano z", "wysłane przez",
    "odesláno z", "odesláno ze", "odesláno pomocí", "odoslané z", "odoslané zo", "poslano iz",
    "נשלח", "poslano s", "poslano z", "poslato sa", "отправлено с", "отправлено со",
    "отправлено из", "надіслано з", "відправлено з", "надіслано із", "изпратено от", "послато са",
    "trimis de pe", "trimis din", "trimis de la", "elküldve", "küldve", "στάλθηκε από",
    "εστάλη από", "απεστάλη από", "saadetud", "nosūtīts no", "išsiųsta iš", "نشر من", "أرسلت من",
    "تم الإرسال من", "مرسل من", "ارسال شده از", "gửi từ", "được gửi từ",
    "đã gửi từ", "dikirim dari", "dihantar dari", "ipinadala mula sa", "从我的", "發自我的",
    "发自我的", "從我的", "发自", "發自", "来自我的", "傳送自", "发送自", "寄自", "나의", "내",
    "ส่งจาก", "मेरे", NULL};

/* Where the device comes first. */
static const char *const sent_last[] = {
    "gesendet", "から送信", "からの送信", "から送信されました", "发送", "發送", "傳送", "寄出",
    "에서 보냄", "定制", "에서 보냈습니다", "에서 발송", "에서 전송", "gönderildi", "gönderilmiştir",
    "lähetetty", "küldve", "küldtem", "küldött", "से भेजा गया", NULL};

/* What mail is written on and with. */
static const char *const devices[] = {
    "iphone", "آیفون", "آيفون", "ايفون", "الآيفون", "الايفون", "mac", "macbook", "apple watch",
    "galaxy", "xiaomi", "redmi", "nokia", "htc", "oneplus", "pixel", "motorola", "sony",
    "xperia", "lg", "lumia", "alcatel", "windows", "yahoo",
    "gmail", "proton", "protonmail", "mailbox", "airmail", "spark",
    "mail", "email", "mailspring", "thunderbird", "bluemail",
    "fairemail", "mobile", "mobil", "móvil", "mobilní", "phone", "cell",
    "cellphone", "tablet", "device", "handy", "mobiltelefon",
    "mobilgerät", "telefon", "telefoon", "telefone", "teléfono", "celular", "portable",
    "téléphone", "cellulare", "telefonino", "dispositivo", "gerät", "tablette",
    "gsm", "puhelimesta", "telefonem", "telefonu", "телефона", "смартфона",
    "мобильного", "мобильной", "почты", "айфона",
    "κινητό", "הטלפון", "هاتفي", "điện thoại", "tin", "ponsel", "web.de", "gmx",
    "yandex", "libero", "tiscali", "front", "hey", "superhuman", "shortwave", "tutanota", "missive", "spike", "mimestream", "newton", "polymail",
    "edison", "zoho", "mymail", "workspace one", "boxer", "ti-85", "kindle", "chromebook",
    "verizon", "at&t", "vodafone", "orange", "携帯", "手机", "手機", "电话", "電話",
    "邮箱", "郵件", "휴대폰", "메일", "앱", "wireless", "handheld", "surface", "thinkpad", "laptop", "notebook", "desktop", "oppo", "vivo",
    "realme", "honor", "poco", "fairphone", "zte", "lenovo", "asus", NULL};

static const char *const get_apps[] = {
    "get outlook for", "obter o outlook", "outlook für ios", "outlook für android",
    "holen sie sich outlook", "laden sie outlook", "obtenez outlook pour",
    "télécharger outlook pour", "obtener outlook para", "obtenir outlook pour",
    "descargar outlook", "obtenha o outlook", "ottieni outlook per", "outlook voor",
    "download outlook", "hent outlook", "skaffa outlook", "få outlook", "hämta outlook",
    "pobierz outlook", "aplikaci outlook", "získat outlook", "скачать outlook",
    "отримати outlook", "outlook-sovellus", "hanki outlook", "az outlook", "outlook'u edinin",
    "λήψη του outlook", "获取 outlook", "取得 outlook", "outlook 取得", "outlook を入手",
    "get bluemail", "get yahoo mail", "get aol", "tuta mail", "獲取 outlook", "下載 outlook",
    "get the new", "sender notified by", "get the mail app", "yahoo mail: search, organize",
    "yahoo mail: buscar", "yahoo mail für", "yahoo mail pour", NULL};

/* Words that make a sentence about something else. */
static const char *const clause_words[] = {
    "is", "was", "are", "were", "will", "has", "have", "had", "which", "where", "but", "because",
    "can", "you", "ist ", "war", "est", "es", "und ich", NULL};

/* Words of somebody who speaks about a program. */
static const char *const asking_words[] = {
    "i", "we", "use", "using", "or", "no", "not", "how", "ich", "wir", "oder", "nutze", "je",
    "nous", "ou", "yo", "uso", "o", "io", "eu", "и", "я", NULL};

static const char *const apologies[] = {
    "excuse", "typo", "typos", "typoze", "brevity", "forgive", "sorry", "pardon", "autocorrect",
    "apologies", "terse", "bitte entschuldigen", "tippfehler", "excusez", "disculpe", NULL};
/* clang-format on */

/* A link names no device. "ios<https://...>" is a word and a link. */
static void without_links(const char *folded, char *out, size_t cap)
{
    size_t n = 0;
    while (*folded) {
        size_t word = strcspn(folded, " "), keep = word;
        const char *scheme = memmem(folded, word, "http", 4);
        if (scheme && memmem(scheme, word - (size_t)(scheme - folded), "://", 3))
            keep = (size_t)(scheme - folded);
        while (keep < word && keep && strchr("<([", folded[keep - 1]))
            keep--;
        word += strspn(folded + word, " ");
        if (n + keep + 2 >= cap)
            break;
        memcpy(out + n, folded, keep);
        n += keep;
        if (keep)
            out[n++] = ' ';
        folded += word;
    }
    out[n && out[n - 1] == ' ' ? n - 1 : n] = '\0';
}

/* Names that many languages decline: "iPhonu", "iPhonesta". */
static bool names_device(const char *folded)
{
    char bare[200];
    without_links(folded, bare, sizeof bare);
    folded = bare;
    static const char *const stems[] = {"iphon",   "ipad",       "ipod",   "android",   "samsung",
                                        "outlook", "blackberry", "huawei", "smartphon", NULL};
    for (const char *const *s = stems; *s; s++)
        if (strstr(folded, *s))
            return true;
    return fold_any(folded, devices) != NULL;
}

/* The words up to an apology for brevity; in out. */
static void without_apology(const char *folded, char *out, size_t cap)
{
    const char *end = folded + strlen(folded);
    for (const char *const *w = apologies; *w; w++) {
        const char *at = fold_find(folded, *w);
        if (at && at < end)
            end = at;
    }
    while (*end && end > folded && !strchr(",.;-!(", end[-1]))
        end--;
    size_t n = (size_t)(end - folded);
    if (n >= cap)
        n = cap - 1;
    memcpy(out, folded, n);
    out[n] = '\0';
}

/* "Sent from my TI-85", said shortly and with nothing else in the sentence. */
static bool sent_from(const char *s)
{
    const char *opening = fold_any_start(s, sent_first);
    bool device = names_device(s);
    if (opening && !fold_any(s, clause_words)) {
        if (device && fold_count_words(s) <= 14)
            return true;
        const char *rest = s + strlen(opening);
        return fold_starts(s, "sent from") && !strchr(rest, ':') &&
               (fold_starts(rest, " my") || fold_starts(rest, " a")) && fold_count_words(rest) <= 7;
    }
    return device && fold_any(s, sent_last) && fold_count_words(s) <= 12 &&
           !fold_any(s, clause_words);
}

/* "Outlook for Android を入手", in whatever language: an app, its platform, and hardly a word more.
 */
static bool app_for_platform(const char *s)
{
    static const char *const apps[] = {"outlook", "gmail", "yahoo mail", "bluemail", NULL};
    static const char *const platforms[] = {"android", "ios", "iphone", "ipad", "windows", NULL};
    return fold_any(s, apps) && fold_any(s, platforms) && fold_count_words(s) <= 6 &&
           !strpbrk(s, ".?!,") && !fold_any(s, asking_words) && !fold_any(s, clause_words);
}

/* "Sent with Tuta; secure mail: https://tuta.com": a program, and where to get it. */
static bool names_its_site(const char *s)
{
    const char *opening = fold_any_start(s, sent_first), *url = opening ? strstr(s, "://") : NULL;
    if (!url || fold_count_words(s) > 14)
        return false;
    url += 3;
    url += strncmp(url, "www.", 4) == 0 ? 4 : 0;
    size_t n = strcspn(url, "./ )>");
    char name[40];
    if (n < 3 || n >= sizeof name)
        return false;
    memcpy(name, url, n);
    name[n] = '\0';
    const char *said = fold_find(s + strlen(opening), name);
    return said && said < url;
}

/* "Sent using https://www.zoho.com/mail/": the link alone tells the program. */
static bool sent_by_link(const char *s)
{
    const char *opening = fold_any_start(s, sent_first);
    const char *link = opening ? s + strlen(opening) : "";
    char words[200];
    link += strspn(link, " <(");
    if (strncmp(link, "http", 4) != 0 || strchr(link, ' '))
        return false;
    size_t n = strnlen(link, sizeof words - 1);
    for (size_t i = 0; i < n; i++)
        words[i] = strchr(":/.<>()", link[i]) ? ' ' : link[i];
    words[n] = '\0';
    return fold_any(words, devices) != NULL;
}

bool device_footer(const char *folded)
{
    char s[200];
    size_t len = strlen(folded);
    if (len < 6 || len >= sizeof s)
        return false;
    folded += strspn(folded, "-<([*_~>\"' .");
    if (fold_any_start(folded, get_apps) && fold_count_words(folded) <= APP_WORDS)
        return true;
    without_apology(folded, s, sizeof s);
    char bare[200];
    without_links(s, bare, sizeof bare);
    if (sent_from(s) || app_for_platform(bare) || names_its_site(s) || sent_by_link(s))
        return true;
    /* "Anna from mobile" */
    const char *from = fold_find(s, "from");
    return from && from > s && fold_count_words(s) <= 5 && fold_count_words(from) == 2 &&
           fold_any(from, devices) && !strpbrk(s, ".?!,") && fold_any(from + 4, devices) &&
           (fold_ends(s, "mobile") || fold_ends(s, "iphone") || fold_ends(s, "phone"));
}

static unsigned count_phrases(const char *folded, const char *const *phrases)
{
    unsigned n = 0;
    for (; *phrases; phrases++)
        n += fold_has(folded, *phrases);
    return n;
}

/* clang-format off */
/* Of a mail that it is for somebody and for nobody else; and what else is said with that. */
static const char *const secret_words[] = {
    "confidential", "confidentiality", "privileged", "intended recipient", "addressee",
    "named recipient", "disclaimer", "unauthorized", "unauthorised", "legal notice",
    "vertraulich", "vertrauliche", "vertraulichen", "rechtlich geschützt", "adressat",
    "adressaten", "empfänger", "unbefugte", "unbefugter", "nicht der richtige adressat",
    "confidentiel", "confidentiels", "confidentielle", "confidentielles", "destinataire",
    "destinataires", "avis de confidentialité", "confidencial", "confidenciales", "destinatario",
    "destinatarios", "aviso legal", "confidenciais", "destinatário", "destinatários",
    "informação confidencial", "aviso de confidencialidade", "riservato", "riservate",
    "riservata", "confidenziali", "confidenziale", "vertrouwelijk", "vertrouwelijke",
    "geadresseerde", "fortrolig", "fortrolige", "konfidentiell", "konfidentiella",
    "konfidensiell", "konfidensielle", "mottagaren", "mottakeren", "modtageren", "modtager",
    "obehörig", "luottamuksellinen", "luottamuksellista", "vastaanottajalle", "vastaanottaja",
    "poufne", "poufna", "poufny", "poufnych", "adresata", "adresatem", "adresat", "důvěrné",
    "důvěrný", "dôverné", "adresátovi", "adresátem", "adresátom", "bizalmas", "címzett",
    "címzettnek", "confidențial", "confidențiale", "confidentiale", "destinatarul",
    "destinatarului", "поверително", "поверителна", "конфиденциална", "конфиденциално",
    "адресата", "получател", "получателя", "конфиденциальная", "конфиденциальную",
    "конфиденциальной", "конфиденциально", "адресату", "адресатом", "конфіденційна",
    "конфіденційну", "конфіденційно", "εμπιστευτικό", "εμπιστευτικές", "εμπιστευτικά",
    "παραλήπτη", "παραλήπτης", "gizli", "gizlidir", "gizlilik", "alıcı", "alıcısı", "alıcısına",
    "سري", "سرية", "السرية", "المرسل إليه", "סודי", "חסוי", "סודיות", "הנמען", "לנמען",
    "povjerljivo", "povjerljive", "poverljivo", "poverljive", "zaupno", "zaupne", "primatelj",
    "primatelju", "primalac", "prejemnik", "prejemniku", "konfidencialu", "konfidencialus",
    "konfidenciali", "gavėjui", "adresatui", "konfidenciāla", "adresātam", "konfidentsiaalne",
    "konfidentsiaalset", "adressaadile", "confidencials", "destinatari", "destinatària",
    "confidencialitat", "bí mật", "bảo mật", "người nhận", "rahasia", "penerima", "機密", "秘密",
    "受信者", "保密", "机密", "收件人", "기밀", "수신인", "수신자", NULL};

static const char *const legal_words[] = {
    "intended solely", "intended only", "intended for the use", "solely for the use", "in error",
    "received this", "notify the sender", "disclosure", "any attachments", "legally", "delete",
    "dissemination", "prohibited", "liability", "irrtümlich", "versehentlich", "vernichten",
    "löschen sie", "informieren sie", "absender", "weitergabe", "ausschließlich für",
    "nicht gestattet", "exclusif", "exclusive", "par erreur", "pièces jointes", "divulgation",
    "expéditeur", "détruire", "supprimer", "avertir", "interdite", "dirigido exclusivamente",
    "dirigidos exclusivamente", "dirigida exclusivamente", "uso exclusivo", "por error",
    "prohibida", "prohibido", "notifique", "notifíquelo", "comunique", "elimine", "elimínelo",
    "anexos", "remitente", "si usted no es", "por engano", "exclusivamente", "apague", "apague-a",
    "elimine-a", "remetente", "se você não", "proibida", "proibido", "destina-se",
    "vietata la diffusione", "diffusione", "vietata", "persona a cui", "persone sopra",
    "destinate", "destinata", "esclusivamente", "esclusivo", "eliminarlo", "distruggerlo",
    "cancellarlo", "per errore", "mittente", "ricevuto questo messaggio", "ricevuto questa",
    "allegati", "ten onrechte", "bestemd", "uitsluitend", "afzender", "vernietigen",
    "verwijderen", "per abuis", "openbaarmaking", "bijlagen", "av misstag", "ved en feil",
    "ved en fejl", "avsändaren", "avsender", "avsenderen", "afsenderen", "radera", "slette",
    "slettes", "utesluttende", "udelukkende", "uteslutande", "lähettäjälle", "erehdyksessä",
    "vahingossa", "poistamaan", "tarkoitettu", "omyłkowo", "przez pomyłkę", "nadawcę",
    "usunięcie", "usunąć", "zabronione", "wyłącznie", "przeznaczona", "załączniki",
    "rozpowszechnianie", "omylem", "omylom", "odesílatele", "odosielateľa", "smažte", "vymažte",
    "zničte", "výhradně", "výhradne", "určena", "určená", "přílohy", "tévedésből", "feladót",
    "törölje", "kizárólag", "melléklet", "din greșeală", "din eroare", "expeditorul", "ștergeți",
    "exclusiv", "atașamente", "interzisă", "по погрешка", "грешка", "подателя", "изтрийте",
    "единствено", "ошибке", "по ошибке", "отправителя", "отправителю", "удалите", "уничтожить",
    "предназначено", "предназначена", "исключительно", "запрещено", "запрещена", "вложения",
    "помилково", "відправника", "відправнику", "видаліть", "призначене", "призначена", "виключно",
    "заборонено", "εκ παραδρομής", "κατά λάθος", "αποστολέα", "διαγράψτε", "αποκλειστικά",
    "απαγορεύεται", "συνημμένα", "yanlışlıkla", "göndereni", "siliniz", "silin", "sadece",
    "yalnızca", "yasaktır", "ekleri", "عن طريق الخطأ", "بالخطأ", "المرسل", "حذف", "حذفها",
    "مخصصة", "المرفقات", "בטעות", "השולח", "למחוק", "מחק", "מיועד", "מיועדת", "primaocu",
    "greškom", "pomotoma", "pošiljatelja", "pošiljaoca", "obrišite", "izbrišite", "isključivo",
    "izključno", "namijenjena", "namenjena", "namenjeno", "per klaidą", "siuntėją", "ištrinkite",
    "kļūdas dēļ", "sūtītāju", "izdzēsiet", "eksikombel", "saatjat", "kustutage", "per error",
    "remitent", "elimineu", "nhầm", "người gửi", "xóa", "kesalahan", "pengirim", "menghapus",
    "hapus", "宛先", "誤って", "誤送信", "送信者", "削除", "破棄", "误", "誤", "发件人", "寄件者", "删除", "刪除", "销毁",
    "銷毀", "잘못", "발신자", "발신인", "삭제", NULL};

/* Whoever says this speaks for himself, and of others. */
static const char *const told_words[] = {
    "i", "me", "my", "he", "him", "she", "her", "they", "ich", "mir", "mich",
    "mein", "meine", "er", "ihn", "je", "j'ai", "moi", "mon", "elle", "yo", "mi", "eu", "meu",
    "minha", "io", "mio", "mia", "ik", "mij", "mijn", "hij", "jag", "mig", "jeg", "meg", "han",
    "hun", "hon", "minä", "hän", "mnie", "mój", "moja", "ona", "jsem", "ő", "я", "мне", "меня",
    "он", "она", "εγώ", "μου", "ben", "bana", "benim", "أنا", "אני", "私", "我", "他", "她", "제가",
    "저는", NULL};

static const char *const scan_words[] = {
    "virus-free", "virenfrei", "sans virus", "libre de virus", "has been scanned",
    "scanned for viruses", "checked for viruses", "auf viren", "avast",
    "avg.com", "please consider the environment", "think before you print", "save a tree",
    "before printing this", "denken sie an die umwelt", "pensez à l'environnement",
    "piense en el medio ambiente", "antes de imprimir", "prima di stampare", NULL};
/* clang-format on */

bool disclaimer(const char *folded)
{
    size_t len = strlen(folded);
    if (fold_any(folded, scan_words) && len < 600)
        return true;
    if (len < 60)
        return false;
    unsigned secret = count_phrases(folded, secret_words);
    unsigned words = secret ? secret + count_phrases(folded, legal_words) : 0;
    if (fold_any(folded, told_words))
        return words >= 5;
    return words >= 4 || (words >= 3 && len > 120) ||
           (words >= 2 &&
            (fold_starts(folded, "confidentiality notice") || fold_starts(folded, "disclaimer")));
}

/* clang-format off */
static const char *const outside_words[] = {
    "external email", "external e-mail", "from an untrusted sender",
    "not previously corresponded with this sender", "external sender", "external mail", "external message",
    "[external]", "[ext]", "(external)", "external:", "outside of the organization",
    "originated outside", "don't often get email from", "do not often get email from",
    "nicht oft eine e-mail von", "nicht häufig eine e-mail von", "pas souvent d'e-mail",
    "pas souvent de courriel", "no suele recibir correo", "não costuma receber e-mails",
    "não costuma receber emails", "não recebe com frequência", "non si ricevono spesso",
    "niet vaak e-mail van", "nie otrzymujesz często", "ikke ofte mails fra", "ikke ofte e-post fra",
    "inte ofta e-post från", "et saa usein", "nedostáváte často", "нечасто получаете",
    "あまりありません", "通常不会收到", "不常收到", "組織外", "组织外部", "組織外部",
    "outside the organization", "outside of the organisation", "outside the organisation",
    "outside your organization", "outside of your organization", "outside of our", "outside our",
    "outside your", "outside of your", "outside organization", "from outside", "from an external",
    "externe e-mail", "externe mail", "externer absender", "externen absender", "externen e-mail",
    "externe absender", "von extern", "von außerhalb", "expéditeur externe", "courriel externe",
    "extérieur de", "message externe", "e-mail externe", "mail externe", "remitente externo",
    "correo externo", "externo a la", "fuera de la organización", "fuera de su",
    "remetente externo", "e-mail externo", "fora da organização", "mittente esterno",
    "email esterna", "e-mail esterna", "all'esterno", "dall'esterno", "externe afzender",
    "buiten de organisatie", "buiten onze", "ekstern avsender", "ekstern e-mail",
    "utenfor organisasjonen", "extern avsändare", "externt e-post", "utanför organisationen",
    "organisaation ulkopuolelta", "spoza organizacji", "zewnętrzny nadawca", "mimo organizaci",
    "externí", "внешний отправитель", "внешнего отправителя", "外部", "외부", NULL};
/* Where Microsoft explains why a sender is new. */
static const char *const why_words[] = {
    "learn why this is important", "warum dies wichtig ist", "pourquoi c'est important",
    "pourquoi cela est important", "por qué es esto importante", "por qué esto es importante",
    "por que isso é importante", "porque isto é importante", "perché è importante",
    "waarom dit belangrijk is", "dlaczego jest to ważne", "hvorfor dette er vigtigt",
    "hvorfor dette er viktig", "varför det här är viktigt", "miksi tämä on tärkeää",
    "proč je to důležité", "почему это важно", "重要である理由", "了解这一点", "por qué es importante",
    "por que isto é importante", "perché questo è importante", "hvorfor det er vigtigt",
    "miért fontos ez", "de ce este important", "чому це важливо", "γιατί είναι σημαντικό",
    "neden önemli olduğunu", "למה זה חשוב", "لماذا هذا مهم", "重要な理由", "为什么这很重要", "為何這很重要",
    "중요한 이유", NULL};

static const char *const care_words[] = {
    "caution", "warning", "attention", "alert", "be careful", 
       "クリックしない", "do not click", "don't click", "beware", "exercise caution", "links", "link", "attachments",
    "attachment", "originated", "came from", "phishing", "suspicious", "untrusted", "vorsicht", "achtung",
    "warnung", "anhänge", "klicken", "prudence", "pièces jointes", "cliquez", "cuidado",
    "precaución", "advertencia", "atención", "archivos adjuntos", "atenção", "cautela", "anexos",
    "attenzione", "allegati", "let op", "waarschuwing", "bijlagen", "advarsel", "forsiktig",
    "varning", "försiktig", "varoitus", "uwaga", "upozornění", "внимание", "осторожно", "注意",
    "주의", "sender", "recognize", "verify", NULL};
/* clang-format on */

/* "*** EXTERNAL ***", "[EXT]": one word, and marks round it. */
static bool tagged_external(const char *folded)
{
    static const char *const words[] = {"external", "ext",      "extern",  "externe",
                                        "externo",  "externa",  "esterno", "esterna",
                                        "ekstern",  "ulkoinen", NULL};
    size_t lead = strspn(folded, "[]*(){}<>#=-_! "), n = strcspn(folded + lead, "[]*(){}<>#=-_! ");
    for (const char *const *w = words; lead && *w; w++)
        if (strlen(*w) == n && memcmp(*w, folded + lead, n) == 0)
            return folded[lead + n + strspn(folded + lead + n, "[]*(){}<>#=-_! ")] == '\0';
    return false;
}

/* "[EXTERNAL]" alone, or a warning about outside mail. */
bool sender_banner(const char *folded)
{
    size_t len = strlen(folded);
    if (len < 40 && tagged_external(folded))
        return true;
    if (len < 300 && strchr(folded, '@') && fold_any(folded, why_words))
        return true;
    const char *outside = len > 900 ? NULL : fold_any(folded, outside_words);
    if (!outside)
        return false;
    if (len <= strlen(outside) + 1)
        return true;
    if (len < 40 && (folded[0] == '[' || folded[0] == '*' || folded[0] == '('))
        return true;
    if (len < 30 && fold_starts(folded, "external"))
        return true;
    unsigned care = count_phrases(folded, care_words);
    return care >= 2 || (care == 1 && (len < 160 || fold_any_start(folded, care_words)));
}

bool banner_care(const char *folded)
{
    if (!strchr(folded, ' ') && strstr(folded, "banner"))
        return true; /* "xyzBannerEnd" */
    return strlen(folded) < 300 && (fold_any(folded, care_words) ||
                                    fold_any(folded, outside_words) || fold_any(folded, why_words));
}

/* clang-format off */
static const char *const list_words[] = {
    "mailing list", "unsubscribe", "mailman/listinfo", "listinfo", "to post to this group",
    "you received this message because", "you are receiving this", "manage your subscription",
    "list archives", "google groups", "abbestellen", "désabonner", "se désinscrire",
    "darse de baja", "cancelar inscrição", "disiscriverti", "afmelden",
    "reply to this email directly", "view it on github", "reply to this email to respond",
    "view/reply online", "you receive all messages", NULL};
/* clang-format on */

/* People write of mailing lists, too; a program adds where to go, or says more of the kind. */
bool list_footer(const char *folded)
{
    if (count_phrases(folded, list_words) >= 2 && !fold_any(folded, told_words))
        return true;
    return fold_any(folded, list_words) && (strchr(folded, '@') || strstr(folded, "://") ||
                                            strstr(folded, "www.") || strchr(folded, '/'));
}
