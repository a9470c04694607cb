-- A chat app's installations in the teams of a platform. The token is encrypted with a key that is not in the database.
create table installations (
    channel   text not null,
    team      text not null,             -- the platform's id
    workspace text not null,
    name      text not null default '',
    bot_user  text not null default '',  -- the platform's id of the bot there
    token     text not null,             -- encrypted
    installed bigint not null,           -- ms since 1970 UTC
    primary key (channel, team)
);
create index installations_by_workspace on installations (workspace);

-- A reaction names the message it belongs to, not its conversation.
create index deliveries_by_message_id on deliveries (workspace, channel, message_id);
