-- Finding: what is to come in one narrow table that every search and filter reads, words without
-- their accents, and word to every copy of the server when something public changes.

-- Both extensions come with PostgreSQL and are trusted: the owner of a database may create them.
create extension if not exists unaccent;
create extension if not exists pg_trgm;

create text search configuration whatson (copy = english);
alter text search configuration whatson alter mapping for hword, hword_part, word with unaccent, english_stem;
comment on text search configuration whatson is 'English words by their stems, accents left out: “cafés” finds “cafe”.';

-- Kinds and venues that staff keep.

alter table event_type add column retired_at timestamptz;
comment on column event_type.retired_at is 'Since when the kind is no longer offered. Events of it stay.';

alter table venue
    add column map_url text not null default '',
    add column latitude double precision,
    add column longitude double precision,
    add column step_free boolean,
    add column accessible_toilet boolean,
    add column hearing_loop boolean,
    add column blue_badge_parking boolean,
    add column retired_at timestamptz,
    add column merged_into bigint,
    add constraint venue_merged_into_fkey foreign key (merged_into) references venue,
    add constraint venue_merged_away check (merged_into is null or (retired_at is not null and merged_into <> id)),
    add constraint venue_map_https check (map_url = '' or map_url like 'https://%'),
    add constraint venue_on_earth check (
        (latitude is null) = (longitude is null)
        and latitude between -90 and 90 and longitude between -180 and 180);
comment on column venue.merged_into is 'The venue that took over its events, where staff found it to be the same place.';
create index event_venue on event (venue_id);

-- What is to come.

create table upcoming (
    occurrence_id bigint primary key,
    event_id      bigint not null,
    day           date not null,
    starts_at     timestamptz not null,
    over_at       timestamptz not null,
    keys          text[] not null,
    words         tsvector not null,
    constraint upcoming_occurrence_fkey foreign key (occurrence_id) references occurrence on delete cascade
);
comment on table upcoming is 'Each date of a listed event that is not long over, with all that a visitor can filter and search by. Written by triggers alone; a job forgets what is over, so that its size follows what is to come, not what has been.';
comment on column upcoming.keys is 'What can be filtered by: type:music, village:groombridge, venue:3, free, step-free:yes, step-free:not-told …';
comment on column upcoming.words is 'Plain words: A the title; B place, village and group; C the description; D whom it is for.';
create index upcoming_day on upcoming (day, starts_at, occurrence_id) include (over_at, event_id);
create index upcoming_found on upcoming using gin (keys, words) with (fastupdate = off);
create index upcoming_over on upcoming (over_at);

create table search_word (
    word text primary key
);
comment on table search_word is 'The words of listed events, in small plain letters, to mend spelling mistakes by. A job forgets those that no event to come has.';
create index search_word_like on search_word using gin (word gin_trgm_ops);

create function fact_key(fact text, known boolean) returns text language sql immutable as $$
    select fact || case known when true then ':yes' when false then ':no' else ':not-told' end
$$;

create function finding_keys(event) returns text[] language sql stable as $$
    select array_remove(array[
        'type:' || $1.event_type,
        'village:' || nullif(lower($1.village), ''),
        'venue:' || $1.venue_id,
        case when $1.cost_kind = 'free' then 'free' end,
        fact_key('step-free', $1.step_free),
        fact_key('toilet', $1.accessible_toilet),
        fact_key('hearing-loop', $1.hearing_loop),
        fact_key('blue-badge', $1.blue_badge_parking)
    ], null)
$$;

