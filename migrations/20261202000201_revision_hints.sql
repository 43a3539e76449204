-- What the words of a revision suggest, worked out once when it is sent. It can be worked out again at any time.
create table revision_hint (
    revision_id bigint      primary key references revision (id) on delete cascade,
    made_under  bytea       not null,
    made_at     timestamptz not null,
    hints       jsonb       not null
);

comment on table revision_hint is 'What the words of a revision suggest to its reader; made anew under other rules or another parish.';
comment on column revision_hint.made_under is 'A digest of the rules'' version and of what they were applied with: the council, its places and postcodes.';
