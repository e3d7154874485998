-- The account explained: nine decimals, running totals instead of sums over history, what happened to the account beside orders, what the broker said and
-- nobody understood, and when an order's row has been confirmed by the broker. The version before may run on while this is applied.

-- The broker fills fractions to nine decimals.
ALTER TABLE trade_decisions ALTER COLUMN qty TYPE numeric(24,9), ALTER COLUMN limit_price TYPE numeric(24,9);
ALTER TABLE executions
  ALTER COLUMN qty TYPE numeric(24,9), ALTER COLUMN notional TYPE numeric(24,9), ALTER COLUMN limit_price TYPE numeric(24,9),
  ALTER COLUMN stop_price TYPE numeric(24,9), ALTER COLUMN filled_qty TYPE numeric(24,9), ALTER COLUMN filled_avg_price TYPE numeric(24,9);
ALTER TABLE order_events
  ALTER COLUMN price TYPE numeric(24,9), ALTER COLUMN qty TYPE numeric(24,9), ALTER COLUMN position_qty TYPE numeric(24,9),
  ALTER COLUMN filled_qty TYPE numeric(24,9), ALTER COLUMN filled_avg_price TYPE numeric(24,9);
ALTER TABLE position_snapshots
  ALTER COLUMN equity TYPE numeric(24,9), ALTER COLUMN last_equity TYPE numeric(24,9), ALTER COLUMN cash TYPE numeric(24,9),
  ALTER COLUMN buying_power TYPE numeric(24,9);
DROP VIEW account_books;
ALTER TABLE account_baselines ALTER COLUMN cash_offset TYPE numeric(28,9);
CREATE VIEW account_books AS SELECT id, account_label, market_ts, cash_offset, position_offsets, created_at FROM account_baselines;

-- An order that the broker does not know any more ends as such.
ALTER TABLE trade_decisions DROP CONSTRAINT trade_decisions_status_check;
ALTER TABLE trade_decisions ADD CONSTRAINT trade_decisions_status_check CHECK (status IN ('planned', 'approved', 'rejected', 'expired', 'withheld',
  'submitting', 'unknown', 'submitted', 'partially_filled', 'filled', 'canceled', 'broker_rejected', 'broker_expired', 'replaced', 'vanished'));

-- An order is settled when it has ended and the broker itself, asked, said the same as the row. Others are asked about. What had ended before is history.
ALTER TABLE executions
  ADD COLUMN is_settled boolean NOT NULL DEFAULT true,
  ADD COLUMN lookups_not_found integer NOT NULL DEFAULT 0,
  ADD COLUMN not_found_since timestamptz,
  ADD COLUMN corrected_at timestamptz,
  ADD COLUMN contradiction text,
  ADD COLUMN contradicted_since timestamptz;
UPDATE executions SET is_settled = false WHERE status NOT IN ('filled', 'canceled', 'expired', 'rejected', 'replaced');
ALTER TABLE executions ALTER COLUMN is_settled SET DEFAULT false;

CREATE INDEX executions_unsettled ON executions (account_label, updated_at) WHERE NOT is_settled;
CREATE INDEX executions_external ON executions (account_label) WHERE is_external AND acknowledged_at IS NULL;
CREATE INDEX executions_client ON executions (client_order_id);
CREATE INDEX order_events_client ON order_events (client_order_id, event_ts, created_at);
CREATE INDEX trade_decisions_hash ON trade_decisions (decision_hash);
CREATE INDEX trade_decisions_claimed ON trade_decisions (account_label, market_ts) WHERE claim_attempts > 0;
DROP INDEX executions_filled;

-- Items of the broker's answers that were not understood. Each blocks entries until it is understood, gone or acknowledged.
CREATE TABLE unread_items (
  account_label    text NOT NULL,
  kind             text NOT NULL,
  item_key         text NOT NULL,
  symbol           text,
  reason           text NOT NULL,
  raw              jsonb NOT NULL,
  first_seen_at    timestamptz NOT NULL DEFAULT now(),
  last_seen_at     timestamptz NOT NULL DEFAULT now(),
  acknowledged_at  timestamptz,
  resolved_at      timestamptz,
  PRIMARY KEY (account_label, kind, item_key)
);

CREATE INDEX unread_items_open ON unread_items (account_label) WHERE acknowledged_at IS NULL AND resolved_at IS NULL;

-- What happened to the account beside executions, and what it did to cash (USD) and to a position (shares).
CREATE TABLE account_activities (
  account_label    text NOT NULL,
  activity_id      text NOT NULL,
  activity_type    text NOT NULL,
  status           text,
  happened_at      timestamptz NOT NULL,
  symbol           text,
  qty              numeric(24,9),
  net_amount       numeric(24,9),
  cash_effect      numeric(24,9) NOT NULL,
  position_effect  numeric(24,9) NOT NULL,
  is_transfer      boolean NOT NULL,
  is_known         boolean NOT NULL,
  raw              jsonb NOT NULL,
  created_at       timestamptz NOT NULL DEFAULT now(),
  updated_at       timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account_label, activity_id)
);

