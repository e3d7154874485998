{{/* The nightly comparison reads signals and decisions; it has no key of the broker's. */}}
{{- define "torghut-trading.paritySecretEnv" -}}
{{- include "torghut-common.secretEnv" (dict "Values" (dict "config" .Values.config "secretEnv" (pick .Values.secretEnv "DB_DSN" "TA_CLICKHOUSE_PASSWORD"))) }}
{{- end -}}
