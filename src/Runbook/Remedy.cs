namespace Helmstuck.Runbook;

/// <summary>The action that the user chose.</summary>
internal enum Remedy
{
    /// <summary>Delete the stuck record: the runbook's way.</summary>
    Delete,

    /// <summary>Keep the record and set its status to failed.</summary>
    MarkFailed,

    /// <summary>
    /// Keep the record and set its status to deployed, as Helm's last write would have: only where it is proven that everything else was
    /// done (advice <see cref="RecommendedAction.MarkDeployed"/>).
    /// </summary>
    MarkDeployed,
}
