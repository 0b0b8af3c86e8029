/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/machine_words.h"
#include <stddef.h>

/* clang-format off */
const char *const words_auto_subject[] = {
    "automatic reply", "automatic response", "automated reply", "automated response", "auto reply",
    "auto-reply", "autoreply", "auto response", "auto-response", "autoresponse", "autorespons",
    "autoresponder", "auto responder", "this is an automated", "this is an automatic",
    "automatische antwort", "automatische antworten", "automatische rückantwort", "autoantwort",
    "auto-antwort", "abwesenheitsnotiz", "abwesenheitsmeldung", "abwesenheitsbenachrichtigung",
    "abwesenheitsassistent", "réponse automatique", "message automatique", "réponse auto",
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
    "الرد التلقائي", "پاسخ خودکار", "自動返信", "自動応答", "自动回复", "自动答复", "自動回覆", "自動回復", "자동 응답",
    "자동응답", "자동 회신", "자동회신", "trả lời tự động", "balasan otomatis", "jawaban otomatis",
    "balasan automatik", "ตอบกลับอัตโนมัติ", "การตอบกลับอัตโนมัติ", "automatically generated",
    "respuesta de ausencia", "отговор отсъства", "отсутствует на рабочем месте", "tự động trả lời",
    "automatické odpovědi", "automatické odpovede", "atsakymas automatinis",
    "automatinis pranešimas", "automatikus üzenet", "automātiskā atbilde", "automatisk borta-svar",
    "réponse automatique d’absence", "javaslat automatikus", "samodejno odgovarjanje",
    "автоматизовано", "автоматично відповідь", "स्वचालित उत्तर", "automatický odpovědi", "自動回應",
    "automatsvar", "otomatik yanit", "авто-ответ", "svar automatisk", "respuesta automàtica",
    "автоматический ответ об отсутствии", "sjálfvirkt svar", "erantzun automatikoa",
    "ateb awtomatig", "outomatiese antwoord", "jibu la kiotomatiki", "përgjigje automatike",
    "avtomatik cavab", "автоматты жауап", "avtomatik javob", "ավտոմատ պատասխան",
    "ავტომატური პასუხი", "خودکار جواب", "স্বয়ংক্রিয় উত্তর", "தானியங்கு பதில்",
    "స్వయంచాలక ప్రత్యుత్తరం", "स्वयंचलित उत्तर", "freagra uathoibríoch", "automatesch äntwert",
    "awtomatikong tugon", "аутоматски одговор", "tweġiba awtomatika", "awaits moderator approval",
    "out-of-office reply", "out of office reply", "réponse d'absence", "returkvittering",
    "autoresposta", "autorespuesta", "risposta di assenza", "urlaubsbenachrichtigung",
    "automatische nachricht", "automatische e-mail", "automatische mitteilung",
    "automatische eingangsbestätigung", "automatic notification", "automated notification",
    "automatic acknowledgement", "automatic acknowledgment", "auto acknowledgement",
    "auto-acknowledgement", "accusé de réception", "acuse de recibo", "eingangsbestätigung",
    "empfangsbestätigung", "ontvangstbevestiging", "conferma di ricezione",
    "potwierdzenie otrzymania", "mottagningsbekräftelse", "mottaksbekreftelse",
    "kvittering for modtagelse", "potvrzení o přijetí", "aviso de recepção",
    "confirmação de recepção", "bekräftelse på mottaget", "acknowledgement of receipt",
    "return receipt", "automatische abwesenheitsnotiz", "automatische abwesenheitsmeldung",
    "holiday auto-response", "holiday auto-reply", "vacation auto-reply", "vacation auto-response",
    "poissaoloviesti", NULL};

