/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words themselves. Left out is what means something else as well and would be believed: a
 * missing word is asked back, a wrong one does harm. */
#include "words/tongue.h"

/* clang-format off */
static const struct tongue_phrase spanish_phrases[] = {
    {"ok", "vale|de acuerdo|listo|lista"}, {"go ahead", "adelante"}, {"approved", "aprobado|"
        "aprobada"},
    {"confirmed", "confirmado|confirmada"}, {"fine", "está bien|bien"},
    {"undo", "deshacer|deshaz|deshazlo"}, {"stop", "parar|basta"},
    {"unsubscribe", "darme de baja|dame de baja|cancelar suscripción|cancelar la suscripción"},
    {"stop emails", "no más correos|no más mensajes|no me escriban más|no quiero más correos"},
    {"help", "ayuda"}, {"commands", "comandos"}, {"why", "por qué|por que"},
    {"snooze", "posponer|aplazar|pospón"}, {"remind me", "recuérdame|"
        "recuérdamelo"}, {"wait", "esperar|espera"},
    {"reassign", "reasignar|reasigna"}, {"hand over", "pasar|transferir"},
    {"reached", "contactado|contactada|localizado|localizada|hablado"},
    {"spoke with", "hablé con|he hablado con"},
    {"follow-up", "seguimiento"}, {"unmatched", "sin pareja"},
    {"not reached", "no contactado|no contactada|no localizado|no localizada"},
    {"no answer", "sin respuesta|no contesta|no responde"}, {"not ok", "no está bien|no vale"},
    {"yes", "sí|si|claro|por supuesto|sí claro|claro que sí"}, {"no", "no gracias|claro que no|por supuesto que no"},
    {"all", "todos|todas|todo"}, {"except", "menos|menos el|menos la|excepto|excepto el|salvo"},
    {"for all", "para todos|para todas"}, {"i don't know", "no sé|no lo sé|no se|no estoy seguro|"
        "no estoy segura|no sabemos|todavía no sé|aún no sé"},
    {"or", "o|u|a|al"}, {"only", "solo|sólo|solamente"},
    {"no problem", "no hay problema|ningún problema|no pasa nada"},
    {"to", "a"}, {"until", "hasta|hasta el"}, {"for", "por|durante"}, {"in", "en"},
    {"with", "con"}, {"and", "y|e"}, {"because", "porque"},
    {"days", "días|dias|día|dia"}, {"weeks", "semanas|semana"}, {"months", "meses|mes"},
    {"please", "por favor"}, {"thanks", "gracias|muchas gracias|saludos"},
    {"her", "la"}, {"him", "le|lo"},
    {"by phone", "por teléfono|por telefono"}, {"by email", "por correo|por e-mail|por email"},
    {"in person", "en persona"}, {"by video call", "por videollamada|por video"},
    {"by text", "por mensaje|por whatsapp"}, {"but", "pero|salvo|excepto|espera|después|cuando|si"},
    {"couldn't reach", "no pude hablar|no he podido hablar|no pude contactar|"
        "no he podido contactar|no logré|no lo localizo|no la localizo|no me contesta|"
        "no me ha contestado|no contestó|no respondió|no ha respondido|no he hablado|no hablé|"
        "no sé nada de|buzón|contestador"},
    {"we spoke", "pude hablar con|hablamos|nos vimos|nos reunimos|me contestó|me respondió|"
        "ha respondido|he contactado|la contacté|lo contacté|he podido hablar"},
    {"someone", "alguien|otro|otra|alguna|la|el|una|un|mi|ella|él|usted"},
    {NULL, NULL}};

