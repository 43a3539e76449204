-- What a server finds at its start to tell a long stop, or a clock that was put wrong while it was away.
create table clock_seen (
    id boolean primary key default true,
    at timestamptz not null,
    constraint clock_seen_one_row check (id)
);
comment on table clock_seen is 'One row: the newest time that a server has seen by a clock it trusted, each minute anew (domain::clock).';
