"""A link as a square that a phone's camera reads."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

QUIET = 4  # modules of empty border that readers need


def draw(link: str, label: str) -> SafeString:
    """Return the QR code of `link` as inline SVG; `label` says what it is to those who do not see it."""
    code = QRCode(border=QUIET, error_correction=ERROR_CORRECT_M)
    code.add_data(link)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return format_html(
        '<svg class="qr" viewBox="0 0 {0} {0}" role="img" aria-label="{1}" shape-rendering="crispEdges">'
        '<path class="qr-ground" d="M0 0h{0}v{0}H0z"/><path class="qr-dark" d="{2}"/></svg>',
        len(rows),
        label,
        path,
    )
