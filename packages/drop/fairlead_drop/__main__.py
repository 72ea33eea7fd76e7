"""``fairlead-drop DIR``: refuses to run until it can protect a source, instead of taking a tip unsafely."""

import sys


def main() -> None:
    """Say that no tip can be taken yet, and exit as misuse (2)."""
    print("error: this version of fairlead-drop is an empty shell and takes no tips", file=sys.stderr)
    print("hint: do not publish an address for it; see CHANGELOG.md for when it arrives", file=sys.stderr)
    raise SystemExit(2)


if __name__ == "__main__":
    main()
