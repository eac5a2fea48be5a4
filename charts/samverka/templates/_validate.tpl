{{/* What a schema cannot say. Every fault is told at once, each with what to change. */}}
{{- define "samverka.validate" -}}
{{- $faults := concat
  (include "samverka.validate.places" . | fromYamlArray)
  (include "samverka.validate.secrets" . | fromYamlArray)
  (include "samverka.validate.size" . | fromYamlArray)
  (include "samverka.validate.pods" . | fromYamlArray)
  (include "samverka.validate.network" . | fromYamlArray)
  (include "samverka.validate.watching" . | fromYamlArray) -}}
{{- if $faults -}}
{{- fail (printf "\n\nThe values cannot be used:\n  - %s\n" (join "\n  - " $faults)) -}}
{{- end -}}
{{- end }}

{{- define "samverka.validate.places" -}}
{{- $url := urlParse .Values.publicUrl -}}
{{- $loopback := or (eq $url.hostname "localhost") (hasSuffix ".localhost" $url.hostname) (hasPrefix "127." $url.hostname) -}}
{{- if not .Values.publicUrl }}
- "publicUrl is empty: set it to the address that people type, such as https://samverka.example.org."
{{- else if not (and (has $url.scheme (list "https" "http")) $url.hostname) }}
- "publicUrl is {{ .Values.publicUrl }}: set it to an address such as https://samverka.example.org."
{{- else if and (eq $url.scheme "http") (not $loopback) }}
- "publicUrl is {{ .Values.publicUrl }}: begin it with https://, or cookies would travel unprotected (http:// is for localhost alone)."
{{- else if trimAll "/" $url.path }}
- "publicUrl is {{ .Values.publicUrl }}: leave its path away, since the portal answers at /."
{{- end }}
{{- if not .Values.image.registry }}
- "image.registry is empty: name the registry that holds the images, such as registry.example.org."
{{- end }}
{{- if and .Values.httpRoute.enabled (not .Values.httpRoute.parentRefs) }}
- "httpRoute.parentRefs is empty: name the Gateway that the route belongs to, or set httpRoute.enabled to false."
{{- end }}
{{- end }}

{{/* name, holds, keys */}}
{{- define "samverka.validate.secret" -}}
- "{{ .name }}.existingSecret is empty: make a Secret with {{ .holds }} (the keys in {{ .name }}.keys) and name it there. The chart makes none."
{{- end }}

{{- define "samverka.validate.secrets" -}}
{{- $wanted := dict "postgresql" "the URLs of the database's roles" "keys" "the installation's keys" "mail" "the mail server's URL" -}}
{{- if eq .Values.size "distributed" }}
{{- $_ := merge $wanted (dict "rabbitmq" "the broker's URL" "redis" "the URL of Redis") }}
{{- end }}
{{- if .Values.operator.email }}
{{- $_ := set $wanted "operator" "the first operator's password" }}
{{- end }}
{{- range $name, $holds := $wanted }}
{{- if not (get $.Values $name).existingSecret }}
{{ include "samverka.validate.secret" (dict "name" $name "holds" $holds) }}
{{- end }}
{{- end }}
{{- if eq .Values.attachments.store "s3" }}
{{- if not .Values.attachments.s3.existingSecret }}
{{ include "samverka.validate.secret" (dict "name" "attachments.s3" "holds" "the access key and the secret key") }}
{{- end }}
{{- if not .Values.attachments.s3.bucket }}
- "attachments.s3.bucket is empty: name the bucket that holds attachments, or set attachments.store to folder."
{{- end }}
{{- else if not .Values.files.enabled }}
- "files.enabled is false and attachments.store is folder: attachments have no place. Enable files, or set attachments.store to s3."
{{- end }}
{{- end }}

