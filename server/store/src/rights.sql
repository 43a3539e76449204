-- What the site's role (whatson.site_role) may do: with each table what the site's own statements and the functions
-- of its triggers do, and no more. A table that is not named can be read. Whoever adds a statement that does more is
-- told the new line by a test (server/tests/site/rights.rs).
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
        select relname, coalesce(less.rights, 'select')
        from pg_class
        left join (values
            ('_sqlx_migrations', 'select'),
            ('audit_entry', 'select, insert'),
            ('case_view', 'select, insert, update (seen_at), delete'),
            ('claim', 'select, insert, update (released_at)'),
            ('clock_seen', 'select, insert, update (at)'),
            ('consent', 'select, insert, update (given_at, withdrawn_at, wording, wording_version)'),
            ('consent_history', 'select, insert'),
            ('decision', 'select, insert'),
            ('decision_standard', 'select, insert'),
            ('declaration', 'select, insert'),
            ('draft', 'select, insert, update (answers, trapped, updated_at), delete'),
            ('event', 'select, insert, update (accessible_toilet, blue_badge_parking, changed_at, cost, cost_kind, '
                || 'description_html, event_type, group_name, hearing_loop, only_day, place, removal_notice, rendering, '
                || 'revision_id, sequence, status, step_free, summary, taken_down_at, title, venue_id, village)'),
            ('event_type', 'select, insert, update (name, position, retired_at)'),
            ('guidance_history', 'select, insert'),
            ('letter_passage', 'select, insert, update (changed_at, changed_by, words), delete'),
            ('limit_key', 'select, insert, delete'),
            ('limit_taken', 'select, insert, update (taken), delete'),
            ('mail_server', 'select, update (answered_at, next_try_at, since, tried_at, tries, words)'),
            ('manage_link', 'select, insert, delete'),
            ('message', 'select, insert, update (attempts, body, bulk, claimed_at, copies, cut_off_at, handled_at, handled_by, last_error, left_at, left_by, '
                || 'next_attempt_at, perhaps_sent, sent_at, state, subject, version), delete'),
            ('note', 'select, insert'),
            ('notice', 'select, insert, update (message_id), delete'),
            ('occurrence', 'select, insert, update (cancelled_at, moved), delete'),
            ('passkey_challenge', 'select, insert, delete'),
            ('password_request', 'select, insert, update (handled_at, mailed_at), delete'),
            ('picture', 'select, insert, delete'),
            ('picture_file', 'select, insert'),
            ('picture_permission', 'select, insert'),
            ('policy_clause', 'select, insert, update (number, position, text), delete'),
            ('policy_role', 'select, insert, delete'),
            ('policy_version', 'select, insert, update (adopted, in_force_from, name, removal_sentence, review_due), delete'),
            ('reply_template', 'select, insert, update (name, position, purpose, retired_at, words)'),
            ('report', 'select, insert, update (dealt_with_at, dealt_with_by, email, name, outcome)'),
            ('revision', 'select, insert'),
            ('revision_hint', 'select, insert, update (hints, made_at, made_under)'),
            ('search_word', 'select, insert, delete'),
            ('second_factor_attempt', 'select, insert, delete'),
            ('sender_block', 'select, insert, update (ended_at, ended_by)'),
            ('sign_in_attempt', 'select, insert, delete'),
            ('site', 'select, update (asked_most, council, flood_sent, hold_messages, office_address, office_email, '
                || 'office_telephone, open_most, places, policy_url, postcodes, reply_time, waiting_days, website, '
                || 'weekly_day, weekly_hour)'),
            ('staff', 'select, insert, update (credentials, disabled_at, disabled_reason, name, notice_edit, notice_new, '
                || 'notice_report, notice_waiting, password_hash, role, shortcuts, signed_in_at, warned_at)'),
            ('staff_browser', 'select, insert, update (last_at), delete'),
            ('staff_device', 'select, insert, update (last_at, wide_hash), delete'),
            ('staff_link', 'select, insert, update (used_at)'),
            ('staff_passkey', 'select, insert, update (counter, credential, last_used_at), delete'),
            ('staff_recovery_code', 'select, insert, update (used_at), delete'),
            ('staff_session', 'select, insert, update (data, device, expires_at, staff_id, used_at), delete'),
            ('staff_totp', 'select, insert, update (created_at, last_step, last_used_at, secret), delete'),
            ('standard', 'select, insert, update (guidance, name, not_tolerated, position), delete'),
            ('standard_clause', 'select, insert, delete'),
            ('submission', 'select, insert, update (aside, decided_at, email_changed_at, email_confirmed_at, findable, '
                || 'group_name, last_over_at, proposed_revision_id, sender_email, sender_name, sender_telephone, state, '
                || 'version, waiting_since)'),
            ('submission_move', 'select'),
            ('submission_state', 'select'),
            ('subscriber', 'select, insert, update (asked_at, confirmed_at), delete'),
            ('subscriber_link', 'select, insert, delete'),
            ('upcoming', 'select, insert, update (day, event_id, keys, over_at, starts_at, words), delete'),
            ('venue', 'select, insert, update (accessible_toilet, address, blue_badge_parking, hearing_loop, latitude, '
                || 'longitude, map_url, merged_into, name, postcode, retired_at, step_free, village)'),
            ('venue_name', 'select, insert'),
            ('weekly_issue', 'select, insert'),
            ('weekly_mail', 'select, insert')
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
