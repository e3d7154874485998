-- Which adapter an order was meant for, which one took it, and why they differ.

ALTER TABLE trade_decisions
  ADD COLUMN adapter_expected text,
  ADD COLUMN adapter_actual   text,
  ADD COLUMN fallback_reason  text,
  ADD COLUMN fallback_count   integer NOT NULL DEFAULT 0;

ALTER TABLE executions
  ADD COLUMN adapter_expected text,
  ADD COLUMN fallback_reason  text,
  ADD COLUMN fallback_count   integer NOT NULL DEFAULT 0;
