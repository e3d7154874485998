{{/* What holds data outlives its release and its Argo CD Application. */}}
{{- define "torghut-data.kept" -}}
helm.sh/resource-policy: keep
argocd.argoproj.io/sync-options: Prune=false,Delete=false
{{- end -}}

{{/* Labels without the name of a workload of ours. Arguments: context, name. */}}
{{- define "torghut-data.labels" -}}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/part-of: torghut
app.kubernetes.io/managed-by: {{ .context.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .context.Chart.Name .context.Chart.Version | quote }}
{{- end -}}

{{/* Of a store's image the tag says the version and the digest which bytes. */}}
{{- define "torghut-data.image" -}}
{{- printf "%s:%s" .repository .tag -}}
{{- with .digest }}@{{ . }}{{ end -}}
{{- end -}}

{{- define "torghut-data.namespace" -}}
- namespaceSelector:
    matchLabels:
      kubernetes.io/metadata.name: {{ . }}
{{- end -}}

{{- define "torghut-data.dns" -}}
- to:
    {{- include "torghut-data.namespace" .Values.networkPolicy.namespaces.dns | nindent 4 }}
  ports:
    - {protocol: UDP, port: 53}
    - {protocol: TCP, port: 53}
{{- end -}}

{{/* Values that contradict each other must not get as far as the cluster. */}}
{{- define "torghut-data.requireSense" -}}
{{- $kafka := .Values.kafka -}}
{{- if and $kafka.enabled (gt (int $kafka.minInsyncReplicas) (int $kafka.replication)) -}}
{{- fail (printf "kafka.minInsyncReplicas is %v and kafka.replication %v: no record could ever be confirmed" $kafka.minInsyncReplicas $kafka.replication) -}}
{{- end -}}
{{- $first := index $kafka.topics "torghut.trades.v1" -}}
{{- range $name := list "torghut.quotes.v1" "torghut.bars.1m.v1" "torghut.ta.state.v1" -}}
{{- $topic := index $kafka.topics $name -}}
{{- if ne (int $topic.partitions) (int $first.partitions) -}}
{{- fail (printf "kafka.topics.%s.partitions is %v and that of torghut.trades.v1 %v: torghut-ta starts only with equally many" $name $topic.partitions $first.partitions) -}}
{{- end -}}
{{- end -}}
{{- range $name, $topic := $kafka.topics -}}
{{- if and (eq (int $topic.retentionDays) 0) (ne $topic.cleanup "compact") -}}
{{- fail (printf "kafka.topics.%s.retentionDays is 0 and its cleanup %s: it would grow for ever; give it days, or compact it" $name $topic.cleanup) -}}
{{- end -}}
{{- end -}}
{{- if eq (mod (int .Values.keeper.replicas) 2) 0 -}}
{{- fail (printf "keeper.replicas is %v: an even number survives no more losses than the odd one below it" .Values.keeper.replicas) -}}
{{- end -}}
{{- if and .Values.postgres.enabled .Values.postgres.backups.enabled (not .Values.objectStore.enabled) -}}
{{- fail "postgres.backups.enabled is true and objectStore.enabled false: there would be no bucket to write them to" -}}
{{- end -}}
{{- if and .Values.schemas.enabled (not .Values.schemas.registryUrl) -}}
{{- fail "schemas.enabled is true and schemas.registryUrl empty" -}}
{{- end -}}
{{- end -}}
