-- The index by which searches and filters find also knows the days: where very much is to come, a search looks
-- into the next days first, and reads no more of what matches than it shows.

create index upcoming_found_on on upcoming using gin (keys, words, (array[day])) with (fastupdate = off);
comment on index upcoming_found_on is 'What has these keys and these words on these days.';
drop index upcoming_found;
