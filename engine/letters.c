/* SPDX-License-Identifier: GPL-2.0-or-later */
/* letters.c - what decide() wants written becomes a message in the outbox.
 *
 * The token of a letter is a keyed hash of what makes the letter unique, so
 * writing it again, after a rollback or in a replay, gives the same bytes. It
 * stands in the Reply-To, the envelope sender and the Message-ID. */
#include "engine/engine_internal.h"
#include "engine/questions.h"
#include "engine/report_files.h"

#include "base/log.h"
#include "mail/address.h"
#include "mail/compose.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define TOKEN_BYTES       10
#define TALK_FACTOR       20 /* times the limit of a day, where people write to each other */
#define MESSAGE_MAX_BYTES (40u * 1024 * 1024)

/* A letter on its way from intent to row. */
struct draft {
    struct writing w;
    struct rendered_letter text;
    struct outbox_row row;
    struct mail_attachment attachments[MAIL_MAX_ATTACHMENTS];
    size_t attachments_count;
    struct report_picture picture;
    struct letter_thread thread;
    struct buf raw;
    bool off_duty; /* whom it is for has left, and it was for them to know */
};

static bool is_answer(enum letter_kind k)
{
    return k == LETTER_FORWARD || k == LETTER_RELAY || k == LETTER_URGENT ||
           k == LETTER_TRANSCRIPT || k == LETTER_NOTICE;
}

/* ---- who ---------------------------------------------------------------------- */

static int get_person(struct engine *e, int64_t id, struct person_row *out)
{
    *out = (struct person_row){.name = "", .status = STATUS_ACTIVE};
    if (!id)
        return 0;
    return store_get_person(e->store, e->scratch, id, out) < 0 ? -1 : 0;
}

static const char *address_of(const struct engine *e, const struct writing *w)
{
    if (!w->intent->to)
        return e->config->admin;
    return w->to.addresses_count ? w->to.addresses[0] : NULL;
}

/* The case that the letter belongs to; or one made up of whom it is about, so
 * that roles can be followed from there. */
static int find_subject(struct engine *e, struct writing *w)
{
    const struct letter_intent *l = w->intent;
    struct kase *made_up = arena_new_of(e->scratch, struct kase);

    w->state = engine_slice(e, l->about, l->about_other);
    if (!w->state)
        return -1;
    made_up->person = l->about;
    made_up->other = l->about_other;
    w->k = l->case_id ? state_case(w->state, l->case_id) : NULL;
    w->k = w->k ? w->k : made_up;
    return 0;
}

static int gather(struct engine *e, struct writing *w)
{
    const struct letter_intent *l = w->intent;

    if (get_person(e, l->to, &w->to) < 0 || get_person(e, l->as, &w->as) < 0 ||
        get_person(e, l->about, &w->about) < 0)
        return -1;
    w->when = l->not_before > e->now ? l->not_before : e->now;
    w->letter = shelf_letter(e->programme, l->letter, w->to.language);
    return find_subject(e, w);
}

/* ---- what makes it one -------------------------------------------------------- */

static const char *make_token(const struct engine *e, struct arena *a, const char *key)
{
    unsigned char sum[crypto_generichash_BYTES_MIN];
    char hex[2 * TOKEN_BYTES + 1];

    crypto_generichash(sum, sizeof sum, (const unsigned char *)key, strlen(key), e->key,
                       sizeof e->key);
    sodium_bin2hex(hex, sizeof hex, sum, TOKEN_BYTES);
    return arena_strdup(a, hex);
}

/* By case, step, kind and recipient's address (a keyed hash of it: the key is
 * never erased, and the address of who is forgotten must be); an announcement is another one
 * when its date moved, and so is one that came back and is written again. Outside cases by what it
 * answers. */
