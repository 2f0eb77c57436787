"""Which platform an address belongs to, by its host or by a name in the text. A guess that people confirm."""

import re
from collections import Counter
from urllib.parse import urlsplit

from .vocabularies import Platform, SiteType

HOSTS: dict[str, tuple[str, ...]] = {
    Platform.INSTAGRAM: ("instagram.com", "instagr.am", "threads.net"),
    Platform.TIKTOK: ("tiktok.com",),
    Platform.FACEBOOK: ("facebook.com", "fb.com", "fb.watch", "fb.me"),
    Platform.SNAPCHAT: ("snapchat.com",),
    Platform.WHATSAPP: ("whatsapp.com", "wa.me"),
    Platform.MESSENGER: ("messenger.com", "m.me"),
    Platform.VIBER: ("viber.com",),
    Platform.TELEGRAM: ("telegram.org", "telegram.me", "t.me"),
    Platform.DISCORD: ("discord.com", "discord.gg", "discordapp.com"),
    Platform.YOUTUBE: ("youtube.com", "youtu.be"),
    Platform.TWITCH: ("twitch.tv",),
    Platform.X: ("x.com", "twitter.com", "t.co"),
    Platform.REDDIT: ("reddit.com", "redd.it"),
    Platform.PINTEREST: ("pinterest.com", "pin.it"),
    Platform.LINKEDIN: ("linkedin.com", "lnkd.in"),
    Platform.ROBLOX: ("roblox.com",),
    Platform.MINECRAFT: ("minecraft.net",),
    Platform.FORTNITE: ("fortnite.com", "epicgames.com"),
    Platform.STEAM: ("steampowered.com", "steamcommunity.com"),
    Platform.GOOGLE: ("google.com", "goo.gl"),
}
# Names that stand for themselves in a sentence; "X" and "Google" do not.
NAMES: dict[str, str] = {
    platform.label.lower(): platform.value
    for platform in Platform
    if platform not in (Platform.X, Platform.GOOGLE, Platform.OTHER, Platform.MESSENGER)
} | {"insta": Platform.INSTAGRAM, "snap": Platform.SNAPCHAT, "twitter": Platform.X, "tik tok": Platform.TIKTOK}
SITE_TYPES: dict[str, SiteType] = {
    Platform.WHATSAPP: SiteType.MESSAGING,
    Platform.MESSENGER: SiteType.MESSAGING,
    Platform.VIBER: SiteType.MESSAGING,
    Platform.TELEGRAM: SiteType.MESSAGING,
    Platform.DISCORD: SiteType.MESSAGING,
    Platform.SNAPCHAT: SiteType.MESSAGING,
    Platform.YOUTUBE: SiteType.VIDEO_HOST,
    Platform.TWITCH: SiteType.LIVESTREAM,
    Platform.ROBLOX: SiteType.GAME,
    Platform.MINECRAFT: SiteType.GAME,
    Platform.FORTNITE: SiteType.GAME,
    Platform.STEAM: SiteType.GAME,
    Platform.GOOGLE: SiteType.SEARCH,
    Platform.OTHER: SiteType.OTHER,
}
_BY_HOST = {host: platform for platform, hosts in HOSTS.items() for host in hosts}
_NAME = re.compile(rf"(?<![\w@.])({'|'.join(sorted(map(re.escape, NAMES), key=len, reverse=True))})(?![\w.])", re.I)


def guess_platform(addresses: list[str]) -> str:
    """Return the code of the platform that most of `addresses` belong to; empty where none is known.

    Only the text is looked at; no address is opened or resolved.
    """
    found = Counter(code for address in addresses if (code := _platform_of(address)))
    return found.most_common(1)[0][0] if found else ""


def site_type_of(platform: str) -> str:
    """Return what kind of place a platform is, empty where no platform is named."""
    return str(SITE_TYPES.get(platform, SiteType.SOCIAL_NETWORK)) if platform else ""


def _platform_of(address: str) -> str:
    host = _host(address)
    while "." in host:
        if host in _BY_HOST:
            return _BY_HOST[host]
        host = host.partition(".")[2]
    named = _NAME.search(address)
    return str(NAMES[named[1].lower()]) if named else ""


def _host(address: str) -> str:
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
        return (parts.hostname or "").lower()
    except ValueError:
        return ""
