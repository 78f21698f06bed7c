namespace Helmstuck.Config;

/// <summary>Every key of the settings. What is not here is an error.</summary>
internal static class SettingsShape
{
    private static readonly Shape Expression = new Shape.Value(JsonType.Text, ValueRules.Regex);
    private static readonly Shape Boolean = new Shape.Value(JsonType.Boolean, ValueRules.Boolean);
    private static readonly Shape Duration = new Shape.Value(JsonType.Text, ValueRules.Duration);
    private static readonly Shape TimeLimit = new Shape.Value(JsonType.Text, ValueRules.TimeLimit);

    public static Shape.Section Root { get; } =
        Section(
            ("namespace", new Shape.Value(JsonType.Text, ValueRules.NamespaceName)),
            ("health", Section(("hpaTolerance", new Shape.Value(JsonType.Number, ValueRules.Share)))),
            (
                "helm",
                Section(
                    ("idleAfter", Duration),
                    ("longestTimeout", Duration),
                    ("localProcesses", Boolean),
                    ("driver", new Shape.Value(JsonType.Text, ValueRules.OneOf("secret", "configmap")))
                )
            ),
            ("contexts", Section(("production", Expression))),
            ("event", Boolean),
            ("backup", Section(("encryptTo", new Shape.ListOf(new Shape.Value(JsonType.Text, static _ => null))))),
            ("pipelines", Section([.. CiSourceKinds.All.Select(kind => (kind.Key, (Shape)new Shape.ListOf(Section([.. kind.Keys]))))])),
            (
                "ui",
                Section(
                    ("theme", new Shape.Value(JsonType.Text, ValueRules.OneOf("default", "mono", "high-contrast", "light"))),
                    ("ascii", Boolean),
                    ("mouse", Boolean),
                    ("refresh", TimeLimit)
                )
            ),
            ("readOnly", Boolean)
        );

    private static Shape.Section Section(params (string Key, Shape Shape)[] keys) =>
        new(keys.ToDictionary(key => key.Key, key => key.Shape, StringComparer.OrdinalIgnoreCase));
}