static const char *unique_key(struct engine *e, const struct writing *w, const char *to)
{
    const struct letter_intent *l = w->intent;
    const char *kind = letter_kind_name(l->kind);
    const char *address = make_token(e, e->scratch, arena_printf(e->scratch, "to/%s", to));

    if (l->case_id && l->kind == LETTER_HOLD)
        return arena_printf(e->scratch, "case/%lld/%s/hold/%s/%lld", (long long)l->case_id, l->step,
                            address, (long long)l->until);
    if (l->case_id && !is_answer(l->kind))
        return arena_printf(e->scratch, "case/%lld/%s/%s/%s/%s%s%s", (long long)l->case_id, l->step,
                            kind, l->letter, address, e->occasion.again ? "/" : "",
                            e->occasion.again ? e->occasion.origin : "");
    return arena_printf(e->scratch, "%s/%s/%s/%lld/%s",
                        e->occasion.origin ? e->occasion.origin : "now", kind, l->letter,
                        (long long)l->about, address);
}

static void address_draft(struct engine *e, struct draft *d, const char *to)
{
    const struct letter_intent *l = d->w.intent;
    const char *self = e->config->self.address;
    struct outbox_row *r = &d->row;

    r->programme = e->programme->rules->name;
    r->case_id = l->case_id;
    r->step = l->step;
    r->kind = letter_kind_name(l->kind);
    r->letter = l->letter;
    r->recipient = l->to;
    r->as = l->as;
    r->about = l->about;
    r->about_other = l->about_other;
    r->unique_key = unique_key(e, &d->w, to);
    r->token = make_token(e, e->scratch, r->unique_key);
    r->message_id = arena_printf(e->scratch, "%s@%s", r->token, strrchr(self, '@') + 1);
    r->envelope_from = address_with_token(e->scratch, self, r->token);
    r->envelope_to = to;
    r->created = e->now;
    r->not_before = d->w.when;
    r->at_any_hour = is_answer(l->kind);
    r->not_after = r->at_any_hour || !l->to
                       ? 0
                       : sending_end(e->programme->rules,
                                     d->w.to.zone ? zone_find(d->w.to.zone) : NULL, d->w.when);
    r->routine = l->routine && l->to;
    d->w.reply_to = r->envelope_from;
}

/* ---- what it says ------------------------------------------------------------- */

static int render(struct engine *e, struct draft *d, struct err *err)
{
    struct fields *f = fields_new(e->scratch);

    if (!d->w.letter)
        return err_set(err, "there is no letter %s", d->w.intent->letter);
    if (letter_speaks_of(d->w.letter, "picture")) {
        if (report_picture(e, d->row.message_id, &d->picture) < 0)
            return -1;
        d->w.picture = &d->picture;
    }
    if (engine_fill(e, &d->w, f) < 0)
        return -1;
    return letter_render(d->w.letter, f, e->scratch, &d->text, err);
}

static void attach(struct draft *d, const char *name, const char *type, const char *data,
                   size_t len)
{
    if (d->attachments_count < MAIL_MAX_ATTACHMENTS)
        d->attachments[d->attachments_count++] =
            (struct mail_attachment){.name = name, .type = type, .data = data, .len = len};
}

/* What came with a message goes on with its words. */
static void attach_what_came(const struct engine *e, struct draft *d)
{
    const struct mail_facts *f = e->occasion.facts;
    enum letter_kind k = d->w.intent->kind;

    if (!f || (k != LETTER_FORWARD && k != LETTER_RELAY && k != LETTER_URGENT))
        return;
    for (size_t i = 0; i < f->attachments_count; i++)
        attach(d, f->attachments[i].name, f->attachments[i].type, f->attachments[i].data,
               f->attachments[i].len);
}

static int attach_report(struct engine *e, struct draft *d)
{
    struct mail_attachment files[REPORT_MOST_FILES];
    int count;

    if (d->w.intent->kind != LETTER_REPORT || strcmp(d->w.intent->letter, "contact-form"))
        return 0;
    count = report_files(e, files);
    for (int i = 0; i < count; i++)
        attach(d, files[i].name, files[i].type, files[i].data, files[i].len);
    return count < 0 ? -1 : 0;
}

/* What can be answered between the lines can be answered in a spreadsheet, too. */
static int attach_form(struct engine *e, struct draft *d, struct err *err)
{
    enum letter_kind k = d->w.intent->kind;
    struct mail_attachment form;
    int is = k == LETTER_ASK || k == LETTER_REMIND
                 ? questions_workbook(e, &d->w, d->text.text, &form, err)
                 : 0;

    if (is > 0)
        attach(d, form.name, form.type, form.data, form.len);
    return is;
}

