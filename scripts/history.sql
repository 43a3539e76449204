-- The history of a desk beside what `whatson demo` has made: `decided` submissions with all that was written about them,
-- and `entries` in the audit log. What is new is the same however long the history: the same twenty-odd wait, and the last
-- thousand were decided in the last year; what is more lies in the nine years before.
-- psql -v decided=100000 -v entries=1000000 -f scripts/history.sql
set client_min_messages = warning;
create function pg_temp.reference(n bigint) returns text language sql immutable as $$
    select 'WO-' || string_agg(substr('23456789CDFGHJKMNPQRTVWXY', 1 + ((n + 400000) / (25 ^ place)::int % 25)::int, 1), '' order by place)
    from generate_series(0, 4) place
$$;
-- When the nth newest of so many was done with.
create function pg_temp.done(n bigint, newest bigint, every bigint) returns timestamptz language sql stable as $$
    select now() - case when n <= newest then interval '365 days' * (n::float8 / newest)
                        else interval '365 days' + interval '3285 days' * ((n - newest)::float8 / (every - newest)) end
$$;

insert into staff (email, name, role)
select 'colleague-' || n || '@example.org', 'Colleague ' || n, 'moderator' from generate_series(1, 3) n;
create temporary table model as
select row_number() over (order by event.id) as number, event.*, revision.details, revision.answers
from event join revision on revision.id = event.revision_id
where jsonb_typeof(revision.details->'dates') = 'array' and revision.picture_id is null;

-- From the newest on: what waits (0 and less) and what was decided. One sender in ten is always the same.
create temporary table past as
select n, pg_temp.reference(n) as reference, n % 10 = 0 as prolific, dice, coalesce(done, now() - (1 - n) * interval '9 hours') as done,
       case when n <= 0 then 'waiting' when dice < 68 then 'listed' when dice < 78 then 'refused' when dice < 79 then 'changes_asked'
            when dice < 85 then 'withdrawn' when dice < 95 then 'spam' else 'taken_down' end as state,
       coalesce((done + interval '10 days')::date, current_date + 3 - n::int) as day,
       1 + (n % 3 = 0)::int + (n % 12 = 0)::int as revisions, model.number as model, staff.id as staff,
       null::bigint as submission
from generate_series(-17, :decided) n
cross join lateral (select abs(hashint8(n)::bigint) % 100 as dice, case when n > 0 then pg_temp.done(n, 1000, :decided + 1) end as done) chance
join model on model.number = 1 + abs(n) % (select count(*) from model)
join (select id, row_number() over (order by id) as number from staff) staff on staff.number = 1 + abs(n) % 4;

-- What triggers write of a row at a time is written of all at once, at the end.
alter table submission disable trigger submission_starts_waiting;
alter table revision disable trigger user;
alter table decision disable trigger user;
alter table event disable trigger user;
alter table occurrence disable trigger user;
insert into submission (reference, state, send_key, answers_digest, sender_name, sender_email, group_name, received_at,
                        waiting_since, email_confirmed_at, words_digest)
select reference, state, gen_random_uuid(), '', 'Sam Example',
       case when prolific then 'prolific@example.org' else 'sender-' || abs(n) % (:decided / 4) || '@example.org' end,
       case when prolific then 'The Events Team' when n % 2 = 0 then 'Group ' || abs(n) % (:decided / 8) end,
       done - interval '2 days', done - interval '2 days', case when n % 5 <> 1 then done - interval '1 day' end,
       sha256(('words ' || n)::bytea)
from past order by n desc;
update past set submission = submission.id from submission where submission.reference = past.reference;

insert into revision (submission_id, number, details, answers, created_at, made_by, staff_id)
select submission, version,
       model.details || jsonb_build_object(
           'title', model.title || ', number ' || n || case when abs(n) % 97 = 1 then ' with a zither' else '' end,
           'dates', jsonb_build_array(jsonb_build_object('date', day, 'hours', model.details->'dates'->0->'hours'))),
       model.answers, done - interval '2 days' + version * interval '2 hours',
       case version when 3 then 'staff' else 'sender' end, case version when 3 then staff end
