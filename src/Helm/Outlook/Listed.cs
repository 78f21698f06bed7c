namespace Helmstuck.Helm.Outlook;

/// <summary>Which of Helm's lists show the release: <c>helm3 list</c>, <c>helm3 list --all</c>, <c>helm4 list</c>.</summary>
internal sealed record Listed(bool Helm3, bool Helm3All, bool Helm4);
