-- What is done by a private link has its limit too: each change writes to staff and to the log.

alter table limit_taken
    drop constraint limit_taken_kind_known,
    add constraint limit_taken_kind_known
        check (kind in ('begin', 'send', 'picture', 'report', 'weekly', 'links', 'passkey', 'change'));
comment on table limit_taken is 'How often one network address, or one submission by its private link, did a thing in an hour: the hash of the address or the submission under the day''s key, the hour, the count. Deleted within two hours.';
