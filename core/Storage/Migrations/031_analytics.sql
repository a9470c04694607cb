-- What analytics read. Closed days are counted once from interactions; the running day is counted when it is asked for.
create table interaction_days (
    workspace text not null,
    day       bigint not null,              -- days since 1970 UTC
    channel   text not null,
    category  text not null,
    outcome   text not null,
    questions bigint not null,
    words     bigint not null,
    primary key (workspace, day, channel, category, outcome)
);
create table latency_days (
    workspace text not null,
    day       bigint not null,
    bucket    integer not null,             -- see LatencyBuckets
    answers   bigint not null,
    primary key (workspace, day, bucket)
);
create table counted_days (
    workspace text primary key,
    day       bigint not null               -- the last day that is counted
);
create index interactions_by_outcome on interactions (workspace, outcome, created);

-- Copied from the interaction, so that ratings are grouped without looking each of them up.
alter table ratings add column category text not null default '';
alter table ratings add column outcome  text not null default '';
alter table ratings add column arm      text not null default '';
alter table ratings add column answered bigint not null default 0; -- when the answer was given
update ratings set
    category = coalesce((select category from interactions i where i.id = ratings.interaction_id), ''),
    outcome  = coalesce((select outcome from interactions i where i.id = ratings.interaction_id), ''),
    arm      = coalesce((select arm from interactions i where i.id = ratings.interaction_id), ''),
    answered = coalesce((select created from interactions i where i.id = ratings.interaction_id), created);
create index ratings_by_interaction on ratings (interaction_id);

-- Sums of ratings by the day of their answer, kept up by whoever stores a rating.
create table rating_days (
    workspace text not null,
    day       bigint not null,
    channel   text not null,
    category  text not null,
    ratings   bigint not null,
    up        bigint not null,
    down      bigint not null,
    starred   bigint not null,              -- ratings with stars
    stars     bigint not null,              -- their sum
    primary key (workspace, day, channel, category)
);
insert into rating_days
select workspace, answered / 86400000, channel, category, count(*), sum(case when thumbs = 'up' then 1 else 0 end), sum(case when thumbs = 'down' then 1 else 0 end),
       count(overall), coalesce(sum(overall), 0)
from ratings group by workspace, answered / 86400000, channel, category;
