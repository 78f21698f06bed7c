using Helmstuck.Helm.Records;

namespace Helmstuck.Runbook.Checks;

/// <summary>
/// <c>permissions</c>: whether this user may delete exactly this record (SelfSubjectAccessReview). An error is "unknown", never an answer.
/// </summary>
internal static class PermissionsCheck
{
    public const string Id = "permissions";

    private const string Refuses = "the API server refuses to";

    public static readonly CheckDefinition Definition = new FactCheck<IReadOnlyList<Permission>>
    {
        Id = Id,
        Question = "May you delete this record (or update it, to mark it failed)?",
        Topic = CheckTopic.Target,
        DependsOnRemedy = true,
        Reads = static subject => subject.Facts.Permissions,
        Judges = static (subject, permissions) => Of(subject.Review.Record!, permissions),
    };

    /// <summary>Whether admission refused, although the user is allowed to.</summary>
    public static bool IsRefusedByAdmission(Check check) =>
        check is { Id: Id, State: CheckState.Fail } && check.Summary.StartsWith(Refuses, StringComparison.Ordinal);

    public static CheckAnswer Of(ReleaseRecord record, IReadOnlyList<Permission> permissions)
    {
        var evidence = permissions.Select(asked => $"{asked.Verb} {asked.Resource}/{asked.Name}: {Said(asked)}").ToList();
        var denied = permissions.Where(asked => asked.Allowed == false).ToList();
        if (permissions.FirstOrDefault(asked => asked.Rehearsal == Rehearsal.Refused) is { } refused)
            return new CheckAnswer(
                CheckState.Fail,
                $"{Refuses} {refused.Verb} {refused.Resource}/{refused.Name}: {refused.Why}",
                [.. evidence, "that is its answer to a dry run, which changes nothing: you are allowed to, but admission refuses it"]
            );
        if (denied.Count > 0)
        {
            evidence.Add("this Role grants what is missing:");
            evidence.AddRange(Rule(record, denied));
            return new CheckAnswer(
                CheckState.Fail,
                $"you are not allowed to {denied[0].Verb} {denied[0].Resource}/{denied[0].Name}",
                evidence
            );
        }
        var unknown = permissions.FirstOrDefault(asked => asked.Allowed is null);
        if (unknown is not null)
            return new CheckAnswer(
                CheckState.Unknown,
                $"whether you are allowed to {unknown.Verb} {unknown.Resource}/{unknown.Name} is unknown: {unknown.Why}",
                evidence
            );
        return new CheckAnswer(
            CheckState.Pass,
            $"you are allowed to {string.Join(" and ", permissions.Select(asked => asked.Verb).Distinct())} {record.Meta.ObjectName}",
            evidence
        );
    }

    /// <summary>The lines of a Role that grants what is missing, ready to paste.</summary>
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
            true when asked.Rehearsal == Rehearsal.Accepted => "yes, and a dry run was accepted",
            true => asked.Why.Contains("dry run", StringComparison.Ordinal) ? $"yes (no dry run: {asked.Why})" : "yes",
            false => asked.Why.Length == 0 ? "no" : $"no ({asked.Why})",
            null => $"unknown ({asked.Why})",
        };
}
