"""Writes the files of a captured machine, tests/data/host/NAME.tree, below a directory, for --root.

    python3 machine.py NAME DIRECTORY

A line of the tree is a path, a tab and the content; {0-2,5} in a path is a file for each of these numbers.
"""

import pathlib
import re
import sys

TREES = pathlib.Path(__file__).resolve().parents[1] / "data/host"


def numbers(text):
    """The numbers of "0-2,5"."""
    for part in text.split(","):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def main(name, root):
    for line in (TREES / f"{name}.tree").read_text().splitlines():
        path, _, content = line.partition("\t")
        if line.startswith("#"):
            continue
        braces = re.search(r"\{(.*)\}", path)
        for number in numbers(braces[1]) if braces else [None]:
            file = pathlib.Path(root) / (path if number is None else path.replace(braces[0], str(number)))
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content.replace("\\n", "\n").replace("\\t", "\t") + "\n")


main(*sys.argv[1:])
