-- The same counts by hand: how many obligations of each duty have which status, for this workload alone.
-- Read once, one row for each subject, type and day, then one row for each obligation.
CREATE TEMP TABLE act AS
SELECT type, unit, start AS day, present, expected, mode, subject,
       CASE WHEN for_period IS NULL THEN NULL
            WHEN for_period[6] = 'Q' THEN make_date(for_period[1:4]::INT, for_period[7]::INT * 3 - 2, 1)
            ELSE make_date(for_period[1:4]::INT, for_period[6:7]::INT, 1) END AS named
FROM read_csv('{folder}/activities.csv', header = true, columns = {
    'type': 'VARCHAR', 'unit': 'VARCHAR', 'start': 'DATE', 'present': 'INTEGER', 'expected': 'INTEGER',
    'mode': 'VARCHAR', 'subject': 'VARCHAR', 'for_period': 'VARCHAR'})
WHERE start <= DATE '2026-01-10';
CREATE TEMP TABLE unit AS SELECT * FROM read_csv('{folder}/units.csv', header = true);
CREATE TEMP TABLE home AS SELECT * FROM read_csv('{folder}/households.csv', header = true);

-- Count.
CREATE TEMP TABLE duty AS SELECT * FROM (VALUES
    ('a00', 1, 'committee', 0), ('a01', 1, 'half', 15), ('a02', 1, '', 15), ('a03', 3, 'half', 31),
    ('a04', 3, '', 31), ('a05', 1, 'half', 0), ('a06', 3, '', 0), ('a07', 6, 'half', 0), ('a08', 6, '', 0),
    ('a09', 12, 'half', 99), ('a10', 12, '', 99), ('a11', 12, 'half', 0), ('a12', 12, '', 0), ('a13', 12, 'half', 0),
    ('a14', 12, '', 0), ('a15', 12, 'half', 0), ('a16', 3, '', 0), ('a17', 1, 'half', 0)) t(id, months, cond, late);

CREATE TEMP TABLE held AS
SELECT a.type, a.unit, a.day, d.months, d.late,
       bool_or(d.cond = '' OR a.present * 2 >= a.expected) AS ok,
       max(a.named) AS named
FROM act a JOIN duty d ON d.id = a.type GROUP BY ALL;

CREATE TEMP TABLE counted AS
SELECT type, unit,
       CASE WHEN late = 99 THEN DATE '2025-01-01'
            WHEN named IS NOT NULL AND late > 0 THEN named
            ELSE make_date(year(day), (month(day) - 1) // months * months + 1, 1) END AS p,
       bool_or(ok AND (named IS NULL OR late IN (0, 99))) AS v, bool_or(ok AND named IS NOT NULL AND late BETWEEN 1 AND 98) AS m,
       bool_or(NOT ok) AS x
FROM held GROUP BY ALL;

CREATE TEMP TABLE visited AS
SELECT subject, make_date(year(day), month(day), 1) AS p, bool_or(mode = 'in_person') AS v FROM act
WHERE type = 'visit' GROUP BY ALL;

CREATE TEMP TABLE result AS
SELECT d.id AS duty,
       CASE WHEN d.cond = 'committee' AND u.full_members < 7 THEN 'not_applicable'
            WHEN c.v THEN 'met' WHEN c.m THEN 'made_up' WHEN d.late = 99 THEN 'open'
            WHEN c.x THEN 'invalid' ELSE 'missing' END AS status, count(*) AS n
FROM duty d CROSS JOIN unit u CROSS JOIN (SELECT unnest(range(1, 13)) AS month) k
LEFT JOIN counted c ON c.type = d.id AND c.unit = u.id AND c.p = make_date(2025, k.month::INT, 1)
WHERE (k.month - 1) % d.months = 0 GROUP BY ALL
UNION ALL
SELECT 'visit-all', CASE WHEN v THEN 'met' WHEN NOT v THEN 'invalid' ELSE 'missing' END, count(*)
FROM (SELECT h.id, k.q, bool_or(w.v) AS v FROM home h CROSS JOIN (SELECT unnest([1, 4, 7, 10]) AS q) k
      LEFT JOIN visited w ON w.subject = h.id AND w.p BETWEEN make_date(2025, k.q::INT, 1) AND make_date(2025, k.q::INT + 2, 1)
      GROUP BY ALL) GROUP BY ALL
UNION ALL
SELECT 'visit-monitored', CASE WHEN h.tier <> 'monitored' THEN 'not_applicable' WHEN w.v THEN 'met'
                               WHEN NOT w.v THEN 'invalid' ELSE 'missing' END, count(*)
FROM home h CROSS JOIN (SELECT unnest(range(1, 13)) AS month) k
LEFT JOIN visited w ON w.subject = h.id AND w.p = make_date(2025, k.month::INT, 1) GROUP BY ALL;
