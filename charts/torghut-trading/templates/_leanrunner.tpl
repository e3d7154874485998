{{- define "torghut-trading.leanRunnerSelectorLabels" -}}
app.kubernetes.io/name: torghut-lean-runner
app.kubernetes.io/part-of: torghut
{{- end -}}

{{- define "torghut-trading.leanRunnerLabels" -}}
{{ include "torghut-trading.leanRunnerSelectorLabels" . }}
app: torghut-lean-runner
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | quote }}
{{- end -}}

{{/* Of the secrets the runner gets those that placing an order takes, and no other. */}}
{{- define "torghut-trading.leanRunnerSecretEnv" -}}
{{- range $key := list "ALPACA_KEY_ID" "ALPACA_SECRET_KEY" "TRADING_LEAN_RUNNER_TOKEN" }}
{{- $source := get $.Values.secretEnv $key | required (printf "the lean runner needs secretEnv.%s" $key) }}
- name: {{ $key }}
  valueFrom:
    secretKeyRef:
      name: {{ $source.name }}
      key: {{ $source.key }}
{{- end }}
{{- end -}}

{{/* Migrations reach the database and nothing else. */}}
{{- define "torghut-trading.migrationSecretEnv" -}}
{{- if hasKey .Values.secretEnv "DB_MIGRATION_DSN" -}}
{{- fail "secretEnv.DB_MIGRATION_DSN would give the service the role that owns the tables; it stands in migrations.secretEnv" -}}
{{- end -}}
{{- $sources := merge (dict) .Values.migrations.secretEnv (pick .Values.secretEnv "DB_DSN") }}
{{- include "torghut-common.secretEnv" (dict "Values" (dict "config" .Values.config "secretEnv" $sources)) }}
{{- end -}}

{{/* An adapter that has nobody to talk to falls back for every order; that is not what whoever set it wants. */}}
{{- define "torghut-trading.requireLeanRunner" -}}
{{- if and (eq (.Values.config.TRADING_EXECUTION_ADAPTER | default "alpaca") "lean") (not .Values.leanRunner.enabled) -}}
{{- fail "config.TRADING_EXECUTION_ADAPTER is lean and leanRunner.enabled is false" -}}
{{- end -}}
{{- end -}}
