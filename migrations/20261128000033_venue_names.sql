-- An address that finds what is on at a venue still finds it when the venue is called otherwise.

create table venue_name (
    venue_id bigint not null,
    name     text not null,
    village  text not null,
    until    timestamptz not null,
    primary key (venue_id, until),
    constraint venue_name_venue_fkey foreign key (venue_id) references venue
);
comment on table venue_name is 'What venues were called before.';
