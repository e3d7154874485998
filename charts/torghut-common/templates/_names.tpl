{{/* Object names are fixed, whatever the release is called: runbooks and alerts refer to them. One release a namespace. */}}
{{- define "torghut-common.name" -}}
{{- .Values.nameOverride | default .Chart.Name | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "torghut-common.configName" -}}
{{- printf "%s-config" (include "torghut-common.name" .) -}}
{{- end -}}

{{- define "torghut-common.selectorLabels" -}}
app.kubernetes.io/name: {{ include "torghut-common.name" . }}
app.kubernetes.io/part-of: torghut
{{- end -}}

{{- define "torghut-common.labels" -}}
{{ include "torghut-common.selectorLabels" . }}
app: {{ include "torghut-common.name" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | quote }}
{{- end -}}

{{/* By digest where one is given: a tag can move. */}}
{{- define "torghut-common.image" -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) -}}
{{- end -}}
{{- end -}}
