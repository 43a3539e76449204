-- Listed events in number, as a parish would have them over the years: ten dates an event, titles of
-- many words.  psql -v occurrences=1000000 -v ahead=600 -v days=730 -f scripts/scale.sql
-- `ahead` of the dates are to come, over the next `days`; the others lie behind, day by day, over ten years.
insert into staff (email, name, role) values ('bench@example.org', 'Bench', 'moderator');
insert into submission (reference, send_key, answers_digest, sender_name, sender_email)
select 'WO-' || n, gen_random_uuid(), '', 'Sam Example', 'sam@example.org'
from generate_series(1, :occurrences / 10) n;
update submission set state = 'listed';
insert into revision (submission_id, number, details, answers)
select id, 1, case when id % 7 = 0 then '{"age": "Families and children"}' else '{}' end::jsonb, '{}' from submission;

alter table event disable trigger events_come;
alter table occurrence disable trigger occurrences_come;
insert into event (submission_id, revision_id, slug, title, summary, description_html, event_type, venue_id, place, village,
                   cost_kind, cost, step_free, accessible_toilet, hearing_loop, blue_badge_parking, group_name, listed_at, changed_at)
select submission.id, revision.id, 'event-' || submission.id,
       (array['Coffee morning', 'Quiz night', 'Village fete', 'Carol concert', 'Talk on bats', 'Folk evening', 'Harvest supper',
              'Toddler group', 'Book swap', 'Choir practice'])[1 + (hashint8(submission.id) & 7)]
           || case when submission.id % 97 = 0 then ' with a zither' else '' end || ', number ' || submission.id,
       'Bring a request and a friend. Tea and biscuits, and a raffle in aid of the hall roof.',
       '<p>Bring a request and a friend. <em>Tea</em> and biscuits, and a raffle in aid of the hall roof.</p>',
       event_type.slug, venue.id, venue.name, venue.village,
       case submission.id % 5 when 0 then 'free' when 1 then 'free' when 2 then 'donations' else 'paid' end,
       '£4, under-16s free', (submission.id % 3) <> 0, submission.id % 2 = 0,
       case submission.id % 4 when 0 then true when 1 then false end, submission.id % 5 = 0, 'Village band', now(), now()
from submission
join revision on revision.submission_id = submission.id
join event_type on event_type.position = 1 + (submission.id / 3) % 13
join venue on venue.id = 1 + (submission.id / 7) % 10;

with ranked as (
    select event.id, n, row_number() over (order by n, hashint8(event.id), event.id) as at
    from event, generate_series(1, 10) n
), placed as (
    select id, n,
           case when at <= :ahead then current_date + 1 + (at * :days / :ahead)::int
                else current_date - 1 - ((at - :ahead) * 3650 / greatest(1, :occurrences - :ahead))::int end as day
    from ranked
)
insert into occurrence (event_id, day, all_day, starts_at, ends_at, over_at)
select id, day, false, at, at + interval '2 hours', at + interval '2 hours'
from placed cross join lateral (
    select day + interval '9 hours' + (id % 600) * interval '1 minute' + n * interval '1 second' as at) hours;

insert into upcoming (occurrence_id, event_id, day, starts_at, over_at, keys, words)
select occurrence.id, event.id, occurrence.day, occurrence.starts_at, occurrence.over_at, found.keys, found.words
from event
cross join lateral (select finding_keys(event) as keys, finding_words(event) as words offset 0) found
join occurrence on occurrence.event_id = event.id
where occurrence.over_at > now() - interval '7 days';
insert into search_word
select distinct word from event, regexp_split_to_table(lower(title || ' ' || place || ' ' || village || ' ' || group_name), '[^a-z]+') word
where length(word) between 4 and 24
on conflict do nothing; -- the words of the types are there already
alter table event enable trigger events_come;
alter table occurrence enable trigger occurrences_come;
vacuum analyze event, occurrence, upcoming, search_word, revision, submission;
