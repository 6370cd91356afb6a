"""English words of dates and terms. Tables only; patterns see lower case."""

from __future__ import annotations

import re
from typing import Final

from cases.proposals.vocabulary import DateWords, TermWords

_WORDS: Final = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen twenty"
).split()
NUMBERS: Final[dict[str, float]] = {word: float(at) for at, word in enumerate(_WORDS, start=1)} | {
    "a": 1.0, "an": 1.0, "twenty-five": 25.0, "twenty-two": 22.0, "twenty-four": 24.0,
}  # fmt: skip
_N: Final = (
    r"(?:\d{1,2}(?:\.\d)?|twenty-(?:five|two|four)|"
    + "|".join(sorted(_WORDS, key=len, reverse=True))
    + ")"
)
_MONTHS: Final = (
    r"(?:jan(?:uary|\.)|feb(?:ruary|\.)|march|apr(?:il|\.)|may|june|july|aug(?:ust|\.)|sept?(?:ember|\.)|oct(?:ober|\.)"
    r"|nov(?:ember|\.)|dec(?:ember|\.))"
)
_DAYS_OF_WEEK: Final = r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"

ENGLISH_DATES: Final = DateWords(
    months=(
        ("jan", 1),
        ("feb", 2),
        ("mar", 3),
        ("apr", 4),
        ("may", 5),
        ("jun", 6),
        ("jul", 7),
        ("aug", 8),
        ("sep", 9),
        ("oct", 10),
        ("nov", 11),
        ("dec", 12),
    ),
    weekdays=(("mon", 0), ("tue", 1), ("wed", 2), ("thu", 3), ("fri", 4), ("sat", 5), ("sun", 6)),
    seasons=(("spring", 21), ("summer", 22), ("autumn", 23), ("fall", 23), ("winter", 24)),
    patterns=(
        ("iso", re.compile(r"(?<!\d)(?P<y>(?:19|20)\d{2})-(?P<m>\d{2})-(?P<d>\d{2})(?!\d)")),
        (
            "day_month",
            re.compile(
                rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m>{_MONTHS})(?!\w)(?:,? (?P<y>(?:19|20)\d{{2}}))?"
            ),
        ),
        (
            "day_month",
            re.compile(
                rf"\b(?P<m>{_MONTHS}) (?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,? (?P<y>(?:19|20)\d{{2}}))?"
            ),
        ),
        ("last_week", re.compile(r"\b(?:last|the previous) week\b(?! (?:of|in))")),
        ("this_week", re.compile(r"\b(?:earlier )?this week\b")),
        ("last_month", re.compile(r"\blast month\b")),
        ("this_month", re.compile(r"\b(?:earlier )?this month\b")),
        ("last_year", re.compile(r"\blast year\b(?!['’]s)")),
        (
            "month",
            re.compile(
                rf"\b(?:in|early|late|mid|last|in early|in late|in mid)[ -](?P<m>{_MONTHS})(?!\w)(?:,? (?P<y>(?:19|20)\d{{2}}))?"
            ),
        ),
        (
            "season",
            re.compile(
                r"\bin(?: the)? (?P<s>spring|summer|autumn|fall|winter)(?: of)? (?P<y>(?:19|20)\d{2})\b"
            ),
        ),
        ("year", re.compile(r"\bin (?P<y>(?:19|20)\d{2})\b")),
        (
            "ago",
            re.compile(
                rf"\b(?P<n>{_N}|a|an) (?P<unit>day|days|week|weeks|month|months|year|years) ago\b"
            ),
        ),
        ("weekday", re.compile(rf"\b(?:on )?(?:(?P<last>last) )?(?P<w>{_DAYS_OF_WEEK})\b")),
        ("yesterday", re.compile(r"\byesterday\b")),
        ("today", re.compile(r"\btoday\b|\bthis (?:morning|afternoon|evening)\b")),
    ),
    unless=re.compile(
        r"(?:\b(?:until|till|by|since|from|through|before|after|born(?: on| in)?|dated|posted(?: on| in)?|published(?: on| in)?|"
        r"next|post (?:of|on|from|in)|video (?:of|on|from|in)|speech (?:on|of|in)|rally (?:on|of|in)|protest (?:on|of|in)|killed(?: on| in)?|law of|(?<!evening )(?<!morning )(?<!night )(?<!afternoon )(?<!day )of|"
        r"expires?(?: on| in)?|scheduled for|set for|due(?: on| in)?|postponed (?:to|until)|hearing on|begins?(?: on| in)?|starts?(?: on| in)?|held(?: on| in)?) )$"
    ),
    about=re.compile(r"\babout\b|\baround\b"),
    numbers=NUMBERS,
)

