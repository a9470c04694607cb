-- Analysed terms, separated by spaces, as before; found by our own postings from now on, which the full-text table made superfluous.
create table analysed_terms (
    id    integer primary key,                      -- the chunk's
    title text not null,
    body  text not null,
    names text not null
);
insert into analysed_terms (id, title, body, names) select rowid, title, body, names from chunk_terms;
drop table chunk_terms;
alter table analysed_terms rename to chunk_terms;

-- Which chunks of a workspace hold a term, in blocks by rising chunk ids.
create table postings (
    workspace text not null,
    term      text not null,
    first     integer not null,                     -- no chunk of the block has a lower id; the next block has only higher ones
    data      blob not null,                        -- see PostingBlock
    primary key (workspace, term, first)
) without rowid;

-- Chunks of an older version, whose postings are made at the next start.
create table unposted_chunks (id integer primary key);
insert into unposted_chunks (id) select id from chunks;
