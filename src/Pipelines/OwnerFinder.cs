using Helmstuck.Kube.Resources;
using static Helmstuck.Pipelines.OwnerMarks;

namespace Helmstuck.Pipelines;

/// <summary>Finds the deployer that a release belongs to, by its marks. Pure: metadata in, a fact out.</summary>
internal static class OwnerFinder
{
    private const string FluxName = "helm.toolkit.fluxcd.io/name";
    private const string FluxNamespace = "helm.toolkit.fluxcd.io/namespace";
    private const string FluxManager = "helm-controller";

    /// <summary>Label of the Jobs in which K3s and RKE2 run Helm: the name of the HelmChart and of the release.</summary>
    public const string K3sChart = "helmcharts.helm.cattle.io/chart";

    /// <summary>Label of the pods in which Rancher runs Helm.</summary>
    public const string RancherToken = "pod-impersonation.cattle.io/token";

    private const string FleetManager = "fleetagent";
    private const string ArgoTracking = "argocd.argoproj.io/tracking-id";
    private const string ArgoInstance = "argocd.argoproj.io/instance";

    /// <summary>
    /// The owner of a release, or null if no mark was found. <paramref name="records"/>: metadata of its records, with managedFields;
    /// <paramref name="objects"/>: the objects of its manifest, live or as rendered (metadata suffices); <paramref name="podsAndJobs"/>:
    /// those of its namespace. A controller that acts by itself comes before a tool that a person runs.
    /// </summary>
    public static OwnerFact? Find(
        string release,
        string @namespace,
        IReadOnlyList<ObjectMeta> records,
        IReadOnlyList<KubeObject> objects,
        IReadOnlyList<KubeObject> podsAndJobs
    ) =>
        Flux(release, @namespace, records, objects)
        ?? K3s(release, @namespace, podsAndJobs)
        ?? OperatorFinder.Find(@namespace, records, objects)
        ?? Fleet(records, objects)
        ?? RancherOperation(podsAndJobs)
        ?? ArgoCd(objects)
        ?? WriterFinder.Find(records);

    private static OwnerFact? Flux(string release, string @namespace, IReadOnlyList<ObjectMeta> records, IReadOnlyList<KubeObject> objects)
    {
        var labelled = objects
            .Select(item => (What: Describe(item), item.Meta))
            .Concat(records.Select(record => (What: $"record {record.Name}", Meta: record)))
            .Where(item => item.Meta.Label(FluxName) is { Length: > 0 })
            .DistinctBy(item => item.What)
            .ToList();
        var evidence = labelled
            .Take(3)
            .Select(item => $"{item.What} is labelled {FluxName}={item.Meta.Label(FluxName)}")
            .Concat(WrittenBy(records, FluxManager))
            .Concat(WrittenBy(objects, FluxManager))
            .ToList();
        if (evidence.Count == 0)
            return null;
        if (labelled.Count == 0)
        {
            return new OwnerFact(
                OwnerKind.Flux,
                "Flux helm-controller",
                evidence,
                [
                    $"Flux unlocks its releases by itself. Find the HelmRelease of {@namespace}/{release}:",
                    "flux get helmreleases --all-namespaces",
                ],
                LeaveToOwner: true
            );
        }
        var name = labelled[0].Meta.Label(FluxName)!;
        var home = labelled[0].Meta.Label(FluxNamespace) is { Length: > 0 } labelledNamespace ? labelledNamespace : @namespace;
        return new OwnerFact(
            OwnerKind.Flux,
            $"{home}/{name}",
            evidence,
            CommandIf(
                IsPlain(name) && IsPlain(home),
                "Flux unlocks the release by itself at its next reconciliation. To do it now:",
                $"flux reconcile helmrelease {name} -n {home} --reset",
                "To work by hand, stop Flux first:",
                $"flux suspend helmrelease {name} -n {home}",
                "Resume it afterwards:",
                $"flux resume helmrelease {name} -n {home}"
            ),
            LeaveToOwner: true
        );
    }

