using System.Text.RegularExpressions;

namespace Helmstuck.Config;

/// <summary>
/// The effective settings, checked and typed; every member has its default. Regular expressions search (they are not anchored) and have a
/// time limit.
/// </summary>
internal sealed record Settings
{
    /// <summary>Null: the kubeconfig context's namespace.</summary>
    public string? Namespace { get; init; }

    public HealthSettings Health { get; init; } = new();
    public HelmSettings Helm { get; init; } = new();

    /// <summary><c>contexts.production</c>: contexts whose name it matches are shown as production. Null: none is.</summary>
    public Regex? ProductionContexts { get; init; }

    /// <summary>Whether an Event is written beside a deleted record.</summary>
    public bool Event { get; init; }

    public IReadOnlyList<GitLabSettings> GitLab { get; init; } = [];
    public IReadOnlyList<CommandSettings> Commands { get; init; } = [];
    public UiSettings Ui { get; init; } = new();
    public bool ReadOnly { get; init; }
}

/// <param name="HpaTolerance">The share of the desired replicas that may be missing where an HPA scales: 0 to 1.</param>
internal sealed record HealthSettings(double HpaTolerance = 0.10);

internal sealed record HelmSettings
{
    /// <summary>How long Helm must have written nothing.</summary>
    public TimeSpan IdleAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary><c>secret</c> or <c>configmap</c>.</summary>
    public string Driver { get; init; } = "secret";
}

/// <summary>A project of a GitLab instance whose jobs deploy.</summary>
internal sealed record GitLabSettings
{
    public required string Name { get; init; }

    /// <summary>Where the instance answers, without <c>/api/v4</c>; may have a path.</summary>
    public required Uri Url { get; init; }

    /// <summary><c>group/name</c>, or the project's number.</summary>
    public required string Project { get; init; }

    /// <summary>The environment variable that holds the token; null where there is none.</summary>
    public string? TokenEnv { get; init; }

    /// <summary>The file that holds the token; null where there is none.</summary>
    public string? TokenFile { get; init; }

    /// <summary>A PEM file with the root certificates to trust in place of the system's; null where there is none.</summary>
    public string? CaFile { get; init; }

    /// <summary>Which jobs count, by name; null: all.</summary>
    public Regex? Jobs { get; init; }

    /// <summary>Which branches and tags count; null: all.</summary>
    public Regex? Refs { get; init; }

    /// <summary>In which contexts this source is asked; null: all.</summary>
    public Regex? Contexts { get; init; }

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>A program that says whether a deploy runs: exit 0 none does, exit 1 one does.</summary>
internal sealed record CommandSettings
{
    public required string Name { get; init; }
    public required IReadOnlyList<string> Run { get; init; }
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>In which contexts this program is run; null: all.</summary>
    public Regex? Contexts { get; init; }
}

internal sealed record UiSettings
{
    /// <summary><c>default</c>, <c>mono</c> or <c>high-contrast</c>.</summary>
    public string Theme { get; init; } = "default";

    public bool Ascii { get; init; }

    /// <summary>Between two looks at the cluster where no watch can be had.</summary>
    public TimeSpan Refresh { get; init; } = TimeSpan.FromSeconds(2);
}
