namespace Helmstuck.Tests.Cluster.Live;

/// <summary>
/// A chart of every common kind, written the ways people write manifests: quantities and ports in all spellings, nulls, empty maps and
/// lists, unquoted modes, fields left to their defaults. The value <c>rev</c> (1 or 2) changes one field of each object whose name begins
/// with <c>changed-</c>; the others stay the same.
/// </summary>
internal static class LiveMatchChart
{
    /// <summary>
    /// Lives outside the release: it must be there before the chart is installed. <paramref name="group"/> is its API group.
    /// </summary>
    public static string Definition(string group) =>
        $$"""
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: widgets.{{group}}}
            spec:
              group: {{group}}
              scope: Namespaced
              names: {kind: Widget, plural: widgets}
              versions:
              - name: v1
                served: true
                storage: true
                schema:
                  openAPIV3Schema:
                    type: object
                    properties:
                      spec: {type: object, x-kubernetes-preserve-unknown-fields: true}

            """;

    /// <summary>
    /// <paramref name="strict"/>: only what server-side apply takes, which wants quantities as strings and ports with their protocol.
    /// </summary>
    public static TestChart Of(string group, bool strict) =>
        new()
        {
            Name = "everything",
            Values = "rev: 1\n",
            Templates = new Dictionary<string, string>
            {
                ["workloads.yaml"] = strict ? Strict(Workloads) : Workloads,
                ["network.yaml"] = strict ? Strict(Network) : Network,
                ["config.yaml"] = Config,
                ["access.yaml"] = Access,
                ["scaling.yaml"] = strict ? Strict(Scaling) : Scaling,
                ["custom.yaml"] = Custom.Replace("GROUP", group, StringComparison.Ordinal),
            },
        };

    private static string Strict(string template) =>
        template
            .Replace("cpu: 0.5,", "cpu: \"0.5\",", StringComparison.Ordinal)
            .Replace("divisor: 0}", "divisor: \"0\"}", StringComparison.Ordinal)
            .Replace("value: 30}", "value: \"30\"}", StringComparison.Ordinal)
            .Replace("\"example.com/gpu\": 1", "\"example.com/gpu\": \"1\"", StringComparison.Ordinal)
            .Replace("{port: 53, name: dns}", "{port: 53, name: dns, protocol: TCP}", StringComparison.Ordinal)
            .Replace("nodePort: 0}", "nodePort: 0, protocol: TCP}", StringComparison.Ordinal)
            .Replace("targetPort: 0}", "targetPort: 0, protocol: TCP}", StringComparison.Ordinal);

