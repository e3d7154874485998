{{/*
Writer of the tables; readers that see them and the server's state and change nothing. Grants are the whole of a user's rights: what is not listed is
refused (https://clickhouse.com/docs/operations/settings/settings-users#grants).
*/}}
{{- define "torghut-data.clickhouseUsers" -}}
torghut:
  profile: torghut_writer
  key: torghut_password
  grants:
    # The sink makes and widens its tables and the view, on every replica.
    - CREATE DATABASE, CREATE TABLE, CREATE VIEW, DROP VIEW, ALTER ADD COLUMN, ALTER TTL, INSERT, SELECT ON torghut.*
    - CLUSTER ON *.*
    - SELECT ON system.columns
    - SELECT ON system.tables
torghut_trading:
  profile: torghut_reader
  key: torghut_trading_password
  grants:
    - SELECT ON torghut.*
    - SELECT ON system.columns
torghut_ops:
  profile: torghut_reader
  key: torghut_ops_password
  grants:
    - SELECT ON torghut.*
    - SELECT ON system.columns
    - SELECT ON system.disks
    - SELECT ON system.merges
    - SELECT ON system.parts
    - SELECT ON system.replicas
    - SELECT ON system.tables
    - SELECT ON system.zookeeper
{{- if .Values.clickhouse.repairUser.enabled }}
torghut_repair:
  profile: torghut_writer
  key: torghut_repair_password
  grants:
    - SYSTEM RESTART REPLICA, SYSTEM RESTORE REPLICA, SYSTEM SYNC REPLICA ON *.*
    - SELECT ON torghut.*
    - SELECT ON system.parts
    - SELECT ON system.replicas
    - SELECT ON system.zookeeper
{{- end }}
{{- end -}}

{{- define "torghut-data.podAntiAffinity" -}}
podAntiAffinity:
  preferredDuringSchedulingIgnoredDuringExecution:
    - weight: 100
      podAffinityTerm:
        topologyKey: kubernetes.io/hostname
        labelSelector:
          matchLabels:
            {{ .label }}: {{ .value }}
{{- end -}}

{{/* As the images' own user, 101. Configuration that the entry point writes stays out: the operator mounts it. */}}
{{- define "torghut-data.clickhousePodSecurity" -}}
runAsNonRoot: true
runAsUser: 101
runAsGroup: 101
fsGroup: 101
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "torghut-data.claim" -}}
accessModes: [ReadWriteOnce]
{{- with .storageClassName }}
storageClassName: {{ . }}
{{- end }}
resources:
  requests:
    storage: {{ .size }}
{{- end -}}
