using Helmstuck.Helm.Records;

namespace Helmstuck.Runbook.Checks;

/// <summary>What the API server answered to "may I": null where it would not say.</summary>
internal sealed record Permission(string Verb, string Resource, string Name, bool? Allowed, string Why);

/// <summary>
/// <c>permissions</c>: may this user delete exactly this record (SelfSubjectAccessReview). An error there is "unknown", never an answer.
/// </summary>
internal static class PermissionsCheck
{
    public static Check Of(ReleaseRecord record, IReadOnlyList<Permission> permissions)
    {
        var evidence = permissions.Select(asked => $"{asked.Verb} {asked.Resource}/{asked.Name}: {Said(asked)}").ToList();
        var denied = permissions.Where(asked => asked.Allowed == false).ToList();
        if (denied.Count > 0)
        {
            evidence.Add("the rule that is missing:");
            evidence.AddRange(Rule(record, denied));
            return new Check(
                CheckId.Permissions,
                CheckState.Fail,
                $"you may not {denied[0].Verb} {denied[0].Resource}/{denied[0].Name}",
                evidence
            );
        }
        var unknown = permissions.FirstOrDefault(asked => asked.Allowed is null);
        if (unknown is not null)
            return new Check(
                CheckId.Permissions,
                CheckState.Unknown,
                $"whether you may {unknown.Verb} {unknown.Resource}/{unknown.Name} could not be asked: {unknown.Why}",
                evidence
            );
        return new Check(
            CheckId.Permissions,
            CheckState.Pass,
            $"you may {string.Join(" and ", permissions.Select(asked => asked.Verb).Distinct())} {record.Meta.ObjectName}",
            evidence
        );
    }

    /// <summary>A Role that grants what is missing, ready to paste, a line each.</summary>
    public static IEnumerable<string> Rule(ReleaseRecord record, IReadOnlyList<Permission> denied) =>
        [
            "apiVersion: rbac.authorization.k8s.io/v1",
            "kind: Role",
            $"metadata: {{ name: helmstuck, namespace: {record.Meta.Namespace} }}",
            "rules:",
            $"- {{ apiGroups: [\"\"], resources: [{denied[0].Resource}], verbs: "
                + $"[{string.Join(", ", denied.Select(asked => asked.Verb).Distinct())}], resourceNames: "
                + $"[{string.Join(", ", denied.Select(asked => asked.Name).Distinct())}] }}",
        ];

    private static string Said(Permission asked) =>
        asked.Allowed switch
        {
            true => "yes",
            false => asked.Why.Length == 0 ? "no" : $"no ({asked.Why})",
            null => $"not known ({asked.Why})",
        };
}
