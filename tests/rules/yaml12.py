# SPDX-License-Identifier: GPL-2.0-or-later
"""YAML as editors and mentord read it: "on" and "10:00" are words."""
import re

import yaml


class Loader(yaml.CSafeLoader):
    yaml_implicit_resolvers = {}


Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?[0-9]+$"), list("-0123456789"))
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(true|false)$"), list("tf"))
