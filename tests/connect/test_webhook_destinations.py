"""Where messages may go: nowhere inside, in whatever way that is written, at saving and at each try."""

from __future__ import annotations

import datetime
import socket
import ssl
import threading

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from connect.services.webhooks import destinations, endpoints, wire
from connect.services.webhooks.destinations import Closed, Place
from lib import clock, errors
from tests.connect.hooking import send
from tests.connect.receivers import receiving
from tests.rewards.buying import fresh
from tests.rewards.factories import staff

REFUSED = [
    "", "x", "shop.example.com", "//shop.example.com/", "ftp://shop.example.com/", "file:///etc/passwd",
    "gopher://shop.example.com/", "javascript:alert(1)", "http://shop.example.com/", "https://", "https:///x",
    "https://localhost/", "https://LOCALHOST/", "https://localhost./", "https://shop.localhost/", "https://db/",
    "https://db.internal/", "https://printer.local/", "https://127.0.0.1/", "https://127.1/", "https://0/",
    "https://2130706433/", "https://0x7f000001/", "https://0x7f.1/", "https://0177.0.0.1/", "https://127.0.0.1./",
    "https://169.254.169.254/latest/meta-data/", "https://10.0.0.1/", "https://8.8.8.8/", "https://1.1/",
    "https://[::1]/", "https://[::]/", "https://[::ffff:127.0.0.1]/", "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/", "https://[fe80::1%25eth0]/", "https://[2606:4700::1111]/", "https://[::1",
    "https://user@shop.example.com/", "https://user:word@shop.example.com/", "https://@shop.example.com/",
    "https://shop.example.com@127.0.0.1/", "https://shop.example.com:22/", "https://shop.example.com:6379/",
    "https://shop.example.com:80/", "https://shop.example.com:99999/", "https://shop.example.com:x/",
    "https://shop.example.com/#inside", "https://shop.example.com\\@127.0.0.1/", "https://shop example.com/",
    "https://shop.example.com/\r\nHost: inside", "https://shop.example.com/\u2028x", "https://ｌocalhost/",
    "https://①②⑦.0.0.1/", "https://shop.exämple.com/", "https://-shop.example.com/", "https://shop..example.com/",
    "https://" + "a" * 64 + ".example.com/", "https://shop.example.com/" + "a" * 500, "https://shop.example.com/\x00",
]  # fmt: skip
CLOSED = [
    "0.0.0.0", "0.1.2.3", "10.1.2.3", "100.64.0.1", "100.127.255.254", "127.0.0.1", "127.9.9.9", "168.63.129.16",
    "169.254.169.254", "169.254.170.2", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1",
    "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1", "240.0.0.1",
    "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::",
    "2002:808:808::1", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1",
    "ff02::1", "nonsense",
]  # fmt: skip
OPEN = ["1.1.1.1", "8.8.8.8", "93.184.216.34", "100.63.255.255", "100.128.0.1", "2606:4700::1111", "2a00:1450::1"]


@pytest.fixture
def names(monkeypatch):
    """Let names lead where the test says."""
    known: dict[str, list[str]] = {}

    def lookup(name, port, **_more):
        if name not in known:
            raise socket.gaierror(name)
        return [(0, 0, 0, "", (address, port)) for address in known[name]]

    monkeypatch.setattr(destinations.socket, "getaddrinfo", lookup)
    return known


@pytest.mark.parametrize("url", REFUSED)
def test_what_is_no_public_address_of_the_web_is_refused_beside_its_field(url):
    with pytest.raises(errors.Invalid) as refused:
        destinations.read(url)

    assert list(refused.value.fields) == ["url"]


def test_a_public_address_is_taken_as_it_is():
    assert destinations.read("https://Shop.Example.com/hook?of=1") == Place(True, "shop.example.com", 443, "/hook?of=1")
    assert destinations.read("https://shop.example.com:8443").host == "shop.example.com:8443"


@pytest.mark.parametrize("address", CLOSED)
def test_addresses_inside_are_closed(address):
    assert not destinations.is_open(address)


@pytest.mark.parametrize("address", OPEN)
def test_addresses_of_the_internet_are_open(address):
    assert destinations.is_open(address)


