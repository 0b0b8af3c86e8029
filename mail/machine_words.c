/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/machine_words.h"
#include <stddef.h>

/* clang-format off */
const char *const words_auto_subject[] = {
    "automatic reply", "automatic response", "automated reply", "automated response",
    "auto reply", "auto-reply", "autoreply", "auto response", "auto-response", "autoresponse",
    "autorespons", "auto:", "autoresponder", "auto responder", "this is an automated",
    "this is an automatic", "automatische antwort", "automatische antworten",
    "automatische rückantwort", "autoantwort", "auto-antwort", "abwesenheitsnotiz",
    "abwesenheitsmeldung", "abwesenheitsbenachrichtigung", "abwesenheitsassistent",
    "réponse automatique", "message automatique", "réponse auto",
    "accusé de réception automatique", "notification d'absence", "message d'absence",
    "respuesta automática", "respuesta automatica", "contestación automática",
    "resposta automática", "resposta automatica", "resposta automàtica", "risposta automatica",
    "automatisch antwoord", "automatisch bericht", "automatische beantwoording",
    "afwezigheidsmelding", "afwezigheidsbericht", "autosvar", "automatisk svar",
    "automatiskt svar", "automatisk besvarelse", "fraværsmelding", "frånvaromeddelande",
    "fraværsbesked", "automaattinen vastaus", "automaattivastaus", "poissaoloilmoitus",
    "automatyczna odpowiedź", "autoodpowiedź", "odpowiedź automatyczna", "automatická odpověď",
    "automatická odpoveď", "automatikus válasz", "automatikus valasz", "otomatik yanıt",
    "otomatik cevap", "автоответ", "автоматический ответ", "ответ автомата",
    "автоматична відповідь", "автовідповідь", "автоматичен отговор", "автоматски одговор",
    "automatski odgovor", "samodejni odgovor", "automatsko odgovor", "automaatvastus",
    "automātiska atbilde", "automatinis atsakymas", "răspuns automat", "raspuns automat",
    "αυτόματη απάντηση", "מענה אוטומטי", "תשובה אוטומטית", "הודעה אוטומטית", "رد تلقائي",
    "الرد التلقائي", "پاسخ خودکار", "自動返信", "自動応答", "自动回复", "自动答复", "自動回覆",
    "自動回復", "자동 응답", "자동응답", "자동 회신", "자동회신", "trả lời tự động",
    "balasan otomatis", "jawaban otomatis", "balasan automatik", "ตอบกลับอัตโนมัติ",
    "การตอบกลับอัตโนมัติ", "automatically generated", "respuesta de ausencia", "отговор отсъства",
    "отсутствует на рабочем месте", "tự động trả lời", "automatické odpovědi", "automatické odpovede", "atsakymas automatinis", "automatinis pranešimas", "automatikus üzenet", "automātiskā atbilde", "automatisk borta-svar", "réponse automatique d’absence", "javaslat automatikus", "samodejno odgovarjanje", "автоматизовано", "автоматично відповідь", "स्वचालित उत्तर", "automatický odpovědi", "自動回應", "automatsvar", "otomatik yanit", "авто-ответ", "svar automatisk", "respuesta automàtica", "автоматический ответ об отсутствии", NULL};