from past join model on model.number = model, generate_series(1, revisions) version
order by n desc, version;
insert into declaration (submission_id, revision_id, wording, wording_version, policy_version_id, agreed_at)
select submission_id, revision.id, 'I agree to the standards.', '1', policy_version.id, created_at
from past join revision on submission_id = submission
cross join (select id from policy_version where in_force_from is not null order by in_force_from desc limit 1) policy_version
where made_by = 'sender';
insert into consent (submission_id, detail, wording, wording_version, given_at)
select submission, 'name', 'My name may be shown.', '1', done from past where n % 5 = 0;

insert into decision (submission_id, revision_id, kind, staff_id, policy_version_id, ground, reply, message, decided_at, removal)
select submission, revision.id, made.kind, staff, policy_version.id, case made.kind when 'refuse' then 'standards' end,
       case made.kind when 'refuse' then 'brief' end, 'Thank you for telling us of it.',
       done - made.before, case made.kind when 'take_down' then 'breach' end
from past
join revision on revision.submission_id = submission and number = 1
cross join (select id from policy_version where in_force_from is not null order by in_force_from desc limit 1) policy_version
join (values (array['listed', 'refused', 'taken_down'], 'ask_for_changes', interval '20 hours'),
             (array['listed', 'taken_down'], 'list', interval '1 hour'), (array['refused'], 'refuse', interval '1 hour'),
             (array['changes_asked'], 'ask_for_changes', interval '1 hour'), (array['spam'], 'mark_spam', interval '1 hour'),
             (array['taken_down'], 'take_down', interval '0')) made (states, kind, before)
  on state = any(states) and (before < interval '20 hours' or revisions > 1)
order by n desc, before desc;
insert into decision_standard (decision_id, standard_id, meets)
select decision.id, standard.id, kind = 'list' or position % 4 > 0
from decision join past on submission = submission_id join standard using (policy_version_id)
where kind in ('list', 'refuse');

insert into message (submission_id, kind, recipient, subject, body, state, message_id, created_at, sent_at, attempts)
select submission, 'receipt', sender_email, 'We have your event', repeat('Thank you for sending your event in. ', 12), 'sent',
       'receipt-' || n || '@history', received_at, received_at, 1
from past join submission on submission.id = submission;
insert into message (submission_id, decision_id, kind, recipient, subject, body, state, message_id, created_at, sent_at, attempts)
select submission_id, decision.id,
       case kind when 'list' then 'listed' when 'refuse' then 'refused' when 'take_down' then 'taken_down' else 'changes' end,
       sender_email, 'Your event', repeat('This is what we decided about your event, and why. ', 12),
       case when decision.id % 200 = 0 then 'failed' else 'sent' end, 'decision-' || decision.id || '@history', decision.decided_at,
       decision.decided_at, 1
from decision join past on submission = submission_id join submission on submission.id = submission_id
where kind <> 'mark_spam';
insert into message (staff_id, kind, recipient, subject, body, state, message_id, created_at, sent_at, attempts)
select staff, 'notice', 'colleague@example.org', 'A new event to decide', 'A new event waits for a decision.', 'sent',
       'notice-' || n || '@history', done - interval '2 days', done - interval '2 days', 1
from past where n % 3 = 0;
insert into notice (staff_id, submission_id, kind, words, created_at, message_id)
select staff, submission, 'new', 'A new event waits', done - interval '2 days', message.id
from past join message on message_id = 'notice-' || n || '@history';
insert into note (submission_id, staff_id, words, created_at)
select submission, staff, 'I rang them: all is well.', done from past where n % 4 = 0;
insert into claim (submission_id, staff_id, taken_at, released_at)
select submission, staff, done - interval '3 hours', done from past where n % 5 = 0 and n > 0;
insert into case_view (submission_id, staff_id, seen_at) select submission, staff, done from past where n > 0;
insert into draft (token_hash, answers, created_at, updated_at)
select sha256(('draft ' || number)::bytea), answers, now() - interval '1 day', now() - interval '1 day' from model;

insert into event (submission_id, revision_id, slug, title, summary, description_html, event_type, venue_id, place, village, cost_kind,
                   cost, step_free, accessible_toilet, hearing_loop, blue_badge_parking, group_name, listed_at, changed_at, taken_down_at)
