"""``python -m eval.report.page reports/eval.json``: draw a report that is kept, without measuring again."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from eval.command import end_with
from eval.report.document import read_document
from eval.report.page.render import write_page


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the page beside the report."""
    parser = argparse.ArgumentParser(prog="python -m eval.report.page", description=__doc__)
    parser.add_argument("report", type=Path, help="a report of 'eval run'")
    parser.add_argument("--html", type=Path, help="where to write the page; left out: beside the report")
    chosen = parser.parse_args(arguments)
    page = chosen.html or chosen.report.with_suffix(".html")
    write_page(read_document(chosen.report), page)
    print(f"Written to {page}.")


if __name__ == "__main__":
    sys.exit(end_with(main))