{{- define "samverka.validate.size" -}}
{{- if eq .Values.size "single" }}
{{- if ne (int .Values.suite.replicas) 1 }}
- "suite.replicas is {{ .Values.suite.replicas }} in size single: set it to 1, because events are handed over within one process. For more pods set size to distributed."
{{- end }}
{{- if or (ne .Values.autoscaling.serve "none") (ne .Values.autoscaling.work "none") }}
- "autoscaling is on in size single, which is exactly one pod: set autoscaling.serve and autoscaling.work to none, or size to distributed."
{{- end }}
{{- else }}
{{- if and .Values.files.enabled (hasPrefix "ReadWriteOnce" .Values.files.accessMode) }}
- "files.accessMode is {{ .Values.files.accessMode }} in size distributed, where serve and work of a service share a folder: set it to ReadWriteMany."
{{- end }}
{{- if and (eq .Values.autoscaling.work "keda") (not .Values.autoscaling.keda.prometheusUrl) }}
- "autoscaling.keda.prometheusUrl is empty: name the Prometheus that knows how old the outbox is, such as http://prometheus.monitoring:9090."
{{- end }}
{{- if and (eq .Values.autoscaling.work "keda") (not .Values.metrics.enabled) }}
- "autoscaling.work is keda and metrics.enabled is false: the age of the outbox would never be known. Set metrics.enabled to true."
{{- end }}
{{- range $component := splitList " " (include "samverka.components" .) }}
{{- $parts := splitList "-" $component }}
{{- $values := get (get $.Values (first $parts)) (last $parts) }}
{{- $scaled := ne (get $.Values.autoscaling (last $parts)) "none" }}
{{- if and $scaled (lt (int $values.maxReplicas) (int $values.replicas)) }}
- "{{ first $parts }}.{{ last $parts }}.maxReplicas is {{ $values.maxReplicas }} and replicas, the least, is {{ $values.replicas }}: set maxReplicas to that or more."
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "samverka.validate.pods" -}}
{{- $least := add (int .Values.shutdown.preStopSeconds) 32 -}}
{{- if lt (int .Values.shutdown.gracePeriodSeconds) (int $least) }}
- "shutdown.gracePeriodSeconds is {{ .Values.shutdown.gracePeriodSeconds }}, and a pod may need {{ $least }} to drain: set it to that or more, or lower shutdown.preStopSeconds."
{{- end }}
{{- $ours := dict }}
{{- range $line := splitList "\n" (include "samverka.settings" .) }}
{{- $_ := set $ours (first (splitList ":" $line)) true }}
{{- end }}
{{- range $name, $value := .Values.settings.extra }}
{{- if hasKey $ours $name }}
- "settings.extra.{{ $name }} is made from another value of the chart: change that one (see values.schema.json)."
{{- else if regexMatch "(SECRET|PASSWORD|_KEY|AMQP_URL|REDIS_URL|SMTP_URL|OWNER_URL|APP_URL|RELAY_URL|HEADERS)$" $name }}
- "settings.extra.{{ $name }} is a credential, and settings lie in a ConfigMap that many may read: put it into a Secret and name that as existingSecret."
{{- end }}
{{- end }}
{{- end }}

{{- define "samverka.validate.network" -}}
{{- if .Values.networkPolicy.enabled }}
{{- $wanted := dict "postgresql" .Values.postgresql.peers "webhooks" .Values.webhooks.peers "networkPolicy.dns" .Values.networkPolicy.dns.peers -}}
{{- if eq .Values.size "distributed" }}
{{- $_ := merge $wanted (dict "rabbitmq" .Values.rabbitmq.peers "redis" .Values.redis.peers) }}
{{- end }}
{{- if .Values.telemetry.otlp.endpoint }}
{{- $_ := set $wanted "telemetry.otlp" .Values.telemetry.otlp.peers }}
{{- end }}
{{- if or .Values.ingress.enabled .Values.httpRoute.enabled }}
{{- $_ := set $wanted "networkPolicy.ingressController" .Values.networkPolicy.ingressController.peers }}
{{- end }}
{{- if .Values.metrics.enabled }}
{{- $_ := set $wanted "networkPolicy.prometheus" .Values.networkPolicy.prometheus.peers }}
{{- end }}
{{- range $name, $peers := $wanted }}
{{- if not $peers }}
- "{{ $name }}.peers is empty, which a network policy reads as everybody: say where it is by podSelector, namespaceSelector or ipBlock."
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "samverka.validate.watching" -}}
{{- if not .Values.metrics.enabled }}
{{- range $name := list "serviceMonitor" "prometheusRule" }}
{{- if (get $.Values $name).enabled }}
- "{{ $name }}.enabled is true and metrics.enabled is false: there would be nothing to fetch. Set metrics.enabled to true."
{{- end }}
{{- end }}
{{- end }}
{{- end }}
