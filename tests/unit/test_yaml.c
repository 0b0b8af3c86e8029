/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/unit.h"
#include "yaml/yaml.h"
#include <string.h>

struct fixture {
    struct arena *arena;
    struct diags diags;
    struct buf printed;
};

static int setup(void **state)
{
    struct fixture *f = test_calloc(1, sizeof *f);

    f->arena = arena_new(32 << 20);
    f->printed = BUF_INIT(1 << 20);
    diags_init(&f->diags, f->arena);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;

    arena_free(f->arena);
    buf_release(&f->printed);
    test_free(f);
    return 0;
}

static struct ynode *parse(struct fixture *f, const char *text)
{
    return yaml_parse(f->arena, "rules.yaml", text, strlen(text), &f->diags);
}

/* What check would print, then all forgotten. */
static const char *printed(struct fixture *f)
{
    buf_reset(&f->printed);
    diags_print(&f->diags, &f->printed);
    diags_init(&f->diags, f->arena);
    return buf_str(&f->printed);
}

static struct ynode *parse_good(struct fixture *f, const char *text)
{
    struct ynode *root = parse(f, text);

    assert_string_equal(printed(f), "");
    assert_non_null(root);
    return root;
}

static void assert_refused(struct fixture *f, const char *text, const char *message)
{
    assert_null(parse(f, text));
    assert_string_equal(printed(f), message);
}

static void nodes_know_their_place(void **state)
{
    struct ynode *root = parse_good(*state, "\xef\xbb\xbf# rules\n"
                                            "title: Zo\xc3\xab\n"
                                            "rules:\n"
                                            "  - {n\xc3\xa9: 'on', wait: ~}\n"
                                            "  - |\n"
                                            "    text\n");
    struct ynode *first = ynode_get(root, "rules")->first;
    struct ynode *wait = ynode_get(first, "wait");

    assert_int_equal(root->count, 2);
    assert_string_equal(ynode_get(root, "title")->text, "Zo\xc3\xab");
    assert_int_equal(ynode_get(root, "title")->pos.line, 2);
    assert_int_equal(ynode_get(root, "title")->pos.column, 8);
    assert_int_equal(wait->key_pos.line, 4);
    assert_int_equal(wait->key_pos.column, 16);
    assert_string_equal(wait->pos.file, "rules.yaml");
    assert_string_equal(wait->text, "");
    assert_false(wait->quoted);
    assert_true(first->first->quoted);
    assert_string_equal(first->next->text, "text\n");
    assert_true(first->next->quoted);
    assert_null(ynode_get(root, "nothing"));
    assert_null(ynode_get(first->next, "nothing"));
}

static void an_empty_document_is_an_empty_map(void **state)
{
    static const char *const empty[] = {"",      "\n\n",    "# nothing\n",
                                        "---\n", "--- ~\n", "---\n...\n"};

    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
        struct ynode *root = parse_good(*state, empty[i]);

        assert_int_equal(root->kind, YNODE_MAP);
        assert_int_equal(root->count, 0);
    }
}

static void what_the_subset_lacks_is_refused(void **state)
{
    assert_refused(
        *state, "a: &x 1\n",
        "rules.yaml:1:4: error: anchors (&name) are not used here: write the value out\n");
    assert_refused(*state, "a: !!str 1\n",
                   "rules.yaml:1:4: error: tags (!name) are not used here: a text that begins with "
                   "! must be quoted\n");
    assert_refused(*state, "a: 1\nb: *x\n",
                   "rules.yaml:2:4: error: aliases (*name) are not used here: a text that begins "
                   "with * must be put in quotes\n");
    assert_refused(*state, "*x\n",
                   "rules.yaml:1:1: error: aliases (*name) are not used here: a text that begins "
                   "with * must be put in quotes\n");
    assert_refused(*state, "a: 1\n---\nb: 2\n",
                   "rules.yaml:2:1: error: a second document begins here: a file holds one only\n");
    assert_refused(*state, "a: 1\nb: 2\n  \n\"a\": 3\na: 4\n",
                   "rules.yaml:4:1: error: \"a\" is given twice: it stands in line 1 already\n"
                   "rules.yaml:5:1: error: \"a\" is given twice: it stands in line 1 already\n");
    assert_refused(*state, "subject: {{name}}\n",
                   "rules.yaml:1:11: error: a key must be a word: a text that begins with { or [ "
                   "must be put in quotes\n");
    assert_refused(*state, "'': x\n", "rules.yaml:1:1: error: a key is missing before the colon\n");
}