const char *const words_away_subject[] = {
    "out of office", "out of the office", "out-of-office", "ooo", "away from the office",
    "away from my desk", "on vacation", "on holiday", "on leave", "on annual leave",
    "annual leave", "vacation reply", "vacation response", "vacation message", "vacation notice",
    "i am away", "i'm away", "i am out of office", "i am out of the office", "i'm out of office",
    "i'm out of the office", "i will be out of office", "i will be out of the office",
    "i will be away", "i am currently out", "i am on vacation", "i am on leave", "i am on holiday",
    "away until", "away from mail", "away from my mail", "away from my email", "maternity leave",
    "parental leave", "abwesend", "abwesenheit", "abwesend bis", "nicht im büro", "nicht im haus",
    "bin nicht im", "ich bin nicht", "im urlaub", "ich bin im urlaub", "ich bin abwesend",
    "urlaub bis", "absence du bureau", "absent du bureau", "absence", "absent", "je suis absent",
    "en congés", "en congé", "en vacances", "fuera de la oficina", "fuera de oficina", "ausente",
    "ausencia", "de vacaciones", "fora do escritório", "fora do gabinete", "ausência",
    "ausente do escritório", "de férias", "fuori ufficio", "fuori sede", "assente", "assenza",
    "in ferie", "afwezig", "afwezigheid", "niet aanwezig", "niet op kantoor", "met vakantie",
    "ikke til stede", "fravær", "fraværende", "ikke på kontoret", "på ferie", "frånvaro",
    "frånvarande", "inte på kontoret", "på semester", "poissa", "lomalla", "poza biurem",
    "nieobecność", "nieobecny", "nieobecna", "urlop", "mimo kancelář", "mimo kanceláře",
    "nepřítomnost", "dovolená", "mimo kancelárie", "neprítomnosť", "házon kívül", "irodán kívül",
    "szabadságon", "távollét", "ofis dışında", "ofis dışındayım", "izinde", "izindeyim",
    "нет на месте", "нет в офисе", "отсутствую", "отсутствую на работе", "вне офиса", "в отпуске",
    "отпуск", "поза офісом", "у відпустці", "εκτός γραφείου", "απουσία", "مغادرة المكتب",
    "خارج المكتب", "מחוץ למשרד", "לא במשרד", "בחופשה", "不在通知", "不在のお知らせ", "外出中", "休暇中", "不在办公室",
    "外出", "休假", "不在辦公室", "부재중", "휴가", "vắng mặt", "nghỉ phép", "di luar kantor", "sedang cuti",
    "în afara biroului", "plecat din birou", "izvan ureda", "odsutan", "odsoten",
    "ferienabwesenheit", "urlaubsabwesenheit", "wegen urlaub", "godišnji odmor", "отсутствие",
    "відсутність", "відпустка", "απουσία από το γραφείο", "bortreist", "lomalla oleva", "不在",
    "休假中", "out of town", "leave of absence", "ausência temporária", "indisponible", "urlaub",
    "abwesenheit vom", "nicht erreichbar", "ikke tilstede", "bortrest", "ferie", "semester",
    "på resande fot", "tjänsteledig", "tjänstledig", "dovolenka", "pe drum", "в отпуске до",
    "меня нет в офисе", "нет на работе", "отсъствам", "в отпуск", "поза межами офісу",
    "εκτός έδρας", "σε άδεια", "в командировке", "не в офисе", "no disponible",
    "fuera del despacho", "de baja", "indisponível", "in maternità", "in trasferta",
    "su dovolenki", "na dovolené", "mimo kanceláriu", "szabadság", "concediu", "odmor", "dopust",
    "puhkusel", "atvaļinājumā", "atostogos", "出張中", "休暇のお知らせ", "不在連絡", "不在のため", "外出不在", "出差中",
    "出差", "公出", "자리비움", "출장", "휴가 중", "إجازة", "اجازة", "مرخصی", "עדר", "היעדרות", "ลาพักร้อน",
    "ไม่อยู่สำนักงาน", "cuti", "fora de l'oficina", "de vacances", "í fríi", "oporretan",
    "away from office", "urlaubsvertretung", "assente dal", "отсутствие на", "away:", "vacation:",
    "außer haus", "ausser haus", NULL};

