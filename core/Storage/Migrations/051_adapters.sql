-- LoRA adapters of a workspace: candidate -> staging -> canary -> production -> retired, or rejected. Their files lie in the data folder.
create table model_versions (
    id             text primary key,
    workspace      text not null,
    stage          text not null,            -- candidate, staging, canary, production, retired, rejected
    share          double precision,         -- of conversations, of a canary
    manifest       text not null,            -- JSON: what it was made of and how it measured; nothing that people wrote
    reason         text not null default '', -- why it was rejected or retired
    created        bigint not null,
    created_by     text not null,
    moved          bigint not null,          -- when it came into its stage
    produced       bigint                    -- when it last came into production; null: never, or it was rolled back from
);
create unique index model_versions_canary on model_versions (workspace) where stage = 'canary';
create unique index model_versions_production on model_versions (workspace) where stage = 'production';
create index model_versions_by_workspace on model_versions (workspace, stage, created);

-- When the figures of a canary were judged. A look is taken once, by whichever instance comes first.
create table rollout_looks (
    workspace text not null,
    adapter   text not null,
    began     bigint not null,               -- when the canary did
    kind      text not null,                 -- ratings, conversations
    look      integer not null,              -- its number; each has its share of the allowed error
    figures   text not null,                 -- JSON
    at        bigint not null,
    primary key (workspace, adapter, began, kind, look)
);

-- What a production adapter answers by itself where a correction answers now.
create table learnt_overrides (
    workspace     text not null,
    adapter       text not null,
    correction_id text not null,
    likeness      double precision not null, -- token F1 of its answer with the approved one, 0 to 1
    learnt        integer not null,          -- 1: the correction's retirement was proposed
    asked         bigint not null,
    primary key (workspace, adapter, correction_id)
);

-- The adapter that a conversation was given, 'base' for the model as it is configured, '' where no model was asked.
alter table interactions add column adapter text not null default '';
alter table ratings      add column adapter text not null default '';
create index interactions_by_adapter on interactions (workspace, adapter, created) where adapter <> '';
create index ratings_by_adapter on ratings (workspace, adapter, answered) where adapter <> '';