static const char *signature_name(const struct engine *e, const struct writing *w)
{
    if (w->as.name[0])
        return w->as.name;
    return e->config->mailbox_name ? e->config->mailbox_name : e->programme->rules->title;
}

static int compose(struct engine *e, struct draft *d, struct err *err)
{
    const struct letter_intent *l = d->w.intent;
    struct mail_letter m = {
        .from = {signature_name(e, &d->w), e->config->self.address},
        .to = {d->w.to.name, d->row.envelope_to},
        .reply_to = d->w.reply_to,
        .subject = d->text.subject,
        .message_id = d->row.message_id,
        .auto_submitted = is_answer(l->kind) ? "auto-replied" : "auto-generated",
        .urgent = l->kind == LETTER_URGENT ? "urgent" : NULL,
        .unsubscribe = is_answer(l->kind) ? NULL : d->w.reply_to,
        .date = d->w.when,
        .zone = e->programme->rules->zone,
        .text = d->text.text,
        .html = d->text.html,
        .picture = d->picture.source ? &d->picture.file : NULL,
        .picture_id = d->picture.id,
        .attachments = d->attachments,
        .attachments_count = d->attachments_count,
    };

    attach_what_came(e, d);
    if (attach_report(e, d) < 0 || attach_form(e, d, err) < 0)
        return -1;
    m.attachments_count = d->attachments_count;
    if (engine_thread(e, l, &d->thread) < 0)
        return -1;
    m.refs_count = thread_ids(e->scratch, d->thread.here, &m.refs);
    m.in_reply_to = m.refs_count ? m.refs[m.refs_count - 1] : NULL;
    return mail_compose(&m, &d->raw, err);
}

/* ---- whether it may go -------------------------------------------------------- */

/* A limit on what one address gets in a day, against loops and floods. Who
 * looks after others gets their mail and is limited only in transcripts, which
 * a machine at the other end could call forth without end; so could two
 * machines that answer each other in what is relayed. */
static bool over_limit(struct engine *e, const struct draft *d)
{
    enum letter_kind k = d->w.intent->kind;
    bool member = person_responsible(d->w.state, d->w.intent->to) != 0;
    bool admin = !d->w.intent->to; /* strangers' mail calls notices forth */
    bool talk = k == LETTER_TRANSCRIPT || k == LETTER_RELAY || (admin && k == LETTER_NOTICE);
    int limit = e->config->letters_per_address_and_day;

    if (k == LETTER_URGENT || (!talk && !member))
        return false;
    if (k == LETTER_RELAY || !member)
        limit *= TALK_FACTOR;
    if (store_count_letters_to(e->store, d->row.envelope_to, e->now - 86400) < limit)
        return false;
    log_warning("letter %s for person %lld is held: its address got %d letters within a day",
                d->w.intent->letter, (long long)d->w.intent->to, limit);
    e->at_limit |= !admin;
    return true;
}

static const char *why_held(struct engine *e, const struct draft *d)
{
    const char *mode = store_mode(e->store, e->scratch, e->programme->rules->name);

    /* the admin is nobody of whom a programme is only tried out */
    if (mode && !strcmp(mode, "shadow") && d->w.intent->to)
        return "shadow";
    return over_limit(e, d) ? "limit" : NULL;
}

static int tell_of_limit(struct engine *e, void *ctx)
{
    const char *day = date_format(e->mail, civil_at(e->now, e->config->zone).date);

    (void)ctx;
    e->programme = &e->shelf->programmes[0];
    return engine_tell_admin(e, "batch-held", arena_printf(e->mail, "limit/%s", day),
                             "Somebody got as many letters within a day as the configuration "
                             "allows, and more to them are held. mentorctl status says to whom; "
                             "mentorctl release --to PERSON lets them go");
}

/* Each day has one such letter. */
int engine_pass_limit(struct engine *e)
{
    bool told = e->at_limit;

    e->at_limit = false;
    return told ? (engine_transaction(e, tell_of_limit, NULL) < 0 ? -1 : 1) : 0;
}

/* ---- writing ----------------------------------------------------------------------------------
 */

