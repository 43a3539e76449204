-- Pictures of events. What was sent is never kept: it is read, drawn anew in a few sizes and thrown
-- away, so nothing that was hidden in the file is here. A picture is public while a listed event
-- shows the revision that has it, and no row says so: it is asked each time.

create table picture (
    id       uuid primary key,
    width    int not null,
    height   int not null,
    taken_at timestamptz not null default now(),
    constraint picture_size check (width between 1 and 1440 and height between 1 and 2880)
);
comment on table picture is 'A picture that was sent with an event, under a name drawn at random. width and height are those of its largest file. One that no revision and no draft has is forgotten after a day.';
create index picture_taken on picture (taken_at);

create table picture_file (
    picture_id uuid not null references picture on delete cascade,
    width      int  not null,
    kind       text not null,
    bytes      bytea not null,
    constraint picture_file_pkey primary key (picture_id, width, kind),
    constraint picture_file_kind_known check (kind in ('webp', 'jpg')),
    constraint picture_file_not_empty check (octet_length(bytes) > 0)
);
comment on table picture_file is 'A picture in one of its sizes, as it is served: drawn by us, without the metadata of what was sent.';
-- The bytes are compressed already.
alter table picture_file alter column bytes set storage external;

create table picture_permission (
    picture_id      uuid not null references picture on delete cascade,
    submission_id   bigint not null references submission,
    wording         text not null,
    wording_version text not null,
    given_at        timestamptz not null,
    constraint picture_permission_pkey primary key (picture_id)
);
comment on table picture_permission is 'Policy 5.2 and 6.9: that a picture may be published, with the words agreed to, their version and the time.';
create index picture_permission_submission on picture_permission (submission_id);

-- Which picture a version or a draft has follows from what is in it, whoever writes it.
alter table revision
    add column picture_id uuid generated always as ((details -> 'picture' ->> 'id')::uuid) stored
        constraint revision_picture_fkey references picture;
create index revision_picture on revision (picture_id) where picture_id is not null;

alter table draft
    add column picture_id uuid generated always as ((answers -> 'picture' -> 'picture' ->> 'id')::uuid) stored
        constraint draft_picture_fkey references picture;
create index draft_picture on draft (picture_id) where picture_id is not null;
