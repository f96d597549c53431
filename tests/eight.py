"""Eight countries' made-up answers to the sheets of the real toolkit, the same on every run.

All of it is invented: services, offices, levels and dates say nothing of any country. There are two
levels of management who disagree, blanks, numbers and dates in four scripts, and words that a
program could stumble over. `handed_in` gives the files; nothing is written to disk.
"""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sessionpress.answers.cells import Cell, cells, revision
from sessionpress.answers.file import FORMAT, VERSION
from sessionpress.content.model import Sheet, Toolkit
from sessionpress.content.questions import AFTER, BEFORE, CODE, WHEN, answer_key, test_sheets

DIGITS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "০১২৩৪৫৬৭৮৯")
SCRIPT = {"EGY": 1, "IRN": 2, "BGD": 3}
"""The digits that the people of a country type, as a number of `DIGITS`."""

BLANK = 0.07
"""The share of cells that are left blank though they could be filled."""

FIRST_DAY = dt.date(2022, 11, 21)


@dataclass(frozen=True, slots=True)
class Story:
    """What one delegation works on, in the words that its sheets repeat."""

    service: str
    person: str
    gap: str
    outcome: str
    post: str
    office: str
    place: str


STORIES = (
    Story(
        "birth registration",
        "a mother in a river district",
        "Parents come three times because the clinic and the union office keep separate lists.",
        "In two years, parents in one division receive the birth certificate with one journey.",
        "Director of civil registration",
        "Ministry of Local Government",
        "one division",
    ),
    Story(
        "renewal of the family card",
        "a widow in Upper governorates",
        "The card office asks for papers that another ministry already holds.",
        "In 18 months, families in three governorates renew the card without bringing any paper.",
        "Head of the sector for services",
        "Ministry of Supply",
        "three governorates",
    ),
    Story(
        "licence for a small shop",
        "a woman who sells food from home",
        "Seven permits come from five offices, and nobody knows how long they take.",
        "By the end of next year, a small shop in two cities opens with one form and one visit.",
        "Deputy for one-stop services",
        "Ministry of Home Affairs",
        "two cities",
    ),
    Story(
        "transfer of land titles",
        "a farmer with two small fields",
        "The land register and the tax register disagree, and the farmer must prove who is right.",
        "In two years, a transfer in one province takes ten days, with both registers agreeing.",
        "Director general of land records",
        "Organisation for Registration",
        "one province",
    ),
    Story(
        "complaints about roads and water",
        "a tenant without a registered address",
        "Complaints are counted by channel, not by what was repaired.",
        "In one year, residents of two towns see on one list what was reported and repaired.",
        "Head of city services",
        "Ministry of Housing",
        "two towns",
    ),
    Story(
        "enrolment in primary school",
        "a father who moved for work",
        "Children who move in the school year wait for months because files travel on paper.",
        "From the next school year, a child who moves in two states has a place within ten days.",
        "Director of school administration",
        "Federal Ministry of Education",
        "two states",
    ),
    Story(
        "payment of pensions",
        "a retired teacher without a smartphone",
        "Pensioners prove every six months, in person, that they are alive.",
        "In 18 months, pensioners of two districts prove it once a year, at any bank or by phone.",
        "Controller of pensions",
        "Finance Division",
        "two districts",
    ),
    Story(
        "appointments in public hospitals",
        "a man who does not read well",
        "Appointments are given by phone and app; one in three people does not appear.",
        "In one year, people of four hospitals get and change an appointment in their own words.",
        "Head of digital health",
        "Ministry of Health",
        "four hospitals",
    ),
)

TOPICS = {
    "skills": (
        "A short course for front-desk staff on how to explain a digital service",
        "Our course for counter staff: six half-days, with exercises and a test",
        "Coaching for senior officials who lead digital work",
    ),
    "coordination": (
        "An agreement text that lets two ministries use one register",
        "The terms of reference of our council, and the minutes of two disputes that it settled",
        "Ways to give local offices a say in a national project",
    ),
    "cities": (
        "Experience with one complaint line for several cities",
        "A visit to the control room of one city, with its operators",
        "The open-data rules of one city, in English",
    ),
    "technology": (
        "A test set for services that must work on simple phones",
        "The specification of our data exchange, without names of suppliers",
        "Questions to ask before a contract with a cloud provider",
    ),
}

