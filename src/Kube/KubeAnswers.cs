using Helmstuck.Kube.Resources;

namespace Helmstuck.Kube;

/// <summary>
/// What to list. Without <see cref="FromCache"/> the list is consistent: it comes from etcd, in pages of <see cref="Limit"/>.
/// </summary>
internal sealed record ListOptions
{
    public string? LabelSelector { get; init; }
    public string? FieldSelector { get; init; }

    /// <summary><c>resourceVersion=0</c>: from the API server's cache, complete and quick, but it may be a little old.</summary>
    public bool FromCache { get; init; }

    /// <summary>Objects a page; not sent with <see cref="FromCache"/>, where servers ignore it.</summary>
    public int Limit { get; init; } = 500;
}

/// <summary>All pages of a list. A watch from <paramref name="ResourceVersion"/> misses nothing.</summary>
internal sealed record MetadataList(IReadOnlyList<ObjectMeta> Items, string ResourceVersion, bool FromCache);

/// <summary>The server acts only if the object still has both; an empty one is not sent.</summary>
internal sealed record Preconditions(string Uid, string ResourceVersion);

/// <summary>
/// Server: the request runs through admission and is not persisted. A client-side dry run sends nothing and so never comes here.
/// </summary>
internal enum DryRun
{
    None,
    Server,
}

/// <summary>What the server said to a delete.</summary>
/// <param name="Uid">Of the object that was deleted; empty where the server did not say.</param>
/// <param name="StillThere">The object waits for its finalizers: it is marked, not gone.</param>
internal sealed record DeleteAnswer(string Uid, bool StillThere);

/// <summary>A SelfSubjectAccessReview. An error of it means unknown, never allowed or denied.</summary>
internal sealed record AccessDecision(bool Allowed, string Reason);

/// <summary>Who the user is. <paramref name="FromServer"/>: the API server said so; otherwise the best that the settings tell.</summary>
internal sealed record WhoAmI(string Name, bool FromServer);

internal enum WatchEventType
{
    Added,
    Modified,
    Deleted,
    Bookmark,
    Failed,
}

/// <summary>
/// One line of a watch. <paramref name="Error"/> only, and always, for <see cref="WatchEventType.Failed"/>, which is the last one.
/// </summary>
internal sealed record WatchEvent(WatchEventType Type, ObjectMeta? Object, KubeError? Error);
