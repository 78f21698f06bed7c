namespace Helmstuck.Runbook.Checks;

/// <summary>The numbered answer that a check belongs to.</summary>
internal enum CheckTopic
{
    /// <summary>Is anything still running?</summary>
    Running,

    /// <summary>Is the cluster healthy?</summary>
    Healthy,

    /// <summary>What exactly would be deleted? It matters only before a delete or a mark.</summary>
    Target,
}
