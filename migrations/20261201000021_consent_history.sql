-- Every permission that was given and taken back is kept (policy 4.5): a row of consent says what stands now and is
-- overwritten when it is given again, so what it said before goes into a table that only grows, whoever writes it.

create table consent_history (
    id              bigint generated always as identity primary key,
    submission_id   bigint not null references submission,
    detail          text not null,
    given           boolean not null,
    wording         text not null,
    wording_version text not null,
    at              timestamptz not null,
    constraint consent_history_detail_known check (detail in ('name', 'email', 'telephone'))
);
comment on table consent_history is 'Policy 4.5: each time a permission to publish one of the sender''s details was given or taken back (given), with the words that it was about. One row a time, never changed.';
create index consent_history_submission on consent_history (submission_id, id);

create function consent_is_remembered() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and old.withdrawn_at is null and new.withdrawn_at is not null then
        insert into consent_history (submission_id, detail, given, wording, wording_version, at)
        values (new.submission_id, new.detail, false, old.wording, old.wording_version, new.withdrawn_at);
    elsif new.withdrawn_at is null and (tg_op = 'INSERT' or old.withdrawn_at is not null
        or (old.wording_version, old.given_at) is distinct from (new.wording_version, new.given_at)) then
        insert into consent_history (submission_id, detail, given, wording, wording_version, at)
        values (new.submission_id, new.detail, true, new.wording, new.wording_version, new.given_at);
    end if;
    return null;
end $$;
create trigger consent_is_remembered after insert or update on consent
    for each row execute function consent_is_remembered();

-- What is known of those before: the last time each was given, and taken back where it was.
insert into consent_history (submission_id, detail, given, wording, wording_version, at)
select submission_id, detail, given, wording, wording_version, at
from (select submission_id, detail, true as given, wording, wording_version, given_at as at from consent
      union all
      select submission_id, detail, false, wording, wording_version, withdrawn_at from consent
      where withdrawn_at is not null) known
order by at, given desc, submission_id, detail;
