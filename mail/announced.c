/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/announced.h"
#include "words/fold.h"
#include <string.h>

#define LONGEST 200 /* bytes of a line that announces */

/* clang-format off */
static const char *const answers[] = {
    "answer", "answers", "answered", "comment", "comments", "commented", "reply", "replies",
    "replied", "response", "responses", "responded", "remarks", "notes", "antwort", "antworten",
    "geantwortet", "anmerkungen", "kommentare", "réponse", "réponses", "répondu", "commentaires",
    "remarques", "respuesta", "respuestas", "comentarios", "contesto", "resposta", "respostas",
    "comentários", "respondi", "risposta", "risposte", "commenti", "rispondo", "antwoord",
    "antwoorden", "opmerkingen", "svar", "svaren", "svarene", "svarer", "kommentarer",
    "vastaukset", "vastaukseni", "odpowiedzi", "odpowiadam", "komentarze", "uwagi", "odpovědi",
    "odpovede", "odpovídám", "komentáře", "válaszok", "válaszaim", "răspunsuri", "răspunsurile",
    "ответы", "отвечаю", "комментарии", "відповіді", "отговори", "отговорите", "одговори",
    "odgovori", "απαντήσεις", "cevaplar", "cevaplarım", "yanıtlar", "yanıtlarım", "الردود",
    "إجابات", "إجاباتي", "תשובות", "תשובותיי", "پاسخ", "回答", "返信", "コメント", "回复", "回覆", "答复", "답변",
    "câu trả lời", "jawaban", NULL};

static const char *const places[] = {
    "below", "inline", "in-line", "in line", "between the lines", "in the text", "in red",
    "in blue", "in green", "in bold", "in colour", "in color", "in capitals", "in caps",
    "interspersed", "underneath", "unten", "im text", "zwischen den zeilen", "in rot", "in blau",
    "in grün", "farbig", "fett", "ci-dessous", "plus bas", "dans le texte", "en rouge", "en bleu",
    "en vert", "en gras", "abajo", "entre líneas", "en rojo", "en azul",
    "en negrita", "en verde", "abaixo", "no texto", "em vermelho", "em azul", "em negrito",
    "sotto", "nel testo", "in rosso", "in blu", "in grassetto", "hieronder",
    "onderaan", "in de tekst", "in het rood", "in rood", "in het blauw", "nedan", "i texten",
    "i rött", "i rødt", "nedenfor", "i teksten", "med rødt", "alla", "punaisella", "tekstissä",
    "poniżej", "na czerwono", "w tekście", "níže", "červeně", "v textu", "nižšie", "červenou",
    "lent", "alább", "pirossal", "mai jos", "în text", "cu roșu", "ниже", "в тексте", "красным",
    "нижче", "червоним", "по-долу", "в червено", "испод", "ispod", "niže", "spodaj", "crveno",
    "παρακάτω", "με κόκκινο", "aşağıda", "kırmızı", "أدناه", "بالأحمر", "למטה", "להלן", "באדום",
    "در زیر", "以下", "下記", "赤字", "下面", "红色", "紅色", "아래", "빨간", "bên dưới", "di bawah", NULL};
/* clang-format on */

/* "Your comments below" are not announced. */
static bool yours(const char *folded, const char *at)
{
    static const char *const owners[] = {
        "your",    "ihre",   "ihren",  "ihr",  "deine", "deinen", "eure",     "vos",   "votre",
        "tes",     "ta",     "sus",    "tus",  "su",    "tu",     "vuestros", "seus",  "teus",
        "suas",    "tuas",   "vostri", "tuoi", "suoi",  "vostre", "tue",      "uw",    "jouw",
        "jullie",  "dina",   "ditt",   "era",  "dine",  "dit",    "jeres",    "deres", "twoje",
        "państwa", "pana",   "pani",   "vaše", "tvoje", "ваши",   "твои",     "ваш",   "ваші",
        "твої",    "вашите", "ваше",   NULL};
    const char *end = at;
    while (end > folded && end[-1] == ' ')
        end--;
    for (const char *const *o = owners; *o; o++) {
        size_t n = strlen(*o);
        if ((size_t)(end - folded) >= n && memcmp(end - n, *o, n) == 0 &&
            ((size_t)(end - folded) == n || end[-(long)n - 1] == ' '))
            return true;
    }
    return false;
}

bool announces_answers(const char *folded)
{
    if (strlen(folded) > LONGEST)
        return false;
    for (const char *const *a = answers; *a; a++) {
        const char *at = fold_find(folded, *a);
        if (at && !yours(folded, at))
            return fold_any(folded, places) != NULL;
    }
    return false;
}
