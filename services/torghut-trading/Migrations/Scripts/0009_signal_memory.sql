-- One order for one intent, whichever version of a strategy met it, and each signal evaluated once. The version before runs on while this is applied: it
-- moves the cursor without the memory (remembered_at then differs from updated_at), and a second order for an intent that is already decided fails for it.

-- Rows of the old form whose hash held the strategy's version and parameters may repeat an intent. They stay as they are; the first one stands for it.
ALTER TABLE trade_decisions ADD COLUMN repeats_intent boolean NOT NULL DEFAULT false;
UPDATE trade_decisions d SET repeats_intent = true WHERE EXISTS (
  SELECT FROM trade_decisions o
  WHERE o.account_label = d.account_label AND o.strategy_name = d.strategy_name AND o.symbol = d.symbol AND o.signal_event_ts = d.signal_event_ts
    AND o.signal_seq = d.signal_seq AND o.timeframe = d.timeframe AND o.action = d.action AND (o.created_at, o.id) < (d.created_at, d.id));
CREATE UNIQUE INDEX trade_decisions_intent
  ON trade_decisions (account_label, strategy_name, symbol, signal_event_ts, signal_seq, timeframe, action) WHERE NOT repeats_intent;

CREATE TABLE signals_read (
  account_label  text NOT NULL,
  source         text NOT NULL,
  event_ts       timestamptz NOT NULL,
  symbol         text NOT NULL,
  seq            bigint NOT NULL,
  PRIMARY KEY (account_label, source, event_ts, symbol, seq)
);

ALTER TABLE trade_cursor ADD COLUMN remembered_from timestamptz;
ALTER TABLE trade_cursor ADD COLUMN remembered_at timestamptz;
