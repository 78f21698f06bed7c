namespace Helmstuck.Runbook.Checks;

/// <summary>The numbered answer that a check belongs to.</summary>
internal enum CheckTopic
{
    /// <summary>Is anything still running? The screen shows each check with its id.</summary>
    Running,

    /// <summary>Is the cluster healthy? The screen shows a single check without its id.</summary>
    Healthy,

    /// <summary>
    /// What exactly would be deleted? It matters only before a delete or a mark, and the screen shows it only if it does not pass.
    /// </summary>
    Target,
}
