-- What belongs to a revision belongs to that revision's own submission: a declaration, a decision, a listed event or a
-- proposed edit that named another's would have passed until now. So with a message that tells of a decision.

alter table revision add constraint revision_of_submission unique (id, submission_id);
alter table decision add constraint decision_of_submission unique (id, submission_id);

alter table declaration
    add constraint declaration_of_own_revision foreign key (revision_id, submission_id)
        references revision (id, submission_id),
    drop constraint declaration_revision_id_fkey;
alter table decision
    add constraint decision_on_own_revision foreign key (revision_id, submission_id)
        references revision (id, submission_id),
    drop constraint decision_revision_id_fkey;
alter table event
    add constraint event_shows_own_revision foreign key (revision_id, submission_id)
        references revision (id, submission_id),
    drop constraint event_revision_id_fkey;
alter table submission
    add constraint submission_proposes_own_revision foreign key (proposed_revision_id, id)
        references revision (id, submission_id),
    drop constraint submission_proposed_revision_id_fkey;
alter table message
    add constraint message_of_own_decision foreign key (decision_id, submission_id)
        references decision (id, submission_id),
    drop constraint message_decision_id_fkey;