static const struct tongue spanish = {
    .code = "es",
    .months = {"enero|ene", "febrero|feb", "marzo|mar", "abril|abr", "mayo|may", "junio|"
        "jun", "julio|jul",
               "agosto|ago", "septiembre|setiembre|sept|sep|set", "octubre|oct", "noviembre|nov",
               "diciembre|dic"},
    .weekdays = {"lunes", "martes", "miércoles|miercoles", "jueves", "viernes", "sábado|"
        "sabado", "domingo"},
    .numbers = {"cero", "uno|una|un", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve",
                "diez", "once", "doce"},
    .on = "el|el día|el dia|día|dia", .of = "de|del", .ordinals = "º|°|ro",
    .last = "pasado|pasada|último", .next = "próximo|proximo|que viene|siguiente",
    .ago = "hace", .in = "en|dentro de",
    .today = "hoy|esta mañana|esta tarde|esta noche|hoy por la mañana|hoy por la tarde",
    .yesterday = "ayer|anoche|ayer por la mañana|ayer por la tarde|ayer por la noche",
    .day_before = "anteayer|antes de ayer|antier", .tomorrow = "mañana",
    .day_after = "pasado mañana",
    .at = "a las|sobre las|hacia las|desde las", .hour = "h|hs|hrs|horas",
    .denials = "no|nunca|nadie|tampoco|sin|ni|si|cuando|hasta|apenas|intentar|intentaré|intenté|"
        "espero|ojalá|voy",
    .nots = "no|nunca|tampoco|ni|excepto|salvo|imposible",
    .not_then = "antes|antes de|antes del|después|después de|después del|despues del|hasta|primer|segundo|tercer|último",
    .phrases = spanish_phrases};

static const struct tongue_phrase french_phrases[] = {
    {"ok", "d'accord|ça marche|c'est bon"}, {"go ahead", "allez-y|"
        "vas-y"}, {"approved", "approuvé|validé"},
    {"confirmed", "confirmé"}, {"fine", "très bien|bien"},
    {"undo", "annuler|annule|annulez"}, {"stop", "arrêter|arrêtez|arrête"},
    {"unsubscribe", "me désinscrire|désinscription|se désabonner|désabonnement|me désabonner"},
    {"stop emails", "plus d'e-mails|plus de mails|plus d'emails|ne m'écrivez plus"},
    {"help", "aide"}, {"commands", "commandes"}, {"why", "pourquoi"},
    {"snooze", "reporter|repousser|différer"}, {"remind me", "rappelez-moi|"
        "rappelle-moi"}, {"wait", "attendre|attends"},
    {"reassign", "réassigner|réattribuer|réaffecter"}, {"hand over", "transférer|confier"},
    {"reached", "contacté|contactée|joint au téléphone"}, {"spoke with", "j'ai parlé avec|"
        "j'ai parlé à|parlé avec|parlé à"},
    {"follow-up", "suivi"}, {"unmatched", "sans binôme"},
    {"not reached", "pas joint|pas jointe|non joint|non jointe|pas contacté|injoignable"},
    {"no answer", "pas de réponse|sans réponse|ne répond pas"}, {"not ok", "pas d'accord|pas ok"},
    {"yes", "oui|bien sûr|oui bien sûr|volontiers|avec plaisir"}, {"no", "non|non merci|"
        "non désolé|non désolée"},
    {"all", "tous|toutes|tout"}, {"except", "sauf|sauf le|sauf la|excepté"},
    {"for all", "pour tous|pour toutes|pour tout le monde"},
    {"or", "ou|à|au"}, {"only", "seulement|uniquement"},
    {"to", "à|vers"}, {"until", "jusqu'au|jusqu'à"}, {"for", "pendant|pour|de"}, {"in", "dans"},
    {"with", "avec"}, {"and", "et"}, {"because", "parce que|car"},
    {"days", "jours|jour|j"}, {"weeks", "semaines|semaine"}, {"months", "mois"},
    {"please", "s'il vous plaît|s'il vous plait|s'il te plaît|svp|stp"}, {"thanks", "merci|"
        "merci beaucoup|cordialement"},
    {"by phone", "par téléphone|au téléphone"}, {"by email", "par mail|par e-mail|par email|"
        "par courriel"},
    {"in person", "en personne"}, {"by video call", "en visio|par visio"}, {"by text", "par sms|"
        "par texto|par whatsapp"},
    {"but", "mais|sauf|attendez|attends|après|quand|si|pas|seulement"},
    {"couldn't reach", "pas pu joindre|pas pu la joindre|pas pu le joindre|pas réussi à|"
        "pas répondu|pas pu parler|pas parlé|pas de nouvelles|sans nouvelles|"
        "messagerie|répondeur|laissé un message"},
    {"we spoke", "nous avons parlé|on a parlé|nous nous sommes vus|on s'est vus|m'a répondu|"
        "l'ai eue au téléphone|l'ai eu au téléphone|je l'ai joint|je l'ai jointe|j'ai joint|"
        "ai pu joindre|l'ai contacté|l'ai contactée|j'ai contacté|joint par téléphone|"
        "jointe par téléphone|jointe au téléphone"},
    {"someone", "quelqu'un|autre|un|une|elle|lui|mon|ma|le|la"},
    {NULL, NULL}};

