-- What is said of answers and of questions is filed where it belongs.

-- Greetings, thanks and questions about the assistant are no questions that were answered: the rule that decided says so. Counted days are
-- put right as far as their rows are there; in a message of several questions at least one was a question.
alter table interactions add column small_talk integer not null default 0;
update interactions set small_talk = 1
    where outcome = 'answered' and receipt like '%"rule":"smalltalk:%' and receipt not like '%"parts":[%';
insert into interaction_days (workspace, day, channel, category, outcome, questions, words)
select i.workspace, i.created / 86400000, i.channel, i.category, 'small_talk', count(*), sum(i.words)
from interactions i join counted_days c on c.workspace = i.workspace
where i.small_talk = 1 and i.created / 86400000 <= c.day
group by i.workspace, i.created / 86400000, i.channel, i.category;
insert into interaction_days (workspace, day, channel, category, outcome, questions, words)
select workspace, day, channel, category, 'answered', -questions, -words from interaction_days where outcome = 'small_talk'
on conflict (workspace, day, channel, category, outcome) do update set
    questions = interaction_days.questions + excluded.questions, words = interaction_days.words + excluded.words;
delete from interaction_days where outcome = 'answered' and questions <= 0;

-- Ratings and proposals that came over HTTP were all filed as the API's; their answer says through which door the person came.
insert into rating_days (workspace, day, channel, category, ratings, up, down, starred, stars)
select r.workspace, r.answered / 86400000, i.channel, r.category, count(*), sum(case when r.thumbs = 'up' then 1 else 0 end),
       sum(case when r.thumbs = 'down' then 1 else 0 end), count(r.overall), coalesce(sum(r.overall), 0)
from ratings r join interactions i on i.workspace = r.workspace and i.id = r.interaction_id
where r.channel = 'api' and i.channel in ('web', 'mcp')
group by r.workspace, r.answered / 86400000, i.channel, r.category
on conflict (workspace, day, channel, category) do update set
    ratings = rating_days.ratings + excluded.ratings, up = rating_days.up + excluded.up, down = rating_days.down + excluded.down,
    starred = rating_days.starred + excluded.starred, stars = rating_days.stars + excluded.stars;
insert into rating_days (workspace, day, channel, category, ratings, up, down, starred, stars)
select r.workspace, r.answered / 86400000, 'api', r.category, -count(*), -sum(case when r.thumbs = 'up' then 1 else 0 end),
       -sum(case when r.thumbs = 'down' then 1 else 0 end), -count(r.overall), -coalesce(sum(r.overall), 0)
from ratings r join interactions i on i.workspace = r.workspace and i.id = r.interaction_id
where r.channel = 'api' and i.channel in ('web', 'mcp')
group by r.workspace, r.answered / 86400000, r.category
on conflict (workspace, day, channel, category) do update set
    ratings = rating_days.ratings + excluded.ratings, up = rating_days.up + excluded.up, down = rating_days.down + excluded.down,
    starred = rating_days.starred + excluded.starred, stars = rating_days.stars + excluded.stars;
delete from rating_days where channel = 'api' and ratings = 0;
update ratings set channel =
    (select i.channel from interactions i where i.workspace = ratings.workspace and i.id = ratings.interaction_id)
where channel = 'api' and exists (select 1 from interactions i
    where i.workspace = ratings.workspace and i.id = ratings.interaction_id and i.channel in ('web', 'mcp'));
update corrections set channel =
    (select i.channel from interactions i where i.workspace = corrections.workspace and i.id = corrections.interaction_id)
where channel = 'api' and exists (select 1 from interactions i
    where i.workspace = corrections.workspace and i.id = corrections.interaction_id and i.channel in ('web', 'mcp'));
