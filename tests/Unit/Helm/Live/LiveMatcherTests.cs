using Helmstuck.Helm.Live;
using Helmstuck.Helm.Manifests;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Tests.Unit.Helm.Live;

public sealed class LiveMatcherTests
{
    private static ManifestObject Object(string manifest) => Assert.Single(ManifestParser.Parse(manifest, "prod").Objects);

    private static KubeObject Live(string manifest) => new(Object(manifest).Json);

    private static string? Mismatch(string manifest, string live, bool hpa = false) =>
        LiveMatcher.FirstMismatch(Object(manifest).Json, Object(live).Json, hpa)?.Path;

    [Theory]
    [InlineData("1", null, null, nameof(LiveMatch.Previous))]
    [InlineData(null, "1", null, nameof(LiveMatch.Stuck))]
    [InlineData("2", "1", null, nameof(LiveMatch.Missing))]
    [InlineData("2", "1", "2", nameof(LiveMatch.Stuck))]
    [InlineData("2", "1", "1", nameof(LiveMatch.Previous))]
    [InlineData("2", "2", "2", nameof(LiveMatch.Both))]
    [InlineData("2", "1", "3", nameof(LiveMatch.Neither))]
    [InlineData("2", null, "2", nameof(LiveMatch.Stuck))]
    [InlineData("2", null, "3", nameof(LiveMatch.Neither))]
    [InlineData(null, "1", "1", nameof(LiveMatch.Previous))]
    [InlineData(null, "1", "3", nameof(LiveMatch.Neither))]
    public void The_contracts_table_holds(string? stuck, string? previous, string? live, string expected)
    {
        static string Map(string value) => $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: c}}\ndata: {{v: '{value}'}}\n";
        Assert.Equal(
            expected,
            LiveMatcher
                .Match(
                    stuck is null ? null : Object(Map(stuck)),
                    previous is null ? null : Object(Map(previous)),
                    live is null ? null : Live(Map(live)),
                    false
                )
                .ToString()
        );
    }

    [Theory]
    [InlineData("1000m", "1")]
    [InlineData("0.5", "500m")]
    [InlineData("1.5Gi", "1536Mi")]
    [InlineData("1e3", "1k")]
    [InlineData("'1'", "1")]
    [InlineData("1024Mi", "1Gi")]
    [InlineData("128974848", "129M", false)]
    [InlineData("1G", "1Gi", false)]
    [InlineData("0.1n", "1n")]
    [InlineData("2", "'2'")]
    [InlineData("1m", "1", false)]
    [InlineData("abc", "abd", false)]
    [InlineData("1e400", "1e401", false)]
    public void Quantities_are_compared_by_what_they_are_worth(string manifest, string live, bool same = true)
    {
        static string Pod(string value) =>
            $"apiVersion: v1\nkind: Pod\nspec: {{containers: [{{name: a, resources: {{limits: {{cpu: {value}}}}}}}]}}\n";
        Assert.Equal(same ? null : "spec.containers[name=a].resources.limits.cpu", Mismatch(Pod(manifest), Pod(live)));
    }

    [Theory]
    // Not quantities: texts.
    [InlineData("v1", "ConfigMap", "data: {a: 1000m}", "data: {a: '1'}", "data.a")]
    [InlineData(
        "v1",
        "Pod",
        "spec: {containers: [{name: a, env: [{name: E, value: 1000m}]}]}",
        "spec: {containers: [{name: a, env: [{name: E, value: '1'}]}]}",
        "spec.containers[name=a].env[name=E].value"
    )]
    // Null, empty and absent.
    [InlineData("v1", "Pod", "spec: {a: null, b: {}, c: [], d: '', e: 0, f: false, g: {h: null}}", "spec: {}", null)]
    [InlineData("v1", "Pod", "spec: {a: null}", "spec: {a: defaulted}", null)]
    [InlineData("v1", "Pod", "spec: {a: x}", "spec: {}", "spec.a")]
    [InlineData("v1", "Pod", "spec: {a: [x]}", "spec: {}", "spec.a")]
    [InlineData(
        "v1",
        "Pod",
        "spec: {volumes: [{name: v, emptyDir: {}}]}",
        "spec: {volumes: [{name: v, configMap: {name: c}}]}",
        "spec.volumes[name=v].emptyDir"
    )]
    [InlineData(
        "v1",
        "Service",
        "spec: {clusterIP: '', type: '', ports: [{port: 80, nodePort: 0, protocol: ''}]}",
        "spec: {clusterIP: 10.0.0.1, type: ClusterIP, ports: [{port: 80, nodePort: 30000, protocol: TCP, targetPort: 80}]}",
        null
    )]
    [InlineData("v1", "Service", "spec: {clusterIP: None}", "spec: {clusterIP: 10.0.0.1}", "spec.clusterIP")]
    // Lists by key: others may add, order does not count; other lists are whole.
    [InlineData(
        "v1",
        "Pod",
        "spec: {containers: [{name: b, image: x}, {name: a}]}",
        "spec: {containers: [{name: a}, {name: b, image: x}, {name: injected}]}",
        null
    )]
    [InlineData("v1", "Pod", "spec: {containers: [{name: a}]}", "spec: {containers: [{name: b}]}", "spec.containers[name=a]")]
    [InlineData(
        "v1",
        "Pod",
        "spec: {containers: [{name: a, args: [x]}]}",
        "spec: {containers: [{name: a, args: [x, z]}]}",
        "spec.containers[name=a].args"
    )]
    [InlineData(
        "v1",
        "Pod",
        "spec: {containers: [{name: a, args: [x, z]}]}",
        "spec: {containers: [{name: a, args: [x, w]}]}",
        "spec.containers[name=a].args[1]"
    )]
    [InlineData(
        "v1",
        "Pod",
        "spec: {containers: [{name: a, ports: [{containerPort: 53, protocol: UDP, name: u}, {containerPort: 53, name: t}]}]}",
        "spec: {containers: [{name: a, ports: [{containerPort: 53, protocol: TCP, name: t}, {containerPort: 53, protocol: UDP, name: "
            + "u}]}]}",
        null
    )]
    [InlineData(
        "v1",
        "Pod",
        "spec: {containers: [{name: a, env: [{name: E, value: old}, {name: E, value: new}]}]}",
        "spec: {containers: [{name: a, env: [{name: E, value: new}]}]}",
        null
    )]
    [InlineData("v1", "Pod", "spec: {tolerations: [{key: b}]}", "spec: {tolerations: [{key: added}, {key: b}]}", null)]
    [InlineData("example.test/v1", "Widget", "spec: {env: [{name: a}]}", "spec: {env: [{name: a}, {name: b}]}", "spec.env")]
    // In a custom resource and in a schema a field named like a map of texts may be anything.
    [InlineData("example.test/v1", "Widget", "spec: {parameters: {q: {z: 1, a: 2}}}", "spec: {parameters: {q: {a: 2, z: 1}}}", null)]
    [InlineData("example.test/v1", "Widget", "spec: {parameters: {q: {z: 1}}}", "spec: {parameters: {q: {z: 2}}}", "spec.parameters.q.z")]
    [InlineData(
        "apiextensions.k8s.io/v1",
        "CustomResourceDefinition",
        "spec: {versions: [{name: v1, schema: {openAPIV3Schema: {properties: {labels: {type: object, additionalProperties: {type: "
            + "string, maxLength: 63}}}}}}]}",
        "spec: {versions: [{name: v1, schema: {openAPIV3Schema: {properties: {labels: {additionalProperties: {maxLength: 63, type: "
            + "string}, type: object}}}}}]}",
        null
    )]
    // An explicit false or zero that the API server keeps, and one that it leaves out.
    [InlineData("v1", "ServiceAccount", "automountServiceAccountToken: false", "metadata: {}", "automountServiceAccountToken")]
    [InlineData(
        "apps/v1",
        "Deployment",
        "spec: {securityContext: {runAsUser: 0}}",
        "spec: {securityContext: {}}",
        "spec.securityContext.runAsUser"
    )]
    [InlineData("policy/v1beta1", "PodSecurityPolicy", "spec: {privileged: false, readOnlyRootFilesystem: false}", "spec: {}", null)]
    [InlineData("v1", "Pod", "spec: {hostNetwork: false}", "spec: {}", null)]
    // A zero asks for the default, and for nothing else; in a custom resource it is a value.
    [InlineData(
        "v1",
        "Pod",
        "spec: {containers: [{name: a, livenessProbe: {timeoutSeconds: 0}}]}",
        "spec: {containers: [{name: a, livenessProbe: {timeoutSeconds: 1}}]}",
        null
    )]
    [InlineData(
        "v1",
        "Pod",
        "spec: {containers: [{name: a, livenessProbe: {timeoutSeconds: 0}}]}",
        "spec: {containers: [{name: a, livenessProbe: {timeoutSeconds: 55}}]}",
        "spec.containers[name=a].livenessProbe.timeoutSeconds"
    )]
    [InlineData(
        "v1",
        "Pod",
        "spec: {containers: [{name: a, ports: [{containerPort: 80, hostPort: 0}]}]}",
        "spec: {containers: [{name: a, ports: [{containerPort: 80, hostPort: 8080}]}]}",
        "spec.containers[name=a].ports[containerPort=80,protocol=TCP].hostPort"
    )]
    [InlineData("example.test/v1", "Widget", "data: {priority: 0, type: ''}", "data: {priority: 100, type: evil}", "data.priority")]
    [InlineData(
        "v1",
        "PersistentVolume",
        "spec: {persistentVolumeReclaimPolicy: ''}",
        "spec: {persistentVolumeReclaimPolicy: Retain}",
        null
    )]
    [InlineData("autoscaling/v2beta2", "HorizontalPodAutoscaler", "spec: {metrics: []}", "spec: {metrics: [{type: Resource}]}", null)]
    [InlineData(
        "v1",
        "Pod",
        "spec: {initContainers: [{name: a}, {name: b}]}",
        "spec: {initContainers: [{name: b}, {name: a}]}",
        "spec.initContainers"
    )]
    [InlineData(
        "v1",
        "Pod",
        "spec: {initContainers: [{name: a}, {name: b}]}",
        "spec: {initContainers: [{name: injected}, {name: a}, {name: b}]}",
        null
    )]
    [InlineData(
        "networking.k8s.io/v1",
        "NetworkPolicy",
        "spec: {ingress: [{ports: [{port: 80}]}]}",
        "spec: {ingress: [{ports: [{port: 80, protocol: TCP}, {port: 81, protocol: TCP}]}]}",
        "spec.ingress[0].ports"
    )]
    // Ports and numbers as text.
    [InlineData(
        "v1",
        "Service",
        "spec: {ports: [{port: 80, targetPort: '8080'}]}",
        "spec: {ports: [{port: 80, targetPort: 8080, protocol: TCP}]}",
        null
    )]
    [InlineData("example.test/v1", "Widget", "spec: {a: 1.50, d: 1h}", "spec: {a: 1.5, d: 1h0m0s}", null)]
    [InlineData("apps/v1", "Deployment", "spec: {d: 1h}", "spec: {d: 60m}", "spec.d")]
    // Metadata.
    [InlineData(
        "v1",
        "ConfigMap",
        "metadata: {labels: {a: '1', app.kubernetes.io/managed-by: Tiller}, annotations: {n: 1, t: true}}",
        "metadata: {labels: {a: '1', b: c, app.kubernetes.io/managed-by: Helm}, annotations: {n: '1', t: 'true', x: z}}",
        null
    )]
    [InlineData("v1", "ConfigMap", "metadata: {labels: {a: ''}}", "metadata: {}", "metadata.labels.a")]
    [InlineData(
        "v1",
        "ConfigMap",
        "metadata: {creationTimestamp: null, uid: x, finalizers: [a]}\nstatus: {a: b}",
        "metadata: {uid: z, finalizers: [b, a]}",
        null
    )]
    // Secrets.
    [InlineData("v1", "Secret", "stringData: {a: hello}", "data: {a: aGVsbG8=}", null)]
    [InlineData("v1", "Secret", "stringData: {a: other}", "data: {a: aGVsbG8=}", "stringData.a")]
    [InlineData("v1", "Secret", "data: {a: ignored, b: \"aGVs\\nbG8=\"}\nstringData: {a: hello}", "data: {a: aGVsbG8=, b: aGVsbG8=}", null)]
    [InlineData("v1", "Secret", "data: {a: ''}", "data: {}", "data.a")]
    [InlineData("v1", "Secret", "data: {a: null}", "data: {a: ''}", null)]
    // Odds and ends.
    [InlineData("v1", "Pod", "spec: {containers: [], serviceAccount: robot}", "spec: {serviceAccountName: robot}", null)]
    [InlineData(
        "v1",
        "Pod",
        "spec: {containers: [], serviceAccount: other, serviceAccountName: robot}",
        "spec: {serviceAccount: robot, serviceAccountName: robot}",
        null
    )]
    [InlineData(
        "rbac.authorization.k8s.io/v1",
        "ClusterRole",
        "aggregationRule: {a: b}\nrules: []",
        "aggregationRule: {a: b}\nrules: [{verbs: [get]}]",
        null
    )]
    [InlineData("rbac.authorization.k8s.io/v1", "Role", "rules: [{verbs: [get]}]", "rules: [{verbs: [get, list]}]", "rules[0].verbs")]
    [InlineData(
        "admissionregistration.k8s.io/v1",
        "ValidatingWebhookConfiguration",
        "webhooks: [{name: a, clientConfig: {caBundle: Cg==}}]",
        "webhooks: [{name: a, clientConfig: {caBundle: Zm9v}}]",
        null
    )]
    public void Fields_mean_what_the_API_server_makes_of_them(string version, string kind, string manifest, string live, string? path) =>
        Assert.Equal(
            path,
            Mismatch($"apiVersion: {version}\nkind: {kind}\n{manifest}\n", $"apiVersion: {version}\nkind: {kind}\n{live}\n")
        );

    [Fact]
    public void Replicas_that_an_HPA_sets_are_not_compared()
    {
        const string three = "apiVersion: apps/v1\nkind: Deployment\nspec: {replicas: 3, template: {spec: {replicas: 1}}}";
        const string five = "apiVersion: apps/v1\nkind: Deployment\nspec: {replicas: 5, template: {spec: {replicas: 1}}}";
        Assert.Equal("spec.replicas", Mismatch(three, five));
        Assert.Null(Mismatch(three, five, hpa: true));
    }

    [Fact]
    public void A_Secrets_values_are_in_no_reason()
    {
        var stuck = Object("apiVersion: v1\nkind: Secret\nstringData: {a: hunter2}\n");
        var verdict = LiveMatcher.Compare(stuck, stuck, Live("apiVersion: v1\nkind: Secret\ndata: {a: aHVudGVyMw==}\n"), false);
        Assert.Equal(
            (LiveMatch.Neither, "stringData.a is (hidden) in the cluster, (hidden) in the stuck revision."),
            (verdict.Match, verdict.Reason)
        );
    }

    [Theory]
    [InlineData(
        "policy/v1beta1",
        "PodDisruptionBudget",
        "spec: {minAvailable: 1}",
        "policy/v1",
        "spec: {minAvailable: 1}",
        nameof(LiveMatch.Both)
    )]
    [InlineData(
        "autoscaling/v1",
        "HorizontalPodAutoscaler",
        "spec: {maxReplicas: 3, targetCPUUtilizationPercentage: 80}",
        "autoscaling/v2",
        "spec: {maxReplicas: 3, metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}]}",
        nameof(LiveMatch.Both)
    )]
    [InlineData(
        "autoscaling/v2beta2",
        "HorizontalPodAutoscaler",
        "spec: {maxReplicas: 3}",
        "autoscaling/v2",
        "spec: {maxReplicas: 4}",
        nameof(LiveMatch.Neither)
    )]
    [InlineData(
        "extensions/v1beta1",
        "Ingress",
        "spec: {backend: {serviceName: a, servicePort: 80}, rules: [{http: {paths: [{backend: {serviceName: b, servicePort: http}}]}}]}",
        "networking.k8s.io/v1",
        "spec: {defaultBackend: {service: {name: a, port: {number: 80}}}, rules: [{http: {paths: [{pathType: ImplementationSpecific, "
            + "backend: {service: {name: b, port: {name: http}}}}]}}]}",
        nameof(LiveMatch.Both)
    )]
    [InlineData(
        "apiextensions.k8s.io/v1beta1",
        "CustomResourceDefinition",
        "spec: {}",
        "apiextensions.k8s.io/v1",
        "spec: {}",
        nameof(LiveMatch.Unknown)
    )]
    [InlineData("example.test/v1", "Widget", "spec: {}", "example.test/v2", "spec: {}", nameof(LiveMatch.Unknown))]
    public void Another_API_version_is_brought_over_or_unknown(
        string version,
        string kind,
        string manifest,
        string liveVersion,
        string live,
        string expected
    )
    {
        var item = Object($"apiVersion: {version}\nkind: {kind}\n{manifest}\n");
        var verdict = LiveMatcher.Compare(item, item, Live($"apiVersion: {liveVersion}\nkind: {kind}\n{live}\n"), false);
        Assert.Equal(expected, verdict.Match.ToString());
        Assert.Equal(expected == nameof(LiveMatch.Both), verdict.Reason.Length == 0);
    }

    /// <summary>
    /// Whatever a manifest says, an object that says the same matches it; and no pair of objects makes the comparison throw.
    /// </summary>
    [Fact]
    public void Every_object_matches_itself()
    {
        var random = new Random(5);
        for (var run = 0; run < 3000; run++)
        {
            var (one, two) = (Object(Random(random)), Object(Random(random)));
            // A live Secret never has stringData.
            if (one.Key.Kind != "Secret")
                Assert.Null(LiveMatcher.FirstMismatch(one.Json, one.Json, false));
            LiveMatcher.Compare(one, two, new KubeObject(two.Json), true);
            LiveMatcher.Compare(one, null, new KubeObject(two.Json), false);
        }
    }

    private static string Random(Random random)
    {
        string[] kinds = ["Pod", "Secret", "ConfigMap", "Service", "HorizontalPodAutoscaler", "ClusterRole", "Widget"];
        string[] names =
        [
            "spec",
            "data",
            "stringData",
            "metadata",
            "containers",
            "ports",
            "env",
            "labels",
            "rules",
            "metrics",
            "limits",
            "cpu",
            "finalizers",
            "tolerations",
            "emptyDir",
            "name",
            "containerPort",
            "volumeClaimTemplates",
            "status",
            "serviceAccount",
        ];
        string[] values = ["null", "1", "'1'", "1000m", "''", "true", "x", "[]", "{}", "1.5", "aGVsbG8="];
        return $"apiVersion: {(random.Next(2) == 0 ? "v1" : "example.test/v1")}\nkind: {kinds[random.Next(kinds.Length)]}\n"
            + string.Concat(names[..4].Where(_ => random.Next(2) == 0).Select(name => $"{name}: {Value(4)}\n"));

        string Value(int depth) =>
            depth == 0 || random.Next(3) == 0 ? values[random.Next(values.Length)]
            : random.Next(2) == 0 ? $"{{{Several(() => $"{names[random.Next(names.Length)]}: {Value(depth - 1)}")}}}"
            : $"[{Several(() => Value(depth - 1))}]";

        string Several(Func<string> one) => string.Join(", ", Enumerable.Range(0, random.Next(4)).Select(_ => one()));
    }
}
