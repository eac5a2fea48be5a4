{{/* root: service -> the paths that it answers for, from files/routes.txt. A word is a resource under /api/v1/. */}}
{{- define "samverka.routes" -}}
{{- $routes := dict -}}
{{- range $line := .Files.Lines "files/routes.txt" }}
{{- $words := regexSplit " +" (trim $line) 2 }}
{{- if and (trim $line) (not (hasPrefix "#" $line)) }}
{{- $path := hasPrefix "/" (first $words) | ternary (first $words) (printf "/api/v1/%s" (first $words)) }}
{{- $service := last $words }}
{{- $_ := set $routes $service (append (get $routes $service | default list) $path) }}
{{- end }}
{{- end }}
{{- if eq .Values.size "single" -}}
suite: [/]
nobody: {{ toJson $routes.nobody }}
{{- else -}}
{{- toYaml $routes }}
{{- end -}}
{{- end }}

{{/* dict root, service: the name of the Service behind a route. */}}
{{- define "samverka.backend" -}}
{{ eq .service "nobody" | ternary (printf "%s-nobody" (include "samverka.fullname" .root)) (include "samverka.host" .) }}
{{- end }}