const char *const words_away_subject[] = {
    "out of office", "out of the office", "out-of-office", "ooo", "away from the office",
    "away from my desk", "on vacation", "on holiday", "on leave", "on annual leave",
    "annual leave", "vacation reply", "vacation response", "vacation message", "vacation notice",
    "i am away", "i'm away", "i am out of office", "i am out of the office", "i'm out of office",
    "i'm out of the office", "i will be out of office", "i will be out of the office",
    "i will be away", "i am currently out", "i am on vacation", "i am on leave",
    "i am on holiday", "away until", "away from mail", "away from my mail", "away from my email",
    "maternity leave", "parental leave", "abwesend", "abwesenheit", "abwesend bis",
    "nicht im büro", "nicht im haus", "bin nicht im", "ich bin nicht", "im urlaub",
    "ich bin im urlaub", "ich bin abwesend", "urlaub bis", "absence du bureau",
    "absent du bureau", "absence", "absent", "je suis absent", "en congés", "en congé",
    "en vacances", "fuera de la oficina", "fuera de oficina", "ausente", "ausencia",
    "de vacaciones", "fora do escritório", "fora do gabinete", "ausência",
    "ausente do escritório", "de férias", "fuori ufficio", "fuori sede", "assente", "assenza",
    "in ferie", "afwezig", "afwezigheid", "niet aanwezig", "niet op kantoor", "met vakantie",
    "ikke til stede", "fravær", "fraværende", "ikke på kontoret", "på ferie", "frånvaro",
    "frånvarande", "inte på kontoret", "på semester", "poissa", "lomalla", "poza biurem",
    "nieobecność", "nieobecny", "nieobecna", "urlop", "mimo kancelář", "mimo kanceláře",
    "nepřítomnost", "dovolená", "mimo kancelárie", "neprítomnosť", "házon kívül", "irodán kívül",
    "szabadságon", "távollét", "ofis dışında", "ofis dışındayım", "izinde", "izindeyim",
    "нет на месте", "нет в офисе", "отсутствую", "отсутствую на работе", "вне офиса", "в отпуске",
    "отпуск", "поза офісом", "у відпустці", "εκτός γραφείου", "απουσία", "مغادرة المكتب",
    "خارج المكتب", "מחוץ למשרד", "לא במשרד", "בחופשה", "不在通知", "不在のお知らせ", "外出中",
    "休暇中", "不在办公室", "外出", "休假", "不在辦公室", "부재중", "휴가", "vắng mặt",
    "nghỉ phép", "di luar kantor", "sedang cuti", "în afara biroului", "plecat din birou",
    "izvan ureda", "odsutan", "odsoten", "ferienabwesenheit", "urlaubsabwesenheit", "wegen urlaub", "godišnji odmor", "отсутствие", "відсутність", "відпустка", "απουσία από το γραφείο", "bortreist", "lomalla oleva", "不在", "休假中", "out of town", "leave of absence", NULL};

const char *const words_auto_body[] = {
      "this is an auto-reply",
    "this is an autoreply", "this is an auto reply", "this is an auto-response",
    "this is an autoresponse", "automatically generated", "auto-generated", "automated response",
    "automatic response", "automated reply", "automatic reply", "automated message",
    "automatic message", "this auto-reply", "auto response", 
     "diese e-mail wurde automatisch", "dies ist eine automatische",
    "dies ist eine automatisch", "diese nachricht wurde automatisch", "automatisch generiert",
    "automatisch erzeugt", "automatisch erstellt", "automatische antwort",
    "ceci est un message automatique", "ceci est une réponse automatique", "message automatique",
    "réponse automatique", "este es un mensaje automático", "respuesta automática",
    "mensaje automático", "esta é uma resposta automática", "mensagem automática",
    "resposta automática", "questo è un messaggio automatico", "risposta automatica",
    "messaggio automatico", "dit is een automatisch", "automatisch antwoord",
    "automatisch bericht", "dette er et automatisk", "automatisk svar",
    "detta är ett automatiskt", "autosvar", "tämä on automaattinen", "automaattinen viesti",
    "wiadomość wygenerowana automatycznie", "automatyczna odpowiedź", "toto je automatická",
    "automatická odpověď", "ez egy automatikus", "bu otomatik", "otomatik bir",
    "это автоматический ответ", "автоматический ответ", "автоматическое сообщение",
    "сформировано автоматически", "це автоматична відповідь", "автоматична відповідь",
    "αυτόματη απάντηση", "自動返信", "自動送信", "自动回复", "系统自动", "自動回覆", "자동 응답",
    "자동으로 발송", "trả lời tự động", "balasan otomatis", "răspuns automat", "this is an automatic reply", "this is an automatic response", "this is an automatic message", "this is an automatic email", "this is an automatic e-mail", "this is an automatic notification", "this is an automated reply", "this is an automated response", "this is an automated message", "this is an automated email", "this is an automated e-mail", "this is an automated mail", "this is an automated notification", "this is an automated confirmation", "do not reply to this email", "do not reply to this e-mail", "do not reply to this message", "do not reply to this mail", "do not respond to this", NULL};

