-- Tables that people imported, and what their columns are for.
create table record_sources (
    workspace text not null,
    source    text not null,                 -- full path, or the address of a query without its secrets
    key       bigint not null,               -- stands for the source in its rows, within the workspace
    shape     text not null,                 -- JSON: what a row is called, columns with their roles
    version   bigint not null,               -- rises when an import has ended
    rows      bigint not null,
    imported  bigint not null,               -- when the last import ended; 0: none has
    report    text not null default '',      -- JSON, of the last import that ended
    run       bigint not null default 0,     -- number of the run that is going on or was the last
    stamp     text not null default '',      -- which file that run reads; '' when it has ended
    position  bigint not null default 0,     -- rows of the file that it has seen
    so_far    text not null default '',      -- JSON: what it has done
    primary key (workspace, source)
);
create unique index record_sources_by_key on record_sources (workspace, key);
