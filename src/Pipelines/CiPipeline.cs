using Helmstuck.Kube.Resources;

namespace Helmstuck.Pipelines;

/// <summary>A pipeline as GitLab lists it (GitLab: <c>GET /projects/:id/pipelines</c>).</summary>
internal sealed record CiPipeline(long Id, DateTimeOffset? CreatedAt)
{
    /// <summary>One page of pipelines, or null if the text is not one.</summary>
    public static IReadOnlyList<CiPipeline>? ReadGitLab(ReadOnlyMemory<byte> json) =>
        CiPage.Read(json, member: null, item => item.Number("id") is { } id ? new CiPipeline(id, item.Time("created_at")) : null);
}
