-- Prompt versions: draft -> active -> retired; one is active at most, else the shipped one is.
create table prompt_versions (
    id         text primary key,
    workspace  text not null,
    template   text not null,
    mistakes   text not null default '',     -- lines that {mistakes} stands for
    status     text not null,                -- draft, active, retired
    origin     text not null,                -- admin, improvement
    note       text not null default '',
    created    bigint not null,
    created_by text not null,
    activated  bigint
);
create unique index prompt_versions_active on prompt_versions (workspace) where status = 'active';
create index prompt_versions_by_workspace on prompt_versions (workspace, created);

create table experiments (
    id         text primary key,
    workspace  text not null,
    name       text not null,
    version_a  text not null,
    version_b  text not null,
    share_b    double precision not null,    -- of conversations
    status     text not null,                -- running, stopped, promoted
    created    bigint not null,
    created_by text not null,
    ended      bigint,
    winner     text,
    unique (workspace, name)
);
create unique index experiments_running on experiments (workspace) where status = 'running';
create index interactions_by_arm on interactions (workspace, arm, created) where arm <> '';

-- What an improvement cycle found and proposes. Nothing of it works before an admin accepts it.
create table improvement_runs (
    id         text primary key,
    workspace  text not null,
    days_back  integer not null,
    report     text not null,                -- JSON
    started_by text not null,
    created    bigint not null
);
create index improvement_runs_by_time on improvement_runs (workspace, created);
create table improvement_proposals (
    id         text primary key,
    workspace  text not null,
    run_id     text not null,
    kind       text not null,                -- in_scope_example, off_topic_example, missing_document
    text       text not null,
    detail     text not null,                -- JSON
    status     text not null,                -- draft, accepted, dismissed
    created    bigint not null,
    decided    bigint,
    decided_by text
);
create index improvement_proposals_by_status on improvement_proposals (workspace, status, created);

-- An admin's word on the guard: it blocked wrongly, or let pass wrongly.
create table guard_marks (
    workspace      text not null,
    interaction_id text not null,
    mark           text not null,            -- false_block, miss
    marked_by      text not null,
    created        bigint not null,
    primary key (workspace, interaction_id)
);

-- Scheduled work: whoever moves "due" on does it.
create table schedules (
    name   text primary key,
    holder text not null,
    due    bigint not null
);
