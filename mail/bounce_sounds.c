/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/bounce_sounds.h"

#include "mail/bounce_families.h"
#include "words/fold.h"
#include <string.h>

/* clang-format off */
static const char *const certain[] = {
    "undeliverable", "undelivered", "could not be delivered", "couldn't be delivered",
    "cannot be delivered", "can't be delivered", "wasn't delivered", "was not delivered",
    "not delivered", "unable to deliver", "undeliverable mail", "delivery failed",
    "delivery failure", "delivery has failed", "delivery to the following", "failed permanently",
    "permanent error", "permanent fatal errors", "mail delivery failed", "failed to deliver",
    "delivery error", "returned to sender", "returned mail", "non-delivery", "nondeliverable",
    "did not reach", "could not be reached", "message not delivered",
    "delivery status notification", "wasn't able to deliver", "i'm afraid i wasn't able",
    "mail could not be", "message could not be", "unknown user", "user unknown", "unzustellbar",
    "konnte nicht zugestellt", "non remis", "n'a pas pu être", "no se pudo entregar",
    "no se ha podido entregar", "não foi entregue", "não pôde ser entregue",
    "impossibile recapitare", "mancato recapito", "niet worden bezorgd", "onbestelbaar",
    "kan inte levereras", "недоставлен", "недоставленное", "недоставленная", "не доставлено",
    "не может быть доставлено", "не было доставлено", "не могло быть доставлено",
    "не удалось доставить", "nie można dostarczyć", "kézbesíthetetlen", "配信できません", "配信不能", "届きません",
    "送信できません", "退信", "无法投递", "반송", "n'a pas pu etre", "message non distribue",
    "message non distribué", "nedoručitelná", "nepodařilo doručit", "nebylo možné doručit",
    "nedoručená", "nepodarilo doručiť", "nedoručiteľná", "nu a putut fi livrat", "nelivrat",
    "не може да бъде доставено", "недоставено", "не вдалося доставити", "недоставлений",
    "δεν παραδόθηκε", "αδύνατη η παράδοση", "לא נמסרה", "تعذر تسليم", "لم يتم تسليم",
    "ei voitu toimittaa", "toimittaminen epäonnistui", "kunne ikke leveres", "kunne ikke afleveres",
    "ikke levert", "uleveret", "kunde inte levereras", "gick inte att leverera", "teslim edilemedi",
    "isporuka nije uspjela", "ni bilo mogoče dostaviti", "nepavyko pristatyti",
    "neizdevās piegādāt", "ei õnnestunud", "không thể gửi", "tidak dapat dikirim", "gagal dikirim",
    "배달되지", "발송 실패", "無法傳遞", "無法送達", "未能送达", "未送達", "배달 실패", "onbezorgbaar", "mail system error",
    "invalid user", "invalid address", "no such user", "failed addresses", "no valid recipients",
    "error message below", "mail receiving error", "message rejected", "has been rejected",
    "delivery incomplete", NULL};
static const char *const subjects[] = {
    "failure notice", "mail failed", "returning to sender", "エラー", "undeliver", "returned mail",
    "mail delivery failed", "mail delivery failure", "delivery status notification",
    "delivery failure", "delivery failed", "delivery notification", "delivery error",
    "mail system error", "mail error", "error mail", "mail could not", "nondeliverable",
    "non-deliverable", "non delivery", "non-delivery", "message delivery failure",
    "mail receiving error", "mail delivery", "undelivered mail", "delivery has failed",
    "unzustellbar", "warning: could not send", "warning: message", "rejected", "message status",
    "message notification", "couldn't deliver", "delivery delayed", "delayed mail",
    "mail status report", "returning message", "message you sent blocked",
    "permanent delivery failure", "delivery report", "email rejected", "failed mail", "bounce",
    "配信", NULL};
static const char *const waiting[] = {
    "delivery status notification (delay)", "will be retried", "retried every",
    "will continue trying", "will continue to try", "will try again", "will keep retrying",
    "will be tried again", "will be attempted again", "still trying", "waiting in our queue",
    "is waiting in the queue", "versuchen es weiter", "est en attente", "está en espera",
    "è in attesa", "will keep trying", "we'll keep trying", "has been delayed", "delivery delayed",
    "delayed mail", "could not send message for past", "no action is required",
    "you do not need to resend", "do not need to resend", "warning message only",
    "delivery attempts will continue", "not yet been delivered", "has not been delivered yet",
    "delivery of this message has been delayed", "still being retried", "message delayed",
    "waiting to be delivered", "temporary failure. the message", "will continue to be attempted",
    "is delayed for more", "delivery will be retried", "will retry for", "zustellversuche folgen",
    "erneut versucht", "weiter versucht", "nouvelles tentatives", "seguirá intentando",
    "seguiremos intentando", "continueremo a", "nuovi tentativi", "tentará novamente",
    "continuará tentando", "blijven proberen", "opnieuw geprobeerd", "försöka igen", "forsøge igen",
    "forsøke igjen", "yritetään uudelleen", "kolejne próby", "ponowne próby", "další pokusy",
    "újra megpróbál", "будут продолжен", "повторные попытки", "попытки доставки продолж",
    "спроби доставки продовж", "yeniden denen", "tekrar denen", "se va reîncerca", "再送を試み",
    "再試行", "继续尝试", "繼續嘗試", "稍后重试", "재시도", NULL};
