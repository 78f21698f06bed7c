using System.Net;
using Helmstuck.Tests.Unit.Recovery;

namespace Helmstuck.Tests.Unit.Cli;

public sealed class UnstickTests
{
    private static readonly string[] Cny = ["unstick", "gitlab-cny", "--revision", "1234", "--attest", "ci-jobs"];

    private static async Task<CliResult> Unchanged(CliScene cli, params string[] arguments)
    {
        var result = await cli.RunAsync(arguments);
        Assert.Empty(cli.World.Api.Mutations);
        Assert.Empty(cli.World.Backups);
        Assert.NotEmpty(result.Error);
        Assert.DoesNotContain("   at Helmstuck", result.Error, StringComparison.Ordinal);
        return result;
    }

    [Fact]
    public async Task A_revision_that_Helm_does_not_see_is_not_called_gone()
    {
        using var cli = new CliScene(ns: "default");
        await cli.World.SeedAsync("deployed");
        await cli.World.SeedAsync(
            new SeedRecord("default", "web", 2, "pending-upgrade") { Labels = new Dictionary<string, string?> { ["name"] = null } }
        );
        var refused = await Unchanged(cli, "unstick", "web", "--revision", "2", "--yes", "--attest", "ci-jobs");
        Assert.Equal(1, refused.ExitCode);
        Assert.Equal(
            "error: Helm does not see sh.helm.release.v1.web.v2, which lacks the label name=web: the newest revision of web is 1 "
                + "(deployed); nothing was changed\n",
            refused.Error
        );
    }

