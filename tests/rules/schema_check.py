# SPDX-License-Identifier: GPL-2.0-or-later
"""Checks files as an editor does: schema_check.py SCHEMA.json FILE...

A line a file: "good FILE" or "bad FILE: where: why"."""
import json
import re
import sys

import jsonschema
import yaml


class Loader(yaml.CSafeLoader):
    """As YAML 1.2, and so editors, read it: "on" and "10:00" are words."""

    yaml_implicit_resolvers = {}


Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?[0-9]+$"), list("-0123456789"))
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(true|false)$"), list("tf"))

with open(sys.argv[1], encoding="utf-8") as f:
    schema = json.load(f)
jsonschema.Draft7Validator.check_schema(schema)
validator = jsonschema.Draft7Validator(schema)

for path in sys.argv[2:]:
    with open(path, encoding="utf-8") as f:
        document = yaml.load(f, Loader)
    error = jsonschema.exceptions.best_match(validator.iter_errors(document))
    if error is None:
        print("good", path)
    else:
        print(f"bad {path}: {'/'.join(map(str, error.absolute_path))}: {error.message[:200]}")
