"""English: the words by which the reader knows events, terms and dates. Tables only."""

from __future__ import annotations

import re
from typing import Final

from cases.proposals import found as kinds
from cases.proposals.english_time import ENGLISH_DATES, ENGLISH_TERMS
from cases.proposals.vocabulary import Trigger, Vocabulary, trigger

_ADV: Final = r"(?:(?:again|also|later|then|recently|reportedly|already|just|re|officially|initially|first|briefly|now|quietly|secretly|\w+ly) )?"
_BE: Final = r"\b(?:was|were|has been|have been|had been|is|are|got|been) " + _ADV
_PLACE: Final = (
    r"(?<![\w-])(?:(?:ik|sizo|penal colony|correctional colony|prison colony|remand prison|remand cent(?:er|re)|prison|colony|jail|(?:pre-?trial )?detention cent(?:er|re))[- ]?(?:no\.? ?|number |№ ?|# ?)?\d{1,2}(?!\d)"
    r"|(?:(?:penal|prison|strict-regime|general-regime|special-regime|correctional|high-security|maximum-security|arctic|remand|pre-?trial|siberian) ){0,3}"
    r"(?:colony|prison|jail|detention cent(?:er|re)|detention facility|sizo)|lefortovo)"
)
_LISTS: Final = r"list|registr?y|register|foreign agent|wanted"

_DAYS: Final = r"(?<!within )(?<!after )\b(?:\d{1,2}|five|seven|ten|twelve|fourteen|fifteen|twenty|thirty)[ -]days?\b(?! (?:to|of leave|later|ago|before|after)\b)"
_CELL: Final = r"punishment (?:cell|isolation|block)|punitive (?:isolation|confinement|cell|detention)|solitary(?: confinement| cell)?|isolation cell|disciplinary (?:cell|isolation|confinement)|shizo|cell-type"
_TREATMENT: Final = (
    r"(?:compulsory|forced|forcible|involuntary|mandatory)(?: psychiatric| medical)? treatment"
)
_NO_REQUEST: Final = r"\bextend|\bremand|\bpre-?trial|\bhouse arrest|\badjourn|\bpostpone|arrest warrant|seeking the arrest"
# What was done to somebody, or is somebody's: no case against them ("into the death of").
_INTO_WHAT: Final = r"\binto [^.;,]{0,40}?['’]s? |\binto (?:(?!on |over )[\w-]+ ){1,5}?(?:of|run by) |\binto (?:the|an?|alleged|suspected|possible) [^.;]{0,40}?\b(?:against|involving|near|by|on) "
# Who leaves these is in prison as before.
_STILL_HELD: Final = (
    r"\b(?:from|out of) (?:an? |the |his |her |their )?(?:[\w-]+ )?(?:hospital|intensive care|psychiatric|"
    + _CELL
    + r")"
)
_PUNISHED: Final = r"sentenced|jailed|imprisoned|fined|given|handed|ordered to pay"

