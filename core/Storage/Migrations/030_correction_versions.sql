-- Raised by every decision on a correction; whoever keeps approved corrections in memory compares it.
create table correction_versions (
    workspace text primary key,
    version   bigint not null
);
alter table corrections add column version bigint not null default 0; -- of the workspace, when this row last changed
create index corrections_by_version on corrections (workspace, version);
