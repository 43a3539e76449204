-- One name for one type of event, however it is written. The code looks first; two at once could both find it free.

-- Where two have one name already, the later ones say their number: "Music (2)".
update event_type set name = name || ' (' || twin.number || ')'
from (select slug, row_number() over (partition by lower(name) order by retired_at nulls first, position, slug) as number
      from event_type) twin
where twin.slug = event_type.slug and twin.number > 1;
create unique index event_type_name_unique on event_type (lower(name));
