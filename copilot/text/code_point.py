"""Offsets: Python counts code points, JavaScript counts UTF-16 units."""


def utf16_offset(text: str, index: int) -> int:
    """Return the UTF-16 offset of the code point at ``index``, 0 … ``len(text)``.

    Raises:
        IndexError: ``index`` lies outside the text.
    """
    if not 0 <= index <= len(text):
        raise IndexError(f"code point index {index} is outside 0 … {len(text)}")
    return index + sum(char > "\uffff" for char in text[:index])


def code_point_index(text: str, offset: int) -> int:
    """Return the code point index of a UTF-16 offset; an offset inside a surrogate pair means the pair's character.

    Raises:
        IndexError: ``offset`` lies outside the text.
    """
    units = 0
    for index, char in enumerate(text):
        width = 2 if char > "\uffff" else 1
        if 0 <= offset < units + width:
            return index
        units += width
    if offset == units:
        return len(text)
    raise IndexError(f"UTF-16 offset {offset} is outside 0 … {units}")
