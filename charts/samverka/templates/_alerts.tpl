{{/* dict root, file: groups of alerts, in which <name> stands for a threshold, and for the namespace, its host and the runbook. */}}
{{- define "samverka.alerts" -}}
{{- $text := .root.Files.Get .file | trim -}}
{{- range $name, $value := .root.Values.prometheusRule.thresholds }}
{{- $text = replace (printf "<%s>" $name) (toString $value) $text }}
{{- end }}
{{- $text = replace "<namespace>" .root.Release.Namespace $text }}
{{- $text = replace "<host>" (include "samverka.publicHost" .root) $text }}
{{- replace "<runbook>" .root.Values.prometheusRule.runbookUrl $text }}
{{- end }}
