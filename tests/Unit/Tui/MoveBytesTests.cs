using System.Globalization;
using Helmstuck.Helm.Outlook;
using Helmstuck.Helm.Records;
using Helmstuck.Runbook;
using Helmstuck.Terminal;
using Helmstuck.Tui.State;
using Helmstuck.Tui.Update;
using Helmstuck.Tui.Views;

namespace Helmstuck.Tests.Unit.Tui;

/// <summary>What a key costs on the line, from frames of the real views at 120×40 with 60 stuck releases; prints the figures.</summary>
public sealed class MoveBytesTests(ITestOutputHelper output)
{
    private const int Releases = 60;

    private static readonly List<Review> Alike = [.. Enumerable.Range(0, Releases).Select(n => Of(Name(n), n, Fixtures.Healthy()))];

    private static readonly List<Review> Different =
    [
        .. Enumerable.Range(0, Releases).Select(n => Of(Name(n), n, n % 2 == 0 ? Fixtures.Healthy() : Fixtures.Blocked())),
    ];

    [Fact]
    public void To_a_release_that_was_seen_and_is_much_the_same()
    {
        var screen = new Screen(Alike);
        for (var n = 0; n < 12; n++)
            screen.Press("j");
        for (var n = 0; n < 12; n++)
            screen.Press("k");
        for (var n = 1; n < 12; n++)
            Print($"seen, row {n}", screen.Press("j"), 400);
    }

    [Fact]
    public void To_a_release_that_was_not_seen_and_is_much_the_same()
    {
        var screen = new Screen(Alike);
        for (var n = 1; n < 30; n++)
            Print($"new, row {n}", screen.Press("j"), 400);
    }

    [Fact]
    public void To_a_release_whose_whole_review_differs()
    {
        var screen = new Screen(Different);
        // The answers grow once to the longest, which moves what is below them.
        screen.Press("j");
        for (var n = 2; n < 30; n++)
            Print($"new and different, row {n}", screen.Press("j"), 1500);
    }

    private void Print(string what, int bytes, int budget)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {bytes} bytes (at most {budget})"));
        Assert.InRange(bytes, 1, budget);
    }

    private static string Name(int number) => $"review-{number * 37 % 100:00}";

    private static Review Of(string name, int number, Review review)
    {
        string Named(string text) => text.Replace(Fixtures.Release, name, StringComparison.Ordinal);
        ReleaseRecord Renamed(ReleaseRecord record) =>
            Fixtures.Record(record.Revision, record.Status, name, minutes: 50 + number) with
            {
                Payload = record.Payload,
            };
        IReadOnlyList<ReleaseRecord> history = [.. review.History.Select(Renamed)];
        return review with
        {
            Release = name,
            Record = history[0],
            History = history,
            Outlook = Forecaster.Outlook(name, history, history[0].Revision),
            Checks =
            [
                .. review.Checks.Select(check =>
                    check with
                    {
                        Summary = Named(check.Summary),
                        Evidence = [.. check.Evidence.Select(Named)],
                    }
                ),
            ],
            Workloads = [.. review.Workloads.Select(workload => workload with { Name = Named(workload.Name) })],
        };
    }

    /// <summary>A screen whose reads answer at once, and the bytes that its frames cost.</summary>
    private sealed class Screen
    {
        private readonly List<Review> _reviews;
        private readonly FrameWriter _writer = new(TerminalCapabilities.Of("xterm-256color", colors: true));
        private DateTimeOffset _now = Fixtures.Now;
        private Model _model;

        public Screen(List<Review> reviews)
        {
            _reviews = reviews;
            _model = Fixtures.Screen(
                reviews[0],
                [.. reviews.Skip(1).Select((review, i) => Fixtures.Row(review) with { StartedAt = Fixtures.Now.AddMinutes(-51 - i) })]
            ) with
            {
                Width = 120,
                Height = 40,
                Following = new Following { Id = 1, Mode = FollowMode.Live },
            };
            Frame();
        }

        /// <summary>The key's frame, and those of the answers that come of it: the records alone, then everything.</summary>
        public int Press(string key)
        {
            _now = _now.AddSeconds(1);
            Send(new Message.Tick(_now));
            Frame();
            var step = Updater.Update(_model, Typed.Key(key));
            _model = step.Model;
            var bytes = Frame();
            var fetch = step.Effects.OfType<Effect.FetchReview>().Single();
            var review = _reviews.Single(one => one.Release == fetch.Release.Release);
            Send(
                new Message.ReviewArrived(
                    fetch.Id,
                    Fixtures.Sheet(Fixtures.Loading() with { Release = review.Release, Record = review.Record, History = [review.Record!] })
                )
            );
            bytes += Frame();
            Send(new Message.ReviewArrived(fetch.Id, Fixtures.Sheet(review with { ReadAt = _now, ServerNow = _now })));
            Send(new Message.FetchEnded(fetch.Id));
            return bytes + Frame();
        }

        private void Send(Message message) => _model = Updater.Update(_model, message).Model;

        private int Frame() => _writer.Write(View.Draw(_model, 120, 40)).Length;
    }
}
