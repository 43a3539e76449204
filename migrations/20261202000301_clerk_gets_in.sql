-- A browser and a network that an account was signed in to from keep ways in of their own, whatever strangers do. Networks
-- are counted by 48 bits of an IPv6 address beside 64. Of requests for a new password only what was mailed counts.

create table staff_browser (
    staff_id   bigint not null,
    token_hash bytea not null,
    last_at    timestamptz not null,
    constraint staff_browser_pkey primary key (staff_id, token_hash),
    constraint staff_browser_staff_fkey foreign key (staff_id) references staff,
    constraint staff_browser_hash_length check (octet_length(token_hash) = 32)
);
comment on table staff_browser is 'A browser with which an account was signed in to in the last 90 days, by the hash of a cookie that says nothing else. It signs nobody in: it spares waiting for strangers.';
create index staff_browser_token on staff_browser (token_hash);
create index staff_browser_last on staff_browser (last_at);

alter table staff_device add column wide_hash bytea;
comment on column staff_device.wide_hash is 'A hash of the first 48 bits of an IPv6 address; null for IPv4.';

alter table sign_in_attempt
    add column wide_hash   bytea,
    add column device_hash bytea,
    add column standing    text not null default 'stranger',
    add constraint sign_in_attempt_standing_known check (standing in ('device', 'network', 'stranger'));
comment on table sign_in_attempt is 'Failed sign-ins of the last day, hashed, to slow guessing down.';
comment on column sign_in_attempt.wide_hash is 'A hash of the first 48 bits of an IPv6 address; null for IPv4.';
comment on column sign_in_attempt.device_hash is 'The browser, where the account knows it.';
comment on column sign_in_attempt.standing is 'How the account knew whoever tried: by the browser, by the network, or not at all.';
create index sign_in_attempt_wide on sign_in_attempt (wide_hash, at);

alter table password_request
    add column wide_hash   bytea,
    add column device_hash bytea,
    add column standing    text not null default 'stranger',
    add column mailed_at   timestamptz,
    add constraint password_request_standing_known check (standing in ('device', 'network', 'stranger'));
comment on column password_request.wide_hash is 'A hash of the first 48 bits of an IPv6 address; null for IPv4.';
comment on column password_request.device_hash is 'The browser, where the account knows it.';
comment on column password_request.standing is 'How the account knew whoever asked: by the browser, by the network, or not at all.';
comment on column password_request.mailed_at is 'When a link was mailed for it. What was not mailed counts for nothing.';
create index password_request_wide on password_request (wide_hash, at);
