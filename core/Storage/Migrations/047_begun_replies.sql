-- The message that a channel has begun on its platform for an answer to grow in, in the channel's own words: the reply takes its place.
alter table inbox add column begun text;
alter table outbox add column begun text;
