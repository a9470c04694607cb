-- Which chunks of a workspace hold a term, in blocks by rising chunk ids, as on SQLite; lexemes and their index are superfluous.
create table postings (
    workspace text not null,
    term      text collate "C" not null,            -- compared byte by byte, whatever the database's language
    first     bigint not null,                      -- no chunk of the block has a lower id; the next block has only higher ones
    data      bytea not null,                       -- see PostingBlock
    primary key (workspace, term, first)
) with (fillfactor = 80);                           -- a term's last block is written again and again: room for it on its page

-- Chunks of an older version, whose postings are made at the next start.
create table unposted_chunks (id bigint primary key);
insert into unposted_chunks (id) select id from chunks;
alter table chunks drop column lexemes;

-- A word that the index does not hold is compared with those that begin like it: a range of the key only where it is in order of bytes.
alter table terms alter column term type text collate "C";