const char *const words_away[] = {
    "out of office", "out of the office", "away from the office", "away from my desk",
    "on vacation", "on holiday", "on holidays", "on annual leave", "on leave",
    "on maternity leave", "on parental leave", "on sick leave", "on a business trip",
    "travelling", "traveling", "not in the office", "i am currently away", "i'm currently away",
    "i am away", "i'm away", "i will be away", "away until", "currently unavailable",
    "limited access to", "no access to", "intermittent access", "nicht im büro", "nicht im haus",
    "außer haus", "ausser haus", "im urlaub", "abwesend", "abwesenheit", "nicht erreichbar",
    "elternzeit", "mutterschutz", "auf dienstreise", "auf geschäftsreise",
    "nicht mehr im unternehmen", "absent du bureau", "je suis absent", "je suis absente",
    "actuellement absent", "actuellement absente", "en congé", "en congés", "en vacances",
    "en déplacement", "hors du bureau", "fuera de la oficina", "fuera de oficina",
    "estoy ausente", "me encuentro fuera", "de vacaciones", "de viaje", "ausente",
    "fora do escritório", "estou ausente", "estarei ausente", "de férias", "em férias",
    "fuori ufficio", "fuori sede", "sono assente", "in ferie", "assente", "niet op kantoor",
    "niet aanwezig", "afwezig", "met vakantie", "op vakantie", "met verlof", "ikke på kontoret",
    "på ferie", "bortrejst", "fraværende", "inte på kontoret", "på semester", "frånvarande",
    "på tjänsteresa", "tjänstledig", "föräldraledig", "lomalla", "poissa",
    "en ole tavoitettavissa", "poza biurem", "nieobecny", "nieobecna", "na urlopie",
    "mimo kancelář", "nejsem přítomen", "nejsem přítomna", "na dovolené", "mimo kanceláriu",
    "na dovolenke", "szabadságon", "nem tartózkodom", "távol vagyok", "ofis dışında",
    "ofiste değilim", "izindeyim", "yıllık izin", "в отпуске", "отсутствую", "нет в офисе",
    "нет на месте", "у відпустці", "відсутній", "відсутня", "в отпуск", "εκτός γραφείου",
    "απουσιάζω", "σε άδεια", "מחוץ למשרד", "לא אהיה במשרד", "בחופשה", "خارج المكتب", "في إجازة",
    "不在にしております", "不在と", "休暇", "外出しております", "不在办公室", "休假", "出差",
    "外出", "不在辦公室", "부재중", "휴가", "출장", "vắng mặt", "nghỉ phép", "sedang cuti",
    "di luar kantor", "în concediu", "plecat din birou", "na odmoru", "na dopustu", "odsutan",
    "puhkusel", "no longer work", "no longer working", "no longer employed", "no longer with", "have left", "left the company", "nicht mehr für", "nicht mehr bei", "har ferie", "holder ferie", "afholder ferie", "ferie til", "bortreist", "i permisjon", "foreldrepermisjon", "barselsorlov", "vanhempainvapaalla", "dovolenou", "čerpám dovolenou", "urlopie macierzyńskim", "concediul", "sunt plecat", "sunt plecată", "με άδεια", "odmoru", "godišnjem odmoru", "na godišnjem", "bolovanju", "porodiljskom", "atostogose", "atostogauju", "esu išvykęs", "nedirbu", "atvaļinājumā", "prombūtnē", "lapsehoolduspuhkusel", "lähetuses", "إجازة", "اجازة", "לא זמין", "לא זמינה", "ลาพักร้อน", "ไม่อยู่", "ลางาน", "休み", "不在", "取得しております", "out of town", "at a conference", "attending a conference", "off work", "work remotely", "congé maternité", "congé parental", "baja médica", "baja por maternidad", "licencia", "licença", "in maternità", "zwangerschapsverlof", "ouderschapsverlof", "rodičovské dovolené", "mateřské dovolené", "в декретном отпуске", "больничном", "командировке", "у відрядженні", "doğum izni", "raporluyum", "cuti tahunan", "cuti melahirkan", "nghỉ thai sản", "nghỉ lễ", NULL};

