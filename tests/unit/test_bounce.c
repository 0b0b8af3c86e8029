/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bounces with and without a report, complaints, and people who tell of bounces. */
#include "base/buf.h"
#include "base/utf8.h"
#include "mail/bounce.h"
#include "tests/unit/support/arena_test.h"
#include "tests/unit/unit.h"
#include <string.h>

static struct mail_facts facts;

static int setup(void **state)
{
    mime_init();
    return arena_setup(state);
}

static bool is_bounce(const char *bytes)
{
    facts = (struct mail_facts){0};
    return bounce_read(arena, mime_parse(arena, bytes, strlen(bytes)), &facts);
}

static void assert_recipient(size_t i, const char *address, const char *status, bool permanent,
                             bool hard)
{
    assert_true(i < facts.recipients_count);
    assert_string_equal(facts.recipients[i].recipient, address);
    assert_string_equal(facts.recipients[i].status, status);
    assert_int_equal(facts.recipients[i].permanent, permanent);
    assert_int_equal(facts.recipients[i].hard, hard);
}

#define REPORT                                                                                     \
    "From: MAILER-DAEMON@mx.example.net\nSubject: Undelivered Mail\n"                              \
    "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"                  \
    "--b\n\nIt did not work.\n--b\nContent-Type: message/delivery-status\n\n"                      \
    "Reporting-MTA: dns; mx.example.net\n\n"

static void a_report(void **state)
{
    assert_true(is_bounce(REPORT "Final-Recipient: rfc822; ana@example.net\nAction: failed\n"
                                 "Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n\n"
                                 "Final-Recipient: rfc822; bo@example.net\nAction: delayed\n"
                                 "Status: 4.4.1\n\n--b--\n"));
    assert_int_equal(facts.class, MAIL_BOUNCE);
    assert_string_equal(facts.kind, "failed");
    assert_int_equal(facts.recipients_count, 2);
    assert_recipient(0, "ana@example.net", "5.1.1", true, true);
    assert_recipient(1, "bo@example.net", "4.4.1", false, false);
}

static void recipients_without_a_blank_line_between(void **state)
{
    assert_true(is_bounce(REPORT "Final-Recipient: rfc822; a@example.net\nAction: failed\n"
                                 "Status: 5.2.2\nFinal-Recipient: rfc822; b@example.net\n"
                                 "Action: failed\nStatus: 5.1.1\n\n--b--\n"));
    assert_recipient(0, "a@example.net", "5.2.2", true, false);
    assert_recipient(1, "b@example.net", "5.1.1", true, true);
}

static void delayed_or_arrived_is_not_failed(void **state)
{
    assert_true(is_bounce(REPORT "Final-Recipient: rfc822; a@example.net\nAction: delayed\n"
                                 "Status: 4.4.7\n\n--b--\n"));
    assert_string_equal(facts.kind, "delayed");
    assert_true(is_bounce(REPORT "Final-Recipient: rfc822; a@example.net\nAction: relayed\n"
                                 "Status: 2.6.0\n\n--b--\n"));
    assert_string_equal(facts.kind, "relayed");
    assert_int_equal(facts.recipients_count, 0);
}

