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
