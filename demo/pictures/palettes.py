"""Colours that belong together: sky, light, far, near, ground, paper, dark."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """Seven colours of one picture."""

    sky: str
    light: str
    far: str
    near: str
    ground: str
    paper: str
    dark: str


DAY = (
    Palette("#DCE9E4", "#F6D58B", "#9FC3AE", "#6E9E84", "#4D7C63", "#FBF7EF", "#2F4A3D"),
    Palette("#F6E3D3", "#F2A65A", "#E3B48F", "#C47F5A", "#8E5238", "#FFF8F0", "#4A2A1E"),
    Palette("#DDE7F3", "#F7C873", "#A9C1DC", "#7695BA", "#4C6A90", "#F8FAFD", "#26384F"),
    Palette("#F4DFE4", "#F7C9A9", "#DDA7B4", "#B97387", "#86495C", "#FFF7F8", "#45202D"),
    Palette("#E8EBD6", "#F1CF63", "#BFC98F", "#8D9E58", "#5F7034", "#FCFBF1", "#303A18"),
    Palette("#E7E0F0", "#F3C6A5", "#B9A7D1", "#8872AB", "#5B4880", "#FAF8FD", "#2C2142"),
)
NIGHT = (
    Palette("#22304A", "#F6E3A1", "#33476B", "#1B2740", "#131C30", "#E9E4D4", "#0C1220"),
    Palette("#2A2540", "#F3D9B1", "#403760", "#1F1A33", "#151125", "#EAE3F0", "#0E0B1A"),
    Palette("#17343A", "#EFE6B8", "#265057", "#11272C", "#0B1B1F", "#E0EDE9", "#071214"),
)
