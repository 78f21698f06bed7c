using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Helmstuck.Tests.Unit.Config;

public sealed class SettingsErrorTests : IDisposable
{
    private readonly SettingsFixture given = new();

    public void Dispose() => given.Dispose();

    [Theory]
    [InlineData(
        """{ "nope": 1 }""",
        "unknown key nope (1); the file takes namespace, health, helm, contexts, event, backup, pipelines, ui, readOnly"
    )]
    [InlineData(
        """{ "helm": { "idleafterr": "5m" } }""",
        "unknown key helm.idleafterr (\"5m\"); helm takes idleAfter, longestTimeout, localProcesses, driver"
    )]
    [InlineData("""{ "helm:idleAfter": "5m" }""", "unknown key helm:idleAfter (\"5m\")")]
    [InlineData("""{ "contexts": { "staging": "x" } }""", "unknown key contexts.staging (\"x\"); contexts takes production")]
    [InlineData(
        """{ "pipelines": { "gitlab": [ { "url": "https://a", "project": "p", "branch": {} } ] } }""",
        "unknown key pipelines.gitlab[0].branch (an object)"
    )]
    [InlineData("""{ "backup": { "encryptTo": "age" } }""", "backup.encryptTo is not a list but \"age\"")]
    [InlineData("""{ "backup": { "encryptTo": [ 1 ] } }""", "backup.encryptTo[0]: 1 is not a string")]
    [InlineData("""{ "backup": { "encryptTo": [ "" ] } }""", "backup.encryptTo has no program")]
    [InlineData(
        """{ "backup": { "encryptTo": [ "bin/seal" ] } }""",
        "backup.encryptTo[0]: \"bin/seal\" is neither a program's name nor an absolute path"
    )]
    [InlineData("""{ "backup": { "encrypt": [ "age" ] } }""", "unknown key backup.encrypt (a list); backup takes encryptTo")]
    [InlineData("""{ "namespace": 5 }""", "namespace: 5 is not a string")]
    [InlineData("""{ "namespace": "Not A Name" }""", "namespace: \"Not A Name\" is not a namespace's name")]
    [InlineData("""{ "helm": "secret" }""", "helm is not an object but \"secret\"")]
    [InlineData("""{ "helm": [] }""", "helm is not an object but a list")]
    [InlineData("""{ "helm": { "idleAfter": 600 } }""", "helm.idleAfter: 600 is not a string")]
    [InlineData("""{ "helm": { "idleAfter": "10 minutes" } }""", "helm.idleAfter: \"10 minutes\" is not a duration like 10m, 90s or 1h30m")]
    [InlineData("""{ "helm": { "driver": "sql" } }""", "helm.driver: \"sql\" is not one of secret, configmap")]
    [InlineData("""{ "health": { "hpaTolerance": "0.1" } }""", "health.hpaTolerance: \"0.1\" is not a number")]
    [InlineData("""{ "health": { "hpaTolerance": 10 } }""", "health.hpaTolerance: 10 is not a number from 0 to 1")]
    [InlineData("""{ "health": { "hpaTolerance": -0.1 } }""", "health.hpaTolerance: -0.1 is not a number from 0 to 1")]
    [InlineData("""{ "event": "true" }""", "event: \"true\" is not true or false")]
    [InlineData("""{ "readOnly": 1 }""", "readOnly: 1 is not true or false")]
    [InlineData("""{ "contexts": { "production": "a(" } }""", "contexts.production: \"a(\" is not a regular expression: Not enough )'s")]
    [InlineData("""{ "contexts": { "production": "(?<" } }""", "contexts.production: \"(?<\" is not a regular expression")]
    [InlineData("""{ "ui": { "theme": "Mono" } }""", "ui.theme: \"Mono\" is not one of default, mono, high-contrast")]
    [InlineData("""{ "ui": { "refresh": "0s" } }""", "ui.refresh: \"0s\" is not between 1ms and 24h")]
    [InlineData("""{ "pipelines": { "gitlab": {} } }""", "pipelines.gitlab is not a list but an object")]
    [InlineData("""{ "pipelines": { "gitlab": [ null ] } }""", "pipelines.gitlab[0] is not an object but null")]
    [InlineData("""{ "pipelines": { "gitlab": [ {} ] } }""", "pipelines.gitlab[0].url is missing")]
    [InlineData("""{ "pipelines": { "gitlab": [ { "url": "https://a" } ] } }""", "pipelines.gitlab[0].project is missing")]
    [InlineData(
        """{ "pipelines": { "gitlab": [ { "url": "gitlab.example", "project": "p" } ] } }""",
        "pipelines.gitlab[0].url: the value is not an https address"
    )]
    [InlineData(
        """{ "pipelines": { "gitlab": [ { "url": "http://a.example", "project": "p", "tokenEnv": "T" } ] } }""",
        "pipelines.gitlab[0].url: a token would be sent unencrypted: http://a.example is not https"
    )]
    [InlineData(
        """{ "pipelines": { "gitlab": [ { "url": "https://a", "project": "p", "tokenEnv": "T", "tokenFile": "f" } ] } }""",
        "pipelines.gitlab[0] has both tokenEnv (T) and tokenFile (f): remove one of them"
    )]
    [InlineData("""{ "pipelines": { "github": [ {} ] } }""", "pipelines.github[0].repository is missing")]
    [InlineData(
        """{ "pipelines": { "github": [ { "repository": "name" } ] } }""",
        "pipelines.github[0].repository: \"name\" is not a repository like owner/name"
    )]
    [InlineData(
        """{ "pipelines": { "github": [ { "repository": "o/..", "jobs": "x" } ] } }""",
        "pipelines.github[0].repository: \"o/..\" is not a repository like owner/name"
    )]
    [InlineData(
        """{ "pipelines": { "github": [ { "url": "http://ghe.example", "repository": "o/n", "tokenFile": "f" } ] } }""",
        "pipelines.github[0].url: a token would be sent unencrypted: http://ghe.example is not https"
    )]
    [InlineData(
        """{ "pipelines": { "github": [ { "repository": "o/n", "tokenEnv": "T", "tokenFile": "f" } ] } }""",
        "pipelines.github[0] has both tokenEnv (T) and tokenFile (f): remove one of them"
    )]
    [InlineData(
        """{ "pipelines": { "command": [ { "run": "check --all" } ] } }""",
        "pipelines.command[0].run is not a list but \"check --all\""
    )]
    [InlineData("""{ "pipelines": { "command": [ { "run": [ "a", 1 ] } ] } }""", "pipelines.command[0].run[1]: 1 is not a string")]
    [InlineData("""{ "pipelines": { "command": [ { "name": "x" } ] } }""", "pipelines.command[0].run has no program")]
    [InlineData("""{ "pipelines": { "command": [ { "run": [] } ] } }""", "pipelines.command[0].run has no program")]
    [InlineData(
        """{ "pipelines": { "command": [ { "run": [ "a" ], "timeout": "25h" } ] } }""",
        "pipelines.command[0].timeout: \"25h\" is not between 1ms and 24h"
    )]
    [InlineData("""{ "event": true, "Event": false }""", "Event is set twice, the second time to false")]
    [InlineData("[]", "the file is not an object but a list")]
    public void A_wrong_file_is_an_error_that_names_file_key_and_value(string json, string problem)
    {
        var file = given.Write(json);
        Assert.StartsWith($"{file}: {problem}", given.Failed());
    }

