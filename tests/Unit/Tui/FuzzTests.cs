using Helmstuck.Helm.Records;
using Helmstuck.Recovery;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Reviewing;
using Helmstuck.Survey;
using Helmstuck.Tui.Dialogs;
using Helmstuck.Tui.Keys;
using Helmstuck.Tui.Pages;
using Helmstuck.Tui.State;
using Helmstuck.Tui.Update;
using Helmstuck.Tui.Views;

namespace Helmstuck.Tests.Unit.Tui;

/// <summary>Whatever comes in whatever order at whatever size: nothing throws, and nothing is sent that was not confirmed.</summary>
public sealed class FuzzTests
{
    private static readonly Func<Review>[] Reviews =
    [
        Fixtures.Healthy,
        Fixtures.Blocked,
        Fixtures.CiJobsUnknown,
        Fixtures.Forbidden,
        Fixtures.Loading,
        Fixtures.Uninstalling,
        Fixtures.Stacked,
        Fixtures.LoneInstall,
        Fixtures.Deployed,
        Hostile,
    ];

    private static readonly string[] Keys =
    [
        .. KeyMap.All.SelectMany(binding => binding.Keys).Distinct(),
        "0",
        "6",
        "8",
        "9",
        ",",
        "x",
        "é",
        "健",
        "",
        "Alt-x",
    ];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 25)];

    [Theory, MemberData(nameof(Seeds))]
    public void Random_messages_and_sizes_never_throw(int seed)
    {
        var random = new Random(seed);
        var start = Updater.Start(
            Fixtures.Model(new ListScope { Namespace = random.Next(2) == 0 ? Fixtures.Namespace : null }) with
            {
                ReadOnly = random.Next(4) == 0,
                Appearance = new Appearance((ThemeName)random.Next(Enum.GetValues<ThemeName>().Length), random.Next(2) == 0),
            }
        );
        var model = start.Model;
        var asked = start.Effects.ToList();
        for (var i = 0; i < 200; i++)
        {
            var before = model;
            var message = Message(random, model, asked);
            var step = Updater.Update(model, message);
            model = step.Model;
            asked.AddRange(step.Effects);
            foreach (var recover in step.Effects.OfType<Effect.Recover>())
                Confirmed(before, recover);
            Assert.False(before.ReadOnly && step.Effects.Any(effect => effect is Effect.Recover or Effect.Restore));
            Assert.False(before.Busy && step.Effects.Any(effect => effect is Effect.Quit) && model.Busy);
            var (width, height) = Size(random);
            var grid = View.Draw(model, width, height);
            Assert.Equal((Math.Min(width, 2000), Math.Min(height, 2000)), (grid.Width, grid.Height));
        }
    }

    [Fact]
    public void Every_screen_draws_at_every_size()
    {
        Model[] models =
        [
            Fixtures.Screen(Fixtures.Blocked()),
            Fixtures.Screen(Hostile()) with
            {
                Tab = "evidence",
            },
            Fixtures.Model(),
            new ModelDriver(Fixtures.Screen(Fixtures.Blocked())).Open().Press("o").Type("why").Model,
            new ModelDriver(Fixtures.Screen(Hostile())).Open().Model,
            Fixtures.Screen(Fixtures.Healthy()) with
            {
                Overlay = new Overlay.Namespaces("", ["a", "b"], 0, ""),
            },
            Fixtures.Screen(Fixtures.Healthy()) with
            {
                Overlay = new Overlay.Help(1000),
            },
        ];
        for (var width = 1; width <= 130; width += width < 44 ? 1 : 9)
        {
            for (var height = 1; height <= 45; height += height < 12 ? 1 : 5)
            {
                foreach (var model in models)
                    View.Draw(model with { Width = width, Height = height }, width, height);
            }
        }
    }

    [Theory, InlineData(40, 10), InlineData(60, 15), InlineData(80, 24), InlineData(100, 30), InlineData(200, 60)]
    public void The_dialog_never_loses_its_last_line(int width, int height)
    {
        foreach (var review in Reviews.Select(make => make()).Where(review => Fixtures.Sheet(review).Delete is not null))
        {
            var play = new ModelDriver(Fixtures.Screen(review) with { Width = width, Height = height }).Open().Press("PgDn", "Down", "End");
            var text = string.Concat(View.Draw(play.Model, width, height).ToText().Split('\n').Select(line => line.TrimEnd()).TakeLast(5))
                .Replace(" ", "", StringComparison.Ordinal);
            var expected = Helmstuck
                .Terminal.Clean.Line(ConfirmRules.Prompt(play.Dialog, play.Model.Place))
                .Replace(" ", "", StringComparison.Ordinal);
            Assert.EndsWith(
                expected[..Math.Min(60, expected.Length)][^30..],
                text[..Math.Min(text.Length, text.IndexOf(expected[..10], StringComparison.Ordinal) + Math.Min(60, expected.Length))],
                StringComparison.Ordinal
            );
            Assert.EndsWith("):", text, StringComparison.Ordinal);
        }
    }

    [
        Theory,
        InlineData(20, 5, "too small: use 40×10"),
        InlineData(39, 24, "terminal too small: needs 40×10"),
        InlineData(80, 9, "terminal too small: needs 40×10")
    ]
    public void A_terminal_that_is_too_small_is_told_so(int width, int height, string text)
    {
        var lines = View.Draw(Fixtures.Screen(Fixtures.Healthy()), width, height).ToText().Split('\n');
        Assert.Equal(text, lines[0]);
        Assert.All(lines.Skip(1), line => Assert.Equal("", line));
    }

    [Fact]
    public void Nothing_from_a_cluster_reaches_the_grid_raw()
    {
        foreach (var tab in DetailPages.All.Select(page => page.Name))
        {
            var text = View.Draw(Fixtures.Screen(Hostile()) with { Tab = tab, Zoomed = true, Width = 120, Height = 40 }, 120, 40).ToText();
            Assert.DoesNotContain(text, letter => letter is '\u001b' or '\u202e' or '\u009b' or '\r' or '\u0007');
        }
    }

    [Fact]
    public void In_ascii_nothing_else_is_drawn()
    {
        foreach (var make in Reviews)
        {
            var model = Fixtures.Screen(make()) with { Appearance = new Appearance(ThemeName.Default, true), Tab = "changes" };
            Assert.DoesNotContain(View.Draw(model, 120, 40).ToText(), letter => letter > '~');
        }
    }

    /// <summary>A frame of the largest usual size in each theme is told apart by words, not by colour: the same text in all.</summary>
    [Fact]
    public void Themes_change_no_text()
    {
        var texts = Enum.GetValues<ThemeName>()
            .Select(theme =>
                View.Draw(Fixtures.Screen(Fixtures.Blocked()) with { Appearance = new Appearance(theme, false) }, 120, 40).ToText()
            )
            .Distinct();
        Assert.Single(texts);
    }

    internal static Review Hostile()
    {
        const string evil =
            "evil\u001b[2J\u202e健康健康\r\n\u0007\u009b31m[x]{0}💥💥 very long name that goes on and on and on and on and on and on and on";
        var review = Fixtures.Healthy();
        var record = review.Record! with { Payload = new RecordPayload.Undecodable(evil) };
        return review with
        {
            Release = review.Release,
            Record = record,
            History = [record, .. review.History.Skip(1)],
            Checks = [.. review.Checks.Select(check => check with { Summary = evil, State = CheckState.Warn, Evidence = [evil, evil] })],
            Workloads = [.. review.Workloads.Select(workload => workload with { Name = evil, Reason = evil, Problems = [evil] })],
            Changes = [.. review.Changes!.Select(change => change with { Object = change.Object with { Name = evil }, Reason = evil })],
            Problems = [evil],
            FailedJobs = [evil],
        };
    }

    private static void Confirmed(Model before, Effect.Recover recover)
    {
        var dialog = Assert.IsType<Overlay.Confirm>(before.Overlay);
        Assert.False(dialog.Fenced);
        Assert.Equal("", dialog.Broken);
        Assert.Equal(before.Selected, dialog.Facts.Key);
        Assert.Equal(recover.Request.Plan.Confirmation, dialog.Typed);
        Assert.True(Gate.Decide(recover.Request.Plan.Review.Checks, recover.Request.Consent).Open);
        Assert.False(before.ReadOnly);
    }

    private static Message Message(Random random, Model model, List<Effect> asked)
    {
        ScreenReview Sheet() => Fixtures.Sheet(Reviews[random.Next(Reviews.Length)]());
        switch (random.Next(16))
        {
            case 0:
                return new Message.Resize(random.Next(1, 220), random.Next(1, 70));
            case 1:
                return new Message.Tick((model.Now ?? Fixtures.Now).AddSeconds(random.Next(0, 8)));
            case 2 when asked.OfType<Effect.FetchList>().LastOrDefault() is { } list:
                var rows = Reviews
                    .Select(make => Fixtures.Row(make()))
                    .DistinctBy(row => row.Release)
                    .Where(_ => random.Next(3) > 0)
                    .ToList();
                return new Message.ListingArrived(
                    list.Id,
                    Fixtures.Listing(rows) with
                    {
                        FromCache = random.Next(2) == 0,
                        Error = random.Next(6) == 0 ? "no" : null,
                    }
                );
            case 3 when asked.OfType<Effect.FetchReview>().LastOrDefault() is { } review:
                return new Message.ReviewArrived(review.Id, Sheet());
            case 4:
                return new Message.FetchEnded(random.Next(Math.Max(model.NextId - 3, 0), model.NextId + 1));
            case 14:
                return new Message.Followed(
                    model.Following.Id,
                    random.Next(5) switch
                    {
                        0 => new FollowNews.Live(),
                        1 => new FollowNews.Lost("no"),
                        2 => new FollowNews.Unwatchable("no"),
                        3 => new FollowNews.Expired(),
                        _ => new FollowNews.Changed([new ReleaseName(Fixtures.Namespace, Fixtures.Release)], "7"),
                    }
                );
            case 15:
                return new Message.StillReading(model.NextId - random.Next(4));
            case 5:
                return new Message.FenceEnded();
            case 6:
                return new Message.Paste("1234\nq");
            case 7 when model.Busy && asked.OfType<Effect.Recover>().LastOrDefault() is { } recover:
                return random.Next(3) == 0
                    ? new Message.Failed(recover, "bang")
                    : new Message.RecoveryFinished(recover, Fixtures.Deleted());
            case 8 when asked.Count > 0 && !model.Busy:
                return new Message.Failed(
                    asked[random.Next(asked.Count)] is var effect and not (Effect.Recover or Effect.Restore) ? effect : null,
                    "bang"
                );
            case 9 when model.Busy && asked.OfType<Effect.Restore>().LastOrDefault() is { } restore:
                return new Message.RestoreFinished(restore, new RecoveryOutcome.Done { Lines = ["back"] });
            case 10 when model.Overlay is Overlay.Confirm { Fenced: false } dialog:
                // Often enough the right thing, so that the way to the end is walked too.
                var left = dialog.Plan.Plan.Confirmation;
                return Typed.Key(
                    left.StartsWith(dialog.Typed, StringComparison.Ordinal) && dialog.Typed.Length < left.Length
                        ? left[dialog.Typed.Length].ToString()
                        : "Enter"
                );
            case 11 when model.Selected is { } selected && asked.OfType<Effect.FetchReview>().LastOrDefault() is { } last:
                var fitting = Reviews.Select(make => Fixtures.Sheet(make())).FirstOrDefault(sheet => sheet.Key == selected);
                return fitting is null ? new Message.FenceEnded() : new Message.ReviewArrived(last.Id, fitting);
            default:
                return Typed.Key(Keys[random.Next(Keys.Length)]);
        }
    }

    private static (int Width, int Height) Size(Random random) =>
        random.Next(8) switch
        {
            0 => (random.Next(1, 12), random.Next(1, 12)),
            1 => (80, 24),
            2 => (random.Next(1, 500), random.Next(1, 200)),
            _ => (random.Next(38, 130), random.Next(8, 45)),
        };
}
