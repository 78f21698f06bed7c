using System.CommandLine;
using Helmstuck.Helm.Payload;
using Helmstuck.Runbook.Reviewing;

namespace Helmstuck.Cli;

/// <summary><c>guard --mine-if</c> with <c>--chart</c> and <c>--values</c>: how the pipeline recognises its own operation.</summary>
internal sealed class MineIfOption
{
    private readonly Option<string[]> mineIf = new("--mine-if")
    {
        Description =
            "Recover only an operation that all of these prove to be this pipeline's own: chart[=NAME-VERSION], "
            + "values[=sha256:DIGEST], label=VALUE or label=KEY=VALUE; separated by commas",
        HelpName = "CONDITIONS",
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<string?> chart = new("--chart")
    {
        Description = "The chart that this pipeline deploys: NAME-VERSION, a folder with a Chart.yaml, or a .tgz",
        HelpName = ChartReference,
    };

    private readonly Option<string[]> values = new("--values", "-f")
    {
        Description =
            "A file of values that this pipeline deploys with, as for helm upgrade -f; several are merged in order. "
            + "--set is not supported: use label= instead",
        HelpName = "FILE",
        AllowMultipleArgumentsPerToken = false,
    };

    /// <summary>Also how the completion knows that it may be a file.</summary>
    public const string ChartReference = "REF";

    public MineIfOption() => mineIf.CompletionSources.Add("chart", "values", "label=");

    public IEnumerable<Option> Options => [mineIf, chart, values];

    /// <summary>The conditions in the order of the command line, or the line to print if one cannot be understood.</summary>
    public (IReadOnlyList<OwnCondition> Conditions, string? Error) Read(ParseResult parsed, CliStreams streams)
    {
        var conditions = new List<OwnCondition>();
        foreach (var text in (parsed.GetValue(mineIf) ?? []).SelectMany(list => list.Split(',')))
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = equals < 0 ? (text, null) : (text[..equals], text[(equals + 1)..]);
            var (condition, error) = Of(name, value, parsed);
            if (condition is null)
                return ([], error ?? $"error: --mine-if {text}: {Expected}");
            conditions.Add(condition);
        }
        if (Unused(parsed, conditions) is { } unused)
            streams.Say(unused);
        foreach (var condition in conditions)
        {
            if (condition is OwnCondition.Chart { Name: null })
                streams.Say("warning: --mine-if chart proves nothing without --chart REF");
            else if (condition is OwnCondition.Values { Digest: null } unknown)
                streams.Say(
                    $"warning: --mine-if values proves nothing{(unknown.Unknown is { } why ? $": {why}" : " without --values FILE")}"
                );
        }
        return (conditions, null);
    }

    private const string Expected = "expected chart, chart=NAME-VERSION, values, values=sha256:DIGEST, label=VALUE or label=KEY=VALUE";

    private (OwnCondition? Condition, string? Error) Of(string name, string? value, ParseResult parsed) =>
        (name, value) switch
        {
            ("chart", null) => parsed.GetValue(chart) is { Length: > 0 } reference
                ? PipelineReference.Chart(reference)
                : (new OwnCondition.Chart(null, null), null),
            ("chart", { Length: > 0 }) => (new OwnCondition.Chart(value, null), null),
            ("values", null) => parsed.GetValue(values) is { Length: > 0 } files
                ? PipelineReference.Values(files)
                : (new OwnCondition.Values(null, null), null),
            ("values", { } digest) when ValuesDigest.IsOne(digest) => (new OwnCondition.Values(digest, null), null),
            ("label", { Length: > 0 }) => (Label(value), null),
            _ => (null, null),
        };

    private static OwnCondition.Label? Label(string text) =>
        text.Split('=', 2) switch
        {
            [{ Length: > 0 } key, { Length: > 0 } value] => new OwnCondition.Label(key, value),
            [{ Length: > 0 } value] => new OwnCondition.Label(null, value),
            _ => null,
        };

    private string? Unused(ParseResult parsed, List<OwnCondition> conditions) =>
        parsed.GetValue(chart) is not null && !conditions.OfType<OwnCondition.Chart>().Any()
            ? "warning: --chart has no effect without --mine-if chart"
        : parsed.GetValue(values) is { Length: > 0 } && !conditions.OfType<OwnCondition.Values>().Any()
            ? "warning: --values has no effect without --mine-if values"
        : null;
}
