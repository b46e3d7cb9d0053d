from __future__ import annotations

import ast
import sys
from pathlib import Path

import sandbox

ROOM = Path(sandbox.__file__).parent


def test_the_stand_in_knows_only_the_bot_api():
    """sandbox/ imports the standard library, aiohttp and itself."""
    names = set()
    for file in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            if isinstance(node, ast.ImportFrom):
                names.add(str(node.module).partition(".")[0])

    assert {"aiohttp", "sandbox"} == names - set(sys.stdlib_module_names)


def test_sample_photos_are_small_jpegs():
    """Every sample is a real JPEG of 640x480 under 40 KB."""
    from sandbox import images, samples

    for name in samples.NAMES:
        data = samples.photo(name)
        assert (640, 480) == images.size(data)
        assert len(data) < 40_000
