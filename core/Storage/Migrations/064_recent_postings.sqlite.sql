-- Postings of the chunks that came last, a row for a few terms of a batch: searches read them beside "postings", where an ingest puts them
-- piece by piece. To write them costs what a batch holds, not a block of every word that it holds.
create table recent_postings (
    workspace text not null,
    prefix    text not null,                        -- what the terms begin with
    batch     integer not null,                     -- the lowest chunk id of the batch; all are higher than those in "postings"
    data      blob not null,                        -- see RecentTerms; "terms" does not count these chunks yet
    primary key (workspace, prefix, batch)
) without rowid;
