-- The search knows an event by the name of its type too: "music" finds what is of the type "Music and dance".

create or replace function finding_words(event) returns tsvector language sql stable as $$
    select setweight(to_tsvector('whatson', $1.title), 'A')
        || setweight(to_tsvector('whatson', $1.place || ' ' || $1.village || ' ' || $1.group_name), 'B')
        || setweight(to_tsvector('whatson', plain_description($1.description_html)), 'C')
        || setweight(to_tsvector('whatson', coalesce((select details->>'age' from revision where id = $1.revision_id), '')), 'D')
        || setweight(to_tsvector('whatson', coalesce((select name from event_type where slug = $1.event_type), '')), 'B')
$$;
comment on column upcoming.words is 'Plain words: A the title; B place, village, group and the name of the type; C the description; D whom it is for.';

-- The words of types mend spelling mistakes too, as soon as an event to come has one.
create function type_words(slugs text[]) returns void language sql as $$
    insert into search_word (word)
    select distinct word
    from event_type, regexp_split_to_table(lower(unaccent(name)), '[^a-z]+') word
    where slug = any (slugs) and length(word) between 4 and 24
    order by word
    on conflict do nothing
$$;

create function type_of_events_told() returns trigger language plpgsql as $$
begin
    perform type_words(array(select distinct event_type from fresh));
    return null;
end $$;
create trigger type_of_events_come after insert on event
    referencing new table as fresh for each statement execute function type_of_events_told();
create trigger type_of_events_change after update on event
    referencing new table as fresh for each statement execute function type_of_events_told();

create function types_change() returns trigger language plpgsql as $$
begin
    update upcoming set words = found.words
    from (select event.id, finding_words(event) as words
          from event
          join fresh on fresh.slug = event.event_type
          join former on former.slug = fresh.slug and former.name <> fresh.name
          where exists (select from upcoming where upcoming.event_id = event.id)
          offset 0) found
    where upcoming.event_id = found.id;
    perform type_words(array(
        select fresh.slug from fresh join former on former.slug = fresh.slug and former.name <> fresh.name
        where exists (select from event where event.event_type = fresh.slug)));
    return null;
end $$;
create trigger types_change after update on event_type
    referencing old table as former new table as fresh for each statement execute function types_change();

-- What is to come already.
update upcoming set words = found.words
from (select event.id, finding_words(event) as words
      from event
      where exists (select from upcoming where upcoming.event_id = event.id)
      offset 0) found
where upcoming.event_id = found.id;
select type_words(array(select distinct event_type from event));
