-- When an order left, in market time: it may have waited for long after it was decided. What versions before claimed counts by its decision.
ALTER TABLE trade_decisions ADD COLUMN claimed_market_ts timestamptz;

CREATE INDEX trade_decisions_left ON trade_decisions (account_label, (coalesce(claimed_market_ts, market_ts))) WHERE claim_attempts > 0;
DROP INDEX trade_decisions_claimed;
