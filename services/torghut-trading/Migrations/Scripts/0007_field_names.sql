-- The field's names. The version before may run on while this is applied, so what it reads and writes stays beside each new name, as an alias for one version.

-- An order at the broker that this service did not send is an external order. The version before writes is_foreign.
ALTER TABLE executions RENAME COLUMN is_foreign TO is_external;
ALTER TABLE executions ADD COLUMN is_foreign boolean NOT NULL DEFAULT false;
UPDATE executions SET is_foreign = true WHERE is_external;

CREATE FUNCTION executions_name_external() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.is_external := NEW.is_external OR NEW.is_foreign;
  NEW.is_foreign := NEW.is_external;
  RETURN NEW;
END
$$;

CREATE TRIGGER executions_name_external BEFORE INSERT ON executions FOR EACH ROW EXECUTE FUNCTION executions_name_external();

-- What the account held before our fills is its baseline. Inserts into the view go to the table. Before trading_state, in the order in which the version
-- before locks them.
ALTER TABLE account_books RENAME TO account_baselines;
ALTER INDEX account_books_pkey RENAME TO account_baselines_pkey;
ALTER INDEX account_books_newest RENAME TO account_baselines_newest;
ALTER TRIGGER account_books_no_change ON account_baselines RENAME TO account_baselines_no_change;
ALTER TRIGGER account_books_no_truncate ON account_baselines RENAME TO account_baselines_no_truncate;
CREATE VIEW account_books AS SELECT id, account_label, market_ts, cash_offset, position_offsets, created_at FROM account_baselines;

-- What fills do not explain is a reconciliation break. The row under the old name stays: an instance of the version before must not see its latch disappear.
-- Both rows are one latch: whichever version engages or releases one of them does it to both.
ALTER TABLE trading_state DROP CONSTRAINT trading_state_latch_check;
ALTER TABLE trading_state ADD CONSTRAINT trading_state_latch_check
  CHECK (latch IN ('emergency_stop', 'daily_loss', 'reconciliation_break', 'books_disagree', 'exits_only'));
INSERT INTO trading_state (account_label, latch, engaged, reason, actor, engaged_at, released_at, updated_at)
  SELECT account_label, 'reconciliation_break', engaged, reason, actor, engaged_at, released_at, updated_at FROM trading_state WHERE latch = 'books_disagree';

CREATE FUNCTION trading_state_mirror_break() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO trading_state (account_label, latch, engaged, reason, actor, engaged_at, released_at, updated_at)
    VALUES (NEW.account_label, CASE NEW.latch WHEN 'books_disagree' THEN 'reconciliation_break' ELSE 'books_disagree' END,
      NEW.engaged, NEW.reason, NEW.actor, NEW.engaged_at, NEW.released_at, NEW.updated_at)
    ON CONFLICT (account_label, latch) DO UPDATE SET engaged = excluded.engaged, reason = excluded.reason, actor = excluded.actor,
      engaged_at = excluded.engaged_at, released_at = excluded.released_at, updated_at = excluded.updated_at;
  RETURN NULL;
END
$$;

CREATE TRIGGER trading_state_mirror_break AFTER INSERT OR UPDATE ON trading_state FOR EACH ROW
  WHEN (NEW.latch IN ('reconciliation_break', 'books_disagree') AND pg_trigger_depth() = 0) EXECUTE FUNCTION trading_state_mirror_break();