/* What the server says, and whether the address is dead. */
static void words_of_servers(void **state)
{
    static const struct {
        const char *words;
        const char *status;
        bool hard;
    } cases[] = {
        {"550 5.1.1 <a@example.net>... User unknown", "5.1.1", true},
        {"550 No such user here (in reply to RCPT TO command)", "5.0.0", true},
        {"550 Unknown user a@example.net (in reply to end of DATA command)", "5.0.0", false},
        {"552 5.2.2 Mailbox full", "5.2.2", false},
        {"554 5.7.1 Service unavailable; client blocked using a blocklist", "5.7.1", false},
        {"550 5.7.26 This mail is unauthenticated (SPF, DKIM)", "5.7.26", false},
        {"550 5.2.1 The email account that you tried to reach is disabled", "5.2.1", false},
        {"553 5.1.8 Domain of sender address x@example.org does not exist", "5.1.8", false},
        {"Host or domain name not found. Name service error: Host not found", "5.0.0", true},
        {"550 5.4.1 Recipient address rejected: Access denied", "5.4.1", true},
        {"552 5.3.4 Message size exceeds fixed limit", "5.3.4", false},
        {"550 Requested action not taken: mailbox unavailable (in reply to RCPT TO)", "5.0.0",
         true},
        {"550 sorry, that address is not in my list of allowed recipients >>> RCPT TO", "5.0.0",
         true},
        {"550 unknown in virtual mailbox table (in reply to RCPT TO)", "5.0.0", true},
        {"556 5.1.10 Recipient address has null MX", "5.1.10", true},
        {"551 User has moved to bo@example.net", "5.0.0", true},
        {"550 5.7.124 RESOLVER.RST.SenderNotAuthenticatedForMailbox", "5.7.124", false},
        {"550 You may not post there, see https://groups.google.com/support/", "5.0.0", false},
        {"554 dd This user doesn't have an example.net account (a@example.net) [0] (in reply to "
         "end of DATA command)",
         "5.0.0", true},
        {"550 Sorry, a@example.net does not have a mailbox here (in reply to end of DATA command)",
         "5.0.0", true},
        {"550 This user does not have permission to write to that account", "5.0.0", false},
        {"550 5.7.23 refused -> 550 5.7.1 SPF check failed", "5.7.1", false},
        {"Host name: mx.example.net, message: No such host is known", "5.0.0", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        is_bounce(arena_printf(arena,
                               REPORT "Final-Recipient: rfc822; a@example.net\n"
                                      "Action: failed\nStatus: 5.0.0\n"
                                      "Diagnostic-Code: smtp; %s\n\n--b--\n",
                               cases[i].words));
        if (strcmp(facts.recipients[0].status, cases[i].status) != 0 ||
            facts.recipients[0].hard != cases[i].hard)
            fail_msg("%s: %s, %d", cases[i].words, facts.recipients[0].status,
                     facts.recipients[0].hard);
    }
}

/* A status that says something stands, where the server gives it too; one that says nothing leaves
 * it to the words. */
static void words_and_the_status_field(void **state)
{
    static const struct {
        const char *fields, *status;
        bool permanent, hard;
    } cases[] = {
        {"Action: failed\nStatus: 5.7.23\nDiagnostic-Code: smtp; 550 5.7.23 refused by SPF -> 550 "
         "5.7.1 SPF check failed\n",
         "5.7.23", true, false},
        {"Action: failed\nStatus: 4.0.0\nDiagnostic-Code: smtp; DNS Error: lookup of example.net "
         "responded with code NXDOMAIN Domain name not found: example.net\n",
         "4.0.0", false, false},
        {"Action: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; DNS Error: lookup of example.net "
         "responded with code NXDOMAIN Domain name not found: example.net\n",
         "5.0.0", true, true},
        {"Action: delayed\nStatus: 4.0.0\nDiagnostic-Code: smtp; Domain name not found\n", "4.0.0",
         false, false},
        {"Action: failed\nStatus: 4.0.0\nDiagnostic-Code: smtp; 426 connection timed out\n",
         "4.0.0", false, false},
        {"Action: failed\nStatus: 4.0.0\nDiagnostic-Code: smtp; DNS Error: lookup of example.net "
         "responded with code SERVFAIL\n",
         "4.0.0", false, false},
        {"Action: failed\nStatus: 4.4.3\nDiagnostic-Code: smtp; host not found, try again\n",
         "4.4.3", false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        is_bounce(arena_printf(arena, REPORT "Final-Recipient: rfc822; a@example.net\n%s\n--b--\n",
                               cases[i].fields));
        assert_recipient(0, "a@example.net", cases[i].status, cases[i].permanent, cases[i].hard);
    }
}

/* What another recipient's server said, and when, is nothing to this one. */
static void each_recipient_has_its_own_step(void **state)
{
    assert_true(is_bounce("From: MAILER-DAEMON@mx.example.net\nSubject: Mail delivery failed\n"
                          "Content-Type: multipart/report; boundary=b\n\n--b\n\n"
                          "These failed:\n\n  ana@example.net\n    host mx.example.net\n"
                          "    SMTP error from remote mail server after end of data:\n"
                          "    554 5.7.1 Message rejected as spam\n"
                          "  bo@example.com\n    Unrouteable address\n--b\n"
                          "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n"
                          "Action: failed\nFinal-Recipient: rfc822;ana@example.net\n"
                          "Status: 5.0.0\nDiagnostic-Code: smtp; 554 5.7.1 Message rejected\n\n"
                          "Action: failed\nFinal-Recipient: rfc822;bo@example.com\n"
                          "Status: 5.0.0\n\n--b--\n"));
    assert_recipient(0, "ana@example.net", "5.7.1", true, false);
    assert_recipient(1, "bo@example.com", "5.0.0", true, true);
}

/* Several on a line stand where the first of them does. */
static void recipients_in_a_row(void **state)
{
    assert_true(is_bounce("From: MAILER-DAEMON@mx.example.net\nSubject: Undelivered Mail\n\n"
                          "Your message could not be delivered, these users do not exist:\n\n"
                          "<ana@example.net>, <bo@example.net>; cy@example.net\n\n"
                          "Ask help@mx.example.net, if you wonder.\n"));
    assert_int_equal(facts.recipients_count, 3);
    assert_recipient(0, "ana@example.net", "5.1.1", true, true);
    assert_recipient(2, "cy@example.net", "5.1.1", true, true);
}

/* Filters write as postmasters, and name both ends of our letter. */
static void a_letter_from_one_to_another(void **state)
{
    assert_true(
        is_bounce("Return-Path: <>\nTo: me@example.org\n"
                  "From: \"Filter at example.net\" <postmaster@mx.example.net>\n"
                  "Subject: Considered bulk mail from you\n\n"
                  "A message from <me@example.org> to <ana@example.net> was taken for bulk\n"
                  "mail.\n\nYour message was NOT delivered.\n"));
    assert_int_equal(facts.recipients_count, 1);
    assert_string_equal(facts.recipients[0].recipient, "ana@example.net");
    assert_false(facts.recipients[0].hard);
}

/* What is said of all of them stands above their list, or below it. */
static void words_for_several_at_once(void **state)
{
    assert_true(is_bounce("From: MAILER-DAEMON@mx.example.net\nSubject: Undelivered Mail\n\n"
                          "Your message was not delivered, as these addresses do not exist:\n\n"
                          "  ana@example.net\n  bo@example.net\n\nSorry.\n"));
    assert_int_equal(facts.recipients_count, 2);
    assert_recipient(0, "ana@example.net", "5.1.1", true, true);
    assert_recipient(1, "bo@example.net", "5.1.1", true, true);
    assert_true(is_bounce("From: MAILER-DAEMON@mx.example.net\nSubject: Undelivered Mail\n\n"
                          "These addresses were not reached:\n\n"
                          "  ana@example.net\n  bo@example.net\n\n"
                          "The server said: 452 4.2.2 mailbox full\n"));
    assert_recipient(0, "ana@example.net", "4.2.2", false, false);
    assert_recipient(1, "bo@example.net", "4.2.2", false, false);
    assert_true(is_bounce("From: MAILER-DAEMON@mx.example.net\nSubject: Undelivered Mail\n\n"
                          "Mailbox full:\n\n  ana@example.net\n\n"
                          "No such user:\n\n  bo@example.net\n"));
    assert_recipient(0, "ana@example.net", "5.2.2", true, false);
    assert_recipient(1, "bo@example.net", "5.1.1", true, true);
}

/* The channel inside the server that had the letter last is nobody's address. */
static void a_channel_is_no_recipient(void **state)
{
    assert_true(is_bounce(REPORT "Original-Recipient: rfc822;ana@example.net\n"
                                 "Final-Recipient: rfc822;ana@ims-daemon\nAction: failed\n"
                                 "Status: 5.2.2\n\n--b--\n"));
    assert_recipient(0, "ana@example.net", "5.2.2", true, false);
    assert_true(is_bounce(REPORT "Final-Recipient: rfc822;ana@localhost\nAction: failed\n"
                                 "Status: 5.1.1\n\n--b--\n"));
    assert_recipient(0, "ana@localhost", "5.1.1", true, true);
}

/* "No such user" with a status of the box, of the system or none: whoever else speaks of the
 * address makes it certain. */
static void no_such_user_and_who_says_it(void **state)
{
    static const struct {
        const char *human, *fields;
        bool hard;
    } cases[] = {
        {"It failed.", "Status: 5.1.1\nDiagnostic-Code: smtp; 550 User unknown\n", true},
        {"It failed.", "Status: 5.0.0\nDiagnostic-Code: smtp; 550 User unknown\n", false},
        {"It failed.", "Status: 5.2.1\nDiagnostic-Code: smtp; 550 5.2.1 User unknown\n", false},
        {"It failed.", "Status: 5.3.0\nDiagnostic-Code: smtp; 550 5.3.0 No such user\n", false},
        {"SMTP:RCPT host mx: 553 no", "Status: 5.3.0\nDiagnostic-Code: smtp; 553 No such user\n",
         true},
        {"It failed.",
         "Status: 5.2.1\nDiagnostic-Code: smtp; 550 User unknown\n"
         "X-PowerMTA-BounceCategory: bad-mailbox\n",
         true},
        {"It failed.",
         "Status: 5.0.0\nDiagnostic-Code: smtp; 550 User unknown\n"
         "X-PowerMTA-BounceCategory: policy-related\n",
         false},
        {"The address ana@example.net couldn't be found.\n\nIt said:\n550 user unknown",
         "Status: 5.0.0\nDiagnostic-Code: smtp; 550 User unknown\n", true},
        {"Reason: the address couldn't be found.\nmx.example.net said: 550 user unknown",
         "Status: 5.0.0\nDiagnostic-Code: smtp; 550 User unknown\n", true},
        {"host mx.example.net said: 550 ana... User\n    unknown",
         "Status: 5.0.0\nDiagnostic-Code: smtp; 550 User unknown\n", false},
        {"It failed.", "Status: 5.0.0\nDiagnostic-Code: X-Notes; User not listed in Directory\n",
         true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        is_bounce(arena_printf(arena,
                               "From: MAILER-DAEMON@mx.example.net\nSubject: Undelivered Mail\n"
                               "Content-Type: multipart/report; boundary=b\n\n--b\n\n%s\n--b\n"
                               "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n"
                               "Final-Recipient: rfc822; ana@example.net\nAction: failed\n%s\n"
                               "--b--\n",
                               cases[i].human, cases[i].fields));
        if (facts.recipients[0].hard != cases[i].hard)
            fail_msg("%s, %s", cases[i].human, cases[i].fields);
    }
}

/* Fields in the text for people: each recipient's words end where the next one's begin. */
static void groups_in_the_text(void **state)
{
    assert_true(is_bounce("From: MAILER-DAEMON@mx.example.net\nSubject: Returned mail\n\n"
                          "These addresses had problems:\n<bo@example.net>\n\n"
                          "Original-Recipient: rfc822;ana@example.net\n"
                          "Final-Recipient: rfc822;ana@example.net\nAction: delayed\n"
                          "Status: 4.0.0 (host name lookup failure)\n\n"
                          "Original-Recipient: rfc822;bo@example.net\n"
                          "Final-Recipient: rfc822;bo@example.net\nAction: failed\n"
                          "Status: 5.1.1\nDiagnostic-Code: smtp; 550 user unknown\n"));
    assert_int_equal(facts.recipients_count, 2);
    assert_recipient(0, "ana@example.net", "4.0.0", false, false);
    assert_null(strstr(facts.recipients[0].reason, "unknown"));
    assert_recipient(1, "bo@example.net", "5.1.1", true, true);
}

static void without_a_report(void **state)
{
    assert_true(is_bounce("From: MAILER-DAEMON@example.org\nTo: me@example.org\n"
                          "Subject: failure notice\n\n"
                          "Hi. This is the qmail-send program at example.org.\n\n"
                          "<ana@example.net>:\n192.0.2.1 does not like recipient.\n"
                          "Remote host said: 550 5.1.1 User unknown\n\n<bo@example.net>:\n"
                          "Remote host said: 552 5.2.2 over quota\n\n"
                          "--- Below this line is a copy of the message.\n\nTo: ce@example.net\n"));
    assert_int_equal(facts.recipients_count, 2);
    assert_recipient(0, "ana@example.net", "5.1.1", true, true);
    assert_recipient(1, "bo@example.net", "5.2.2", true, false);

    assert_true(is_bounce("From: Mail Delivery System <Mailer-Daemon@example.org>\n"
                          "X-Failed-Recipients: ana@example.net\nSubject: Mail delivery failed\n\n"
                          "  ana@example.net\n    host mx [192.0.2.1]\n    SMTP error from remote "
                          "mail server after RCPT TO:<ana@example.net>:\n    550 no such user\n"));
    assert_recipient(0, "ana@example.net", "5.1.1", true, true);
}

/* Filters say "no such user" too, once they have the whole letter: so it is certain only where it
 * is told at which step that was said, or by a report. */
static void retold_without_the_step(void **state)
{
    static const char letter[] = "From: MAILER-DAEMON@example.org\nTo: me@example.org\n"
                                 "Subject: Mail delivery failed\n\n"
                                 "Unable to deliver message to: <ana@example.net>\n"
                                 "The server failed %swith: 550 No such user here\n";
    assert_true(is_bounce(arena_printf(arena, letter, "")));
    assert_recipient(0, "ana@example.net", "", true, false);
    assert_true(is_bounce(arena_printf(arena, letter, "after RCPT TO ")));
    assert_recipient(0, "ana@example.net", "5.1.1", true, true);
    assert_non_null(strstr(facts.recipients[0].reason, "no such user: "));
    assert_true(
        is_bounce("From: MAILER-DAEMON@example.org\nSubject: Undelivered Mail\n\n"
                  "Your message could not be delivered.\n\nana@example.net Invalid Address, "
                  "ERROR_CODE :550, mailbox unavailable\n"));
    assert_recipient(0, "ana@example.net", "", true, false);
}

/* The programs of mailing lists refuse for good; a letter that waits for a moderator is no bounce,
 * and neither is what a member writes of a refusal. */
static void refused_by_a_list(void **state)
{
    static const struct {
        const char *letter, *list; /* NULL: no bounce */
    } cases[] = {
        {"From: cooks-admin@example.net\nTo: me+tok@example.org\n"
         "Subject: You me@example.org are not member (cooks ML)\nX-MLServer: fml 4\n\n"
         "You are not a member of this mailing list <cooks@example.net>.\n",
         "cooks@example.net"},
        {"From: cooks-bounces@example.net\nX-Mailman-Version: 2.1\nList-Id: <cooks.example.net>\n"
         "Subject: Hello\n\nYou are not allowed to post to this mailing list, and your message has "
         "been automatically rejected. Ask cooks-owner@example.net.\n",
         "cooks@example.net"},
        {"From: LISTSERV@example.net\nTo: me+tok@example.org\nSubject: Rejected posting to "
         "COOKS@example.net\n\n"
         "You are not authorized to send to COOKS from your me@example.org account.\n",
         "COOKS@example.net"},
        {"From: cooks-bounces@example.net\nX-Mailman-Version: 2.1\n"
         "Subject: Your message to Cooks awaits moderator approval\n\nIt is being held. The "
         "reason: "
         "not a member of a list restricted to members\n",
         NULL},
        {"From: Ana <ana@example.net>\nX-Mailman-Version: 2.1\nX-BeenThere: cooks@example.net\n"
         "Subject: help\n\nIt says: You are not a member of this mailing list.\n",
         NULL},
        {"From: cooks-owner@example.net\nX-Mlmmj: yes\nSubject: Post to cooks@example.net "
         "denied\n\n"
         "The message could not be delivered to the list because you are not subscribed.\n",
         "cooks@example.net"},
        {"From: cooks-request@example.net\nX-Mailman-Version: 2.1\nSubject: Welcome to Cooks\n\n"
         "Only members may post to cooks@example.net; your message would be rejected else.\n",
         NULL},
        {"From: LISTSERV@example.net\nSubject: Output of your job\n\n"
         "Unknown command. You are not subscribed to any list.\n",
         NULL},
        {"From: cooks-request@example.net\nX-Mailman-Version: 2.1\nSubject: Cooks Digest, Vol 1\n\n"
         "1. my letter was rejected (Ana)\n",
         NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (is_bounce(cases[i].letter) != (cases[i].list != NULL))
            fail_msg("%s: %s", cases[i].letter, facts.class_why);
        if (cases[i].list)
            assert_recipient(0, cases[i].list, "", true, false);
    }
}

static void a_complaint(void **state)
{
    assert_true(is_bounce("From: fbl@example.net\nSubject: FW: hello\n"
                          "Content-Type: multipart/report; report-type=feedback-report; "
                          "boundary=b\n\n--b\n\nA complaint\n--b\n"
                          "Content-Type: message/feedback-report\n\nFeedback-Type: abuse\n"
                          "Original-Rcpt-To: <ana@example.net>\n\n--b--\n"));
    assert_string_equal(facts.kind, "complaint");
    assert_string_equal(facts.recipients[0].recipient, "ana@example.net");
    assert_false(facts.recipients[0].hard);
}

static void complaints_and_bounces_in_json(void **state)
{
    assert_true(is_bounce("From: no-reply@sns.example.net\nSubject: Notification\n\n"
                          "{\"notificationType\":\"Complaint\",\"complaint\":{"
                          "\"complainedRecipients\":[{\"emailAddress\":\"ana@example.net\"}],"
                          "\"complaintFeedbackType\":\"abuse\"}}\n"));
    assert_string_equal(facts.kind, "complaint");
    assert_int_equal(facts.recipients_count, 1);
    assert_string_equal(facts.recipients[0].recipient, "ana@example.net");
    assert_true(is_bounce("From: no-reply@sns.example.net\nSubject: Notification\n\n"
                          "{\"notificationType\":\"Bounce\",\"bounce\":{\"bouncedRecipients\":[{"
                          "\"emailAddress\":\"ana@example.net\",\"status\":\"5.1.1\","
                          "\"diagnosticCode\":\"smtp; 550 5.1.1 user unknown\"}]}}\n"));
    assert_recipient(0, "ana@example.net", "5.1.1", true, true);
    assert_false(is_bounce("From: ana@example.net\nSubject: Notification\n\n"
                           "complainedRecipients, what is that?\n"));
}

/* As a file, of whatever type. */
static void a_report_in_a_file(void **state)
{
    assert_true(is_bounce("From: MAILER-DAEMON@mx.example.net\nSubject: Undeliverable mail\n"
                          "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n"
                          "It could not be delivered, see details.txt.\n--b\n"
                          "Content-Type: application/octet-stream; name=details.txt\n\n"
                          "Reporting-MTA: dns; mx.example.net\n\n"
                          "Final-Recipient: rfc822; ana@example.net\nAction: failed\n"
                          "Status: 5.1.1\n--b--\n"));
    assert_recipient(0, "ana@example.net", "5.1.1", true, true);
}

/* Longer, and more of them, than any server writes. */
static void reports_beyond_measure(void **state)
{
    char *local = memset(arena_alloc(arena, 2001), 'a', 2000);
    assert_true(is_bounce(arena_printf(arena,
                                       REPORT "Final-Recipient: utf-8; %s\\x{EB}@example.net\n"
                                              "Action: failed\nStatus: 5.1.1\n\n--b--\n",
                                       local)));
    assert_recipient(0, arena_printf(arena, "%s\u00EB@example.net", local), "5.1.1", true, true);

    _cleanup_(buf_release) struct buf b = BUF_INIT(1024 * 1024);
    buf_adds(&b, "From: listserv@lists.example.net\nSubject: no\n"
                 "Content-Type: multipart/report; boundary=b\n\n--b\n\nYou are not a member of "
                 "this list: you are on the guest list of things@lists.example.net.\n--b\n"
                 "Content-Type: message/delivery-status\n\n");
    for (int i = 0; i < 300; i++)
        buf_addf(&b, "Final-Recipient: rfc822; a%d@example.net\nAction: failed\n\n", i);
    buf_adds(&b, "--b--\n");
    assert_false(is_bounce(buf_str(&b)));
}

static void reasons_are_cut_between_characters(void **state)
{
    static const char e[] = "\u00E9";
    for (size_t i = 0; i < 2; i++) {
        const char *said = i ? "550 5.1.1 Unknown user " : "550 5.1.1 Unknown  user ";
        _cleanup_(buf_release) struct buf b = BUF_INIT(8192);
        buf_addf(&b,
                 REPORT "Final-Recipient: rfc822; a@example.net\nAction: failed\n"
                        "Diagnostic-Code: smtp; %s",
                 said);
        for (int n = 0; n < 400; n++)
            buf_adds(&b, e);
        buf_adds(&b, "\n\n--b--\n");
        assert_true(is_bounce(buf_str(&b)));
        const char *reason = facts.recipients[0].reason;
        assert_int_equal(utf8_check(reason, strlen(reason)), strlen(reason));
    }
}

static void what_waits_is_delayed(void **state)
{
    static const struct {
        const char *words;
        bool permanent;
    } cases[] = {
        {"Unable to contact host for 1 day, will continue trying", false},
        {"It timed out; the server will try again later", false},
        {"Unable to contact host for 5 days; will not continue trying", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(is_bounce(arena_printf(arena,
                                           "From: MAILER-DAEMON@mx.example.net\n"
                                           "Subject: Undeliverable mail\n\n"
                                           "Not delivered to: ana@example.net\n%s\n",
                                           cases[i].words)));
        if (facts.recipients[0].permanent != cases[i].permanent)
            fail_msg("%s", cases[i].words);
    }
}

/* Without a report that programs can read. */
static void what_arrived_is_no_bounce(void **state)
{
    static const char *const letters[] = {
        "From: MAILER-DAEMON@mx.example.net\nSubject: Successful Mail Delivery Report\n\n"
        "Your message was successfully delivered to the destination(s) listed below. You may\n"
        "still receive notifications of mail delivery errors from other systems.\n\n"
        "<ana@example.net>: delivery via mx.example.net[192.0.2.1]:25: 250 2.1.5 Ok\n",
        "From: MAILER-DAEMON@mx.example.net\nSubject: Return receipt\n\n"
        "   ----- The following addresses had successful delivery notifications -----\n"
        "<ana@example.net>  (relayed to non-DSN-aware mailer)\n",
    };
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        if (is_bounce(letters[i]))
            fail_msg("taken for a bounce (%s):\n%s", facts.class_why, letters[i]);
}

/* By the sender alone: who has no address, and who writes of nothing else. */
static void who_else_would_write(void **state)
{
    assert_true(is_bounce("From: <>\nTo: me@example.org\nSubject: Delivery Status\n\n"
                          "    --- The following addresses had delivery problems ---\n\n"
                          "<ana@example.net>   (ana@example.net... No such user)\n"));
    assert_recipient(0, "ana@example.net", "5.1.1", true, true);
    assert_true(is_bounce("From: MAILER-DAEMON@mx.example.net\nSubject: Undeliverable mail\n\n"
                          "The message was undeliverable to the following:\n\tana (not found)\n"));
    assert_int_equal(facts.recipients_count, 0);
    assert_true(is_bounce("From: postmaster@mx.example.net\nSubject: BANNED contents from you\n\n"
                          "Our content checker found a banned name in email from you to:\n"
                          "-> ana@example.net\n\nDelivery of the email was stopped!\n"));
    assert_recipient(0, "ana@example.net", "5.7.1", true, false);
}

/* What came after the refusal, or before it on the way, is not why. */
static void the_refusal_among_the_answers(void **state)
{
    assert_true(is_bounce("From: MAILER-DAEMON@mx.example.net\nSubject: Returned mail\n\n"
                          "  --- The following addresses had permanent fatal errors ---\n"
                          "<ana@example.net>\n    (reason: 550 5.5.0 Invalid recipient)\n"
                          "  --- Transcript of session follows ---\n>>> RCPT To:<ana@example.net>\n"
                          "<<< 550 5.5.0 Invalid recipient\n>>> RSET\n"
                          "<<< 421 4.7.0 Error: too many errors\n"));
    assert_recipient(0, "ana@example.net", "5.5.0", true, true);
    assert_true(is_bounce("From: MAILER-DAEMON@mx.example.net\nSubject: Returned mail\n\n"
                          "<ana@example.net>: 550 5.4.300 Message expired -> 421 4.4.0 refused\n"));
    assert_recipient(0, "ana@example.net", "5.4.300", true, false);
}

/* A channel is nobody's address in the text either. */
static void a_channel_in_the_text(void **state)
{
    assert_true(is_bounce("From: postmaster@mx.example.net\nSubject: Delivery has failed\n\n"
                          "Your message cannot be delivered:\n\n"
                          "  Recipient address: ana@ims-daemon\n"
                          "  Original address: ana@example.net\n  Reason: Over quota\n"));
    assert_int_equal(facts.recipients_count, 1);
    assert_recipient(0, "ana@example.net", "5.2.2", true, false);
}

static void people_who_tell_of_bounces(void **state)
{
    static const char *const letters[] = {
        "From: ana@example.net\nSubject: Undeliverable mail to my mentee\n\n"
        "My mail to bo@example.net came back as undeliverable: user unknown. What now?\n",
        "From: ana@example.net\nSubject: Re: Delivery Status Notification (Failure)\n\n"
        "I got this.\n\n> Final-Recipient: rfc822; bo@example.net\n> Status: 5.1.1\n",
        "From: ana@example.net\nSubject: Fwd: Undelivered Mail\n"
        "Content-Type: multipart/mixed; boundary=f\n\n--f\n\nWhat is this?\n--f\n"
        "Content-Type: message/rfc822\n\n" REPORT
        "Final-Recipient: rfc822; bo@example.net\nAction: failed\nStatus: 5.1.1\n\n--b--\n--f--\n",
        "From: ana@example.net\nSubject: hello\n\nWe met at the office.\n",
    };
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        if (is_bounce(letters[i]))
            fail_msg("taken for a bounce (%s):\n%s", facts.class_why, letters[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_report, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(recipients_without_a_blank_line_between, setup,
                                        arena_teardown),
        cmocka_unit_test_setup_teardown(delayed_or_arrived_is_not_failed, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(words_of_servers, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(words_and_the_status_field, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(each_recipient_has_its_own_step, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(recipients_in_a_row, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(a_letter_from_one_to_another, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(words_for_several_at_once, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(a_channel_is_no_recipient, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(no_such_user_and_who_says_it, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(groups_in_the_text, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(without_a_report, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(retold_without_the_step, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(refused_by_a_list, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(a_complaint, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(complaints_and_bounces_in_json, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(a_report_in_a_file, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(what_waits_is_delayed, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(what_arrived_is_no_bounce, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(who_else_would_write, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(the_refusal_among_the_answers, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(a_channel_in_the_text, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(people_who_tell_of_bounces, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(reports_beyond_measure, setup, arena_teardown),
        cmocka_unit_test_setup_teardown(reasons_are_cut_between_characters, setup, arena_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