static const struct tongue french = {
    .code = "fr",
    .months = {"janvier|janv|jan", "février|fevrier|févr|fév|fevr", "mars", "avril|"
        "avr", "mai", "juin",
               "juillet|juil", "août|aout", "septembre|sept", "octobre|oct", "novembre|nov",
               "décembre|decembre|déc|dec"},
    .weekdays = {"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"},
    .numbers = {"zéro|zero", "un|une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix",
                "onze", "douze"},
    .on = "le|ce|du|au", .of = "", .ordinals = "er|ère",
    .last = "dernier|passé", .next = "prochain|suivant",
    .ago = "il y a", .in = "dans|d'ici",
    .today = "aujourd'hui|ce matin|cet après-midi|ce soir",
    .yesterday = "hier|hier soir|hier matin|hier après-midi", .day_before = "avant-hier", .tomorrow = "demain",
    .day_after = "après-demain",
    .at = "à|vers|dès", .hour = "h|heures|heure",
    .denials = "pas|jamais|personne|ne|sans|ni|si|quand|jusqu'à|essayer|essayé|essaierai|espère|"
        "vais",
    .nots = "pas|jamais|ni|sauf|impossible",
    .not_then = "avant|après|jusqu'au|premier|deuxième|troisième",
    .phrases = french_phrases};

static const struct tongue_phrase german_phrases[] = {
    {"ok", "in ordnung|einverstanden|passt|alles klar|geht klar"}, {"go ahead", "nur zu|mach das"},
    {"approved", "genehmigt"}, {"confirmed", "bestätigt"}, {"fine", "gut|ist gut"},
    {"undo", "rückgängig|rückgängig machen|rueckgaengig|rueckgaengig machen|zurücknehmen|"
        "widerrufen"},
    {"stop", "stopp|stoppen|aufhören"},
    {"unsubscribe", "abmelden|mich abmelden|abbestellen"},
    {"stop emails", "keine mails mehr|keine e-mails mehr|keine emails mehr|bitte keine mails mehr"},
    {"help", "hilfe"}, {"commands", "befehle"}, {"why", "warum|wieso|weshalb"},
    {"snooze", "verschieben|aufschieben|verschiebe"}, {"remind me", "erinnere mich|"
        "erinnern"}, {"wait", "warten|warte"},
    {"reassign", "neu zuweisen|zuweisen|umhängen"}, {"hand over", "übergeben|weitergeben"},
    {"reached", "erreicht|gesprochen"}, {"spoke with", "gesprochen mit|habe gesprochen mit"},
    {"follow-up", "nachfassen|nachverfolgen"}, {"unmatched", "ohne partner"},
    {"not reached", "nicht erreicht|nicht erreichbar"}, {"no answer", "keine antwort|"
        "antwortet nicht"},
    {"not ok", "nicht ok|nicht okay|nicht einverstanden|nicht in ordnung"},
    {"yes", "ja|ja gerne|ja gern|gerne|gern|jawohl|na klar|ja klar|natürlich|selbstverständlich"},
    {"no", "nein|nein danke|nö|leider nein|leider nicht"},
    {"all", "alle|alles"}, {"except", "außer|ausser|bis auf|nur nicht"}, {"for all", "für alle"},
    {"or", "oder|bis"}, {"only", "nur|lediglich"},
    {"to", "an|auf"}, {"until", "bis|bis zum"}, {"for", "um|für"}, {"in", "in"},
    {"with", "mit"}, {"and", "und"}, {"because", "weil"},
    {"days", "tage|tagen|tag"}, {"weeks", "wochen|woche"}, {"months", "monate|monaten|monat"},
    {"please", "bitte"}, {"thanks", "danke|vielen dank|danke schön|dankeschön|viele grüße|lg|vg"},
    {"her", "sie"}, {"him", "ihn"},
    {"by phone", "telefonisch|per telefon|am telefon"}, {"by email", "per mail|per e-mail|"
        "per email"},
    {"in person", "persönlich"}, {"by video call", "per video|"
        "per videoanruf"}, {"by text", "per sms|per whatsapp"},
    {"but", "aber|außer|nur|wenn|nicht|warte|warten|erst|sobald|bevor|kein|keine"},
    {"couldn't reach", "nicht erreichen|nicht gesprochen|nicht gemeldet|keine rückmeldung|"
        "keinen kontakt|niemand geht ran|geht nicht ran|nichts gehört|nur die mailbox|"
        "auf die mailbox gesprochen|mailbox|anrufbeantworter"},
    {"we spoke", "habe sie erreicht|habe ihn erreicht|hat sich gemeldet|hat geantwortet|"
        "haben telefoniert|habe telefoniert|haben gesprochen|haben uns getroffen|"
        "habe mit ihr gesprochen|habe mit ihm gesprochen"},
    {"someone", "jemand|jemanden|andere|anderen|jemand anderen|der|die|das|eine|einen|ihr|ihm|"
        "mein|mich"},
    {NULL, NULL}};

