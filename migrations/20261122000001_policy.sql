-- The council's policy, as data: staff decide against it, and each decision keeps the version
-- that was in force. Adopting a new policy adds rows; nothing here is ever edited in place.

create table policy_version (
    id          bigint generated always as identity primary key,
    name        text not null,
    adopted     date not null,
    review_due  date not null,
    in_force_from timestamptz not null default now(),
    constraint policy_version_name_unique unique (name),
    constraint policy_version_review_after_adoption check (review_due > adopted)
);
comment on table policy_version is 'One adopted version of the communications policy. The latest in_force_from that has passed is in force.';

create table policy_clause (
    policy_version_id bigint not null references policy_version,
    number            text   not null,
    position          int    not null,
    text              text   not null,
    constraint policy_clause_pkey primary key (policy_version_id, number)
);
comment on table policy_clause is 'A clause of a policy version, word for word.';

create table standard (
    id                bigint generated always as identity primary key,
    policy_version_id bigint not null references policy_version,
    key               text   not null,
    position          int    not null,
    name              text   not null,
    guidance          text   not null default '',
    constraint standard_key_unique unique (policy_version_id, key),
    constraint standard_position_unique unique (policy_version_id, position),
    constraint standard_key_shape check (key ~ '^[a-z][a-z-]*$')
);
comment on table standard is 'One line of the review checklist, drawn from one or more clauses.';

create table standard_clause (
    standard_id       bigint not null references standard,
    policy_version_id bigint not null,
    number            text   not null,
    position          int    not null,
    constraint standard_clause_pkey primary key (standard_id, number),
    constraint standard_clause_clause_fkey foreign key (policy_version_id, number) references policy_clause
);
comment on table standard_clause is 'Which clauses a standard comes from, in the order they are shown.';
