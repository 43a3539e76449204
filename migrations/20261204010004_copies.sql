-- How often a mail may have gone out without an answer: nobody gets more than three copies of one.

alter table message
    add column copies  int not null default 0,
    add column left_by bigint references staff,
    add column left_at timestamptz,
    add constraint message_left_by_somebody check ((left_by is null) = (left_at is null));
comment on column message.copies is 'How often the mail may have gone out without an answer, so that its recipient may have so many copies.';
comment on column message.left_by is 'Who said (left_at) that a message which could not be sent, or perhaps was, is to be left as it is.';
update message set copies = 1 where perhaps_sent and state in ('waiting', 'sending');
create index message_unsettled on message (id)
    where state in ('failed', 'unknown') and left_at is null and subscriber_id is null;

create or replace function may_go_again_unsent(message message) returns boolean language sql stable as $$
    select message.state = 'failed' and message.left_at is null and message.subscriber_id is null and message.kind <> 'confirm'
       and not exists (select from message copy where copy.copy_of = message.id)
       and (message.submission_id is null
            or exists (select from submission
                       where submission.id = message.submission_id
                         and lower(submission.sender_email) = lower(message.recipient)))
$$;
