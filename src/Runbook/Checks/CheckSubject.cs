namespace Helmstuck.Runbook.Checks;

/// <summary>All that a check may look at: the facts, and what the Review makes of the records.</summary>
internal sealed record CheckSubject(ReviewFacts Facts, Review Review);
