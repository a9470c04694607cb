-- Who decided is an id, with the name beside it that people know; of rows from before only the name is known.
alter table audit add column actor_name text;
alter table corrections add column reviewer_id text;
