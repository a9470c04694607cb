-- What the trainer did: a row a run. Of people it holds nothing; what it read lies in the run's folder until the run is over.
create table training_runs (
    id          text not null,
    workspace   text not null,
    status      text not null,               -- running, registered, rejected, failed, stopped
    message     text not null default '',    -- in a line, what became of it
    base        text not null,               -- the base's file name
    base_sha256 text not null,
    data_sha256 text not null default '',
    adapter_id  text not null default '',
    settings    text not null,               -- JSON
    curve       text not null default '[]',  -- JSON: step, training loss, validation loss
    read_until  bigint not null,             -- what was approved up to then was read
    started     bigint not null,
    ended       bigint,
    primary key (workspace, id)
);
create index training_runs_by_time on training_runs (workspace, started);