/* Stems: late. */
static const char *const late[] = {
    "verzögert", "verspätet", "retardé", "différé", "retras", "demorad", "aplazad", "ritard",
    "atrasad", "adiad", "vertraag", "uitgestel", "försen", "forsink", "viivästy", "opóźni",
    "zpožděn", "odložen", "oneskoren", "késlelt", "késik", "задерж", "отложен", "затрим", "забав",
    "καθυστέρ", "gecik", "întârzi", "odgođen", "zakasni", "遅延", "延迟", "延遲", "지연", "تأخر", "تأخير",
    "עיכוב", "chậm", "tertunda", NULL};
static const char *const periodic[] = {
    "cron <", "logwatch", "summary", "summaries", "digest", "quarantine", "quarantäne",
    "quarantaine", "cuarentena", "quarantena", "quarentena", "statistics", "report domain:",
    "probe message", "removal confirmation", NULL};
static const char *const arrived[] = {
    "successfully delivered", "delivered successfully", "has been delivered to the following",
    "was delivered to the following", "was relayed to", "successfully relayed",
    "notification (success)", "successful mail delivery", "successful delivery",
    "wurde an die folgenden empfänger zugestellt", "erfolgreich zugestellt",
    "a été remis aux destinataires", "a été distribué", "se entregó correctamente",
    "ha sido entregado a", "è stato recapitato", "è stato consegnato", "foi entregue",
    "is bezorgd bij", "levererades till", "доставлено следующим", "успешно доставлено", NULL};
static const char *const incoming[] = {
    "message to you", "messages to you", "mail to you", "sent to you", "addressed to you",
    "your incoming", "your inbox", "waiting for you", "spam notification", "an sie wurde",
    "nachrichten für sie", "pour vous", "para usted", "para você", "per te", "voor u", NULL};
/* Not delivered, in one word. */
static const char *const undelivered[] = {
    "undeliver", "unzustellb", "onbestelb", "onbezorg", "oleverera", "ulevert", "uleveret",
    "niedostarcz", "niedoręcz", "nedoruč", "kézbesíthetetlen", "недостав", "teslim edilem",
    "ulaştırılam", "iletilem", "不達", "不达", NULL};
/* Stems: to deliver. */
static const char *const deliver[] = {
    "deliver", "zugestell", "zustell", "ausgeliefert", "weitergeleitet", "weiterleiten", "remis",
    "délivr", "delivr", "distribu", "livré", "achemin", "entreg", "recapit", "consegn", "bezorg",
    "aflever", "afgelever", "lever", "utlever", "fram ", "fram.", "toimit", "perille", "dostarcz",
    "doręcz", "doruč", "kézbesít", "доставл", "доставк", "доставит", "доставен", "παραδο",
    "παράδοσ", "teslim", "iletil", "ulaştır", "livrat", "livra", "lliur", "isporuč", "isporuk",
    "dostav", "pristat", "piegād", "toimeta", "投递", "投遞", "送达", "寄達", "寄达", "寄送", "送達", "配信", "配送",
    "届", "전송", "전달", "배달", "발송", "تسليم", "إيصال", "נמסר", "למסור", "gửi", "dikirim", "terkirim",
    "تحویل", "ส่ง", "वितरित", NULL};
/* Stems: a letter, and what is done with one that isn't taken. */
static const char *const letter[] = {
    "message", "mail", "nachricht", "courrier", "courriel", "correo", "mensaje", "messaggio",
    "mensagem", "bericht", "meddela", "meddelelse", "melding", "viesti", "wiadomoś", "zpráv",
    "správ", "levél", "level", "üzenet", "письм", "сообщен", "лист", "съобщен", "μήνυμ", "ileti",
    "mesaj", "poruk", "sporočil", "メール", "邮件", "郵件", "메일", "رسال", "הודע", "thư", "pesan",
    "missatge", NULL};
