"""`kanal`: the command line. `python -m bot` is the same."""

from __future__ import annotations

from bot.cli import main

if __name__ == "__main__":
    main()
