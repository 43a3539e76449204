-- What the clauses of a policy are for. Letters and pages ask for the clause that says a thing, in
-- the version that something was decided under; until now its number stood in the code.

create table policy_role (
    policy_version_id bigint not null,
    role              text   not null,
    number            text   not null,
    constraint policy_role_pkey primary key (policy_version_id, role),
    -- A clause that gets another number keeps its roles; one that is taken out has none.
    constraint policy_role_clause_fkey foreign key (policy_version_id, number) references policy_clause
        on update cascade on delete cascade,
    constraint policy_role_shape check (role ~ '^[a-z][a-z_]*$')
);
comment on table policy_role is 'Which clause of a policy version says a thing that the software acts on (domain::policy::roles). No row where no clause does.';

create function policy_roles(version bigint) returns jsonb language sql stable as $$
    select coalesce(jsonb_object_agg(role, number), '{}') from policy_role where policy_version_id = version
$$;
comment on function policy_roles is 'The roles of a policy version with the numbers of their clauses.';

-- The sentence that the clause on removal gives for the page of what was removed.
alter table policy_version
    add column removal_sentence text not null default 'A post breaching the Council’s Social Media Policy has been removed.',
    add constraint policy_version_removal_sentence_said check (btrim(removal_sentence) <> '');
comment on column policy_version.removal_sentence is 'What may stand in the place of an event that was taken down, in the words of the policy.';

-- Of section 4 the software embodies three clauses, which were not carried until now. What was
-- adopted is not changed by it: the same policy is told in full.
alter table policy_clause disable trigger policy_clause_is_fixed;
insert into policy_clause (policy_version_id, number, position, text)
select policy_version.id, clause.number, clause.position, clause.text
from policy_version, (values
    ('4.2', -2, 'All emails sent relating to WPC business should be sent and received using the WPC email address.'),
    ('4.3', -1, 'Email should be regarded as written paper documents for the purposes of production, use, retention and disclosure and can be called upon under the Freedom of Information Act 2000. Personal information should be kept in accordance with the principles established in the Data Protection Act 2018.'),
    ('4.5', 0, 'The following guidelines for email use should be observed by all staff members and councillors:
• use appropriate language to avoid unintentional misunderstandings
• respect the confidentiality of information contained within emails, even if encountered inadvertently
• check with the sender if there is any doubt regarding the authenticity of a message
• do not open any attachment unless certain of the authenticity of the sender
• only copy emails to others where appropriate and necessary
• personal and identifying details must be removed from email communication when no explicit permission to share these details outside of Withyham Parish Council has been given. Staff may also use discretion in redacting personal information when sharing with Councillors.
• emails which create obligations or give instructions on behalf of the council must be sent by paid office staff only. Councillors do not have authority in this way.
• emails must comply with common codes of courtesy, decency and privacy')
) as clause (number, position, text)
where policy_version.name = 'October 2023' or policy_version.in_force_from is null
on conflict do nothing;
alter table policy_clause enable trigger policy_clause_is_fixed;

insert into policy_role (policy_version_id, role, number)
select policy_version.id, given.role, given.number
from policy_version, (values
    ('mail_address', '4.2'),
    ('written_documents', '4.3'),
    ('personal_details', '4.5'),
    ('authenticity', '4.5'),
    ('discretion', '5.1'),
    ('sender_responsible', '5.2'),
    ('refusal_nature', '5.3'),
    ('refusal_standards', '5.3'),
    ('no_responsibility', '5.4'),
    ('formal_channels', '6.3'),
    ('criteria', '6.9'),
    ('not_tolerated', '6.11'),
    ('reply', '6.12'),
    ('removal', '6.13'),
    ('repeat_offenders', '6.13'),
    ('alleged_breach', '6.13')
) as given (role, number)
where policy_version.name = 'October 2023';

-- Later versions and a draft: a role goes to the clause with the same words, else to the one of the
-- same number while its words are still alike. Otherwise no clause has it until staff say which.
insert into policy_role (policy_version_id, role, number)
select distinct on (clause.policy_version_id, role.role) clause.policy_version_id, role.role, clause.number
from policy_role role
join policy_version first on first.id = role.policy_version_id
join policy_clause source on source.policy_version_id = first.id and source.number = role.number
join policy_clause clause on clause.policy_version_id <> first.id
    and (clause.text = source.text
         or clause.number = source.number and similarity(clause.text, source.text) > 0.3)
where first.name = 'October 2023'
order by clause.policy_version_id, role.role, clause.text = source.text desc;

create trigger policy_role_is_fixed before insert or update or delete on policy_role
    for each row execute function policy_words_are_fixed();

-- A version that comes into force has standards, and each comes from a clause.
create function policy_version_is_whole() returns trigger language plpgsql as $$
begin
    if new.in_force_from is not null and (
        not exists (select from standard where policy_version_id = new.id)
        or exists (
            select from standard
            where policy_version_id = new.id
              and not exists (select from standard_clause where standard_id = standard.id)
        )
    ) then
        raise exception 'a policy with a standard that no clause says cannot be adopted'
            using errcode = 'check_violation', constraint = 'policy_version_is_whole';
    end if;
    return new;
end $$;
create trigger policy_version_is_whole before update of in_force_from on policy_version
    for each row execute function policy_version_is_whole();