static int log_queued(struct engine *e, const struct draft *d, int64_t id)
{
    const struct letter_intent *l = d->w.intent;
    struct event ev = {
        .kind = EVENT_LETTER_QUEUED,
        .letter = id,
        .case_id = l->case_id,
        .rule = d->w.k->rule,
        .occurrence = d->w.k->occurrence,
        .step = l->step,
        .person = l->to,
        .other = l->about,
        .by = l->as,
        .name = l->letter,
        .value = d->row.kind,
        .until = d->row.not_before,
        .text = l->text,
        .inbox = e->occasion.inbox,
        .reason = l->reason,
    };

    if (engine_log(e, &ev) < 0)
        return -1;
    if (e->has_slice)
        apply(&e->slice, &ev);
    return 0;
}

/* A letter that is not written must not look like one that was sent: where its case would wait for
 * the answer it stops, and the log says why. fault: the letter's name, where that is an error. */
static int leave_out(struct engine *e, const struct writing *w, const char *fault, const char *why)
{
    const struct letter_intent *l = w->intent;
    bool awaited = l->case_id && (l->kind == LETTER_ATTEMPT || l->kind == LETTER_ASK) &&
                   w->k->phase == PHASE_ACTING;
    struct event ev = {
        .kind = awaited ? EVENT_CASE_STOPPED : EVENT_SKIPPED,
        .case_id = l->case_id,
        .rule = w->k ? w->k->rule : NULL,
        .occurrence = w->k ? w->k->occurrence : NULL,
        .step = l->step,
        .person = l->about,
        .other = l->about_other,
        .name = fault,
        .reason = arena_printf(e->scratch, "%s can't be written: %s", l->letter, why),
    };

    if (engine_log(e, &ev) < 0)
        return -1;
    if (e->has_slice)
        apply(&e->slice, &ev);
    return 0;
}

static int give_up(struct engine *e, const struct writing *w, const char *why)
{
    log_error("%s: letter %s can't be written: %s", e->programme->rules->name, w->intent->letter,
              why);
    return leave_out(e, w, w->intent->letter, why);
}

/* A step that is done again writes no letter again that it wrote to this
 * address; so that its case does not wait for nothing, it stops. */
static int written_before(struct engine *e, const struct writing *w)
{
    enum letter_kind k = w->intent->kind;

    if ((k != LETTER_ATTEMPT && k != LETTER_ASK) || w->k->phase != PHASE_ACTING)
        return 0;
    return give_up(e, w, "it went to this very address before");
}

/* So that the state at hand knows as well what the store does. */
static void note_written(struct engine *e, const struct draft *d)
{
    struct person *to = e->has_slice ? state_person(&e->slice, d->row.recipient) : NULL;

    if (d->row.routine && to && to->written < d->row.not_before)
        to->written = d->row.not_before;
}

static int put(struct engine *e, struct draft *d)
{
    d->row.subject = d->text.subject;
    d->row.text = d->text.text;
    d->row.raw = d->raw.data;
    d->row.raw_len = d->raw.len;
    d->row.held = why_held(e, d);
    int64_t id = store_put_letter(e->store, &d->row);
    if (id <= 0)
        return id < 0 ? -1 : written_before(e, &d->w);
    note_written(e, d);
    for (size_t i = 0; i < e->digest.count; i++)
        if (store_put_letter_line(e->store, id, e->digest.rows[i].number,
                                  e->digest.rows[i].person) < 0)
            return -1;
    if ((*d->thread.here || *d->thread.there) &&
        store_put_letter_thread(e->store, id, &d->thread) < 0)
        return -1;
    for (int i = 0; e->occasion.confirm && i < 2 && !strcmp(d->row.letter, "confirm-move"); i++)
        if (store_put_letter_line(e->store, id, i + 1, e->occasion.confirm[i]) < 0)
            return -1;
    return log_queued(e, d, id);
}

/* What was decided before the letter in the same cascade may have ended its case, or its step. */
static bool has_left_its_step(const struct writing *w)
{
    const struct letter_intent *l = w->intent;
    bool announces = l->kind == LETTER_HOLD;

    if (!l->case_id || w->k->id != l->case_id ||
        (l->kind != LETTER_ATTEMPT && l->kind != LETTER_ASK && l->kind != LETTER_REMIND &&
         !announces))
        return false;
    return w->k->phase == PHASE_ENDED || (!announces && strcmp(w->k->step, l->step));
}

