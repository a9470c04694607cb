-- Every answered turn, after redaction. The receipt is JSON; what analytics group by stands in columns of its own.
create table interactions (
    id             text primary key,
    workspace      text not null,
    channel        text not null,
    conversation   text not null,
    user_id        text not null,            -- pseudonym
    question       text not null,
    answer         text not null,
    outcome        text not null,            -- answered, corrected, blocked, no_answer, failed
    confidence     double precision not null,
    words          integer not null,
    category       text not null default '', -- category of the best source, '' where there is none
    latency_ms     double precision not null,
    prompt_version text not null default '',
    generator      text not null default '',
    arm            text not null default '', -- experiment arm
    correction_id  text,
    receipt        text not null,
    created        bigint not null           -- ms since 1970 UTC
);
create index interactions_by_time on interactions (workspace, created);
create index interactions_by_conversation on interactions (workspace, channel, conversation, created);
create index interactions_by_user on interactions (workspace, user_id, created);
