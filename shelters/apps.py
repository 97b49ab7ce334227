"""How Django finds this app, and its checks."""

from django.apps import AppConfig


class SheltersConfig(AppConfig):
    name = "shelters"
    verbose_name = "Yaxın"

    def ready(self) -> None:
        from .audit import checks as _audit  # noqa: F401
        from .web import checks as _web  # noqa: F401
