-- Keys that admins make for programs and people: the key itself is not here, only its SHA-256.
create table api_keys (
    id text primary key,
    workspace text not null,
    name text not null,
    role text not null,
    hash text not null,
    created bigint not null,
    created_by text not null,
    last_used bigint,
    revoked bigint,
    revoked_by text
);
create index api_keys_workspace on api_keys (workspace, created);

-- Who is signed in: a cookie holds the id only, so that signing out ends it here. The ticket is encrypted.
create table sessions (
    id text primary key,
    ticket text not null,
    expires bigint not null
);
create index sessions_expires on sessions (expires);
