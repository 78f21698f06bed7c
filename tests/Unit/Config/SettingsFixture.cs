using Helmstuck.Config;

namespace Helmstuck.Tests.Unit.Config;

/// <summary>A home folder of its own, a settings file in it, variables handed in.</summary>
public sealed class SettingsFixture : IDisposable
{
    public string Home { get; } = Directory.CreateTempSubdirectory("helmstuck-config-").FullName;

    public string DefaultFile => Path.Combine(Home, ".config", "helmstuck", "config.json");

    public Dictionary<string, string> Plain { get; } = [];

    public void Dispose() => Directory.Delete(Home, recursive: true);

    public string Write(string json, string? file = null)
    {
        file ??= DefaultFile;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, json);
        return file;
    }

    internal SettingsResult Load(string? flag = null, params (string Name, string Value)[] variables) =>
        SettingsLoader.Load(
            flag,
            Plain.GetValueOrDefault,
            variables.Select(variable => KeyValuePair.Create(variable.Name, variable.Value)),
            Home
        );

    internal Settings Ok(string? flag = null, params (string Name, string Value)[] variables) => OkWith(flag, variables).Settings;

    internal SettingsResult.Ok OkWith(string? flag = null, params (string Name, string Value)[] variables)
    {
        var result = Load(flag, variables);
        return result is SettingsResult.Failed failed
            ? throw new Xunit.Sdk.XunitException(failed.Message)
            : Assert.IsType<SettingsResult.Ok>(result);
    }

    internal string Failed(string? flag = null, params (string Name, string Value)[] variables) =>
        Assert.IsType<SettingsResult.Failed>(Load(flag, variables)).Message;
}
