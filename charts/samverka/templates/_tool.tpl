{{/* dict root, component, program, arguments, environment, shared, heads: a suspended CronJob, which only serves to make Jobs from. */}}
{{- define "samverka.tool" -}}
apiVersion: batch/v1
kind: CronJob
metadata:
  {{- include "samverka.metadata" . | nindent 2 }}
spec:
  suspend: true
  schedule: "0 0 1 1 *"
  concurrencyPolicy: Forbid
  jobTemplate:
    spec:
      backoffLimit: 0
      ttlSecondsAfterFinished: 86400
      template:
        metadata:
          labels:
            {{- include "samverka.podLabels" . | nindent 12 }}
        spec:
          restartPolicy: Never
          serviceAccountName: {{ include "samverka.serviceAccount" .root }}
          {{- include "samverka.podSecurity" .root | nindent 10 }}
          {{- with include "samverka.placing" .root | trim }}
          {{- . | nindent 10 }}
          {{- end }}
          {{- if and .heads (eq .root.Values.size "single") (not .root.Values.pods.affinity) }}
          # A volume for one node: beside the pod that has it.
          affinity:
            podAffinity:
              requiredDuringSchedulingIgnoredDuringExecution:
                - topologyKey: kubernetes.io/hostname
                  labelSelector:
                    matchLabels:
                      {{- include "samverka.selector" (dict "root" .root "component" "suite") | nindent 22 }}
          {{- end }}
          containers:
            - name: {{ .component }}
              image: {{ include "samverka.image" (dict "root" .root "program" .program) }}
              imagePullPolicy: {{ .root.Values.image.pullPolicy }}
              args: {{ toJson .arguments }}
              {{- include "samverka.containerSecurity" . | nindent 14 }}
              {{- if .shared }}
              envFrom:
                - configMapRef:
                    name: {{ include "samverka.fullname" .root }}-settings
              {{- end }}
              env:
                {{- .environment | nindent 16 }}
              resources:
                {{- toYaml .root.Values.tools.resources | nindent 16 }}
              volumeMounts:
                {{- include "samverka.mounts" (dict "root" .root "service" "portal") | nindent 16 }}
                {{- range .heads }}
                - name: {{ . }}-files
                  mountPath: /heads/{{ . }}
                  readOnly: true
                {{- end }}
          volumes:
            {{- include "samverka.volumes" (dict "root" .root "service" "portal") | nindent 12 }}
            {{- range .heads }}
            - name: {{ . }}-files
              persistentVolumeClaim:
                claimName: {{ include "samverka.claim" (dict "root" $.root "service" .) }}
            {{- end }}
{{- end }}
