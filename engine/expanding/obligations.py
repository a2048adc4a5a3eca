"""The SQL that expands duties into obligations: one row for each duty, subject and period, with all it needs."""

OBLIGATIONS = """
SELECT dp.dp, dp.d, s.sid, COALESCE(a.unit, s.home) AS unit, dp.p_start, dp.p_end,
       ({applies})::BOOLEAN AS applies, {why_not} AS why_not, {why_unknown} AS why_unknown,
       ({required})::BIGINT AS required,
       date_diff('day', GREATEST(dp.p_start, s.starts), LEAST(dp.p_end, s.ends)) AS days_here,
       CASE WHEN dp.window_kind THEN {as_of} ELSE GREATEST(dp.p_start, s.starts) END AS day1,
       CASE WHEN dp.window_kind THEN {as_of} + 1 ELSE LEAST(dp.p_end, s.ends) END AS day_end,
       ({exempt}) AS exempt, ({no_rows}) AS no_rows, u.first AS unit_first, u.through, u.assumed
FROM dpx dp {whom}
LEFT JOIN over_{family} a ON a.sid = s.sid AND a.first <= {seen} AND a.until > {seen}
LEFT JOIN unit_info u ON u.unit = COALESCE(a.unit, s.home) {own}
WHERE dp.family = '{family}' AND {which}
"""

# A group is known by rows of its own too.
OWN_ROWS = "LEFT JOIN unit_info g ON g.unit = s.sid"

# Whom a period is asked of: every subject of the kind that exists in it, or the one that an item is about.
EVERYONE = """JOIN duty_kind dk ON dk.d = dp.d
JOIN subject s ON s.k = dk.k AND s.starts < dp.p_end AND s.ends > dp.p_start AND s.starts < s.ends
               AND dp.only IS NULL"""
ONE = "JOIN subject s ON s.sid = dp.only"

# The day whose attributes hold: the first of existence in the period, or the as-of day for a period yet to come and
# for what has no period (the last day of existence, if that is earlier).
SEEN = "LEAST(GREATEST(LEAST(dp.seen, {as_of}), s.starts), s.ends - 1)"

