using Helmstuck.Recovery;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Checks;
using Helmstuck.Runbook.Reviewing;

namespace Helmstuck.Tests.Unit.Recovery;

/// <summary>The journal read back for the report.</summary>
public sealed class JournalReaderTests
{
    private const string Server = "demo.example";

    private static ActionHistory Read(RecoveryScene scene, string release = "gitlab-cny", string ns = "gitlab", string server = Server) =>
        JournalReader.Read(scene.State.Journal, server, ns, release);

    [Fact]
    public async Task A_delete_and_its_undo_come_back_with_who_why_and_how_it_ended()
    {
        using var scene = new RecoveryScene();
        var plan = await scene.PlanAsync();
        var consent = new Consent { Overrides = [new Override(CiJobsCheck.Id, "the runner is gone, INC-42")] };
        Assert.Equal(0, (await scene.RecoverAsync(plan, consent)).ExitCode);
        Assert.Equal(0, (await scene.Restorer.RunAsync(scene.Backups[0], CancellationToken.None)).ExitCode);

        var actions = Read(scene).Actions;
        Assert.Equal([JournaledActionKind.Delete, JournaledActionKind.Restore], actions.Select(action => action.Kind));
        Assert.All(
            actions,
            action =>
                Assert.Equal((RecoveryScene.Stuck, "sre@demo", "done", true), (action.Record, action.User, action.Result, action.Applied))
        );
        Assert.Equal([new Override(CiJobsCheck.Id, "the runner is gone, INC-42")], actions[0].Overrides);
        Assert.Equal(CheckList.All.Select(check => check.Id), actions[0].Checks.Select(check => check.Id));
        Assert.Empty(actions[0].Attested);
        Assert.Equal(scene.Backups[0], actions[0].Backup);
        Assert.Equal(plan.Records[0].Meta.Uid, actions[0].Uid);
    }

    [Fact]
    public async Task Other_releases_namespaces_and_clusters_are_left_out()
    {
        using var scene = new RecoveryScene();
        await scene.RecoverAsync(await scene.PlanAsync());
        Assert.Single(Read(scene).Actions);
        Assert.Equal([CiJobsCheck.Id], Read(scene).Actions[0].Attested);
        // Its record's name begins with the same letters.
        Assert.Empty(Read(scene, release: "gitlab").Actions);
        Assert.Empty(Read(scene, ns: "shop").Actions);
        Assert.Empty(Read(scene, server: "other.example").Actions);
    }

    [Fact]
    public async Task An_intent_without_a_result_and_a_line_that_was_cut_off_are_told()
    {
        using var scene = new RecoveryScene();
        await scene.RecoverAsync(await scene.PlanAsync());
        var lines = await File.ReadAllLinesAsync(scene.State.Journal);
        var cut = scene.State.Journal + ".cut";
        await File.WriteAllTextAsync(cut, lines[0] + "\n" + lines[1][..40] + "\n");
        var read = JournalReader.Read(cut, Server, "gitlab", "gitlab-cny");
        Assert.Equal("", Assert.Single(read.Actions).Result);
        Assert.Null(read.Actions[0].Applied);
        Assert.Contains("line 2 of ", Assert.Single(read.Unreadable), StringComparison.Ordinal);
    }

    [Fact]
    public void No_journal_is_no_deed()
    {
        using var scene = new RecoveryScene();
        Assert.Empty(Read(scene).Actions);
        Assert.Empty(Read(scene).Unreadable);
    }
}
