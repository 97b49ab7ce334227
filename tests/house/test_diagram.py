"""docs/workflow.md shows the moves that the code allows. `python -m tests.house.test_diagram` writes it anew."""

import os
import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "workflow.md"


def drawn(page: str) -> str:
    """The page with the diagram as it is in the code."""
    from referrals.workflow.transitions import diagram

    return re.sub(r"```mermaid\n.*?```", f"```mermaid\n{diagram()}\n```", page, flags=re.DOTALL)


def test_the_diagram_is_the_code():
    page = PAGE.read_text(encoding="utf-8")
    assert "stateDiagram-v2" in page
    assert drawn(page) == page, "run: .venv/bin/python -m tests.house.test_diagram"


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    PAGE.write_text(drawn(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
