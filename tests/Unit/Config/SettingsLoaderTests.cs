using Helmstuck.Config;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace Helmstuck.Tests.Unit.Config;

public sealed class SettingsLoaderTests : IDisposable
{
    private readonly SettingsFixture given = new();

    public void Dispose() => given.Dispose();

    /// <summary>Every key of the contract.</summary>
    private const string Everything = """
        { "namespace": "gitlab",
          "health":    { "hpaTolerance": 0.25 },
          "helm":      { "idleAfter": "1h30m", "longestTimeout": "2h", "localProcesses": false, "driver": "configmap" },
          "contexts":  { "production": "^gprd" },
          "event":     true,
          "backup":    { "encryptTo": [ "age", "-r", "age1" ] },
          "pipelines": { "gitlab":  [ { "name": "ops", "url": "https://ops.example/git", "project": "group/name",
            "tokenEnv": "GITLAB_TOKEN",
                                        "jobs": "^deploy", "refs": "^main$", "contexts": "gprd", "timeout": "3s" },
                                      { "url": "http://127.0.0.1:1", "project": "7", "tokenFile": "~/token", "caFile": "ca.pem" } ],
                         "command": [ { "name": "lock", "run": [ "check-lock", "a b" ], "timeout": "90s", "contexts": "." }, { "run": [
                           "/usr/bin/other" ] } ] },
          "ui":        { "theme": "high-contrast", "ascii": true, "mouse": true, "refresh": "500ms" },
          "readOnly":  true }
        """;

    private static List<CiSourceSettings> Of(Settings settings, CiSourceKind kind) =>
        [.. settings.CiSources.Where(source => source.Kind == kind)];

    [Fact]
    public void Without_a_file_all_is_default()
    {
        var (settings, provenance) = given.OkWith();
        Assert.Equal(new Settings { CiSources = settings.CiSources }, settings);
        Assert.Empty(settings.CiSources);
        Assert.Equal(
            (0.10, TimeSpan.FromMinutes(10), "secret", "default", TimeSpan.FromSeconds(2), false),
            (
                settings.Health.HpaTolerance,
                settings.Helm.IdleAfter,
                settings.Helm.Driver,
                settings.Ui.Theme,
                settings.Ui.Refresh,
                settings.ReadOnly
            )
        );
        Assert.Null(provenance.File);
        Assert.Equal("default", provenance.Of("helm.idleAfter"));
    }

    [Fact]
    public void Every_key_of_the_contract_is_read()
    {
        var file = given.Write(Everything);
        var (settings, provenance) = given.OkWith();

        Assert.Equal("gitlab", settings.Namespace);
        Assert.Equal(["age", "-r", "age1"], settings.EncryptBackupsTo);
        Assert.Equal(0.25, settings.Health.HpaTolerance);
        Assert.Equal((new TimeSpan(1, 30, 0), "configmap"), (settings.Helm.IdleAfter, settings.Helm.Driver));
        Assert.Matches(settings.ProductionContexts!, "gprd-eu");
        Assert.True(settings.Event);
        Assert.True(settings.ReadOnly);
        Assert.Equal(
            new UiSettings
            {
                Theme = "high-contrast",
                Ascii = true,
                Mouse = true,
                Refresh = TimeSpan.FromMilliseconds(500),
            },
            settings.Ui
        );

        var gitlab = Of(settings, CiSourceKinds.GitLab);
        Assert.Equal(2, gitlab.Count);
        var ops = gitlab[0];
        Assert.Equal(
            ("ops", "https://ops.example/git", "group/name", "GITLAB_TOKEN", null, "^deploy", "^main$", "gprd", 3d),
            (
                ops.Name,
                ops.Url.ToString(),
                ops.Place,
                ops.Text("tokenEnv"),
                ops.Text("tokenFile"),
                ops.Names?.ToString(),
                ops.Text("refs"),
                ops.Contexts?.ToString(),
                ops.Timeout.TotalSeconds
            )
        );
        var local = gitlab[1];
        Assert.Equal(
            ("7", Path.Combine(given.Home, "token"), Path.Combine(Path.GetDirectoryName(file)!, "ca.pem"), 10d),
            (local.Name, local.Text("tokenFile"), local.Text("caFile"), local.Timeout.TotalSeconds)
        );

        var commands = Of(settings, CiSourceKinds.Command);
        Assert.Equal(
            ("lock", "check-lock|a b", 90d, "."),
            (commands[0].Name, string.Join('|', commands[0].Run), commands[0].Timeout.TotalSeconds, commands[0].Contexts!.ToString())
        );
        Assert.Equal("other", commands[1].Name);

        Assert.Equal(file, provenance.File);
        Assert.All(
            ["namespace", "helm.idleAfter", "pipelines.gitlab[1].tokenFile", "pipelines.command[0].run[1]", "readOnly"],
            key => Assert.Equal(file, provenance.Of(key))
        );
        Assert.Equal("default", provenance.Of("pipelines.gitlab[1].timeout"));
    }

    [Fact]
    public void Comments_trailing_commas_nulls_and_other_case_are_accepted()
    {
        given.Write(
            """
            // the ops cluster
            { "NameSpace": "a", "HELM": { "idleafter": "5m", /* later */ }, "event": null, "pipelines": null, "ui": { "theme": null }, }
            """
        );
        var settings = given.Ok();
        Assert.Equal(("a", TimeSpan.FromMinutes(5), "default"), (settings.Namespace, settings.Helm.IdleAfter, settings.Ui.Theme));
    }

