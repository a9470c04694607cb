-- Whose vectors searches use; they are used once those of all chunks are there, and until then words alone. Null: none yet.
alter table knowledge_index add column embedder text;
update knowledge_index set embedder = (select max(e.embedder) from chunk_embeddings e where e.workspace = knowledge_index.workspace);
