"""Translation catalogues without the gettext programs: `python -m tools.messages update | check | compile`.

Python files are read by Babel, templates by Babel after Django's own `templatize`, so plurals, contexts and `trimmed`
come out as Django looks them up. A catalogue is sorted, has no line numbers, and is never guessed (no fuzzy entries).
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import extract as babel_extract
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from tools import field_names
from tools.places import APPS, ROOT, python_files, rest_of

LOCALE = ROOT / "locale"
TRANSLATED = ("zh_Hans",)
VOICED = "en"  # says in our voice what other packages say in theirs, and nothing else
VENDOR_MESSAGES = ROOT / "accounts" / "vendor_messages.py"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
SAYS_LESS = {"Hello from %(site_name)s!"}  # borrowed, and said by us without the name
WIDTH = 110


def update() -> None:
    """Bring every catalogue to the sources: new strings empty, vanished ones gone, translations kept."""
    for locale, template in templates():
        path = catalogue_path(locale)
        catalogue = read(path, locale)
        kept = len(catalogue)
        merge(catalogue, template)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written(catalogue))
        missing = sum(1 for message in catalogue if message.id and not is_translated(message))
        print(f"{rest_of(path)}: {len(catalogue)} strings (before: {kept}), {missing} to translate")


def check() -> list[str]:
    """Return a sentence for each string that is missing, empty, fuzzy, no longer used or has other placeholders."""
    return [
        problem
        for locale, template in templates()
        for problem in problems_in(read(catalogue_path(locale), locale), template)
    ]


def compile_all() -> None:
    """Write the .mo files beside the catalogues."""
    for locale in (*TRANSLATED, VOICED):
        path = catalogue_path(locale)
        if path.exists():
            with path.with_suffix(".mo").open("wb") as target:
                write_mo(target, read(path, locale))


def templates() -> Iterator[tuple[str, Catalog]]:
    """Yield each locale with the strings that its catalogue holds."""
    every = extract(sources())
    for name in field_names.names(sources()):
        every.add(name, context=field_names.CONTEXT)
    yield from ((locale, every) for locale in TRANSLATED)
    yield VOICED, extract([VENDOR_MESSAGES])


def extract(paths: Iterable[Path]) -> Catalog:
    """Return a catalogue with every string of the files."""
    catalogue = Catalog(charset="utf-8")
    for path in paths:
        text = path.read_text(encoding="utf-8")
        for identity, comments, context in messages_in(text, is_template=path.suffix != ".py"):
            catalogue.add(identity, auto_comments=comments, context=context)
    return catalogue


def sources() -> Iterator[Path]:
    yield from (path for path in python_files() if "migrations" not in path.parts)
    for folder in (ROOT / "templates", *(ROOT / app / "templates" for app in APPS)):
        yield from sorted(path for kind in ("*.html", "*.txt", "*.xml") for path in folder.rglob(kind))


def messages_in(text: str, *, is_template: bool) -> Iterator[tuple[str | tuple[str, ...], list[str], str | None]]:
    """Yield (string or its plural forms, translator's comments, context) in the order of the text."""
    if is_template:
        # What is left between the calls has the template's own indentation, which Python's tokenizer would refuse.
        text = "\n".join(line.strip() for line in templatize(text).splitlines())
    found = babel_extract.extract(
        "python", BytesIO(text.encode()), keywords=KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    )
    for _line, identity, comments, context in found:
        if identity:
            yield identity, comments, context


def catalogue_path(locale: str) -> Path:
    return LOCALE / locale / "LC_MESSAGES" / "django.po"


def read(path: Path, locale: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=locale, charset="utf-8")
    with path.open("rb") as source:
        return read_po(source, locale=locale)


def merge(catalogue: Catalog, template: Catalog) -> None:
    """Make `catalogue` hold exactly the template's strings, keeping what is translated."""
    catalogue.update(template, no_fuzzy_matching=True, update_header_comment=False, keep_user_comments=True)
    catalogue.obsolete.clear()


def written(catalogue: Catalog) -> bytes:
    """Return the file's bytes: sorted, no dates and no line numbers, so that two people's work merges."""
    header = [f'"Language: {catalogue.locale_identifier}\\n"', '"MIME-Version: 1.0\\n"']
    header += ['"Content-Type: text/plain; charset=utf-8\\n"', '"Content-Transfer-Encoding: 8bit\\n"']
    header.append(f'"Plural-Forms: {catalogue.plural_forms}\\n"')
    body = BytesIO()
    write_po(body, catalogue, width=WIDTH, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    return b'msgid ""\nmsgstr ""\n' + "\n".join(header).encode() + b"\n\n" + body.getvalue().strip() + b"\n"


def problems_in(catalogue: Catalog, template: Catalog) -> Iterator[str]:
    known = {key_of(message): message for message in catalogue if message.id}
    for message in template:
        if not message.id:
            continue
        translated = known.pop(key_of(message), None)
        if translated is None:
            yield f"missing: {shown(message)} (./dev messages adds it)"
        else:
            yield from problems_of(translated)
    yield from (f"no longer used: {shown(message)}" for message in known.values())
    yield from (f"no longer used: {shown(message)}" for message in catalogue.obsolete.values())


def problems_of(message: Message) -> Iterator[str]:
    if message.fuzzy:
        yield f"fuzzy: {shown(message)}"
    if not is_translated(message):
        yield f"not translated: {shown(message)}"
        return
    originals = [message.id] if isinstance(message.id, str) else list(message.id)
    expected = [placeholders(text) for text in originals]
    for text in forms_of(message):
        if placeholders(text) not in expected and message.id not in SAYS_LESS:
            yield f"other placeholders: {shown(message)} -> {text!r}"


def is_translated(message: Message) -> bool:
    return all(forms_of(message))


def forms_of(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ("",))


def placeholders(text: str) -> Counter[str]:
    return Counter(PLACEHOLDER.findall(text.replace("%%", "")))


def key_of(message: Message) -> tuple[str | None, str]:
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


def shown(message: Message) -> str:
    text = key_of(message)[1]
    return repr(text if len(text) < 80 else f"{text[:77]}...")


def main(action: str) -> int:
    if action == "update":
        update()
    elif action == "compile":
        compile_all()
    else:
        found = check()
        print("\n".join(found))
        return int(bool(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
