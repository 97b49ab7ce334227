"""How many times as long random walks and races run as in the suite. `bin/bench soak` sets it."""

import os

TIMES = int(os.environ.get("SOAK", "1"))
