"""The project's settings, a bare view beside the search, and no throttle."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
SEARCHES_PER_MINUTE = 10**9
