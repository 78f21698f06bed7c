namespace Helmstuck.Recovery;

/// <summary>What the person named on the command line; null if nothing was. A backup that does not fit is not restored.</summary>
internal sealed record RestoreScope(string? Namespace, string? Context)
{
    public static readonly RestoreScope Any = new(null, null);

    /// <summary>Why the backup does not fit, as a sentence; null if it does.</summary>
    public string? Mismatch(BackupMeta backup)
    {
        if (Namespace is { Length: > 0 } && Namespace != backup.Namespace)
            return $"error: the backup belongs to namespace {backup.Namespace}, not {Namespace}";
        return Context is { Length: > 0 } && Context != backup.Context
            ? $"error: the backup was made in context {backup.Context}, not {Context}"
            : null;
    }
}