    [Fact]
    public async Task It_says_what_it_will_do_does_it_and_says_what_Helm_thinks()
    {
        using var cli = new CliScene();
        var result = await cli.RunAsync([.. Cny, "--yes"]);
        Assert.Equal(0, result.ExitCode);
        Assert.False(await cli.World.ExistsAsync());
        foreach (
            var word in new[]
            {
                "unknown: ci-jobs",
                "attested: I have checked that no CI job is running",
                $"delete: Secret {RecoveryScene.Stuck} in gitlab on demo (demo.example)",
                "uid ",
                "resourceVersion ",
                "backup: ",
                "will start from 1233",
            }
        )
            Assert.Contains(word, result.Error, StringComparison.Ordinal);
        Assert.Contains("Helm is unstuck: Helm thinks gitlab-cny is at revision 1233", result.Out, StringComparison.Ordinal);
        Assert.Contains("never helm rollback", result.Out, StringComparison.Ordinal);
        Assert.Contains("kubectl helmstuck restore ", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_that_blocks_is_exit_4_and_names_the_way_on()
    {
        using var cli = new CliScene();
        var unattested = await Unchanged(cli, "unstick", "gitlab-cny", "--revision", "1234", "--yes");
        Assert.Equal(4, unattested.ExitCode);
        Assert.Contains("--attest ci-jobs", unattested.Error, StringComparison.Ordinal);
        var broken = await Unchanged(cli, "unstick", "registry", "--revision", "1", "--yes", "--attest", "ci-jobs");
        Assert.Equal(4, broken.ExitCode);
        Assert.Contains("--override workloads=REASON", broken.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("--attest", broken.Error, StringComparison.Ordinal);
        Assert.Equal(
            4,
            (await Unchanged(cli, "unstick", "registry", "--revision", "1", "--yes", "--override", "workloads=known")).ExitCode
        );
        Assert.Equal(4, (await Unchanged(cli, "unstick", "registry", "--revision", "1", "--dry-run=client")).ExitCode);
    }

    [Theory]
    [InlineData("--override", "workloads=image fixed", "--attest", "ci-jobs")]
    [InlineData("--override", "image fixed", "--attest", "ci-jobs")]
    [InlineData("--override", "image fixed")]
    [InlineData("--override", "workloads=image fixed", "--override", "ci-jobs=asked in chat")]
    public async Task Reasons_and_attestations_let_it_through_and_are_journalled(params string[] consent)
    {
        using var cli = new CliScene();
        var result = await cli.RunAsync(["unstick", "registry", "--revision", "1", "--yes", .. consent]);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("image fixed", await File.ReadAllTextAsync(cli.World.State.Journal), StringComparison.Ordinal);
        Assert.Contains("overridden: workloads: image fixed", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("record=x", "cannot be overridden")]
    [InlineData("permissions=x", "cannot be overridden")]
    [InlineData("unlocks=x", "cannot be overridden")]
    [InlineData("workloads=", "a reason is needed")]
    [InlineData("workloads=  ", "a reason is needed")]
    [InlineData("", "a reason is needed")]
    [InlineData("worklods=known", "there is no check \"worklods\"")]
    public async Task An_override_that_says_nothing_or_lifts_nothing_is_refused(string text, string words)
    {
        using var cli = new CliScene();
        var result = await Unchanged(cli, [.. Cny, "--yes", "--override", text]);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
        Assert.Empty(cli.World.Api.Requests);
    }

    [Theory]
    [InlineData("gitlab-cny", "1233", 5)]
    [InlineData("gitlab-cny", "1", 5)]
    [InlineData("gitlab-cny", "1235", 1)]
    [InlineData("cert-manager", "7", 1)]
    [InlineData("cert-manager", "8", 5)]
    [InlineData("cert-manager", "9", 1)]
    [InlineData("nothing", "1", 1)]
    [InlineData("gitlab-cny", "1234,1233", 1)]
    [InlineData("gitlab-cny", "x", 1)]
    [InlineData("gitlab-cny", "0", 1)]
    [InlineData("gitlab-cny", "-1", 1)]
    [InlineData("gitlab-cny", "", 1)]
    public async Task A_revision_that_is_not_the_stuck_one_changes_nothing(string release, string revision, int code)
    {
        using var cli = new CliScene();
        Assert.Equal(code, (await Unchanged(cli, "unstick", release, "--revision", revision, "--yes", "--attest", "ci-jobs")).ExitCode);
    }

    [Fact]
    public async Task Stacked_records_are_named_all_newest_first()
    {
        using var cli = new CliScene(ns: "default");
        await cli.World.SeedAsync("deployed", "pending-upgrade", "pending-rollback");
        foreach (var (revisions, code) in new[] { ("3", 1), ("2,3", 5), ("3,2,1", 1), ("2", 5) })
        {
            var refused = await Unchanged(cli, "unstick", "web", "--revision", revisions, "--yes", "--attest", "ci-jobs");
            Assert.Equal(code, refused.ExitCode);
        }
        Assert.Contains(
            "--revision 3,2",
            (await Unchanged(cli, "unstick", "web", "--revision", "3", "--yes")).Error,
            StringComparison.Ordinal
        );
        Assert.Equal(0, (await cli.RunAsync("unstick", "web", "--revision", "3,2", "--yes", "--attest", "ci-jobs")).ExitCode);
    }

    [Fact]
    public async Task An_interrupted_plan_says_how_to_go_on()
    {
        using var cli = new CliScene(ns: "default");
        await cli.World.SeedAsync("deployed", "pending-upgrade");
        var refused = await Unchanged(cli, "unstick", "web", "--revision", "3,2", "--yes", "--attest", "ci-jobs");
        Assert.Equal(5, refused.ExitCode);
        Assert.Equal(
            "refused: there is no revision 3 of web now; nothing was changed; to go on with what is left: --revision 2\n",
            refused.Error
        );
    }

    [Fact]
    public async Task Without_yes_it_asks_on_the_terminal_and_refuses_where_there_is_none()
    {
        using var cli = new CliScene();
        var none = await Unchanged(cli, Cny);
        Assert.Equal(1, none.ExitCode);
        Assert.Contains("add --yes", none.Error, StringComparison.Ordinal);
        cli.Typed = "yes";
        var declined = await Unchanged(cli, Cny);
        Assert.Equal(1, declined.ExitCode);
        Assert.Contains("declined", declined.Error, StringComparison.Ordinal);
        cli.Typed = "1234";
        Assert.Equal(0, (await cli.RunAsync(Cny)).ExitCode);
    }

    [Theory]
    [InlineData("client")]
    [InlineData("server")]
    public async Task A_dry_run_needs_no_yes_and_writes_nothing(string mode)
    {
        using var cli = new CliScene();
        var result = await cli.RunAsync([.. Cny, $"--dry-run={mode}"]);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("dry run", result.Out, StringComparison.Ordinal);
        Assert.Empty(cli.World.Api.Mutations);
        Assert.False(Directory.Exists(cli.World.State.Root));
    }

    [Fact]
    public async Task Read_only_refuses_but_shows_what_would_be()
    {
        using var cli = new CliScene(readOnly: true);
        Assert.Equal(1, (await Unchanged(cli, [.. Cny, "--yes"])).ExitCode);
        Assert.Equal(1, (await Unchanged(cli, "restore", "/nowhere.json")).ExitCode);
        Assert.Equal(0, (await cli.RunAsync([.. Cny, "--dry-run=client"])).ExitCode);
    }

    [Fact]
    public async Task A_record_that_changes_while_it_asks_is_exit_5()
    {
        using var cli = new CliScene();
        cli.World.Api.Before = async request =>
        {
            if (request is { Method: "DELETE", Mutates: true })
                await cli.World.FinishAsync();
            return null;
        };
        var result = await cli.RunAsync([.. Cny, "--yes"]);
        Assert.Equal(5, result.ExitCode);
        Assert.Contains("is now deployed", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Out);
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError, "InternalError", "failed calling webhook \"keep.example.com\": connection refused")]
    [InlineData(HttpStatusCode.Forbidden, "Forbidden", "admission webhook \"guard.example.com\" denied the request: keep it")]
    public async Task What_admission_refuses_to_a_dry_run_is_not_begun(HttpStatusCode code, string reason, string words)
    {
        using var cli = new CliScene();
        cli.World.Api.Before = request => Task.FromResult(request.Method == "DELETE" ? ApiSpy.Refusal(code, reason, words) : null);
        var refused = await Unchanged(cli, [.. Cny, "--yes"]);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("permissions: fail: the API server refuses to delete secrets/", refused.Error, StringComparison.Ordinal);
        Assert.Contains(words, refused.Error, StringComparison.Ordinal);
        Assert.EndsWith("nothing was changed\n", refused.Error, StringComparison.Ordinal);
        var rehearsal = Assert.Single(cli.World.Api.Requests, request => request.Method == "DELETE");
        Assert.Equal("All", (string?)rehearsal.Body!["dryRun"]![0]);
        Assert.NotNull((string?)rehearsal.Body["preconditions"]!["resourceVersion"]);
        // With other checks that block it is theirs to be lifted first.
        Assert.Equal(4, (await Unchanged(cli, "unstick", "gitlab-cny", "--revision", "1234", "--yes")).ExitCode);
        // What sends no delete asks for none.
        var before = cli.World.Api.Requests.Count(request => request.Method == "DELETE");
        await cli.RunAsync([.. Cny, "--dry-run=client"]);
        await cli.RunAsync([.. Cny, "--mark-failed", "--yes", "--dry-run=client"]);
        await cli.RunAsync("explain", "gitlab-cny");
        Assert.Equal(before, cli.World.Api.Requests.Count(request => request.Method == "DELETE"));
    }

    [Fact]
    public async Task A_webhook_that_knows_no_dry_run_says_nothing_beforehand()
    {
        using var cli = new CliScene();
        cli.World.Api.Before = request =>
            Task.FromResult(
                request is { Method: "DELETE", Mutates: false }
                    ? ApiSpy.Refusal(HttpStatusCode.BadRequest, "BadRequest", "admission webhook \"x\" does not support dry run")
                    : null
            );
        Assert.Equal(0, (await cli.RunAsync([.. Cny, "--yes"])).ExitCode);
        Assert.False(await cli.World.ExistsAsync());
    }

    [Fact]
    public async Task A_delete_that_cannot_be_verified_is_exit_6_with_the_way_back_on_stderr()
    {
        using var cli = new CliScene();
        var deleted = false;
        cli.World.Api.After = request => deleted |= request is { Method: "DELETE", Mutates: true };
        cli.World.Api.Before = request =>
            Task.FromResult(
                deleted && request.Method == "GET" ? ApiSpy.Refusal(HttpStatusCode.InternalServerError, "InternalError", "away") : null
            );
        var result = await cli.RunAsync([.. Cny, "--yes"]);
        Assert.Equal(6, result.ExitCode);
        Assert.Contains($"kubectl helmstuck restore {cli.World.Backups[0]}", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Out);
    }

    [Fact]
    public async Task Marking_failed_keeps_the_record()
    {
        using var cli = new CliScene();
        var result = await cli.RunAsync([.. Cny, "--yes", "--mark-failed"]);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains($"secret \"{RecoveryScene.Stuck}\" marked failed", result.Out, StringComparison.Ordinal);
        Assert.Contains("will be revision 1235", result.Error, StringComparison.Ordinal);
        Assert.True(await cli.World.ExistsAsync());
        Assert.Equal(1, (await cli.RunAsync([.. Cny, "--yes"])).ExitCode);
    }

    [Fact]
    public async Task A_deleted_record_is_put_back_by_the_command_that_was_printed()
    {
        using var cli = new CliScene();
        await cli.RunAsync([.. Cny, "--yes"]);
        var restored = await cli.RunAsync("restore", cli.World.Backups[0]);
        Assert.Equal(0, restored.ExitCode);
        Assert.Contains($"{RecoveryScene.Stuck} is restored in gitlab", restored.Out, StringComparison.Ordinal);
        Assert.Equal(1, (await cli.RunAsync("restore", cli.World.Backups[0])).ExitCode);
        Assert.Equal(1, (await cli.RunAsync("restore", "/nowhere.json")).ExitCode);
    }

    [Fact]
    public async Task A_record_that_cannot_be_decoded_can_be_deleted_but_not_marked()
    {
        using var cli = new CliScene(ns: "default");
        await cli.World.SeedAsync("deployed");
        await cli.World.SeedAsync(new SeedRecord("default", "web", 2, "pending-upgrade") { EncodedPayload = "bm90aGluZw==" });
        string[] named = ["unstick", "web", "--revision", "2", "--yes", "--attest", "ci-jobs"];
        var marked = await cli.RunAsync([.. named, "--mark-failed"]);
        Assert.True(marked.ExitCode is 1 or 4);
        Assert.Empty(cli.World.Api.Mutations);
        Assert.Equal(0, (await cli.RunAsync(named)).ExitCode);
    }
}
