"""Holds the includes of lib/ to the modules that CMake links.

    python3 -B tests/layers.py SOURCE LAYERS

SOURCE is the source tree. LAYERS is the file layers.txt of the build tree: a line a module, with the modules that it links.
A file includes its own module and those that it links, directly or not. A library of others is included only where it
belongs. The rule is tried first: a copy of lib/ gets one wrong include in each directory, and each must be found. Exit
status 1 if a file breaks the rule or the rule finds too little.
"""

import pathlib
import re
import shutil
import sys
import tempfile

# The headers of other people's libraries that one place hides from the others.
LIBRARIES = {
    "git2": ["git"],
    "archive": ["git"],
    "sqlite3": ["db"],
    "pqxx": ["db"],
    "libpq": ["db"],
    "seccomp": ["engine/native"],
    "expat": ["parse/formats"],
    "openssl": ["base", "net"],
    "curl": ["net"],
    "zlib": ["base"],
    "simdjson": ["base", "json"],
    "md4c": ["roff"],
    "toml": ["project"],
    "CLI": [],
}
INCLUDE = re.compile(r'#\s*include\s+(?:"(?P<module>\w+)/|<(?P<library>\w+)(?:\+\+)?(?:/|-fe)?[\w/]*(?:\.h(?:pp)?)?>)')


def read_layers(path):
    """{module: the modules that it may include}."""
    direct = {}
    for line in path.read_text().splitlines():
        module, _, linked = line.partition(":")
        direct[module] = linked.split()

    def closure(module):
        return {module}.union(*(closure(below) for below in direct[module]))

    return {module: closure(module) for module in direct}


def sources(root):
    return sorted(path for path in root.rglob("*") if path.suffix in (".hpp", ".cpp"))


def violations(lib, layers):
    """What is included and must not be: one text each."""
    found = []
    for module in sorted(path.name for path in lib.iterdir() if path.is_dir()):
        if module not in layers:
            found.append(f"lib/{module} is not a module of CMake")
            continue
        for path in sources(lib / module):
            where = path.relative_to(lib)
            for match in INCLUDE.finditer(path.read_text()):
                included, library = match["module"], match["library"]
                if included and included not in layers[module]:
                    found.append(f"lib/{where}: {match[0]}: {included} is not below {module}")
                homes = LIBRARIES.get(library)
                if homes is not None and not any(where.is_relative_to(home) for home in homes):
                    found.append(f"lib/{where}: {match[0]}: only {', '.join(homes) or 'cmd'} may include it")
    return found


def parsers(cmd):
    """The files of cmd/ that include CLI11 and must not: the others know only the tables."""
    known = ("syntax.cpp", "usage.cpp", "usage.hpp")
    return [f"cmd/{path.name}: <CLI/…>: only {', '.join(known)} may include it"
            for path in sources(cmd) if "<CLI/" in path.read_text() and path.name not in known]


def missed(lib, layers):
    """The directories in which a wrong include is not found."""
    names = []
    with tempfile.TemporaryDirectory() as scratch:
        copy = pathlib.Path(scratch) / "lib"
        shutil.copytree(lib, copy)
        for directory in sorted({path.parent for path in sources(copy)}):
            for include in ('#include "cmd/options.hpp"', "#include <CLI/CLI.hpp>"):
                planted = directory / "planted.hpp"
                planted.write_text(include + "\n")
                if not any("planted.hpp" in text for text in violations(copy, layers)):
                    names.append(f"{directory.relative_to(copy.parent)}: {include} is not found")
                planted.unlink()
    return names


def main(source, layers_file):
    lib, layers = pathlib.Path(source) / "lib", read_layers(pathlib.Path(layers_file))
    faults = violations(lib, layers) + missed(lib, layers) + parsers(lib.parent / "cmd")
    print("\n".join(faults) or f"{len(sources(lib))} files keep the layers of {len(layers)} modules")
    return 1 if faults else 0


sys.exit(main(*sys.argv[1:]))
