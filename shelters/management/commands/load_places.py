from typing import Any

from django.core.management.base import BaseCommand

from shelters.models import Place

from ...places import loading


class Command(BaseCommand):
    help = "Load the rayons and places of shelters/data/. Loading twice changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        loading.load()
        self.stdout.write(f"{Place.objects.count()} places")
