namespace Helmstuck.Helm.Outlook;

/// <summary>One consequence worth knowing, as a sentence. <paramref name="Id"/> is stable, for tests and scripts.</summary>
internal sealed record OutlookNote(string Id, string Text);
