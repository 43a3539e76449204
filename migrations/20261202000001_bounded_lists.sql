-- No list of the desk reads more than it shows, however long the history: what the lists are ordered and searched by
-- stands in the row itself, and an index has the order of each.

alter table submission
    add column findable     text not null default '',
    add column decided_at   timestamptz,
    add column last_over_at timestamptz;
comment on column submission.findable is 'What the desk''s searches look in, in small letters: its reference, the titles of its newest version and of what is listed, the group. Written by triggers alone.';
comment on column submission.decided_at is 'When it was last decided on. Written by a trigger alone.';
comment on column submission.last_over_at is 'When the last of its dates that was ever listed is over. Written by a trigger alone.';
create function submission_words(submission) returns text language sql stable as $$
    select lower(concat_ws(' ', $1.reference,
        (select details->>'title' from revision where submission_id = $1.id order by number desc limit 1),
        (select title from event where submission_id = $1.id), $1.group_name))
$$;
create function submission_words_change() returns trigger language plpgsql as $$
begin
    update submission set findable = submission_words(submission)
    where id in (select submission_id from fresh) and findable <> submission_words(submission);
    return null;
end $$;
create trigger revision_words_come after insert on revision
    referencing new table as fresh for each statement execute function submission_words_change();
create trigger revision_words_change after update on revision
    referencing new table as fresh for each statement execute function submission_words_change();
create trigger event_words_come after insert on event
    referencing new table as fresh for each statement execute function submission_words_change();
create trigger event_words_change after update on event
    referencing new table as fresh for each statement execute function submission_words_change();
create function submission_group_changes() returns trigger language plpgsql as $$
begin
    new.findable := submission_words(new);
    return new;
end $$;
create trigger submission_group_changes before update of group_name on submission
    for each row when (new.group_name is distinct from old.group_name) execute function submission_group_changes();

create function decisions_come() returns trigger language plpgsql as $$
begin
    update submission set decided_at = greatest(decided_at, newest.at)
    from (select submission_id, max(decided_at) as at from fresh group by submission_id) newest
    where submission.id = newest.submission_id;
    return null;
end $$;
create trigger decisions_come after insert on decision
    referencing new table as fresh for each statement execute function decisions_come();

create function last_date_changes() returns trigger language plpgsql as $$
begin
    update submission set last_over_at = dates.last
    from (select submission_id, (select max(over_at) from occurrence where event_id = event.id) as last
          from event where id in (select event_id from fresh)) dates
    where submission.id = dates.submission_id and last_over_at is distinct from dates.last;
    return null;
end $$;
create trigger last_date_comes after insert on occurrence
    referencing new table as fresh for each statement execute function last_date_changes();
create trigger last_date_moves after update on occurrence
    referencing new table as fresh for each statement execute function last_date_changes();

-- What is there already.
update submission
set findable = submission_words(submission),
    decided_at = (select max(decided_at) from decision where submission_id = submission.id),
    last_over_at = (select max(over_at) from event join occurrence on event_id = event.id where submission_id = submission.id);

-- The records, all of them and those of one state; the search of the records and of what is listed.
create index submission_records on submission (coalesce(decided_at, waiting_since) desc, id desc) where state <> 'waiting';
create index submission_records_state on submission (state, coalesce(decided_at, waiting_since) desc, id desc);
create index submission_findable on submission using gin (findable gin_trgm_ops);
-- What has no date within reach is still to come.
create index submission_listed on submission (coalesce(last_over_at, 'infinity') desc, id desc) where state = 'listed';
create index event_type_of on event (event_type);

-- What a sender and a group sent in, newest first; with them goes what had no order.
create index submission_of_sender on submission (lower(sender_email), received_at desc, id desc);
create index submission_of_group on submission (lower(group_name), received_at desc, id desc) where group_name is not null;
drop index submission_sender;
drop index submission_group;

-- The messages of each state, without those to readers of the weekly email.
create index message_newest on message (state, created_at desc, id desc) where subscriber_id is null;
create index message_newest_to_staff on message (state, created_at desc, id desc) where staff_id is not null;

-- The log by its days, and by who did it.
create index audit_entry_at on audit_entry (at desc, seq desc);
create index audit_entry_actor_at on audit_entry (actor, at desc, seq desc);

-- The reports: those that nobody has dealt with, then the newest of the others.
create index report_dealt_with on report (dealt_with_at desc nulls first, received_at, id);
