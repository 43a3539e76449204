-- A mail server that cannot be reached is one fault, and none of the messages that wait for it.

create table mail_server (
    id          boolean primary key default true,
    since       timestamptz,
    tried_at    timestamptz,
    next_try_at timestamptz,
    tries       int not null default 0,
    words       text,
    answered_at timestamptz,
    constraint mail_server_one_row check (id),
    constraint mail_server_fault_whole
        check (num_nonnulls(since, tried_at, next_try_at, words) in (0, 4))
);
comment on table mail_server is 'The one row of how the mail server does. While since is set it has not answered: since then, tried last at tried_at and so often, again at next_try_at by whoever comes first, with what went wrong in words for staff. answered_at is when it last said anything about a message.';
insert into mail_server default values;

alter table message add column cut_off_at timestamptz;
comment on column message.cut_off_at is 'When the connection last broke off with this message in hand, before the mail server had said anything of it. It is this message''s own try only where the server has answered about others since the time before.';
