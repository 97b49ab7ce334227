"""The mutations of `bin/bench mutants`: a line of the code for each main rule, and the tests that must notice.

If you move or rewrite such a line, change its mutation here. It must still break the rule that it names.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutation:
    """A rule, in words, and how to break it. `old` stands once in the file at `path` and becomes `new`."""

    name: str
    path: str
    old: str
    new: str
    tests: tuple[str, ...]


MUTATIONS = (
    Mutation(
        "Who says no to somebody who comes is left out.",
        "shelters/finder/candidates.py",
        "rows = offers[~refuses & ~not_for]",
        "rows = offers[~not_for]",
        ("tests/shelters/api/test_search.py::test_the_worst_verdict_over_everybody_decides",),
    ),
    Mutation(
        "What is full comes last.",
        "shelters/finder/ranking.py",
        "found.accepts, steps, full, count >= found.by_road, found.last))",
        "found.accepts, steps, count >= found.by_road, found.last))",
        ("tests/shelters/beds/test_availability.py::test_within_a_step_likely_comes_before_ask_and_full_comes_last",),
    ),
    Mutation(
        "What is for other people alone is left out.",
        "shelters/finder/candidates.py",
        "((only_for & who) == 0)",
        "((only_for & who) < 0)",
        ("tests/shelters/finder/test_only_for.py::test_it_is_left_out_unless_one_of_them_comes",),
    ),
    Mutation(
        "A place for a group that may not be named is not listed.",
        "shelters/models/facility.py",
        '.exclude(pk__in=secret.values("facility"))',
        "",
        ("tests/shelters/finder/test_only_for.py::test_a_hidden_one_is_not_there_at_all",),
    ),
    Mutation(
        "A yes is the place's own word, never a report.",
        "shelters/finder/ranking.py",
        '(confirmed and shown["basis"] != Basis.REPORTED)',
        "confirmed",
        ("tests/shelters/finder/test_picks.py::test_only_the_word_of_the_place_itself_is_a_yes",),
    ),
    Mutation(
        "The fifty nearest chords are not the fifty nearest.",
        "shelters/places/points.py",
        "order[start:end] = run",
        "order[start:end] = order[start:end]",
        ("tests/shelters/finder/test_ranking.py::test_where_chords_and_geodesics_disagree",),
    ),
    Mutation(
        "Past their hour nothing is told of rooms.",
        "shelters/finder/ranking.py",
        "elif held.rooms_until and now < held.rooms_until:",
        "elif held.rooms_until:",
        ("tests/shelters/finder/test_ranking.py::test_nothing_is_told_of_rooms_past_their_hour",),
    ),
    Mutation(
        "What nobody may read makes no new value.",
        "shelters/published/current.py",
        "if _held is None or read != old:",
        "if _held is None or stamps != _stamps:",
        ("tests/shelters/published/test_current.py::test_what_nobody_may_read_makes_no_new_value",),
    ),
    Mutation(
        "For a son above the age limit the answer is to ask, never yes.",
        "shelters/finder/ranking.py",
        "columns.sons_up_to[rows] < wish.oldest_son",
        "columns.sons_up_to[rows] < wish.oldest_son - 1",
        ("tests/shelters/api/test_search.py::test_a_son_above_the_limit_is_never_hidden",),
    ),
    Mutation(
        "A rule for caseworkers only reads as unknown in public.",
        "shelters/published/card.py",
        "[rule for rule in facility.rules.all() if rule.visible_to == Visibility.PUBLIC]",
        "list(facility.rules.all())",
        ("tests/shelters/api/test_search.py::test_a_hidden_rule_reads_as_unknown",),
    ),
    Mutation(
        "A stale count is never free.",
        "shelters/beds/availability.py",
        "trusted = [one for one in fitting if one.age != Age.STALE]",
        "trusted = fitting",
        (
            "tests/shelters/beds/test_availability.py::test_a_stale_count_is_neither_free_nor_full",
            "tests/shelters/finder/test_staff_search.py::test_the_order_goes_by_exact_counts",
        ),
    ),
    Mutation(
        "Nothing is told of the rooms of a house that did not opt in.",
        "shelters/beds/snapshots.py",
        "Facility.objects.listed().filter(public_rooms=True)",
        "Facility.objects.listed()",
        ("tests/shelters/beds/test_availability.py::test_without_opt_in_it_reads_ask",),
    ),
    Mutation(
        "Never more beds are held than are free.",
        "shelters/beds/holds.py",
        ".free < number:",
        ".free + 1 < number:",
        ("tests/shelters/beds/test_counting.py::test_a_walk_in_is_recorded_and_the_youngest_hold_is_flagged",),
    ),
    Mutation(
        "A hold runs out by itself.",
        "shelters/models/beds.py",
        "not_over & (Q(until=None) | Q(until__gt=at))",
        "not_over",
        ("tests/shelters/beds/test_counting.py::test_a_hold_runs_out_by_itself",),
    ),
    Mutation(
        "One takes back one's own count only.",
        "shelters/beds/counting.py",
        " or counted.by_id != by.actor.id",
        "",
        ("tests/shelters/beds/test_counting.py::test_undo_takes_back_ones_own_last_count_for_a_minute",),
    ),
    Mutation(
        "Hours that run past midnight are open on the next day.",
        "shelters/hours/clock.py",
        "[*hours, *(Span(start - DAY, end - DAY, sure) for start, end, sure in before)]",
        "[*hours]",
        ("tests/shelters/hours/test_clock.py::test_midnight_and_the_end_of_the_year",),
    ),
    Mutation(
        "A day that staff state as a working day is one.",
        "shelters/hours/calendar.py",
        "working = self.stated[day].working",
        "working = False",
        ("tests/shelters/hours/test_calendar.py::test_what_staff_state_changes_exactly_that_day",),
    ),
    Mutation(
        "Hours that are not known are never open.",
        "shelters/hours/clock.py",
        "OpenState.OPEN if any(here) else OpenState.UNKNOWN if here else OpenState.CLOSED",
        "OpenState.OPEN if here else OpenState.CLOSED",
        ("tests/shelters/aftercare/test_plan.py::test_every_hour_unknown",),
    ),
    Mutation(
        "What opens only after the window of a step has ended is not in time.",
        "shelters/aftercare/timing.py",
        "sure = clock.within(opening.schedule, opening.calendar, arrives, last)",
        "sure = state",
        ("tests/shelters/aftercare/test_plan_rules.py::test_the_way_is_allowed_for",),
    ),
    Mutation(
        "A name typed without the letter ə is the same name.",
        "shelters/places/folding.py",
        "text.translate(_ONE_E).translate(_ONE_I)",
        "text.translate(_ONE_I)",
        ("tests/shelters/places/test_gazetteer.py::test_spellings_that_are_equal",),
    ),
    Mutation(
        "Once she has chosen, the question opens to the chosen house alone, and so does her contact.",
        "referrals/access.py",
        "hosting = Q(status=EnquiryStatus.CHOSEN, referral__state__in",
        "hosting = Q(referral__state__in",
        ("tests/referrals/views/test_hosts.py::test_only_the_chosen_one_gets_the_contact",),
    ),
    Mutation(
        "What she takes back is erased at once.",
        "referrals/workflow/cases.py",
        "    numbers.put(locked)\n    contents.erase(locked)\n",
        "    numbers.put(locked)\n",
        ("tests/referrals/workflow/test_workflow.py::test_withdrawing_erases_and_frees",),
    ),
    Mutation(
        "What is due to be erased is shown by nothing, even if no cron runs.",
        "referrals/models/cases.py",
        "self.filter(erase_at__gt=now)",
        "self.all()",
        ("tests/referrals/workflow/test_workflow.py::test_what_is_due_is_shown_by_nothing_and_then_erased",),
    ),
    Mutation(
        "A sealed message is bound to whom it was said and by whom.",
        "referrals/vault/contents.py",
        "return f\"{message.pk} {message.enquiry_id} {'house' if message.from_house else 'her'}\"",
        "return str(message.pk)",
        ("tests/referrals/test_attacks.py::test_a_message_cannot_be_put_in_another_mouth",),
    ),
    Mutation(
        "Only its own code opens a request.",
        "referrals/vault/contents.py",
        '.filter(code__in=hashes.all_hashes(digits, "code"))',
        ".exclude(code=None)",
        ("tests/referrals/views/test_survivor_code.py::test_wrong_expired_and_taken_back_look_the_same",),
    ),
    Mutation(
        "Who proposes a change does not confirm it.",
        "shelters/approvals/proposals.py",
        "return alone is not None and alone <= now",
        "return True",
        ("tests/shelters/approvals/test_two_people.py::test_nothing_shows_until_another_confirms",),
    ),
    Mutation(
        "While all is frozen no staff page opens.",
        "shelters/staff/second_factor.py",
        "if freeze and is_stopped(freeze, view, request.method):",
        "if False:",
        ("tests/shelters/approvals/test_freeze.py::test_staff_pages_stay_shut",),
    ),
    Mutation(
        "A session that has not seen a second factor gets nowhere.",
        "shelters/staff/second_factor.py",
        "if not _may_open(request, user, enough):",
        "if False:",
        ("tests/shelters/staff/test_keys.py::test_without_a_passkey_in_this_session_no_page_opens",),
    ),
    Mutation(
        "For a host the house of another organisation is not there.",
        "shelters/views/work.py",
        "Facility.objects.filter(organisation__members=user)",
        "Facility.objects.all()",
        ("tests/shelters/staff/test_roles.py::test_somebody_elses_house_is_not_there",),
    ),
    Mutation(
        "An entry of the trail that was changed is found.",
        "shelters/audit/trail.py",
        "_stamp(entry.at), entry.actor, entry.what",
        "_stamp(entry.at), entry.what",
        ("tests/shelters/audit/test_trail.py::test_an_altered_entry_is_found",),
    ),
    Mutation(
        "A flood is slowed after as many requests as are allowed.",
        "shelters/web/throttle.py",
        "self._counts[client] > number",
        "self._counts[client] > number + 1",
        ("tests/shelters/web/test_throttle.py::test_the_count_starts_anew_each_minute_and_the_salt_each_day",),
    ),
    Mutation(
        "The same message sent again changes nothing more.",
        "shelters/web/idempotency.py",
        "return first.status, first.body",
        "return act()",
        ("tests/shelters/beds/test_beds_page.py::test_a_tap_sent_again_counts_once_and_gets_the_same_answer",),
    ),
)
