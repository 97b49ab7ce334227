"""The memory of a process, as whoever seizes the machine reads it."""

from pathlib import Path


def children_of(parent: int) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def memory_holds(pid: int, *marks: str) -> list[str]:
    """The marks that stand in it, as Python and C keep text."""
    forms = {mark: (mark.encode(), mark.encode("utf-16-le")) for mark in marks}
    found: set[str] = set()
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            area, rights, *_rest = line.split()
            start, end = (int(number, 16) for number in area.split("-"))
            if rights.startswith("rw"):
                try:
                    memory.seek(start)
                    content = memory.read(end - start)
                except OSError:
                    continue
                found |= {mark for mark in marks if any(form in content for form in forms[mark])}
    return sorted(found)
