"""What every test stands on: no network but this machine's, no .env, the real places."""

import os

os.environ["ENV_FILE"] = os.devnull
os.environ.setdefault("SECRET_KEY", "tests-only")
os.environ.setdefault("HTTPS", "off")
