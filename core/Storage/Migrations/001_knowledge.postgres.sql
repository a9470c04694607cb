-- Vectors come from the extension pgvector; installing it may need a superuser, who then has done so before.
create extension if not exists vector;

create table chunks (
    id          bigint generated always as identity primary key,
    workspace   text not null,
    document_id text not null references documents (id),
    ordinal     integer not null,
    kind        text not null,                      -- prose, code, table, record
    length      integer not null,                   -- terms in the text
    title       text not null,
    text        text not null,
    -- Analysed terms, separated by spaces, as the ranking reads them.
    title_terms text not null,
    body_terms  text not null,
    name_terms  text not null,
    -- The same terms as lexemes: titles A, names B, body D. Analysis happened before; nothing is stemmed twice.
    lexemes     tsvector not null
);
create index chunks_by_document on chunks (document_id, ordinal);
create index chunks_by_workspace on chunks (workspace);
create index chunks_by_lexeme on chunks using gin (lexemes) with (fastupdate = off);

create table chunk_embeddings (
    chunk_id  bigint primary key references chunks (id),
    workspace text not null,
    embedder  text not null,
    embedding vector not null                       -- normalised; dimensions as the embedder has them
);
create index chunk_embeddings_by_workspace on chunk_embeddings (workspace, embedder);
