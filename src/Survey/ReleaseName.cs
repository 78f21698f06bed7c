namespace Helmstuck.Survey;

/// <summary>A release by its namespace and its name.</summary>
internal sealed record ReleaseName(string Namespace, string Release);
