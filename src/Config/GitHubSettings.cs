using System.Text.RegularExpressions;

namespace Helmstuck.Config;

/// <summary>A GitHub repository whose workflows deploy. <see cref="CiServerSettings.Url"/> is the address of the API.</summary>
internal sealed record GitHubSettings : CiServerSettings
{
    public const string DefaultUrl = "https://api.github.com";

    /// <summary><c>owner/name</c></summary>
    public required string Repository { get; init; }

    /// <summary>The runs that count, by the workflow's name or its file; null: all.</summary>
    public Regex? Workflows { get; init; }
}
