"""Everyday words of both languages: short forms as people type them on a phone in Bali, and the little words.

Slips of the finger are not listed: `rules.spelling` finds those.
"""

from __future__ import annotations

from typing import Final

_PLACES: Final = """
jalan jl jln
street st
road rd
kecamatan kec
kelurahan kel
desa ds
banjar br
pasar ps
"""
_INDONESIAN: Final = """
sampah smpah smph
lampu lmpu lmp
pantai pantei pante pnti
rusak rsk
macet mct
lubang lobang
asap asep
air aer
rumah rmh
depan dpn
dekat deket dkt dket
sebelah sblh seblah
belakang blkg
simpang spg
pertigaan prtigaan
perempatan prempatan
motor mtr
mobil mbl
kendaraan kndaraan
polisi plisi
sekolah sklh skolah
puskesmas pkm
anjing anjg cicing asu
monyet bojog
tidak gk ga gak nggak ngga enggak gada gaada tdk ndak tak g kagak tusing nenten
yang yg
dengan dgn dg
untuk utk
sama sm
juga jg jga
pada pd
dari dr dri
tapi tp tpi
kalau kl klo kalo
karena krn krna
sudah sdh udh udah uda dah
tolong tlg tlng
mohon mhn
belum blm blom
sekarang skrg skrang skr
banget bgt bngt
bisa bs bsa
dapat dpt
langsung lgsg
lagi lg lgi
lebih lbh
harus hrs hrus
seperti spt
bapak bpk
saya sy sya gw gue
terus trs trus
tentang ttg
kepada kpd
kurang krg
dalam dlm
sekali skl skli
masih msh msih
pernah pnh
orang org
banyak bnyk byk
malam malem mlm mlem
pagi pgi
sore sre
tadi td tdi
kemarin kemaren kmrn kmren kmarin
semalam semalem smlm
tanggal tgl
hari hr hri
minggu mgg mggu
bulan bln
tahun thn
jumat jmt
sampai ampe sampe smpe
hancur ancur
kencang kenceng
"""
_ENGLISH: Final = """
you u
your ur
please pls plz
because coz cuz bc
night nite
tonight tonite 2nite
today 2day
yesterday yday yest
thanks thx
through thru
neighbor neighbour
neighbors neighbours
center centre
license licence
licenses licences
"""
# What a short form stands for; each line above is a word and the ways it is shortened.
FULL: Final = {
    short: full
    for line in (_PLACES + _INDONESIAN + _ENGLISH).split("\n")
    if line
    for full, *shorts in [line.split()]
    for short in shorts
}

_NEGATIONS: Final = """
tidak belum tanpa bukan jarang
not no never nobody nothing without dont doesnt isnt arent wasnt werent didnt cant cannot wont hasnt havent couldnt
"""
# What says the same in a complaint: "belum diangkut" and "tidak diangkut".
ALIKE: Final = {
    word: one for line in _NEGATIONS.split("\n") if line for one, *words in [line.split()] for word in words
}

_LITTLE: Final = """
yang di ke dari dan ini itu sudah telah masih sangat sekali banget saja aja juga lagi pada nya kami kita saya anda
pak bu bapak ibu min admin mohon tolong dengan ada adalah para oleh untuk pun lah kok sih dong donk nih tuh terus
selalu tetap makin semakin agak cukup semua semuanya banyak sama atau karena jadi akan mulai si sang kan ya deh loh
the a an is are was were be been being am of in on at to and or so very really too just also still all this that
these those my our your their his her its it i we you they there here with by for from has have had do does did will
would please totally completely super extremely some any many again always me us them as than then
"""
# Words that can stand between others without changing what they say.
LITTLE: Final = frozenset(_LITTLE.split())

_NEARBY: Final = """
depan dekat sebelah samping belakang seberang sekitar menuju arah sepanjang dekatnya
near front opposite behind beside outside next nearby towards around along
"""
# Words after which something says where it is, and not what it is about.
NEARBY: Final = frozenset(_NEARBY.split())
