"""Owns the endpoints that prove an address or sign in by mail, phone or another provider.

Nothing is mailed or sent here, and no provider is set up: whatever asks for that is refused as a
server refuses it that has none of these, and no secret that comes back can be right.
"""

from __future__ import annotations

from tui.demo.accounts.emails import Email, Phone
from tui.demo.answers import Answer
from tui.demo.call import Call
from tui.demo.errors import ApiError
from tui.demo.model.users import USERS
from tui.demo.page import page_of_error
from tui.demo.params import CustomId, Text, Uid, Validator
from tui.demo.routes.account import me
from tui.demo.routes.users_write import password_rule
from tui.demo.routing import Routes

routes = Routes()
_PROVIDERS = (
    *("amazon", "apple", "auth0", "authentik", "autodesk", "bitbucket", "bitly", "box"),
    *("dailymotion", "discord", "disqus", "dropbox", "etsy", "facebook", "figma", "fusionauth"),
    *("github", "gitlab", "google", "keycloak", "kick", "linkedin", "microsoft", "notion", "oidc"),
    *("okta", "paypal", "paypalSandbox", "podio", "salesforce", "slack", "spotify", "stripe"),
    *("tradeshift", "tradeshiftBox", "twitch", "wordpress", "x", "yahoo", "yammer", "yandex"),
    *("zoho", "zoom", "mock"),
)


def _no_mail(sentence: str) -> ApiError:
    return ApiError(503, "general_smtp_disabled", sentence)


def _no_phone() -> ApiError:
    return ApiError(503, "general_phone_disabled", "Phone provider not configured")


@routes.post("/account/tokens/email", "sessions.write")
def mail_a_token(call: Call) -> Answer:
    call.param("userId", CustomId())
    call.param("email", Email())
    raise _no_mail("SMTP disabled")


@routes.post("/account/tokens/magic-url", "sessions.write")
def mail_a_link(call: Call) -> Answer:
    call.param("userId", CustomId())
    call.param("email", Email())
    raise _no_mail("SMTP disabled")


@routes.post("/account/tokens/phone", "sessions.write")
def send_a_token(call: Call) -> Answer:
    call.param("userId", CustomId())
    call.param("phone", Phone())
    raise _no_phone()


@routes.put("/account/sessions/magic-url", "sessions.write")
def with_a_link(call: Call) -> Answer:
    return _with_secret(call, CustomId())


@routes.put("/account/sessions/phone", "sessions.write")
def with_a_code(call: Call) -> Answer:
    return _with_secret(call, CustomId())


@routes.post("/account/recovery", "sessions.write")
def recover(call: Call) -> Answer:
    call.param("email", Email())
    call.param("url", Text(2048))
    raise _no_mail("SMTP Disabled")


@routes.put("/account/recovery", "sessions.write")
def set_recovered(call: Call) -> Answer:
    call.param("userId", Uid())
    call.param("secret", Text(256))
    call.param("password", password_rule(call))
    return _with_secret(call, Uid())


@routes.post("/account/verifications/email", "account")
def mail_a_proof(call: Call) -> Answer:
    call.param("url", Text(2048))
    raise _no_mail("SMTP Disabled")


@routes.put("/account/verifications/email", "public")
def prove_email(call: Call) -> Answer:
    return _with_secret(call, Uid())


@routes.post("/account/verifications/phone", "account")
def send_a_proof(call: Call) -> Answer:
    me(call)
    raise _no_phone()


@routes.put("/account/verifications/phone", "public")
def prove_phone(call: Call) -> Answer:
    return _with_secret(call, Uid())


def _with_secret(call: Call, rule: Validator) -> Answer:
    """Refuse a secret: none was ever sent."""
    user_id = call.param("userId", rule)
    call.param("secret", Text(256))
    if USERS.get(call.store, user_id) is None:
        raise ApiError.of("user_not_found")
    raise ApiError.of("user_invalid_token")


@routes.get("/account/sessions/oauth2/{provider}", "sessions.write")
def session_elsewhere(call: Call, provider: str) -> Answer:
    return _elsewhere(provider)


@routes.get("/account/tokens/oauth2/{provider}", "sessions.write")
def token_elsewhere(call: Call, provider: str) -> Answer:
    return _elsewhere(provider)


def _elsewhere(provider: str) -> Answer:
    """A page for people, whom a browser brings here."""
    if provider not in _PROVIDERS:
        title = f"Invalid `provider` param: Value must be one of ({', '.join(_PROVIDERS)})"
        return _page(400, title, "general_argument_invalid")
    title = (
        "This provider is disabled. Please enable the provider from your Appwrite console to "
        "continue."
    )
    return _page(412, title, "project_provider_disabled")


def _page(status: int, title: str, kind: str) -> Answer:
    return Answer(status, page_of_error(title, kind).encode(), "text/html; charset=UTF-8")
