-- While vectors of a new embedder are made, those of the old one stay and are searched.
alter table chunk_embeddings drop constraint chunk_embeddings_pkey, add primary key (chunk_id, embedder);

create table chunk_sentences (
    chunk_id  bigint not null references chunks (id) on delete cascade,
    workspace text not null,
    embedder  text not null,
    vectors   bytea not null,                       -- int8: normalised value × 127; a sentence after the other, in the text's order
    primary key (chunk_id, embedder)
);
