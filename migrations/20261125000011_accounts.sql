-- Staff accounts kept in order: when somebody was last at the desk and from which devices, why an account is closed,
-- who asked for a new password.

alter table staff
    add column signed_in_at    timestamptz,
    add column disabled_reason text,
    add column warned_at       timestamptz;
comment on column staff.signed_in_at is 'When the account''s last session began.';
comment on column staff.disabled_reason is 'Why the account was closed, in an administrator''s words, where they gave any.';
comment on column staff.warned_at is 'When its owner was last told that many sign-ins had failed.';

alter table staff_session
    add column number  bigint generated always as identity,
    add column device  text not null default '',
    add column used_at timestamptz not null default now(),
    add constraint staff_session_number_unique unique (number);
comment on column staff_session.number is 'How a page names the session, since nothing of its cookie is ever shown.';
comment on column staff_session.device is 'The browser and the device in plain words: "Firefox on Windows".';

create table staff_device (
    staff_id     bigint not null,
    device_hash  bytea not null,
    address_hash bytea not null,
    last_at      timestamptz not null,
    constraint staff_device_pkey primary key (staff_id, device_hash, address_hash),
    constraint staff_device_staff_fkey foreign key (staff_id) references staff,
    constraint staff_device_hash_length check (octet_length(device_hash) = 32 and octet_length(address_hash) = 32)
);
comment on table staff_device is 'From where an account was signed in to in the last 90 days: a hash of the kind of browser and the wider network (a sign-in from elsewhere is mailed), and one of the network address (whose failed sign-ins never wait for those of strangers).';
create index staff_device_last on staff_device (last_at);

create table password_request (
    id           bigint generated always as identity primary key,
    email_hash   bytea not null,
    address_hash bytea not null,
    at           timestamptz not null,
    handled_at   timestamptz
);
comment on table password_request is 'Somebody typed an email address under "Forgotten password" in the last day, hashed. Whether there is such an account is looked up after the answer has gone, so that the answer tells nothing.';
create index password_request_waiting on password_request (id) where handled_at is null;
create index password_request_address on password_request (address_hash, at);
create index password_request_email on password_request (email_hash, at);
