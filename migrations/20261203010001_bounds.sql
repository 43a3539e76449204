-- What a stranger can make the site keep has a bound by network, by day and overall.

alter table limit_taken
    drop constraint limit_taken_kind_known,
    add constraint limit_taken_kind_known
        check (kind in ('begin', 'begin_day', 'step', 'step_day', 'step_of', 'send', 'send_day', 'picture', 'picture_day', 'report',
                        'report_day', 'weekly', 'links', 'passkey', 'sign_in', 'password', 'change', 'change_from', 'links_to',
                        'mail_to', 'mail_from', 'mail_overall'));
comment on table limit_taken is 'How often one network address, one form, one submission by its private link, one email address however it is spelt, or everybody did a thing in an hour or a day: the hash of who it was under the day''s key, when the hour or the day began, the count. Deleted within two hours, what is counted by the day with the day.';