STEPS = (
    ("Sit for two days at the counter and count journeys", "q1", "low"),
    ("Sign the agreement between the two offices", "q1", "low"),
    ("Join the two lists for one pilot office", "q2", "middle"),
    ("Train the counter staff of the pilot office", "q2", "low"),
    ("Open the second channel by telephone", "q3", "middle"),
    ("Change the rule that asks for the paper", "q4", "low"),
    ("Extend to the whole area", "q6", "high"),
)

LINES: Mapping[str, tuple[str, ...]] = {
    "service": ("{service}",),
    "first-gap": ("{gap}",),
    "gap": ("{gap}",),
    "problem": ("{gap}", "People lose a day of work for one signature; nobody counts these days."),
    "outcome": ("{outcome}",),
    "priority": ("Make {service} work with one journey",),
    "first-priority": ("Make {service} work with one journey",),
    "second-priority": ("Train the people at the counters", "One agreement for all registers"),
    "first-reason": ("People feel it at once, and both offices have said that they can start.",),
    "first-owner": ("{office}",),
    "owner": ("{post}", "{office}", "Head of the local office"),
    "decides": ("{post}",),
    "approves": ("{post}",),
    "decider": ("{post}",),
    "weakest-link": ("Between the local office and the {office}: letters arrive, answers do not.",),
    "pilot": ("One office in {place} checks all papers before {person} travels.",),
    "idea": ("One office in {place} checks all papers before {person} travels.",),
    "first-steps": ("Sit at the counter. Sign the agreement. Join the two lists in one office.",),
    "blocking-step": ("The agreement between the two offices",),
    "budget": ("Line for local services of the {office}", "None yet"),
    "build-on": (
        "Staff who stayed when systems changed, and who know the cases",
        "A shared identity number that most people already have",
        "District offices that keep good records on paper",
    ),
    "we-give": (
        "Our department for {service} sends its plan for counter staff, in English, and answers "
        "questions in one call.",
        "The {office} shows its agreement between two registers in a call of two hours.",
    ),
    "we-expect": ("The text of an agreement between two registers, with what went wrong.",),
    "receiver-office": ("Department for local services",),
    "giver-office": ("Department for digital services",),
    "effort": ("8 hours of a head of section", "Two half-days of one trainer"),
    "action": tuple(step for step, _quarter, _cost in STEPS),
    "step": tuple(step for step, _quarter, _cost in STEPS),
    "change": ("Fewer journeys", "Clerks know what to ask", "One list instead of two"),
    "lead": ("{office}", "District office", "National agency for identity"),
    "risk": (
        "If the two lists disagree, then the person is sent away again",
        "If the trained clerks move, then we begin again",
        "If the budget is late, then the second channel waits",
    ),
    "change-indicator": ("People who finish {service} with one journey",),
    "definition": ("Of the people who come in one week, those who leave with the paper in hand.",),
    "baseline": ("12 of 60", "Not known yet", "One in five"),
    "target": ("45 of 60", "Four in five"),
    "for-whom": ("{person}", "Counter staff of {place}", "Heads of local offices"),
    "form": ("Text in English", "Course of three days", "A call of two hours", "Visit of two days"),
    "by": ("March 2023", "Before the budget circular", "In the next quarter"),
    "until": ("December 2023", "As long as the post is filled"),
    "contact": ("Head of section, service standards, {office}",),
    "approval": ("Legal department of the {office}",),
    "conditions": ("The text may be shared once the legal department agrees. No personal data.",),
    "lesson": ("We trained staff three months too early; they had forgotten most of it.",),
    "useful": (
        "The question: who would still be left out?",
        "To sit at the counter before we write a plan",
        "The red line between two offices. I will draw it with my team.",
        "=SUM of all journeys: we have never counted them",
    ),
    "unclear": ("How to measure without a baseline", "What the level 3 means for a district"),
    "first-step": (
        "I will count journeys at one counter for two days, before the end of the month.",
        "I will ask the legal department for the text of the agreement, in the first week.",
    ),
    "missing": ("More time for the plan", "Officials of a third level: the city"),
    "shorten": ("Shorter opening, longer pair work", "-"),
    "changes": ("Give the sheets to us one week earlier, in our language.",),
    "evidence": ("Minutes of four meetings of the steering group", "Register of letters, 2021"),
}
"""What people write into text cells, by the id of the field or column."""


