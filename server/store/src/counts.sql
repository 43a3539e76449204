-- How many dates would be found with each choice beside what is asked for. Only the first so many dates of
-- the calendar are looked at ($7), whatever is asked, so that it costs the same however much is to come.
-- $1 from, $2 to (or null): the days asked for; $3 now, $4 words, $5 keys, $6 words of whom it is for;
-- $8 the day from which the calendar is read; $9 the last that is counted day by day (or null).
with read as materialized (
    select day, keys,
           ($4::text is null or numnode(websearch_to_tsquery('whatson', $4)) = 0
            or words @@ websearch_to_tsquery('whatson', $4))
           and ($6::text is null or numnode(plainto_tsquery('whatson', $6)) = 0
               or ts_filter(words, '{d}') @@ plainto_tsquery('whatson', $6)) as found
    from upcoming
    where day >= $8 and (over_at > $3) is true
    order by day, starts_at, occurrence_id
    limit $7
)
select (select count(*) from read) as "read!",
       (select max(day) from read) as last_day,
       (select coalesce(string_agg(dates || E'\t' || array_to_string(keys, E'\t'), E'\n'), '') from (
           select keys, count(*) as dates from read
           where found and day >= $1 and ($2::date is null or day <= $2)
           group by keys) alike) as "alike!",
       (select coalesce(json_agg(json_build_array(day, dates)), '[]') from (
           select day, count(*) as dates from read
           where found and day <= $9 and keys @> $5
           group by day) daily) as "daily!: Json<Vec<(NaiveDate, u32)>>"
