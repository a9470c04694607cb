-- Ratings: one per interaction and person, the last write wins; earlier ones are in the audit.
create table ratings (
    workspace      text not null,
    interaction_id text not null,
    user_id        text not null,            -- pseudonym
    channel        text not null,
    thumbs         text,                     -- up, down
    overall        integer,                  -- 1 to 5, as the next three
    accuracy       integer,
    helpfulness    integer,
    clarity        integer,
    comment        text,                     -- redacted
    suggestion     text,                     -- redacted
    created        bigint not null,          -- ms since 1970 UTC
    updated        bigint not null,
    primary key (workspace, interaction_id, user_id)
);
create index ratings_by_time on ratings (workspace, updated);
create index ratings_by_user on ratings (workspace, user_id);

-- pending -> reviewed -> approved | rejected | retired
create table corrections (
    id                 text primary key,
    workspace          text not null,
    interaction_id     text not null,
    channel            text not null,
    question           text not null,
    incorrect_response text not null,
    correct_response   text not null,
    category           text not null default '',
    status             text not null,
    proposer           text not null,        -- pseudonym
    reviewer           text,                 -- who decided, as the platform or the admin page names them
    reason             text,
    threshold          double precision,     -- of this correction; null: Corrections:Threshold
    flag               text,                 -- why it should be looked at again (its document changed); null: fine
    created            bigint not null,
    decided            bigint,
    updated            bigint not null
);
create index corrections_by_status on corrections (workspace, status, created);
create index corrections_by_interaction on corrections (workspace, interaction_id);

create table preferences (
    workspace     text not null,
    user_id       text not null,
    ask_every     integer not null default 5, -- answers between two requests for the detailed rating
    opt_out       integer not null default 0,
    answers_since integer not null default 0,
    updated       bigint not null,
    primary key (workspace, user_id)
);

-- Who did what to what. Rows are only ever added.
create table audit (
    id        text primary key,
    workspace text not null,
    actor     text not null,
    action    text not null,
    subject   text not null,
    detail    text not null,                  -- JSON
    at        bigint not null
);
create index audit_by_time on audit (workspace, at);
create index audit_by_subject on audit (workspace, subject, at);
