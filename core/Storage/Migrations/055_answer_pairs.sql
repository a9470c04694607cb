-- Two answers to one question side by side, one of them by an adapter, which an admin chose between without knowing which is whose.
create table answer_pairs (
    id            text primary key,
    workspace     text not null,
    adapter       text not null,
    against       text not null,             -- another adapter's id, or 'base'
    adapter_first integer not null,          -- 1: the adapter's answer was shown first
    question      text not null,             -- redacted
    adapter_answer  text not null,
    against_answer  text not null,
    adapter_receipt text not null,           -- JSON, with the sources that were offered
    against_receipt text not null,
    picked        text not null default '',  -- adapter, against, neither; '' while undecided
    asked_by      text not null,
    created       bigint not null,
    decided       bigint
);
create index answer_pairs_by_adapter on answer_pairs (workspace, adapter, created);