def handed_in(toolkit: Toolkit, seed: int = 8) -> dict[str, bytes]:
    """Every file that eight delegations of two hand in, by name, in no order of countries."""
    chance = random.Random(seed)
    files: dict[str, bytes] = {}
    for member, story in zip(toolkit.members, STORIES, strict=False):
        for sheet in toolkit.sheets:
            copies = COPIES if member is not toolkit.members[0] else {**COPIES, "all": 1}
            for number in range(1, copies.get(sheet.who, 0) + 1):
                name = f"{sheet.id}-{member.code.lower()}-{number}.json"
                teller = _Teller(toolkit, member.code, story, number, chance)
                files[name] = teller.file(sheet)
        for number in (1, 2):
            teller = _Teller(toolkit, member.code, story, number, chance)
            files |= dict(teller.tests())
    order = list(files)
    chance.shuffle(order)
    return {name: files[name] for name in order}


COPIES = {"person": 2, "country": 1}
"""How many of a sheet each delegation hands in."""


@dataclass(frozen=True, slots=True)
class _Teller:
    """One person or delegation that fills sheets; person 1 is the senior official."""

    toolkit: Toolkit
    country: str
    story: Story
    person: int
    chance: random.Random

    def file(self, sheet: Sheet) -> bytes:
        """A file of answers, as the form in a browser saves it."""
        answers: dict[str, object] = {}
        for cell in cells(sheet):
            if cell.kind == "computed" or self._blank(cell):
                continue
            value = TELL[cell.kind](self, cell)
            if not cell.column:
                answers[cell.name] = value
                continue
            rows = answers.setdefault(cell.field.id, [])
            assert isinstance(rows, list)
            rows.extend({} for _ in range(cell.row - len(rows)))
            rows[cell.row - 1][cell.column.id] = value
        return self._packed(sheet, answers)

    def tests(self) -> Iterator[tuple[str, bytes]]:
        """Both tests, one before and one after; the one who is first begins with form A.

        Half of the answers are right before, three quarters after.
        """
        key = answer_key(self.toolkit)
        sheets = test_sheets(self.toolkit)
        for sheet, moment in zip(sheets[:: 3 - 2 * self.person], (BEFORE, AFTER), strict=True):
            answers: dict[str, object] = {CODE: f"{self.country}{self.person:02}", WHEN: moment}
            for field in sheet.fields[2:]:
                right = self.chance.random() < (0.5 if moment == BEFORE else 0.75)
                wrong = [one.id for one in field.options if one.id != key[field.id]]
                answers[field.id] = key[field.id] if right else self.chance.choice(wrong)
            name = f"{sheet.id}-{self.country.lower()}-{self.person}.json"
            yield name, self._packed(sheet, answers)

    def _packed(self, sheet: Sheet, answers: Mapping[str, object]) -> bytes:
        saved = dt.datetime.combine(FIRST_DAY, dt.time(9)) + dt.timedelta(
            minutes=self.chance.randrange(600)
        )
        one = {
            "sheet": sheet.id,
            "revision": revision(sheet),
            "copy": f"{self.chance.getrandbits(64):016x}",
            "answers": answers,
        }
        root = {
            "format": FORMAT,
            "version": VERSION,
            "toolkit": self.toolkit.settings.id,
            "edition": self.toolkit.settings.edition,
            "saved": f"{saved.isoformat()}Z",
            "sheets": [one],
        }
        return json.dumps(root, ensure_ascii=False).encode()

    def _blank(self, cell: Cell) -> bool:
        if cell.field.id == "country":
            return False
        if cell.row > self._rows(cell):
            return True
        return not cell.field.required and self.chance.random() < BLANK

    def _rows(self, cell: Cell) -> int:
        """How far down people write: labelled rows all, others as many as there is to say."""
        if cell.field.rows and any(cell.field.rows):
            return 5 if cell.field.rows[0] == "1" else len(cell.field.rows)
        return min(len(cell.field.rows), 3 if cell.field.id != "steps" else len(STEPS))

    def digits(self, text: str) -> str:
        """Digits as this country types them."""
        return text.translate(str.maketrans(DIGITS[0], DIGITS[SCRIPT.get(self.country, 0)]))

    def text(self, cell: Cell) -> str:
        """Words that fit the cell, within its limit."""
        key = cell.column.id if cell.column else cell.field.id
        lines = LINES.get(key) or LINES.get(key.rpartition("-")[2])
        topic = key in ("need", "offer")
        if topic:
            lines = TOPICS[self._topic(cell)]
        if not lines:
            lines = (cell.field.example,) if cell.field.example and not cell.column else OTHER
        place = cell.row - 1 if cell.row and not topic else self.chance.randrange(len(lines))
        words = lines[place % len(lines)].format(
            service=self.story.service,
            person=self.story.person,
            gap=self.story.gap,
            outcome=self.story.outcome,
            post=self.story.post,
            office=self.story.office,
            place=self.story.place,
        )
        return words[: cell.field.limit] if cell.field.limit and not cell.column else words

    def _topic(self, cell: Cell) -> str:
        """The topic of a row: another in each row, and not all that are asked are offered."""
        names = list(TOPICS)
        shift = self.toolkit.members.index(
            next(one for one in self.toolkit.members if one.code == self.country)
        )
        offers = cell.field.id == "offers"
        return names[(cell.row + shift + 2 * offers) % (len(names) - offers)]

    def number(self, cell: Cell) -> object:
        """A number in range: as a number, or as text in the digits of the country."""
        low = int(cell.low if cell.low is not None else 1)
        high = int(cell.high if cell.high is not None else low + 9)
        value = self.chance.randint(low, high)
        return self.digits(str(value)) if self.country in SCRIPT else value

    def date(self, _cell: Cell) -> str:
        """A day of the half-year after the workshop."""
        day = FIRST_DAY + dt.timedelta(days=self.chance.randrange(10, 180))
        return self.digits(day.isoformat())

    def choice(self, cell: Cell) -> str:
        """An option by its id, or now and then by its words; consent is mostly given."""
        key = cell.column.id if cell.column else cell.field.id
        steps = {"quarter": 1, "cost": 2}
        if key == "topic":
            return self._topic(cell)
        if key in steps:
            return STEPS[(cell.row - 1) % len(STEPS)][steps[key]]
        options = cell.options
        if key in ("may-show", "copy") and self.chance.random() < 0.8:
            return "all" if any(one.id == "all" for one in options) else options[0].id
        option = self.chance.choice(options)
        return option.text if self.chance.random() < 0.2 else option.id

    def choices(self, cell: Cell) -> list[str]:
        """One option or a few."""
        count = self.chance.randint(1, min(3, len(cell.options)))
        return [one.id for one in self.chance.sample(list(cell.options), count)]

    def scale(self, cell: Cell) -> object:
        """A level; the senior official sees things a little better."""
        most = len(cell.options)
        level = min(most, max(1, round(self.chance.gauss(2.1 + 0.7 * (self.person == 1), 0.8))))
        return self.digits(str(level)) if self.country in SCRIPT else level

    def member(self, cell: Cell) -> str:
        """The own country in the field that asks for it, another one elsewhere."""
        if cell.field.id == "country":
            return self.country
        others = [one.code for one in self.toolkit.members[: len(STORIES)]]
        others.remove(self.country)
        return self.chance.choice(others)


OTHER = (
    "We must still find out; the {office} will ask.",
    "The {post} answers for it.",
    "Seen at the counter in {place}",
    "Once a month, in the meeting of heads of section",
)

TELL = {
    "text": _Teller.text,
    "long-text": _Teller.text,
    "number": _Teller.number,
    "date": _Teller.date,
    "choice": _Teller.choice,
    "choices": _Teller.choices,
    "scale": _Teller.scale,
    "member": _Teller.member,
}
