-- How much somebody has sent within the hour that began with the first of it: one row per person and kind, which all instances count in.
create table allowances (
    workspace text not null,
    user_id   text not null,                 -- pseudonym; '' is everybody who gave no name
    kind      text not null,                 -- rating, proposal
    since     bigint not null,
    used      integer not null,
    primary key (workspace, user_id, kind)
);
create index allowances_by_time on allowances (workspace, since);
create index corrections_by_time on corrections (workspace, created);