const char *const words_auto_body[] = {
    "this is an auto-reply", "this is an autoreply", "this is an auto reply",
    "this is an auto-response", "this is an autoresponse", "automatically generated",
    "auto-generated", "automated response", "automatic response", "automated reply",
    "automatic reply", "automated message", "automatic message", "this auto-reply",
    "auto response", "diese e-mail wurde automatisch", "dies ist eine automatische",
    "dies ist eine automatisch", "diese nachricht wurde automatisch", "automatisch generiert",
    "automatisch erzeugt", "automatisch erstellt", "automatische antwort",
    "ceci est un message automatique", "ceci est une réponse automatique", "message automatique",
    "réponse automatique", "este es un mensaje automático", "respuesta automática",
    "mensaje automático", "esta é uma resposta automática", "mensagem automática",
    "resposta automática", "questo è un messaggio automatico", "risposta automatica",
    "messaggio automatico", "dit is een automatisch", "automatisch antwoord",
    "automatisch bericht", "dette er et automatisk", "automatisk svar", "detta är ett automatiskt",
    "autosvar", "tämä on automaattinen", "automaattinen viesti",
    "wiadomość wygenerowana automatycznie", "automatyczna odpowiedź", "toto je automatická",
    "automatická odpověď", "ez egy automatikus", "bu otomatik", "otomatik bir",
    "это автоматический ответ", "автоматический ответ", "автоматическое сообщение",
    "сформировано автоматически", "це автоматична відповідь", "автоматична відповідь",
    "αυτόματη απάντηση", "自動返信", "自動送信", "自动回复", "系统自动", "自動回覆", "자동 응답", "자동으로 발송",
    "trả lời tự động", "balasan otomatis", "răspuns automat", "this is an automatic reply",
    "this is an automatic response", "this is an automatic message", "this is an automatic email",
    "this is an automatic e-mail", "this is an automatic notification",
    "this is an automated reply", "this is an automated response", "this is an automated message",
    "this is an automated email", "this is an automated e-mail", "this is an automated mail",
    "this is an automated notification", "this is an automated confirmation",
    "generado automáticamente", "generada automáticamente", "enviado automáticamente",
    "gerado automaticamente", "gerada automaticamente", "enviada automaticamente",
    "enviado automaticamente", "generato automaticamente", "inviato automaticamente",
    "generata automaticamente", "automatisch gegenereerd", "automatisch verzonden",
    "automatisch aangemaakt", "automatisch versendet", "automatisch verschickt",
    "automatisch versandt", "automatische nachricht", "automatische e-mail", "automatische mail",
    "généré automatiquement", "générée automatiquement", "envoyé automatiquement",
    "e-mail automatique", "courriel automatique", "mail automatique", "genererats automatiskt",
    "skickats automatiskt", "automatiskt meddelande", "automatiskt genererat",
    "automatisk genereret", "automatisk besked", "automatisk generert", "automatisk melding",
    "automaattinen vastaus", "automaattinen ilmoitus", "lähetetty automaattisesti",
    "wygenerowana automatycznie", "wysłana automatycznie", "automatyczna wiadomość",
    "automatycznie wygenerowana", "automaticky generovaná", "automaticky generovaný",
    "automaticky vygenerovaný", "automaticky odeslaná", "automatická správa", "automatická zpráva",
    "automaticky vygenerovaná", "automatikus üzenet", "automatikus válasz",
    "automatikusan generált", "mesaj automat", "generat automat", "trimis automat",
    "отправлено автоматически", "создано автоматически", "автоматичен отговор",
    "автоматично съобщение", "автоматичне повідомлення", "надіслано автоматично",
    "αυτόματο μήνυμα", "αυτοματοποιημένο μήνυμα", "otomatik olarak", "otomatik mesaj",
    "رسالة تلقائية", "رد آلي", "رد تلقائي", "הודעה אוטומטית", "מענה אוטומטי", "پیام خودکار",
    "自動的に送信", "自動配信", "自动发送", "自动发出", "自動發送", "系統自動", "자동 발송", "자동발송", "자동으로 전송",
    "tin nhắn tự động", "email tự động", "secara otomatis", "pesan otomatis", "ข้อความอัตโนมัติ",
    "โดยอัตโนมัติ", "automatska poruka", "automatski odgovor", "samodejno sporočilo",
    "samodejni odgovor", "аутоматска порука", "automaatne vastus", "automaatvastus",
    "automātiska atbilde", "automatinis pranešimas", "automatinis laiškas", "resposta automàtica",
    "missatge automàtic", "erantzun automatikoa", NULL};

