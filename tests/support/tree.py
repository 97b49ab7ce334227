"""Where the project's files are, for tests that read them."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
APPS = ("bench", "config", "referrals", "shelters")
MODULES = sorted(
    path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.relative_to(ROOT).parts
)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def named(path: Path) -> str:
    """The path as the id of a test."""
    return str(path.relative_to(ROOT))
