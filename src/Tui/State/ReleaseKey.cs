namespace Helmstuck.Tui.State;

internal sealed record ReleaseKey(string Namespace, string Release);
