using Helmstuck.Kube.Resources;
using static Helmstuck.Pipelines.OwnerMarks;

namespace Helmstuck.Pipelines;

/// <summary>
/// Finds the operator that runs Helm for an object of its own: that object is the controller in the <c>ownerReferences</c> of the records
/// and of what the release holds (operator-framework/helm-operator-plugins: pkg/client/secrets.go, ownerPostRenderer).
/// </summary>
internal static class OperatorFinder
{
    /// <summary>Where an ownerReference cannot reach, operators name the owner so: <c>namespace/name</c> and <c>Kind.group</c>.</summary>
    private const string PrimaryResource = "operator-sdk/primary-resource";

    private const string PrimaryType = "operator-sdk/primary-resource-type";

    /// <summary>What Kubernetes itself makes objects from: it adopts what fits their selectors, and runs no Helm.</summary>
    private static readonly HashSet<string> BuiltIn = new HashSet<string>(StringComparer.Ordinal)
    {
        "Deployment",
        "ReplicaSet",
        "ReplicationController",
        "StatefulSet",
        "DaemonSet",
        "Job",
        "CronJob",
        "Node",
    };

    /// <param name="Where">What carries the mark.</param>
    /// <param name="Kind">As kubectl takes it: <c>webapp.apps.example.com</c>.</param>
    private sealed record Mark(string Where, string Owner, string Kind, string Name, string Namespace, string Sentence);

    /// <summary>
    /// Null where no operator's mark is found. <paramref name="objects"/>: those of the release; one of them that controls another is part
    /// of the release and not its owner.
    /// </summary>
    public static OwnerFact? Find(string @namespace, IReadOnlyList<ObjectMeta> records, IReadOnlyList<KubeObject> objects)
    {
        var parts = objects.Select(item => (item.Kind, item.Meta.Name)).ToHashSet();
        List<Mark> marks =
        [
            .. records.OrderByDescending(Revision).SelectMany(record => Marks($"record {record.Name}", record, @namespace)),
            .. objects
                .SelectMany(item => Marks(Describe(item), item.Meta, @namespace).Where(mark => !BuiltIn.Contains(mark.Owner.Split(' ')[0])))
                .Where(mark => !parts.Contains((mark.Owner.Split(' ')[0], mark.Name))),
        ];
        if (marks.Count == 0)
            return null;
        var owner = marks[0];
        var only = records.Count == 1 ? ", above all not this one, the only one" : "";
        return new OwnerFact(
            OwnerKind.Operator,
            owner.Owner,
            [.. marks.Where(mark => mark.Owner == owner.Owner).DistinctBy(mark => mark.Where).Take(3).Select(mark => mark.Sentence)],
            [
                $"Its operator runs Helm by itself: it deletes stuck records, and may uninstall a release whose record is gone. Delete no "
                    + $"record of its release{only}.",
                .. CommandIf(
                    IsPlain(owner.Kind) && IsPlain(owner.Name) && (owner.Namespace.Length == 0 || IsPlain(owner.Namespace)),
                    "See what it does:",
                    $"kubectl get {owner.Kind} {owner.Name}{(owner.Namespace.Length == 0 ? "" : $" -n {owner.Namespace}")} -o yaml"
                ),
            ],
            LeaveToOwner: true
        );
    }

    private static IEnumerable<Mark> Marks(string where, ObjectMeta meta, string @namespace)
    {
        foreach (var owner in meta.OwnerReferences.Where(owner => owner.Controller))
        {
            var slash = owner.ApiVersion.IndexOf('/', StringComparison.Ordinal);
            var kind = owner.Kind.ToLowerInvariant() + (slash < 0 ? "" : "." + owner.ApiVersion[..slash]);
            var named = $"{owner.Kind} {owner.Name}";
            var home = meta.Namespace.Length > 0 ? meta.Namespace : @namespace;
            yield return new Mark(
                where,
                named,
                kind,
                owner.Name,
                home,
                $"{where} is owned by {named} ({owner.ApiVersion}), its controller"
            );
        }
        if (meta.Annotation(PrimaryResource) is not { Length: > 0 } primary)
            yield break;
        var parts = primary.Split('/');
        var type = meta.Annotation(PrimaryType) is { Length: > 0 } known ? known : "object";
        yield return new Mark(
            where,
            $"{type.Split('.')[0]} {primary}",
            type.ToLowerInvariant(),
            parts[^1],
            parts.Length > 1 ? parts[0] : "",
            $"{where} is annotated {PrimaryResource}={primary}"
        );
    }
}
