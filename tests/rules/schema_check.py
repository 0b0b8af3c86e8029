# SPDX-License-Identifier: GPL-2.0-or-later
"""Checks files as an editor does: schema_check.py SCHEMA.json FILE...

A line a file: "good FILE" or "bad FILE: where: why"."""
import json
import os
import sys

import jsonschema
import yaml

sys.path.insert(0, os.path.dirname(__file__))
from yaml12 import Loader

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
