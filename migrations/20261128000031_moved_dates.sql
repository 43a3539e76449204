-- Which of an event's dates has moved is known of each, so that one that moved says nothing of the others.

alter table occurrence add column moved boolean not null default false;
comment on column occurrence.moved is 'Whether this date stands in the place of another that had been announced.';
update occurrence set moved = true from event where event.id = event_id and event.status = 'moved';

-- As domain::event::EventStatus::on_date says it.
create function status_on_date(status text, cancelled_at timestamptz, moved boolean) returns text
    language sql immutable as $$
    select case when cancelled_at is not null then 'cancelled'
                when status = 'going_ahead' and moved then 'moved'
                when status = 'moved' and not moved then 'going_ahead'
                else status end
$$;
comment on function status_on_date is 'What has become of one date of an event.';
