-- Graphs over the vectors of a workspace: files in the data folder, which searches map into memory. Vectors with higher ids are scanned.
create table vector_graphs (
    workspace text not null,
    embedder  text not null,
    file      text not null,                        -- its name
    bytes     integer not null,                     -- its size, and when it was written: another file of that name is not this graph
    written   integer not null,
    last_id   integer not null,                     -- the highest chunk in it
    vectors   integer not null,
    width     integer not null,                     -- candidates that a search keeps: the fewest that reached the recall asked for
    recall    double precision not null,
    created   integer not null,
    primary key (workspace, embedder)
);
