{{/* The restricted Pod Security Standard. */}}
{{- define "torghut-common.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "torghut-common.containerSecurityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{/* A changed configuration has to reach the process, which reads it at its start: the sums make a new pod of it. */}}
{{- define "torghut-common.podAnnotations" -}}
checksum/config: {{ toJson .Values.config | sha256sum }}
{{- with .Values.podAnnotations }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "torghut-common.envFrom" -}}
- configMapRef:
    name: {{ include "torghut-common.configName" . }}
{{- end -}}

{{/* Secrets by reference only. */}}
{{- define "torghut-common.secretEnv" -}}
{{- range $key, $source := .Values.secretEnv }}
{{- if hasKey $.Values.config $key }}
{{- fail (printf "%s stands in config and in secretEnv; secrets never go into a ConfigMap" $key) }}
{{- end }}
- name: {{ $key }}
  valueFrom:
    secretKeyRef:
      name: {{ $source.name }}
      key: {{ $source.key }}
      {{- if $source.optional }}
      optional: true
      {{- end }}
{{- end }}
{{- end -}}

{{- define "torghut-common.podPlacement" -}}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}
