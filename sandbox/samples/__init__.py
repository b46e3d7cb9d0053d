"""Photos to send when there is no camera: real JPEG files, drawn for this purpose."""

from __future__ import annotations

from importlib import resources

from sandbox.errors import bad

NAMES = ("pothole", "rubbish", "streetlight", "flood", "tree", "pavement", "dog")
ALSO_CALLED = {"garbage": "rubbish", "trash": "rubbish"}


def photo(name: str) -> bytes:
    """The bytes of a sample photo."""
    name = ALSO_CALLED.get(name, name)
    if name not in NAMES:
        raise bad(f"sample photos are {', '.join(NAMES)}, not {name!r}")
    return resources.files(__name__).joinpath(f"{name}.jpg").read_bytes()
