-- The life of a submission. The moves that exist stand in submission_move; a trigger refuses every
-- other, whoever asks. domain::decision holds the same table and a test compares the two.

create table draft (
    token_hash   bytea primary key,
    answers      jsonb not null,
    send_key     uuid not null default gen_random_uuid(),
    created_at   timestamptz not null default now(),
    updated_at   timestamptz not null default now(),
    constraint draft_hash_length check (octet_length(token_hash) = 32),
    constraint draft_send_key_unique unique (send_key)
);
comment on table draft is 'Answers of a form that is not sent yet, exactly as typed. Found by the SHA-256 of the browser''s cookie; kept seven days.';
create index draft_updated on draft (updated_at);

create table submission_state (
    name text primary key
);
comment on table submission_state is 'Every state a submission can be in.';
insert into submission_state (name) values
    ('waiting'), ('changes_asked'), ('listed'), ('refused'), ('withdrawn'), ('spam'), ('taken_down');

create table submission_move (
    from_state text not null references submission_state,
    to_state   text not null references submission_state,
    constraint submission_move_pkey primary key (from_state, to_state)
);
comment on table submission_move is 'Every move a submission can make.';
insert into submission_move (from_state, to_state) values
    ('waiting', 'listed'), ('waiting', 'changes_asked'), ('waiting', 'refused'),
    ('waiting', 'withdrawn'), ('waiting', 'spam'),
    ('changes_asked', 'waiting'), ('changes_asked', 'withdrawn'),
    ('listed', 'taken_down'), ('listed', 'withdrawn'),
    ('refused', 'waiting'), ('spam', 'waiting');

create table submission (
    id           bigint generated always as identity primary key,
    reference    text not null,
    state        text not null default 'waiting' references submission_state,
    version      int  not null default 1,
    channel      text not null default 'form',
    send_key     uuid not null,
    answers_digest text not null,
    sender_name  text not null,
    sender_email text not null,
    sender_telephone text,
    group_name   text,
    received_at  timestamptz not null default now(),
    waiting_since timestamptz not null default now(),
    constraint submission_reference_unique unique (reference),
    constraint submission_send_key_unique unique (send_key),
    constraint submission_channel_known check (channel in ('form', 'telephone', 'letter', 'email', 'in_person'))
);
comment on table submission is 'What a sender sent. version rises with every change, so that a decision taken on an older one is noticed. The sender''s own details stay here, outside the audit chain, so that they can be erased.';
create index submission_queue on submission (waiting_since, id) where state = 'waiting';
create index submission_sender on submission (lower(sender_email));
create index submission_state_received on submission (state, received_at desc);

create function submission_moves_only_as_allowed() returns trigger language plpgsql as $$
begin
    if new.state <> old.state and not exists (
        select 1 from submission_move where from_state = old.state and to_state = new.state
    ) then
        raise exception 'a submission cannot move from % to %', old.state, new.state
            using errcode = 'check_violation', constraint = 'submission_move_allowed';
    end if;
    return new;
end $$;
create trigger submission_move_allowed before update on submission
    for each row execute function submission_moves_only_as_allowed();

create function submission_starts_waiting() returns trigger language plpgsql as $$
begin
    if new.state <> 'waiting' then
        raise exception 'a submission starts as waiting'
            using errcode = 'check_violation', constraint = 'submission_starts_waiting';
    end if;
    return new;
end $$;
create trigger submission_starts_waiting before insert on submission
    for each row execute function submission_starts_waiting();

create table revision (
    id            bigint generated always as identity primary key,
    submission_id bigint not null references submission,
    number        int    not null,
    details       jsonb  not null,
    answers       jsonb  not null,
    created_at    timestamptz not null default now(),
    constraint revision_number_unique unique (submission_id, number)
);
comment on table revision is 'One version of an event''s details (domain::event::EventDetails) with the answers it was read from, as typed. Never changed.';

create table declaration (
    submission_id     bigint not null references submission,
    revision_id       bigint not null references revision,
    wording           text not null,
    wording_version   text not null,
    policy_version_id bigint not null references policy_version,
    agreed_at         timestamptz not null default now(),
    constraint declaration_pkey primary key (revision_id)
);
comment on table declaration is 'Policy 5.2: the sender''s agreement, with its words, their version, the policy in force and the time.';

create table consent (
    submission_id bigint not null references submission,
    detail        text not null,
    wording       text not null,
    wording_version text not null,
    given_at      timestamptz not null default now(),
    withdrawn_at  timestamptz,
    constraint consent_pkey primary key (submission_id, detail),
    constraint consent_detail_known check (detail in ('name', 'email', 'telephone'))
);
comment on table consent is 'Policy 4.5: permission to publish one of the sender''s details, one row a tick.';

create table decision (
    id                bigint generated always as identity primary key,
    submission_id     bigint not null references submission,
    revision_id       bigint not null references revision,
    kind              text not null,
    staff_id          bigint not null references staff,
    policy_version_id bigint not null references policy_version,
    ground            text,
    reply             text,
    message           text not null default '',
    note              text not null default '',
    decided_at        timestamptz not null default now(),
    constraint decision_kind_known check (kind in ('list', 'ask_for_changes', 'refuse', 'take_down')),
    constraint decision_ground_known check (ground in ('nature', 'standards')),
    constraint decision_refusal_has_ground check ((kind = 'refuse') = (ground is not null)),
    constraint decision_reply_known check (reply in ('none', 'policy', 'brief')),
    constraint decision_refusal_has_reply check ((kind = 'refuse') = (reply is not null))
);
comment on table decision is 'Policy 5.3 and 6.12: what was decided, by whom, on which revision, against which policy version, and how the sender was answered.';
create index decision_submission on decision (submission_id, decided_at);
create index decision_decided on decision (decided_at desc);

create table decision_standard (
    decision_id bigint not null references decision,
    standard_id bigint not null references standard,
    meets       boolean not null,
    constraint decision_standard_pkey primary key (decision_id, standard_id)
);
comment on table decision_standard is 'The checklist as it was answered for a decision.';
