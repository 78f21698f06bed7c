using Helmstuck.Survey;

namespace Helmstuck.Tui.State;

/// <summary>How the screen learns of changes, and what it has learnt and not read yet.</summary>
internal sealed record Following
{
    /// <summary>Nothing is watched, and nothing was read yet.</summary>
    public static readonly Following Nothing = new();

    /// <summary>The number of the watch; 0 when none was begun.</summary>
    public int Id { get; init; }

    public FollowMode Mode { get; init; }

    /// <summary>Since when the API server does not answer, by the model's clock; null while it does.</summary>
    public DateTimeOffset? LostAt { get; init; }

    /// <summary>Releases whose records changed since they were read.</summary>
    public IReadOnlyList<ReleaseName> Changed { get; init; } = [];

    /// <summary>The newest of these changes.</summary>
    public string ResourceVersion { get; init; } = "";
}
