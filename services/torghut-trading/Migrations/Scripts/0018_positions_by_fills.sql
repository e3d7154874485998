-- When an order's last fill was, and what a strategy holds of a symbol at the end of each day by its fills, so that the profit of a day does not read the
-- fills of all days before. The version before may run on while this is applied; it writes no time of the last fill.

-- An order that was filled in part and then cancelled has no filled_at, and its broker_updated_at is the cancel's. Of rows of before the events say it, or
-- what is known now is kept before a cancel comes.
ALTER TABLE executions ADD COLUMN last_fill_at timestamptz;
UPDATE executions e SET last_fill_at = seen.at
  FROM (SELECT v.alpaca_order_id, max(v.event_ts) AS at FROM order_events v JOIN executions o USING (alpaca_order_id)
    WHERE v.event IN ('fill', 'partial_fill') AND o.filled_at IS NULL AND v.filled_qty <= o.filled_qty GROUP BY v.alpaca_order_id) seen
  WHERE e.alpaca_order_id = seen.alpaca_order_id AND e.filled_qty > 0;
UPDATE executions SET last_fill_at = broker_updated_at WHERE filled_qty > 0 AND filled_at IS NULL AND last_fill_at IS NULL;

DROP INDEX executions_fills;
DROP INDEX executions_fills_symbol;
CREATE INDEX executions_fills ON executions (account_label, (coalesce(last_fill_at, filled_at, broker_updated_at)), id) WHERE filled_qty > 0;
CREATE INDEX executions_fills_symbol ON executions (account_label, symbol, (coalesce(last_fill_at, filled_at, broker_updated_at)), id) WHERE filled_qty > 0;

-- Shares that a fill adds to a position; none where it has no price, no known side, or an amount that no market has: such a fill is no part of a profit.
CREATE FUNCTION fill_counted(side text, qty numeric, price numeric) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN price BETWEEN 0 AND 1000000000 AND qty > 0 AND qty <= 1000000000000
    THEN CASE side WHEN 'buy' THEN qty WHEN 'sell' THEN -qty ELSE 0 END ELSE 0 END
$$;

-- What is missing in a position because its fill is not counted.
CREATE FUNCTION fill_uncounted(side text, qty numeric, price numeric) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN qty > 0 AND fill_counted(side, qty, price) = 0 THEN CASE side WHEN 'sell' THEN -qty ELSE qty END ELSE 0 END
$$;

-- The day of a fill is UTC's. A day without a fill has no row: the newest row before a moment says what was held then.
CREATE TABLE fill_positions (
  account_label  text NOT NULL,
  strategy_name  text NOT NULL,
  symbol         text NOT NULL,
  day            date NOT NULL,
  qty            numeric NOT NULL,
  uncounted      numeric NOT NULL,
  PRIMARY KEY (account_label, symbol, strategy_name, day)
);

CREATE INDEX fill_positions_flat ON fill_positions (account_label, symbol, strategy_name, day) WHERE qty = 0;

-- A fill of an earlier day, a corrected one and one that is reported late move every day after theirs. Who changes one position waits for who did before.
CREATE FUNCTION fill_positions_add(account text, strategy text, traded text, fill_day date, counted numeric, missing numeric) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(concat_ws(E'\n', account, traded, strategy), 7846120392));
  INSERT INTO fill_positions (account_label, strategy_name, symbol, day, qty, uncounted)
    SELECT account, strategy, traded, fill_day, coalesce(p.qty, 0), coalesce(p.uncounted, 0)
    FROM (SELECT) AS one LEFT JOIN LATERAL (SELECT b.qty, b.uncounted FROM fill_positions b
      WHERE b.account_label = account AND b.symbol = traded AND b.strategy_name = strategy AND b.day < fill_day ORDER BY b.day DESC LIMIT 1) p ON true
    ON CONFLICT DO NOTHING;
  UPDATE fill_positions p SET qty = p.qty + counted, uncounted = p.uncounted + missing
    WHERE p.account_label = account AND p.symbol = traded AND p.strategy_name = strategy AND p.day >= fill_day;
