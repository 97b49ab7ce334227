"""Renew keys or close an account from the server's console.

Under /work/ two people do this. The command is for a site with only one coordinator, or with none left.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from ...approvals import departures
from ...models import User
from ...staff import team
from ...staff.paths import site


class Command(BaseCommand):
    help = "Renew the keys of somebody who lost theirs (prints a one-time link), or close the account of one who left."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="with which they sign in")
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--renew-keys", action="store_true")
        what.add_argument("--leaves", action="store_true")
        parser.add_argument(
            "--as-it-stands", action="store_true", help="believe in an account that was altered in the database"
        )
        parser.add_argument("--site", default=site(), help="where the site answers")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["name"], is_active=True, role_grants__isnull=False).first()
        if user is None:
            raise CommandError("Nobody who works here signs in with that name.")
        if options["leaves"]:
            departures.leave(user, by=None)
            self.stdout.write("The account is closed.")
        else:
            self._refuse_altered(user, options["as_it_stands"])
            token = team.renew_keys(user, by=None)
            self.stdout.write(options["site"].rstrip("/") + reverse("join", args=[token]))

    def _refuse_altered(self, user: User, believed: bool) -> None:
        """Whoever is at the console looks at what an altered account would be, before it is anything again."""
        if user.is_bound() or believed:
            return
        roles = ", ".join(sorted(user.grants))
        raise CommandError(
            f"This account was altered in the database. It says: {roles}; {user.organisation or 'no organisation'}; "
            f"awake since {user.awake_at or 'never'}. If all of that is right, add --as-it-stands."
        )
