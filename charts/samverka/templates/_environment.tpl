{{/* Environment: what is no secret comes from one ConfigMap, and of the credentials each process gets those that it reads. */}}

{{/* dict name, secret, key */}}
{{- define "samverka.secret" -}}
- name: {{ .name }}
  valueFrom:
    secretKeyRef:
      name: {{ .secret }}
      key: {{ .key }}
{{- end }}

{{/* dict root, services (list), roles (list): URLs of the database. */}}
{{- define "samverka.databases" -}}
{{- $database := .root.Values.postgresql -}}
{{- $roles := .roles -}}
{{- range $service := .services }}
{{- range $role := $roles }}
{{ include "samverka.secret" (dict "name" (printf "SAMVERKA_%s_%s_URL" (upper $service) (upper $role)) "secret" $database.existingSecret "key" (get (get $database.keys $service) $role)) }}
{{- end }}
{{- end }}
{{- end }}

{{/* root: what the four services read, whichever of them it is. */}}
{{- define "samverka.environment.service" -}}
{{- $keys := .Values.keys -}}
{{ include "samverka.secret" (dict "name" "SAMVERKA_INTERNAL_SECRET" "secret" $keys.existingSecret "key" $keys.keys.internalSecret) }}
{{ include "samverka.secret" (dict "name" "SAMVERKA_MASTER_KEY" "secret" $keys.existingSecret "key" $keys.keys.masterKey) }}
{{- if eq .Values.size "distributed" }}
{{ include "samverka.secret" (dict "name" "SAMVERKA_AMQP_URL" "secret" .Values.rabbitmq.existingSecret "key" .Values.rabbitmq.keys.url) }}
{{ include "samverka.secret" (dict "name" "SAMVERKA_REDIS_URL" "secret" .Values.redis.existingSecret "key" .Values.redis.keys.url) }}
{{- end }}
{{- if eq .Values.attachments.store "s3" }}
{{- $s3 := .Values.attachments.s3 }}
{{ include "samverka.secret" (dict "name" "SAMVERKA_S3_ACCESS_KEY" "secret" $s3.existingSecret "key" $s3.keys.accessKey) }}
{{ include "samverka.secret" (dict "name" "SAMVERKA_S3_SECRET_KEY" "secret" $s3.existingSecret "key" $s3.keys.secretKey) }}
{{- end }}
{{- end }}

{{- define "samverka.environment.mail" -}}
{{ include "samverka.secret" (dict "name" "SAMVERKA_SMTP_URL" "secret" .Values.mail.existingSecret "key" .Values.mail.keys.url) }}
{{- end }}

{{- define "samverka.environment.operator" -}}
{{- with .Values.operator }}
{{- if .email -}}
- name: SAMVERKA_OPERATOR_EMAIL
  value: {{ .email | quote }}
{{ include "samverka.secret" (dict "name" "SAMVERKA_OPERATOR_PASSWORD" "secret" .existingSecret "key" .keys.password) }}
{{- end }}
{{- end }}
{{- end }}

{{- define "samverka.environment.cookies" -}}
{{ include "samverka.secret" (dict "name" "SAMVERKA_COOKIE_SECRET" "secret" .Values.keys.existingSecret "key" .Values.keys.keys.cookieSecret) }}
{{- end }}

{{/* dict root, service: folders, and what is noted outside the database. */}}
{{- define "samverka.environment.files" -}}
{{- if .root.Values.files.enabled -}}
- name: SAMVERKA_FILES
  value: /var/lib/samverka/files
- name: SAMVERKA_SEAL_HEADS
  value: /var/lib/samverka/seal-heads.jsonl
{{- if has .service (list "suite" "tenants") }}
- name: SAMVERKA_ERASURES
  value: /var/lib/samverka/erasures.jsonl
{{- end }}
{{- end }}
{{- end }}

{{/* dict root, component: who tells, and the collector's headers. */}}
{{- define "samverka.environment.telemetry" -}}
{{- if .root.Values.telemetry.otlp.endpoint -}}
- name: POD_NAME
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
- name: OTEL_RESOURCE_ATTRIBUTES
  value: service.instance.id=$(POD_NAME),k8s.namespace.name={{ .root.Release.Namespace }},k8s.deployment.name={{ include "samverka.fullname" .root }}-{{ .component }}
{{- with .root.Values.telemetry.otlp }}
{{- if .existingSecret }}
{{ include "samverka.secret" (dict "name" "OTEL_EXPORTER_OTLP_HEADERS" "secret" .existingSecret "key" .keys.headers) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* dict root, component, service, withoutFiles: the environment of a program. */}}
{{- define "samverka.environment" -}}
{{- if eq .service "portal" -}}
{{ include "samverka.environment.cookies" .root }}
{{- else -}}
{{- $all := splitList " " (include "samverka.services" .root) -}}
{{- $own := eq .service "suite" | ternary $all (list .service) -}}
{{ include "samverka.databases" (dict "root" .root "services" $own "roles" (list "app" "relay")) | trim }}
{{ include "samverka.environment.service" .root }}
{{- if has .service (list "suite" "tenants") }}
{{ include "samverka.environment.mail" .root }}
{{- with include "samverka.environment.operator" .root }}
{{ . }}
{{- end }}
{{- end }}
{{- if eq .service "suite" }}
{{ include "samverka.environment.cookies" .root }}
{{- end }}
{{- if not .withoutFiles }}
{{- with include "samverka.environment.files" . }}
{{ . }}
{{- end }}
{{- end }}
{{- end }}
{{- with include "samverka.environment.telemetry" . }}
{{ . }}
{{- end }}
{{- end }}
