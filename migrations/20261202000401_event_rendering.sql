-- A description that was published is rendered again where the same words come out otherwise.
alter table event add column rendering smallint not null default 1;

comment on column event.rendering is 'Which rendering description_html is; what is of an older one is rendered again when the site starts.';

create index event_rendering on event (rendering);
