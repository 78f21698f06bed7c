using Helmstuck.Runbook;
using Helmstuck.Runbook.Reviewing;

namespace Helmstuck.Tests.Unit.Cli;

/// <summary>What was done from this machine and what can be restored, without asking a cluster.</summary>
public sealed class JournalAndBackupsTests
{
    private static async Task<CliScene> AfterADeleteAsync()
    {
        var cli = new CliScene();
        var consent = new Consent { Attested = ["ci-jobs"], Overrides = [new Override("workloads", "known")] };
        await cli.World.RecoverAsync(await cli.World.PlanAsync(), consent);
        return cli;
    }

    private static string[] Rows(string text) => text.TrimEnd('\n').Split('\n');

    [Fact]
    public async Task Journal_of_a_machine_that_did_nothing()
    {
        using var cli = new CliScene();
        var result = await cli.RunAsync("journal");
        Assert.Equal((0, ""), (result.ExitCode, result.Out));
        Assert.StartsWith("nothing was done from this machine", result.Error, StringComparison.Ordinal);
        Assert.Equal(
            0,
            DocumentSchema.Journal.Parse((await cli.RunAsync("journal", "-o", "json")).Out).GetProperty("items").GetArrayLength()
        );
    }

    [Fact]
    public async Task Journal_names_who_did_what_where_and_how_it_ended()
    {
        using var cli = await AfterADeleteAsync();
        var rows = Rows((await cli.RunAsync("journal")).Out);
        Assert.Equal(2, rows.Length);
        Assert.Matches(
            @"^2026-\S+Z +\S+ +demo +gitlab +delete +sh\.helm\.release\.v1\.gitlab-cny\.v1234 +done +ci-jobs: attested$",
            rows[1]
        );
    }

    [Fact]
    public async Task Journal_as_JSON_has_the_checks_and_the_lines()
    {
        using var cli = await AfterADeleteAsync();
        var item = DocumentSchema.Journal.Parse((await cli.RunAsync("journal", "-o", "json")).Out).GetProperty("items")[0];
        Assert.Equal(("delete", "gitlab-cny"), (item.GetProperty("action").GetString(), item.GetProperty("release").GetString()));
        Assert.True(item.GetProperty("applied").GetBoolean());
        Assert.Equal("pass", item.GetProperty("checks").GetProperty("record").GetString());
        Assert.NotEqual(0, item.GetProperty("lines").GetArrayLength());
    }

    [Theory]
    [InlineData(1, "--release", "gitlab-cny")]
    [InlineData(0, "--release", "gitlab")]
    [InlineData(1, "-n", "gitlab")]
    [InlineData(0, "-n", "other")]
    [InlineData(0, "--context", "other")]
    [InlineData(1, "--since", "1h")]
    public async Task Journal_shows_only_what_is_asked_for(int count, params string[] flags)
    {
        using var cli = await AfterADeleteAsync();
        var json = DocumentSchema.Journal.Parse((await cli.RunAsync(["journal", "-o", "json", .. flags])).Out);
        Assert.Equal(count, json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Journal_since_leaves_out_what_is_older()
    {
        using var cli = await AfterADeleteAsync();
        cli.World.Clock.Now += TimeSpan.FromHours(25);
        Assert.Equal("", (await cli.RunAsync("journal", "--since", "1d")).Out);
        Assert.NotEqual("", (await cli.RunAsync("journal", "--since", "2d")).Out);
    }

    [Fact]
    public async Task Journal_with_a_torn_last_line_shows_the_rest_and_says_so()
    {
        using var cli = await AfterADeleteAsync();
        var whole = await File.ReadAllTextAsync(cli.World.State.Journal);
        await File.AppendAllTextAsync(cli.World.State.Journal, """{"time":"2026-11-22T14:00""");
        var result = await cli.RunAsync("journal");
        await File.WriteAllTextAsync(cli.World.State.Journal, whole);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(2, Rows(result.Out).Length);
        Assert.Contains("is not a journal entry", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Journal_of_an_interrupted_run_has_no_result()
    {
        using var cli = await AfterADeleteAsync();
        var lines = await File.ReadAllLinesAsync(cli.World.State.Journal);
        await File.WriteAllLinesAsync(cli.World.State.Journal, lines.Take(1));
        Assert.Contains("no result recorded", (await cli.RunAsync("journal")).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("journal", "--since", "yesterday")]
    [InlineData("backups", "prune", "--older-than", "old")]
    [InlineData("backups", "prune")]
    public async Task Bad_durations_are_one_line(params string[] arguments)
    {
        using var cli = new CliScene();
        var result = await cli.RunAsync(arguments);
        Assert.Equal((1, ""), (result.ExitCode, result.Out));
        Assert.StartsWith("error: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backups_say_where_they_belong_and_that_they_hold_values()
    {
        using var cli = await AfterADeleteAsync();
        var result = await cli.RunAsync("backups", "-o", "wide");
        Assert.Matches(@"^demo +gitlab +gitlab-cny +1234 +2026-\S+Z +\S+ +yes +/\S+\.json$", Rows(result.Out)[1]);
        Assert.Contains("contain the values", result.Error, StringComparison.Ordinal);
        var item = DocumentSchema.BackupList.Parse((await cli.RunAsync("backups", "-o", "json")).Out).GetProperty("items")[0];
        Assert.True(item.GetProperty("restorable").GetBoolean());
    }

    [Fact]
    public async Task A_backup_that_was_cut_off_is_listed_with_the_reason()
    {
        using var cli = await AfterADeleteAsync();
        var file = Assert.Single(cli.World.Backups);
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file))[..100]);
        Assert.Contains(" no: ", (await cli.RunAsync("backups")).Out, StringComparison.Ordinal);
        var item = DocumentSchema.BackupList.Parse((await cli.RunAsync("backups", "-o", "json")).Out).GetProperty("items")[0];
        Assert.False(item.GetProperty("restorable").GetBoolean());
    }

    [Theory]
    [InlineData("y", 0, 0)]
    [InlineData("n", 1, 1)]
    [InlineData("", 1, 1)]
    public async Task Prune_asks(string answer, int exitCode, int left)
    {
        using var cli = await AfterADeleteAsync();
        cli.World.Clock.Now += TimeSpan.FromDays(91);
        cli.Typed = answer;
        var result = await cli.RunAsync("backups", "prune", "--older-than", "90d");
        Assert.Equal((exitCode, left), (result.ExitCode, cli.World.Backups.Count));
    }

    [Fact]
    public async Task Prune_without_a_terminal_needs_yes()
    {
        using var cli = await AfterADeleteAsync();
        cli.World.Clock.Now += TimeSpan.FromDays(91);
        var refused = await cli.RunAsync("backups", "prune", "--older-than", "90d");
        Assert.Equal(1, refused.ExitCode);
        Assert.Single(cli.World.Backups);
        var done = await cli.RunAsync("backups", "prune", "--older-than", "90d", "--yes");
        Assert.Equal((0, "removed 1 backup\n"), (done.ExitCode, done.Out));
        Assert.Empty(Directory.GetFileSystemEntries(cli.World.State.Backups));
    }

    [Theory]
    [InlineData("--older-than", "90d", "--yes")]
    [InlineData("--older-than", "0s", "--yes", "--read-only")]
    [InlineData("--older-than", "0s", "--yes", "-n", "other")]
    public async Task Prune_keeps_what_it_was_not_asked_to_remove(params string[] flags)
    {
        using var cli = await AfterADeleteAsync();
        await cli.RunAsync(["backups", "prune", .. flags]);
        Assert.Single(cli.World.Backups);
    }
}
