using System.Text;

namespace Helmstuck.Runbook.Checks;

/// <summary>The one list of checks, in the runbook's order. All code that asks, shows, lifts or records checks uses it.</summary>
internal static class CheckList
{
    public static readonly IReadOnlyList<CheckDefinition> All =
    [
        RecordCheck.Definition,
        HelmIdleCheck.Definition,
        CiJobsCheck.Definition,
        OwnerCheck.Definition,
        WorkloadsCheck.Definition,
        PermissionsCheck.Definition,
        UnlocksCheck.Definition,
    ];

    /// <summary>The checks that a person can attest.</summary>
    public static IEnumerable<CheckDefinition> Attestable => All.Where(check => check.Attestation.Length > 0);

    /// <summary>The checks that a reason can override.</summary>
    public static IEnumerable<CheckDefinition> Overridable => All.Where(check => check.CanBeOverridden);

    /// <summary>Null if there is no such check.</summary>
    public static CheckDefinition? Find(string id) => All.FirstOrDefault(check => check.Id == id);

    /// <summary>The definition of an answered check. Throws for an unknown id.</summary>
    public static CheckDefinition Of(Check check) => All.First(one => one.Id == check.Id);

    /// <summary>The check blocks, and a reason can override it.</summary>
    public static bool IsOverridable(Check check) => check is { Blocks: true, Pending: false } && Of(check).CanBeOverridden;

    /// <summary>The check blocks, and can be attested.</summary>
    public static bool IsAttestable(Check check) => Of(check).IsLiftedByAttesting(check);

    public static IEnumerable<CheckDefinition> About(CheckTopic topic) => All.Where(check => check.Topic == topic);

    /// <summary>The list as the table in the documentation, without the markers around it.</summary>
    public static string Markdown()
    {
        var table = new StringBuilder("| check | question | how to override it |\n|---|---|---|\n");
        foreach (var check in All)
            table.Append($"| `{check.Id}` | {check.Question} | {Lift(check)} |\n");
        return table.ToString();
    }

    private static string Lift(CheckDefinition check) =>
        (check.CanBeOverridden, check.Attestation.Length > 0) switch
        {
            (true, true) => $"`--override {check.Id}=REASON`; if it is unknown, also `--attest {check.Id}`",
            (true, false) => $"`--override {check.Id}=REASON`",
            (false, true) => $"if it is unknown, `--attest {check.Id}`",
            _ => "cannot be overridden",
        };
}
