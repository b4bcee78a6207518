"""Visitors: what collections are open to whom."""

import pytest

from service.access.visitors import ProxySignOn, Visitor

PROXY = ProxySignOn(
    user_header="X-User",
    groups_header="X-Groups",
    groups={"delegates": ("csm",), "both": ("crm", "csm"), "secretariat": None, "empty": ()},
)


@pytest.mark.parametrize(
    ("groups", "collections"),
    [
        ("", ()),
        ("strangers", ()),
        ("empty", ()),
        ("delegates", ("csm",)),
        (" strangers , delegates ", ("csm",)),
        ("both,delegates", ("crm", "csm")),
        ("delegates,secretariat", None),
        ("Secretariat", ()),
        ("csm", ()),
        ("*", ()),
    ],
)
def test_groups_open_their_collections(groups, collections):
    assert PROXY.visitor("ana", groups) == Visitor(name="ana", collections=collections)


@pytest.mark.parametrize(
    ("own", "served", "seen"),
    [
        (None, None, None),
        (("csm",), None, ("csm",)),
        (None, ("csm",), ("csm",)),
        (("crm", "csm"), ("csm", "oea"), ("csm",)),
        (("crm",), ("csm",), ()),
        ((), None, ()),
        ((), ("csm",), ()),
        (None, (), ()),
    ],
)
def test_a_visitor_sees_what_is_open_and_served(own, served, seen):
    assert Visitor(name="ana", collections=own).seen_of(served) == seen
