-- nightly_load.sql: loads the orders of one business day from staging into the mart.
--
-- Called by the scheduler every night at 02:30 UTC, with the day as a parameter:
--     psql -v ON_ERROR_STOP=1 -v business_date=2024-05-01 -f nightly_load.sql
--
-- The script is idempotent: it replaces the whole day, so it can be run again at any time.
-- Everything happens in one transaction. If a check fails, nothing changes, and readers go
-- on seeing the data of the last good run.

\set ON_ERROR_STOP on
BEGIN;

-- psql does not replace variables inside a quoted block, so the day is passed as a setting.
SELECT set_config('load.business_date', :'business_date', true);

-- Only one load per day may run. A second one fails after five seconds instead of waiting.
SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(hashtext('nightly_load:' || :'business_date'));

-- Step 1: check the staging data before anything is touched.
DO $$
DECLARE
    day date := current_setting('load.business_date')::date;
    row_count bigint;
    surplus bigint;
BEGIN
    SELECT count(*), count(*) - count(DISTINCT order_id)
    INTO row_count, surplus
    FROM staging.orders
    WHERE business_date = day;

    IF row_count = 0 THEN
        RAISE EXCEPTION 'no staged orders for %; has the extract run?', day;
    END IF;
    IF surplus > 0 THEN
        RAISE EXCEPTION '% duplicate or missing order ids for %', surplus, day;
    END IF;
END
$$;

-- Step 2: bring new and changed customers into the dimension (type 1, the newest value wins).
INSERT INTO mart.dim_customer (customer_id, name, region, updated_at)
SELECT DISTINCT ON (customer_id) customer_id, customer_name, region, updated_at
FROM staging.orders
WHERE business_date = :'business_date'::date
ORDER BY customer_id, updated_at DESC
ON CONFLICT (customer_id) DO UPDATE
SET name = excluded.name,
    region = excluded.region,
    updated_at = excluded.updated_at
WHERE excluded.updated_at > mart.dim_customer.updated_at;

-- Step 3: replace the day in the fact table. Cancelled orders are left out.
DELETE FROM mart.fact_orders
WHERE business_date = :'business_date'::date;

INSERT INTO mart.fact_orders (business_date, order_id, customer_id, quantity, net_amount, loaded_at)
SELECT business_date, order_id, customer_id, quantity, round(gross_amount / (1 + tax_rate), 2), now()
FROM staging.orders
WHERE business_date = :'business_date'::date
  AND status <> 'cancelled';

-- Step 4: note the finished day. Dependent jobs wait for this row.
INSERT INTO mart.finished_days (business_date, table_name, row_count, finished_at)
SELECT :'business_date'::date, 'fact_orders', count(*), now()
FROM mart.fact_orders
WHERE business_date = :'business_date'::date
ON CONFLICT (business_date, table_name) DO UPDATE
SET row_count = excluded.row_count,
    finished_at = excluded.finished_at;

COMMIT;
