using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace Helmstuck.Demo;

/// <summary>
/// The content of the demo cluster: one release stuck and safe to unstick, one stuck because its first install never came up, and two
/// healthy ones.
/// </summary>
internal static class DemoContent
{
    private const string Namespace = "gitlab";

    public static void Fill(DemoStore store, DateTimeOffset now)
    {
        foreach (var name in (ReadOnlySpan<string>)["default", Namespace, "kube-system"])
            store.Add(
                "namespaces",
                "",
                new JsonObject
                {
                    ["apiVersion"] = "v1",
                    ["kind"] = "Namespace",
                    ["metadata"] = new JsonObject { ["name"] = name },
                    ["status"] = new JsonObject { ["phase"] = "Active" },
                }
            );
        GitLab(store, now);
        Registry(store, now);
        CertManager(store, now);
        Runner(store, now);
    }

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>
    /// Helm was killed after it had applied everything: the Deployments run the new images, one of them within its HPA's tolerance.
    /// </summary>
    private static void GitLab(DemoStore store, DateTimeOffset now)
    {
        const string release = "gitlab-cny";
        var web = new DemoWorkload(release, "gitlab-cny-webservice", "registry.example/gitlab/webservice:v17.1.4", 30);
        var sidekiq = new DemoWorkload(release, "gitlab-cny-sidekiq", "registry.example/gitlab/sidekiq:v17.1.4", 12);
        var shell = new DemoWorkload(release, "gitlab-cny-shell", "registry.example/gitlab/shell:v14.35.0", 4);
        string Manifest(string tag) =>
            web.Manifest($"registry.example/gitlab/webservice:{tag}")
            + sidekiq.Manifest($"registry.example/gitlab/sidekiq:{tag}")
            + shell.Manifest(shell.Image);

        Record(store, release, 1231, "superseded", "gitlab", "8.1.1", "v17.1.1", Manifest("v17.1.1"), "Upgrade complete", now.AddDays(-6));
        Record(store, release, 1232, "superseded", "gitlab", "8.1.2", "v17.1.2", Manifest("v17.1.2"), "Upgrade complete", now.AddDays(-3));
        Record(store, release, 1233, "deployed", "gitlab", "8.1.3", "v17.1.3", Manifest("v17.1.3"), "Upgrade complete", now.AddDays(-1));
        var began = now.AddMinutes(-50);
        Record(store, release, 1234, "pending-upgrade", "gitlab", "8.1.4", "v17.1.4", Manifest("v17.1.4"), "Preparing upgrade", began);

        store.Add("deployments", Namespace, web.Live(Namespace, began.AddMinutes(1), new DemoCounts(30, 30, 28)));
        store.Add("deployments", Namespace, sidekiq.Live(Namespace, began.AddMinutes(1), new DemoCounts(12, 12, 12)));
        store.Add("deployments", Namespace, shell.Live(Namespace, began.AddMinutes(1), new DemoCounts(4, 4, 4)));
        store.Add(
            "horizontalpodautoscalers",
            Namespace,
            new JsonObject
            {
                ["apiVersion"] = "autoscaling/v2",
                ["kind"] = "HorizontalPodAutoscaler",
                ["metadata"] = new JsonObject { ["name"] = web.Name },
                ["spec"] = new JsonObject
                {
                    ["scaleTargetRef"] = new JsonObject
                    {
                        ["apiVersion"] = "apps/v1",
                        ["kind"] = "Deployment",
                        ["name"] = web.Name,
                    },
                    ["minReplicas"] = 10,
                    ["maxReplicas"] = 60,
                },
                ["status"] = new JsonObject { ["currentReplicas"] = 30, ["desiredReplicas"] = 30 },
            }
        );
    }

    /// <summary>A first install that never came up: the image does not exist.</summary>
    private static void Registry(DemoStore store, DateTimeOffset now)
    {
        var registry = new DemoWorkload("registry", "registry", "registry.example/gitlab/container-registry:v4.7.O", 3);
        var began = now.AddHours(-4);
        Record(
            store,
            "registry",
            1,
            "pending-install",
            "registry",
            "0.12.0",
            "v4.7.0",
            registry.Manifest(registry.Image),
            "Initial install underway",
            began
        );
        var deployment = store.Add(
            "deployments",
            Namespace,
            registry.Live(Namespace, began.AddSeconds(4), new DemoCounts(3, 3, 0, Serves: false, Stalled: true))
        );
        var set = store.Add("replicasets", Namespace, registry.ReplicaSet(deployment, "7d9c5", "9", registry.Image, 3, 0));
        for (var number = 1; number <= 3; number++)
            store.Add("pods", Namespace, registry.BrokenPod(set, number));
    }

