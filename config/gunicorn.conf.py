"""gunicorn: two workers by default, no access log, no temporary file on disk."""

import os
from typing import Any

bind = f"{os.environ.get('BIND', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
# A browser opens connections before it needs them: a loop waits for these, and no thread does.
worker_class = "shelters.web.patient_worker.PatientWorker"
threads = int(os.environ.get("THREADS", "4"))
timeout = 30
max_requests = 20_000
max_requests_jitter = 2_000
accesslog = None
errorlog = "-"
loglevel = "warning"
logger_class = "config.logs.QuietLogger"
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
preload_app = True
wsgi_app = "config.wsgi:application"
# No header tells where the site stands, who asks or over which line: Django reads what its settings name.
forwarded_allow_ips = ""
forwarder_headers = ""
secure_scheme_headers: dict[str, str] = {}
header_map = "refuse"  # SCRIPT_NAME, PATH_INFO and all others with an underscore


# Seconds that a request waits for the database. Only servers need a limit.
os.environ.setdefault("DATABASE_SECONDS", "10")


def when_ready(server: Any) -> None:
    """Read what is published before the fork, so that the workers share the memory."""
    from shelters.published import database, watch

    database.limit_waits()
    watch.first_look()


def post_worker_init(worker: Any) -> None:
    """Look for changes from a thread; and send mails from a thread, where the settings say so."""
    from django.conf import settings

    from shelters.published import watch
    from shelters.views import away

    watch.begin(away.write_page)
    if settings.MAIL_THREAD:
        from shelters.staff import mail_thread

        mail_thread.start()
