"""Bodies of the PostgreSQL functions behind the triggers of `guards.py`."""

from __future__ import annotations

from typing import Final

from linli.apps.votes.rules.canon import START

REFUSE: Final = "USING ERRCODE = '23514'"

FROZEN: Final = f"""
DECLARE stood text; lives text;
BEGIN
  SELECT state INTO stood FROM votes_ownersvote
    WHERE id = CASE WHEN TG_OP = 'INSERT' THEN NEW.vote_id ELSE OLD.vote_id END FOR SHARE;
  IF TG_OP = 'UPDATE' THEN
    SELECT state INTO lives FROM votes_ownersvote WHERE id = NEW.vote_id;
  END IF;
  IF stood IS DISTINCT FROM 'draft' OR coalesce(lives, 'draft') <> 'draft' THEN
    RAISE EXCEPTION 'vote: % is frozen after the notice', TG_TABLE_NAME {REFUSE};
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END
"""

BALLOT: Final = f"""
DECLARE v votes_ownersvote; last votes_ownersballot; before int;
BEGIN
  SELECT * INTO v FROM votes_ownersvote WHERE id = NEW.vote_id FOR NO KEY UPDATE;
  IF v.state IS DISTINCT FROM 'open' OR NEW.at < v.opens_at OR NEW.at >= v.closes_at THEN
    RAISE EXCEPTION 'ballot: voting is not open' {REFUSE};
  END IF;
  IF NOT EXISTS (SELECT 1 FROM votes_elector e
                 WHERE e.id = NEW.elector_id AND e.vote_id = NEW.vote_id) THEN
    RAISE EXCEPTION 'ballot: the elector is not on this roll' {REFUSE};
  END IF;
  SELECT * INTO last FROM votes_ownersballot WHERE vote_id = NEW.vote_id
    ORDER BY sequence DESC LIMIT 1;
  IF NEW.sequence <> coalesce(last.sequence, 0) + 1
     OR NEW.previous <> coalesce(last.hash, '{START}')
     OR NEW.at < coalesce(last.at, NEW.at) OR length(NEW.hash) <> 64 THEN
    RAISE EXCEPTION 'ballot: does not follow the last one' {REFUSE};
  END IF;
  SELECT coalesce(max(revision), 0) INTO before FROM votes_ownersballot
    WHERE elector_id = NEW.elector_id;
  IF NEW.revision <> before + 1 OR (before > 0 AND NOT v.revote) THEN
    RAISE EXCEPTION 'ballot: revision out of order' {REFUSE};
  END IF;
  IF jsonb_typeof(NEW.choices) <> 'object' OR NEW.choices = '{{}}' OR EXISTS (
      SELECT 1 FROM jsonb_each(NEW.choices) c
      LEFT JOIN votes_motion m ON m.vote_id = NEW.vote_id AND m.number::text = c.key
      WHERE m.id IS NULL
         OR m.seats = 0 AND c.value NOT IN ('"yes"', '"no"', '"abstain"', '"blank"')
         OR m.seats > 0 AND jsonb_typeof(c.value) <> 'array') THEN
    RAISE EXCEPTION 'ballot: unknown motion or mark' {REFUSE};
  END IF;
  RETURN NEW;
END
"""

DELIVERY: Final = f"""
BEGIN
  IF NOT EXISTS (SELECT 1 FROM votes_elector e JOIN votes_ownersvote v ON v.id = e.vote_id
                 WHERE e.id = NEW.elector_id AND e.vote_id = NEW.vote_id
                   AND v.state IN ('noticed', 'open')) THEN
    RAISE EXCEPTION 'delivery: only to electors of a vote that is noticed or open' {REFUSE};
  END IF;
  RETURN NEW;
END
"""

STEP: Final = f"""
DECLARE found bigint; carried bigint; wanted bigint;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'draft' THEN
      RAISE EXCEPTION 'vote: begins as a draft' {REFUSE};
    END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' THEN
    IF OLD.state <> 'draft' THEN
      RAISE EXCEPTION 'vote: only a draft can be deleted' {REFUSE};
    END IF;
    RETURN OLD;
  END IF;
  IF NEW.id <> OLD.id OR NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (
      'draft>noticed', 'draft>void', 'noticed>open', 'noticed>void', 'open>closed', 'open>void',
      'closed>declared', 'closed>void', 'declared>posted', 'declared>void', 'posted>archived') THEN
    RAISE EXCEPTION 'vote: no such step' {REFUSE};
  END IF;
  IF OLD.state <> 'draft' AND (
      (NEW.kind, NEW.compound_id, NEW.building_id, NEW.entrance, NEW.title, NEW.explanation,
       NEW.pack, NEW.silence, NEW.revote, NEW.clause_id, NEW.roll_on, NEW.noticed_on,
       NEW.opens_at, NEW.roll_fingerprint, NEW.salt, NEW.heads, NEW.area_total)
      IS DISTINCT FROM
      (OLD.kind, OLD.compound_id, OLD.building_id, OLD.entrance, OLD.title, OLD.explanation,
       OLD.pack, OLD.silence, OLD.revote, OLD.clause_id, OLD.roll_on, OLD.noticed_on,
       OLD.opens_at, OLD.roll_fingerprint, OLD.salt, OLD.heads, OLD.area_total)
      OR NEW.closes_at < OLD.closes_at
      OR NEW.closes_at <> OLD.closes_at AND OLD.state NOT IN ('noticed', 'open')) THEN
    RAISE EXCEPTION 'vote: frozen after the notice' {REFUSE};
  END IF;
  IF OLD.state = 'draft' AND NEW.state = 'noticed' THEN
    SELECT count(*), coalesce(sum(area), 0) INTO found, carried FROM votes_elector
      WHERE vote_id = NEW.id;
    SELECT coalesce(sum(area), 0) INTO wanted FROM votes_electorhome WHERE vote_id = NEW.id;
    IF found <> NEW.heads OR carried <> NEW.area_total OR wanted <> carried
       OR NOT EXISTS (SELECT 1 FROM votes_motion WHERE vote_id = NEW.id)
       OR EXISTS (SELECT 1 FROM votes_motion WHERE vote_id = NEW.id
                  AND (item = 0) <> (NEW.kind = 'unanimous')) THEN
      RAISE EXCEPTION 'vote: the roll is not what the notice says' {REFUSE};
    END IF;
    IF (NEW.opens_at AT TIME ZONE 'Asia/Shanghai')::date - NEW.noticed_on < 15 THEN
      RAISE EXCEPTION 'vote: fifteen days of notice' {REFUSE};
    END IF;
  END IF;
  IF OLD.state = 'open' AND NEW.state = 'closed' AND clock_timestamp() < OLD.closes_at THEN
    RAISE EXCEPTION 'vote: its time is not over' {REFUSE};
  END IF;
  IF OLD.state = 'closed' AND NEW.state = 'declared' THEN
    SELECT sum(CASE WHEN seats = 0 THEN 1 ELSE jsonb_array_length(candidates) END) INTO wanted
      FROM votes_motion WHERE vote_id = NEW.id;
    SELECT count(*) INTO found FROM votes_declared WHERE vote_id = NEW.id;
    IF found <> wanted THEN
      RAISE EXCEPTION 'vote: not every motion is declared' {REFUSE};
    END IF;
  END IF;
  RETURN NEW;
END
"""

