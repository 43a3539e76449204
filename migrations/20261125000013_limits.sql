-- Spam and load: what was odd about how a form was filled in, what waits beside the queue for that, and how often
-- somebody does what anybody may do.

alter table draft
    add column trapped boolean not null default false;
comment on column draft.trapped is 'Whether the box that people cannot see was filled in.';

alter table submission
    add column signs         text[] not null default '{}',
    add column words_digest  bytea,
    add column aside         text,
    add constraint submission_signs_known
        check (signs <@ array ['hidden_box', 'too_fast', 'same_words', 'many_links']),
    add constraint submission_words_digest_length check (octet_length(words_digest) = 32),
    add constraint submission_aside_known check (aside in ('spam', 'unconfirmed'));
comment on column submission.signs is 'What was odd about how it was filled in (domain::signs). They hint, and never decide.';
comment on column submission.words_digest is 'The SHA-256 of the letters of its title and description, to find others of the same words.';
comment on column submission.aside is 'Why it waits beside the queue until its sender confirms the address or staff look at it: it looks like spam, or it came in a flood. Null in the queue.';
create index submission_received on submission (received_at);
create index submission_same_words on submission (words_digest, received_at) where words_digest is not null;
create index submission_aside on submission (aside, waiting_since) where aside is not null and state = 'waiting';

create function submission_lane(submission) returns text language sql stable as $$
    select case when submission_is_held($1) then 'blocked'
                when $1.state = 'waiting' and $1.aside is not null then $1.aside
                else 'queue' end
$$;
comment on function submission_lane is 'Where a submission waits: in the queue, or beside it because its sender is blocked (6.13), because it looks like spam, or until its sender confirms the address.';

alter table site
    add column open_most  int not null default 20,
    add column flood_sent int not null default 60,
    add constraint site_open_most_sensible check (open_most between 5 and 1000),
    add constraint site_flood_sent_sensible check (flood_sent between 10 and 10000);
comment on column site.open_most is 'How many events of one email address may wait at once.';
comment on column site.flood_sent is 'How many events in ten minutes are a flood, in which the sender of a new one has to confirm the address first.';

create table limit_key (
    day date primary key,
    key bytea not null,
    constraint limit_key_length check (octet_length(key) = 32)
);
comment on table limit_key is 'The secret that network addresses are hashed with on a day (UTC). It is deleted when the day is over, and with it any way back to an address.';

create table limit_taken (
    kind  text        not null,
    who   bytea       not null,
    since timestamptz not null,
    taken int         not null,
    constraint limit_taken_pkey primary key (kind, who, since),
    constraint limit_taken_kind_known check (kind in ('begin', 'send', 'picture', 'report', 'weekly')),
    constraint limit_taken_counted check (taken > 0)
);
comment on table limit_taken is 'How often one network address did a thing in an hour: the hash of the address under the day''s key, the hour, the count. Deleted within two hours.';
create index limit_taken_old on limit_taken (since);
