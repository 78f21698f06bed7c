using Helmstuck.Survey;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Loop;

/// <summary>Plain values from the command line and the settings.</summary>
internal sealed record TuiOptions
{
    public required string Context { get; init; }

    /// <summary>Null for all namespaces.</summary>
    public required string? Namespace { get; init; }

    /// <summary>What is listed, if it is more than one namespace or context; else empty.</summary>
    public IReadOnlyList<Source> Sources { get; init; } = [];

    /// <summary>The namespaces to list where all of them may not be listed.</summary>
    public IReadOnlyList<string> Fallback { get; init; } = [];

    /// <summary>The API server's host and port.</summary>
    public required string Server { get; init; }

    /// <summary>The settings call this context production (<c>contexts.production</c>).</summary>
    public bool Production { get; init; }

    public ThemeName Theme { get; init; } = ThemeName.Default;

    /// <summary><c>--no-color</c> or <c>NO_COLOR</c>: the mono theme, regardless of the setting.</summary>
    public bool NoColor { get; init; }

    public bool Ascii { get; init; }

    /// <summary>Clicks and the wheel do something (settings <c>ui.mouse</c>).</summary>
    public bool Mouse { get; init; }
    public bool ReadOnly { get; init; }

    /// <summary>A line leads through the four steps of the runbook: only on the demo cluster.</summary>
    public bool Guided { get; init; }

    /// <summary>How often the open review is refreshed; zero: never (settings <c>ui.refresh</c>).</summary>
    public required TimeSpan Refresh { get; init; }

    /// <summary><c>default</c>, <c>mono</c>, <c>high-contrast</c> or <c>light</c>; null for any other name.</summary>
    public static ThemeName? ThemeOf(string name) =>
        name switch
        {
            "default" => ThemeName.Default,
            "mono" => ThemeName.Mono,
            "high-contrast" => ThemeName.HighContrast,
            "light" => ThemeName.Light,
            _ => null,
        };

    /// <summary>The model before the first read.</summary>
    public Model Begin() =>
        new()
        {
            Sources = Sources.Count > 0 ? Sources : [new Source { Fallback = Fallback }],
            Place = Sources.Count > 0 ? Sources[0].Place : new Place(Context, Server, "") { Production = Production },
            Scope = Sources.Count > 0 ? Sources[0].Scope : new ListScope { Namespace = Namespace },
            Appearance = new Appearance(NoColor ? ThemeName.Mono : Theme, Ascii),
            Mouse = Mouse,
            ReadOnly = ReadOnly,
            Guide = Guided ? 1 : 0,
            Refresh = Refresh,
        };
}
