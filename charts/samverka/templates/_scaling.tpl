{{/* `serve` follows its processors, `work` follows what waits: never both on one Deployment. */}}

{{- define "samverka.scaledByCpu" -}}
{{- $cpu := .root.Values.autoscaling.cpu -}}
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  {{- include "samverka.metadata" . | nindent 2 }}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: {{ include "samverka.fullname" .root }}-{{ .component }}
  minReplicas: {{ .values.replicas }}
  maxReplicas: {{ .values.maxReplicas }}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: {{ $cpu.targetUtilization }}
  behavior:
    scaleDown:
      stabilizationWindowSeconds: {{ $cpu.scaleDownSeconds }}
{{- end }}

{{/* Whom each service listens to: what `listeners` of the crate `contracts` says, read from the other side. */}}
{{- define "samverka.sources" -}}
{{- get (dict
  "tenants" "goals reporting"
  "goals" "projects tenants"
  "projects" "goals tenants"
  "reporting" "goals projects tenants") . -}}
{{- end }}

{{- define "samverka.scaledByQueue" -}}
{{- $keda := .root.Values.autoscaling.keda -}}
{{- $service := .service -}}
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  {{- include "samverka.metadata" . | nindent 2 }}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: {{ include "samverka.fullname" .root }}-{{ .component }}
  minReplicaCount: {{ .values.replicas }}
  maxReplicaCount: {{ .values.maxReplicas }}
  pollingInterval: {{ $keda.pollingSeconds }}
  cooldownPeriod: {{ $keda.cooldownSeconds }}
  # With its sources of figures away, as many as there were, and never fewer than the least.
  fallback:
    failureThreshold: 3
    replicas: {{ .values.replicas }}
    behavior: currentReplicasIfHigher
  triggers:
    {{- range $source := splitList " " (include "samverka.sources" $service) }}
    {{- range $lane := list "" ".bulk" }}
    - type: rabbitmq
      metadata:
        protocol: amqp
        queueName: {{ $service }}.{{ $source }}{{ $lane }}
        mode: QueueLength
        value: {{ $keda.queueMessages | quote }}
      authenticationRef:
        name: {{ include "samverka.fullname" $.root }}-broker
    {{- end }}
    {{- end }}
    - type: prometheus
      metadata:
        serverAddress: {{ $keda.prometheusUrl }}
        query: max(samverka_outbox_age_seconds{namespace={{ .root.Release.Namespace | quote }},service={{ $service | quote }}})
        threshold: {{ $keda.outboxSeconds | quote }}
{{- end }}