static void several_breaches_are_told_at_once(void **state)
{
    assert_refused(*state, "a: &x 1\nb: *x\na: 2\n",
                   "rules.yaml:1:4: error: anchors (&name) are not used here: write the value out\n"
                   "rules.yaml:2:4: error: aliases (*name) are not used here: a text that begins "
                   "with * must be put in quotes\n"
                   "rules.yaml:3:1: error: \"a\" is given twice: it stands in line 1 already\n");
}

static void broken_yaml_is_told_plainly(void **state)
{
    assert_refused(
        *state, "a:\n  b: 1\n\tc: 2\n",
        "rules.yaml:3:1: error: a tab indents this line: YAML allows only spaces there\n");
    assert_refused(
        *state, "a:\n  - b\n  \t- c: 1\n",
        "rules.yaml:3:3: error: a tab indents this line: YAML allows only spaces there\n");
    assert_refused(*state, "subject: Reminder: call\n",
                   "rules.yaml:1:18: error: a colon is not expected here: check the indentation, "
                   "and put a text that contains \": \" in quotes\n");
    assert_refused(*state, "a: 'x\nb: 2\n",
                   "rules.yaml:1:4: error: quotes are opened here and never closed\n");
    assert_refused(*state, "a: [1, 2\nb: 3\n",
                   "rules.yaml:2:2: error: a list in [ ] lacks a comma or its \"]\"; it begins in "
                   "line 1\n");
    assert_refused(
        *state, "a: 1\nb\nc: 2\n",
        "rules.yaml:2:1: error: a line without a colon and a blank behind it: write \"key: "
        "value\"\n");
    assert_refused(*state, "a: @x\n",
                   "rules.yaml:1:4: error: a text can't begin with this character: put it in "
                   "quotes\n");
    assert_refused(*state, "a:\n    b: 1\n  c: 2\n",
                   "rules.yaml:3:3: error: this does not fit the map that it stands in: check the "
                   "indentation\n");
}

static void slips_of_the_hand_are_told_as_such(void **state)
{
    static const char apostrophe[] = "error: the text in quotes ends before this: write an "
                                     "apostrophe in it twice (''), or put the text in \"...\"\n";

    assert_refused(
        *state, "title: 'Anna's visits'\n",
        arena_printf(((struct fixture *)*state)->arena, "rules.yaml:1:14: %s", apostrophe));
    assert_refused(
        *state, "title: 'The volunteers' visits'\n",
        arena_printf(((struct fixture *)*state)->arena, "rules.yaml:1:25: %s", apostrophe));
    assert_refused(*state, "title: \"say \"no\" now\"\n",
                   "rules.yaml:1:14: error: the text in quotes ends before this: write \\\" for a "
                   "quotation mark in it, or put the text in '...'\n");
    assert_refused(*state, "a:\n  - b: 1\n  -c: 2\n",
                   "rules.yaml:3:3: error: a blank must follow the dash: write \"- \"\n");
    assert_refused(*state, "a: 1\nb:2\nc: 3\n",
                   "rules.yaml:2:1: error: a line without a colon and a blank behind it: write "
                   "\"key: value\"\n");
    assert_refused(
        *state, "a: 1\nb:\xc2\xa0\x32\nc: 3\n",
        "rules.yaml:2:3: error: this blank is a non-breaking space, which looks like one "
        "but is none here: type it anew\n");
    assert_refused(
        *state, "a:\n  b: 1\n\xc2\xa0 c: 2\n",
        "rules.yaml:3:1: error: this blank is a non-breaking space, which looks like one "
        "but is none here: type it anew\n");
}

