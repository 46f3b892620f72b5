"""Knowledge items from and to files: a folder of Markdown, one Markdown file, CSV or JSON Lines."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from copilot.domain.knowledge import KnowledgeItem
from copilot.errors import InvalidInputError
from copilot.retrieval.csv_format import read_csv, write_csv
from copilot.retrieval.jsonl import read_jsonl, write_jsonl
from copilot.retrieval.markdown import read_markdown, write_markdown
from copilot.retrieval.row import MAX_FILE_BYTES, ReadResult

_READERS: Final[dict[str, Callable[[str, str], ReadResult]]] = {
    ".md": read_markdown,
    ".csv": read_csv,
    ".jsonl": read_jsonl,
}
FORMATS: Final = "a folder of .md files, .md, .csv or .jsonl"


def read_items(path: Path) -> ReadResult:
    """Read everything a file or folder holds; whatever is wrong is a problem, never an exception.

    A folder is searched for ``.md`` files at every depth; a README without front matter is passed over.
    An id that comes twice in one import is a problem at its second place.
    """
    result = ReadResult()
    if path.is_dir():
        files = sorted(path.rglob("*.md"))
        for file in files:
            result.extend(_read_file(file, file.relative_to(path).as_posix(), in_folder=True))
        if not files:
            result.reject(path.name, None, "", "the folder holds no .md file")
    else:
        result.extend(_read_file(path, path.name))
    return _without_repeats(result)


def read_bytes(data: bytes, source: str) -> ReadResult:
    """Read the content of one file; the ending of ``source`` says how."""
    result = ReadResult()
    reader = _READERS.get(Path(source).suffix.lower())
    if reader is None:
        result.reject(source, None, "", f"the format is not known: use {FORMATS}")
    elif len(data) > MAX_FILE_BYTES:
        result.reject(source, None, "", f"the file is larger than {MAX_FILE_BYTES} bytes: split it")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            result.reject(source, line, "", "not UTF-8: save the file as UTF-8")
        else:
            result.extend(reader(text, source))
    return _without_repeats(result)


def write_items(items: Sequence[KnowledgeItem], path: Path) -> None:
    """Write items so that ``read_items`` gives them back; a path without an ending becomes a folder of Markdown.

    Raises:
        InvalidInputError: The ending is unknown, a folder is not empty, or one .md file cannot hold this many items.
    """
    suffix = path.suffix.lower()
    if suffix == "":
        _write_folder(items, path)
    elif suffix == ".csv":
        # The byte order mark tells spreadsheets that this is UTF-8.
        _write_file(path, write_csv(items).encode("utf-8-sig"))
    elif suffix == ".jsonl":
        _write_file(path, write_jsonl(items).encode())
    elif suffix == ".md" and len(items) == 1:
        _write_file(path, write_markdown(items[0]).encode())
    elif suffix == ".md":
        raise InvalidInputError("one .md file holds one item: name a folder instead")
    else:
        raise InvalidInputError(f"the format is not known: use {FORMATS}")


def _read_file(path: Path, source: str, *, in_folder: bool = False) -> ReadResult:
    result = ReadResult()
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            result.reject(source, None, "", f"the file is larger than {MAX_FILE_BYTES} bytes: split it")
            return result
        data = path.read_bytes()
    except OSError:
        result.reject(source, None, "", "the file cannot be read: check its name and permissions")
        return result
    if in_folder and path.name == "README.md" and not data.removeprefix(b"\xef\xbb\xbf").startswith(b"---"):
        return result
    return read_bytes(data, source)


def _without_repeats(result: ReadResult) -> ReadResult:
    kept = ReadResult(problems=list(result.problems))
    first: dict[str, tuple[str, int]] = {}
    for item, (source, line) in zip(result.items, result.lines, strict=True):
        if item.id in first:
            where, at = first[item.id]
            kept.reject(source, line, "/id", f"the same id is already in {where}, line {at}")
            continue
        first[item.id] = (source, line)
        kept.add(item, source, line)
    return kept


def _write_folder(items: Sequence[KnowledgeItem], folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InvalidInputError("the folder is not empty: name a new one")
    if len({item.id.lower() for item in items}) < len(items):
        raise InvalidInputError("two ids differ only in case, which file names cannot keep apart: write .jsonl instead")
    folder.mkdir(parents=True, exist_ok=True)
    for item in items:
        _write_file(folder / f"{item.id}.md", write_markdown(item).encode())


def _write_file(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".part")
    unfinished.write_bytes(data)
    unfinished.replace(path)
