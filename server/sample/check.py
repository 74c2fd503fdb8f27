#!/usr/bin/env python3
"""Checks `*/listings.json` and `*/people.json` of the sample cities: keys, references, codes, dates, lengths, pictures, coordinates, marks.

Plain Python 3.11+, no packages. Prints one line per problem and ends with status 1 if there is any:

    python3 server/sample/check.py
"""

import collections
import json
import pathlib
import re
import sys
import tomllib

HERE = pathlib.Path(__file__).resolve().parent
KINDS = "event course group call place equipment programme project story challenge notice guide".split()
CODES = {
    "state": "draft published ended withdrawn",
    "fields": "health_welfare social_education community_building tourism rural_development culture_arts_sports environment disaster_relief public_safety "
              "human_rights_peace international_cooperation gender_equality children_youth information_society science_technology economic_activity "
              "employment consumer_protection npo_support local_ordinance",
    "for": "child family youth adult senior foreign disability beginner",
    "attendance": "in_person online hybrid",
    "access": "wheelchair accessible_toilet elevator step_free sign_language captions hearing_loop braille childcare stroller assistance_dog quiet_space parking_accessible",
    "languages": "ja en zh vi ko easy",
    "group_type": "citizens_group npo neighbourhood council company school city_department centre welfare_council international_association library",
    "call_type": "volunteer member pro_bono support",
    "flexible": "online short with_child own_time",
    "stage": "start grow hand_over",
    "programme_type": "grant loan insurance award",
    "method": "補助 共催 委託 後援 協定 事業協力",
    "notice_type": "news policy recruitment result",
}
CODES = {name: set(words.split()) for name, words in CODES.items()}
TOP = set("key sample state kind title kana summary body variants fields tags area audience cost attendance schedule apply venue access access_note languages "
          "organiser contact links image related confirmed_on details".split())
DETAILS = {
    "group": "group_type founded members representative activity_days fee joining disclosure", "call": "call_type needed skills flexible insurance duties",
    "course": "stage sessions_total lecturer", "event": "event_type", "place": "capacity rooms equipment hours closed eligible how_to_apply place_type",
    "equipment": "units conditions pick_up", "programme": "programme_type amount_max_yen rate eligible deadline provider",
    "project": "partners method department period results", "story": "people", "challenge": "department wish policy_area",
    "notice": "notice_type department", "guide": "steps version",
}
DATE_KEYS = {"on", "until", "from", "opens_on", "closes_on", "confirmed_on", "deadline"}
BOXES = {"mihon": (34.28, 34.36, 134.00, 134.09), "kobune": (34.83, 34.90, 138.28, 138.36)}
problems = []


def walk(value, where, say):
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in DATE_KEYS and isinstance(inner, str) and not re.fullmatch(r"@[+-]\d{1,3}", inner):
                say(f"{where}.{key} is not @+N or @-N: {inner}")
            if key in ("starts", "ends") and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", inner):
                say(f"{where}.{key} is not HH:MM: {inner}")
            walk(inner, f"{where}.{key}", say)
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            walk(inner, f"{where}.{at}", say)
    elif value is None:
        say(f"{where} is null")
    elif isinstance(value, str) and value.startswith("@") and where.rsplit(".", 1)[-1] not in DATE_KEYS:
        say(f"{where} looks like a date")