static void blanks_and_quotes_of_word_processors(void **state)
{
    struct ynode *root = parse_good(*state, "wait: 7\xc2\xa0"
                                            "days\nb: \"7\xc2\xa0"
                                            "days\"\n");

    assert_string_equal(root->first->text, "7 days");
    assert_string_equal(root->first->next->text, "7\xc2\xa0"
                                                 "days");
    assert_non_null(parse(*state, "at: \xe2\x80\x9c"
                                  "10:00\xe2\x80\x9d\n"));
    assert_string_equal(printed(*state),
                        "rules.yaml:1:5: warning: these quotation marks are typographic ones, and "
                        "become part of the text: write straight ones, \"...\"\n");
}

static void only_utf8_text_is_read(void **state)
{
    struct fixture *f = *state;

    assert_refused(f, "a: 1\nn\xc3\xa9: Zo\xeb\n",
                   "rules.yaml:2:7: error: the text is not in UTF-8: save the file as UTF-8\n");
    assert_null(yaml_parse(f->arena, "rules.yaml", "a: \0b\n", 6, &f->diags));
    assert_string_equal(printed(f), "rules.yaml:1:4: error: the file holds a NUL character\n");
    assert_refused(f, "a: \"b\\0c\"\n", "rules.yaml:1:4: error: the text holds a NUL character\n");
    assert_refused(f, "a: \x01\n", "rules.yaml: error: the file holds a control character\n");
}

/* Returns what refusing took of the arena: what is refused at once takes next to nothing. */
static size_t bytes_to_refuse(struct fixture *f, const char *text, size_t len)
{
    size_t before = arena_used(f->arena);

    assert_null(yaml_parse(f->arena, "rules.yaml", text, len, &f->diags));
    assert_true(f->diags.errors >= 1 && f->diags.errors <= 21);
    printed(f);
    return arena_used(f->arena) - before;
}

static void hostile_files_are_refused_at_once(void **state)
{
    struct fixture *f = *state;
    size_t size = YAML_MAX_BYTES + 1;
    char *text = test_malloc(size);

    memset(text, '[', 100000);
    assert_true(bytes_to_refuse(f, text, 100000) < 20000);
    for (size_t i = 0; i < 100000; i++)
        text[i] = "- "[i % 2];
    assert_true(bytes_to_refuse(f, text, 100000) < 20000);
    for (size_t i = 0; i < size; i++)
        text[i] = "[a,"[i ? 1 + i % 2 : 0];
    assert_true(bytes_to_refuse(f, text, size - 1) < 20000);
    memset(text, ' ', size);
    assert_true(bytes_to_refuse(f, text, size) < 1000);
    test_free(text);
}

static void a_billion_laughs_are_not_heard(void **state)
{
    _cleanup_(buf_release) struct buf laughs = BUF_INIT(100000);

    buf_adds(&laughs, "a0: &a0 [lol, lol]\n");
    for (int i = 1; i < 30; i++) {
        buf_addf(&laughs, "a%d: &a%d [", i, i);
        for (int j = 0; j < 10; j++)
            buf_addf(&laughs, "*a%d, ", i - 1);
        buf_adds(&laughs, "x]\n");
    }
    assert_true(bytes_to_refuse(*state, laughs.data, laughs.len) < 20000);
}

static void many_keys_are_no_trouble(void **state)
{
    _cleanup_(buf_release) struct buf text = BUF_INIT(YAML_MAX_BYTES);

    for (int i = 0; i < YAML_MAX_NODES - 1; i++)
        buf_addf(&text, "k%d: 1\n", i);
    assert_int_equal(parse_good(*state, buf_str(&text))->count, YAML_MAX_NODES - 1);
    assert_true(arena_used(((struct fixture *)*state)->arena) < 16 << 20);
    buf_adds(&text, "one: more\n");
    assert_true(bytes_to_refuse(*state, text.data, text.len) < 16 << 20);
}

