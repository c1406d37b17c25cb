"""python -m qi_eval …: the doors without a browser. Exit 0 done, 1 refused for its content, 2 usage or no store."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from qi_eval import logs
from qi_eval.commands import demo, erase, figures, files, health, ledger, metrics, snapshots, trace, upkeep
from qi_eval.commands.output import DONE, REFUSED, UNREACHABLE, CommandError
from qi_eval.submit import StoreError


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit code."""
    parser = argparse.ArgumentParser(prog="python -m qi_eval", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in (demo, files, ledger, metrics, figures, snapshots, trace, upkeep, erase, health):
        module.add_to(commands)
    chosen = parser.parse_args(arguments)
    logs.start(console=False)
    try:
        return int(chosen.run(chosen))
    except CommandError as error:
        print(error, file=sys.stderr)
        return error.code
    except StoreError as error:
        print(error, file=sys.stderr)
        return UNREACHABLE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader has gone; say nothing at exit
        return DONE
    except KeyboardInterrupt:
        print("Stopped. Nothing half-written remains.", file=sys.stderr)
        return REFUSED


if __name__ == "__main__":
    raise SystemExit(main())
