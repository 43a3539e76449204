-- Deciding with help: what was pointed out, notes, who has a case in hand, and the way back.

alter table decision
    add column hints jsonb not null default '[]',
    add column of_edit boolean not null default false,
    add column unconfirmed text,
    add column removal text,
    drop constraint decision_kind_known,
    add constraint decision_kind_known
        check (kind in ('list', 'ask_for_changes', 'refuse', 'take_down', 'mark_spam', 'reopen')),
    add constraint decision_unconfirmed_known check (unconfirmed in ('known', 'spoken', 'noted')),
    add constraint decision_unconfirmed_is_listed check (unconfirmed is null or kind = 'list'),
    add constraint decision_removal_known check (removal in ('breach', 'complaint', 'asked', 'wrong', 'other')),
    add constraint decision_removal_is_taken_down check (removal is null or kind = 'take_down'),
    add constraint decision_of_edit_kinds check (not of_edit or kind in ('list', 'ask_for_changes', 'refuse'));
comment on column decision.hints is 'What the software pointed out when it was decided (domain::hints).';
comment on column decision.of_edit is 'Whether it decided on an edit of a listed event, which stays listed as it was unless the edit is approved.';
comment on column decision.unconfirmed is 'Policy 4.5: why it was listed although the sender''s address was not confirmed.';
comment on column decision.removal is 'Policy 6.13: what kind of reason there was for taking it down; none for removals before this column.';

create table note (
    id            bigint generated always as identity primary key,
    submission_id bigint not null references submission,
    staff_id      bigint not null references staff,
    words         text not null,
    created_at    timestamptz not null
);
comment on table note is 'What staff write to one another about a submission. The sender never sees it.';
create index note_submission on note (submission_id, created_at);

create table claim (
    id            bigint generated always as identity primary key,
    submission_id bigint not null references submission,
    staff_id      bigint not null references staff,
    taken_at      timestamptz not null,
    released_at   timestamptz,
    constraint claim_order check (released_at is null or released_at >= taken_at)
);
comment on table claim is 'Who has taken a submission in hand. A courtesy between colleagues: it stops nobody.';
create unique index claim_one_at_a_time on claim (submission_id) where released_at is null;

create table case_view (
    submission_id bigint not null references submission,
    staff_id      bigint not null references staff,
    seen_at       timestamptz not null,
    constraint case_view_pkey primary key (submission_id, staff_id)
);
comment on table case_view is 'Who last had a submission''s page open, and when, so that two people do not read the same one unawares.';

alter table staff add column shortcuts boolean not null default true;
comment on column staff.shortcuts is 'Whether single keys work on the desk (WCAG 2.1.4).';

alter table site add column postcodes text not null default '';
comment on column site.postcodes is 'The first halves of the postcodes in and around the parish, with spaces between: an address with another is pointed out. Empty where postcodes say nothing.';
update site set postcodes = 'TN3 TN6 TN7';
