-- A sign-in that is under way while a password is set, a second step is taken away or an account is closed is worth
-- nothing afterwards, however long it waited for its turn.

alter table staff add column credentials int not null default 0;
comment on column staff.credentials is 'How often the password was set, the second steps taken away or the account closed. What began under an earlier number is over.';
