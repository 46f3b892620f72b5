"""``knowledge``: through the running service when one holds the data folder, else on the folder itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Protocol

import typer
from rich.console import Console
from rich.table import Table

from copilot.cli.progress import progress_bar
from copilot.domain.conversation import Stage
from copilot.domain.knowledge import Hit, KnowledgeItem
from copilot.errors import DataFolderLockedError, InvalidInputError
from copilot.settings import load_settings

app = typer.Typer(help="The library: add, list, search, import, export.", no_args_is_help=True)

_MOST_SHOWN = 50


class KnowledgeDesk(Protocol):
    """What both ways to the library offer."""

    def put_all(self, items: list[KnowledgeItem]) -> tuple[int, int]:
        """Add or replace items, all or none."""
        ...

    def all_items(self) -> list[KnowledgeItem]:
        """Return the whole library, by id."""
        ...

    def search(
        self, query: str, stage: Stage | None, industry: str | None, language: str | None, limit: int
    ) -> list[Hit]:
        """Search by words."""
        ...


@contextmanager
def opened_desk() -> Iterator[KnowledgeDesk]:
    """Open the library wherever it is."""
    from copilot.service.folder import holder_of

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
        console = Console(stderr=True)
        for problem in result.problems[:_MOST_SHOWN]:
            console.print(
                f"{problem.source}:{problem.line} {problem.pointer} {problem.message}", highlight=False, markup=False
            )
        if len(result.problems) > _MOST_SHOWN:
            console.print(f"… and {len(result.problems) - _MOST_SHOWN} more")
        raise InvalidInputError(f"nothing was imported: {len(result.problems)} problems")
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
    table = Table("id", "kind", "title", "stages", "language", title=f"{len(items)} items")
    for item in items:
        table.add_row(item.id, item.kind, item.title, ", ".join(item.stages) or "all", item.language)
    Console().print(table)


@app.command("search")
def search(
    query: str,
    stage: Annotated[Stage | None, typer.Option()] = None,
    industry: Annotated[str | None, typer.Option()] = None,
    language: Annotated[str | None, typer.Option()] = None,
    limit: Annotated[int, typer.Option(min=1, max=50)] = 10,
) -> None:
    """Search the library by words."""
    with opened_desk() as desk:
        hits = desk.search(query, stage, industry, language, limit)
    if not hits:
        print("Nothing good enough.")
        return
    table = Table("score", "id", "kind", "title")
    for hit in hits:
        table.add_row(f"{hit.score:.2f}", hit.id, hit.kind, hit.title + ("  (internal)" if hit.internal else ""))
    Console().print(table)


@app.command("export")
def export(path: Annotated[Path, typer.Argument(help="A .csv or .jsonl file, or a folder for .md files.")]) -> None:
    """Write the whole library to files that ``import`` reads."""
    from copilot.retrieval.formats import write_items

    with opened_desk() as desk:
        items = desk.all_items()
    write_items(items, path)
    print(f"{len(items)} items written.")