_TRIGGERS: Final[tuple[Trigger, ...]] = (
    # Before all else, as their words are those of other kinds: punishment cells, forced treatment.
    trigger(kinds.PUNISHMENT_CELL, "subject", _BE + r"(?:sent|placed|put|moved|transferred|confined|thrown|locked|taken|returned)(?: back)? (?=(?:in|into|to|up in)(?: an?| the)? (?:\w+ )?(?:" + _CELL + r"))"),
    trigger(kinds.PUNISHMENT_CELL, "either", r"\b(?:sent|placed|put|moved|transferred|confined|locked|threw|returned)\b", needs=r"(?:in|into|to|up in)(?: an?| the)? (?:\w+ )?(?:" + _CELL + r")", never=r"complain|lawsuit"),
    trigger(kinds.PUNISHMENT_CELL, "subject", r"\b(?:got|received|was given|was handed|gets|spends) (?=(?:[\w-]+ ){0,2}?(?:\d{1,2}|\w+)[ -](?:more )?days?\b)", needs=_CELL),
    trigger(kinds.SENTENCED, "subject", _BE + r"(?:sent|committed|ordered|referred|confined|sentenced) (?=[^.;]{0,60}" + _TREATMENT + r")", term=True),
    trigger(kinds.SENTENCED, "either", r"\b(?:sent|committed|ordered|referred|confined|sentenced)\b", needs=_TREATMENT, never=_BE + r"(?:sent|committed|ordered|referred|confined|sentenced)", term=True),
    # Hunger strikes.
    trigger(kinds.HUNGER_STRIKE, "subject", r"\b(?:ended|ends|suspended|halted|called off|stopped|broke|broke off|abandoned|is ending) (?:his|her|their|a|the) (?:[\w-]+ ){0,2}hunger strikes?\b", step="ended"),
    trigger(kinds.HUNGER_STRIKE, "subject", r"\b(?:went|gone|goes|going|is|are) on (?:an? )?(?:[\w-]+ )?hunger strike\b|\b(?:began|begun|started|declared|announced|launched|begins|resumed|declares|continues|start) (?:an?|his|her|their) (?:[\w-]+ ){0,2}hunger strike\b|\bon (?:the )?(?:day \d+|\w+ day) of (?:an?|his|her|their) (?:[\w-]+ )?hunger strike\b", step="begun"),
    # Detained and searched.
    trigger(kinds.DETAINED, "subject", _BE + r"(?:jailed|sentenced|given|handed|placed|put|arrested|ordered)\b", needs=_DAYS, never=r"years|months|" + _CELL, how="administrative"),
    trigger(kinds.DETAINED, "either", r"\b(?:jailed|sentenced|gave|handed|arrested|jails|placed|ordered)\b", needs=_DAYS, never=r"years|months|ordered to leave|" + _CELL, how="administrative"),
    trigger(kinds.DETAINED, "subject", r"\b(?:received|got|gets)\b", needs=_DAYS + r"[^.;]{0,20}(?:arrest|detention|jail)", never=r"years|months|" + _CELL, how="administrative"),
    trigger(kinds.DETAINED, "subject", _BE + r"(?:detained|arrested|rearrested|apprehended|seized by|taken into custody|taken to (?:an? |the )?(?:\w+ )?police station)\b", never=r"in absentia"),
    trigger(kinds.DETAINED, "either", r"\b(?:seized|apprehended|nabbed)\b"),
    trigger(kinds.DETAINED, "subject", r"(?:, |\band )(?=(?:[\w-]+ ){0,3}(?:were|was|have been|has been|are) (?:detained|arrested)\b)", needs=r"among|including", never=r"\b(?:detained|arrested),? (?:[\w-]+ ){0,4}?(?:among|including)\b"),
    trigger(kinds.DETAINED, "either", r"\b(?:detained|arrested|rearrested|took|taken)\b(?! (?:on|for) (?:his|her) )", needs=r"detained|arrest|into custody", never=r"house arrest|for (?:\w+ )?(?:days|months) more"),
    trigger(kinds.SEARCHED, "home", r"\b(?:searched|raided|searches at|searches of)\b|\bsearch(?:es)? (?:was|were|is|are) (?:being )?(?:carried out|conducted|under way)|\bcarried out (?:a )?search(?:es)?\b|\bconducted (?:a )?search(?:es)?\b", needs=r"home|house|apartment|flat\b|flats\b|dacha|place|relatives"),
    # Charged.
    trigger(kinds.CHARGED, "subject", _BE + r"(?:formally )?(?:charged|indicted|formally accused|accused by (?:the )?(?:\w+ )?(?:investigators|prosecutors|police|authorities|committee))\b|\bstands? (?:accused|charged)\b", never=r"in charge|battery"),
    trigger(kinds.CHARGED, "subject", r"\band (?:was |then |later |formally )?(?:charged|indicted) (?=(?:[\w-]+ ){0,2}?(?:with|under|on|over)\b)", needs=_BE + r"\w+"),
    trigger(kinds.CHARGED, "either", r"\b(?:charged|indicted)\b", never=r"in charge|battery"),
    trigger(kinds.CHARGED, "any", r"\b(?:brought|filed|pressed|laid) (?:\w+ ){0,3}charges? (?:\w+ ){0,4}?against\b|\bcharges (?:of [\w ]{1,40} )?(?:were|have been) (?:brought|filed) against\b"),
    trigger(kinds.CHARGED, "any", r"\b(?:opened|launched|initiated|opens|launches) (?:an? |another )?(?:\w+ ){0,3}(?:case|investigation|probe|proceedings) (?:\w+ )?(?:against|into)\b|\b(?:criminal )?(?:investigation|probe|proceedings) (?:was|were|has been|have been) (?:opened|launched|initiated) (?:against|into)\b|\b(?:criminal )?case (?:was|has been) (?:opened|launched|initiated)", never=_INTO_WHAT, step="case_opened"),
    trigger(kinds.REQUALIFIED, "any", r"\b(?:re-?qualified|reclassified|downgraded|upgraded)\b", needs=r"charge|case|offen[cs]e|article"),
    # Pre-trial measures.
    trigger(kinds.MEASURE, "any", r"\b(?:issued|ordered|approved) (?=[^.;]{0,40}\barrest (?:warrant|order)|[^.;]{0,40}\barrest in absentia)", action="set"),
    trigger(kinds.MEASURE, "subject", r"\band (?:then |later |was |subsequently )?(?:placed|put|remanded|sent) (?=(?:in|into|under|to)(?: an?)? (?:custody|house arrest|pre-?trial detention))", needs=_BE + r"\w+", action="set"),
    trigger(kinds.MEASURE, "subject", _BE + r"arrested in absentia\b", action="set"),
    trigger(kinds.MEASURE, "either", r"\barrested\b", needs=r"in absentia", action="set"),
    trigger(kinds.MEASURE, "any", r"\bbanned\b", needs=r"ban on certain|certain actions|certain activities", action="set"),
    trigger(kinds.MEASURE, "subject", _BE + r"(?:remanded|placed|put|sent|transferred|moved|released) (?=(?:in|into|under|to|on)(?: an?)? (?:custody|house arrest|pre-?trial detention(?! cent(?:er|re)[- ]?(?:no\.? ?|№ ?|# ?)?\d)|bail|travel ban|(?:a )?travel restriction))", action="set"),
    trigger(kinds.MEASURE, "either", r"\b(?:remanded|placed|put|sent|ordered|transferred|moved|released)\b", needs=r"remanded|in(?:to)? custody|house arrest|pre-?trial detention|held in custody|on bail|travel restriction|remand prison|remand cent|behind bars until|ordered [^.;]{0,60}held until", never=r"extended|prosecut\w+ (?:asked|requested)|prison term|from (?:an? |the )?(?:\w+ )?(?:remand|detention|pre-?trial)|sizo-|back to|detention cent(?:er|re)[- ]?(?:no\.? ?|№ ?|# ?)?\d", action="set"),
    trigger(kinds.MEASURE, "any", r"\b(?:ordered|changed|replaced|imposed)\b", needs=r"pre-?trial detention|preventive measure|house arrest|measure of restraint|ban on certain|banned from certain", never=r"extended|upheld", action="set"),
    trigger(kinds.MEASURE, "any", r"\bextended\b|\bprolonged\b|\b(?:accepted|granted|approved) (?:an?|the) (?:[\w-]+ )?(?:request|motion|petition) (?:[\w-]+ ){0,4}to (?:extend|prolong)\b", needs=r"arrest|detention|custody|remand", never=r"punishment cell|solitary|shizo", action="extended"),
    # Sentences and what the prosecutor asked for.
    trigger(kinds.REQUESTED, "any", r"\b(?:prosecut\w+|the state) [^.;]{0,60}?\b(?:asked|asks|sought|seeks?|seeking|requested|requests|demanded|demands?|called for|want|wants|wanted|urged|recommended|recommends|proposed)\b", never=_NO_REQUEST, term=True),
    trigger(kinds.SENTENCED, "subject", r"\band (?:then |later |was |subsequently )?(?:" + _PUNISHED + r") (?=to\b|for\b|in absentia|\d|an? \w+-year|" + r"(?:one|two|three|four|five|six|seven|eight|nine|ten)\b)", term=True, needs=_BE + r"\w+"),
    trigger(kinds.SENTENCED, "subject", _BE + r"(?:sentenced|jailed|imprisoned|given|handed|ordered to (?:pay|serve)|fined|locked up)\b", term=True, never=r"warning|passport"),
    trigger(kinds.SENTENCED, "subject", _BE + r"convicted\b(?![^.;]{0,80}\band (?:" + _PUNISHED + r"))", term=True, never=r"warning|passport"),
    trigger(kinds.SENTENCED, "either", r"\b(?:fined|fines)\b", term=True),
    trigger(kinds.SENTENCED, "any", r"^(?:the )?(?:verdict|sentence) (?:for|against|of) (?=[^.;:,]{3,60}(?::|, (?:\d|one|two|three|four|five|six|seven|eight|nine|ten|\w+teen)))", term=True),
    trigger(kinds.SENTENCED, "any", r"\b(?:imposed|handed down|delivered|passed) (?=[^.;]{0,60}(?:term|sentence|years|fine)[^.;]{0,40}\b(?:on|to|against)\b)", term=True),
    trigger(kinds.SENTENCED, "either", r"\b(?:sentenced|jailed|imprisoned|convicted|handed(?: down)?|gave)\b|\b(?:courts?|judges?|russia|belarus|crimea|moscow|authorities) (?:sentences|jails|hands)\b", term=True),
    trigger(kinds.SENTENCED, "subject", r"\b(?:received|got|gets|receives)\b", term=True, needs=r"sentence|prison|jail|colony|years|term|labou?r"),
    # Appeals.
    trigger(kinds.APPEAL, "subject", r"\blost (?:his|her|their|an|the) (?:[\w-]+ ){0,2}(?:appeal|cassation)", never=r"arrest|detention|custody", outcome="upheld"),
    trigger(kinds.APPEAL, "any", r"\b(?:refused|declined) to (?:reduce|overturn|quash|cut|revise|review|soften|change|commute|annul|shorten)\b", needs=r"sentence|verdict|conviction|term", never=r"arrest|detention|custody", outcome="upheld"),
    trigger(kinds.APPEAL, "any", r"\breplaced (?=[^.;]{0,60}suspended (?:sentence|term|\w+-year))", needs=r"appeal|cassation", outcome="increased"),
    trigger(kinds.APPEAL, "any", r"\breplaced (?=[^.;]{0,60}with an? (?:[\w-]+ )?suspended)", needs=r"appeal|cassation", outcome="reduced"),
    trigger(kinds.APPEAL, "any", r"\b(?:upheld|upholds|left (?=(?:[\w’'-]+ ){0,6}(?:unchanged|in force|in place|standing)))\b|\b(?:rejected|dismissed|denied|turned down|rejects|threw out) (?=(?:an? |the |his |her |their )?(?:[\w’'-]+ ){0,3}(?:appeal|cassation))|\bappeal (?:\w+ ){0,3}(?:was|has been) (?:rejected|dismissed|denied|turned down)", needs=r"sentence|verdict|conviction|term|appeal|ruling", never=r"arrest|detention|custody|remand|measure", outcome="upheld"),
    trigger(kinds.APPEAL, "any", r"\b(?:reduced|cut|shortened|commuted|lowered|softened|slashed|cuts|reduces)\b", needs=r"sentence|term|years|months", never=r"pre-?trial|ration|budget|electricity", outcome="reduced"),
    trigger(kinds.APPEAL, "any", r"\b(?:increased|toughened|lengthened|raised|increases)\b", needs=r"sentence|term", never=r"concern|alarm|money|awareness", outcome="increased"),
    trigger(kinds.APPEAL, "any", r"\b(?:overturned|quashed|annulled|struck down|set aside|overturns|cancelled|canceled)\b", needs=r"sentence|verdict|conviction", outcome="overturned"),
    trigger(kinds.APPEAL, "any", r"\b(?:sent|returned|referred) (?=(?:[\w’'-]+ ){0,4}(?:case )?(?:back )?(?:to the (?:lower|first|trial|same)|for (?:a )?(?:re-?trial|reconsideration|new trial|review)))|\b(?:ordered|granted) (?=(?:an? )?(?:re-?trial|new trial))", outcome="overturned"),
    # Moved between places of detention; in hospital.
    trigger(kinds.TRANSFERRED, "subject", _BE + r"(?:transferred|moved|sent|taken|transported|brought|relocated|returned|located|found) ?(?:back )?(?=to\b|from\b|in\b|at\b|out\b|into\b|$)|\b(?:has |have )?arrived (?:at|in)\b", needs=_PLACE, never=_CELL + r"|hospital|found (?:dead|guilty)|house arrest|isolation cell|shizo|pre-?trial detention(?! cent(?:er|re)[- ]?(?:no\.? ?|№ ?|# ?)?\d)|for interrogation|to court"),
    trigger(kinds.TRANSFERRED, "either", r"\b(?:transferred|moved|relocated|transported)\b|\bsent (?=(?:[\w’'-]+ ){0,4}to )", needs=r"\b(?:to|from|into) [^.;]{0,60}?" + _PLACE, never=_CELL + r"|hospital|found (?:dead|guilty)|house arrest|isolation cell|shizo|pre-?trial detention(?! cent(?:er|re)[- ]?(?:no\.? ?|№ ?|# ?)?\d)|years|letter|parcel|money"),
    trigger(kinds.HOSPITALISED, "subject", _BE + r"(?:hospitali[sz]ed|(?:taken|rushed|moved|transferred|admitted|sent|brought) to (?:an? |the )?(?:[\w-]+ ){0,3}(?:hospital|psychiatric|intensive care))|\b(?:has been )?hospitali[sz]ed\b|\b(?:is|was|are) in (?:intensive care|hospital)\b", never=_TREATMENT),
    trigger(kinds.HOSPITALISED, "either", r"\b(?:took|rushed|moved|transferred|admitted|sent|brought)\b", needs=r"\bto (?:an? |the )?(?:[\w-]+ ){0,3}(?:hospital|psychiatric|intensive care)", never=_TREATMENT + r"|whether|" + _BE + r"(?:taken|rushed|moved|transferred|admitted|sent|brought)"),
    # The end of a detention.
    trigger(kinds.RELEASED, "subject", _BE + r"(?:released|freed|set free|pardoned|paroled|granted parole|let go|amnestied)\b|\b(?:walked|walks) (?:free|out of)\b|\b(?:left|leaves) (?:prison|the colony|jail|the penal colony)\b|\bwent free\b|\b(?:won|got|received) (?:parole|(?:early|conditional) release)\b", never=_STILL_HELD + r"|book|album|film|video|statement|\bof the charges?|house arrest|on bail|exchange[ds]? (?:letters|views)"),
    trigger(kinds.RELEASED, "either", r"\b(?:released|freed|pardoned|paroled|pardons|frees|releases)\b", never=_STILL_HELD + r"|book|album|film|video|statement|report|footage|house arrest|on bail|letter|song|photo"),
    trigger(kinds.RELEASED, "any", r"\b(?:granted|approved) (?=[^.;]{0,30}(?:parole|early release|conditional release))|\bordered (?=(?:the )?(?:immediate )?release of)", never=r"exchange|swap|hearing|represented|release of [\w ]{0,20}?(?:files?|documents?|footage|records?|videos?|reports?|lists?|data|funds?)\b"),
    trigger(kinds.RELEASED, "either", r"\bordered\b", needs=r"\breleased\b"),
    trigger(kinds.EXCHANGED, "any", r"\bamong (?:those |the (?:[\w-]+ ){1,4})(?:who were )?(?:released|freed|exchanged|swapped)\b", needs=r"swap|exchange", never=r"should|could|might|may\b"),
    trigger(kinds.EXCHANGED, "subject", r"\b(?:was|were) (?:among|one of) (?:the |those )?(?:[\w-]+ ){0,4}(?:swapped|exchanged|traded)\b|" + _BE + r"(?:handed over|returned|released|freed|flown) (?=[^.;]{0,60}(?:swap|exchange))|\breturned (?=[^.;]{0,60}(?:prisoner|hostage)s? (?:swap|exchange)|[^.;]{0,30}(?:swap|exchange)\b)", needs=r"swap|exchange|traded", never=r"in exchange for (?:money|information)|letters|views|talks|negotiat"),
    trigger(kinds.EXCHANGED, "subject", _BE + r"(?:exchanged|swapped|traded)\b", never=r"views|letters|fire|words"),
    trigger(kinds.EXCHANGED, "either", r"\b(?:exchanged|swapped|traded)\b", never=r"views|letters|fire|words|remarks"),
    trigger(kinds.DIED, "any", r"\b(?:confirmed|reported|announced|learned of|acknowledged) (?:the )?death of\b(?! (?:his|her|the|a|an|their) )"),
    trigger(kinds.DIED, "subject", r"\b(?:was|were) (?:pronounced|declared) dead\b"),
    trigger(kinds.DIED, "subject", r"\b(?:died|dies|passed away)\b|\b(?:was|were) found (?:dead|hanged)\b|\bhas died\b|\btook (?:his|her) own life\b", never=r"died down|died of laughter"),
    # Registers and letters.
    trigger(kinds.REGISTERED, "any", r"\bname (?=(?:has |had |was |has been )?(?:appeared|added|placed|put|entered|listed|included))", needs=r"wanted|terrorist|extremist|foreign agent|regist", never=r"exchange|removed"),
    trigger(kinds.REGISTERED, "subject", _BE + r"(?:added|placed|put|included|declared|designated|labell?ed|listed|entered|named)\b", needs=_LISTS, never=r"removed|waiting list|shortlist|political prisoners?|sanctions|exchange list"),
    trigger(kinds.REGISTERED, "either", r"\b(?:added|placed|put|included|declared|designated|labell?ed|adds|puts|declares|designates)\b", needs=_LISTS, never=r"removed|waiting list|shortlist|political prisoners?|sanctions|exchange list"),
    trigger(kinds.SIGNED, "subject", r"\b(?:signed|co-signed|signs)\b", needs=r"letter|appeal|petition|statement|address", never=r"contract|decree|order|into law|confession|bill\b|protocol|pledge|signed by putin"),
    trigger(kinds.SIGNED, "any", r"\bsignatures? of\b", needs=r"letter|appeal|petition|statement", never=r"forg|collect|contract"),
    trigger(kinds.SIGNED, "subject", r"\b(?:added|put) (?:his|her|their) (?:names?|signatures?)\b|\bjoined (?=(?:the|an) (?:[\w-]+ ){0,2}(?:letter|appeal|petition))", needs=r"letter|appeal|petition|statement"),
    trigger(kinds.SIGNED, "any", r"\b(?:signed by|signatories (?:of|to) (?:the |an? )?(?:open )?letter (?:are|include|were)|was among the signatories|were among the signatories)\b", needs=r"letter|appeal|petition|statement", never=r"decree|into law"),
)  # fmt: skip

