using Helmstuck.Config;
using Helmstuck.Pipelines;

namespace Helmstuck.Hosting;

/// <summary>Makes the CI sources that the settings describe.</summary>
internal static class CiSources
{
    /// <param name="idleAfter">How long after its end an interrupted job may still have a process.</param>
    /// <param name="own">The job that this program is a part of and that does not count; null: every job counts.</param>
    public static ICiSource Of(CiSourceSettings source, TimeSpan idleAfter, TimeProvider time, OwnJob? own = null) =>
        source.Kind switch
        {
            var kind when kind == CiSourceKinds.GitLab => new GitLabSource(
                Server(source, idleAfter, own?.OnGitLab(source.Url, source.Place)),
                Environment.GetEnvironmentVariable,
                time
            ),
            var kind when kind == CiSourceKinds.GitHub => new GitHubSource(
                Server(source, idleAfter, own?.OnGitHub(source.Url, source.Place)),
                Environment.GetEnvironmentVariable,
                time
            ),
            var kind when kind == CiSourceKinds.Command => new CommandSource(
                new CommandOptions(source.Name, source.Run, source.Timeout, source.Contexts)
            ),
            var kind => throw new InvalidOperationException($"no CI source is made of {kind.Key}"),
        };

    private static CiServerOptions Server(CiSourceSettings source, TimeSpan idleAfter, long? own) =>
        new()
        {
            Name = source.Name,
            Url = source.Url,
            Place = source.Place,
            TokenEnv = source.Text("tokenEnv"),
            TokenFile = source.Text("tokenFile"),
            CaFile = source.Text("caFile"),
            Names = source.Names,
            Refs = source.Expression("refs"),
            Contexts = source.Contexts,
            Timeout = source.Timeout,
            IdleAfter = idleAfter,
            OwnJob = own,
        };
}
