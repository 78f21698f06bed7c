using System.Globalization;

namespace Helmstuck.Pipelines;

/// <summary>
/// The CI job that this program runs in, by the variables that the CI system sets: it is active in the CI system, and does not deploy while
/// it waits for this program.
/// </summary>
internal sealed class OwnJob
{
    private readonly Dictionary<string, string?> values;

    /// <param name="variable">The value of an environment variable; null if it is not set.</param>
    public OwnJob(Func<string, string?> variable) => values = Read.ToDictionary(name => name, variable, StringComparer.Ordinal);

    private static readonly string[] Read =
    [
        "CI_SERVER_URL",
        "CI_PROJECT_PATH",
        "CI_PROJECT_ID",
        "CI_JOB_ID",
        "CI_JOB_URL",
        "GITHUB_API_URL",
        "GITHUB_REPOSITORY",
        "GITHUB_RUN_ID",
        "HOSTNAME",
    ];

    /// <summary>The id of the job, if it is one of this GitLab project; else null (GitLab: predefined CI/CD variables).</summary>
    /// <param name="server">The address of the instance.</param>
    /// <param name="project"><c>group/name</c> or the project's number.</param>
    public long? OnGitLab(Uri server, string project) =>
        IsAt(server, Variable("CI_SERVER_URL"))
        && (string.Equals(project, Variable("CI_PROJECT_PATH"), StringComparison.OrdinalIgnoreCase) || project == Variable("CI_PROJECT_ID"))
            ? Number("CI_JOB_ID")
            : null;

    /// <summary>The id of the run, if it is one of this GitHub repository; else null (GitHub: default environment variables).</summary>
    /// <param name="api">The address of the API.</param>
    /// <param name="repository"><c>owner/name</c></param>
    public long? OnGitHub(Uri api, string repository) =>
        IsAt(api, Variable("GITHUB_API_URL"))
        && string.Equals(repository, Variable("GITHUB_REPOSITORY"), StringComparison.OrdinalIgnoreCase)
            ? Number("GITHUB_RUN_ID")
            : null;

    /// <summary>
    /// Whether a runner's pod is this job's: by the job's address, which a runner with its own clone_url spells differently, or by the
    /// pod's name, which is the host's name in it.
    /// </summary>
    public bool Is(RunnerJob job) =>
        (job.Url.Length > 0 && job.Url == Variable("CI_JOB_URL"))
        || (
            job.Id.Length > 0
            && job.Id == Variable("CI_JOB_ID")
            && Variable("HOSTNAME") is { Length: > 0 } host
            && job.Pod.EndsWith($"/{host}", StringComparison.Ordinal)
        );

    private string? Variable(string name) => values[name];

    private static bool IsAt(Uri server, string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var own)
        && Uri.Compare(server, own, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0
        && server.AbsolutePath.TrimEnd('/') == own.AbsolutePath.TrimEnd('/');

    private long? Number(string name) =>
        long.TryParse(Variable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}
