create table records (
    key       integer primary key autoincrement,
    workspace text not null,
    source    bigint not null,               -- record_sources.key
    id        text not null,
    folded    text not null,                 -- the id as people type it
    title     text not null,                 -- redacted
    text      text not null,                 -- redacted
    cells     text not null,                 -- JSON: facets, dates (seconds since 1970 on the local clock) and amounts by column
    terms     text not null,                 -- analysed terms of title and text, separated by spaces
    hash      text not null,
    run       bigint not null                -- the last run that saw the row
);
create unique index records_by_id on records (workspace, source, id);
create index records_by_folded on records (workspace, source, folded);

create virtual table record_terms using fts5(terms, content = 'records', content_rowid = 'key', tokenize = 'ascii', detail = 'none', columnsize = 0);
create trigger records_added after insert on records when new.terms <> '' begin
    insert into record_terms (rowid, terms) values (new.key, new.terms);
end;
create trigger records_removed after delete on records when old.terms <> '' begin
    insert into record_terms (record_terms, rowid, terms) values ('delete', old.key, old.terms);
end;
create trigger records_changed after update of terms on records when old.terms <> new.terms begin
    insert into record_terms (record_terms, rowid, terms) select 'delete', old.key, old.terms where old.terms <> '';
    insert into record_terms (rowid, terms) select new.key, new.terms where new.terms <> '';
end;
