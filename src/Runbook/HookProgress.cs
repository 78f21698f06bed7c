namespace Helmstuck.Runbook;

/// <summary>
/// The hook that Helm started last in this operation. <paramref name="Phase"/> is the stored one: Helm stores a hook's end only with its
/// next write, so a stored <c>Running</c> says nothing about the present. <paramref name="Life"/> does: it is read from the cluster.
/// </summary>
internal sealed record HookProgress(string Name, string Kind, string Event, string Phase, DateTimeOffset? StartedAt, HookLife Life)
{
    /// <summary>Its result, in a few words.</summary>
    public string Now =>
        Life switch
        {
            HookLife.Running => $"its {Kind} is still running",
            HookLife.Succeeded => $"its {Kind} has succeeded",
            HookLife.Failed => $"its {Kind} has failed",
            HookLife.Gone => $"its {Kind} is gone",
            HookLife.RunsNothing => Phase.Length == 0 ? "started" : Phase,
            _ => $"whether its {Kind} is still running is unknown",
        };
}