    private static void CertManager(DemoStore store, DateTimeOffset now)
    {
        var manager = new DemoWorkload("cert-manager", "cert-manager", "registry.example/jetstack/cert-manager:v1.15.1", 2);
        Record(
            store,
            "cert-manager",
            7,
            "deployed",
            "cert-manager",
            "v1.15.1",
            "v1.15.1",
            manager.Manifest(manager.Image),
            "Upgrade complete",
            now.AddDays(-20)
        );
        store.Add("deployments", Namespace, manager.Live(Namespace, now.AddDays(-20), new DemoCounts(2, 2, 2)));
    }

    private static void Runner(DemoStore store, DateTimeOffset now)
    {
        var runner = new DemoWorkload("runner", "runner", "registry.example/gitlab/runner:v17.1.0", 2);
        Record(
            store,
            "runner",
            3,
            "deployed",
            "gitlab-runner",
            "0.66.0",
            "17.1.0",
            runner.Manifest(runner.Image),
            "Upgrade complete",
            now.AddDays(-9)
        );
        Record(
            store,
            "runner",
            4,
            "failed",
            "gitlab-runner",
            "0.66.1",
            "17.1.1",
            runner.Manifest("registry.example/gitlab/runner:v17.1.1"),
            "Upgrade \"runner\" failed: context deadline exceeded",
            now.AddDays(-8)
        );
        store.Add("deployments", Namespace, runner.Live(Namespace, now.AddDays(-9), new DemoCounts(2, 2, 2)));
    }

    private static void Record(
        DemoStore store,
        string release,
        int revision,
        string status,
        string chart,
        string chartVersion,
        string appVersion,
        string manifest,
        string description,
        DateTimeOffset began
    )
    {
        var number = revision.ToString(CultureInfo.InvariantCulture);
        var payload = new JsonObject
        {
            ["name"] = release,
            ["info"] = new JsonObject
            {
                ["first_deployed"] = Time(began.AddDays(-90)),
                ["last_deployed"] = Time(began),
                ["deleted"] = "",
                ["description"] = description,
                ["status"] = status,
            },
            ["chart"] = new JsonObject
            {
                ["metadata"] = new JsonObject
                {
                    ["name"] = chart,
                    ["version"] = chartVersion,
                    ["appVersion"] = appVersion,
                    ["apiVersion"] = "v2",
                },
                ["templates"] = new JsonArray(),
                ["values"] = new JsonObject(),
            },
            ["manifest"] = manifest,
            ["version"] = revision,
            ["namespace"] = Namespace,
        };
        store.Add(
            "secrets",
            Namespace,
            new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "Secret",
                ["type"] = "helm.sh/release.v1",
                ["metadata"] = new JsonObject
                {
                    ["name"] = $"sh.helm.release.v1.{release}.v{number}",
                    ["creationTimestamp"] = Time(began),
                    ["labels"] = new JsonObject
                    {
                        ["owner"] = "helm",
                        ["name"] = release,
                        ["status"] = status,
                        ["version"] = number,
                    },
                    ["managedFields"] = new JsonArray(
                        new JsonObject
                        {
                            ["manager"] = "Helm",
                            ["operation"] = "Update",
                            ["apiVersion"] = "v1",
                            ["time"] = Time(began.AddSeconds(1)),
                        }
                    ),
                },
                ["data"] = new JsonObject { ["release"] = Encode(payload.ToJsonString()) },
            }
        );
    }

    /// <summary>As Helm's Secret driver stores a release: base64 of base64 of gzip of JSON.</summary>
    private static string Encode(string json)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(json));
        return Convert.ToBase64String(Encoding.ASCII.GetBytes(Convert.ToBase64String(packed.GetBuffer(), 0, (int)packed.Length)));
    }
}
