-- PostgreSQL takes "Tea/coffee" for the name of a file, "cake.Tea" for that of a computer and "60s" for a word of
-- its own, each of which only the same again would find: they are words that stand beside each other.

-- As domain::listing::words_apart does with what is looked for.
create function words_apart(words text) returns text language sql immutable as $$
    select regexp_replace(regexp_replace(translate(words, '/', ' '),
                                         '([[:alpha:]])\.(?=[[:alpha:]])', '\1 ', 'g'),
                          '([0-9])s\M', '\1 s', 'gi')
$$;

create or replace function finding_words(event) returns tsvector language sql stable as $$
    select setweight(to_tsvector('whatson', words_apart($1.title)), 'A')
        || setweight(to_tsvector('whatson', words_apart($1.place || ' ' || $1.village || ' ' || $1.group_name)), 'B')
        || setweight(to_tsvector('whatson', words_apart(plain_description($1.description_html))), 'C')
        || setweight(to_tsvector('whatson', words_apart(
               coalesce((select details->>'age' from revision where id = $1.revision_id), ''))), 'D')
        || setweight(to_tsvector('whatson', words_apart(
               coalesce((select name from event_type where slug = $1.event_type), ''))), 'B')
$$;

update upcoming set words = found.words
from (select event.id, finding_words(event) as words
      from event
      where exists (select from upcoming where upcoming.event_id = event.id)
      offset 0) found
where upcoming.event_id = found.id and upcoming.words <> found.words;
