-- What the public sees. An occurrence exists only while its event is listed, so the listing asks
-- nothing about states: what is there may be shown.

create table event (
    id              bigint generated always as identity primary key,
    submission_id   bigint not null references submission,
    revision_id     bigint not null references revision,
    slug            text not null,
    status          text not null default 'going_ahead',
    title           text not null,
    summary         text not null,
    description_html text not null,
    event_type      text not null references event_type,
    venue_id        bigint references venue,
    place           text not null,
    village         text not null default '',
    cost_kind       text not null,
    cost            text not null,
    step_free       boolean,
    accessible_toilet boolean,
    hearing_loop    boolean,
    blue_badge_parking boolean,
    group_name      text not null default '',
    sequence        int not null default 0,
    listed_at       timestamptz not null,
    changed_at      timestamptz not null,
    taken_down_at   timestamptz,
    removal_notice  boolean not null default false,
    words           tsvector generated always as (
        setweight(to_tsvector('english', title), 'A') ||
        setweight(to_tsvector('english', place || ' ' || village || ' ' || group_name), 'B') ||
        setweight(to_tsvector('english', description_html), 'C')
    ) stored,
    constraint event_submission_unique unique (submission_id),
    constraint event_slug_unique unique (slug),
    constraint event_status_known check (status in ('going_ahead', 'cancelled', 'postponed', 'moved', 'online', 'fully_booked')),
    constraint event_cost_kind_known check (cost_kind in ('not_told', 'free', 'donations', 'paid'))
);
comment on table event is 'A listed submission as the public sees it. Access facts are null where the organiser has not told us.';
create index event_words on event using gin (words);

create table occurrence (
    id        bigint generated always as identity primary key,
    event_id  bigint not null references event,
    day       date not null,
    all_day   boolean not null,
    starts_at timestamptz not null,
    ends_at   timestamptz,
    over_at   timestamptz not null,
    constraint occurrence_unique unique (event_id, starts_at),
    constraint occurrence_order check (over_at >= starts_at and (ends_at is null or ends_at > starts_at))
);
comment on table occurrence is 'One date of a listed event, on the parish''s clock (day) and as instants. over_at is when it leaves the list.';
create index occurrence_listing on occurrence (day, starts_at, id);
