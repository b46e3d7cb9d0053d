"""Whether an answer says anything: what was done, where, when, by whom.

KemenPANRB (January 2025) wants answers that are substantive and not "normatif": a thank-you, a promise to follow up and
the name of a department settle nothing.

Words are counted that are none of the courtesies, promises and connecting words below, in either language.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

WORDS_MIN: Final = 2  # "Lampu sudah diganti"
PROMISE_MIN: Final = 4  # where it is only promised: "Perbaikan akan dimulai hari Rabu, 3 Desember"
LETTERS_MIN: Final = 10

_GREETING: Final = re.compile(
    r"\b(?:selamat|good)\s+(?:pagi|siang|sore|malam|morning|afternoon|evening|day)\b|\bom\s+swast[iy]\s?astu\b"
    r"|\bom\s+s(?:h|w)anti\b|\bass?alamu\W?\s?alaikum\b"
)
_WORD: Final = re.compile(r"[^\W_]+(?:[.,:’'-][^\W_]+)*")
_WITHOUT_SPACES: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")  # Chinese, Japanese, Thai

# Indonesian verbs of doing something some day, with their prefixes and endings: ditindaklanjuti, menyampaikannya …
_NORMATIVE: Final = re.compile(
    r"(?:me(?:m|n|ng|ny)?|di|ter|ber|pe(?:m|n|ng|ny)?|memper|diper|ke|ketidak)?"
    r"(?:t?indak(?:lanjut)?|lanjut|koordinasi|proses|t?erus|s?ampai|t?erima|s?elesai|beres|t?angan|hati|usaha|upaya|p?antau"
    r"|kaji|t?ampung|catat|evaluasi|bantu|mohon|maaf|sabar|t?unggu|harap|erti|nyaman|maklum|lapor|adu|jawab|tanggap|cek)"
    r"(?:i|kan|an|nya|lah)*"
)
_INDONESIAN: Final = """
yang di ke dari dan atau untuk pada kepada dengan oleh dalam ini itu tersebut atas bagi serta maka bahwa hal
perihal kami kita saya anda bapak ibu bpk pak bu sdr saudara saudari kakak kak yth pelapor warga masyarakat
sudah telah akan sedang masih belum tidak segera secepatnya cepat mungkin waktu dekat dapat bisa harus perlu
agar supaya karena sehingga juga lebih lanjut sangat terkait berwenang bersangkutan setempat pihak instansi
dinas opd upt unit bidang jajaran petugas tim lapangan lokasi turun pengecekan internal kasih terimakasih
makasih suksma matur banyak salam hormat informasi informasinya partisipasi partisipasinya kepedulian
kepeduliannya masukan masukannya saran sarannya dilakukan melakukan dilaksanakan melaksanakan sesuai ketentuan
peraturan prosedur aturan mekanisme berlaku sop kewenangan wewenang demikian siap baik ya oke ok done
keterlambatan respon respons antrian antrean jadwal pimpinan monitor mengetahui diketahui dimaksud adanya ada
menjadi
"""
_ENGLISH: Final = """
the a an is are was were be been being has have had will would shall can could may might must do does did we our
us you your yours i my it its this that these those there of to in on at by for from with and or as not no yes
so soon shortly quickly possible asap please thank thanks dear sir madam hello hi kindly regards sincerely best
report reported reporting reports complaint message input feedback attention patience understanding cooperation
follow followed following follow-up followup up process processed processing handle handled handling deal dealt
coordinate coordinated coordinating coordination forward forwarded forwarding pass passed relevant concerned
responsible respective related department departments agency agencies office officer officers team teams staff
authority authorities unit receive received noted note resolved resolve solved solve done complete completed
finished finish closed close action act take taken taking further sorry apologise apologize apologies
inconvenience matter issue problem inform informed update updates get back let know work working already now
currently under accordance look looking into respond response due course care colleagues applicable regulation
regulations procedure procedures rules internally immediately field location ok okay
"""
_PROMISE: Final = frozenset({"akan", "segera", "secepatnya", "will", "shall", "soon", "shortly"})
_FILLING: Final = frozenset(f"{_INDONESIAN} {_ENGLISH}".split())


def is_substantive(text: str, names: Iterable[str] = ()) -> bool:
    """Whether the text tells the reporter something. `names`, of departments and authorities, do not count either."""
    known = {word for name in names for word in _words(name)}
    telling = {word for word in _words(text) if not _is_filling(word) and word not in known}
    letters = sum(sum(letter.isalnum() for letter in word) for word in telling)
    if sum(len(_WITHOUT_SPACES.findall(word)) for word in telling) * 2 >= LETTERS_MIN:
        return True
    words_min = WORDS_MIN if _PROMISE.isdisjoint(_words(text)) else PROMISE_MIN
    return len(telling) >= words_min and letters >= LETTERS_MIN


def _words(text: str) -> list[str]:
    return _WORD.findall(_GREETING.sub(" ", text.lower()))


def _is_filling(word: str) -> bool:
    return word in _FILLING or _NORMATIVE.fullmatch(word) is not None
