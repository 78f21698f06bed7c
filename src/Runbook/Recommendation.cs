namespace Helmstuck.Runbook;

/// <summary>The action that the runbook and the facts advise, with its reasons, one sentence each.</summary>
internal sealed record Recommendation(RecommendedAction Action, IReadOnlyList<string> Reasons);
