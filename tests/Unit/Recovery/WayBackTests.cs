using Helmstuck.Recovery;
using Helmstuck.Runbook;

namespace Helmstuck.Tests.Unit.Recovery;

/// <summary>The command that gets a record back, as it is printed and as it is shown.</summary>
public sealed class WayBackTests
{
    [Fact]
    public async Task A_mark_is_undone_only_while_the_record_has_it()
    {
        using var scene = new RecoveryScene();
        var outcome = await scene.RecoverAsync(await scene.PlanAsync(remedy: Remedy.MarkFailed));
        Assert.Equal(
            "to undo the mark, delete the marked record and restore its backup: kubectl delete secret --field-selector "
                + $"metadata.name={RecoveryScene.Stuck} -l status=failed -n gitlab --context demo && "
                + $"kubectl helmstuck restore {Assert.Single(outcome.Backups).Path} --context demo",
            outcome.Lines[^1]
        );
    }

    [Fact]
    public async Task No_name_is_more_than_a_word_of_the_command()
    {
        using var scene = new RecoveryScene();
        var plan = await scene.PlanAsync(remedy: Remedy.MarkFailed);
        plan = plan with { Review = plan.Review with { Namespace = "a; b", Context = "$(c)" } };
        var line = Assert.Single(WayBack.Of(plan, [new Backup("/tmp/a b.json", "d | e", 1234)], scene.State));
        Assert.EndsWith(
            "kubectl delete secret --field-selector metadata.name='d | e' -l status=failed -n 'a; b' --context '$(c)' && "
                + "kubectl helmstuck restore '/tmp/a b.json' --context '$(c)'",
            line,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(nameof(Remedy.Delete), "restores the record")]
    [InlineData(nameof(Remedy.MarkFailed), "undoes the mark")]
    public async Task In_the_demo_no_command_names_a_file_that_is_about_to_go(string remedy, string does)
    {
        using var scene = new RecoveryScene();
        var lines = WayBack.Of(
            await scene.PlanAsync(remedy: Enum.Parse<Remedy>(remedy)),
            [new Backup("/tmp/a.json", RecoveryScene.Stuck, 1234)],
            new StateFolder("/tmp") { EndsWithProgram = true }
        );
        var line = Assert.Single(lines);
        Assert.Equal(
            $"the demo cluster and its backups end with the program; on your cluster, this line has the command that {does}",
            line
        );
        Assert.Equal((line, ""), WayBack.Split(line));
    }

    [Theory, InlineData(20), InlineData(30), InlineData(78), InlineData(300)]
    public void A_shell_joins_the_lines_of_a_long_command(int width)
    {
        const string command =
            "kubectl helmstuck restore "
            + "/home/sre/.local/state/helmstuck/backups/gprd/gitlab/sh.helm.release.v1.gitlab-cny.v1234.20261122T030211Z.json "
            + "--context gprd";
        var lines = Shell.Lines(command, width);
        Assert.All(lines, line => Assert.True(line.Length <= width, line));
        Assert.Equal(command, string.Join('\n', lines).Replace("\\\n", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Quoted_words_are_not_broken()
    {
        const string command = "kubectl helmstuck restore '/home/a folder/with spaces/in it.json'";
        Assert.Equal([command], Shell.Lines(command, 20));
        Assert.Empty(Shell.Lines("", 20));
    }
}