const char *const words_away[] = {
    "out of office", "out of the office", "away from the office", "away from my desk",
    "on vacation", "on holiday", "on holidays", "on annual leave", "on leave",
    "on maternity leave", "on parental leave", "on sick leave", "on a business trip", "travelling",
    "traveling", "not in the office", "i am currently away", "i'm currently away", "i am away",
    "i'm away", "i will be away", "away until", "nicht im büro", "nicht im haus", "außer haus",
    "ausser haus", "im urlaub", "abwesend", "abwesenheit", "nicht erreichbar", "elternzeit",
    "mutterschutz", "auf dienstreise", "auf geschäftsreise", "absent du bureau", "je suis absent",
    "je suis absente", "actuellement absent", "actuellement absente", "en congé", "en congés",
    "en vacances", "en déplacement", "hors du bureau", "fuera de la oficina", "fuera de oficina",
    "estoy ausente", "me encuentro fuera", "de vacaciones", "ausente", "fora do escritório",
    "estou ausente", "estarei ausente", "de férias", "em férias", "fuori ufficio", "fuori sede",
    "sono assente", "in ferie", "assente", "niet op kantoor", "niet aanwezig", "afwezig",
    "met vakantie", "op vakantie", "met verlof", "ikke på kontoret", "på ferie", "bortrejst",
    "fraværende", "inte på kontoret", "på semester", "frånvarande", "på tjänsteresa",
    "tjänstledig", "föräldraledig", "lomalla", "poissa", "en ole tavoitettavissa", "poza biurem",
    "nieobecny", "nieobecna", "na urlopie", "mimo kancelář", "nejsem přítomen", "nejsem přítomna",
    "na dovolené", "mimo kanceláriu", "na dovolenke", "szabadságon", "nem tartózkodom",
    "távol vagyok", "ofis dışında", "ofiste değilim", "izindeyim", "yıllık izin", "в отпуске",
    "отсутствую", "нет в офисе", "нет на месте", "у відпустці", "відсутній", "відсутня",
    "в отпуск", "εκτός γραφείου", "απουσιάζω", "σε άδεια", "מחוץ למשרד", "לא אהיה במשרד", "בחופשה",
    "خارج المكتب", "في إجازة", "不在にしております", "不在と", "休暇", "外出しております", "不在办公室", "休假", "出差", "外出",
    "不在辦公室", "부재중", "휴가", "출장", "vắng mặt", "nghỉ phép", "sedang cuti", "di luar kantor",
    "în concediu", "plecat din birou", "na odmoru", "na dopustu", "odsutan", "puhkusel",
    "har ferie", "holder ferie", "afholder ferie", "ferie til", "bortreist", "i permisjon",
    "foreldrepermisjon", "barselsorlov", "vanhempainvapaalla", "dovolenou", "čerpám dovolenou",
    "urlopie macierzyńskim", "concediul", "sunt plecat", "sunt plecată", "με άδεια", "odmoru",
    "godišnjem odmoru", "na godišnjem", "bolovanju", "porodiljskom", "atostogose", "atostogauju",
    "esu išvykęs", "nedirbu", "atvaļinājumā", "prombūtnē", "lapsehoolduspuhkusel", "lähetuses",
    "إجازة", "اجازة", "לא זמין", "לא זמינה", "ลาพักร้อน", "ไม่อยู่", "ลางาน", "不在", "取得しております",
    "out of town", "attending a conference", "off work", "congé maternité", "congé parental",
    "baja médica", "baja por maternidad", "in maternità", "zwangerschapsverlof",
    "ouderschapsverlof", "rodičovské dovolené", "mateřské dovolené", "в декретном отпуске",
    "больничном", "командировке", "у відрядженні", "doğum izni", "raporluyum", "cuti tahunan",
    "cuti melahirkan", "nghỉ thai sản", "nghỉ lễ", "ofis dışındayım", "ofis dışında olacağım",
    "ofiste olmayacağım", "izinde olacağım", "tatildeyim", "seyahatteyim", "i am off", "i'm off",
    "i will be off", "i'm on pto", "on pto", "am on pto", "on sabbatical", "on research leave",
    "on study leave", "on paternity leave", "on family leave", "on medical leave",
    "on bereavement leave", "on a field trip", "on retreat", "away this week", "away next week",
    "not be in the office", "not at work", "unavailable until", "unable to respond",
    "unable to answer", "verreist", "auf reisen", "in urlaub", "in ferien", "ferienhalber",
    "krankgeschrieben", "erkrankt", "nicht am arbeitsplatz", "nicht verfügbar", "au bureau que",
    "indisponible", "en formation", "en congé de maternité", "arrêt maladie", "de permiso",
    "fuera del país", "de licença", "afastado", "afastada", "em viagem", "in trasferta",
    "in malattia", "in congedo", "con vakantie", "op zakenreis", "på resa", "på resande fot",
    "sjukskriven", "på tjenestereise", "sykemeldt", "på reise", "forretningsrejse", "sygemeldt",
    "på barsel", "matkoilla", "vapaalla", "vuosilomalla", "sairauslomalla", "perhevapaalla",
    "w delegacji", "na zwolnieniu", "na wyjeździe", "nieobecny w", "nieobecna w",
    "na služební cestě", "v pracovní neschopnosti", "na služobnej ceste", "na pracovnej ceste",
    "az irodában", "üzleti úton", "házon kívül", "táppénzen", "nu sunt la birou", "în delegație",
    "în vacanță", "plecat", "plecată", "меня нет", "нет на работе", "не в офисе", "в командировке",
    "на больничном", "в отъезде", "отсъствам", "извън офиса", "в командировка", "няма ме",
    "на лікарняному", "поза офісом", "не в офісі", "на годишњем", "одмору", "одсутан", "одсутна",
    "боловању", "λείπω", "εκτός έδρας", "σε διακοπές", "διακοπές", "خارج البلاد", "في مهمة",
    "غير متواجد", "מחוץ לארץ", "לא נמצא", "לא נמצאת", "חופשת", "در مرخصی", "مرخصی", "خارج از دفتر",
    "不在に", "留守", "席を外して", "度假", "请假", "年假", "产假", "離開辦公室", "離開", "休假期間", "자리를 비", "부재", "công tác",
    "đi công tác", "di luar kota", "liburan", "ไปราชการ", "odsutna", "na putu", "odsotna",
    "na bolniški", "bolniški", "haiguslehel", "puhkan", "äriresil", "komandējumā",
    "slimības lapas", "komandiruotėje", "nedarbingume", "de vacances", "fora de l'oficina",
    "fora del despatx", "de baixa", "oporretan", "í fríi", "í leyfi", "í orlofi", "ekki við",
    "ar wyliau", "छुट्टी", "met vakansie", "nie in die kantoor", "i am at a conference",
    "at a conference", "på väg", "sono in viaggio", "krank geschrieben", "nicht zu erreichen",
    "nicht zu sprechen", "not in today", "on training", "attending a training", "out sick",
    "out on leave", "away from work", "away from my computer", "on furlough", "on secondment",
    "absent du", "absente du", "votre interlocuteur", "votre interlocutrice", "niet bereikbaar",
    "har semester", "är ledig", "är bortrest", "är på semester", "är föräldraledig",
    "är tjänstledig", "är sjukskriven", "är på resa", "inte på plats", "är inte i tjänst",
    "er på kursus", "er på ferie", "har fri", "holder fri", "er syg", "er sygemeldt",
    "er bortrejst", "er på barsel", "er ikke til stede", "er bortreist", "er på reise",
    "er i permisjon", "har permisjon", "er sykmeldt", "er på kurs", "ikke på jobb", "avspaserer",
    "ben vrij", "ben ziek", "met zwangerschapsverlof", "met ouderschapsverlof", "mimo pracoviště",
    "на обучении", "не на работе", "в болнични", "άδεια μητρότητας", "in elternzeit",
    "in mutterschutz", "im mutterschutz", "im sabbatical", "auf kur", "in kur", "in der reha",
    "auf fortbildung", "auf einer fortbildung", "away from e-mail", "away from email",
    "arbeitstage sind", "offline until", "working part-time", "at an offsite", "on jury duty",
    "taking a break from", "in meetings all", "suis en télétravail", "con acceso limitado",
    "ne travaille pas le", "na bolovanju sam", "keine sprechstunde", NULL};

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

