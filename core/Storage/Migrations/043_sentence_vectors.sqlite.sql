-- While vectors of a new embedder are made, those of the old one stay and are searched.
create table chunk_embeddings_by_embedder (
    chunk_id  integer not null references chunks (id),
    workspace text not null,
    embedder  text not null,
    embedding blob not null,                        -- float32, little endian, normalised
    primary key (chunk_id, embedder)
);
insert into chunk_embeddings_by_embedder select chunk_id, workspace, embedder, embedding from chunk_embeddings;
drop table chunk_embeddings;
alter table chunk_embeddings_by_embedder rename to chunk_embeddings;

create table chunk_sentences (
    chunk_id  integer not null references chunks (id),
    workspace text not null,
    embedder  text not null,
    vectors   blob not null,                        -- int8: normalised value × 127; a sentence after the other, in the text's order
    primary key (chunk_id, embedder)
);
