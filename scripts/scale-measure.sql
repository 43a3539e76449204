-- The medians, in milliseconds, of the queries of the public pages as the server asks them: planned
-- for the values at hand, and where very much is to come in windows (`store::events::listing`).
-- psql -v rounds=40 -f scripts/scale-measure.sql
set jit = off;
set random_page_cost = 1.1;
\set listing `cat server/store/src/listing.sql`
\set counts `cat server/store/src/counts.sql`
\set month `cat server/store/src/month.sql`
create temporary table query as select :'listing' as listing, :'counts' as counts, :'month' as month;
create temporary table looked (place int generated always as identity, days date[], walk boolean);

create function pg_temp.median(took double precision[]) returns numeric language sql as $$
    select round((percentile_cont(0.5) within group (order by t) * 1000)::numeric, 3) from unnest(took) t
$$;
create function pg_temp.choices(words text, keys text[], rounds int) returns numeric language plpgsql as $$
declare began timestamptz; took double precision[]; rest record; counts text := (select counts from query);
begin
    for round in 1..rounds loop
        began := clock_timestamp();
        execute counts into rest using current_date - 1, null::date, now(), words, coalesce(keys, '{}'), null::text,
            1000::bigint, current_date - 1, (date_trunc('month', now()) + interval '2 months - 1 day')::date;
        took := took || extract(epoch from clock_timestamp() - began)::double precision;
    end loop;
    return pg_temp.median(took);
end $$;
create function pg_temp.listing(asked text, wanted text[], page int, rounds int) returns numeric language plpgsql as $$
declare
    began timestamptz; took double precision[]; rest record; look record; listing text := (select listing from query);
    most bigint := case when asked is null and wanted is null then 500 else 100 end;
    dates bigint; length int; met bigint;
begin
    truncate looked;
    select count(*), max(day) - current_date + 1, count(*) filter (
        where (asked is null or words @@ websearch_to_tsquery('whatson', asked)) and (wanted is null or keys @> wanted))
    into dates, length, met
    from (select * from upcoming where day >= current_date - 1 and over_at > now() order by day, starts_at, occurrence_id limit 1000) first;
    if most = 500 or dates = 1000 and met > most then
        insert into looked (walk) values (true);
    else
        length := length * 8;
        while dates = 1000 and length <= 128 loop
            insert into looked (days, walk) values (array(select current_date - 1 + n from generate_series(0, length) n), false);
            length := length * 8;
        end loop;
        insert into looked (walk) values (false);
    end if;
    for round in 1..rounds loop
        began := clock_timestamp();
        for look in select days, walk from looked order by place loop
            execute listing into rest using current_date - 1, null::date, now(), asked, wanted, null::text, most, 20::bigint,
                (page - 1) * 20::bigint, current_date, (date_trunc('month', now()) + interval '1 month - 1 day')::date,
                look.days, look.walk;
            exit when rest."total!" > most;
        end loop;
        took := took || extract(epoch from clock_timestamp() - began)::double precision;
    end loop;
    return pg_temp.median(took);
end $$;
create function pg_temp.month(asked text, wanted text[], rounds int) returns numeric language plpgsql as $$
declare
    began timestamptz; took double precision[]; rest record; month text := (select month from query);
    first date := date_trunc('month', now() + interval '1 month')::date;
    seldom boolean := (
        select count(*) = 1000 and 10 * count(*) filter (
            where (asked is null or read.words @@ websearch_to_tsquery('whatson', asked))
              and (wanted is null or read.keys @> wanted)) < 1000
        from (select * from upcoming where day >= first and over_at > now() order by day, starts_at, occurrence_id limit 1000) read);
begin
    for round in 1..rounds loop
        began := clock_timestamp();
        for rest in execute month using first - 3, first + 38, now(), asked, wanted, null::text, 12::bigint, 3::bigint, seldom loop end loop;
        took := took || extract(epoch from clock_timestamp() - began)::double precision;
    end loop;
    return pg_temp.median(took);
end $$;
select 'listing' as what, pg_temp.listing(null, null, 1, :rounds) as ms
union all select 'listing, page 5', pg_temp.listing(null, null, 5, :rounds)
union all select 'listing, ' || keys::text, pg_temp.listing(null, keys, 1, :rounds)
from unnest(array['free', 'type:music', 'village:groombridge', 'venue:3', 'step-free:yes', 'toilet:no', 'hearing-loop:not-told',
                  'blue-badge:yes', 'free,step-free:yes', 'type:music,village:withyham']) as choice (choice),
     string_to_array(choice, ',') as keys
union all select 'search, ' || words, pg_temp.listing(w, null, 1, :rounds)
from (values ('a common word', 'coffee'), ('a word in all', 'biscuits'), ('a rare word', 'zither'), ('a word in none', 'xylophone'))
     as search (words, w)
union all select 'search, a common word, free', pg_temp.listing('coffee', '{free}', 1, :rounds)
union all select 'choices', pg_temp.choices(null, null, :rounds)
union all select 'choices beside a search, free', pg_temp.choices('coffee', '{free}', :rounds)
union all select 'month', pg_temp.month(null, null, :rounds)
union all select 'month, ' || key, pg_temp.month(null, array[key], :rounds)
from unnest(array['free', 'type:music', 'village:groombridge', 'step-free:yes']) as choice (key)
union all select 'month, a common word', pg_temp.month('coffee', null, :rounds)
union all select 'month, a rare word', pg_temp.month('zither', null, :rounds);
