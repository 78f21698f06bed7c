using Helmstuck.Helm.Manifests;

namespace Helmstuck.Helm.Records;

internal sealed partial record ReleasePayload
{
    /// <summary>
    /// The hook with the newest start in the operation that the record's status is about, or null. A hook counts if it started no earlier
    /// than the operation (the record of a rollback contains the old runs of the revision that it copies; both times are from client
    /// clocks), and if one of its events belongs to the operation (or is <c>test</c>: <c>helm test</c> runs on a stuck release too). An
    /// uninstall does not update last_deployed, so only its own events count. The phase is the stored one: Helm stores the end of a hook
    /// only with its next write (Helm: action/hooks.go execHook).
    /// </summary>
    public HookStart? LastHook()
    {
        HookStart? last = null;
        foreach (var hook in Hooks)
        {
            if (hook.StartedAt is not { } started || started < LastDeployed || started < last?.StartedAt)
                continue;
            if (EventOf(hook, Status) is { } happened)
                last = new HookStart(hook.Name, hook.Kind, happened, hook.Phase, started, Runners(hook, Namespace));
        }
        return last;
    }

    /// <summary>
    /// The Jobs and Pods of all hooks of the release: Helm may be waiting for an active one, whatever the record says about its
    /// last run (the record of a rollback contains the runs of the revision that it copies, and a start is stored only with the next
    /// write).
    /// </summary>
    public IReadOnlyList<ObjectKey> HookRunners => [.. Hooks.SelectMany(hook => Runners(hook, Namespace)).Distinct()];

    /// <summary>The Jobs and Pods of the hook.</summary>
    private static IReadOnlyList<ObjectKey> Runners(ReleaseHook hook, string releaseNamespace) =>
        [
            .. ManifestParser
                .Parse(hook.Manifest, releaseNamespace)
                .Objects.Select(item => item.Key)
                .Where(key => key.Kind is "Job" or "Pod"),
        ];

    private static string? EventOf(ReleaseHook hook, string status)
    {
        ReadOnlySpan<string> ofOperation = status switch
        {
            ReleaseStatus.PendingInstall => ["pre-install", "post-install"],
            ReleaseStatus.PendingUpgrade => ["pre-upgrade", "post-upgrade"],
            ReleaseStatus.PendingRollback => ["pre-rollback", "post-rollback"],
            ReleaseStatus.Uninstalling or ReleaseStatus.Uninstalled => ["pre-delete", "post-delete"],
            _ => ["pre-install", "post-install", "pre-upgrade", "post-upgrade", "pre-rollback", "post-rollback"],
        };
        foreach (var candidate in ofOperation)
        {
            if (hook.Events.Contains(candidate, StringComparer.OrdinalIgnoreCase))
                return candidate;
        }
        return
            status is not (ReleaseStatus.Uninstalling or ReleaseStatus.Uninstalled)
            && hook.Events.FirstOrDefault(name => name is "test" or "test-success" or "test-failure") is { } test
            ? test
            : null;
    }
}
