-- What nothing has read for several releases. Searches look in the table upcoming since 20261125000002; what one address
-- does in an hour is counted in limit_taken since 20261125000013.

drop index event_words;
alter table event drop column words;
drop table public_act;
