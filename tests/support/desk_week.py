"""People who send random forms of the desk. After each the page "who did what" has to tell of what changed."""

import random
from collections.abc import Callable
from typing import Any

from shelters.codes.public import Answer, Group, Practice, Service, Verdict
from shelters.codes.staff import OffListReason, ProposalKind
from shelters.faces import fields
from shelters.models import BedPool, Confirmation, Facility, Invitation, Letter, Proposal, RoleGrant
from tests.support import people
from tests.support.keeping import SOURCE, at, first
from tests.support.pages import fields_of

# Which list of "who did what" tells of which change.
TOLD_UNDER = {
    "faces": "places",
    "confirmed": "places",
    "counts": "rooms",
    "links": "people",
    "proposals": "proposals",
    "letters": "exports",
}
State = dict[str, Any]


def state() -> State:
    ids = list(Facility.objects.values_list("pk", flat=True))
    return {
        "faces": fields.standing(ProposalKind.FACILITY, ids),
        "confirmed": set(Confirmation.objects.values_list("pk", flat=True)),
        "counts": set(BedPool.objects.values_list("pk", "version")),
        "links": set(Invitation.objects.values_list("pk", "until")) | set(RoleGrant.objects.values_list("pk", "role")),
        "proposals": set(Proposal.objects.values_list("pk", "decision")),
        "letters": set(Letter.objects.values_list("pk", flat=True)),
    }


