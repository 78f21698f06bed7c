using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Helmstuck.Recovery;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Reviewing;

namespace Helmstuck.Tests.Unit.Recovery;

public sealed class RecovererTests
{
    private static readonly UnixFileMode File0600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public async Task A_namespace_that_begins_to_be_deleted_meanwhile_is_never_called_unstuck()
    {
        using var scene = new RecoveryScene();
        var plan = await scene.PlanAsync();
        scene.Api.Before = async request =>
        {
            if (request.Method != "DELETE")
                return null;
            var space = await scene.Api.ActAsync(HttpMethod.Get, "api/v1/namespaces/gitlab");
            space["metadata"]!["deletionTimestamp"] = "2026-11-22T13:59:00Z";
            space["metadata"]!.AsObject().Remove("resourceVersion");
            await scene.Api.ActAsync(HttpMethod.Put, "api/v1/namespaces/gitlab", space);
            return null;
        };
        var outcome = await scene.RecoverAsync(plan);
        Assert.Equal(6, outcome.ExitCode);
        Assert.Contains("Helm still refuses every upgrade: namespace gitlab is being deleted", outcome.Lines);
        Assert.DoesNotContain(outcome.Lines, line => line.Contains("unstuck", StringComparison.Ordinal));
        Assert.Contains(outcome.Lines, line => line.StartsWith("to restore it: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_journal_has_the_members_in_the_order_that_older_lines_have()
    {
        using var scene = new RecoveryScene();
        await scene.RecoverAsync(await scene.PlanAsync());
        const string intent = "time entry user context server namespace record uid resourceVersion checks overrides attested backup result";
        Assert.Equal(
            [intent + " evidence", intent + " applied lines evidence"],
            scene.Journal.Select(line => string.Join(' ', line.EnumerateObject().Select(member => member.Name)))
        );
    }

    [Fact]
    public async Task A_delete_is_backed_up_journalled_guarded_verified_and_journalled()
    {
        using var scene = new RecoveryScene();
        var plan = await scene.PlanAsync();
        var stored = (await scene.Api.ActAsync(HttpMethod.Get, $"{RecoveryScene.Secrets}/{RecoveryScene.Stuck}")).ToJsonString();
        var steps = new List<RecoveryStep>();
        var before = scene.Api.Requests.Count;
        scene.Api.Before = request =>
        {
            if (request.Method == "DELETE")
            {
                // Both are on the disk before anything is sent.
                Assert.Single(scene.Backups);
                Assert.Equal("delete-intent", Assert.Single(scene.Journal).GetProperty("entry").GetString());
            }
            return Task.FromResult<HttpResponseMessage?>(null);
        };
        var outcome = await scene.Recoverer.RunAsync(new RecoveryRequest(plan, RecoveryScene.Attested), steps.Add, CancellationToken.None);

        Assert.Equal(0, outcome.ExitCode);
        Assert.False(outcome.After!.Stuck);
        Assert.Equal(1233, outcome.After.Last!.Revision);
        Assert.False(await scene.ExistsAsync());
        Assert.Equal(
            [
                RecoveryStep.Rereading,
                RecoveryStep.BackingUp,
                RecoveryStep.Journalling,
                RecoveryStep.Sending,
                RecoveryStep.Verifying,
                RecoveryStep.Done,
            ],
            steps
        );

        var deletion = Assert.Single(scene.Api.Mutations);
        Assert.True(deletion.Is("DELETE", "/" + RecoveryScene.Stuck));
        Assert.Equal(plan.Records[0].Meta.Uid, (string?)deletion.Body!["preconditions"]!["uid"]);
        Assert.Equal(plan.Records[0].Meta.ResourceVersion, (string?)deletion.Body["preconditions"]!["resourceVersion"]);
        var after = scene.Api.Requests.Skip(before).ToList();
        Assert.True(
            after.FindIndex(request => request.Is("GET", RecoveryScene.Stuck)) < after.FindIndex(request => request.Method == "DELETE")
        );

        var backup = Assert.Single(scene.Backups);
        Assert.Equal(backup, Assert.Single(outcome.Backups).Path);
        Assert.Equal(stored, await File.ReadAllTextAsync(backup));
        Assert.Equal(File0600, File.GetUnixFileMode(backup));
        Assert.Equal(File0600, File.GetUnixFileMode(StateFolder.MetaPath(backup)));
        Assert.Equal(File0600, File.GetUnixFileMode(scene.State.Journal));
        for (
            var folder = Path.GetDirectoryName(backup)!;
            folder.StartsWith(scene.State.Root, StringComparison.Ordinal);
            folder = Path.GetDirectoryName(folder)!
        )
            Assert.Equal(File0600 | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));

        Assert.Equal(["delete-intent", "delete-result"], scene.Journal.Select(line => line.GetProperty("entry").GetString()));
        foreach (var line in scene.Journal)
        {
            Assert.Equal("sre@demo", line.GetProperty("user").GetString());
            Assert.Equal(
                ("demo", "gitlab", RecoveryScene.Stuck),
                (line.GetProperty("context").GetString(), line.GetProperty("namespace").GetString(), line.GetProperty("record").GetString())
            );
            Assert.Equal(
                (plan.Records[0].Meta.Uid, plan.Records[0].Meta.ResourceVersion),
                (line.GetProperty("uid").GetString(), line.GetProperty("resourceVersion").GetString())
            );
            Assert.Equal(backup, line.GetProperty("backup").GetString());
        }
        Assert.Equal("pass", scene.Journal[0].GetProperty("checks").GetProperty("workloads").GetString());
        Assert.Equal("ci-jobs", Assert.Single(scene.Journal[0].GetProperty("attested").EnumerateArray()).GetString());
        Assert.Equal("done", scene.Journal[1].GetProperty("result").GetString());
        Assert.True(scene.Journal[1].GetProperty("applied").GetBoolean());
        var payload = JsonNode.Parse(stored)!["data"]!["release"]!.GetValue<string>();
        Assert.DoesNotContain(payload[..40], await File.ReadAllTextAsync(scene.State.Journal), StringComparison.Ordinal);
        Assert.DoesNotContain(outcome.Lines, line => line.Contains(payload[..40], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(nameof(DryRunMode.Client), 0)]
    [InlineData(nameof(DryRunMode.Server), 1)]
    public async Task A_dry_run_writes_nothing_anywhere(string mode, int rehearsals)
    {
        using var scene = new RecoveryScene();
        var outcome = await scene.RecoverAsync(await scene.PlanAsync(), dryRun: Enum.Parse<DryRunMode>(mode));
        Assert.Equal(0, outcome.ExitCode);
        Assert.Empty(scene.Api.Mutations);
        Assert.Equal(rehearsals, scene.Api.Requests.Count(request => request.Method == "DELETE"));
        Assert.False(Directory.Exists(scene.State.Root));
        Assert.True(await scene.ExistsAsync());
    }

    [Theory]
    [InlineData("None")]
    [InlineData("Client")]
    [InlineData("Server")]
    public async Task A_record_that_Helm_has_finished_is_left_alone(string mode)
    {
        using var scene = new RecoveryScene();
        var plan = await scene.PlanAsync();
        await scene.FinishAsync();
        var outcome = await scene.RecoverAsync(plan, dryRun: Enum.Parse<DryRunMode>(mode));
        Assert.Equal(5, outcome.ExitCode);
        Assert.Contains("is now deployed; it was pending-upgrade", outcome.Lines[0], StringComparison.Ordinal);
        Assert.Empty(scene.Api.Mutations);
        Assert.False(Directory.Exists(scene.State.Root));
    }

    [Fact]
    public async Task A_base_that_was_written_since_the_review_means_a_Helm_at_its_last_writes()
    {
        using var scene = new RecoveryScene();
        var plan = await scene.PlanAsync();
        await scene.FinishAsync("superseded", "sh.helm.release.v1.gitlab-cny.v1233");
        var outcome = await scene.RecoverAsync(plan);
        Assert.Equal(5, outcome.ExitCode);
        Assert.Contains("v1233 is now superseded", outcome.Lines[0], StringComparison.Ordinal);
        Assert.Empty(scene.Api.Mutations);
    }

    [Fact]
    public async Task A_newer_revision_or_another_object_of_the_name_is_left_alone()
    {
        using var scene = new RecoveryScene();
        await scene.SeedAsync("deployed", "pending-upgrade");
        var plan = await scene.PlanAsync("web", "default");
        await scene.SeedAsync(new SeedRecord("default", "web", 3, "pending-rollback"));
        var newer = await scene.RecoverAsync(plan);
        Assert.Equal(5, newer.ExitCode);
        Assert.Contains("revision 3 (pending-rollback) is now the newest", newer.Lines[0], StringComparison.Ordinal);

        plan = await scene.PlanAsync();
        await scene.Api.ActAsync(HttpMethod.Delete, $"{RecoveryScene.Secrets}/{RecoveryScene.Stuck}");
        Assert.Equal(5, (await scene.RecoverAsync(plan)).ExitCode);
        await scene.SeedAsync(new SeedRecord("gitlab", "gitlab-cny", 1234, "pending-upgrade"));
        var anew = await scene.RecoverAsync(plan);
        Assert.Equal(5, anew.ExitCode);
        Assert.Contains("was deleted and created again", anew.Lines[0], StringComparison.Ordinal);
        Assert.Empty(scene.Api.Mutations);
    }

    [Fact]
    public async Task A_record_that_changes_after_the_last_look_is_held_by_the_preconditions()
    {
        using var scene = new RecoveryScene();
        var plan = await scene.PlanAsync();
        scene.Api.Before = async request =>
        {
            if (request.Method == "DELETE")
                await scene.FinishAsync();
            return null;
        };
        var outcome = await scene.RecoverAsync(plan);
        Assert.Equal(5, outcome.ExitCode);
        Assert.True(await scene.ExistsAsync());
        Assert.Equal("changed", scene.Journal[^1].GetProperty("result").GetString());
        Assert.False(scene.Journal[^1].GetProperty("applied").GetBoolean());
    }

    [Fact]
    public async Task A_record_that_somebody_deletes_at_the_last_moment_was_not_ours_to_delete()
    {
        using var scene = new RecoveryScene();
        var plan = await scene.PlanAsync();
        scene.Api.Before = async request =>
        {
            if (request.Method == "DELETE")
                await scene.Api.ActAsync(HttpMethod.Delete, $"{RecoveryScene.Secrets}/{RecoveryScene.Stuck}");
            return null;
        };
        Assert.Equal(5, (await scene.RecoverAsync(plan)).ExitCode);
    }

    [Fact]
    public async Task A_blocking_check_stops_it_before_anything_is_written()
    {
        using var scene = new RecoveryScene();
        var outcome = await scene.RecoverAsync(await scene.PlanAsync(), Consent.None);
        Assert.Equal(4, outcome.ExitCode);
        Assert.Equal("ci-jobs", Assert.Single(Assert.IsType<RecoveryOutcome.Blocked>(outcome).Checks).Id);
        Assert.Empty(scene.Api.Mutations);
        Assert.False(Directory.Exists(scene.State.Root));
    }

    [Fact]
    public async Task Overrides_and_their_reasons_are_in_the_journal()
    {
        using var scene = new RecoveryScene();
        var outcome = await scene.RecoverAsync(await scene.PlanAsync("registry"), new Consent { BlanketReason = "image fixed, INC-7" });
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal(
            [("ci-jobs", "image fixed, INC-7"), ("workloads", "image fixed, INC-7")],
            scene
                .Journal[0]
                .GetProperty("overrides")
                .EnumerateArray()
                .Select(lifted => (lifted.GetProperty("check").GetString()!, lifted.GetProperty("reason").GetString()!))
        );
    }

    [Fact]
    public async Task A_review_that_has_grown_old_is_read_again_and_a_change_of_mind_blocks()
    {
        using var scene = new RecoveryScene();
        var plan = await scene.PlanAsync();
        scene.Api.Forbid("deployments");
        // Young enough: nothing is asked again.
        scene.Clock.Now += TimeSpan.FromSeconds(5);
        Assert.Equal(0, (await scene.RecoverAsync(plan, dryRun: DryRunMode.Client)).ExitCode);
        scene.Clock.Now += TimeSpan.FromSeconds(1);
        var blanket = new Consent { BlanketReason = "known" };
        var outcome = await scene.RecoverAsync(plan, blanket);
        Assert.Equal(4, outcome.ExitCode);
        Assert.Equal(["helm-idle", "workloads"], ((RecoveryOutcome.Blocked)outcome).Checks.Select(check => check.Id));
        Assert.Empty(scene.Api.Mutations);
    }

    [Fact]
    public async Task A_delete_that_is_refused_changes_nothing_and_is_journalled()
    {
        using var scene = new RecoveryScene();
        var plan = await scene.PlanAsync();
        scene.Api.Before = request => Task.FromResult(request.Method == "DELETE" ? ApiSpy.Forbidden("secrets") : null);
        var outcome = await scene.RecoverAsync(plan);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("forbidden", outcome.Lines[0], StringComparison.Ordinal);
        Assert.Equal("nothing was changed", outcome.Lines[1]);
        Assert.Equal("failed", scene.Journal[^1].GetProperty("result").GetString());
        Assert.True(await scene.ExistsAsync());
    }

    [Fact]
    public async Task Connection_that_breaks_after_the_delete_is_settled_by_reading_never_by_resending()
    {
        using var scene = new RecoveryScene();
        var plan = await scene.PlanAsync();
        scene.Api.After = request =>
        {
            if (request.Method == "DELETE")
                throw ApiSpy.Broken();
        };
        var outcome = await scene.RecoverAsync(plan);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("the record is gone", outcome.Lines[0], StringComparison.Ordinal);
        Assert.Single(scene.Api.Mutations);
    }

    [Fact]
    public async Task A_connection_that_breaks_without_a_trace_is_not_called_unchanged()
    {
        using var scene = new RecoveryScene();
        var plan = await scene.PlanAsync();
        scene.Api.Before = request => request.Method == "DELETE" ? throw ApiSpy.Broken() : Task.FromResult<HttpResponseMessage?>(null);
        var outcome = await scene.RecoverAsync(plan);
        Assert.Equal(6, outcome.ExitCode);
        Assert.Contains(outcome.Lines, line => line.Contains("may still take effect", StringComparison.Ordinal));
        Assert.Contains(outcome.Lines, line => line.Contains("kubectl helmstuck restore", StringComparison.Ordinal));
        Assert.DoesNotContain(outcome.Lines, line => line.Contains("nothing was changed", StringComparison.Ordinal));
        Assert.Equal(JsonValueKind.Null, scene.Journal[^1].GetProperty("applied").ValueKind);
        Assert.Single(scene.Api.Mutations);
    }

    [Fact]
    public async Task A_result_that_cannot_be_read_back_is_unverified_and_names_the_way_back()
    {
        using var scene = new RecoveryScene();
        var plan = await scene.PlanAsync();
        var deleted = false;
        scene.Api.After = request => deleted |= request.Method == "DELETE";
        scene.Api.Before = request =>
            Task.FromResult(
                deleted && request.Method == "GET"
                    ? ApiSpy.Refusal(HttpStatusCode.InternalServerError, "InternalError", "etcd is away")
                    : null
            );
        var outcome = await scene.RecoverAsync(plan);
        Assert.Equal(6, outcome.ExitCode);
        Assert.Contains(outcome.Lines, line => line.EndsWith($"kubectl helmstuck restore {scene.Backups[0]}", StringComparison.Ordinal));
        Assert.Equal("unverified", scene.Journal[^1].GetProperty("result").GetString());
        Assert.Equal(JsonValueKind.Null, scene.Journal[^1].GetProperty("applied").ValueKind);
    }

    [Fact]
    public async Task Stacked_records_go_newest_first_and_a_second_that_fails_leaves_Helm_locked()
    {
        using var scene = new RecoveryScene();
        await scene.SeedAsync("deployed", "pending-upgrade", "pending-rollback");
        var plan = await scene.PlanAsync("web", "default");
        scene.Api.Before = request => Task.FromResult(request.Is("DELETE", "web.v2") ? ApiSpy.Forbidden("secrets") : null);
        var outcome = await scene.RecoverAsync(plan);
        Assert.Equal(6, outcome.ExitCode);
        Assert.True(outcome.After!.Stuck);
        Assert.DoesNotContain(outcome.Lines, line => line.StartsWith("nothing was changed", StringComparison.Ordinal));
        Assert.Equal(2, outcome.Lines.Count(line => line.Contains("kubectl helmstuck restore", StringComparison.Ordinal)));
        Assert.Equal(["v3", "v2"], scene.Api.Mutations.Select(request => request.Path[^2..]));
        Assert.Equal(
            [true, false],
            scene
                .Journal.Where(line => line.GetProperty("entry").GetString() == "delete-result")
                .Select(line => line.GetProperty("applied").GetBoolean())
        );

        scene.Api.Before = null;
        var rest = await scene.RecoverAsync(await scene.PlanAsync("web", "default"));
        Assert.Equal(0, rest.ExitCode);
    }

    [Fact]
    public async Task Stacked_records_all_go()
    {
        using var scene = new RecoveryScene();
        await scene.SeedAsync("deployed", "pending-upgrade", "pending-rollback");
        var plan = await scene.PlanAsync("web", "default");
        var outcome = await scene.RecoverAsync(plan);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("do not differ", plan.ClusterRuns, StringComparison.Ordinal);
        Assert.DoesNotContain(outcome.Lines, line => line.Contains("dry run", StringComparison.Ordinal));
        Assert.Equal(2, scene.Backups.Count);
        Assert.Equal(
            ["delete-intent", "delete-intent", "delete-result", "delete-result"],
            scene.Journal.Select(line => line.GetProperty("entry").GetString())
        );
        Assert.Equal((1, "deployed"), (outcome.After!.Last!.Revision, outcome.After.Last.Status));
    }

    [Fact]
    public async Task Marking_failed_keeps_the_record_and_everything_in_it_but_its_status()
    {
        using var scene = new RecoveryScene();
        var plan = await scene.PlanAsync(remedy: Remedy.MarkFailed);
        var outcome = await scene.RecoverAsync(plan);
        Assert.Equal(0, outcome.ExitCode);
        var put = Assert.Single(scene.Api.Mutations);
        Assert.True(put.Is("PUT", RecoveryScene.Stuck));
        Assert.Equal(plan.Records[0].Meta.ResourceVersion, (string?)put.Body!["metadata"]!["resourceVersion"]);
        Assert.Equal("failed", (string?)put.Body["metadata"]!["labels"]!["status"]);
        Assert.Equal((1234, "failed"), (outcome.After!.Last!.Revision, outcome.After.Last.Status));
        Assert.Equal(1233, outcome.After.Upgrade.Base);
        Assert.Equal(["mark-failed-intent", "mark-failed-result"], scene.Journal.Select(line => line.GetProperty("entry").GetString()));
        Assert.Contains(
            scene.Api.Requests,
            request => request.Body?["spec"]?["resourceAttributes"]?["verb"]?.GetValue<string>() == "update"
        );
    }

    [Fact]
    public async Task Marking_deployed_is_refused_without_proof()
    {
        using var scene = new RecoveryScene();
        var outcome = await scene.RecoverAsync(await scene.PlanAsync(remedy: Remedy.MarkDeployed));
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("it is not proven that Helm applied all of it", outcome.Lines[0], StringComparison.Ordinal);
        Assert.Empty(scene.Api.Mutations);
        Assert.Empty(scene.Backups);
    }

    [Fact]
    public async Task Marking_by_a_review_that_was_made_for_a_delete_asks_for_its_own_permission_first()
    {
        using var scene = new RecoveryScene();
        var plan = Planner.For(await scene.ReviewAsync(), Remedy.MarkFailed)!;
        scene.Api.Before = request =>
            Task.FromResult(
                request.Body?["spec"]?["resourceAttributes"]?["verb"]?.GetValue<string>() == "update"
                    ? new HttpResponseMessage(HttpStatusCode.Created)
                    {
                        Content = new StringContent("""{"kind":"SelfSubjectAccessReview","status":{"allowed":false}}"""),
                    }
                    : null
            );
        var outcome = await scene.RecoverAsync(plan);
        Assert.Equal(4, outcome.ExitCode);
        Assert.Equal("permissions", Assert.Single(((RecoveryOutcome.Blocked)outcome).Checks).Id);
        Assert.Empty(scene.Api.Mutations);
    }

    [Fact]
    public async Task Cancelling_is_obeyed_until_the_intent_is_journalled_and_never_after()
    {
        using var scene = new RecoveryScene();
        var plan = await scene.PlanAsync();
        using var early = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            scene.Recoverer.RunAsync(
                new RecoveryRequest(plan, RecoveryScene.Attested),
                step =>
                {
                    if (step == RecoveryStep.BackingUp)
                        early.Cancel();
                },
                early.Token
            )
        );
        Assert.Empty(scene.Journal);
        Assert.Empty(scene.Api.Mutations);

        scene.Clock.Now += TimeSpan.FromSeconds(2);
        using var late = new CancellationTokenSource();
        var outcome = await scene.Recoverer.RunAsync(
            new RecoveryRequest(await scene.PlanAsync(), RecoveryScene.Attested),
            step =>
            {
                if (step == RecoveryStep.Journalling)
                    late.Cancel();
            },
            late.Token
        );
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal("done", scene.Journal[^1].GetProperty("result").GetString());
    }

    [Fact]
    public async Task Nothing_is_sent_where_the_backup_or_the_journal_cannot_be_written()
    {
        using var scene = new RecoveryScene();
        Directory.CreateDirectory(scene.State.Journal);
        var outcome = await scene.RecoverAsync(await scene.PlanAsync());
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("nothing was changed: make the folder writable", Assert.Single(outcome.Lines), StringComparison.Ordinal);
        Assert.Empty(scene.Api.Mutations);
        Directory.Delete(scene.State.Root, recursive: true);
        await File.WriteAllTextAsync(scene.State.Root, "a file where the folder should be");
        Assert.Equal(1, (await scene.RecoverAsync(await scene.PlanAsync())).ExitCode);
        Assert.Empty(scene.Api.Mutations);
        File.Delete(scene.State.Root);
    }

    [Fact]
    public async Task A_result_that_cannot_be_journalled_is_told_with_the_way_back()
    {
        using var scene = new RecoveryScene();
        var plan = await scene.PlanAsync();
        scene.Api.After = request =>
        {
            if (request.Method != "DELETE")
                return;
            File.Delete(scene.State.Journal);
            Directory.CreateDirectory(scene.State.Journal);
        };
        var outcome = await scene.RecoverAsync(plan);
        Assert.Equal(6, outcome.ExitCode);
        Assert.Contains(outcome.Lines, line => line.Contains("could not be journalled", StringComparison.Ordinal));
        Assert.Contains(outcome.Lines, line => line.Contains("kubectl helmstuck restore", StringComparison.Ordinal));
    }
}
