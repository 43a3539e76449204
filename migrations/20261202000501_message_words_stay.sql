-- What was written to somebody stays as it was written: only a draft's words are changed, and nobody's address is.
create function message_words_stay() returns trigger language plpgsql as $$
begin
    raise exception 'the words of message % are no draft''s any more', old.id
        using errcode = 'restrict_violation', constraint = 'message_words_stay';
end $$;

create trigger message_words_stay before update of subject, body, recipient on message
    for each row
    when (old.recipient is distinct from new.recipient
          or old.state <> 'draft' and (old.subject, old.body) is distinct from (new.subject, new.body))
    execute function message_words_stay();
