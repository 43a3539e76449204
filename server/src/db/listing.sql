-- One page of the listing with its count and the calendar's days.
-- $1 from, $2 to (or null), $3 now, $4 words, $5 type, $6 village, $7 free only, $8 step-free only,
-- $9 page size, $10 offset, $11 and $12 the calendar's month.
with page as (
    select event.slug, event.title, event.summary, event.place, event.village,
           case when occurrence.cancelled_at is null then event.status else 'cancelled' end as status,
           event.cost_kind, event.cost, event.step_free, event.hearing_loop,
           occurrence.day, occurrence.all_day, occurrence.starts_at, occurrence.ends_at, occurrence.id
    from occurrence
    join event on event.id = occurrence.event_id
    where occurrence.day >= $1
      and ($2::date is null or occurrence.day <= $2)
      and occurrence.over_at > $3
      and ($4::text is null or event.words @@ websearch_to_tsquery('english', $4))
      and ($5::text is null or event.event_type = $5)
      and ($6::text is null or event.village = $6)
      and (not $7 or event.cost_kind = 'free')
      and (not $8 or event.step_free)
    order by occurrence.day, occurrence.starts_at, occurrence.id
    limit $9 offset $10
),
counted as (
    select 1
    from occurrence
    join event on event.id = occurrence.event_id
    where occurrence.day >= $1
      and ($2::date is null or occurrence.day <= $2)
      and occurrence.over_at > $3
      and ($4::text is null or event.words @@ websearch_to_tsquery('english', $4))
      and ($5::text is null or event.event_type = $5)
      and ($6::text is null or event.village = $6)
      and (not $7 or event.cost_kind = 'free')
      and (not $8 or event.step_free)
)
select (select coalesce(json_agg(page order by day, starts_at, id), '[]') from page) as "rows!: Json<Vec<Row>>",
       (select count(*) from counted) as "total!",
       array(select distinct day from occurrence where day between $11 and $12 and over_at > $3 order by day) as "busy_days!"