static const struct tongue german = {
    .code = "de",
    .months = {"januar|jänner|jan|jän", "februar|feber|feb", "märz|maerz|mär|mrz", "april|"
        "apr", "mai", "juni|jun",
               "juli|jul", "august|aug", "september|sept|sep", "oktober|okt", "november|"
        "nov", "dezember|dez"},
    .weekdays = {"montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag|"
        "sonnabend", "sonntag"},
    .numbers = {"null", "eins|ein|eine|einen|einem|einer", "zwei|zwo", "drei", "vier", "fünf|"
        "fuenf", "sechs",
                "sieben", "acht", "neun", "zehn", "elf", "zwölf|zwoelf"},
    .on = "am|den|der|vom|dem|zum", .of = "", .ordinals = "",
    .last = "letzten|letzter|vergangenen|letzte", .next = "nächsten|nächster|kommenden|kommender",
    .ago = "vor", .in = "in",
    .today = "heute|heute früh|heute morgen|heute mittag|heute nachmittag|heute abend|"
        "heute vormittag",
    .yesterday = "gestern|gestern abend|gestern morgen|gestern früh|gestern nachmittag|"
        "gestern mittag",
    .day_before = "vorgestern", .tomorrow = "morgen",
    .day_after = "übermorgen|uebermorgen",
    .at = "um|gegen|ab", .hour = "uhr|h",
    .denials = "nicht|nie|niemand|kein|keine|keinen|weder|ohne|wenn|falls|sobald|bis|versuche|"
        "versucht|versuchen|hoffe|werde|kaum",
    .nots = "nicht|nie|kein|keinen|weder|außer|ausser|unmöglich",
    .not_then = "vor|nach|bis|ersten|zweiten|dritten|vierten",
    .verb_last = true,
    .phrases = german_phrases};

static const struct tongue_phrase portuguese_phrases[] = {
    {"ok", "certo|de acordo|combinado|tudo bem"}, {"go ahead", "pode seguir|em frente"},
    {"approved", "aprovado|aprovada"}, {"confirmed", "confirmado|"
        "confirmada"}, {"fine", "está bem|bem"},
    {"undo", "desfazer|desfaça"}, {"stop", "parar|chega"},
    {"unsubscribe", "cancelar inscrição|cancelar subscrição|descadastrar|cancelar a inscrição"},
    {"stop emails", "não quero mais emails|não quero mais e-mails|chega de emails|"
        "não me escrevam mais"},
    {"help", "ajuda"}, {"commands", "comandos"}, {"why", "por quê|por que|porquê"},
    {"snooze", "adiar|adie|prorrogar"}, {"remind me", "lembre-me|lembra-me|"
        "me lembre"}, {"wait", "esperar|espere|aguardar"},
    {"reassign", "reatribuir|reatribua"}, {"hand over", "passar|transferir"},
    {"reached", "contatado|contatada|contactado|contactada|falado"}, {"spoke with", "falei com"},
    {"follow-up", "acompanhamento"}, {"unmatched", "sem par"},
    {"not reached", "não contatado|não contatada|não contactado|não contactada"},
    {"no answer", "sem resposta|não responde|não respondeu"}, {"not ok", "não está bem|"
        "não concordo"},
    {"yes", "sim|claro|com certeza|sim claro|claro que sim"}, {"no", "não|nao|não obrigado|"
        "não obrigada"},
    {"all", "todos|todas|tudo"}, {"except", "menos|menos o|menos a|exceto|exceto o"},
    {"for all", "para todos|para todas"}, {"i don't know", "não sei|nao sei|ainda não sei|"
        "não tenho certeza|não sabemos"},
    {"or", "ou|a|ao"}, {"only", "só|somente|apenas"},
    {"no problem", "não tem problema|não há problema|nao tem problema"},
    {"to", "para|a"}, {"until", "até|até o dia|até ao dia"}, {"for", "por|durante"}, {"in", "em"},
    {"with", "com"}, {"and", "e"}, {"because", "porque"},
    {"days", "dias|dia"}, {"weeks", "semanas|semana"}, {"months", "meses|mês"},
    {"please", "por favor"}, {"thanks", "obrigado|obrigada|muito obrigado|muito obrigada|abraço"},
    {"by phone", "por telefone|pelo telefone"}, {"by email", "por e-mail|por email"},
    {"in person", "pessoalmente|em pessoa"}, {"by video call", "por vídeo|por videochamada"},
    {"by text", "por mensagem|por whatsapp|por sms"},
    {"but", "mas|exceto|salvo|espere|espera|depois|quando|se|não|só"},
    {"couldn't reach", "não consegui|não conseguimos|não atende|não atendeu|não falei|"
        "não tive resposta|não tive notícias|nada ainda|caixa postal"},
    {"we spoke", "consegui falar|consegui contato|consegui contacto|conversei com|conversamos|"
        "nos encontramos|me respondeu|respondeu-me|falamos"},
    {"someone", "alguém|outra|outro|uma|um|a|o|ela|ele|minha|meu"},
    {NULL, NULL}};

