"""The same story told to a real server on a file of SQLite: nothing in its folder holds a mark, nor a code."""

import json
import re
import urllib.error
import urllib.parse
import urllib.request

import pytest
from django.conf import settings

from bench.clients import UNTHROTTLED
from tests.support import server as servers
from tests.support import story
from tests.support.canaries import find_in
from tests.support.story import SOUGHT, WORDS, Page, Told

pytestmark = pytest.mark.skipif(
    not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"), reason="the file is SQLite's"
)
# What the first house says to the question that was put last, and the second; where that is written down.
ANSWERED = f"""
import json
from pathlib import Path
from referrals.workflow import placing
from referrals.models import Enquiry
from shelters.models import BedPool
from shelters.audit.trail import CONSOLE as BY
one, other = Enquiry.objects.order_by("pk")[:2]
pool = BedPool.objects.create(facility=one.facility, name_az="Otaq", capacity=3)
placing.write(other, "{WORDS}?", from_house=True, by=BY)
placing.offer(one, pool, 2, until=None, arrival=None, words="{WORDS}", by=BY)
Path("%s").write_text(json.dumps([one.public_id, other.public_id]))
"""
SEALED = """
import json
from pathlib import Path
from referrals.models import Case, Message, Referral
held = [bytes(one.body) for one in Message.objects.all()]
held += [bytes(v) for one in Referral.objects.all() for v in (one.question, one.contact) if v]
held += [bytes(one.data_key) for one in Case.objects.all()]
Path("%s").write_text(json.dumps([value[13:45].hex() for value in held]))
"""
# A duty whose night is over, with the number to ring, and a letter of last month. They stand beside the cases.
NUMBER = "+994505557731"
OVER = f"""
import json
from datetime import timedelta
from pathlib import Path
from django.utils import timezone
from shelters.audit.trail import CONSOLE
from shelters.codes.staff import LetterKind
from shelters.desk import letters
from shelters.models import Letter, Organisation, User
from shelters.night import rota
first, second = (User.objects.create(username=name) for name in ("over_a", "over_b"))
now, house = timezone.now(), Organisation.objects.first()
rota.put(house, now - timedelta(hours=1), first=first, second=second, number="{NUMBER}", by=CONSOLE)
letters.put(LetterKind.WRONG, "{WORDS}", now - letters.KEPT)
Path("%s").write_text(json.dumps(Letter.objects.get().body[20:90]))
"""
COMMANDS = """
from django.core.management import call_command
for name in ("purge", "rotate_keys", "verify_trail", "refresh_listings"):
    call_command(name)
"""


@pytest.fixture
def server(tmp_path):
    made = servers.Server(tmp_path, DEMO="on", ERROR_MAIL_TO="errors@example.org", **UNTHROTTLED)
    yield made
    made.stop()


def told(server):
    """Send over plain HTTP."""

    def send(path, **fields):
        body = urllib.parse.urlencode(fields, doseq=True).encode()
        try:
            with urllib.request.urlopen(server.url + path, body) as response:
                return Page(path, response.status, str(response.headers), response.read().decode())
        except urllib.error.HTTPError as error:
            return Page(path, error.code, str(error.headers), error.read().decode())

    return Told(send)


def test_no_file_of_the_server_holds_a_mark(server, tmp_path, tmp_path_factory):
    beside = tmp_path_factory.mktemp("beside") / "told.json"
    her = told(server)
    page = her("/en/near/", place="Zaqatala")
    ids = re.findall(r'name="id" value="(\w+)"', re.search(r'action="/en/ask/">.*?</form>', page.text, re.S)[0])
    code = story.asks(her, ids[:2])
    server.run(ANSWERED % beside)
    one, other = json.loads(beside.read_text())
    story.reads(her, code, one, other)
    marks = (*SOUGHT, code, her.key, *(joint.join(re.findall("....", code)) for joint in " -"))
    files = {path.name for path in tmp_path.iterdir()}
    assert {"server.sqlite3", "server.sqlite3-wal", "server.log", "ring"} <= files
    assert find_in(tmp_path, *marks) == [] and find_in(tmp_path, one), (
        "while it lives; and the search finds what is there"
    )
    server.run(SEALED % beside)
    sealed = [bytes.fromhex(value) for value in json.loads(beside.read_text())]
    assert len(sealed) > 5 and holding(tmp_path, sealed)
    story.takes_back(her, code)
    assert holding(tmp_path, sealed) == [], "erased at once, and not only unlinked"
    server.run(OVER % beside)
    letter = json.loads(beside.read_text()).encode()
    assert find_in(tmp_path, NUMBER) and holding(tmp_path, [letter])
    server.run(COMMANDS)
    assert find_in(tmp_path, *marks, NUMBER) == [] and holding(tmp_path, [letter]) == [], "in the log of writes, too"
    server.stop()
    assert find_in(tmp_path, *marks) == []


def holding(folder, parts):
    """The files that hold one of some bytes."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if any(part in path.read_bytes() for part in parts)]
