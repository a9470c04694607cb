-- Idle instances sleep until somebody commits work: each insert into a queue notifies those who listen.
create function chatbot_wake() returns trigger language plpgsql as $$
begin
    perform pg_notify('chatbot_queues', tg_table_name);
    return null;
end $$;
create trigger inbox_wakes after insert on inbox for each statement execute function chatbot_wake();
create trigger outbox_wakes after insert on outbox for each statement execute function chatbot_wake();
