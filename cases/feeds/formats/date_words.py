"""Month names, weekday names and time zones as feeds write them. Tables only; `dates` reads them.

A word that means two different months in two of these languages is left out: a date is read right
or not at all.
"""

_MONTHS: tuple[str, ...] = (
    # English, Russian, Ukrainian, Belarusian, German, French, Spanish, Italian, Polish
    "jan january янв январь января січ січень січня студз студзень студзеня januar jänner janv "
    "janvier enero ene gennaio gen stycznia styczeń sty",
    "feb february фев февр февраль февраля лют лютий лютого люты лютага februar févr fév février "
    "febrero febbraio lutego luty lut",
    "mar march мар март марта берез березень березня бер сак сакавік сакавіка märz mär mrz mars "
    "marzo marca marzec",
    "apr april апр апрель апреля квіт квітень квітня кві крас красавік красавіка avr avril abril "
    "abr aprile kwietnia kwiecień kwi",
    "may май мая трав травень травня мая мая mai mayo maggio mag maja maj",
    "jun june июн июнь июня черв червень червня чэрв чэрвень чэрвеня juni juin junio giugno giu "
    "czerwca czerwiec cze",
    "jul july июл июль июля лип липень липня ліп ліпень ліпеня juli juil juillet julio luglio lug "
    "lipca lipiec lip",
    "aug august авг август августа серп серпень серпня жнів жнівень жніўня août agosto ago "
    "sierpnia sierpień sie",
    "sep sept september сен сент сентябрь сентября вер верес вересень вересня верас верасень "
    "верасня septembre septiembre settembre września wrzesień wrz",
    "oct october окт октябрь октября жовт жовтень жовтня жов кастр кастрычнік кастрычніка okt "
    "oktober octobre octubre ottobre ott października październik paź",
    "nov november ноя нояб ноябрь ноября лист листопад листопада лістап лістапад лістапада "
    "novembre noviembre listopada listopad lis",
    "dec december дек декабрь декабря груд грудень грудня снеж снежань снежня dez dezember déc "
    "décembre dic diciembre dicembre grudnia grudzień gru",
)

MONTHS: dict[str, int] = {
    word: number for number, words in enumerate(_MONTHS, start=1) for word in words.split()
}

WEEKDAYS: frozenset[str] = frozenset(
    (
        "mon monday tue tues tuesday wed wednes wednesday thu thur thurs thursday fri friday sat "
        "saturday sun sunday "
        "пн вт ср чт пт сб вс понедельник вторник среда четверг пятница суббота воскресенье "
        "пон втр сре чтв птн суб вск "
        "нд понеділок вівторок середа четвер пʼятниця п'ятниця субота неділя "
        "аўт пят няд панядзелак аўторак серада чацвер пятніца нядзеля "
        "mo di mi do fr sa so montag dienstag mittwoch donnerstag freitag samstag sonntag "
        "lun mar mer jeu ven sam dim lundi mardi mercredi jeudi vendredi samedi dimanche "
        "mié jue vie sáb dom lunes martes miércoles jueves viernes sábado domingo "
        "gio lunedì martedì mercoledì giovedì venerdì sabato domenica "
        "pon wt śr czw pt niedz nd poniedziałek wtorek środa czwartek piątek sobota niedziela"
    ).split()
)

# Hours from UTC. Abbreviations with two meanings in use (IST, BST for Bangladesh, CST for China)
# keep the meaning of RFC 822 where it has one and are otherwise left out: the time is then read as
# UTC and marked as assumed.
ZONES: dict[str, float] = {
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "BST": 1,
    "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "EET": 2, "EEST": 3, "TRT": 3,
    "MSK": 3, "MSD": 4, "SAMT": 4, "GET": 4, "AZT": 4, "YEKT": 5, "OMST": 6, "KRAT": 7,
    "IRKT": 8, "YAKT": 9, "VLAT": 10, "МСК": 3,
    "EST": -5, "EDT": -4, "ET": -5, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8,
    "PDT": -7, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
}  # fmt: skip

# Languages whose readers write 10.11.2026 (or 10/11/2026) for the tenth of November.
DAY_FIRST_LANGUAGES: frozenset[str] = frozenset(
    "ru uk be kk ky uz tg az hy ka ro pl cs sk bg sr mk hr sl de fr es it pt nl da no nb nn fi et "
    "lv lt el tr hu".split()
)
