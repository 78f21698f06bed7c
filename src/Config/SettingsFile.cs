namespace Helmstuck.Config;

/// <summary>
/// The settings as in the file, for the binder: everything may be absent, and durations and expressions are still text.
/// </summary>
internal sealed class SettingsFile
{
    public string? Namespace { get; set; }
    public HealthPart? Health { get; set; }
    public HelmPart? Helm { get; set; }
    public ContextsPart? Contexts { get; set; }
    public bool? Event { get; set; }
    public PipelinesPart? Pipelines { get; set; }
    public UiPart? Ui { get; set; }
    public bool? ReadOnly { get; set; }

    internal sealed class HealthPart
    {
        public double? HpaTolerance { get; set; }
    }

    internal sealed class HelmPart
    {
        public string? IdleAfter { get; set; }
        public string? LongestTimeout { get; set; }
        public bool? LocalProcesses { get; set; }
        public string? Driver { get; set; }
    }

    internal sealed class ContextsPart
    {
        public string? Production { get; set; }
    }

    internal sealed class PipelinesPart
    {
        public List<GitLabPart>? GitLab { get; set; }
        public List<GitHubPart>? GitHub { get; set; }
        public List<CommandPart>? Command { get; set; }
    }

    internal abstract class CiServerPart
    {
        public string? Name { get; set; }
        public string? Url { get; set; }
        public string? TokenEnv { get; set; }
        public string? TokenFile { get; set; }
        public string? CaFile { get; set; }
        public string? Refs { get; set; }
        public string? Contexts { get; set; }
        public string? Timeout { get; set; }
    }

    internal sealed class GitLabPart : CiServerPart
    {
        public string? Project { get; set; }
        public string? Jobs { get; set; }
    }

    internal sealed class GitHubPart : CiServerPart
    {
        public string? Repository { get; set; }
        public string? Workflows { get; set; }
    }

    internal sealed class CommandPart
    {
        public string? Name { get; set; }
        public List<string>? Run { get; set; }
        public string? Timeout { get; set; }
        public string? Contexts { get; set; }
    }

    internal sealed class UiPart
    {
        public string? Theme { get; set; }
        public bool? Ascii { get; set; }
        public string? Refresh { get; set; }
    }
}
