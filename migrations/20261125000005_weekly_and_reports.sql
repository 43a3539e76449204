-- The weekly email for residents who ask for it, and what the public tells the office of a listed event.

create table subscriber (
    id           bigint generated always as identity primary key,
    email        text not null,
    wording      text not null,
    asked_at     timestamptz not null,
    confirmed_at timestamptz,
    constraint subscriber_confirmed_after_asked check (confirmed_at is null or confirmed_at >= asked_at)
);
comment on table subscriber is 'Somebody who asked for the weekly email: the address, the wording that was agreed to and when (the record of consent), and when it was confirmed from the address itself. Stopping deletes the row, and all that was written to it; one that is never confirmed goes after seven days.';
create unique index subscriber_email_unique on subscriber (lower(email));
create index subscriber_confirmed on subscriber (id) where confirmed_at is not null;

create table subscriber_link (
    token_hash    bytea primary key,
    subscriber_id bigint not null,
    purpose       text not null,
    created_at    timestamptz not null,
    expires_at    timestamptz not null,
    constraint subscriber_link_subscriber_fkey foreign key (subscriber_id) references subscriber on delete cascade,
    constraint subscriber_link_purpose_known check (purpose in ('confirm', 'stop')),
    constraint subscriber_link_hash_length check (octet_length(token_hash) = 32)
);
comment on table subscriber_link is 'A link of a mail to a subscriber: one that confirms the address, or one that stops the weekly email (RFC 8058). Only the SHA-256 of its token is kept.';
create index subscriber_link_subscriber on subscriber_link (subscriber_id);
create index subscriber_link_expiry on subscriber_link (expires_at);

-- A mail is about a submission, to a member of staff, or to a subscriber.
alter table message
    add column subscriber_id bigint,
    add column bulk          boolean not null default false,
    add constraint message_subscriber_fkey foreign key (subscriber_id) references subscriber on delete cascade;
alter table message drop constraint message_to_sender_or_staff;
alter table message add constraint message_to_one_reader
    check (num_nonnulls(submission_id, staff_id, subscriber_id) = 1);
alter table message drop constraint message_kind_known;
alter table message add constraint message_kind_known
    check (kind in ('receipt', 'listed', 'changes', 'refused', 'policy_notice', 'taken_down', 'edited', 'reworded',
                    'new_link', 'notice', 'daily_notices', 'status', 'weekly_confirm', 'weekly'));
comment on column message.subscriber_id is 'The reader of the weekly email whom it goes to. Stopping deletes what was written to them.';
comment on column message.bulk is 'One of very many. It goes when nothing else waits, so that no letter about a decision stands behind the weekly email.';
create index message_subscriber on message (subscriber_id, created_at) where subscriber_id is not null;

-- The worker looks for what is no bulk first. The index before serves the binary before.
create index message_due_first on message (bulk, coalesce(next_attempt_at, created_at), id)
    where state in ('waiting', 'sending');

create table weekly_issue (
    week       date primary key,
    subject    text not null,
    body       text not null,
    events     int  not null,
    written_at timestamptz not null,
    constraint weekly_issue_events_counted check (events >= 0)
);
comment on table weekly_issue is 'The weekly email of a week, by its Monday, written once, the same for everybody. With no events nobody is sent one.';

create table weekly_mail (
    subscriber_id bigint not null,
    week          date   not null,
    message_id    bigint,
    constraint weekly_mail_once primary key (subscriber_id, week),
    constraint weekly_mail_subscriber_fkey foreign key (subscriber_id) references subscriber on delete cascade,
    constraint weekly_mail_week_fkey foreign key (week) references weekly_issue on delete cascade,
    constraint weekly_mail_message_fkey foreign key (message_id) references message on delete set null
);
comment on table weekly_mail is 'A week''s email was written to this subscriber: once, whatever stops the server in between.';
create index weekly_mail_message on weekly_mail (message_id);
create index weekly_mail_week on weekly_mail (week);

alter table site
    add column weekly_day  int not null default 4,
    add column weekly_hour int not null default 8,
    add constraint site_weekly_day_known  check (weekly_day between 1 and 7),
    add constraint site_weekly_hour_known check (weekly_hour between 0 and 23);
comment on column site.weekly_day is 'The day of the weekly email: 1 is Monday, 7 is Sunday.';
comment on column site.weekly_hour is 'Its hour on the parish''s clock.';

create table report (
    id            bigint generated always as identity primary key,
    submission_id bigint not null references submission,
    send_key      uuid not null,
    kind          text not null,
    words         text not null,
    name          text,
    email         text,
    received_at   timestamptz not null,
    dealt_with_by bigint references staff,
    dealt_with_at timestamptz,
    outcome       text,
    constraint report_send_key_unique unique (send_key),
    constraint report_kind_known check (kind in ('wrong', 'not_happening', 'standards', 'personal', 'copied', 'breach')),
    constraint report_dealt_with_by_somebody check (
        num_nonnulls(dealt_with_by, dealt_with_at, outcome) in (0, 3))
);
comment on table report is 'Policy 6.13: what somebody told the office of a listed event, kept with its submission, and what came of it. Name and email address only where they were given for an answer.';
create index report_open on report (received_at, id) where dealt_with_at is null;
create index report_submission on report (submission_id, received_at);

alter table staff
    add column notice_report text not null default 'at_once',
    add constraint staff_notice_report_known check (notice_report in ('off', 'at_once', 'daily'));
alter table notice drop constraint notice_kind_known;
alter table notice add constraint notice_kind_known check (kind in ('new', 'edit', 'waiting', 'report'));

create table public_act (
    id           bigint generated always as identity primary key,
    kind         text not null,
    address_hash bytea not null,
    at           timestamptz not null,
    constraint public_act_kind_known check (kind in ('report', 'weekly'))
);
comment on table public_act is 'Reports and requests for the weekly email of the last hour by network address, hashed, so that nobody floods the office or a stranger''s letterbox.';
create index public_act_recent on public_act (kind, address_hash, at);
