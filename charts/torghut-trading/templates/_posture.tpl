{{/* A wrong posture must not get as far as the cluster. */}}
{{- define "torghut-trading.requireSafePosture" -}}
{{- $config := .Values.config -}}
{{- $live := or (eq $config.TRADING_MODE "live") (eq (lower $config.TRADING_LIVE_ENABLED) "true") -}}
{{- if and $live (not .Values.live.allow) -}}
{{- fail "live trading is configured and live.allow is false; it takes TRADING_MODE=live, TRADING_LIVE_ENABLED=true, TRADING_LIVE_APPROVAL and live.allow=true" -}}
{{- end -}}
{{- if and $live (not $config.TRADING_LIVE_APPROVAL) -}}
{{- fail "live trading needs TRADING_LIVE_APPROVAL, the reference of its approval" -}}
{{- end -}}
{{- end -}}
