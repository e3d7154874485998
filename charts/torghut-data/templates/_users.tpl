{{/*
One user for each service: the topics it reads and writes, its groups and its transactions, and nothing else. A producer without transactions needs no right
of its own to be idempotent; WRITE on a topic is enough (KIP-679).
*/}}
{{- define "torghut-data.kafkaUsers" -}}
torghut-ws:
  # What it published before is read when it starts (ADR 0029).
  - {type: topic, operations: [Describe, Read, Write], names: [torghut.trades.v1, torghut.quotes.v1, torghut.bars.1m.v1, torghut.status.v1, torghut.trade-updates.v1]}
  - {type: group, operations: [Describe, Read], names: [torghut-ws-own-topics]}
torghut-ta:
  - {type: topic, operations: [Describe, Read], names: [torghut.trades.v1, torghut.quotes.v1, torghut.bars.1m.v1]}
  # Read by the sink, and the state at every start.
  - {type: topic, operations: [Describe, Read, Write], names: [torghut.ta.bars.1s.v1, torghut.ta.signals.v1, torghut.ta.state.v1]}
  - {type: topic, operations: [Describe, Write], names: [torghut.ta.status.v1, torghut.dead-letter.v1]}
  # By prefix: a replay runs in a fresh group, whose name is that of its transactions too.
  - {type: group, pattern: prefix, operations: [Describe, Read], names: [torghut-ta-]}
  - {type: transactionalId, pattern: prefix, operations: [Describe, Write], names: [torghut-ta-]}
torghut-trading:
  - {type: topic, operations: [Describe, Read], names: [torghut.trade-updates.v1]}
  - {type: topic, operations: [Describe, Write], names: [torghut.dead-letter.v1]}
  - {type: group, operations: [Describe, Read], names: [torghut-trading]}
torghut-ops:
  # It looks and writes nothing.
  - {type: topic, pattern: prefix, operations: [Describe, DescribeConfigs, Read], names: [torghut.]}
  - {type: group, pattern: prefix, operations: [Describe], names: [torghut-]}
{{- if .Values.kafka.replayUser.enabled }}
torghut-replay:
  - {type: topic, operations: [Create, Delete, Describe, DescribeConfigs, Read, Write], names: [torghut.ta.bars.1s.v1, torghut.ta.signals.v1]}
  - {type: topic, operations: [Describe, DescribeConfigs, Read], names: [torghut.trades.v1, torghut.quotes.v1, torghut.bars.1m.v1]}
  - {type: group, pattern: prefix, operations: [Describe, Read], names: [torghut-ta-]}
{{- end }}
{{- end -}}
