-- The administrator's side of the desk: the council's words, the policy's next version, guidance,
-- replies that are ready to use, senders who are blocked, and an audit log that its own owner may
-- not change.

-- The council's words.

alter table site add column if not exists hold_messages boolean not null default false;
alter table site add column if not exists waiting_days int not null default 3;

-- Policy versions: a draft is not in force, and what was adopted stays as it is.

alter table policy_version
    alter column in_force_from drop not null,
    alter column in_force_from drop default;
comment on table policy_version is 'One version of the communications policy. Without in_force_from it is a draft. The latest in_force_from that has passed is in force.';
create unique index policy_version_one_draft on policy_version ((true)) where in_force_from is null;

alter table policy_clause
    add column id bigint generated always as identity,
    add constraint policy_clause_id_unique unique (id);
comment on column policy_clause.id is 'Names a clause while its number is being changed in a draft.';

-- In a draft a clause can be given another number, and two standards can change places.
alter table standard_clause
    drop constraint standard_clause_clause_fkey,
    add constraint standard_clause_clause_fkey foreign key (policy_version_id, number)
        references policy_clause on update cascade;
alter table standard
    drop constraint standard_position_unique,
    add constraint standard_position_unique unique (policy_version_id, position) deferrable initially immediate,
    add column not_tolerated boolean not null default false;
comment on column standard.not_tolerated is 'Policy 6.13: whether a refusal for this standard counts towards repeat offenders, because clause 6.11 lists what it is about.';

-- What 6.11 lists: obscene or racist content, threats, libel, breach of any law (lawful); personal
-- attacks and insults (civil); plagiarised material (copied); personal information (personal);
-- commercial promotions or spam (commercial). Not a place too far away, nor politics (6.10).
update standard set not_tolerated = true
where key in ('civil', 'lawful', 'copied', 'personal', 'commercial');

create function policy_version_is_fixed() returns trigger language plpgsql as $$
begin
    if old.in_force_from is not null then
        raise exception 'a policy that was adopted cannot be changed'
            using errcode = 'check_violation', constraint = 'policy_version_is_fixed';
    end if;
    if tg_op = 'DELETE' then
        return old;
    end if;
    return new;
end $$;
create trigger policy_version_is_fixed before update or delete on policy_version
    for each row execute function policy_version_is_fixed();

create function policy_words_are_fixed() returns trigger language plpgsql as $$
begin
    -- How staff apply a standard is not the policy: that may change.
    if tg_table_name = 'standard' and tg_op = 'UPDATE'
        and to_jsonb(new) - 'guidance' = to_jsonb(old) - 'guidance' then
        return new;
    end if;
    if exists (
        select from policy_version
        where in_force_from is not null and id in (old.policy_version_id, new.policy_version_id)
    ) then
        raise exception 'the words of a policy that was adopted cannot be changed'
            using errcode = 'check_violation', constraint = 'policy_words_are_fixed';
    end if;
    if tg_op = 'DELETE' then
        return old;
    end if;
    return new;
end $$;
create trigger policy_clause_is_fixed before insert or update or delete on policy_clause
    for each row execute function policy_words_are_fixed();
create trigger standard_is_fixed before insert or update or delete on standard
    for each row execute function policy_words_are_fixed();
create trigger standard_clause_is_fixed before insert or update or delete on standard_clause
    for each row execute function policy_words_are_fixed();

create table guidance_history (
    id          bigint generated always as identity primary key,
    standard_id bigint not null references standard,
    words       text not null,
    replaced_by bigint not null references staff,
    replaced_at timestamptz not null
);
comment on table guidance_history is 'What a guidance note said before staff changed it, and who changed it. One row a change.';
create index guidance_history_standard on guidance_history (standard_id, id);

-- Replies that are ready to use (6.12).

create table reply_template (
    id         bigint generated always as identity primary key,
    purpose    text not null,
    name       text not null,
    words      text not null,
    position   int  not null,
    retired_at timestamptz,
    constraint reply_template_purpose_known check (purpose in ('changes', 'refusal', 'take_down'))
);
comment on table reply_template is 'Words to a sender that staff can start from. What stands in braces is filled in from the case (domain::replies).';
create unique index reply_template_name_unique on reply_template (purpose, lower(name)) where retired_at is null;

