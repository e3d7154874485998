{{- define "torghut-trading.volumes" -}}
- name: strategies
  configMap:
    name: torghut-strategy-config
- name: state
  persistentVolumeClaim:
    claimName: {{ include "torghut-common.name" . }}-state
- name: tmp
  emptyDir: {sizeLimit: 64Mi}
{{ include "torghut-common.kafkaTrustVolume" . | trim }}
{{- end -}}
