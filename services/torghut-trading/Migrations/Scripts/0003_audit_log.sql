-- The append-only, hash-chained log. Everything that is hashed is in the canonical text; other columns are derived from it.

CREATE TABLE audit_log (
  seq            bigint PRIMARY KEY,
  canonical      text NOT NULL,
  kind           text NOT NULL GENERATED ALWAYS AS (canonical::jsonb ->> 'kind') STORED,
  account_label  text NOT NULL GENERATED ALWAYS AS (canonical::jsonb ->> 'account_label') STORED,
  subject        text NOT NULL GENERATED ALWAYS AS (canonical::jsonb ->> 'subject') STORED,
  payload        jsonb NOT NULL GENERATED ALWAYS AS ((canonical::jsonb) -> 'data') STORED,
  prev_hash      text NOT NULL,
  hash           text NOT NULL
);

CREATE INDEX audit_log_subject ON audit_log (subject, seq);

-- Appending is serialised by a lock that the transaction holds until it ends, so that a chain never forks and a gap cannot be left by a rollback.
CREATE FUNCTION audit_log_append() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last record;
BEGIN
  PERFORM pg_advisory_xact_lock(7846120391);
  SELECT seq, hash INTO last FROM audit_log ORDER BY seq DESC LIMIT 1;
  NEW.seq := coalesce(last.seq, 0) + 1;
  NEW.prev_hash := coalesce(last.hash, repeat('0', 64));
  NEW.hash := encode(sha256(convert_to(NEW.prev_hash || E'\n' || NEW.seq::text || E'\n' || NEW.canonical, 'UTF8')), 'hex');
  RETURN NEW;
END
$$;

CREATE TRIGGER audit_log_append BEFORE INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION audit_log_append();

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on % is refused: its rows are never changed', TG_OP, TG_TABLE_NAME USING ERRCODE = '42501';
END
$$;

CREATE TRIGGER audit_log_no_change BEFORE UPDATE OR DELETE ON audit_log FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_log_no_truncate BEFORE TRUNCATE ON audit_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER order_events_no_change BEFORE UPDATE OR DELETE ON order_events FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER order_events_no_truncate BEFORE TRUNCATE ON order_events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER trade_decisions_no_delete BEFORE DELETE ON trade_decisions FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER trade_decisions_no_truncate BEFORE TRUNCATE ON trade_decisions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER executions_no_delete BEFORE DELETE ON executions FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER executions_no_truncate BEFORE TRUNCATE ON executions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Of a decision only its lifecycle changes, never what was seen or why it was made.
CREATE FUNCTION trade_decisions_keep_facts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.account_label, NEW.decision_hash, NEW.canonical_intent, NEW.strategy_id, NEW.strategy_name, NEW.strategy_version, NEW.plugin_type,
      NEW.plugin_version, NEW.parameter_hash, NEW.feature_hash, NEW.symbol, NEW.timeframe, NEW.action, NEW.signal_event_ts, NEW.signal_seq,
      NEW.signal_ingest_ts, NEW.market_ts, NEW.rationale, NEW.features, NEW.created_at)
     IS DISTINCT FROM
     (OLD.id, OLD.account_label, OLD.decision_hash, OLD.canonical_intent, OLD.strategy_id, OLD.strategy_name, OLD.strategy_version, OLD.plugin_type,
      OLD.plugin_version, OLD.parameter_hash, OLD.feature_hash, OLD.symbol, OLD.timeframe, OLD.action, OLD.signal_event_ts, OLD.signal_seq,
      OLD.signal_ingest_ts, OLD.market_ts, OLD.rationale, OLD.features, OLD.created_at)
     OR (OLD.risk IS NOT NULL AND (NEW.risk, NEW.sizing, NEW.order_payload, NEW.risk_reasons, NEW.qty, NEW.limit_price)
         IS DISTINCT FROM (OLD.risk, OLD.sizing, OLD.order_payload, OLD.risk_reasons, OLD.qty, OLD.limit_price))
  THEN
    RAISE EXCEPTION 'the facts of decision % are never changed', OLD.decision_hash USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER trade_decisions_keep_facts BEFORE UPDATE ON trade_decisions FOR EACH ROW EXECUTE FUNCTION trade_decisions_keep_facts();