const char *const words_later[] = {
    "upon my return", "on my return", "when i return", "when i get back", "when i am back",
    "when i'm back", "as soon as i return", "as soon as possible", "once i return",
    "after my return", "will respond", "will reply", "will get back to you", "respond to your",
    "reply to your", "urgent matter", "urgent matters", "if urgent", "is urgent",
    "anything urgent", "for urgent", "urgent issue", "urgent request", "in my absence",
    "during my absence", "during this time", "emergency", "please contact",
    "immediate assistance", "not be forwarded", "checking email", "check my email",
    "access to email", "access to e-mail", "nach meiner rückkehr", "in dringenden", "dringende",
    "dringenden", "in meiner abwesenheit", "während meiner abwesenheit", "wenden sie sich",
    "nicht weitergeleitet", "melde mich", "à mon retour", "dès mon retour", "en cas d'urgence",
    "urgence", "en mon absence", "veuillez contacter", "a mi regreso", "a mi vuelta",
    "en caso de urgencia", "urgente", "en mi ausencia", "póngase en contacto", "no meu retorno",
    "quando regressar", "em caso de urgência", "por favor contacte", "al mio rientro",
    "al mio ritorno", "in caso di urgenza", "urgenze", "per urgenze", "in mia assenza",
    "bij mijn terugkomst", "bij terugkomst", "bij spoed", "dringende gevallen", "spoedeisend",
    "neem contact op", "når jeg er tilbage", "når jeg er tilbake", "haster", "hastesager",
    "kontakt venligst", "när jag är tillbaka", "vid brådskande", "brådskande", "kontakta",
    "palattuani", "kiireellisissä", "kiireisissä", "po powrocie", "w pilnych", "pilnych sprawach",
    "proszę o kontakt", "po návratu", "v naléhavých", "naléhavých", "po návrate", "sürgős",
    "visszatérésem", "döndüğümde", "acil", "по возвращении", "срочным", "срочных",
    "после возвращения", "після повернення", "термінових", "επείγον", "επιστροφή", "בדחיפות",
    "דחוף", "عاجل", "عند عودتي", "至急", "緊急", "お急ぎ", "后回复", "紧急", "急事", "급한",
    "긴급", "복귀", "khẩn cấp", "mendesak", "urgență", "la întoarcere", "u hitnim", "nujnih", "wieder erreichbar", "wieder für sie da", "vertretung", "vertritt mich", "vertreten mich", "mailbox wird nicht", "wird nicht gelesen", "prendrai connaissance", "je répondrai", "vous répondrai", "merci de contacter", "vous pouvez contacter", "direct all", "direct your", "contact instead", "will answer", "answer on my return", "answer upon", "answer your", "i will be back", "contacte con", "contactar con", "contacte com",  "contacten", "hasters", "haster det", "hastesaker", "ved haster", "súrnych", "súrne", "forduljon", "contactați", "urgențe", "επείγοντα", "hitnim", "obratite se", "при спешност", "спешни", "обърнете се", "kiireloomulistes", "kiireloomuliste", "pöörduge", "skubiais", "skubiu", "kreipkitės", "steidzamos", "sazinieties", "戻り次第", "折り返し", "للأمور العاجلة", "يرجى التواصل", "דחופים", "בנושאים", "กรณีเร่งด่วน", "เร่งด่วน", "ติดต่อ", "回来后", "回覆", "聯絡", "hubungi", "liên hệ", "acil durumlarda", "обращайтесь", "звертайтеся", "свържете", "kontaktujte", "kontaktirajte", "obrnite", "ota yhteyttä", "contact opnemen",  "bei dringenden", "i dringende", "ved akutte", "i brådskande", NULL};

const char *const words_challenge[] = {
    "has been waitlisted", "guest list", "added to the recipient's allowed", "approved senders",
    "approved sender list", "spamarrest", "spam arrest", "boxbe", "bluebottle",
    "confirm your email address to deliver", "deliver your message", "challenge-response",
    "challenge/response", "verify that you are a human", "prove you are human",
    "prove that you are human", "sender verification", "verify your email address so",
    "mailblocks", "requires that you confirm", "requires confirmation that you",
    "please confirm that you sent", "to release your message", "release your email",
    "click the link below to deliver", "held until you confirm",
    "reply to this message to confirm", "just reply to this message and", "tmda",
    "asking you to verify", "unlock your message", "message was quarantined until",
    "anti-spam system requires", NULL};

