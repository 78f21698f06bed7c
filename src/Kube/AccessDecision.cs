namespace Helmstuck.Kube;

/// <summary>The result of a SelfSubjectAccessReview. An error means unknown, never allowed or denied.</summary>
internal sealed record AccessDecision(bool Allowed, string Reason);
