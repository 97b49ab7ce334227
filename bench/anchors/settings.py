"""The project's settings, bare views beside the search, and no throttle."""

from config.settings import *  # noqa: F403
from config.settings import BASE_DIR, PUBLIC_VIEWS, TEMPLATES

ROOT_URLCONF = "bench.anchors.urls"
SEARCHES_PER_MINUTE = 10**9
PUBLIC_VIEWS |= {"bare", "list", "loop", "bare-home"}
TEMPLATES[0]["DIRS"] = [*TEMPLATES[0]["DIRS"], BASE_DIR / "bench" / "anchors" / "templates"]  # type: ignore[misc]
