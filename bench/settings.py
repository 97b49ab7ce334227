"""The project's settings, a bare view beside the search, and no throttle."""

from config.settings import *  # noqa: F403
from config.settings import PUBLIC_VIEWS

ROOT_URLCONF = "bench.urls"
SEARCHES_PER_MINUTE = 10**9
PUBLIC_VIEWS |= {"bare"}
