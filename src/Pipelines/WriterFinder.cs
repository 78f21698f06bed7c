using Helmstuck.Kube.Resources;
using static Helmstuck.Pipelines.OwnerMarks;

namespace Helmstuck.Pipelines;

/// <summary>Finds the program that writes a release's records, where that is not a Helm in somebody's hand.</summary>
internal static class WriterFinder
{
    private const string Terraform = "terraform-provider-helm";

    /// <summary>The names of controllers that are known, and what they are.</summary>
    private static readonly Dictionary<string, string> Known = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["manager"] = "what controllers made with kubebuilder or operator-sdk are called by default, Cluster API's among them",
        ["controller"] = "a name that controllers have by default",
        ["controller-manager"] = "a name that controllers have by default",
        ["operator"] = "a name that controllers have by default",
        ["provider"] = "the name of a provider of Crossplane",
        ["helm-operator"] = "the Helm operator of operator-sdk, or of Flux 1",
        ["crossplane"] = "Crossplane",
        ["provider-helm"] = "Crossplane's provider-helm",
        ["crossplane-helm-provider"] = "Crossplane's provider-helm",
        ["rancher"] = "Rancher's server",
        ["seed-controller-manager"] = "Kubermatic",
        ["user-cluster-controller-manager"] = "Kubermatic",
        ["master-controller-manager"] = "Kubermatic",
    };

    private static readonly string[] Beginnings = ["crossplane", "rancher", "kubermatic", "provider-"];

    private static readonly string[] Endings =
    [
        "-manager",
        "-controller",
        "-operator",
        "-provider",
        "-agent",
        "-addon",
        "_controller",
        "_manager",
        "_operator",
    ];

    /// <summary>Null where only Helm itself, tools in a person's hand and backup tools have written the records.</summary>
    public static OwnerFact? Find(IReadOnlyList<ObjectMeta> records)
    {
        List<(ObjectMeta Record, string Manager)> writers =
        [
            .. records
                .OrderByDescending(Revision)
                .Select(record => (record, Deployer(record)))
                .Where(writer => writer.Item2.Length > 0 && !IsHelm(writer.Item2)),
        ];
        if (writers.Count == 0)
            return null;
        var manager = writers[0].Manager;
        List<string> evidence =
        [
            .. writers
                .Where(writer => writer.Manager == manager)
                .DistinctBy(writer => writer.Record.Name)
                .Take(3)
                .Select(writer => $"record {writer.Record.Name} was written by {manager}"),
        ];
        if (manager.StartsWith(Terraform, StringComparison.Ordinal))
            return new OwnerFact(
                OwnerKind.Terraform,
                Terraform,
                evidence,
                [
                    "Make sure that no terraform apply is running. Terraform does not unlock a release; once it is unlocked, the next "
                        + "apply upgrades it.",
                ],
                LeaveToOwner: false
            );
        return IsController(manager)
            ? new OwnerFact(
                OwnerKind.Controller,
                manager,
                evidence,
                [
                    $"{manager} is {Known.GetValueOrDefault(manager) ?? "by its name a controller"}. It may run in another cluster, as "
                        + "Cluster API's add-on provider for Helm, Crossplane's provider-helm and Kubermatic do: what is seen of this "
                        + "cluster then does not tell whether it is at work.",
                    "Most such controllers try a failed release again, and a pending one never: mark the record failed rather than "
                        + "delete it.",
                ],
                LeaveToOwner: false
            )
            {
                RetriesFailed = true,
            }
            : new OwnerFact(
                OwnerKind.Other,
                manager,
                evidence,
                [$"{manager} writes this release. Make sure that it does nothing while you change the record."],
                LeaveToOwner: false
            );
    }

    /// <summary>The default names of controllers' binaries, and names that are made like them.</summary>
    private static bool IsController(string manager) =>
        Known.ContainsKey(manager)
        || Beginnings.Any(beginning => manager.StartsWith(beginning, StringComparison.Ordinal))
        || Endings.Any(ending => manager.EndsWith(ending, StringComparison.Ordinal));

    /// <summary>
    /// Who deployed a record: its last writer, apart from backup tools and tools by which a person changes one object; empty if none is
    /// known.
    /// </summary>
    private static string Deployer(ObjectMeta record) =>
        record
            .ManagedFields.Where(field => !BackupMarks.IsTool(field.Manager) && !ChangesOneObject(field.Manager))
            .MaxBy(field => field.Time ?? DateTimeOffset.MinValue)
            ?.Manager
        ?? "";

    /// <summary>Helm's own client in a person's hand, by the names that it has had.</summary>
    private static bool IsHelm(string manager) =>
        manager is "Helm" or "Go-http-client" || (manager.StartsWith("helm", StringComparison.Ordinal) && !IsController(manager));

    private static bool ChangesOneObject(string manager) =>
        manager is "k9s" or "Lens" or "node-fetch" or "Mozilla" or "headlamp" or "headlamp-server" or "helm-dashboard" or "unknown"
        || manager.StartsWith("kubectl", StringComparison.Ordinal)
        || manager.StartsWith("curl", StringComparison.Ordinal);
}
