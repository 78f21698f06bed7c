using System.Text.Json;
using Helmstuck.Config;

namespace Helmstuck.Tests.Unit.Config;

public sealed class ConfigViewTests : IDisposable
{
    private readonly SettingsFixture given = new();

    public void Dispose() => given.Dispose();

    private const string File = """
        { "namespace": "gitlab", "pipelines": {
            "gitlab": [ { "name": "ops", "url": "https://ops.example", "project": "g/p", "tokenEnv": "GITLAB_TOKEN", "jobs": "^deploy" } ],
            "command": [ { "run": [ "check", "--api-token=SECRET", "--password", "SECRET", "--all" ] } ] } }
        """;

    [Fact]
    public void The_table_says_each_value_and_where_it_came_from()
    {
        var file = given.Write(File);
        var (settings, provenance) = given.OkWith(null, ("HELMSTUCK_HELM__IDLEAFTER", "90s"));
        var lines = new ConfigView(settings, provenance.With("helm.driver", "--driver"))
            .Print()
            .Split('\n')
            .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            .ToList();
        Assert.Equal(
            [
                $"settings file: {file}",
                "KEY VALUE FROM",
                $"namespace gitlab {file}",
                "health.hpaTolerance 0.1 default",
                "helm.idleAfter 1m30s HELMSTUCK_HELM__IDLEAFTER",
                "helm.longestTimeout 1h default",
                "helm.localProcesses true default",
                "helm.driver secret --driver",
                "contexts.production - default",
                "event false default",
                "backup.encryptTo - default",
                $"pipelines.gitlab[0].name ops {file}",
                $"pipelines.gitlab[0].url https://ops.example {file}",
                $"pipelines.gitlab[0].project g/p {file}",
                $"pipelines.gitlab[0].tokenEnv GITLAB_TOKEN {file}",
                $"pipelines.gitlab[0].jobs ^deploy {file}",
                "pipelines.gitlab[0].timeout 10s default",
                "pipelines.command[0].name check default",
                $"pipelines.command[0].run check --api-token=*** --password *** --all {file}",
                "pipelines.command[0].timeout 10s default",
                "ui.theme default default",
                "ui.ascii false default",
                "ui.mouse false default",
                "ui.refresh 2s default",
                "readOnly false default",
                "",
            ],
            lines
        );
    }

    [Fact]
    public void The_JSON_is_a_settings_file_again()
    {
        given.Write(File);
        var (settings, provenance) = given.OkWith(null, ("HELMSTUCK_UI__THEME", "mono"));
        var json = new ConfigView(settings, provenance).PrintJson();
        Assert.DoesNotContain("SECRET", json);

        using var document = JsonDocument.Parse(json);
        Assert.Equal("HELMSTUCK_UI__THEME", document.RootElement.GetProperty("from").GetProperty("ui.theme").GetString());
        var again = given.Write(document.RootElement.GetProperty("settings").GetRawText(), Path.Combine(given.Home, "again.json"));
        var (reread, fresh) = given.OkWith(again);
        Assert.Equal(
            JsonDocument.Parse(json).RootElement.GetProperty("settings").GetRawText(),
            JsonDocument.Parse(new ConfigView(reread, fresh).PrintJson()).RootElement.GetProperty("settings").GetRawText()
        );
    }

    [Fact]
    public void Nothing_set_is_said_so() =>
        Assert.StartsWith(
            "settings file: none\nKEY",
            new ConfigView(new Settings(), new Provenance(null, new Dictionary<string, string>())).Print()
        );
}