insert into reply_template (purpose, position, name, words) values
    ('changes', 1, 'Personal details to leave out',
'We would like to list it.

The description has personal details in it, such as a telephone number, an email address or where somebody lives. The council can publish those only where the person has agreed to it. Take them out, or tick the box on the form that says they may be shown.'),
    ('changes', 2, 'A promotion to take out',
'We would like to list “{title}”. A ticket price is fine, but the council’s page cannot carry an offer, a discount or an advertisement for a business.

Take that part out and send the event in again. You are welcome to thank a sponsor by name.'),
    ('changes', 3, 'Title or description to shorten',
'We would like to list “{title}”. It will reach more people if it is shorter.

A title of a few words is enough, since the date and the place stand beside it. In the description, tell people what happens, who it is for and what to bring.'),
    ('changes', 4, 'The date is not clear',
'We cannot tell for certain when “{title}” takes place. We read it as: {dates}.

Tell us the day, the date and the times, so that nobody comes in vain.'),
    ('changes', 5, 'It may be copied',
'Some of the words of “{title}” read as if they came from somewhere else. The council can publish only what you wrote yourself or have permission to use.

Put it into your own words, or tell us who gave you permission.'),
    ('refusal', 1, 'Already listed',
'“{title}” is on the What’s On page already, so we have not listed it a second time. If something about it has changed, tell us at {office email} and we will put it right.'),
    ('refusal', 2, 'Not near the parish',
'The What’s On page is for events in or near the parish, or for people who live here. “{title}” is too far away for it. The council for the place where it happens may have a page like ours.'),
    ('refusal', 3, 'Political advertising',
'The council’s pages have to be politically neutral, so we cannot list an event that asks for support for a party, a candidate or one side of a vote. A meeting to which every candidate is invited is welcome.'),
    ('refusal', 4, 'A promotion',
'The What’s On page is for community events. It cannot carry sales, offers or advertisements for a business. An event with a ticket price, or a fair with stalls, is welcome.'),
    ('refusal', 5, 'It says that somebody broke the law or a policy',
'What you sent us says that somebody has broken the law or one of the council’s policies. We cannot publish that here, and we have not judged whether it is so.

So that it can be looked into properly, send a formal complaint to {council} at {office email} or telephone {office telephone}. If you think a crime was committed, tell the police as soon as possible: 101, or 999 in an emergency.'),
    ('take_down', 1, 'Personal details',
'We have taken “{title}” off the What’s On page, because it shows personal details that nobody has agreed to publish. Send it in again without them and we will look at it straight away.'),
    ('take_down', 2, 'It is not as it was described',
'We have taken “{title}” off the What’s On page, because we have learned that it is not as it was described to us. Telephone {office telephone} if we have that wrong.'),
    ('take_down', 3, 'It says that somebody broke the law or a policy',
'We have taken “{title}” off the What’s On page, because it says that somebody has broken the law or one of the council’s policies. We have not judged whether it is so.

So that it can be looked into properly, send a formal complaint to {council} at {office email} or telephone {office telephone}. If you think a crime was committed, tell the police as soon as possible: 101, or 999 in an emergency.');

-- Repeat offenders (6.13).

alter table submission add column if not exists email_confirmed_at timestamptz;

create table sender_block (
    id            bigint generated always as identity primary key,
    kind          text not null,
    who           text not null,
    submission_id bigint not null references submission,
    held_after    bigint not null,
    reason        text not null,
    review_on     date not null,
    blocked_by    bigint not null references staff,
    blocked_at    timestamptz not null,
    ended_by      bigint references staff,
    ended_at      timestamptz,
    constraint sender_block_kind_known check (kind in ('email', 'group')),
    constraint sender_block_who_lower check (who = lower(who)),
    constraint sender_block_ended_by_somebody check ((ended_at is null) = (ended_by is null))
);
comment on table sender_block is 'Policy 6.13: an email address or a group whose new submissions are held beside the queue. Set and ended by staff, never by a rule. held_after is the newest submission there was: only later ones are held.';
create unique index sender_block_one_at_a_time on sender_block (kind, who) where ended_at is null;

create function submission_is_held(submission) returns boolean language sql stable as $$
    select $1.state = 'waiting' and exists (
        select from sender_block
        where ended_at is null and held_after < $1.id
          and (kind = 'email' and who = lower($1.sender_email) or kind = 'group' and who = lower($1.group_name))
    )
$$;
comment on function submission_is_held is 'Whether a submission waits beside the queue, because its sender is blocked.';

-- The audit log: its trigger refuses every change, and so do the rights of the role that owns it.

create index audit_entry_actor on audit_entry (actor, seq);
revoke update, delete, truncate on audit_entry from current_user;
