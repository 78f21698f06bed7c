using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Helmstuck.Tests.Cluster;

/// <summary>
/// Every subcommand in every output format that its help names, on a release that real Helm left stuck: JSON as its schema says, and
/// YAML with the same content.
/// </summary>
public sealed partial class OutputFormatTests(SharedControlPlane shared)
{
    private static readonly Dictionary<string, (string[] Arguments, DocumentSchema Schema)> Documents = new(StringComparer.Ordinal)
    {
        ["list"] = (["--all"], DocumentSchema.ReleaseList),
        ["explain"] = (["web"], DocumentSchema.Review),
        ["guard"] = (["web", "--wait", "0s", "--dry-run"], DocumentSchema.Guard),
        ["journal"] = ([], DocumentSchema.Journal),
        ["backups"] = ([], DocumentSchema.BackupList),
        ["version"] = (["--with-server"], DocumentSchema.Version),
    };

    [Theory]
    [InlineData(3, "secret")]
    [InlineData(4, "secret")]
    [InlineData(3, "configmap")]
    [InlineData(4, "configmap")]
    public async Task Every_subcommand_prints_every_format_that_its_help_names(int major, string driver)
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("formats");
        await plane.LeaveStuckUpgradeAsync(major, space, "web", driver);
        var kind = driver == "secret" ? Helm.Records.StorageDriver.Secret : Helm.Records.StorageDriver.ConfigMap;
        using var cli = new ClusterCli(plane, plane.AdminUser, space, kind);
        // Something to list in the journal and the backups: deleted and restored.
        Assert.Equal(0, (await cli.UnstickAsync("web", "2")).ExitCode);
        var restored = await cli.RunAsync("restore", cli.Backups[0]);
        Assert.True(restored.ExitCode is 0 or 6, restored.Error);

        var formats = new List<string>();
        foreach (var command in Commands((await cli.RunAsync("--help")).Out))
        {
            var help = (await cli.RunAsync(command, "--help")).Out;
            foreach (var format in Formats(help))
            {
                formats.Add($"{command} -o {format}");
                Assert.True(Documents.TryGetValue(command, out var document), $"{command} -o {format} has no schema");
                var result = await cli.RunAsync([command, .. document.Arguments, "-o", format]);
                Assert.True(result.ExitCode is 0 or 4, $"{command} -o {format}: {result.Error}");
                Assert.NotEmpty(result.Out);
                if (format == "json")
                    document.Schema.Parse(result.Out);
                else if (format == "yaml")
                    document.Schema.Parse(Json(result.Out).ToJsonString());
            }
        }
        TestContext.Current.SendDiagnosticMessage($"output formats: {formats.Count}: {string.Join(", ", formats)}");
        Assert.All(Documents.Keys, command => Assert.Contains($"{command} -o json", formats));
    }

    private static IEnumerable<string> Commands(string help) =>
        CommandLine().Matches(help[help.IndexOf("\nCommands:", StringComparison.Ordinal)..]).Select(match => match.Groups[1].Value);

    private static string[] Formats(string help) =>
        OutputLine().Match(help) is { Success: true } line
            ? line.Groups[1].Value.Split([", ", " or "], StringSplitOptions.RemoveEmptyEntries)
            : [];

    /// <summary>The YAML as JSON: quoted scalars are text, plain ones what YAML's core schema makes of them.</summary>
    private static JsonNode Json(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return Node(stream.Documents[0].RootNode)!;
    }

    private static JsonNode? Node(YamlNode node) =>
        node switch
        {
            YamlMappingNode map => new JsonObject(
                map.Children.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, Node(pair.Value)))
            ),
            YamlSequenceNode list => new JsonArray([.. list.Children.Select(Node)]),
            YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain } plain => Plain(plain.Value ?? ""),
            _ => ((YamlScalarNode)node).Value,
        };

    private static JsonNode? Plain(string text) =>
        text switch
        {
            "null" or "" => null,
            "true" => true,
            "false" => false,
            _ => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : text,
        };

    [GeneratedRegex(@"(?m)^  ([a-z]+) ")]
    private static partial Regex CommandLine();

    [GeneratedRegex(@"(?m)^  -o, --output <FORMAT> +Output format: ([a-z, ]+)")]
    private static partial Regex OutputLine();
}