const char *const words_myself[] = {
    "izindeyim", "ofiste değilim", "отсутствую", "απουσιάζω", "i", "i'm", "i'll", "i am", "we",
    "we're", "our office", "ich", "wir", "unser büro", "je", "j'ai", "nous", "estoy", "estaré",
    "encuentro", "estamos", "estou", "estarei", "estaremos", "sarò", "siamo", "ik", "wij", "jeg",
    "jag", "olen", "olemme", "jestem", "będę", "jsem", "budu", "vagyok", "leszek", "я", "мы",
    "нахожусь", "буду", "мене", "είμαι", "θα", "אני", "לא אהיה", "أنا", "saya", "tôi", "sunt",
    "voi fi", "przebywam", "čerpám", "čerpam", "съм", "сум", "esu", "esmu", "minä", "ฉัน", "ผม",
    "my office", "ek", "ég", "меня", "мне", "mnie", "mě", "nekem", "naudoju", "nago", "rydw",
    "मैं", "اینجانب", "aš", "noi", "nosotros", "vagyunk", "sme", "jsme", "smo", "сме", "ми", "аз",
    "ние", "είμαστε", "λείπω", "tatildeyim", "raporluyum", "seyahatteyim", "olacağım",
    "dışındayım", "אנחנו", "نحن", "我", "本人", "나는", "저는", NULL};

