-- One page of the listing with its count and the calendar's days, from what is to come alone.
-- $1 from, $2 to (or null), $3 now, $4 words, $5 keys (or null), $6 words of whom it is for,
-- $7 how many are counted at most, $8 page size, $9 offset, $10 and $11 the calendar's month,
-- $12 the days of the window that is looked into, all that are asked for where it is null; $13 whether to walk
-- through the calendar, because enough is soon met.
-- The first that match in the order of the calendar; of those, within a day, first what has the words in
-- its title. The calendar's index has that order; where not enough would be met on it, "day + 0" keeps
-- PostgreSQL from walking past all that does not match.
-- That a date is not over is asked in a way that no index answers: nearly all are to come.
with matched as materialized (
    select occurrence_id, row_number() over (order by day, late, starts_at, occurrence_id) as place
    from (
        select occurrence_id, day, starts_at,
               case when $4::text is null then false
                    else not ts_filter(words, '{a}') @@ websearch_to_tsquery('whatson', $4) end as late
        from upcoming
        where day >= $1
          and ($2::date is null or day <= $2)
          and ($12::date[] is null or array[day] && $12)
          and (over_at > $3) is true
          and ($4::text is null or numnode(websearch_to_tsquery('whatson', $4)) = 0
               or words @@ websearch_to_tsquery('whatson', $4))
          and ($5::text[] is null or keys @> $5)
          and ($6::text is null or numnode(plainto_tsquery('whatson', $6)) = 0
               or ts_filter(words, '{d}') @@ plainto_tsquery('whatson', $6))
        order by case when $13 then day else day + 0 end,
                 starts_at, occurrence_id
        limit $7::bigint + 1
    ) found
),
page as (
    select event.slug, event.title, event.summary, event.place, event.village,
           status_on_date(event.status, occurrence.cancelled_at, occurrence.moved) as status,
           event.cost_kind, event.cost, event.step_free, event.hearing_loop,
           occurrence.day, occurrence.all_day, occurrence.starts_at, occurrence.ends_at, matched.place as at
    from (select * from matched where place > $9 and place <= least($9 + $8, $7)) matched
    join occurrence on occurrence.id = matched.occurrence_id
    join event on event.id = occurrence.event_id
)
select (select coalesce(json_agg(page order by page.at), '[]') from page) as "rows!: Json<Vec<Row>>",
       (select count(*) from matched) as "total!",
       array(select busy::date from generate_series($10::date, $11::date, interval '1 day') busy
             where (select true from upcoming where day = busy::date and over_at > $3 limit 1)
             order by busy) as "busy_days!"