    [Theory]
    [InlineData("", "1:1: not JSON: ")]
    [InlineData("{ \"a\": \n  x }", "2:3: not JSON: 'x' is an invalid start of a value.")]
    [InlineData("namespace: gitlab\n", "1:2: not JSON: ")]
    public void What_is_not_JSON_is_named_with_its_place(string text, string problem)
    {
        var file = given.Write(text);
        Assert.StartsWith($"{file}:{problem}", given.Failed());
        Assert.DoesNotContain('\n', given.Failed());
    }

    [Theory]
    [InlineData("HELMSTUCK_NOPE", "x", "HELMSTUCK_NOPE: unknown setting (\"x\")")]
    [InlineData("HELMSTUCK_HELM__IDLE_AFTER", "5m", "HELMSTUCK_HELM__IDLE_AFTER: unknown setting (\"5m\")")]
    [InlineData("HELMSTUCK_HELM", "5m", "HELMSTUCK_HELM: helm is a group of settings, not a single setting (\"5m\")")]
    [InlineData(
        "HELMSTUCK_HELM__IDLEAFTER",
        "soon",
        "HELMSTUCK_HELM__IDLEAFTER: helm.idleAfter: \"soon\" is not a duration like 10m, 90s or 1h30m"
    )]
    [InlineData("HELMSTUCK_READONLY", "yes", "HELMSTUCK_READONLY: readOnly: \"yes\" is not true or false")]
    [InlineData("HELMSTUCK_PIPELINES__GITLAB__X__URL", "https://a", "HELMSTUCK_PIPELINES__GITLAB__X__URL: unknown setting (\"https://a\")")]
    [InlineData(
        "HELMSTUCK_PIPELINES__GITLAB__3__URL",
        "https://a",
        "HELMSTUCK_PIPELINES__GITLAB__3__*: pipelines.gitlab[3] is set, but [0] is not"
    )]
    [InlineData(
        "HELMSTUCK_PIPELINES__GITLAB__0__URL",
        "https://a",
        "HELMSTUCK_PIPELINES__GITLAB__0__URL: pipelines.gitlab[0].project is missing"
    )]
    [InlineData(
        "HELMSTUCK_CONTEXTS__PRODUCTION",
        "[",
        "HELMSTUCK_CONTEXTS__PRODUCTION: contexts.production: \"[\" is not a regular expression: Unterminated [] set"
    )]
    public void A_wrong_variable_is_an_error_that_names_variable_key_and_value(string name, string value, string problem) =>
        Assert.StartsWith(problem, given.Failed(null, (name, value)));

