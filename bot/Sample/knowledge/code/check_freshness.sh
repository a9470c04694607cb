#!/usr/bin/env bash
# check_freshness.sh: fails when the newest row of a table is too old.
#
# Usage:
#   check_freshness.sh TABLE TIME_COLUMN MAX_AGE_MINUTES
#   check_freshness.sh mart.fact_orders occurred_at 120
#
# The connection comes from the usual PostgreSQL variables: PGHOST, PGDATABASE, PGUSER and a
# password file. Run it from cron or an orchestrator, and alert on the exit code:
#   0  the data is fresh
#   1  the data is too old, or the table is empty
#   2  the script was called in a wrong way
#   3  the database could not be asked
#
# Rows with a time in the future are ignored. One wrong timestamp would otherwise make the
# table look fresh for ever.
set -euo pipefail

if [ "$#" -ne 3 ]; then
  echo "usage: $0 TABLE TIME_COLUMN MAX_AGE_MINUTES" >&2
  exit 2
fi
table=$1
column=$2
max_age=$3

# Names cannot be bound as query parameters, so only plain identifiers are let through.
name='^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)?$'
if ! [[ $table =~ $name && $column =~ $name && $max_age =~ ^[0-9]+$ ]]; then
  echo "table and column must be plain names, the age a whole number of minutes" >&2
  exit 2
fi

# Age of the newest row in whole minutes; empty when there is no row.
query="SELECT floor(extract(epoch FROM now() - max($column)) / 60)::bigint
       FROM $table WHERE $column <= now()"
if ! age=$(psql --no-psqlrc --tuples-only --no-align --command "$query"); then
  echo "could not ask the database about $table" >&2
  exit 3
fi

if [ -z "$age" ]; then
  echo "STALE: $table has no rows" >&2
  exit 1
fi
if [ "$age" -gt "$max_age" ]; then
  echo "STALE: newest row of $table is $age minutes old, limit $max_age" >&2
  exit 1
fi
echo "OK: newest row of $table is $age minutes old, limit $max_age"
