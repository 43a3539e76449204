-- The medians, in milliseconds, of the queries of the public pages as the server asks them: planned
-- for the values at hand.  psql -v rounds=200 -f scripts/scale-measure.sql
set jit = off;
\set listing `cat server/src/db/listing.sql`
\set month `cat server/src/db/month.sql`
create function pg_temp.listing(query text, words text, keys text[], page int, rounds int) returns numeric language plpgsql as $$
declare began timestamptz; took double precision[]; rest record;
begin
    for round in 1..rounds loop
        began := clock_timestamp();
        execute query into rest using current_date - 1, null::date, now(), words, keys, null::text, 500::bigint, 20::bigint,
            (page - 1) * 20::bigint, current_date, (date_trunc('month', now()) + interval '1 month - 1 day')::date;
        took := took || extract(epoch from clock_timestamp() - began)::double precision;
    end loop;
    return (select round((percentile_cont(0.5) within group (order by t) * 1000)::numeric, 3) from unnest(took) t);
end $$;
create function pg_temp.month(query text, words text, keys text[], rounds int) returns numeric language plpgsql as $$
declare began timestamptz; took double precision[]; rest record; first date := date_trunc('month', now() + interval '1 month')::date;
begin
    for round in 1..rounds loop
        began := clock_timestamp();
        for rest in execute query using first - 3, first + 38, now(), words, keys, null::text, 12::bigint, 3::bigint loop end loop;
        took := took || extract(epoch from clock_timestamp() - began)::double precision;
    end loop;
    return (select round((percentile_cont(0.5) within group (order by t) * 1000)::numeric, 3) from unnest(took) t);
end $$;
select 'listing' as what, pg_temp.listing(:'listing', null, null, 1, :rounds) as ms
union all select 'listing, page 20', pg_temp.listing(:'listing', null, null, 20, :rounds)
union all select 'listing, free and step-free', pg_temp.listing(:'listing', null, '{free,step-free:yes}', 1, :rounds)
union all select 'listing, a type in a village', pg_temp.listing(:'listing', null, '{type:music,village:withyham}', 1, :rounds)
union all select 'search, a common word', pg_temp.listing(:'listing', 'coffee', null, 1, :rounds)
union all select 'search, a word in all', pg_temp.listing(:'listing', 'biscuits', null, 1, :rounds)
union all select 'search, a rare word', pg_temp.listing(:'listing', 'zither', null, 1, :rounds)
union all select 'search, a word in none', pg_temp.listing(:'listing', 'xylophone', null, 1, :rounds)
union all select 'month', pg_temp.month(:'month', null, null, :rounds)
union all select 'month, free', pg_temp.month(:'month', null, '{free}', :rounds);
