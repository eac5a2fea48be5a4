{{/* Names and labels. */}}

{{- define "samverka.name" -}}
{{ .Values.nameOverride | default .Chart.Name | trunc 40 | trimSuffix "-" }}
{{- end }}

{{- define "samverka.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{ .Values.fullnameOverride | trunc 40 | trimSuffix "-" }}
{{- else if contains (include "samverka.name" .) .Release.Name -}}
{{ .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else -}}
{{ printf "%s-%s" .Release.Name (include "samverka.name" .) | trunc 40 | trimSuffix "-" }}
{{- end -}}
{{- end }}

{{/* What tells the pods of this release from all others. */}}
{{- define "samverka.ours" -}}
app.kubernetes.io/name: {{ include "samverka.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* dict root, component: what tells one Deployment's pods. */}}
{{- define "samverka.selector" -}}
{{ include "samverka.ours" .root }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{/* dict root, component */}}
{{- define "samverka.labels" -}}
{{ include "samverka.selector" . }}
app.kubernetes.io/part-of: samverka
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end }}

{{/* dict root, component: name, namespace and labels of an object. */}}
{{- define "samverka.metadata" -}}
name: {{ include "samverka.fullname" .root }}-{{ .component }}
namespace: {{ .root.Release.Namespace }}
labels:
  {{- include "samverka.labels" . | nindent 2 }}
{{- end }}

{{- define "samverka.serviceAccount" -}}
{{ .Values.serviceAccount.name | default (.Values.serviceAccount.create | ternary (include "samverka.fullname" .) "default") }}
{{- end }}

{{/* dict root, program */}}
{{- define "samverka.image" -}}
{{- $image := .root.Values.image -}}
{{- $digest := get $image.digests .program -}}
{{ $image.registry }}/{{ $image.repository }}/{{ .program }}:{{ $image.tag | default .root.Chart.AppVersion }}{{ if $digest }}@{{ $digest }}{{ end }}
{{- end }}

{{/* The services that answer under /api, in the order in which they are migrated. */}}
{{- define "samverka.services" -}}
tenants goals projects reporting
{{- end }}

{{/* Every Deployment of this size: a list of <service>-<role>, or the one. */}}
{{- define "samverka.components" -}}
{{- if eq .Values.size "single" -}}
suite
{{- else -}}
{{- range splitList " " (include "samverka.services" .) }}{{ . }}-serve {{ . }}-work {{ end }}portal-serve
{{- end -}}
{{- end }}

{{/* dict root, service: the host under which a service answers within the cluster. */}}
{{- define "samverka.host" -}}
{{- $single := eq .root.Values.size "single" -}}
{{ include "samverka.fullname" .root }}-{{ $single | ternary "suite" (printf "%s-serve" .service) }}
{{- end }}

{{- define "samverka.publicHost" -}}
{{ (urlParse .Values.publicUrl).hostname }}
{{- end }}
