/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/bounce_families.h"

#include "words/fold.h"
#include <string.h>
#include <uninorm.h>

#define NEAR       70 /* characters between the two words */
#define STEM_BYTES 64

/* clang-format off */
/* Stems: what follows them, an ending or a plural, is not looked at. */
static const char *const nouns[] = {
    "user", "recipient", "mailbox", "mail box", "address", "account", "addressee", "alias", "inbox",
    "mail drop", "maildrop", "destinataire", "adresse", "utilisateur", "boîte", "boite", "compte",
    "destinatario", "usuario", "buzón", "buzon", "cuenta", "dirección", "direccion", "casilla",
    "destinatário", "usuário", "endereço", "conta", "caixa", "utente", "indirizzo", "casella",
    "empfänger", "benutzer", "postfach", "konto", "gebruiker", "ontvanger", "adres", "postvak",
    "postbus", "mottagar", "användare", "modtager", "bruger", "mottaker", "bruker", "postkasse",
    "brevlåda", "vastaanottaj", "käyttäj", "osoit", "postilaatikko", "użytkownik", "odbiorc",
    "skrzynk", "uživatel", "příjemc", "schránk", "používateľ", "príjemc", "felhasználó", "címzett",
    "postafiók", "пользовател", "получател", "адрес", "ящик", "користувач", "отримувач",
    "одержувач", "скриньк", "потребител", "kullanıcı", "alıcı", "posta kutusu", "χρήστη",
    "γραμματοκιβ", "παραλήπτη", "διεύθυνση", "utilizator", "destinatar", "căsuța", "korisnik",
    "primatelj", "sandučić", "uporabnik", "ユーザ", "宛先", "アドレス", "受信者", "メールボックス", "用户", "收件人", "邮箱",
    "帐户", "账户", "地址", "使用者", "收件者", "信箱", "사용자", "수신자", "주소", "메일함", "메일박스", "우편함", "편지함", "계정",
    "người nhận", "hộp thư", "địa chỉ", "pengguna", "mailadres", "emailadres", "此人", "penerima",
    "kotak surat", "alamat", "usuari", "bústia", "adreça", "kasutaja", "saaja", "postkast",
    "lietotāj", "adresāt", "pastkast", "vartotoj", "gavėj", "المستخدم", "المستلم", "العنوان",
    "صندوق", "الحساب", "משתמש", "המשתמש", "נמען", "הנמען", "תיבת", "התיבה", "כתובת", "הכתובת",
    "کاربر", "گیرنده", "employee", "mitarbeiter", "абонент", "geadresseerd", "người dùng", "ผู้ใช้",
    "ผู้รับ", "o/r name", "учетн", "учётн", "облікови", "hesap", "hesab", "アカウント", NULL};
/* Stands for the person where the address itself does: "ana@example.net has left". */
static const char *const gone[] = {
    "has left", "no longer with", "no longer here", "no longer works", "no longer employed",
    "no match", "unknown", "not found", "not exist", "nonexist", "deleted", "not on file",
    "not known", "no such alias", "no entry", NULL};
static const char *const domains[] = {
    "domain", "hostname", "host name", "mail server for", "domäne", "domaine", "nom de domaine",
    "dominio", "domínio", "domein", "domän", "domæne", "domene", "domena", "doména", "doméně",
    "домен", "tartomány", "τομέα", "ドメイン", "域名", "網域", "도메인", NULL};
static const char *const elsewhere[] = {"sending", "helo", "your ", "relay", "hosted",
                                        "rcpthosts", "not in my", "isn't in my", "ip ",
                                        "literal", "file or directory", NULL};
static const char *const recipients[] = {"recipient", "empfänger", "destinatai", "destinatari",
                                         "ontvanger", "mottag", "modtag", "получател", NULL};
