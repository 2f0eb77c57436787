"""Words too common to search by, folded. A query made only of these is searched by them after all."""

_ALBANIAN = """
a ai ajo ama andaj apo as asaj ashtu asnje ata atij ato aty atyre bej ben cdo cfare cila cilat cilen cili cilin cilit
cka da deri dhe do duhet e edhe eja ende eshte fare gjate i ia isha ishin ishte iu ja jam jane je jemi jeni jo jone ju
jua juaj jush ka kam kane ke kemi keni kesaj keshtu ket keta kete ketij keto ketu ketyre kishin kishte ku kujt kur
kush le m ma mbas mbi me menjehere meqe mi midis mos mua mund na nder nderkohe ne nen nepermjet nese neve nga nje nuk
o pa pas pasi pastaj per perpara po por pse qe qene s sa saj se secila secili sepse si sic sikur sipas sonte t ta te
teje tek tend tende tij tim time tipe tona tone tonin tu tua tuaj tuaja tuajat tuajin tyre u ua une vet vete vetem
veten vetes yne yt zakonisht
"""
_ENGLISH = """
a about after all also am an and any are as at be because been before being but by can could d did do does doing down
for from had has have having he her here hers him his how i if in into is it its just ll m me more most my no nor not
now of off on once only or other our ours out over own re s same she should so some such t than that the their theirs
them then there these they this those through to too under until up ve very was we were what when where which while
who whom why will with would you your yours
"""

STOP_WORDS = {"sq": frozenset(_ALBANIAN.split()), "en": frozenset(_ENGLISH.split())}
