-- How urgent each message is, so that several workers take up first what somebody waits for before the screen.

alter table message add column urgency smallint not null generated always as (
    case when bulk or kind = 'weekly' then 4
         when kind in ('notice', 'daily_notices') then 3
         when kind in ('account', 'confirm', 'weekly_confirm', 'new_link') then 1
         else 2 end
) stored;
comment on column message.urgency is '1: somebody waits for it before the screen (passwords, confirmations, lost links); 2: an answer; 3: a notice to staff; 4: one of very many, such as the weekly email. From 3 on they never take the last worker.';
create index message_due_by_urgency on message (urgency, coalesce(next_attempt_at, created_at), id)
    where state in ('waiting', 'sending');
