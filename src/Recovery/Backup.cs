using Helmstuck.Runbook;

namespace Helmstuck.Recovery;

/// <summary>A backup on disk: the whole object as the API returned it.</summary>
internal sealed record Backup(string Path, string ObjectName, long Revision)
{
    /// <summary>The command that restores it.</summary>
    public string RestoreCommand => $"kubectl helmstuck restore {Shell.Quote(Path)}";
}
