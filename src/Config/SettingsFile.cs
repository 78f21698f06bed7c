namespace Helmstuck.Config;

/// <summary>
/// The settings as in the file, without the CI sources, for the binder: everything may be absent, and durations and expressions are still
/// text.
/// </summary>
internal sealed class SettingsFile
{
    public string? Namespace { get; set; }
    public HealthPart? Health { get; set; }
    public HelmPart? Helm { get; set; }
    public ContextsPart? Contexts { get; set; }
    public bool? Event { get; set; }
    public BackupPart? Backup { get; set; }
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

    internal sealed class BackupPart
    {
        public List<string>? EncryptTo { get; set; }
    }

    internal sealed class UiPart
    {
        public string? Theme { get; set; }
        public bool? Ascii { get; set; }
        public bool? Mouse { get; set; }
        public string? Refresh { get; set; }
    }
}
