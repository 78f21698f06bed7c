using System.Text.Json;
using System.Text.Json.Nodes;
using Helmstuck.Cli.Printers;
using Helmstuck.Helm.Records;
using YamlDotNet.RepresentationModel;

namespace Helmstuck.Tests.Unit.Cli;

public sealed class OutputTests
{
    private static string Names(JsonElement item) => string.Join(' ', item.EnumerateObject().Select(member => member.Name));

    [Fact]
    public async Task List_gives_the_contracts_JSON()
    {
        using var cli = new CliScene();
        var result = await cli.RunAsync("list", "-o", "json");
        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.Error);
        var list = JsonDocument.Parse(result.Out).RootElement;
        Assert.Equal("apiVersion kind items", Names(list));
        Assert.Equal(("helmstuck/v1", "ReleaseList"), (list.GetProperty("apiVersion").GetString(), list.GetProperty("kind").GetString()));
        var item = list.GetProperty("items")[0];
        Assert.Equal("namespace release revision status stuck phase context record startedAt lastWrittenAt", Names(item));
        Assert.Equal(
            """{"namespace":"gitlab","release":"gitlab-cny","revision":1234,"status":"pending-upgrade","stuck":true,"phase":"stuck","context":"demo","record":"sh.helm.release.v1.gitlab-cny.v1234","startedAt":"2026-11-22T13:10:00Z","lastWrittenAt":"2026-11-22T13:10:01Z"}""",
            JsonSerializer.Serialize(item)
        );
    }

    [Theory]
    [InlineData(0, "deployed")]
    [InlineData(3, "deployed", "pending-upgrade")]
    [InlineData(3, "uninstalling")]
    [InlineData(0, "pending-upgrade", "deployed")]
    public async Task List_exits_3_where_a_release_is_stuck(int code, params string[] statuses)
    {
        using var cli = new CliScene(ns: "default");
        await cli.World.SeedAsync(statuses);
        Assert.Equal(code, (await cli.RunAsync("list", "--exit-code")).ExitCode);
        Assert.Equal(code, (await cli.RunAsync("list", "--exit-code", "--deep", "-o", "json")).ExitCode);
        Assert.Equal(0, (await cli.RunAsync("list")).ExitCode);
    }

    [Fact]
    public async Task List_exits_1_where_anything_is_unreadable()
    {
        using var cli = new CliScene(ns: "default");
        await cli.World.SeedAsync("deployed", "pending-upgrade");
        await cli.World.SeedAsync(new SeedRecord("default", "lost", 1, "deployed") { EncodedPayload = "bm90aGluZw==" });
        Assert.Equal(1, (await cli.RunAsync("list", "--deep", "--exit-code")).ExitCode);
        cli.World.Api.Forbid("secrets");
        foreach (var arguments in new string[][] { ["list"], ["list", "--exit-code"], ["list", "-o", "json"], ["list", "--all", "--deep"] })
        {
            var result = await cli.RunAsync(arguments);
            Assert.Equal(1, result.ExitCode);
            Assert.Empty(result.Out);
            Assert.Contains("forbidden", Assert.Single(result.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task List_of_nothing_helps_on_and_of_no_namespace_is_an_error()
    {
        using var cli = new CliScene(ns: "default");
        var empty = await cli.RunAsync("list", "--exit-code");
        Assert.Equal((0, ""), (empty.ExitCode, empty.Out));
        Assert.StartsWith(
            "no release is stuck in default\nNo record in default is labelled pending.",
            empty.Error,
            StringComparison.Ordinal
        );
        Assert.Equal(
            0,
            JsonDocument.Parse((await cli.RunAsync("list", "-o", "json")).Out).RootElement.GetProperty("items").GetArrayLength()
        );
        Assert.Equal("", (await cli.RunAsync("list", "-o", "name")).Out);
        using var nowhere = new CliScene(ns: "nowhere");
        var missing = await nowhere.RunAsync("list", "--exit-code");
        Assert.Equal(1, missing.ExitCode);
        Assert.Equal("Error from server (NotFound): namespaces \"nowhere\" not found\n", missing.Error);
    }

    [Fact]
    public async Task List_prints_tables_and_names_as_kubectl_does()
    {
        using var cli = new CliScene();
        Assert.Equal(
            """
            RELEASE      REVISION   STATUS            PHASE   AGE
            gitlab-cny   1234       pending-upgrade   stuck   50m
            registry     1          pending-install   stuck   4h

            """,
            (await cli.RunAsync("list")).Out
        );
        Assert.Equal(
            "secret/sh.helm.release.v1.gitlab-cny.v1234\nsecret/sh.helm.release.v1.registry.v1\n",
            (await cli.RunAsync("list", "-o", "name")).Out
        );
        var wide = (await cli.RunAsync("list", "--all", "-o", "wide")).Out;
        Assert.Contains("LAST WRITE", wide, StringComparison.Ordinal);
        Assert.Contains("cert-manager", wide, StringComparison.Ordinal);
        using var everywhere = new CliScene(ns: null);
        Assert.StartsWith("NAMESPACE   RELEASE", (await everywhere.RunAsync("list")).Out, StringComparison.Ordinal);
        using var maps = new CliScene(StorageDriver.ConfigMap, "default");
        await maps.World.SeedAsync(new SeedRecord("default", "web", 1, "pending-install") { Driver = "configmap" });
        Assert.Equal("configmap/sh.helm.release.v1.web.v1\n", (await maps.RunAsync("list", "-o", "name")).Out);
    }

    [Fact]
    public async Task Explain_gives_the_contracts_JSON_with_every_member_there()
    {
        using var cli = new CliScene();
        var review = JsonDocument.Parse((await cli.RunAsync("explain", "gitlab-cny", "-o", "json")).Out).RootElement;
        Assert.Equal(
            "apiVersion kind context namespace release stuck record history checks workloads changes outlook recommendation deleted",
            Names(review)
        );
        Assert.Equal(
            ("helmstuck/v1", "Review", "demo", "gitlab", "gitlab-cny"),
            (
                review.GetProperty("apiVersion").GetString(),
                review.GetProperty("kind").GetString(),
                review.GetProperty("context").GetString(),
                review.GetProperty("namespace").GetString(),
                review.GetProperty("release").GetString()
            )
        );
        Assert.True(review.GetProperty("stuck").GetBoolean());
        var record = review.GetProperty("record");
        Assert.Equal(
            "kind name uid resourceVersion revision status labelStatus chart appVersion description startedAt lastWrittenAt hook",
            Names(record)
        );
        Assert.Equal(
            ("Secret", 1234, "pending-upgrade", "gitlab-8.1.4", "2026-11-22T13:10:00Z"),
            (
                record.GetProperty("kind").GetString(),
                record.GetProperty("revision").GetInt32(),
                record.GetProperty("status").GetString(),
                record.GetProperty("chart").GetString(),
                record.GetProperty("startedAt").GetString()
            )
        );
        Assert.Equal(JsonValueKind.Null, record.GetProperty("hook").ValueKind);
        Assert.Equal(
            [1234, 1233, 1232, 1231],
            review.GetProperty("history").EnumerateArray().Select(one => one.GetProperty("revision").GetInt32())
        );
        Assert.All(
            review.GetProperty("history").EnumerateArray(),
            one => Assert.Equal("revision status labelStatus chart appVersion updatedAt description decodable", Names(one))
        );
        Assert.Equal(
            "record helm-idle ci-jobs owner workloads permissions unlocks",
            string.Join(' ', review.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("id").GetString()))
        );
        Assert.All(review.GetProperty("checks").EnumerateArray(), check => Assert.Equal("id state summary evidence", Names(check)));
        Assert.Equal(
            "a Helm with a longer --timeout writes nothing while it waits",
            review.GetProperty("checks")[1].GetProperty("evidence").EnumerateArray().Last().GetString()
        );
        Assert.All(
            review.GetProperty("workloads").EnumerateArray(),
            workload => Assert.Equal("kind namespace name verdict desired updated ready available conditions hpa reason", Names(workload))
        );
        var web = review
            .GetProperty("workloads")
            .EnumerateArray()
            .Single(workload => workload.GetProperty("name").GetString() == "gitlab-cny-webservice");
        Assert.Equal(
            ("within-tolerance", 30, 28, "True"),
            (
                web.GetProperty("verdict").GetString(),
                web.GetProperty("desired").GetInt32(),
                web.GetProperty("available").GetInt32(),
                web.GetProperty("conditions").GetProperty("Available").GetString()
            )
        );
        Assert.Equal("name min max current desired", Names(web.GetProperty("hpa")));
        Assert.All(
            review.GetProperty("changes").EnumerateArray(),
            change => Assert.Equal("apiVersion kind namespace name change live", Names(change))
        );
        Assert.Equal(
            ["changed stuck", "changed stuck"],
            review.GetProperty("changes").EnumerateArray().Select(change => $"{change.GetProperty("change")} {change.GetProperty("live")}")
        );
        var outlook = review.GetProperty("outlook");
        foreach (var name in new[] { "now", "afterDelete", "afterMarkFailed" })
        {
            var forecast = outlook.GetProperty(name);
            Assert.Equal("last stuck listed upgrade upgradeInstall install installReplace rollback uninstall", Names(forecast));
            Assert.Equal("revision status", Names(forecast.GetProperty("last")));
            Assert.Equal("helm3 helm3All helm4", Names(forecast.GetProperty("listed")));
            Assert.Equal("outcome base newRevision error", Names(forecast.GetProperty("upgrade")));
        }
        Assert.Equal("helm3 helm4", Names(outlook.GetProperty("now").GetProperty("upgrade").GetProperty("error")));
        Assert.Equal(
            """{"outcome":"proceeds","base":1233,"newRevision":1234,"error":null}""",
            JsonSerializer.Serialize(outlook.GetProperty("afterDelete").GetProperty("upgrade"))
        );
        Assert.Equal("action reasons", Names(review.GetProperty("recommendation")));
        Assert.Equal("delete", review.GetProperty("recommendation").GetProperty("action").GetString());
    }

    [Fact]
    public async Task Explain_of_a_release_that_is_not_stuck_still_forecasts()
    {
        using var cli = new CliScene();
        var review = JsonDocument.Parse((await cli.RunAsync("explain", "cert-manager", "-o", "json")).Out).RootElement;
        Assert.False(review.GetProperty("stuck").GetBoolean());
        Assert.Equal("none", review.GetProperty("recommendation").GetProperty("action").GetString());
        Assert.Equal(
            "proceeds",
            review.GetProperty("outlook").GetProperty("now").GetProperty("upgrade").GetProperty("outcome").GetString()
        );
    }

    [Theory]
    [InlineData("explain")]
    [InlineData("report")]
    public async Task A_release_that_is_not_there_or_may_not_be_read_is_one_line_and_exit_1(string command)
    {
        using var cli = new CliScene();
        foreach (var forbidden in new[] { false, true })
        {
            if (forbidden)
                cli.World.Api.Forbid("secrets");
            var result = await cli.RunAsync(command, "nothing");
            Assert.Equal((1, ""), (result.ExitCode, result.Out));
            Assert.Contains(
                forbidden ? "forbidden" : "not found",
                Assert.Single(result.Error.TrimEnd('\n').Split('\n')),
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public async Task Explain_and_report_are_the_same_review_in_words()
    {
        using var cli = new CliScene();
        var explained = await cli.RunAsync("explain", "gitlab-cny");
        Assert.Equal(0, explained.ExitCode);
        foreach (
            var word in new[]
            {
                "Stuck:          yes: revision 1234 is pending-upgrade for 50m",
                "within-tolerance",
                "after delete:",
                "Recommendation: delete",
            }
        )
            Assert.Contains(word, explained.Out, StringComparison.Ordinal);
        var report = await cli.RunAsync("report", "gitlab-cny");
        Assert.StartsWith("# Helm release `gitlab-cny` in `gitlab`\n", report.Out, StringComparison.Ordinal);
        Assert.Empty(cli.World.Api.Mutations);
    }

    [Theory]
    [InlineData("list", "-o")]
    [InlineData("list", "--all", "--deep", "-o")]
    [InlineData("explain", "gitlab-cny", "-o")]
    [InlineData("explain", "registry", "-o")]
    [InlineData("explain", "cert-manager", "-o")]
    [InlineData("explain", "runner", "-o")]
    public async Task YAML_is_the_same_document_as_JSON(params string[] arguments)
    {
        using var cli = new CliScene();
        var json = JsonDocument.Parse((await cli.RunAsync([.. arguments, "json"])).Out).RootElement;
        Same(json, Yaml((await cli.RunAsync([.. arguments, "yaml"])).Out));
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("1.0")]
    [InlineData("0x1F")]
    [InlineData("- a: b # c")]
    [InlineData("null")]
    [InlineData("~")]
    [InlineData("")]
    [InlineData(" x ")]
    [InlineData("a\nb\t\"c\" \\d")]
    [InlineData("\u202e健 😀 \u0007\u0085\u2028")]
    [InlineData("Infinity")]
    [InlineData("e1")]
    public void YAML_quotes_whatever_could_be_read_as_something_else(string text)
    {
        var json = new JsonObject
        {
            [text] = text,
            ["list"] = new JsonArray(text, new JsonObject { ["a"] = text, ["b"] = null }, new JsonArray(1, text)),
        }.ToJsonString();
        Same(JsonDocument.Parse(json).RootElement, Yaml(YamlText.Of(json)));
    }

    private static YamlNode Yaml(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return Assert.Single(stream.Documents).RootNode;
    }

    private static void Same(JsonElement json, YamlNode yaml)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                var members = Assert.IsType<YamlMappingNode>(yaml).Children;
                Assert.Equal(json.EnumerateObject().Select(member => member.Name), members.Keys.Select(key => ((YamlScalarNode)key).Value));
                foreach (var (member, node) in json.EnumerateObject().Zip(members.Values))
                    Same(member.Value, node);
                break;
            case JsonValueKind.Array:
                var items = Assert.IsType<YamlSequenceNode>(yaml).Children;
                Assert.Equal(json.GetArrayLength(), items.Count);
                foreach (var (item, node) in json.EnumerateArray().Zip(items))
                    Same(item, node);
                break;
            case JsonValueKind.String:
                var scalar = Assert.IsType<YamlScalarNode>(yaml);
                Assert.Equal(json.GetString(), scalar.Value);
                // A plain one must be no number, boolean or null by YAML 1.1, which kubectl reads.
                if (scalar.Style == YamlDotNet.Core.ScalarStyle.Plain)
                    Assert.DoesNotMatch("^(?i:y|n|yes|no|on|off|true|false|null|~|)$|^[-+.0-9]", scalar.Value!);
                break;
            default:
                var plain = Assert.IsType<YamlScalarNode>(yaml);
                Assert.Equal((json.GetRawText(), YamlDotNet.Core.ScalarStyle.Plain), (plain.Value, plain.Style));
                break;
        }
    }
}
