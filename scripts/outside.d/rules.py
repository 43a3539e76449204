"""The rules and dates that python-dateutil and libical publish with their source: tests and examples of RFC 5545, each
a rule and the dates that their authors wrote down for it. Prints those of whole days, each once, as the table that
server/tests/rules.json is another of.

    rules.py FOLDER     FOLDER holds the unpacked source of both, or of python-dateutil alone
"""

import datetime
import doctest
import importlib.util
import json
import pathlib
import sys
import unittest

from dateutil.rrule import rrule, rruleset, rrulestr

NINE = datetime.time(9)  # nearly every one of the rules begins at nine in the morning

# What RFC 5545, section 3.3.10, forbids and we refuse; these libraries read it all the same.
FORBIDDEN = {
    "BYWEEKNO": ("MONTHLY", "WEEKLY", "DAILY"),
    "BYYEARDAY": ("MONTHLY", "WEEKLY", "DAILY"),
    "BYMONTHDAY": ("WEEKLY",),
}


def lines(rule):
    """A rule's lines, each date in them made a whole day. ValueError where it is no rule of whole days."""
    for line in str(rule).splitlines():
        name, value = line.split(":", 1)
        if name == "DTSTART":
            yield f"DTSTART;VALUE=DATE:{value[:8]}"
        else:
            parts = dict(part.split("=", 1) for part in value.split(";"))
            if parts["FREQ"] not in ("YEARLY", "MONTHLY", "WEEKLY", "DAILY") or any(
                part in parts for part in ("BYHOUR", "BYMINUTE", "BYSECOND", "BYEASTER")
            ):
                raise ValueError("not of whole days")
            if any(part in parts and parts["FREQ"] in freqs for part, freqs in FORBIDDEN.items()):
                raise ValueError("not a rule of RFC 5545")
            if until := parts.get("UNTIL"):
                moment = datetime.datetime.strptime(until.rstrip("Z"), "%Y%m%dT%H%M%S")
                early = datetime.timedelta(days=1 if moment.time() < NINE else 0)
                parts["UNTIL"] = (moment - early).strftime("%Y%m%d")
            yield "RRULE:" + ";".join(f"{key}={value}" for key, value in parts.items())


def set_lines(rules):
    """The lines of a rule with dates left out or added."""
    if len(rules._rrule) != 1 or rules._exrule:
        raise ValueError("not one rule")
    yield from lines(rules._rrule[0])
    for name, days in (("EXDATE", rules._exdate), ("RDATE", rules._rdate)):
        if days:
            yield f"{name};VALUE=DATE:" + ",".join(day.strftime("%Y%m%d") for day in sorted(days))


class Table:
    def __init__(self):
        self.cases = {}

    def add(self, source, rule, dates):
        """Takes a rule and the dates published for it, where both are of whole days."""
        days = isinstance(dates, list) and dates
        if not days or any(not isinstance(day, datetime.datetime) or day.time() != NINE or day.tzinfo for day in days):
            return
        try:
            if isinstance(rule, rruleset):
                text = "\n".join(set_lines(rule))
            elif isinstance(rule, rrule):
                text = "\n".join(lines(rule))
            else:
                return
        except ValueError:
            return
        dates = [day.date().isoformat() for day in days]
        self.cases.setdefault(text, {"source": source, "text": text, "dates": dates})


def tests(path, table):
    """Its tests, run with an assertEqual that looks on."""
    sys.path.insert(0, str(path.parent))
    spec = importlib.util.spec_from_file_location("published", path)
    published = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(published)
    listed = []

    def listing(of):  # stands in for `list` in its tests: what was listed last is what is compared
        listed.append(of)
        return list(of)

    published.list = listing

    class LooksOn(unittest.TestCase):
        def assertEqual(self, first, second, msg=None):
            super().assertEqual(first, second, msg)
            if listed:
                table.add(f"python-dateutil, {self._testMethodName}", listed.pop(), second)

    class Rules(LooksOn, published.RRuleTest):
        def _rrulestr_reverse_test(self, rule):
            listed.clear()

    class Sets(LooksOn, published.RRuleSetTest):
        pass

    load = unittest.defaultTestLoader.loadTestsFromTestCase
    suite = unittest.TestSuite([load(Rules), load(Sets)])
    if not unittest.TextTestRunner(stream=sys.stderr, verbosity=0).run(suite).wasSuccessful():
        sys.exit("python-dateutil's own tests failed")


def examples(path, table):
    """The examples of RFC 5545 in its documentation, where every date is written out."""
    names = {}
    exec("from dateutil.rrule import *\nfrom dateutil.parser import *\nfrom datetime import *", names)
    for example in doctest.DocTestParser().get_examples(path.read_text()):
        if example.source.startswith("list(rrule(") and "..." not in example.want:
            rule = eval(example.source.strip()[len("list(") : -1], names)
            table.add(f"python-dateutil, {path.name}, line {example.lineno + 1}", rule, eval(example.want, {"datetime": datetime}))


def libical(path, table):
    """libical's table: blocks of RRULE, DTSTART and INSTANCES."""
    moment = "%Y%m%dT%H%M%S"
    for block in path.read_text().split("\n\n"):
        of = dict(line.split(":", 1) for line in block.splitlines() if ":" in line)
        if set(of) != {"RRULE", "DTSTART", "INSTANCES"} or "SKIP" in of["RRULE"] or "RSCALE" in of["RRULE"]:
            continue
        try:
            rule = rrulestr(f"DTSTART:{of['DTSTART']}\nRRULE:{of['RRULE']}", ignoretz=True)
            dates = [datetime.datetime.strptime(one, moment) for one in of["INSTANCES"].split(",")]
        except ValueError:
            continue  # not of whole days, or what python-dateutil cannot read
        table.add(f"libical, {path.name}", rule, dates)


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    table = Table()
    tests(next(folder.glob("**/test_rrule.py")), table)
    examples(next(folder.glob("**/docs/examples.rst")), table)
    for path in folder.glob("**/icalrecur_test.out"):
        libical(path, table)
    json.dump(list(table.cases.values()), sys.stdout, indent=1)
