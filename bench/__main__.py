"""`python -m bench [NAME …]`: measure, print a table, fail where a limit is missed."""

from __future__ import annotations

import argparse
import sys

from bench.measures import MEASURES, server
from bench.rivals import MissingError


def main() -> int:
    """0 where every limit is kept, else 1."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"some of: {', '.join(MEASURES)} (all)")
    parser.add_argument("--runs", type=int, default=5, help="runs of what is started anew")
    options = parser.parse_args()
    unknown = set(options.names) - set(MEASURES)
    if unknown:
        parser.error(f"{sorted(unknown)[0]!r} is none of: {', '.join(MEASURES)}")
    missed = 0
    with server() as environment:
        for name in options.names or MEASURES:
            try:
                for figure in MEASURES[name](environment, options.runs):
                    missed += not figure.good
                    print(figure, flush=True)
            except MissingError as error:
                print(f"{name}: {error}", file=sys.stderr)
                missed += 1
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