def test_one_address_inside_among_those_of_a_name_closes_it(names):
    names["shop.example.com"] = ["1.1.1.1", "127.0.0.1"]
    with pytest.raises(Closed) as found:
        destinations.resolve(destinations.read("https://shop.example.com/"))
    assert found.value.problem == "forbidden"

    with pytest.raises(Closed) as found:
        destinations.resolve(destinations.read("https://gone.example.com/"))
    assert found.value.problem == "name"


@pytest.mark.django_db(transaction=True)
def test_a_name_that_changes_its_mind_leads_nowhere(names, monkeypatch):
    names["shop.example.com"] = ["1.1.1.1"]
    by = staff()
    said = {"by": by, "brand": None, "kinds": ["team.failed"], "now": clock.now()}
    mine = endpoints.add(url="https://shop.example.com/hook", **said)
    message = endpoints.test(by=by, endpoint=mine, now=clock.now())
    asked = []
    monkeypatch.setattr(wire, "post", lambda *given, **_more: asked.append(given))
    names["shop.example.com"] = ["169.254.169.254"]

    send()

    assert (fresh(message).problem, asked) == ("forbidden", [])
    with pytest.raises(errors.Invalid):
        endpoints.edit(by=by, endpoint=mine, url="https://shop.example.com/", kinds=["team.failed"], now=clock.now())


def test_this_very_machine_is_closed_unless_somebody_said_so(settings):
    settings.HEARTH_WEBHOOKS_HERE = True
    assert destinations.read("http://127.0.0.1:8000/x").port == 8000
    for url in ("http://127.0.0.2/", "http://10.0.0.1/", "http://db.internal/", "http://[::ffff:7f00:1]/"):
        with pytest.raises(errors.Invalid):
            destinations.read(url)
    settings.HEARTH_WEBHOOKS_HERE = False
    with pytest.raises(errors.Invalid):
        destinations.read("http://127.0.0.1:8000/x")


def certificate(name: str, folder) -> tuple[str, str]:
    """Write a certificate of `name` that signs itself; return its file and that of its key."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
    made = made.serial_number(7).not_valid_before(now - datetime.timedelta(days=1))
    made = made.not_valid_after(now + datetime.timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    signed = made.sign(key, hashes.SHA256())
    public, private = folder / "public.pem", folder / "private.pem"
    public.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    private.write_bytes(key.private_bytes(serialization.Encoding.PEM, *plain))
    return str(public), str(private)


def test_the_line_goes_to_the_address_with_the_certificate_and_name_of_the_host(tmp_path, monkeypatch):
    files = certificate("shop.example.com", tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*files)
    asked: list[str] = []
    context.sni_callback = lambda _line, name, _context: asked.append(name)
    with receiving() as receiver:
        port = int(receiver.url.rpartition(":")[2])
        with socket.create_server(("127.0.0.1", 0)) as door:
            threading.Thread(target=_relay, args=(door, context, port), daemon=True).start()
            here = door.getsockname()[1]
            known = ssl.create_default_context(cafile=files[0])
            monkeypatch.setattr(wire, "trust", lambda: known)

            right = wire.post(Place(True, "shop.example.com", here, "/hook"), "127.0.0.1", "{}", {}, seconds=5)
            wrong = wire.post(Place(True, "other.example.com", here, "/hook"), "127.0.0.1", "{}", {}, seconds=5)

    assert (right.status, right.is_taken) == (204, True)
    assert (wrong.status, wrong.problem) == (0, "insecure")
    assert asked == ["shop.example.com", "other.example.com"]
    assert [headers["Host"] for headers, _body in receiver.got] == [f"shop.example.com:{here}"]


def _relay(door, context, port) -> None:
    """Take the TLS off two calls and hand them on."""
    for _ in range(2):
        raw, _address = door.accept()
        try:
            with (
                context.wrap_socket(raw, server_side=True) as line,
                socket.create_connection(("127.0.0.1", port)) as on,
            ):
                asked = b""
                while not asked.endswith(b"{}"):
                    asked += line.recv(65_536)
                on.sendall(asked)
                while said := on.recv(65_536):
                    line.sendall(said)
        except (ssl.SSLError, OSError):
            continue
