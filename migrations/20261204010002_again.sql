-- Messages that could not be sent are sent again by one press.

create function may_go_again_unsent(message message) returns boolean language sql stable as $$
    select message.state = 'failed' and message.subscriber_id is null and message.kind <> 'confirm'
       and not exists (select from message copy where copy.copy_of = message.id)
       and (message.submission_id is null
            or exists (select from submission
                       where submission.id = message.submission_id
                         and lower(submission.sender_email) = lower(message.recipient)))
$$;
comment on function may_go_again_unsent is 'Whether a message that could not be sent may go again: it was not sent again yet, it is to the address that its case has now, and it neither asks to confirm one nor is to a reader of the weekly email.';