def check(folder):
    listings = json.loads((folder / "listings.json").read_text(encoding="utf-8"))
    keys = collections.Counter(item["key"] for item in listings)
    groups = {item["key"] for item in listings if item["kind"] == "group"}
    for item in listings:
        def say(text, key=item["key"]):
            problems.append(f"{folder.name} {key}: {text}")

        def codes(name, values):
            for value in values if isinstance(values, list) else [values]:
                if value not in CODES[name]:
                    say(f"{name} {value!r}")

        if keys[item["key"]] > 1 or not re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", item["key"]):
            say("key is not unique or not plain")
        if set(item) - TOP:
            say(f"unknown members {set(item) - TOP}")
        if item["kind"] not in KINDS or set(item["details"]) - set(DETAILS.get(item["kind"], "").split()):
            say(f"kind or details {item['kind']} {sorted(item['details'])}")
        if item.get("sample") is not True:
            say("not marked as sample")
        for name in ("state", "fields", "attendance", "access", "languages"):
            codes(name, item.get(name, []))
        codes("for", item.get("audience", {}).get("for", []))
        for name in ("group_type", "call_type", "flexible", "stage", "programme_type", "method", "notice_type"):
            codes(name, item["details"].get(name, []))
        if not item.get("fields"):
            say("no field of activity")
        walk(item, "", say)
        if len(item["summary"]) > 120:
            say(f"summary has {len(item['summary'])} characters")
        if not 140 <= len(item["body"]) <= 500:
            say(f"body has {len(item['body'])} characters")
        if item["kind"] == "group" and not re.fullmatch(r"[ぁ-んー ]+", item.get("kana", "")):
            say(f"kana {item.get('kana')!r}")
        if "variants" in item and (set(item["variants"]) != {"en", "ja-easy"} or any(set(v) != {"title", "summary", "body"} for v in item["variants"].values())):
            say("variants are not complete")
        easy = item.get("variants", {}).get("ja-easy", {})
        for part, text in easy.items():
            for sentence in re.split(r"[。\n]", re.sub(r"（[ぁ-んァ-ヶー ・]+）", "", text)):
                if len(sentence) > 60:
                    say(f"long plain sentence in {part}: {sentence}")
        group = item.get("organiser", {}).get("group")
        if group and group not in groups:
            say(f"organiser {group}")
        for other in item.get("related", []):
            if other not in keys or other == item["key"]:
                say(f"related {other}")
        if "image" in item:
            if not (HERE / item["image"]["file"]).is_file() or not item["image"]["alt"]:
                say(f"image {item['image']}")
        venue = item.get("venue", {})
        if ("lat" in venue) != ("lon" in venue):
            say("half a coordinate")
        if "lat" in venue:
            south, north, west, east = BOXES[folder.name]
            if not (south <= venue["lat"] <= north and west <= venue["lon"] <= east):
                say(f"outside the map {venue['lat']} {venue['lon']}")
        contact = item.get("contact", {})
        if contact and (not re.fullmatch(r"000-0000-\d{4}", contact["phone"]) or not contact["email"].endswith("@example.jp")):
            say(f"contact {contact}")
        for url in [link["url"] for link in item.get("links", [])] + [item.get("apply", {}).get("url", "https://example.jp/")]:
            if not url.startswith("https://example.jp/"):
                say(f"address {url}")
        ages, yen = item.get("audience", {}).get("ages", [0, 0]), item.get("cost", {}).get("yen", [0, 0])
        if len(ages) != 2 or ages[0] > ages[1] or len(yen) != 2 or yen[0] > yen[1]:
            say(f"ages {ages} or yen {yen}")
        apply = item.get("apply", {})
        if "opens_on" in apply and "closes_on" in apply and int(apply["opens_on"][1:]) > int(apply["closes_on"][1:]):
            say("closes before it opens")
        for session in item.get("schedule", {}).get("sessions", []):
            if session.get("starts", "00:00") >= session.get("ends", "24:00"):
                say(f"session {session}")
        for rule in item.get("schedule", {}).get("rules", []):
            if not re.fullmatch(r"FREQ=(WEEKLY|MONTHLY);BYDAY=(-?[1-5])?(MO|TU|WE|TH|FR|SA|SU)(,(-?[1-5])?(MO|TU|WE|TH|FR|SA|SU))*", rule):
                say(f"rule {rule}")
    counts = collections.Counter(item["kind"] for item in listings)
    fields = {field for item in listings for field in item["fields"]}
    print(folder.name, len(listings), dict(counts), "variants:", sum("variants" in item for item in listings), "fields:", len(fields))


def strings(value):
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
        yield from strings(inner)
    if isinstance(value, str):
        yield value


def check_people(folder):
    people = json.loads((folder / "people.json").read_text(encoding="utf-8"))
    listings = {item["key"]: item for item in json.loads((folder / "listings.json").read_text(encoding="utf-8"))}
    acts = people["desks"] + people["acts"]
    keys = collections.Counter(act["key"] for act in acts)
    known = {"system", "anonymous"} | {it["login"] for it in people["staff"]} | {it["email"] for it in people["residents"]}
    for it in people["staff"] + people["residents"]:
        if not it["name"].endswith("（架空）") or not it.get("email", "@.example").endswith(".example"):
            problems.append(f"{folder.name} people: {it}")
    for act in acts:
        key, body = act["key"], json.dumps(act["act"])
        wrong = [text for text in strings(act["act"]) if text[:1] == "#" and not text.startswith("#people-") and text[1:] not in listings]
        wrong += [text for text in strings(act["act"]) if text[:1] == "&" and text[1:] not in keys]
        if keys[key] > 1 or act["by"] not in known or wrong:
            problems.append(f"{folder.name} people {key}: {act['by']} {wrong}")
        # On the day of the confirmation, so that the page stays as it is.
        decided = act["act"]["do"].get("group", {}).get("decide") if '"decide"' in body else None
        if decided and listings[decided["group"][1:]]["confirmed_on"] != f"@-{act['days']}":
            problems.append(f"{folder.name} people {key}: not on the day of confirmation")


for name in ("mihon", "kobune"):
    check(HERE / name)
    check_people(HERE / name)
    with open(HERE / name / "site.toml", "rb") as file:
        tomllib.load(file)
for line in problems:
    print(line)
sys.exit(1 if problems else 0)
