-- How often something public was changed, so that the copy of the server that made a change knows at once, and one
-- that made none keeps its pages.

create sequence public_changes;
comment on sequence public_changes is 'Counts the changes of what the public sees. Read by each copy of the server after a form that was sent.';

create or replace function tell_copies() returns trigger language plpgsql as $$
begin
    perform nextval('public_changes');
    perform pg_notify('public_change', tg_table_name);
    return null;
end $$;
