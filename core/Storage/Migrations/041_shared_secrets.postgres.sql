-- Keys that every instance needs alike, sealed with a key that is not in the database.
create table shared_secrets (
    name    text primary key,
    sealed  text not null,
    created bigint not null             -- ms since 1970 UTC
);