ENGLISH: Final = Vocabulary(
    language="en",
    cased=False,
    triggers=_TRIGGERS,
    breaks=re.compile(
        r";|: |,? (?:but|while|when|because|although|though|whereas|if|unless|after|before|so that|in case)(?= )| that(?= )| – | — "
    ),
    relative=re.compile(r",? (?:who|whom|whose|which)(?= )"),
    whose=re.compile(r"^,? whose "),
    hedges=re.compile(
        r"\b(?:not|never|no|nobody|none|neither|nor|could|(?<!in )(?<!last )(?<!this )(?<!since )(?<!until )(?<!early )(?<!late )(?<!\d )may(?! \d)|might|would|will|shall|should|can|cannot|must|to be|n[’']t|wasn[’']t|isn[’']t|weren[’']t|hasn[’']t"
        r"|faces?|facing|risks?|risking|if|unless|expected|likely|unlikely|threaten\w*|plans?|planned|planning|intends?|wants?|hopes?|hoping|refused|refuses"
        r"|demand(?:s|ed|ing)?|urg(?:es|ed|ing)|call(?:s|ed|ing)? (?:on|for)|ask(?:s|ed|ing)?|request(?:s|ed)?|until|nearly|almost|being considered|yet to|failed to|promised|pledged|before being|instead of|about to|set to|due to be|attempt(?:s|ed)? to|tried to|let)\b"
    ),
    behind=re.compile(r"^ (?:not|no longer)\b"),
    doubts=re.compile(
        r"\bdenie[sd]\b (?:that|reports|claims|rumou?rs|having)|\bdenied (?:that|reports|claims)|\brumou?r\w*|\bunconfirmed\b|\bnot (?:been )?confirm\w*|\bcould not confirm\b|\b(?:not|cannot) be confirmed"
        r"|\bfalse(?:ly)? (?:reports?|claim\w*|reported)|(?<!for )(?<!of )(?<!over )(?<!by )\ballegedly\b|\bsupposedly\b|\b(?:apparently|presumably|probably|possibly)\b(?! (?:for|over|because|due|in|as|to)\b)|\breports? (?:that|of)\b[^.;]{0,160}\b(?:false|untrue)\b|\bspeculat\w+|\bfear(?:s|ed) (?:that|he|she|they)|\bhoax\b|\bif (?:convicted|found guilty|the court|he|she|they)\b|\bmight have\b|\bmay have\b|\bcould have\b|\bimagine\b"
    ),
    background=re.compile(
        r"\bearlier\b|\bpreviously\b|\bhad (?:been|earlier|already)\b|\boriginally\b|\binitially\b|\bformerly\b|\bfirst\b"
    ),
    kin=re.compile(
        r"\b(?:lawyers?|attorneys?|wife|husband|mother|father|parents|brothers?|sisters?|sons?|daughters?|friends?|supporters?|colleagues?|relatives|aides?|ally|allies"
        r"|associates?|partner|namesake|cellmate|neighbou?rs?|fianc[ée]e?|foundation|teams?|widow|trial|sentence|case|arrest|detention|release|supporter|defen[cs]e|imprisonment|verdict|conviction|memory|portraits?|photos?|pictures?)"
        r" (?:of|for|to|representing|against) (?:[a-z-]+ ){0,3}$"
    ),
    before_others=re.compile(
        r"\b(?:of|for|with|about|against|from|like|alongside|than|supporting|defending|judge|prosecutor|investigator|lawyer|attorney|president|minister|governor|ombudswoman|ombudsman|following|over|to|by"
        r"|(?:his|her|their) (?:lawyer|wife|husband|mother|brother|sister|father|colleague|friend|son|daughter)) (?:(?:the|former|fellow|jailed|imprisoned|activist|politician|journalist|opposition|deputy|councillor|historian|artist|student|dissident) ){0,4}$"
    ),
    cases_of=re.compile(
        r"\b(?:against|for|of|to|into|charged|by|on|sentencing|include|are|were|from|in)"
        r"(?: (?!(?:of|to|for|by|with|from|against|in|on|and|who|that|wife|husband|mother|father|parents|brother|sister|son|daughter|lawyers?|attorneys?|friends?|supporters?|colleagues?|relatives?|ally|allies|aides?)\b)[a-z0-9-]+){0,5} $"
    ),
    speakers=re.compile(
        r"^(?:[,”\"]? )?(?:said|says|told|wrote|writes|added|believes|argued|noted|explained|reported|announced|posted|recalled)\b"
    ),
    possessive=re.compile(r"^(?:['’]s?\b|['’](?= ))"),
    onward=re.compile(r"^(?:: | that )"),
    joined=re.compile(
        r"^(?:,? ?\(?(?:aged )?\d{1,2}\)?)?\s*(?:, and|, as well as|,|and|as well as|&)(?: (?:his|her|their))? (?:[a-z-]+ ){0,4}$"
    ),
    she=re.compile(r"\b(?:she|her)\b"),
    he=re.compile(r"\b(?:he|him|his)\b"),
    somebody=re.compile(
        r"\b(?:the|an?) (?:[a-z0-9-]+ ){0,3}(?:activist|defender|campaigner|editor|editor-in-chief|politician|journalist|artist|councillor|councilor|deputy|dissident|prisoner|defendant|historian|student|blogger|teenager|opposition figure|poet|musician|sociologist|mathematician|man|woman|director|playwright|priest|teacher|inmate|convict|lawmaker|reporter|author|theorist|academic)\b"
    ),
    one_more=re.compile(
        r"\b(?:another|other|a second|a third|one of the|an unidentified|an unnamed|an unknown)\b"
    ),
    # A date between commas behind a participle belongs to it ("X, detained in March, ...").
    attribute=re.compile(
        r", (?:who was |who had been )?(?:[a-z]+ly )?\w+(?:ed|en|held|freed) (?:[\w-]+ ){0,3}$"
    ),
    people=re.compile(
        r"\b(?:teacher|pensioner|resident|man|woman|people|student|schoolboy|schoolgirl|activist|journalist|editor|protester|blogger|musician|doctor|priest|worker|teenager|supporters?|native)\b"
    ),
    others=re.compile(
        r"\b(?:wife|husband|mother|father|parents|brother|sister|son|daughter|lawyers?|attorney|friend|supporters?|colleagues?|relatives?|relative|aide|ally|associates?|partner|cellmate|neighbou?r|fianc[ée]e?|widow|correspondent|spokes\w+)\b"
    ),
    not_names=frozenset(
        "the a an on in at court district city supreme military appeal appeals regional moscow russia russian ukraine ukrainian st saint petersburg"
        " federal security service ministry justice interior committee investigative amnesty international memorial mediazona ovd-info ovd rosfinmonitoring"
        " human rights watch january february march april may june july august september october november december monday tuesday wednesday thursday"
        " friday saturday sunday first second third western eastern southern central northern volga criminal code article part european union united"
        " states kremlin state duma nobel peace prize radio free europe penal colony prison no he she his her their they it this that who after before"
        " meanwhile later earlier judge prosecutors police region republic krai oblast novaya gazeta insider reuters ground news crimean tatar crimea american british german french polish belarusian belarus chechen"
        " soviet georgian kazakh uzbek european orthodox jehovah jewish muslim mr mrs ms dr kremlin-backed putin team voice america associated press".split()
    ),
    measures=(
        ("house_arrest", re.compile(r"house arrest")),
        (
            "restriction",
            re.compile(
                r"ban on certain|from certain (?:actions|activities)|travel ban|travel restriction|bail|not to leave"
            ),
        ),
        ("custody", re.compile(r"custody|detention|remand|arrest")),
    ),
    registers=(
        ("terrorists_extremists", re.compile(r"terrorist|extremist|rosfinmonitoring")),
        ("foreign_agents", re.compile(r"foreign agent")),
        ("wanted", re.compile(r"wanted")),
    ),
    releases=(
        (
            "exchange",
            re.compile(
                r"(?:prisoner|hostage)s? (?:swap|exchange)|as part of (?:an?|the) (?:[\w-]+ )?(?:swap|exchange)|in (?:an?|the) (?:[\w-]+ )?(?:swap|exchange)|in exchange for"
            ),
        ),
        ("pardon", re.compile(r"pardon")),
        ("amnesty", re.compile(r"amnest")),
        ("parole", re.compile(r"parole|early release|conditional release|released early")),
        ("acquitted", re.compile(r"acquit")),
        (
            "served",
            re.compile(
                r"(?:served|serving|completed|completing|end of|full term|finished)[^.;]{0,30}(?:sentence|term)|(?:served|serving|completing) (?:out )?(?:[\w-]+ ){0,3}(?:years?|months)\b|full term|term (?:expired|ended)"
            ),
        ),
    ),
    places=re.compile(_PLACE),
    from_place=re.compile(r"\b(?:from|left|out of)(?: (?!to |into |from )[\w’'-]+){0,3} $"),
    place_labels=(
        (
            "СИЗО-{}",
            re.compile(
                r"(?:^sizo|^remand (?:prison|cent)|^(?:pre-?trial )?detention cent(?:er|re))\D*(\d{1,2})"
            ),
        ),
        ("ИК-{}", re.compile(r"(?:^ik|colony)\D*(\d{1,2})")),
        ("тюрьма № {}", re.compile(r"^(?:prison|jail)\D*(\d{1,2})")),
    ),
    accused_of=re.compile(
        r"\b(?:for (?!\d)(?!\w+ years)(?!\w+ months)|over|on charges|following|in connection|charges? of|accused of|about)"
    ),
    to_provision=re.compile(r"\bto (?:[\w-]+ ){0,4}$"),
    dates=ENGLISH_DATES,
    terms=ENGLISH_TERMS,
)
