"""What is logged. What goes wrong is told by its kind and its place in the code: no address, agent or value."""

LOGGING: dict[str, object] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"quiet": {"()": "config.logs.QuietFormatter"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "quiet"},
        "mail": {"class": "config.logs.QuietMailHandler", "formatter": "quiet", "level": "ERROR"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console", "mail"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"handlers": [], "level": "ERROR", "propagate": True},
        # A wrong Host header or a broken form is the client's affair and may hold what it typed.
        "django.security": {"handlers": ["nowhere"], "propagate": False},
        "django.server": {"handlers": ["nowhere"], "propagate": False},
    },
}