/* Offices say "we". */
const char *const words_alone[] = {
    "i", "i'm", "i'll", "i've", "i'd", "my", "me", "ich", "mein", "meine", "mich", "mir", "moi", "mig", "meg", "mij", "mnie", "mně", "minulle", "minua", "beni", "bana", "engem", "je", "j'ai", "mon", "ma",
    "estoy", "tengo", "soy", "mi", "estou", "tenho", "sou", "meu", "minha", "sono", "ho", "mio",
    "mia", "ik", "mijn", "jeg", "min", "jag", "minä", "minun", "olen", "jestem", "mam", "mój",
    "moja", "jsem", "mám", "můj", "som", "vagyok", "nekem", "sunt", "я", "мой", "моя", "меня",
    "мне", "мене", "мені", "аз", "είμαι", "μου", "benim", "ben", "אני", "שלי", "أنا", "我", "私",
    "저는", "제가", "tôi", "em", "saya", "ma olen", "esmu", "aš", NULL};

/* Of the sender alone, where it begins a sentence. */
const char *const words_now[] = {
    "currently", "presently", "at the moment", "at present", "derzeit", "zurzeit", "zur zeit",
    "momentan", "aktuell", "actuellement", "actualmente", "atualmente", "attualmente", "momenteel",
    "obecnie", "aktualnie", "nuværende", "för närvarande", "tällä hetkellä", "şu anda", "現在", "只今",
    "ただいま", "ただ今", "目前", "现在", "正在", "現正", "지금", "현재", "сейчас", "в настоящее время", "в момента",
    "зараз", "наразі", "αυτή τη στιγμή", "momentálně", "momentálne", "jelenleg", "în prezent",
    "şu an", "halen", "حاليا", "כרגע", "در حال حاضر", "hiện", "hiện tại", "saat ini",
    "sedang", "ขณะนี้", "trenutno", "тренутно", "praegu", "pašlaik", "šobrid", "šiuo metu",
    "actualment", "nú", "right now", "just now", "this week", "for tiden", "i øjeblikket",
    "just nu", "op dit moment", "op het moment", "al momento", "en este momento", "neste momento",
    "no momento", "en ce moment", NULL};

/* Behind a name; and in Chinese, a day between a name and what somebody does on it. */
const char *const words_others[] = {"さん", "さま", "様", "くん", "ちゃん", "彼", "彼女", "だそう",
                                    "씨", "님", "그녀", "先生", "小姐", "女士", "她", "他", NULL};
const char *const words_these_days[] = {"这周", "这个星期", "本周", "今天", "明天", "下周", "這週",
                                        "本週", "下週", "这个月", "이번 주", "다음 주", NULL};

/* On the day of which we spoke, as no machine knows. */
const char *const words_then[] = {
    "leave then", "away then", "holiday then", "that day", "that week", "that weekend",
    "da bin ich", "an dem tag", "an diesem tag", "ce jour-là", "cette semaine-là", "ese día",
    "esa semana", "nesse dia", "nessa semana", "quel giorno", "quella settimana", "dan ben ik",
    "die dag", "då är jag", "den dagen", "den veckan", "den dag", "silloin", "sinä päivänä",
    "wtedy", "tego dnia", "tehdy", "ten den", "akkor", "aznap", "atunci", "în ziua aceea", "тогда",
    "в этот день", "в тот день", "тоді", "цього дня", "τότε", "εκείνη τη μέρα", "o gün", "o hafta",
    "その日", "那天", "그날", NULL};