-- The description as words alone: the tags go, and the five characters that HTML writes another way
-- come back.
create function plain_description(html text) returns text language sql immutable as $$
    select replace(replace(replace(replace(replace(
        regexp_replace(html, '<[^>]*>', ' ', 'g'),
        '&lt;', '<'), '&gt;', '>'), '&quot;', '"'), '&#39;', ''''), '&amp;', '&')
$$;

create function finding_words(event) returns tsvector language sql stable as $$
    select setweight(to_tsvector('whatson', $1.title), 'A')
        || setweight(to_tsvector('whatson', $1.place || ' ' || $1.village || ' ' || $1.group_name), 'B')
        || setweight(to_tsvector('whatson', plain_description($1.description_html)), 'C')
        || setweight(to_tsvector('whatson', coalesce((select details->>'age' from revision where id = $1.revision_id), '')), 'D')
$$;

create function occurrences_come() returns trigger language plpgsql as $$
begin
    insert into upcoming (occurrence_id, event_id, day, starts_at, over_at, keys, words)
    select fresh.id, event.id, fresh.day, fresh.starts_at, fresh.over_at, found.keys, found.words
    from (select distinct event_id from fresh) which
    join event on event.id = which.event_id
    cross join lateral (select finding_keys(event) as keys, finding_words(event) as words offset 0) found
    join fresh on fresh.event_id = event.id
    on conflict (occurrence_id) do update
        set (event_id, day, starts_at, over_at, keys, words)
          = (excluded.event_id, excluded.day, excluded.starts_at, excluded.over_at, excluded.keys, excluded.words);
    return null;
end $$;
create trigger occurrences_come after insert on occurrence
    referencing new table as fresh for each statement execute function occurrences_come();
create trigger occurrences_move after update on occurrence
    referencing new table as fresh for each statement execute function occurrences_come();

create function events_change() returns trigger language plpgsql as $$
begin
    update upcoming set keys = found.keys, words = found.words
    from (select event.id, finding_keys(event) as keys, finding_words(event) as words
          from event where id in (select id from fresh)) found
    where upcoming.event_id = found.id
      and (upcoming.keys, upcoming.words) is distinct from (found.keys, found.words);
    -- In the order of the alphabet, so that two events at once cannot wait for each other.
    insert into search_word (word)
    select distinct word
    from fresh,
         regexp_split_to_table(lower(unaccent(concat_ws(' ', title, place, village, group_name,
                                                        plain_description(description_html)))), '[^a-z]+') word
    where length(word) between 4 and 24
    order by word
    on conflict do nothing;
    return null;
end $$;
create trigger events_come after insert on event
    referencing new table as fresh for each statement execute function events_change();
create trigger events_change after update on event
    referencing new table as fresh for each statement execute function events_change();
create index upcoming_event on upcoming (event_id);

insert into upcoming (occurrence_id, event_id, day, starts_at, over_at, keys, words)
select occurrence.id, event.id, occurrence.day, occurrence.starts_at, occurrence.over_at,
       finding_keys(event), finding_words(event)
from occurrence join event on event.id = occurrence.event_id;

insert into search_word (word)
select distinct word
from event,
     regexp_split_to_table(lower(unaccent(concat_ws(' ', title, place, village, group_name,
                                                    plain_description(description_html)))), '[^a-z]+') word
where length(word) between 4 and 24;

-- Word to every copy of the server, when a change is committed. The name of the table is all it says.

create function tell_copies() returns trigger language plpgsql as $$
begin
    perform pg_notify('public_change', tg_table_name);
    return null;
end $$;
create trigger event_told after insert or update or delete on event for each statement execute function tell_copies();
create trigger occurrence_told after insert or update or delete on occurrence for each statement execute function tell_copies();
create trigger site_told after insert or update or delete on site for each statement execute function tell_copies();
create trigger event_type_told after insert or update or delete on event_type for each statement execute function tell_copies();
create trigger venue_told after insert or update or delete on venue for each statement execute function tell_copies();
create trigger policy_version_told after insert or update or delete on policy_version for each statement execute function tell_copies();
create trigger policy_clause_told after insert or update or delete on policy_clause for each statement execute function tell_copies();
create trigger standard_told after insert or update or delete on standard for each statement execute function tell_copies();
create trigger standard_clause_told after insert or update or delete on standard_clause for each statement execute function tell_copies();
