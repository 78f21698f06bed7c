using Helmstuck.Helm.Outlook;
using Helmstuck.Terminal;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Pages;

/// <summary>What Helm thinks now, what it will think after each remedy, and the advice.</summary>
internal static class OutlookPage
{
    private const int Label = 14,
        LongFrom = 15;

    private static readonly (string Name, Func<Forecast, Verdict> Of)[] Commands =
    [
        ("upgrade", forecast => forecast.Upgrade),
        ("upgrade --install", forecast => forecast.UpgradeInstall),
        ("install", forecast => forecast.Install),
        ("install --replace", forecast => forecast.InstallReplace),
        ("uninstall", forecast => forecast.Uninstall),
    ];

    public static Page Write(Page page, ScreenReview facts)
    {
        var theme = page.Theme;
        var review = facts.Review;
        if (review.Outlook is not { } outlook)
            return review.Refusal is { } refusal
                ? page.Add(new Piece($"? what Helm will do is not known: {refusal}", theme.Unknown))
                : page.Add(new Piece("reading the records …", theme.Dim));
        Forecast[] shown = IsStuck(facts)
            ? [outlook.Now, outlook.AfterDeleteAll ?? outlook.AfterDelete, outlook.AfterMarkFailed]
            : [outlook.Now];
        Table(page, outlook, shown);
        // Below the table because they explain it; the sentences repeat the answers, which are on the same screen.
        Refusals(page, shown);
        if (review.Recommendation is { } advice)
        {
            page.Blank().Field("Advice", Label, new Piece(TuiText.Advice(review, advice.Action), theme.Strong));
            foreach (var reason in advice.Reasons)
                page.Bullet(reason, Label);
        }
        page.Blank().Field("Now", Label, new Piece(facts.Delete?.Plan.Now ?? OutlookText.Now(review.Release, outlook.Now), theme.Text));
        if (facts.Delete is { } delete)
            page.Field("After delete", Label, new Piece(delete.Plan.Next, theme.Strong));
        if (facts.MarkFailed is { } mark)
            page.Field(
                "Mark failed",
                Label,
                outlook.MarkFailed.Reason is null
                    ? new Piece(mark.Plan.Next, theme.Text)
                    : new Piece(OutlookText.IfMarked(review.Release, outlook, mark.Plan.Records[0].Revision), theme.Warn)
            );
        Lists(page, outlook, theme);
        if (outlook.ToDelete.Count > 1)
            page.Blank()
                .Field(
                    "Stacked",
                    Label,
                    new Piece(
                        $"{outlook.ToDelete.Count} records must be deleted, in this order: {string.Join(", ", outlook.ToDelete)}",
                        theme.Warn
                    )
                );
        if (outlook.Notes.Count > 0)
            page.Heading("Notes");
        foreach (var note in outlook.Notes)
            page.Bullet(note.Text, 0);
        return page;
    }

    private static bool IsStuck(ScreenReview facts) => facts.Delete is not null || facts.MarkFailed is not null;

    /// <param name="page">Where the table goes.</param>
    /// <param name="outlook">Says whether a mark is possible.</param>
    /// <param name="shown">The forecast of now; of a stuck release, also those after the delete and after the mark.</param>
    private static void Table(Page page, Outlook outlook, Forecast[] shown)
    {
        var theme = page.Theme;
        var stuck = shown.Length > 1;
        var first = page.Width >= 90 ? 24 : 17;
        var each = stuck ? Math.Max((page.Width - first - 6) / 3, 8) : Math.Max(page.Width - first - 2, 8);
        int[] widths = stuck ? [first, each, each, each] : [first, each];
        page.Row(
            widths,
            new Piece("HELM …", theme.Dim),
            new Piece("NOW", theme.Dim),
            new Piece(each < 12 ? "DELETED" : "AFTER DELETE", theme.Dim),
            new Piece(
                each < 12 ? "MARKED"
                    : each < 17 ? "AFTER MARK"
                    : "AFTER MARK FAILED",
                theme.Dim
            )
        );
        foreach (var (name, of) in Commands)
            page.Row(
                widths,
                new Piece(name, theme.Text),
                Cell(of(shown[0]), each, theme),
                Cell(of(shown[stuck ? 1 : 0]), each, theme),
                outlook.MarkFailed.Possible ? Cell(of(shown[^1]), each, theme) : new Piece("– not possible", theme.Dim)
            );
        // What Helm would say to a rollback is no news: it must not be run in any case.
        page.Beside(
            new Spans(new Piece("rollback".PadRight(first + 2), theme.Text)),
            new Piece("never: migrations may have run already", theme.Dim)
        );
        if (each < LongFrom && Array.Exists(Commands, command => Array.Exists(shown, one => command.Of(one).Base is not null)))
            page.Add(new Piece("A→B: Helm starts from revision A and writes revision B", theme.Dim));
    }

    /// <summary>Each of Helm's errors once, after the commands that it answers with it.</summary>
    private static void Refusals(Page page, Forecast[] forecasts)
    {
        var errors = new List<HelmError>();
        foreach (var forecast in forecasts)
        foreach (var (_, of) in Commands)
            if (of(forecast).Error is { } error && !errors.Contains(error))
                errors.Add(error);
        if (errors.Count > 0)
            page.Blank().Add(new Piece("✗ refused: Helm writes nothing and says", page.Theme.Dim));
        foreach (var error in errors)
        {
            var names = new List<string>();
            foreach (var (name, of) in Commands)
                if (Array.Exists(forecasts, forecast => of(forecast).Error == error))
                    names.Add(name);
            var (commands, text) = (string.Join(", ", names), OutlookText.Of(error));
            // Some of Helm's errors begin with the command.
            page.Bullet(text.StartsWith($"{commands}: ", StringComparison.Ordinal) ? text : $"{commands}: {text}", 0);
        }
    }

    private static Piece Cell(Verdict verdict, int width, Theme theme) =>
        verdict switch
        {
            { Outcome: VerdictOutcome.Refused } => new Piece("✗ refused", theme.Fail with { Attributes = Attributes.None }),
            { Outcome: VerdictOutcome.Installs } => new Piece($"installs {verdict.NewRevision}", theme.Pass),
            { Base: { } from, NewRevision: { } to } => new Piece(FromTo(from, to, width), theme.Pass),
            { NewRevision: { } to } => new Piece($"{(width < 13 ? "rev" : "revision")} {to}", theme.Pass),
            _ => new Piece("accepted", theme.Pass),
        };

    private static string FromTo(long from, long to, int width) => width < LongFrom ? $"{from}→{to}" : $"{to}, from {from}";

    private static void Lists(Page page, Outlook outlook, Theme theme)
    {
        page.Blank();
        page.Field("Listed now by", Label, new Piece(Listed(outlook.Now.Listed), theme.Text));
        var then = (outlook.AfterDeleteAll ?? outlook.AfterDelete).Listed;
        if (then != outlook.Now.Listed)
            page.Field("afterwards by", Label, new Piece(Listed(then), theme.Text));
    }

    private static string Listed(Listed listed)
    {
        string[] shown =
        [
            .. listed.Helm3 ? ["helm list (Helm 3)"] : Array.Empty<string>(),
            .. listed.Helm3All ? ["helm list --all (Helm 3)"] : Array.Empty<string>(),
            .. listed.Helm4 ? ["helm list (Helm 4)"] : Array.Empty<string>(),
        ];
        return shown.Length == 0 ? "no helm list" : string.Join(", ", shown);
    }
}