const char *const words_received[] = {
    "thank you for your email", "thank you for your e-mail", "thank you for you e-mail",
    "thank you for your message", "thank you for contacting", "thanks for contacting",
    "thank you for emailing", "we have received your", "i have received your",
    "your message has been received", "your email has been received",
    "your request has been received", "vielen dank für ihre nachricht",
    "vielen dank für ihre e-mail", "vielen dank für ihre anfrage",
    "wir haben ihre nachricht erhalten", "ihre anfrage ist bei uns eingegangen",
    "merci pour votre message", "nous avons bien reçu", "nous accusons réception",
    "gracias por su mensaje", "gracias por contactar", "hemos recibido su", "obrigado pelo seu",
    "recebemos a sua", "grazie per averci", "abbiamo ricevuto", "bedankt voor uw bericht",
    "wij hebben uw", "tack för ditt", NULL};

const char *const words_myself[] = {
    "izindeyim", "ofiste değilim", "отсутствую", "απουσιάζω", "i", "i'm", "i'll", "i am", "we",
    "we're", "our office", "ich", "wir", "unser büro", "je", "j'ai", "nous", "estoy", "estaré",
    "encuentro", "estamos", "estou", "estarei", "estaremos", "sono", "sarò", "siamo", "ik", "wij",
    "jeg", "vi", "jag", "olen", "olemme", "jestem", "będę", "jsem", "budu", "som", "vagyok",
    "leszek", "ben", "я", "мы", "нахожусь", "буду", "мене", "είμαι", "θα", "אני", "לא אהיה",
    "أنا", "saya", "tôi", "sunt", "voi fi", "sam", "sem", "przebywam", "mam", "čerpám", "čerpam", "съм", "сум", "esu", "esmu", "mul", "minä", "ฉัน", "ผม", "my office", NULL};

const char *const words_closed[] = {
    "no longer monitored", "is not monitored", "not a monitored", "unattended mailbox",
    "unmonitored", "mailbox is closed", "wird nicht gelesen", "n'est pas relevée",
    "no es supervisado", NULL};

/* Of the sender alone, where it begins a sentence. */
const char *const words_now[] = {
    "currently", "presently", "at the moment", "at present", "derzeit", "zurzeit", "zur zeit",
    "momentan", "aktuell", "actuellement", "actualmente", "atualmente", "attualmente", "momenteel",
    "obecnie", "aktualnie", "nuværende", "för närvarande", "tällä hetkellä", "şu anda", NULL};

/* What was is over: the writer is back. */
const char *const words_was[] = {
    "was", "were", "had been", "have been", "war", "waren", "gewesen", "étais", "étions", "estuve",
    "estaba", "estive", "estava", "ero", "stato", "stata", "was ik", "var", "olin", "byłem",
    "byłam", "byl", "byla", "bol", "bola", "voltam", "был", "была", "був", "була", "bio", "bila",
    NULL};

/* "This", before "automatic reply". */
const char *const words_this[] = {
    "this", "diese", "dieses", "dies", "ceci", "ce", "cet", "c'est", "este", "esta", "esto",
    "questo", "questa", "dit", "deze", "dette", "denne", "detta", "det", "tämä", "to", "ta", "toto",
    "tento", "ez", "bu", "это", "данное", "це", "αυτό", "acest", "aceasta", "ovo", "ova", NULL};

/* Receipts of programs that send no report: subject and text. */
const char *const words_read_subject[] = {
    "read:", "not read:", "gelesen:", "ungelesen gelöscht:", "lu :", "lu:", "non lu :", "non lu:",
    "leído:", "no leído:", "lido:", "lida:", "letto:", "non letto:", "gelezen:", "læst:", "lest:",
    "läst:", "luettu:", "przeczytano:", "przeczytane:", "přečteno:", "prečítané:", "прочитано:",
    "okundu:", "elolvasva:", "citit:", "已读:", "已讀:", "既読:", "開封済み:", "읽음:", "öppnat:",
    NULL};
const char *const words_read_body[] = {
    "was read on", "was read", "was deleted without", "was displayed", "gelesen", "gelöscht",
    "a été lu", "a été supprimé", "ha sido leído", "se leyó", "se eliminó", "foi lida", "foi lido",
    "è stato letto", "è stata letta", "is gelezen", "werd gelezen", "blev læst", "ble lest",
    "lästes", "luettiin", "przeczytan", "přečten", "прочитан", "okundu", "elolvas", "已读", "已讀",
    "閲覧", "読", "읽", NULL};
/* clang-format on */
