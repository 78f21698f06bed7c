using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Helmstuck.Helm.Records;
using Helmstuck.Pipelines;
using Helmstuck.Tests.Unit.Pipelines;

namespace Helmstuck.Tests.Unit.Cli;

public sealed class GuardTests : IDisposable
{
    private static readonly string[] Own = ["--mine-if", "label=ci=123"];

    private readonly string folder = Directory.CreateTempSubdirectory("helmstuck-guard-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static async Task<CliScene> StuckAsync(bool readOnly = false)
    {
        var cli = new CliScene(ns: "default", readOnly: readOnly);
        await cli.World.SeedAsync("deployed");
        await cli.World.SeedAsync(
            new SeedRecord("default", "web", 2, "pending-upgrade") { Labels = new Dictionary<string, string?> { ["ci"] = "123" } }
        );
        return cli;
    }

    private static Task<CliResult> GuardAsync(CliScene cli, params string[] arguments) =>
        cli.RunAsync(["guard", "web", "--wait", "0s", "--watch", "0s", .. arguments]);

    private static async Task<JsonElement> JsonAsync(CliScene cli, params string[] arguments) =>
        DocumentSchema.Guard.Parse((await GuardAsync(cli, [.. arguments, "-o", "json"])).Out);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_free_release_is_exit_0_whatever_else_is_missing(bool readOnly)
    {
        using var cli = new CliScene(ns: "default", readOnly: readOnly);
        await cli.World.SeedAsync("deployed");
        var result = await GuardAsync(cli, "--mine-if", "chart,values");
        Assert.Equal((0, "Helm is free: revision 1 is deployed\n"), (result.ExitCode, result.Out));
        Assert.Equal(
            "warning: --mine-if chart proves nothing without --chart REF\n"
                + "warning: --mine-if values proves nothing without --values FILE\n",
            result.Error
        );
        Assert.True(cli.Globals!.LeavesOutOwnJob);
        Assert.Empty(cli.World.Api.Mutations);
    }

    [Fact]
    public async Task Records_of_another_driver_are_named_and_are_in_each_printed_command()
    {
        using var secrets = new CliScene(ns: "default");
        using var maps = new CliScene(StorageDriver.ConfigMap, "default");
        foreach (var cli in (CliScene[])[secrets, maps])
            await cli.World.SeedAsync(new SeedRecord("default", "web", 1, "pending-install") { Driver = "configmap" });
        var free = await GuardAsync(secrets);
        Assert.Equal((0, "Helm is free: there is no release web in default\n"), (free.ExitCode, free.Out));
        Assert.Equal(
            "warning: release \"web\" has no record among the secrets of default, but among its configmaps: add --driver configmap, if the "
                + "pipeline's Helm has that HELM_DRIVER\n",
            free.Error
        );
        var refused = await GuardAsync(maps);
        Assert.Equal(4, refused.ExitCode);
        Assert.Contains("unstick web --revision 1 -n default --context demo --driver configmap\n", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_label_that_may_have_been_changed_by_hand_proves_nothing(int touched)
    {
        using var cli = await StuckAsync();
        var path = $"api/v1/namespaces/default/secrets/sh.helm.release.v1.web.v{touched}";
        var item = await cli.World.Api.ActAsync(HttpMethod.Get, path);
        var write = item["metadata"]!["managedFields"]![0]!.DeepClone();
        write["manager"] = "kubectl-label";
        item["metadata"]!["managedFields"]!.AsArray().Add(write);
        item["metadata"]!.AsObject().Remove("resourceVersion");
        await cli.World.Api.ActAsync(HttpMethod.Put, path, item);
        var refused = await GuardAsync(cli, [.. Own, "--attest", "ci-jobs"]);
        Assert.Equal(4, refused.ExitCode);
        Assert.Contains($"label: kubectl-label wrote revision {touched}, too", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("failed", 0)]
    [InlineData("superseded", 0)]
    [InlineData("uninstalled", 0)]
    [InlineData("pending-install", 4)]
    [InlineData("pending-rollback", 4)]
    [InlineData("uninstalling", 4)]
    public async Task Only_an_install_or_an_upgrade_can_be_own(string status, int code)
    {
        using var cli = new CliScene(ns: "default");
        await cli.World.SeedAsync("deployed", status);
        var json = await JsonAsync(cli, "--mine-if", "chart=demo-1.0.0", "--attest", "ci-jobs", "--dry-run");
        Assert.Equal(status == "pending-install" ? 0 : code, json.GetProperty("exitCode").GetInt32());
        Assert.Equal(
            code == 4 && status != "pending-install",
            json.GetProperty("reasons").EnumerateArray().Any(reason => reason.GetString()!.Contains("only an install or upgrade"))
        );
    }

    [Fact]
    public async Task A_payload_that_is_stuck_under_a_label_that_is_not_is_not_free()
    {
        using var cli = new CliScene(ns: "default");
        await cli.World.SeedAsync(new SeedRecord("default", "web", 1, "deployed") { PayloadStatus = "pending-upgrade" });
        Assert.Equal(4, (await GuardAsync(cli)).ExitCode);
    }

    [Fact]
    public async Task What_cannot_be_decoded_is_not_proven()
    {
        using var cli = new CliScene(ns: "default");
        await cli.World.SeedAsync("deployed");
        await cli.World.SeedAsync(
            new SeedRecord("default", "web", 2, "pending-upgrade")
            {
                EncodedPayload = "bm90aGluZw==",
                Labels = new Dictionary<string, string?> { ["ci"] = "123" },
            }
        );
        var json = await JsonAsync(cli, [.. Own, "--attest", "ci-jobs"]);
        Assert.Contains("cannot be decoded", json.GetProperty("reasons")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(4, json.GetProperty("exitCode").GetInt32());
    }

    [Fact]
    public async Task A_label_that_a_revision_which_is_gone_may_have_handed_down_proves_nothing()
    {
        using var cli = new CliScene(ns: "default");
        await cli.World.SeedAsync("deployed");
        await cli.World.SeedAsync(
            new SeedRecord("default", "web", 3, "pending-upgrade") { Labels = new Dictionary<string, string?> { ["ci"] = "123" } }
        );
        var json = await JsonAsync(cli, [.. Own, "--attest", "ci-jobs"]);
        Assert.Equal("label: revision 2 is gone, so the label ci=123 may be handed down by it", json.GetProperty("reasons")[0].GetString());
    }

    [Theory]
    [InlineData("pipeline 123", "123", true)]
    [InlineData("123", "123", true)]
    [InlineData("pipeline #123.", "123", true)]
    [InlineData("pipeline 1234", "123", false)]
    [InlineData("pipeline x-123", "123", false)]
    [InlineData("1234, 123", "123", true)]
    [InlineData("Preparing upgrade", "upgrade", false)]
    [InlineData("pipeline 123", "ci=123", false)]
    public async Task A_word_of_the_description_proves_it_where_Helm_did_not_write_it(string description, string value, bool own)
    {
        using var cli = new CliScene(ns: "default");
        await cli.World.SeedAsync(new SeedRecord("default", "web", 1, "pending-install") { Description = description });
        var json = await JsonAsync(cli, "--mine-if", $"label={value}", "--attest", "ci-jobs", "--dry-run");
        Assert.Equal(own ? 0 : 4, json.GetProperty("exitCode").GetInt32());
    }

    [Fact]
    public async Task Read_only_is_exit_1_only_where_something_would_be_changed()
    {
        using var cli = await StuckAsync(readOnly: true);
        Assert.Equal(4, (await GuardAsync(cli, "--attest", "ci-jobs")).ExitCode);
        var json = await JsonAsync(cli, [.. Own, "--attest", "ci-jobs"]);
        Assert.Equal(("failed", 1), (json.GetProperty("outcome").GetString(), json.GetProperty("exitCode").GetInt32()));
        var dry = await JsonAsync(cli, [.. Own, "--attest", "ci-jobs", "--dry-run"]);
        Assert.Equal(("would-free", 0), (dry.GetProperty("outcome").GetString(), dry.GetProperty("exitCode").GetInt32()));
        Assert.Empty(cli.World.Backups);
    }

    [Fact]
    public async Task It_is_journalled_as_every_delete_is()
    {
        using var cli = await StuckAsync();
        var json = await JsonAsync(cli, [.. Own, "--attest", "ci-jobs"]);
        Assert.Equal("freed", json.GetProperty("outcome").GetString());
        Assert.True(File.Exists(json.GetProperty("backups")[0].GetString()));
        Assert.Equal(["delete-intent", "delete-result"], cli.World.Journal.Select(line => line.GetProperty("entry").GetString()));
        Assert.Equal("ci-jobs", cli.World.Journal[0].GetProperty("attested")[0].GetString());
    }

    [Theory]
    [InlineData("chart=")]
    [InlineData("values=sha256:abc")]
    [InlineData("label")]
    [InlineData("label==x")]
    [InlineData("label=k=")]
    [InlineData("owner")]
    [InlineData("chart,")]
    public async Task A_condition_that_is_none_is_a_usage_error(string mineIf)
    {
        using var cli = await StuckAsync();
        var result = await GuardAsync(cli, "--mine-if", mineIf);
        Assert.Equal((1, ""), (result.ExitCode, result.Out));
        Assert.Contains("error: --mine-if", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--chart", "./no-such-chart", "chart")]
    [InlineData("--values", "no-such-file.yaml", "values")]
    public async Task A_file_that_is_not_there_is_an_error(string option, string file, string mineIf)
    {
        using var cli = await StuckAsync();
        var result = await GuardAsync(cli, "--mine-if", mineIf, option, file);
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith($"error: {option} {file}: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chart_is_read_from_its_folder_and_from_its_archive()
    {
        using var cli = await StuckAsync();
        foreach (var reference in new[] { "demo-1.0.0", new TestChart().Write(folder), Archive() })
        {
            var json = await JsonAsync(cli, "--mine-if", "chart", "--chart", reference, "--attest", "ci-jobs", "--dry-run");
            Assert.Equal((0, reference), (json.GetProperty("exitCode").GetInt32(), reference));
            Assert.Equal("demo-1.0.0", json.GetProperty("conditions")[0].GetProperty("expected").GetString());
        }
    }

    [Fact]
    public async Task Values_that_cannot_be_compared_are_not_met()
    {
        using var cli = await StuckAsync();
        var file = Path.Combine(folder, "values.yaml");
        await File.WriteAllTextAsync(file, "a: 1\n---\nb: 2\n");
        var result = await GuardAsync(cli, "--mine-if", "values", "--values", file, "--attest", "ci-jobs");
        Assert.Equal(4, result.ExitCode);
        Assert.Contains("has more than one YAML document", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_own_job_of_GitLab_is_left_out_and_a_foreign_one_blocks()
    {
        var own = GitLabFixture.Job(7, "deploy", "running");
        using var alone = GitLabFixture.Serving(own);
        Assert.Equal(0, await WithGitLabAsync(alone, own: 7));
        using var beside = GitLabFixture.Serving(own, GitLabFixture.Job(8, "deploy", "running", pipeline: 2));
        Assert.Equal(4, await WithGitLabAsync(beside, own: 7));
        Assert.Equal(4, await WithGitLabAsync(alone, own: null));
    }

    private static async Task<int> WithGitLabAsync(FakeGitLab server, long? own)
    {
        using var cli = await StuckAsync();
        cli.CiSources =
        [
            new GitLabSource(server.Options() with { OwnJob = own }, name => name == "GITLAB_TOKEN" ? GitLabFixture.Token : null),
        ];
        var json = await JsonAsync(cli, Own);
        var check = json.GetProperty("checks").EnumerateArray().Single(one => one.GetProperty("id").GetString() == "ci-jobs");
        Assert.Equal(
            own is not null,
            check.GetProperty("evidence").EnumerateArray().Any(line => line.GetString()!.Contains("this job itself"))
        );
        return json.GetProperty("exitCode").GetInt32();
    }

    /// <summary>As helm package writes one: with a subchart before the chart itself.</summary>
    private string Archive()
    {
        var path = Path.Combine(folder, "demo.tgz");
        using var file = File.Create(path);
        using var gzip = new GZipStream(file, CompressionMode.Compress);
        using var tar = new TarWriter(gzip, TarEntryFormat.Ustar);
        foreach (
            var (name, text) in new[]
            {
                ("demo/charts/sub/Chart.yaml", "name: sub\nversion: 9.9.9\n"),
                ("demo/Chart.yaml", "apiVersion: v2\nname: demo\nversion: 1.0.0\n"),
            }
        )
            tar.WriteEntry(
                new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) }
            );
        return path;
    }
}
