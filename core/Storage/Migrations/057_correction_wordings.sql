-- Further wordings that a reviewer ticked: a correction answers them as it answers its own question, until it is retired.
create table correction_wordings (
    workspace     text not null,
    correction_id text not null,
    wording_key   text not null,             -- hash of the wording as it is compared
    wording       text not null,             -- redacted
    added_by      text not null,             -- name of who ticked it
    added_by_id   text not null,
    created       bigint not null,
    primary key (workspace, correction_id, wording_key)
);
-- What a flag is about, so that it can be looked at: the document's address, and when it changed.
alter table corrections add column flag_uri text;
alter table corrections add column flagged bigint;
