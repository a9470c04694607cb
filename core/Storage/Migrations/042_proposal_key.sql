-- The same proposal twice is one: a hash of its text, unique among a person's open proposals on an answer. Rows from before keep null,
-- which is never equal to anything: where there are doubles among them, they stay.
alter table corrections add column proposal_key text;
create unique index corrections_by_proposal on corrections (workspace, interaction_id, proposer, proposal_key)
    where status in ('pending', 'reviewed');
