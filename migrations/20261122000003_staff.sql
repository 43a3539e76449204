-- The people who decide, and how they prove who they are. No account comes with the software:
-- the first is made on the command line.

create table staff (
    id            bigint generated always as identity primary key,
    email         text not null,
    name          text not null,
    role          text not null,
    password_hash text,
    demo          boolean not null default false,
    disabled_at   timestamptz,
    created_at    timestamptz not null default now(),
    constraint staff_email_unique unique (email),
    constraint staff_email_lower check (email = lower(email)),
    constraint staff_role_known check (role in ('moderator', 'administrator'))
);
comment on table staff is 'A member of the parish staff. Without a password_hash the invitation is still open.';

create table staff_link (
    token_hash bytea primary key,
    staff_id   bigint not null references staff,
    expires_at timestamptz not null,
    used_at    timestamptz,
    created_at timestamptz not null default now(),
    constraint staff_link_hash_length check (octet_length(token_hash) = 32)
);
comment on table staff_link is 'A one-time link to choose a password. Only the SHA-256 of its token is kept.';

create table staff_session (
    id_hash    bytea primary key,
    staff_id   bigint references staff,
    data       jsonb not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    constraint staff_session_hash_length check (octet_length(id_hash) = 32)
);
comment on table staff_session is 'A signed-in browser. Only the SHA-256 of the cookie is kept; staff_id lets an account''s sessions be ended at once.';
create index staff_session_staff on staff_session (staff_id);
create index staff_session_expiry on staff_session (expires_at);

create table sign_in_attempt (
    id         bigint generated always as identity primary key,
    email_hash bytea not null,
    address_hash bytea not null,
    at         timestamptz not null default now()
);
comment on table sign_in_attempt is 'Failed sign-ins of the last hour, hashed, to slow guessing down.';
create index sign_in_attempt_email on sign_in_attempt (email_hash, at);
create index sign_in_attempt_address on sign_in_attempt (address_hash, at);
