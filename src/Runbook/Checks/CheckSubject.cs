namespace Helmstuck.Runbook.Checks;

/// <summary>Everything that a check can use: the facts, and the values that the Review derives from the records.</summary>
internal sealed record CheckSubject(ReviewFacts Facts, Review Review);
