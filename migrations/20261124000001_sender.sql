-- The sender's own page: an address that is confirmed, edits that wait beside what is listed, and
-- events that came by telephone, letter or in person.

alter table submission
    add column email_confirmed_at timestamptz,
    add column proposed_revision_id bigint references revision,
    add column keyed_in_by bigint references staff,
    alter column sender_email drop not null,
    add constraint submission_keyed_in_by_somebody check ((channel = 'form') = (keyed_in_by is null)),
    add constraint submission_form_has_email check (channel <> 'form' or sender_email is not null),
    add constraint submission_proposal_of_what_is_listed check (proposed_revision_id is null or state = 'listed'),
    add constraint submission_confirms_an_address check (email_confirmed_at is null or sender_email is not null);
comment on column submission.email_confirmed_at is 'Policy 4.5: when the sender answered from the private link that was mailed to sender_email.';
comment on column submission.proposed_revision_id is 'An edit of a listed event that waits for a decision, while the approved revision stays live.';
comment on column submission.keyed_in_by is 'Policy 6.3: who typed the event in for a person who telephoned, wrote or called.';

-- The queue: what waits, and edits of what is listed.
create index submission_proposals on submission (waiting_since, id) where proposed_revision_id is not null;

alter table revision
    add column made_by text not null default 'sender',
    add column staff_id bigint references staff,
    add column send_key uuid,
    add constraint revision_made_by_known check (made_by in ('sender', 'staff')),
    add constraint revision_staff_are_named check ((made_by = 'staff') = (staff_id is not null)),
    add constraint revision_send_key_unique unique (send_key);
comment on column revision.made_by is 'Policy 5.2: who wrote this version. What staff change is kept as a version of its own and the sender is told.';
comment on column revision.send_key is 'What makes sending an edit twice the same as sending it once.';

-- Finding what is very like another: submissions by the days of their events.
create index revision_days on revision using gin (jsonb_path_query_array(details, '$.dates[*].date'));

create table manage_link (
    token_hash    bytea primary key,
    submission_id bigint not null references submission,
    created_at    timestamptz not null,
    expires_at    timestamptz not null,
    constraint manage_link_hash_length check (octet_length(token_hash) = 32)
);
comment on table manage_link is 'A private link that was mailed to a sender. Only the SHA-256 of its token is kept; the token itself is made as the mail goes out.';
create index manage_link_submission on manage_link (submission_id);
create index manage_link_expiry on manage_link (expires_at);

-- The version of an event that a submission stands for: an edit that waits, else what is listed,
-- else the newest.
create view submission_now as
select submission.id as submission_id, revision.id as revision_id, revision.number, revision.details,
       revision.answers, revision.made_by, revision.created_at as revised_at
from submission
left join event on event.submission_id = submission.id
join revision on revision.id = coalesce(
    submission.proposed_revision_id,
    case when submission.state = 'listed' then event.revision_id end,
    (select newest.id from revision newest
     where newest.submission_id = submission.id order by newest.number desc limit 1)
);

alter table message drop constraint message_kind_known;
alter table message add constraint message_kind_known
    check (kind in ('receipt', 'listed', 'changes', 'refused', 'policy_notice', 'taken_down', 'edited', 'reworded',
                    'new_link'));
