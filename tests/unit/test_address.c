/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/address.h"
#include "tests/unit/unit.h"

#define LONG_LOCAL "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static void which_are_valid(void **state)
{
    static const char *const good[] = {
        "ana@example.org",       "a.b+c@mail.example.org", "o'brien@example.org",  "x@localhost",
        "ana@b\u00FCro.example", "ANA@EXAMPLE.ORG",        "x@xn--bro-hoa.example"};
    static const char *const bad[] = {"",
                                      "ana",
                                      "@example.org",
                                      "ana@",
                                      "a@b@example.org",
                                      "an a@example.org",
                                      "ana@exa mple.org",
                                      "ana@example..org",
                                      "ana@.org",
                                      "ana@-x.org",
                                      "ana@x-.org",
                                      ".ana@example.org",
                                      "an..a@example.org",
                                      "ana.@example.org",
                                      "<ana@example.org>",
                                      "ana@[127.0.0.1]",
                                      "\"ana\"@example.org",
                                      "ana@example.org\r\nBcc: x@example.org",
                                      "@relay.example:ana@example.org",
                                      "ana@example.org,b@example.org",
                                      "ana@example.org.",
                                      "\u00E9t\u00E9@example.org",
                                      "ana@\xFF.org",
                                      "a\x01@example.org",
                                      LONG_LOCAL "@example.org"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (!address_valid(good[i]))
            fail_msg("refused: %s", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (address_valid(bad[i]))
            fail_msg("accepted: %s", bad[i]);
    assert_false(address_valid(NULL));
}

static void normal_forms(void **state)
{
    _cleanup_(arena_freep) struct arena *a = arena_new(100000);
    assert_string_equal(address_normal(a, " Ana.B@Example.ORG. \n"), "ana.b@example.org");
    assert_null(address_normal(a, "Ana <ana@example.org>"));
    assert_null(address_normal(a, NULL));
    assert_true(address_equal("Ana@example.org", "ana@EXAMPLE.org."));
    assert_false(address_equal("ana@example.org", "ana@example.com"));
    assert_false(address_equal("", ""));
}

static void tokens(void **state)
{
    _cleanup_(arena_freep) struct arena *a = arena_new(100000);
    const char *self = "mentors@example.org";
    char *with = address_with_token(a, self, "k7Xy-2");
    assert_string_equal(with, "mentors+k7Xy-2@example.org");
    assert_string_equal(address_token(a, self, with), "k7Xy-2");
    assert_string_equal(address_token(a, self, "MENTORS+k7@Example.org"), "k7");
    assert_null(address_token(a, self, "mentors@example.org"));
    assert_null(address_token(a, self, "mentors+@example.org"));
    assert_null(address_token(a, self, "mentors+k7@example.com"));
    assert_null(address_token(a, self, "mentor+k7@example.org"));
    assert_null(address_token(a, self, "mentors+k7@evil.example@example.org"));
    assert_null(address_token(a, self, "mentors+<k7>@example.org"));
    assert_null(address_token(a, self, "no address"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(which_are_valid),
        cmocka_unit_test(normal_forms),
        cmocka_unit_test(tokens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
