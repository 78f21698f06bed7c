using System.Text.RegularExpressions;

namespace Helmstuck.Config;

/// <summary>
/// The effective settings, checked and typed; every member has its default. Regular expressions search (they are not anchored) and have a
/// time limit.
/// </summary>
internal sealed record Settings
{
    /// <summary>How long a CI server or a command may take if it has no setting of its own.</summary>
    public static readonly TimeSpan PipelineTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Null: the kubeconfig context's namespace.</summary>
    public string? Namespace { get; init; }

    public HealthSettings Health { get; init; } = new();
    public HelmSettings Helm { get; init; } = new();

    /// <summary><c>contexts.production</c>: contexts whose name matches are shown as production. Null: none.</summary>
    public Regex? ProductionContexts { get; init; }

    /// <summary>Whether an Event is written when a record is deleted.</summary>
    public bool Event { get; init; }

    /// <summary>
    /// <c>backup.encryptTo</c>: the program, by its name or absolute path, and its arguments that encrypt a backup; empty: none does.
    /// </summary>
    public IReadOnlyList<string> EncryptBackupsTo { get; init; } = [];

    /// <summary>In the order of their kinds.</summary>
    public IReadOnlyList<CiSourceSettings> CiSources { get; init; } = [];
    public UiSettings Ui { get; init; } = new();
    public bool ReadOnly { get; init; }
}
