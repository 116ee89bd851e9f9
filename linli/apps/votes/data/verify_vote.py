#!/usr/bin/env python3
"""Recheck an owners' vote of Linli: python3 verify_vote.py bundle.json [--fingerprint F] [--head H]

Needs nothing but Python 3.9. It recomputes the fingerprint of the roll, the chain of ballots, the
revisions, the count of every motion, the tests of Civil Code Art. 278 and 279, and compares each
with what was declared. Give the fingerprint posted with the notice and a head posted during the
vote: then a bundle that was rewritten as a whole is found too. Exit status 0: all is right.
"""

import argparse
import gc
import hashlib
import json
import sys

START = "0" * 64
SPECIAL_ITEMS = (6, 7, 8)


FORM = {"ensure_ascii": False, "sort_keys": True, "separators": (",", ":"), "allow_nan": False}
WRITE = json.JSONEncoder(check_circular=False, **FORM).encode


def written(record):
    return WRITE(record).encode()


def written_each(records):
    """Each record as it is written; one call for all, with a zero between them, is much faster."""
    end = ',"\\u0000"'
    text = WRITE([each for record in records for each in (record, "\0")])
    parts = text[1 : -len(end) - 1].split(end + ",") if records else []
    if len(parts) != len(records):
        raise ValueError("a record holds a zero")
    return [part.encode() for part in parts]


