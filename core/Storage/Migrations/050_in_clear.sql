-- Conversations are known by pseudonyms, and texts and addresses that wait are sealed. Rows that an older version wrote in clear are
-- rewritten at the start (IRowUpgrade); these indexes find them, and are empty afterwards.
create index inbox_in_clear on inbox (id) where substr(conversation, 1, 2) <> 'c~';
create index outbox_in_clear on outbox (id) where substr(conversation, 1, 2) <> 'c~';
create index deliveries_in_clear on deliveries (id) where substr(conversation, 1, 2) <> 'c~';
create index known_conversations_in_clear on known_conversations (workspace, channel, conversation) where substr(conversation, 1, 2) <> 'c~';
create index interactions_in_clear on interactions (workspace, channel, conversation)
    where substr(conversation, 1, 2) <> 'c~' and conversation <> '';