# With the counts, what is known of the unit, and the number owed where only a part of the period counts. `base` is the
# part of the signature that neither waivers nor moved records nor rows that were not read can change.
STATES = """
CREATE TEMP TABLE ob AS
SELECT dp, d, sid, unit, asked, shown, scale, day1, day_end, applies, why_not, why_unknown, no_number, exempt, n,
       waived_part, v, mu, x, last_good, must, before_log, {base} AS base
FROM (
SELECT raw.dp, raw.d, raw.sid, raw.unit, dpx.asked, dpx.shown, dpx.scale, day1, day_end,
       CASE WHEN required <= 0 THEN FALSE ELSE applies END AS applies,
       CASE WHEN applies IS FALSE THEN why_not WHEN required <= 0 THEN column_name END AS why_not,
       CASE WHEN applies IS NULL THEN why_unknown WHEN required IS NULL THEN column_name
            WHEN dpx.nowhere THEN summed ELSE {unclear} END AS why_unknown,
       required IS NULL OR dpx.nowhere OR COALESCE({unclear} <> '-', FALSE) AS no_number, exempt,
       CASE WHEN NOT (dpx.prorate AND {part}) THEN required
            ELSE (required * days_here // (dpx.scale * {days})) * dpx.scale END AS n,
       dpx.waive AND {part} AS waived_part,
       {v} AS v, {mu} AS mu, {x} AS x,
       {due} AS last_good, {needed} AS needed, {open_now} AS open_now,
       dpx.must OR dpx.unwaived AS must,
       (no_rows AND dpx.fed) OR COALESCE({unclear} = '-', FALSE) AS no_rows,
       {through} AS through, {assumed} AS assumed, {before} AS before_log, {lost} AS lost
FROM ({obligations}) raw JOIN dpx USING (dp) LEFT JOIN counted c USING (dp, sid) {join})
"""
BASE = {
    "where": "CASE WHEN applies THEN 1 WHEN NOT applies THEN 0 ELSE 2 END",
    "partial": "(waived_part OR (COALESCE(n = 0, FALSE) AND applies IS NOT FALSE))::INT",
    "exempt": "exempt::INT",
    "open": "open_now::INT",
    "after": "COALESCE(NOT assumed AND needed > through, FALSE)::INT",
    "grace": "COALESCE(assumed AND needed > through, FALSE)::INT",
    "before_log": "before_log::INT",
    "no_ledger": "no_rows::INT",
    "number": "no_number::INT",
    "unreadable": "lost::INT",
}
# What the unit says of its ledger; where sources speak for themselves, they go first.
UNITS = {"first": "raw.unit_first", "through": "raw.through", "assumed": "raw.assumed", "lost": "FALSE", "cov": ""}
SOURCES = {
    "first": "COALESCE(cov.first, raw.unit_first)",
    "through": "COALESCE(cov.through, raw.through)",
    "assumed": "COALESCE(cov.assumed, raw.assumed)",
    "lost": "COALESCE(cov.lost, FALSE) AND dpx.fed",
    "cov": "LEFT JOIN cov ON cov.d = raw.d AND cov.unit = raw.unit",
}
BEFORE = "COALESCE(raw.p_start < {first}, FALSE)"
TILED = {
    "v": "COALESCE(c.v, 0)",
    "mu": "COALESCE(c.mu, 0)",
    "x": "COALESCE(c.x, FALSE)",
    "unclear": "NULL::VARCHAR",
    "due": "dpx.last_good",
    "needed": "dpx.last_good",
    "open_now": "{as_of} <= dpx.last_good",
    "before": BEFORE,
    "join": "{cov}",
}
# The same where some duties have no periods: theirs come from ``told``.
MIXED = {
    "v": "COALESCE(w.v, c.v, 0)",
    "mu": "COALESCE(w.mu, c.mu, 0)",
    "x": "COALESCE(w.x, c.x, FALSE)",
    "unclear": "w.unclear",
    "due": "CASE WHEN w.dp IS NOT NULL THEN w.due ELSE dpx.last_good END",
    "needed": "CASE WHEN w.dp IS NOT NULL THEN w.needed ELSE dpx.last_good END",
    "open_now": "CASE WHEN w.dp IS NOT NULL THEN w.open_now ELSE {as_of} <= dpx.last_good END",
    "before": f"CASE WHEN w.dp IS NOT NULL THEN COALESCE(w.before, w.log_from < {{first}}, FALSE) ELSE {BEFORE} END",
    "join": "{cov} LEFT JOIN told w ON w.dp = raw.dp AND w.sid = raw.sid",
}
TOLD = """
CREATE TEMP TABLE told AS
SELECT dp, sid, v, 0::BIGINT AS mu, FALSE AS x, NULL::VARCHAR AS unclear, due, needed, open_now, before,
       NULL::DATE AS log_from FROM window_count
UNION ALL SELECT dp, sid, v, mu, x, unclear, due, needed, open_now, NULL::BOOLEAN, log_from FROM item
"""
# Each item is a duty period of its own, of one subject and one day.
ITEM_PERIODS = """
INSERT INTO dpx BY NAME
SELECT i.dp, a.d, a.m, a.family, i.day AS p_start, COALESCE(i.last, i.day) + 1 AS p_end, a.w, 1::BIGINT AS number,
       -1 AS amount, 1::BIGINT AS scale, i.day AS last_good, FALSE AS oldest, FALSE AS late_met, TRUE AS asked,
       i.shown AS shown, i.day AS seen, FALSE AS window_kind, FALSE AS waive, FALSE AS prorate, a.must,
       a.unwaived, a.known,
       FALSE AS nowhere, a.fed, i.key, i.sid AS only, i.base
FROM item i JOIN asked_of a ON a.base = i.base
"""
DAYS = "date_diff('day', raw.p_start, raw.p_end)"

NOTHING = """SELECT 0 AS dp, 0 AS d, 0 AS sid, 0 AS unit, NULL::DATE AS p_start, NULL::DATE AS p_end, TRUE AS applies,
NULL::VARCHAR AS why_not, NULL::VARCHAR AS why_unknown, 0::BIGINT AS required, 0::BIGINT AS days_here,
NULL::DATE AS day1, NULL::DATE AS day_end, FALSE AS exempt, FALSE AS no_rows, NULL::DATE AS unit_first,
NULL::DATE AS through, NULL::BOOLEAN AS assumed WHERE FALSE"""