static const char *status_of_recipient(const struct writing *w)
{
    const struct person *p = state_person(w->state, w->intent->to);

    return p ? p->status : w->to.status;
}

/* ... and may have marked whom it is for. */
static const char *has_gone(const struct writing *w)
{
    const char *status = status_of_recipient(w);

    if (is_answer(w->intent->kind) ||
        (strcmp(status, STATUS_LEFT) && strcmp(status, STATUS_OPTED_OUT)))
        return NULL;
    return "whom it is for has left, or asked for no more letters";
}

/* What comes to somebody because they look after somebody else. */
static bool is_duty(const struct letter_intent *l)
{
    return l->to && l->about != l->to &&
           (l->kind == LETTER_FORWARD || l->kind == LETTER_URGENT || l->kind == LETTER_NOTICE ||
            l->kind == LETTER_HOLD);
}

static int write_draft(struct engine *e, struct draft *d)
{
    struct err err = {{0}};
    const char *to, *gone;

    if (gather(e, &d->w) < 0)
        return -1;
    if (has_left_its_step(&d->w))
        return 0;
    d->off_duty = is_duty(d->w.intent) && !strcmp(status_of_recipient(&d->w), STATUS_LEFT);
    if (d->off_duty)
        return 0;
    if ((gone = has_gone(&d->w)))
        return leave_out(e, &d->w, NULL, gone);
    to = address_of(e, &d->w);
    if (!to)
        return give_up(e, &d->w, "there is no address");
    address_draft(e, d, to);
    if (render(e, d, &err) < 0 || compose(e, d, &err) < 0)
        return err.text[0] ? give_up(e, &d->w, err.text) : -1;
    return put(e, d);
}

enum presence { IS_THERE, IS_AWAY, HAS_LEFT };

/* presence: of whom it is for. To who has left and should have had it nothing is written. */
static int write_one(struct engine *e, const struct letter_intent *l, enum presence *presence)
{
    struct letter_intent urgent = *l, team = *l;
    struct draft d = {.w.intent = l, .raw = BUF_INIT(MESSAGE_MAX_BYTES)};
    int rc;

    if (l->kind == LETTER_FORWARD && e->occasion.urgent) {
        urgent.kind = LETTER_URGENT;
        urgent.letter = "urgent";
        d.w.intent = &urgent;
    } else if (l->kind == LETTER_FORWARD && e->occasion.team) {
        team.letter = "team-message";
        team.as = l->about;
        team.about = e->occasion.team;
        d.w.intent = &team;
    }
    arena_reset(e->scratch);
    rc = write_draft(e, &d);
    struct date today = civil_at(e->now, e->programme->rules->zone).date;
    *presence = d.off_duty                                   ? HAS_LEFT
                : date_compare(d.w.to.away_until, today) > 0 ? IS_AWAY
                                                             : IS_THERE;
    buf_release(&d.raw);
    return rc;
}

int engine_deputies(struct engine *e, int64_t **out)
{
    const char *role = e->programme->rules->urgent_role;
    size_t max = 16;
    int n = 0;

    *out = NULL;
    if (!role)
        return 0;
    do {
        max *= 2;
        *out = arena_array(e->mail, max, sizeof **out);
        n = store_people(e->store, e->programme->rules->name, role, 0, *out, max);
    } while (n >= 0 && (size_t)n == max);
    return n;
}

/* Count of those who are there. */
static int write_to_deputies(struct engine *e, const struct letter_intent *l)
{
    int64_t *ids;
    int n = engine_deputies(e, &ids);
    enum presence presence;
    int there = 0;

    for (int i = 0; i < n; i++) {
        struct letter_intent copy = *l;
        copy.to = ids[i];
        copy.not_before = e->now;
        if (ids[i] == l->to)
            continue;
        if (write_one(e, &copy, &presence) < 0)
            return -1;
        there += presence != HAS_LEFT;
    }
    return n < 0 ? -1 : there;
}

/* Where nobody is left to whom it can go, it is for the admin to know. */
static int write_instead(struct engine *e, const struct letter_intent *l)
{
    struct letter_intent to_admin = *l;
    enum presence presence;
    int there = write_to_deputies(e, l);

    to_admin.to = 0;
    to_admin.not_before = e->now;
    return there ? there < 0 ? -1 : 0 : write_one(e, &to_admin, &presence);
}

