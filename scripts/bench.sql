-- A thousand listed events, one a date, three a day from tomorrow on.
insert into staff (email, name, role) values ('bench@example.org', 'Bench', 'moderator');
insert into submission (reference, send_key, answers_digest, sender_name, sender_email)
select 'WO-' || n, gen_random_uuid(), '', 'Sam Example', 'sam@example.org' from generate_series(1, 1000) n;
update submission set state = 'listed';
insert into revision (submission_id, number, details, answers) select id, 1, '{}', '{}' from submission;
insert into event (submission_id, revision_id, slug, title, summary, description_html, event_type, venue_id, place, village,
                   cost_kind, cost, step_free, hearing_loop, group_name, listed_at, changed_at)
select submission.id, revision.id, 'event-' || submission.id, 'An afternoon of songs, number ' || submission.id,
       'Bring a request and a friend. Tea and biscuits, and a raffle in aid of the hall roof.',
       '<p>Bring a request and a friend. Tea and biscuits, and a raffle in aid of the hall roof.</p>',
       'music', venue.id, venue.name, venue.village, 'paid', '£4, under-16s free', true, true, 'Village band', now(), now()
from submission
join revision on revision.submission_id = submission.id
join venue on venue.id = 1 + submission.id % 10;
insert into occurrence (event_id, day, all_day, starts_at, ends_at, over_at)
select id, current_date + 1 + (id / 3)::int, false,
       (current_date + 1 + (id / 3)::int) + interval '14 hours' + (id % 3) * interval '2 hours',
       (current_date + 1 + (id / 3)::int) + interval '15 hours' + (id % 3) * interval '2 hours',
       (current_date + 1 + (id / 3)::int) + interval '15 hours' + (id % 3) * interval '2 hours'
from event;
analyze;
