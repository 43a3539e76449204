-- The written record: every message word for word, and an audit log that can only grow.

create table message (
    id            bigint generated always as identity primary key,
    submission_id bigint not null references submission,
    decision_id   bigint references decision,
    kind          text not null,
    recipient     text not null,
    subject       text not null,
    body          text not null,
    state         text not null default 'waiting',
    message_id    text not null,
    created_at    timestamptz not null default now(),
    sent_at       timestamptz,
    constraint message_message_id_unique unique (message_id),
    constraint message_kind_known check (kind in ('receipt', 'listed', 'changes', 'refused', 'policy_notice')),
    constraint message_state_known check (state in ('waiting', 'sent', 'failed', 'unknown'))
);
comment on table message is 'Policy 4.3: a mail, written in the transaction of what it tells of, kept word for word.';
create index message_waiting on message (created_at, id) where state = 'waiting';
create index message_submission on message (submission_id, created_at);

create table audit_entry (
    seq     bigint primary key,
    at      timestamptz not null,
    actor   text not null,
    action  text not null,
    subject text not null,
    data    jsonb not null,
    prev    bytea not null,
    hash    bytea not null,
    constraint audit_entry_hash_unique unique (hash),
    constraint audit_entry_seq_positive check (seq > 0),
    constraint audit_entry_hash_length check (octet_length(prev) = 32 and octet_length(hash) = 32)
);
comment on table audit_entry is 'Who did what, when, to which submission. Each entry carries the hash of the one before (domain::audit). Holds no sender''s details: those can be erased while the chain stays whole.';
create index audit_entry_subject on audit_entry (subject, seq);

create function audit_entry_only_grows() returns trigger language plpgsql as $$
begin
    raise exception 'the audit log can only grow'
        using errcode = 'insufficient_privilege', constraint = 'audit_entry_only_grows';
end $$;
create trigger audit_entry_only_grows before update or delete on audit_entry
    for each row execute function audit_entry_only_grows();
create trigger audit_entry_is_never_emptied before truncate on audit_entry
    for each statement execute function audit_entry_only_grows();
