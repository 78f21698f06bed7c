using System.Text.RegularExpressions;

namespace Helmstuck.Config;

/// <summary>
/// A project of a GitLab instance whose jobs deploy. <see cref="CiServerSettings.Url"/> is the address of the instance, without
/// <c>/api/v4</c>.
/// </summary>
internal sealed record GitLabSettings : CiServerSettings
{
    /// <summary><c>group/name</c>, or the project's number.</summary>
    public required string Project { get; init; }

    /// <summary>The jobs that count, by name; null: all.</summary>
    public Regex? Jobs { get; init; }
}
