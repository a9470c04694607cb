-- What the last run of a source read, by kind of file: a JSON array.
alter table knowledge_sources add column kinds text not null default '[]';

-- Documents that an admin keeps out of the index although their source holds them.
create table excluded_documents (
    workspace text not null,
    source    text not null,
    uri       text not null,
    path      text not null,            -- the file that holds it: read again when the document is let in again
    title     text not null,
    excluded  bigint not null,          -- ms since 1970 UTC
    primary key (workspace, source, uri)
);