    private const string Workloads = """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: changed-web
          labels:
            app.kubernetes.io/managed-by: {{ .Release.Service }}
            helm.sh/chart: "everything-1.0.0"
            empty: ""
          annotations: {}
          creationTimestamp: null
        spec:
          replicas: 2
          minReadySeconds: 0
          paused: false
          revisionHistoryLimit: 3
          strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: "25%", maxUnavailable: 0}}
          selector:
            matchLabels: {app: web}
          template:
            metadata:
              creationTimestamp: null
              labels: {app: web}
              annotations:
                checksum/config: "{{ .Values.rev }}abc"
                number: "1"
            spec:
              serviceAccountName: ""
              hostNetwork: false
              terminationGracePeriodSeconds: 30
              nodeSelector: {}
              affinity: {}
              tolerations: []
              securityContext: {}
              imagePullSecrets:
              - name: registry
              initContainers:
              - name: init
                image: example.test/init:v1
                command: [sh, -c, "true"]
                resources: {}
              containers:
              - name: web
                image: example.test/web:v{{ .Values.rev }}
                imagePullPolicy: ""
                args: ["--a", "1"]
                env:
                - name: EMPTY
                  value: ""
                - name: OMITTED
                - name: NUMBER
                  value: "1000m"
                - name: POD
                  valueFrom: {fieldRef: {fieldPath: metadata.name}}
                - name: CPU
                  valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: 0}}
                ports:
                - containerPort: 8080
                  name: http
                - {containerPort: 53, protocol: UDP}
                - {containerPort: 53, protocol: TCP, hostPort: 0}
                resources:
                  limits: {cpu: 1000m, memory: 1.5Gi, ephemeral-storage: 1024Mi}
                  requests: {cpu: 0.5, memory: "128974848"}
                livenessProbe:
                  httpGet: {path: /, port: http}
                  timeoutSeconds: 0
                readinessProbe:
                  tcpSocket: {port: 8080}
                securityContext: {}
                volumeMounts:
                - {name: config, mountPath: /config, readOnly: false, subPath: ""}
                - {name: scratch, mountPath: /tmp}
              volumes:
              - name: scratch
                emptyDir: {}
              - name: memory
                emptyDir: {medium: Memory, sizeLimit: 0.5Gi}
              - name: config
                configMap: {name: config, defaultMode: 0644, items: []}
              - name: secret
                secret: {secretName: s, optional: null, items: [{key: a, path: b, mode: 0400}]}
              - name: all
                projected:
                  sources:
                  - downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}]}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: scaled}
        spec:
          replicas: 7
          selector: {matchLabels: {app: scaled}}
          template:
            metadata: {labels: {app: scaled}}
            spec:
              serviceAccount: default
              containers: [{name: a, image: example.test/a}]
        ---
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: changed-db}
        spec:
          serviceName: ""
          replicas: {{ .Values.rev }}
          podManagementPolicy: ""
          selector: {matchLabels: {app: db}}
          updateStrategy: {}
          template:
            metadata: {labels: {app: db}}
            spec:
              containers:
              - {name: db, image: "example.test/db", resources: {limits: {memory: 1G, "example.com/gpu": 1}}}
              topologySpreadConstraints:
              - {maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels: {app: db}}}
          volumeClaimTemplates:
          - metadata: {name: data, creationTimestamp: null}
            spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1024Mi}}}
            status: {}
        ---
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: changed-agent}
        spec:
          selector: {matchLabels: {app: agent}}
          template:
            metadata: {labels: {app: agent}}
            spec:
              hostNetwork: true
              dnsPolicy: ClusterFirstWithHostNet
              containers:
              - name: agent
                image: example.test/agent
                ports: [{containerPort: 9100}]
                env:
                - {name: A, value: "x"}
        {{- if eq (int .Values.rev) 2 }}
                - {name: ADDED, value: "y"}
        {{- end }}
                lifecycle: {preStop: {exec: {command: [sleep, "{{ .Values.rev }}"]}}}
              volumes: [{name: host, hostPath: {path: /var}}]
        ---
        apiVersion: batch/v1beta1
        kind: CronJob
        metadata: {name: changed-cron}
        spec:
          schedule: "*/{{ .Values.rev }} * * * *"
          concurrencyPolicy: ""
          suspend: true
          jobTemplate:
            spec:
              backoffLimit: 0
              completions: null
              template:
                spec:
                  restartPolicy: Never
                  containers: [{name: a, image: example.test/a}]
        ---
        apiVersion: batch/v1
        kind: Job
        metadata: {name: job}
        spec:
          template:
            metadata: {labels: {x: "y"}}
            spec: {restartPolicy: OnFailure, containers: [{name: a, image: example.test/a, command: [a, "b"]}]}
        """;

