-- This parish's own words, kinds of event and places: defaults that an administrator changes.

insert into site (council, places, office_email, office_telephone, office_address, website, policy_url, reply_time)
values ('Withyham Parish Council', 'Groombridge, Withyham, Blackham and St John’s',
        'office@example.org', '01632 960123', 'The Parish Office, Withyham, East Sussex',
        'https://www.example.org/', null, '3 working days');

insert into event_type (slug, name, position) values
    ('community', 'Community', 1),
    ('coffee', 'Coffee morning or lunch', 2),
    ('children', 'Children and families', 3),
    ('class', 'Class or club', 4),
    ('fair', 'Fair, fete or sale', 5),
    ('talk', 'Talk', 6),
    ('music', 'Music and dance', 7),
    ('arts', 'Theatre, film and art', 8),
    ('sport', 'Sport and games', 9),
    ('walk', 'Walk or nature', 10),
    ('worship', 'Church and faith', 11),
    ('meeting', 'Public meeting', 12),
    ('other', 'Something else', 13);

insert into venue (name, village) values
    ('Village Hall', 'Groombridge'),
    ('The Green', 'Groombridge'),
    ('Recreation ground', 'Groombridge'),
    ('Chapel hall', 'Groombridge'),
    ('Parish Room', 'Withyham'),
    ('The Pavilion', 'Withyham'),
    ('St Michael’s Church', 'Withyham'),
    ('Primary School', 'Blackham'),
    ('Village Hall', 'Blackham'),
    ('Church hall', 'St John’s');
