-- What the site's role (whatson.site_role) may do. A table that is not named below can be read,
-- added to, changed and removed from; a new one is covered by the migration that makes it.
do $$
declare
    site text := current_setting('whatson.site_role');
    known name;
    rights text;
begin
    -- Two who migrate at once take turns.
    perform pg_advisory_xact_lock(hashtext('whatson.site_role'));
    execute format('revoke create, temporary on database %I from public, %I', current_database(), site);
    execute format('grant connect on database %I to %I', current_database(), site);
    execute format('revoke create on schema public from public, %I', site);
    execute format('grant usage on schema public to %I', site);
    for known, rights in
        select relname, coalesce(less.rights, 'select, insert, update, delete')
        from pg_class
        left join (values
            -- Set by migrations alone.
            ('_sqlx_migrations', 'select'),
            ('submission_move', 'select'),
            ('submission_state', 'select'),
            -- What was written stays as it was.
            ('audit_entry', 'select, insert'),
            ('consent_history', 'select, insert'),
            ('decision', 'select, insert'),
            ('decision_standard', 'select, insert'),
            ('declaration', 'select, insert'),
            ('guidance_history', 'select, insert'),
            -- A picture that is forgotten takes its permission along, whatever the site may do.
            ('picture_permission', 'select, insert'),
            ('revision', 'select, insert'),
            ('venue_name', 'select, insert'),
            -- A row stays for good, though it may change.
            ('consent', 'select, insert, update'),
            ('event', 'select, insert, update'),
            ('event_type', 'select, insert, update'),
            ('sender_block', 'select, insert, update'),
            ('site', 'select, insert, update'),
            ('staff', 'select, insert, update'),
            ('submission', 'select, insert, update'),
            ('venue', 'select, insert, update')
        ) as less (name, rights) on less.name = relname
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm')
          -- What an extension brought is its own.
          and pg_has_role(current_user, relowner, 'usage')
    loop
        execute format('revoke all on public.%I from public, %I', known, site);
        execute format('grant %s on public.%I to %I', rights, known, site);
    end loop;
    execute format('grant usage on all sequences in schema public to %I', site);
end $$;
