"""Holds docs/manifest.schema.json, the example in docs/manifest.md, the C++ writer and the C++ reader to each other.

validate_schema.py SCHEMA PAGE MANIFEST_LINES
"""

import copy
import json
import re
import subprocess
import sys

import jsonschema

WRONG_JOB = ["", "a b", "-a", ".", "a" * 65, 1, None]
WRONG_COMMIT = ["", "HEAD", "a" * 39, "A" * 40, 7]
WRONG_COUNT = [-1, 1.5, "1", True, 2**64]
WRONG_NUMBER = ["1", True, [], {}]
WRONG_TEXT = [1, True, [], {}]
WRONG_LIST = ["0--2", "", "3-", "a", ",", 3]
WRONG_WORD = [1, True, [], {}]  # any string may be a word of another program
UNKNOWN_WORDS = ["", "OK", "unheard of"]

# Each path is broken with each value; the schema and the reader must both refuse it.
BROKEN = {
    "cb": [0, 2, "1", None, 1.5],
    "job": WRONG_JOB,
    "status": UNKNOWN_WORDS + [1, None],
    "source": [None, [], "x"],
    "source/repo": ["", None, 1],
    "source/url": WRONG_TEXT,
    "source/commit": WRONG_COMMIT,
    "source/parents": ["x", {}, [1], ["a"]],
    "source/branch": WRONG_TEXT,
    "source/tag": WRONG_TEXT,
    "source/pull": [[], 1, {}],
    "source/pull/number": WRONG_COUNT + [None],
    "source/pull/title": WRONG_TEXT + [None],
    "source/pull/trusted": [1, "true"],
    "source/author": WRONG_TEXT,
    "source/subject": WRONG_TEXT,
    "config": [[], 1],
    "config/name": WRONG_TEXT,
    "config/command": ["make", {}, [1]],
    "config/options": [[], "run", {"run": []}, {"run": {"cpu": 3}}, {"run": {"env": [1]}}, {"run": {"env": {}}}],
    "build": [[], 1, {}],
    "build/engine": WRONG_WORD + [None],
    "build/image": WRONG_TEXT + [None],
    "build/cached": [1, "no"],
    "build/wall_s": WRONG_NUMBER + [None],
    "run": [[], 1, {}],
    "run/engine": WRONG_WORD + [None],
    "run/argv": ["x", {}, [1]],
    "run/started_at": [1],
    "run/wall_s": WRONG_NUMBER,
    "run/overhead_s": WRONG_NUMBER,
    "run/warmup": WRONG_COUNT,
    "run/retried": WRONG_COUNT,
    "run/stopping": [[], 1, {}],
    "run/stopping/rule": WRONG_TEXT + [None],
    "run/stopping/low_s": WRONG_NUMBER,
    "run/against": [[], 1, {}],
    "run/against/seed": WRONG_COUNT + [None],
    "run/against/verdict": WRONG_TEXT + [None],
    "run/against/log_ratio": WRONG_NUMBER,
    "run/against/iterations": ["x", {}, [1]],
    "run/exit_code": [1.5, "0", 2**31],
    "run/signal": [1.5, "9", -(2**31) - 1],
    "run/outcome": WRONG_WORD + [None],
    "run/pins": [None, [], {}],
    "run/pins/cpus": WRONG_LIST,
    "run/pins/mems": WRONG_LIST,
    "run/pins/shm_bytes": WRONG_COUNT,
    "run/pins/aslr": WRONG_WORD + [None],
    "run/usage": [None, []],
    "run/usage/user_s": WRONG_NUMBER,
    "run/usage/peak_memory_bytes": WRONG_COUNT,
    "run/usage/minor_faults": WRONG_COUNT,
    "run/usage/unavailable": [[], {"a": 1}],
    "run/fitness/verdict": WRONG_WORD + [None],
    "run/fitness/reasons": ["x", [1], [{}], ["cpu_zero", 1], ["cpu_zero", {}], [{"code": "x", "weight": "clean"}, "x"]],
    "run/fitness/reasons/0/code": WRONG_TEXT + [None],
    "run/fitness/reasons/0/weight": WRONG_WORD + [None],
    "run/fitness/reasons/0/value": WRONG_NUMBER,
    "run/fitness/reasons/0/threshold": WRONG_NUMBER,
    "run/fitness/reasons/0/unit": WRONG_TEXT,
    "run/fitness/reasons/0/detail": WRONG_TEXT,
    "run/fitness/unavailable": [[], {"a": 1}],
    "run/host/key": WRONG_TEXT + [None],
    "run/host/cpus_online": WRONG_COUNT + [None],
    "run/host/facts": [[], {"a": None}],
    "run/iterations": [{}, [1], [{}]],
    "run/iterations/0/wall_s": WRONG_NUMBER + [None],
    "run/iterations/0/outcome": WRONG_WORD + [None],
    "run/iterations/0/usage/user_s": WRONG_NUMBER,
    "run/output": WRONG_TEXT + [None],
    "run/output_truncated": [0, "no"],
    "work": WRONG_TEXT + ["../x", ""],
    "attempt": WRONG_COUNT + [0],
    "asked_at": WRONG_TEXT,
    "worker": WRONG_TEXT + ["", "a" * 129],
    "parse/format": WRONG_TEXT + [None],
    "parse/found": WRONG_COUNT + [None],
    "parse/rejected/0/line": WRONG_COUNT + [None],
    "parse/rejected/0/reason": WRONG_TEXT + [None],
    "results": [{}, "x", [1], [{}]],
    "results/0/benchmark": WRONG_TEXT + [None],
    "results/0/metric": WRONG_TEXT + [None],
    "results/0/printed_units": ["s", {}, [1], [None]],
    "results/0/direction": WRONG_WORD,
    "results/0/values": [1, ["1"], [None], [True]],
    "results/0/summary": [[], {"min": "1"}],
    "results/0/lines": [[1], [[1]], [[1, 2, 3]], [[1, "2"]], [[-1, 1]]],
    "results/0/labels": [[], {"a": 1}],
}

