-- The council's letters in its own words.

create table letter_passage (
    passage    text primary key,
    words      text not null,
    changed_by bigint not null references staff,
    changed_at timestamptz not null,
    constraint letter_passage_has_words check (btrim(words) <> '')
);
comment on table letter_passage is 'A passage of a letter (domain::letters) that an administrator put in other words. One that is not here reads as it came.';
