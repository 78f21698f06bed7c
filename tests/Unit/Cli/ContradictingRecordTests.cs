using System.Text.Json.Nodes;

namespace Helmstuck.Tests.Unit.Cli;

/// <summary>A record that tells of two releases or two revisions is shown, and nobody deletes or marks it.</summary>
public sealed class ContradictingRecordTests
{
    private static readonly string[] Reasons = ["--yes", "--override", "I am sure", "--attest", "ci-jobs"];

    [Fact]
    public async Task Labels_on_the_record_of_another_release_do_not_delete_that()
    {
        using var cli = new CliScene(ns: "default");
        var forged = new SeedRecord("default", "app", 8, "pending-upgrade") { ObjectName = "sh.helm.release.v1.other.v8" };
        await AssertRefusedAsync(
            cli,
            forged,
            "the record contradicts itself: the object is named sh.helm.release.v1.other.v8, but its label name is app"
        );
    }

    [Fact]
    public async Task Labels_on_an_object_that_is_no_record_do_not_delete_that()
    {
        using var cli = new CliScene(ns: "default");
        var forged = new SeedRecord("default", "app", 8, "pending-upgrade") { ObjectName = "tls-key" };
        await AssertRefusedAsync(cli, forged, "the object is named tls-key, which is not a record name of Helm");
    }

    [Theory]
    [InlineData("name", "\"other\"", 8, "but its payload is of release other")]
    [InlineData("version", "2147483648", 2147483648, "but its payload is of revision 2147483648")]
    public async Task Payload_of_another_release_or_revision_is_not_deleted(string member, string value, long revision, string words)
    {
        using var cli = new CliScene(ns: "default");
        var forged = new SeedRecord("default", "app", 8, "pending-upgrade") { Edit = payload => payload[member] = JsonNode.Parse(value) };
        await AssertRefusedAsync(cli, forged, words, revision);
    }

    [Fact]
    public async Task Pending_record_below_that_would_go_with_it_is_held_to_the_same()
    {
        using var cli = new CliScene(ns: "default");
        await cli.World.SeedAsync(new SeedRecord("default", "app", 8, "pending-upgrade"));
        await cli.World.SeedAsync(new SeedRecord("default", "app", 7, "pending-upgrade") { ObjectName = "sh.helm.release.v1.other.v7" });
        await AssertRefusedAsync(cli, "8,7", "the object is named sh.helm.release.v1.other.v7, but its label name is app");
    }

    private static async Task AssertRefusedAsync(CliScene cli, SeedRecord forged, string words, long revision = 8)
    {
        await cli.World.SeedAsync(forged);
        await AssertRefusedAsync(cli, $"{revision}", words);
        Assert.True(await cli.World.ExistsAsync(forged.Name, "api/v1/namespaces/default/secrets"));
        var marked = await cli.RunAsync(["unstick", "app", "--revision", $"{revision}", "--mark-failed", .. Reasons]);
        Assert.Equal(4, marked.ExitCode);
    }

    private static async Task AssertRefusedAsync(CliScene cli, string revisions, string words)
    {
        var before = cli.World.Api.Mutations.Count;
        var refused = await cli.RunAsync(["unstick", "app", "--revision", revisions, .. Reasons]);
        Assert.Equal(4, refused.ExitCode);
        Assert.Contains(words, refused.Error, StringComparison.Ordinal);
        Assert.Contains("record cannot be overridden", refused.Error, StringComparison.Ordinal);
        Assert.Equal(before, cli.World.Api.Mutations.Count);
        Assert.Empty(cli.World.Backups);
    }
}