static const struct tongue portuguese = {
    .code = "pt",
    .months = {"janeiro|jan", "fevereiro|fev", "março|marco|mar", "abril|abr", "maio|"
        "mai", "junho|jun", "julho|jul",
               "agosto|ago", "setembro|set", "outubro|out", "novembro|nov", "dezembro|dez"},
    .weekdays = {"segunda-feira|segunda feira|2ª feira|na segunda", "terça-feira|terça feira|"
        "terca-feira|terça|3ª feira",
                 "quarta-feira|quarta feira|4ª feira|na quarta", "quinta-feira|quinta feira|"
        "5ª feira|na quinta",
                 "sexta-feira|sexta feira|6ª feira|na sexta", "sábado|sabado", "domingo"},
    .numbers = {"zero", "um|uma", "dois|duas", "três|tres", "quatro", "cinco", "seis", "sete", "oito", "nove", "dez",
                "onze", "doze"},
    .on = "dia|no dia|no|em|ao dia|o dia|na", .of = "de|do", .ordinals = "º|°",
    .last = "passado|passada|última|último", .next = "próxima|próximo|que vem|seguinte",
    .ago = "há|ha|atrás", .in = "em|daqui a|dentro de",
    .today = "hoje|hoje de manhã|esta manhã|hoje à tarde",
    .yesterday = "ontem|ontem à noite|ontem de manhã|ontem à tarde", .day_before = "anteontem",
    .tomorrow = "amanhã|amanha", .day_after = "depois de amanhã|depois de amanha",
    .at = "às|as|pelas|a partir das", .hour = "h|horas|hs",
    .denials = "não|nao|nunca|ninguém|nem|sem|se|quando|até|tentar|tentei|tentarei|espero|vou",
    .nots = "não|nao|nunca|nem|exceto|impossível",
    .not_then = "antes|antes de|antes do|depois|depois de|depois do|até|até o|até ao",
    .phrases = portuguese_phrases};