END
$$;

CREATE FUNCTION executions_inserted_positions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM fill_positions_add(account_label, strategy, symbol, day, counted, missing) FROM (
    SELECT e.account_label, e.symbol, coalesce(d.strategy_name, '') AS strategy,
      (coalesce(e.last_fill_at, e.filled_at, e.broker_updated_at) AT TIME ZONE 'UTC')::date AS day,
      sum(fill_counted(e.side, e.filled_qty, e.filled_avg_price)) AS counted, sum(fill_uncounted(e.side, e.filled_qty, e.filled_avg_price)) AS missing
    FROM added e LEFT JOIN trade_decisions d ON d.id = e.trade_decision_id WHERE e.filled_qty > 0
    GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4) changed
  WHERE counted <> 0 OR missing <> 0;
  RETURN NULL;
END
$$;

CREATE FUNCTION executions_updated_positions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM fill_positions_add(account_label, strategy, symbol, day, counted, missing) FROM (
    SELECT e.account_label, e.symbol, coalesce(d.strategy_name, '') AS strategy,
      (coalesce(e.last_fill_at, e.filled_at, e.broker_updated_at) AT TIME ZONE 'UTC')::date AS day,
      sum(e.sign * fill_counted(e.side, e.filled_qty, e.filled_avg_price)) AS counted,
      sum(e.sign * fill_uncounted(e.side, e.filled_qty, e.filled_avg_price)) AS missing
    FROM (SELECT 1 AS sign, * FROM added UNION ALL SELECT -1, * FROM removed) e LEFT JOIN trade_decisions d ON d.id = e.trade_decision_id
    WHERE e.filled_qty > 0
    GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4) changed
  WHERE counted <> 0 OR missing <> 0;
  RETURN NULL;
END
$$;

-- After the totals of the account: every writer takes its locks in this order.
CREATE TRIGGER executions_inserted_positions AFTER INSERT ON executions REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION executions_inserted_positions();
CREATE TRIGGER executions_updated_positions AFTER UPDATE ON executions REFERENCING OLD TABLE AS removed NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION executions_updated_positions();

INSERT INTO fill_positions (account_label, strategy_name, symbol, day, qty, uncounted)
  SELECT account_label, strategy_name, symbol, day, sum(sum(counted)) OVER through_day, sum(sum(missing)) OVER through_day
  FROM (
    SELECT e.account_label, coalesce(d.strategy_name, '') AS strategy_name, e.symbol,
      (coalesce(e.last_fill_at, e.filled_at, e.broker_updated_at) AT TIME ZONE 'UTC')::date AS day,
      fill_counted(e.side, e.filled_qty, e.filled_avg_price) AS counted, fill_uncounted(e.side, e.filled_qty, e.filled_avg_price) AS missing
    FROM executions e LEFT JOIN trade_decisions d ON d.id = e.trade_decision_id WHERE e.filled_qty > 0) fills
  GROUP BY account_label, strategy_name, symbol, day
  WINDOW through_day AS (PARTITION BY account_label, strategy_name, symbol ORDER BY day);

-- When each latch was engaged and released, also before it was engaged last. A view reads with the rights of its owner: whoever may see it sees nothing else
-- of the audit.
CREATE INDEX audit_log_latches ON audit_log (account_label, seq) WHERE kind IN ('latch_engaged', 'latch_released');
CREATE VIEW latch_history AS
  SELECT seq, account_label, CASE subject WHEN 'books_disagree' THEN 'reconciliation_break' ELSE subject END AS latch, kind = 'latch_engaged' AS engaged,
    payload ->> 'reason' AS reason, payload ->> 'actor' AS actor,
    coalesce((payload ->> 'engaged_at')::timestamptz, (canonical::jsonb ->> 'at')::timestamptz) AS happened_at
  FROM audit_log WHERE kind IN ('latch_engaged', 'latch_released');
