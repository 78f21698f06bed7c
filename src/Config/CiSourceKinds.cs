namespace Helmstuck.Config;

/// <summary>The one list of the kinds of CI sources: settings files, variables and <c>config view</c> use it.</summary>
internal static class CiSourceKinds
{
    private static readonly Shape Text = new Shape.Value(JsonType.Text, ValueRules.NotEmpty);
    private static readonly Shape Expression = new Shape.Value(JsonType.Text, ValueRules.Regex);
    private static readonly Shape TimeLimit = new Shape.Value(JsonType.Text, ValueRules.TimeLimit);

    public static readonly CiSourceKind GitLab = Server("gitlab", ("project", Text), "jobs") with { Needed = ["url", "project"] };

    public static readonly CiSourceKind GitHub = Server(
        "github",
        ("repository", new Shape.Value(JsonType.Text, ValueRules.RepositoryName)),
        "workflows"
    ) with
    {
        Needed = ["repository"],
        DefaultUrl = "https://api.github.com",
    };

    public static readonly CiSourceKind Command = new(
        "command",
        [
            ("name", Text),
            ("run", new Shape.ListOf(new Shape.Value(JsonType.Text, _ => null))),
            ("timeout", TimeLimit),
            ("contexts", Expression),
        ]
    )
    {
        Place = "run",
    };

    public static readonly IReadOnlyList<CiSourceKind> All = [GitLab, GitHub, Command];

    private static CiSourceKind Server(string key, (string Key, Shape Shape) place, string names) =>
        new(
            key,
            [
                ("name", Text),
                ("url", new Shape.Value(JsonType.Text, ValueRules.WebAddress) { Hidden = true }),
                place,
                ("tokenEnv", new Shape.Value(JsonType.Text, ValueRules.VariableName) { Hidden = true }),
                ("tokenFile", Text),
                ("caFile", Text),
                (names, Expression),
                ("refs", Expression),
                ("contexts", Expression),
                ("timeout", TimeLimit),
            ]
        )
        {
            Place = place.Key,
            Names = names,
        };
}