# Refused only by the schema: the reader accepts these texts and numbers unchanged.
BROKEN_FOR_SCHEMA = {
    "source/authored_at": ["yesterday", "2026-01-31", "2026-13-01T00:00:00Z"],
    "source/committed_at": ["", "2026-01-31T08:00:00"],
    "run/started_at": [""],
    "run/wall_s": [-1],
    "store/backend": ["oracle", None],
    "store/new": [1, None],
    "store/replaced": [1],
    "parse/read_at": ["yesterday"],
    "failure": [{"stage": "run"}],
}


# Words that this cb does not know: the schema and the reader must both accept them.
OPEN = [
    "build/engine",
    "run/engine",
    "run/outcome",
    "run/pins/held_by",
    "run/pins/aslr",
    "run/fitness/verdict",
    "run/fitness/reasons/0/weight",
    "run/stopping/reason",
    "run/against/verdict",
    "run/iterations/0/outcome",
    "run/iterations/0/verdict",
    "results/0/direction",
]


def fail(message):
    sys.exit(f"validate_schema: {message}")


def example_in(page):
    """The one jsonc block of the page, without its comments."""
    blocks = re.findall(r"```jsonc\n(.*?)```", page, re.DOTALL)
    if len(blocks) != 1:
        fail(f"the page has {len(blocks)} jsonc blocks, not one")
    return json.loads(re.sub(r"\s// .*$", "", blocks[0], flags=re.MULTILINE))


def resolved(schema, root):
    """The schema of an object or array behind a $ref and behind 'or null'."""
    if "$ref" in schema:
        return resolved(root["$defs"][schema["$ref"].rsplit("/", 1)[1]], root)
    if "anyOf" in schema:
        return resolved(schema["anyOf"][0], root)
    return schema


def undescribed(value, schema, root, path=""):
    """Paths of members that the schema does not name."""
    schema = resolved(schema, root)
    if isinstance(value, dict) and "properties" in schema:
        for name, member in value.items():
            if name not in schema["properties"]:
                yield f"{path}/{name}"
            else:
                yield from undescribed(member, schema["properties"][name], root, f"{path}/{name}")
    elif isinstance(value, list) and "items" in schema:
        for i, element in enumerate(value):
            yield from undescribed(element, schema["items"], root, f"{path}/{i}")


def not_shown(value, schema, root, path=""):
    """Members of the schema that the example leaves out."""
    schema = resolved(schema, root)
    for name, member in schema.get("properties", {}).items():
        if not isinstance(value, dict) or name not in value:
            yield f"{path}/{name}"
        elif value[name] is not None:
            yield from not_shown(value[name], member, root, f"{path}/{name}")
    if "items" in schema and isinstance(value, list) and value:
        yield from not_shown(value[0], schema["items"], root, f"{path}/0")


def broken(manifest, path, value):
    """A copy of the manifest with one value replaced."""
    copied = copy.deepcopy(manifest)
    at = copied
    *above, last = path.split("/")
    for name in above:
        at = at[int(name) if isinstance(at, list) else name]
    at[last] = value
    return copied


def without(manifest, name):
    return {key: value for key, value in manifest.items() if key != name}


