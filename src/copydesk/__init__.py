"""Articles in; blocks, sentences, tokens, stems and terms out, with exact offsets.

>>> import copydesk as cd
>>> cd.word_tokenize("Prices didn't fall.")
['Prices', 'did', "n't", 'fall', '.']
>>> cd.sent_tokenize("Gen. Khan spoke at 5 p.m. They listened.")
['Gen. Khan spoke at 5 p.m.', 'They listened.']
>>> doc = cd.Analyzer(language="english")("The ships waited. Nobody came.")
>>> [(token.text, token.stem) for token in doc.sentences[0]]
[('The', 'the'), ('ships', 'ship'), ('waited', 'wait'), ('.', '.')]

`Analyzer` holds the rules; called with a text it gives a `Doc`, its `batch` of many
texts a `Batch`. `languages()`
lists the languages, `show_versions()` what the output depends on.
"""

# What collections.abc passes on, without the 2 ms that collections takes.
from _collections_abc import Sequence as _Sequence

from ._core import (
    BLOCK_KINDS,
    BODY,
    TOKEN_FLAGS,
    TOKEN_KINDS,
    Analyzer,
    Batch,
    Block,
    Column,
    Doc,
    Model,
    Sentence,
    Strings,
    Token,
    Views,
    Vocabulary,
    __version__,
    clear_caches,
    detect_language,
    languages,
    sent_tokenize,
    span_tokenize,
    stem,
    stem_words,
    stemmer_version,
    versions,
    word_tokenize,
)
from ._versions import show_versions

TYPE_CHECKING = False  # typing's own, which takes 4 ms to import
if TYPE_CHECKING:
    from ._abbreviations import find_abbreviations
    from ._corpora import read_corpus
    from ._explain import Explanation
    from ._models import save_model
    from ._train import Report, Training, train
else:
    _LATE = {
        "Explanation": "_explain",
        "Report": "_train",
        "Training": "_train",
        "find_abbreviations": "_abbreviations",
        "read_corpus": "_corpora",
        "save_model": "_models",
        "train": "_train",
    }

    def __getattr__(name):
        """What takes longer to import than all the rest, when it is first asked for."""
        if name not in _LATE:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(__import__(f"copydesk.{_LATE[name]}", fromlist=[name]), name)

    def __dir__():
        return sorted({*globals(), *__all__})


_Sequence.register(Views)

__all__ = [
    "BLOCK_KINDS",
    "BODY",
    "TOKEN_FLAGS",
    "TOKEN_KINDS",
    "Analyzer",
    "Batch",
    "Block",
    "Column",
    "Doc",
    "Explanation",
    "Model",
    "Report",
    "Sentence",
    "Strings",
    "Token",
    "Training",
    "Views",
    "Vocabulary",
    "__version__",
    "clear_caches",
    "detect_language",
    "find_abbreviations",
    "languages",
    "read_corpus",
    "save_model",
    "sent_tokenize",
    "show_versions",
    "span_tokenize",
    "stem",
    "stem_words",
    "stemmer_version",
    "train",
    "versions",
    "word_tokenize",
]
