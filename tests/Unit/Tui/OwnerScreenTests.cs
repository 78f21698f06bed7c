using System.Runtime.CompilerServices;
using System.Text.Json;
using Helmstuck.Helm.Records;
using Helmstuck.Kube.Resources;
using Helmstuck.Pipelines;
using Helmstuck.Runbook.Checks;
using Helmstuck.Tui.State;
using Helmstuck.Tui.Views;

namespace Helmstuck.Tests.Unit.Tui;

/// <summary>What the screen says of who owns a release, and of a backup tool, which owns none.</summary>
public sealed class OwnerScreenTests
{
    private static ObjectMeta Meta(string metadata) =>
        ObjectMeta.From(JsonElement.Parse($$"""{ "metadata": { "name": "sh.helm.release.v1.gitlab-cny.v1234", {{metadata}} } }"""));

    private static void Verify(ObjectMeta meta, ReleaseRecord? record = null, [CallerMemberName] string method = "")
    {
        var answer = OwnerCheck.Of(OwnerFinder.Find("gitlab-cny", "gitlab", [meta], [], []), record);
        var review = Fixtures.Healthy().With(Fixtures.Answer(OwnerCheck.Id, answer.State, answer.Summary, [.. answer.Evidence]));
        var screen = Fixtures.Screen(review) with { Tab = "evidence", Focus = Pane.Detail, Zoomed = true, Width = 120, Height = 40 };
        Snapshot.Verify(View.Draw(screen, 120, 40).ToText(), "120x40", method: method);
    }

    [Fact]
    public void An_operator_by_its_ownerReference() =>
        Verify(
            Meta(
                """
                "namespace": "gitlab", "ownerReferences": [ { "apiVersion": "apps.gitlab.com/v1beta1", "kind": "GitLab",
                "name": "gitlab-cny", "controller": true } ]
                """
            )
        );

    [Fact]
    public void A_controller_by_its_name() =>
        Verify(Meta(""" "managedFields": [ { "manager": "manager", "operation": "Update", "time": "2026-03-01T02:00:00Z" } ] """));

    [Fact]
    public void A_record_that_came_back_with_a_restore()
    {
        var meta = Meta(
            """
            "labels": { "velero.io/restore-name": "r1", "velero.io/backup-name": "nightly" },
            "managedFields": [ { "manager": "velero-server", "operation": "Update", "time": "2026-03-01T02:00:00Z" } ]
            """
        );
        var record = Fixtures.Record(1234, ReleaseStatus.PendingUpgrade, minutes: 4000);
        Verify(meta, record with { Meta = record.Meta with { Object = meta, StartedAt = Fixtures.Now.AddMinutes(-3) } });
    }
}
