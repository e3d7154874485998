{{- define "torghut-common.configMap" -}}
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "torghut-common.configName" . }}
  labels:
    {{- include "torghut-common.labels" . | nindent 4 }}
data:
  {{- range $key, $value := .Values.config }}
  {{ $key }}: {{ $value | toString | quote }}
  {{- end }}
{{- end -}}

{{- define "torghut-common.serviceAccount" -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ include "torghut-common.name" . }}
  labels:
    {{- include "torghut-common.labels" . | nindent 4 }}
automountServiceAccountToken: {{ .Values.serviceAccount.automountToken }}
{{- end -}}

{{/* maxUnavailable and not minAvailable: a drain may always move the pod, one at a time. */}}
{{- define "torghut-common.podDisruptionBudget" -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ include "torghut-common.name" . }}
  labels:
    {{- include "torghut-common.labels" . | nindent 4 }}
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      {{- include "torghut-common.selectorLabels" . | nindent 6 }}
{{- end -}}

{{- define "torghut-common.serviceMonitor" -}}
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  name: {{ include "torghut-common.name" . }}
  labels:
    {{- include "torghut-common.labels" . | nindent 4 }}
spec:
  selector:
    matchLabels:
      {{- include "torghut-common.selectorLabels" . | nindent 6 }}
  endpoints:
    - port: metrics
      path: /metrics
      interval: {{ .Values.serviceMonitor.interval }}
{{- end -}}

{{/* Nothing in, nothing out, but what is named: the ports for probes and scrapes, DNS, and each entry of networkPolicy.egress. */}}
{{- define "torghut-common.networkPolicy" -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ include "torghut-common.name" . }}
  labels:
    {{- include "torghut-common.labels" . | nindent 4 }}
spec:
  podSelector:
    matchLabels:
      {{- include "torghut-common.selectorLabels" . | nindent 6 }}
  policyTypes: [Ingress, Egress]
  ingress:
    - from:
        {{- toYaml .Values.networkPolicy.ingressFrom | nindent 8 }}
      ports:
        {{- range .Values.networkPolicy.ingressPorts }}
        - protocol: TCP
          port: {{ . }}
        {{- end }}
  egress:
    - to:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: kube-system
      ports:
        - protocol: UDP
          port: 53
        - protocol: TCP
          port: 53
    {{- range $name, $rule := .Values.networkPolicy.egress }}
    {{- if $rule }}
    # {{ $name }}
    - to:
        {{- toYaml $rule.to | nindent 8 }}
      ports:
        {{- range $rule.ports }}
        - protocol: TCP
          port: {{ . }}
        {{- end }}
    {{- end }}
    {{- end }}
{{- end -}}

{{/* The chart's alerts.yaml as it is, but for where its runbooks are to be read. Arguments: context, and the rules where the chart has changed them. */}}
{{- define "torghut-common.prometheusRule" -}}
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: {{ include "torghut-common.name" .context }}
  labels:
    {{- include "torghut-common.labels" .context | nindent 4 }}
spec:
  {{- $base := trimSuffix "/" .context.Values.alerts.repositoryUrl }}
  {{- .rules | default (.context.Files.Get "alerts.yaml") | replace "runbook_url: docs/" (printf "runbook_url: %s/docs/" $base) | nindent 2 }}
{{- end -}}

{{/* A ConfigMap for each file in dashboards/, which Grafana's sidecar finds by the label. */}}
{{- define "torghut-common.dashboards" -}}
{{- range $path, $_ := .Files.Glob "dashboards/*.json" }}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: torghut-dashboard-{{ base $path | trimSuffix ".json" }}
  labels:
    {{- include "torghut-common.labels" $ | nindent 4 }}
    grafana_dashboard: "1"
data:
  {{ base $path }}: |
    {{- $.Files.Get $path | trim | nindent 4 }}
{{- end }}
{{- end -}}

{{/* helm test: asks the readiness address from inside the cluster. Arguments: context, url. */}}
{{- define "torghut-common.readinessTest" -}}
apiVersion: v1
kind: Pod
metadata:
  name: {{ include "torghut-common.name" .context }}-test
  labels:
    app.kubernetes.io/part-of: torghut
    app.kubernetes.io/component: test
  annotations:
    helm.sh/hook: test
    helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
spec:
  restartPolicy: Never
  automountServiceAccountToken: false
  securityContext:
    {{- include "torghut-common.podSecurityContext" .context | nindent 4 }}
  containers:
    - name: ready
      image: {{ .context.Values.tests.image }}
      args: [--fail, --silent, --show-error, --max-time, "10", {{ .url | quote }}]
      securityContext:
        {{- include "torghut-common.containerSecurityContext" .context | nindent 8 }}
      resources:
        requests: {cpu: 10m, memory: 16Mi}
        limits: {memory: 32Mi}
{{- end -}}
