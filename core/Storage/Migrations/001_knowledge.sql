-- Documents and what is known about their sources. Chunks, their terms and vectors differ by engine and stand in its own file.
create table documents (
    id        text primary key,
    workspace text not null,
    source    text not null,            -- what was ingested: a folder, a file, a configured name
    path      text not null,            -- the file in it that holds the document
    uri       text not null,            -- the document's own id or link, else the path
    title     text not null,
    category  text not null,
    hash      text not null,            -- of everything that was indexed of it
    chunks    integer not null,
    length    bigint not null,          -- terms in its chunks
    indexed   bigint not null,          -- ms since 1970 UTC
    unique (workspace, source, uri)
);
create index documents_by_path on documents (workspace, source, path);

-- What a file looked like when it was last indexed; unchanged size and time cost no reading, unchanged hash no indexing.
create table source_files (
    workspace text not null,
    source    text not null,
    path      text not null,
    size      bigint not null,
    modified  bigint not null,          -- ms since 1970 UTC
    hash      text not null,
    recipe    text not null,            -- versions of analysis and chunking, and the embedder; a change reads the file again
    primary key (workspace, source, path)
);

create table knowledge_sources (
    workspace text not null,
    source    text not null,
    category  text not null,
    refreshed bigint not null,          -- when the last complete run ended, ms since 1970 UTC
    added     integer not null,
    changed   integer not null,
    removed   integer not null,
    skipped   integer not null,
    problems  text not null,            -- JSON: path and reason of what was skipped, the first hundred
    primary key (workspace, source)
);

-- In how many chunks a term occurs.
create table terms (
    workspace text not null,
    term      text not null,
    chunks    bigint not null,
    primary key (workspace, term)
);

-- One row per workspace; the version rises with every change, caches compare it.
create table knowledge_index (
    workspace text primary key,
    version   bigint not null,
    documents bigint not null,
    chunks    bigint not null,
    length    bigint not null           -- terms in all chunks
);
