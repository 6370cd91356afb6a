"""Texts of invented wire reports for the tests of copies."""

WIRE = (
    "Суд в Заозёрске продлил на два месяца арест библиотекарю Анне Вересковой, обвиняемой в "
    "распространении ложных сведений об армии. Заседание прошло в закрытом режиме, слушателей и "
    "журналистов в зал не пустили. Поводом для дела стали три записи в социальной сети, в которых "
    "Верескова рассказывала о разрушенной школе. Защита просила перевести её под домашний арест: у "
    "женщины двое детей и больная мать, за которой некому ухаживать. Следователь возражал и назвал "
    "обвиняемую опасной для общества. Адвокат сообщил, что подаст жалобу в областной суд в течение "
    "трёх дней. Верескову задержали в марте, с тех пор она находится в следственном изоляторе. Ей "
    "грозит до десяти лет лишения свободы. Правозащитники считают преследование политическим и "
    "требуют немедленно её освободить."
)
TWIN = WIRE.replace("Анне Вересковой", "Олегу Барсукову").replace("Вересковой", "Барсукову")
TWIN = TWIN.replace("Верескова", "Барсуков").replace("Верескову", "Барсукова")
OTHER = (
    "Губернатор области открыл новый мост через Волгу и пообещал, что до конца года проезд по нему "
    "останется бесплатным для всех жителей. Строительство заняло шесть лет вместо трёх, подрядчик "
    "сменился дважды, а смета выросла почти вдвое. На церемонии выступил детский хор, после чего "
    "колонна автобусов торжественно проехала на другой берег и вернулась обратно."
)
CUT = ". ".join(WIRE.split(". ")[:4]) + "."
ENGLISH = (
    "A court in Zaozersk has extended the arrest of the librarian Anna Vereskova by two months. She "
    "is charged with spreading false information about the army. Reporters were not let into the "
    "courtroom. Her lawyer asked for house arrest, since she has two children and an ill mother, but "
    "the investigator called her a danger to the public. The defence said it would appeal within "
    "three days. Vereskova has been in a remand prison since March and faces up to ten years."
)


def edited(text: str, every: int = 9) -> str:
    """The text with every so-manieth word left out."""
    words = text.split()
    return " ".join(word for number, word in enumerate(words, 1) if number % every)
