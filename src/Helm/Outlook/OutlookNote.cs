namespace Helmstuck.Helm.Outlook;

/// <summary>One noteworthy consequence, as a plain sentence. <paramref name="Id"/> is stable, for tests and scripts.</summary>
internal sealed record OutlookNote(string Id, string Text);
