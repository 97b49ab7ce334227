"""A house whose own system counts."""

from datetime import timedelta

from django.utils import timezone

from shelters.api import bed_feed_tokens
from shelters.models import BedPool
from tests.support import make


class House:
    """A facility with one pool, and its own system."""

    def __init__(self, client):
        self.client = client
        self.facility = make.facility()
        self.pool = self.add("Otaqlar")
        self.token = bed_feed_tokens.make_token(self.facility, by=None)
        self.path = f"/api/v1/beds/{self.facility.public_id}/"

    def add(self, name):
        return BedPool.objects.create(facility=self.facility, name_az=name, capacity=10)

    def row(self, pool=None, **fields):
        numbers = {"capacity": 10, "family_places": 2, "occupied": 4, "out_of_service": 1}
        return {"id": (pool or self.pool).public_id} | numbers | fields

    def message(self, *rows, ago=timedelta()):
        return {"observed_at": (timezone.now() - ago).isoformat(), "pools": list(rows) or [self.row()]}

    def get(self, **headers):
        return self.client.get(self.path, headers={"Authorization": f"Bearer {self.token}"} | headers)

    def put(self, message=None, *, client=None, **headers):
        """`None` leaves a header out; with underscores for dashes."""
        sent = {"Authorization": f"Bearer {self.token}", "If-Match": "*", "Accept-Language": "en"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {name: value for name, value in sent.items() if value is not None}
        body = self.message() if message is None else message
        return (client or self.client).put(self.path, body, content_type="application/json", headers=sent)

    def occupied(self):
        return BedPool.objects.get(pk=self.pool.pk).occupied
