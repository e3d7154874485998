-- More reasons to let only exits leave, and what the account held before our fills explain it.

ALTER TABLE trading_state DROP CONSTRAINT trading_state_latch_check;
ALTER TABLE trading_state ADD CONSTRAINT trading_state_latch_check CHECK (latch IN ('emergency_stop', 'daily_loss', 'books_disagree', 'exits_only'));

-- Positions and cash less all fills known at that moment: constant for as long as nothing but orders changes the account. A new row is opened when a
-- person has accepted a disagreement; rows are never changed.
CREATE TABLE account_books (
  id                uuid PRIMARY KEY,
  account_label     text NOT NULL,
  market_ts         timestamptz NOT NULL,
  cash_offset       numeric(28,8) NOT NULL,
  position_offsets  jsonb NOT NULL,
  created_at        timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE INDEX account_books_newest ON account_books (account_label, created_at DESC);
CREATE INDEX executions_filled ON executions (account_label, symbol) WHERE filled_qty > 0;
CREATE TRIGGER account_books_no_change BEFORE UPDATE OR DELETE ON account_books FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER account_books_no_truncate BEFORE TRUNCATE ON account_books FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
