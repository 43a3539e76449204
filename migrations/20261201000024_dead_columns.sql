-- What nothing has read for several releases.

drop index event_words;
-- Unused since 20261125000002: searches look in the table upcoming.
alter table event drop column words;
-- Unused since 20261125000013: what one address does in an hour is counted in limit_taken.
drop table public_act;
