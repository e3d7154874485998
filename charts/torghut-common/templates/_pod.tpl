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

{{/* The authority that signed the brokers' certificates; it is no secret. Arguments: context, key of the configuration that names the file. */}}
{{- define "torghut-common.requireKafkaTrust" -}}
{{- $location := get .context.Values.config .key | default "" -}}
{{- if and (hasPrefix "/etc/torghut-kafka/" $location) (not .context.Values.kafkaTrust.configMap) -}}
{{- fail (printf "config.%s is %s and kafkaTrust.configMap empty: there would be no such file" .key $location) -}}
{{- end -}}
{{- end -}}

{{- define "torghut-common.kafkaTrustMount" -}}
{{- if .Values.kafkaTrust.configMap }}
- {name: kafka-trust, mountPath: /etc/torghut-kafka, readOnly: true}
{{- end }}
{{- end -}}

{{- define "torghut-common.kafkaTrustVolume" -}}
{{- with .Values.kafkaTrust.configMap }}
- name: kafka-trust
  configMap:
    name: {{ . }}
{{- end }}
{{- end -}}