/* Those whom the writer belongs to. */
const char *const words_group[] = {
    "all", "both", "everyone", "everybody", "folks", "team", "zusammen", "alle", "ihr lieben",
    "ihr beiden", "tous", "toutes", "todos", "todas", "equipo", "equipa", "pessoal", "tutti",
    "tutte", "allemaal", "allen", "iedereen", "alla", "allihopa", "kaikki", "kaikille",
    "wszystkim", "wszyscy", "všichni", "všem", "všetci", "všetkým", "mindenki", "mindenkinek",
    "toți", "tuturor", "всем", "всім", "всички", "όλους", "herkese", "arkadaşlar", "svima", "みなさん",
    "皆さん", "大家", "各位", "여러분", NULL};

/* What was is over: the writer is back. */
const char *const words_was[] = {
    "was", "were", "had been", "have been", "war", "waren", "gewesen", "étais", "étions", "estuve",
    "estaba", "estive", "estava", "ero", "stato", "stata", "was ik", "var", "olin", "byłem",
    "byłam", "byl", "byla", "bol", "bola", "voltam", "был", "была", "був", "була", "bio", "bila",
    "had", "hatte", "hatten", "avais", "avait", "tenía", "tinha", "avevo", "hade", "havde",
    "hadde", "werd", "miałam", "miałem", "měl", "měla", "mal", "mala", "volt", "avea", "aveam",
    "ήμουν", "είχα", "idim", "كنت", "הייתי", "بودم", NULL};

/* "Been", where it stands behind what is over. */
const char *const words_been[] = {"gewesen", "geweest", "ollut", NULL};

/* "This", before "automatic reply". */
const char *const words_this[] = {
    "this", "diese", "dieses", "dies", "ceci", "ce", "cet", "c'est", "este", "esta", "esto",
    "questo", "questa", "dit", "deze", "dette", "denne", "detta", "det", "tämä", "to", "ta",
    "toto", "tento", "ez", "bu", "это", "данное", "це", "αυτό", "acest", "aceasta", "ovo", "ova",
    NULL};

/* Of those, the ones that are nothing else in another language. */
const char *const words_this_here[] = {
    "this", "diese", "dieses", "dies", "ceci", "cet", "este", "esta", "esto", "questo", "questa",
    "dit", "deze", "dette", "denne", "detta", "tämä", "toto", "tento", "bu", "это", "данное",
    "αυτό", "acest", "aceasta", "ovo", NULL};

/* "This is an automated message": what it is, in parts. */
const char *const words_is[] = {
    "is", "an", "a", "ist", "eine", "ein", "est", "une", "un", "es", "una", "é", "uma", "um", "è",
    "een", "är", "er", "ett", "et", "en", "här", "her", "on", "jest", "je", "o", "egy", "bir",
    "to", "e", NULL};
const char *const words_automatic_stems[] = {
    "automat", "automát", "autogen", "auto-gen", "автомат", "αυτόματ", "αυτοματ", "otomatik",
    "samodejn", NULL};
const char *const words_message_stems[] = {
    "mail", "e-mail", "email", "message", "reply", "response", "answer", "acknowledg", "confirm",
    "notif", "receipt", "nachricht", "antwort", "rückantwort", "mitteilung", "bestätigung",
    "empfangsbest", "eingangsbest", "benachricht", "meldung", "réponse", "courriel", "accusé",
    "avis", "mensaje", "respuesta", "correo", "aviso", "acuse", "mensagem", "resposta",
    "messaggio", "risposta", "conferma", "avviso", "notifica", "bericht", "antwoord", "bevestig",
    "melding", "mededeling", "meddelande", "svar", "bekräft", "mejl", "besked", "bekreft",
    "bekræft", "kvitter", "viesti", "vastaus", "vahvistus", "kuittaus", "ilmoitus", "wiadomo",
    "odpowied", "potwierdz", "powiadom", "zpráv", "odpov", "potvrz", "správ", "potvrd", "üzenet",
    "válasz", "visszaigaz", "értesít", "mesaj", "răspuns", "сообщен", "ответ", "письмо",
    "подтвержд", "уведомл", "повідомл", "відповід", "підтвердж", "съобщ", "отговор", "потвърж",
    "μήνυμα", "απάντηση", "επιβεβ", "yanıt", "cevap", "bildirim", "e-posta", "poruk", "odgovor",
    NULL};

