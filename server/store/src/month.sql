-- The days of a month's grid on which something is on, each with its first dates and a count that
-- stops early. $1 first and $2 last day, $3 now, $4 words, $5 keys (or null), $6 words of whom it is
-- for, $7 how many of a day are counted at most, $8 how many are shown, $9 whether little of what is on
-- matches. What often matches is soon met on a walk through the day; what seldom does, the index of words,
-- keys and days gives. Each way is written so that it is the only one.
select grid.day::date as "day!", found.count as "count!", found.rows as "rows!: Json<Vec<GridRow>>"
from generate_series($1::date, $2::date, interval '1 day') grid (day)
cross join lateral (
    with matched as materialized (
        select occurrence_id, starts_at
        from upcoming
        where case when $9 then upcoming.day + 0 else upcoming.day end = grid.day::date
          and (not $9 or array[upcoming.day] && array[grid.day::date])
          and (over_at > $3) is true
          and ($4::text is null or numnode(websearch_to_tsquery('whatson', $4)) = 0
               or words @@ websearch_to_tsquery('whatson', $4))
          and ($5::text[] is null or keys @> $5)
          and ($6::text is null or numnode(plainto_tsquery('whatson', $6)) = 0
               or ts_filter(words, '{d}') @@ plainto_tsquery('whatson', $6))
        order by starts_at, occurrence_id
        limit $7
    )
    select (select count(*) from matched) as count,
           (select json_agg(shown order by shown.starts_at, shown.at) from (
               select event.slug, event.title,
                      status_on_date(event.status, occurrence.cancelled_at, occurrence.moved) as status,
                      occurrence.all_day, occurrence.starts_at, occurrence.ends_at, occurrence.id as at
               from (select * from matched order by starts_at, occurrence_id limit $8) first
               join occurrence on occurrence.id = first.occurrence_id
               join event on event.id = occurrence.event_id
           ) shown) as rows
) found
where found.count > 0
order by 1