    private const string Network = """
        apiVersion: v1
        kind: Service
        metadata: {name: changed-web}
        spec:
          type: ClusterIP
          sessionAffinity: ""
          selector: {app: web, rev: "{{ .Values.rev }}"}
          ports:
          - {port: 80, targetPort: http, protocol: TCP, name: http}
          - {port: 53, name: dns}
          - {port: 53, protocol: UDP, targetPort: 53, name: dns-udp}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: node}
        spec:
          type: NodePort
          externalIPs: []
          ports: [{port: 8080, nodePort: 0}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: headless}
        spec: {clusterIP: None, selector: {app: db}, ports: [{port: 5432, targetPort: 0}], publishNotReadyAddresses: false}
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: changed-web
          annotations:
            size: "1"
        spec:
          tls: [{hosts: [a.test], secretName: tls}]
          rules:
          - host: a{{ .Values.rev }}.test
            http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
          - http: {paths: [{path: /b, pathType: Exact, backend: {service: {name: web, port: {name: http}}}}]}
        ---
        apiVersion: extensions/v1beta1
        kind: Ingress
        metadata: {name: old}
        spec:
          backend: {serviceName: web, servicePort: 80}
          rules: [{http: {paths: [{path: /, backend: {serviceName: web, servicePort: http}}]}}]
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: changed-policy}
        spec:
          podSelector: {}
          ingress: []
          egress:
          - to: [{namespaceSelector: {}}, {ipBlock: {cidr: 10.{{ .Values.rev }}.0.0/16}}]
            ports: [{port: 53, protocol: UDP}, {port: 443}]
          - {}
        """;

