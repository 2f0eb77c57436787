"""What people paste as "where" becomes items, and the platform is guessed from the text alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.inbox.address_lists import split_items
from reports.inbox.addresses import canonical_address
from reports.inbox.platforms import HOSTS, guess_platform, site_type_of
from reports.inbox.vocabularies import Platform


@pytest.mark.parametrize(
    ("pasted", "items"),
    [
        ("https://a.example\r\n\r\n@dikush\r\nhttps://a.example", ["https://a.example", "@dikush"]),
        ("@ana @beni,@cimi; @dea-1", ["@ana", "@beni", "@cimi", "@dea-1"]),
        ("069 123 4567, 068-234-5678", ["069 123 4567", "068-234-5678"]),
        ("insta.com/x,tiktok.com/y", ["insta.com/x", "tiktok.com/y"]),
        ("shiko https://a.example, dhe https://b.example.", ["https://a.example", "https://b.example"]),
        ("https://a.examplehttps://b.example", ["https://a.example", "https://b.example"]),
        ("Ana në Instagram @ana_k, 069 123 4567", ["Ana në Instagram", "@ana_k", "069 123 4567"]),
        ("1. a.com/x\n2) b.al\n- Roblox", ["a.com/x", "b.al", "Roblox"]),
        ("(https://a.example/x_(y)), <https://b.example>", ["https://a.example/x_(y)", "https://b.example"]),
        ("https://web.archive.org/web/2020/https://x.example/a,b?c=1;d",) * 2,
        ("https://maps.example/@41.3,19.8,15z",) * 2,
        ("https://a.example/p?ids=1,2,3",) * 2,
        ("hxxps://a[.]example/x",) * 2,
        ("“https://a.example”", ["https://a.example"]),
        ("dikush@example.org dhe WhatsApp +355 69 123 4567", ["dikush@example.org", "dhe WhatsApp +355 69 123 4567"]),
        ("Snapchat ana.k_12",) * 2,
        ("javascript:alert(1)",) * 2,
        ("dhe",) * 2,
        ("[.] , ; …", []),
        ("", []),
    ],
)
def test_addresses_when_pasted_together_then_each_is_one_item(pasted: str, items: list[str] | str) -> None:
    assert split_items(pasted) == ([items] if isinstance(items, str) else items)


@given(st.text(max_size=400))
def test_addresses_when_anything_is_pasted_then_no_item_is_empty_repeated_or_made_up(pasted: str) -> None:
    items = split_items(pasted)
    assert len(items) == len(set(items))
    squeezed = "".join(pasted.split())
    for item in items:
        assert item.strip() == item != ""
        # An item may be cut out of what was typed, but no letter of it was not there.
        assert all(word in squeezed for word in item.split())
        assert canonical_address(item)


@given(st.lists(st.from_regex(r"https://[a-z]{3,9}\.example/[a-z0-9]{1,9}", fullmatch=True), unique=True, max_size=30))
@pytest.mark.parametrize("between", ["\n", ", ", " ", ",", "; ", "\t", " | ", "\r\n\r\n", " dhe "])
def test_links_when_pasted_with_any_separator_then_all_of_them_are_found(between: str, links: list[str]) -> None:
    assert split_items(between.join(links)) == links


@pytest.mark.parametrize(
    ("addresses", "platform"),
    [
        (["https://www.instagram.com/x/", "@dikush"], "instagram"),
        (["vm.tiktok.com/ZM1"], "tiktok"),
        (["https://youtu.be/x"], "youtube"),
        (["https://t.me/x"], "telegram"),
        (["Snapchat: ana_12"], "snapchat"),
        (["insta @ana"], "instagram"),
        (["https://x.com/a"], "x"),
        (["https://notinstagram.com/x", "https://instagram.com.evil.example/"], ""),
        (["https://fax.com/a", "x", "google"], ""),
        (["https://a.example", "https://tiktok.com/@a", "https://tiktok.com/@b", "https://instagram.com/c"], "tiktok"),
        (["https://[broken"], ""),
        ([], ""),
    ],
)
def test_platform_when_guessed_then_known_hosts_and_names_decide(addresses: list[str], platform: str) -> None:
    assert guess_platform(addresses) == platform


def test_hosts_when_listed_then_none_belongs_to_two_platforms_and_each_platform_has_a_kind_of_site() -> None:
    hosts = [host for found in HOSTS.values() for host in found]
    assert len(hosts) == len(set(hosts))
    assert all(site_type_of(platform) for platform in Platform)
    assert site_type_of("") == ""
