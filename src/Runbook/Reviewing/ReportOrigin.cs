namespace Helmstuck.Runbook.Reviewing;

/// <summary>Who wrote a report, with what, about which cluster.</summary>
/// <param name="Version">The program's version.</param>
/// <param name="User">The user, as the API server sees it.</param>
/// <param name="ClusterUid">The uid of the namespace kube-system; empty if it may not be read.</param>
internal sealed record ReportOrigin(string Version, string User, string ClusterUid);
