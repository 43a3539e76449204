-- How PostgreSQL answers the queries of the public pages.
\set listing `cat server/store/src/listing.sql`
\set counts `cat server/store/src/counts.sql`
\set month `cat server/store/src/month.sql`
set jit = off;
set random_page_cost = 1.1;
set plan_cache_mode = force_custom_plan;
prepare listing (date, date, timestamptz, text, text[], text, bigint, bigint, bigint, date, date, date[], boolean) as :listing;
prepare month (date, date, timestamptz, text, text[], text, bigint, bigint, boolean) as :month;
prepare counts (date, date, timestamptz, text, text[], text, bigint, date, date) as :counts;
\echo -- the listing
explain (analyze, buffers) execute listing (current_date - 1, null, now(), null, null, null, 500, 20, 0, current_date, current_date + 20, null, true);
\echo -- the listing, free and step-free
explain (analyze, buffers) execute listing (current_date - 1, null, now(), null, '{free,step-free:yes}', null, 100, 20, 0, current_date, current_date + 20, null, false);
\echo -- a search
explain (analyze, buffers) execute listing (current_date - 1, null, now(), 'coffee', null, null, 100, 20, 0, current_date, current_date + 20, null, false);
\echo -- a search in the next days
explain (analyze, buffers) execute listing (current_date - 1, null, now(), 'zither', null, null, 100, 20, 0, current_date, current_date + 20,
  '{today,tomorrow}', false);
\echo -- what stands behind each choice
explain (analyze, buffers) execute counts (current_date - 1, null, now(), null, '{}', null, 1000, current_date - 1, current_date + 40);
\echo -- a month
explain (analyze, buffers) execute month (current_date, current_date + 41, now(), null, null, null, 12, 3, false);
\echo -- a month, of what is seldom met
explain (analyze, buffers) execute month (current_date, current_date + 41, now(), 'zither', null, null, 12, 3, true);
