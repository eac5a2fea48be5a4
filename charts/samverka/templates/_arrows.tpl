{{/* Who asks whom, and what each component reaches: the network policies are made of these tables. */}}

{{/* root: component -> services whose `serve` it asks. Everybody asks `tenants` for keys and revocations. */}}
{{- define "samverka.asks" -}}
{{- if eq .Values.size "single" -}}
selftest: [suite]
tools: [suite]
{{- else -}}
tenants-serve: [tenants]
# What happened to the things that webhooks are told of is asked of every journal.
tenants-work: [tenants, goals, projects, reporting]
goals-serve: [tenants]
goals-work: [tenants]
projects-serve: [tenants]
projects-work: [tenants]
# How goals are doing is asked at that moment, how far a journal reaches before a report is locked or a figure released, and
# what everything says now when the registers are made anew.
reporting-serve: [tenants, goals, projects]
reporting-work: [tenants, goals, projects]
rebuild: [tenants, goals, projects]
portal-serve: [tenants, goals, projects, reporting]
selftest: [tenants, goals, projects, reporting, portal]
tools: [tenants, goals, projects, reporting]
{{- end -}}
{{- end }}

{{/* root: component -> what lies outside the release, besides names that everybody resolves. */}}
{{- define "samverka.reaches" -}}
{{- $attachments := eq .Values.attachments.store "s3" | ternary ", s3" "" -}}
{{- $telemetry := empty .Values.telemetry.otlp.endpoint | ternary "" ", otlp" -}}
{{- if eq .Values.size "single" -}}
suite: [postgresql, mail, webhooks{{ $attachments }}{{ $telemetry }}]
{{- else -}}
{{- range $service := splitList " " (include "samverka.services" .) }}
{{ $service }}-serve: [postgresql, redis{{ $attachments }}{{ $telemetry }}]
{{ $service }}-work: [postgresql, redis, rabbitmq{{ if eq $service "tenants" }}, mail, webhooks{{ end }}{{ $attachments }}{{ $telemetry }}]
{{- end }}
portal-serve: [{{ $telemetry | trimPrefix ", " }}]
rebuild: [postgresql, redis{{ $telemetry }}]
{{- end }}
migrate: [postgresql]
selftest: []
tools: []
{{- end }}

{{/* root: where that is. */}}
{{- define "samverka.outside" -}}
{{- range $name, $place := dict "postgresql" .Values.postgresql "rabbitmq" .Values.rabbitmq "redis" .Values.redis "mail" .Values.mail "webhooks" .Values.webhooks "s3" .Values.attachments.s3 "otlp" .Values.telemetry.otlp }}
{{ $name }}:
  port: {{ $place.port }}
  peers: {{ toJson $place.peers }}
{{- end }}
{{- end }}

{{/* root: component -> components that ask it at its HTTP port: the table of `asks`, read from the other side. */}}
{{- define "samverka.askers" -}}
{{- $asked := dict -}}
{{- range $asker, $services := include "samverka.asks" . | fromYaml }}
{{- range $service := $services }}
{{- $component := eq $service "suite" | ternary "suite" (printf "%s-serve" $service) }}
{{- $_ := set $asked $component (append (get $asked $component | default list) $asker) }}
{{- end }}
{{- end }}
{{- toYaml $asked }}
{{- end }}