static const char *const back[] = {
    "returned", "rejected", "turned away", "bounced", "discarded", "refused", "retourné", "revenu",
    "refusé", "devuelt", "rechazad", "devolvid", "rejeitad", "restituit", "respint", "rifiutat",
    "kam zurück", "kommt zurück", "zurückgewiesen", "zurückgeschickt", "zurückgesandt", "abgelehnt",
    "abgewiesen", "geweigerd", "teruggestuurd", "geretourneerd", "avvisad", "returner", "afvist",
    "avvist", "palautet", "hylät", "zwrócon", "odrzucon", "vrácen", "odmítnut", "vráten",
    "odmietnut", "vissza", "elutasít", "возвращ", "отклон", "повернут", "відхил", "върнат",
    "отхвърл", "επιστράφ", "απορρίφ", "iade", "geri dön", "reddedil", "returnat", "respins",
    "vraćen", "odbijen", "vrnjen", "zavrnjen", "返送", "拒否", "退回", "被退", "拒收", "退信", "반송", "거부", "거절",
    "مرفوض", "رفض", "أعيدت", "חזר", "נדח", "trả lại", "từ chối", "dikembalikan", "ditolak", NULL};
/* Stems: not yet. */
static const char *const yet[] = {
    "not yet", "bisher nicht", "noch nicht", "pas encore", "todavía no", "aún no", "non ancora",
    "ancora non", "non è ancora", "ainda não", "nog niet", "ännu inte", "inte ännu", "endnu ikke",
    "ikke endnu", "ennå ikke", "ikke ennå", "ei ole vielä", "jeszcze", "dosud", "ještě ne",
    "doteraz", "még nem", "пока не", "ещё не", "еще не", "досі не", "ще не", "все още не",
    "ακόμη δεν", "δεν έχει ακόμη", "henüz", "încă nu", "još nije", "še ni", "まだ", "尚未", "아직",
    "لم يتم بعد", "chưa", "belum", NULL};
/* Stems: not, can't, failed. */
static const char *const denied[] = {
    "not ", "can't ", "cannot ", "couldn't ", "didn't ", "hasn't ", "wasn't ", "won't ", "unable",
    "stopped", "fail", "nicht", "fehlgeschlagen", "gescheitert", "misslungen", "fehler", "n'a pas",
    "n'ont pas", "pas pu", "impossible", "échec", "échou", "no se ", "no ha ", "no pudo", "no fue",
    "no s'ha", "fallid", "fallad", "falló", "error", "non è", "non e' ", "impossibile", "mancat",
    "non riuscit", "non è stato", "non ha", "não ", "nao ", "falha", "niet ", "mislukt", "inte ",
    "misslyck", "ikke", "mislykk", "ei ", "epäonnist", "nie ", "niepowodzen", "nepodař", "nelze",
    "nebyl", "není možn", "nepodar", "nebol", "nem ", "sikertelen", "nezdař", "неуспеш", "απέτυχ",
    "не ", "невозможн", "неможлив", "δεν ", "αδύνατ", "αποτυχ", "başarısız", "nu a ", "nu s-a",
    "nije", "ni uspel", "ni bilo", "nepavyko", "neizdev", "未", "无法", "無法", "失败", "失敗",
    "ません", "できなかった", "不能", "못", "실패", "않", "تعذر", "فشل", "لم ", "לא ", "נכשל",
    "không", "tidak", "gagal", "نشد", "ไม่", "नहीं", NULL};
/* clang-format on */

int bounce_sounds(const char *folded)
{
    int score = 0;
    for (const char *const *w = certain; *w && score < 2; w++)
        score += fold_has(folded, *w);
    for (const char *const *w = subjects; *w && score < 2; w++)
        score += strstr(folded, *w) != NULL;
    return score;
}

static bool has_stem(const char *folded, const char *const *stems)
{
    for (; *stems; stems++)
        if (strstr(folded, *stems))
            return true;
    return false;
}

bool bounce_sounds_undelivered(const char *folded)
{
    return has_stem(folded, undelivered) || bounce_family_pair(folded, deliver, denied) ||
           bounce_family_pair(folded, letter, back) || bounce_family_pair(folded, deliver, late);
}

bool bounce_sounds_undelivered_near(const char *folded, const char *at)
{
    return (bounce_family_near(folded, at, deliver) &&
            (bounce_family_near(folded, at, denied) || bounce_family_near(folded, at, late))) ||
           (bounce_family_near(folded, at, letter) && bounce_family_near(folded, at, back));
}

bool bounce_sounds_late(const char *title)
{
    return has_stem(title, late);
}

bool bounce_sounds_delayed(const char *title, const char *text)
{
    return bounce_sounds_late(title) || fold_any(title, waiting) || fold_any(text, waiting) ||
           bounce_family_pair(text, deliver, yet) || bounce_family_pair(text, letter, yet);
}

bool bounce_sounds_periodic(const char *title)
{
    return has_stem(title, periodic);
}

bool bounce_sounds_arrived(const char *title, const char *text)
{
    if (bounce_sounds_undelivered(title))
        return false;
    /* in the text it may be said of another recipient */
    return fold_any(title, arrived) ||
           (fold_any(text, arrived) && !bounce_sounds_undelivered(text));
}

bool bounce_sounds_incoming(const char *title)
{
    return has_stem(title, incoming);
}
