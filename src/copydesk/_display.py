"""A Doc as HTML for notebooks: blocks with their kinds, sentence ends, tokens coloured by kind. No scripts."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import islice

import copydesk as cd

MAX_BLOCKS = 200
MAX_TOKENS = 20_000

LIGHT = {
    "line": "#d0d0d8", "dim": "#6a6a75", "mark": "#b3261e", "number": "#1a5fb4", "punct": "#777780", "symbol": "#9a5b00",
    "url": "#00695c", "email": "#00695c", "hashtag": "#7b3fa0", "mention": "#7b3fa0", "emoji": "#9a5b00",
    "ellipsis": "#777780", "dash": "#777780", "other": "#b3261e", "word": "rgba(90,110,160,.13)",
}  # fmt: skip
DARK = {
    "line": "#45454f", "dim": "#a0a0ad", "mark": "#ff8a80", "number": "#8ab4f8", "punct": "#9a9aa6", "symbol": "#f0b866",
    "url": "#5ad1c0", "email": "#5ad1c0", "hashtag": "#cf9df0", "mention": "#cf9df0", "emoji": "#f0b866",
    "ellipsis": "#9a9aa6", "dash": "#9a9aa6", "other": "#ff8a80", "word": "rgba(160,180,240,.16)",
}  # fmt: skip


def _palette(colours: dict[str, str]) -> str:
    return "".join(f"--cd-{name}:{value};" for name, value in colours.items())


# The system's choice first; a notebook that says which theme it shows overrules it.
_STYLE = "".join(
    [
        f".copydesk-doc{{{_palette(LIGHT)}}}",
        f"@media (prefers-color-scheme:dark){{.copydesk-doc{{{_palette(DARK)}}}}}",
        f'[data-jp-theme-light="true"] .copydesk-doc,.vscode-light .copydesk-doc{{{_palette(LIGHT)}}}',
        f'[data-jp-theme-light="false"] .copydesk-doc,.vscode-dark .copydesk-doc{{{_palette(DARK)}}}',
        ".copydesk-doc{color:var(--jp-content-font-color1,var(--vscode-editor-foreground,inherit));line-height:1.65;"
        "max-width:56em}",
        ".copydesk-doc .cd-note{color:var(--cd-dim);font-size:.85em;margin:.3em 0}",
        ".copydesk-doc .cd-block{display:flex;gap:1em;border-top:1px solid var(--cd-line);padding:.35em 0}",
        ".copydesk-doc .cd-kind{flex:0 0 6.5em;color:var(--cd-dim);font-size:.8em;line-height:2}",
        ".copydesk-doc .cd-text{flex:1;min-width:0;overflow-wrap:anywhere}",
        ".copydesk-doc .cd-headline .cd-text{font-weight:bold;font-size:1.15em}",
        ".copydesk-doc .cd-subhead .cd-text{font-weight:bold}",
        '.copydesk-doc .cd-end::after{content:"\\25AA";color:var(--cd-mark);padding:0 .25em}',
        ".copydesk-doc .cd-text .cd-word{background:var(--cd-word);border-radius:.2em;margin:0 .05em}",
        *(f".copydesk-doc .cd-text .cd-{kind}{{color:var(--cd-{kind})}}" for kind in cd.TOKEN_KINDS if kind != "word"),
    ]
)


def doc_html(doc: cd.Doc) -> str:
    """`doc` drawn as HTML: one row a block with its kind, a mark after each sentence, tokens coloured by kind.

    Everything that comes from the text is escaped; there is no script. Long documents end in a note after
    200 blocks or 20,000 tokens. The colours follow the notebook's theme where it tells, else the system's.
    """
    rows: list[str] = []
    room = MAX_TOKENS
    for block in islice(doc.blocks, MAX_BLOCKS):
        if room <= 0:
            break
        inner, room = _sentences(block, room)
        rows.append(
            f'<div class="cd-block cd-{block.kind}"><div class="cd-kind" title="{block.start}–{block.end}">'
            f'{block.kind}</div><div class="cd-text">{inner}</div></div>'
        )
    return f'<div class="copydesk-doc"><style>{_STYLE}</style>{_note(_counts(doc))}{"".join(rows)}{_rest(doc, len(rows), room)}</div>'


def _sentences(block: cd.Block, room: int) -> tuple[str, int]:
    """The block's sentences as HTML, at most `room` tokens of them, and the room that is left."""
    parts: list[str] = []
    for sentence in block.sentences:
        if room <= 0:
            break
        shown = list(islice(sentence.tokens, room))
        room -= len(shown)
        parts.append("".join(_tokens(shown)))
        parts.append(f'<span class="cd-end" title="sentence {sentence.start}–{sentence.end}"></span> ')
    return "".join(parts), room


def _tokens(tokens: list[cd.Token]) -> Iterator[str]:
    for i, token in enumerate(tokens):
        title = f"{token.kind} {token.start}–{token.end}"
        yield f'<span class="cd-{token.kind}" title="{title}">{_escape(token.text)}</span>'
        if i + 1 < len(tokens):
            yield _escape(token.whitespace)


def _counts(doc: cd.Doc) -> str:
    return ", ".join(
        f"{n:,} {what}{'' if n == 1 else 's'}"
        for n, what in [(len(doc.blocks), "block"), (len(doc.sentences), "sentence"), (len(doc.tokens), "token")]
    )


def _rest(doc: cd.Doc, blocks_shown: int, room: int) -> str:
    hidden = len(doc.blocks) - blocks_shown
    if hidden > 0:
        return _note(f"… and {hidden:,} more block{'' if hidden == 1 else 's'}, not shown")
    if room <= 0 and len(doc.tokens) > MAX_TOKENS:
        return _note(f"… and {len(doc.tokens) - MAX_TOKENS:,} more tokens, not shown")
    return ""


def _note(text: str) -> str:
    return f'<div class="cd-note">{_escape(text)}</div>'


# What HTML, or the UTF-8 that it travels in, cannot hold.
_UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def _escape(text: str) -> str:
    return html.escape(_UNSHOWABLE.sub(_stand_in, text))


def _stand_in(match: re.Match[str]) -> str:
    code = ord(match[0])
    return chr(0x2400 + code) if code < 0x20 else "\ufffd"
