"""The people who can sign in to the demo, for `bin/serve --demo`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from ... import demo

LINE = "{:<20}{:<21}{:<34}{}"


class Command(BaseCommand):
    help = "Make the people and the beds of the demo, and print passwords and TOTP secrets: new ones each time."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            people = demo.furnish()
        except demo.NotTheDemo as error:
            raise CommandError("Only in the demo: bin/serve --demo.") from error
        self.stdout.write("The people of the demo, for /work/. Passwords and secrets are new at every start.\n\n")
        self.stdout.write(LINE.format("name", "password", "TOTP secret", "does"))
        with translation.override("en"):
            for one in people:
                self.stdout.write(LINE.format(one.name, one.password, one.secret, one.role.label))
        self.stdout.write("\nNo authenticator app at hand? bin/code SECRET prints the code of the moment.\n\n")