def check_broken(validator, program, full):
    cases = [(f"{path} = {value!r}", broken(full, path, value)) for path, values in BROKEN.items() for value in values]
    cases += [(f"no {name}", without(full, name)) for name in ("cb", "job", "status", "source")]
    cases += [("failed without failure", {**without(full, "failure"), "status": "failed"})]
    lines = "".join(json.dumps(manifest) + "\n" for _, manifest in cases)
    read = subprocess.run([program, "read"], input=lines, capture_output=True, text=True, check=True, timeout=60)
    verdicts = read.stdout.splitlines()
    if len(verdicts) != len(cases):
        fail(f"{len(cases)} lines were read and {len(verdicts)} answered")
    for (what, manifest), verdict in zip(cases, verdicts):
        if validator.is_valid(manifest):
            fail(f"the schema accepts {what}")
        if verdict == "accepted":
            fail(f"the reader accepts {what}")
    for path, values in BROKEN_FOR_SCHEMA.items():
        for value in values:
            manifest = broken({**full, "status": "failed"}, path, value)
            if validator.is_valid(manifest):
                fail(f"the schema accepts {path} = {value!r}")
    return len(cases)


def check_described(schema, program):
    """Holds the members and words of the schema to those that the program reads and writes by, both ways."""
    answer = subprocess.run([program, "fields"], capture_output=True, text=True, check=True, timeout=60)
    described = json.loads(answer.stdout)
    defined = schema["$defs"]
    sections = {"": schema} | {name: part for name, part in defined.items() if "properties" in part}
    if sections.keys() != described["sections"].keys():
        fail(f"sections of the schema or the program alone: {sections.keys() ^ described['sections'].keys()}")
    for name, part in sections.items():
        members = described["sections"][name]
        if part["properties"].keys() != members.keys():
            fail(f"members of {name!r} in the schema or the program alone: {part['properties'].keys() ^ members.keys()}")
        required = {member for member in part["required"] if members[member] != "by hand"}
        if required != {member for member, rule in members.items() if rule == "required"}:
            fail(f"the schema and the program differ in what {name!r} requires")
    words = {name: part["anyOf"][0]["enum"] for name, part in defined.items() if name.endswith("Word")}
    if words != described["words"]:
        fail(f"the words of the schema, {words}, are not those of the program, {described['words']}")
    if schema["properties"]["status"]["enum"] != ["ok", "failed"]:
        fail("the schema has other words of a status")


def check_open(validator, program, full):
    cases = [(f"{path} = {word!r}", broken(full, path, word)) for path in OPEN for word in UNKNOWN_WORDS]
    failed = {**full, "status": "failed", "failure": {"stage": "notify", "reason": "x", "message": "", "fault": "nobody"}}
    cases += [("an unknown stage and fault", failed)]
    lines = "".join(json.dumps(manifest) + "\n" for _, manifest in cases)
    read = subprocess.run([program, "read"], input=lines, capture_output=True, text=True, check=True, timeout=60)
    for (what, manifest), verdict in zip(cases, read.stdout.splitlines(), strict=True):
        validator.validate(manifest)
        if verdict != "accepted":
            fail(f"the reader refuses {what}: {verdict}")


def main(schema_path, page_path, program):
    with open(schema_path, encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)

    with open(page_path, encoding="utf-8") as file:
        example = example_in(file.read())
    validator.validate(example)
    for path in [*undescribed(example, schema, schema), *not_shown(example, schema, schema)]:
        # the example's iteration shows the figures of one engine, run/usage shows all of them
        if not path.startswith("/run/iterations/0/usage/"):
            fail(f"the page's example and the schema differ in {path}")
    reader = subprocess.run(
        [program, "read"], input=json.dumps(example), capture_output=True, text=True, check=True, timeout=60
    )
    if reader.stdout != "accepted\n":
        fail(f"the reader refuses the page's example: {reader.stdout}")

    printed = subprocess.run([program, "print"], capture_output=True, text=True, check=True, timeout=60)
    manifests = [json.loads(line) for line in printed.stdout.splitlines()]
    if len(manifests) < 10:
        fail("the writer printed too little")
    for manifest in manifests:
        validator.validate(manifest)
        for path in undescribed(manifest, schema, schema):
            fail(f"the writer writes {path}, which the schema does not name")
    for path in not_shown(manifests[0], schema, schema):
        if path != "/failure":
            fail(f"the writer's full manifest lacks {path}")

    older = broken(manifests[0], "run/fitness", {"verdict": "suspect", "reasons": ["cpu_zero", "aslr_not_off"]})
    validator.validate(older)
    reader = subprocess.run(
        [program, "read"], input=json.dumps(older), capture_output=True, text=True, check=True, timeout=60
    )
    if reader.stdout != "accepted\n":
        fail(f"the reader refuses reasons that are codes alone: {reader.stdout}")

    unknown = {**manifests[0], "x": {"y": 1}, "run": {**manifests[0]["run"], "energy_j": 4}}
    validator.validate(unknown)
    check_described(schema, program)
    check_open(validator, program, manifests[0])
    count = check_broken(validator, program, manifests[0])
    print(f"{len(manifests)} manifests and the example are valid, {count} broken ones are refused by schema and reader")


if __name__ == "__main__":
    main(*sys.argv[1:])
