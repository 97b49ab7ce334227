from typing import Any

from django.core.management.base import BaseCommand

from shelters.models import Listing

from ...finder.index import refresh_all


class Command(BaseCommand):
    help = "Make the public search index anew from the facts."

    def handle(self, *args: Any, **options: Any) -> None:
        refresh_all()
        self.stdout.write(f"{Listing.objects.count()} listed")