/* Nothing waits for somebody who is away: what somebody wrote, and what is announced, goes to the
 * deputies too. Of who has left it goes to them alone: it is not theirs to read any more. */
int engine_write_letter(struct engine *e, const struct letter_intent *l)
{
    enum presence presence;

    if (write_one(e, l, &presence) < 0)
        return -1;
    if (presence == HAS_LEFT)
        return write_instead(e, l);
    if (presence == IS_AWAY && (l->kind == LETTER_FORWARD || l->kind == LETTER_HOLD))
        return write_to_deputies(e, l) < 0 ? -1 : 0;
    return 0;
}

int engine_write_apart(struct engine *e, const struct letter_intent *l)
{
    return engine_write_letter(e, l) < 0 || engine_drop_slice(e) < 0 ? -1 : 0;
}

/* ---- to everybody ------------------------------------------------------------- */

static void wait_for_a_day(struct engine *e, struct letter_intent *l, const struct person *to)
{
    instant day = routine_instant(e->programme->rules, to, e->now, l->latest);

    if (day > l->not_before)
        l->reason = letter_that_waits(e->arena, l);
    l->not_before = day;
}

/* One of many: under the name that the step's `as` says, else that of who is
 * responsible for this one. */
static int write_to_one(struct engine *e, const struct letter_intent *all, int64_t person)
{
    struct letter_intent l = *all;
    const struct state *s = engine_slice(e, person, 0);

    if (!s)
        return -1;
    l.all = NULL;
    l.to = person;
    l.as = all->as ? all->as : person_responsible(s, person);
    l.not_before = sending_instant(e->programme->rules, state_person(s, person), e->now);
    if (l.routine && !l.at_once && person != s->writer)
        wait_for_a_day(e, &l, state_person(s, person));
    return engine_write_letter(e, &l);
}

static int let_slice_go(struct engine *e)
{
    if (engine_drop_slice(e) < 0)
        return -1;
    e->slice = (struct state){0};
    return 0;
}

static int write_to_each(struct engine *e, const struct letter_intent *all)
{
    int64_t ids[256], after = 0;
    int n;

    do {
        n = store_active_people(e->store, e->programme->rules->name, all->all->role,
                                all->all->matched, after, ids, 256);
        for (int i = 0; i < n; i++) {
            if (write_to_one(e, all, ids[i]) < 0 || let_slice_go(e) < 0)
                return -1;
            arena_reset(e->arena);
        }
        after = n > 0 ? ids[n - 1] : after;
    } while (n == 256);
    return n < 0 ? -1 : 0;
}

/* The state round each of them is read, which all together would be too much: so it lives in an
 * arena of its own, emptied behind each letter. Writing one puts nothing into the queue. */
int engine_write_to_all(struct engine *e, const struct letter_intent *all)
{
    struct arena *before = e->arena;
    int rc = let_slice_go(e);

    if (rc < 0)
        return -1;
    e->arena = arena_new(ENGINE_ARENA_BYTES);
    rc = write_to_each(e, all);
    arena_free(e->arena);
    e->arena = before;
    e->slice = (struct state){0};
    e->has_slice = false;
    return rc;
}

/* ---- preview ------------------------------------------------------------------ */

int engine_render(struct engine *e, const struct programme *p, const struct letter_intent *l,
                  instant now, struct arena *a, struct rendered_letter *out, struct err *err)
{
    struct draft d = {.w.intent = l, .raw = BUF_INIT(1)};

    e->now = now;
    e->programme = shelf_programme(e->shelf, p->name);
    engine_clear(e);
    arena_reset(e->scratch);
    if (gather(e, &d.w) < 0)
        return err_set(err, "%s", store_error(e->store));
    address_draft(e, &d, address_of(e, &d.w) ? address_of(e, &d.w) : e->config->admin);
    if (render(e, &d, err) < 0)
        return err->text[0] ? -1 : err_set(err, "%s", store_error(e->store));
    *out = (struct rendered_letter){arena_strdup(a, d.text.subject), arena_strdup(a, d.text.text),
                                    arena_strdup(a, d.text.html)};
    e->has_slice = false;
    return 0;
}