DECLARED: Final = f"""
DECLARE v votes_ownersvote; m votes_motion; c record; s record; special boolean; wins boolean;
BEGIN
  SELECT * INTO v FROM votes_ownersvote WHERE id = NEW.vote_id FOR SHARE;
  SELECT * INTO m FROM votes_motion WHERE id = NEW.motion_id;
  IF v.state IS DISTINCT FROM 'closed' OR m.vote_id IS DISTINCT FROM v.id OR m.item <> NEW.item
     OR (m.seats = 0) <> (NEW.candidate = 0)
     OR NEW.candidate > jsonb_array_length(m.candidates) THEN
    RAISE EXCEPTION 'declared: not a motion of a closed vote' {REFUSE};
  END IF;
  WITH last AS (
    SELECT DISTINCT ON (b.elector_id) b.elector_id, e.area, b.choices -> m.number::text AS mark
    FROM votes_ownersballot b JOIN votes_elector e ON e.id = b.elector_id
    WHERE b.vote_id = v.id ORDER BY b.elector_id, b.revision DESC),
  marked AS (
    SELECT area, CASE WHEN m.seats = 0 THEN coalesce(mark = '"yes"', false)
      ELSE coalesce(mark @> to_jsonb(NEW.candidate::int), false)
       AND jsonb_array_length(mark) <= m.seats
       AND (SELECT count(DISTINCT x) = count(*)
              AND bool_and(x::text::int BETWEEN 1 AND jsonb_array_length(m.candidates))
            FROM jsonb_array_elements(mark) x) END AS agrees
    FROM last)
  SELECT count(*) AS heads, coalesce(sum(area), 0) AS area,
         count(*) FILTER (WHERE agrees) AS heads_yes,
         coalesce(sum(area) FILTER (WHERE agrees), 0) AS area_yes INTO c FROM marked;
  SELECT count(*) AS heads, coalesce(sum(e.area), 0) AS area INTO s FROM votes_elector e
    WHERE e.vote_id = v.id
      AND NOT EXISTS (SELECT 1 FROM votes_ownersballot b WHERE b.elector_id = e.id)
      AND EXISTS (SELECT 1 FROM votes_delivery d WHERE d.elector_id = e.id);
  IF (NEW.heads, NEW.area, NEW.cast_heads, NEW.cast_area, NEW.yes_heads, NEW.yes_area,
      NEW.silent_heads, NEW.silent_area) IS DISTINCT FROM
     (v.heads, v.area_total, c.heads, c.area, c.heads_yes, c.area_yes, s.heads, s.area)
     OR (v.silence = 'absent' OR m.seats > 0)
        AND (NEW.heads_in, NEW.area_in, NEW.heads_yes, NEW.area_yes) IS DISTINCT FROM
            (NEW.cast_heads, NEW.cast_area, NEW.yes_heads, NEW.yes_area) THEN
    RAISE EXCEPTION 'declared: not what the ballots say' {REFUSE};
  END IF;
  special := NEW.item IN (6, 7, 8);
  wins := CASE
    WHEN NEW.item = 0 THEN NEW.heads_yes = NEW.heads AND NEW.area_yes = NEW.area
    WHEN special THEN 4 * NEW.heads_yes >= 3 * NEW.heads_in AND 4 * NEW.area_yes >= 3 * NEW.area_in
    ELSE 2 * NEW.heads_yes > NEW.heads_in AND 2 * NEW.area_yes > NEW.area_in END
    AND 3 * NEW.heads_in >= 2 * NEW.heads AND 3 * NEW.area_in >= 2 * NEW.area
    AND NEW.heads_yes > 0 AND NEW.area_yes > 0;
  IF NEW.passed <> wins THEN
    RAISE EXCEPTION 'declared: the tests of the law say otherwise' {REFUSE};
  END IF;
  RETURN NEW;
END
"""

BODIES: Final = {
    "votes_frozen": FROZEN,
    "votes_ballot_in": BALLOT,
    "votes_delivery_in": DELIVERY,
    "votes_step": STEP,
    "votes_declared_in": DECLARED,
}
