{{/* What makes a pod a restricted one. */}}

{{- define "samverka.podSecurity" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  {{- with .Values.pods.userId }}
  runAsUser: {{ . | int64 }}
  {{- end }}
  {{- with .Values.pods.groupId }}
  runAsGroup: {{ . | int64 }}
  fsGroup: {{ . | int64 }}
  {{- end }}
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile:
    type: RuntimeDefault
{{- end }}

{{- define "samverka.containerSecurity" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  runAsNonRoot: true
  capabilities:
    drop: [ALL]
{{- end }}

{{/* Where pods may be. */}}
{{- define "samverka.placing" -}}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with .Values.pods.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .Values.pods.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.pods.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.pods.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* dict root, component: pods of one Deployment apart from each other; those of the version that goes do not count. */}}
{{- define "samverka.spread" -}}
{{- $root := .root -}}
{{- $component := .component -}}
{{- with $root.Values.pods.spreadOver }}
topologySpreadConstraints:
  {{- range . }}
  - topologyKey: {{ . }}
    maxSkew: 1
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "samverka.selector" (dict "root" $root "component" $component) | nindent 8 }}
    matchLabelKeys: [pod-template-hash]
  {{- end }}
{{- end }}
{{- end }}

{{/* dict root, component: labels of a pod; without versions, so that a new chart alone replaces nobody. */}}
{{- define "samverka.podLabels" -}}
{{ include "samverka.selector" . }}
{{- with .root.Values.pods.labels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Health has a port of its own: a pod that is full of requests still says that it lives. */}}
{{- define "samverka.probes" -}}
startupProbe:
  httpGet: { path: /healthz, port: health }
  periodSeconds: 2
  timeoutSeconds: 2
  failureThreshold: 60
readinessProbe:
  httpGet: { path: /readyz, port: health }
  periodSeconds: 5
  timeoutSeconds: 3
  failureThreshold: 2
livenessProbe:
  httpGet: { path: /healthz, port: health }
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
{{- end }}

{{/* dict root, service: the claim with a service's files. */}}
{{- define "samverka.claim" -}}
{{ get .root.Values.files.existingClaims .service | default (printf "%s-%s-files" (include "samverka.fullname" .root) .service) }}
{{- end }}

{{/* dict root, service: volumes of a pod, and where a container finds them. */}}
{{- define "samverka.volumes" -}}
- name: tmp
  emptyDir:
    sizeLimit: 1Gi
{{- if and .root.Values.files.enabled (ne .service "portal") }}
- name: files
  persistentVolumeClaim:
    claimName: {{ include "samverka.claim" . }}
{{- end }}
{{- end }}

{{- define "samverka.mounts" -}}
- name: tmp
  mountPath: /tmp
{{- if and .root.Values.files.enabled (ne .service "portal") }}
- name: files
  mountPath: /var/lib/samverka
{{- end }}
{{- end }}

{{/* dict root, command: a step of the migration, up to its environment. */}}
{{- define "samverka.step" -}}
image: {{ include "samverka.image" (dict "root" .root "program" "suite") }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
args: [{{ .command }}]
{{ include "samverka.containerSecurity" . }}
resources:
  {{- toYaml .root.Values.migration.resources | nindent 2 }}
volumeMounts:
  - name: tmp
    mountPath: /tmp
env:
  - name: SAMVERKA_LOG
    value: {{ .root.Values.settings.log | quote }}
{{- end }}

{{/* root: where a client within the cluster finds the API, and as whom the operator's tools sign in. */}}
{{- define "samverka.environment.client" -}}
- name: SAMVERKA_LOG
  value: warn
{{- range splitList " " (include "samverka.services" .) }}
- name: SAMVERKA_{{ upper . }}_URL
  value: http://{{ include "samverka.host" (dict "root" $ "service" .) }}:8080
{{- end }}
{{- if eq .Values.size "single" }}
- name: SAMVERKA_URL
  value: http://{{ include "samverka.host" (dict "root" . "service" "suite") }}:8080
{{- else if .Values.portal.apiUrl }}
- name: SAMVERKA_URL
  value: {{ .Values.portal.apiUrl | quote }}
{{- end }}
{{- with include "samverka.environment.operator" . }}
{{ . }}
{{- end }}
{{- end }}
