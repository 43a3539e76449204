-- Mail that goes out. A message waits in the transaction of what it tells of; a worker takes it up, and its row says
-- what became of it. Some are drafts until a member of staff has read them.

alter table message alter column submission_id drop not null;
alter table message
    add column staff_id        bigint references staff,
    add column version         int not null default 1,
    add column attempts        int not null default 0,
    add column next_attempt_at timestamptz,
    add column claimed_at      timestamptz,
    add column perhaps_sent    boolean not null default false,
    add column last_error      text,
    add column copy_of         bigint references message,
    add column handled_by      bigint references staff,
    add column handled_at      timestamptz;

alter table message drop constraint message_kind_known;
alter table message add constraint message_kind_known
    check (kind in ('receipt', 'listed', 'changes', 'refused', 'policy_notice', 'taken_down', 'edited', 'reworded',
                    'new_link', 'notice', 'daily_notices'));
alter table message drop constraint message_state_known;
alter table message add constraint message_state_known
    check (state in ('draft', 'waiting', 'sending', 'sent', 'failed', 'unknown', 'cancelled'));
alter table message add constraint message_to_sender_or_staff
    check ((submission_id is null) = (staff_id is not null));
alter table message add constraint message_sending_is_claimed
    check (state <> 'sending' or claimed_at is not null);
alter table message add constraint message_sent_has_a_time
    check (state <> 'sent' or sent_at is not null);

comment on table message is 'Policy 4.3: a mail to a sender, or a notice to a member of staff (staff_id), written in the transaction of what it tells of, kept word for word with its fate. version rises when a draft is changed; attempts counts the times it was taken up (claimed_at is the last); perhaps_sent says that a mail server may have had it without saying so; handled_by is who last changed, sent or threw away a draft.';

-- The few that the worker looks for, and those the desk lists by what became of them.
drop index message_waiting;
create index message_due on message (coalesce(next_attempt_at, created_at), id) where state in ('waiting', 'sending');
create index message_state on message (state, created_at desc, id desc);
create unique index message_copied_once on message (copy_of) where copy_of is not null;

-- Whoever writes a message that may go wakes the workers when it commits.
create function message_wakes_the_outbox() returns trigger language plpgsql as $$
begin
    perform pg_notify('outbox', '');
    return null;
end $$;
create trigger message_wakes_the_outbox_new after insert on message
    for each row when (new.state = 'waiting') execute function message_wakes_the_outbox();
create trigger message_wakes_the_outbox_released after update on message
    for each row when (new.state = 'waiting' and old.state = 'draft') execute function message_wakes_the_outbox();

-- What staff choose to hear of by mail, each for themselves.
alter table staff
    add column notice_new     text not null default 'at_once',
    add column notice_edit    text not null default 'at_once',
    add column notice_waiting text not null default 'daily',
    add constraint staff_notice_new_known     check (notice_new in ('off', 'at_once', 'daily')),
    add constraint staff_notice_edit_known    check (notice_edit in ('off', 'at_once', 'daily')),
    add constraint staff_notice_waiting_known check (notice_waiting in ('off', 'at_once', 'daily'));

create table notice (
    id            bigint generated always as identity primary key,
    staff_id      bigint not null references staff,
    submission_id bigint not null references submission,
    kind          text not null,
    words         text not null,
    created_at    timestamptz not null,
    message_id    bigint references message,
    constraint notice_kind_known check (kind in ('new', 'edit', 'waiting'))
);
comment on table notice is 'Something that a member of staff asked to hear of, in a line without the sender''s details. Without a message_id it waits for the next morning''s summary.';
create unique index notice_waiting_once on notice (staff_id, submission_id) where kind = 'waiting';
create index notice_to_sum_up on notice (staff_id, created_at) where message_id is null;

alter table site
    add column hold_messages boolean not null default false,
    add column waiting_days  int     not null default 3,
    add constraint site_waiting_days_sensible check (waiting_days between 1 and 60);
