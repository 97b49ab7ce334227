"""Settings of a site that believes where a header says it stands, for `tests.shelters.staff.test_header_attack`."""

from config.settings import *  # noqa: F403

FORCE_SCRIPT_NAME = None  # type: ignore[assignment]
