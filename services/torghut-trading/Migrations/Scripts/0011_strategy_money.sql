-- What a strategy may spend has nine decimals as all money has.
ALTER TABLE strategies ALTER COLUMN max_notional_per_trade TYPE numeric(24,9), ALTER COLUMN max_position_pct_equity TYPE numeric(24,9);