static const char *const senders[] = {
    "sender", "sending domain", "sending host", "sending server", "sending ip", "your domain",
    "your host", "helo", "ehlo", "ptr", "your ip", "ip address", "ip-adresse", "adresse ip",
    "dirección ip", "endereço ip", "indirizzo ip", "ip-адрес", "return path", "return-path",
    "reverse path", "reverse-path", "bounce address", "from header", "header from", "from address",
    "envelope from", "ihre domain", "votre domaine", "su dominio",
    "seu domínio", "vostro dominio", "ваш домен", "您的域名", "absender", "expéditeur", "remitente",
    "mittente", "remetente", "afzender", "avsändar", "afsender", "avsender", "lähettäj", "nadawc",
    "odesílatel", "feladó", "отправител", "відправник", "gönderen", "送信者", "送信元", "差出人", "发件", "寄件",
    "발신", "보낸", NULL};
/* Verbs that another language parts from their "not": "existiert hier nicht". */
static const char *const exists[] = {
    "existiert", "gibt es", "bekannt", "gültig", "valide", "válid", "valid ", "geldig", "giltig", "gyldig",
    "érvényes", "действител", "geçerli", "有効", "有效", "유효", "find ", "locate ", "existe ", "existe.",
    "bestaat", "bekend", "finns", "känd", "findes", "kendes", "finnes", "kjennes", "löydy",
    "olemassa", "osoitetta ei ole", "istniej", "existuje", "encontrad", "trovat", "trouvé",
    "gefunden", "gevonden", "hittad", "fundet", "funnet", "znalez", "nalez", "найден", "знайден",
    "намерен", "létezik", "существ", "існує", "υπάρχει", "таког", "такой", "такої", "βρέθηκε",
    "mevcut", "bulun", "exista", "există", "găsit", "postoji", "obstaja", "eksisteeri", "存在", "존재",
    "tồn tại", NULL};
static const char *const directories[] = {
    "directory", "verzeichnis", "adressbuch", "address book", "annuaire", "carnet d'adresses",
    "répertoire", "rubrica", "elenco", "directorio", "libreta", "diretório", "catálogo",
    "adresboek", "adreslijst", "katalog", "hakemisto", "spis", "каталог", "адресн", "dizin",
    "ディレクトリ", "アドレス帳", "目录", "通讯录", "디렉터리", NULL};
static const char *const denied[] = {
    "not ", "can't ", "cannot ", "couldn't ", "doesn't ", "isn't ", "wasn't ", "nicht", "keine",
    "pas ", "n'est pas", "ne figure", "non ", "no ", "não ", "niet ", "inte ", "ikke", "ej", "ei ",
    "nie ", "není", "nincs", "nem ", "не ", "нет", "немає", "няма", "δεν ", "değil", "yok", "nu ",
    "ne ", "ません", "未", "不", "않", "없", "không ", NULL};
static const char *const full[] = {
    "full", "over its limit", "exceeded", "quota", "plein", "satur", "llen", "excedi", "cuota",
    "chei", "lotad", "cota", "pien", "esaurit", "voll", "überfüllt", "überschritten", "kontingent",
    "vol ", "vol.", "täynnä", "fuld", "przepełnion", "przekrocz", "pełn", "plná", "plný", "překroč",
    "tele ", "megtelt", "переполнен", "квот", "переповнен", "dolu", "doldu", "πλήρ", "plin", "満杯",
    "いっぱい", "容量", "已满", "已滿", "가득", "초과", "đầy", "penuh", "plena", "täis ", "täis.", "pilna",
    "pārsnieg", "viršyt", "assez d'espace", "assez de place", "plus d'espace", "plus de place",
    "ممتلئ", "الحصة", "מלאה", "מלא", "מכסה", "เต็ม", NULL};
