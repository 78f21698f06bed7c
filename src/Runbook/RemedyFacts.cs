using Helmstuck.Helm.Records;

namespace Helmstuck.Runbook;

/// <summary>What a remedy is called, and what it does to the record.</summary>
/// <param name="Imperative"><c>delete</c>, <c>mark failed</c>, <c>mark deployed</c>.</param>
/// <param name="Participle"><c>deleted</c>, <c>marked failed</c>, <c>marked deployed</c>.</param>
/// <param name="Status">The status that the record has afterwards; null if it is gone.</param>
/// <param name="Advice">The advice that the remedy follows.</param>
/// <param name="Kind">How the journal calls it.</param>
internal sealed record RemedyFacts(string Imperative, string Participle, string? Status, RecommendedAction Advice, JournaledActionKind Kind)
{
    public static RemedyFacts Of(Remedy remedy) =>
        remedy switch
        {
            Remedy.Delete => new("delete", "deleted", null, RecommendedAction.Delete, JournaledActionKind.Delete),
            Remedy.MarkFailed => new(
                "mark failed",
                "marked failed",
                ReleaseStatus.Failed,
                RecommendedAction.MarkFailed,
                JournaledActionKind.MarkFailed
            ),
            _ => new(
                "mark deployed",
                "marked deployed",
                ReleaseStatus.Deployed,
                RecommendedAction.MarkDeployed,
                JournaledActionKind.MarkDeployed
            ),
        };
}
