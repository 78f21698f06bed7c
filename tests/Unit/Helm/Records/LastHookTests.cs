using Helmstuck.Helm.Manifests;
using Helmstuck.Helm.Records;

namespace Helmstuck.Tests.Unit.Helm.Records;

public sealed class LastHookTests
{
    private static readonly DateTimeOffset Start = new(2024, 6, 7, 14, 0, 0, TimeSpan.Zero);

    private static ReleaseHook Hook(string name, int? seconds, string phase, params string[] events) =>
        new()
        {
            Name = name,
            Kind = "Job",
            Phase = phase,
            Events = events,
            StartedAt = seconds is { } after ? Start.AddSeconds(after) : null,
            Manifest =
                $"apiVersion: batch/v1\nkind: Job\nmetadata: {{name: {name}}}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: "
                + $"{name}}}\n",
        };

    private static HookStart? Last(string status, params ReleaseHook[] hooks) =>
        new ReleasePayload
        {
            Name = "web",
            Version = 2,
            Namespace = "prod",
            Status = status,
            LastDeployed = Start,
            Hooks = hooks,
        }.LastHook();

    [Fact]
    public void The_hook_that_started_last_in_this_operation_is_told_with_its_Jobs()
    {
        var last = Last(
            ReleaseStatus.PendingUpgrade,
            Hook("first", 1, "Succeeded", "pre-upgrade"),
            Hook("second", 5, "Running", "pre-install", "pre-upgrade"),
            Hook("later", null, "", "post-upgrade")
        );
        Assert.Equal(
            ("second", "Job", "pre-upgrade", "Running", Start.AddSeconds(5)),
            (last!.Name, last.Kind, last.Event, last.Phase, last.StartedAt)
        );
        Assert.Equal([new ObjectKey("batch/v1", "Job", "prod", "second")], last.Runners);
    }

    [Fact]
    public void Runs_that_a_rollback_copied_do_not_count() =>
        Assert.Null(Last(ReleaseStatus.PendingRollback, Hook("old", -600, "Running", "pre-rollback", "pre-upgrade")));

    [Fact]
    public void A_hook_of_another_operation_does_not_count_but_a_test_does()
    {
        Assert.Null(Last(ReleaseStatus.Uninstalling, Hook("deploy", 5, "Succeeded", "post-upgrade")));
        Assert.Equal(
            "pre-delete",
            Last(
                ReleaseStatus.Uninstalling,
                Hook("deploy", 5, "Succeeded", "post-upgrade"),
                Hook("stop", 4, "Running", "pre-delete")
            )!.Event
        );
        Assert.Equal("test", Last(ReleaseStatus.PendingInstall, Hook("check", 5, "Running", "test"))!.Event);
        Assert.Equal("pre-install", Last(ReleaseStatus.PendingInstall, Hook("check", 5, "Running", "test", "pre-install"))!.Event);
    }

    [Fact]
    public void No_hook_no_answer() => Assert.Null(Last(ReleaseStatus.PendingUpgrade, Hook("never", null, "", "pre-upgrade")));
}
