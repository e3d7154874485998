-- What is read of the past is asked for by market time: a day that is replayed was stored on another. Lists go from new to old by keys that never change.
CREATE INDEX trade_decisions_market ON trade_decisions (account_label, market_ts DESC, id DESC) INCLUDE (status);
CREATE INDEX trade_decisions_market_symbol ON trade_decisions (account_label, symbol, market_ts DESC, id DESC);
CREATE INDEX trade_decisions_market_strategy ON trade_decisions (account_label, strategy_name, market_ts DESC, id DESC);

-- When the broker got an order, and when it was filled; the expressions are those of the questions.
CREATE INDEX executions_market ON executions (account_label, (coalesce(submitted_at, broker_updated_at)));
CREATE INDEX executions_fills ON executions (account_label, (coalesce(filled_at, broker_updated_at)), id) WHERE filled_qty > 0;
CREATE INDEX executions_fills_symbol ON executions (account_label, symbol, (coalesce(filled_at, broker_updated_at)), id) WHERE filled_qty > 0;

CREATE INDEX position_snapshots_market ON position_snapshots (account_label, market_ts DESC, id DESC) INCLUDE (equity);
CREATE INDEX account_activities_time ON account_activities (account_label, happened_at);
CREATE INDEX backtest_reports_registered ON backtest_reports (registered_at DESC);
CREATE INDEX backtest_reports_sha256 ON backtest_reports (sha256);
