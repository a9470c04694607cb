-- A notification at every insert woke all instances for work that the one that inserted it does at once, and made their commits
-- wait for each other. An instance that has more than it can take in hand now says so itself.
drop trigger inbox_wakes on inbox;
drop trigger outbox_wakes on outbox;
drop function chatbot_wake();
