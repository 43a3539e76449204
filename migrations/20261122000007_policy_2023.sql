-- The policy adopted in October 2023, sections 5 and 6, word for word, and the checklist drawn from it.

insert into policy_version (name, adopted, review_due, in_force_from)
values ('October 2023', '2023-10-01', '2026-10-01', '2023-10-01 00:00:00+01');

insert into policy_clause (policy_version_id, number, position, text)
select policy_version.id, clause.number, clause.position, clause.text
from policy_version, (values
    ('5.1', 1, 'The Council allows, at its discretion, local groups/individuals to advertise their upcoming events on the Withyham Parish Council''s "What''s On" webpage. Withyham Parish Council''s decision is final.'),
    ('5.2', 2, 'The local group/individual is responsible for submitting the content and ensuring both its accuracy, and that it meets the Council''s communication standards as set out in this policy.'),
    ('5.3', 3, 'The Council reserves the right to refuse submissions that are not appropriate to the Withyham Parish Council website, whether due to the nature of the event or due to not meet the standards required for publication as set out in this policy.'),
    ('5.4', 4, 'Withyham Parish Council does not accept any responsibility for the events advertised.'),
    ('6.1', 5, 'Staff members are to use social media to broaden the scope of communication with the people, businesses and agencies it works with and serves, to promote the activities of the Council, and to highlight activities of external and partner organisations relevant to the residents of and that falls within the scope of Withyham Parish Council.'),
    ('6.2', 6, 'Individual Councillors are not to use personal social media accounts to speak as a Councillor or on behalf of the Council.'),
    ('6.3', 7, 'Only communication received directly by staff and through officially monitored channels, being email, letter, telephone and in person at the Parish Office will constitute as formal communications and be acted upon as such.'),
    ('6.4', 8, 'Messages received directly via Messenger on Facebook will be replied to, but do not constitute a formal communication with Withyham Parish Council. Facebook is monitored as appropriate within staff workloads.'),
    ('6.5', 9, 'Comments on the Withyham Parish Council Facebook page do not constitute a formal communication with Withyham Parish Council.'),
    ('6.6', 10, 'Social media pages, such as community group pages or the pages of local clubs and societies do not constitute direct communication with Withyham Parish Council.'),
    ('6.7', 11, 'Withyham Parish Council may reply to comments posted onto the Withyham Parish Council Facebook page at the discretion of the staff. Facebook is monitored as appropriate within staff workloads.'),
    ('6.8', 12, 'Withyham Parish Council may share or like posts from other organisations / individuals which are relevant to residents and / or in keeping with the Council''s stated aims.'),
    ('6.9', 13, 'Communications from the Council will meet the following criteria:
• Be civil, tasteful and relevant;
• Not contain content that is knowingly unlawful, libellous, harassing, defamatory, abusive, threatening, harmful, obscene, profane, sexually oriented or racially offensive;
• Not contain content knowingly copied from elsewhere, for which we do not own the copyright;
• Not contain any personal information.
• Social media will not be used for the dissemination of any political advertising.'),
    ('6.10', 14, 'In order to ensure that all discussions on the Council page productive, respectful and consistent with the Council''s aims and objectives, we ask members of the public to follow these guidelines:
• Be considerate and respectful of others. Vulgarity, threats or abuse of language will not be tolerated. Differing opinions and discussion of diverse ideas are encouraged, but personal attacks on anyone, including the Council members or staff, will not be permitted.
• Share freely and be generous with official Council posts, but be aware of copyright laws; be accurate and give credit where credit is due.
• Stay on topic.
• Content must be politically neutral.
• Refrain from using the Council''s Facebook page for commercial purposes or to advertise market or sell products.'),
    ('6.11', 15, 'Withyham Parish Council will not tolerate content that includes:
• Obscene or racist content
• Personal attacks, insults, or threatening language
• Potentially libellous statements.
• Plagiarised material; any material in violation of any laws, including copyright
• Private, personal information published without consent
• Information or links unrelated to the content of the forum
• Commercial promotions or spam
• Alleges a breach of a Council''s policy or the law'),
    ('6.12', 16, 'The Council''s response to any communication received not meeting the above criteria will be to either ignore, inform the sender of our policy or send a brief response as appropriate. This will be at the Council''s discretion based on the message received, given our limited resources available.'),
    ('6.13', 17, 'Any information posted on the Facebook page not in line with the above criteria will be removed as quickly as practically possible. Repeat offenders will be blocked from the Facebook page. The Council may post a statement that ''A post breaching the Council''s Social Media Policy has been removed''. If the post alleges a breach of a Council''s policy or the law the person who posted it will be asked to submit a formal complaint to the Council or report the matter to the Police as soon as possible to allow due process.')
) as clause (number, position, text)
where policy_version.name = 'October 2023';

insert into standard (policy_version_id, key, position, name, guidance)
select policy_version.id, line.key, line.position, line.name, line.guidance
from policy_version, (values
    ('suitable', 1, 'Suitable and relevant to residents',
        'Is it in or near the parish, or for people who live here? A neighbouring village that residents go to is fine.'),
    ('civil', 2, 'Civil, tasteful and relevant',
        'Lively is fine. Rude about somebody is not.'),
    ('lawful', 3, 'Nothing unlawful, libellous, harassing, defamatory, abusive, threatening, harmful, obscene, profane, sexually oriented or racially offensive',
        'If it accuses somebody of breaking the law or a policy, 6.13 asks the sender to make a formal complaint or go to the police.'),
    ('copied', 4, 'Nothing copied without permission',
        'Look for a copyright sign, “reproduced from”, or words that read like a book or a brochure.'),
    ('personal', 5, 'No personal information',
        'Phone numbers, email addresses, home addresses, health: only where the person has agreed to publish it.'),
    ('political', 6, 'No political advertising',
        'A hustings with every candidate invited is not advertising. Asking for votes is.'),
    ('commercial', 7, 'No commercial promotion or spam',
        'A ticket price is fine: a class with a fee, a fair with stalls. A sale, a discount or an advertisement for a business is not.')
) as line (key, position, name, guidance)
where policy_version.name = 'October 2023';

insert into standard_clause (standard_id, policy_version_id, number, position)
select standard.id, standard.policy_version_id, source.number, source.position
from standard join (values
    ('suitable', '5.3', 1),
    ('suitable', '6.8', 2),
    ('civil', '6.9', 1),
    ('lawful', '6.9', 1),
    ('copied', '6.9', 1),
    ('personal', '6.9', 1),
    ('political', '6.9', 1),
    ('political', '6.10', 2),
    ('commercial', '6.10', 1),
    ('commercial', '6.11', 2)
) as source (key, number, position) on source.key = standard.key;
