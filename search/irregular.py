"""Albanian words whose forms no ending explains, folded: one group a line, all its forms."""

_NOUNS = """
grua gruaja gruan gruas gruaje gra grate grave grash
djale djali djalin djalit djaloshi djem djemte djemve djemsh
vajze vajza vajzen vajzes vajzat vajzave cupa cupe
njeri njeriu njeriun njeriut njerez njerezit njerezve njerezish
prind prindi prindin prindit prinder prinderit prinderve prindve prindrit prindet
vella vellai vellain vellait vellezer vellezerit vellezerve
dore dora doren dores duar duart duarve
dere dera deren deres dyer dyert dyerve
nate nata naten nates net netet neteve
kale kali kalin kalit kuaj kuajt kuajve
dash dashi dashin desh deshte deshve
plak plaku plakun plakut pleq pleqte pleqve
kec keqe keq keqja keqen keqij keqija
madh madhe madhi madhin madhit madhja medhenj medha medhenjte medhaja
vogel vogla vogli voglin voglit vegjel vegjelve vegjelit vogjel
ri re riu rinj rinjte rinjve reja rejat
shteg shtegu shtegun shtegut shtigje shtigjet shtigjeve
mbret mbreti mbretin mbretit mbreter mbreterit mbreterve
gju gjuri gjurin gjurit gjunje gjunjet gjunjeve
"""
_VERBS = """
jam je eshte jemi jeni jane isha ishe ishte ishim ishin qene
flas flet flasim flisni flasin fola fole foli folem folen folur flisja fliste flitet
shoh sheh shohim shihni shohin pashe pa pame pane pare shihet shikoj
jap jep japim jepni japin dhashe dha dhame dhane dhene jepet
marr merr marrim merrni marrin mora more mori morem moren marre merret
vij vjen vijme vini vijne erdha erdhi erdhem erdhen ardhur
them thua thote themi thoni thone thashe tha thame thane thene thuhet
bej ben bejme beni bejne bera bere beri beme bene behet behem
dua do duam doni duan desha deshi deshem deshen dashur duhem duhet
di dime dini dine dita diti ditem diten ditur
vras vret vrasim vrisni vrasin vrava vrau vrame vrane vrare vritet vritem
heq hiqni heqim heqin hoqa hoqi hoqem hoqen hequr hiqet
rrah rreh rrahim rrihni rrahin rraha rrahu rrahen rrahur rrihet rrahje
dal del dalim dilni dalin dola doli dolem dolen dale
sjell sillni sjellim sjellin solla solli sollen sjelle sillet
njoh njeh njohim njihni njohin njoha njohu njohen njohur njihet
vdes vdes vdesim vdisni vdesin vdiqa vdiq vdiqem vdiqen vdekur vdekje
pyes pyet pyesim pyesni pyesin pyeta pyeti pyeten pyetur
kthej kthen kthejme kthejne ktheva ktheu kthyem kthyen kthyer kthehet
fyej fyen fyejme fyejne fyeva fyeu fyen fyer fyhet fyerje
mbaj mban mbajme mbajne mbajta mbajti mbajten mbajtur mbahet
mbeshtet mbeshtesim mbeshtesin mbeshteta mbeshteti mbeshteten mbeshtetur mbeshtetet
prek prekim prekin preka preku preken prekur preket
hyj hyn hyjme hyjne hyra hyri hyme hyne hyre
"""


_LINES = [line.split() for line in f"{_NOUNS}{_VERBS}".splitlines() if line]
# The forms of each group, under the mark that stands for the group among the stems.
FORMS = {f"{forms[0]}1": forms for forms in _LINES}
# The marks of the groups that a form stands in.
GROUPS: dict[str, frozenset[str]] = {}
for _mark, _forms in FORMS.items():
    for _form in _forms:
        GROUPS[_form] = GROUPS.get(_form, frozenset()) | {_mark}
