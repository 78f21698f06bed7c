using System.CommandLine;
using Helmstuck.Cli.Printers;
using Helmstuck.Runbook;
using Helmstuck.Survey;

namespace Helmstuck.Cli;

/// <summary><c>explain</c>: the whole Review of one release. Changes nothing.</summary>
internal static class ExplainCommand
{
    public static Command Build(CommandRunner run)
    {
        var release = ReleaseArgument.New();
        var output = new Option<string?>("--output", "-o") { Description = "Output format: json or yaml", HelpName = "FORMAT" };
        output.AcceptOnlyFromAmong("json", "yaml");
        var command = new Command("explain", "Explain one release: record, checks, workloads, changes, outlook, recommendation")
        {
            release,
            output,
        };
        run.InSettledSession(
            command,
            (parsed, session, cancellation) => RunAsync(session, parsed.GetValue(release)!, parsed.GetValue(output), cancellation)
        );
        return command;
    }

    private static async Task<int> RunAsync(Session session, string release, string? output, CancellationToken cancellation)
    {
        if (
            await ReadAsync(session, release, new ReviewOptions { WholeHistory = true, LeftBehind = true }, cancellation)
                .ConfigureAwait(false)
            is not { } review
        )
            return 1;
        switch (output)
        {
            case "json":
                session.Streams.Print(Json(review));
                break;
            case "yaml":
                session.Streams.Out.Write(YamlText.Of(Json(review)));
                break;
            default:
                foreach (var line in ExplainText.Lines(review))
                    session.Streams.Print(line);
                break;
        }
        return 0;
    }

    private static string Json(Review review) => JsonText.Of(ReviewDocument.From(review), PrintedJson.Default.ReviewDocument);

    /// <summary>Reads a Review; null, and a line on standard error, if there is no such release or its records cannot be read.</summary>
    /// <param name="isWanted">Whether to return the Review of a release that has no record, too.</param>
    public static async Task<Review?> ReadAsync(
        Session session,
        string release,
        ReviewOptions options,
        CancellationToken cancellation,
        Func<Review, bool>? isWanted = null
    )
    {
        if (session.Namespace is null)
        {
            session.Streams.Say($"error: {release} needs a namespace: use -n NS instead of -A");
            return null;
        }
        var review = await session
            .Surveyor.ReviewAsync(session.OneNamespace, release, options, static _ => { }, cancellation)
            .ConfigureAwait(false);
        if (review.Record is not null || (review.Problems.Count == 0 && isWanted?.Invoke(review) == true))
            return review;
        session.Streams.Say(
            review.Problems.Count > 0
                ? review.Problems[0]
                : await session.Surveyor.Absences.WhyNoReleaseAsync(session.OneNamespace, release, cancellation).ConfigureAwait(false)
        );
        return null;
    }
}