CREATE INDEX account_activities_transfers ON account_activities (account_label, happened_at) WHERE is_transfer;
CREATE TRIGGER account_activities_no_delete BEFORE DELETE ON account_activities FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER account_activities_no_truncate BEFORE TRUNCATE ON account_activities FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Since when the broker has shown the equity of the last close that it shows now: transfers after that close are no loss and no gain of the day.
CREATE TABLE account_days (
  account_label  text PRIMARY KEY,
  last_equity    numeric(24,9) NOT NULL,
  since          timestamptz NOT NULL
);

-- Sums of all fills and of all activities by symbol, kept by whatever statement changes a row, in its transaction. Cash of activities has no symbol.
CREATE TABLE account_totals (
  account_label  text NOT NULL,
  source         text NOT NULL CHECK (source IN ('fills', 'activities')),
  symbol         text NOT NULL,
  qty            numeric NOT NULL,
  cash           numeric NOT NULL,
  PRIMARY KEY (account_label, source, symbol)
);

CREATE FUNCTION executions_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO account_totals AS t (account_label, source, symbol, qty, cash)
    SELECT account_label, 'fills', symbol, sum(qty), sum(cash) FROM (
      SELECT account_label, symbol, CASE side WHEN 'buy' THEN 1 ELSE -1 END * filled_qty AS qty,
        CASE side WHEN 'buy' THEN -1 ELSE 1 END * filled_qty * coalesce(filled_avg_price, 0) AS cash FROM added) changed
    GROUP BY 1, 2, 3 HAVING sum(qty) <> 0 OR sum(cash) <> 0 ORDER BY 1, 2, 3
    ON CONFLICT (account_label, source, symbol) DO UPDATE SET qty = t.qty + excluded.qty, cash = t.cash + excluded.cash;
  RETURN NULL;
END
$$;

CREATE FUNCTION executions_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO account_totals AS t (account_label, source, symbol, qty, cash)
    SELECT account_label, 'fills', symbol, sum(qty), sum(cash) FROM (
      SELECT account_label, symbol, CASE side WHEN 'buy' THEN 1 ELSE -1 END * filled_qty AS qty,
        CASE side WHEN 'buy' THEN -1 ELSE 1 END * filled_qty * coalesce(filled_avg_price, 0) AS cash FROM added
      UNION ALL
      SELECT account_label, symbol, CASE side WHEN 'buy' THEN 1 ELSE -1 END * -filled_qty AS qty,
        CASE side WHEN 'buy' THEN -1 ELSE 1 END * -filled_qty * coalesce(filled_avg_price, 0) AS cash FROM removed) changed
    GROUP BY 1, 2, 3 HAVING sum(qty) <> 0 OR sum(cash) <> 0 ORDER BY 1, 2, 3
    ON CONFLICT (account_label, source, symbol) DO UPDATE SET qty = t.qty + excluded.qty, cash = t.cash + excluded.cash;
  RETURN NULL;
END
$$;

CREATE FUNCTION account_activities_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO account_totals AS t (account_label, source, symbol, qty, cash)
    SELECT account_label, 'activities', symbol, sum(qty), sum(cash) FROM (
      SELECT account_label, coalesce(symbol, '') AS symbol, position_effect AS qty, cash_effect AS cash FROM added) changed
    GROUP BY 1, 2, 3 HAVING sum(qty) <> 0 OR sum(cash) <> 0 ORDER BY 1, 2, 3
    ON CONFLICT (account_label, source, symbol) DO UPDATE SET qty = t.qty + excluded.qty, cash = t.cash + excluded.cash;
  RETURN NULL;
END
$$;

CREATE FUNCTION account_activities_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO account_totals AS t (account_label, source, symbol, qty, cash)
    SELECT account_label, 'activities', symbol, sum(qty), sum(cash) FROM (
      SELECT account_label, coalesce(symbol, '') AS symbol, position_effect AS qty, cash_effect AS cash FROM added
      UNION ALL
      SELECT account_label, coalesce(symbol, '') AS symbol, -position_effect AS qty, -cash_effect AS cash FROM removed) changed
    GROUP BY 1, 2, 3 HAVING sum(qty) <> 0 OR sum(cash) <> 0 ORDER BY 1, 2, 3
    ON CONFLICT (account_label, source, symbol) DO UPDATE SET qty = t.qty + excluded.qty, cash = t.cash + excluded.cash;
  RETURN NULL;
END
$$;

CREATE TRIGGER executions_inserted AFTER INSERT ON executions REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION executions_inserted();
CREATE TRIGGER executions_updated AFTER UPDATE ON executions REFERENCING OLD TABLE AS removed NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION executions_updated();
CREATE TRIGGER account_activities_inserted AFTER INSERT ON account_activities REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION account_activities_inserted();
CREATE TRIGGER account_activities_updated AFTER UPDATE ON account_activities REFERENCING OLD TABLE AS removed NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION account_activities_updated();

INSERT INTO account_totals (account_label, source, symbol, qty, cash)
  SELECT account_label, 'fills', symbol, sum(CASE side WHEN 'buy' THEN filled_qty ELSE -filled_qty END),
    sum(CASE side WHEN 'buy' THEN -filled_qty ELSE filled_qty END * coalesce(filled_avg_price, 0))
  FROM executions WHERE filled_qty > 0 GROUP BY account_label, symbol;