static const struct tongue_phrase italian_phrases[] = {
    {"ok", "va bene|d'accordo|a posto|tutto a posto"}, {"go ahead", "procedi|procedete|vai avanti"},
    {"approved", "approvato|approvata"}, {"confirmed", "confermato|confermata"}, {"fine", "bene"},
    {"undo", "annulla|annullare"}, {"stop", "fermare|ferma|basta"},
    {"unsubscribe", "cancellami|disiscrivimi|annulla iscrizione|cancellare l'iscrizione"},
    {"stop emails", "niente più email|niente più mail|basta email|basta mail|non scrivetemi più"},
    {"help", "aiuto"}, {"commands", "comandi"}, {"why", "perché|perchè|come mai"},
    {"snooze", "rimanda|rimandare|posticipa|posticipare"}, {"remind me", "ricordami|"
        "ricordamelo"}, {"wait", "aspetta|attendere|aspettare"},
    {"reassign", "riassegna|riassegnare"}, {"hand over", "passare|trasferire|affidare"},
    {"reached", "contattato|contattata|raggiunto|raggiunta|sentito|sentita"},
    {"spoke with", "ho parlato con|parlato con"}, {"follow-up", "seguito"},
    {"unmatched", "senza abbinamento"},
    {"not reached", "non contattato|non contattata|non raggiunto|non raggiunta"},
    {"no answer", "nessuna risposta|non risponde"}, {"not ok", "non va bene"},
    {"yes", "sì|si|certo|certamente|volentieri|sì certo"}, {"no", "no grazie"},
    {"all", "tutti|tutte|tutto"}, {"except", "tranne|tranne il|tranne la|meno|eccetto"},
    {"for all", "per tutti|per tutte"},
    {"or", "o|oppure|a|al"}, {"only", "solo|soltanto|solamente"},
    {"to", "a|ad"}, {"until", "fino al|fino a"}, {"for", "per|di"}, {"in", "tra|fra"},
    {"with", "con"}, {"and", "e|ed"}, {"because", "perché|perchè"},
    {"days", "giorni|giorno|gg"}, {"weeks", "settimane|settimana"}, {"months", "mesi|mese"},
    {"please", "per favore|per piacere"}, {"thanks", "grazie|grazie mille|saluti"},
    {"by phone", "per telefono|al telefono|telefonicamente"}, {"by email", "via mail|via email|"
        "per email|per mail"},
    {"in person", "di persona"}, {"by video call", "in video|"
        "in videochiamata"}, {"by text", "per messaggio|via whatsapp"},
    {"but", "ma|però|tranne|salvo|aspetta|dopo|quando|se|non|solo"},
    {"couldn't reach", "non sono riuscito|non sono riuscita|non mi ha risposto|non ha risposto|"
        "non ho parlato|non l'ho sentito|non l'ho sentita|nessuna notizia|non ho avuto risposta|"
        "non ho notizie|segreteria"},
    {"we spoke", "ci siamo sentiti|ci siamo sentite|ci siamo visti|ci siamo viste|mi ha risposto|"
        "l'ho sentito|l'ho sentita|l'ho contattato|l'ho contattata|l'ho raggiunto|l'ho raggiunta|"
        "abbiamo parlato"},
    {"someone", "qualcuno|altro|altra|una|un|la|lui|lei|mia|mio"},
    {NULL, NULL}};

static const struct tongue italian = {
    .code = "it",
    .months = {"gennaio|gen|genn", "febbraio|feb|febbr", "marzo|mar", "aprile|apr", "maggio|mag|"
        "magg", "giugno|giu",
               "luglio|lug", "agosto|ago", "settembre|set|sett", "ottobre|ott", "novembre|"
        "nov", "dicembre|dic"},
    .weekdays = {"lunedì|lunedi", "martedì|martedi", "mercoledì|mercoledi", "giovedì|"
        "giovedi", "venerdì|venerdi",
                 "sabato", "domenica"},
    .numbers = {"zero", "uno|una|un", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove", "dieci",
                "undici", "dodici"},
    .on = "il|il giorno|giorno|lo|l'|del|dell'", .of = "di|del", .ordinals = "º|°",
    .last = "scorso|scorsa|passato", .next = "prossimo|prossima",
    .ago = "fa", .in = "tra|fra",
    .today = "oggi|stamattina|stamani|questa mattina|questo pomeriggio|stasera",
    .yesterday = "ieri|ieri sera|ieri mattina|ieri pomeriggio", .day_before = "l'altro ieri|"
        "avantieri|ieri l'altro",
    .tomorrow = "domani", .day_after = "dopodomani|dopo domani",
    .at = "alle|alle ore|ore|verso le|dalle", .hour = "h",
    .denials = "non|mai|nessuno|né|senza|se|quando|finché|fino|provare|provato|proverò|cercare|"
        "spero|appena",
    .nots = "non|mai|tranne|impossibile",
    .not_then = "prima|prima di|dopo|fino|primo|secondo|terzo",
    .phrases = italian_phrases};

