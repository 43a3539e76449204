-- What another parish would change: names, addresses, places, kinds of event. All of it is data.

create table site (
    id               boolean primary key default true,
    council          text not null,
    places           text not null,
    office_email     text not null,
    office_telephone text not null,
    office_address   text not null,
    website          text not null,
    policy_url       text,
    reply_time       text not null,
    constraint site_one_row check (id)
);
comment on table site is 'The one row of words about the council that pages and mails carry.';

create table event_type (
    slug     text primary key,
    name     text not null,
    position int  not null,
    constraint event_type_slug_shape check (slug ~ '^[a-z][a-z-]*$')
);
comment on table event_type is 'The kinds of event that a sender chooses from and a visitor filters by.';

create table venue (
    id          bigint generated always as identity primary key,
    name        text not null,
    village     text not null,
    address     text not null default '',
    postcode    text not null default '',
    constraint venue_name_unique unique (name, village)
);
comment on table venue is 'Places that senders can pick by name.';
