-- The second proof at sign-in: a passkey, or a six-figure code from an app, with recovery codes for
-- the day when neither is at hand.

alter table staff
    add column passkey_handle uuid not null default gen_random_uuid(),
    add constraint staff_passkey_handle_unique unique (passkey_handle);
comment on column staff.passkey_handle is 'How passkeys name the account (WebAuthn''s user handle): random, so that it says nothing about the person.';

create table staff_totp (
    staff_id     bigint primary key,
    secret       bytea not null,
    last_step    bigint not null,
    created_at   timestamptz not null,
    last_used_at timestamptz,
    constraint staff_totp_staff_fkey foreign key (staff_id) references staff,
    constraint staff_totp_secret_length check (octet_length(secret) = 20)
);
comment on table staff_totp is 'An account''s authenticator app (RFC 6238). last_step is the step of the last code that was used: only a later one is accepted, so each code works once.';

create table staff_passkey (
    id            bigint generated always as identity primary key,
    staff_id      bigint not null,
    credential_id bytea not null,
    name          text not null,
    credential    jsonb not null,
    counter       bigint not null,
    created_at    timestamptz not null,
    last_used_at  timestamptz,
    constraint staff_passkey_staff_fkey foreign key (staff_id) references staff,
    constraint staff_passkey_credential_unique unique (credential_id)
);
comment on table staff_passkey is 'A passkey of an account (WebAuthn), by the name its owner gave it. It holds the public half of the key; counter is the last one that the device told.';
create index staff_passkey_staff on staff_passkey (staff_id);

create table staff_recovery_code (
    staff_id   bigint not null,
    code_hash  bytea not null,
    created_at timestamptz not null,
    used_at    timestamptz,
    constraint staff_recovery_code_pkey primary key (staff_id, code_hash),
    constraint staff_recovery_code_staff_fkey foreign key (staff_id) references staff,
    constraint staff_recovery_code_hash_length check (octet_length(code_hash) = 32)
);
comment on table staff_recovery_code is 'A code that signs its owner in once when the passkey or the app is not at hand. Only its SHA-256 is kept.';

create table second_factor_attempt (
    id       bigint generated always as identity primary key,
    staff_id bigint not null,
    at       timestamptz not null,
    constraint second_factor_attempt_staff_fkey foreign key (staff_id) references staff
);
comment on table second_factor_attempt is 'A wrong code of the last hour, typed by somebody who knew the password.';
create index second_factor_attempt_staff on second_factor_attempt (staff_id, at);

create table passkey_challenge (
    token_hash bytea primary key,
    purpose    text not null,
    staff_id   bigint,
    state      jsonb not null,
    expires_at timestamptz not null,
    constraint passkey_challenge_staff_fkey foreign key (staff_id) references staff,
    constraint passkey_challenge_hash_length check (octet_length(token_hash) = 32),
    constraint passkey_challenge_purpose_known check (purpose in ('make', 'second', 'alone')),
    constraint passkey_challenge_has_account check ((purpose = 'alone') = (staff_id is null))
);
comment on table passkey_challenge is 'What a device was asked to sign, to make or to use a passkey. The browser''s session names it; it is taken out by the answer, and good for five minutes.';
create index passkey_challenge_expiry on passkey_challenge (expires_at);
