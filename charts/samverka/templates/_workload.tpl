{{/* dict root, service, role, program, command: a Deployment with what belongs to it. */}}
{{- define "samverka.workload" -}}
{{- $root := .root -}}
{{- $single := eq .service "suite" -}}
{{- $component := $single | ternary "suite" (printf "%s-%s" .service (default "" .role)) -}}
{{- $values := $single | ternary $root.Values.suite (get (get $root.Values .service) (default "" .role)) -}}
{{- $serves := ne (default "" .role) "work" -}}
{{- $scaled := and (not $single) (ne (get $root.Values.autoscaling (default "serve" .role)) "none") -}}
{{- $this := dict "root" $root "component" $component "service" .service "role" .role "values" $values "serves" $serves -}}
{{ include "samverka.deployment" (merge (dict "command" .command "scaled" $scaled "single" $single) $this) }}
---
{{ include "samverka.service" $this }}
{{- if and (not $single) (gt (int $values.replicas) 1) }}
---
{{ include "samverka.budget" $this }}
{{- end }}
{{- if and $scaled $serves }}
---
{{ include "samverka.scaledByCpu" $this }}
{{- else if $scaled }}
---
{{ include "samverka.scaledByQueue" $this }}
{{- end }}
{{- end }}

{{- define "samverka.deployment" -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  {{- include "samverka.metadata" . | nindent 2 }}
spec:
  {{- if not .scaled }}
  replicas: {{ .values.replicas }}
  {{- end }}
  revisionHistoryLimit: 5
  {{- if .single }}
  # Events are handed over within one process: the old pod must be gone before the new one begins.
  strategy:
    type: Recreate
  {{- else }}
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxSurge: 1
      maxUnavailable: 0
  {{- end }}
  selector:
    matchLabels:
      {{- include "samverka.selector" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "samverka.podLabels" . | nindent 8 }}
      annotations:
        checksum/settings: {{ print (include "samverka.settings" .root) (toJson .root.Values.settings.extra) | sha256sum }}
        {{- with .root.Values.pods.annotations }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
    spec:
      serviceAccountName: {{ include "samverka.serviceAccount" .root }}
      {{- include "samverka.podSecurity" .root | nindent 6 }}
      terminationGracePeriodSeconds: {{ .root.Values.shutdown.gracePeriodSeconds }}
      {{- with include "samverka.placing" .root | trim }}
      {{- . | nindent 6 }}
      {{- end }}
      {{- if not .single }}
      {{- with include "samverka.spread" . | trim }}
      {{- . | nindent 6 }}
      {{- end }}
      {{- end }}
      containers:
        - name: {{ .service }}
          image: {{ include "samverka.image" (dict "root" .root "program" .service) }}
          imagePullPolicy: {{ .root.Values.image.pullPolicy }}
          args: [{{ .command }}]
          {{- include "samverka.containerSecurity" . | nindent 10 }}
          ports:
            {{- if .serves }}
            - name: http
              containerPort: 8080
            {{- end }}
            - name: health
              containerPort: 9090
          envFrom:
            - configMapRef:
                name: {{ include "samverka.fullname" .root }}-settings
          {{- with include "samverka.environment" . | trim }}
          env:
            {{- . | nindent 12 }}
          {{- end }}
          {{- include "samverka.probes" . | nindent 10 }}
          lifecycle:
            preStop:
              sleep:
                seconds: {{ .root.Values.shutdown.preStopSeconds }}
          resources:
            {{- toYaml .values.resources | nindent 12 }}
          volumeMounts:
            {{- include "samverka.mounts" . | nindent 12 }}
      volumes:
        {{- include "samverka.volumes" . | nindent 8 }}
{{- end }}

{{/* Those who work answer nobody: their Service is there for whoever looks after them. */}}
{{- define "samverka.service" -}}
apiVersion: v1
kind: Service
metadata:
  {{- include "samverka.metadata" . | nindent 2 }}
spec:
  {{- if .serves }}
  type: ClusterIP
  {{- else }}
  clusterIP: None
  {{- end }}
  selector:
    {{- include "samverka.selector" . | nindent 4 }}
  ports:
    {{- if .serves }}
    - name: http
      port: 8080
      targetPort: http
      appProtocol: http
    {{- end }}
    - name: health
      port: 9090
      targetPort: health
{{- end }}

{{- define "samverka.budget" -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  {{- include "samverka.metadata" . | nindent 2 }}
spec:
  maxUnavailable: 1
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      {{- include "samverka.selector" . | nindent 6 }}
{{- end }}
