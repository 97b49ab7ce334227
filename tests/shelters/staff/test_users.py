"""Accounts and their roles."""

import pytest
from django.db import IntegrityError, transaction

from shelters.codes.staff import Role
from shelters.models import RoleGrant
from tests.support import people

pytestmark = pytest.mark.django_db


def test_who_asks_is_read_in_two_queries(leyla, django_assert_num_queries):
    """The session, and the account with its organisation and roles. The third is the freeze."""
    assert leyla.get("/work/mail/").status_code == 200
    with django_assert_num_queries(3):
        leyla.get("/work/mail/")


def test_several_roles_add_up_and_the_strictest_rule_holds(house):
    user = people.person(Role.COUNTER, house.organisation)
    assert people.signed_in(user, "totp").get(f"/work/beds/{house.public_id}/").status_code == 200
    RoleGrant.objects.create(user=user, role=Role.CASEWORKER)
    people.change(user)
    assert people.signed_in(user, "totp").get(f"/work/beds/{house.public_id}/").status_code == 302
    both = people.signed_in(user)
    assert {both.get(path).status_code for path in (f"/work/beds/{house.public_id}/", "/work/requests/")} == {200}
    assert both.get("/work/people/").status_code == 403


def test_a_role_is_held_once(house):
    user = people.person(Role.HOST, house.organisation)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(user=user, role=Role.HOST)
