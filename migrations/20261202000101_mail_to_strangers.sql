-- Mail only to those who asked for it: what is written about a submission waits until its address is proved, and what
-- asks for that is counted by whom it goes to, by whom it comes from, and altogether.

alter table message
    drop constraint message_state_known,
    add constraint message_state_known
        check (state in ('held', 'draft', 'waiting', 'sending', 'sent', 'failed', 'unknown', 'cancelled')),
    drop constraint message_kind_known,
    add constraint message_kind_known
        check (kind in ('receipt', 'listed', 'changes', 'refused', 'policy_notice', 'taken_down', 'edited', 'reworded',
                        'confirm', 'address_changed', 'new_link', 'account', 'notice', 'daily_notices', 'status',
                        'weekly_confirm', 'weekly'));
comment on column message.state is 'held: it waits until its address is proved (submission_is_proved), or, where it asks for that itself, for an hour in which there is room for it. draft: until staff have read it. waiting: to be sent. cancelled: it never goes, because staff threw it away (handled_by) or it had become pointless.';
create index message_held on message (submission_id) where state = 'held';
create index message_braked on message (created_at, id) where state = 'held' and kind in ('confirm', 'weekly_confirm');
create trigger message_wakes_the_outbox_let_go after update on message
    for each row when (new.state = 'waiting' and old.state = 'held') execute function message_wakes_the_outbox();

alter table submission add column email_changed_at timestamptz;
comment on column submission.email_changed_at is 'When sender_email was last changed by a private link. What staff keyed in vouches for the address that they keyed in, and for no later one.';
update submission set email_changed_at = now()
from revision
where channel <> 'form' and revision.submission_id = submission.id and revision.number = 1
  and lower(sender_email) <> lower(revision.answers->'you'->>'email');

create function submission_is_proved(submission) returns boolean language sql stable as $$
    select $1.email_confirmed_at is not null or ($1.channel <> 'form' and $1.email_changed_at is null)
$$;
comment on function submission_is_proved is 'Whether somebody has answered from the submission''s address, or staff keyed it in (policy 4.5, 6.3). That one address proved another submission says nothing of this one: anybody can type it.';

create function message_may_go(submission bigint, recipient text) returns text language sql stable as $$
    select case when one.state = 'spam' then 'cancelled'
                when lower(one.sender_email) = lower($2) and submission_is_proved(one) then 'waiting'
                else 'held' end
    from submission one where one.id = $1
$$;
comment on function message_may_go is 'The gate: the state that a message about a submission begins its way in. It goes to an address that is proved, and is held for any other; of what was closed as spam nothing goes.';

alter table site
    add column asked_most int not null default 100,
    add constraint site_asked_most_sensible check (asked_most between 10 and 10000);
comment on column site.asked_most is 'How many mails go in an hour to addresses that nobody has proved: the brake. What comes after waits for an hour with room.';

alter table limit_taken
    drop constraint limit_taken_kind_known,
    add constraint limit_taken_kind_known
        check (kind in ('begin', 'send', 'picture', 'report', 'weekly', 'links', 'passkey', 'change', 'links_to', 'mail_to',
                        'mail_from', 'mail_overall'));
comment on table limit_taken is 'How often one network address, one submission by its private link, one email address however it is spelt, or everybody did a thing in an hour or a day: the hash of the address or the submission under the day''s key, when the hour or the day began, the count. Deleted within two hours, what is counted by the day with the day.';
