-- Mails about accounts are a kind of their own: only they may have a link to choose a password, whatever the words of a
-- sender's event in a notice look like.

alter table message drop constraint message_kind_known;
alter table message add constraint message_kind_known
    check (kind in ('receipt', 'listed', 'changes', 'refused', 'policy_notice', 'taken_down', 'edited', 'reworded',
                    'new_link', 'account', 'notice', 'daily_notices', 'status', 'weekly_confirm', 'weekly'));

-- Those that have not gone out yet.
update message set kind = 'account'
where kind = 'notice' and staff_id is not null and state in ('waiting', 'sending')
  and subject in ('You are invited to the What’s On desk', 'Choose a new password for What’s On');

-- Asking for new private links is counted like what else writes to others, and so are the questions for passkeys, which are
-- kept until they are answered.
alter table limit_taken drop constraint limit_taken_kind_known;
alter table limit_taken add constraint limit_taken_kind_known
    check (kind in ('begin', 'send', 'picture', 'report', 'weekly', 'links', 'passkey'));
