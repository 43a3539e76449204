-- How PostgreSQL answers the queries of the public pages.
\set listing `cat server/src/db/listing.sql`
\set month `cat server/src/db/month.sql`
set jit = off;
set plan_cache_mode = force_custom_plan;
prepare listing (date, date, timestamptz, text, text[], text, bigint, bigint, bigint, date, date) as :listing;
prepare month (date, date, timestamptz, text, text[], text, bigint, bigint) as :month;
\echo -- the listing
explain (analyze, buffers) execute listing (current_date - 1, null, now(), null, null, null, 500, 20, 0, current_date, current_date + 20);
\echo -- the listing, free and step-free
explain (analyze, buffers) execute listing (current_date - 1, null, now(), null, '{free,step-free:yes}', null, 500, 20, 0, current_date, current_date + 20);
\echo -- a search
explain (analyze, buffers) execute listing (current_date - 1, null, now(), 'coffee', null, null, 500, 20, 0, current_date, current_date + 20);
\echo -- a month
explain (analyze, buffers) execute month (current_date, current_date + 41, now(), null, null, null, 12, 3);
