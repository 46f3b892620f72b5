"""``knowledge``: through the running service when one holds the data folder, else on the folder itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Protocol

import typer

from copilot.cli.argument import checked, writing
from copilot.cli.progress import progress_bar
from copilot.cli.table import print_table
from copilot.domain.conversation import Stage
from copilot.errors import DataFolderLockedError, InvalidInputError

if TYPE_CHECKING:
    from copilot.api.shape import KnowledgeSearchRequest
    from copilot.domain.knowledge import Hit, KnowledgeItem
    from copilot.retrieval.row import RowProblem

app = typer.Typer(help="The library: add, list, search, import, export.", no_args_is_help=True)


class KnowledgeDesk(Protocol):
    """What both ways to the library offer."""

    def put_all(self, items: "list[KnowledgeItem]") -> tuple[int, int]:
        """Add or replace items, all or none."""
        ...

    def all_items(self) -> "list[KnowledgeItem]":
        """Return the whole library, by id."""
        ...

    def search(self, asked: "KnowledgeSearchRequest") -> "list[Hit]":
        """Search by words."""
        ...


@contextmanager
def opened_desk() -> Iterator[KnowledgeDesk]:
    """Open the library wherever it is."""
    from copilot.service.folder import holder_of
    from copilot.settings import load_settings

    settings = load_settings()
    holder = holder_of(settings.data_dir)
    if holder is not None:
        if holder.url is None:
            raise DataFolderLockedError(f"process {holder.pid} holds the data folder and serves no API; wait for it")
        from copilot.cli.remote import RemoteDesk

        with RemoteDesk(holder.url) as desk:
            yield desk
        return
    from copilot.cli.local import LocalDesk
    from copilot.service.copilot import Copilot

    with progress_bar("Embedding knowledge") as progress:
        copilot = Copilot(settings, progress=progress)
        try:
            yield LocalDesk(copilot, progress)
        finally:
            copilot.close()


@app.command("add")
def add(path: Annotated[Path, typer.Argument(help="One Markdown file with front matter.")]) -> None:
    """Add or replace one item."""
    import_items(path)


@app.command("import")
def import_items(
    path: Annotated[Path, typer.Argument(help="A .md, .csv or .jsonl file, or a folder of .md files.")],
) -> None:
    """Add or replace items from files: all, or none when a row is wrong, with every wrong row named."""
    from copilot.retrieval.formats import read_items

    result = read_items(path)
    if result.problems:
        for problem in result.problems:
            typer.echo(_printed(problem), err=True)
        count = len(result.problems)
        raise InvalidInputError(f"nothing was imported: {count} problem{'s' if count != 1 else ''}")
    if not result.items:
        raise InvalidInputError("nothing was imported: no items were found there")
    with opened_desk() as desk:
        added, changed = desk.put_all(list(result.items))
    print(f"{added} added, {changed} replaced.")


@app.command("list")
def list_items() -> None:
    """List the library."""
    with opened_desk() as desk:
        items = desk.all_items()
    print_table(
        ("id", "kind", "title", "stages", "language"),
        [(item.id, item.kind, item.title, ", ".join(item.stages) or "all", item.language) for item in items],
        title=f"{len(items)} items",
    )


@app.command("search")
def search(
    query: Annotated[str, typer.Argument(help="Words, as a customer or a rep would write them.")],
    stage: Annotated[Stage | None, typer.Option(help="Only what fits this funnel stage.")] = None,
    industry: Annotated[str | None, typer.Option(help="Rank what fits it first, such as software.")] = None,
    language: Annotated[str | None, typer.Option(help="ISO 639-1, such as en.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=50, help="At most this many.")] = 10,
) -> None:
    """Search the library by words."""
    from copilot.api.shape import KnowledgeSearchRequest

    with checked("QUERY"):
        asked = KnowledgeSearchRequest(query=query)
    with checked():
        asked = KnowledgeSearchRequest(query=query, stage=stage, industry=industry, language=language, limit=limit)
    with opened_desk() as desk:
        hits = desk.search(asked)
    if not hits:
        typer.echo("Nothing good enough.", err=True)
        return
    print_table(
        ("score", "id", "kind", "title"),
        [(f"{hit.score:.2f}", hit.id, hit.kind, hit.title + ("  (internal)" if hit.internal else "")) for hit in hits],
    )


@app.command("export")
def export(path: Annotated[Path, typer.Argument(help="A .csv or .jsonl file, or a folder for .md files.")]) -> None:
    """Write the whole library to files that 'import' reads."""
    from copilot.retrieval.formats import write_items

    with opened_desk() as desk:
        items = desk.all_items()
    with writing(path):
        write_items(items, path)
    print(f"{len(items)} items written.")


def _printed(problem: "RowProblem") -> str:
    where = problem.source if problem.line is None else f"{problem.source}:{problem.line}"
    return " ".join(part for part in (where, problem.pointer, problem.message) if part)
