-- Nothing costs more as the years go by.

-- Clearing weekly mails looked through every notice for each: five thousand of them never came to an end.
create index notice_message on notice (message_id) where message_id is not null;

-- What the feeds say changes when a date is over: the last of them is one step away.
create index occurrence_over on occurrence (over_at);
create index event_changed on event (changed_at);
