"""A plan as lines that a test can read, and a few places that help."""

from datetime import datetime

from shelters.models import Facility, OpeningHours, Place
from tests.support import make

OFFICE = "mon-fri 09:00-17:00, sat-sun closed, holidays closed, working-weekends closed"
DAILY = "daily 10:00-20:00, holidays as-usual, working-weekends as-usual"


def make_country():
    """Make a few places that help, far apart. The forensic centres close on holidays."""
    with make.many():
        _make_places()
    line = make.line(
        key="116", number="116", label_az="Xətt", label_ru="Линия", label_en="Line", published=True, source="test"
    )
    OpeningHours.objects.create(hotline=line, when="always", source="test")
    make.counting(line)


def _make_places():
    for key, town, kind, services, hours in [
        ("seki-clinic", "Şəki", "clinic", ["emergency_contraception", "sti_care"], OFFICE),
        ("seki-forensic", "Şəki", "forensic_centre", ["forensic_examination"], OFFICE),
        ("gence-hospital", "Gəncə", "clinic", ["hiv_pep", "sti_care"], "always"),
        ("baki-forensic", "Bakı", "forensic_centre", ["forensic_examination"], OFFICE),
        ("baki-centre", "Bakı", "counselling", ["mental_health", "accompaniment", "legal_aid"], DAILY),
        ("sumqayit-lawyers", "Sumqayıt", "legal_aid", ["legal_aid"], f"{OFFICE}, appointment"),
        ("baki-hospital", "Bakı", "clinic", ["hiv_pep", "emergency_contraception"], {"hiv_pep": "always"}),
        ("naxcivan-clinic", "Naxçıvan", "clinic", ["hiv_pep", "sti_care"], {}),
    ]:
        make.facility(
            Place.objects.get(name_az=town),
            key=key,
            kind=kind,
            services=services,
            hours=hours,
            confidential=False,
            rules={"minor_alone": "no"} if key == "sumqayit-lawyers" else {},
        )


def told(answer):
    """The plan in lines: code, best before, last. Each place: key, open now, opens at, earliest, in time."""
    keys = dict(Facility.objects.values_list("public_id", "key"))
    lines = []
    for step in answer["steps"]:
        lines.append(" ".join([step["code"], short(step["best_before"]), short(step["last"])]))
        for place in step["places"]:
            state = {True: "open", False: "closed", None: "unknown"}[place["open_now"]]
            moments = f"{short(place['opens_at'])} {short(place['earliest_there'])}"
            road = " no road" if place["no_road"] else ""
            lines.append(f"  {keys[place['id']]} {place['distance_km']} km {state} {moments} {place['in_time']}{road}")
    return lines


def short(moment):
    if moment is None:
        return "-"
    assert moment.endswith("+04:00")
    return datetime.fromisoformat(moment).strftime("%dT%H:%M")


def texts(answer, code):
    return " ".join(next(step for step in answer["steps"] if step["code"] == code)["text"])
