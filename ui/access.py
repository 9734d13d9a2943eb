"""Who may do what: readers ask, auditors see and sign everything, curators keep the shelf."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, ClassVar

import streamlit as st

from languages import N_, Message
from operations.errors import Foreseen
from ui.language import language
from ui.settings import ALLOW_UNAUTHENTICATED, Misconfigured, UiSettings


class Role(IntEnum):
    """What a person may do; each role may do all that those before it may."""

    READER = 1
    AUDITOR = 2
    CURATOR = 3


@dataclass(frozen=True, slots=True)
class User:
    """A person at the pages; `id` owns conversations and signs what is done."""

    id: str
    name: str
    role: Role


# Without sign-in only this machine can reach the pages: whoever does is its owner.
LOCAL = User("local", "", Role.CURATOR)


_ROLES = {
    Role.READER: Message("reader"),
    Role.AUDITOR: Message("auditor"),
    Role.CURATOR: Message("curator"),
}


class AccessDenied(Foreseen):
    """The person may not do this; the message says which role it takes."""

    without_content: ClassVar[bool] = True


def require(user: User, role: Role) -> None:
    """Return where `user` has `role` or more; raises AccessDenied elsewhere."""
    if user.role < role:
        raise AccessDenied(
            N_("This takes the role “{role}”; you have “{own}”. Ask whoever runs Jiwen for it."),
            role=_ROLES[role],
            own=_ROLES[user.role],
        )


def role_name(role: Role) -> str:
    """A role → its name in the visitor's language."""
    return _ROLES[role].worded(language())


@dataclass(frozen=True, slots=True)
class RoleRules:
    """`[roles]` of secrets.toml: roles by e-mail, by a claim's values, and for everyone else."""

    emails: Mapping[str, Role]
    claim: str
    claim_values: Mapping[str, Role]
    everyone: Role | None

    @classmethod
    def from_secrets(cls, roles: Mapping[str, Any]) -> RoleRules:
        """The `[roles]` table → its rules; raises Misconfigured where a role is unknown."""
        unknown = set(roles) - {"reader", "auditor", "curator", "claim", "claims", "everyone"}
        if unknown:
            raise Misconfigured(
                N_(
                    "[roles] in .streamlit/secrets.toml has {names}, which means nothing; write "
                    "reader, auditor, curator (lists of e-mails), claim, claims or everyone."
                ),
                names=", ".join(sorted(unknown)),
            )
        everyone = str(roles.get("everyone", "reader"))
        return cls(
            emails=_by_member(roles, str.casefold),
            claim=str(roles.get("claim", "")),
            claim_values=_by_member(roles.get("claims", {}), str),
            everyone=_role(everyone) if everyone else None,
        )


def user_from_claims(claims: Mapping[str, Any], rules: RoleRules) -> User | None:
    """What the identity provider says of a person → the user; None where they get no role.

    An e-mail counts unless the provider says that it is not verified; the highest role wins.
    """
    email = str(claims.get("email") or "").casefold()
    # Some providers send their booleans as text.
    if str(claims.get("email_verified", True)).casefold() == "false":
        email = ""
    found = [rules.emails[email]] if email in rules.emails else []
    value = claims.get(rules.claim) if rules.claim else None
    for item in value if isinstance(value, list | tuple) else [value]:
        if isinstance(item, str) and item in rules.claim_values:
            found.append(rules.claim_values[item])
    if rules.everyone is not None:
        found.append(rules.everyone)
    if not found:
        return None
    identity = email or f"{claims.get('iss', '')}#{claims.get('sub', '')}"
    return User(identity, str(claims.get("name") or email or claims.get("sub", "")), max(found))


def signs_in() -> bool:
    """Whether people must sign in: `[auth]` stands in .streamlit/secrets.toml."""
    return bool(st.secrets.load_if_toml_exists()) and "auth" in st.secrets


def current_user() -> User | None:
    """The person at this page; None where they have yet to sign in, or have no role."""
    if not signs_in():
        return LOCAL
    if not st.user.is_logged_in:
        return None
    rules = RoleRules.from_secrets(st.secrets.get("roles", {}))
    return user_from_claims(st.user.to_dict(), rules)


def refuse_open_door(address: str | None, auth: bool, environ: Mapping[str, str]) -> None:
    """Return where only the right people can reach the server; raises Misconfigured elsewhere.

    `address` is Streamlit's server.address, None meaning every address of this machine.
    """
    if auth or _is_loopback(address):
        return
    if UiSettings.from_environ(environ).allow_unauthenticated == ALLOW_UNAUTHENTICATED:
        return
    raise Misconfigured(
        N_(
            "Jiwen does not start on {address} without sign-in: configure [auth] in "
            ".streamlit/secrets.toml, or listen on 127.0.0.1 only. If everyone who can reach that "
            'address may do everything, set JIWEN_ALLOW_UNAUTHENTICATED="{sentence}".'
        ),
        address=address or Message("every address"),
        sentence=ALLOW_UNAUTHENTICATED,
    )


def _is_loopback(address: str | None) -> bool:
    if address is None:
        return False
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return False


def _role(name: str) -> Role:
    try:
        return Role[name.upper()]
    except KeyError:
        raise Misconfigured(
            N_("[roles] names the role {name!r}; there are reader, auditor and curator."),
            name=name,
        ) from None


def _by_member(lists: Mapping[str, Any], key: Callable[[str], str]) -> dict[str, Role]:
    found: dict[str, Role] = {}
    for role in Role:  # in rising order, so that the higher role wins
        for member in lists.get(role.name.lower(), ()):
            found[key(str(member))] = role
    return found