static const struct tongue_phrase dutch_phrases[] = {
    {"ok", "akkoord|in orde|prima|oké"}, {"go ahead", "ga je gang|"
        "doe maar"}, {"approved", "goedgekeurd"},
    {"confirmed", "bevestigd"}, {"fine", "goed"}, {"undo", "ongedaan maken|herstellen|"
        "terugdraaien"},
    {"stop", "stoppen"}, {"unsubscribe", "uitschrijven|schrijf me uit|afmelden"},
    {"stop emails", "geen mail meer|geen mails meer|geen e-mails meer"},
    {"help", "hulp"}, {"commands", "opdrachten"}, {"why", "waarom"},
    {"snooze", "uitstellen|stel uit"}, {"remind me", "herinner me|"
        "herinner mij"}, {"wait", "wachten|wacht"},
    {"reassign", "opnieuw toewijzen|toewijzen"}, {"hand over", "overdragen"},
    {"reached", "bereikt|gesproken"}, {"spoke with", "gesproken met"}, {"follow-up", "opvolging|"
        "opvolgen"},
    {"unmatched", "zonder koppeling"},
    {"not reached", "niet bereikt|niet bereikbaar"}, {"no answer", "geen antwoord|antwoordt niet|"
        "geen reactie"},
    {"not ok", "niet ok|niet akkoord|niet goed"},
    {"yes", "ja|ja graag|jazeker|ja hoor|graag|natuurlijk|zeker"}, {"no", "nee|neen|nee helaas|helaas niet|nee bedankt|"
        "nee dank je"},
    {"all", "alle|alles|allemaal"}, {"except", "behalve|uitgezonderd"},
    {"for all", "voor allen|voor allemaal|voor iedereen"},
    {"or", "of|tot|t/m"}, {"only", "alleen|slechts|enkel"},
    {"to", "aan|naar"}, {"until", "tot"}, {"for", "voor|met"}, {"in", "over"},
    {"with", "met"}, {"and", "en"}, {"because", "omdat|want"},
    {"days", "dagen|dag"}, {"weeks", "weken|week"}, {"months", "maanden|maand"},
    {"please", "alsjeblieft|alstublieft|a.u.b|aub"}, {"thanks", "bedankt|dank je|dank u|"
        "dankjewel|dank je wel|groet|groeten"},
    {"her", "haar"}, {"him", "hem"},
    {"by phone", "telefonisch|per telefoon"}, {"by email", "per mail|per e-mail|via mail"},
    {"in person", "persoonlijk"}, {"by video call", "via video|"
        "per video"}, {"by text", "via whatsapp|per sms"},
    {"but", "maar|behalve|alleen|als|niet|wacht|eerst|zodra|voordat|geen"},
    {"couldn't reach", "niet kunnen bereiken|niet te bereiken|geen gehoor|niets gehoord|"
        "niet gesproken|neemt niet op|krijg geen contact|geen contact|niet gereageerd|voicemail"},
    {"we spoke", "heb haar bereikt|heb hem bereikt|heb haar gesproken|heb hem gesproken|"
        "hebben gesproken|hebben elkaar gesproken|heeft geantwoord|heeft gereageerd|hebben gebeld"},
    {"someone", "iemand|ander|anders|de|het|een|haar|hem|mijn|mij"},
    {NULL, NULL}};

static const struct tongue dutch = {
    .code = "nl",
    .months = {"januari|jan", "februari|feb|febr", "maart|mrt", "april|apr", "mei", "juni|"
        "jun", "juli|jul",
               "augustus|aug", "september|sept|sep", "oktober|okt", "november|nov", "december|dec"},
    .weekdays = {"maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"},
    .numbers = {"nul", "een|één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf",
                "twaalf"},
    .on = "op|de|van", .of = "", .ordinals = "e|ste|de",
    .last = "afgelopen|vorige|jongstleden|jl", .next = "volgende|aanstaande|komende",
    .ago = "geleden", .in = "over|binnen",
    .today = "vandaag|vanochtend|vanmiddag|vanmorgen|vanavond",
    .yesterday = "gisteren|gisteravond|gisterenavond|gistermiddag|"
        "gisterochtend", .day_before = "eergisteren",
    .tomorrow = "morgen", .day_after = "overmorgen",
    .at = "om|rond|vanaf", .hour = "uur|u",
    .denials = "niet|nooit|niemand|geen|noch|zonder|als|wanneer|zodra|tot|proberen|geprobeerd|"
        "probeer|hoop|zal|nauwelijks",
    .nots = "niet|nooit|geen|noch|behalve|onmogelijk",
    .not_then = "voor|na|tot|eerste|tweede|derde",
    .verb_last = true,
    .phrases = dutch_phrases};
/* clang-format on */

const struct tongue *const tongues[] = {&spanish, &french, &german, &portuguese,
                                        &italian, &dutch,  NULL};