static const char *const closed[] = {
    "disabled", "suspended", "inactive", "blocked", "locked", "désactivé", "suspendu", "suspens",
    "inactif", "bloqué", "desactivad", "deshabilitad", "suspendid", "inactiv", "bloquead",
    "desativad", "inativ", "disattivat", "disabilitat", "sospes", "bloccat", "deaktiviert",
    "gesperrt", "stillgelegt", "inaktiv", "uitgeschakeld", "geblokkeerd", "inaktiverad", "spärrad",
    "spærret", "sperret", "deaktiveret", "deaktivert", "zablokowan", "nieaktywn", "zablokov",
    "neaktivn", "letiltva", "заблокирован", "отключ", "приостановлен", "неактивн", "заблокован",
    "devre dışı", "askıya", "ανενεργ", "停用", "禁用", "冻结", "凍結", "停止", "無効", "비활성", "정지", "중지",
    "bị khóa", "dinonaktifkan", "desactivat", "bloquejat", "معطل", "موقوف", "محظور", "מושבת",
    "חסום", "מושהה", "휴면", "休眠", NULL};
static const char *const unknown[] = {
    "unknown", "invalid", "not found", "not exist", "doesn't exist", "didn't exist", "don't exist",
    "no longer exist", "nonexistent", "non-existent", "non existent", "not known", "not recognized",
    "not recognised", "unrecognized", "unrecognised", "not registered", "not valid", "isn't valid",
    "isn't a valid", "not listed", "cannot be found", "can't be found", "not be found",
    "couldn't find", "can't find", "not located", "not local", "terminated", "deleted", "no longer here",
    "not here", "no longer with", "has left", "not our", "unrouteable", "not defined", "no match",
    "not resolve", "cancelled", "canceled", "removed", "bad destination", "inconnu", "invalide",
    "introuvable", "n'existe", "inexistant", "supprimé", "desconocid", "inválid", "inexistent",
    "no existe", "no se encuentra", "no encontrad", "desconhecid", "não existe", "não encontrad",
    "excluíd", "sconosciut", "inesistent", "non esiste", "non trovat", "non valid", "unbekannt",
    "existiert nicht", "nicht gefunden", "ungültig", "nicht vorhanden", "nicht bekannt",
    "nicht existent", "existieren nicht", "gibt es nicht", "gelöscht", "onbekend", "bestaat niet",
    "niet gevonden", "ongeldig", "okänd", "finns inte", "existerar inte", "ogiltig",
    "hittades inte", "ukendt", "findes ikke", "eksisterer ikke", "ugyldig", "ukjent", "finnes ikke",
    "tuntematon", "ei löydy", "ei ole olemassa", "ei löytynyt", "nie istniej", "nieznan",
    "nie znaleziono", "nieprawidłow", "neexistuje", "neznám", "nenalezen", "nebyl nalezen",
    "nem létezik", "ismeretlen", "nem található", "не существ", "не найден", "неизвест", "удалён",
    "удален", "не знайден", "не існує", "невідом", "не съществува", "непознат", "bulunamadı",
    "bulunmuyor", "geçersiz", "bilinmeyen", "mevcut değil", "άγνωστ", "δεν υπάρχει", "δεν βρέθηκε",
    "necunoscut", "nu există", "ne postoji", "nepoznat", "ne obstaja", "neznan", "存在しません", "存在しない",
    "見つかりません", "不明", "無い", "ありません", "不存在", "找不到", "未找到", "无效", "無效", "존재하지", "찾을 수 없", "없습니다", "없는",
    "không tồn tại", "không hợp lệ", "tidak ditemukan", "tidak dikenal", "tidak ada", "not hosted",
    "not be resolved", "brak tak", "brak użytk", "brak skrzyn", "brak adres", "nincs ilyen",
    "nema tak", "nema ovog", "nema koris", "немає так", "нет так", "無此", "无此", "查無", "查无", "没有此",
    "沒有此", "aucun utilisateur", "aucun destinataire", "aucun compte", "pas de boîte", "pas de compte", "pas de destinataire", "pas d'utilisateur",
    "keinen solchen",
    "keine solche", "kein solch", "ingen sådan", "ingen slik", "no hay ningún",
    "closed permanently", "permanently closed", "no longer works", "no longer employed",
    "no longer accepts", "doesn't have an account", "not have an account", "not on file",
    "nicht registriert", "non registr", "no registrad", "não registrad", "не зарегистр",
    "не зареєстр", "kayıtlı değil", "未登録", "未注册", "등록되지", "несъществ", "使われていません", "使用されていません",
    "ni najden", "ni bil najden", "no existeix", "desconegut", "no s'ha trobat", "yok", "tanınm",
    "ei eksisteeri", "tundmatu", "ei leitud", "neeksist", "nezinām", "nav atrast", "neegzist",
    "nežinom", "nerast", "غير موجود", "غير معروف", "غير صالح", "لا يوجد", "לא קיים", "אינו קיים",
    "אינה קיימת", "לא קיימת", "לא נמצא", "לא מוכר", "وجود ندارد", "ไม่พบ", "ไม่มี", "no such alias",
    "no entry", "no record of", "isn't here", "retired", "decommissioned", "fermé définitivement",
    "não cadastrad", "geen gebruiker", "geen ontvanger", "not in use", "no longer in use",
    "not in service", "no longer in service", "eliminad", "borrad", "removid", "apagad", "eliminat",
    "cancellat", "rimoss", "usunięt", "zrušen", "smazán", "vymazan", "verwijderd", "borttag",
    "raderad", "slettet", "poistettu", "käyttäjää ei ole", "vastaanottajaa ei ole", "törölt",
    "silin", "șters", "διαγράφ", "видален", "изтрит", "削除", "注销", "註銷", "已删", "已刪", "삭제", "ーはいません",
    "ザはいません", "者はいません", "がいません", "ausgeschieden", NULL};
