-- One date of an event may be cancelled while the others take place. The date stays on the list,
-- struck through, until it is past.

alter table occurrence add column cancelled_at timestamptz;
comment on column occurrence.cancelled_at is 'Since when this one date will not take place. It outlives a change of the event where its day does.';

-- What the parish office says of a listed event that takes place otherwise is told to its sender.
alter table message drop constraint message_kind_known;
alter table message add constraint message_kind_known check (kind in (
    'receipt', 'listed', 'changes', 'refused', 'policy_notice', 'taken_down', 'edited', 'reworded', 'new_link',
    'notice', 'daily_notices', 'status'));

-- The dates of what repeats by a rule stand beside the rule: others of the same days are found there too.
create index revision_rule_days on revision using gin (jsonb_path_query_array(details, '$.dates.sittings[*].date'));
