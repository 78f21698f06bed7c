using System.Globalization;
using Helmstuck.Go;

namespace Helmstuck.Pipelines;

/// <summary>A GitLab job or a run of a GitHub workflow.</summary>
/// <param name="Status">As sent by the server.</param>
/// <param name="Ref">Branch or tag; empty if the server does not send it.</param>
internal sealed partial record CiJob(long Id, string Name, string Status, string Ref)
{
    /// <summary>Whether it passes the source's filters; null if that is not decided.</summary>
    public bool? IsDeploy { get; init; }

    /// <summary>GitHub: the workflow's file, which a filter also matches; empty if the source names no file.</summary>
    public string Path { get; init; } = "";

    /// <summary>Empty if it has no address that can be offered as a link.</summary>
    public string WebUrl { get; init; } = "";

    /// <summary>The user who started it; empty if the server does not send it.</summary>
    public string User { get; init; } = "";

    /// <summary>Why it ended: GitLab's failure_reason, GitHub's conclusion; empty if the server gives none.</summary>
    public string Reason { get; init; } = "";

    /// <summary>GitLab: the pipeline that it belongs to. GitHub: none.</summary>
    public long? Pipeline { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The server says that no runner ever took it: it has no process.</summary>
    public bool NeverStarted { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When a delayed job starts; null if the server does not say.</summary>
    public DateTimeOffset? ScheduledAt { get; init; }

    /// <summary>
    /// The job in one line, with a remark on its state: <c>deploy running on main since 2026-11-22 14:02:11Z by @jane:
    /// https://…</c>.
    /// </summary>
    public string Evidence(string note = "") =>
        $"{Name} {Status}{OnRef}{(StartedAt is { } start ? $" since {Utc(start)}" : "")}{ByUser}"
        + $"{(note.Length > 0 ? $", {note}" : "")}{Link}";

    /// <summary><c>deploy on main by @jane is scheduled and starts at 2026-11-22 14:02:11Z: https://…</c></summary>
    public string ScheduledEvidence =>
        $"{Name}{OnRef}{ByUser} is scheduled{(ScheduledAt is { } start ? $" and starts at {Utc(start)}" : "")}{Link}";

    /// <summary><c>deploy on main by @jane ended 4m ago by cancel; its process may still be running: https://…</c></summary>
    public string EndedEvidence(string cause, DateTimeOffset now) =>
        $"{Name}{OnRef}{ByUser} ended {(EndedAt is { } end ? $"{HumanDuration.Format(now - end)} ago" : "at an unknown time")} by {cause}; "
        + $"its process may still be running{Link}";

    /// <summary><c>2026-11-22 14:02:11Z</c></summary>
    public static string Utc(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private string OnRef => Ref.Length > 0 ? $" on {Ref}" : "";

    private string ByUser => User.Length > 0 ? $" by @{User}" : "";

    private string Link => WebUrl.Length > 0 ? $": {WebUrl}" : "";
}
