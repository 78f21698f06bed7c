namespace Helmstuck.Tui.State;

/// <param name="Context">The kubeconfig context, if several are on the screen; empty if there is only one.</param>
internal sealed record ReleaseKey(string Namespace, string Release, string Context = "");