static const struct ykey STEP_KEYS[] = {
    {"attempt", YKEY_REQUIRED | YKEY_SCALAR, "the letter to send"},
    {"wait", YKEY_SCALAR, NULL},
    {"tell", YKEY_SCALAR | YKEY_LIST, NULL},
    {"answers", YKEY_MAP, NULL},
    {"any", 0, NULL},
    {0},
};

static int check(struct fixture *f, const char *text)
{
    return ynode_check(parse_good(f, text), STEP_KEYS, "a step", &f->diags);
}

static void maps_are_checked_against_their_tables(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(check(f, "attempt: x\nwait: 7 days\ntell: [a, b]\nanswers: {a: b}\nany:\n"),
                     0);
    assert_string_equal(printed(f), "");
    assert_int_equal(check(f, "atempt: x\nwhatever: 1\n"), -1);
    assert_string_equal(
        printed(f),
        "rules.yaml:1:1: error: a step needs \"attempt\": the letter to send\n"
        "rules.yaml:1:1: error: unknown key \"atempt\" in a step: did you mean \"attempt\"?\n"
        "rules.yaml:2:1: error: unknown key \"whatever\" in a step\n");
    assert_int_equal(check(f, "attempt: [x]\nanswers: 3\ntell: {}\n"), -1);
    assert_string_equal(
        printed(f),
        "rules.yaml:1:10: error: \"attempt\" takes a single value, not a list\n"
        "rules.yaml:2:10: error: \"answers\" takes a map (\"key: value\" lines), not a single "
        "value\n"
        "rules.yaml:3:7: error: \"tell\" takes a single value or a list, not a map (\"key: "
        "value\" lines)\n");
    assert_int_equal(check(f, "attempt:\nanswers:\nwait:\n"), -1);
    assert_string_equal(printed(f),
                        "rules.yaml:1:1: error: \"attempt\" is empty: it takes a single value\n"
                        "rules.yaml:2:1: error: \"answers\" is empty: it takes a map (\"key: "
                        "value\" lines)\n");
    assert_int_equal(check(f, "- x\n"), -1);
    assert_string_equal(printed(f), "rules.yaml:1:1: error: a step is a map (\"key: value\" "
                                    "lines), not a list\n");
}

static int days(struct fixture *f, const char *text)
{
    int result = -5;

    ynode_days(ynode_get(parse_good(f, text), "wait"), &result, &f->diags);
    return result;
}

static void durations_are_civil_days(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(days(f, "wait: 7 days"), 7);
    assert_int_equal(days(f, "wait: 1 day"), 1);
    assert_int_equal(days(f, "wait: 2 weeks"), 14);
    assert_int_equal(days(f, "wait: \"1 week\""), 7);
    assert_string_equal(printed(f), "");
    assert_int_equal(days(f, "wait: 36 hours"), -5);
    assert_string_equal(printed(f), "rules.yaml:1:7: error: \"wait\": whole days are meant, such "
                                    "as \"2 days\", not \"36 hours\"\n");
    days(f, "wait: 24 hours");
    assert_string_equal(printed(f), "rules.yaml:1:7: error: \"wait\": whole days are meant, such "
                                    "as \"1 day\", not \"24 hours\"\n");
    days(f, "wait: 90 minutes");
    assert_string_equal(printed(f), "rules.yaml:1:7: error: \"wait\": whole days are meant, such "
                                    "as \"1 day\", not \"90 minutes\"\n");
    days(f, "wait: 7");
    assert_string_equal(printed(f), "rules.yaml:1:7: error: \"wait\": 7 what? Write \"7 days\"\n");
    days(f, "wait: 1 month");
    assert_string_equal(printed(f), "rules.yaml:1:7: error: \"wait\": months differ in length: "
                                    "write days or weeks, such as \"4 weeks\"\n");
    days(f, "wait: 99999999999999999999 weeks");
    assert_string_equal(printed(f), "rules.yaml:1:7: error: \"wait\": \"99999999999999999999 "
                                    "weeks\" is more than 3660 days\n");
    days(f, "wait: soon");
    assert_string_equal(printed(f), "rules.yaml:1:7: error: \"wait\": a number of days or weeks, "
                                    "such as \"7 days\", is meant, not \"soon\"\n");
}

