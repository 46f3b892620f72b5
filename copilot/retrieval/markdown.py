"""Knowledge items as Markdown, one a file: YAML front matter between ``---`` lines, then the body."""

from copilot.domain.knowledge import KnowledgeItem
from copilot.retrieval.front_matter import FrontMatterError, dump_front_matter, load_front_matter
from copilot.retrieval.row import ReadResult

_FENCE = "---"


def read_markdown(text: str, source: str) -> ReadResult:
    """Read one item. Line ends may be of any kind; blank lines around the body do not belong to it."""
    result = ReadResult()
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    fences = [number for number, line in enumerate(lines) if line.rstrip() == _FENCE]
    if len(fences) < 2 or fences[0] != 0:
        result.reject(source, 1, "", "begin the file with front matter: fields between two lines of ---")
        return result
    try:
        values, key_lines = load_front_matter("\n".join(lines[1 : fences[1]]) + "\n")
    except FrontMatterError as error:
        result.reject(source, error.line + 1, "", str(error))
        return result
    body = "\n".join(lines[fences[1] + 1 :]).strip("\n").rstrip()
    if body and "body" in values:
        result.reject(source, key_lines["body"] + 1, "/body", "give the body once: below the front matter or in it")
        return result
    values.setdefault("body", body)
    # Line 1 is the fence, so a key on line n of the front matter stands on line n + 1 of the file.
    found = {name: line + 1 for name, line in key_lines.items()}
    found.setdefault("body", fences[1] + 2)
    result.read_row(values, source, 1, line_of=lambda name: found.get(name, 1))
    return result


def write_markdown(item: KnowledgeItem) -> str:
    """Return the file of one item. A body that Markdown would not keep to the letter goes into the front matter."""
    values = item.model_dump(mode="json")
    body = values.pop("body")
    keys = ["id", *(name for name in values if name != "id")]
    fields = {name: values[name] for name in keys}
    if "\r" in body or body != body.strip("\n").rstrip():
        return f"{_FENCE}\n{dump_front_matter({**fields, 'body': body})}{_FENCE}\n"
    return f"{_FENCE}\n{dump_front_matter(fields)}{_FENCE}\n{body}\n"
