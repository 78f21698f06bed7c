namespace Helmstuck.Kube;

/// <summary>A SelfSubjectAccessReview. An error of it means unknown, never allowed or denied.</summary>
internal sealed record AccessDecision(bool Allowed, string Reason);
