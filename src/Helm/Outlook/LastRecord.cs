namespace Helmstuck.Helm.Outlook;

/// <summary>The newest record as Helm sees it. <paramref name="Chart"/> is empty if its payload was not read.</summary>
internal sealed record LastRecord(long Revision, string Status, string Chart = "", string AppVersion = "");
