"""URLs that must never be fetched, by family, and a few that may."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address

# One or more of every block that is not the public internet; 9001 is where a Lambda's own runtime listens.
PRIVATE_V4 = (
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200", "100.127.255.255",
    "127.0.0.1", "127.1.2.3", "127.255.255.255", "169.254.0.1", "169.254.100.5", "169.254.169.254",
    "169.254.170.2", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.192", "192.0.2.1", "192.88.99.1",
    "192.168.0.1", "192.168.255.255", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1",
    "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
)  # fmt: skip
PRIVATE_V6 = (
    "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:10.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "64:ff9b:1:fffe::a9fe:a9fe",
    "100::1", "100:0:0:1::1", "2001::1",
    "2001:0:7f00:1::", "2001:2::1", "2001:10::1", "2001:20::1", "2001:db8::1", "2002:7f00:1::",
    "2002:a9fe:a9fe::1", "3fff::1", "4000::1", "5f00::1", "8000::1", "fc00::1", "fd00:ec2::254",
    "fd12:3456::1", "fe80::1", "fe80::a9fe:a9fe", "febf::1", "fec0::1", "ff02::1", "ff0e::1",
)  # fmt: skip
PUBLIC = ("8.8.8.8", "151.101.1.69", "2606:4700::1111", "2a00:1450:4001:81b::200e")
GOOD = (
    "https://cdn1.suno.ai/0f0c.mp3",
    "https://musicfile.kie.ai/a/b.mp3?sig=x%2By&e=1",
    "HTTPS://Tempfile.AIquickdraw.com/r/1.mp3",
    "https://cdn1.suno.ai:443/x.mp3",
    "https://bucket.s3.eu-west-1.amazonaws.com/k.mp3?X-Amz-Signature=00ff&X-Amz-Date=1",
    "https://xn--e1afmkfd.xn--p1ai/a.mp3",
    "https://cdn.example.co.uk/a b/пе сня.mp3?q=é",
    "https://a-b.c-d.io?download=1",
)
Names = dict[str, tuple[str, ...]]
_SITE = "cdn1.suno.ai"


def _spelled(text: str) -> Iterator[str]:
    """The same IPv4 address in the ways that some resolver or library somewhere reads."""
    address = IPv4Address(text)
    number, parts = int(address), [int(part) for part in text.split(".")]
    high, low = number >> 16, number & 0xFFFF
    yield from (text, f"{text}.", str(number), hex(number), f"0{number:o}", f"0X{number:X}")
    yield ".".join(f"0{part:o}" for part in parts)
    yield ".".join(f"000{part:o}" for part in parts)
    yield ".".join(hex(part) for part in parts)
    yield f"{hex(parts[0])}.{parts[1]}.{parts[2]}.0{parts[3]:o}"
    yield f"{parts[0]}.{number & 0xFFFFFF}"
    yield f"{parts[0]}.{parts[1]}.{low}"
    yield text.replace(".", "%2e")
    yield text.replace(".", "。")
    yield text.translate({ord("0") + n: 0xFF10 + n for n in range(10)})
    yield from (f"[::ffff:{text}]", f"[::ffff:{high:x}:{low:x}]", f"[::{text}]", f"[64:ff9b::{text}]")
    yield from (f"[64:ff9b:1::{text}]", f"[2002:{high:x}:{low:x}::1]", f"[2001:0:{high:x}:{low:x}::1]")
    yield f"[2001:0:808:808::{~high & 0xFFFF:x}:{~low & 0xFFFF:x}]"


def _literals() -> Iterator[str]:
    for text in PRIVATE_V4:
        yield from (f"https://{host}/a.mp3" for host in _spelled(text))
    yield from (f"https://[{text}]/a.mp3" for text in PRIVATE_V6)
    yield from (f"https://[{text}%25eth0]/a.mp3" for text in ("fe80::1", "::1"))
    yield from (f"https://[{text.upper()}]:443/a.mp3" for text in PRIVATE_V6)


def _schemes() -> Iterator[str]:
    words = "http ftp ftps file gopher dict ldap tftp ws wss jar blob s3 sftp ssh data javascript hxxps"
    yield from (f"{word}://{_SITE}/a.mp3" for word in words.split())
    yield from ("file:///etc/passwd", "data:audio/mpeg;base64,SUQz", "javascript:alert(1)", "about:blank")
    yield from (f"//{_SITE}/a.mp3", "/a.mp3", "a.mp3", "", " ", "https://", "https:///a.mp3", "https:")
    yield from (f"https:/{_SITE}/a.mp3", f"://{_SITE}/", f"view-source:https://{_SITE}/", f"https:{_SITE}/a")


def _ports() -> Iterator[str]:
    ports = "0 1 22 25 80 8080 8443 6379 9001 11211 65535 65536 99999 -1 +443 4433 44\uff13 0x1bb 443a a %34%34"
    yield from (f"https://{_SITE}:{port}/a.mp3" for port in ports.split())
    yield from (f"https://{_SITE}:443:80/a.mp3", f"https://{_SITE}: 443/a.mp3")


def _userinfo() -> Iterator[str]:
    users = (f"user@{_SITE}", f"user:secret@{_SITE}", f"@{_SITE}", f":@{_SITE}", f"{_SITE}@127.0.0.1")
    yield from (f"https://{user}/a.mp3" for user in users)
    yield from (f"https://{_SITE}:443@127.0.0.1/", f"https://{_SITE}%40127.0.0.1/", f"https://a@b@{_SITE}/")
    yield from (f"https://{_SITE}%2f@127.0.0.1/", f"https://127.0.0.1:80@{_SITE}/", f"https://[::1]@{_SITE}/")


def _odd() -> Iterator[str]:
    marks = [chr(n) for n in (*range(0x20), 0x7F)]
    for mark in (*marks, "\\", "#"):
        yield from (f"https://{_SITE}{mark}.evil.com/a.mp3", f"https://{_SITE}/a{mark}b.mp3")
    yield from (f"https://{_SITE}{mark}/a.mp3" for mark in (".", "..", "%00", "%2f", "%0d%0a", " ", "~", "*"))
    yield from (
        f"https://127.0.0.1\\@{_SITE}/",
        f"https://{_SITE}\\@127.0.0.1/",
        f"https://{_SITE}#@127.0.0.1/",
    )
    yield from (
        f"https://{_SITE}/a.mp3#frag",
        f"https://-{_SITE}/",
        f"https://.{_SITE}/",
        "https://..suno.ai/",
    )
    yield from (
        "https://\uff4cocalhost/",
        "https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
        "https://①②⑦.⓪.⓪.①/",
        "https://cdn1。suno。ai/",
    )
    yield from (
        "https://пример.рф/a.mp3",
        "https://cdn1.suno.\u0430i/",
        "https://[cdn1.suno.ai]/",
        "https://[::1/",
    )


def _no_names() -> Iterator[str]:
    yield from (
        "https://::1/",
        "https://[]/",
        "https://[v1.x]/",
        "https://[1.2.3.4]/",
        "https://::ffff:127.0.0.1/",
    )
    yield from (f"https://{'a' * 64}.com/", f"https://{'a.' * 130}com/", f"https://{_SITE}/{'a' * 9000}")
    yield from ("https://localhost/", "https://LOCALHOST/", "https://ip6-localhost/", "https://metadata/")
    yield from ("https://1.2.3.4.5/", "https://999.1.1.1/", "https://8.8.8.8/", "https://[2606:4700::1111]/")
    yield from ("https://0/", "https://0x7f.1/", "https://127.1/", "https://1e3/", "https://example.123/")


def _named() -> Names:
    """Well-formed names, and what a hostile nameserver says about them."""
    names: Names = {f"n{at}.evil.com": (text,) for at, text in enumerate((*PRIVATE_V4, *PRIVATE_V6))}
    mixed: Names = {f"m{at}.evil.com": (*PUBLIC, text) for at, text in enumerate((*PRIVATE_V4, *PRIVATE_V6))}
    first: Names = {f"f{at}.evil.com": (text, PUBLIC[0]) for at, text in enumerate(PRIVATE_V4)}
    known: Names = {"localtest.me": ("127.0.0.1",), "metadata.google.internal": ("169.254.169.254",)}
    return names | mixed | first | known


NAMED = _named()
HOSTILE: dict[str, tuple[str, ...]] = {
    "literal": tuple(_literals()),
    "scheme": tuple(_schemes()),
    "port": tuple(_ports()),
    "userinfo": tuple(_userinfo()),
    "odd": (*_odd(), *_no_names()),
    "named": tuple(f"https://{name}/a.mp3" for name in NAMED),
}
