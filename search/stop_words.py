"""Words too common to search by, folded. A query made only of these is searched by them after all."""

ALBANIAN = frozenset(
    """
    a ai ajo ai ama andaj apo as asaj ashtu asnje ata atij ato atyre aty bej ben bere cdo cfare cila cilat cilen cili
    cilin cilit cka com da deri dhe dhene do dot duhet e edhe eja ende eshte fare ia iu i ishin ishte isha ja jam jane
    je jemi jeni jo ju juaj jua jush ka kam kane kemi keni keq keshtu ke ket keta keto kesaj ketij ketu ketyre kishte
    kishin ku kur kush kujt le m ma me mbi mbas menjehere meqe mes mi midis mire mos mund mua na nder nderkohe ne nen
    nepermjet nese neve nga nje njeri nuk o or pa para pas pasi pastaj per perpara po por pse qe qene rreth s sa saj
    se secila secili si sic sipas sikur sonte sot sepse ta tani te teje tek tend tende tij tim time tipe tu tua tuaj
    tuajat tuajin tyre t u une ua vet vete vetem veten vetes yne yt yne jone tone tona tonin juaj tuaja zakonisht
    """.split()
) - {"dhene", "bere", "keq", "mire", "njeri", "dot", "com", "or", "sot", "tani", "para", "rreth", "mes"}

ENGLISH = frozenset(
    """
    a about after all also am an and any are as at be because been before being but by can could d did do does doing
    down for from had has have having he her here hers him his how i if in into is it its just ll m me more most my no
    nor not now of off on once only or other our ours out over own re s same she should so some such t than that the
    their theirs them then there these they this those through to too under until up very was we were what when where
    which while who whom why will with would you your yours ve
    """.split()
)

STOP_WORDS = {"sq": ALBANIAN, "en": ENGLISH}