/* clang-format on */

/* A stem begins at a word's edge, or anywhere in scripts without blanks. */
static bool begins_here(const char *text, const char *at)
{
    return at == text || (unsigned char)*at >= 0xE0 ||
           !(((at[-1] | 0x20) >= 'a' && (at[-1] | 0x20) <= 'z') || (unsigned char)at[-1] >= 0x80);
}

static char base_letter(ucs4_t c)
{
    ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
    if (c == 0x142) /* Polish l, Turkish i and the like have no parts */
        return 'l';
    if (c == 0x131)
        return 'i';
    if (c == 0xF8)
        return 'o';
    return uc_canonical_decomposition(c, parts) > 0 && parts[0] < 0x80 ? (char)parts[0] : 0;
}

/* Servers leave out the accents: the stem without them. Its size, 0 where it can't be so written.
 * Nothing ends it. */
static size_t without_accents(const char *stem, char *out)
{
    size_t n = 0, len = strlen(stem);
    for (size_t i = 0; i < len && n < STEM_BYTES; n++) {
        unsigned c;
        i += fold_char(stem + i, len - i, &c);
        out[n] = c < 0x80 ? (char)c : base_letter(c);
        if (!out[n])
            return 0;
    }
    return n;
}

static bool word_within(const char *text, size_t len, const char *word, size_t n)
{
    const char *end = text + len;
    for (const char *p = text; (p = memmem(p, (size_t)(end - p), word, n)); p++)
        if (begins_here(text, p))
            return true;
    return false;
}

static bool is_ascii(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)text[i] >= 0x80)
            return false;
    return true;
}

static bool any_within(const char *text, size_t len, const char *const *stems)
{
    bool ascii = is_ascii(text, len);
    for (; *stems; stems++) {
        char bare[STEM_BYTES];
        size_t n = strlen(*stems);
        bool accents = ascii && !is_ascii(*stems, n);
        if (accents)
            n = without_accents(*stems, bare);
        if (n && word_within(text, len, accents ? bare : *stems, n))
            return true;
    }
    return false;
}

static bool sentence_ends(const char *at)
{
    return (at[0] == ' ' && strchr(".;!?", at[-1])) || strncmp(at, "。", 3) == 0;
}