class Week:
    def __init__(self, leyla: Any, nigar: Any, host: Any, house: Facility, rng: random.Random) -> None:
        self.leyla, self.nigar, self.host, self.house, self.rng = leyla, nigar, host, house, rng
        self.changes, self.played = 0, list[str]()
        self.moves: list[Callable[[Any], None]] = [
            *(self.fill, self.fill, self.fill, self.new, self.show, self.decide, self.decide, self.ring, self.many),
            *(self.invite, self.letter, self.count, self.sources, self.host_fills),
        ]

    def move(self) -> None:
        """Somebody does something; what differs afterwards is read back, with before, after and who did it."""
        who = self.rng.choice([self.leyla, self.nigar])
        play = self.rng.choice(self.moves)
        for client in (self.leyla, self.nigar, self.host):
            people.sign_in(client, client.user)  # a week is longer than a session
        before = state()
        play(who)
        after = state()
        self.played.append(play.__name__)
        for kind, about in TOLD_UNDER.items():
            if before[kind] != after[kind]:
                self.changes += 1
                self.read_back(kind, about, before, after)

    def read_back(self, kind: str, about: str, before: State, after: State) -> None:
        acts = self.leyla.get("/work/done/", {"about": about}).context["acts"]
        by = {self.leyla.user.username, self.nigar.user.username, "somebody of “Sınaq”"}
        assert acts and acts[0].by in by, (self.played, kind)
        if kind != "faces":
            return
        for pk, face in after["faces"].items():
            for name in face:
                was = before["faces"].get(pk, {}).get(name)
                if was != face[name] and (was or face[name]):
                    told = [line for act in acts[:6] for line in act.lines if line.label == _label(name)]
                    assert told and all(line.before != line.after for line in told), (self.played, name)

    def send(self, client: Any, path: str, **fields: Any) -> Any:
        """A form as it stands, but for these fields."""
        sent = fields_of(client.get(path)) | fields
        return client.post(path, {name: value for name, value in sent.items() if value is not None})

    def some(self) -> Facility:
        return self.rng.choice(list(Facility.objects.order_by("pk")))

    def fill(self, who: Any) -> None:
        self._fill(
            who, self.some(), ["services", "takes", "expect", "hours", "numbers", "closures", "figures", "rooms"]
        )

    def host_fills(self, who: Any) -> None:
        self._fill(self.host, self.house, ["numbers", "takes", "expect", "hours", "closures"])

    def _fill(self, who: Any, place: Facility, pages: list[str]) -> None:
        rng, page = self.rng, self.rng.choice(pages)
        number = f"012 404 {rng.randrange(10, 99)} {rng.randrange(10, 99)}"
        fields: dict[str, Any] = {
            "services": {"services": rng.sample(Service.values, 2)},
            "takes": {rng.choice(Group.values): rng.choice(Verdict.values)},
            "expect": {rng.choice(Practice.values): rng.choice(Answer.values)},
            "hours": {"when": "weekly", "workdays": rng.choice(["9-13", "10-18"]), "monday": ""},
            "numbers": {f"number-{place.phones.count()}": number},
            "closures": {"first-0": f"2030-08-{rng.randrange(10, 28)}", "last-0": ""},
            "figures": {"beds": str(rng.randrange(1, 40))},
            "rooms": {"new-name_az": f"Otaq {rng.randrange(99)}"},
        }
        self.send(who, at(place, page), **fields[page] | {"same": None} | (SOURCE if page != "rooms" else {}))

    def new(self, who: Any) -> None:
        name = f"Yeni {self.rng.randrange(10**6)}"
        sent = {"organisation": "", "new_organisation": f"{name} birliyi", "new_type": "ngo"}
        who.post("/work/places/new/", first(self.house.organisation, name_az=name, **sent))

    def show(self, who: Any) -> None:
        reason = self.rng.choice(OffListReason.values)
        who.post(at(self.some(), "list"), {"listed": self.rng.choice(["yes", "no"]), "reason": reason})

    def decide(self, who: Any) -> None:
        for proposal in Proposal.objects.order_by("-pk")[:1]:
            act = self.rng.choice(["confirm", "confirm", "withdraw", "put-back"])
            who.post(f"/work/proposals/{proposal.public_id}/{act}/")

    def ring(self, who: Any) -> None:
        outcome = self.rng.choice(["confirmed", "not_reached"])
        who.post(f"/work/ring/facility/{self.some().pk}/", {"outcome": outcome, "police_told": "no"})

    def many(self, who: Any) -> None:
        if self.rng.random() < 0.5:
            taken = Confirmation.objects.order_by("-pk").values_list("pk", flat=True)[:1]
            who.post("/work/ring/take-back/", {"confirmation": list(taken)})
        else:
            who.post("/work/ring/many/", {"how": "visit", "entry": f"facility {self.some().pk}", "sure": "yes"})

    def invite(self, who: Any) -> None:
        link = Invitation.objects.filter(used_at=None).order_by("-pk").first()
        if link and self.rng.random() < 0.5:
            who.post(f"/work/people/invitations/{link.pk}/withdraw/")
        else:
            who.post("/work/people/invite/", {"role": "counter", "organisation": self.house.organisation_id})

    def letter(self, who: Any) -> None:
        for letter in Letter.objects.all():
            who.post(f"/work/letters/{letter.pk}/" + self.rng.choice(["", "settled/"]))

    def count(self, who: Any) -> None:
        pool = BedPool.objects.order_by("pk").last()
        if pool is None or pool.observed_at is None:
            self.send(who, at(self.house, "rooms"), **{"new-name_az": "Otaqlar"})
            return
        tap = {"pool": pool.public_id, "field": "occupied", "more": "1"}
        who.post(f"/work/beds/{pool.facility.public_id}/", tap)

    def sources(self, who: Any) -> None:
        if self.rng.random() < 0.3:
            waiting = Proposal.objects.waiting().filter(made_by=who.user).values_list("public_id", flat=True)
            who.post("/work/places/recall-own/", {"proposal": list(waiting)})
            return
        ids = [self.some().public_id, self.some().public_id]
        sent = SOURCE | {"source": f"a letter {self.rng.randrange(99)}"}
        who.post("/work/places/one-source/", sent | {"places": ids, "parts": ["rules", "phones", "basis"]})


def _label(name: str) -> str:
    table = next((one for one in fields.TABLES[ProposalKind.FACILITY] if one.name == name), None)
    if table is not None:
        return str(table.model._meta.verbose_name_plural)
    return str(Facility._meta.get_field(name).verbose_name)
