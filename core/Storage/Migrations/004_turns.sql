-- The durable queues between channels and the answerer. A row is open while finished is null; `ready` is the time (ms since
-- 1970 UTC) before which nobody may take it: the end of a back-off, or of the lease of the instance that has claimed it.
create table inbox (
    id             text primary key,
    workspace      text not null,
    channel        text not null,
    event_id       text not null,            -- the platform's id of the event
    conversation   text not null,
    user_id        text not null,            -- pseudonym
    message_id     text,                     -- the platform's id of the message: edits and deletions name it
    ordinal        bigint not null,          -- order of arrival
    message        text,                     -- what was received, as JSON, not redacted: emptied once answered
    revision       integer not null default 0, -- counts edits, so that an answer to the old text is not sent
    state          text not null,            -- open, answered, withdrawn, dead
    attempts       integer not null default 0,
    claimant       text,
    ready          bigint not null,
    interaction_id text,
    error          text,
    created        bigint not null,
    finished       bigint,
    unique (workspace, channel, event_id)
);
create index inbox_open on inbox (ordinal) where finished is null;
create index inbox_open_by_conversation on inbox (channel, workspace, conversation, ordinal) where finished is null;
create index inbox_by_message on inbox (workspace, channel, message_id);
create index inbox_finished on inbox (finished);

create table outbox (
    id             text primary key,         -- the channel's idempotency key
    workspace      text not null,
    channel        text not null,
    conversation   text not null,
    user_id        text not null default '', -- pseudonym of the person it answers, '' for admins
    ordinal        bigint not null,
    address        text not null,            -- the channel's own JSON
    reply          text,                     -- JSON; emptied once sent
    updates        text,                     -- the platform's id of the message to replace
    subject        text not null,            -- what it is about: answer, review, notice
    subject_id     text not null default '', -- interaction or correction
    state          text not null,            -- open, sent, cancelled, dead
    attempts       integer not null default 0,
    claimant       text,
    ready          bigint not null,
    error          text,
    created        bigint not null,
    finished       bigint
);
create index outbox_open on outbox (ordinal) where finished is null;
create index outbox_open_by_conversation on outbox (channel, workspace, conversation, ordinal) where finished is null;
create index outbox_by_subject on outbox (workspace, subject, subject_id);
create index outbox_finished on outbox (finished);

-- Which platform message shows what: ratings by message, corrections in place and review cards find each other here.
create table deliveries (
    id           text primary key,           -- the outbox row that sent it
    workspace    text not null,
    channel      text not null,
    conversation text not null,
    user_id      text not null default '',
    address      text not null,
    message_id   text not null,
    subject      text not null,
    subject_id   text not null default '',
    sent         bigint not null
);
create index deliveries_by_message on deliveries (workspace, channel, conversation, message_id);
create index deliveries_by_subject on deliveries (workspace, subject, subject_id);

-- Conversations that can be spoken to without being asked: the channel's own address of each, as last seen.
create table known_conversations (
    workspace    text not null,
    channel      text not null,
    conversation text not null,
    address      text not null,
    seen         bigint not null,
    primary key (workspace, channel, conversation)
);
