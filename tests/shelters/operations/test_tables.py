"""Which rows a backup keeps for good."""

from django.apps import apps

from shelters.operations import tables
from shelters.operations.tables import Part


def kept(label):
    return "never" if label in tables._NEVER else tables.part_of(label)


def test_nothing_sealed_is_kept_for_good():
    for model in apps.get_models():
        label = model._meta.label_lower
        names = {field.name for field in model._meta.fields}
        if label.startswith("referrals.") and names & {"data_key", "code", "case", "question", "user"}:
            assert kept(label) == Part.LIVE, label


def test_no_row_that_is_kept_needs_a_row_that_is_not():
    order = {Part.BASE: 0, Part.LIVE: 1, "never": 2}
    for model in apps.get_models():
        for field in model._meta.fields:
            if field.related_model and kept(model._meta.label_lower) != "never":
                needed = kept(field.related_model._meta.label_lower)
                assert order[needed] <= order[kept(model._meta.label_lower)], field


def test_the_tables_that_are_left_out_exist():
    known = {model._meta.label_lower for model in apps.get_models()}
    named = tables._NEVER | tables._ERASED_ONE_DAY | tables._FOR_GOOD
    assert named <= known
