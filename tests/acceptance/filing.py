"""What a resident and a tourist report, and how they do it."""

from __future__ import annotations

import re
from typing import Any

CODE = re.compile(r"BDG-[A-Z2-9]{4}-[A-Z2-9]{3}")
BERAWA = (-8.6655, 115.1396)

INDONESIAN = {
    "language": "id",
    "name": "Made",
    "caption": "Sampah menumpuk di tepi pantai sejak tiga hari, baunya menyengat",
    "agree": "Setuju",
    "submit": "Kirim laporan",
    "own": "Bukan, kirim sendiri",
    "answer": "Petugas kami membersihkan lokasi sore ini.",
}
ENGLISH = {
    "language": "en",
    "name": "Emma",
    "caption": "Garbage has been piling up on the beach for three days, it smells",
    "agree": "agree",
    "submit": "Submit report",
    "own": "No, file mine",
    "answer": "Our crew will clean it this afternoon.",
}


async def file_report(town: Any, words: dict[str, str]) -> tuple[Any, str]:
    """File in three actions beyond consent: photo with caption, pin, submit; the phone and the code."""
    phone = town.phone(words["name"], words["language"])
    await phone.photo("rubbish", words["caption"])
    await phone.tap(re.compile(words["agree"], re.IGNORECASE))
    await phone.settles()
    await phone.pin(*BERAWA)
    await phone.sees("Tibubeneng")
    await phone.sees(words["submit"])
    await phone.tap(words["submit"])
    receipt = await phone.sees(re.compile(f"{CODE.pattern}|{words['own']}"))
    if not CODE.search(str(receipt)):  # somebody has reported the same nearby
        await phone.tap(words["own"])
        receipt = await phone.sees(CODE)
    found = CODE.search(str(receipt))
    assert found
    return phone, found[0]
