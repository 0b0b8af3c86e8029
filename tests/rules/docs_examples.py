# SPDX-License-Identifier: GPL-2.0-or-later
"""The examples of docs/rules.md, each in the programme that it is taken from.

docs_examples.py DOCS SCHEMA OUT PROGRAMME...

Lines of an example stand in their order in the rules.yaml of a programme. That part of the file,
from the first of them to the last, is replaced by the example as it stands in the docs; what comes
of it is a programme in OUT/NUMBER, to be checked like any other. An example of a tests.yaml is the
whole one of its programme there. A line an example: "load" or "play", its programme in OUT and its
first line; or "none" and its first line.

Then a line "missing" for each key of the schema that no example has, and each word that the page
does not say."""
import json
import os
import re
import shutil
import sys

import yaml

sys.path.insert(0, os.path.dirname(__file__))
from yaml12 import Loader

docs, schema_file, out, *programmes = sys.argv[1:]
schema = json.load(open(schema_file, encoding="utf-8"))
shown, said = set(), set()


def bare(line):
    return re.sub(r"\s*#.*", "", line).strip()


def blocks():
    text = open(docs, encoding="utf-8").read()
    return [m.group(1).splitlines() for m in re.finditer(r"^```yaml\n(.*?)^```", text, re.M | re.S)]


def places(wanted, lines):
    """Where the lines stand in their order: (first, last) for each place of the first one."""
    for start, line in enumerate(lines):
        if line != wanted[0]:
            continue
        at = start
        for want in wanted[1:]:
            at += 1
            while at < len(lines) and lines[at] != want:
                at += 1
        if at < len(lines):
            yield start, at


def splice(example, name):
    """The programme, the lines of its file with the example in place, and where that begins."""
    wanted = [bare(line) for line in example if bare(line)]
    best = None
    for programme in programmes:
        lines = open(f"{programme}/{name}", encoding="utf-8").read().splitlines()
        for first, last in places(wanted, [bare(line) for line in lines]):
            if best is None or last - first < best[0]:
                best = last - first, programme, lines[:first] + example + lines[last + 1:], first
    return best and best[1:]


# --- which keys of the schema an example shows ------------------------------------------------------


def options(node):
    """The schemas that a value may fit, with the names of their definitions."""
    if "$ref" in node:
        name = node["$ref"].rsplit("/", 1)[1]
        yield from ((name if n is None else n, s) for n, s in options(schema["definitions"][name]))
    elif "anyOf" in node and "properties" not in node:
        for one in node["anyOf"]:
            yield from options(one)
    else:
        yield None, node


def walk(node, value, first, last):
    for name, one in options(node):
        if isinstance(value, yaml.SequenceNode) and one.get("type") == "array":
            for item in value.value:
                walk(one.get("items", {}), item, first, last)
        if isinstance(value, yaml.ScalarNode) and first <= value.start_mark.line < last:
            said.update(word for word in one.get("enum", []) if word == value.value)
        if not isinstance(value, yaml.MappingNode) or one.get("type") != "object":
            continue
        properties, others = one.get("properties", {}), one.get("additionalProperties")
        keys = {key.value for key, _ in value.value}
        if not set(one.get("required", [])) <= keys or (others is False and keys - set(properties)):
            continue
        for key, item in value.value:
            if key.value in properties and first <= key.start_mark.line < last:
                shown.add((name or "programme", key.value))
            walk(properties.get(key.value) or others or {}, item, first, last)


def words(node):
    if isinstance(node, dict):
        yield from (word for word in node.get("enum", []) if isinstance(word, str))
        node = list(node.values())
    if isinstance(node, list):
        for one in node:
            yield from words(one)


def put(number, programme, name, lines):
    """A copy of the programme with the lines as that file; its folder."""
    folder = f"{number}/{os.path.basename(programme)}"
    shutil.copytree(programme, f"{out}/{folder}")
    shutil.copytree("programmes/letters", f"{out}/{number}/letters")
    with open(f"{out}/{folder}/{name}", "w", encoding="utf-8") as f:
        f.write("\n".join(lines) + "\n")
    return folder


for number, example in enumerate(blocks(), 1):
    is_test = example[0].startswith("rules: ")
    name = "tests.yaml" if is_test else "rules.yaml"
    title = bare(next(line for line in example if bare(line)))
    found = splice(example, name)
    if not found:
        print("none -", title)
        continue
    programme, lines, first = found
    folder = put(number, programme, name, example if is_test else lines)
    print("play" if is_test else "load", folder, title)
    if not is_test:
        tree = yaml.compose("\n".join(lines) + "\n", Loader)
        walk(schema, tree, first, first + len(example))

tables = {"programme": schema, **schema["definitions"]}
page = open(docs, encoding="utf-8").read()
for table, definition in tables.items():
    for key in definition["properties"]:
        if (table, key) not in shown and not (table == "step" and key in said):
            print(f"missing - {key} of {table}")
for word in sorted(set(words(schema)) - {"true", "false"}):
    if not re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", page):
        print(f"missing - {word}")
