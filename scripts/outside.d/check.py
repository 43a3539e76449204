"""What is asked of what other people's programs read: check.py WHAT SITE [FILE…]. Says what it saw; stops at a fault."""

import json
import pathlib
import sys
import urllib.request
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
DISCLAIMER = "does not accept any responsibility for the events advertised"
WHAT, SITE, *FILES = sys.argv[1:]


def get(path):
    with urllib.request.urlopen(path if path.startswith("http") else SITE + path, timeout=60) as answer:
        return answer.read()


def dates():
    """Every date of /events.json."""
    address, found = "/events.json", []
    while address:
        page = json.loads(get(address))
        found += page["events"]
        address = page["next"]
    return found


def headline(event):
    words = {"cancelled": "Cancelled", "postponed": "Postponed", "moved": "Moved to a new date",
             "online": "Moved online", "fully_booked": "Fully booked"}
    first = words.get(event["status"])
    return f"{first}: {event['title']}" if first else event["title"]


def check_ics():
    import icalendar

    told = dates()
    for path in ["/calendar.ics", told[0]["calendar"]]:
        calendar = icalendar.Calendar.from_ical(get(path))
        entries = calendar.walk("VEVENT")
        assert not calendar.errors and not any(entry.errors for entry in entries), "errors were read"
        names = [entry["UID"] for entry in entries]
        assert len(names) == len(set(names)), "a UID stands twice"
        for entry in entries:
            for need in ["UID", "DTSTAMP", "SEQUENCE", "STATUS", "LAST-MODIFIED", "URL", "LOCATION", "CATEGORIES"]:
                assert need in entry, f"{entry['UID']} has no {need}"
            assert DISCLAIMER in entry["DESCRIPTION"]
        print(f"     {path}: {len(entries)} entries, {len(calendar.walk('VTIMEZONE'))} clock, {calendar['X-WR-CALNAME']}")
    own = icalendar.Calendar.from_ical(get("/calendar.ics"))
    zone = own.walk("VTIMEZONE")[0].to_tz(lookup_tzid=False)
    for day in [date(2026, 12, 5), date(2027, 3, 27), date(2027, 3, 28), date(2027, 10, 30), date(2027, 10, 31), date(2031, 7, 1)]:
        for hour in [0, 4, 12, 23]:
            at = datetime(day.year, day.month, day.day, hour)
            assert at.replace(tzinfo=zone).utcoffset() == at.replace(tzinfo=LONDON).utcoffset(), f"the clock is wrong at {at}"
    starts = {entry["UID"].split("@")[0]: entry["DTSTART"].dt for entry in own.walk("VEVENT")}
    assert len(starts) == len(told), f"{len(starts)} in the calendar, {len(told)} in the JSON"
    for event in told:
        start = starts[event["id"]]
        if event["all_day"]:
            assert start == date.fromisoformat(event["date"])
        else:
            assert start == datetime.fromisoformat(event["starts_at"]), event["id"]
    print(f"     {len(told)} dates start when /events.json says; the clock's rules agree with the system's")


def check_khal():
    shown, folder = FILES
    files = list(pathlib.Path(folder).glob("*.ics"))
    told = dates()
    assert len(files) == len(told), f"vdirsyncer made {len(files)} entries of {len(told)} dates"
    lines = [line.strip() for line in open(shown, encoding="utf-8") if line.strip()]
    seen = {" ".join(line.split()) for line in lines}
    missing = []
    for event in told:
        at = datetime.fromisoformat(event["starts_at"]).astimezone(LONDON)
        when = event["date"] if event["all_day"] else at.strftime("%Y-%m-%d %H:%M")
        # khal puts its own sign for a repeat, an alarm or a cancelled entry after or before the title.
        if not any(line.startswith(when) and headline(event) in line for line in seen):
            missing.append(f"{when} {headline(event)}")
    assert not missing, f"khal does not show: {missing[:3]}"
    print(f"     vdirsyncer: {len(files)} entries; khal: {len(lines)} lines, every date at its hour")


def check_atom():
    import feedparser
    from lxml import etree

    grammar = etree.RelaxNG(etree.parse(pathlib.Path(__file__).parent / "atom.rng"))
    for path in ["/feed.atom", "/feed.atom?q=nothing+like+it", "/feed.atom?free=yes&q=%26%22%3C"]:
        body = get(path)
        document = etree.fromstring(body)
        assert grammar.validate(document), grammar.error_log
        feed = feedparser.parse(body)
        assert not feed.bozo, feed.bozo_exception
        assert DISCLAIMER in feed.feed.rights
        changed = [entry.updated_parsed for entry in feed.entries]
        assert changed == sorted(changed, reverse=True), "the newest is not first"
        ids = [entry.id for entry in feed.entries]
        assert len(ids) == len(set(ids)), "an id stands twice"
        print(f"     {path}: valid, {len(ids)} entries")


def check_json_ld():
    import extruct
    from pyld import jsonld

    # schema.org's context says of every term only that it is schema.org's; so it is here, with no network.
    jsonld.set_document_loader(lambda url, options: {
        "contentType": "application/ld+json", "contextUrl": None, "documentUrl": url,
        "document": {"@context": {"@vocab": "https://schema.org/"}},
    })
    events = {event["address"]: event for event in dates()}
    seen = 0
    for address in events:
        found = extruct.extract(get(address), base_url=address, syntaxes=["json-ld", "opengraph"])
        data = found["json-ld"]
        assert data, f"{address} has none"
        for one in data:
            seen += 1
            expanded = jsonld.expand(one)[0]
            assert expanded["@type"] == ["https://schema.org/Event"], expanded
            # What Google requires of an event, and what it recommends and we know.
            for need in ["name", "startDate", "location", "description", "eventStatus", "eventAttendanceMode", "image", "url"]:
                assert one.get(need), f"{address} has no {need}"
            place = one["location"]
            if place["@type"] == "Place":
                assert place["address"]["@type"] == "PostalAddress" and place["name"], place
            else:
                assert place["@type"] == "VirtualLocation" and place["url"].startswith("http"), place
            start = one["startDate"]
            assert date.fromisoformat(start) if len(start) == 10 else datetime.fromisoformat(start).tzinfo, start
            assert one["eventStatus"].startswith("https://schema.org/Event")
            for offer in [one["offers"]] if "offers" in one else []:
                assert float(offer["price"]) >= 0 and offer["priceCurrency"] == "GBP", offer
        graph = dict(found["opengraph"][0]["properties"])
        for need in ["og:title", "og:type", "og:image", "og:url"]:
            assert graph.get(need), f"{address} has no {need}"
    picture = get(graph["og:image"])
    assert picture.startswith(b"\x89PNG"), "the card is no PNG"
    print(f"     {len(events)} pages, {seen} dates told; the card is a PNG of {len(picture)} bytes")


def check_sitemap():
    from lxml import etree

    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    root = etree.fromstring(get("/sitemap.xml"))
    assert root.tag == f"{name}urlset"
    addresses = [one.findtext(f"{name}loc") for one in root]
    for address in addresses:
        get(address)
    robots = get("/robots.txt").decode()
    assert f"Sitemap: {SITE}/sitemap.xml" in robots
    print(f"     {len(addresses)} addresses, each answers; robots.txt names the map")


{"ics": check_ics, "khal": check_khal, "atom": check_atom, "json-ld": check_json_ld, "sitemap": check_sitemap}[WHAT]()
