"""Which moves a request allows, written down a second time, and how often a random walk makes each."""

from referrals.workflow import transitions
from shelters.audit.trail import Actor

# Said once more, by hand: from where, by which move, to where. What is not here is illegal.
LEGAL: dict[str, dict[str, str]] = {
    "asked": {"write": "asked", "offer": "offered", "refuse": "asked", "withdraw": "withdrawn", "drop": "withdrawn"}
    | {"call": "asked", "say_no": "asked", "agree": "offered", "come": "offered"},
    "offered": {"write": "offered", "offer": "offered", "refuse": "offered", "choose": "chosen"}
    | {"withdraw": "withdrawn", "call": "offered", "say_no": "offered", "agree": "offered", "come": "offered"}
    | {"not_so": "offered", "drop": "withdrawn"},
    "chosen": {"write": "chosen", "leave_contact": "chosen", "move_arrival": "chosen", "set_out": "on_the_way"}
    | {"arrive": "arrived", "not_arrive": "not_arrived", "withdraw": "withdrawn", "ask_after": "chosen"}
    | {"drop": "withdrawn"},
    "on_the_way": {"write": "on_the_way", "leave_contact": "on_the_way", "move_arrival": "on_the_way"}
    | {"arrive": "arrived", "not_arrive": "not_arrived", "withdraw": "withdrawn", "ask_after": "on_the_way"}
    | {"drop": "withdrawn"},
    "arrived": {"leave": "left", "withdraw": "withdrawn", "await_again": "on_the_way"},
    "not_arrived": {"withdraw": "withdrawn", "call": "asked", "say_no": "asked", "agree": "offered"}
    | {"arrive": "arrived", "await_again": "on_the_way", "drop": "withdrawn"},
    **{
        state: {"withdraw": "withdrawn", "call": "asked", "say_no": "asked", "agree": "offered"}
        | ({"drop": "withdrawn"} if state in ("refused", "expired") else {})
        for state in ("left", "refused", "expired", "withdrawn")
    },
    "closed": {},
}
STANDS = {
    "write": {"waiting", "offered", "chosen"},
    "offer": {"waiting", "offered"},
    "refuse": {"waiting", "offered"},
    "choose": {"offered"},
    "come": {"waiting", "offered"},
    "not_so": {"offered"},
}
NOS = {"refuse", "call", "say_no", "not_so"}  # after each, the last yes or the last hope may be gone
CALLS = {"call", "say_no", "agree"}
BY_CASEWORKERS = {*CALLS, "drop"}  # also when the question has waited too long
# What happens with a place that is not listed, where nobody answers here.
ANYWHERE = {*BY_CASEWORKERS, "choose", "set_out", "arrive", "not_arrive", "await_again", "leave", "withdraw"}
WEIGHTS = {"offer": 12, "choose": 12, "arrive": 4, "set_out": 6, "leave_contact": 3, "move_arrival": 3, "leave": 3}
WEIGHTS |= {"call": 3, "agree": 4, "not_arrive": 1, "refuse": 3, "write": 5, "withdraw": 1}
WEIGHTS |= {"await_again": 3, "ask_after": 1, "say_no": 4, "not_so": 9, "come": 8, "drop": 2}
ACTORS = [transitions.HER, Actor("user", 1), Actor("user", 2), Actor("console")]
HOURS = [1, 1, 1, 3, 3, 3, 3, 3, 3, 49, 8 * 24, 181 * 24]
