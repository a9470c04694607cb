#!/usr/bin/env bash
# Prepares an empty database for ChatBot, once, as a superuser: the extension, the role that owns and migrates the tables,
# and the role that serves, which can read and write rows and nothing else. The image of docker-compose.yml runs it at its
# first start; by hand: POSTGRES_DB=chatbot OWNER_PASSWORD=… BOT_PASSWORD=… manifests/postgres/roles.sh
set -euo pipefail
psql -v ON_ERROR_STOP=1 --quiet --username "${POSTGRES_USER:-postgres}" --dbname "$POSTGRES_DB" \
    -v database="$POSTGRES_DB" -v owner_password="$OWNER_PASSWORD" -v bot_password="$BOT_PASSWORD" <<'SQL'
create extension if not exists vector;
create role chatbot_owner login password :'owner_password';
create role chatbot login password :'bot_password';
alter database :"database" owner to chatbot_owner;
alter schema public owner to chatbot_owner;
revoke all on database :"database" from public;
grant connect, temporary on database :"database" to chatbot; -- bulk loads go through temporary tables
SQL
