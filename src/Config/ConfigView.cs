using System.Globalization;
using System.Text;
using System.Text.Json;
using Helmstuck.Go;

namespace Helmstuck.Config;

/// <summary>
/// The effective settings and the source of each, for <c>config view</c>. Tokens are never part of the settings, and are not read
/// here.
/// </summary>
internal sealed class ConfigView(Settings settings, Provenance provenance)
{
    /// <summary>A table with the columns KEY, VALUE and FROM, below a line that names the settings file.</summary>
    public string Print()
    {
        var rows = Rows()
            .Select(row => (row.Key, Value: Spoken(row.Value), From: From(row.Key)))
            .Prepend((Key: "KEY", Value: "VALUE", From: "FROM"))
            .ToList();
        var keys = rows.Max(row => row.Key.Length);
        var values = Math.Min(60, rows.Max(row => row.Value.Length));
        var text = new StringBuilder();
        text.Append(provenance.File is { } file ? $"settings file: {file}\n" : "settings file: none\n");
        foreach (var (key, value, from) in rows)
            text.Append(CultureInfo.InvariantCulture, $"{key.PadRight(keys)}  {value.PadRight(values)}  {from}\n");
        return text.ToString();
    }

    /// <summary>
    /// <c>{ "apiVersion", "kind": "Config", "file", "settings": as in the settings file, "from": { key: source } }</c>. What
    /// <c>settings</c> holds can be saved as a settings file.
    /// </summary>
    public string PrintJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("apiVersion", "helmstuck/v1");
            json.WriteString("kind", "Config");
            json.WriteString("file", provenance.File);
            json.WritePropertyName("settings");
            WriteSettings(json);
            json.WriteStartObject("from");
            foreach (var (key, _) in Rows())
                json.WriteString(key, From(key));
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length) + "\n";
    }

    private void WriteSettings(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        if (settings.Namespace is { } name)
            json.WriteString("namespace", name);
        json.WriteStartObject("health");
        json.WriteNumber("hpaTolerance", settings.Health.HpaTolerance);
        json.WriteEndObject();
        json.WriteStartObject("helm");
        json.WriteString("idleAfter", GoDuration.Format(settings.Helm.IdleAfter));
        json.WriteString("longestTimeout", GoDuration.Format(settings.Helm.LongestTimeout));
        json.WriteBoolean("localProcesses", settings.Helm.LocalProcesses);
        json.WriteString("driver", settings.Helm.Driver);
        json.WriteEndObject();
        json.WriteStartObject("contexts");
        Optional(json, "production", settings.ProductionContexts?.ToString());
        json.WriteEndObject();
        json.WriteBoolean("event", settings.Event);
        json.WritePropertyName("backup");
        WriteFields(json, settings.EncryptBackupsTo.Count > 0 ? [("encryptTo", Masked(settings.EncryptBackupsTo))] : []);
        json.WriteStartObject("pipelines");
        foreach (var kind in CiSourceKinds.All)
        {
            json.WriteStartArray(kind.Key);
            foreach (var source in Of(kind))
                WriteFields(json, Fields(source));
            json.WriteEndArray();
        }
        json.WriteEndObject();
        json.WriteStartObject("ui");
        json.WriteString("theme", settings.Ui.Theme);
        json.WriteBoolean("ascii", settings.Ui.Ascii);
        json.WriteBoolean("mouse", settings.Ui.Mouse);
        json.WriteString("refresh", GoDuration.Format(settings.Ui.Refresh));
        json.WriteEndObject();
        json.WriteBoolean("readOnly", settings.ReadOnly);
        json.WriteEndObject();
    }

    private static void WriteFields(Utf8JsonWriter json, IEnumerable<(string Key, object? Value)> fields)
    {
        json.WriteStartObject();
        foreach (var (key, value) in fields)
        {
            if (value is IReadOnlyList<string> list)
            {
                json.WriteStartArray(key);
                foreach (var item in list)
                    json.WriteStringValue(item);
                json.WriteEndArray();
            }
            else
            {
                Optional(json, key, (string?)value);
            }
        }
        json.WriteEndObject();
    }

    private static void Optional(Utf8JsonWriter json, string key, string? value)
    {
        if (value is not null)
            json.WriteString(key, value);
    }

    private List<(string Key, object? Value)> Rows()
    {
        List<(string Key, object? Value)> rows =
        [
            ("namespace", settings.Namespace),
            ("health.hpaTolerance", settings.Health.HpaTolerance.ToString(CultureInfo.InvariantCulture)),
            ("helm.idleAfter", GoDuration.Format(settings.Helm.IdleAfter)),
            ("helm.longestTimeout", GoDuration.Format(settings.Helm.LongestTimeout)),
            ("helm.localProcesses", settings.Helm.LocalProcesses ? "true" : "false"),
            ("helm.driver", settings.Helm.Driver),
            ("contexts.production", settings.ProductionContexts?.ToString()),
            ("event", settings.Event ? "true" : "false"),
            ("backup.encryptTo", settings.EncryptBackupsTo.Count > 0 ? Masked(settings.EncryptBackupsTo) : null),
        ];
        rows.AddRange(
            from kind in CiSourceKinds.All
            from item in Of(kind).Index()
            from field in Fields(item.Item)
            where field.Value is not null
            select ($"pipelines.{kind.Key}[{item.Index}].{field.Key}", field.Value)
        );
        rows.Add(("ui.theme", settings.Ui.Theme));
        rows.Add(("ui.ascii", settings.Ui.Ascii ? "true" : "false"));
        rows.Add(("ui.mouse", settings.Ui.Mouse ? "true" : "false"));
        rows.Add(("ui.refresh", GoDuration.Format(settings.Ui.Refresh)));
        rows.Add(("readOnly", settings.ReadOnly ? "true" : "false"));
        return rows;
    }

    private IEnumerable<CiSourceSettings> Of(CiSourceKind kind) => settings.CiSources.Where(source => source.Kind == kind);

    private static IEnumerable<(string Key, object? Value)> Fields(CiSourceSettings source) =>
        source.Fields.Select(field => (field.Key, field.Value is IReadOnlyList<string> run ? Masked(run) : field.Value));

    /// <summary>A token does not belong on a command line; if there is one, it is not shown.</summary>
    private static List<string> Masked(IReadOnlyList<string> arguments)
    {
        var shown = new List<string>();
        foreach (var argument in arguments)
        {
            var secret = SecretWords.AreIn(argument);
            var follows =
                shown.Count > 0
                && shown[^1] is ['-', .., not '*'] previous
                && !previous.Contains('=', StringComparison.Ordinal)
                && SecretWords.AreIn(previous);
            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            shown.Add(
                follows ? "***"
                : secret && equals >= 0 ? argument[..(equals + 1)] + "***"
                : argument
            );
        }
        return shown;
    }

    private static string Spoken(object? value) =>
        value switch
        {
            null => "-",
            IReadOnlyList<string> list => string.Join(' ', list),
            _ => (string)value,
        };

    /// <summary>For a list, the source of its first item.</summary>
    private string From(string key) => provenance.Sources.ContainsKey(key) ? provenance.Of(key) : provenance.Of($"{key}[0]");
}
