-- What the last run of a source skipped: whole files, and parts of files that were read otherwise. Replaced by its next run.
create table skipped_files (
    workspace text not null,
    source    text not null,
    ordinal   integer not null,         -- whole files come first
    path      text not null,            -- full path; of a kind of files that is not read, an example
    file      text not null,            -- as documents.path and source_files.path name it; '' where no document can be of it
    reason    text not null,
    partly    integer not null,         -- 1: a part of a file
    files     integer not null,         -- how many files the line stands for
    primary key (workspace, source, ordinal)
);
create index skipped_files_by_file on skipped_files (workspace, source, file);

-- How often answers of a day cite a document, and how often these were rated down. Kept up in the transaction that stores an answer or a
-- rating. A document that is indexed anew after it was gone begins at nothing.
create table document_days (
    workspace   text not null,
    document_id text not null,
    day         bigint not null,        -- of the answer, days since 1970 UTC
    cited       bigint not null,
    disliked    bigint not null,        -- ratings with a thumb down or at most two stars
    primary key (workspace, document_id, day)
);
create index document_days_by_day on document_days (workspace, day);
