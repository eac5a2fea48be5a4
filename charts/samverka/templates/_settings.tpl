{{/* The ConfigMap's data: what all processes may know. */}}
{{- define "samverka.settings" -}}
{{- $single := eq .Values.size "single" -}}
SAMVERKA_PUBLIC_URL: {{ .Values.publicUrl | trimSuffix "/" | quote }}
SAMVERKA_HTTP_ADDRESS: {{ printf "%s:8080" .Values.settings.listen | quote }}
SAMVERKA_HEALTH_ADDRESS: {{ printf "%s:9090" .Values.settings.listen | quote }}
SAMVERKA_HTTP_WORKERS: {{ .Values.settings.httpWorkers | quote }}
SAMVERKA_DB_CONNECTIONS: {{ .Values.postgresql.connections | quote }}
SAMVERKA_EVENTS: {{ $single | ternary "in-process" "amqp" }}
SAMVERKA_CACHE: {{ $single | ternary "in-process" "redis" }}
SAMVERKA_LOG: {{ .Values.settings.log | quote }}
SAMVERKA_LIMIT_CALLER: {{ .Values.settings.limitCaller | int64 | quote }}
SAMVERKA_LIMIT_TENANT: {{ .Values.settings.limitTenant | int64 | quote }}
{{- range splitList " " (include "samverka.services" .) }}
SAMVERKA_{{ upper . }}_URL: {{ $single | ternary "http://127.0.0.1:8080" (printf "http://%s:8080" (include "samverka.host" (dict "root" $ "service" .))) }}
{{- end }}
{{- if $single }}
SAMVERKA_API_URL: http://127.0.0.1:8080
{{- else if .Values.portal.apiUrl }}
SAMVERKA_API_URL: {{ .Values.portal.apiUrl | quote }}
{{- end }}
{{- if .Values.mail.from }}
SAMVERKA_MAIL_FROM: {{ .Values.mail.from | quote }}
{{- end }}
{{- with .Values.attachments }}
SAMVERKA_ATTACHMENT_BYTES: {{ .fileBytes | int64 | quote }}
SAMVERKA_ATTACHMENTS_OF_A_THING: {{ .filesOfAThing | int64 | quote }}
SAMVERKA_ATTACHMENTS_TENANT_BYTES: {{ .tenantBytes | int64 | quote }}
{{- if eq .store "s3" }}
SAMVERKA_ATTACHMENTS: {{ printf "s3://%s/%s" .s3.bucket .s3.prefix | trimSuffix "/" | quote }}
SAMVERKA_S3_REGION: {{ .s3.region | quote }}
{{- if .s3.endpoint }}
SAMVERKA_S3_ENDPOINT: {{ .s3.endpoint | quote }}
{{- end }}
{{- end }}
{{- end }}
SAMVERKA_PROMETHEUS: {{ .Values.metrics.enabled | ternary "on" "off" | quote }}
{{- with .Values.telemetry }}
{{- if .otlp.endpoint }}
OTEL_EXPORTER_OTLP_ENDPOINT: {{ .otlp.endpoint | quote }}
OTEL_TRACES_SAMPLER: {{ .tracesSampler }}
OTEL_TRACES_SAMPLER_ARG: {{ .tracesSamplerArg | quote }}
{{- end }}
{{- end }}
{{- end }}
