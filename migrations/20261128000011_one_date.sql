-- An event with one date keeps its name in people's calendars when that date moves.

alter table event add column only_day date;
comment on column event.only_day is 'The day whose name in calendars is the reference alone: that of an event that was listed with one date. Null where it was listed with more, or before there was this column.';