    /// <summary>
    /// K3s and RKE2 run Helm in Jobs named after the HelmChart, which is also the release's name. If the Job says so, the release is
    /// in another namespace than the Job.
    /// </summary>
    private static OwnerFact? K3s(string release, string @namespace, IReadOnlyList<KubeObject> podsAndJobs)
    {
        var found = podsAndJobs
            .Where(item => TargetNamespace(item) is not { } target || target == @namespace)
            .Where(item =>
                item.Meta.Label(K3sChart) == release
                || item.Meta.Name == $"helm-install-{release}"
                || item.Meta.Name == $"helm-delete-{release}"
                || item.Meta.OwnerReferences.Any(owner =>
                    owner is { Kind: "HelmChart" }
                    && owner.ApiVersion.StartsWith("helm.cattle.io/", StringComparison.Ordinal)
                    && owner.Name == release
                )
            )
            .ToList();
        if (found.Count == 0)
            return null;
        var home = found[0].Meta.Namespace;
        return new OwnerFact(
            OwnerKind.K3sHelmChart,
            $"{home}/{release}",
            [
                .. found
                    .Take(3)
                    .Select(item => $"{Describe(item)} belongs to HelmChart {release}{(IsActive(item) ? ", and is active" : "")}"),
            ],
            CommandIf(
                IsPlain(release) && IsPlain(home),
                "K3s sets a pending release to failed and tries again by itself; its default failurePolicy then uninstalls the release "
                    + "and installs it again. Check what it does:",
                $"kubectl get helmchart.helm.cattle.io {release} -n {home} -o yaml",
                $"kubectl logs -n {home} job/helm-install-{release}"
            ),
            LeaveToOwner: true
        );
    }

    /// <summary>The namespace of the release that a Job of K3s works on; null if the Job does not say.</summary>
    private static string? TargetNamespace(KubeObject item) =>
        item
            .Json.Items("spec", "template", "spec", "containers")
            .Concat(item.Json.Items("spec", "containers"))
            .SelectMany(container => container.Items("env"))
            .Where(variable => variable.Text("name") == "TARGET_NAMESPACE")
            .Select(variable => variable.Text("value"))
            .FirstOrDefault(value => value is { Length: > 0 });

    private static OwnerFact? Fleet(IReadOnlyList<ObjectMeta> records, IReadOnlyList<KubeObject> objects)
    {
        List<string> evidence = [.. WrittenBy(records, FleetManager), .. WrittenBy(objects, FleetManager)];
        return evidence.Count == 0
            ? null
            : new OwnerFact(
                OwnerKind.Rancher,
                "Rancher Fleet",
                evidence,
                [
                    "Fleet's agent deploys by itself. Find its bundle, and pause it (spec.paused) before you change anything by hand:",
                    "kubectl get bundledeployments.fleet.cattle.io --all-namespaces",
                ],
                LeaveToOwner: true
            );
    }

    /// <summary>Rancher runs Helm in pods named helm-operation-…; the pod does not say which release it works on.</summary>
    private static OwnerFact? RancherOperation(IReadOnlyList<KubeObject> podsAndJobs)
    {
        var active = podsAndJobs
            .Where(item => item.Meta.Name.StartsWith("helm-operation-", StringComparison.Ordinal) && IsActive(item))
            .ToList();
        if (active.Count == 0)
            return null;
        var pod = active[0].Meta;
        return new OwnerFact(
            OwnerKind.Rancher,
            $"{pod.Namespace}/{pod.Name}",
            [.. active.Take(3).Select(item => $"{Describe(item)} is active: Rancher runs Helm in it")],
            CommandIf(
                IsPlain(pod.Name) && IsPlain(pod.Namespace),
                "Wait until Rancher's operation has ended. Check what it does:",
                $"kubectl logs -n {pod.Namespace} {pod.Name} --all-containers"
            ),
            LeaveToOwner: true
        );
    }

    /// <summary>Argo CD renders charts itself and writes no records: the record was written by another Helm.</summary>
    private static OwnerFact? ArgoCd(IReadOnlyList<KubeObject> objects)
    {
        var tracked = objects
            .Select(item => (Item: item, Application: ArgoApplication(item.Meta)))
            .Where(pair => pair.Application.Length > 0)
            .ToList();
        if (tracked.Count == 0)
            return null;
        // In tracking ids, an Application outside Argo CD's namespace is namespace_name.
        var application = tracked[0].Application.Replace('_', '/');
        return new OwnerFact(
            OwnerKind.ArgoCd,
            application,
            [.. tracked.Take(3).Select(pair => $"{Describe(pair.Item)} is tracked by Argo CD application {application}")],
            [
                "Argo CD deploys these objects without Helm's records: this record is from a separate run of Helm, and "
                    + "Argo CD's next sync undoes every upgrade with Helm.",
                .. CommandIf(
                    IsPlain(application.Replace("/", "", StringComparison.Ordinal)),
                    "Check what Argo CD does, and stop a sync that hangs:",
                    $"argocd app get {application}",
                    $"argocd app terminate-op {application}"
                ),
            ],
            LeaveToOwner: true
        );
    }

    private static string ArgoApplication(ObjectMeta meta) =>
        meta.Annotation(ArgoTracking) is { } tracking && tracking.IndexOf(':', StringComparison.Ordinal) is > 0 and var end
            ? tracking[..end]
            : meta.Label(ArgoInstance) ?? meta.Annotation(ArgoInstance) ?? "";
}
