create table chunks (
    id          integer primary key autoincrement,  -- never used twice: caches may know an id that is gone
    workspace   text not null,
    document_id text not null references documents (id),
    ordinal     integer not null,
    kind        text not null,                      -- prose, code, table, record
    length      integer not null,                   -- terms in the text
    title       text not null,
    text        text not null
);
create index chunks_by_document on chunks (document_id, ordinal);

-- Analysed terms, separated by spaces, under the chunk's id. Analysis happened before: the tokenizer only splits.
create virtual table chunk_terms using fts5(title, body, names, tokenize = 'ascii');

create table chunk_embeddings (
    chunk_id  integer primary key references chunks (id),
    workspace text not null,
    embedder  text not null,
    embedding blob not null                         -- float32, little endian, normalised
);