ENGLISH_TERMS: Final = TermWords(
    term=re.compile(
        rf"(?<![\w.,-])(?:(?P<years>{_N})(?P<half>[ -]and[ -]a[ -]half| 1/2)? years?(?:['’])?\b"
        rf"(?:(?:,| and|, and) (?P<months>{_N}) months?)?"
        rf"|(?P<years_>{_N})(?P<half_>-and-a-half)?-years?(?:-long)?(?:(?:,| and|-)? ?(?P<months__>{_N})-months?)?\b"
        rf"|(?P<months_>{_N})(?:[ -])months?\b"
        rf"|(?P<years__>a) year\b)"
    ),
    no_term_before=re.compile(
        r"(?:\b(?:up to|at least|more than|less than|over|under|after|for the past|the past|the last|the next|within|maximum(?: of)?|"
        r"minimum(?: of)?|between|aged?|for nearly|nearly|almost|served|serving(?: a| an)?|spent|as many as|probation(?:ary)? (?:period )?of|"
        r"ban(?:ned)? (?:[\w-]+ ){0,5}for|barred (?:[\w-]+ ){0,5}for|followed by(?: an?)?|another|first) )$"
    ),
    no_term_after=re.compile(
        r"^(?: ago| old|[ -]old| later| earlier| before| of (?:probation|restricted|restriction)|['’]? (?:of )?(?:probation|restrict\w+)| ban\b| (?:internet|travel) ban| on the run| after)"
    ),
    elliptic=re.compile(
        rf"^[^,;.]{{0,6}}?,? (?:to |got |received |was given |was sentenced to |– |— )?(?P<years>{_N})(?P<half> and a half)?(?=[\s,.;]|$)(?! (?:month|day|thousand|million|others|people))"
    ),
    respectively=re.compile(r"\brespectively\b"),
    row=re.compile(rf"(?<!\w)(?P<row>(?:{_N}(?:,| and|, and) ){{1,5}})$"),
    bare=re.compile(rf"\b(?P<years>{_N})(?P<half> and a half)?(?=[,.;]|$)"),
    regimes=(
        ("settlement", re.compile(r"(?:colony|penal)[ -]settlement|settlement colony|open prison")),
        ("general", re.compile(r"general[ -](?:regime|security)|(?:standard|ordinary)[ -]regime")),
        ("strict", re.compile(r"(?:strict|high|maximum)[ -](?:regime|security)")),
        ("special", re.compile(r"special[ -]regime")),
    ),
    punishments=(
        (
            "treatment",
            re.compile(
                r"(?:compulsory|forced|forcible|involuntary|mandatory)(?: psychiatric| medical)? treatment"
            ),
        ),
        ("corrective_labour", re.compile(r"corrective (?:labou?r|works?)")),
        # Art. 49: community work is counted in hours; what is counted in years is forced labour.
        (
            "compulsory_labour",
            re.compile(r"(?:compulsory|community) (?:works?|service)|hours of [\w ]{0,20}labou?r"),
        ),
        ("forced_labour", re.compile(r"(?:forced|compulsory) labou?r")),
    ),
    suspended=re.compile(r"\bsuspended\b|\bprobation\b"),
    in_absentia=re.compile(r"\bin absentia\b"),
    life=re.compile(r"\blife (?:in prison|imprisonment|sentence|term)|\bto life\b|\bfor life\b"),
    fine=re.compile(
        r"(?:fine[ds]?\b[^.;]{0,25}?|to pay )(\d[\d,. ]*?) ?(?:thousand|million)? ?(?:rubles|roubles|rub\b|₽)"
        r"|(\d[\d,. ]*?)[ -]?(?:thousand|million)?[ -](?:ruble|rouble)s? fine"
    ),
    thousand=re.compile(r"thousand"),
    million=re.compile(r"million"),
)
