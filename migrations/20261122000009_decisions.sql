-- A submission can be closed as spam, and a sender can be told that an event was taken down.

alter table decision drop constraint decision_kind_known;
alter table decision add constraint decision_kind_known
    check (kind in ('list', 'ask_for_changes', 'refuse', 'take_down', 'mark_spam'));

alter table message drop constraint message_kind_known;
alter table message add constraint message_kind_known
    check (kind in ('receipt', 'listed', 'changes', 'refused', 'policy_notice', 'taken_down'));

-- Staff see what became of a group's other submissions.
create index submission_group on submission (lower(group_name)) where group_name is not null;
