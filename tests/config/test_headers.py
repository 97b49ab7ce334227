"""What a browser is told to refuse, and to forget."""

import re
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.test import Client

from config.headers import of_a_file
from shelters.web import checks

pytestmark = pytest.mark.django_db
TRUSTED = "require-trusted-types-for 'script'"


@pytest.mark.parametrize("path", ["/az/", "/api/v1/", "/work/sign-in/", "/en/nowhere/", "/healthz"])
def test_no_other_site_may_load_an_answer(path):
    response = Client(SERVER_NAME="localhost").get(path)
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_text_becomes_a_page_by_our_policies_only(leyla):
    names = re.search("trusted-types (.*)", leyla.get("/work/").headers["Content-Security-Policy"])[1]
    for name in names.split():
        with open(f"static/{name}.js", encoding="utf-8") as script:
            text = script.read()
        assert f'createPolicy("{name}"' in text and "innerHTML" not in text
    scripts = Path("static").glob("*.js")
    assert set(names.split()) == {one.stem for one in scripts if "createPolicy(" in one.read_text(encoding="utf-8")}
    assert TRUSTED in Client().get("/az/").headers["Content-Security-Policy"]
    assert TRUSTED not in leyla.get("/admin/").headers["Content-Security-Policy"]


def test_the_script_of_the_open_pages_leaves_no_trace():
    kept, gone = {"Cache-Control": "max-age=315360000"}, {"Cache-Control": "max-age=315360000"}
    of_a_file(kept, "/var/static/work.0123456789ab.js", "")
    of_a_file(gone, "/var/static/page.0123456789ab.js", "")
    assert gone["Cache-Control"] == "no-store" and kept["Cache-Control"].startswith("max-age")
    for headers in (kept, gone):
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_sign_out_clears_what_the_browser_kept(leyla):
    assert "Clear-Site-Data" not in leyla.get("/work/").headers
    assert leyla.post("/work/sign-out/").headers["Clear-Site-Data"] == '"cache", "cookies"'


def test_security_txt_only_where_somebody_is_named(client, settings):
    path = "/.well-known/security.txt"
    assert client.get(path).status_code == 404
    settings.SECURITY_CONTACT = ["mailto:security@example.org", "https://example.org/report"]
    text = client.get(path).content.decode()
    assert text.startswith("Contact: mailto:security@example.org\nContact: https://") and "\nExpires: 20" in text


def test_a_proxy_that_is_not_counted_is_told(settings):
    def told():
        return [one.id for one in run_checks(include_deployment_checks=True) if one.id == "shelters.W001"]

    assert told() == []
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert told() == ["shelters.W001"]
    settings.TRUSTED_PROXIES = 1
    assert told() == [] == checks.the_proxy_is_counted(None)