    [Fact]
    public void Variables_win_over_the_file_in_any_case()
    {
        given.Write(
            """
            { "namespace": "a", "helm": { "idleAfter": "5m", "driver": "configmap" }, "pipelines": { "gitlab": [ {
              "url": "https://a.example", "project": "p", "jobs": "x" } ] } }
            """
        );
        var (settings, provenance) = given.OkWith(
            null,
            ("HELMSTUCK_HELM__IDLEAFTER", "90s"),
            ("helmstuck_readonly", "TRUE"),
            ("HELMSTUCK_HEALTH__hpaTolerance", "0"),
            ("HELMSTUCK_PIPELINES__GITLAB__0__JOBS", "^deploy"),
            ("HELMSTUCK_PIPELINES__GITLAB__1__URL", "https://b.example"),
            ("HELMSTUCK_PIPELINES__GITLAB__1__PROJECT", "q"),
            ("HELMSTUCK_PIPELINES__COMMAND__0__RUN__0", "true"),
            ("HELMSTUCK_NAMESPACE", ""),
            ("OTHER_NAMESPACE", "b"),
            ("HELMSTUCKNAMESPACE", "c")
        );

        Assert.Equal(
            ("a", 90d, "configmap", true, 0d),
            (
                settings.Namespace,
                settings.Helm.IdleAfter.TotalSeconds,
                settings.Helm.Driver,
                settings.ReadOnly,
                settings.Health.HpaTolerance
            )
        );
        Assert.Equal(["^deploy", null], Of(settings, CiSourceKinds.GitLab).Select(source => source.Names?.ToString()));
        Assert.Equal(
            ["https://a.example/", "https://b.example/"],
            Of(settings, CiSourceKinds.GitLab).Select(source => source.Url.ToString())
        );
        Assert.Equal(["true"], Of(settings, CiSourceKinds.Command).Single().Run);
        Assert.Equal(
            ("HELMSTUCK_HELM__IDLEAFTER", "HELMSTUCK_READONLY", given.DefaultFile, "HELMSTUCK_PIPELINES__GITLAB__0__JOBS"),
            (
                provenance.Of("helm.idleAfter"),
                provenance.Of("readOnly"),
                provenance.Of("namespace"),
                provenance.Of("pipelines.gitlab[0].jobs")
            )
        );
    }

    [Fact]
    public void The_processes_own_variables_come_through_the_same_door()
    {
        var source = Assert.IsType<EnvironmentVariablesConfigurationSource>(SettingsLoader.ProcessVariables);
        Assert.Equal("HELMSTUCK_", source.Prefix);
        // The default's own value: it disturbs nobody who is started meanwhile.
        Environment.SetEnvironmentVariable("HELMSTUCK_EVENT", "false");
        try
        {
            var loaded = Assert.IsType<SettingsResult.Ok>(
                SettingsLoader.Load(null, _ => null, SettingsLoader.ProcessVariables, given.Home)
            );
            Assert.Equal("HELMSTUCK_EVENT", loaded.Provenance.Of("event"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("HELMSTUCK_EVENT", null);
        }
    }

    [Theory]
    [InlineData(null, null, "secret", "default")]
    [InlineData(null, "", "secret", "default")]
    [InlineData(null, "secrets", "secret", "HELM_DRIVER")]
    [InlineData(null, "configmap", "configmap", "HELM_DRIVER")]
    [InlineData("secret", "configmap", "secret", "file")]
    [InlineData("secret", "sql", "secret", "file")]
    public void HELM_DRIVER_is_the_default_of_the_driver(string? inFile, string? variable, string driver, string from)
    {
        if (inFile is not null)
            given.Write($$"""{ "helm": { "driver": "{{inFile}}" } }""");
        if (variable is not null)
            given.Plain["HELM_DRIVER"] = variable;
        var (settings, provenance) = given.OkWith();
        Assert.Equal((driver, from == "file" ? given.DefaultFile : from), (settings.Helm.Driver, provenance.Of("helm.driver")));
    }

    [Fact]
    public void A_driver_that_is_not_known_is_an_error()
    {
        given.Plain["HELM_DRIVER"] = "sql";
        Assert.Equal("HELM_DRIVER: helm.driver: \"sql\" is not one of secret, configmap", given.Failed());
    }

    [Theory]
    [InlineData("xdg", "xdg/helmstuck/config.json")]
    [InlineData("", ".config/helmstuck/config.json")]
    public void The_default_file_follows_XDG_CONFIG_HOME(string folder, string file)
    {
        given.Plain["XDG_CONFIG_HOME"] = folder.Length == 0 ? "" : Path.Combine(given.Home, folder);
        given.Write("""{ "namespace": "found" }""", Path.Combine(given.Home, file));
        Assert.Equal("found", given.Ok().Namespace);
    }

    [Fact]
    public void A_relative_XDG_CONFIG_HOME_is_no_place()
    {
        given.Plain["XDG_CONFIG_HOME"] = "relative";
        given.Write("""{ "namespace": "found" }""");
        Assert.Equal("found", given.Ok().Namespace);
    }

    [Fact]
    public void The_flags_file_must_exist_and_replaces_the_default_one()
    {
        given.Write("""{ "namespace": "default-file", "readOnly": true }""");
        var missing = Path.Combine(given.Home, "missing.json");
        Assert.Equal($"{missing}: no such file", given.Failed(missing));
        Assert.Contains(given.Home, given.Failed(given.Home));

        var other = given.Write("""{ "namespace": "flag-file" }""", Path.Combine(given.Home, "other.json"));
        var settings = given.Ok(other);
        Assert.Equal(("flag-file", false), (settings.Namespace, settings.ReadOnly));
    }

    [Fact]
    public void Flags_are_laid_over_by_the_program()
    {
        var (_, provenance) = given.OkWith();
        var later = provenance.With("helm.driver", "--driver");
        Assert.Equal(("--driver", "default"), (later.Of("helm.driver"), provenance.Of("helm.driver")));
    }
}
