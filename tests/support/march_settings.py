"""Settings of a server on the first day of Novruz: 20 March 2026, half past five in the afternoon."""

from datetime import datetime

import time_machine

time_machine.travel(datetime.fromisoformat("2026-03-20T17:30:00+04:00")).start()

from config.settings import *  # noqa: E402, F403