select submission, revision.id, 'history-' || n, revision.details->>'title', summary, description_html, event_type, venue_id, place,
       village, cost_kind, cost, step_free, accessible_toilet, hearing_loop, blue_badge_parking, group_name, done, done,
       case state when 'taken_down' then done end
from past join model on model.number = model
join revision on revision.submission_id = submission and revision.number = revisions
where state in ('listed', 'taken_down') order by n desc;
insert into occurrence (event_id, day, all_day, starts_at, ends_at, over_at)
select event.id, day, false, day + interval '14 hours', day + interval '16 hours', day + interval '16 hours'
from past join event on submission_id = submission where state = 'listed' order by n desc;
insert into upcoming (occurrence_id, event_id, day, starts_at, over_at, keys, words)
select occurrence.id, event.id, day, starts_at, over_at, finding_keys(event), finding_words(event)
from event join occurrence on event_id = event.id
where over_at > now() - interval '7 days' and slug like 'history-%';
analyze revision, decision, event, occurrence;
update submission
set findable = submission_words(submission),
    decided_at = (select max(decided_at) from decision where submission_id = submission.id),
    last_over_at = (select max(over_at) from event join occurrence on event_id = event.id where submission_id = submission.id);
alter table submission enable trigger submission_starts_waiting;
alter table revision enable trigger user;
alter table decision enable trigger user;
alter table event enable trigger user;
alter table occurrence enable trigger user;
update submission set proposed_revision_id = revision.id
from revision join past on past.submission = revision.submission_id
where submission.id = revision.submission_id and number = 1
  and n = (select min(n) from past where state = 'listed' and revisions > 1);

insert into report (submission_id, send_key, kind, words, received_at, dealt_with_by, dealt_with_at, outcome)
select submission, gen_random_uuid(), 'wrong', 'The time is wrong.', done, case when n > 100 then staff end,
       case when n > 100 then done + interval '1 day' end, case when n > 100 then 'We put it right.' end
from past where state = 'listed' and n % 25 = 0;
insert into sender_block (kind, who, submission_id, held_after, reason, review_on, blocked_by, blocked_at, ended_by, ended_at)
select 'email', 'sender-' || n % (:decided / 4) || '@example.org', submission, submission, 'Sent the same advertisement again.',
       (done + interval '90 days')::date, staff, done, case when n > 500 then staff end, case when n > 500 then done + interval '90 days' end
from past where n % 250 = 1 and n > 1;

-- The audit log, as a chain that holds (domain::audit).
alter table audit_entry disable trigger user;
grant delete on audit_entry to current_user;
delete from audit_entry;
alter table audit_entry enable trigger user;
revoke delete on audit_entry from current_user;
create temporary table entries as
select :entries + 1 - n as seq, pg_temp.done(n, 10000, :entries + 1) as at,
       case n % 10 when 0 then 'sender' when 1 then 'sender' when 2 then 'staff:2' else 'staff:1' end as actor,
       (array['submission received', 'submission listed', 'changes asked for', 'note written', 'message sent on'])[1 + n % 5] as action,
       pg_temp.reference(1 + (n - 1) * :decided / :entries) as subject, '{"version":' || n % 7 || '}' as data
from generate_series(1, :entries::bigint) n;
do $$
declare
    entry record;
    last bytea := decode(repeat('00', 32), 'hex');
    own bytea;
begin
    for entry in
        select seq, at, actor, action, subject, data,
               'whatson.audit.v1'::bytea || '\x0a'::bytea as head,
               int8send(seq) || int8send((extract(epoch from at) * 1000000)::bigint)
                   || int8send(octet_length(actor)) || actor::bytea || int8send(octet_length(action)) || action::bytea
                   || int8send(octet_length(subject)) || subject::bytea || int8send(octet_length(data)) || data::bytea as rest
        from pg_temp.entries order by seq
    loop
        own := sha256(entry.head || last || entry.rest);
        insert into audit_entry (seq, at, actor, action, subject, data, prev, hash)
        values (entry.seq, entry.at, entry.actor, entry.action, entry.subject, entry.data::jsonb, last, own);
        last := own;
    end loop;
end $$;
vacuum analyze;