def need(numerator, denominator, inclusive, of):
    """The smallest whole number that passes."""
    product = numerator * of
    least = -(-product // denominator) if inclusive else product // denominator + 1
    return max(1, least)


def check_whole(bundle, say):
    rest = {name: part for name, part in bundle.items() if name != "fingerprint"}
    if hashlib.sha256(written(rest) + b"\n").hexdigest() != bundle["fingerprint"]:
        say("bundle: something in it was changed after it was made")


def check_roll(bundle, say):
    digest = hashlib.sha256()
    frozen = [{part: line[part] for part in ("area", "elector", "seal")} for line in bundle["roll"]]
    for text in written_each([bundle["pack"], bundle["motions"], *frozen]):
        digest.update(text + b"\n")
    for number, line in enumerate(frozen, 1):
        if line["elector"] != number or line["area"] <= 0:
            say("roll: line %d is out of order or has no area" % number)
    if digest.hexdigest() != bundle["roll_fingerprint"]:
        say("roll: the fingerprint is not that of this roll, these motions and these rules")


def check_chain(bundle, say):
    """Return the last ballot of each elector."""
    facts, known = bundle["facts"], len(bundle["roll"])
    previous, at, revisions, last, scans = START, facts["opens_at"], {}, {}, set()
    bodies = [dict(ballot) for ballot in bundle["ballots"]]
    hashes = [body.pop("hash") for body in bodies]
    for sequence, (body, stated, text) in enumerate(zip(bodies, hashes, written_each(bodies)), 1):
        found = hashlib.sha256(previous.encode() + b"\n" + text).hexdigest()
        if found != stated:
            say("ballot %d: its hash does not follow from the one before" % sequence)
        previous = stated
        elector = body["elector"]
        if body["sequence"] != sequence:
            say("ballot %d: out of order" % sequence)
        if not 1 <= elector <= known:
            say("ballot %d: elector %s is not on the roll" % (sequence, elector))
        revisions[elector] = revisions.get(elector, 0) + 1
        revision = revisions[elector]
        if body["revision"] != revision or (revision > 1 and not bundle["pack"]["revote"]):
            say("ballot %d: revision out of order, or a second vote not allowed" % sequence)
        if not at <= body["at"] < facts["closes_at"]:
            say("ballot %d: outside the time of voting, or before the one before" % sequence)
        at = max(at, body["at"])
        if body["channel"] == "paper":
            clerks = body["clerks"]
            if len(clerks) != 2 or clerks[0] == clerks[1] or body["scan"] in scans:
                say("ballot %d: paper without two clerks and a scan of its own" % sequence)
            scans.add(body["scan"])
        last[elector] = body
    if previous != bundle["head"]:
        say("chain: the head is not the hash of the last ballot")
    return last


def count(bundle, last, motion):
    """Return heads, area, heads_in, area_in and the yes of each candidate (of 0 for a decision)."""
    number, seats = str(motion["number"]), motion["seats"]
    total, taking, silent = [0, 0], [0, 0], [0, 0]
    yes = {n: [0, 0] for n in (range(1, motion["candidates"] + 1) if seats else [0])}
    for line in bundle["roll"]:
        weight = (1, line["area"])
        add(total, weight)
        ballot = last.get(line["elector"])
        if ballot is None:
            if line["delivered"]:
                add(silent, weight)
            continue
        mark = ballot["choices"].get(number, [] if seats else "blank")
        add(taking, weight)
        for n in marked(mark, motion):
            add(yes[n], weight)
    if not seats:
        hear_the_silent(bundle["pack"], motion["item"], total, taking, silent, yes[0])
    return total, taking, yes


def add(sums, weight):
    sums[0] += weight[0]
    sums[1] += weight[1]


def marked(mark, motion):
    """The candidates that a mark supports; 0 stands for agreement with a decision."""
    if not motion["seats"]:
        return [0] if mark == "yes" else []
    sound = isinstance(mark, list) and len(set(mark)) == len(mark) <= motion["seats"]
    if not sound or any(not 1 <= n <= motion["candidates"] for n in mark):
        return []
    return mark


def hear_the_silent(pack, item, total, taking, silent, yes):
    if pack["silence"] == "absent" or item in pack["never_for"]:
        return
    if pack["floor"] and any(taking[i] < need(*pack["floor"], total[i]) for i in (0, 1)):
        return
    agrees = all(2 * yes[i] > taking[i] for i in (0, 1))
    add(taking, silent)
    if pack["silence"] in ("follow", "follow_strict") and agrees:
        add(yes, silent)


def tests(item, total, taking, yes):
    part, agree = (2, 3, True), (3, 4, True) if item in SPECIAL_ITEMS else (1, 2, False)
    if item == 0:  # Art. 279: every interested owner
        part = agree = (1, 1, True)
    return [taking[i] >= need(*part, total[i]) for i in (0, 1)] + [
        yes[i] >= need(*agree, taking[i]) for i in (0, 1)
    ]


def check_counts(bundle, last, say):
    declared = {(own["motion"], own["candidate"]): own for own in bundle["declared"]}
    expected = set()
    for motion in bundle["motions"]:
        total, taking, yes = count(bundle, last, motion)
        for candidate, agreed in yes.items():
            key = (motion["number"], candidate)
            expected.add(key)
            verdict = tests(motion["item"], total, taking, agreed)
            found = dict(zip(("heads", "area", "heads_in", "area_in"), total + taking))
            found.update(heads_yes=agreed[0], area_yes=agreed[1], candidate=candidate)
            found.update(motion=motion["number"], passed=all(verdict))
            if declared.get(key) != found:
                say("motion %d/%d: declared %s, counted %s" % (*key, declared.get(key), found))
            print("motion %d/%d item %d: %s" % (*key, motion["item"], found))
    if set(declared) != expected:
        say("declared: a motion or candidate that was not voted on")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("bundle")
    parser.add_argument("--fingerprint", help="as posted with the notice")
    parser.add_argument("--head", help="as posted during the vote: must be one of the chain")
    asked, wrong = parser.parse_args(), []
    gc.disable()  # nothing here goes in circles
    try:
        with open(asked.bundle, encoding="utf-8") as file:
            bundle = json.load(file)
        check_whole(bundle, wrong.append)
        check_roll(bundle, wrong.append)
        check_counts(bundle, check_chain(bundle, wrong.append), wrong.append)
        if asked.fingerprint and asked.fingerprint != bundle["roll_fingerprint"]:
            wrong.append("roll: not the fingerprint posted with the notice")
        hashes = {START, *(ballot["hash"] for ballot in bundle["ballots"])}
        if asked.head and asked.head not in hashes:
            wrong.append("chain: the posted head is not in it: ballots were rewritten")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        wrong.append("bundle: cannot be read: %r" % (error,))
    for sentence in wrong:
        print("WRONG  " + sentence)
    print("all is right" if not wrong else "%d things are wrong" % len(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