    [Theory]
    [InlineData("""{ "pipelines": { "gitlab": [ { "url": "https://a", "project": "p", "token": "glpat-SECRET" } ] } }""")]
    [InlineData("""{ "pipelines": { "gitlab": [ { "url": "https://a", "project": "p", "tokenEnv": "glpat-SECRET" } ] } }""")]
    [InlineData("""{ "pipelines": { "gitlab": [ { "url": "https://user:glpat-SECRET@a", "project": "p" } ] } }""")]
    [InlineData("""{ "pipelines": { "gitlab": [ { "url": "https://a?private_token=glpat-SECRET", "project": "p" } ] } }""")]
    [InlineData("""{ "privateToken": "glpat-SECRET" }""")]
    public void A_secret_in_the_wrong_place_is_refused_and_not_repeated(string json)
    {
        given.Write(json);
        Assert.DoesNotContain("SECRET", given.Failed());
        Assert.DoesNotContain("SECRET", given.Failed(null, ("HELMSTUCK_GITLAB_TOKEN", "SECRET")));
        File.Delete(given.DefaultFile);
        Assert.DoesNotContain("SECRET", given.Failed(null, ("HELMSTUCK_PIPELINES__GITLAB__0__TOKEN", "SECRET")));
    }

    private static readonly string[] TopLevel = ["namespace", "health", "helm", "contexts", "event", "pipelines", "ui", "readOnly"];

    /// <summary>Wherever an object may stand in the settings, any key that is not of the contract is an error that names it.</summary>
    [Fact]
    public void Any_unknown_key_anywhere_is_an_error()
    {
        string[] known =
        [
            .. TopLevel,
            "hpaTolerance",
            "idleAfter",
            "longestTimeout",
            "localProcesses",
            "driver",
            "production",
            "gitlab",
            "command",
            "name",
            "url",
            "project",
            "tokenEnv",
            "tokenFile",
            "caFile",
            "jobs",
            "refs",
            "timeout",
            "run",
            "theme",
            "ascii",
            "mouse",
            "refresh",
        ];
        var names = Gen.OneOf(
                Gen.Elements(known.Select(name => name + "s").Concat(known.Select(name => name[1..])).ToArray()),
                Gen.Choose(' ', '~').Select(letter => (char)letter).NonEmptyListOf().Select(letters => new string([.. letters]))
            )
            .Where(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase));
        var places = Gen.Choose(0, 8);
        var values = Gen.Elements("1", "\"x\"", "true", "{}", "[]", "null");
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                names.ToArbitrary(),
                places.ToArbitrary(),
                values.ToArbitrary(),
                (name, place, value) =>
                {
                    var root = JsonNode
                        .Parse(
                            """
                            { "health": {}, "helm": {}, "contexts": {}, "ui": {},
                              "pipelines": { "gitlab": [ { "url": "https://a", "project": "p" } ], "command": [ { "run": [ "a" ] } ] } }
                            """
                        )!
                        .AsObject();
                    var objects = new[]
                    {
                        root,
                        root["health"],
                        root["helm"],
                        root["contexts"],
                        root["ui"],
                        root["pipelines"],
                        root["pipelines"]!["gitlab"]![0],
                        root["pipelines"]!["command"]![0],
                        root,
                    };
                    objects[place]!.AsObject()[name] = JsonNode.Parse(value);
                    given.Write(root.ToJsonString());
                    var message = given.Failed();
                    return message.StartsWith($"{given.DefaultFile}: unknown key ", StringComparison.Ordinal)
                        && message.Contains(name, StringComparison.Ordinal);
                }
            )
        );
    }

    /// <summary>Any JSON at all gives settings or one line of text, never an exception.</summary>
    [Fact]
    public void Any_value_at_any_key_is_read_or_refused()
    {
        var values = Gen.Elements(
            "1",
            "-1",
            "1e400",
            "\"x\"",
            "\"10m\"",
            "\"\"",
            "\"\\u0000\\u001b[2J\\n\"",
            "true",
            "{}",
            "[]",
            "null",
            "[null]",
            "[{}]",
            "[[]]",
            "[\"a\"]",
            "\"(a+)+$\"",
            "\"https://a\""
        );
        var keys = Gen.Elements<string>([
            .. TopLevel,
            "health.hpaTolerance",
            "helm.idleAfter",
            "contexts.production",
            "pipelines.gitlab",
            "pipelines.command",
            "ui.refresh",
            "ui.theme",
        ]);
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                keys.ToArbitrary(),
                values.ToArbitrary(),
                (key, value) =>
                {
                    var parts = key.Split('.');
                    given.Write(parts.Length == 1 ? $"{{ \"{key}\": {value} }}" : $"{{ \"{parts[0]}\": {{ \"{parts[1]}\": {value} }} }}");
                    return given.Load() is not Helmstuck.Config.SettingsResult.Failed failed
                        || (failed.Message.StartsWith(given.DefaultFile, StringComparison.Ordinal) && !failed.Message.Any(char.IsControl));
                }
            )
        );
    }
}