/* The sentence round the noun, no more than so many characters of it on each side. */
static void sentence(const char *text, const char *at, const char **from, const char **to)
{
    size_t left = NEAR, right = NEAR;
    *from = at;
    *to = at;
    while (*from > text && left && (*from == at || !sentence_ends(*from))) {
        (*from)--;
        left -= ((unsigned char)**from & 0xC0) != 0x80;
    }
    while (**to && right && (*to == at || !sentence_ends(*to))) {
        right -= ((unsigned char)**to & 0xC0) != 0x80;
        (*to)++;
    }
}

static enum bounce_family family_of_address(const char *from, size_t len)
{
    if (any_within(from, len, full))
        return FAMILY_FULL;
    if (any_within(from, len, closed))
        return FAMILY_CLOSED;
    if (any_within(from, len, senders) && !any_within(from, len, recipients))
        return FAMILY_NONE; /* a complaint about ours */
    bool parted = any_within(from, len, denied) && !any_within(from, len, elsewhere) &&
                  (any_within(from, len, directories) || any_within(from, len, exists));
    return parted || any_within(from, len, unknown) ? FAMILY_UNKNOWN : FAMILY_NONE;
}

/* Servers complain of the sender's domain too, and of domains that exist but not with them. */
static enum bounce_family family_of_domain(const char *from, size_t len)
{
    if (any_within(from, len, senders) || any_within(from, len, elsewhere))
        return FAMILY_NONE;
    bool none = any_within(from, len, unknown) ||
                (any_within(from, len, denied) && any_within(from, len, exists));
    return none ? FAMILY_NO_DOMAIN : FAMILY_NONE;
}

/* The strongest that a sentence with one of the nouns says; the first of the enumeration wins. */
static enum bounce_family strongest(const char *folded, const char *const *stems,
                                    enum bounce_family (*said_by)(const char *from, size_t len))
{
    enum bounce_family said = FAMILY_NONE;
    bool ascii = is_ascii(folded, strlen(folded));
    for (const char *const *noun = stems; *noun; noun++) {
        char bare[STEM_BYTES + 1] = "";
        if (ascii && !is_ascii(*noun, strlen(*noun)))
            bare[without_accents(*noun, bare)] = '\0';
        const char *stem = *bare ? bare : *noun;
        for (const char *at = folded, *from, *to; (at = strstr(at, stem)); at++) {
            if (!begins_here(folded, at))
                continue;
            sentence(folded, at, &from, &to);
            enum bounce_family here = said_by(from, (size_t)(to - from));
            if (here && (!said || here < said))
                said = here;
        }
    }
    return said;
}

bool bounce_family_near(const char *folded, const char *at, const char *const *stems)
{
    const char *from, *to;
    sentence(folded, at, &from, &to);
    return any_within(from, (size_t)(to - from), stems);
}

bool bounce_family_of_sender(const char *folded, const char *at)
{
    return bounce_family_near(folded, at, senders) && !bounce_family_near(folded, at, recipients);
}

static bool person_gone(const char *folded)
{
    for (const char *at = folded; (at = strchr(at, '@')); at++)
        if (bounce_family_near(folded, at, gone) && !bounce_family_near(folded, at, senders))
            return true;
    return false;
}

enum bounce_family bounce_family(const char *folded)
{
    enum bounce_family said = strongest(folded, nouns, family_of_address);
    if (!said && person_gone(folded))
        said = FAMILY_UNKNOWN;
    return said ? said : strongest(folded, domains, family_of_domain);
}

enum bounce_family bounce_family_at(const char *folded, const char *at)
{
    char words[2 * NEAR * 4 + 1]; /* characters have at most four bytes */
    const char *from, *to;
    sentence(folded, at, &from, &to);
    size_t n = (size_t)(to - from) < sizeof words ? (size_t)(to - from) : sizeof words - 1;
    memcpy(words, from, n);
    words[n] = '\0';
    return bounce_family(words);
}

bool bounce_family_pair(const char *folded, const char *const *stems, const char *const *others)
{
    for (const char *const *stem = stems; *stem; stem++)
        for (const char *at = folded; (at = strstr(at, *stem)); at++)
            if (begins_here(folded, at) && bounce_family_near(folded, at, others))
                return true;
    return false;
}