/* "This message was automatically scanned": persons' mail is, and archived, translated, sent on. */
const char *const words_handled_stems[] = {
    "scan", "gescan", "skan", "check", "archiv", "encrypt", "verschlüssel", "geprüft", "überprüft",
    "filter", "gefilter", "analy", "analiz", "vérifi", "contrôl", "verific", "escane", "controll",
    "comprob", "gecontrole", "kontroll", "sprawdz", "zkontrol", "skontrol", "проверен", "перевірен",
    "ελέγχ", "tarand", "translat", "übersetz", "tradu", "tradot", "vertaald", "översatt",
    "oversatt", "oversat", "przetłum", "přelož", "forward", "weitergeleitet", "transfér", "reenvi",
    "inoltrat", "doorgestuurd", "vidarebefor", "videresend", "classif", "klassifi", "clasific",
    "label", "tagged", "marked", "delet", "gelöscht", "supprim", "elimin", "verwijder", NULL};

/* Receipts of programs that send no report: subject and text. */
const char *const words_read_subject[] = {
    "read:", "not read:", "gelesen:", "ungelesen gelöscht:", "lu :", "lu:", "non lu :", "non lu:",
    "leído:", "no leído:", "lido:", "lida:", "letto:", "non letto:", "gelezen:", "læst:", "lest:",
    "läst:", "luettu:", "przeczytano:", "przeczytane:", "přečteno:", "prečítané:", "прочитано:",
    "okundu:", "elolvasva:", "citit:", "已读:", "已讀:", "既読:", "開封済み:", "읽음:", "öppnat:",
    "return receipt", "lettura:", "ricevuta di lettura", "recibo de lectura",
    "confirmation de lecture", "lesebestätigung", "leesbevestiging", "kvittering", "läskvitto",
    "potwierdzenie przeczytania", "gelöscht:", "supprimé :", "deleted:", "eliminado:", "okunmadı:",
    "διαβάστηκε:", "прочетено:", "прочитано", "já lida:", "đã đọc:", "dibaca:", "อ่านแล้ว:",
    "נקרא:", "قراءة:", "開封通知", "開封確認", "已阅读", "pročitano:", "prebrano:", "loetud:", "izlasīts:",
    "perskaityta:", "llegit:", "nelu:", "olvasás:", NULL};
const char *const words_read_body[] = {
    "was read on", "was read", "was deleted without", "was displayed", "gelesen", "gelöscht",
    "a été lu", "a été supprimé", "ha sido leído", "se leyó", "se eliminó", "foi lida", "foi lido",
    "è stato letto", "è stata letta", "is gelezen", "werd gelezen", "blev læst", "ble lest",
    "lästes", "luettiin", "przeczytan", "přečten", "прочитан", "okundu", "elolvas", "已读", "已讀",
    "閲覧", "読", "읽", "fue leído", "ha sido visto", "fue eliminado", "se ha leído", "przeczytana",
    "przeczytany", "została przeczytana", "usunięta", "přečtena", "přečtená", "prečítaná",
    "prečítaný", "прочитано", "прочитана", "прочитаны", "удалено", "прочетено", "elolvasta",
    "elolvasták", "okunmuştur", "a fost citit", "διαβάστηκε", "displayed on the recipient's",
    "there is no guarantee that", "este recibo", "questa ricevuta", "ceci est un accusé",
    "dies ist eine lesebestätigung", "this is a return receipt", "var lest", "er lest", "luettu",
    "pročitana", "prebrano", "loeti", "perskaitytas", "llegit", "đã được đọc", "telah dibaca",
    "ถูกอ่าน", "נקראה", "تمت قراءة", "開封", "顯示", "已閱讀", "被阅读", "被閱讀", "已被", "开封", NULL};
/* clang-format on */
