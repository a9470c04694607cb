-- Beside its sentences each chunk has the vector of its headings, as the last of chunk_sentences.vectors: all are made again, in the
-- background as after a change of embedder, and until then words alone are searched.
update knowledge_index set embedder = null, version = version + 1;
delete from chunk_sentences;
delete from chunk_embeddings;