static void numbers_and_truths(void **state)
{
    struct fixture *f = *state;
    struct ynode *map = parse_good(f, "a: -3\nb: 12x\nc: yes\nd: false\ne: maybe\nf: \nx: 1e3\n");
    int64_t number = 0;
    bool truth = false;

    assert_int_equal(ynode_int(ynode_get(map, "a"), -5, 5, &number, &f->diags), 0);
    assert_int_equal(number, -3);
    assert_int_equal(ynode_int(ynode_get(map, "a"), 0, 5, &number, &f->diags), -1);
    assert_int_equal(ynode_int(ynode_get(map, "b"), 0, 50, &number, &f->diags), -1);
    assert_int_equal(ynode_int(ynode_get(map, "x"), 0, 5000, &number, &f->diags), -1);
    assert_int_equal(ynode_bool(ynode_get(map, "c"), &truth, &f->diags), 0);
    assert_true(truth);
    assert_int_equal(ynode_bool(ynode_get(map, "d"), &truth, &f->diags), 0);
    assert_false(truth);
    assert_int_equal(ynode_bool(ynode_get(map, "e"), &truth, &f->diags), -1);
    assert_int_equal(ynode_bool(ynode_get(map, "f"), &truth, &f->diags), -1);
    assert_string_equal(printed(f),
                        "rules.yaml:1:4: error: \"a\": -3 is out of range: 0 to 5 is meant\n"
                        "rules.yaml:2:4: error: \"b\": a whole number is meant, not \"12x\"\n"
                        "rules.yaml:5:4: error: \"e\": yes or no is meant, not \"maybe\"\n"
                        "rules.yaml:6:3: error: \"f\": yes or no is meant, but it is empty\n"
                        "rules.yaml:7:4: error: \"x\": a whole number is meant, not \"1e3\"\n");
}

static void strings_are_one_or_many(void **state)
{
    struct fixture *f = *state;
    struct ynode *map = parse_good(f, "a: x\nb: [x, y]\nc: []\nd: {x: y}\ne: [x, [y]]\nf:\n");
    const char **strings;
    size_t count = 9;

    strings = ynode_strings(f->arena, ynode_get(map, "a"), &count, &f->diags);
    assert_int_equal(count, 1);
    assert_string_equal(strings[0], "x");
    assert_null(strings[1]);
    strings = ynode_strings(f->arena, ynode_get(map, "b"), NULL, &f->diags);
    assert_string_equal(strings[1], "y");
    assert_null(strings[2]);
    strings = ynode_strings(f->arena, ynode_get(map, "c"), &count, &f->diags);
    assert_int_equal(count, 0);
    assert_null(strings[0]);
    assert_int_equal(f->diags.count, 0);
    assert_null(ynode_strings(f->arena, ynode_get(map, "d"), &count, &f->diags));
    assert_null(ynode_strings(f->arena, ynode_get(map, "e"), &count, &f->diags));
    assert_null(ynode_strings(f->arena, ynode_get(map, "f"), &count, &f->diags));
    assert_int_equal(f->diags.errors, 3);
}

#define yaml_test(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        yaml_test(nodes_know_their_place),
        yaml_test(an_empty_document_is_an_empty_map),
        yaml_test(what_the_subset_lacks_is_refused),
        yaml_test(several_breaches_are_told_at_once),
        yaml_test(broken_yaml_is_told_plainly),
        yaml_test(slips_of_the_hand_are_told_as_such),
        yaml_test(blanks_and_quotes_of_word_processors),
        yaml_test(only_utf8_text_is_read),
        yaml_test(hostile_files_are_refused_at_once),
        yaml_test(a_billion_laughs_are_not_heard),
        yaml_test(many_keys_are_no_trouble),
        yaml_test(maps_are_checked_against_their_tables),
        yaml_test(durations_are_civil_days),
        yaml_test(numbers_and_truths),
        yaml_test(strings_are_one_or_many),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
