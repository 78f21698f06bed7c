namespace Helmstuck.Runbook;

/// <summary>The way out that the runbook and the facts advise, each reason a sentence.</summary>
internal sealed record Recommendation(RecommendedAction Action, IReadOnlyList<string> Reasons);
