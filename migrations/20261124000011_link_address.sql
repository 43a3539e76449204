-- A private link speaks for the address that it was mailed to, and for no other that a submission may have later.

alter table manage_link
    add column mailed_in bigint,
    add constraint manage_link_mailed_in_fkey foreign key (mailed_in) references message on delete set null;
comment on column manage_link.mailed_in is 'Policy 4.5: the mail that the link went out in. Its recipient is the only address that the link confirms. A link without one confirms none, and still opens its page.';
create index manage_link_mailed_in on manage_link (mailed_in);