    private const string Config = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: changed-config}
        data:
          empty: ""
          number: "1000m"
          text: |
            rev = {{ .Values.rev }}

            end
          folded: >-
            one
            two
        binaryData: {b: aGVsbG8=}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: bare, annotations: null}
        data: null
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: changed-secret}
        type: Opaque
        data:
          a: aGVsbG8=
          both: eA==
          wrapped: |
            aGVsbG8gaGVsbG8gaGVsbG8g
            aGVsbG8=
        stringData:
          b: "rev{{ .Values.rev }}"
          both: over
          empty: ""
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: untyped}
        data: {a: ""}
        ---
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: claim, annotations: {helm.sh/resource-policy: keep}}
        spec: {accessModes: [ReadWriteOnce], volumeName: "", resources: {requests: {storage: 0.5Gi}}}
        ---
        apiVersion: v1
        kind: ResourceQuota
        metadata: {name: changed-quota}
        spec: {hard: {pods: "{{ .Values.rev }}000", requests.cpu: "100000m", limits.memory: 1000000M}}
        ---
        apiVersion: v1
        kind: LimitRange
        metadata: {name: limits}
        spec: {limits: [{type: PersistentVolumeClaim, max: {storage: 1024Gi}, min: {storage: "1048576"}}]}
        ---
        {{- if eq (int .Values.rev) 1 }}
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: removed}
        data: {a: b}
        {{- end }}
        ---
        {{- if eq (int .Values.rev) 2 }}
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: added}
        data: {a: b}
        {{- end }}
        ---
        apiVersion: v1
        kind: List
        items:
        - apiVersion: v1
          kind: ConfigMap
          metadata: {name: changed-listed}
          data: {rev: "{{ .Values.rev }}"}
        - {apiVersion: v1, kind: ConfigMap, metadata: {name: listed}, data: {a: b}}
        """;

    private const string Access = """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: robot}
        automountServiceAccountToken: false
        imagePullSecrets: []
        secrets: []
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: changed-role}
        rules:
        - {apiGroups: [""], resources: [pods, pods/log], verbs: [get{{ if eq (int .Values.rev) 2 }}, list{{ end }}], resourceNames: []}
        - {nonResourceURLs: [], apiGroups: [apps], resources: ["*"], verbs: ["*"]}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: binding}
        roleRef: {kind: Role, name: changed-role, apiGroup: rbac.authorization.k8s.io}
        subjects:
        - {kind: ServiceAccount, name: robot, namespace: {{ .Release.Namespace }}, apiGroup: ""}
        - {kind: Group, name: group}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: {{ .Release.Namespace }}-aggregate}
        aggregationRule: {clusterRoleSelectors: [{matchLabels: {aggregate: "{{ .Release.Namespace }}"}}]}
        rules: []
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: {{ .Release.Namespace }}-reader, labels: {aggregate: "{{ .Release.Namespace }}"}}
        rules: [{nonResourceURLs: [/metrics], verbs: [get]}]
        ---
        apiVersion: scheduling.k8s.io/v1
        kind: PriorityClass
        metadata: {name: {{ .Release.Namespace }}-low}
        value: 1_000
        globalDefault: no
        description: ""
        ---
        apiVersion: storage.k8s.io/v1
        kind: StorageClass
        metadata: {name: {{ .Release.Namespace }}-fast}
        provisioner: example.test/none
        parameters: {type: "ssd", empty: ""}
        volumeBindingMode: WaitForFirstConsumer
        allowVolumeExpansion: false
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {name: {{ .Release.Namespace }}-hook}
        webhooks:
        - name: a.example.test
          failurePolicy: Ignore
          sideEffects: None
          admissionReviewVersions: [v1]
          namespaceSelector: {}
          clientConfig: {caBundle: "", service: {name: none, namespace: default, path: /x}}
          rules: [{apiGroups: [nowhere.example.test], apiVersions: ["*"], operations: [CREATE], resources: [nothings]}]
        """;

    private const string Scaling = """
        apiVersion: autoscaling/v1
        kind: HorizontalPodAutoscaler
        metadata: {name: changed-one}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: scaled}
          minReplicas: 2
          maxReplicas: 1{{ .Values.rev }}
          targetCPUUtilizationPercentage: 80
        ---
        apiVersion: autoscaling/v2beta2
        kind: HorizontalPodAutoscaler
        metadata: {name: changed-two}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: StatefulSet, name: other}
          maxReplicas: 5
          metrics:
          - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 6{{ .Values.rev }}}}}
          - {type: Resource, resource: {name: memory, target: {type: AverageValue, averageValue: 1024Mi}}}
          - {type: Pods, pods: {metric: {name: rps}, target: {type: AverageValue, averageValue: 1000m}}}
          - {type: External, external: {metric: {name: queue, selector: {matchLabels: {q: a}}}, target: {type: Value, value: 30}}}
          behavior: {scaleDown: {stabilizationWindowSeconds: 60, policies: [{type: Percent, value: 10, periodSeconds: 60}]}}
        ---
        apiVersion: autoscaling/v2beta1
        kind: HorizontalPodAutoscaler
        metadata: {name: three}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: StatefulSet, name: another}
          maxReplicas: 5
          metrics: [{type: Resource, resource: {name: memory, targetAverageValue: 1024Mi}}, {type: Resource, resource: {name: cpu, targetAverageUtilization: 60}}]
        ---
        apiVersion: policy/v1beta1
        kind: PodDisruptionBudget
        metadata: {name: changed-budget}
        spec: {minAvailable: {{ .Values.rev }}, selector: {matchLabels: {app: web}}}
        ---
        apiVersion: policy/v1beta1
        kind: PodDisruptionBudget
        metadata: {name: percent}
        spec: {maxUnavailable: "50%", minAvailable: null, selector: {}}
        """;

    private const string Custom = """
        apiVersion: GROUP/v1
        kind: Widget
        metadata: {name: changed-widget}
        spec:
          rev: {{ .Values.rev }}
          ports: [{port: 1}, {port: 2, name: ""}]
          env: [{name: b}, {name: a}]
          empty: {}
          none: []
          flag: off
          text: ""
          zero: 0
          float: 1.50
          quantity: 1000m
          duration: 1h
          nested: {list: [[1, 2], []], nothing: ~}
        ---
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: things.{{ .Release.Namespace }}.example.test}
        spec:
          group: {{ .Release.Namespace }}.example.test
          preserveUnknownFields: false
          scope: Cluster
          names: {kind: Thing, plural: things, singular: "", shortNames: [], listKind: ""}
          conversion: {strategy: None}
          versions:
          - name: v1
            served: true
            storage: true
            subresources: {status: {}}
            additionalPrinterColumns: [{name: A, type: string, jsonPath: .spec.a, priority: 0}]
            schema:
              openAPIV3Schema:
                type: object
                required: []
                properties:
                  spec: {type: object, properties: {a: {type: string, default: "x", enum: [x, "y"]}, b: {type: integer, minimum: 0, format: ""}, c: {x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string}]}}}
          - {name: v1alpha1, served: false, storage: false, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}
        """;
}
