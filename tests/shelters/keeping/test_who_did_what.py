"""Who did what: each act can be read back, by whom it may be, and nothing that is hidden or of a case."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shelters.approvals import changes, proposals, public_fields
from shelters.beds import counting
from shelters.codes.public import ConfirmationMethod
from shelters.codes.staff import CountRoute, Informant, ProposalKind, Role
from shelters.directory import confirmations
from shelters.keeping.acts import WORDS
from shelters.models import BedPool, Organisation, Proposal, TrailPayload, User
from shelters.staff import sign_in_log, team
from tests.support import make, people
from tests.support.pages import text_of
from tests.support.tree import ROOT

pytestmark = pytest.mark.django_db
# Acts of cases, and acts that several others tell: they are in no list.
IN_NO_LIST = {"beds.moved", "beds.held", "beds.kept", "beds.released"}


@pytest.fixture
def host(house):
    return people.signed_in(people.person(Role.HOST, house.organisation, "aygun"))


@pytest.fixture
def stranger(db):
    other = Organisation.objects.create(key="other", type="ngo", name_az="Başqa", name_en="Other")
    return people.signed_in(people.person(Role.HOST, other, "vusal"))


def changed(house, by, **fields):
    """Propose other fields of a facility; the proposal."""
    face = public_fields.read(ProposalKind.FACILITY, house.pk)
    return changes.change(ProposalKind.FACILITY, house.pk, face | fields, by=by).waiting


def done(client, **asked):
    return text_of(client.get("/work/done/?" + urlencode(asked)))


def counted(house, by, **fields):
    pool = BedPool.objects.create(facility=house, name_az="Otaqlar")
    how = counting.CountedBy(team.actor(by), CountRoute.PHONE, told=Informant.DUTY)
    counting.count(house, {pool.pk: counting.Numbers(9, 0, 2, 0)}, by=how)
    counting.step(pool, by=how, **fields)
    return pool


def test_a_change_tells_before_and_after_who_proposed_and_who_confirmed(leyla, nigar, house):
    made = changed(house, leyla.user, name_en="Other name")
    proposals.confirm(made, by=nigar.user)
    said = done(nigar)
    assert "House" in said and "Other name" in said
    assert re.search(r"A place was changed : Other name .*?; nigar\W+Proposed by leyla", said), said
    assert f"/work/proposals/{made.public_id}/" in nigar.get("/work/done/").content.decode()


@pytest.mark.parametrize("hidden", [{"address": "Gizli küçə 7"}, {"notes": "Gizli qeyd"}])
def test_what_is_hidden_stands_there_as_changed(leyla, nigar, house, hidden):
    proposals.confirm(changed(house, leyla.user, confidential=False, **hidden), by=nigar.user)
    proposals.confirm(changed(house, leyla.user, confidential=True, address=None, notes=""), by=nigar.user)
    said = done(leyla)
    assert "hidden: changed" in said and "Gizli" not in said


def test_a_count_tells_who_made_it_and_who_said_so(leyla, house):
    counted(house, leyla.user, occupied=3)
    said = done(leyla, about="rooms")
    assert "House: Otaqlar" in said and "leyla ( who is on duty, by phone )" in said.replace("(", "( ").replace(
        ")", " )"
    )
    assert re.search(r"Taken Before 2 After 5", said), said


def test_a_checked_entry_tells_how(leyla, house):
    confirmations.confirm(house, by=leyla.user, how=ConfirmationMethod.VISIT)
    assert re.search(r"Checked, and still right : House .*?leyla \(by a visit\)", done(leyla))


def test_it_is_filtered_by_place_person_and_day(leyla, nigar, house):
    other = make.facility(name_az="Ayrı", name_en="Apart")
    with time_machine.travel(timezone.now() - timedelta(days=3)):
        confirmations.confirm(house, by=leyla.user, how=ConfirmationMethod.VISIT)
    confirmations.confirm(other, by=nigar.user, how=ConfirmationMethod.VISIT)
    three_days_ago = timezone.localdate() - timedelta(days=3)
    for asked, there, absent in (
        ({"place": "hou"}, "right : House", "right : Apart"),
        ({"place": other.key}, "right : Apart", "right : House"),
        ({"person": f"user {leyla.user.pk}"}, "right : House", "right : Apart"),
        ({"day": three_days_ago.isoformat()}, "right : House", "right : Apart"),
        ({"about": "people"}, "Somebody joined", "right : House"),
        ({"about": "x", "day": "1", "person": "user x", "before": "x"}, "right : House", "Traceback"),
    ):
        said = done(leyla, **asked)
        assert there in said and absent not in said, asked


def test_a_house_reads_its_own_and_no_coordinators_name(leyla, nigar, house, host, stranger):
    proposals.confirm(changed(house, leyla.user, name_en="Other name"), by=nigar.user)
    counted(house, host.user, occupied=1)
    own, others = done(host), done(stranger)
    assert "Other name" in own and "a coordinator" in own and "aygun" in own and "Otaqlar" in own
    assert not {"leyla", "nigar", "vusal"} & set(re.findall(r"\w+", own))
    assert "Other name" not in others and "Otaqlar" not in others and "aygun" not in others


def test_who_works_in_a_house_is_not_named_to_a_coordinator(leyla, house, host):
    counted(house, host.user, occupied=1)
    said = done(leyla)
    assert "somebody of “Sınaq”" in said and "aygun" not in said
    assert "Otaqlar" in done(leyla, person=f"house {house.organisation_id}")


def test_everybody_reads_what_touched_their_account(leyla, house, host, stranger):
    token = team.renew_keys(host.user, by=leyla.user)
    team.come_back(token, password=people.PASSWORD)
    user = User.objects.get(pk=host.user.pk)
    people.change(user, awake_at=timezone.now())
    people.sign_in(host, user)
    sign_in_log.signed_in(user, timezone.now())
    said = text_of(host.get("/work/done/you/"))
    assert "All keys were taken" in said and "Signed in" in said and "a coordinator" in said and "leyla" not in said
    others = text_of(stranger.get("/work/done/you/"))
    assert "All keys were taken" not in others and "Signed in" not in others and "Signed in" not in done(leyla)


def test_a_list_that_is_taken_out_is_written_down(leyla, house):
    leyla.get("/work/directory/list.csv")
    assert "The public list was taken out" in done(leyla, about="exports")


def test_the_proposals_name_their_places(leyla, nigar, house):
    made = changed(house, leyla.user, name_en="Other name")
    assert "what people read of a place: House" in text_of(nigar.get("/work/proposals/")).replace("W", "w")
    proposals.withdraw(made, by=leyla.user)
    assert "what people read of a place: House" in text_of(nigar.get("/work/proposals/")).replace("W", "w")


def test_erased_details_are_said_to_be_gone(leyla, nigar, house):
    proposals.confirm(changed(house, leyla.user, name_en="Other name"), by=nigar.user)
    TrailPayload.objects.all().delete()
    assert "Before and after are kept no more." in done(leyla)


def test_the_pages_follow_each_other_and_ask_no_more_for_more(leyla, nigar, house):
    def asks():
        with CaptureQueriesContext(connection) as seen:
            page = leyla.get("/work/done/")
        return page, len(seen)

    for number in range(3):
        proposals.confirm(changed(house, leyla.user, name_en=f"Name {number}"), by=nigar.user)
    few = asks()[1]
    for number in range(3, 30):
        proposals.confirm(changed(house, leyla.user, name_en=f"Name {number}"), by=nigar.user)
    page, many = asks()
    assert many <= few + 2 and many < 28, (few, many)
    older = re.search(r'href="(\?before=\d+)"', page.content.decode()).group(1)
    first, second = text_of(page), text_of(leyla.get(f"/work/done/{older}"))
    assert "Name 25" in first and "Name 25" not in second and "Name 15" in second and "Name 15" not in first


def test_every_act_of_the_code_has_words_or_is_left_out_on_purpose():
    written = set()
    for path in (ROOT / "shelters").rglob("*.py"):
        for call in re.findall(r"(?:trail\.write\w*|_note|_write)\(.*", path.read_text(encoding="utf-8")):
            written |= set(re.findall(r'"([a-z]+\.[a-z_]+)"', call))
    assert len(written) > 20 and written - IN_NO_LIST <= set(WORDS)
    assert not Proposal.objects.exists()
