-- The days of a month's grid on which something is on, each with its first dates and a count that
-- stops early. $1 first and $2 last day, $3 now, $4 words, $5 keys (or null), $6 words of whom it is
-- for, $7 how many of a day are counted at most, $8 how many are shown.
select grid.day::date as "day!", found.count as "count!", found.rows as "rows!: Json<Vec<Row>>"
from generate_series($1::date, $2::date, interval '1 day') grid (day)
cross join lateral (
    select count(*) as count,
           coalesce(json_agg(shown order by matched.starts_at, matched.occurrence_id)
                    filter (where matched.place <= $8), '[]') as rows
    from (
        select *, row_number() over (order by starts_at, occurrence_id) as place
        from (
            select occurrence_id, starts_at
            from upcoming
            where upcoming.day = grid.day::date
              and over_at > $3
              and ($4::text is null or numnode(websearch_to_tsquery('whatson', $4)) = 0
                   or words @@ websearch_to_tsquery('whatson', $4))
              and ($5::text[] is null or keys @> $5)
              and ($6::text is null or ts_filter(words, '{d}') @@ plainto_tsquery('whatson', $6))
            order by starts_at, occurrence_id
            limit $7
        ) found
    ) matched
    left join lateral (
        select event.slug, event.title, event.summary, event.place, event.village,
               case when occurrence.cancelled_at is null then event.status else 'cancelled' end as status,
               event.cost_kind, event.cost, event.step_free, event.hearing_loop,
               occurrence.day, occurrence.all_day, occurrence.starts_at, occurrence.ends_at
        from occurrence
        join event on event.id = occurrence.event_id
        where occurrence.id = matched.occurrence_id and matched.place <= $8
    ) shown on true
) found
where found.count > 0
order by 1
